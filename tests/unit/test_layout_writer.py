"""What is written by a layout can be read back by it, and what does not fit is refused."""

import datetime
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.formats.layouts.layout import NUMBERS, Field, Layout, Record, load_layout, load_layouts
from gateway.formats.layouts.records import read_records
from gateway.formats.layouts.writer import LayoutWriter, Unwritable

pytestmark = pytest.mark.unit

LAYOUTS = load_layouts(Path(__file__).parents[2] / "mappings" / "layouts")
LETTERS = st.characters(min_codepoint=33, max_codepoint=255).filter(str.isprintable)


RATE = """\
title: Prov
kind: delimited
assumed: true
records:
  row:
    fields:
      name: {type: text}
      form: {type: code, default: "%d"}
      rate: {type: integer}
"""


def values_of(field: Field) -> st.SearchStrategy[Any]:
    length = field.length or 12
    if field.type == "boolean":
        return st.booleans()
    if field.type == "date":
        return st.dates(min_value=datetime.date(1000, 1, 1))
    if field.type in NUMBERS:
        most = 10 ** (min(length, 12) - 1) - 1
        numbers = st.integers(min_value=-most // 10 if field.signed else 0, max_value=most)
        if field.type == "integer":
            return numbers
        return numbers.map(lambda number: Decimal(number // 1000).scaleb(-field.decimals))
    return st.text(LETTERS, min_size=1, max_size=min(length, 30))


def details_only(layout: Layout) -> Layout:
    records = {name: record.model_copy(update={"role": "detail"}) for name, record in layout.records.items()}
    return layout.model_copy(update={"records": records})


@st.composite
def filled_rows(draw: st.DrawFn, record: Record) -> list[dict[str, Any]]:
    """Rows that fill the same fields, in an order of the mapping's own."""
    needed = record.required_fields
    others = [name for name in record.fields if name not in needed]
    chosen = draw(st.lists(st.sampled_from(others), max_size=6, unique=True))
    names = draw(st.permutations([*needed, *chosen]))
    values = st.tuples(*(values_of(record.fields[name]) for name in names))
    return [dict(zip(names, row, strict=True)) for row in draw(st.lists(values, min_size=1, max_size=3))]


@pytest.mark.parametrize("name", ["gl07_format55", "voucher_delimited", "voucher_fixed", "ber_income"])
@given(data=st.data())
def test_what_is_written_is_read_back(name: str, data: st.DataObject) -> None:
    layout, kind = details_only(LAYOUTS[name]), LAYOUTS[name].with_role("detail")
    rows = data.draw(filled_rows(layout.record(kind)))
    writer = LayoutWriter(layout)
    line = writer.formatter(kind, tuple(rows[0]))
    heading = writer.header_line()
    texts = ([heading] if heading else []) + [line(tuple(row.values())) for row in rows]
    blank = dict.fromkeys(layout.record(kind).fields)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(b"".join(writer.encode(text) for text in texts))
        assert list(read_records(layout, path)) == [(kind, blank | row) for row in rows]


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
        ("currency", None),
        ("currency", " "),
        ("amount", Decimal("0.001")),
        ("amount", 1.5),
        ("amount", None),
        ("amount", True),
        ("amount", Decimal("NaN")),
        ("account", ["3010"]),
        ("account", 3010),
        ("voucher_date", {}),
        ("voucher_no", "1"),
        ("voucher_date", "20260115"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(field: str, value: Any) -> None:
    with pytest.raises(Unwritable, match=field):
        gl07(field, value)


def test_a_text_is_cut_with_a_warning() -> None:
    writer = LayoutWriter(LAYOUTS["gl07_format55"])
    write = writer.formatter("row", ("description",))
    assert write(("å" * 300,))[490:745] == "å" * 255
    assert [cut.code for cut in writer.take_cuts()] == ["LAYOUT-TEXT-CUT"]
    assert writer.take_cuts() == []


def test_every_cut_of_the_same_text_is_warned_of() -> None:
    writer = LayoutWriter(LAYOUTS["gl07_format55"])
    write = writer.formatter("row", ("description",))
    assert write(("å" * 300,)) == write(("å" * 300,))
    assert len(writer.take_cuts()) == 2


@pytest.mark.parametrize(
    ("layout", "record", "field"), [("gl07_format55", "row", "description"), ("cs15_old", "row", "apar_name")]
)
def test_the_quick_program_warns_of_every_cut_too(layout: str, record: str, field: str) -> None:
    writer = LayoutWriter(LAYOUTS[layout])
    write = writer.field_function(record, field)
    for _ in range(2):
        write.function["å" * 300] if write.is_memo else write.function("å" * 300)
    assert len(writer.take_cuts()) == 2


@pytest.mark.parametrize(("good", "bad"), [(Decimal(1), 1.0), (1, True)])
def test_a_value_of_another_type_is_refused_though_an_equal_one_was_written(good: object, bad: object) -> None:
    write = LayoutWriter(LAYOUTS["gl07_format55"]).formatter("row", ("amount",))
    assert write((good,))[399:419] == "00000000000000000100"
    with pytest.raises(Unwritable, match="amount"):
        write((bad,))


def test_fields_that_are_left_out_stand_with_their_default_and_percent_signs_are_text(tmp_path: Path) -> None:
    path = tmp_path / "rate.yaml"
    path.write_text(RATE, encoding="utf-8")
    write = LayoutWriter(load_layout(path)).formatter("row", ("name",))
    assert write(("50%",)) == "50%;%d;"


def test_a_character_that_the_encoding_lacks_is_refused() -> None:
    with pytest.raises(Unwritable, match="iso-8859-1"):
        LayoutWriter(LAYOUTS["gl07_format55"]).encode("Łódź")
