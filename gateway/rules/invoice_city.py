"""What the city can ask of a supplier invoice beyond the standard, a function a rule.

Each function takes its rule as staff wrote it (`city_model`), the invoice and its surroundings, and gives the
findings of the one code that it is named for in `CHECKS`.
"""

import datetime
from collections.abc import Callable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from gateway.findings import Finding, Place, finding
from gateway.identifiers import organisation_number
from gateway.messages.invoice import Invoice, Party
from gateway.registers import Register, RegisterRow
from gateway.rules.base import Surroundings
from gateway.rules.city_model import (
    AccountRule,
    CreditNoteRule,
    CurrencyRule,
    DueDateRule,
    DuplicateRule,
    KeyField,
    PayeeAccountRule,
    PayeeRule,
    ReceiverRule,
    ReferenceField,
    References,
    SupplierRule,
    VatShareRule,
)
from gateway.rules.rule_model import Rule

INVOICE_KEY = "invoice"
"""The kind of business key by which a delivered invoice is remembered: supplier and invoice number."""

_GLN_SCHEME = "0088"
_ORGANISATION_SCHEME = "0007"
_STANDARD_RATED = "S"
_UBL = "{urn:oasis:names:specification:ubl:"

_REFERENCE_ELEMENTS: Mapping[ReferenceField, str] = {
    "order_reference": "cac:OrderReference",
    "buyer_reference": "cbc:BuyerReference",
    "contract_reference": "cac:ContractDocumentReference",
    "project_reference": "cac:ProjectReference",
    "accounting_reference": "cbc:AccountingCost",
}

_KEY_VALUES: Mapping[KeyField, Callable[[Invoice], object]] = {
    "supplier": lambda invoice: supplier_key(invoice.seller),
    "number": lambda invoice: invoice.number,
    "issue_date": lambda invoice: invoice.issue_date,
    "type_code": lambda invoice: invoice.type_code,
    "currency": lambda invoice: invoice.currency,
    "payable_amount": lambda invoice: f"{invoice.payable_amount.normalize():f}",
}


def check_duplicate(rule: DuplicateRule, invoice: Invoice, surroundings: Surroundings) -> Iterator[Finding]:
    """The invoice was not delivered before.

    The invoice is remembered by supplier and number as well when the rule's key is another, for credit notes.
    """
    number_key = invoice_key(invoice.seller, invoice.number)
    kind, key = INVOICE_KEY, number_key
    surroundings.claim_key(INVOICE_KEY, number_key)
    if rule.key != ["supplier", "number"]:
        kind = f"{INVOICE_KEY}:{'+'.join(rule.key)}"
        key = "/".join(str(_KEY_VALUES[field](invoice)) for field in rule.key)
        surroundings.claim_key(kind, key)
    if holder := surroundings.history.first_holder(kind, key):
        first_id, first_name = holder
        yield finding(
            "INVOICE-DUPLICATE",
            place=place_in(invoice, "cbc:ID"),
            value=invoice.number,
            about=invoice.number,
            supplier=invoice.seller.name,
            first_id=first_id,
            first_name=first_name,
        )


def check_receiver(rule: ReceiverRule, invoice: Invoice, surroundings: Surroundings) -> Iterator[Finding]:
    """The buyer is one of ours by Peppol id, GLN or organisation number."""
    known, day = surroundings.registers[rule.register_name], _day(rule.valid_on, invoice, surroundings)
    keys = receiver_keys(invoice.buyer)
    wanted = list(dict.fromkeys(key for name in rule.identifiers for key in keys[name]))
    if not any(known.find(key, on=day) for key in wanted):
        shown = ", ".join(wanted) or invoice.buyer.name
        place = place_in(invoice, "cac:AccountingCustomerParty")
        yield finding("INVOICE-RECEIVER-UNKNOWN", place=place, value=shown, about=invoice.number)


def check_supplier(rule: SupplierRule, invoice: Invoice, surroundings: Surroundings) -> Iterator[Finding]:
    """The seller has a supplier number in the ledger."""
    key = supplier_key(invoice.seller)
    if surroundings.registers[rule.register_name].find(key, on=_day(rule.valid_on, invoice, surroundings)) is None:
        place = place_in(invoice, "cac:AccountingSupplierParty")
        yield finding(
            "INVOICE-SUPPLIER-NEW", place=place, value=key, about=invoice.number, supplier=invoice.seller.name
        )


def check_account(rule: AccountRule, invoice: Invoice, surroundings: Surroundings) -> Iterator[Finding]:
    """A known supplier is paid to an account that the register has; who is paid in its place is another matter."""
    if other_payee(invoice):
        return
    register, day = surroundings.registers[rule.register_name], _day(rule.valid_on, invoice, surroundings)
    row = register.find(supplier_key(invoice.seller), on=day)
    for account, registered in _other_accounts(invoice, row, rule.columns):
        yield finding(
            "INVOICE-ACCOUNT-CHANGED",
            place=place_in(invoice, "cac:PayeeFinancialAccount"),
            value=account,
            expected=registered,
            about=invoice.number,
            supplier=invoice.seller.name,
        )


def check_payee(rule: PayeeRule, invoice: Invoice, surroundings: Surroundings) -> Iterator[Finding]:
    """Whoever is paid in the seller's place is a registered factoring company."""
    payee = other_payee(invoice)
    if payee and _factoring_company(rule, payee, invoice, surroundings) is None:
        shown = f"{payee.name} ({number})" if (number := payee_number(payee)) else payee.name
        place = place_in(invoice, "cac:PayeeParty")
        yield finding(
            "INVOICE-PAYEE-UNKNOWN", place=place, value=shown, about=invoice.number, supplier=invoice.seller.name
        )


def check_payee_account(rule: PayeeAccountRule, invoice: Invoice, surroundings: Surroundings) -> Iterator[Finding]:
    """A registered factoring company is paid to an account that the register has."""
    payee = other_payee(invoice)
    row = _factoring_company(rule, payee, invoice, surroundings) if payee else None
    for account, registered in _other_accounts(invoice, row, rule.columns):
        yield finding(
            "INVOICE-PAYEE-ACCOUNT",
            place=place_in(invoice, "cac:PayeeFinancialAccount"),
            value=account,
            expected=registered,
            about=invoice.number,
            payee=payee.name if payee else "",
        )


def check_reference_given(references: References, invoice: Invoice) -> Iterator[Finding]:
    """The invoice says who ordered."""
    if _reference(references, invoice) is None:
        expected = _kind_names(references)
        yield finding("INVOICE-REFERENCE-MISSING", place=place_in(invoice), about=invoice.number, expected=expected)


def check_reference_known(references: References, invoice: Invoice, surroundings: Surroundings) -> Iterator[Finding]:
    """The reference is of a kind that we use, and stands in the register of that kind, itself or by its series."""
    given = _reference(references, invoice)
    if given is None:
        return
    element, reference = given
    for kind in references.kinds:
        if kind.fits(reference):
            register, day = surroundings.registers[kind.register_name], _day(kind.valid_on, invoice, surroundings)
            keys = [reference, reference[: kind.series]] if kind.series else [reference]
            if any(register.find(key, on=day) for key in keys):
                return
    yield finding(
        "INVOICE-REFERENCE-UNKNOWN",
        place=place_in(invoice, element),
        value=reference,
        about=invoice.number,
        expected=_kind_names(references),
    )


def check_currency(rule: CurrencyRule, invoice: Invoice, _surroundings: Surroundings) -> Iterator[Finding]:
    """The currency is one that the ledger takes from us."""
    if invoice.currency not in rule.currencies:
        expected = ", ".join(rule.currencies)
        place = place_in(invoice, "cbc:DocumentCurrencyCode")
        yield finding("INVOICE-CURRENCY", place=place, value=invoice.currency, about=invoice.number, expected=expected)


def check_due_date_given(_rule: Rule, invoice: Invoice, _surroundings: Surroundings) -> Iterator[Finding]:
    """There is a due date. A credit note need not have one."""
    if invoice.due_date is None and not invoice.is_credit_note:
        yield finding("INVOICE-DUE-DATE-MISSING", place=place_in(invoice, "cbc:DueDate"), about=invoice.number)


def check_due_date(rule: DueDateRule, invoice: Invoice, _surroundings: Surroundings) -> Iterator[Finding]:
    """The due date is not before the issue date and the days that we want."""
    if invoice.due_date is None:
        return
    if (invoice.due_date - invoice.issue_date).days < rule.least_days:
        place = place_in(invoice, "cbc:DueDate")
        yield finding(
            "INVOICE-DUE-DATE-EARLY",
            place=place,
            value=invoice.due_date,
            about=invoice.number,
            expected=_days_after(invoice.issue_date, rule.least_days),
            issued=invoice.issue_date,
        )


def check_vat_share(rule: VatShareRule, invoice: Invoice, _surroundings: Surroundings) -> Iterator[Finding]:
    """The VAT is usual, only where something is taxed at a standard rate: other VAT is lawfully zero."""
    if not any(entry.category == _STANDARD_RATED for entry in invoice.vat_breakdown):
        return
    if invoice.vat_total is None or not invoice.total_without_vat:
        return
    share = (invoice.vat_total / invoice.total_without_vat * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    if not rule.lowest <= share <= rule.highest:
        yield finding(
            "INVOICE-VAT-SHARE",
            place=place_in(invoice, "cac:TaxTotal"),
            value=share,
            expected=f"{rule.lowest:f}–{rule.highest:f}",
            about=invoice.number,
        )


def check_credit_note(rule: CreditNoteRule, invoice: Invoice, _surroundings: Surroundings) -> Iterator[Finding]:
    """A credit note names the invoice that it credits."""
    if not invoice.is_credit_note or any(preceding.number for preceding in invoice.preceding_invoices):
        return
    if not (rule.period_is_enough and invoice.period):
        place = place_in(invoice, "cac:BillingReference")
        yield finding("INVOICE-CREDIT-NOTE-REFERENCE", place=place, about=invoice.number, supplier=invoice.seller.name)


def check_credited(_rule: Rule, invoice: Invoice, surroundings: Surroundings) -> Iterator[Finding]:
    """The invoices that a credit note names came from the same supplier through the gateway."""
    if not invoice.is_credit_note:
        return
    for preceding in invoice.preceding_invoices:
        key = invoice_key(invoice.seller, preceding.number)
        if preceding.number and surroundings.history.first_holder(INVOICE_KEY, key) is None:
            yield finding(
                "INVOICE-CREDITED-UNKNOWN",
                place=place_in(invoice, "cac:BillingReference"),
                value=preceding.number,
                about=invoice.number,
                supplier=invoice.seller.name,
            )


CHECKS: Mapping[str, Callable[[Any, Invoice, Surroundings], Iterator[Finding]]] = {
    "INVOICE-DUPLICATE": check_duplicate,
    "INVOICE-RECEIVER-UNKNOWN": check_receiver,
    "INVOICE-SUPPLIER-NEW": check_supplier,
    "INVOICE-ACCOUNT-CHANGED": check_account,
    "INVOICE-PAYEE-UNKNOWN": check_payee,
    "INVOICE-PAYEE-ACCOUNT": check_payee_account,
    "INVOICE-CURRENCY": check_currency,
    "INVOICE-DUE-DATE-MISSING": check_due_date_given,
    "INVOICE-DUE-DATE-EARLY": check_due_date,
    "INVOICE-VAT-SHARE": check_vat_share,
    "INVOICE-CREDIT-NOTE-REFERENCE": check_credit_note,
    "INVOICE-CREDITED-UNKNOWN": check_credited,
}
"""The check of each rule that needs nothing but its own parameters."""


def invoice_key(seller: Party, number: str) -> str:
    """The business key of an invoice of a supplier."""
    return f"{supplier_key(seller)}/{number}"


def supplier_key(seller: Party) -> str:
    """What a supplier is known by: the ten digits of an organisation number, else the number as given."""
    return (
        organisation_number(seller.organisation_number)
        or organisation_number(seller.vat_number)
        or seller.organisation_number
        or seller.vat_number
        or seller.peppol_id
    )


def receiver_keys(buyer: Party) -> dict[str, list[str]]:
    """Every identifier of the buyer that a register of receivers may list, as scheme:value, by kind."""
    legal = organisation_number(buyer.organisation_number)
    return {
        "peppol_id": [buyer.peppol_id] if buyer.peppol_id else [],
        "gln": [f"{_GLN_SCHEME}:{entry.value}" for entry in buyer.identifiers if entry.scheme == _GLN_SCHEME],
        "organisation_number": [f"{_ORGANISATION_SCHEME}:{legal}"] if legal else [],
    }


def other_payee(invoice: Invoice) -> Party | None:
    """The payee when it is not the seller: by number where both have one, else by name."""
    payee, seller = invoice.payee, invoice.seller
    if payee is None:
        return None
    if number := payee_number(payee):
        return None if number == supplier_key(seller) else payee
    names = {seller.name.casefold(), seller.trading_name.casefold()}
    return None if payee.name.casefold() in names else payee


def payee_number(payee: Party) -> str:
    """What a payee is known by: the ten digits of an organisation number, else the number as given."""
    given = [payee.organisation_number, payee.vat_number, *(entry.value for entry in payee.identifiers)]
    return next(filter(None, map(organisation_number, given)), next(filter(None, given), ""))


def place_in(invoice: Invoice, element: str = "") -> Place:
    """The place of an element that UBL has, as near as it is known; of one among several, only the path is told.

    Other formats have other elements; an invoice of theirs that lacks this one is told of as a whole.
    """
    if element and invoice.document:
        root = invoice.document.root
        nodes = root.all(element) or invoice.document.named(element)
        if len(nodes) == 1:
            return invoice.document.place(nodes[0])
        if not root.element.tag.startswith(_UBL):
            return invoice.place
    path = f"{invoice.place.path}/{element}" if element else invoice.place.path
    return Place(line=invoice.place.line, record=element or invoice.place.record, path=path)


def _factoring_company(
    rule: PayeeRule, payee: Party, invoice: Invoice, surroundings: Surroundings
) -> RegisterRow | None:
    register, day = surroundings.registers[rule.register_name], _day(rule.valid_on, invoice, surroundings)
    number = payee_number(payee)
    return register.find(number, on=day) if number else _row_by_name(register, payee.name, day)


def _row_by_name(register: Register, name: str, day: datetime.date) -> RegisterRow | None:
    wanted = name.casefold()
    rows = (row for row in register.rows if row.is_valid_on(day) and row.values.get("name", "").casefold() == wanted)
    return next(rows, None) if wanted else None


def _other_accounts(invoice: Invoice, row: RegisterRow | None, columns: list[str]) -> Iterator[tuple[str, str]]:
    """(account, registered accounts) for each account of the invoice that a register row does not have."""
    registered = {_bare(row.values.get(column, "")) for column in columns} - {""} if row else set()
    for instruction in invoice.payment_instructions:
        if instruction.account and registered and _bare(instruction.account) not in registered:
            yield instruction.account, ", ".join(sorted(registered))


def _bare(account: str) -> str:
    return account.replace(" ", "").replace("-", "").upper()


def _reference(references: References, invoice: Invoice) -> tuple[str, str] | None:
    """(element, reference) of the first field that is filled."""
    for field in references.fields:
        if reference := getattr(invoice, field):
            return _REFERENCE_ELEMENTS[field], reference
    return None


def _kind_names(references: References) -> str:
    return ", ".join(kind.name for kind in references.kinds)


def _day(valid_on: str, invoice: Invoice, surroundings: Surroundings) -> datetime.date:
    return invoice.issue_date if valid_on == "issue_date" else surroundings.today


def _days_after(day: datetime.date, days: int) -> datetime.date:
    return day + datetime.timedelta(days=days) if day <= datetime.date.max - datetime.timedelta(days=days) else day
