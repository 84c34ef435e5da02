"""What a file says, whatever its format.

A message arrives as a stream of parts, outermost first: for a payment report one PaymentReport, then each Statement
with its Deposits, each followed by its Payments. The parts of one family, in that order, are in `FAMILIES`.
"""

from dataclasses import dataclass

from gateway.messages.direct_debit import DirectDebitOrder, DirectDebitRequest, Mandate, MandateReport
from gateway.messages.income import Income, IncomeReport
from gateway.messages.invoice import Invoice
from gateway.messages.invoice_response import InvoiceResponse
from gateway.messages.payment_orders import CreditTransfer, PaymentInstruction, PaymentOrder
from gateway.messages.payment_status import PaymentStatus, PaymentStatusReport
from gateway.messages.payments import Deposit, Payment, PaymentReport, Statement
from gateway.messages.vouchers import Voucher, VoucherBatch

Part = (
    Invoice
    | InvoiceResponse
    | PaymentReport
    | Statement
    | Deposit
    | Payment
    | PaymentOrder
    | PaymentInstruction
    | CreditTransfer
    | PaymentStatusReport
    | PaymentStatus
    | DirectDebitOrder
    | DirectDebitRequest
    | MandateReport
    | Mandate
    | VoucherBatch
    | Voucher
    | IncomeReport
    | Income
)


@dataclass(frozen=True, slots=True)
class Family:
    """One kind of message: its name, the part types it streams (outermost first), and the names they go by in specs.

    `unit` is the part type that is delivered or rejected as a whole; None where only whole files are. `counted` is
    the part type that receipts count.
    """

    name: str
    parts: dict[str, type]
    unit: type | None
    counted: type


INVOICE = Family("Invoice", {"invoice": Invoice}, unit=Invoice, counted=Invoice)
INVOICE_RESPONSE = Family(
    "InvoiceResponse", {"response": InvoiceResponse}, unit=InvoiceResponse, counted=InvoiceResponse
)
PAYMENT_REPORT = Family(
    "PaymentReport",
    {"report": PaymentReport, "statement": Statement, "deposit": Deposit, "payment": Payment},
    unit=None,
    counted=Payment,
)
PAYMENT_ORDER = Family(
    "PaymentOrder",
    {"order": PaymentOrder, "instruction": PaymentInstruction, "transfer": CreditTransfer},
    unit=None,
    counted=CreditTransfer,
)
PAYMENT_STATUS_REPORT = Family(
    "PaymentStatusReport",
    {"report": PaymentStatusReport, "status": PaymentStatus},
    unit=None,
    counted=PaymentStatus,
)
DIRECT_DEBIT_ORDER = Family(
    "DirectDebitOrder",
    {"order": DirectDebitOrder, "request": DirectDebitRequest},
    unit=None,
    counted=DirectDebitRequest,
)
MANDATE_REPORT = Family("MandateReport", {"report": MandateReport, "mandate": Mandate}, unit=None, counted=Mandate)
VOUCHER_BATCH = Family("VoucherBatch", {"batch": VoucherBatch, "voucher": Voucher}, unit=Voucher, counted=Voucher)
INCOME_REPORT = Family("IncomeReport", {"report": IncomeReport, "income": Income}, unit=Income, counted=Income)

FAMILIES: dict[str, Family] = {
    family.name: family
    for family in (
        INVOICE,
        INVOICE_RESPONSE,
        PAYMENT_REPORT,
        PAYMENT_ORDER,
        PAYMENT_STATUS_REPORT,
        DIRECT_DEBIT_ORDER,
        MANDATE_REPORT,
        VOUCHER_BATCH,
        INCOME_REPORT,
    )
}


def is_protected(part: object) -> bool:
    """Whether a part is about a person with protected identity, who may never be shown in clear."""
    return bool(getattr(part, "is_protected", False))


__all__ = [
    "DIRECT_DEBIT_ORDER",
    "FAMILIES",
    "INCOME_REPORT",
    "INVOICE",
    "INVOICE_RESPONSE",
    "MANDATE_REPORT",
    "PAYMENT_ORDER",
    "PAYMENT_REPORT",
    "PAYMENT_STATUS_REPORT",
    "VOUCHER_BATCH",
    "CreditTransfer",
    "Deposit",
    "DirectDebitOrder",
    "DirectDebitRequest",
    "Family",
    "Income",
    "IncomeReport",
    "Invoice",
    "InvoiceResponse",
    "Mandate",
    "MandateReport",
    "Part",
    "Payment",
    "PaymentInstruction",
    "PaymentOrder",
    "PaymentReport",
    "PaymentStatus",
    "PaymentStatusReport",
    "Statement",
    "Voucher",
    "VoucherBatch",
    "is_protected",
]
