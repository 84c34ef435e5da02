"""Invoices between a feeder system and the ledger: bases of customer invoices (web orders too), and supplier invoices.

A reader yields one CustomerInvoiceBatch and then CustomerInvoices, or one SupplierInvoiceBatch and then
SupplierInvoices. Amounts are Decimal in the currency of the invoice. An invoice that asks for money has a positive
amount; a credit has a negative one.
"""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated

from gateway.findings import NOWHERE, Place
from gateway.messages.describe import Term
from gateway.messages.ledger_parties import LedgerParty
from gateway.messages.vouchers import CodingDimension

ZERO = Decimal(0)


@dataclass(slots=True, kw_only=True)
class InvoiceCoding:
    """How an amount, or a share of it, is coded in the ledger."""

    account: Annotated[str, Term("Account")] = ""
    dimensions: Annotated[list[CodingDimension], Term("Coding dimensions")] = field(default_factory=list)
    amount: Annotated[Decimal, Term("Amount so coded")] = ZERO
    counterparty: Annotated[str, Term("Counterparty (motpart) of internal dealings")] = ""
    accrual_key: Annotated[str, Term("Accrual key (periodiseringsnyckel)")] = ""
    text: Annotated[str, Term("Text")] = ""
    number: Annotated[int, Term("Running number of the coding in the line, from 1")] = 0
    place: Annotated[Place, Term("Where in the file")] = NOWHERE


@dataclass(slots=True, kw_only=True)
class LedgerInvoiceLine:
    """One line of an invoice. It is coded itself, by its codings, or by its article in the ledger."""

    amount: Annotated[Decimal, Term("Amount of the line, VAT as the file has it")] = ZERO
    article: Annotated[str, Term("Article")] = ""
    text: Annotated[str, Term("What the line is for")] = ""
    texts: Annotated[list[str], Term("Further lines of text")] = field(default_factory=list)
    quantity: Annotated[Decimal | None, Term("Quantity")] = None
    unit: Annotated[str, Term("Unit of the quantity")] = ""
    unit_price: Annotated[Decimal | None, Term("Price of one unit")] = None
    vat_code: Annotated[str, Term("VAT code of the ledger")] = ""
    vat_amount: Annotated[Decimal | None, Term("VAT on the line")] = None
    account: Annotated[str, Term("Account")] = ""
    dimensions: Annotated[list[CodingDimension], Term("Coding dimensions")] = field(default_factory=list)
    counterparty: Annotated[str, Term("Counterparty (motpart) of internal dealings")] = ""
    accrual_key: Annotated[str, Term("Accrual key (periodiseringsnyckel)")] = ""
    department: Annotated[str, Term("Department (förvaltning) that the line concerns")] = ""
    object_number: Annotated[str, Term("Object: registration number, case, apartment, agreement")] = ""
    identity_number: Annotated[str, Term("Person whom the line concerns, 12 digits")] = ""
    period_from: Annotated[datetime.date | None, Term("First day that the line is for")] = None
    period_to: Annotated[datetime.date | None, Term("Last day that the line is for")] = None
    codings: Annotated[list[InvoiceCoding], Term("How the amount is divided and coded")] = field(default_factory=list)
    number: Annotated[int, Term("Running number of the line in the invoice, from 1")] = 0
    place: Annotated[Place, Term("Where in the file")] = NOWHERE


@dataclass(slots=True, kw_only=True)
class CustomerInvoiceBatch:
    """What a file of customer invoices says of itself."""

    system: Annotated[str, Term("Sending system")] = ""
    created: Annotated[datetime.date | None, Term("Date made")] = None
    reference: Annotated[str, Term("The sender's own name of the file or batch")] = ""
    currency: Annotated[str, Term("Currency", "ISO 4217")] = "SEK"
    place: Annotated[Place, Term("Where in the file")] = NOWHERE


@dataclass(slots=True, kw_only=True)
class CustomerInvoice:
    """An invoice to a customer or the basis of one, such as a web order."""

    number: Annotated[str, Term("Invoice or order number of the feeder system; may be empty")] = ""
    order_type: Annotated[str, Term("Kind of invoice or order, the ledger's code")] = ""
    customer: Annotated[LedgerParty, Term("Who is to pay")] = field(default_factory=LedgerParty)
    date: Annotated[datetime.date | None, Term("Invoice or order date")] = None
    due_date: Annotated[datetime.date | None, Term("Due date")] = None
    delivery_date: Annotated[datetime.date | None, Term("Day of delivery")] = None
    our_reference: Annotated[str, Term("Our reference")] = ""
    their_reference: Annotated[str, Term("The customer's reference")] = ""
    order_number: Annotated[str, Term("The customer's order number")] = ""
    payment_reference: Annotated[str, Term("OCR number or other reference of the payment")] = ""
    credits_number: Annotated[str, Term("Number of the invoice that this one credits")] = ""
    text: Annotated[str, Term("Text on the invoice")] = ""
    currency: Annotated[str, Term("Currency of the invoice; blank = that of the batch", "ISO 4217")] = ""
    stated_total: Annotated[Decimal | None, Term("Total as the file states it")] = None
    lines: Annotated[list[LedgerInvoiceLine], Term("Lines")] = field(default_factory=list)
    position: Annotated[int, Term("Running number of the invoice in the file, from 1")] = 0
    place: Annotated[Place, Term("Where in the file")] = NOWHERE

    @property
    def total(self) -> Decimal:
        """Sum of all lines."""
        return sum((line.amount for line in self.lines), ZERO)

    @property
    def is_protected(self) -> bool:
        """Whether the customer has protected identity."""
        return self.customer.is_protected


@dataclass(slots=True, kw_only=True)
class SupplierInvoiceBatch:
    """What a file of supplier invoices, or of other payments to make, says of itself."""

    system: Annotated[str, Term("Sending system")] = ""
    created: Annotated[datetime.date | None, Term("Date made")] = None
    reference: Annotated[str, Term("The sender's own name of the file or batch")] = ""
    currency: Annotated[str, Term("Currency", "ISO 4217")] = "SEK"
    place: Annotated[Place, Term("Where in the file")] = NOWHERE


@dataclass(slots=True, kw_only=True)
class SupplierInvoice:
    """An invoice from a supplier, or a payment to a person, that a feeder system has handled."""

    number: Annotated[str, Term("Invoice number of the supplier")] = ""
    stage: Annotated[str, Term("arrival, final or cancellation; blank = final")] = ""
    supplier: Annotated[LedgerParty, Term("Who is to be paid")] = field(default_factory=LedgerParty)
    date: Annotated[datetime.date | None, Term("Invoice date")] = None
    due_date: Annotated[datetime.date | None, Term("Due date or day of payment")] = None
    payment_reference: Annotated[str, Term("OCR number or other reference of the payment")] = ""
    arrival_number: Annotated[str, Term("Number that the ledger gave at arrival registration")] = ""
    order_number: Annotated[str, Term("Our order number")] = ""
    our_reference: Annotated[str, Term("Our reference: who ordered")] = ""
    responsible: Annotated[str, Term("Who has certified, the ledger's code")] = ""
    text: Annotated[str, Term("Text")] = ""
    currency: Annotated[str, Term("Currency of the invoice; blank = that of the batch", "ISO 4217")] = ""
    stated_total: Annotated[Decimal | None, Term("Amount to pay as the file states it")] = None
    vat_amount: Annotated[Decimal | None, Term("VAT in the amount to pay")] = None
    lines: Annotated[list[LedgerInvoiceLine], Term("Cost lines")] = field(default_factory=list)
    position: Annotated[int, Term("Running number of the invoice in the file, from 1")] = 0
    place: Annotated[Place, Term("Where in the file")] = NOWHERE

    @property
    def total(self) -> Decimal:
        """Sum of all lines, and the VAT that is stated for the whole invoice."""
        return sum((line.amount for line in self.lines), ZERO) + (self.vat_amount or ZERO)

    @property
    def payable(self) -> Decimal:
        """What is asked for: the total, or what the file states when there are no lines yet, as at arrival."""
        return self.stated_total if self.stated_total is not None and not self.lines else self.total

    @property
    def is_protected(self) -> bool:
        """Whether the one to be paid has protected identity."""
        return self.supplier.is_protected


def invoice_name(number: str, position: int) -> str:
    """What staff call an invoice: ``faktura 1001``, or its place in the file if it has no number."""
    return f"faktura {number}" if number else f"faktura nr {position} i filen"
