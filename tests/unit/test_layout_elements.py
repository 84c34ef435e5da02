"""XML documents are read by layout: records within each other, and what the layout does not know."""

import datetime
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.findings import Finding
from gateway.formats.base import ReadingContext
from gateway.formats.layouts.elements import root_recogniser
from gateway.formats.layouts.files import file_writer
from gateway.formats.layouts.layout import Layout, load_layout
from gateway.formats.layouts.reader import layout_format
from gateway.formats.layouts.records import read_records
from gateway.formats.layouts.writer import LayoutWriter
from gateway.messages import Voucher
from gateway.schemas import SchemaStore
from gateway.schemas.parsing import stream_elements

pytestmark = pytest.mark.unit

LAYOUT = """
title: Verifikationer i XML
kind: xml
assumed: true
namespace: urn:a
prefixes: {L: "urn:l"}
message: VoucherBatch
group_by: []
records:
  batch:
    role: header
    element: File
    fields:
      system: {type: text, path: "@system", means: batch.system}
      created: {type: date, date_form: YYYY-MM-DD, path: "L:Created", means: batch.created}
  voucher:
    element: File/Vouchers/Voucher
    fields:
      number: {type: code, path: No, required: true, means: voucher.number}
      date: {type: date, date_form: YYYY-MM-DD, path: Date, required: true, means: voucher.date}
  row:
    element: File/Vouchers/Voucher/Row
    fields:
      currency: {type: code, path: "Amounts/Amount/@currency"}
      amount: {type: amount, decimals: 2, decimal_sign: ".", path: Amounts/Amount/., required: true, means: row.amount}
      account: {type: code, path: Account, required: true, means: row.account}
      text: {type: text, path: Text, means: row.text}
"""
DOCUMENT = """<?xml version="1.0" encoding="ISO-8859-1"?>
<a:File xmlns:a="urn:a" xmlns:l="urn:l" system="Lön">
  <l:Created>2026-03-09</l:Created>
  <a:Vouchers>
    <a:Voucher>
      <a:No>1</a:No><a:Date>2026-03-09</a:Date>
      <a:Row><a:Account>7010</a:Account><a:Amounts><a:Amount currency="SEK">10.50</a:Amount></a:Amounts></a:Row>
      <a:Row><a:Account>2990</a:Account><a:Amounts><a:Amount>-10.5</a:Amount></a:Amounts><a:Text>Rätt
        text &amp; rad</a:Text></a:Row>
    </a:Voucher>
    <a:Voucher><a:No>2</a:No><a:Date>2026-03-10</a:Date></a:Voucher>
  </a:Vouchers>
</a:File>
"""
PROJECT = Path(__file__).resolve().parents[2]
DAY = datetime.date(2026, 3, 9)


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return layout_of(tmp_path)


def layout_of(folder: Path, text: str = LAYOUT) -> Layout:
    path = folder / "prov.yaml"
    path.write_text(text.replace("group_by: []\n", ""), encoding="utf-8")
    return load_layout(path)


def read(layout: Layout, text: str, folder: Path) -> tuple[list[Any], list[Finding]]:
    path = folder / "file.xml"
    path.write_bytes(text.encode("iso-8859-1"))
    items = list(read_records(layout, path))
    return [item for item in items if not isinstance(item, Finding)], [
        item for item in items if isinstance(item, Finding)
    ]


def test_records_come_outer_ones_first_with_their_fields(layout: Layout, tmp_path: Path) -> None:
    rows, found = read(layout, DOCUMENT, tmp_path)
    assert found == []
    assert rows == [
        ("batch", {"system": "Lön", "created": DAY}),
        ("voucher", {"number": "1", "date": DAY}),
        ("row", {"currency": "SEK", "amount": Decimal("10.50"), "account": "7010", "text": None}),
        ("row", {"currency": None, "amount": Decimal("-10.5"), "account": "2990", "text": "Rätt text & rad"}),
        ("voucher", {"number": "2", "date": datetime.date(2026, 3, 10)}),
    ]


def test_a_document_is_read_into_its_message(layout: Layout, tmp_path: Path) -> None:
    path = tmp_path / "file.xml"
    path.write_bytes(
        DOCUMENT.replace("<a:Row><a:Account>7010", "<a:Row><a:Account></a:Account></a:Row><a:Row><a:Account>7010")
        .replace("<a:No>2", "<a:No>3")
        .encode("iso-8859-1")
    )
    parts = list(layout_format(layout).read(path, ReadingContext(schemas=SchemaStore(PROJECT / "xsd"))))
    vouchers = [part for part in parts if isinstance(part, Voucher)]
    found = [part for part in parts if isinstance(part, Finding)]
    assert [voucher.number for voucher in vouchers] == ["3"]
    assert {(each.code, each.place.line, each.place.position) for each in found} == {
        ("LAYOUT-VALUE-MISSING", 7, "File/Vouchers/Voucher/Row/Account"),
        ("LAYOUT-VALUE-MISSING", 7, "File/Vouchers/Voucher/Row/Amounts/Amount/."),
    }


def test_a_document_is_known_by_its_root(layout: Layout) -> None:
    recognise = root_recogniser(layout)
    assert recognise(DOCUMENT.encode("iso-8859-1"))
    assert not recognise(DOCUMENT.replace('"urn:a"', '"urn:b"').encode("iso-8859-1"))
    assert not recognise(b"<File/>")
    assert not recognise(b"File;1\n")


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "path"),
    [
        ("<a:No>2", "<a:Nr>x</a:Nr><a:No>2", "LAYOUT-ELEMENT-UNKNOWN", 11, "File/Vouchers/Voucher/Nr"),
        ("<a:No>2", "<l:No/><a:No>2", "LAYOUT-ELEMENT-UNKNOWN", 11, "File/Vouchers/Voucher/No"),
        ("<a:No>2", '<a:No x="1">2', "LAYOUT-ELEMENT-UNKNOWN", 11, "File/Vouchers/Voucher/No/@x"),
        ("<a:No>2", "<a:No>2<b/>", "LAYOUT-ELEMENT-UNKNOWN", 11, "File/Vouchers/Voucher/No/b"),
        ("<a:Vouchers>", "<a:Vouchers>x", "LAYOUT-ELEMENT-UNKNOWN", 4, "File/Vouchers"),
        ("    </a:Voucher>", "<a:Text/></a:Voucher>", "LAYOUT-ELEMENT-UNKNOWN", 10, "File/Vouchers/Voucher/Text"),
        ("    </a:Voucher>", "<a:No>9</a:No></a:Voucher>", "LAYOUT-ELEMENT-LATE", 10, "File/Vouchers/Voucher/No"),
        ("</a:Vouchers>", "</a:Vouchers>\n<l:Created/>", "LAYOUT-ELEMENT-LATE", 13, "File/Created"),
        ("<a:No>2", "<a:No>1</a:No><a:No>2", "LAYOUT-ELEMENT-TWICE", 11, "File/Vouchers/Voucher/No"),
    ],
)
def test_what_the_layout_cannot_take_rejects_the_file(
    layout: Layout, tmp_path: Path, old: str, new: str, code: str, line: int, path: str
) -> None:
    assert old in DOCUMENT
    _, found = read(layout, DOCUMENT.replace(old, new), tmp_path)
    assert [(each.code, each.place.line, each.place.position) for each in found] == [(code, line, path)]
    assert found[0].rejects_file


@pytest.mark.parametrize(("mode", "count"), [("warn", 1), ("ignore", 0)])
def test_what_is_unknown_may_be_passed_over(tmp_path: Path, mode: str, count: int) -> None:
    layout = layout_of(tmp_path, LAYOUT.replace("assumed: true", f"assumed: true\nunknown: {mode}"))
    strange = "<a:More><a:No>7</a:No><a:Row/></a:More><a:No>"
    rows, found = read(layout, DOCUMENT.replace("<a:No>", strange), tmp_path)
    assert len(rows) == 5
    assert [(each.code, each.rejects) for each in found] == [("LAYOUT-ELEMENT-UNKNOWN", False)] * count


def test_hints_to_a_schema_are_no_data(layout: Layout, tmp_path: Path) -> None:
    hint = '<a:File xmlns:x="http://www.w3.org/2001/XMLSchema-instance" x:schemaLocation="urn:a a.xsd" '
    assert read(layout, DOCUMENT.replace("<a:File ", hint), tmp_path)[1] == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("<a:File", '<!DOCTYPE x [<!ENTITY e "x">]><a:File', "XML-DOCTYPE"),
        ("</a:Vouchers>", "", "XML-MALFORMED"),
        ('encoding="ISO-8859-1"', 'encoding="EBCDIC-CP-SE"', "XML-ENCODING"),
    ],
)
def test_a_document_that_is_not_safe_or_whole_is_refused(
    layout: Layout, tmp_path: Path, old: str, new: str, code: str
) -> None:
    _, found = read(layout, DOCUMENT.replace(old, new), tmp_path)
    assert [each.code for each in found][-1:] == [code]


def test_a_document_without_its_header_is_told(layout: Layout, tmp_path: Path) -> None:
    text = LAYOUT.replace("element: File\n", "element: File/Head\n").replace('path: "L:Created"', "path: Created")
    _, found = read(layout_of(tmp_path, text), '<File xmlns="urn:a"><Vouchers><Voucher/></Vouchers></File>', tmp_path)
    assert [each.code for each in found] == ["LAYOUT-RECORD-ORDER"]


def test_a_document_of_many_records_is_read_as_a_stream_and_knows_its_lines(layout: Layout, tmp_path: Path) -> None:
    count = 100_000
    path = tmp_path / "file.xml"
    row = "<Row><Account>1</Account><Amounts><Amount>0.01</Amount></Amounts></Row>\n"
    with path.open("w", encoding="utf-8") as file:
        file.write('<File xmlns="urn:a"><Vouchers><Voucher><No>1</No><Date>2026-03-09</Date>\n')
        file.writelines([row] * (count - 1))
        file.write("<Row><Account>1</Account></Row></Voucher></Vouchers></File>")
    with path.open("rb") as stream:
        kept = [
            len(item[1].getparent())  # type: ignore[arg-type]
            for item in stream_elements(stream, ["{urn:a}Row"])
            if not isinstance(item, Finding)
        ]
    # The parser reads ahead by one piece of the file; what has been read is forgotten.
    assert len(kept) == count
    assert max(kept) < 1000
    total, faults = Decimal(0), []
    for item in read_records(layout, path):
        if isinstance(item, Finding):
            faults.append((item.code, item.place.line))
        elif item[0] == "row":
            total += item[1]["amount"]
    assert total == Decimal(count - 1) / 100
    assert faults == [("LAYOUT-VALUE-MISSING", count + 1)]


def _layout() -> Layout:
    with tempfile.TemporaryDirectory() as folder:
        return layout_of(Path(folder))


FIXED_LAYOUT = _layout()
TEXTS = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFF), min_size=1, max_size=10).filter(
    lambda text: text.isprintable() and text == text.strip()
)
BATCH = st.fixed_dictionaries({"system": st.none() | TEXTS, "created": st.none() | st.dates(datetime.date(1000, 1, 1))})
VOUCHER = st.fixed_dictionaries({"number": TEXTS, "date": st.dates(datetime.date(1000, 1, 1))})
ROW = st.fixed_dictionaries(
    {
        "currency": st.none() | TEXTS,
        "amount": st.decimals(-(10**15), 10**15, places=2),
        "account": TEXTS,
        "text": st.none() | TEXTS,
    }
)
VOUCHERS = st.lists(st.tuples(VOUCHER, st.lists(ROW, max_size=3)), max_size=3)


@settings(deadline=None)
@given(batch=BATCH, vouchers=VOUCHERS)
def test_what_is_written_is_read_back(batch: dict[str, Any], vouchers: list[Any]) -> None:
    records = [("batch", batch)]
    for voucher, rows in vouchers:
        records += [("voucher", voucher), *(("row", row) for row in rows)]
    writer = LayoutWriter(FIXED_LAYOUT)
    file = file_writer(FIXED_LAYOUT, writer)
    formatters = {
        name: writer.formatter(name, tuple(FIXED_LAYOUT.record(name).fields)) for name in FIXED_LAYOUT.records
    }
    content = b"".join(
        file.add([formatters[name](tuple(fields[key] for key in FIXED_LAYOUT.record(name).fields))])
        for name, fields in records
    )
    assert file.fault() is None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.xml"
        path.write_bytes(content + b"".join(file.end()))
        assert list(read_records(FIXED_LAYOUT, path)) == records
