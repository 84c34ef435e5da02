"""Coding that the registers propose for what came without: by article, object, agreement, order reference, supplier.

The order is that in which mappings ask; the first that names an account proposes it. The supplier's own account is no
proposal: it is what is left when nothing is known.
"""

import datetime
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from gateway.findings import Finding, finding
from gateway.messages import Invoice, SupplierInvoice
from gateway.messages.ledger_invoices import LedgerInvoiceLine
from gateway.registers import Registers
from gateway.rules.base import Surroundings
from gateway.rules.finance.ledger_invoices import day_of
from gateway.rules.finance.ledger_parties import row_of
from gateway.rules.finance.options import ProposalOption, SupplierOption
from gateway.rules.invoice_city import supplier_key
from gateway.rules.naming import about

OBJECT, AGREEMENT = "object", "agreement"

_ORDER_SERIES = 7
"""Characters of the series of a purchase order, which stands in the register for those that do not themselves."""


class Asked(NamedTuple):
    """What the coding of a line is asked by."""

    supplier: str
    article: str
    object_number: str
    agreement: str
    orders: tuple[str, ...]
    day: datetime.date


class Proposal(NamedTuple):
    """An account, the register that proposes it, and what it was found by."""

    account: str
    register: str
    found_by: str


def proposal(rule: ProposalOption, asked: Asked, registers: Registers) -> Proposal | None:
    """The first proposal for a line, or None."""
    return next(_proposals(rule, asked, registers), None)


def _proposals(rule: ProposalOption, asked: Asked, registers: Registers) -> Iterator[Proposal]:
    day = asked.day
    if rule.articles and asked.article:
        row = registers[rule.articles].find_by_prefix(asked.article, asked.supplier, on=day)
        if row and row.values["account"]:
            yield Proposal(row.values["account"], rule.articles, asked.article)
    for kind, reference in ((OBJECT, asked.object_number), (AGREEMENT, asked.agreement)):
        if rule.periodic and reference:
            row = registers[rule.periodic].find(asked.supplier, kind, reference, on=day)
            if row and row.values["account"]:
                yield Proposal(row.values["account"], rule.periodic, reference)
    for reference in asked.orders if rule.orders else ():
        row = registers[rule.orders].find(reference, on=day)
        if row and row.values["account"]:
            yield Proposal(row.values["account"], rule.orders, reference)


def proposed_for_line(
    rule: ProposalOption, invoice: SupplierInvoice, line: LedgerInvoiceLine, surroundings: Surroundings
) -> Proposal | None:
    """The proposal for a line of a feeder system's invoice; its object number may be that of an agreement."""
    day, supplier = day_of(invoice, surroundings), invoice.supplier.party_number
    if not supplier and rule.suppliers:
        row = row_of(SupplierOption(register=rule.suppliers, status=""), invoice.supplier, surroundings.registers, day)
        supplier = row.values["supplier_number"] if row else ""
    asked = Asked(
        supplier=supplier,
        article=line.article,
        object_number=line.object_number,
        agreement=line.object_number,
        orders=_orders(invoice.order_number),
        day=day,
    )
    return proposal(rule, asked, surroundings.registers)


def check_invoice(rule: ProposalOption, invoice: Invoice, surroundings: Surroundings) -> Iterator[Finding]:
    """Which lines of an e-invoice are coded by a proposal, and of which register."""
    register = surroundings.registers[rule.suppliers] if rule.suppliers else None
    row = register.find(supplier_key(invoice.seller), on=surroundings.today) if register else None
    for line in invoice.lines:
        if line.accounting_reference:
            continue
        asked = Asked(
            supplier=row.values["supplier_number"] if row else "",
            article=line.seller_item,
            object_number=line.invoiced_object or invoice.invoiced_object,
            agreement=invoice.contract_reference,
            orders=_orders(invoice.reference),
            day=invoice.issue_date,
        )
        if found := proposal(rule, asked, surroundings.registers):
            yield finding(
                "CODING-PROPOSED",
                place=line.place,
                value=found.account,
                expected=found.register,
                about=invoice.number,
                found_by=found.found_by,
            )


def check_supplier_invoice(
    rule: ProposalOption, invoice: SupplierInvoice, surroundings: Surroundings
) -> Iterable[Finding]:
    """Which lines of a feeder system's invoice are coded by a proposal, and of which register."""
    for line in invoice.lines:
        if line.account or line.codings:
            continue
        if found := proposed_for_line(rule, invoice, line, surroundings):
            yield finding(
                "CODING-PROPOSED",
                place=line.place,
                value=found.account,
                expected=found.register,
                about=about(invoice),
                found_by=found.found_by,
            )


def _orders(reference: str) -> tuple[str, ...]:
    return (reference, reference[:_ORDER_SERIES]) if reference.startswith("INK") else (reference,) if reference else ()
