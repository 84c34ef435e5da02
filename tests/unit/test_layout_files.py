"""Files that are written by layout: XML and JSON documents, workbooks."""

import datetime
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree

from gateway.formats.layouts.files import file_writer
from gateway.formats.layouts.layout import Layout, load_layout
from gateway.formats.layouts.sheet_writer import SheetFile
from gateway.formats.layouts.writer import LayoutWriter
from gateway.specification import BrokenSpecification

pytestmark = pytest.mark.unit

NESTED_RECORDS = """
records:
  batch:
    role: header
    element: %s
    fields:
      id: {type: code, path: BatchId}
  voucher:
    element: %s
    fields:
      number: {type: integer, path: VoucherNo}
      day: {type: date, date_form: YYYY-MM-DD, path: VoucherDate}
  row:
    element: %s
    fields:
      text: {type: text, path: Description}
      flag: {type: integer, path: Amounts/DcFlag}
      amount: {type: amount, decimals: 2, decimal_sign: ".", path: Amounts/Amount}
      open: {type: boolean, path: Open}
"""
XML = (
    """
title: Prov
kind: xml
assumed: true
namespace: urn:a
prefixes: {L: "urn:l"}
"""
    + NESTED_RECORDS % ("File", "File/Voucher", "File/Voucher/Row")
)
JSON = (
    """
title: Prov
kind: json
assumed: true
"""
    + NESTED_RECORDS % ('""', "vouchers", "vouchers/rows")
)
SHEET = """
title: Prov
kind: xlsx
assumed: true
header_row: true
records:
  row:
    fields:
      account: {type: code, column: Konto}
      amount: {type: amount, decimals: 2, decimal_sign: ",", column: Belopp}
      count: {type: integer, column: Antal}
      day: {type: date, column: Dag}
      open: {type: boolean, yes: J, no: N}
"""
Line = tuple[str, dict[str, Any]]
DAY = datetime.date(2026, 3, 9)


def layout_of(text: str, folder: Path) -> Layout:
    path = folder / "prov.yaml"
    path.write_text(text, encoding="utf-8")
    return load_layout(path)


def problems_of(text: str, folder: Path) -> list[str]:
    with pytest.raises(BrokenSpecification) as broken:
        layout_of(text, folder)
    return [line.removeprefix(f"{folder / 'prov.yaml'}:") for line in str(broken.value).splitlines()]


def written(layout: Layout, lines: list[Line]) -> bytes:
    """The file that these records make, each given by itself."""
    writer = LayoutWriter(layout)
    file = file_writer(layout, writer)
    made = [file.add([writer.formatter(record, tuple(fields))(tuple(fields.values()))]) for record, fields in lines]
    assert file.fault() is None
    return b"".join([*made, *file.end()])


VOUCHERS: list[Line] = [
    ("batch", {"id": "B<1>"}),
    ("voucher", {"number": 1, "day": DAY}),
    ("row", {"text": "Hyra & värme", "flag": -1, "amount": Decimal("-12.50"), "open": True}),
    ("row", {"amount": Decimal(12)}),
    ("voucher", {"number": 2}),
    ("row", {"text": "Rest"}),
]


def test_records_of_an_xml_document_stand_within_each_other(tmp_path: Path) -> None:
    assert written(layout_of(XML, tmp_path), VOUCHERS).decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<File xmlns="urn:a" xmlns:L="urn:l"><BatchId>B&lt;1&gt;</BatchId>\n'
        "<Voucher><VoucherNo>1</VoucherNo><VoucherDate>2026-03-09</VoucherDate>\n"
        "<Row><Description>Hyra &amp; värme</Description><Amounts><DcFlag>-1</DcFlag><Amount>-12.50</Amount></Amounts>"
        "<Open>1</Open></Row>\n"
        "<Row><Amounts><Amount>12.00</Amount></Amounts></Row></Voucher>\n"
        "<Voucher><VoucherNo>2</VoucherNo>\n"
        "<Row><Description>Rest</Description></Row></Voucher></File>\n"
    )


def test_elements_attributes_and_own_texts_may_be_of_other_namespaces(tmp_path: Path) -> None:
    text = """
title: Prov
kind: xml
assumed: true
namespace: urn:a
prefixes: {L: "urn:l"}
records:
  row:
    element: File/L:Rows/Row
    fields:
      id: {type: code, path: "@id"}
      currency: {type: code, path: "L:Amount/@currency"}
      amount: {type: code, path: "L:Amount/."}
"""
    made = written(
        layout_of(text, tmp_path),
        [("row", {"id": 'a"b', "currency": "SEK", "amount": "1"}), ("row", {"currency": "EUR"}), ("row", {"id": "c"})],
    )
    rows = etree.fromstring(made).findall("{urn:l}Rows/{urn:a}Row")
    assert [row.get("id") for row in rows] == ['a"b', None, "c"]
    assert [[(each.get("currency"), each.text) for each in row.iterfind("{urn:l}Amount")] for row in rows] == [
        [("SEK", "1")],
        [("EUR", None)],
        [],
    ]


def test_an_xml_document_has_one_root(tmp_path: Path) -> None:
    layout = layout_of(XML, tmp_path)
    writer = LayoutWriter(layout)
    file = file_writer(layout, writer)
    line = writer.formatter("batch", ("id",))(("B",))
    assert file.add([line, line])
    assert str(file.fault()) == "File: 2: max 1"


def test_a_document_without_records_is_still_one(tmp_path: Path) -> None:
    assert etree.fromstring(written(layout_of(XML, tmp_path), [])).tag == "{urn:a}File"
    assert json.loads(written(layout_of(JSON, tmp_path), [])) == {}
    assert json.loads(written(layout_of(LIST, tmp_path), [])) == []


def test_records_of_a_json_document_stand_in_lists_within_each_other(tmp_path: Path) -> None:
    made = written(layout_of(JSON, tmp_path), VOUCHERS)
    assert json.loads(made, parse_float=Decimal) == {
        "BatchId": "B<1>",
        "vouchers": [
            {
                "VoucherNo": 1,
                "VoucherDate": "2026-03-09",
                "rows": [
                    {
                        "Description": "Hyra & värme",
                        "Amounts": {"DcFlag": -1, "Amount": Decimal("-12.50")},
                        "Open": True,
                    },
                    {"Amounts": {"Amount": Decimal("12.00")}},
                ],
            },
            {"VoucherNo": 2, "rows": [{"Description": "Rest"}]},
        ],
    }
    assert b'"Amount":-12.50' in made


LIST = """
title: Prov
kind: json
assumed: true
records:
  voucher:
    fields:
      number: {type: integer}
  row:
    element: rows
    fields:
      text: {type: text}
  note:
    element: notes
    fields:
      text: {type: text}
"""


def test_a_json_document_may_be_a_list(tmp_path: Path) -> None:
    lines: list[Line] = [("voucher", {"number": 1}), ("row", {"text": "a"}), ("voucher", {"number": 2})]
    assert json.loads(written(layout_of(LIST, tmp_path), lines)) == [
        {"number": 1, "rows": [{"text": "a"}]},
        {"number": 2},
    ]


def test_a_list_of_a_json_document_cannot_be_parted(tmp_path: Path) -> None:
    layout = layout_of(LIST, tmp_path)
    writer = LayoutWriter(layout)
    file = file_writer(layout, writer)
    row, note = (writer.formatter(name, ("text",))(("x",)) for name in ("row", "note"))
    file.add([writer.formatter("voucher", ("number",))((1,)), row, note])
    assert file.fault() is None
    file.add([row])
    assert str(file.fault()) == "rows: 2: max 1"


def test_header_and_trailer_may_share_a_json_object(tmp_path: Path) -> None:
    text = JSON + (
        "  end:\n    role: trailer\n    fields:\n      count: {type: integer, counts: row}\n"
        "      id: {type: code, path: BatchId}\n"
    )
    layout = layout_of(text, tmp_path)
    lines: list[Line] = [("batch", {"id": "B"}), ("voucher", {"number": 1}), ("end", {"count": 0})]
    assert json.loads(written(layout, lines)) == {"BatchId": "B", "vouchers": [{"VoucherNo": 1}], "count": 0}
    writer = LayoutWriter(layout)
    file = file_writer(layout, writer)
    file.add([writer.formatter(name, ("id",))(("B",)) for name in ("batch", "end")])
    assert str(file.fault()) == "BatchId: 2: max 1"


def test_cells_of_a_workbook_have_types(tmp_path: Path) -> None:
    layout = layout_of(SHEET, tmp_path)
    rows: list[Line] = [
        ("row", {"account": "0012", "amount": Decimal("-1234.50"), "count": 7, "day": DAY, "open": True}),
        ("row", {"account": "=1+1", "amount": Decimal(10**17 + 1), "day": datetime.date(1850, 1, 1), "open": False}),
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(written(layout, rows)))["Blad1"]
    heading, first, second = sheet.iter_rows()
    assert [cell.value for cell in heading] == ["Konto", "Belopp", "Antal", "Dag", "open"]
    assert [(cell.value, cell.number_format) for cell in first] == [
        ("0012", "General"),
        (-1234.5, "0.00"),
        (7, "0"),
        (datetime.datetime(2026, 3, 9), "yyyy-mm-dd"),  # noqa: DTZ001 - what a cell holds has no zone
        ("J", "General"),
    ]
    assert [(cell.value, cell.data_type) for cell in second] == [
        ("=1+1", "s"),
        ("100000000000000001,00", "s"),
        (None, "n"),
        ("18500101", "s"),
        ("N", "s"),
    ]


def test_equal_rows_make_equal_workbooks(tmp_path: Path) -> None:
    layout = layout_of(SHEET.replace("header_row: true", "sheet: Inköp\nfirst_row: 4\nheader_row: true"), tmp_path)
    made = written(layout, [("row", {"account": "1"})])
    assert made == written(layout, [("row", {"account": "1"})])
    sheet = openpyxl.load_workbook(io.BytesIO(made))["Inköp"]
    assert [[cell.value for cell in row][:1] for row in sheet.iter_rows()] == [[None], [None], [None], ["Konto"], ["1"]]


def test_a_sheet_can_be_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.formats.layouts.sheet_writer.MOST_ROWS", 3)
    layout = layout_of(SHEET, tmp_path)
    line = LayoutWriter(layout).formatter("row", ("account",))(("1",))
    file = SheetFile(layout)
    file.add([line, line])
    assert file.fault() is None
    file.add([line])
    assert str(file.fault()) == "Blad1: 4: max 3"


def test_a_cell_holds_only_so_much_text(tmp_path: Path) -> None:
    layout = layout_of(SHEET, tmp_path)
    file = SheetFile(layout)
    file.add([LayoutWriter(layout).formatter("row", ("account",))(("1" * 32_768,))])
    fault = file.fault()
    assert fault is not None
    assert (fault.field, fault.expected) == ("account", "max 32767")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            SHEET.replace('"," ', '","').replace('decimal_sign: ",", ', ""),
            "10:15: an amount with decimals in a spreadsheet",
        ),
        (SHEET + "      x: {type: code, start: 1}\n", "14:30: a field of kind xlsx has no start"),
        (
            SHEET.replace("assumed: true", "assumed: true\nencoding: utf-8"),
            "5:11: a layout of kind xlsx has no encoding",
        ),
        (SHEET.replace("assumed: true", "assumed: true\nsheet: a/b"), "5:8: not a name of a sheet"),
        (SHEET.replace("kind: xlsx", "kind: delimited\nsheet: a"), "4:8: a layout of kind delimited has no sheet"),
        (JSON.replace("assumed: true", "assumed: true\nmessage: VoucherBatch"), "5:10: a json layout is written only"),
        (XML.replace('decimal_sign: "."', 'decimal_sign: ","'), "the decimal sign of an amount in xml is a full stop"),
        (XML.replace("    element: File/Voucher\n", ""), "record 'voucher' needs element in an xml layout"),
        (XML.replace("element: File/Voucher\n", "element: Fil/Voucher\n"), "the root is 'File' here and 'Fil' there"),
        (XML.replace("element: File/Voucher/Row\n", "element: File/Voucher\n"), "'File/Voucher' is also 'voucher'"),
        (XML.replace("path: Open", 'path: "M:Open"'), "unknown prefix 'M'"),
        (XML.replace("path: Open", "path: 1Open"), "'1Open' is no name"),
        (XML.replace("path: Open", "path: Description"), "another field stands at 'Description'"),
        (XML.replace("path: Open", "path: Amounts"), "an element holds a text or other elements, not both"),
        (XML.replace("path: Open", "path: Description/Open"), "an element holds a text or other elements, not both"),
        (XML.replace("path: Open", 'path: "@open"'), "attributes stand before all else in their element"),
        (XML.replace("path: Open", 'path: "."'), "an element holds a text or other elements, not both"),
        (XML.replace("path: BatchId", 'path: "."'), "a record that holds others has no text of its own"),
        (XML.replace("path: BatchId", "path: Voucher/Id"), "'Voucher/Id' stands within another record"),
        (XML + "      late: {type: code, path: Amounts/Late}\n", "the fields in 'Amounts' must stand together"),
        (JSON.replace("path: Open", 'path: "@open"'), "only an xml layout has attributes"),
    ],
)
def test_a_spec_with_what_its_kind_lacks_is_told_where(text: str, problem: str, tmp_path: Path) -> None:
    assert any(problem in found for found in problems_of(text, tmp_path)), problems_of(text, tmp_path)
