"""Every shipped layout reads what it writes: each record, every field, whatever values the fields can hold."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.formats.layouts.files import file_writer
from gateway.formats.layouts.layout import Layout, load_layouts
from gateway.formats.layouts.paths import parent_of
from gateway.formats.layouts.records import read_records
from gateway.formats.layouts.writer import LayoutWriter
from tests.layout_values import values_of

pytestmark = pytest.mark.unit

LAYOUTS = load_layouts(Path(__file__).parents[2] / "mappings" / "layouts")
BOTH_WAYS = [name for name, layout in LAYOUTS.items() if layout.kind != "json"]


def without_totals(layout: Layout) -> Layout:
    """The layout without order and totals: its records may stand in any number."""
    records = {}
    for name, record in layout.records.items():
        fields = {
            key: field.model_copy(update={"counts": "", "sums": [], "since": "", "absolute": False})
            for key, field in record.fields.items()
        }
        records[name] = record.model_copy(update={"role": "detail", "fields": fields})
    return layout.model_copy(update={"records": records})


def in_order(layout: Layout, drawn: dict[str, list[dict[str, Any]]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The records of a file, outer ones before those that stand within them."""

    def within(outer: str) -> Iterator[tuple[str, dict[str, Any]]]:
        for name in layout.records:
            if parent_of(layout, name) == outer:
                for row in drawn[name]:
                    yield name, row
                    yield from within(name)

    if layout.kind == "xml":
        yield from within("")
    else:
        yield from ((name, row) for name in layout.records for row in drawn[name])


@pytest.mark.parametrize("name", BOTH_WAYS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_what_a_layout_writes_it_reads(name: str, data: st.DataObject) -> None:
    layout = without_totals(LAYOUTS[name])
    drawn = {
        kind: data.draw(
            st.lists(
                st.fixed_dictionaries({key: values_of(layout, record, key) for key in record.fields}),
                min_size=1,
                # A document has one outermost element.
                max_size=1 if layout.kind == "xml" and not parent_of(layout, kind) else 2,
            )
        )
        for kind, record in layout.records.items()
    }
    records = list(in_order(layout, drawn))
    writer = LayoutWriter(layout)
    file = file_writer(layout, writer)
    heading = writer.header_line()
    lines = [heading] if heading is not None else []
    lines += [writer.formatter(kind, tuple(row))(tuple(row.values())) for kind, row in records]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(file.add(lines) + b"".join(file.end()))
        assert list(read_records(layout, path)) == records
