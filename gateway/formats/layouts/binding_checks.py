"""Checks of what the fields of a layout mean: that the message has such fields, and that its parts can be made."""

from collections.abc import Iterator

from gateway.formats.layouts.binding import (
    TEXTS,
    Target,
    levels,
    needed,
    paths,
    streamed,
    target,
    unit_of,
)
from gateway.formats.layouts.layout import Field, Layout, Record
from gateway.formats.layouts.parts import constant
from gateway.messages import FAMILIES
from gateway.specification import SpecificationProblem, SpecificationSource, did_you_mean

ALSO_NEEDED = ("income.is_protected", "person.is_protected")
"""What a reader may not take for granted: a person whose protection nobody told of would be shown in clear."""


def binding_problems(layout: Layout, source: SpecificationSource) -> Iterator[SpecificationProblem]:
    """Everything wrong in what the fields mean, and in `group_by`."""
    if not layout.message:
        yield from _unread(layout, source)
        return
    if layout.message not in FAMILIES:
        hint = did_you_mean(layout.message, FAMILIES)
        yield source.problem(f"unknown message '{layout.message}'", "message", hint=hint)
        return
    begun: dict[str, str] = {}
    for name, record in layout.records.items():
        bound: dict[str, Target] = {}
        for keys, field in record.as_written():
            if not field.means:
                continue
            for message, hint in _field_problems(layout, record, field, bound):
                yield source.problem(message, "records", name, *keys, "means", hint=hint)
            if keys[0] == "repeat" and field.means.partition(".")[0] not in FAMILIES[layout.message].items:
                message = (
                    f"only fields of {' or '.join(FAMILIES[layout.message].items) or 'no part'} can repeat on a line"
                )
                yield source.problem(message, "records", name, *keys, "means")
            if found := target(layout.message, field.means):
                bound[field.means] = found
        parts = [part for part in levels(layout.message) if any(found.part == part for found in bound.values())]
        if not record.adds:
            begun |= dict.fromkeys(parts, name)
            yield from _missing(layout, name, parts, set(bound), source)
    yield from _constants(layout, source)
    yield from _begun(layout, begun, source)
    yield from _groups(layout, source)


def _unread(layout: Layout, source: SpecificationSource) -> Iterator[SpecificationProblem]:
    for name, record in layout.records.items():
        for keys, field in record.as_written():
            if field.means:
                message = "a field of a layout without message means nothing"
                yield source.problem(message, "records", name, *keys, "means")


def _field_problems(
    layout: Layout, record: Record, field: Field, bound: dict[str, Target]
) -> Iterator[tuple[str, str]]:
    found = target(layout.message, field.means)
    if field.means in bound and not bound[field.means].is_list:
        yield f"'{field.means}' is bound twice", ""
    if found is None:
        yield f"unknown message field '{field.means}'", did_you_mean(field.means, paths(layout.message))
        return
    if field.type not in found.types:
        yield f"'{field.means}' needs type {' or '.join(found.types)}, not {field.type}", ""
    if not _belongs(layout, record, found):
        yield f"'{field.means}' does not belong in a {record.role} record", ""
    elif not record.adds and not _is_certain(layout, field, found):
        yield f"'{field.means}' is needed: the field must be required", ""


def _belongs(layout: Layout, record: Record, found: Target) -> bool:
    outermost, *inner = streamed(layout.message)
    if record.role == "header":
        return found.part in streamed(layout.message)[:-1]
    return record.role == "detail" and not (inner and found.part == outermost)


def _is_certain(layout: Layout, field: Field, found: Target) -> bool:
    """Whether a field that a part cannot be made without has a value on every line. A text may be empty."""
    is_needed = field.means in needed(layout.message, found.part)
    has_finding_of_its_own = found.types == TEXTS or found.steps == ("amount",)
    return not is_needed or has_finding_of_its_own or field.required or field.default is not None


def _missing(
    layout: Layout, name: str, parts: list[str], bound: set[str], source: SpecificationSource
) -> Iterator[SpecificationProblem]:
    """Fields that a part cannot be made without."""
    adding = {field.means for record in layout.records.values() if record.adds for field in record.fields.values()}
    for part in parts:
        wanted = [path for path in needed(layout.message, part) if path not in layout.constants]
        wanted += [path for path in ALSO_NEEDED if path.startswith(f"{part}.") and path not in adding]
        for path in wanted:
            if path in bound:
                continue
            if path.endswith(".amount"):
                if not bound & {f"{part}.debit", f"{part}.credit"}:
                    sides = f"'{part}.debit' and '{part}.credit'"
                    yield source.problem(f"no field means '{path}', or {sides}", "records", name)
            else:
                yield source.problem(f"no field means '{path}'", "records", name)


def _begun(layout: Layout, begun: dict[str, str], source: SpecificationSource) -> Iterator[SpecificationProblem]:
    unit = unit_of(FAMILIES[layout.message])
    if unit not in begun:
        yield source.problem(f"no record begins a {unit}: give a field that means '{unit}.…'", "message")
        return
    for part in streamed(layout.message):
        if part not in begun:
            for path in needed(layout.message, part):
                if path not in layout.constants:
                    yield source.problem(f"no field means '{path}'; it may stand in constants", "message")
    for name, record in layout.records.items():
        if record.adds:
            for field_name, field in record.fields.items():
                found = target(layout.message, field.means)
                if found and found.part not in begun:
                    message = f"no record begins the {found.part} that this one adds to"
                    yield source.problem(message, "records", name, "fields", field_name, "means")


def _constants(layout: Layout, source: SpecificationSource) -> Iterator[SpecificationProblem]:
    for path, value in layout.constants.items():
        found = target(layout.message, path)
        if found is None or found.is_list or found.dimension or found.side:
            hint = did_you_mean(path, paths(layout.message))
            yield source.problem(f"unknown message field '{path}'", "constants", path, hint=hint)
            continue
        try:
            constant(found, value)
        except ValueError:
            yield source.problem(f"'{value}' is no {found.types[0]}", "constants", path)


def _groups(layout: Layout, source: SpecificationSource) -> Iterator[SpecificationProblem]:
    unit, items = unit_of(FAMILIES[layout.message]), FAMILIES[layout.message].items
    flat = [
        name
        for name, record in layout.records.items()
        if not (record.adds or record.repeat)
        and {unit, *items} & (parts := _parts(layout, record)) == parts
        and len(parts) > 1
    ]
    if flat and not layout.group_by and layout.message == "VoucherBatch":
        yield source.problem("vouchers need group_by", "message")
    for index, name in enumerate(layout.group_by):
        holders = [record for record in layout.records.values() if name in record.fields]
        if not holders:
            known = [field for record in layout.records.values() for field in record.fields]
            yield source.problem(f"unknown field '{name}'", "group_by", index, hint=did_you_mean(name, known))


def _parts(layout: Layout, record: Record) -> set[str]:
    found = (target(layout.message, field.means) for field in record.fields.values() if field.means)
    return {each.part for each in found if each}
