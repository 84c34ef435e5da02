"""The receipt: valid against its own schema whatever the file was called, and the same facts as JSON."""

import dataclasses
import datetime
import email
import email.policy
import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from gateway.catalogue import Severity
from gateway.findings import Place, finding
from gateway.receipts.kvittens import NAMESPACE, kvittens_json, kvittens_xml
from gateway.receipts.mail import kvittens_mail
from gateway.receipts.outcome import STOCKHOLM, Counts, Original, Outcome, Output, Status, Sum

pytestmark = pytest.mark.unit

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).parents[2] / "xsd" / "kvittens.xsd"))
RECEIVED = datetime.datetime(2026, 3, 2, 14, 5, 9, tzinfo=STOCKHOLM)

FULL = Outcome(
    file_id="20260302-000017",
    name="betalningar.txt",
    route="inbetalningar",
    sender="bank",
    size=1234,
    sha256="0a" * 32,
    received=RECEIVED,
    finished=RECEIVED + datetime.timedelta(seconds=2),
    status=Status.PARTLY_DELIVERED,
    batch_id="GW-20260302-000017",
    format="bgmax",
    mapping="inbetalningar",
    mapping_fingerprint="ab12",
    rule_sets={"bank": "1.0"},
    counts=Counts(read=3, delivered=2, rejected=1),
    sums=(Sum(label="Inbetalt", amount=Decimal("1234567.50")),),
    outputs=(Output(destination="agresso", name="ut.txt", sha256="0b" * 32, size=99, rows=2),),
    findings_by_severity={Severity.FATAL: 1, Severity.INFORMATION: 1},
    findings_by_code={"FILE-ENCODING": 1, "FILE-SUPERSEDED": 1},
    first_findings=(
        finding("FILE-ENCODING", place=Place(line=3, record="TK20", position="3-12"), value="0x81"),
        finding("FILE-SUPERSEDED", first_id="20260301-000003", place=Place(path="/a/b")),
    ),
    duplicate_of=Original(file_id="20260301-000003", name="gammal.txt", received=RECEIVED),
)


def text_of(document: bytes, *names: str) -> str:
    path = "/".join(f"{{{NAMESPACE}}}{name}" for name in names)
    return etree.fromstring(document).findtext(path)


def test_a_full_receipt_is_valid_and_says_what_happened():
    document = kvittens_xml(FULL)
    SCHEMA.assertValid(etree.fromstring(document))
    assert text_of(document, "Status") == "delvis levererad"
    assert text_of(document, "Mottagen") == "2026-03-02T14:05:09+01:00"
    assert text_of(document, "Summor", "Summa", "Belopp") == "1234567.50"
    assert text_of(document, "AntalFynd", "AllvarligaFel") == "1"
    assert text_of(document, "ForstaFynden", "Anmarkning", "Rad") == "3"


@pytest.mark.parametrize(
    ("status", "word"),
    [
        (Status.DELIVERED, "levererad"),
        (Status.PARTLY_DELIVERED, "delvis levererad"),
        (Status.REJECTED, "avvisad"),
        (Status.DUPLICATE, "dubblett"),
        (Status.QUARANTINED, "karantän"),
    ],
)
def test_every_status_has_its_swedish_word_in_a_valid_receipt(status, word):
    outcome = dataclasses.replace(FULL, status=status)
    SCHEMA.assertValid(etree.fromstring(kvittens_xml(outcome)))
    assert text_of(kvittens_xml(outcome), "Status") == word
    assert json.loads(kvittens_json(outcome))["status"] == word


def test_a_bare_receipt_is_valid():
    bare = Outcome(
        file_id="1",
        name="x",
        route="x",
        sender="x",
        size=0,
        sha256="0" * 64,
        received=RECEIVED,
        finished=RECEIVED,
        status=Status.REJECTED,
    )
    SCHEMA.assertValid(etree.fromstring(kvittens_xml(bare)))


@given(text=st.text(st.characters(codec=None), max_size=40))
def test_any_text_gives_a_valid_receipt_and_json(text):
    found = finding("FILE-ENCODING", value=text, about=text, expected=text, place=Place(record=text))
    outcome = dataclasses.replace(
        FULL, name=text, file_id=text, sender=text, batch_id=text, format=text, first_findings=(found,)
    )
    SCHEMA.assertValid(etree.fromstring(kvittens_xml(outcome)))
    assert json.loads(kvittens_json(outcome))["antal"] == {"lasta": 3, "levererade": 2, "avvisade": 1}


def test_json_holds_the_same_facts_and_amounts_as_text():
    facts = json.loads(kvittens_json(FULL))
    assert facts["summor"] == [{"benamning": "Inbetalt", "belopp": "1234567.50", "valuta": "SEK"}]
    assert facts["utfiler"][0]["namn"] == "ut.txt"
    assert facts["forstaFynden"][0]["rad"] == 3


def test_a_receipt_shows_at_most_fifty_findings():
    many = dataclasses.replace(FULL, first_findings=FULL.first_findings * 40)
    assert len(json.loads(kvittens_json(many))["forstaFynden"]) == 50


def test_a_time_without_a_zone_is_our_fault():
    with pytest.raises(ValueError, match="received has no time zone"):
        dataclasses.replace(FULL, received=RECEIVED.replace(tzinfo=None))


def test_a_mail_says_in_swedish_what_happened_but_shows_no_value_from_the_file():
    message = kvittens_mail(FULL, to="ekonomi@kommun.example", sender="gateway@kommun.example")
    assert message["Subject"] == "Kvittens: betalningar.txt – delvis levererad"
    body = message.get_content()
    for text in ("delvis levererad", "1\u00a0234\u00a0567,50 SEK", "1 × Fel teckenkodning (FILE-ENCODING)"):
        assert text in body
    assert "0x81" not in body


def test_a_mail_in_english():
    message = kvittens_mail(FULL, to=["a@kommun.example"], sender="gateway@kommun.example", language="en")
    assert message["Subject"] == "Receipt: betalningar.txt – partly delivered"
    assert "1,234,567.50 SEK" in message.get_content()


def test_the_same_outcome_gives_the_same_mail():
    first, second = (kvittens_mail(FULL, to="a@kommun.example", sender="b@kommun.example") for _ in range(2))
    assert first.as_bytes() == second.as_bytes()


@given(text=st.text(st.characters(codec=None), max_size=60))
def test_no_file_name_can_add_a_header(text):
    outcome = dataclasses.replace(FULL, name=f"{text}\r\nBcc: x@example.org\n\nhej", file_id=text)
    message = kvittens_mail(outcome, to="a@kommun.example", sender="b@kommun.example")
    plain = kvittens_mail(FULL, to="a@kommun.example", sender="b@kommun.example")
    arrived = email.message_from_bytes(message.as_bytes(), policy=email.policy.default)
    assert message.keys() == plain.keys() == arrived.keys()


@pytest.mark.parametrize("address", ["", "ekonomi", "a@b\r\nBcc: c@d.example", "a@b.example, c@d.example"])
def test_what_is_no_address_is_refused(address):
    with pytest.raises(ValueError, match="is not a mail address"):
        kvittens_mail(FULL, to=address, sender="b@kommun.example")
