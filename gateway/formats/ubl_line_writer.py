"""Lines, allowances and charges, and VAT of an Invoice as elements of UBL 2.1."""

from decimal import Decimal

from gateway.formats.ubl_attachments import INVOICED_OBJECT
from gateway.formats.ubl_elements import Element, date, group, number, text
from gateway.formats.ubl_values import VAT
from gateway.messages.invoice import AllowanceCharge, Invoice, InvoiceLine, Period, VatBreakdown


def invoice_line(line: InvoiceLine, document: str, currency: str) -> Element | None:
    """cac:InvoiceLine or cac:CreditNoteLine; `document` is Invoice or CreditNote."""
    quantity = "cbc:CreditedQuantity" if document == "CreditNote" else "cbc:InvoicedQuantity"
    return group(
        f"cac:{document}Line",
        text("cbc:ID", line.identifier),
        text("cbc:Note", line.note),
        number(quantity, line.quantity, unitCode=line.unit_code),
        number("cbc:LineExtensionAmount", line.net_amount, currencyID=currency),
        text("cbc:AccountingCost", line.accounting_reference),
        period(line.period),
        group("cac:OrderLineReference", text("cbc:LineID", line.order_line_reference)),
        invoiced_object("cac:DocumentReference", line.invoiced_object, line.invoiced_object_scheme),
        *(allowance_or_charge(entry, currency) for entry in line.allowances_and_charges),
        _item(line),
        _price(line, currency),
        required=True,
        origin=line.place,
    )


def allowance_or_charge(entry: AllowanceCharge, currency: str) -> Element | None:
    """cac:AllowanceCharge of a document or line."""
    return group(
        "cac:AllowanceCharge",
        text("cbc:ChargeIndicator", "true" if entry.is_charge else "false"),
        text("cbc:AllowanceChargeReasonCode", entry.reason_code),
        text("cbc:AllowanceChargeReason", entry.reason),
        number("cbc:MultiplierFactorNumeric", entry.percentage),
        number("cbc:Amount", entry.amount, currencyID=currency),
        number("cbc:BaseAmount", entry.base_amount, currencyID=currency),
        _tax_category("cac:TaxCategory", entry.vat_category, entry.vat_rate),
        origin=entry.place,
    )


def tax_totals(invoice: Invoice) -> list[Element | None]:
    """cac:TaxTotal in the invoice currency with its breakdown, and one in the currency of VAT accounting."""
    currency, vat_currency = invoice.currency, invoice.vat_currency
    in_vat_currency = invoice.vat_total_in_vat_currency if vat_currency not in ("", currency) else None
    return [
        group(
            "cac:TaxTotal",
            number("cbc:TaxAmount", invoice.vat_total, currencyID=currency),
            *(_subtotal(entry, currency) for entry in invoice.vat_breakdown),
        ),
        group("cac:TaxTotal", number("cbc:TaxAmount", in_vat_currency, currencyID=vat_currency)),
    ]


def period(value: Period | None, vat_point_date_code: str = "") -> Element | None:
    """cac:InvoicePeriod."""
    return group(
        "cac:InvoicePeriod",
        date("cbc:StartDate", value.start if value else None),
        date("cbc:EndDate", value.end if value else None),
        text("cbc:DescriptionCode", vat_point_date_code),
        required=value is not None,
    )


def invoiced_object(name: str, identifier: str, scheme: str) -> Element | None:
    """The document reference that names what is invoiced: BT-18 or BT-128."""
    if not identifier:
        return None
    return group(name, text("cbc:ID", identifier, schemeID=scheme), text("cbc:DocumentTypeCode", INVOICED_OBJECT))


def _item(line: InvoiceLine) -> Element | None:
    return group(
        "cac:Item",
        text("cbc:Description", line.description),
        text("cbc:Name", line.name),
        group("cac:BuyersItemIdentification", text("cbc:ID", line.buyer_item)),
        group("cac:SellersItemIdentification", text("cbc:ID", line.seller_item)),
        group(
            "cac:StandardItemIdentification",
            text("cbc:ID", line.standard_item, schemeID=line.standard_item_scheme),
        ),
        group("cac:OriginCountry", text("cbc:IdentificationCode", line.origin_country)),
        *(
            group(
                "cac:CommodityClassification",
                text("cbc:ItemClassificationCode", each.code, listID=each.scheme, listVersionID=each.version),
            )
            for each in line.classifications
        ),
        _tax_category("cac:ClassifiedTaxCategory", line.vat_category, line.vat_rate),
        *(
            group("cac:AdditionalItemProperty", text("cbc:Name", each.name), text("cbc:Value", each.value))
            for each in line.attributes
        ),
        required=True,
    )


def _price(line: InvoiceLine, currency: str) -> Element | None:
    discount = line.price_discount
    if discount is None and line.gross_price is not None:
        # UBL has no place for a gross price but beside a discount.
        discount = Decimal(0)
    return group(
        "cac:Price",
        number("cbc:PriceAmount", line.net_price, currencyID=currency),
        number("cbc:BaseQuantity", line.base_quantity, unitCode=line.base_quantity_unit),
        group(
            "cac:AllowanceCharge",
            text("cbc:ChargeIndicator", "false"),
            number("cbc:Amount", discount, currencyID=currency),
            number("cbc:BaseAmount", line.gross_price, currencyID=currency),
        )
        if discount is not None
        else None,
    )


def _subtotal(entry: VatBreakdown, currency: str) -> Element | None:
    return group(
        "cac:TaxSubtotal",
        number("cbc:TaxableAmount", entry.taxable_amount, currencyID=currency),
        number("cbc:TaxAmount", entry.vat_amount, currencyID=currency),
        _tax_category(
            "cac:TaxCategory",
            entry.category,
            entry.rate,
            text("cbc:TaxExemptionReasonCode", entry.exemption_code),
            text("cbc:TaxExemptionReason", entry.exemption_reason),
            required=True,
        ),
        origin=entry.place,
    )


def _tax_category(
    name: str, category: str, rate: Decimal | None, *reasons: Element | None, required: bool = False
) -> Element | None:
    if not (required or category or rate is not None):
        return None
    return group(
        name,
        text("cbc:ID", category),
        number("cbc:Percent", rate),
        *reasons,
        group("cac:TaxScheme", text("cbc:ID", VAT)),
    )
