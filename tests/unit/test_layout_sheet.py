"""Workbooks that people have made are read by layout; what Excel does to values is undone or told."""

import datetime
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.findings import Finding
from gateway.formats.layouts.files import file_writer
from gateway.formats.layouts.layout import Layout
from gateway.formats.layouts.records import read_records
from gateway.formats.layouts.sheet import sheet_fits, sheet_rows
from gateway.formats.layouts.writer import LayoutWriter
from tests.workbooks import DAY, LAYOUT, WHOLE_LAYOUT, layout_of, read, row, workbook

pytestmark = pytest.mark.unit


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return layout_of(tmp_path)


def codes(found: list[Finding]) -> list[tuple[str, str, str]]:
    return [(each.code, each.place.position, each.value) for each in found]


@pytest.mark.parametrize(
    ("column", "cell", "field", "value"),
    [
        (0, 1930, "account", "1930"),
        (0, "0012", "account", "0012"),
        (1, 0.1 + 0.2, "amount", Decimal("0.3")),
        (1, 1234.5, "amount", Decimal("1234.5")),
        (1, -7, "amount", Decimal(-7)),
        (1, "1234,50", "amount", Decimal("1234.50")),
        (1, 1e15, "amount", Decimal(10) ** 15),
        (2, 3.0, "count", 3),
        (2, "-3", "count", -3),
        (3, DAY, "day", DAY),
        (3, datetime.datetime(2026, 3, 9, 14, 30), "day", DAY),  # noqa: DTZ001 - what a cell holds has no zone
        (3, "2026-03-09", "day", DAY),
        (4, 199001012384, "person", "199001012384"),
        (5, DAY, "text", "2026-03-09"),
        (5, 17.25, "text", "17.25"),
        (5, "två\nrader\xa0här", "text", "två rader här"),
        (5, "a_x000D_b", "text", "a b"),
        (6, True, "open", True),
        (6, "N", "open", False),
    ],
)
def test_a_cell_is_taken_as_the_field_needs_it(
    layout: Layout, tmp_path: Path, column: int, cell: Any, field: str, value: Any
) -> None:
    cells: list[Any] = ["1930", *[None] * 6]
    cells[column] = cell
    assert read(layout, workbook(tmp_path / "a.xlsx", [cells])) == ([row(**{field: value})], [])


@pytest.mark.parametrize(
    ("column", "cell", "code", "shown"),
    [
        (0, 1930.5, "SHEET-CODE-NUMBER", "1930.5"),
        (0, DAY, "SHEET-CELL-KIND", "2026-03-09"),
        (1, 1.234, "LAYOUT-AMOUNT", "1.234"),
        (1, "1.50", "LAYOUT-DECIMAL-SIGN", "1.50"),
        (1, DAY, "SHEET-CELL-KIND", "2026-03-09"),
        (1, True, "SHEET-CELL-KIND", "TRUE"),
        (2, 1.5, "LAYOUT-NUMBER", "1.5"),
        (3, 46090, "SHEET-DATE-NUMBER", "46090"),
        (3, "9/3 2026", "LAYOUT-DATE", "9/3 2026"),
        (3, datetime.time(14, 30), "SHEET-DATE-NUMBER", "0.604166666666667"),
        (4, 1234567890123456, "SHEET-CODE-NUMBER", "1234567890123460"),
        (6, 7, "LAYOUT-VALUE-NOT-ALLOWED", "7"),
    ],
)
def test_a_cell_that_does_not_fit_is_told_with_its_place(
    layout: Layout, tmp_path: Path, column: int, cell: Any, code: str, shown: str
) -> None:
    cells: list[Any] = ["1930", *[None] * 6]
    cells[column] = cell
    rows, found = read(layout, workbook(tmp_path / "a.xlsx", [cells, ["1931"]]))
    assert rows == [row(account="1931")]
    assert codes(found) == [(code, f"{'ABCDEFG'[column]}2", shown)]


def test_lost_zeros_are_told_and_zeros_that_are_shown_are_kept(tmp_path: Path) -> None:
    layout = layout_of(tmp_path, LAYOUT.replace("length: 10, required: true", 'allowed: ["0012"], required: true'))

    def formatted(book: Any) -> None:
        book.active["A3"].number_format = "0000"

    rows, found = read(layout, workbook(tmp_path / "a.xlsx", [[12], [12]], formatted))
    assert rows == [row(account="0012")]
    assert codes(found) == [("SHEET-CODE-NUMBER", "A2", "12")]


def test_days_are_told_by_the_format_of_the_cell(layout: Layout, tmp_path: Path) -> None:
    def formatted(book: Any) -> None:
        for place, form in (("D2", 'yyyy"-"mm"-"dd'), ("D3", "[$-41D]d mmmm yyyy;@"), ("D4", '0 "day"'), ("D5", "0")):
            book.active[place].number_format = form

    rows, found = read(layout, workbook(tmp_path / "a.xlsx", [["1930", None, None, 46090]] * 4, formatted))
    assert rows == [row(day=DAY)] * 2
    assert codes(found) == [("SHEET-DATE-NUMBER", "D4", "46090"), ("SHEET-DATE-NUMBER", "D5", "46090")]


def test_days_of_a_workbook_may_count_from_1904(layout: Layout, tmp_path: Path) -> None:
    def old(book: Any) -> None:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904

    assert read(layout, workbook(tmp_path / "a.xlsx", [["1930", None, None, DAY]], old)) == ([row(day=DAY)], [])


def test_a_date_written_as_eight_digits_is_the_date_that_it_shows(tmp_path: Path) -> None:
    layout = layout_of(tmp_path, LAYOUT.replace("YYYY-MM-DD", "YYYYMMDD"))
    assert read(layout, workbook(tmp_path / "a.xlsx", [["1930", None, None, 20260309]])) == ([row(day=DAY)], [])


def test_a_formula_is_told_once_for_each_column_and_its_value_is_taken(layout: Layout, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Konto", "Belopp", "Antal", "Dag", "Personnummer", "Text", "Öppen"])
        for number in (1, 2):
            sheet.write_string(number, 0, "1930")
            sheet.write_formula(number, 1, "=1+2", None, 3)
        sheet.write_formula(2, 2, "=2*2", None, 4)
    rows, found = read(layout, path)
    assert rows == [row(amount=Decimal(3)), row(amount=Decimal(3), count=4)]
    assert codes(found) == [("SHEET-FORMULA", "B2", "=1+2"), ("SHEET-FORMULA", "C3", "=2*2")]
    assert all(each.rejects_file for each in found)


def test_merged_cells_among_the_rows_are_told_and_those_above_are_not(tmp_path: Path) -> None:
    def merged(book: Any) -> None:
        sheet = book.active
        sheet.insert_rows(1, 2)
        sheet.merge_cells("A1:D1")
        sheet.merge_cells("A5:A6")

    layout = layout_of(tmp_path, LAYOUT.replace("header_row: true", "header_row: true\nfirst_row: 3"))
    _, found = read(layout, workbook(tmp_path / "a.xlsx", [["1930"], ["1931"], ["1932"]], merged))
    merges = [each for each in found if each.code == "SHEET-MERGED"]
    assert codes(merges) == [("SHEET-MERGED", "A5:A6", "A5:A6")]
    assert merges[0].rejects_file


def test_what_is_hidden_is_read_with_a_warning(layout: Layout, tmp_path: Path) -> None:
    def hide(book: Any) -> None:
        sheet = book.active
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True
        sheet.column_dimensions["Z"].hidden = True
        for name, state in (("Dold", "hidden"), ("Gömd", "veryHidden"), ("Tom", "hidden"), ("Mer", "visible")):
            book.create_sheet(name).sheet_state = state
            if name != "Tom":
                book[name].append(["x"])

    rows, found = read(layout, workbook(tmp_path / "a.xlsx", [["1930", 1], ["1931", 2]], hide))
    assert [each["account"] for each in rows] == ["1930", "1931"]
    assert [(each.code, each.value, each.expected) for each in found] == [
        ("SHEET-OTHER-SHEETS", "Mer", "Sheet"),
        ("SHEET-HIDDEN-SHEETS", "Dold, Gömd", ""),
        ("SHEET-HIDDEN-ROWS", "1", "3"),
        ("SHEET-HIDDEN-COLUMNS", "B", ""),
    ]
    assert not any(each.rejects for each in found)


def test_the_sheet_is_the_first_visible_one_or_the_one_that_the_layout_names(tmp_path: Path) -> None:
    def sheets(book: Any) -> None:
        book.active.sheet_state = "hidden"
        for name in ("Ett", "Två"):
            sheet = book.create_sheet(name)
            sheet.append(["Konto", "Belopp", "Antal", "Dag", "Personnummer", "Text", "Öppen"])
            sheet.append([name])

    path = workbook(tmp_path / "a.xlsx", [], sheets, headings=False)
    assert [each["account"] for each in read(layout_of(tmp_path), path)[0]] == ["Ett"]
    named = layout_of(tmp_path, LAYOUT.replace("assumed: true", "assumed: true\nsheet: Två"))
    assert [each["account"] for each in read(named, path)[0]] == ["Två"]
    other = layout_of(tmp_path, LAYOUT.replace("assumed: true", "assumed: true\nsheet: Tre"))
    _, [problem] = read(other, path)
    assert (problem.code, problem.value, problem.expected) == ("SHEET-MISSING", "Tre", "Sheet, Ett, Två")
    assert [sheet_fits(each, path) for each in (named, other)] == [True, False]


def test_error_cells_are_told(layout: Layout, tmp_path: Path) -> None:
    _, found = read(layout, workbook(tmp_path / "a.xlsx", [["1930", "#REF!"]]))
    assert codes(found) == [("SHEET-CELL-ERROR", "B2", "#REF!")]


def test_rows_may_be_ragged_and_empty_rows_stand_between_them(layout: Layout, tmp_path: Path) -> None:
    rows, found = read(layout, workbook(tmp_path / "a.xlsx", [["1930", 1], [], [None, ""], ["1931", None, None, DAY]]))
    assert rows == [row(amount=Decimal(1)), row(account="1931", day=DAY)]
    assert found == []


def test_a_value_beyond_the_columns_is_told(layout: Layout, tmp_path: Path) -> None:
    rows, found = read(layout, workbook(tmp_path / "a.xlsx", [["1930", *[None] * 8, "kvar"], ["1931"]]))
    assert rows == [row(account="1931")]
    assert codes(found) == [("SHEET-CELL-BEYOND", "J2", "kvar")]


def test_columns_may_be_shifted_but_none_may_be_missing(layout: Layout, tmp_path: Path) -> None:
    def shifted(book: Any) -> None:
        book.active.insert_cols(1)

    assert read(layout, workbook(tmp_path / "a.xlsx", [["1930", 1]], shifted)) == ([row(amount=Decimal(1))], [])
    path = workbook(tmp_path / "b.xlsx", [["Konto", "Belopp"]], headings=False)
    _, [problem] = read(layout, path)
    assert (problem.code, problem.place.line) == ("LAYOUT-COLUMN-MISSING", 1)


def test_records_of_a_sheet_without_headings_are_told_by_the_first_column(tmp_path: Path) -> None:
    text = """
title: Prov
kind: xlsx
assumed: true
record_type: {}
records:
  head: {role: header, when: "10", fields: {day: {type: date}}}
  row: {when: "20", fields: {account: {type: code}, amount: {type: amount}}}
  end: {role: trailer, when: "90", fields: {count: {type: integer, counts: row}, sum: {type: amount, sums: row.amount}}}
"""
    layout = layout_of(tmp_path, text)
    path = workbook(tmp_path / "a.xlsx", [[10, DAY], ["20", "1930", 5], [20, 1931], [90, 2, 6]], headings=False)
    items = list(read_records(layout, path))
    assert items[:4] == [
        ("head", {"day": DAY}),
        ("row", {"account": "1930", "amount": Decimal(5)}),
        ("row", {"account": "1931", "amount": None}),
        ("end", {"count": 2, "sum": Decimal(6)}),
    ]
    assert [each.code for each in items[4:] if isinstance(each, Finding)] == ["LAYOUT-TOTAL-SUM"]


TEXTS = st.text(st.characters(min_codepoint=33, max_codepoint=0x2FFF), min_size=1, max_size=10).filter(str.isprintable)
ROWS = st.fixed_dictionaries(
    {
        "account": TEXTS,
        "amount": st.none() | st.decimals(-(10**15), 10**15, places=2),
        "count": st.none() | st.integers(-(10**20), 10**20),
        "day": st.none() | st.dates(datetime.date(1000, 1, 1)),
        "person": st.none() | TEXTS,
        "text": st.none() | TEXTS,
        "open": st.none() | st.booleans(),
    }
)


@settings(deadline=None)
@given(rows=st.lists(ROWS, min_size=1, max_size=5))
def test_what_is_written_is_read_back(rows: list[dict[str, Any]]) -> None:
    writer = LayoutWriter(WHOLE_LAYOUT)
    file = file_writer(WHOLE_LAYOUT, writer)
    line = writer.formatter("row", tuple(rows[0]))
    file.add([line(tuple(each[name] for name in rows[0])) for each in rows])
    assert file.fault() is None
    path = io.BytesIO(b"".join(file.end()))
    items = list(read_records(WHOLE_LAYOUT, path))  # type: ignore[arg-type]
    assert items == [("row", each) for each in rows]


def test_rows_have_the_numbers_that_the_sheet_shows(layout: Layout, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["1930"], [], ["1931"]])
    assert [item[0] for item in sheet_rows(layout, path) if not isinstance(item, Finding)] == [1, 2, 4]
