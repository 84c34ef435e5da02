"""Envelopes are taken off: each document in them is read alone, with its own sender, lines and paths."""

from pathlib import Path

import pytest
from lxml import etree

from gateway.findings import Finding
from gateway.formats import ubl
from gateway.formats.attachment_content import contents_of
from gateway.formats.base import ReadingContext
from gateway.formats.envelope import Envelope, OpenedFile, open_envelope
from gateway.formats.registry import CODED_FORMATS
from gateway.messages import Invoice
from gateway.schemas import SchemaStore
from tests.cii_documents import ALL_TERMS
from tests.einvoices import BASIC_INVOICE, SFTI, UN_CEFACT, bare, enveloped, numbered, objects, svefaktura

pytestmark = pytest.mark.unit

PROJECT = Path(__file__).parents[2]
STORE = SchemaStore(PROJECT / "xsd")
CONTEXT = ReadingContext(schemas=STORE)
SVEFAKTUROR = PROJECT.parent / "shared" / "conformance" / "svefaktura"

if any("ubl" in document for document in STORE.missing()):
    pytest.skip("run: gateway schemas install", allow_module_level=True)


def opened(text: str) -> OpenedFile:
    return open_envelope(etree.fromstring(text.encode()), STORE)


def codes(findings: list[Finding]) -> list[str]:
    return [found.code for found in findings]


def read(tmp_path: Path, content: str | bytes) -> tuple[list[Invoice], list[Finding]]:
    """The invoices of a file, read as the format that it is of, and every finding about it."""
    content = content.encode() if isinstance(content, str) else content
    path = tmp_path / "file.xml"
    path.write_bytes(content)
    [form] = [form for form in CODED_FORMATS if form.recognise(content)]
    items = list(form.read(path, CONTEXT))
    invoices = [item for item in items if isinstance(item, Invoice)]
    findings = [item for item in items if isinstance(item, Finding)]
    return invoices, findings + [fault for invoice in invoices for fault in invoice.faults]


def test_a_bare_document_has_no_envelope() -> None:
    [document] = opened(bare()).documents
    assert (document.envelope, document.objects, document.findings) == (None, [], [])


@pytest.mark.parametrize("namespace", [UN_CEFACT, SFTI])
@pytest.mark.parametrize("prefix", ["", "sh", "x-1"])
def test_either_envelope_is_opened_whatever_its_prefix(namespace: str, prefix: str) -> None:
    file = opened(enveloped(bare(), namespace=namespace, prefix=prefix))
    [document] = file.documents
    assert file.findings == []
    assert document.root.getparent() is None
    assert document.envelope == Envelope(sender="0007:5569001208", receiver="0007:5569003428", instance="Invoice-2-1")


def test_of_two_envelopes_the_inner_one_says_who_sent_the_document() -> None:
    inner = enveloped(svefaktura(), namespace=SFTI, standard=BASIC_INVOICE, prefix="sh")
    inner = inner.replace("0007:5569001208", "5569001208")
    file = opened(enveloped(inner, standard=SFTI))
    [document] = file.documents
    assert (file.findings, document.findings) == ([], [])
    assert document.envelope == Envelope(sender="5569001208", receiver="0007:5569003428", instance="0-1")


def test_what_the_inner_header_leaves_out_the_outer_one_says() -> None:
    inner = enveloped(bare()).replace("<Identifier>0007:5569001208</Identifier>", "<Identifier/>")
    [document] = opened(enveloped(inner, standard=UN_CEFACT)).documents
    assert document.envelope is not None
    assert document.envelope.sender == "0007:5569001208"
    assert codes(document.findings) == ["XML-SCHEMA-VALUE"]


def test_an_envelope_may_hold_several_documents_and_several_envelopes() -> None:
    text = enveloped(enveloped(numbered("1"), numbered("2")), enveloped(numbered("3")), numbered("4"))
    numbers = [document.root.findtext("{*}ID") for document in opened(text).documents]
    assert numbers == ["1", "2", "3", "4"]


def test_an_envelope_without_a_document_is_a_finding_about_the_file() -> None:
    file = opened(enveloped(bare(), enveloped()))
    assert len(file.documents) == 1
    assert codes(file.findings) == ["XML-ENVELOPE-EMPTY"]
    assert codes(opened(enveloped()).findings) == ["XML-ENVELOPE-EMPTY"]


def test_an_envelope_that_describes_another_document_is_a_warning() -> None:
    [found] = opened(enveloped(bare(), standard=BASIC_INVOICE)).findings
    assert (found.code, found.rejects, found.value) == ("XML-ENVELOPE-STANDARD", False, BASIC_INVOICE)


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("<StandardBusinessDocumentHeader/>", "XML-SCHEMA-ELEMENT-MISSING"),
        ("<StandardBusinessDocumentHeader>nonsense</StandardBusinessDocumentHeader>", "XML-SCHEMA"),
        (" ", "XML-SCHEMA-ELEMENT"),
    ],
)
def test_a_document_is_read_though_the_header_is_wrong(tmp_path: Path, header: str, code: str) -> None:
    invoices, findings = read(tmp_path, enveloped(bare(), header=header))
    assert [invoice.number for invoice in invoices] == ["20261001"]
    assert any(found.code.startswith(code) and found.rejects_file for found in findings)
    assert all(found.place.document == 0 for found in findings)


def test_a_wrong_header_of_one_document_says_nothing_about_the_others(tmp_path: Path) -> None:
    wrong = enveloped(numbered("2"), header="<StandardBusinessDocumentHeader/>")
    invoices, findings = read(tmp_path, enveloped(enveloped(numbered("1")), wrong, standard=UN_CEFACT))
    assert [(invoice.number, bool(invoice.faults)) for invoice in invoices] == [("1", False), ("2", True)]
    assert {(found.scope, found.about, found.place.document) for found in findings} == {("part", "2", 2)}


def test_lines_are_those_of_the_file_and_paths_begin_at_the_document(tmp_path: Path) -> None:
    text = enveloped(numbered("1"), numbered("2"))
    [_, second], _ = read(tmp_path, text)
    line = second.lines[1].place
    assert (line.path, line.document) == ("/Invoice/cac:InvoiceLine[2]", 0)
    assert second.place.document == 2
    assert line.line is not None
    rows = text.splitlines()
    assert "cac:InvoiceLine" in rows[line.line - 1]
    assert rows[: line.line].count("</Invoice>") == 1


def test_a_fault_in_a_document_is_placed_from_its_own_root_with_the_line_of_the_file(tmp_path: Path) -> None:
    text = enveloped(numbered("1"), numbered("2").replace("<cbc:IssueDate>2026-10-01<", "<cbc:IssueDate>i dag<"))
    [first], [found] = read(tmp_path, text)
    assert first.number == "1"
    assert (found.code, found.value, found.place.path) == ("XML-SCHEMA-VALUE", "i dag", "/Invoice/cbc:IssueDate")
    assert found.place.line is not None
    assert "i dag" in text.splitlines()[found.place.line - 1]
    assert (found.scope, found.about, found.place.document) == ("part", "2", 2)


def test_a_document_without_a_number_is_called_by_its_place_in_the_file(tmp_path: Path) -> None:
    nameless = bare().replace("<cbc:ID>20261001</cbc:ID>", "", 1)
    _, findings = read(tmp_path, enveloped(numbered("1"), nameless))
    assert {(found.about, found.place.document) for found in findings} == {("dokument 2", 2)}


def test_findings_about_the_only_document_are_about_the_file(tmp_path: Path) -> None:
    _, findings = read(tmp_path, enveloped(bare().replace("<cbc:IssueDate>2026-10-01<", "<cbc:IssueDate>i dag<")))
    assert [(found.scope, found.place.document) for found in findings] == [("file", 1)]


def test_a_document_that_is_no_invoice_leaves_its_siblings_alone(tmp_path: Path) -> None:
    order = '<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"/>'
    [invoice], [found] = read(tmp_path, enveloped(numbered("1"), order))
    assert invoice.number == "1"
    assert (found.code, found.scope, found.about) == ("XML-SCHEMA-ROOT", "part", "dokument 2")


@pytest.mark.parametrize(
    ("other", "kind"),
    [
        (svefaktura("2"), "svefaktura-1.0"),
        (numbered("2").replace("poacc:billing", "poacc:selfbilling"), "peppol-self-billing-3"),
    ],
)
def test_a_document_of_another_format_than_the_first_is_refused(tmp_path: Path, other: str, kind: str) -> None:
    [invoice], [found] = read(tmp_path, enveloped(numbered("1"), other))
    assert (invoice.number, invoice.format) == ("1", "peppol-bis-billing-3")
    assert (found.code, found.value, found.about, found.place.document) == ("INVOICE-FORMATS-MIXED", kind, "2", 2)


def test_a_document_of_another_syntax_than_its_format_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "svefaktura.xml"
    path.write_text(svefaktura(), encoding="utf-8")
    [found] = ubl.FORMAT.read(path, CONTEXT)
    assert isinstance(found, Finding)
    assert (found.code, found.value) == ("FILE-FORMAT-WRONG-ROUTE", "svefaktura-1.0")


def test_an_invoice_that_the_buyer_wrote_goes_to_the_seller(tmp_path: Path) -> None:
    own = bare().replace("poacc:billing", "poacc:selfbilling")
    _, [found] = read(tmp_path, enveloped(own))
    assert (found.code, found.expected) == ("INVOICE-ENVELOPE-RECEIVER", "0007:5569001208")
    turned = enveloped(own).replace("<Identifier>0007:5569003428", "<Identifier>0007:5569001208")
    assert read(tmp_path, turned)[1] == []


@pytest.mark.parametrize("encoding", ["UTF-8", "ISO-8859-1", "UTF-16"])
def test_a_document_in_an_envelope_is_read_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>\n' + enveloped(bare())
    [invoice], findings = read(tmp_path, text.encode(encoding))
    assert findings == []
    assert invoice.seller.tax_registration == "GODKÄND FÖR F-SKATT"
    assert read(tmp_path, b"\xef\xbb\xbf" + enveloped(bare()).encode())[1] == []


def test_nothing_but_attachments_is_a_finding_about_the_file(tmp_path: Path) -> None:
    for text in (objects("a", b"x"), enveloped(objects("a", b"x"), namespace=SFTI, standard="")):
        invoices, findings = read(tmp_path, text)
        assert invoices == []
        assert "XML-ENVELOPE-ATTACHMENTS-ALONE" in codes(findings)


def holders(text: str) -> list[list[str | None]]:
    """For each document of a file, the ids of the objects that are taken for its attachments."""
    return [
        [each.findtext("{*}EncodedObject/{*}ObjectID") for each in document.objects]
        for document in opened(text).documents
    ]


def test_an_object_goes_to_the_invoice_that_names_it_and_otherwise_to_the_one_before_it() -> None:
    def file(*content: str) -> str:
        return enveloped(*content, namespace=SFTI, standard=BASIC_INVOICE)

    one, two = svefaktura("1", "a"), svefaktura("2")
    assert holders(file(one, objects("a", b"x"))) == [["a"]]
    assert holders(file(two, one, objects("b", b"x"), objects("a", b"x"))) == [[], ["b", "a"]]
    assert holders(file(one, two, objects("a", b"x"), objects("b", b"x", of="1"))) == [["a", "b"], []]
    assert holders(file(objects("c", b"x"), one, two)) == [["c"], []]
    outer = enveloped(file(one), file(objects("a", b"x")), standard=SFTI)
    assert holders(outer) == [["a"]]


def test_a_cii_invoice_is_read_and_one_that_claims_to_be_peppol_is_refused(tmp_path: Path) -> None:
    [invoice], findings = read(tmp_path, ALL_TERMS)
    assert (invoice.format, codes(findings)) == ("en16931-cii", [])
    claim = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
    _, [found] = read(tmp_path, ALL_TERMS.replace(">urn:cen.eu:en16931:2017<", f">{claim}<"))
    assert (found.code, found.value, found.rejects) == ("INVOICE-SPECIFICATION", claim, True)


def in_sfti(*content: str) -> str:
    """Documents in the envelope of SFTI, and that in the envelope of Peppol."""
    return enveloped(enveloped(*content, namespace=SFTI, standard=BASIC_INVOICE, prefix="sh"), standard=SFTI)


def test_the_objects_of_a_svefaktura_become_its_attachments(tmp_path: Path) -> None:
    text = in_sfti(
        svefaktura("1", "a", "b"), objects("a", b"hej", file_name="a.pdf"), objects("b", b"du"), objects("c", b"!")
    )
    [invoice], findings = read(tmp_path, text)
    assert findings == []
    assert (invoice.format, invoice.number) == ("svefaktura-1.0", "1")
    assert [(each.identifier, each.file_name, each.size) for each in invoice.attachments] == [
        ("urn:sfti:documents:object:a", "a.pdf", 3),
        ("urn:sfti:documents:object:b", "b", 2),
        ("c", "c", 1),
    ]
    assert [content for _, content in contents_of(invoice)] == [b"hej", b"du", b"!"]


def test_an_object_that_did_not_come_is_a_warning(tmp_path: Path) -> None:
    for text in (svefaktura("1", "a", "b"), in_sfti(svefaktura("1", "a", "b"))):
        _, findings = read(tmp_path, text)
        assert [(found.code, found.value, found.rejects) for found in findings] == [
            ("INVOICE-ATTACHMENT-ABSENT", "a", False),
            ("INVOICE-ATTACHMENT-ABSENT", "b", False),
        ]


@pytest.mark.parametrize(
    ("old", "new", "code", "rejects"),
    [
        (">aGVq<", ">aGVq*<", "INVOICE-ATTACHMENT-DAMAGED", True),
        (">aGVq<", ">aGV<", "XML-SCHEMA-VALUE", True),
        (">aGVq<", "><", "INVOICE-ATTACHMENT-EMPTY", False),
        ('"BASE64"', '"HEX"', "INVOICE-ATTACHMENT-DAMAGED", True),
        ("<CreationDateTime>2026-10-05T08:15:00</CreationDateTime>", "", "XML-SCHEMA-ELEMENT-MISSING", True),
    ],
)
def test_a_wrong_object_is_a_fault_of_its_invoice_alone(
    tmp_path: Path, old: str, new: str, code: str, rejects: bool
) -> None:
    wrong = objects("a", b"hej", of="1")
    assert old in wrong
    [first, second], [found] = read(tmp_path, in_sfti(svefaktura("1"), svefaktura("2"), wrong.replace(old, new)))
    assert (found.code, found.rejects, found.scope, found.place.document) == (code, rejects, "part", 1)
    assert (first.faults, second.faults) == ([found], [])
    assert all(each.content is None for each in first.attachments)


@pytest.mark.skipif(not SVEFAKTUROR.is_dir(), reason="conformance documents are not here")
def test_every_published_svefaktura_in_envelopes_is_read(tmp_path: Path) -> None:
    told = {}
    for path in sorted((SVEFAKTUROR / "sbdh").glob("*.xml")):
        invoices, findings = read(tmp_path, path.read_bytes())
        told[path.stem] = ([len(list(contents_of(invoice))) for invoice in invoices], codes(findings))
    double = "svefaktura_1_BasicInvoice_ObjectEnvelope_double_SBDH"
    assert told == {
        "outbound-integration-test-valid": ([0], []),
        "support-ui-empty-amounts-invalid": ([], ["XML-SCHEMA-VALUE"]),
        "sv1_double_SBDH": ([1], []),
        f"{double}_LineExtensionTotalAmount_invalid": ([1], []),
        f"{double}_missing_BuyerParty": ([], ["XML-SCHEMA-ELEMENT-MISSING"]),
    }
