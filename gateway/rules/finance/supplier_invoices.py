"""What finance asks of supplier invoices, and of other payments, that feeder systems have handled."""

from collections.abc import Iterator, Mapping
from typing import Any

from gateway.findings import Finding
from gateway.messages import SUPPLIER_INVOICE_BATCH, SupplierInvoice
from gateway.rules.base import Check, Surroundings
from gateway.rules.finance import ledger_parties as parties
from gateway.rules.finance.ledger_invoices import (
    ARRIVAL,
    CANCELLATION,
    FINAL,
    accounts_missing,
    day_of,
    invoice_checks,
    invoice_key,
)
from gateway.rules.finance.ledger_parties import PAYEE_ACCOUNT_CODES, Subject
from gateway.rules.finance.options import (
    AccountChangedOption,
    AccountMissingOption,
    ProposalOption,
    ReservedCompleteOption,
    ReservedOption,
    SupplierOption,
)
from gateway.rules.finance.proposals import check_supplier_invoice, proposed_for_line
from gateway.rules.finance.protected import protected_checks
from gateway.rules.named import NamedCheck, family_checks, named
from gateway.rules.naming import about
from gateway.rules.rule_model import Rule

ARRIVAL_KEY = "supplier-invoice-arrival"
"""The kind of business key by which the arrival of an invoice is remembered: supplier and invoice number."""


def check_refused(rule: ReservedOption, invoice: SupplierInvoice, surroundings: Surroundings) -> Iterator[Finding]:
    """No collective number is used."""
    number = invoice.supplier.party_number
    if number in rule.numbers:
        yield _subject(invoice, surroundings).finding("SUPPLIER-RESERVED-REFUSED", number)


def check_complete(
    rule: ReservedCompleteOption, invoice: SupplierInvoice, surroundings: Surroundings
) -> Iterator[Finding]:
    """An invoice on a collective number says itself who is to be paid, and where."""
    supplier = invoice.supplier
    has = {
        "name": bool(supplier.name),
        "address": bool(supplier.address and supplier.zip_code and supplier.city),
        "account": parties.has_account(supplier),
        "identity": bool(supplier.identity_number),
    }
    missing = [name for name in rule.fields if not has[name]]
    if supplier.party_number in rule.numbers and missing:
        names = parties.field_names(missing)
        yield _subject(invoice, surroundings).finding("SUPPLIER-RESERVED-INCOMPLETE", supplier.party_number, names)


def check_known(rule: SupplierOption, invoice: SupplierInvoice, surroundings: Surroundings) -> Iterator[Finding]:
    """The supplier stands in the register, by number or organisation number."""
    if not _is_collective(rule, invoice) and not parties.rows_of(rule, invoice.supplier, surroundings.registers):
        yield _subject(invoice, surroundings).finding("SUPPLIER-UNKNOWN", parties.shown_party(invoice.supplier))


def check_active(rule: SupplierOption, invoice: SupplierInvoice, surroundings: Surroundings) -> Iterator[Finding]:
    """A known supplier is active on the day, or blocked, which is told by another rule."""
    subject = _subject(invoice, surroundings)
    if _is_collective(rule, invoice) or not parties.rows_of(rule, invoice.supplier, surroundings.registers):
        return
    row = parties.row_of(rule, invoice.supplier, surroundings.registers, subject.day)
    if row is None or parties.status_of(rule, row) not in (parties.ACTIVE, parties.BLOCKED):
        yield subject.finding("SUPPLIER-INACTIVE", parties.shown_party(invoice.supplier))


def check_blocked(rule: SupplierOption, invoice: SupplierInvoice, surroundings: Surroundings) -> Iterator[Finding]:
    """The supplier is not blocked for payment."""
    subject = _subject(invoice, surroundings)
    row = None
    if not _is_collective(rule, invoice):
        row = parties.row_of(rule, invoice.supplier, surroundings.registers, subject.day)
    if row is not None and parties.status_of(rule, row) == parties.BLOCKED:
        yield subject.finding("SUPPLIER-BLOCKED", parties.shown_party(invoice.supplier))


def check_once(rule: SupplierOption, invoice: SupplierInvoice, surroundings: Surroundings) -> Iterator[Finding]:
    """The supplier is active under one number."""
    subject = _subject(invoice, surroundings)
    if _is_collective(rule, invoice):
        return
    if numbers := parties.twice_registered(rule, invoice.supplier, surroundings.registers, subject.day):
        shown = parties.shown_party(invoice.supplier)
        yield subject.finding("SUPPLIER-REGISTERED-TWICE", shown, ", ".join(numbers))


def check_identity(_rule: Rule, invoice: SupplierInvoice, surroundings: Surroundings) -> Iterator[Finding]:
    """The identity number of the payee can be one."""
    return parties.identity_faults(_subject(invoice, surroundings), invoice.supplier.identity_number)


def check_accounts(invoice: SupplierInvoice, surroundings: Surroundings) -> Iterator[Finding]:
    """The accounts of the payee can be accounts."""
    return parties.account_faults(_subject(invoice, surroundings))


def check_account_changed(
    rule: AccountChangedOption, invoice: SupplierInvoice, surroundings: Surroundings
) -> Iterator[Finding]:
    """The account to pay to is the supplier's own, where the register has one."""
    subject = _subject(invoice, surroundings)
    if _is_collective(rule, invoice):
        return
    row = parties.row_of(rule, invoice.supplier, surroundings.registers, subject.day)
    changed, registered = parties.changed_accounts(rule, invoice.supplier, row) if row else ([], [])
    for account in changed:
        yield subject.finding("PARTY-ACCOUNT-CHANGED", account, ", ".join(registered))


def check_stage(_rule: Rule, invoice: SupplierInvoice, surroundings: Surroundings) -> Iterator[Finding]:
    """A final posting or a cancellation comes after the arrival of the invoice; one without stage is not asked.

    The arrival may be earlier in the same file. In a trial nothing was delivered before, so nothing is said.
    """
    key = invoice_key(invoice).rpartition("/")[0]
    if invoice.stage == ARRIVAL:
        surroundings.claim_key(ARRIVAL_KEY, key)
        return
    is_asked = invoice.stage in (FINAL, CANCELLATION) and not surroundings.is_trial
    if is_asked and surroundings.history.first_holder(ARRIVAL_KEY, key) is None:
        yield _subject(invoice, surroundings).finding("LEDGER-INVOICE-STAGE", invoice.stage)


def check_account(
    rule: AccountMissingOption, invoice: SupplierInvoice, surroundings: Surroundings
) -> Iterator[Finding]:
    """Each line has an account, or the registers have one for it where that will do."""
    lines = invoice.lines
    if rule.unless_proposed:
        if rule.suppliers:
            option = SupplierOption(register=rule.suppliers, status="")
            row = parties.row_of(option, invoice.supplier, surroundings.registers, day_of(invoice, surroundings))
            if row and row.values.get("default_account"):
                return
        lines = [line for line in lines if line.codings or not proposed_for_line(rule, invoice, line, surroundings)]
    yield from accounts_missing(invoice, lines)


def _accounts(_rules: Mapping[str, Any]) -> Check:
    return check_accounts


def _is_collective(rule: SupplierOption, invoice: SupplierInvoice) -> bool:
    return invoice.supplier.party_number in rule.collective


def _subject(invoice: SupplierInvoice, surroundings: Surroundings) -> Subject:
    return Subject(invoice.supplier, about(invoice), invoice.place, day_of(invoice, surroundings))


SUPPLIER_INVOICE_CHECKS = family_checks(
    SUPPLIER_INVOICE_BATCH,
    (
        named(SupplierInvoice, "SUPPLIER-RESERVED-REFUSED", check_refused, ReservedOption),
        named(SupplierInvoice, "SUPPLIER-RESERVED-INCOMPLETE", check_complete, ReservedCompleteOption),
        named(SupplierInvoice, "SUPPLIER-UNKNOWN", check_known, SupplierOption),
        named(SupplierInvoice, "SUPPLIER-INACTIVE", check_active, SupplierOption),
        named(SupplierInvoice, "SUPPLIER-BLOCKED", check_blocked, SupplierOption),
        named(SupplierInvoice, "SUPPLIER-REGISTERED-TWICE", check_once, SupplierOption),
        named(SupplierInvoice, "IDENTITY-INVALID", check_identity),
        NamedCheck(part=SupplierInvoice, rules=dict.fromkeys(PAYEE_ACCOUNT_CODES, Rule), make=_accounts),
        named(SupplierInvoice, "PARTY-ACCOUNT-CHANGED", check_account_changed, AccountChangedOption),
        named(SupplierInvoice, "LEDGER-INVOICE-STAGE", check_stage),
        named(SupplierInvoice, "CODING-ACCOUNT-MISSING", check_account, AccountMissingOption),
        named(SupplierInvoice, "CODING-PROPOSED", check_supplier_invoice, ProposalOption),
        *invoice_checks(SupplierInvoice),
        *protected_checks(SupplierInvoice),
    ),
)
