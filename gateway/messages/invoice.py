"""Invoice and credit note, in the terms of EN 16931-1:2017 (BT and BG numbers beside each field).

Amounts are Decimal in the invoice currency, never negated for a credit note: a credit note says 100.00 and
`is_credit_note`. Percentages are per cent (25, not 0.25).
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Annotated

from gateway.findings import NOWHERE, Finding, Place
from gateway.messages.describe import Hidden, Term
from gateway.nodes import Document

CREDIT_NOTE_TYPE_CODES = frozenset({"381", "396", "81", "83", "532"})


@dataclass(slots=True, kw_only=True)
class Identifier:
    """An identifier and the scheme it belongs to."""

    value: Annotated[str, Term("The identifier")]
    scheme: Annotated[str, Term("Scheme of the identifier, e.g. 0007 or 0088", "ISO 6523 ICD / EAS")] = ""


@dataclass(slots=True, kw_only=True)
class PostalAddress:
    """BG-5, BG-8, BG-12 or BG-15."""

    line_1: Annotated[str, Term("Address line 1", "BT-35, BT-50")] = ""
    line_2: Annotated[str, Term("Address line 2", "BT-36, BT-51")] = ""
    line_3: Annotated[str, Term("Address line 3", "BT-162, BT-163")] = ""
    city: Annotated[str, Term("City", "BT-37, BT-52")] = ""
    post_code: Annotated[str, Term("Post code", "BT-38, BT-53")] = ""
    subdivision: Annotated[str, Term("Country subdivision", "BT-39, BT-54")] = ""
    country: Annotated[str, Term("Country code", "BT-40, BT-55; ISO 3166-1 alpha-2")] = ""


@dataclass(slots=True, kw_only=True)
class Party:
    """Seller (BG-4), buyer (BG-7), payee (BG-10) or tax representative (BG-11)."""

    name: Annotated[str, Term("Legal name", "BT-27, BT-44, BT-59, BT-62")] = ""
    trading_name: Annotated[str, Term("Trading name", "BT-28, BT-45")] = ""
    identifiers: Annotated[list[Identifier], Term("Identifiers of the party", "BT-29, BT-46, BT-60")] = field(
        default_factory=list
    )
    organisation_number: Annotated[str, Term("Legal registration number as given", "BT-30, BT-47, BT-61")] = ""
    organisation_number_scheme: Annotated[str, Term("Scheme of the legal registration number")] = ""
    vat_number: Annotated[str, Term("VAT number", "BT-31, BT-48, BT-63")] = ""
    tax_registration: Annotated[str, Term("Other tax registration, e.g. Godkänd för F-skatt", "BT-32")] = ""
    legal_information: Annotated[str, Term("Additional legal information", "BT-33")] = ""
    electronic_address: Annotated[str, Term("Electronic address, e.g. Peppol id", "BT-34, BT-49")] = ""
    electronic_address_scheme: Annotated[str, Term("Scheme of the electronic address", "EAS")] = ""
    address: Annotated[PostalAddress | None, Term("Postal address", "BG-5, BG-8, BG-12")] = None
    contact_name: Annotated[str, Term("Contact point", "BT-41, BT-56")] = ""
    contact_telephone: Annotated[str, Term("Contact telephone", "BT-42, BT-57")] = ""
    contact_email: Annotated[str, Term("Contact e-mail", "BT-43, BT-58")] = ""

    @property
    def peppol_id(self) -> str:
        """Electronic address with its scheme, as Peppol writes it: 0007:2120000142."""
        if not self.electronic_address:
            return ""
        return f"{self.electronic_address_scheme}:{self.electronic_address}"


@dataclass(slots=True, kw_only=True)
class InvoiceReference:
    """BG-3, a preceding invoice."""

    number: Annotated[str, Term("Preceding invoice number", "BT-25")]
    issue_date: Annotated[date | None, Term("Preceding invoice issue date", "BT-26")] = None


@dataclass(slots=True, kw_only=True)
class Period:
    """BG-14 or BG-26."""

    start: Annotated[date | None, Term("Start date", "BT-73, BT-134")] = None
    end: Annotated[date | None, Term("End date", "BT-74, BT-135")] = None


@dataclass(slots=True, kw_only=True)
class PaymentInstruction:
    """BG-16 with one account of BG-17."""

    means_code: Annotated[str, Term("Payment means type code", "BT-81; UNCL4461")] = ""
    means_text: Annotated[str, Term("Payment means text", "BT-82")] = ""
    remittance_reference: Annotated[str, Term("Remittance information: OCR or other reference", "BT-83")] = ""
    account: Annotated[str, Term("Payment account: bankgiro, plusgiro, IBAN or account", "BT-84")] = ""
    account_name: Annotated[str, Term("Payment account name", "BT-85")] = ""
    service_provider: Annotated[str, Term("BIC, or SE:BANKGIRO / SE:PLUSGIRO", "BT-86")] = ""
    mandate_reference: Annotated[str, Term("Mandate reference", "BT-89")] = ""

    @property
    def bankgiro(self) -> str:
        """The account when it is a bankgiro, digits only."""
        return _digits(self.account) if self.service_provider == "SE:BANKGIRO" else ""

    @property
    def plusgiro(self) -> str:
        """The account when it is a plusgiro, digits only."""
        return _digits(self.account) if self.service_provider == "SE:PLUSGIRO" else ""

    @property
    def iban(self) -> str:
        """The account when it looks like an IBAN, without spaces."""
        account = self.account.replace(" ", "").upper()
        return account if account[:2].isalpha() and account[2:4].isdigit() else ""

    @property
    def bic(self) -> str:
        """The service provider when it is a BIC."""
        return "" if self.service_provider.startswith("SE:") else self.service_provider


@dataclass(slots=True, kw_only=True)
class AllowanceCharge:
    """BG-20, BG-21, BG-27 or BG-28."""

    is_charge: Annotated[bool, Term("True for a charge, false for an allowance", "cbc:ChargeIndicator")]
    amount: Annotated[Decimal, Term("Amount", "BT-92, BT-99, BT-136, BT-141")]
    base_amount: Annotated[Decimal | None, Term("Base amount", "BT-93, BT-100, BT-137, BT-142")] = None
    percentage: Annotated[Decimal | None, Term("Percentage", "BT-94, BT-101, BT-138, BT-143")] = None
    vat_category: Annotated[str, Term("VAT category code", "BT-95, BT-102")] = ""
    vat_rate: Annotated[Decimal | None, Term("VAT rate, per cent", "BT-96, BT-103")] = None
    reason: Annotated[str, Term("Reason", "BT-97, BT-104, BT-139, BT-144")] = ""
    reason_code: Annotated[str, Term("Reason code", "BT-98, BT-105, BT-140, BT-145")] = ""


@dataclass(slots=True, kw_only=True)
class VatBreakdown:
    """BG-23, one VAT category and rate."""

    category: Annotated[str, Term("VAT category code", "BT-118; UNCL5305")]
    rate: Annotated[Decimal | None, Term("VAT rate, per cent", "BT-119")] = None
    taxable_amount: Annotated[Decimal, Term("VAT category taxable amount", "BT-116")] = Decimal(0)
    vat_amount: Annotated[Decimal, Term("VAT category tax amount", "BT-117")] = Decimal(0)
    exemption_reason: Annotated[str, Term("VAT exemption reason text", "BT-120")] = ""
    exemption_code: Annotated[str, Term("VAT exemption reason code", "BT-121")] = ""
    place: Annotated[Place, Term("Where in the file")] = NOWHERE


@dataclass(slots=True, kw_only=True)
class Attachment:
    """BG-24. The content stays in the archived original; here are its name, size and hash."""

    identifier: Annotated[str, Term("Supporting document reference", "BT-122")]
    description: Annotated[str, Term("Supporting document description", "BT-123")] = ""
    external_uri: Annotated[str, Term("External document location", "BT-124")] = ""
    file_name: Annotated[str, Term("Attached document file name", "BT-125-2")] = ""
    mime_code: Annotated[str, Term("Attached document mime code", "BT-125-1")] = ""
    size: Annotated[int, Term("Size of the attached document in bytes")] = 0
    sha256: Annotated[str, Term("SHA-256 of the attached document, hex")] = ""


@dataclass(slots=True, kw_only=True)
class InvoiceLine:
    """BG-25."""

    identifier: Annotated[str, Term("Line identifier", "BT-126")]
    note: Annotated[str, Term("Line note", "BT-127")] = ""
    quantity: Annotated[Decimal | None, Term("Invoiced or credited quantity", "BT-129")] = None
    unit_code: Annotated[str, Term("Unit of measure code", "BT-130")] = ""
    net_amount: Annotated[Decimal, Term("Line net amount", "BT-131")] = Decimal(0)
    order_line_reference: Annotated[str, Term("Purchase order line reference", "BT-132")] = ""
    accounting_reference: Annotated[str, Term("Buyer accounting reference", "BT-133")] = ""
    period: Annotated[Period | None, Term("Line period", "BG-26")] = None
    allowances_and_charges: Annotated[list[AllowanceCharge], Term("Line allowances and charges", "BG-27, BG-28")] = (
        field(default_factory=list)
    )
    net_price: Annotated[Decimal | None, Term("Item net price", "BT-146")] = None
    price_discount: Annotated[Decimal | None, Term("Item price discount", "BT-147")] = None
    gross_price: Annotated[Decimal | None, Term("Item gross price", "BT-148")] = None
    base_quantity: Annotated[Decimal | None, Term("Item price base quantity", "BT-149")] = None
    base_quantity_unit: Annotated[str, Term("Unit of the base quantity", "BT-150")] = ""
    vat_category: Annotated[str, Term("VAT category code", "BT-151")] = ""
    vat_rate: Annotated[Decimal | None, Term("VAT rate, per cent", "BT-152")] = None
    name: Annotated[str, Term("Item name", "BT-153")] = ""
    description: Annotated[str, Term("Item description", "BT-154")] = ""
    seller_item: Annotated[str, Term("Seller's item identifier", "BT-155")] = ""
    buyer_item: Annotated[str, Term("Buyer's item identifier", "BT-156")] = ""
    standard_item: Annotated[str, Term("Standard item identifier", "BT-157")] = ""
    standard_item_scheme: Annotated[str, Term("Scheme of the standard item identifier", "BT-157-1")] = ""
    origin_country: Annotated[str, Term("Item country of origin", "BT-159")] = ""
    place: Annotated[Place, Term("Where in the file")] = NOWHERE


@dataclass(slots=True, kw_only=True)
class Invoice:
    """One invoice or credit note, EN 16931-1 terms."""

    number: Annotated[str, Term("Invoice number", "BT-1")]
    issue_date: Annotated[date, Term("Invoice issue date", "BT-2")]
    type_code: Annotated[str, Term("Invoice type code", "BT-3; UNCL1001")]
    currency: Annotated[str, Term("Invoice currency code", "BT-5; ISO 4217")]
    seller: Annotated[Party, Term("Seller", "BG-4")]
    buyer: Annotated[Party, Term("Buyer", "BG-7")]
    vat_currency: Annotated[str, Term("VAT accounting currency code", "BT-6")] = ""
    tax_point_date: Annotated[date | None, Term("Value added tax point date", "BT-7")] = None
    due_date: Annotated[date | None, Term("Payment due date", "BT-9")] = None
    buyer_reference: Annotated[str, Term("Buyer reference", "BT-10")] = ""
    project_reference: Annotated[str, Term("Project reference", "BT-11")] = ""
    contract_reference: Annotated[str, Term("Contract reference", "BT-12")] = ""
    order_reference: Annotated[str, Term("Purchase order reference", "BT-13")] = ""
    sales_order_reference: Annotated[str, Term("Sales order reference", "BT-14")] = ""
    invoiced_object: Annotated[str, Term("Invoiced object identifier", "BT-18")] = ""
    accounting_reference: Annotated[str, Term("Buyer accounting reference", "BT-19")] = ""
    payment_terms: Annotated[str, Term("Payment terms", "BT-20")] = ""
    notes: Annotated[list[str], Term("Invoice notes", "BT-22")] = field(default_factory=list)
    process: Annotated[str, Term("Business process type", "BT-23")] = ""
    specification: Annotated[str, Term("Specification identifier", "BT-24")] = ""
    preceding_invoices: Annotated[list[InvoiceReference], Term("Preceding invoice references", "BG-3")] = field(
        default_factory=list
    )
    payee: Annotated[Party | None, Term("Payee", "BG-10")] = None
    tax_representative: Annotated[Party | None, Term("Seller tax representative", "BG-11")] = None
    delivery_name: Annotated[str, Term("Deliver to party name", "BT-70")] = ""
    delivery_location: Annotated[Identifier | None, Term("Deliver to location identifier", "BT-71")] = None
    delivery_date: Annotated[date | None, Term("Actual delivery date", "BT-72")] = None
    delivery_address: Annotated[PostalAddress | None, Term("Deliver to address", "BG-15")] = None
    period: Annotated[Period | None, Term("Invoicing period", "BG-14")] = None
    payment_instructions: Annotated[list[PaymentInstruction], Term("Payment instructions", "BG-16")] = field(
        default_factory=list
    )
    allowances_and_charges: Annotated[
        list[AllowanceCharge], Term("Document level allowances and charges", "BG-20, BG-21")
    ] = field(default_factory=list)
    line_total: Annotated[Decimal, Term("Sum of invoice line net amounts", "BT-106")] = Decimal(0)
    allowance_total: Annotated[Decimal, Term("Sum of allowances on document level", "BT-107")] = Decimal(0)
    charge_total: Annotated[Decimal, Term("Sum of charges on document level", "BT-108")] = Decimal(0)
    total_without_vat: Annotated[Decimal, Term("Invoice total amount without VAT", "BT-109")] = Decimal(0)
    vat_total: Annotated[Decimal | None, Term("Invoice total VAT amount", "BT-110")] = None
    vat_total_in_vat_currency: Annotated[Decimal | None, Term("VAT total in accounting currency", "BT-111")] = None
    total_with_vat: Annotated[Decimal, Term("Invoice total amount with VAT", "BT-112")] = Decimal(0)
    paid_amount: Annotated[Decimal, Term("Paid amount", "BT-113")] = Decimal(0)
    rounding_amount: Annotated[Decimal, Term("Rounding amount", "BT-114")] = Decimal(0)
    payable_amount: Annotated[Decimal, Term("Amount due for payment", "BT-115")] = Decimal(0)
    vat_breakdown: Annotated[list[VatBreakdown], Term("VAT breakdown", "BG-23")] = field(default_factory=list)
    attachments: Annotated[list[Attachment], Term("Additional supporting documents", "BG-24")] = field(
        default_factory=list
    )
    lines: Annotated[list[InvoiceLine], Term("Invoice lines", "BG-25")] = field(default_factory=list)
    place: Annotated[Place, Term("Where in the file")] = NOWHERE
    document: Annotated[Document | None, Hidden("the UBL or Svefaktura document, for official rules")] = None
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


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())
