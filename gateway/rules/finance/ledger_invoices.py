"""What customer and supplier invoices of feeder systems have in common: sums, dates, numbers and coding.

Everything is looked up on the invoice date, or today where an invoice has none.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from gateway.findings import Finding, Place, finding
from gateway.messages import CustomerInvoice, LedgerParty, SupplierInvoice
from gateway.messages.ledger_invoices import InvoiceCoding, LedgerInvoiceLine
from gateway.rules.base import Check, Surroundings
from gateway.rules.finance.coding import Coding, CodingTests, check_words, coding_rules
from gateway.rules.finance.ledger_parties import key_of_identity
from gateway.rules.finance.options import (
    ArticleOption,
    CounterpartyOption,
    DepartmentOption,
    DueDateOption,
    PeriodOption,
    PriceOption,
    ToleranceOption,
    TotalOption,
)
from gateway.rules.finance.periods import is_open
from gateway.rules.finance.seen import is_new
from gateway.rules.named import NamedCheck, named
from gateway.rules.naming import about
from gateway.rules.rule_model import Rule

ARRIVAL, FINAL, CANCELLATION = "arrival", "final", "cancellation"
"""Stages of a supplier invoice."""

LedgerInvoice = CustomerInvoice | SupplierInvoice
Internal = Callable[[Iterable[Any], LedgerInvoice, Surroundings], str]
"""Whether the other party of an invoice is internal (``yes``, ``no``, or blank where nothing is known), from the
options of the rules about counterparties that are enabled."""


def party_of(invoice: LedgerInvoice) -> LedgerParty:
    """The customer or the supplier."""
    return invoice.customer if isinstance(invoice, CustomerInvoice) else invoice.supplier


def day_of(invoice: LedgerInvoice, surroundings: Surroundings) -> datetime.date:
    """The day that counts."""
    return invoice.date or surroundings.today


def check_lines(_rule: Rule, invoice: LedgerInvoice, _surroundings: Surroundings) -> Iterable[Finding]:
    """There are lines; what has only arrived, or is cancelled, need not have any."""
    is_uncoded = isinstance(invoice, SupplierInvoice) and invoice.stage in (ARRIVAL, CANCELLATION)
    return () if invoice.lines or is_uncoded else (_finding("LEDGER-INVOICE-WITHOUT-LINES", invoice),)


def check_total(rule: TotalOption, invoice: LedgerInvoice, _surroundings: Surroundings) -> Iterator[Finding]:
    """The stated total is the sum of the lines, where there are any, and of their VAT where the rule says so."""
    if invoice.stated_total is None or not invoice.lines:
        return
    reckoned = invoice.total
    if rule.with_line_vat:
        reckoned += sum((line.vat_amount or Decimal(0) for line in invoice.lines), Decimal(0))
    if abs(invoice.stated_total - reckoned) > rule.tolerance:
        yield _finding("LEDGER-INVOICE-TOTAL", invoice, value=invoice.stated_total, expected=reckoned)


def check_codings(rule: ToleranceOption, invoice: LedgerInvoice, _surroundings: Surroundings) -> Iterator[Finding]:
    """The codings of a line make its amount."""
    for line in invoice.lines:
        coded = sum((coding.amount for coding in line.codings), Decimal(0))
        if line.codings and abs(coded - line.amount) > rule.tolerance:
            yield _finding("LEDGER-INVOICE-CODINGS", invoice, line, value=coded, expected=line.amount)


def check_price(rule: PriceOption, invoice: LedgerInvoice, _surroundings: Surroundings) -> Iterator[Finding]:
    """Quantity × price is the amount of the line, where both are stated."""
    for line in invoice.lines:
        if line.quantity is not None and line.unit_price is not None:
            reckoned = line.quantity * line.unit_price
            if abs(reckoned - line.amount) > rule.tolerance:
                yield _finding("LEDGER-INVOICE-PRICE", invoice, line, value=line.amount, expected=f"{reckoned:f}")


def check_due_date(rule: DueDateOption, invoice: LedgerInvoice, _surroundings: Surroundings) -> Iterator[Finding]:
    """The due date comes after the invoice date."""
    if invoice.date and invoice.due_date and (invoice.due_date - invoice.date).days < rule.least_days:
        latest = datetime.date.max - datetime.timedelta(rule.least_days)
        earliest = min(invoice.date, latest) + datetime.timedelta(rule.least_days)
        yield _finding("LEDGER-INVOICE-DUE-DATE", invoice, value=invoice.due_date, expected=earliest)


def check_period(rule: PeriodOption, invoice: LedgerInvoice, surroundings: Surroundings) -> Iterator[Finding]:
    """The period of the invoice date is open."""
    day = day_of(invoice, surroundings)
    if not is_open(rule, day, surroundings):
        yield _finding("CODING-PERIOD-CLOSED", invoice, value=day, period=f"{day:%Y%m}")


def invoice_key(invoice: LedgerInvoice) -> str:
    """Customer or supplier, invoice number, and stage if it has one."""
    party = party_of(invoice)
    stage = invoice.stage if isinstance(invoice, SupplierInvoice) else ""
    # A collective number stands for many, so the identity number goes before it.
    return f"{key_of_identity(party.identity_number) or party.party_number}/{invoice.number}/{stage}"


def check_duplicate(_rule: Rule, invoice: LedgerInvoice, surroundings: Surroundings) -> Iterator[Finding]:
    """No invoice of the system, party and number was delivered before."""
    if not invoice.number:
        return
    system = surroundings.ancestors["batch"].system or surroundings.sender
    kind, key = _kind(invoice), f"{system}/{invoice_key(invoice)}"
    surroundings.claim_key(kind, key)
    if holder := surroundings.history.first_holder(kind, key):
        first_id, first_name = holder
        yield _finding(
            "LEDGER-INVOICE-DUPLICATE", invoice, value=invoice.number, first_id=first_id, first_name=first_name
        )


def check_twice(_rule: Rule, invoice: LedgerInvoice, surroundings: Surroundings) -> Iterator[Finding]:
    """The party and number stand once in the file."""
    if invoice.number and not is_new(surroundings, _kind(invoice), invoice_key(invoice)):
        yield _finding("LEDGER-INVOICE-TWICE-IN-FILE", invoice, value=invoice.number)


def check_department(rule: DepartmentOption, invoice: LedgerInvoice, surroundings: Surroundings) -> Iterator[Finding]:
    """The department of each line, where it has one, is known."""
    day, register = day_of(invoice, surroundings), surroundings.registers[rule.register_name]
    for line in invoice.lines:
        if line.department and not register.find(line.department, on=day):
            yield _finding("LEDGER-INVOICE-DEPARTMENT", invoice, line, value=line.department, date=day)


def check_article(rule: ArticleOption, invoice: LedgerInvoice, surroundings: Surroundings) -> Iterator[Finding]:
    """The article of each line, where it has one, is known."""
    day, register = day_of(invoice, surroundings), surroundings.registers[rule.register_name]
    for line in invoice.lines:
        if line.article and not register.find(line.article, on=day):
            yield _finding("ARTICLE-UNKNOWN", invoice, line, value=line.article, date=day)


def check_account_missing(_rule: Rule, invoice: LedgerInvoice, _surroundings: Surroundings) -> Iterator[Finding]:
    """Each line has an account, or an article whose account the ledger knows; or else its codings have."""
    return accounts_missing(invoice, invoice.lines)


def accounts_missing(invoice: LedgerInvoice, lines: Iterable[LedgerInvoiceLine]) -> Iterator[Finding]:
    """What of some lines has no account."""
    for line in lines:
        for item in codings_of(line):
            if not item.account:
                yield _finding("CODING-ACCOUNT-MISSING", invoice, item)


def codings_of(line: LedgerInvoiceLine) -> Iterator[LedgerInvoiceLine | InvoiceCoding]:
    """What of a line is coded: its codings, or else itself, unless its article says how."""
    if line.codings:
        yield from line.codings
    elif line.account or not line.article:
        yield line


class CodingCheck:
    """Account, dimensions, VAT code and counterparty of each line are what the registers ask for."""

    def __init__(self, internal: Internal, rules: Mapping[str, Any]) -> None:
        self._internal = internal
        self._counterparty_rules = [rule for rule in rules.values() if isinstance(rule, CounterpartyOption)]
        self._tests = CodingTests("CODING", rules)

    def __call__(self, invoice: LedgerInvoice, surroundings: Surroundings) -> Iterator[Finding]:
        day, internal = day_of(invoice, surroundings), self._internal(self._counterparty_rules, invoice, surroundings)
        of_party = party_of(invoice).counterparty
        for line in invoice.lines:
            for item in codings_of(line):
                if not item.account:
                    continue
                dimensions = tuple([(each.dimension, each.value) for each in item.dimensions])
                counterparty = item.counterparty or line.counterparty or of_party
                coding = Coding(day, item.account, dimensions, line.vat_code, counterparty, internal)
                for fault in self._tests.faults(coding, surroundings):
                    yield _finding(
                        fault.code,
                        invoice,
                        item,
                        value=fault.value,
                        expected=fault.expected,
                        account=item.account,
                        date=day,
                        dimension=fault.dimension,
                    )


def _unknown(_options: Iterable[Any], _invoice: LedgerInvoice, _surroundings: Surroundings) -> str:
    return ""


def invoice_checks(
    part: type, internal: Internal = _unknown, counterparty: type[CounterpartyOption] = CounterpartyOption
) -> tuple[NamedCheck, ...]:
    """The checks that customer and supplier invoices have in common, for one of them."""
    coding = coding_rules("CODING")
    coding = {code: counterparty if rule is CounterpartyOption else rule for code, rule in coding.items()}

    def make(rules: Mapping[str, Any]) -> Check:
        return CodingCheck(internal, rules)

    return (
        named(part, "LEDGER-INVOICE-WITHOUT-LINES", check_lines),
        named(part, "LEDGER-INVOICE-TOTAL", check_total, TotalOption),
        named(part, "LEDGER-INVOICE-CODINGS", check_codings, ToleranceOption),
        named(part, "LEDGER-INVOICE-PRICE", check_price, PriceOption),
        named(part, "LEDGER-INVOICE-DUE-DATE", check_due_date, DueDateOption),
        named(part, "LEDGER-INVOICE-DUPLICATE", check_duplicate),
        named(part, "LEDGER-INVOICE-TWICE-IN-FILE", check_twice),
        named(part, "LEDGER-INVOICE-DEPARTMENT", check_department, DepartmentOption),
        named(part, "ARTICLE-UNKNOWN", check_article, ArticleOption),
        named(part, "CODING-PERIOD-CLOSED", check_period, PeriodOption),
        NamedCheck(part=part, rules=coding, make=make, prepare=check_words),
    )


def _kind(invoice: LedgerInvoice) -> str:
    return "customer-invoice" if isinstance(invoice, CustomerInvoice) else "supplier-invoice"


def _finding(
    code: str, invoice: LedgerInvoice, item: LedgerInvoiceLine | InvoiceCoding | None = None, **words: Any
) -> Finding:
    place: Place = item.place if item is not None and item.place != Place() else invoice.place
    return finding(code, place=place, about=about(invoice), **words)
