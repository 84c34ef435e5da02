"""The ledger's fixed layouts against their published positions, and keys that are never cut in any layout.

The positions are those of `tests/ledger_positions.py`, which owe nothing to the layout files.
"""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.formats.layouts.layout import Layout, load_layouts
from gateway.formats.layouts.writer import LayoutWriter, Unwritable
from tests.ledger_positions import CS15, GL07, LG04, published

pytestmark = pytest.mark.unit

LAYOUTS = load_layouts(Path(__file__).parents[2] / "mappings" / "layouts")

STARTS = {
    "gl07_format55": {
        "trans_type": 76,
        "account": 103,
        "amount": 400,
        "ext_ref": 884,
        "apar_id": 1246,
        "arrive_id": 2044,
    },
    "lg04_old": {
        "amount": 192,
        "apar_id": 210,
        "art_descr": 248,
        "att_1_id": 298,
        "batch_id": 347,
        "confirm_date": 363,
        "currency": 398,
        "deliv_date": 829,
        "dim_1": 862,
        "dim_value_1": 914,
        "ext_ord_ref": 1032,
        "line_no": 1053,
        "order_id": 1526,
        "period": 1539,
        "responsible": 1629,
        "sequence_no": 1645,
        "short_info": 1681,
        "tax_code": 1742,
        "terms_id": 1754,
        "trans_type": 1804,
        "value_1": 1859,
        "voucher_type": 1885,
    },
    "cs15_old": {
        "comp_reg_no": 132,
        "control": 157,
        "pay_method": 356,
        "address": 425,
        "country_code": 847,
        "place": 900,
        "zip_code": 1480,
        "e_mail": 1495,
    },
}
"""Positions that the descriptions give by themselves, which the sums of the lengths have to hit."""


@pytest.mark.parametrize(
    ("name", "text", "count", "length"),
    [("gl07_format55", GL07, 66, 2060), ("lg04_old", LG04, 93, 1905), ("cs15_old", CS15, 60, 1608)],
)
def test_a_ledger_layout_has_the_published_positions(name: str, text: str, count: int, length: int) -> None:
    fields = published(text)
    assert (len(fields), sum(width for _, width in fields.values())) == (count, length)
    assert {field: fields[field][0] for field in STARTS[name]} == STARTS[name]
    record = LAYOUTS[name].record("row")
    assert record.length == length
    own: dict[str, tuple[int, int]] = {}
    for field_name, field in record.fields.items():
        # The published address is four lines, each a field of its own here.
        merged = field_name if field_name in fields else field_name[:-2]
        start, width = own.get(merged, (field.start or 0, 0))
        own[merged] = (start, width + (field.length or 0))
    assert own == fields


CODES = [
    pytest.param(layout, record_name, field_name, id=f"{layout.name}-{record_name}-{field_name}")
    for layout in LAYOUTS.values()
    for record_name, record in layout.records.items()
    for field_name, field in record.fields.items()
    if (field.key or field.type == "code") and field.length and not (field.allowed or field.pattern or field.check)
]


@pytest.mark.parametrize(("layout", "record", "name"), CODES)
def test_a_key_that_is_too_long_is_refused_whole(layout: Layout, record: str, name: str) -> None:
    field = layout.record(record).fields[name]
    assert not field.cut
    writer = LayoutWriter(layout)
    width = field.length or 0
    line = writer.formatter(record, (name,))
    long: Any = "7" * (width + 1) if field.type in ("code", "text") else Decimal(10) ** width
    with pytest.raises(Unwritable) as refused:
        line((int(long) if field.type == "integer" else long,))
    assert refused.value.field == name
    assert writer.take_cuts() == []


@pytest.mark.parametrize("name", sorted(LAYOUTS))
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_whatever_is_written_whole_or_not_at_all_unless_it_is_text_that_is_warned_of(
    name: str, data: st.DataObject
) -> None:
    """Any text in any text field: it stands whole in the line, or it was refused, or a warning tells of the cut."""
    layout = LAYOUTS[name]
    texts = [
        (record_name, field_name)
        for record_name, record in layout.records.items()
        for field_name, field in record.fields.items()
        if field.type in ("text", "code") and field.length and not (field.allowed or field.pattern or field.check)
    ]
    if not texts:
        return
    record, field_name = data.draw(st.sampled_from(texts))
    field = layout.record(record).fields[field_name]
    letters = st.characters(min_codepoint=48, max_codepoint=122).filter(str.isalnum)
    value = data.draw(st.text(letters, min_size=1, max_size=2 * (field.length or 1)))
    writer = LayoutWriter(layout)
    try:
        line = writer.formatter(record, (field_name,))((value,))
    except Unwritable:
        assert len(value) > (field.length or 0)
        assert not field.cut
        return
    cuts = writer.take_cuts()
    if len(value) <= (field.length or 0):
        assert value in line
        assert cuts == []
    else:
        assert (field.type, field.key, field.cut) == ("text", False, True)
        assert [(cut.code, cut.value) for cut in cuts] == [("LAYOUT-TEXT-CUT", value)]
        assert value[: field.length] in line
