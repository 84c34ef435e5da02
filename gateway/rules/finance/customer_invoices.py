"""What finance asks of customer invoices and web orders before they go to the customer ledger."""

from collections.abc import Iterable, Iterator

from gateway.findings import Finding, finding
from gateway.messages import CUSTOMER_INVOICE_BATCH, CustomerInvoice
from gateway.rules.base import Surroundings
from gateway.rules.finance import ledger_parties as parties
from gateway.rules.finance.ledger_invoices import (
    LedgerInvoice,
    check_account_missing,
    codings_of,
    day_of,
    invoice_checks,
)
from gateway.rules.finance.ledger_parties import Subject
from gateway.rules.finance.options import AddressOption, CustomerCounterpartyOption, CustomerOption, PrefixOption
from gateway.rules.finance.protected import protected_checks
from gateway.rules.named import family_checks, named
from gateway.rules.naming import about
from gateway.rules.rule_model import Rule

PAPER = "paper"


def check_identity(_rule: Rule, invoice: CustomerInvoice, surroundings: Surroundings) -> Iterator[Finding]:
    """The identity number of the customer, and of persons that lines are about, can be one."""
    yield from parties.identity_faults(_subject(invoice, surroundings), invoice.customer.identity_number)
    for line in invoice.lines:
        if line.identity_number and not parties.is_identity(line.identity_number):
            shown = parties.shown_identity(line.identity_number)
            yield finding("IDENTITY-INVALID", place=line.place, value=shown, about=about(invoice))


def check_known(rule: CustomerOption, invoice: CustomerInvoice, surroundings: Surroundings) -> Iterator[Finding]:
    """The customer stands in the register, by number or identity number."""
    if not parties.rows_of(rule, invoice.customer, surroundings.registers):
        yield _subject(invoice, surroundings).finding("CUSTOMER-UNKNOWN", parties.shown_party(invoice.customer))


def check_active(rule: CustomerOption, invoice: CustomerInvoice, surroundings: Surroundings) -> Iterator[Finding]:
    """A known customer is active on the day."""
    subject = _subject(invoice, surroundings)
    if parties.rows_of(rule, invoice.customer, surroundings.registers):
        row = parties.row_of(rule, invoice.customer, surroundings.registers, subject.day)
        if row is None or not parties.is_active(rule, row):
            yield subject.finding("CUSTOMER-CLOSED", parties.shown_party(invoice.customer))


def check_once(rule: CustomerOption, invoice: CustomerInvoice, surroundings: Surroundings) -> Iterator[Finding]:
    """The customer is active under one number."""
    subject = _subject(invoice, surroundings)
    if numbers := parties.twice_registered(rule, invoice.customer, surroundings.registers, subject.day):
        shown = parties.shown_party(invoice.customer)
        yield subject.finding("CUSTOMER-REGISTERED-TWICE", shown, ", ".join(numbers))


def check_address(rule: AddressOption, invoice: CustomerInvoice, surroundings: Surroundings) -> Iterator[Finding]:
    """The address is complete where the invoice goes on paper and the register has no address."""
    customer, subject = invoice.customer, _subject(invoice, surroundings)
    row = parties.row_of(rule, customer, surroundings.registers, subject.day)
    delivery = row.values[rule.delivery] if row else ""
    if (delivery and delivery != PAPER) or (not delivery and (customer.peppol_id or customer.email)):
        return
    missing = [name for name in rule.fields if not getattr(customer, name)]
    if missing and not (row and all(row.values.get(name) for name in rule.fields)):
        yield subject.finding("PARTY-ADDRESS-INCOMPLETE", expected=parties.field_names(missing))


def check_credit(_rule: Rule, invoice: CustomerInvoice, surroundings: Surroundings) -> Iterator[Finding]:
    """Neither a line nor the total is a credit."""
    credited = [line for line in invoice.lines if line.amount < 0]
    for line in credited:
        yield finding("WEB-ORDER-CREDIT-AMOUNT", place=line.place, value=line.amount, about=about(invoice))
    total = invoice.total if invoice.stated_total is None else invoice.stated_total
    if total < 0 and not credited:
        yield _subject(invoice, surroundings).finding("WEB-ORDER-CREDIT-AMOUNT", total)


def check_account(rule: PrefixOption, invoice: CustomerInvoice, _surroundings: Surroundings) -> Iterator[Finding]:
    """No account begins so."""
    expected = ", ".join(rule.prefixes)
    for line in invoice.lines:
        for item in codings_of(line):
            if item.account.startswith(tuple(rule.prefixes)):
                place, name = item.place, about(invoice)
                yield finding("WEB-ORDER-ACCOUNT", place=place, value=item.account, expected=expected, about=name)


def internal_customer(
    options: Iterable[CustomerCounterpartyOption], invoice: LedgerInvoice, surroundings: Surroundings
) -> str:
    """What the register of customers says: ``yes`` for an internal one, ``no`` for others, blank for unknown ones."""
    register = next((option.customers for option in options), "")
    if not register or not isinstance(invoice, CustomerInvoice):
        return ""
    rule = CustomerOption(register=register, status="")
    row = parties.row_of(rule, invoice.customer, surroundings.registers, day_of(invoice, surroundings))
    return row.values["internal"] if row else ""


def _subject(invoice: CustomerInvoice, surroundings: Surroundings) -> Subject:
    return Subject(invoice.customer, about(invoice), invoice.place, day_of(invoice, surroundings))


CUSTOMER_INVOICE_CHECKS = family_checks(
    CUSTOMER_INVOICE_BATCH,
    (
        named(CustomerInvoice, "IDENTITY-INVALID", check_identity),
        named(CustomerInvoice, "CUSTOMER-UNKNOWN", check_known, CustomerOption),
        named(CustomerInvoice, "CUSTOMER-CLOSED", check_active, CustomerOption),
        named(CustomerInvoice, "CUSTOMER-REGISTERED-TWICE", check_once, CustomerOption),
        named(CustomerInvoice, "PARTY-ADDRESS-INCOMPLETE", check_address, AddressOption),
        named(CustomerInvoice, "WEB-ORDER-CREDIT-AMOUNT", check_credit),
        named(CustomerInvoice, "WEB-ORDER-ACCOUNT", check_account, PrefixOption),
        named(CustomerInvoice, "CODING-ACCOUNT-MISSING", check_account_missing),
        *invoice_checks(CustomerInvoice, internal_customer, CustomerCounterpartyOption),
        *protected_checks(CustomerInvoice),
    ),
)
