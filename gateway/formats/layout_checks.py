"""Checks of a layout spec that go beyond its model: positions, references between records, bindings."""

import re
from collections.abc import Callable, Iterator

from gateway.formats.layout import NESTED, Field, Layout, Record
from gateway.formats.layout_binding_checks import binding_problems
from gateway.formats.layout_kind_checks import kind_problems
from gateway.formats.layout_values import BadValue, converter
from gateway.specification import SpecificationProblem, SpecificationSource, did_you_mean

Fault = tuple[str, str, str]
"""What is wrong, the key it stands on, and a hint."""
FIELD_RULES: tuple[tuple[Callable[[Layout, Field], bool], str, str], ...] = (
    (
        lambda _, field: field.cut and (field.type != "text" or field.key),
        "only a text that is no key may be cut",
        "cut",
    ),
    (lambda _, field: field.cut and not field.length, "a text that may be cut needs a length", "cut"),
    (
        lambda _, field: bool(field.decimal_sign) and (field.type != "amount" or not field.decimals),
        "only an amount with decimals has a decimal sign",
        "decimal_sign",
    ),
    (
        lambda layout, field: (
            layout.kind == "delimited" and field.decimal_sign == layout.delimiter and not layout.quote
        ),
        "the decimal sign is the delimiter",
        "decimal_sign",
    ),
    (lambda _, field: bool(field.decimals) and field.type != "amount", "only an amount has decimals", "decimals"),
    (
        lambda layout, field: (
            layout.kind == "delimited" and not layout.quote and layout.delimiter in (field.default or "")
        ),
        "the default holds the delimiter",
        "default",
    ),
    (lambda _, field: field.type == "boolean" and field.yes == field.no, "yes and no are written alike", "yes"),
    (
        lambda layout, field: layout.kind == "delimited" and field.start is not None,
        "only a field of a fixed layout has a start",
        "start",
    ),
)


def layout_problems(layout: Layout, source: SpecificationSource) -> Iterator[SpecificationProblem]:
    """Everything wrong in a layout whose model is right."""
    if not layout.source and not layout.assumed:
        yield source.problem("give the source of the layout, or assumed: true")
    yield from kind_problems(layout, source)
    if layout.kind not in NESTED:
        yield from _record_types(layout, source)
    yield from binding_problems(layout, source)
    yield from _reading(layout, source)
    for name, record in layout.records.items():
        if layout.kind == "fixed":
            yield from _positions(layout, name, record, source)
        for field_name, field in record.fields.items():
            keys = ("records", name, "fields", field_name)
            for message, key, hint in _field_faults(layout, field):
                yield source.problem(message, *keys, *([key] if key else []), hint=hint)


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


def _field_faults(layout: Layout, field: Field) -> Iterator[Fault]:
    for is_wrong, message, key in FIELD_RULES:
        if is_wrong(layout, field):
            yield message, key, ""
    if layout.kind == "fixed" and field.type == "date" and field.length and field.length < len(field.date_form):
        yield f"a date {field.date_form} does not fit {field.length} characters", "length", ""
    yield from _value_faults(layout, field)
    yield from _count_faults(layout, field)
    yield from _sum_faults(layout, field)


def _value_faults(layout: Layout, field: Field) -> Iterator[Fault]:
    values = [("allowed", value) for value in field.allowed]
    if field.default:
        values.append(("default", field.default))
    read = converter(layout, field)
    for key, value in values:
        if field.length and len(value) > field.length:
            yield f"'{value}' does not fit {field.length} characters", key, ""
            continue
        try:
            read(value)
        except BadValue as bad:
            yield f"'{value}' is no {field.type} that the field takes ({bad.expected})", key, ""


def _count_faults(layout: Layout, field: Field) -> Iterator[Fault]:
    if field.counts and field.counts not in layout.records:
        yield f"unknown record '{field.counts}'", "counts", did_you_mean(field.counts, layout.records)
    if field.counts and field.type != "integer":
        yield "a count is an integer", "type", ""


def _sum_faults(layout: Layout, field: Field) -> Iterator[Fault]:
    if not field.sums:
        return
    summed = {f"{name}.{key}": other for name, kind in layout.records.items() for key, other in kind.fields.items()}
    target = summed.get(field.sums)
    if target is None:
        yield f"unknown field '{field.sums}'", "sums", did_you_mean(field.sums, summed)
    elif target.type != "amount" or field.type != "amount":
        yield "a sum is an amount of amounts", "sums", ""


def _reading(layout: Layout, source: SpecificationSource) -> Iterator[SpecificationProblem]:
    if not layout.message:
        return
    if layout.encoding == "utf-16-le":
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
