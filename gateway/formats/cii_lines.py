"""Lines, allowances and charges, and the VAT breakdown of a CII document as EN 16931 terms (BG-20 to BG-32)."""

from gateway.findings import Place
from gateway.formats.cii_values import FALSE, TRUE, CiiReader, all_text, attribute, first, text
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


def invoice_lines(reader: CiiReader, transaction: Node) -> list[InvoiceLine]:
    """Every ram:IncludedSupplyChainTradeLineItem."""
    nodes = transaction.all("ram:IncludedSupplyChainTradeLineItem")
    return [_line(reader, *each) for each in zip(nodes, reader.places(nodes, transaction), strict=True)]


def allowances_and_charges(reader: CiiReader, settlement: Node, path: str) -> list[AllowanceCharge]:
    """Every ram:SpecifiedTradeAllowanceCharge of a document or a line; `path` is that of its settlement."""
    nodes = settlement.all("ram:SpecifiedTradeAllowanceCharge")
    return [_allowance_charge(reader, *each) for each in zip(nodes, reader.places(nodes, path), strict=True)]


def vat_breakdown(reader: CiiReader, settlement: Node) -> list[VatBreakdown]:
    """Every ram:ApplicableTradeTax of the document."""
    nodes = settlement.all("ram:ApplicableTradeTax")
    return [
        VatBreakdown(
            category=text(node, "ram:CategoryCode"),
            rate=reader.number(node, "ram:RateApplicablePercent"),
            taxable_amount=reader.amount(node, "ram:BasisAmount"),
            vat_amount=reader.amount(node, "ram:CalculatedAmount"),
            exemption_reason=text(node, "ram:ExemptionReason"),
            exemption_code=text(node, "ram:ExemptionReasonCode"),
            place=place,
        )
        for node, place in zip(nodes, reader.places(nodes, settlement), strict=True)
    ]


def invoiced_object(node: Node) -> Identifier:
    """The identifier of the invoiced object among the ram:AdditionalReferencedDocument below a node (BT-18, BT-128)."""
    for document in node.all("ram:AdditionalReferencedDocument"):
        if text(document, "ram:TypeCode") == INVOICED_OBJECT:
            return Identifier(
                value=text(document, "ram:IssuerAssignedID"), scheme=text(document, "ram:ReferenceTypeCode")
            )
    return Identifier(value="")


def _line(reader: CiiReader, node: Node, place: Place) -> InvoiceLine:
    head = node.child("ram:AssociatedDocumentLineDocument")
    product = node.child("ram:SpecifiedTradeProduct")
    agreement = node.child("ram:SpecifiedLineTradeAgreement")
    gross = first(agreement, "ram:GrossPriceProductTradePrice")
    net = first(agreement, "ram:NetPriceProductTradePrice")
    quantity = node.first("ram:SpecifiedLineTradeDelivery", "ram:BilledQuantity")
    base_quantity = first(net, "ram:BasisQuantity") or first(gross, "ram:BasisQuantity")
    standard_item = first(product, "ram:GlobalID")
    line = InvoiceLine(
        identifier=text(head, "ram:LineID"),
        note=all_text(head, "ram:IncludedNote", "ram:Content"),
        quantity=reader.number(quantity),
        unit_code=attribute(quantity, "unitCode"),
        order_line_reference=text(agreement, "ram:BuyerOrderReferencedDocument", "ram:LineID"),
        net_price=reader.number(net, "ram:ChargeAmount"),
        price_discount=reader.number(gross, "ram:AppliedTradeAllowanceCharge", "ram:ActualAmount"),
        gross_price=reader.number(gross, "ram:ChargeAmount"),
        base_quantity=reader.number(base_quantity),
        base_quantity_unit=attribute(base_quantity, "unitCode"),
        name=text(product, "ram:Name"),
        description=text(product, "ram:Description"),
        seller_item=text(product, "ram:SellerAssignedID"),
        buyer_item=text(product, "ram:BuyerAssignedID"),
        standard_item=text(standard_item),
        standard_item_scheme=attribute(standard_item, "schemeID"),
        classifications=_classifications(product),
        origin_country=text(product, "ram:OriginTradeCountry", "ram:ID"),
        attributes=_attributes(product),
        place=place,
    )
    if settlement := node.child("ram:SpecifiedLineTradeSettlement"):
        _settle(reader, line, settlement)
    return line


def _settle(reader: CiiReader, line: InvoiceLine, settlement: Node) -> None:
    tax = _vat(settlement, "ram:ApplicableTradeTax")
    sums = "ram:SpecifiedTradeSettlementLineMonetarySummation"
    invoiced = invoiced_object(settlement)
    line.net_amount = reader.amount(settlement, sums, "ram:LineTotalAmount")
    line.invoiced_object = invoiced.value
    line.invoiced_object_scheme = invoiced.scheme
    line.accounting_reference = text(settlement, "ram:ReceivableSpecifiedTradeAccountingAccount", "ram:ID")
    line.period = reader.period(settlement.child("ram:BillingSpecifiedPeriod"))
    path = f"{line.place.path}/{settlement.name}"
    line.allowances_and_charges = allowances_and_charges(reader, settlement, path)
    line.vat_category = text(tax, "ram:CategoryCode")
    line.vat_rate = reader.number(tax, "ram:RateApplicablePercent")


def _allowance_charge(reader: CiiReader, node: Node, place: Place) -> AllowanceCharge:
    tax = _vat(node, "ram:CategoryTradeTax")
    return AllowanceCharge(
        is_charge=_is_charge(reader, node),
        amount=reader.amount(node, "ram:ActualAmount"),
        base_amount=reader.number(node, "ram:BasisAmount"),
        percentage=reader.number(node, "ram:CalculationPercent"),
        vat_category=text(tax, "ram:CategoryCode"),
        vat_rate=reader.number(tax, "ram:RateApplicablePercent"),
        reason=text(node, "ram:Reason"),
        reason_code=text(node, "ram:ReasonCode"),
        place=place,
    )


def _is_charge(reader: CiiReader, node: Node) -> bool:
    # The schema does not demand the indicator; without it nobody can tell which way the amount goes.
    indicator = node.first("ram:ChargeIndicator", "udt:Indicator")
    if indicator is None:
        reader.miss(node, "ram:ChargeIndicator/udt:Indicator")
        return False
    if indicator.word not in TRUE | FALSE:
        reader.refuse("XML-SCHEMA-VALUE", indicator, "true, false")
    return indicator.word in TRUE


def _vat(node: Node, name: str) -> Node | None:
    """The first tax of a line, allowance or charge that says that it is VAT."""
    return next((tax for tax in node.all(name) if text(tax, "ram:TypeCode").upper() == _VAT), None)


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
