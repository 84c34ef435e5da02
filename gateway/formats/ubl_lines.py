"""Lines, allowances and charges, and VAT of a UBL 2.1 document as EN 16931 terms."""

from decimal import Decimal

from gateway.findings import Place
from gateway.formats.ubl_attachments import INVOICED_OBJECT
from gateway.formats.ubl_values import Values, attribute, child, identifier, placed, text, vat_category
from gateway.messages.invoice import (
    AllowanceCharge,
    InvoiceLine,
    ItemAttribute,
    ItemClassification,
    Period,
    VatBreakdown,
)
from gateway.nodes import Node

_TRUE = ("true", "1")


def invoice_lines(values: Values, root: Node) -> list[InvoiceLine]:
    """Every cac:InvoiceLine or cac:CreditNoteLine."""
    quantity = "cbc:CreditedQuantity" if root.name == "CreditNote" else "cbc:InvoicedQuantity"
    return [
        _line(values, node, quantity, place)
        for node, place in placed(root.all(f"cac:{root.name}Line"), f"/{root.name}")
    ]


def allowances_and_charges(values: Values, node: Node, path: str) -> list[AllowanceCharge]:
    """Every cac:AllowanceCharge of a document or line; `path` is where that stands."""
    entries = node.children.get("cac:AllowanceCharge")
    if not entries:
        return []
    return [_allowance_or_charge(values, entry, place) for entry, place in placed(entries, path)]


def vat_breakdown(values: Values, root: Node) -> list[VatBreakdown]:
    """Every cac:TaxSubtotal."""
    path = f"/{root.name}"
    return [
        _vat_entry(values, subtotal, place)
        for total, above in placed(root.all("cac:TaxTotal"), path)
        for subtotal, place in placed(total.all("cac:TaxSubtotal"), above.path)
    ]


def vat_total(values: Values, root: Node, currency: str) -> Decimal | None:
    """The VAT of a document in a currency, or None."""
    for total in root.all("cac:TaxTotal"):
        if attribute(child(total, "cbc:TaxAmount"), "currencyID") == currency:
            return values.number(total, "cbc:TaxAmount")
    return None


def period(values: Values, node: Node) -> Period | None:
    """The cac:InvoicePeriod of a document or line; None when it says only what the VAT point date is."""
    found = child(node, "cac:InvoicePeriod")
    if found is None:
        return None
    start, end = values.date(found, "cbc:StartDate"), values.date(found, "cbc:EndDate")
    if start is None and end is None and "cbc:DescriptionCode" in found.children:
        return None
    return Period(start=start, end=end)


def _line(values: Values, node: Node, quantity_name: str, place: Place) -> InvoiceLine:
    item = child(node, "cac:Item")
    price = child(node, "cac:Price")
    discount = child(price, "cac:AllowanceCharge")
    tax = vat_category(item, "cac:ClassifiedTaxCategory")
    line = InvoiceLine(
        identifier=text(node, "cbc:ID"),
        note=text(node, "cbc:Note"),
        quantity=values.number(node, quantity_name),
        unit_code=attribute(child(node, quantity_name), "unitCode"),
        net_amount=values.amount(node, "cbc:LineExtensionAmount"),
        order_line_reference=text(child(node, "cac:OrderLineReference"), "cbc:LineID"),
        accounting_reference=text(node, "cbc:AccountingCost"),
        period=period(values, node),
        allowances_and_charges=allowances_and_charges(values, node, place.path),
        net_price=values.number(price, "cbc:PriceAmount"),
        price_discount=values.number(discount, "cbc:Amount"),
        gross_price=values.number(discount, "cbc:BaseAmount"),
        base_quantity=values.number(price, "cbc:BaseQuantity"),
        base_quantity_unit=attribute(child(price, "cbc:BaseQuantity"), "unitCode"),
        vat_category=text(tax, "cbc:ID"),
        vat_rate=values.number(tax, "cbc:Percent"),
        name=text(item, "cbc:Name"),
        description=text(item, "cbc:Description"),
        seller_item=text(child(item, "cac:SellersItemIdentification"), "cbc:ID"),
        buyer_item=text(child(item, "cac:BuyersItemIdentification"), "cbc:ID"),
        origin_country=text(child(item, "cac:OriginCountry"), "cbc:IdentificationCode"),
        place=place,
    )
    _add_references(line, node)
    if item is not None:
        _add_item(line, item)
    return line


def _add_references(line: InvoiceLine, node: Node) -> None:
    for reference in node.children.get("cac:DocumentReference", ()):
        if text(reference, "cbc:DocumentTypeCode") in ("", INVOICED_OBJECT):
            line.invoiced_object = text(reference, "cbc:ID")
            line.invoiced_object_scheme = attribute(child(reference, "cbc:ID"), "schemeID")
            return


def _add_item(line: InvoiceLine, item: Node) -> None:
    children = item.children
    if "cac:StandardItemIdentification" in children:
        standard = identifier(child(item.child("cac:StandardItemIdentification"), "cbc:ID"))
        if standard:
            line.standard_item, line.standard_item_scheme = standard.value, standard.scheme
    for group in children.get("cac:CommodityClassification", ()):
        for code in group.all("cbc:ItemClassificationCode"):
            line.classifications.append(
                ItemClassification(
                    code=code.word, scheme=attribute(code, "listID"), version=attribute(code, "listVersionID")
                )
            )
    for entry in children.get("cac:AdditionalItemProperty", ()):
        line.attributes.append(ItemAttribute(name=text(entry, "cbc:Name"), value=text(entry, "cbc:Value")))


def _allowance_or_charge(values: Values, node: Node, place: Place) -> AllowanceCharge:
    tax = vat_category(node, "cac:TaxCategory")
    return AllowanceCharge(
        is_charge=text(node, "cbc:ChargeIndicator") in _TRUE,
        amount=values.amount(node, "cbc:Amount"),
        base_amount=values.number(node, "cbc:BaseAmount"),
        percentage=values.number(node, "cbc:MultiplierFactorNumeric"),
        vat_category=text(tax, "cbc:ID"),
        vat_rate=values.number(tax, "cbc:Percent"),
        reason=text(node, "cbc:AllowanceChargeReason"),
        reason_code=text(node, "cbc:AllowanceChargeReasonCode"),
        place=place,
    )


def _vat_entry(values: Values, node: Node, place: Place) -> VatBreakdown:
    tax = vat_category(node, "cac:TaxCategory")
    return VatBreakdown(
        category=text(tax, "cbc:ID"),
        rate=values.number(tax, "cbc:Percent"),
        taxable_amount=values.amount(node, "cbc:TaxableAmount"),
        vat_amount=values.amount(node, "cbc:TaxAmount"),
        exemption_reason=text(tax, "cbc:TaxExemptionReason"),
        exemption_code=text(tax, "cbc:TaxExemptionReasonCode"),
        place=place,
    )
