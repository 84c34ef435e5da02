"""What an Invoice is made of: references, allowances and charges, VAT, supporting documents and lines.

BG-3, BG-20 to BG-32 of EN 16931-1.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Annotated

from gateway.findings import NOWHERE, Place
from gateway.messages.describe import Hidden, Term
from gateway.messages.invoice_values import UNSTATED, Period
from gateway.nodes import Node


@dataclass(slots=True, kw_only=True)
class InvoiceReference:
    """BG-3, a preceding invoice."""

    number: Annotated[str, Term("Preceding invoice number", "BT-25")]
    issue_date: Annotated[date | None, Term("Preceding invoice issue date", "BT-26")] = None


@dataclass(slots=True, kw_only=True)
class AllowanceCharge:
    """BG-20, BG-21, BG-27 or BG-28."""

    is_charge: Annotated[bool, Term("True for a charge, false for an allowance", "cbc:ChargeIndicator")]
    amount: Annotated[Decimal, Term("Amount", "BT-92, BT-99, BT-136, BT-141")]
    base_amount: Annotated[Decimal | None, Term("Base amount", "BT-93, BT-100, BT-137, BT-142")] = None
    percentage: Annotated[Decimal | None, Term("Percentage", "BT-94, BT-101, BT-138, BT-143")] = None
    vat_category: Annotated[str, Term("VAT category code", "BT-95, BT-102; UNCL5305")] = ""
    vat_rate: Annotated[Decimal | None, Term("VAT rate, per cent", "BT-96, BT-103")] = None
    reason: Annotated[str, Term("Reason", "BT-97, BT-104, BT-139, BT-144")] = ""
    reason_code: Annotated[str, Term("Reason code", "BT-98, BT-105, BT-140, BT-145; UNCL5189, UNCL7161")] = ""
    place: Annotated[Place, Term("Where in the file")] = NOWHERE


@dataclass(slots=True, kw_only=True)
class VatBreakdown:
    """BG-23, one VAT category and rate."""

    category: Annotated[str, Term("VAT category code", "BT-118; UNCL5305")]
    rate: Annotated[Decimal | None, Term("VAT rate, per cent", "BT-119")] = None
    taxable_amount: Annotated[Decimal, Term("VAT category taxable amount", "BT-116")] = UNSTATED
    vat_amount: Annotated[Decimal, Term("VAT category tax amount", "BT-117")] = UNSTATED
    exemption_reason: Annotated[str, Term("VAT exemption reason text", "BT-120")] = ""
    exemption_code: Annotated[str, Term("VAT exemption reason code", "BT-121; VATEX")] = ""
    place: Annotated[Place, Term("Where in the file")] = NOWHERE


@dataclass(slots=True, kw_only=True)
class Attachment:
    """BG-24. The content (BT-125) stays in the archived original; here are its name, size and hash."""

    identifier: Annotated[str, Term("Supporting document reference", "BT-122")]
    description: Annotated[str, Term("Supporting document description", "BT-123")] = ""
    external_uri: Annotated[str, Term("External document location", "BT-124")] = ""
    file_name: Annotated[str, Term("Attached document file name", "BT-125-2")] = ""
    mime_code: Annotated[str, Term("Attached document mime code", "BT-125-1")] = ""
    size: Annotated[int, Term("Size of the attached document in bytes")] = 0
    sha256: Annotated[str, Term("SHA-256 of the attached document, hex")] = ""
    place: Annotated[Place, Term("Where in the file")] = NOWHERE
    content: Annotated[Node | None, Hidden("the element that holds the document as base64")] = field(
        default=None, compare=False, repr=False
    )


@dataclass(slots=True, kw_only=True)
class ItemClassification:
    """A classification of an item (BT-158), e.g. by UNSPSC or CPV."""

    code: Annotated[str, Term("Item classification code", "BT-158")]
    scheme: Annotated[
        str, Term("Scheme of the classification, e.g. STI (CPV) or TST (UNSPSC)", "BT-158-1; UNCL7143")
    ] = ""
    version: Annotated[str, Term("Version of the scheme", "BT-158-2")] = ""


@dataclass(slots=True, kw_only=True)
class ItemAttribute:
    """BG-32, a property of an item."""

    name: Annotated[str, Term("Item attribute name", "BT-160")]
    value: Annotated[str, Term("Item attribute value", "BT-161")]


@dataclass(slots=True, kw_only=True)
class InvoiceLine:
    """BG-25, with its item (BG-31), price (BG-29) and VAT (BG-30)."""

    identifier: Annotated[str, Term("Line identifier", "BT-126")]
    note: Annotated[str, Term("Line note", "BT-127")] = ""
    invoiced_object: Annotated[str, Term("Invoiced object identifier of the line", "BT-128")] = ""
    invoiced_object_scheme: Annotated[str, Term("Scheme of the invoiced object identifier", "BT-128-1; UNCL1153")] = ""
    quantity: Annotated[Decimal | None, Term("Invoiced or credited quantity", "BT-129")] = None
    unit_code: Annotated[str, Term("Unit of measure code", "BT-130; UN/ECE Rec 20, Rec 21")] = ""
    net_amount: Annotated[Decimal, Term("Line net amount", "BT-131")] = UNSTATED
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
    vat_category: Annotated[str, Term("VAT category code", "BT-151; UNCL5305")] = ""
    vat_rate: Annotated[Decimal | None, Term("VAT rate, per cent", "BT-152")] = None
    name: Annotated[str, Term("Item name", "BT-153")] = ""
    description: Annotated[str, Term("Item description", "BT-154")] = ""
    seller_item: Annotated[str, Term("Seller's item identifier", "BT-155")] = ""
    buyer_item: Annotated[str, Term("Buyer's item identifier", "BT-156")] = ""
    standard_item: Annotated[str, Term("Standard item identifier", "BT-157")] = ""
    standard_item_scheme: Annotated[str, Term("Scheme of the standard item identifier", "BT-157-1; ICD")] = ""
    classifications: Annotated[list[ItemClassification], Term("Item classifications", "BT-158")] = field(
        default_factory=list
    )
    origin_country: Annotated[str, Term("Item country of origin", "BT-159; ISO 3166-1 alpha-2")] = ""
    attributes: Annotated[list[ItemAttribute], Term("Item attributes", "BG-32")] = field(default_factory=list)
    place: Annotated[Place, Term("Where in the file")] = NOWHERE
