"""What staff call the thing that a finding is about: a voucher, an invoice, a record."""

from collections.abc import Callable
from typing import Any

from gateway.messages import (
    Claim,
    CustomerInvoice,
    Income,
    Invoice,
    LedgerParty,
    PayeeStatement,
    Person,
    SupplierInvoice,
    Voucher,
)
from gateway.messages.ledger_invoices import invoice_name
from gateway.messages.vouchers import voucher_name

_NAMES: dict[type, Callable[[Any], str]] = {
    Invoice: lambda invoice: str(invoice.number),
    Voucher: lambda voucher: voucher_name(voucher.series, voucher.number, voucher.position),
    CustomerInvoice: lambda invoice: invoice_name(invoice.number, invoice.position),
    SupplierInvoice: lambda invoice: invoice_name(invoice.number, invoice.position),
    Claim: lambda claim: f"ärende {claim.case_number}" if claim.case_number else f"ärende nr {claim.position} i filen",
    LedgerParty: lambda party: f"post {party.position}",
    Person: lambda person: f"post {person.number}",
    Income: lambda income: f"post {income.number}",
    PayeeStatement: lambda statement: f"post {statement.number}",
}


def about(part: Any) -> str:
    """The name of a part, without anything about a person: ``verifikation A12``, ``faktura 1001``, ``post 7``."""
    name = _NAMES.get(type(part))
    return name(part) if name else str(getattr(part, "number", "") or "")
