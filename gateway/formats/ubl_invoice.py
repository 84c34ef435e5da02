"""A UBL 2.1 Invoice or CreditNote as an Invoice in EN 16931 terms.

Source: EN 16931-3-2 (syntax binding to UBL 2.1) and the syntax of Peppol BIS Billing 3.0.
"""

import datetime
from decimal import Decimal

from lxml import etree

from gateway.findings import Place
from gateway.formats.ubl_attachments import INVOICED_OBJECT, PROJECT, attachments, document_reference
from gateway.formats.ubl_party import party, payment_instruction, postal_address
from gateway.formats.ubl_values import UblReader
from gateway.messages.invoice import (
    AllowanceCharge,
    Identifier,
    Invoice,
    InvoiceLine,
    InvoiceReference,
    Party,
    Period,
    VatBreakdown,
)
from gateway.nodes import line_of

_TRUE = ("true", "1")


def read_invoice(reader: UblReader, root: etree._Element) -> Invoice:
    """The invoice in a schema-valid root element; what cannot be used is in `reader.findings` afterwards."""
    name = etree.QName(root).localname
    currency = reader.text(root, "cbc:DocumentCurrencyCode")
    vat_currency = reader.text(root, "cbc:TaxCurrencyCode")
    delivery = reader.find(root, "cac:Delivery")
    totals = reader.find(root, "cac:LegalMonetaryTotal")
    return Invoice(
        number=reader.text(root, "cbc:ID"),
        issue_date=reader.date(root, "cbc:IssueDate") or datetime.date.min,
        type_code=reader.text(root, f"cbc:{name}TypeCode"),
        currency=currency,
        seller=_party_at(reader, root, "cac:AccountingSupplierParty/cac:Party") or Party(),
        buyer=_party_at(reader, root, "cac:AccountingCustomerParty/cac:Party") or Party(),
        vat_currency=vat_currency,
        tax_point_date=reader.date(root, "cbc:TaxPointDate"),
        due_date=reader.date(root, "cbc:DueDate") or reader.date(root, "cac:PaymentMeans/cbc:PaymentDueDate"),
        buyer_reference=reader.text(root, "cbc:BuyerReference"),
        project_reference=reader.text(root, "cac:ProjectReference/cbc:ID") or document_reference(reader, root, PROJECT),
        contract_reference=reader.text(root, "cac:ContractDocumentReference/cbc:ID"),
        order_reference=reader.text(root, "cac:OrderReference/cbc:ID"),
        sales_order_reference=reader.text(root, "cac:OrderReference/cbc:SalesOrderID"),
        invoiced_object=document_reference(reader, root, INVOICED_OBJECT),
        accounting_reference=reader.text(root, "cbc:AccountingCost"),
        payment_terms=reader.text(root, "cac:PaymentTerms/cbc:Note"),
        notes=[(note.text or "").strip() for note in reader.find_all(root, "cbc:Note")],
        process=reader.text(root, "cbc:ProfileID"),
        specification=reader.text(root, "cbc:CustomizationID"),
        preceding_invoices=[
            InvoiceReference(
                number=reader.text(reference, "cbc:ID"), issue_date=reader.date(reference, "cbc:IssueDate")
            )
            for reference in reader.find_all(root, "cac:BillingReference/cac:InvoiceDocumentReference")
        ],
        payee=_party_at(reader, root, "cac:PayeeParty"),
        tax_representative=_party_at(reader, root, "cac:TaxRepresentativeParty"),
        delivery_name=reader.text(delivery, "cac:DeliveryParty/cac:PartyName/cbc:Name"),
        delivery_location=_identifier_at(reader, delivery, "cac:DeliveryLocation/cbc:ID"),
        delivery_date=reader.date(delivery, "cbc:ActualDeliveryDate"),
        delivery_address=None
        if (address := reader.find(delivery, "cac:DeliveryLocation/cac:Address")) is None
        else postal_address(reader, address),
        period=_period(reader, root),
        payment_instructions=[
            payment_instruction(reader, means) for means in reader.find_all(root, "cac:PaymentMeans")
        ],
        allowances_and_charges=_allowances_and_charges(reader, root),
        line_total=reader.amount(totals, "cbc:LineExtensionAmount"),
        allowance_total=reader.amount(totals, "cbc:AllowanceTotalAmount"),
        charge_total=reader.amount(totals, "cbc:ChargeTotalAmount"),
        total_without_vat=reader.amount(totals, "cbc:TaxExclusiveAmount"),
        vat_total=_vat_total(reader, root, currency),
        vat_total_in_vat_currency=_vat_total(reader, root, vat_currency) if vat_currency else None,
        total_with_vat=reader.amount(totals, "cbc:TaxInclusiveAmount"),
        paid_amount=reader.amount(totals, "cbc:PrepaidAmount"),
        rounding_amount=reader.amount(totals, "cbc:PayableRoundingAmount"),
        payable_amount=reader.amount(totals, "cbc:PayableAmount"),
        vat_breakdown=_vat_breakdown(reader, root, name),
        attachments=attachments(reader, root),
        lines=[
            _line(reader, line, name, number)
            for number, line in enumerate(reader.find_all(root, f"cac:{name}Line"), start=1)
        ],
        place=Place(line=line_of(root), record=name, path=f"/{name}"),
    )


def _line(reader: UblReader, element: etree._Element, document: str, number: int) -> InvoiceLine:
    quantity = "cbc:InvoicedQuantity" if document == "Invoice" else "cbc:CreditedQuantity"
    item = reader.find(element, "cac:Item")
    price = reader.find(element, "cac:Price")
    standard_item = _identifier_at(reader, item, "cac:StandardItemIdentification/cbc:ID")
    return InvoiceLine(
        identifier=reader.text(element, "cbc:ID"),
        note=reader.text(element, "cbc:Note"),
        quantity=reader.number(element, quantity),
        unit_code=reader.attribute(element, quantity, "unitCode"),
        net_amount=reader.amount(element, "cbc:LineExtensionAmount"),
        order_line_reference=reader.text(element, "cac:OrderLineReference/cbc:LineID"),
        accounting_reference=reader.text(element, "cbc:AccountingCost"),
        period=_period(reader, element),
        allowances_and_charges=_allowances_and_charges(reader, element),
        net_price=reader.number(price, "cbc:PriceAmount"),
        price_discount=reader.number(price, "cac:AllowanceCharge/cbc:Amount"),
        gross_price=reader.number(price, "cac:AllowanceCharge/cbc:BaseAmount"),
        base_quantity=reader.number(price, "cbc:BaseQuantity"),
        base_quantity_unit=reader.attribute(price, "cbc:BaseQuantity", "unitCode"),
        vat_category=reader.text(item, "cac:ClassifiedTaxCategory/cbc:ID"),
        vat_rate=reader.number(item, "cac:ClassifiedTaxCategory/cbc:Percent"),
        name=reader.text(item, "cbc:Name"),
        description=reader.text(item, "cbc:Description"),
        seller_item=reader.text(item, "cac:SellersItemIdentification/cbc:ID"),
        buyer_item=reader.text(item, "cac:BuyersItemIdentification/cbc:ID"),
        standard_item=standard_item.value if standard_item else "",
        standard_item_scheme=standard_item.scheme if standard_item else "",
        origin_country=reader.text(item, "cac:OriginCountry/cbc:IdentificationCode"),
        place=Place(
            line=line_of(element),
            record=f"cac:{document}Line",
            path=f"/{document}/cac:{document}Line[{number}]",
        ),
    )


def _vat_breakdown(reader: UblReader, root: etree._Element, document: str) -> list[VatBreakdown]:
    return [
        VatBreakdown(
            category=reader.text(subtotal, "cac:TaxCategory/cbc:ID"),
            rate=reader.number(subtotal, "cac:TaxCategory/cbc:Percent"),
            taxable_amount=reader.amount(subtotal, "cbc:TaxableAmount"),
            vat_amount=reader.amount(subtotal, "cbc:TaxAmount"),
            exemption_reason=reader.text(subtotal, "cac:TaxCategory/cbc:TaxExemptionReason"),
            exemption_code=reader.text(subtotal, "cac:TaxCategory/cbc:TaxExemptionReasonCode"),
            place=Place(
                line=line_of(subtotal),
                record="cac:TaxSubtotal",
                path=f"/{document}/cac:TaxTotal/cac:TaxSubtotal[{number}]",
            ),
        )
        for number, subtotal in enumerate(reader.find_all(root, "cac:TaxTotal/cac:TaxSubtotal"), start=1)
    ]


def _vat_total(reader: UblReader, root: etree._Element, currency: str) -> Decimal | None:
    for total in reader.find_all(root, "cac:TaxTotal"):
        if reader.attribute(total, "cbc:TaxAmount", "currencyID") == currency:
            return reader.number(total, "cbc:TaxAmount")
    return None


def _allowances_and_charges(reader: UblReader, element: etree._Element) -> list[AllowanceCharge]:
    return [
        AllowanceCharge(
            is_charge=reader.text(entry, "cbc:ChargeIndicator") in _TRUE,
            amount=reader.amount(entry, "cbc:Amount"),
            base_amount=reader.number(entry, "cbc:BaseAmount"),
            percentage=reader.number(entry, "cbc:MultiplierFactorNumeric"),
            vat_category=reader.text(entry, "cac:TaxCategory/cbc:ID"),
            vat_rate=reader.number(entry, "cac:TaxCategory/cbc:Percent"),
            reason=reader.text(entry, "cbc:AllowanceChargeReason"),
            reason_code=reader.text(entry, "cbc:AllowanceChargeReasonCode"),
        )
        for entry in reader.find_all(element, "cac:AllowanceCharge")
    ]


def _period(reader: UblReader, element: etree._Element) -> Period | None:
    period = reader.find(element, "cac:InvoicePeriod")
    if period is None:
        return None
    return Period(start=reader.date(period, "cbc:StartDate"), end=reader.date(period, "cbc:EndDate"))


def _party_at(reader: UblReader, element: etree._Element, path: str) -> Party | None:
    found = reader.find(element, path)
    return None if found is None else party(reader, found)


def _identifier_at(reader: UblReader, element: etree._Element | None, path: str) -> Identifier | None:
    found = reader.find(element, path)
    if found is None:
        return None
    return Identifier(value=(found.text or "").strip(), scheme=found.get("schemeID", ""))
