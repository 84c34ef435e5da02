"""Checks of a layout spec that hang on its kind: which keys it has, and where records and fields of documents stand."""

import re
from collections.abc import Iterator

from gateway.formats.layouts.layout import NESTED, Field, Layout, Record
from gateway.formats.layouts.paths import FieldPath, field_path, record_path
from gateway.specification import SpecificationProblem, SpecificationSource, did_you_mean

_KEYS = {
    "encoding": ("fixed", "delimited"),
    "line_end": ("fixed", "delimited"),
    "delimiter": ("fixed", "delimited"),
    "quote": ("fixed", "delimited"),
    "header_row": ("fixed", "delimited", "xlsx"),
    "record_type": ("fixed", "delimited", "xlsx"),
    "sheet": ("xlsx",),
    "first_row": ("xlsx",),
    "namespace": ("xml",),
    "prefixes": ("xml",),
    "unknown": ("xml",),
}
_RECORD_KEYS = {"length": ("fixed", "delimited"), "element": ("xml", "json")}
_FIELD_KEYS = {
    "start": ("fixed", "delimited"),
    "align": ("fixed", "delimited"),
    "fill": ("fixed", "delimited"),
    "column": ("fixed", "delimited", "xlsx"),
    "path": ("xml", "json"),
}
_SHEET_NAME = re.compile(r"(?!')[^\[\]:*?/\\]{1,31}(?<!')")
_XML_NAME = re.compile(r"(?:(?P<prefix>[^\W\d][\w.-]*):)?[^\W\d][\w.-]*")
_MOST_ROWS = 1_048_576


def kind_problems(layout: Layout, source: SpecificationSource) -> Iterator[SpecificationProblem]:
    """Everything in a layout that its kind does not have, or needs and has not."""
    yield from _strange_keys(layout, source)
    if layout.kind == "xlsx":
        yield from _sheet(layout, source)
    if layout.kind in NESTED:
        yield from _records(layout, source)
    if layout.kind == "json" and layout.message:
        yield source.problem("a json layout is written only", "message")


def _strange_keys(layout: Layout, source: SpecificationSource) -> Iterator[SpecificationProblem]:
    for key, kinds in _KEYS.items():
        if key in layout.model_fields_set and layout.kind not in kinds:
            yield source.problem(f"a layout of kind {layout.kind} has no {key}", key)
    for name, record in layout.records.items():
        for key, kinds in _RECORD_KEYS.items():
            if key in record.model_fields_set and layout.kind not in kinds:
                yield source.problem(f"a record of kind {layout.kind} has no {key}", "records", name, key)
        for field_name, field in record.fields.items():
            keys = ("records", name, "fields", field_name)
            for key, kinds in _FIELD_KEYS.items():
                if key in field.model_fields_set and layout.kind not in kinds:
                    yield source.problem(f"a field of kind {layout.kind} has no {key}", *keys, key)
            yield from _decimal_sign(layout, field, source, *keys)


def _decimal_sign(
    layout: Layout, field: Field, source: SpecificationSource, *keys: str
) -> Iterator[SpecificationProblem]:
    if not field.decimals or field.type != "amount":
        return
    if layout.kind == "xlsx" and not field.decimal_sign:
        yield source.problem("an amount with decimals in a spreadsheet needs decimal_sign", *keys)
    elif layout.kind in NESTED and field.decimal_sign != ".":
        hint = 'give decimal_sign: "."'
        yield source.problem(f"the decimal sign of an amount in {layout.kind} is a full stop", *keys, hint=hint)


def _sheet(layout: Layout, source: SpecificationSource) -> Iterator[SpecificationProblem]:
    if layout.sheet and not _SHEET_NAME.fullmatch(layout.sheet):
        yield source.problem("not a name of a sheet: at most 31 characters, without [ ] : * ? / \\", "sheet")
    if layout.first_row > _MOST_ROWS:
        yield source.problem(f"a sheet has {_MOST_ROWS} rows", "first_row")


def _records(layout: Layout, source: SpecificationSource) -> Iterator[SpecificationProblem]:
    seen: dict[tuple[str, ...], str] = {}
    for name, record in layout.records.items():
        path = record_path(record)
        if layout.kind == "xml" and not path:
            yield source.problem(f"record '{name}' needs element in an xml layout", "records", name)
            continue
        yield from _names(layout, path, source, "records", name, "element")
        is_shared = layout.kind == "json" and record.role != "detail"
        if path in seen and not is_shared:
            yield source.problem(f"'{record.element}' is also '{seen[path]}'", "records", name, "element")
        elif layout.kind == "xml" and seen and path[0] != next(iter(seen))[0]:
            root = next(iter(seen))[0]
            yield source.problem(f"the root is '{root}' here and '{path[0]}' there", "records", name, "element")
        seen.setdefault(path, name)
    for name, record in layout.records.items():
        yield from _fields(layout, name, record, set(seen), source)


def _names(
    layout: Layout, names: tuple[str, ...], source: SpecificationSource, *keys: str
) -> Iterator[SpecificationProblem]:
    for name in names:
        fits = _XML_NAME.fullmatch(name)
        if not name or (layout.kind == "xml" and not fits):
            yield source.problem(f"'{name}' is no name", *keys)
        elif layout.kind == "xml" and fits and fits["prefix"] and fits["prefix"] not in layout.prefixes:
            hint = did_you_mean(fits["prefix"], layout.prefixes)
            yield source.problem(f"unknown prefix '{fits['prefix']}'", *keys, hint=hint)


def _fields(
    layout: Layout, record_name: str, record: Record, records: set[tuple[str, ...]], source: SpecificationSource
) -> Iterator[SpecificationProblem]:
    here = record_path(record)
    inner = {path[len(here) :] for path in records if path[: len(here)] == here and len(path) > len(here)}
    before: list[FieldPath] = []
    for name, field in record.fields.items():
        keys = ("records", record_name, "fields", name, *(["path"] if field.path else []))
        where = field_path(name, field)
        yield from _names(layout, (*where.around, *([where.name] if where.name else [])), source, *keys)
        for message in _path_faults(layout, where, before, inner):
            yield source.problem(message, *keys)
        before.append(where)


def _path_faults(
    layout: Layout, where: FieldPath, before: list[FieldPath], inner: set[tuple[str, ...]]
) -> Iterator[str]:
    whole = (*where.around, where.name)
    if layout.kind == "json" and (where.is_attribute or not where.name):
        yield "only an xml layout has attributes and texts of the element itself"
    if where in before:
        yield f"another field stands at '{'/'.join(whole)}'"
    if not where.is_attribute and any(whole[: len(path)] == path for path in inner):
        yield f"'{'/'.join(whole)}' stands within another record"
    if not where.name and not where.around and inner:
        yield "a record that holds others has no text of its own"
    if where.is_attribute:
        if any(_is_within(other, where.around) for other in before):
            yield "attributes stand before all else in their element"
    elif any(_clash(where, other) or _clash(other, where) for other in before):
        yield "an element holds a text or other elements, not both"
    yield from _apart(where, before)


def _is_within(where: FieldPath, around: tuple[str, ...]) -> bool:
    """Whether a field, not an attribute of it, stands in the element at a path."""
    is_own_attribute = where.is_attribute and where.around == around
    return where.around[: len(around)] == around and not is_own_attribute


def _clash(text: FieldPath, other: FieldPath) -> bool:
    """Whether the element whose text one field is holds the other too."""
    if text.is_attribute or text == other:
        return False
    return _is_within(other, (*text.around, text.name) if text.name else text.around)


def _apart(where: FieldPath, before: list[FieldPath]) -> Iterator[str]:
    """Fields of one element with others between them, which would stand in two elements."""
    if not before:
        return
    for depth in range(1, len(where.around) + 1):
        around = where.around[:depth]
        is_known = any(other.around[:depth] == around for other in before)
        if is_known and before[-1].around[:depth] != around:
            yield f"the fields in '{'/'.join(around)}' must stand together"
            return
