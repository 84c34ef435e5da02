"""An Invoice written as UBL 2.1 Invoice or CreditNote, by its type code, as PEPPOL BIS Billing 3.0 asks.

What an Invoice lacks is not written, so an Invoice without its mandatory terms gives a document that the schema
or the rules refuse: `ubl_document` makes one for the rules to judge, whose places lead back to the file that the
Invoice was read from. Texts that UBL demands where an Invoice says nothing are ``NA``.
Source: OASIS UBL 2.1 (order of elements), EN 16931-3-2 (binding), Peppol BIS Billing 3.0.
"""

import base64
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType

from lxml import etree

from gateway.findings import Place
from gateway.formats.ubl_attachments import PROJECT
from gateway.formats.ubl_elements import Element, date, group, number, rendered, text
from gateway.formats.ubl_line_writer import allowance_or_charge, invoice_line, invoiced_object, period, tax_totals
from gateway.formats.ubl_party_writer import delivery, named_party, payment_means, trading_party
from gateway.formats.ubl_values import NOT_AVAILABLE
from gateway.messages.invoice import UNSTATED_DATE, Attachment, Invoice, InvoiceReference
from gateway.nodes import Document, Node

SPECIFICATION = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
PROCESS = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"

_NO_VAT = Decimal("0.00")
"""What stands for a total VAT amount that an invoice with a VAT breakdown does not state: UBL demands one."""
_NO_CONTENTS: Mapping[str, bytes] = MappingProxyType({})


def write_invoice(invoice: Invoice, contents: Mapping[str, bytes] = _NO_CONTENTS) -> bytes:
    """An invoice as UTF-8 XML; `contents` are the bytes of its attachments, by SHA-256 in hex.

    An invoice that names no specification is written as PEPPOL BIS Billing 3.0, and so is a Peppol invoice that names
    no business process. An attachment without its content is written as a reference: its identifier, description and
    external location.
    """
    tree = invoice_tree(invoice, contents)
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def invoice_tree(invoice: Invoice, contents: Mapping[str, bytes] = _NO_CONTENTS) -> etree._ElementTree:
    """The same as an lxml tree."""
    if invoice.vat_total is None and invoice.vat_breakdown:
        invoice = replace(invoice, vat_total=_NO_VAT)
    specification = invoice.specification or SPECIFICATION
    process = invoice.process or (PROCESS if specification == SPECIFICATION else "")
    root, _ = rendered(_root_name(invoice), _document(invoice, specification, process, contents), invoice.place)
    return etree.ElementTree(root)


def ubl_document(invoice: Invoice) -> "WrittenDocument":
    """An invoice as nodes of UBL, exactly as it is: no default stands in for what it lacks."""
    elements = _document(invoice, invoice.specification, invoice.process, None)
    return WrittenDocument(*rendered(_root_name(invoice), elements, invoice.place))


class WrittenDocument(Document):
    """UBL made of an Invoice: the place of a node is that of the message part that it was made of."""

    __slots__ = ("_origins",)

    def __init__(self, element: etree._Element, origins: dict[etree._Element, Place]) -> None:
        super().__init__(element)
        self._origins = origins

    def place(self, node: Node, missing: str = "") -> Place:
        """Where the smallest message part that holds a node, or what is missing below it, stands in its own file."""
        for name in missing.split("/"):
            below = node.child(name)
            if below is None:
                break
            node = below
        element: etree._Element | None = node.element
        while element is not None and element not in self._origins:
            element = element.getparent()
        return self._origins[self.root.element if element is None else element]


def _root_name(invoice: Invoice) -> str:
    return "CreditNote" if invoice.is_credit_note else "Invoice"


def _document(
    invoice: Invoice, specification: str, process: str, contents: Mapping[str, bytes] | None
) -> list[Element | None]:
    """The children of the root, in schema order."""
    currency = invoice.currency
    return [
        text("cbc:CustomizationID", specification),
        text("cbc:ProfileID", process),
        text("cbc:ID", invoice.number),
        date("cbc:IssueDate", None if invoice.issue_date == UNSTATED_DATE else invoice.issue_date),
        *_type_and_notes(invoice),
        text("cbc:DocumentCurrencyCode", currency),
        text("cbc:TaxCurrencyCode", invoice.vat_currency),
        text("cbc:AccountingCost", invoice.accounting_reference),
        text("cbc:BuyerReference", invoice.buyer_reference),
        period(invoice.period, invoice.vat_point_date_code),
        *_references(invoice, contents),
        trading_party(
            "cac:AccountingSupplierParty", invoice.seller, "" if invoice.payee else invoice.creditor_identifier
        ),
        trading_party("cac:AccountingCustomerParty", invoice.buyer),
        named_party("cac:PayeeParty", invoice.payee, invoice.creditor_identifier),
        named_party("cac:TaxRepresentativeParty", invoice.tax_representative),
        delivery(invoice),
        *payment_means(invoice),
        group("cac:PaymentTerms", text("cbc:Note", invoice.payment_terms)),
        *(allowance_or_charge(entry, currency) for entry in invoice.allowances_and_charges),
        *tax_totals(invoice),
        _totals(invoice),
        *(invoice_line(line, _root_name(invoice), currency) for line in invoice.lines),
    ]


def _type_and_notes(invoice: Invoice) -> list[Element | None]:
    notes = [text("cbc:Note", note) for note in invoice.notes]
    tax_point = date("cbc:TaxPointDate", invoice.tax_point_date)
    if invoice.is_credit_note:
        return [tax_point, text("cbc:CreditNoteTypeCode", invoice.type_code), *notes]
    type_code = text("cbc:InvoiceTypeCode", invoice.type_code)
    return [date("cbc:DueDate", invoice.due_date), type_code, *notes, tax_point]


def _references(invoice: Invoice, contents: Mapping[str, bytes] | None) -> list[Element | None]:
    tender = _reference("cac:OriginatorDocumentReference", invoice.tender_reference)
    contract = _reference("cac:ContractDocumentReference", invoice.contract_reference)
    additional = [
        invoiced_object("cac:AdditionalDocumentReference", invoice.invoiced_object, invoice.invoiced_object_scheme),
        *(_attachment(attachment, contents) for attachment in invoice.attachments),
    ]
    if invoice.is_credit_note:
        order = [contract, *additional, _project_of_credit_note(invoice), tender]
    else:
        order = [tender, contract, *additional, _reference("cac:ProjectReference", invoice.project_reference)]
    return [
        _order(invoice),
        *(_preceding(reference) for reference in invoice.preceding_invoices),
        _reference("cac:DespatchDocumentReference", invoice.despatch_reference),
        _reference("cac:ReceiptDocumentReference", invoice.receiving_reference),
        *order,
    ]


def _reference(name: str, identifier: str) -> Element | None:
    return group(name, text("cbc:ID", identifier))


def _project_of_credit_note(invoice: Invoice) -> Element | None:
    if not invoice.project_reference:
        return None
    return group(
        "cac:AdditionalDocumentReference",
        text("cbc:ID", invoice.project_reference),
        text("cbc:DocumentTypeCode", PROJECT),
    )


def _order(invoice: Invoice) -> Element | None:
    number = invoice.order_reference or (NOT_AVAILABLE if invoice.sales_order_reference else "")
    return group("cac:OrderReference", text("cbc:ID", number), text("cbc:SalesOrderID", invoice.sales_order_reference))


def _preceding(reference: InvoiceReference) -> Element | None:
    return group(
        "cac:BillingReference",
        group(
            "cac:InvoiceDocumentReference",
            text("cbc:ID", reference.number),
            date("cbc:IssueDate", reference.issue_date),
            required=True,
        ),
    )


def _attachment(attachment: Attachment, contents: Mapping[str, bytes] | None) -> Element | None:
    return group(
        "cac:AdditionalDocumentReference",
        text("cbc:ID", attachment.identifier),
        text("cbc:DocumentDescription", attachment.description),
        group(
            "cac:Attachment",
            _embedded(attachment, contents),
            group("cac:ExternalReference", text("cbc:URI", attachment.external_uri)),
        ),
        required=True,
        origin=attachment.place,
    )


def _embedded(attachment: Attachment, contents: Mapping[str, bytes] | None) -> Element | None:
    name = "cbc:EmbeddedDocumentBinaryObject"
    attributes = {"mimeCode": attachment.mime_code, "filename": attachment.file_name}
    if contents is None:
        # What rules ask about is the kind of the content, not the content.
        return Element(name, attributes=attributes) if attachment.mime_code else None
    content = contents.get(attachment.sha256, b"") if attachment.sha256 else b""
    return text(name, base64.b64encode(content).decode(), **attributes)


def _totals(invoice: Invoice) -> Element | None:
    currency = invoice.currency
    return group(
        "cac:LegalMonetaryTotal",
        number("cbc:LineExtensionAmount", invoice.line_total, currencyID=currency),
        number("cbc:TaxExclusiveAmount", invoice.total_without_vat, currencyID=currency),
        number("cbc:TaxInclusiveAmount", invoice.total_with_vat, currencyID=currency),
        number("cbc:AllowanceTotalAmount", invoice.allowance_total, currencyID=currency),
        number("cbc:ChargeTotalAmount", invoice.charge_total, currencyID=currency),
        number("cbc:PrepaidAmount", invoice.paid_amount, currencyID=currency),
        number("cbc:PayableRoundingAmount", invoice.rounding_amount, currencyID=currency),
        number("cbc:PayableAmount", invoice.payable_amount, currencyID=currency),
        required=True,
    )
