"""Checks of a layout spec that go beyond its model: positions, references between records, bindings."""

import re
from collections.abc import Iterator

from gateway.formats.layouts.binding_checks import binding_problems
from gateway.formats.layouts.field_checks import field_faults
from gateway.formats.layouts.kind_checks import kind_problems
from gateway.formats.layouts.layout import NESTED, Layout, Record
from gateway.specification import SpecificationProblem, SpecificationSource, did_you_mean


def layout_problems(layout: Layout, source: SpecificationSource) -> Iterator[SpecificationProblem]:
    """Everything wrong in a layout whose model is right."""
    if not layout.source and not layout.assumed:
        yield source.problem("give the source of the layout, or assumed: true")
    yield from kind_problems(layout, source)
    yield from _line_ends(layout, source)
    if layout.kind not in NESTED:
        yield from _record_types(layout, source)
    yield from binding_problems(layout, source)
    yield from _reading(layout, source)
    for name, record in layout.records.items():
        if layout.kind == "fixed":
            yield from _positions(layout, name, record, source)
        for keys, field in record.as_written():
            for fault in field_faults(layout, name, field):
                yield source.problem(fault.message, "records", name, *keys, *fault.keys, hint=fault.hint)
            if layout.header_row and keys[0] == "repeat" and "{n}" not in field.column:
                message = "the heading of a field that repeats has {n} where its number stands"
                yield source.problem(message, "records", name, *keys, "column")


def _line_ends(layout: Layout, source: SpecificationSource) -> Iterator[SpecificationProblem]:
    if len(layout.encoding) > 1 and "utf-16-le" in layout.encoding:
        yield source.problem("utf-16-le stands alone: it can be written only", "encoding")
    if layout.short_lines and layout.kind != "fixed":
        yield source.problem("only lines of a fixed layout are short", "short_lines")
    if layout.line_end != "none":
        return
    if layout.kind != "fixed":
        yield source.problem("only fixed records can do without line ends", "line_end")
    elif len({record.length for record in layout.records.values()}) > 1:
        yield source.problem("records without line ends have one length", "line_end")
    if set(layout.encoding) & {"utf-8", "utf-16-le"}:
        yield source.problem("records without line ends need an encoding of one byte a character", "line_end")


def _record_types(layout: Layout, source: SpecificationSource) -> Iterator[SpecificationProblem]:
    if layout.record_type is None:
        if len(layout.records) > 1:
            yield source.problem("several records need record_type", "records")
        return
    place = layout.record_type
    if layout.kind == "fixed" and not (place.start and place.length):
        yield source.problem("record_type needs start and length in a fixed layout", "record_type")
    if layout.header_row:
        yield source.problem("a layout with a header row has one kind of record", "header_row")
    seen: dict[str, str] = {}
    for name, record in layout.records.items():
        if not record.when:
            yield source.problem(f"record '{name}' needs when", "records", name)
        elif record.when in seen:
            yield source.problem(f"'{record.when}' also stands for '{seen[record.when]}'", "records", name, "when")
        elif layout.kind == "fixed" and place.length and len(record.when) != place.length:
            yield source.problem(f"'{record.when}' is not {place.length} characters", "records", name, "when")
        seen.setdefault(record.when, name)


def _positions(
    layout: Layout, name: str, record: Record, source: SpecificationSource
) -> Iterator[SpecificationProblem]:
    if record.length is None:
        yield source.problem(f"record '{name}' needs length in a fixed layout", "records", name)
        return
    spans: list[tuple[int, int, str]] = []
    place = layout.record_type
    if place and place.start and place.length:
        spans.append((place.start, place.start + place.length - 1, "record_type"))
    for field_name, field in record.fields.items():
        if field.start is None or field.length is None:
            yield source.problem(f"field '{field_name}' needs start and length", "records", name, "fields", field_name)
        else:
            spans.append((field.start, field.end, field_name))
    free, before = 1, ""
    for start, end, field_name in sorted(spans):
        keys = ("records", name, "fields", field_name, "start")
        if start < free:
            yield source.problem(f"'{field_name}' ({start}-{end}) overlaps '{before}', which ends at {free - 1}", *keys)
        elif start > free:
            yield source.problem(f"positions {free}-{start - 1} before '{field_name}' belong to no field", *keys)
        free, before = max(free, end + 1), field_name if end >= free else before
    if spans and free != record.length + 1:
        yield source.problem(f"the fields end at {free - 1}, the record at {record.length}", "records", name, "length")


def _reading(layout: Layout, source: SpecificationSource) -> Iterator[SpecificationProblem]:
    if not layout.message:
        return
    if "utf-16-le" in layout.encoding:
        yield source.problem("a layout that is read cannot be utf-16-le", "encoding")
    yield from _recognition(layout, source)


def _recognition(layout: Layout, source: SpecificationSource) -> Iterator[SpecificationProblem]:
    try:
        re.compile(layout.recognise.first_line)
    except re.error as error:
        yield source.problem(f"not a regular expression: {error}", "recognise", "first_line")
    if layout.kind in ("xlsx", "xml") and layout.recognise.first_line:
        yield source.problem(f"a layout of kind {layout.kind} has no first line", "recognise", "first_line")
    if layout.kind == "xml":
        return
    if not layout.recognise.first_line and not layout.recognise.columns and not layout.sheet:
        yield source.problem("a layout that is read needs recognise", "recognise")
    headings = [field.column or name for record in layout.records.values() for name, field in record.fields.items()]
    for index, column in enumerate(layout.recognise.columns):
        if not layout.header_row or column not in headings:
            yield source.problem(
                f"unknown column '{column}'",
                "recognise",
                "columns",
                index,
                hint=did_you_mean(column, headings),
            )
