"""Invoice and credit note, in the terms of EN 16931-1:2017 (BT and BG numbers beside each field).

Amounts are Decimal in the invoice currency, never negated for a credit note: a credit note says 100.00 and
`is_credit_note`. Percentages are per cent (25, not 0.25). An amount that the standard demands and the document does
not state is `UNSTATED`: zero to reckon with, and not written. Empty text, None and empty lists are what a document
does not have.

The parts of an Invoice are in `invoice_parties` and `invoice_lines`; import them from here.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Annotated

from gateway.findings import NOWHERE, Finding, Place
from gateway.messages.describe import Hidden, Term
from gateway.messages.invoice_lines import (
    AllowanceCharge,
    Attachment,
    InvoiceLine,
    InvoiceReference,
    ItemAttribute,
    ItemClassification,
    VatBreakdown,
)
from gateway.messages.invoice_parties import Party, PaymentInstruction, PostalAddress
from gateway.messages.invoice_values import UNSTATED, UNSTATED_DATE, Identifier, Period, is_stated
from gateway.nodes import Document

CREDIT_NOTE_TYPE_CODES = frozenset(
    {"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "502", "503", "532"}
)
"""The codes of UNCL1001 that EN 16931 counts as credit notes."""


@dataclass(slots=True, kw_only=True)
class Invoice:
    """One invoice or credit note."""

    number: Annotated[str, Term("Invoice number", "BT-1")]
    issue_date: Annotated[date, Term("Invoice issue date", "BT-2")]
    type_code: Annotated[str, Term("Invoice type code", "BT-3; UNCL1001")]
    currency: Annotated[str, Term("Invoice currency code", "BT-5; ISO 4217")]
    seller: Annotated[Party, Term("Seller", "BG-4")]
    buyer: Annotated[Party, Term("Buyer", "BG-7")]
    vat_currency: Annotated[str, Term("VAT accounting currency code", "BT-6; ISO 4217")] = ""
    tax_point_date: Annotated[date | None, Term("Value added tax point date", "BT-7")] = None
    vat_point_date_code: Annotated[
        str, Term("What the VAT point date is: invoice date (3), delivery (35) or payment (432)", "BT-8; UNCL2005")
    ] = ""
    due_date: Annotated[date | None, Term("Payment due date", "BT-9")] = None
    buyer_reference: Annotated[str, Term("Buyer reference", "BT-10")] = ""
    project_reference: Annotated[str, Term("Project reference", "BT-11")] = ""
    contract_reference: Annotated[str, Term("Contract reference", "BT-12")] = ""
    order_reference: Annotated[str, Term("Purchase order reference", "BT-13")] = ""
    sales_order_reference: Annotated[str, Term("Sales order reference", "BT-14")] = ""
    receiving_reference: Annotated[str, Term("Receiving advice reference", "BT-15")] = ""
    despatch_reference: Annotated[str, Term("Despatch advice reference", "BT-16")] = ""
    tender_reference: Annotated[str, Term("Tender or lot reference", "BT-17")] = ""
    invoiced_object: Annotated[str, Term("Invoiced object identifier", "BT-18")] = ""
    invoiced_object_scheme: Annotated[str, Term("Scheme of the invoiced object identifier", "BT-18-1; UNCL1153")] = ""
    accounting_reference: Annotated[str, Term("Buyer accounting reference", "BT-19")] = ""
    payment_terms: Annotated[str, Term("Payment terms", "BT-20")] = ""
    notes: Annotated[
        list[str],
        Term("Invoice notes, each with its subject code before it where it has one: #AAI#text", "BG-1: BT-21, BT-22"),
    ] = field(default_factory=list)
    process: Annotated[str, Term("Business process type", "BT-23")] = ""
    specification: Annotated[str, Term("Specification identifier", "BT-24")] = ""
    preceding_invoices: Annotated[list[InvoiceReference], Term("Preceding invoice references", "BG-3")] = field(
        default_factory=list
    )
    payee: Annotated[Party | None, Term("Payee", "BG-10")] = None
    tax_representative: Annotated[Party | None, Term("Seller tax representative", "BG-11")] = None
    delivery_name: Annotated[str, Term("Deliver to party name", "BT-70")] = ""
    delivery_location: Annotated[Identifier | None, Term("Deliver to location identifier", "BT-71, BT-71-1")] = None
    delivery_date: Annotated[date | None, Term("Actual delivery date", "BT-72")] = None
    delivery_address: Annotated[PostalAddress | None, Term("Deliver to address", "BG-15")] = None
    period: Annotated[Period | None, Term("Invoicing period", "BG-14")] = None
    payment_instructions: Annotated[list[PaymentInstruction], Term("Payment instructions", "BG-16 to BG-19")] = field(
        default_factory=list
    )
    creditor_identifier: Annotated[str, Term("Bank assigned creditor identifier for direct debit", "BT-90")] = ""
    allowances_and_charges: Annotated[
        list[AllowanceCharge], Term("Document level allowances and charges", "BG-20, BG-21")
    ] = field(default_factory=list)
    line_total: Annotated[Decimal, Term("Sum of invoice line net amounts", "BT-106")] = UNSTATED
    allowance_total: Annotated[Decimal, Term("Sum of allowances on document level", "BT-107")] = UNSTATED
    charge_total: Annotated[Decimal, Term("Sum of charges on document level", "BT-108")] = UNSTATED
    total_without_vat: Annotated[Decimal, Term("Invoice total amount without VAT", "BT-109")] = UNSTATED
    vat_total: Annotated[Decimal | None, Term("Invoice total VAT amount", "BT-110")] = None
    vat_total_in_vat_currency: Annotated[Decimal | None, Term("VAT total in accounting currency", "BT-111")] = None
    total_with_vat: Annotated[Decimal, Term("Invoice total amount with VAT", "BT-112")] = UNSTATED
    paid_amount: Annotated[Decimal, Term("Paid amount", "BT-113")] = UNSTATED
    rounding_amount: Annotated[Decimal, Term("Rounding amount", "BT-114")] = UNSTATED
    payable_amount: Annotated[Decimal, Term("Amount due for payment", "BT-115")] = UNSTATED
    vat_breakdown: Annotated[list[VatBreakdown], Term("VAT breakdown", "BG-23")] = field(default_factory=list)
    attachments: Annotated[list[Attachment], Term("Additional supporting documents", "BG-24")] = field(
        default_factory=list
    )
    lines: Annotated[list[InvoiceLine], Term("Invoice lines", "BG-25")] = field(default_factory=list)
    place: Annotated[Place, Term("Where in the file")] = NOWHERE
    document: Annotated[Document | None, Hidden("the document as nodes, for official rules")] = None
    format: Annotated[str, Hidden("name of the format it came in, for official rules")] = ""
    faults: Annotated[list[Finding], Hidden("values that could not be read; the invoice is rejected for them")] = field(
        default_factory=list
    )

    @property
    def is_credit_note(self) -> bool:
        """Whether the type code is one of the credit note codes."""
        return self.type_code in CREDIT_NOTE_TYPE_CODES

    @property
    def sign(self) -> int:
        """1 for an invoice, -1 for a credit note: what a ledger multiplies amounts by."""
        return -1 if self.is_credit_note else 1

    @property
    def payment(self) -> PaymentInstruction | None:
        """The first payment instruction that names an account, else the first."""
        with_account = (instruction for instruction in self.payment_instructions if instruction.account)
        return next(with_account, self.payment_instructions[0] if self.payment_instructions else None)

    @property
    def reference(self) -> str:
        """What the buyer is to recognise the invoice by: purchase order number, else buyer reference."""
        return self.order_reference or self.buyer_reference


__all__ = [
    "CREDIT_NOTE_TYPE_CODES",
    "UNSTATED",
    "UNSTATED_DATE",
    "AllowanceCharge",
    "Attachment",
    "Identifier",
    "Invoice",
    "InvoiceLine",
    "InvoiceReference",
    "ItemAttribute",
    "ItemClassification",
    "Party",
    "PaymentInstruction",
    "Period",
    "PostalAddress",
    "VatBreakdown",
    "is_stated",
]
