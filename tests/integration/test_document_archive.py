"""The document archive: originals, attachments and readable pages of e-invoices, and after them an index of all."""

import csv
import hashlib
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from gateway.findings import MASK
from gateway.journal import FileState
from gateway.pipeline.delivery import Delivery
from gateway.specification import BrokenSpecification
from gateway.storage import FolderDestination

pytestmark = pytest.mark.integration

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
WITH_ATTACHMENT = SAMPLES / "efaktura" / "svefaktura-med-bilaga-i-dubbelt-kuvert.xml"
INVOICE = (SAMPLES / "efaktura" / "faktura-kontorsvaror.xml").read_bytes()
CREDIT_NOTE = SAMPLES / "efaktura" / "kreditfaktura-kontorsvaror.xml"
CSV = SAMPLES / "forsystem-csv" / "konstverk-2026-11.csv"
INCOME = SAMPLES / "skatteverket-inkomst" / "inkomst-2024.txt"


class Killed(BaseException):
    """The process dies here."""


def index_of(house: Any, record: Any) -> list[dict[str, str]]:
    [path] = house.delivered(record, "document_index")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def archive_of(house: Any) -> Path:
    return Path(house.home / "outbox" / "dokumentarkiv")


def page_of(house: Any, record: Any) -> str:
    [path] = [path for path in house.delivered(record, "document") if path.suffix == ".html"]
    return str(path.read_text("utf-8"))


def text_of(page: str) -> str:
    """What a reader sees, blanks and line breaks as one blank."""
    shown = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", shown)).replace("\u00a0", " ").split())


def with_archive(house: Any, route: str, archive: str = "{destination: dokumentarkiv}") -> None:
    path = house.home / "mappings" / "routes" / f"{route}.yaml"
    text = re.sub(r"document_archive: .*\n", "", path.read_text("utf-8"))
    path.write_text(f"{text}document_archive: {archive}\n", encoding="utf-8")


def test_original_page_and_attachment_are_archived_and_the_index_is_keyed_to_the_voucher(house: Any) -> None:
    house.drop("efaktura", WITH_ATTACHMENT, "faktura.xml")
    record = house.run()["faktura.xml"]
    assert record.state is FileState.DELIVERED
    rows = index_of(house, record)
    assert [(row["Dokument"], row["Ursprungligt namn"]) for row in rows] == [
        ("original", "faktura.xml"),
        ("bild", ""),
        ("bilaga", "arbetsrapport-57.pdf"),
    ]
    for row in rows:
        content = (archive_of(house) / row["Fil"]).read_bytes()
        assert (row["SHA-256"], row["Storlek"]) == (hashlib.sha256(content).hexdigest(), str(len(content)))
        assert (row["Buntnummer"], row["Verifikation"]) == (record.batch_id, "1")
        assert (row["Nummer"], row["Namn"], row["Organisationsnummer"]) == (
            "F-4790",
            "Exempel Fastighetsservice AB",
            "5569002313",
        )
        assert (row["Datum"], row["Belopp"], row["Valuta"]) == ("2026-11-02", "8938,75", "SEK")
    assert (archive_of(house) / rows[0]["Fil"]).read_bytes() == WITH_ATTACHMENT.read_bytes()
    [output] = house.delivered(record)
    assert {int(line[761:776]) for line in output.read_text("iso-8859-1").splitlines()} == {1}
    house.assert_nothing_left_behind()


def test_the_page_shows_what_the_invoice_says_as_it_is_written_in_sweden(house: Any) -> None:
    house.drop("efaktura", WITH_ATTACHMENT, "faktura.xml")
    text = text_of(page_of(house, house.run()["faktura.xml"]))
    for shown in (
        "Faktura F-4790",
        "Att betala senast 2026-12-02 8 938,75 SEK",
        "Säljare Exempel Fastighetsservice AB",
        "Köpare Exempelstaden",
        "Er referens KST1002",
        "1 Trappstädning oktober 14 tim 390,00 25 % 5 460,00",
        "25 % 7 151,00 1 787,75",
        "Bankgiro 5910-0420",
        "1-arbetsrapport-57.pdf (329 byte)",
    ):
        assert shown in text


def test_a_credit_note_is_called_one_and_has_a_negative_amount_in_the_index(house: Any) -> None:
    house.drop("efaktura", SAMPLES / "efaktura" / "faktura-kontorsvaror.xml", "a.xml")
    house.drop("efaktura", CREDIT_NOTE, "b.xml")
    record = house.run()["b.xml"]
    text = text_of(page_of(house, record))
    assert text.startswith("Kreditfaktura 20261015, Exempel Kontorsvaror AB Kreditfaktura 20261015")
    assert "Att tillgodoräkna 145,38 SEK" in text
    assert {row["Belopp"] for row in index_of(house, record)} == {"-145,38"}


def test_what_an_invoice_says_cannot_become_a_part_of_the_page(house: Any) -> None:
    evil = INVOICE.replace(
        b"Kopieringspapper A4", b"&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=http://ond.example/x&gt;"
    )
    house.drop("efaktura", evil, "ond.xml")
    page = page_of(house, house.run()["ond.xml"])
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script" not in page
    assert "<img" not in page
    assert not re.search(r"(src|href)=", page.replace("src=http://ond.example", ""))
    assert "default-src 'none'" in page


def test_a_rejected_invoice_is_not_archived(house: Any) -> None:
    house.drop("efaktura", SAMPLES / "efaktura" / "fel-summa-och-mottagare.xml", "fel.xml")
    record = house.run()["fel.xml"]
    assert record.state is FileState.REJECTED
    assert house.delivered(record, "document") == []
    assert not archive_of(house).exists()


def test_of_a_file_of_vouchers_each_delivered_one_has_a_row_that_names_the_original(house: Any) -> None:
    with_archive(house, "forsystem-csv")
    house.drop("forsystem-csv", SAMPLES / "forsystem-csv" / "fel-kontering-2026-11.csv", "fel.csv")
    record = house.run()["fel.csv"]
    assert record.state is FileState.PARTLY_DELIVERED
    [row] = index_of(house, record)
    assert (row["Buntnummer"], row["Verifikation"], row["Nummer"]) == (record.batch_id, "1", "81004")
    assert row["Fil"] == f"{record.id}/original.csv"


def test_a_person_with_protected_identity_is_masked_in_the_index(house: Any) -> None:
    with_archive(house, "skatteverket-inkomst")
    house.drop("skatteverket-inkomst", INCOME, "inkomst.txt")
    record = house.run()["inkomst.txt"]
    [path] = house.delivered(record, "document_index")
    assert "9001059808" not in path.read_text("utf-8")
    assert MASK in {row["Nummer"] for row in index_of(house, record)}


def test_documents_are_in_place_before_the_index_names_them(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    put, placed = FolderDestination.put, []

    def noted(destination: FolderDestination, name: str, *rest: Any) -> Any:
        placed.append(name)
        return put(destination, name, *rest)

    monkeypatch.setattr(FolderDestination, "put", noted)
    house.drop("efaktura", WITH_ATTACHMENT, "faktura.xml")
    record = house.run()["faktura.xml"]
    at = placed.index(f"index/{record.id}.csv")
    assert {row["Fil"] for row in index_of(house, record)} <= set(placed[:at])


@pytest.mark.parametrize("step", ["plan", "make_durable", "carry_out"])
def test_a_process_that_dies_leaves_each_document_once(house: Any, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    house.drop("efaktura", WITH_ATTACHMENT, "faktura.xml")

    def killed(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(Delivery, step, killed)
        with pytest.raises(Killed):
            house.passed()
    [record] = house.passed().records
    assert record.state is FileState.DELIVERED
    found = sorted(path.relative_to(archive_of(house)).as_posix() for path in archive_of(house).rglob("*.*"))
    wanted = ["1-arbetsrapport-57.pdf", "faktura-1.html", "original.xml"]
    assert found == [*(f"{record.id}/{name}" for name in wanted), f"index/{record.id}.csv"]


def test_a_value_that_does_not_fit_the_index_makes_the_file_wait_for_a_wider_layout(house: Any) -> None:
    layout = house.home / "mappings" / "layouts" / "document_index.yaml"
    text = layout.read_text("utf-8")
    layout.write_text(text.replace("column: Valuta, length: 3", "column: Valuta, length: 2"), encoding="utf-8")
    house.drop("efaktura", WITH_ATTACHMENT, "faktura.xml")
    waiting = house.run()["faktura.xml"]
    assert waiting.state is FileState.WAITING
    assert "SEK cannot be written in the field 'currency' of the index layout 'document_index'" in waiting.message
    layout.write_text(text, encoding="utf-8")
    [record] = house.passed().records
    assert record.state is FileState.DELIVERED


@pytest.mark.parametrize(
    ("archive", "change", "told"),
    [
        ("{destination: a, index: nothing}", ("", ""), "unknown layout 'nothing' of the document archive's index"),
        ("{destination: a}", ("party_number:", "party_numer:"), "a field 'party_numer' that no index row tells"),
        (
            "{destination: a}",
            ("voucher: {type: code", "voucher: {type: amount"),
            "'voucher' of layout 'document_index'",
        ),
        ("{destination: a}", ("  document:\n", "  dokument:\n"), "has no record 'document'"),
        ("{destination: ../a}", ("", ""), "document_archive"),
    ],
)
def test_an_archive_that_could_never_be_written_is_refused(
    house: Any, archive: str, change: tuple[str, str], told: str
) -> None:
    layout = house.home / "mappings" / "layouts" / "document_index.yaml"
    layout.write_text(layout.read_text("utf-8").replace(*change, 1), encoding="utf-8")
    with_archive(house, "efaktura", archive)
    with house.open() as gateway:
        broken = gateway._tools["efaktura"]
    assert isinstance(broken, BrokenSpecification)
    assert told in str(broken)
