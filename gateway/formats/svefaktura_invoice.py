"""A Svefaktura 1.0 (SFTI Basic Invoice 1.0) as an Invoice in EN 16931 terms.

Svefaktura's total with VAT is what is to be paid, rounding included: EN 16931 has these apart (BT-112, BT-114,
BT-115). What EN 16931 has no term for, and a person may want to read, is among the notes.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from gateway.findings import Place
from gateway.formats.svefaktura_lines import (
    allowances_and_charges,
    despatch_number,
    invoice_lines,
    order_number,
    vat_breakdown,
)
from gateway.formats.svefaktura_party import payee, payment_instruction, postal_address, trading_party
from gateway.formats.svefaktura_values import SvefakturaValues, identifier
from gateway.formats.ubl_values import attribute, child, placed, text
from gateway.messages.invoice import (
    UNSTATED,
    UNSTATED_DATE,
    AllowanceCharge,
    Attachment,
    Invoice,
    InvoiceReference,
    Period,
    is_stated,
)
from gateway.nodes import Document, Node, line_of

SPECIFICATION = "urn:sfti:documents:BasicInvoice:1:0"
"""What a Svefaktura says it follows: its namespace."""
CONTRACT, OBJECT, DESPATCH, ATTACHMENT = "CT", "ACD", "DQ", "ATS"
"""SFTI's schemes of document references."""

_DELIVERY_NOTE = "#DEL#"
_PAYMENT_PENALTY = "Dröjsmålsränta {} %"


def read_invoice(document: Document) -> Invoice:
    """The invoice in a schema-valid document, with it as `document`; what cannot be used is in its `faults`."""
    root = document.root
    values = SvefakturaValues(document)
    path = f"/{root.name}"
    means = list(placed(root.all("cac:PaymentMeans"), path))
    due_dates = [day for node, _ in means if (day := values.date(node, "cbc:DuePaymentDate"))]
    invoice = Invoice(
        number=text(root, "ID"),
        issue_date=values.date(root, "cbc:IssueDate") or UNSTATED_DATE,
        type_code=text(root, "InvoiceTypeCode"),
        currency=_currency(root),
        seller=trading_party(root, "cac:SellerParty"),
        buyer=trading_party(root, "cac:BuyerParty"),
        vat_currency=text(root, "TaxCurrencyCode"),
        tax_point_date=values.date(root, "TaxPointDate"),
        due_date=min(due_dates, default=None),
        order_reference=order_number(root),
        despatch_reference=_document_reference(root, DESPATCH) or despatch_number(root),
        contract_reference=_document_reference(root, CONTRACT),
        invoiced_object=_document_reference(root, OBJECT),
        payment_terms=_payment_terms(root),
        specification=SPECIFICATION,
        preceding_invoices=[
            InvoiceReference(number=reference.word)
            for reference in root.along("InitialInvoiceDocumentReference", "cac:ID")
        ],
        payee=payee(root),
        period=_period(values, root),
        payment_instructions=[payment_instruction(node, place) for node, place in means],
        allowances_and_charges=allowances_and_charges(values, root, "AllowanceCharge", path),
        vat_breakdown=vat_breakdown(values, root),
        attachments=_attachments(root, path),
        lines=invoice_lines(values, root),
        place=Place(line=line_of(root.element), record=root.name, path=path),
        document=document,
        faults=values.faults,
    )
    invoice.invoiced_object_scheme = OBJECT if invoice.invoiced_object else ""
    _add_delivery(invoice, values, root)
    _add_references_and_notes(invoice, root)
    _add_totals(invoice, values, root)
    return invoice


def _currency(root: Node) -> str:
    """The currency of the invoice; when it is not stated, the one of the amount to pay."""
    stated = text(root, "InvoiceCurrencyCode")
    return stated or attribute(root.first("cac:LegalTotal", "cbc:TaxInclusiveTotalAmount"), "amountCurrencyID")


def _payment_terms(root: Node) -> str:
    terms = child(root, "cac:PaymentTerms")
    penalty = text(terms, "cbc:PenaltySurchargePercent")
    return ". ".join(filter(None, (text(terms, "cbc:Note"), _PAYMENT_PENALTY.format(penalty) if penalty else "")))


def _period(values: SvefakturaValues, root: Node) -> Period | None:
    period = child(root, "InvoicingPeriod")
    if period is None:
        return None
    return Period(start=values.day(period, "cbc:StartDateTime"), end=values.day(period, "cbc:EndDateTime"))


def _document_reference(root: Node, scheme: str) -> str:
    """The first reference of a scheme."""
    for reference in root.along("AdditionalDocumentReference", "cac:ID"):
        if attribute(reference, "identificationSchemeID") == scheme:
            return reference.word
    return ""


def _attachments(root: Node, path: str) -> list[Attachment]:
    """Attachments that travel beside the invoice, and references that no term of their own holds."""
    attachments = []
    with_term = [CONTRACT, OBJECT, DESPATCH]
    for node, place in placed(root.all("AdditionalDocumentReference"), path):
        number = child(node, "cac:ID")
        scheme = attribute(number, "identificationSchemeID")
        if scheme in with_term:
            with_term.remove(scheme)
        elif number is not None and number.word:
            attachments.append(Attachment(identifier=number.word, place=place))
    return attachments


def _add_delivery(invoice: Invoice, values: SvefakturaValues, root: Node) -> None:
    delivery = child(root, "cac:Delivery")
    address = child(delivery, "cac:DeliveryAddress")
    invoice.delivery_date = values.day(delivery, "cbc:ActualDeliveryDateTime")
    invoice.delivery_location = identifier(child(address, "cac:ID"))
    invoice.delivery_address = postal_address(address)


def _add_references_and_notes(invoice: Invoice, root: Node) -> None:
    references = [found.word for found in root.along("RequisitionistDocumentReference", "cac:ID") if found.word]
    invoice.buyer_reference = references[0] if references else ""
    terms = text(child(root, "cac:DeliveryTerms"), "cbc:SpecialTerms")
    every = (text(root, "cbc:Note"), *references[1:], f"{_DELIVERY_NOTE}{terms}" if terms else "")
    invoice.notes = [note for note in every if note]


def _add_totals(invoice: Invoice, values: SvefakturaValues, root: Node) -> None:
    totals = child(root, "cac:LegalTotal")
    entries = invoice.allowances_and_charges
    invoice.line_total = values.amount(totals, "cbc:LineExtensionTotalAmount")
    invoice.allowance_total = _sum(entry for entry in entries if not entry.is_charge)
    invoice.charge_total = _sum(entry for entry in entries if entry.is_charge)
    invoice.total_without_vat = values.amount(totals, "cbc:TaxExclusiveTotalAmount")
    if not is_stated(invoice.total_without_vat):
        invoice.total_without_vat = invoice.line_total - invoice.allowance_total + invoice.charge_total
    invoice.vat_total = _vat(values, root.all("cac:TaxTotal"), "cbc:TotalTaxAmount")
    subtotals = root.along("cac:TaxTotal", "cac:TaxSubTotal")
    invoice.vat_total_in_vat_currency = _vat(values, subtotals, "cac:TaxCurrencyTaxAmount")
    invoice.rounding_amount = values.amount(totals, "cac:RoundOffAmount")
    invoice.payable_amount = values.amount(totals, "cbc:TaxInclusiveTotalAmount")
    invoice.total_with_vat = invoice.payable_amount - invoice.rounding_amount


def _vat(values: SvefakturaValues, nodes: Sequence[Node], name: str) -> Decimal | None:
    amounts = [amount for node in nodes if (amount := values.number(node, name)) is not None]
    return sum(amounts, Decimal(0)) if amounts else None


def _sum(entries: Iterable[AllowanceCharge]) -> Decimal:
    amounts = [entry.amount for entry in entries]
    return sum(amounts, Decimal(0)) if amounts else UNSTATED
