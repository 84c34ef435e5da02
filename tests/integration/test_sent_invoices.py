"""What the city sends and what comes back: delivered, answered, matched, and listed with the reason."""

import json
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from gateway.journal import FileState

pytestmark = pytest.mark.integration

PROJECT = Path(__file__).resolve().parents[2]
SENT = PROJECT / "samples" / "efaktura-ut"
ANSWERS = PROJECT / "samples" / "efaktura-ut-svar"
RECEIVED = PROJECT / "samples" / "efaktura"
INVOICE = (SENT / "kundfaktura-markupplatelse.xml").read_bytes()
REJECTION = (ANSWERS / "mlr-avvisad.xml").read_bytes()


def findings(house: Any, record: Any) -> list[dict[str, Any]]:
    data = json.loads(house.delivered(record, "error_list")[2].read_bytes())
    return [finding for cause in data["causes"] for finding in cause["findings"]]


def test_a_rejection_that_comes_back_is_listed_with_the_invoice_and_the_reason(house: Any) -> None:
    house.drop("efaktura-ut", INVOICE, "faktura.xml")
    sent = house.run()["faktura.xml"]
    house.assert_delivered(sent)
    [passed_on] = house.delivered(sent)
    assert etree.parse(str(passed_on)).getroot().tag.endswith("}Invoice")

    house.drop("efaktura-ut-svar", REJECTION, "svar.xml")
    answered = house.run()["svar.xml"]
    house.assert_delivered(answered)
    listed = findings(house, answered)
    assert [finding["code"] for finding in listed] == ["RESPONSE-INVOICE-REJECTED"] * 2
    assert listed[0]["about"] == "9026110023"
    assert "Beställarreferensen okänd finns inte hos oss" in listed[0]["text"]
    assert sent.id in listed[0]["text"]
    [status] = house.delivered(answered)
    assert "9026110023;0007:5569002313;RE;avvisad;" in status.read_text(encoding="utf-8")


def test_the_invoice_and_its_answer_may_come_in_one_pass(house: Any) -> None:
    house.drop("efaktura-ut", INVOICE, "faktura.xml")
    house.drop("efaktura-ut-svar", REJECTION, "svar.xml")
    assert house.run()["svar.xml"].state is FileState.DELIVERED


def test_an_answer_to_an_invoice_that_was_not_sent_is_rejected(house: Any) -> None:
    house.drop("efaktura-ut-svar", REJECTION, "svar.xml")
    house.assert_rejected(house.run()["svar.xml"], "RESPONSE-INVOICE-UNKNOWN")


def test_an_invoice_that_was_itself_rejected_counts_as_not_sent(house: Any) -> None:
    house.drop("efaktura-ut", INVOICE.replace(b">4500.00<", b">4501.00<"), "faktura.xml")
    assert house.run()["faktura.xml"].state is FileState.REJECTED
    house.drop("efaktura-ut-svar", REJECTION, "svar.xml")
    house.assert_rejected(house.run()["svar.xml"], "RESPONSE-INVOICE-UNKNOWN")


def test_an_invoice_is_sent_again_only_after_the_receiver_rejected_it(house: Any) -> None:
    house.drop("efaktura-ut", INVOICE, "faktura.xml")
    house.run()
    house.drop("efaktura-ut", INVOICE + b"\n", "igen.xml")
    house.assert_rejected(house.run()["igen.xml"], "SENT-INVOICE-TWICE")
    house.drop("efaktura-ut-svar", REJECTION, "svar.xml")
    house.run()
    house.drop("efaktura-ut", INVOICE + b"\n\n", "nu.xml")
    house.assert_delivered(house.run()["nu.xml"])


def test_several_invoices_in_one_envelope_are_passed_on_as_files_of_their_own(house: Any) -> None:
    envelope = (RECEIVED / "faktura-med-bilaga-i-kuvert.xml").read_bytes()
    bodies = [(SENT / f"kundfaktura-{name}.xml").read_bytes() for name in ("lokalhyra", "markupplatelse")]
    document = b"".join(body[body.index(b"<Invoice") :] for body in bodies)
    content = envelope[: envelope.index(b"<Invoice")] + document + b"</StandardBusinessDocument>"
    house.drop("efaktura-ut", content, "flera.xml")
    record = house.run()["flera.xml"]
    assert record.state is FileState.DELIVERED
    made = house.delivered(record)
    assert [path.name.removeprefix(f"EFAKTURA_UT-{record.id}") for path in made] == [".xml", "-2.xml"]
    numbers = [etree.parse(str(path)).getroot().findtext("{*}ID") for path in made]
    assert numbers == ["9026110015", "9026110023"]


def test_senders_of_invoices_are_answered_beside_the_receipt(house: Any) -> None:
    house.drop("efaktura", RECEIVED / "faktura-kontorsvaror.xml", "bra.xml")
    house.drop("efaktura", RECEIVED / "fel-ny-leverantor-utan-referens.xml", "fel.xml")
    house.drop("forsystem-csv", PROJECT / "samples" / "forsystem-csv" / "telefoni-2026-10.csv", "annat.csv")
    records = house.run()
    for name, status in (("bra.xml", b"AP"), ("fel.xml", b"RE")):
        [response] = house.delivered(records[name], "response")
        assert response.name == f"{records[name].id}.mlr.xml"
        assert b"<cbc:ResponseCode>" + status in response.read_bytes()
    assert house.delivered(records["annat.csv"], "response") == []
    [draft] = house.delivered(records["fel.xml"], "draft")
    assert draft.parent == house.delivered(records["fel.xml"], "error_list")[0].parent
    assert house.delivered(records["bra.xml"], "draft") == []
    assert list((house.home / "var").glob("mail/*")) == []
