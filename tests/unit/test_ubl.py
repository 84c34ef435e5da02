"""The e-invoice reader: recognition, envelopes, every field that a ledger needs, and bad documents."""

import base64
import hashlib
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.findings import Finding
from gateway.formats.base import HEAD_SIZE, ReadingContext
from gateway.formats.ubl import FORMAT
from gateway.messages.invoice import Invoice
from gateway.schemas import SchemaStore

pytestmark = pytest.mark.unit

REPOSITORY = Path(__file__).parents[2]
SAMPLES = REPOSITORY / "samples" / "efaktura"
UBL_SAMPLES = sorted(path for path in SAMPLES.glob("*.xml") if not path.name.startswith("svefaktura"))
EINVOICES = REPOSITORY.parent / "shared" / "conformance" / "einvoice"
STORE = SchemaStore(REPOSITORY / "xsd")
CONTEXT = ReadingContext(schemas=STORE)

needs_schemas = pytest.mark.skipif(
    any("ubl" in document for document in STORE.missing()), reason="run: gateway schemas install"
)
needs_conformance = pytest.mark.skipif(not EINVOICES.is_dir(), reason="conformance documents are not here")


def read(path: Path) -> tuple[list[Invoice], list[Finding]]:
    parts = list(FORMAT.read(path, CONTEXT))
    invoices = [part for part in parts if isinstance(part, Invoice)]
    findings = [part for part in parts if isinstance(part, Finding)]
    return invoices, findings + [fault for invoice in invoices for fault in invoice.faults]


def read_text(tmp_path: Path, text: str) -> tuple[list[Invoice], list[Finding]]:
    path = tmp_path / "invoice.xml"
    path.write_text(text, encoding="utf-8")
    return read(path)


def sample(name: str) -> str:
    return (SAMPLES / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", UBL_SAMPLES, ids=lambda path: path.stem)
def test_every_sample_is_recognised(path: Path) -> None:
    assert FORMAT.recognise(path.read_bytes()[:HEAD_SIZE])


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"<Invoice/>",
        b'<Invoice xmlns="urn:sfti:documents:BasicInvoice:1:0"/>',
        b'<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"/>',
        b'<StandardBusinessDocument xmlns="http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"><a/>',
        b"#FLAGGA 0",
    ],
)
def test_other_documents_are_not_recognised(head: bytes) -> None:
    assert not FORMAT.recognise(head)


@needs_schemas
def test_an_invoice_is_read_in_full() -> None:
    [invoice], findings = read(SAMPLES / "faktura-kontorsvaror.xml")
    assert findings == []
    assert (invoice.number, invoice.type_code, invoice.currency) == ("20261001", "380", "SEK")
    assert (invoice.issue_date, invoice.due_date) == (date(2026, 10, 1), date(2026, 10, 31))
    assert invoice.seller.name == "Exempel Kontorsvaror AB"
    assert invoice.seller.organisation_number == "5569001208"
    assert invoice.seller.vat_number == "SE556900120801"
    assert invoice.seller.tax_registration == "GODKÄND FÖR F-SKATT"
    assert invoice.seller.address is not None
    assert invoice.seller.address.city == "Stockholm"
    assert invoice.buyer.peppol_id == "0007:5569003428"
    assert invoice.reference == "KST1001"
    assert invoice.payment is not None
    assert (invoice.payment.bankgiro, invoice.payment.remittance_reference) == ("9000126", "2026100103")
    assert [(entry.rate, entry.taxable_amount, entry.vat_amount) for entry in invoice.vat_breakdown] == [
        (Decimal(25), Decimal("3790.00"), Decimal("947.50")),
        (Decimal(12), Decimal("649.00"), Decimal("77.88")),
    ]
    assert (invoice.total_without_vat, invoice.vat_total) == (Decimal("4439.00"), Decimal("1025.38"))
    assert invoice.payable_amount == Decimal("5464.38")
    assert [(line.quantity, line.net_price, line.vat_rate) for line in invoice.lines] == [
        (Decimal(20), Decimal("189.50"), Decimal(25)),
        (Decimal(10), Decimal("64.90"), Decimal(12)),
    ]


@needs_schemas
def test_parts_know_their_line_and_path() -> None:
    [invoice], _ = read(SAMPLES / "faktura-kontorsvaror.xml")
    lines = sample("faktura-kontorsvaror.xml").splitlines()
    assert [line.place.path for line in invoice.lines] == [
        "/Invoice/cac:InvoiceLine[1]",
        "/Invoice/cac:InvoiceLine[2]",
    ]
    for part in (*invoice.lines, *invoice.vat_breakdown):
        assert part.place.line is not None
        assert part.place.record in lines[part.place.line - 1]


@needs_schemas
def test_a_credit_note_has_positive_amounts_its_due_date_and_what_it_credits() -> None:
    [invoice], findings = read(SAMPLES / "kreditfaktura-kontorsvaror.xml")
    assert findings == []
    assert (invoice.is_credit_note, invoice.sign, invoice.payable_amount) == (True, -1, Decimal("145.38"))
    assert invoice.due_date == date(2026, 11, 14)
    assert [reference.number for reference in invoice.preceding_invoices] == ["20261001"]
    assert invoice.lines[0].quantity == 2


@needs_schemas
def test_an_enveloped_invoice_is_read_as_if_it_came_bare_and_its_attachment_is_known() -> None:
    [invoice], findings = read(SAMPLES / "faktura-med-bilaga-i-kuvert.xml")
    assert findings == []
    assert invoice.lines[0].place.path == "/Invoice/cac:InvoiceLine[1]"
    [attachment] = invoice.attachments
    text = sample("faktura-med-bilaga-i-kuvert.xml")
    content = base64.b64decode(text.partition('pdf">')[2].partition("<")[0])
    assert content.startswith(b"%PDF-")
    assert (attachment.file_name, attachment.mime_code) == ("arbetsrapport-42.pdf", "application/pdf")
    assert (attachment.size, attachment.sha256) == (len(content), hashlib.sha256(content).hexdigest())


@needs_schemas
def test_an_attachment_over_ten_megabytes_is_read(tmp_path: Path) -> None:
    content = b"\x00" * 12_000_000
    text = sample("faktura-med-bilaga-i-kuvert.xml")
    small = text.partition('pdf">')[2].partition("<")[0]
    [invoice], findings = read_text(tmp_path, text.replace(small, base64.b64encode(content).decode()))
    assert findings == []
    assert invoice.attachments[0].size == len(content)


@needs_schemas
@pytest.mark.parametrize("damage", ["JVBE*Rgo=", "JVBER"])
def test_a_damaged_attachment_rejects_the_invoice(tmp_path: Path, damage: str) -> None:
    text = sample("faktura-med-bilaga-i-kuvert.xml")
    small = text.partition('pdf">')[2].partition("<")[0]
    _, findings = read_text(tmp_path, text.replace(small, damage))
    assert {found.code for found in findings} <= {"XML-SCHEMA-VALUE", "INVOICE-ATTACHMENT-DAMAGED"}
    assert any(found.rejects for found in findings)


@needs_schemas
@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("poacc:billing:3.0<", "poacc:selfbilling:3.0<", "INVOICE-SPECIFICATION"),
        ("<cbc:IssueDate>2026-10-01<", "<cbc:IssueDate>12026-10-01<", "INVOICE-DATE"),
        (">5464.38<", ">0" + "0" * 40 + "5464.38<", "INVOICE-NUMBER-TOO-LONG"),
        (">5464.38<", ">5464,38<", "XML-SCHEMA-VALUE"),
        (">5464.38<", "><", "XML-SCHEMA-VALUE"),
        (">5464.38<", ">NaN<", "XML-SCHEMA-VALUE"),
        (' currencyID="SEK">5464.38', ">5464.38", "XML-SCHEMA-ATTRIBUTE"),
        ("cbc:IssueDate", "cbc:Issuedate", "XML-SCHEMA-ELEMENT-UNEXPECTED"),
        ("<Invoice ", '<!DOCTYPE Invoice [<!ENTITY a "b">]><Invoice ', "XML-DOCTYPE"),
        ("</Invoice>", "", "XML-MALFORMED"),
    ],
)
def test_a_fault_in_an_invoice_is_found(tmp_path: Path, old: str, new: str, code: str) -> None:
    text = sample("faktura-kontorsvaror.xml")
    assert old in text
    _, findings = read_text(tmp_path, text.replace(old, new))
    assert code in [found.code for found in findings]
    assert all(found.rejects for found in findings)


@needs_schemas
def test_a_date_with_a_time_zone_is_read_as_the_date(tmp_path: Path) -> None:
    text = sample("faktura-kontorsvaror.xml").replace("2026-10-31<", "2026-10-31+01:00<")
    [invoice], findings = read_text(tmp_path, text)
    assert (invoice.due_date, findings) == (date(2026, 10, 31), [])


@needs_schemas
def test_an_envelope_to_another_receiver_is_a_warning(tmp_path: Path) -> None:
    text = sample("faktura-med-bilaga-i-kuvert.xml").replace('upis">0007:5569003428<', 'upis">0007:5590001185<')
    invoices, findings = read_text(tmp_path, text)
    assert len(invoices) == 1
    assert [(found.code, found.rejects) for found in findings] == [("INVOICE-ENVELOPE-RECEIVER", False)]


@needs_schemas
def test_an_envelope_without_its_receiver_rejects_the_file(tmp_path: Path) -> None:
    text = sample("faktura-med-bilaga-i-kuvert.xml")
    start, end = text.index("<Receiver>"), text.index("</Receiver>") + len("</Receiver>")
    _, findings = read_text(tmp_path, text[:start] + text[end:])
    assert any(found.rejects_file for found in findings)


@needs_schemas
@given(st.data())
def test_no_damage_to_a_document_makes_the_reader_raise(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    content = bytearray((SAMPLES / "faktura-med-bilaga-i-kuvert.xml").read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        position = data.draw(st.integers(0, len(content) - 1))
        content[position : position + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    path = tmp_path_factory.getbasetemp() / "damaged.xml"
    path.write_bytes(content)
    assert all(isinstance(part, Invoice | Finding) for part in FORMAT.read(path, CONTEXT))


@needs_schemas
@needs_conformance
def test_schema_verdicts_agree_with_every_conformance_document() -> None:
    entries = json.loads((EINVOICES / "documents.json").read_text(encoding="utf-8"))
    wrong = []
    for entry in entries:
        path = EINVOICES / entry["file"]
        if not FORMAT.recognise(path.read_bytes()[:HEAD_SIZE]):
            continue
        _, findings = read(path)
        is_valid = not any(found.code.startswith("XML-") for found in findings)
        if is_valid != entry["xsd"]:
            wrong.append(entry["file"])
    assert len(entries) > 100
    assert wrong == []
