"""What is written by a layout can be read back by it, and what does not fit is refused."""

import datetime
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.formats.layout import Field, Layout, load_layouts
from gateway.formats.layout_reader import read_records
from gateway.formats.layout_writer import LayoutWriter, Unwritable

pytestmark = pytest.mark.unit

LAYOUTS = load_layouts(Path(__file__).parents[2] / "mappings" / "layouts")
LETTERS = st.characters(min_codepoint=33, max_codepoint=255).filter(str.isprintable)


def values_of(field: Field) -> st.SearchStrategy[Any]:
    length = field.length or 12
    if field.type == "boolean":
        return st.booleans()
    if field.type == "date":
        return st.dates(min_value=datetime.date(1900, 1, 1))
    if field.type in ("integer", "amount"):
        most = 10 ** (min(length, 12) - 1) - 1
        numbers = st.integers(min_value=-most // 10 if field.signed else 0, max_value=most)
        if field.type == "integer":
            return numbers
        return numbers.map(lambda number: Decimal(number // 1000).scaleb(-field.decimals))
    text = st.text(LETTERS, min_size=1, max_size=min(length, 30)).map(str.strip).filter(bool)
    return text


def lines_of(layout: Layout, record: str) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.tuples(*map(values_of, layout.record(record).fields.values()))


@pytest.mark.parametrize("name", ["gl07_format55", "voucher_delimited"])
@given(data=st.data())
def test_what_is_written_is_read_back(name: str, data: st.DataObject) -> None:
    layout = LAYOUTS[name]
    writer = LayoutWriter(layout)
    rows = data.draw(st.lists(lines_of(layout, "row"), min_size=1, max_size=3))
    fields = tuple(layout.record("row").fields)
    line = writer.formatter("row", fields)
    heading = writer.header_line()
    texts = ([heading] if heading else []) + [line(row) for row in rows]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(b"".join(writer.encode(text) for text in texts))
        assert list(read_records(layout, path)) == [("row", dict(zip(fields, row, strict=True))) for row in rows]


def gl07(field: str, value: Any) -> str:
    layout = LAYOUTS["gl07_format55"]
    line = LayoutWriter(layout).formatter("row", (field,))((value,))
    spec = layout.record("row").fields[field]
    assert len(line) == 2060
    return line[(spec.start or 1) - 1 : spec.end]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal("-1234.50"), "-0000000000000123450"),
        (Decimal("-0.00"), "00000000000000000000"),
        (Decimal("0.1"), "00000000000000000010"),
    ],
)
def test_gl07_money_is_zero_padded_with_the_minus_sign_first(value: Decimal, expected: str) -> None:
    assert gl07("amount", value) == expected


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("account", "1" * 26),
        ("account", "30\n10"),
        ("amount", Decimal("0.001")),
        ("amount", 1.5),
        ("amount", None),
        ("voucher_no", "1"),
        ("voucher_date", "20260115"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(field: str, value: Any) -> None:
    with pytest.raises(Unwritable, match=field):
        gl07(field, value)


def test_a_text_is_cut_with_a_warning() -> None:
    writer = LayoutWriter(LAYOUTS["gl07_format55"])
    line = writer.formatter("row", ("description",))(("å" * 300,))
    assert line[490:745] == "å" * 255
    assert [cut.code for cut in writer.take_cuts()] == ["LAYOUT-TEXT-CUT"]
    assert writer.take_cuts() == []


def test_a_character_that_the_encoding_lacks_is_refused() -> None:
    with pytest.raises(Unwritable, match="iso-8859-1"):
        LayoutWriter(LAYOUTS["gl07_format55"]).encode("Łódź")
