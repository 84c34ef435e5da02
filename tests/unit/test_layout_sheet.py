"""Workbooks that people have made are read by layout; what Excel does to values is undone or told."""

import datetime
import io
import itertools
import tracemalloc
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.findings import Finding
from gateway.formats.layout import Layout
from gateway.formats.layout_files import file_writer
from gateway.formats.layout_records import read_records
from gateway.formats.layout_sheet import sheet_fits, sheet_rows
from gateway.formats.layout_writer import LayoutWriter
from gateway.formats.workbook import Workbook, refused_workbook
from tests.workbooks import LAYOUT, layout_of, repacked, workbook

pytestmark = pytest.mark.unit

SHEET = "xl/worksheets/sheet1.xml"
DAY = datetime.date(2026, 3, 9)


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return layout_of(tmp_path)


def read(layout: Layout, path: Path) -> tuple[list[dict[str, Any]], list[Finding]]:
    """The rows that could be read, and what was found."""
    items = list(read_records(layout, path))
    return [item[1] for item in items if not isinstance(item, Finding)], [
        item for item in items if isinstance(item, Finding)
    ]


def codes(found: list[Finding]) -> list[tuple[str, str, str]]:
    return [(each.code, each.place.position, each.value) for each in found]


def row(**values: Any) -> dict[str, Any]:
    blank = dict.fromkeys(("account", "amount", "count", "day", "person", "text", "open"))
    return {**blank, "account": "1930", **values}


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


def only_code(layout: Layout, path: Path) -> str:
    items = list(read_records(layout, path))
    assert all(isinstance(item, Finding) for item in items), items
    [problem] = items
    assert isinstance(problem, Finding)
    assert problem.rejects_file
    assert not sheet_fits(layout, path)
    return problem.code


def test_a_workbook_with_macros_is_refused(layout: Layout, tmp_path: Path) -> None:
    path = repacked(workbook(tmp_path / "a.xlsx", [["1930"]]), {}, **{"xl/vbaProject.bin": b"x"})
    assert only_code(layout, path) == "SHEET-MACRO"
    path = workbook(tmp_path / "b.xlsx", [["1930"]])
    assert (
        only_code(
            layout,
            repacked(
                path,
                {
                    "[Content_Types].xml": lambda text: text.replace(
                        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                    )
                },
            ),
        )
        == "SHEET-MACRO"
    )


def test_old_and_protected_workbooks_are_refused_by_name(tmp_path: Path) -> None:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(22) + (9).to_bytes(2, "little") + bytes(16)
    head += (0).to_bytes(4, "little") + bytes(460)
    for name, code in (("Workbook", "SHEET-OLD"), ("EncryptedPackage", "SHEET-PROTECTED")):
        path = tmp_path / name
        path.write_bytes(head + name.encode("utf-16-le") + bytes(400))
        refused = refused_workbook(path.read_bytes(), path)
        assert refused is not None
        assert refused.code == code


@pytest.mark.parametrize("size", [0, 10, 200, 1000, 3000])
def test_a_damaged_workbook_is_refused(layout: Layout, tmp_path: Path, size: int) -> None:
    path = workbook(tmp_path / "a.xlsx", [["1930"]])
    path.write_bytes(path.read_bytes()[:size])
    assert only_code(layout, path) == "SHEET-DAMAGED"


@settings(max_examples=300, deadline=None)
@given(place=st.integers(0, 10_000), mask=st.integers(1, 255))
def test_no_damaged_byte_ends_in_a_traceback(tmp_path_factory: pytest.TempPathFactory, place: int, mask: int) -> None:
    folder = tmp_path_factory.getbasetemp()
    content = bytearray(WHOLE)
    content[place % len(content)] ^= mask
    path = folder / "damaged.xlsx"
    path.write_bytes(content)
    list(read_records(DAMAGED_LAYOUT, path))
    sheet_fits(DAMAGED_LAYOUT, path)
    refused_workbook(bytes(content[:1000]), path)


def _whole() -> tuple[bytes, Layout]:
    import tempfile  # noqa: PLC0415 - once, for the test above

    with tempfile.TemporaryDirectory() as folder:
        path = workbook(Path(folder) / "a.xlsx", [["1930", 1.5, 2, DAY, None, "x", True]])
        return path.read_bytes(), layout_of(Path(folder))


WHOLE, DAMAGED_LAYOUT = _whole()


def test_a_file_that_is_no_workbook_is_refused(layout: Layout, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert only_code(layout, path) == "SHEET-NOT-WORKBOOK"


def test_a_workbook_that_unpacks_to_far_too_much_is_refused_unread(layout: Layout, tmp_path: Path) -> None:
    path = repacked(workbook(tmp_path / "a.xlsx", [["1930"]]), {}, **{"xl/bomb.xml": bytes(30_000_000)})
    assert only_code(layout, path) == "SHEET-BOMB"


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def shared_texts(path: Path, texts: list[str]) -> Path:
    """A workbook whose texts stand in a table of their own, in the first column."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for number, text in enumerate(texts):
            sheet.write_string(number, 0, text)
    return path


@pytest.mark.parametrize(
    "part", [SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "[Content_Types].xml"]
)
def test_entities_in_any_part_are_refused_before_they_are_parsed(layout: Layout, tmp_path: Path, part: str) -> None:
    path = shared_texts(tmp_path / "a.xlsx", ["Konto", "1930"])

    def explosive(text: str) -> str:
        start = text.index("<", text.index("?>")) if text.startswith("<?xml") else 0
        return f"{text[:start]}{BOMB}{text[start:]}"

    assert only_code(layout, repacked(path, {part: explosive})) == "XML-DOCTYPE"


def test_an_entity_in_the_relations_of_a_workbook_is_refused(layout: Layout, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["1930"]])
    assert only_code(layout, repacked(path, {"_rels/.rels": lambda text: BOMB + text})) == "SHEET-DAMAGED"


def test_a_sheet_that_breaks_off_keeps_the_rows_before_and_rejects_the_file(layout: Layout, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["1930"], ["1931"]])
    rows, found = read(layout, repacked(path, {SHEET: lambda text: text[: text.index('<row r="3"')]}))
    assert rows == [row()]
    assert [(each.code, each.place.path) for each in found] == [("SHEET-DAMAGED", SHEET)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('r="A2"', 'r="2A"'),
        ('r="A2"', 'r="ZZZ2"'),
        ('<row r="2"', '<row r="1"'),
        ('<row r="2"', '<row r="tva"'),
    ],
)
def test_a_sheet_that_says_what_cannot_be_is_damaged(layout: Layout, tmp_path: Path, old: str, new: str) -> None:
    path = workbook(tmp_path / "a.xlsx", [["1930"]])

    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new)

    rows, found = read(layout, repacked(path, {SHEET: change}))
    assert rows == []
    assert [each.code for each in found] == ["SHEET-DAMAGED"]


@pytest.mark.parametrize("index", ["2", "-1", "x"])
def test_a_text_that_is_not_in_the_table_is_damage(tmp_path: Path, index: str) -> None:
    layout = layout_of(tmp_path, "title: P\nkind: xlsx\nassumed: true\nrecords: {row: {fields: {a: {type: code}}}}\n")
    path = shared_texts(tmp_path / "a.xlsx", ["ett", "två"])
    assert read(layout, path) == ([{"a": "ett"}, {"a": "två"}], [])
    _, found = read(layout, repacked(path, {SHEET: lambda text: text.replace("<v>1</v>", f"<v>{index}</v>")}))
    assert [each.code for each in found] == ["SHEET-DAMAGED"]


def test_how_a_text_is_pronounced_is_no_part_of_it(tmp_path: Path) -> None:
    layout = layout_of(tmp_path, "title: P\nkind: xlsx\nassumed: true\nrecords: {row: {fields: {a: {type: code}}}}\n")
    rich = "<si><r><t>Ko</t></r><r><t>nto</t></r><rPh><t>kånto</t></rPh></si>"
    path = shared_texts(tmp_path / "a.xlsx", ["x"])
    changes = {"xl/sharedStrings.xml": lambda text: text.replace("<si><t>x</t></si>", rich)}
    assert read(layout, repacked(path, changes)) == ([{"a": "Konto"}], [])


def test_links_to_other_workbooks_are_told(layout: Layout, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["1930"]])
    links = '<externalReferences><externalReference r:id="rId9" xmlns:r="urn:r"/></externalReferences></workbook>'
    rows, found = read(layout, repacked(path, {"xl/workbook.xml": lambda text: text.replace("</workbook>", links)}))
    assert rows == [row()]
    assert [(each.code, each.rejects) for each in found] == [("SHEET-LINKS", False)]


def test_a_sheet_of_many_rows_is_read_as_a_stream(layout: Layout, tmp_path: Path) -> None:
    count = 100_000
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Konto", "Belopp", "Antal", "Dag", "Personnummer", "Text", "Öppen"])
        for number in range(1, count + 1):
            sheet.write_string(number, 0, f"{number}")
            sheet.write_number(number, 1, number / 100)
    with Workbook(path) as opened:
        assert opened.refusal() is None
        kept = [
            len(item[1].getparent())  # type: ignore[arg-type]
            for item in opened.cells(opened.sheets[0], ("row",))
            if not isinstance(item, Finding)
        ]
    # The parser reads ahead by one piece of the file; what has been read is forgotten.
    assert len(kept) == count + 1
    assert max(kept) < 1000
    items = read_records(layout, path)
    rows_read = sum(1 for _ in itertools.islice(items, 1000))
    tracemalloc.start()
    rows_read += sum(1 for _ in itertools.islice(items, 10_000))
    grown = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    rows_read += sum(1 for _ in items)
    assert rows_read == count
    assert grown < 400_000


def test_shared_texts_take_no_memory_of_their_own(tmp_path: Path) -> None:
    path = shared_texts(tmp_path / "a.xlsx", [f"{number}" * 20 for number in range(20_000)])
    tracemalloc.start()
    with Workbook(path) as opened:
        assert opened.refusal() is None
        assert opened.text(19_999) == "19999" * 20
        with pytest.raises(ValueError, match="20000"):
            opened.text(20_000)
        # Eight bytes for each: where it ends in the temporary file.
        kept = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert kept < 400_000


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
    writer = LayoutWriter(DAMAGED_LAYOUT)
    file = file_writer(DAMAGED_LAYOUT, writer)
    line = writer.formatter("row", tuple(rows[0]))
    file.add([line(tuple(each[name] for name in rows[0])) for each in rows])
    assert file.fault() is None
    path = io.BytesIO(b"".join(file.end()))
    items = list(read_records(DAMAGED_LAYOUT, path))  # type: ignore[arg-type]
    assert items == [("row", each) for each in rows]


def test_rows_have_the_numbers_that_the_sheet_shows(layout: Layout, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["1930"], [], ["1931"]])
    assert [item[0] for item in sheet_rows(layout, path) if not isinstance(item, Finding)] == [1, 2, 4]
