"""A Cross Industry Invoice as an Invoice in EN 16931 terms.

Source: EN 16931-3-3 (syntax binding to UN/CEFACT CII D16B).
"""

import datetime
from collections.abc import Sequence
from decimal import Decimal

from gateway.formats.cii_attachments import attachments, tender_reference
from gateway.formats.cii_lines import allowances_and_charges, invoice_lines, invoiced_object, vat_breakdown
from gateway.formats.cii_party import identifiers, party, payment_instructions, postal_address, trading_party
from gateway.formats.cii_values import CiiValues, text, texts
from gateway.formats.ubl_values import attribute, child
from gateway.messages.invoice import UNSTATED_DATE, Identifier, Invoice, InvoiceReference, Party
from gateway.nodes import Document, Node

_TRANSACTION = "/rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction"
_AGREEMENT = f"{_TRANSACTION}/ram:ApplicableHeaderTradeAgreement"
_SETTLEMENT = f"{_TRANSACTION}/ram:ApplicableHeaderTradeSettlement"

_VAT_POINT_CODES = {"5": "3", "29": "35", "72": "432"}
"""What CII writes with the codes of UNCL2475, EN 16931-1 with those of UNCL2005 (BT-8)."""


def read_invoice(document: Document) -> Invoice:
    """The invoice or credit note in a schema-valid document; `faults` holds what in it could not be read."""
    root = document.root
    head = root.child("rsm:ExchangedDocument")
    context = root.child("rsm:ExchangedDocumentContext")
    values = CiiValues(document)
    invoice = Invoice(
        number=text(head, "ram:ID"),
        issue_date=values.date(head, "ram:IssueDateTime") or UNSTATED_DATE,
        type_code=text(head, "ram:TypeCode"),
        currency="",
        seller=Party(),
        buyer=Party(),
        notes=_notes(head),
        process=text(context, "ram:BusinessProcessSpecifiedDocumentContextParameter", "ram:ID"),
        specification=text(context, "ram:GuidelineSpecifiedDocumentContextParameter", "ram:ID"),
        place=document.place(root),
        document=document,
        faults=values.faults,
    )
    if transaction := root.child("rsm:SupplyChainTradeTransaction"):
        _agree(values, invoice, transaction.child("ram:ApplicableHeaderTradeAgreement"))
        _deliver(values, invoice, transaction.child("ram:ApplicableHeaderTradeDelivery"))
        _settle(values, invoice, transaction.child("ram:ApplicableHeaderTradeSettlement"))
        invoice.lines = invoice_lines(values, transaction, _TRANSACTION)
    return invoice


def _notes(head: Node | None) -> list[str]:
    return [note for node in (head.all("ram:IncludedNote") if head else ()) if (note := _note(node))]


def _note(node: Node) -> str:
    subject = text(node, "ram:SubjectCode")
    content = texts(node, "ram:Content")
    return f"#{subject}#{content}" if subject else content


def _agree(values: CiiValues, invoice: Invoice, agreement: Node | None) -> None:
    """What was agreed on: parties, and references to what came before the delivery."""
    invoiced = invoiced_object(agreement) if agreement else Identifier(value="")
    invoice.seller = trading_party(agreement, "ram:SellerTradeParty", _AGREEMENT)
    invoice.buyer = trading_party(agreement, "ram:BuyerTradeParty", _AGREEMENT)
    invoice.tax_representative = party(agreement, "ram:SellerTaxRepresentativeTradeParty", _AGREEMENT)
    invoice.buyer_reference = text(agreement, "ram:BuyerReference")
    invoice.project_reference = text(agreement, "ram:SpecifiedProcuringProject", "ram:ID")
    invoice.contract_reference = _reference(agreement, "ram:ContractReferencedDocument")
    invoice.order_reference = _reference(agreement, "ram:BuyerOrderReferencedDocument")
    invoice.sales_order_reference = _reference(agreement, "ram:SellerOrderReferencedDocument")
    invoice.tender_reference = tender_reference(agreement)
    invoice.invoiced_object = invoiced.value
    invoice.invoiced_object_scheme = invoiced.scheme
    invoice.attachments = attachments(values, agreement, _AGREEMENT)


def _deliver(values: CiiValues, invoice: Invoice, delivery: Node | None) -> None:
    """What was delivered, when and where."""
    event = child(delivery, "ram:ActualDeliverySupplyChainEvent")
    invoice.receiving_reference = _reference(delivery, "ram:ReceivingAdviceReferencedDocument")
    invoice.despatch_reference = _reference(delivery, "ram:DespatchAdviceReferencedDocument")
    invoice.delivery_date = values.date(event, "ram:OccurrenceDateTime")
    if receiver := child(delivery, "ram:ShipToTradeParty"):
        invoice.delivery_name = text(receiver, "ram:Name")
        # EN 16931 has one identifier here, and in CII the one with a scheme stands last.
        invoice.delivery_location = next(reversed(identifiers(receiver)), None)
        invoice.delivery_address = postal_address(receiver.child("ram:PostalTradeAddress"))


def _settle(values: CiiValues, invoice: Invoice, settlement: Node | None) -> None:
    """What is to be paid: currencies, payment, VAT and totals."""
    if settlement is None:
        return
    taxes = settlement.all("ram:ApplicableTradeTax")
    code = text(settlement, "ram:ApplicableTradeTax", "ram:DueDateTypeCode")
    invoice.currency = text(settlement, "ram:InvoiceCurrencyCode")
    invoice.vat_currency = text(settlement, "ram:TaxCurrencyCode")
    invoice.vat_point_date_code = _VAT_POINT_CODES.get(code, code)
    invoice.tax_point_date = _first_date(values, taxes, "ram:TaxPointDate")
    terms = settlement.all("ram:SpecifiedTradePaymentTerms")
    invoice.due_date = _first_date(values, terms, "ram:DueDateDateTime")
    invoice.payment_terms = texts(settlement, "ram:SpecifiedTradePaymentTerms", "ram:Description")
    invoice.accounting_reference = text(settlement, "ram:ReceivableSpecifiedTradeAccountingAccount", "ram:ID")
    invoice.preceding_invoices = [
        InvoiceReference(
            number=text(node, "ram:IssuerAssignedID"), issue_date=values.date(node, "ram:FormattedIssueDateTime")
        )
        for node in settlement.all("ram:InvoiceReferencedDocument")
    ]
    invoice.payee = party(settlement, "ram:PayeeTradeParty", _SETTLEMENT)
    invoice.period = values.period(settlement)
    invoice.payment_instructions = payment_instructions(settlement, _SETTLEMENT)
    invoice.creditor_identifier = text(settlement, "ram:CreditorReferenceID")
    invoice.allowances_and_charges = allowances_and_charges(values, settlement, _SETTLEMENT)
    invoice.vat_breakdown = vat_breakdown(values, settlement, _SETTLEMENT)
    _total(values, invoice, settlement.child("ram:SpecifiedTradeSettlementHeaderMonetarySummation"))


def _total(values: CiiValues, invoice: Invoice, totals: Node | None) -> None:
    invoice.line_total = values.amount(totals, "ram:LineTotalAmount")
    invoice.allowance_total = values.amount(totals, "ram:AllowanceTotalAmount")
    invoice.charge_total = values.amount(totals, "ram:ChargeTotalAmount")
    invoice.total_without_vat = values.amount(totals, "ram:TaxBasisTotalAmount")
    invoice.vat_total = _vat_total(values, totals, invoice.currency)
    invoice.vat_total_in_vat_currency = _vat_total(values, totals, invoice.vat_currency)
    invoice.total_with_vat = values.amount(totals, "ram:GrandTotalAmount")
    invoice.paid_amount = values.amount(totals, "ram:TotalPrepaidAmount")
    invoice.rounding_amount = values.amount(totals, "ram:RoundingAmount")
    invoice.payable_amount = values.amount(totals, "ram:DuePayableAmount")


def _vat_total(values: CiiValues, totals: Node | None, currency: str) -> Decimal | None:
    for amount in totals.all("ram:TaxTotalAmount") if totals and currency else ():
        if attribute(amount, "currencyID") == currency:
            return values.number_in(amount)
    return None


def _first_date(values: CiiValues, nodes: Sequence[Node], name: str) -> datetime.date | None:
    """The first date of a name that some of the nodes have; every one of them is read, for its faults."""
    dates = [values.date(node, name) for node in nodes]
    return next((found for found in dates if found), None)


def _reference(node: Node | None, name: str) -> str:
    return text(node, name, "ram:IssuerAssignedID")
