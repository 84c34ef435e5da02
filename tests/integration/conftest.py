"""A house to test in: a home folder, what is put into its inboxes, and what is found in it afterwards."""

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from gateway.app.running import Gateway, PassSummary
from gateway.journal import FileRecord, FileState, SqliteJournal
from gateway.schemas import SchemaStore
from gateway.schemas.installation import listing

PROJECT = Path(__file__).resolve().parents[2]
SAMPLES = PROJECT / "samples"
GOOD = {
    "bank": SAMPLES / "bank" / "bgmax-inbetalningar.txt",
    "efaktura": SAMPLES / "efaktura" / "faktura-kontorsvaror.xml",
    "forsystem-csv": SAMPLES / "forsystem-csv" / "telefoni-2026-10.csv",
    "forsystem-fast": SAMPLES / "forsystem-fast" / "hemtjanst-2026-10.txt",
    "forsystem-sie": SAMPLES / "forsystem-sie" / "hyror-2026-11.si",
    "skatteverket-inkomst": SAMPLES / "skatteverket-inkomst" / "inkomst-2024.txt",
}
"""One file a route that is delivered in full."""

RECEIPT_SCHEMA = etree.XMLSchema(etree.parse(str(PROJECT / "xsd" / "kvittens.xsd")))


class House:
    """A home folder and the gateway in it; every pass opens the gateway anew, as `gateway run` does."""

    def __init__(self, home: Path, open_gateway: Callable[..., Gateway]) -> None:
        self.home = home
        self.open = open_gateway

    def drop(self, route: str, content: bytes | Path, name: str | bytes = "fil") -> Path:
        """Put a file into the inbox of a route."""
        inbox = self.home / "inbox" / route
        inbox.mkdir(parents=True, exist_ok=True)
        path = inbox / (name if isinstance(name, str) else name.decode("utf-8", "surrogateescape"))
        path.write_bytes(content.read_bytes() if isinstance(content, Path) else content)
        return path

    def drop_good(self, route: str, name: str = "good") -> Path:
        """Put a file that is delivered in full into the inbox of a route."""
        return self.drop(route, GOOD[route], name)

    def passed(self, **settings: object) -> PassSummary:
        """One pass, whole summary."""
        with self.open(**settings) as gateway:
            return gateway.run_once()

    def run(self, **settings: object) -> dict[str, FileRecord]:
        """One pass; the records by file name."""
        return {record.name: record for record in self.passed(**settings).records}

    def record(self, file_id: str) -> FileRecord:
        """A file as the journal has it now."""
        with closing(self._journal()) as journal:
            return journal.get(file_id)

    def delivered(self, record: FileRecord, kind: str = "output") -> list[Path]:
        """Where the deliveries of a kind of a file were put."""
        with closing(self._journal()) as journal:
            deliveries = journal.deliveries(record.id)
        return [
            self.home / each.planned.destination / each.planned.name for each in deliveries if each.planned.kind == kind
        ]

    def _journal(self) -> SqliteJournal:
        return SqliteJournal(self.home / "var" / "journal.db")

    def outputs(self) -> list[Path]:
        """Every import file in the outbox, for ledgers and other systems; not what is answered."""
        outbox = self.home / "outbox"
        ours = ("kvittens", "fellistor", "svar", "dokumentarkiv")
        return sorted(
            path for path in outbox.rglob("*") if path.is_file() and path.parts[len(outbox.parts)] not in ours
        )

    def receipt(self, record: FileRecord) -> dict[str, Any]:
        """The receipt of a file as JSON; its XML twin must be valid."""
        as_xml, as_json = self.delivered(record, "receipt")
        RECEIPT_SCHEMA.assertValid(etree.parse(str(as_xml)))
        facts: dict[str, Any] = json.loads(as_json.read_bytes())
        assert facts["filId"] == record.id
        return facts

    def codes(self, record: FileRecord) -> list[str]:
        """The codes in a file's error list, worst first; its page and workbook must be there too."""
        page, workbook, data = self.delivered(record, "error_list")
        assert b"<html" in page.read_bytes()
        assert workbook.read_bytes().startswith(b"PK")
        return [cause["code"] for cause in json.loads(data.read_bytes())["causes"]]

    def assert_rejected(self, record: FileRecord, *codes: str) -> None:
        """Rejected with exactly these codes: receipt, error list and original are there, and no import file."""
        assert record.state is FileState.REJECTED, record.name
        assert self.codes(record) == list(codes)
        assert self.receipt(record)["status"] == "avvisad"
        assert self.delivered(record) == []
        [kept] = self.delivered(record, "original")
        assert kept.stat().st_size == record.size

    def assert_delivered(self, record: FileRecord) -> None:
        """Delivered in full: import file and receipt are there."""
        assert record.state is FileState.DELIVERED
        assert self.receipt(record)["status"] == "levererad"
        [output] = self.delivered(record)
        assert output.stat().st_size > 0

    def assert_nothing_left_behind(self) -> None:
        """No file is in an inbox or a work folder any more."""
        assert list((self.home / "var" / "work").iterdir()) == []
        assert [path for path in (self.home / "inbox").rglob("*") if not path.is_dir() or path.is_symlink()] == []


@pytest.fixture
def house(home: Path, open_gateway: Callable[..., Gateway]) -> House:
    """An empty house."""
    return House(home, open_gateway)


@pytest.fixture(scope="session")
def schemas() -> SchemaStore:
    """The schemas of the project."""
    if any(entry.state != "installed" for entry in listing(PROJECT / "xsd")):
        pytest.fail("the official schemas are missing; run: gateway schemas install")
    return SchemaStore(PROJECT / "xsd")
