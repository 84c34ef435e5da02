"""What a file says, whatever its format.

A message arrives as a stream of parts, outermost first: for a payment report one PaymentReport, then each Deposit
followed by its Payments. The parts of one family, in that order, are in `FAMILIES`.
"""

from dataclasses import dataclass

from gateway.messages.income import Income, IncomeReport
from gateway.messages.invoice import Invoice
from gateway.messages.invoice_response import InvoiceResponse
from gateway.messages.payments import Deposit, Payment, PaymentReport
from gateway.messages.vouchers import Voucher, VoucherBatch

Part = Invoice | InvoiceResponse | PaymentReport | Deposit | Payment | VoucherBatch | Voucher | IncomeReport | Income


@dataclass(frozen=True, slots=True)
class Family:
    """One kind of message: its name, the part types it streams (outermost first), and the names they go by in specs.

    `unit` is the part type that is delivered or rejected as a whole; None where only whole files are.
    """

    name: str
    parts: dict[str, type]
    unit: type | None


INVOICE = Family("Invoice", {"invoice": Invoice}, unit=Invoice)
INVOICE_RESPONSE = Family("InvoiceResponse", {"response": InvoiceResponse}, unit=InvoiceResponse)
PAYMENT_REPORT = Family("PaymentReport", {"report": PaymentReport, "deposit": Deposit, "payment": Payment}, unit=None)
VOUCHER_BATCH = Family("VoucherBatch", {"batch": VoucherBatch, "voucher": Voucher}, unit=Voucher)
INCOME_REPORT = Family("IncomeReport", {"report": IncomeReport, "income": Income}, unit=Income)

FAMILIES: dict[str, Family] = {
    family.name: family for family in (INVOICE, INVOICE_RESPONSE, PAYMENT_REPORT, VOUCHER_BATCH, INCOME_REPORT)
}


def is_protected(part: object) -> bool:
    """Whether a part is about a person with protected identity, who may never be shown in clear."""
    return bool(getattr(part, "is_protected", False))


__all__ = [
    "FAMILIES",
    "INCOME_REPORT",
    "INVOICE",
    "INVOICE_RESPONSE",
    "PAYMENT_REPORT",
    "VOUCHER_BATCH",
    "Deposit",
    "Family",
    "Income",
    "IncomeReport",
    "Invoice",
    "InvoiceResponse",
    "Part",
    "Payment",
    "PaymentReport",
    "Voucher",
    "VoucherBatch",
    "is_protected",
]
