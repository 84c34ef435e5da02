"""A Cross Industry Invoice as an Invoice in EN 16931 terms.

Source: EN 16931-3-3 (syntax binding to UN/CEFACT CII D16B).
"""

import datetime
from collections.abc import Sequence
from decimal import Decimal

from gateway.formats.cii_attachments import attachments, tender_reference
from gateway.formats.cii_lines import allowances_and_charges, invoice_lines, invoiced_object, vat_breakdown
from gateway.formats.cii_party import identifiers, party, payment_instructions, postal_address
from gateway.formats.cii_values import CiiReader, all_text, attribute, first, text
from gateway.messages.invoice import UNSTATED_DATE, Identifier, Invoice, InvoiceReference, Party
from gateway.nodes import Document, Node

_VAT_POINT_CODES = {"5": "3", "29": "35", "72": "432"}
"""What CII writes with the codes of UNCL2475, EN 16931-1 with those of UNCL2005 (BT-8)."""


def read_invoice(document: Document) -> Invoice:
    """The invoice or credit note in a schema-valid document; `faults` holds what in it could not be read."""
    root = document.root
    head = root.child("rsm:ExchangedDocument")
    context = root.child("rsm:ExchangedDocumentContext")
    number = text(head, "ram:ID")
    reader = CiiReader(document, about=number)
    invoice = Invoice(
        number=number,
        issue_date=reader.date(head, "ram:IssueDateTime") or UNSTATED_DATE,
        type_code=text(head, "ram:TypeCode"),
        currency="",
        seller=Party(),
        buyer=Party(),
        notes=_notes(head),
        process=text(context, "ram:BusinessProcessSpecifiedDocumentContextParameter", "ram:ID"),
        specification=text(context, "ram:GuidelineSpecifiedDocumentContextParameter", "ram:ID"),
        place=document.place(root),
        document=document,
        faults=reader.faults,
    )
    if transaction := root.child("rsm:SupplyChainTradeTransaction"):
        _agree(reader, invoice, transaction.child("ram:ApplicableHeaderTradeAgreement"))
        _deliver(reader, invoice, transaction.child("ram:ApplicableHeaderTradeDelivery"))
        _settle(reader, invoice, transaction.child("ram:ApplicableHeaderTradeSettlement"))
        invoice.lines = invoice_lines(reader, transaction)
    return invoice


def _notes(head: Node | None) -> list[str]:
    return [note for node in (head.all("ram:IncludedNote") if head else ()) if (note := _note(node))]


def _note(node: Node) -> str:
    subject = text(node, "ram:SubjectCode")
    content = all_text(node, "ram:Content")
    return f"#{subject}#{content}" if subject else content


def _agree(reader: CiiReader, invoice: Invoice, agreement: Node | None) -> None:
    """What was agreed on: parties, and references to what came before the delivery."""
    invoiced = invoiced_object(agreement) if agreement else Identifier(value="")
    invoice.seller = party(reader, first(agreement, "ram:SellerTradeParty")) or Party()
    invoice.buyer = party(reader, first(agreement, "ram:BuyerTradeParty")) or Party()
    invoice.tax_representative = party(reader, first(agreement, "ram:SellerTaxRepresentativeTradeParty"))
    invoice.buyer_reference = text(agreement, "ram:BuyerReference")
    invoice.project_reference = text(agreement, "ram:SpecifiedProcuringProject", "ram:ID")
    invoice.contract_reference = _reference(agreement, "ram:ContractReferencedDocument")
    invoice.order_reference = _reference(agreement, "ram:BuyerOrderReferencedDocument")
    invoice.sales_order_reference = _reference(agreement, "ram:SellerOrderReferencedDocument")
    invoice.tender_reference = tender_reference(agreement)
    invoice.invoiced_object = invoiced.value
    invoice.invoiced_object_scheme = invoiced.scheme
    invoice.attachments = attachments(reader, agreement)


def _deliver(reader: CiiReader, invoice: Invoice, delivery: Node | None) -> None:
    """What was delivered, when and where."""
    event = first(delivery, "ram:ActualDeliverySupplyChainEvent")
    invoice.receiving_reference = _reference(delivery, "ram:ReceivingAdviceReferencedDocument")
    invoice.despatch_reference = _reference(delivery, "ram:DespatchAdviceReferencedDocument")
    invoice.delivery_date = reader.date(event, "ram:OccurrenceDateTime")
    if receiver := first(delivery, "ram:ShipToTradeParty"):
        invoice.delivery_name = text(receiver, "ram:Name")
        # EN 16931 has one identifier here, and in CII the one with a scheme stands last.
        invoice.delivery_location = next(reversed(identifiers(receiver)), None)
        invoice.delivery_address = postal_address(receiver.child("ram:PostalTradeAddress"))


def _settle(reader: CiiReader, invoice: Invoice, settlement: Node | None) -> None:
    """What is to be paid: currencies, payment, VAT and totals."""
    if settlement is None:
        return
    taxes = settlement.all("ram:ApplicableTradeTax")
    code = text(settlement, "ram:ApplicableTradeTax", "ram:DueDateTypeCode")
    invoice.currency = text(settlement, "ram:InvoiceCurrencyCode")
    invoice.vat_currency = text(settlement, "ram:TaxCurrencyCode")
    invoice.vat_point_date_code = _VAT_POINT_CODES.get(code, code)
    invoice.tax_point_date = _first_date(reader, taxes, "ram:TaxPointDate")
    terms = settlement.all("ram:SpecifiedTradePaymentTerms")
    invoice.due_date = _first_date(reader, terms, "ram:DueDateDateTime")
    invoice.payment_terms = all_text(settlement, "ram:SpecifiedTradePaymentTerms", "ram:Description")
    invoice.accounting_reference = text(settlement, "ram:ReceivableSpecifiedTradeAccountingAccount", "ram:ID")
    invoice.preceding_invoices = [
        InvoiceReference(
            number=text(node, "ram:IssuerAssignedID"), issue_date=reader.date(node, "ram:FormattedIssueDateTime")
        )
        for node in settlement.all("ram:InvoiceReferencedDocument")
    ]
    invoice.payee = party(reader, settlement.child("ram:PayeeTradeParty"))
    invoice.period = reader.period(settlement.child("ram:BillingSpecifiedPeriod"))
    invoice.payment_instructions = payment_instructions(reader, settlement)
    invoice.creditor_identifier = text(settlement, "ram:CreditorReferenceID")
    path = reader.document.place(settlement).path
    invoice.allowances_and_charges = allowances_and_charges(reader, settlement, path)
    invoice.vat_breakdown = vat_breakdown(reader, settlement)
    _total(reader, invoice, settlement.child("ram:SpecifiedTradeSettlementHeaderMonetarySummation"))


def _total(reader: CiiReader, invoice: Invoice, totals: Node | None) -> None:
    invoice.line_total = reader.amount(totals, "ram:LineTotalAmount")
    invoice.allowance_total = reader.amount(totals, "ram:AllowanceTotalAmount")
    invoice.charge_total = reader.amount(totals, "ram:ChargeTotalAmount")
    invoice.total_without_vat = reader.amount(totals, "ram:TaxBasisTotalAmount")
    invoice.vat_total = _vat_total(reader, totals, invoice.currency)
    invoice.vat_total_in_vat_currency = _vat_total(reader, totals, invoice.vat_currency)
    invoice.total_with_vat = reader.amount(totals, "ram:GrandTotalAmount")
    invoice.paid_amount = reader.amount(totals, "ram:TotalPrepaidAmount")
    invoice.rounding_amount = reader.amount(totals, "ram:RoundingAmount")
    invoice.payable_amount = reader.amount(totals, "ram:DuePayableAmount")


def _vat_total(reader: CiiReader, totals: Node | None, currency: str) -> Decimal | None:
    for amount in totals.all("ram:TaxTotalAmount") if totals and currency else ():
        if attribute(amount, "currencyID") == currency:
            return reader.number(amount)
    return None


def _first_date(reader: CiiReader, nodes: Sequence[Node], name: str) -> datetime.date | None:
    """The first date of a name that some of the nodes have; every one of them is read, for its faults."""
    dates = [reader.date(node, name) for node in nodes]
    return next((found for found in dates if found), None)


def _reference(node: Node | None, name: str) -> str:
    return text(node, name, "ram:IssuerAssignedID")
