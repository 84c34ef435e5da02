"""Given a bad file, the gateway rejects it with a reason, and the good file beside it is delivered all the same."""

import os
from pathlib import Path
from typing import Any

import pytest

from gateway.journal import FileState

pytestmark = pytest.mark.integration

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
INVOICE = (SAMPLES / "efaktura" / "faktura-kontorsvaror.xml").read_bytes()
BGMAX = (SAMPLES / "bank" / "bgmax-inbetalningar.txt").read_bytes()
SIE = (SAMPLES / "forsystem-sie" / "loner-2026-10.si").read_bytes()
CSV = (SAMPLES / "forsystem-csv" / "konstverk-2026-11.csv").read_bytes()
INCOME = (SAMPLES / "skatteverket-inkomst" / "inkomst-2025.txt").read_bytes()
CAMT = (SAMPLES / "bank" / "camt054-001-08.xml").read_bytes()


def with_note(text: bytes) -> bytes:
    return INVOICE.replace(b"<cbc:DocumentCurrencyCode", b"<cbc:Note>" + text + b"</cbc:Note><cbc:DocumentCurrencyCode")


def deep(levels: int) -> bytes:
    return INVOICE.replace(b"</Invoice>", b"<a>" * levels + b"</a>" * levels + b"</Invoice>")


BAD: dict[str, tuple[str, bytes, tuple[str, ...]]] = {
    "an empty file": ("efaktura", b"", ("FILE-EMPTY",)),
    "blanks alone": ("efaktura", b" \n" * 10, ("FILE-FORMAT-UNKNOWN",)),
    "an unknown format": ("forsystem-sie", b"\x89PNG\r\n\x1a\n\x00\x00", ("FILE-FORMAT-UNKNOWN",)),
    "a PDF": ("forsystem-sie", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", ("FILE-FORMAT-NOT-READ",)),
    "an error page of a web site": ("forsystem-sie", b"<!DOCTYPE HTML PUBLIC>\n<html>404", ("FILE-IS-WEB-PAGE",)),
    "SIE 5": ("forsystem-sie", b'<SieEntry xmlns="http://www.sie.se/sie5"/>', ("FILE-FORMAT-NOT-READ",)),
    "zero bytes alone": ("bank", bytes(100), ("FILE-FORMAT-UNKNOWN",)),
    "a format of another route": ("efaktura", SIE, ("FILE-FORMAT-WRONG-ROUTE",)),
    "a cut-off invoice": ("efaktura", INVOICE[: len(INVOICE) // 2], ("XML-MALFORMED",)),
    "a cut-off camt.054": ("bank", CAMT[: len(CAMT) * 3 // 4], ("XML-MALFORMED",)),
    "an invoice followed by rubbish": ("efaktura", INVOICE + b"<more/>", ("XML-MALFORMED",)),
    "a document type": ("efaktura", INVOICE.replace(b"<Invoice", b"<!DOCTYPE Invoice>\n<Invoice", 1), ("XML-DOCTYPE",)),
    "a deep document": ("efaktura", deep(150), ("XML-TOO-DEEP",)),
    "a very deep document": ("efaktura", deep(100_000), ("XML-TOO-DEEP",)),
    "an unknown XML encoding": ("efaktura", INVOICE.replace(b"UTF-8", b"ISO-8859-5", 1), ("XML-ENCODING",)),
    "XML that is not in its encoding": ("efaktura", INVOICE.replace("Ä".encode(), b"\xc4"), ("XML-MALFORMED",)),
}


def test_each_bad_file_is_rejected_with_its_reason_and_the_good_ones_beside_them_are_delivered(house: Any) -> None:
    for name, (route, content, _) in BAD.items():
        house.drop(route, content, name)
        house.drop_good(route, f"good {route}")
    records = house.run()
    for name, (_, _, codes) in BAD.items():
        house.assert_rejected(records[name], *codes)
    good = [record for name, record in records.items() if name.startswith("good ")]
    for record in good:
        house.assert_delivered(record)
    assert len(house.outputs()) == len(good) == 3
    house.assert_nothing_left_behind()


WHOLE = {"bank": BGMAX, "forsystem-sie": SIE, "skatteverket-inkomst": INCOME, "efaktura": INVOICE}


def test_no_beginning_of_a_file_that_tells_its_end_is_ever_delivered(house: Any) -> None:
    for route, content in WHOLE.items():
        for kept in range(0, len(content.rstrip()), 173):
            house.drop(route, content[:kept], f"{route} {kept}")
        house.drop_good(route, f"good {route}")
    for name, record in house.run().items():
        if name.startswith("good "):
            house.assert_delivered(record)
        else:
            assert record.state is FileState.REJECTED, name
            assert house.codes(record), name
            house.receipt(record)
    assert len(house.outputs()) == len(WHOLE)


def test_a_csv_file_in_another_encoding_is_rejected_with_the_encoding_it_must_have(house: Any) -> None:
    house.drop("forsystem-csv", CSV.decode("utf-8").encode("iso-8859-1"), "latin1")
    house.drop_good("forsystem-csv")
    records = house.run()
    assert records["latin1"].state is FileState.REJECTED
    assert any("ENCODING" in code for code in house.codes(records["latin1"]))
    house.assert_delivered(records["good"])


def test_a_text_of_many_megabytes_ends_like_any_other_file(house: Any) -> None:
    house.drop("efaktura", with_note(b"x" * 20_000_000), "huge")
    house.drop_good("efaktura", "good")
    records = house.run()
    assert records["huge"].state in (FileState.DELIVERED, FileState.REJECTED)
    house.receipt(records["huge"])


def test_an_xml_document_over_its_limit_is_rejected(house: Any) -> None:
    route = house.home / "mappings" / "routes" / "efaktura.yaml"
    route.write_text(route.read_text(encoding="utf-8") + "limits: {tree_size: 100000}\n", encoding="utf-8")
    house.drop("efaktura", with_note(b"x" * 100_000), "large")
    house.drop_good("efaktura")
    records = house.run()
    house.assert_rejected(records["large"], "XML-TOO-LARGE")
    house.assert_delivered(records["good"])


def test_a_file_over_the_limit_of_its_route_is_rejected_unread(house: Any) -> None:
    path = house.drop("forsystem-sie", b"", "sparse")
    os.truncate(path, 1_000_000_001)
    house.drop_good("forsystem-sie")
    records = house.run()
    house.assert_rejected(records["sparse"], "FILE-TOO-LARGE")
    house.assert_delivered(records["good"])


NAMES: dict[str, str | bytes] = {
    "line break": "a\nb.xml",
    "escape sequence": "\x1b[31mred\x1b[0m.xml",
    "leading dash": "-rf.xml",
    "dots in it": "a..b..xml",
    "backslashes": "x\\..\\..\\etc\\passwd",
    "drive letter": "C:evil.xml",
    "markup": "<script>alert(1)</script>&\"'.xml".replace("/", ""),
    "template": "{{7*7}}{value}%s.xml",
    "right-to-left override": "a\u202elmx.exe",
    "not UTF-8": b"faktura-\xf6\xff.xml",
    "255 bytes": "å" * 125 + "b.xml",
    "blanks": "  a b  ",
    "the name of a file that we make": "fellista.html",
    "the name of our own original": "original",
    "formula": "=cmd|'calc'!A1",
}


@pytest.mark.parametrize("bad", [False, True], ids=["good", "bad"])
def test_no_file_name_leads_astray(house: Any, bad: bool) -> None:
    for number, name in enumerate(NAMES.values()):
        number_of_its_own = INVOICE.replace(b"<cbc:ID>20261001<", f"<cbc:ID>2026{number:03}<".encode(), 1)
        house.drop("efaktura", f"rubbish {number}".encode() if bad else number_of_its_own, name)
    around = set(house.home.parent.iterdir())
    records = house.passed().records
    assert len(records) == len(NAMES), sorted(map(str, NAMES.values()))
    for record in records:
        assert record.name.isprintable()
        if not bad:
            house.assert_delivered(record)
            continue
        house.assert_rejected(record, "FILE-FORMAT-UNKNOWN")
        [kept] = house.delivered(record, "original")
        assert kept.parent == house.home / "outbox" / "fellistor" / "efaktura" / record.id
        page, _, _ = house.delivered(record, "error_list")
        assert b"<script>alert" not in page.read_bytes()
    assert set(house.home.parent.iterdir()) == around
    house.assert_nothing_left_behind()


def test_a_symlink_or_a_pipe_or_a_folder_in_an_inbox_is_put_aside_unread(house: Any, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hemligt", encoding="utf-8")
    house.drop_good("efaktura")
    inbox = house.home / "inbox" / "efaktura"
    (inbox / "link").symlink_to(secret)
    os.mkfifo(inbox / "pipe")
    (inbox / "folder").mkdir()
    records = house.run()
    house.assert_delivered(records["good"])
    for name, told in (("link", "symlink"), ("pipe", "FIFO"), ("folder", "directory")):
        record = records[name]
        assert record.state is FileState.QUARANTINED
        receipt = house.receipt(record)
        assert receipt["status"] == "karantän"
        assert told in receipt["forstaFynden"][0]["text"]
        assert house.codes(record) == ["FILE-NOT-REGULAR"]
    assert secret.read_text(encoding="utf-8") == "hemligt"
    house.assert_nothing_left_behind()


def test_a_folder_in_the_inbox_that_belongs_to_no_route_is_told(house: Any) -> None:
    house.drop("efaktrua", INVOICE, "lost.xml")
    house.drop_good("efaktura")
    summary = house.passed()
    [record] = summary.records
    house.assert_delivered(record)
    assert any("efaktrua" in told and "efaktura" in told for told in summary.inbox_problems)
    assert (house.home / "inbox" / "efaktrua" / "lost.xml").exists()
