"""What the city asks of a supplier invoice beyond the standard.

Registers: `receivers` (our Peppol ids and GLNs), `suppliers` (by organisation number), `buyer_references`
(references that can be coded). A new supplier is an error, because the ledger cannot take an invoice without
a supplier number; a route whose ledger can may lower it with ``severities: {INVOICE-SUPPLIER-NEW: warning}``.

Options: `currencies` (codes separated by blanks, default ``SEK``), `vat_share_lowest` and
`vat_share_highest` (per cent of the total without VAT, default 5 and 25; outside them a spot check is asked
for).
"""

import re
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal

from gateway.findings import Finding, Place, finding
from gateway.identifiers import organisation_number
from gateway.messages.invoice import Invoice, Party
from gateway.registers import RegisterRow
from gateway.rules.base import RuleSet, Surroundings

REFERENCE_FORMS = {
    "INK + tio siffror": re.compile(r"INK\d{10}", re.ASCII),
    "KST + siffror": re.compile(r"KST\d{2,10}", re.ASCII),
    "STH + tre siffror": re.compile(r"STH ?\d{3}", re.ASCII),
}

_ORDER_SERIES_LENGTH = 7
_GLN_SCHEME = "0088"
_ORGANISATION_SCHEME = "0007"
_STANDARD_RATED = "S"


def check_duplicate(invoice: Invoice, surroundings: Surroundings) -> Iterable[Finding]:
    """INVOICE-DUPLICATE: the supplier's invoice number was not delivered before."""
    key = f"{supplier_key(invoice.seller)}/{invoice.number}"
    holder = surroundings.history.first_holder("invoice", key)
    if holder is None:
        surroundings.claim_key("invoice", key)
        return
    file_id, file_name = holder
    yield finding(
        "INVOICE-DUPLICATE",
        place=_place(invoice, "cbc:ID"),
        value=invoice.number,
        about=invoice.number,
        supplier=invoice.seller.name,
        first_id=file_id,
        first_name=file_name,
    )


def check_receiver(invoice: Invoice, surroundings: Surroundings) -> Iterable[Finding]:
    """INVOICE-RECEIVER-UNKNOWN: the buyer is one of ours by Peppol id, GLN or organisation number."""
    known = surroundings.registers["receivers"]
    identifiers = receiver_keys(invoice.buyer)
    if any(known.find(identifier, on=surroundings.today) for identifier in identifiers):
        return
    shown = ", ".join(identifiers) or invoice.buyer.name
    place = _place(invoice, "cac:AccountingCustomerParty")
    yield finding("INVOICE-RECEIVER-UNKNOWN", place=place, value=shown, about=invoice.number)


def check_supplier(invoice: Invoice, surroundings: Surroundings) -> Iterable[Finding]:
    """INVOICE-SUPPLIER-NEW and INVOICE-ACCOUNT-CHANGED."""
    key = supplier_key(invoice.seller)
    supplier = surroundings.registers["suppliers"].find(key, on=surroundings.today)
    if supplier is None:
        yield finding(
            "INVOICE-SUPPLIER-NEW",
            place=_place(invoice, "cac:AccountingSupplierParty"),
            value=key,
            about=invoice.number,
            supplier=invoice.seller.name,
        )
        return
    yield from _account_findings(invoice, supplier)


def check_reference(invoice: Invoice, surroundings: Surroundings) -> Iterable[Finding]:
    """INVOICE-REFERENCE-MISSING and INVOICE-REFERENCE-UNKNOWN.

    A purchase order is also known by its series: the first seven characters, INK and the four digits that
    name the unit.
    """
    reference = invoice.reference
    forms = ", ".join(REFERENCE_FORMS)
    if not reference:
        yield finding("INVOICE-REFERENCE-MISSING", place=_place(invoice), about=invoice.number, expected=forms)
        return
    known = surroundings.registers["buyer_references"]
    has_form = any(form.fullmatch(reference) for form in REFERENCE_FORMS.values())
    keys = [reference, reference[:_ORDER_SERIES_LENGTH]] if reference.startswith("INK") else [reference]
    if has_form and any(known.find(key, on=surroundings.today) for key in keys):
        return
    element = "cac:OrderReference" if invoice.order_reference else "cbc:BuyerReference"
    place = _place(invoice, element)
    yield finding("INVOICE-REFERENCE-UNKNOWN", place=place, value=reference, about=invoice.number, expected=forms)


def check_terms(invoice: Invoice, surroundings: Surroundings) -> Iterable[Finding]:
    """Currency and due date. A credit note need not have a due date."""
    currencies = str(surroundings.options.get("currencies", "SEK"))
    if invoice.currency not in currencies.split():
        place = _place(invoice, "cbc:DocumentCurrencyCode")
        yield finding(
            "INVOICE-CURRENCY", place=place, value=invoice.currency, about=invoice.number, expected=currencies
        )
    due_place = _place(invoice, "cbc:DueDate")
    if invoice.due_date is None:
        if not invoice.is_credit_note:
            yield finding("INVOICE-DUE-DATE-MISSING", place=due_place, about=invoice.number)
    elif invoice.due_date < invoice.issue_date:
        yield finding(
            "INVOICE-DUE-DATE-EARLY",
            place=due_place,
            value=invoice.due_date,
            about=invoice.number,
            expected=invoice.issue_date,
        )


def check_vat_share(invoice: Invoice, surroundings: Surroundings) -> Iterable[Finding]:
    """INVOICE-VAT-SHARE, only where something is taxed at a standard rate: other VAT is lawfully zero."""
    if not any(entry.category == _STANDARD_RATED for entry in invoice.vat_breakdown):
        return
    if invoice.vat_total is None or not invoice.total_without_vat:
        return
    lowest = Decimal(str(surroundings.options.get("vat_share_lowest", 5)))
    highest = Decimal(str(surroundings.options.get("vat_share_highest", 25)))
    share = (invoice.vat_total / invoice.total_without_vat * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    if not lowest <= share <= highest:
        yield finding(
            "INVOICE-VAT-SHARE",
            place=_place(invoice, "cac:TaxTotal"),
            value=share,
            expected=f"{lowest}–{highest}",
            about=invoice.number,
        )


def supplier_key(seller: Party) -> str:
    """What a supplier is known by: the ten digits of an organisation number, else the number as given."""
    return (
        organisation_number(seller.organisation_number)
        or organisation_number(seller.vat_number)
        or seller.organisation_number
        or seller.vat_number
        or seller.peppol_id
    )


def receiver_keys(buyer: Party) -> list[str]:
    """Every identifier of the buyer that `receivers` may list, as scheme:value, without repeats."""
    glns = [f"{_GLN_SCHEME}:{entry.value}" for entry in buyer.identifiers if entry.scheme == _GLN_SCHEME]
    legal = organisation_number(buyer.organisation_number)
    keys = [buyer.peppol_id, *glns, f"{_ORGANISATION_SCHEME}:{legal}" if legal else ""]
    return list(dict.fromkeys(key for key in keys if key))


def _account_findings(invoice: Invoice, supplier: RegisterRow) -> Iterable[Finding]:
    registered = {_bare(supplier.values.get(column, "")) for column in ("bankgiro", "plusgiro", "iban")} - {""}
    for instruction in invoice.payment_instructions:
        if instruction.account and registered and _bare(instruction.account) not in registered:
            yield finding(
                "INVOICE-ACCOUNT-CHANGED",
                place=_place(invoice, "cac:PayeeFinancialAccount"),
                value=instruction.account,
                expected=", ".join(sorted(registered)),
                about=invoice.number,
                supplier=invoice.seller.name,
            )


def _bare(account: str) -> str:
    return account.replace(" ", "").replace("-", "").upper()


def _place(invoice: Invoice, record: str = "") -> Place:
    path = f"{invoice.place.path}/{record}" if record else invoice.place.path
    return Place(line=invoice.place.line, record=record or invoice.place.record, path=path)


_CHECKS: tuple[Callable[[Invoice, Surroundings], Iterable[Finding]], ...] = (
    check_duplicate,
    check_receiver,
    check_supplier,
    check_reference,
    check_terms,
    check_vat_share,
)

RULE_SET = RuleSet(
    name="invoice-city",
    version="1",
    title="Kommunens krav på leverantörsfakturor",
    codes=(
        "INVOICE-DUPLICATE",
        "INVOICE-RECEIVER-UNKNOWN",
        "INVOICE-SUPPLIER-NEW",
        "INVOICE-ACCOUNT-CHANGED",
        "INVOICE-REFERENCE-MISSING",
        "INVOICE-REFERENCE-UNKNOWN",
        "INVOICE-CURRENCY",
        "INVOICE-DUE-DATE-MISSING",
        "INVOICE-DUE-DATE-EARLY",
        "INVOICE-VAT-SHARE",
    ),
    checks=tuple((Invoice, check) for check in _CHECKS),
)
