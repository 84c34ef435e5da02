"""Workbooks that are damaged, dangerous or very large: refused with a reason, or read as a stream."""

import itertools
import tracemalloc
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.findings import Finding
from gateway.formats.layouts.layout import Layout
from gateway.formats.layouts.records import read_records
from gateway.formats.layouts.sheet import sheet_fits
from gateway.formats.layouts.workbook import Workbook, refused_workbook
from tests.workbooks import WHOLE_LAYOUT, layout_of, read, repacked, row, whole_workbook, workbook

pytestmark = pytest.mark.unit

SHEET = "xl/worksheets/sheet1.xml"
WHOLE = whole_workbook()


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return layout_of(tmp_path)


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


def test_an_archive_whose_contents_begin_before_the_file_is_damaged(layout: Layout, tmp_path: Path) -> None:
    content = bytearray(WHOLE)
    end = content.rindex(b"PK\x05\x06")
    content[end + 12 : end + 16] = (len(content) + 100).to_bytes(4, "little")
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert only_code(layout, path) == "SHEET-DAMAGED"


@settings(max_examples=300, deadline=None)
@given(place=st.integers(0, 10_000), mask=st.integers(1, 255))
def test_no_damaged_byte_ends_in_a_traceback(tmp_path_factory: pytest.TempPathFactory, place: int, mask: int) -> None:
    folder = tmp_path_factory.getbasetemp()
    content = bytearray(WHOLE)
    content[place % len(content)] ^= mask
    path = folder / "damaged.xlsx"
    path.write_bytes(content)
    list(read_records(WHOLE_LAYOUT, path))
    sheet_fits(WHOLE_LAYOUT, path)
    refused_workbook(bytes(content[:1000]), path)


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
