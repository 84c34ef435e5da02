"""What a file says, whatever its format.

A message arrives as a stream of parts, outermost first: for a payment report one PaymentReport, then each Statement
with its Deposits, each followed by its Payments. The parts of one family, in that order, are in `FAMILIES`.
"""

from dataclasses import dataclass, field
from typing import Any

from gateway.messages.claims import Claim, ClaimBatch
from gateway.messages.direct_debit import DirectDebitOrder, DirectDebitRequest, Mandate, MandateReport
from gateway.messages.employer_declarations import EmployerDeclaration, EmployerReport, PayeeStatement
from gateway.messages.income import Income, IncomeReport
from gateway.messages.invoice import Invoice
from gateway.messages.invoice_response import InvoiceResponse
from gateway.messages.ledger_invoices import (
    CustomerInvoice,
    CustomerInvoiceBatch,
    SupplierInvoice,
    SupplierInvoiceBatch,
    invoice_name,
)
from gateway.messages.ledger_parties import LedgerParty, PartyBatch
from gateway.messages.payment_orders import CreditTransfer, PaymentInstruction, PaymentOrder
from gateway.messages.payment_status import PaymentStatus, PaymentStatusReport
from gateway.messages.payments import Deposit, Payment, PaymentReport, Statement
from gateway.messages.persons import Person, PersonReport
from gateway.messages.replies import RecordReply, ReplyReport
from gateway.messages.vouchers import Voucher, VoucherBatch, voucher_name

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
    | CustomerInvoiceBatch
    | CustomerInvoice
    | SupplierInvoiceBatch
    | SupplierInvoice
    | PartyBatch
    | LedgerParty
    | ClaimBatch
    | Claim
    | PersonReport
    | Person
    | EmployerReport
    | EmployerDeclaration
    | PayeeStatement
    | ReplyReport
    | RecordReply
)


@dataclass(frozen=True, slots=True)
class Family:
    """One kind of message: its name, the part types it streams (outermost first), and the names they go by in specs.

    `unit` is the part type that is delivered or rejected as a whole; None where only whole files are. `counted` is
    the part type that receipts count, and `alone` one that is worth delivering without any of those. `items` names
    what stands in lists within a part, and the list it stands in: ``{"row": "voucher.rows"}``.
    """

    name: str
    parts: dict[str, type]
    unit: type | None
    counted: type
    items: dict[str, str] = field(default_factory=dict)
    alone: type | None = None


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
VOUCHER_BATCH = Family(
    "VoucherBatch",
    {"batch": VoucherBatch, "voucher": Voucher},
    unit=Voucher,
    counted=Voucher,
    items={"row": "voucher.rows"},
)
INCOME_REPORT = Family("IncomeReport", {"report": IncomeReport, "income": Income}, unit=Income, counted=Income)
CUSTOMER_INVOICE_BATCH = Family(
    "CustomerInvoiceBatch",
    {"batch": CustomerInvoiceBatch, "invoice": CustomerInvoice},
    unit=CustomerInvoice,
    counted=CustomerInvoice,
    items={"line": "invoice.lines", "coding": "line.codings"},
)
SUPPLIER_INVOICE_BATCH = Family(
    "SupplierInvoiceBatch",
    {"batch": SupplierInvoiceBatch, "invoice": SupplierInvoice},
    unit=SupplierInvoice,
    counted=SupplierInvoice,
    items={"line": "invoice.lines", "coding": "line.codings"},
)
PARTY_BATCH = Family("PartyBatch", {"batch": PartyBatch, "party": LedgerParty}, unit=LedgerParty, counted=LedgerParty)
CLAIM_BATCH = Family("ClaimBatch", {"batch": ClaimBatch, "claim": Claim}, unit=Claim, counted=Claim)
PERSON_REPORT = Family("PersonReport", {"report": PersonReport, "person": Person}, unit=Person, counted=Person)
EMPLOYER_REPORT = Family(
    "EmployerReport",
    {"report": EmployerReport, "declaration": EmployerDeclaration, "statement": PayeeStatement},
    unit=PayeeStatement,
    counted=PayeeStatement,
    items={"value": "statement.values"},
    alone=EmployerDeclaration,
)
REPLY_REPORT = Family(
    "ReplyReport", {"report": ReplyReport, "reply": RecordReply}, unit=RecordReply, counted=RecordReply
)

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
        CUSTOMER_INVOICE_BATCH,
        SUPPLIER_INVOICE_BATCH,
        PARTY_BATCH,
        CLAIM_BATCH,
        PERSON_REPORT,
        EMPLOYER_REPORT,
        REPLY_REPORT,
    )
}


def unit_name(part: Any, kind: type | None = None) -> str:
    """What staff call a unit: ``verifikation A12``; without a number, or about a person, its place in the file.

    `kind` is the part's type where the object only stands for one.
    """
    kind = kind or type(part)
    if kind is Voucher:
        return voucher_name(part.series, part.number, part.position)
    if kind in (CustomerInvoice, SupplierInvoice):
        return invoice_name(part.number, part.position)
    if kind is Claim:
        return f"ärende {part.case_number}"
    return f"post {getattr(part, 'position', 0) or part.number}"


def is_protected(part: object) -> bool:
    """Whether a part is about a person with protected identity, who may never be shown in clear."""
    return bool(getattr(part, "is_protected", False))


__all__ = [
    "CLAIM_BATCH",
    "CUSTOMER_INVOICE_BATCH",
    "DIRECT_DEBIT_ORDER",
    "EMPLOYER_REPORT",
    "FAMILIES",
    "INCOME_REPORT",
    "INVOICE",
    "INVOICE_RESPONSE",
    "MANDATE_REPORT",
    "PARTY_BATCH",
    "PAYMENT_ORDER",
    "PAYMENT_REPORT",
    "PAYMENT_STATUS_REPORT",
    "PERSON_REPORT",
    "REPLY_REPORT",
    "SUPPLIER_INVOICE_BATCH",
    "VOUCHER_BATCH",
    "Claim",
    "ClaimBatch",
    "CreditTransfer",
    "CustomerInvoice",
    "CustomerInvoiceBatch",
    "Deposit",
    "DirectDebitOrder",
    "DirectDebitRequest",
    "EmployerDeclaration",
    "EmployerReport",
    "Family",
    "Income",
    "IncomeReport",
    "Invoice",
    "InvoiceResponse",
    "LedgerParty",
    "Mandate",
    "MandateReport",
    "Part",
    "PartyBatch",
    "PayeeStatement",
    "Payment",
    "PaymentInstruction",
    "PaymentOrder",
    "PaymentReport",
    "PaymentStatus",
    "PaymentStatusReport",
    "Person",
    "PersonReport",
    "RecordReply",
    "ReplyReport",
    "Statement",
    "SupplierInvoice",
    "SupplierInvoiceBatch",
    "Voucher",
    "VoucherBatch",
    "is_protected",
    "unit_name",
]
