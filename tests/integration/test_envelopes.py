"""A file of several documents: each has its own verdict. Attachments are delivered where the route asks for them."""

import base64
import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gateway.journal import FileState
from gateway.pipeline.delivery import Delivery
from gateway.receipts.findings_log import read_findings
from tests.einvoices import BASIC_INVOICE, SFTI, bare, enveloped, numbered, objects, svefaktura

pytestmark = pytest.mark.integration

WITH_ATTACHMENT = bare("faktura-med-bilaga-i-kuvert.xml")
CONTENT = base64.b64decode(WITH_ATTACHMENT.partition('pdf">')[2].partition("<")[0])


class Killed(BaseException):
    """The process dies here."""


@pytest.fixture
def route(home: Path) -> Callable[..., None]:
    """Changes keys of the route of e-invoices."""

    def changed(**keys: object) -> None:
        path = home / "mappings" / "routes" / "efaktura.yaml"
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.partition(":")[0] not in keys]
        lines += [f"{key}: {json.dumps(value)}" for key, value in keys.items()]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    return changed


def findings(house: Any, record: Any) -> list[Any]:
    """The findings about a file, as the archive keeps them."""
    [path] = (house.home / "var" / "archive").rglob(f"{record.id}/findings.jsonl")
    return list(read_findings(path))


def test_one_wrong_document_of_three_is_left_out_where_the_route_rejects_parts(house: Any) -> None:
    wrong = numbered("2").replace("<cbc:IssueDate>2026-10-01<", "<cbc:IssueDate>i dag<").replace(">SEK<", ">S<")
    house.drop("efaktura", enveloped(numbered("1"), wrong, numbered("3")).encode(), "tre.xml")
    record = house.run()["tre.xml"]
    assert record.state is FileState.PARTLY_DELIVERED
    assert house.receipt(record)["antal"] == {"lasta": 3, "levererade": 2, "avvisade": 1}
    rejecting = [found for found in findings(house, record) if found.rejects]
    assert {(found.about, found.place.document, found.scope) for found in rejecting} == {("2", 2, "part")}


def test_one_wrong_document_rejects_them_all_where_the_route_rejects_files(
    house: Any, route: Callable[..., None]
) -> None:
    route(on_error="reject_file")
    wrong = numbered("2").replace("<cbc:IssueDate>2026-10-01<", "<cbc:IssueDate>i dag<")
    house.drop("efaktura", enveloped(numbered("1"), wrong).encode(), "två.xml")
    house.drop("efaktura", enveloped(numbered("3"), numbered("4")).encode(), "bra.xml")
    records = house.run()
    house.assert_rejected(records["två.xml"], "XML-SCHEMA-VALUE")
    house.assert_delivered(records["bra.xml"])


def test_two_invalid_documents_of_the_same_number_are_two(house: Any) -> None:
    wrong = numbered("2").replace("<cbc:IssueDate>2026-10-01<", "<cbc:IssueDate>i dag<")
    house.drop("efaktura", enveloped(numbered("1"), wrong, wrong).encode(), "tre.xml")
    record = house.run()["tre.xml"]
    assert house.receipt(record)["antal"] == {"lasta": 3, "levererade": 1, "avvisade": 2}


def test_what_a_rule_finds_says_which_document_it_is_about(house: Any) -> None:
    other = numbered("2").replace("KST1001", "KST9999")
    house.drop("efaktura", enveloped(numbered("1"), other).encode(), "två.xml")
    record = house.run()["två.xml"]
    assert {(found.code, found.about, found.place.document) for found in findings(house, record)} == {
        ("INVOICE-REFERENCE-UNKNOWN", "2", 2)
    }


def test_an_invoice_with_a_value_that_cannot_be_read_is_checked_and_not_delivered(house: Any) -> None:
    unreadable = numbered("2").replace("KST1001", "KST9999").replace(">2026-10-31<", ">12026-10-31<")
    house.drop("efaktura", enveloped(numbered("1"), unreadable).encode(), "två.xml")
    record = house.run()["två.xml"]
    assert house.receipt(record)["antal"] == {"lasta": 2, "levererade": 1, "avvisade": 1}
    found = {found.code: (found.about, found.place.document) for found in findings(house, record)}
    assert found["INVOICE-DATE"] == found["INVOICE-REFERENCE-UNKNOWN"] == ("2", 2)
    assert b"KST9999" not in house.delivered(record)[0].read_bytes()


def test_attachments_stay_in_the_archive_unless_the_route_asks_for_them(house: Any, route: Callable[..., None]) -> None:
    route(attachments="")
    house.drop("efaktura", WITH_ATTACHMENT.encode(), "faktura.xml")
    record = house.run()["faktura.xml"]
    house.assert_delivered(record)
    assert len(house.outputs()) == 1
    assert len(house.receipt(record)["utfiler"]) == 1


@pytest.mark.parametrize(("attachments", "folder"), [("deliver", "agresso"), ("bilagor", "bilagor")])
def test_an_attachment_is_delivered_before_the_import_file_and_the_receipt_lists_both(
    house: Any, route: Callable[..., None], attachments: str, folder: str
) -> None:
    route(attachments=attachments)
    house.drop("efaktura", WITH_ATTACHMENT.encode(), "faktura.xml")
    record = house.run()["faktura.xml"]
    house.assert_delivered(record)
    path = house.home / "outbox" / folder / record.id / "1-arbetsrapport-42.pdf"
    assert house.delivered(record, "attachment") == [path]
    assert path.read_bytes() == CONTENT
    first, second = house.receipt(record)["utfiler"]
    assert (first["namn"], first["rader"]) == (f"{record.id}/1-arbetsrapport-42.pdf", 0)
    assert first["sha256"] == hashlib.sha256(CONTENT).hexdigest()
    assert second["rader"] > 0
    house.assert_nothing_left_behind()


def test_a_svefaktura_in_both_envelopes_is_delivered_with_the_attachment_beside_it(
    house: Any, route: Callable[..., None]
) -> None:
    route(attachments="deliver", accepts=["peppol-bis-billing-3", "svefaktura-1.0"])
    inner = (svefaktura("1", "s3_a.pdf"), objects("s3_a.pdf", CONTENT), svefaktura("2"))
    sfti = enveloped(*inner, namespace=SFTI, standard=BASIC_INVOICE, prefix="sh")
    house.drop("efaktura", enveloped(sfti, standard=SFTI).encode(), "svefaktura.xml")
    record = house.run()["svefaktura.xml"]
    house.assert_delivered(record)
    assert record.format == "svefaktura-1.0"
    [path] = house.delivered(record, "attachment")
    assert (path.name, path.read_bytes()) == ("1-s3_a.pdf", CONTENT)


def test_a_svefaktura_on_a_route_for_peppol_is_rejected(house: Any, route: Callable[..., None]) -> None:
    route(accepts=["peppol-bis-billing-3"])
    house.drop("efaktura", svefaktura().encode(), "svefaktura.xml")
    house.assert_rejected(house.run()["svefaktura.xml"], "FILE-FORMAT-WRONG-ROUTE")


def test_only_attachments_of_delivered_invoices_are_delivered(house: Any, route: Callable[..., None]) -> None:
    route(attachments="deliver")
    refused = WITH_ATTACHMENT.replace("F-4711", "F-4712").replace("KST1002", "")
    house.drop("efaktura", enveloped(refused, WITH_ATTACHMENT).encode(), "två.xml")
    house.drop("efaktura", refused.encode(), "en.xml")
    records = house.run()
    assert records["två.xml"].state is FileState.PARTLY_DELIVERED
    assert [path.name for path in house.delivered(records["två.xml"], "attachment")] == ["1-arbetsrapport-42.pdf"]
    assert records["en.xml"].state is FileState.REJECTED
    assert house.delivered(records["en.xml"], "attachment") == []


@pytest.mark.parametrize(
    ("name", "mime", "delivered", "codes"),
    [
        ("../../../var/journal.db", "application/pdf", "1-journal.bin", {"INVOICE-ATTACHMENT-RENAMED"}),
        ("../../x", "application/pdf", "1-x.pdf", set()),
        ("con", "image/png", "1-con.png", set()),
        ("å" * 300 + ".csv", "text/csv", "1-" + "å" * 60 + ".csv", set()),
    ],
)
def test_a_hostile_name_leads_nowhere(
    house: Any, route: Callable[..., None], name: str, mime: str, delivered: str, codes: set[str]
) -> None:
    route(attachments="deliver")
    text = WITH_ATTACHMENT.replace("arbetsrapport-42.pdf", name).replace('"application/pdf"', f'"{mime}"')
    house.drop("efaktura", text.encode(), "faktura.xml")
    record = house.run()["faktura.xml"]
    house.assert_delivered(record)
    assert house.delivered(record, "attachment") == [house.home / "outbox" / "agresso" / record.id / delivered]
    assert {found.code for found in findings(house, record)} == codes
    archived = house.home / "outbox" / "dokumentarkiv" / record.id / delivered
    kept = {path for path in house.home.rglob("*") if path.is_file() and path.read_bytes() == CONTENT}
    assert kept == {archived, *house.delivered(record, "attachment")}


def test_damaged_and_empty_attachments_are_told_of(house: Any, route: Callable[..., None]) -> None:
    route(attachments="deliver")
    start, middle = WITH_ATTACHMENT.split('pdf">')
    end = middle.partition("<")[2]
    house.drop("efaktura", f'{start}pdf">JVBER=i0x<{end}'.encode(), "skadad.xml")
    house.drop("efaktura", f'{start}pdf"><{end}'.encode(), "tom.xml")
    records = house.run()
    assert records["skadad.xml"].state is FileState.REJECTED
    assert set(house.codes(records["skadad.xml"])) <= {"XML-SCHEMA-VALUE", "INVOICE-ATTACHMENT-DAMAGED"}
    assert records["tom.xml"].state is FileState.REJECTED
    assert set(house.codes(records["tom.xml"])) == {"INVOICE-ATTACHMENT-EMPTY", "PEPPOL-EN16931-R008"}
    assert house.delivered(records["tom.xml"], "attachment") == []


def test_an_invoice_with_more_attachments_than_the_route_takes_is_rejected_alone(
    house: Any, route: Callable[..., None]
) -> None:
    route(attachments="deliver", limits={"attachments": 1})
    second = WITH_ATTACHMENT.replace("F-4711", "F-4712")
    house.drop("efaktura", enveloped(WITH_ATTACHMENT, second).encode(), "två.xml")
    record = house.run()["två.xml"]
    assert record.state is FileState.PARTLY_DELIVERED
    assert house.codes(record) == ["INVOICE-ATTACHMENTS-TOO-MANY"]
    assert len(house.delivered(record, "attachment")) == 1
    assert b"F-4712" not in house.delivered(record)[0].read_bytes()


def test_a_crash_between_attachment_and_import_file_is_repaired(
    house: Any, route: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    route(attachments="deliver")
    house.drop("efaktura", WITH_ATTACHMENT.encode(), "faktura.xml")
    destination = Delivery._destination
    used: list[str] = []

    def dying(self: Delivery, address: str) -> Any:
        used.append(address)
        # The attachment lies beside the import file, and is put there first.
        if used.count("outbox/agresso") == 2:
            raise Killed
        return destination(self, address)

    with monkeypatch.context() as patched:
        patched.setattr(Delivery, "_destination", dying)
        with pytest.raises(Killed):
            house.run()
    [early] = house.outputs()
    assert early.name == "1-arbetsrapport-42.pdf"
    record = house.run()["faktura.xml"]
    house.assert_delivered(record)
    assert house.delivered(record, "attachment") == [early]
    assert len(house.outputs()) == 2
    house.assert_nothing_left_behind()


def test_an_attachment_of_fifty_megabytes_is_delivered(house: Any, route: Callable[..., None]) -> None:
    route(attachments="deliver")
    content = os.urandom(1_000_000) * 50
    small = base64.b64encode(CONTENT).decode()
    assert small in WITH_ATTACHMENT
    house.drop("efaktura", WITH_ATTACHMENT.replace(small, base64.b64encode(content).decode()).encode(), "stor.xml")
    record = house.run()["stor.xml"]
    house.assert_delivered(record)
    [path] = house.delivered(record, "attachment")
    assert path.read_bytes() == content
