"""UBL documents read as Invoice messages: every term, its place, what cannot be used, and attachments on demand."""

import base64
import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from gateway.formats.attachment_content import contents_of
from gateway.formats.ubl_invoice import read_invoice
from gateway.formats.ubl_writer import ubl_document
from gateway.messages.invoice import Identifier, Invoice, Period, is_stated
from gateway.nodes import Document

pytestmark = pytest.mark.unit

EINVOICES = Path(__file__).parents[4] / "shared" / "conformance" / "einvoice"
PARSER = etree.XMLParser(remove_comments=True, remove_pis=True, resolve_entities=False)
UBL = "urn:oasis:names:specification:ubl:schema:xsd"

needs_conformance = pytest.mark.skipif(not EINVOICES.is_dir(), reason="conformance documents are not here")


def document(content: str, name: str = "Invoice") -> Document:
    text = (
        f'<{name} xmlns="{UBL}:{name}-2" xmlns:cac="{UBL}:CommonAggregateComponents-2"'
        f' xmlns:cbc="{UBL}:CommonBasicComponents-2">\n{content}\n</{name}>'
    )
    return Document(etree.fromstring(text, PARSER))


def read(content: str, name: str = "Invoice") -> Invoice:
    return read_invoice(document(content, name))


def test_a_document_that_says_nothing_is_an_invoice_that_states_nothing() -> None:
    invoice = read("")
    assert (invoice.number, invoice.seller.name, invoice.lines, invoice.faults) == ("", "", [], [])
    assert invoice.payable_amount == 0
    assert not is_stated(invoice.payable_amount)
    assert invoice.document is not None


def test_an_amount_of_zero_that_stands_there_is_stated() -> None:
    amount = "<cac:LegalMonetaryTotal><cbc:PrepaidAmount>0.00</cbc:PrepaidAmount></cac:LegalMonetaryTotal>"
    assert is_stated(read(amount).paid_amount)


def test_the_invoicing_period_and_the_vat_point_date_code_share_an_element() -> None:
    code = "<cac:InvoicePeriod><cbc:DescriptionCode>35</cbc:DescriptionCode></cac:InvoicePeriod>"
    start = "<cac:InvoicePeriod><cbc:StartDate>2026-10-01</cbc:StartDate></cac:InvoicePeriod>"
    assert (read(code).period, read(code).vat_point_date_code) == (None, "35")
    assert (read(start).period, read(start).vat_point_date_code) == (Period(start=datetime.date(2026, 10, 1)), "")


def test_only_vat_categories_count() -> None:
    def category(code: str, scheme: str) -> str:
        inside = f"<cbc:ID>{code}</cbc:ID><cac:TaxScheme><cbc:ID>{scheme}</cbc:ID></cac:TaxScheme>"
        return f"<cac:ClassifiedTaxCategory>{inside}</cac:ClassifiedTaxCategory>"

    item = f"<cac:Item>{category('X', 'GST')}{category('S', 'vat')}</cac:Item>"
    item = f"<cac:InvoiceLine>{item}</cac:InvoiceLine>"
    assert read(item).lines[0].vat_category == "S"


def test_an_identifier_from_the_bank_is_the_creditor_identifier_and_no_other() -> None:
    numbers = '<cac:PartyIdentification><cbc:ID schemeID="SEPA">SE1</cbc:ID></cac:PartyIdentification>'
    numbers += '<cac:PartyIdentification><cbc:ID schemeID="0088">73</cbc:ID></cac:PartyIdentification>'
    invoice = read(f"<cac:AccountingSupplierParty><cac:Party>{numbers}</cac:Party></cac:AccountingSupplierParty>")
    assert invoice.creditor_identifier == "SE1"
    assert invoice.seller.identifiers == [Identifier(value="73", scheme="0088")]


def test_the_vat_total_is_the_one_in_the_invoice_currency() -> None:
    total = '<cac:TaxTotal><cbc:TaxAmount currencyID="{}">{}</cbc:TaxAmount></cac:TaxTotal>'
    currencies = (
        "<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode><cbc:TaxCurrencyCode>SEK</cbc:TaxCurrencyCode>"
    )
    invoice = read(currencies + total.format("SEK", "250.00") + total.format("EUR", "25.00"))
    assert (invoice.vat_total, invoice.vat_total_in_vat_currency) == (Decimal(25), Decimal(250))


@pytest.mark.parametrize(
    ("element", "code", "path"),
    [
        ("<cbc:IssueDate>12026-10-01</cbc:IssueDate>", "INVOICE-DATE", "/Invoice/cbc:IssueDate"),
        ("<cbc:DueDate>2026-02-30</cbc:DueDate>", "INVOICE-DATE", "/Invoice/cbc:DueDate"),
        (
            f"<cac:Price><cbc:PriceAmount>{'9' * 40}</cbc:PriceAmount></cac:Price>",
            "INVOICE-NUMBER-TOO-LONG",
            "/Invoice/cac:InvoiceLine/cac:Price/cbc:PriceAmount",
        ),
        (
            "<cbc:LineExtensionAmount>1,5</cbc:LineExtensionAmount>",
            "XML-SCHEMA-VALUE",
            "/Invoice/cac:InvoiceLine/cbc:LineExtensionAmount",
        ),
    ],
)
def test_a_value_that_cannot_be_used_is_a_fault_of_the_invoice(element: str, code: str, path: str) -> None:
    content = element if "Date" in element else f"<cac:InvoiceLine>{element}</cac:InvoiceLine>"
    [fault] = read(content).faults
    assert (fault.code, fault.place.path, fault.place.line) == (code, path, 2)
    assert fault.rejects
    assert not fault.rejects_file


def test_every_part_knows_its_line_and_path() -> None:
    invoice = read(
        "<cac:AccountingSupplierParty/>\n<cac:PaymentMeans/>\n<cac:AllowanceCharge/>\n<cac:AllowanceCharge/>\n"
        "<cac:TaxTotal><cac:TaxSubtotal/></cac:TaxTotal>\n"
        "<cac:InvoiceLine/>\n<cac:InvoiceLine><cac:AllowanceCharge/></cac:InvoiceLine>"
    )
    assert [(part.place.line, part.place.path) for part in (invoice.seller, *invoice.payment_instructions)] == [
        (2, "/Invoice/cac:AccountingSupplierParty"),
        (3, "/Invoice/cac:PaymentMeans"),
    ]
    assert [(part.place.line, part.place.path) for part in invoice.allowances_and_charges] == [
        (4, "/Invoice/cac:AllowanceCharge[1]"),
        (5, "/Invoice/cac:AllowanceCharge[2]"),
    ]
    assert invoice.vat_breakdown[0].place.path == "/Invoice/cac:TaxTotal/cac:TaxSubtotal"
    assert invoice.lines[1].place.path == "/Invoice/cac:InvoiceLine[2]"
    assert invoice.lines[1].allowances_and_charges[0].place.path == "/Invoice/cac:InvoiceLine[2]/cac:AllowanceCharge"
    assert invoice.document is not None
    for part in (*invoice.allowances_and_charges, *invoice.vat_breakdown, *invoice.lines):
        places = [invoice.document.place(node) for node in invoice.document.named(part.place.record)]
        assert part.place in places


EMBEDDED = (
    "<cac:AdditionalDocumentReference><cbc:ID>{}</cbc:ID>{}<cac:Attachment><cbc:EmbeddedDocumentBinaryObject"
    ' mimeCode="text/csv" filename="{}">{}</cbc:EmbeddedDocumentBinaryObject></cac:Attachment>'
    "</cac:AdditionalDocumentReference>"
)


def test_the_content_of_attachments_is_taken_from_the_document_on_demand() -> None:
    first = base64.b64encode(b"a;b").decode()
    invoiced_object = EMBEDDED.format("O1", "<cbc:DocumentTypeCode>130</cbc:DocumentTypeCode>", "no.csv", first)
    link = "<cac:AdditionalDocumentReference><cbc:ID>B</cbc:ID></cac:AdditionalDocumentReference>"
    second = EMBEDDED.format(
        "C", "", "c.csv", f"\n {base64.b64encode(b'c;d').decode()[:2]}\n{base64.b64encode(b'c;d').decode()[2:]} "
    )
    invoice = read(invoiced_object + EMBEDDED.format("A", "", "a.csv", first) + link + second)
    assert invoice.faults == []
    assert invoice.invoiced_object == "O1"
    assert [attachment.identifier for attachment in invoice.attachments] == ["A", "B", "C"]
    assert [(attachment.file_name, content) for attachment, content in contents_of(invoice)] == [
        ("a.csv", b"a;b"),
        ("c.csv", b"c;d"),
    ]


@pytest.mark.parametrize(
    ("content", "code", "rejects"),
    [("JVBE*Rgo=", "INVOICE-ATTACHMENT-DAMAGED", True), ("", "INVOICE-ATTACHMENT-EMPTY", False)],
)
def test_a_damaged_attachment_is_a_fault_and_an_empty_one_a_warning(content: str, code: str, rejects: bool) -> None:
    invoice = read(EMBEDDED.format("A", "", "a.csv", content))
    assert [(fault.code, fault.rejects, fault.about) for fault in invoice.faults] == [(code, rejects, "a.csv")]
    assert list(contents_of(invoice)) == []


@needs_conformance
def test_no_fragment_of_the_unit_suites_makes_reader_or_writer_raise() -> None:
    count = 0
    for path in sorted(EINVOICES.glob("*-unit-*/**/*.xml")):
        for fragment in etree.parse(path, PARSER).iter(
            f"{{{UBL}:Invoice-2}}Invoice", f"{{{UBL}:CreditNote-2}}CreditNote"
        ):
            invoice = read_invoice(Document(fragment))
            ubl_document(invoice)
            assert invoice.document is not None
            count += 1
    assert count > 1600
