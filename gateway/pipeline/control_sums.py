"""Control sums of what was delivered, by kind of message part, for receipts."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from gateway.messages import (
    Claim,
    CreditTransfer,
    CustomerInvoice,
    Deposit,
    DirectDebitRequest,
    Income,
    Invoice,
    InvoiceResponse,
    LedgerParty,
    Mandate,
    PayeeStatement,
    Payment,
    PaymentStatus,
    Person,
    RecordReply,
    SupplierInvoice,
    Voucher,
)

LEFT_OUT = "Redan bokfört"
"""The label of what was left out because another file had it."""

_OUTCOMES = {"accepted": "Godkänt", "rejected": "Avvisat", "pending": "Väntar", "warned": "Godkänt med anmärkning"}

ControlSums = Callable[[Any, Mapping[str, Any]], list[tuple[str, Decimal, str]]]

CONTROL_SUMS: dict[type, ControlSums] = {
    Invoice: lambda invoice, _: [("Att betala", invoice.payable_amount * invoice.sign, invoice.currency)],
    InvoiceResponse: lambda *_: [],
    Payment: lambda payment, outer: [("Inbetalt", payment.amount, _deposit(outer).currency)],
    CreditTransfer: lambda transfer, _: [("Att betala", transfer.amount, transfer.currency)],
    PaymentStatus: lambda status, _: _status_sums(status),
    DirectDebitRequest: lambda request, _: _request_sums(request),
    Mandate: lambda *_: [],
    Voucher: lambda voucher, outer: [("Debet", voucher.debit, outer["batch"].currency)],
    Income: lambda income, _: [("Inkomst", income.total, "SEK")],
    CustomerInvoice: lambda invoice, outer: [
        ("Fakturerat", invoice.total, invoice.currency or outer["batch"].currency)
    ],
    SupplierInvoice: lambda invoice, outer: [
        ("Att betala", invoice.payable, invoice.currency or outer["batch"].currency)
    ],
    LedgerParty: lambda *_: [],
    Claim: lambda claim, _: [("Fordran", claim.total, "SEK")],
    Person: lambda *_: [],
    PayeeStatement: lambda statement, _: [("Avdragen skatt", statement.tax, "SEK")],
    RecordReply: lambda reply, _: [(_OUTCOMES[reply.outcome], reply.amount, "SEK")] if reply.amount is not None else [],
}


def _deposit(outer: Mapping[str, Any]) -> Deposit:
    deposit: Deposit = outer["deposit"]
    return deposit


def _currency(invoice: CustomerInvoice | SupplierInvoice, outer: Mapping[str, Any]) -> str:
    return invoice.currency or str(outer["batch"].currency)


def _status_sums(status: PaymentStatus) -> list[tuple[str, Decimal, str]]:
    if status.level != "payment" or status.amount is None:
        return []
    return [(_OUTCOMES[status.outcome], status.amount, status.currency)]


def _request_sums(request: DirectDebitRequest) -> list[tuple[str, Decimal, str]]:
    label = {"collection": "Dras", "disbursement": "Utbetalas"}.get(request.kind)
    return [(label, request.amount, "SEK")] if label and request.amount is not None else []
