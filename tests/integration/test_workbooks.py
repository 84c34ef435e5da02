"""Workbooks in an inbox: what is refused and why, and formulas that a route puts up with."""

from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from gateway.app.running import Gateway
from gateway.journal import FileState
from tests.conftest import drop
from tests.workbooks import repacked

pytestmark = pytest.mark.integration

ROUTE = "forsystem-excel"
SAMPLE = Path(__file__).resolve().parents[2] / "samples" / ROUTE / "kulturskolan-2026-11.xlsx"
HEADINGS = (
    "Verifikation", "Datum", "Konto", "Kostnadsställe", "Verksamhet", "Projekt", "Momskod", "Debet", "Kredit", "Text"
)  # fmt: skip


@pytest.fixture
def outcome_of(home: Path, open_gateway: Callable[..., Gateway]) -> Callable[[Path], tuple[FileState, set[str]]]:
    """What becomes of a file in the inbox, and the codes of what was found."""

    def outcome(path: Path) -> tuple[FileState, set[str]]:
        drop(home, ROUTE, path)
        with open_gateway() as gateway:
            [record] = gateway.run_once().records
        [errors] = [*(home / "outbox").rglob(f"{record.id}/fellista.json"), *(home / "outbox").rglob("fellista*.json")][
            :1
        ]
        text = errors.read_text(encoding="utf-8")
        return record.state, {code for code in CODES if code in text}

    return outcome


CODES = ("SHEET-FORMULA", "SHEET-MACRO", "SHEET-OLD", "SHEET-DAMAGED", "SHEET-NOT-WORKBOOK", "LAYOUT-COLUMN-MISSING")


def with_formulas(path: Path, headings: tuple[str, ...] = HEADINGS) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Verifikationer")
        sheet.write_row(0, 0, headings)
        for row, account in ((1, "6110"), (2, "1910")):
            sheet.write_row(row, 0, ["83301", "2026-11-03", account, "2110"])
        sheet.write_string(1, 6, "I25")
        sheet.write_formula(1, 7, "=30+30", None, 60)
        sheet.write_number(2, 8, 60)
    return path


def test_a_workbook_with_formulas_is_rejected(outcome_of: Callable[..., object], tmp_path: Path) -> None:
    assert outcome_of(with_formulas(tmp_path / "a.xlsx")) == (FileState.REJECTED, {"SHEET-FORMULA"})


def test_a_route_may_take_the_values_of_formulas(home: Path, outcome_of: Callable[..., object], tmp_path: Path) -> None:
    route = home / "mappings" / "routes" / f"{ROUTE}.yaml"
    route.write_text(route.read_text(encoding="utf-8") + "severities: {SHEET-FORMULA: warning}\n", encoding="utf-8")
    assert outcome_of(with_formulas(tmp_path / "a.xlsx")) == (FileState.DELIVERED, {"SHEET-FORMULA"})
    [delivered] = (home / "outbox").rglob("*.dat")
    assert delivered.read_bytes().count(b"00000000000000006000") == 2


def test_a_workbook_that_cannot_be_read_is_told_why(outcome_of: Callable[..., object], tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(SAMPLE.read_bytes())
    assert outcome_of(repacked(path, {}, **{"xl/vbaProject.bin": b"x"})) == (FileState.REJECTED, {"SHEET-MACRO"})


def test_an_old_workbook_is_told_as_that(outcome_of: Callable[..., object], tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000))
    assert outcome_of(path) == (FileState.REJECTED, {"SHEET-OLD"})


def test_a_cut_off_workbook_is_damaged(outcome_of: Callable[..., object], tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(SAMPLE.read_bytes()[:4000])
    assert outcome_of(path) == (FileState.REJECTED, {"SHEET-DAMAGED"})


def test_a_workbook_with_other_columns_is_told_which_are_missing(
    outcome_of: Callable[..., object], tmp_path: Path
) -> None:
    path = with_formulas(tmp_path / "a.xlsx", ("Vernr", *HEADINGS[1:]))
    state, codes = outcome_of(path)  # type: ignore[misc]
    assert state is FileState.REJECTED
    assert "LAYOUT-COLUMN-MISSING" in codes
