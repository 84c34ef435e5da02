"""Responses to sent invoices, read: bare and in an envelope, of both kinds, and what is wrong with them."""

import datetime
from pathlib import Path

import pytest

from gateway.findings import Finding
from gateway.formats.application_response import FORMATS
from gateway.formats.base import ReadingContext
from gateway.formats.registry import CODED_FORMATS, recognise
from gateway.messages import InvoiceResponse
from gateway.messages.invoice_response import REASON_WORDS, STATUS_WORDS
from gateway.schemas import SchemaStore

pytestmark = pytest.mark.unit

PROJECT = Path(__file__).resolve().parents[2]
SAMPLES = PROJECT / "samples" / "efaktura-ut-svar"
MLR, INVOICE_RESPONSE = FORMATS
KNOWN = {form.name: form for form in CODED_FORMATS}
CONTEXT = ReadingContext(schemas=SchemaStore(PROJECT / "xsd"))

REJECTION = (SAMPLES / "mlr-avvisad.xml").read_text(encoding="utf-8")
QUERY = (SAMPLES / "fakturasvar-avvaktar.xml").read_text(encoding="utf-8")


def read(path, form):
    items = list(form.read(path, CONTEXT))
    responses = [item for item in items if isinstance(item, InvoiceResponse)]
    return responses, [item for item in items if isinstance(item, Finding)]


def changed(folder, text, *changes):
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / "svar.xml"
    path.write_text(text, encoding="utf-8")
    return path


def codes(findings):
    return [finding.code for finding in findings]


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("mlr-avvisad.xml", "peppol-mlr"),
        ("mlr-godkand.xml", "peppol-mlr"),
        ("fakturasvar-avvaktar.xml", "peppol-invoice-response"),
    ],
)
def test_a_response_is_recognised_by_its_specification_and_by_no_other_format(name, form):
    found = recognise((SAMPLES / name).read_bytes(), list(KNOWN), KNOWN, "1")
    assert found is KNOWN[form]


def test_a_message_level_response_in_an_envelope_says_which_invoice_was_rejected_and_why():
    [response], findings = read(SAMPLES / "mlr-avvisad.xml", MLR)
    assert findings == []
    assert (response.number, response.status, response.kind) == ("9026110023", "RE", "message-level")
    assert response.is_rejected
    assert response.sender_id == "0007:5569002313"
    assert response.receiver_id == "0007:5569003428"
    assert response.status_date == datetime.date(2026, 11, 3)
    first, second = response.reasons
    assert (first.code, first.location) == ("BV", "/Invoice/cbc:BuyerReference")
    assert (second.code, second.location) == ("BW", "")
    assert response.reason_words.startswith("regelfel: Beställarreferensen okänd finns inte hos oss; ")
    assert first.place.line == REJECTION[: REJECTION.index("<cac:LineResponse>")].count("\n") + 1


def test_an_invoice_response_gives_reasons_and_what_is_asked_for():
    [response], findings = read(SAMPLES / "fakturasvar-avvaktar.xml", INVOICE_RESPONSE)
    assert findings == []
    assert (response.status, response.sender_name) == ("UQ", "Exempel Kontorsvaror AB")
    assert response.status_date == datetime.date(2026, 11, 4)
    assert response.document_date == datetime.date(2026, 11, 2)
    assert [(reason.code_list, reason.code) for reason in response.reasons] == [
        ("OPStatusReason", "QTY"),
        ("OPStatusAction", "CNP"),
    ]


def test_the_details_of_a_reason_stand_with_it(tmp_path):
    condition = (
        "</cbc:StatusReason><cac:Condition><cbc:AttributeID>BT-129</cbc:AttributeID>"
        "<cbc:Description>3</cbc:Description></cac:Condition>"
    )
    path = changed(tmp_path, QUERY, ("inte fyra</cbc:StatusReason>", f"inte fyra{condition}"))
    [response], _ = read(path, INVOICE_RESPONSE)
    assert response.reasons[0].text == "Vi hyr tre förrådsplatser, inte fyra (BT-129 3)"


def test_a_payment_that_is_referred_to_beside_the_invoice_is_not_taken_for_it(tmp_path):
    payment = (
        "<cac:DocumentReference><cbc:ID>BG-17</cbc:ID><cbc:DocumentTypeCode>481</cbc:DocumentTypeCode>"
        "</cac:DocumentReference>"
    )
    path = changed(tmp_path, QUERY, ("    <cac:DocumentReference>", f"    {payment}<cac:DocumentReference>"))
    [response], findings = read(path, INVOICE_RESPONSE)
    assert (response.number, findings) == ("9026110015", [])


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ((">RE<", ">ZZ<"), ["RESPONSE-STATUS-UNKNOWN"]),
        ((">RE<", ">UQ<"), ["RESPONSE-STATUS-UNKNOWN"]),
        ((">BV<", ">XX<"), ["RESPONSE-REASON-UNKNOWN"]),
        (("<cbc:ID>9026110023</cbc:ID>", "<cbc:ID> </cbc:ID>"), ["RESPONSE-NUMBER-MISSING"]),
        (("<cbc:CustomizationID>urn:fdc", "<cbc:CustomizationID>urn:other"), ["RESPONSE-SPECIFICATION"]),
        (("<cbc:IssueDate>2026", "<cbc:IssueDate>12026"), ["RESPONSE-DATE"]),
        (("<cbc:IssueDate>2026-11-03</cbc:IssueDate>", ""), ["XML-SCHEMA-ELEMENT-MISSING"]),
        (("<ApplicationResponse ", "<Invoice "), ["XML-MALFORMED"]),
    ],
)
def test_what_is_wrong_with_a_message_level_response_is_told(tmp_path, change, expected):
    responses, findings = read(changed(tmp_path, REJECTION, change), MLR)
    assert codes(findings) == expected
    is_taken = not any(finding.rejects for finding in findings)
    assert len(responses) == is_taken


def test_a_query_without_a_reason_is_noticed_and_still_taken(tmp_path):
    start, end = QUERY.index("      <cac:Status>"), QUERY.index("    </cac:Response>")
    path = changed(tmp_path, QUERY, (QUERY[start:end], ""))
    [response], findings = read(path, INVOICE_RESPONSE)
    assert codes(findings) == ["RESPONSE-REASON-MISSING"]
    assert response.reasons == []


def test_a_reason_without_the_name_of_its_list_is_noticed(tmp_path):
    path = changed(tmp_path, QUERY, (' listID="OPStatusReason"', ""))
    responses, findings = read(path, INVOICE_RESPONSE)
    assert codes(findings) == ["RESPONSE-REASON-UNKNOWN"]
    assert len(responses) == 1


def test_a_document_without_an_answer_is_refused(tmp_path):
    start, end = QUERY.index("  <cac:DocumentResponse>"), QUERY.index("</ApplicationResponse>")
    path = changed(tmp_path, QUERY, (QUERY[start:end], ""))
    responses, findings = read(path, INVOICE_RESPONSE)
    assert (responses, codes(findings)) == ([], ["RESPONSE-EMPTY"])


def test_the_codes_are_those_of_the_standards():
    assert set(STATUS_WORDS["message-level"]) == {"AB", "AP", "RE"}
    assert set(STATUS_WORDS["invoice"]) == {"AB", "AP", "CA", "IP", "PD", "RE", "UQ"}
    assert set(REASON_WORDS["StatusReason"]) == {"BV", "BW", "SV"}
    assert set(REASON_WORDS["OPStatusAction"]) == {"NOA", "PIN", "NIN", "CNF", "CNP", "CNA", "OTH"}
    reasons = {"NON", "REF", "LEG", "REC", "QUA", "DEL", "PRI", "QTY", "ITM", "PAY", "UNR", "FIN", "PPD", "OTH"}
    assert set(REASON_WORDS["OPStatusReason"]) == reasons
