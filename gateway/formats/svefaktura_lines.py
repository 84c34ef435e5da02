"""Lines, allowances, charges and VAT of a Svefaktura 1.0 as EN 16931 terms."""

from decimal import Decimal

from gateway.findings import Place
from gateway.formats.svefaktura_values import GTIN, SvefakturaValues, identifier, text_along
from gateway.formats.ubl_values import attribute, child, placed, text
from gateway.messages.invoice import AllowanceCharge, InvoiceLine, Period, VatBreakdown
from gateway.nodes import Node

ORDER_NUMBER = "ON"
"""What an invoiced object of a line is when it is the number of an order (UNCL1153)."""

_TRUE = ("true", "1")
_CENT = Decimal("0.01")


def invoice_lines(values: SvefakturaValues, root: Node) -> list[InvoiceLine]:
    """Every cac:InvoiceLine.

    A line that does not say its VAT has that of the invoice when all of it has one category and rate. The number of
    the order stands on each line here; when it is not the same on all, each keeps it as its invoiced object.
    """
    subtotals = root.along("cac:TaxTotal", "cac:TaxSubTotal")
    common_vat = child(subtotals[0], "cac:TaxCategory") if len(subtotals) == 1 else None
    has_one_order = order_number(root) != ""
    lines = []
    for node, place in placed(root.all("cac:InvoiceLine"), f"/{root.name}"):
        line = _line(values, node, place, common_vat)
        order = "" if has_one_order else _order_of(node)
        if order:
            line.invoiced_object, line.invoiced_object_scheme = order, ORDER_NUMBER
        lines.append(line)
    return lines


def order_number(root: Node) -> str:
    """The number of the order that the whole invoice is about; empty when the lines name none, or several."""
    numbers = {number for line in root.all("cac:InvoiceLine") if (number := _order_of(line))}
    return numbers.pop() if len(numbers) == 1 else ""


def despatch_number(root: Node) -> str:
    """The number of the despatch advice that the whole invoice is about; empty when the lines name none, or several."""
    references = root.along("cac:InvoiceLine", "cac:DespatchLineReference", "cac:DocumentReference", "cac:ID")
    numbers = {reference.word for reference in references} - {""}
    return numbers.pop() if len(numbers) == 1 else ""


def allowances_and_charges(values: SvefakturaValues, node: Node, name: str, path: str) -> list[AllowanceCharge]:
    """Allowances and charges of the invoice (`name` AllowanceCharge) or of a line (cac:AllowanceCharge)."""
    found = []
    for entry, place in placed(node.all(name), path):
        category = child(entry, "cac:TaxCategory")
        amount = values.amount(entry, "cbc:Amount")
        base = values.number(entry, "cac:AllowanceChargeBaseAmount")
        factor = values.number(entry, "cbc:MultiplierFactorNumeric")
        found.append(
            AllowanceCharge(
                is_charge=text(entry, "cbc:ChargeIndicator") in _TRUE,
                amount=amount,
                base_amount=base,
                percentage=_percentage(factor, base, amount),
                vat_category=text(category, "cac:ID"),
                vat_rate=values.number(category, "cbc:Percent"),
                # The code is always ZZZ, mutually agreed; its name tells the reason.
                reason=attribute(child(entry, "cac:ReasonCode"), "name"),
                place=place,
            )
        )
    return found


def vat_breakdown(values: SvefakturaValues, root: Node) -> list[VatBreakdown]:
    """Every cac:TaxSubTotal."""
    found = []
    for total, above in placed(root.all("cac:TaxTotal"), f"/{root.name}"):
        for subtotal, place in placed(total.all("cac:TaxSubTotal"), above.path):
            category = child(subtotal, "cac:TaxCategory")
            found.append(
                VatBreakdown(
                    category=text(category, "cac:ID"),
                    rate=values.number(category, "cbc:Percent"),
                    taxable_amount=values.amount(subtotal, "cbc:TaxableAmount"),
                    vat_amount=values.amount(subtotal, "cbc:TaxAmount"),
                    exemption_reason=text(category, "cbc:ExemptionReason"),
                    place=place,
                )
            )
    return found


def _line(values: SvefakturaValues, node: Node, place: Place, common_vat: Node | None) -> InvoiceLine:
    item = child(node, "cac:Item")
    price = child(item, "cac:BasePrice")
    category = child(item, "cac:TaxCategory") or common_vat
    quantity, base_quantity = child(node, "cbc:InvoicedQuantity"), child(price, "cbc:BaseQuantity")
    standard_item = identifier(child(child(item, "cac:StandardItemIdentification"), "cac:ID"), GTIN)
    delivered = values.day(child(node, "cac:Delivery"), "cbc:ActualDeliveryDateTime")
    note, description = text(node, "cbc:Note"), text(item, "cbc:Description")
    return InvoiceLine(
        identifier=text(node, "cac:ID"),
        note=note if description else "",
        quantity=values.number(node, "cbc:InvoicedQuantity"),
        unit_code=attribute(quantity, "quantityUnitCode"),
        net_amount=values.amount(node, "cbc:LineExtensionAmount"),
        order_line_reference=text_along(node, "cac:OrderLineReference", "cac:BuyersLineID"),
        period=Period(start=delivered, end=delivered) if delivered else None,
        allowances_and_charges=allowances_and_charges(values, node, "cac:AllowanceCharge", place.path),
        net_price=values.number(price, "cbc:PriceAmount"),
        base_quantity=values.number(price, "cbc:BaseQuantity"),
        base_quantity_unit=attribute(base_quantity, "quantityUnitCode"),
        vat_category=text(category, "cac:ID"),
        vat_rate=values.number(category, "cbc:Percent"),
        name=description or note,
        seller_item=text_along(item, "cac:SellersItemIdentification", "cac:ID"),
        buyer_item=text_along(item, "cac:BuyersItemIdentification", "cac:ID"),
        standard_item=standard_item.value if standard_item else "",
        standard_item_scheme=standard_item.scheme if standard_item else "",
        place=place,
    )


def _order_of(line: Node) -> str:
    return text_along(line, "cac:OrderLineReference", "cac:OrderReference", "cac:BuyersID")


def _percentage(factor: Decimal | None, base: Decimal | None, amount: Decimal) -> Decimal | None:
    """The percentage that a factor stands for: 0.1 is 10 per cent, unless the amounts show that 10 is meant by 10."""
    if factor is None:
        return None
    if base is not None and abs(base * factor / 100 - amount) < _CENT:
        return factor
    return factor * 100
