"""Lines, allowances and charges, and the VAT breakdown of a CII document as EN 16931 terms (BG-20 to BG-32)."""

from gateway.findings import Place
from gateway.formats.cii_values import CiiValues, text, texts
from gateway.formats.ubl_values import attribute, child, identifier, placed
from gateway.messages.invoice import (
    AllowanceCharge,
    Identifier,
    InvoiceLine,
    ItemAttribute,
    ItemClassification,
    VatBreakdown,
)
from gateway.nodes import Node

INVOICED_OBJECT = "130"
"""The document type code (UNCL1001) that makes a referenced document the invoiced object."""

_VAT = "VAT"


def invoice_lines(values: CiiValues, transaction: Node, path: str) -> list[InvoiceLine]:
    """Every ram:IncludedSupplyChainTradeLineItem below the transaction, whose path is given."""
    nodes = transaction.all("ram:IncludedSupplyChainTradeLineItem")
    return [_line(values, node, place) for node, place in placed(nodes, path)]


def allowances_and_charges(values: CiiValues, settlement: Node, path: str) -> list[AllowanceCharge]:
    """Every ram:SpecifiedTradeAllowanceCharge below the settlement of a document or a line, whose path is given."""
    nodes = settlement.all("ram:SpecifiedTradeAllowanceCharge")
    return [_allowance_charge(values, node, place) for node, place in placed(nodes, path)]


def vat_breakdown(values: CiiValues, settlement: Node, path: str) -> list[VatBreakdown]:
    """Every ram:ApplicableTradeTax below the settlement of a document, whose path is given.

    One that does not say that it is VAT has no VAT category; EN 16931 knows no other tax.
    """
    return [
        VatBreakdown(
            category=text(node, "ram:CategoryCode") if _is_vat(node) else "",
            rate=values.number(node, "ram:RateApplicablePercent"),
            taxable_amount=values.amount(node, "ram:BasisAmount"),
            vat_amount=values.amount(node, "ram:CalculatedAmount"),
            exemption_reason=text(node, "ram:ExemptionReason"),
            exemption_code=text(node, "ram:ExemptionReasonCode"),
            place=place,
        )
        for node, place in placed(settlement.all("ram:ApplicableTradeTax"), path)
    ]


def invoiced_object(node: Node) -> Identifier:
    """The identifier of the invoiced object among the ram:AdditionalReferencedDocument below a node (BT-18, BT-128)."""
    for document in node.all("ram:AdditionalReferencedDocument"):
        if text(document, "ram:TypeCode") == INVOICED_OBJECT:
            return Identifier(
                value=text(document, "ram:IssuerAssignedID"), scheme=text(document, "ram:ReferenceTypeCode")
            )
    return Identifier(value="")


def _line(values: CiiValues, node: Node, place: Place) -> InvoiceLine:
    head = node.child("ram:AssociatedDocumentLineDocument")
    product = node.child("ram:SpecifiedTradeProduct")
    agreement = node.child("ram:SpecifiedLineTradeAgreement")
    gross = child(agreement, "ram:GrossPriceProductTradePrice")
    net = child(agreement, "ram:NetPriceProductTradePrice")
    delivery = node.child("ram:SpecifiedLineTradeDelivery")
    based = gross if child(net, "ram:BasisQuantity") is None else net
    standard_item = identifier(child(product, "ram:GlobalID"))
    line = InvoiceLine(
        identifier=text(head, "ram:LineID"),
        note=texts(head, "ram:IncludedNote", "ram:Content"),
        quantity=values.number(delivery, "ram:BilledQuantity"),
        unit_code=attribute(child(delivery, "ram:BilledQuantity"), "unitCode"),
        order_line_reference=text(agreement, "ram:BuyerOrderReferencedDocument", "ram:LineID"),
        net_price=values.number(net, "ram:ChargeAmount"),
        price_discount=values.number(child(gross, "ram:AppliedTradeAllowanceCharge"), "ram:ActualAmount"),
        gross_price=values.number(gross, "ram:ChargeAmount"),
        base_quantity=values.number(based, "ram:BasisQuantity"),
        base_quantity_unit=attribute(child(based, "ram:BasisQuantity"), "unitCode"),
        name=text(product, "ram:Name"),
        description=text(product, "ram:Description"),
        seller_item=text(product, "ram:SellerAssignedID"),
        buyer_item=text(product, "ram:BuyerAssignedID"),
        standard_item=standard_item.value if standard_item else "",
        standard_item_scheme=standard_item.scheme if standard_item else "",
        classifications=_classifications(product),
        origin_country=text(product, "ram:OriginTradeCountry", "ram:ID"),
        attributes=_attributes(product),
        place=place,
    )
    if settlement := node.child("ram:SpecifiedLineTradeSettlement"):
        _settle(values, line, settlement)
    return line


def _settle(values: CiiValues, line: InvoiceLine, settlement: Node) -> None:
    tax = _vat(settlement, "ram:ApplicableTradeTax")
    sums = settlement.child("ram:SpecifiedTradeSettlementLineMonetarySummation")
    invoiced = invoiced_object(settlement)
    line.net_amount = values.amount(sums, "ram:LineTotalAmount")
    line.invoiced_object = invoiced.value
    line.invoiced_object_scheme = invoiced.scheme
    line.accounting_reference = text(settlement, "ram:ReceivableSpecifiedTradeAccountingAccount", "ram:ID")
    line.period = values.period(settlement)
    path = f"{line.place.path}/{settlement.name}"
    line.allowances_and_charges = allowances_and_charges(values, settlement, path)
    line.vat_category = text(tax, "ram:CategoryCode")
    line.vat_rate = values.number(tax, "ram:RateApplicablePercent")


def _allowance_charge(values: CiiValues, node: Node, place: Place) -> AllowanceCharge:
    tax = _vat(node, "ram:CategoryTradeTax")
    return AllowanceCharge(
        is_charge=values.is_charge(node),
        amount=values.amount(node, "ram:ActualAmount"),
        base_amount=values.number(node, "ram:BasisAmount"),
        percentage=values.number(node, "ram:CalculationPercent"),
        vat_category=text(tax, "ram:CategoryCode"),
        vat_rate=values.number(tax, "ram:RateApplicablePercent"),
        reason=text(node, "ram:Reason"),
        reason_code=text(node, "ram:ReasonCode"),
        place=place,
    )


def _vat(node: Node, name: str) -> Node | None:
    """The first tax of a line, allowance or charge that is VAT."""
    return next(filter(_is_vat, node.all(name)), None)


def _is_vat(tax: Node) -> bool:
    return text(tax, "ram:TypeCode").upper() == _VAT


def _classifications(product: Node | None) -> list[ItemClassification]:
    if product is None:
        return []
    return [
        ItemClassification(code=code.word, scheme=attribute(code, "listID"), version=attribute(code, "listVersionID"))
        for code in product.along("ram:DesignatedProductClassification", "ram:ClassCode")
    ]


def _attributes(product: Node | None) -> list[ItemAttribute]:
    if product is None:
        return []
    return [
        ItemAttribute(name=text(node, "ram:Description"), value=text(node, "ram:Value"))
        for node in product.all("ram:ApplicableProductCharacteristic")
    ]
