"""A UBL 2.1 Invoice or CreditNote as an Invoice in EN 16931 terms.

Source: EN 16931-3-2 (syntax binding to UBL 2.1) and the syntax of Peppol BIS Billing 3.0.
"""

from gateway.findings import Place
from gateway.formats.ubl_attachments import INVOICED_OBJECT, PROJECT, attachments, document_reference
from gateway.formats.ubl_lines import allowances_and_charges, invoice_lines, period, vat_breakdown, vat_total
from gateway.formats.ubl_party import (
    creditor_identifier,
    named_party,
    payment_instruction,
    postal_address,
    trading_party,
)
from gateway.formats.ubl_values import NOT_AVAILABLE, Values, attribute, child, identifier, placed, text
from gateway.messages.invoice import UNSTATED_DATE, Invoice, InvoiceReference
from gateway.nodes import Document, Node, line_of


def read_invoice(document: Document) -> Invoice:
    """The invoice in a schema-valid document, with it as `document`; what cannot be used is in its `faults`."""
    root = document.root
    values = Values(document)
    path = f"/{root.name}"
    currency = text(root, "cbc:DocumentCurrencyCode")
    order = child(root, "cac:OrderReference")
    totals = child(root, "cac:LegalMonetaryTotal")
    invoice = Invoice(
        number=text(root, "cbc:ID"),
        issue_date=values.date(root, "cbc:IssueDate") or UNSTATED_DATE,
        type_code=text(root, f"cbc:{root.name}TypeCode"),
        currency=currency,
        seller=trading_party(root, "cac:AccountingSupplierParty"),
        buyer=trading_party(root, "cac:AccountingCustomerParty"),
        vat_currency=text(root, "cbc:TaxCurrencyCode"),
        tax_point_date=values.date(root, "cbc:TaxPointDate"),
        vat_point_date_code=text(child(root, "cac:InvoicePeriod"), "cbc:DescriptionCode"),
        due_date=values.date(root, "cbc:DueDate"),
        buyer_reference=text(root, "cbc:BuyerReference"),
        contract_reference=text(child(root, "cac:ContractDocumentReference"), "cbc:ID"),
        order_reference=text(order, "cbc:ID"),
        sales_order_reference=text(order, "cbc:SalesOrderID"),
        receiving_reference=text(child(root, "cac:ReceiptDocumentReference"), "cbc:ID"),
        despatch_reference=text(child(root, "cac:DespatchDocumentReference"), "cbc:ID"),
        tender_reference=text(child(root, "cac:OriginatorDocumentReference"), "cbc:ID"),
        accounting_reference=text(root, "cbc:AccountingCost"),
        payment_terms=text(child(root, "cac:PaymentTerms"), "cbc:Note"),
        notes=[note.word for note in root.all("cbc:Note") if note.word],
        process=text(root, "cbc:ProfileID"),
        specification=text(root, "cbc:CustomizationID"),
        preceding_invoices=_preceding_invoices(values, root),
        payee=named_party(root, "cac:PayeeParty"),
        tax_representative=named_party(root, "cac:TaxRepresentativeParty"),
        period=period(values, root),
        payment_instructions=[
            payment_instruction(means, place) for means, place in placed(root.all("cac:PaymentMeans"), path)
        ],
        creditor_identifier=creditor_identifier(root),
        allowances_and_charges=allowances_and_charges(values, root, path),
        line_total=values.amount(totals, "cbc:LineExtensionAmount"),
        allowance_total=values.amount(totals, "cbc:AllowanceTotalAmount"),
        charge_total=values.amount(totals, "cbc:ChargeTotalAmount"),
        total_without_vat=values.amount(totals, "cbc:TaxExclusiveAmount"),
        vat_total=vat_total(values, root, currency),
        total_with_vat=values.amount(totals, "cbc:TaxInclusiveAmount"),
        paid_amount=values.amount(totals, "cbc:PrepaidAmount"),
        rounding_amount=values.amount(totals, "cbc:PayableRoundingAmount"),
        payable_amount=values.amount(totals, "cbc:PayableAmount"),
        vat_breakdown=vat_breakdown(values, root),
        attachments=attachments(values, document),
        lines=invoice_lines(values, root),
        place=Place(line=line_of(root.element), record=root.name, path=path),
        document=document,
        faults=values.faults,
    )
    _add_references(invoice, root)
    _add_delivery(invoice, values, root)
    _add_credit_note_terms(invoice, values, root)
    if invoice.vat_currency not in ("", currency):
        invoice.vat_total_in_vat_currency = vat_total(values, root, invoice.vat_currency)
    return invoice


def _preceding_invoices(values: Values, root: Node) -> list[InvoiceReference]:
    return [
        InvoiceReference(number=text(reference, "cbc:ID"), issue_date=values.date(reference, "cbc:IssueDate"))
        for reference in root.along("cac:BillingReference", "cac:InvoiceDocumentReference")
    ]


def _add_references(invoice: Invoice, root: Node) -> None:
    invoiced = document_reference(root, INVOICED_OBJECT)
    if invoiced is not None:
        invoice.invoiced_object = invoiced.word
        invoice.invoiced_object_scheme = attribute(invoiced, "schemeID")
    # UBL demands an order number where there is a sales order number.
    if invoice.sales_order_reference and invoice.order_reference == NOT_AVAILABLE:
        invoice.order_reference = ""


def _add_delivery(invoice: Invoice, values: Values, root: Node) -> None:
    delivery = child(root, "cac:Delivery")
    if delivery is None:
        return
    location = child(delivery, "cac:DeliveryLocation")
    invoice.delivery_name = text(child(child(delivery, "cac:DeliveryParty"), "cac:PartyName"), "cbc:Name")
    invoice.delivery_location = identifier(child(location, "cbc:ID"))
    invoice.delivery_date = values.date(delivery, "cbc:ActualDeliveryDate")
    invoice.delivery_address = postal_address(child(location, "cac:Address"))


def _add_credit_note_terms(invoice: Invoice, values: Values, root: Node) -> None:
    """What an Invoice and a CreditNote of UBL 2.1 have in different elements: project, and due date."""
    project = document_reference(root, PROJECT)
    invoice.project_reference = text(child(root, "cac:ProjectReference"), "cbc:ID") or (project.word if project else "")
    invoice.due_date = invoice.due_date or values.date(child(root, "cac:PaymentMeans"), "cbc:PaymentDueDate")
