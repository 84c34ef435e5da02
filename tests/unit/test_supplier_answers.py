"""Answers to those who sent e-invoices: valid responses of both kinds, and drafts of mail that a person sends."""

import dataclasses
import datetime
import email
import email.policy
from pathlib import Path

import pytest
from lxml import etree

from gateway.catalogue import Severity
from gateway.findings import MASK, Place, finding
from gateway.formats.application_response import FORMATS
from gateway.formats.base import ReadingContext
from gateway.messages import InvoiceResponse
from gateway.receipts.findings_log import FindingsLog
from gateway.receipts.outcome import STOCKHOLM, Outcome, Status
from gateway.receipts.supplier_answers import supplier_answers
from gateway.receipts.supplier_mail import load_supplier_mail
from gateway.schemas import Limits, SchemaStore
from gateway.specification import BrokenSpecification

pytestmark = pytest.mark.unit

PROJECT = Path(__file__).resolve().parents[2]
SAMPLES = PROJECT / "samples" / "efaktura"
STORE = SchemaStore(PROJECT / "xsd")
TEMPLATES = PROJECT / "mappings" / "templates"
SCHEMA = STORE.schema("urn:oasis:names:specification:ubl:schema:xsd:ApplicationResponse-2", "ApplicationResponse")
NOON = datetime.datetime(2026, 11, 23, 12, tzinfo=STOCKHOLM)
INVOICE = (SAMPLES / "faktura-kontorsvaror.xml").read_text(encoding="utf-8")
NUMBER = "20261001"
ADDRESS = "Exempelstaden\nBox 900"
MLR, INVOICE_RESPONSE = "message-level-response", "invoice-response"

REFERENCE = finding(
    "INVOICE-REFERENCE-UNKNOWN",
    place=Place(line=12, path="/Invoice/cbc:BuyerReference", document=1),
    value="KST9",
    expected="KST + siffror",
    about=NUMBER,
)
RECEIVER = finding("INVOICE-RECEIVER-UNKNOWN", place=Place(document=1), value="0007:1", about=NUMBER)
SYNTAX = finding("XML-SCHEMA-VALUE", place=Place(line=9, path="/Invoice/cbc:ID", document=1), value="x", expected="y")
SHARE = finding("INVOICE-CURRENCY", place=Place(document=1), value="EUR", expected="SEK", about=NUMBER)


def answers(folder, text, *findings, status=None, **wanted):
    original = folder / "original"
    original.write_text(text, encoding="utf-8")
    with FindingsLog(folder / "findings.jsonl") as log:
        log.extend(findings)
    outcome = Outcome(
        file_id="20261123-1",
        name="faktura.xml",
        route="efaktura",
        sender="peppol",
        size=1,
        sha256="0" * 64,
        received=NOON,
        finished=NOON,
        status=status or (Status.REJECTED if log.has_rejecting else Status.DELIVERED),
        format="peppol-bis-billing-3",
        findings_log=log.path,
    )
    options = {"address": ADDRESS, "contact": "faktura@stad.example", "schemas": STORE, "limits": Limits(), **wanted}
    return list(supplier_answers(original, outcome, **options))


def response(folder, content):
    """A response as the gateway itself reads it; it must be valid, and give no finding."""
    SCHEMA.assertValid(etree.fromstring(content))
    path = folder / "svar.xml"
    path.write_bytes(content)
    [form] = [form for form in FORMATS if form.recognise(content)]
    [read] = form.read(path, ReadingContext(schemas=STORE))
    assert isinstance(read, InvoiceResponse)
    return read


def draft(content):
    return email.message_from_bytes(content, policy=email.policy.default)


def two_invoices():
    body = INVOICE[INVOICE.index("<Invoice") :]
    envelope = (PROJECT / "samples" / "efaktura" / "faktura-med-bilaga-i-kuvert.xml").read_text(encoding="utf-8")
    head = envelope[: envelope.index("<Invoice")]
    return (
        head + body + body.replace(f"<cbc:ID>{NUMBER}</cbc:ID>", "<cbc:ID>2</cbc:ID>") + "</StandardBusinessDocument>"
    )


def test_the_sample_has_the_number_that_these_tests_say():
    assert f"<cbc:ID>{NUMBER}</cbc:ID>" in INVOICE


@pytest.mark.parametrize("kind", [MLR, INVOICE_RESPONSE])
def test_a_taken_invoice_is_answered_from_its_receiver_to_its_sender(tmp_path, kind):
    [answer] = answers(tmp_path, INVOICE, response=kind)
    read = response(tmp_path, answer.content)
    assert (read.number, read.sender_id, read.receiver_id) == (NUMBER, "0007:5569003428", "0007:5569001208")
    assert read.status == {MLR: "AP", INVOICE_RESPONSE: "AB"}[kind]
    assert read.identifier == "20261123-1"
    assert answer.name == {MLR: "20261123-1.mlr.xml", INVOICE_RESPONSE: "20261123-1.ir.xml"}[kind]


def test_a_rejected_invoice_gets_a_line_for_each_finding_with_its_xpath_and_kind(tmp_path):
    warning = finding("INVOICE-DUE-DATE-MISSING", place=Place(document=1), about=NUMBER)
    [answer] = answers(tmp_path, INVOICE, REFERENCE, SYNTAX, warning, response=MLR)
    read = response(tmp_path, answer.content)
    assert read.status == "RE"
    assert [(reason.code, reason.location) for reason in read.reasons] == [
        ("BV", "/Invoice/cbc:BuyerReference"),
        ("SV", "/Invoice/cbc:ID"),
        ("BW", ""),
    ]
    assert read.reasons[0].text.startswith("[INVOICE-REFERENCE-UNKNOWN] Faktura 20261001 har referensen ”KST9”")


def test_an_invoice_response_gives_the_reason_by_code_and_asks_for_a_new_invoice(tmp_path):
    [answer] = answers(tmp_path, INVOICE, REFERENCE, RECEIVER, SHARE, response=INVOICE_RESPONSE, language="en")
    read = response(tmp_path, answer.content)
    assert [reason.code for reason in read.reasons] == ["REF", "REC", "OTH", "NIN"]
    assert "cannot be coded" in read.reasons[0].text


def test_an_invoice_in_an_envelope_is_referred_to_by_the_id_of_the_envelope(tmp_path):
    envelope = (SAMPLES / "faktura-med-bilaga-i-kuvert.xml").read_text(encoding="utf-8")
    [answer] = answers(tmp_path, envelope, response=MLR)
    assert response(tmp_path, answer.content).number == "7f0c1f3a-0d5e-4a39-9d2b-5b8f0a6a2c11"
    assert "F-4711" in answer.content.decode()


def test_an_invoice_that_its_schema_refuses_is_answered_all_the_same(tmp_path):
    broken = (SAMPLES / "fel-schema.xml").read_text(encoding="utf-8")
    [answer] = answers(tmp_path, broken, SYNTAX, response=MLR)
    assert response(tmp_path, answer.content).status == "RE"


def test_each_invoice_of_a_file_gets_an_answer_of_its_own(tmp_path):
    second = dataclasses.replace(REFERENCE, place=Place(document=2), about="2")
    templates = load_supplier_mail(TEMPLATES)
    status = Status.PARTLY_DELIVERED
    first, other, letter = answers(tmp_path, two_invoices(), second, status=status, response=MLR, templates=templates)
    assert [first.name, other.name] == ["20261123-1-1.mlr.xml", "20261123-1-2.mlr.xml"]
    assert response(tmp_path, first.content).status == "AP"
    assert response(tmp_path, other.content).status == "RE"
    assert letter.name == "utkast-leverantor-2.eml"
    assert draft(letter.content)["Subject"] == "Faktura 2 kan inte tas emot"


def test_a_file_that_is_rejected_as_a_whole_is_rejected_to_each_sender(tmp_path):
    second = dataclasses.replace(REFERENCE, place=Place(document=2), about="2")
    first, other = answers(tmp_path, two_invoices(), second, response=INVOICE_RESPONSE)
    assert [response(tmp_path, each.content).status for each in (first, other)] == ["RE", "RE"]
    assert "i sin helhet" in response(tmp_path, first.content).reason_words


def test_an_invoice_that_only_the_city_itself_holds_up_is_acknowledged_and_its_reason_not_told(tmp_path):
    new = finding("INVOICE-SUPPLIER-NEW", place=Place(document=1), value="5569001208", about=NUMBER)
    account = finding("INVOICE-ACCOUNT-CHANGED", place=Place(document=1), value="1", expected="59100420", about=NUMBER)
    [answer] = answers(tmp_path, INVOICE, new, account, response=MLR)
    read = response(tmp_path, answer.content)
    assert (read.status, read.reasons) == ("AB", [])
    assert b"59100420" not in answer.content


@pytest.mark.parametrize(("status"), [Status.DUPLICATE, Status.QUARANTINED])
def test_a_file_that_was_not_judged_is_not_answered(tmp_path, status):
    assert answers(tmp_path, INVOICE, status=status, response=MLR) == []


@pytest.mark.parametrize(
    "text", ["", "no xml", "<!DOCTYPE a><a/>", "<a/>", INVOICE.replace("<cbc:EndpointID", "<cbc:X")]
)
def test_what_cannot_be_answered_is_left_alone(tmp_path, text):
    text = text.replace("/cbc:EndpointID", "/cbc:X")
    assert answers(tmp_path, text, SYNTAX, response=MLR) == []


def test_control_characters_and_markup_in_an_invoice_stay_text_in_the_answer(tmp_path):
    odd = dataclasses.replace(REFERENCE, value="<b>\x07&\u202e", about="1\n2")
    [answer] = answers(tmp_path, INVOICE, odd, response=MLR)
    assert "<b>" in response(tmp_path, answer.content).reasons[0].text


def test_a_wrong_reference_gives_a_draft_to_the_supplier(tmp_path):
    [answer] = answers(tmp_path, INVOICE, REFERENCE, templates=load_supplier_mail(TEMPLATES))
    assert answer.name == "utkast-leverantor.eml"
    letter = draft(answer.content)
    assert letter["Subject"] == f"Faktura {NUMBER} kan inte tas emot"
    assert letter["To"] == "faktura@leverantor.example"
    assert (letter["X-Unsent"], letter["From"], letter["Content-Language"]) == ("1", None, "sv")
    text = letter.get_content()
    assert "KST + siffror" in text
    assert "”KST9”" in text
    assert "Box 900" not in text


def test_a_wrong_receiver_gives_a_draft_with_the_right_address(tmp_path):
    [answer] = answers(tmp_path, INVOICE, RECEIVER, templates=load_supplier_mail(TEMPLATES))
    assert "Exempelstaden\r\nBox 900\r\n" in draft(answer.content).get_content()


def test_a_draft_tells_whatever_else_rejects_the_invoice_and_nothing_of_the_citys_own(tmp_path):
    account = finding("INVOICE-ACCOUNT-CHANGED", place=Place(document=1), value="1", expected="59100420", about=NUMBER)
    found = (SHARE, account, REFERENCE)
    [answer] = answers(tmp_path, INVOICE, *found, templates=load_supplier_mail(TEMPLATES))
    text = draft(answer.content).get_content()
    assert "KST9" in text
    assert "EUR" in text
    assert "59100420" not in text


def test_a_supplier_abroad_is_written_to_in_english(tmp_path):
    abroad = INVOICE.replace(">SE<", ">DE<", 1)
    [answer] = answers(tmp_path, abroad, REFERENCE, templates=load_supplier_mail(TEMPLATES))
    letter = draft(answer.content)
    assert letter["Subject"] == f"Invoice {NUMBER} cannot be accepted"
    assert "cannot be coded" in letter.get_content()


@pytest.mark.parametrize("found", [(), (SHARE,), (dataclasses.replace(REFERENCE, severity=Severity.WARNING),)])
def test_other_findings_give_no_draft(tmp_path, found):
    templates = load_supplier_mail(TEMPLATES)
    assert answers(tmp_path, INVOICE, *found, status=Status.DELIVERED, templates=templates) == []


@pytest.mark.parametrize(
    "address", ["a@b.example&#10;Bcc: x@y.example", "Anna &lt;a@b.example&gt;", "a", "", "å@b.example"]
)
def test_what_is_no_mail_address_is_left_out(tmp_path, address):
    odd = INVOICE.replace("faktura@leverantor.example", address)
    [answer] = answers(tmp_path, odd, REFERENCE, templates=load_supplier_mail(TEMPLATES))
    letter = draft(answer.content)
    assert (letter["To"], letter["Bcc"]) == (None, None)


def test_nothing_in_an_invoice_can_add_a_header_to_a_draft(tmp_path):
    odd = INVOICE.replace(f">{NUMBER}<", ">1&#13;&#10;Bcc: x@y.example<", 1)
    [answer] = answers(tmp_path, odd, REFERENCE, templates=load_supplier_mail(TEMPLATES))
    letter = draft(answer.content)
    assert letter["Bcc"] is None
    assert "Bcc: x@y.example" in letter["Subject"]


def test_a_draft_shows_nothing_of_what_is_protected(tmp_path):
    [answer] = answers(tmp_path, INVOICE, REFERENCE.masked(), templates=load_supplier_mail(TEMPLATES))
    letter = draft(answer.content)
    assert letter["To"] is None
    text = letter.get_content()
    assert MASK in text
    assert NUMBER not in text + letter["Subject"]
    assert "Exempel Kontorsvaror" not in text


SVEFAKTURA = """<Invoice xmlns="urn:sfti:documents:BasicInvoice:1:0" xmlns:cac="urn:sfti:CommonAggregateComponents:1:0"
xmlns:cbc="urn:oasis:names:tc:ubl:CommonBasicComponents:1:0"><ID>77</ID><cbc:IssueDate>2026-11-02</cbc:IssueDate>
<cac:SellerParty><cac:Party><cac:PartyName><cbc:Name>Exempel AB</cbc:Name></cac:PartyName></cac:Party>
<cac:AccountsContact><cbc:ElectronicMail>reskontra@exempel.example</cbc:ElectronicMail></cac:AccountsContact>
</cac:SellerParty></Invoice>"""
CII = """<r:CrossIndustryInvoice xmlns:r="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
xmlns:u="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"
xmlns="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100">
<r:ExchangedDocument><ID>77</ID><IssueDateTime>
<u:DateTimeString format="102">20261102</u:DateTimeString></IssueDateTime>
</r:ExchangedDocument><r:SupplyChainTradeTransaction><ApplicableHeaderTradeAgreement>
<SellerTradeParty><Name>Exempel AB</Name><DefinedTradeContact><EmailURIUniversalCommunication>
<URIID>reskontra@exempel.example</URIID></EmailURIUniversalCommunication></DefinedTradeContact>
<PostalTradeAddress><CountryID>NO</CountryID></PostalTradeAddress></SellerTradeParty>
</ApplicableHeaderTradeAgreement></r:SupplyChainTradeTransaction></r:CrossIndustryInvoice>"""


@pytest.mark.parametrize(
    ("text", "subject"), [(SVEFAKTURA, "Faktura 77 kan inte tas emot"), (CII, "Invoice 77 cannot")]
)
def test_a_draft_is_made_of_any_kind_of_invoice_and_a_response_only_where_it_has_addresses(tmp_path, text, subject):
    found = dataclasses.replace(REFERENCE, about="77")
    [answer] = answers(tmp_path, text, found, response=MLR, templates=load_supplier_mail(TEMPLATES))
    letter = draft(answer.content)
    assert letter["Subject"].startswith(subject)
    assert letter["To"] == "reskontra@exempel.example"
    assert "Exempel AB" in letter.get_content()
    assert "2026-11-02" in letter.get_content()


def test_an_invoice_that_the_buyer_writes_itself_is_answered_to_the_buyer(tmp_path):
    billing, selfbilling = "poacc:billing:3.0", "poacc:selfbilling:3.0"
    [answer] = answers(tmp_path, INVOICE.replace(billing, selfbilling), response=MLR)
    assert response(tmp_path, answer.content).receiver_id == "0007:5569003428"


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("Ämne\n\nHej {{ suplier }}", 3, 8, "unknown variable 'suplier'"),
        ("Ämne\n{% for problem in problems %}\n{{ problem.texts }}{% endfor %}", 3, 1, "has no attribute 'texts'"),
        ("Ämne\n{% if %}", 2, 1, "Expected an expression"),
        ("Ämne\n{{ number | shout }}", 2, 1, "No filter named 'shout'"),
        ("\nHej", 1, 1, "the first line is the subject"),
        ("Ämne {{ number.__class__.__mro__ }}", 1, 1, "unsafe"),
    ],
)
def test_a_broken_template_is_told_with_file_and_line(tmp_path, text, line, column, message):
    for language in ("sv", "en"):
        (tmp_path / f"supplier_mail.{language}.txt").write_text("Ämne {{ number }}\n", encoding="utf-8")
    path = tmp_path / "supplier_mail.en.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BrokenSpecification) as broken:
        load_supplier_mail(tmp_path)
    [problem] = broken.value.problems
    assert (problem.path, problem.line, problem.column) == (path, line, column)
    assert message in problem.message


def test_a_template_that_is_not_there_is_told(tmp_path):
    with pytest.raises(BrokenSpecification) as broken:
        load_supplier_mail(tmp_path)
    assert [problem.path.name for problem in broken.value.problems] == ["supplier_mail.sv.txt", "supplier_mail.en.txt"]
