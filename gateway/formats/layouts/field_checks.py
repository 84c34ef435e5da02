"""Checks of the fields of a layout spec that go beyond their model: keys that belong to other types or deny each other.

Each fault names the key that it stands on, so that it is told with its line and column.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from gateway.formats.layouts.dates import shape
from gateway.formats.layouts.layout import NUMBERS, Field, Layout
from gateway.formats.layouts.totals import ALL
from gateway.formats.layouts.values import BadValue, converter
from gateway.specification import did_you_mean

Keys = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class FieldFault:
    """What is wrong with a field, the keys below the field where it stands, and a hint."""

    message: str
    keys: Keys = ()
    hint: str = ""


_RULES: tuple[tuple[Callable[[Layout, Field], bool], str, str], ...] = (
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
        lambda layout, field: _is_delimiter(layout, field.decimal_sign),
        "the decimal sign is the delimiter",
        "decimal_sign",
    ),
    (lambda _, field: bool(field.decimals) and field.type != "amount", "only an amount has decimals", "decimals"),
    (lambda _, field: bool(field.thousands) and field.type not in NUMBERS, "only a number has thousands", "thousands"),
    (
        lambda _, field: bool(field.thousands) and bool(field.decimals) and not field.decimal_sign,
        "a number with implied decimals has no thousands separators",
        "thousands",
    ),
    (
        lambda _, field: bool(field.thousands) and field.thousands == field.decimal_sign,
        "the thousands separator is the decimal sign",
        "thousands",
    ),
    (
        lambda layout, field: _is_delimiter(layout, field.thousands),
        "the thousands separator is the delimiter",
        "thousands",
    ),
    (
        lambda layout, field: bool(field.thousands) and layout.kind == "fixed" and field.filler == "0",
        "a number with thousands separators is filled with blanks: fill: ' '",
        "thousands",
    ),
    (lambda _, field: field.sign != "first" and field.type not in NUMBERS, "only a number has a sign", "sign"),
    (
        lambda layout, field: field.sign.endswith("_place") and layout.kind != "fixed",
        "only a number of a fixed layout has a position for its sign",
        "sign",
    ),
    (
        lambda _, field: field.sign.endswith("_place") and field.is_left_aligned,
        "a number with a position for its sign stands to the right",
        "sign",
    ),
    (lambda _, field: field.plus != "refused" and field.type not in NUMBERS, "only a number has a plus sign", "plus"),
    (
        lambda _, field: field.type in NUMBERS and field.is_left_aligned and field.fill == "0",
        "a number filled with zeros stands to the right",
        "fill",
    ),
    (
        lambda _, field: field.century != 2000 and (field.type != "date" or all("YYYY" in f for f in field.date_form)),
        "only a date with a year of two digits has a century",
        "century",
    ),
    (lambda _, field: field.date_form != ["YYYYMMDD"] and field.type != "date", "only a date has a form", "date_form"),
    (
        lambda _, field: not field.trim and field.type not in ("text", "code"),
        "only a text or code keeps its blanks",
        "trim",
    ),
    (
        lambda _, field: bool(field.pattern) and field.type not in ("text", "code"),
        "only a text has a pattern",
        "pattern",
    ),
    (
        lambda _, field: bool(field.check) and field.type not in ("text", "code"),
        "only a text or code has a check",
        "check",
    ),
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
    (lambda _, field: bool(field.counts and field.sums), "a control total counts or sums, not both", "counts"),
    (lambda _, field: field.absolute and not field.sums, "only a sum is absolute", "absolute"),
    (lambda _, field: bool(field.since) and not field.is_total, "only a control total has since", "since"),
)


def field_faults(layout: Layout, record_name: str, field: Field) -> Iterator[FieldFault]:
    """Everything wrong in a field whose model is right."""
    for is_wrong, message, key in _RULES:
        if is_wrong(layout, field):
            yield FieldFault(message, (key,))
    yield from _date_faults(layout, field)
    yield from _value_faults(layout, field)
    yield from _marker_faults(layout, record_name, field)
    yield from _count_faults(layout, field)
    yield from _sum_faults(layout, field)
    yield from _since_faults(layout, record_name, field)


def _is_delimiter(layout: Layout, character: str) -> bool:
    return layout.kind == "delimited" and character == layout.delimiter and not layout.quote


def _date_faults(layout: Layout, field: Field) -> Iterator[FieldFault]:
    if field.type != "date":
        return
    shapes = Counter(map(shape, field.date_form))
    for form in field.date_form:
        if layout.kind == "fixed" and field.length and field.length < len(form):
            yield FieldFault(f"a date {form} does not fit {field.length} characters", ("length",))
    alike = [form for form in field.date_form if shapes[shape(form)] > 1]
    if alike:
        yield FieldFault(f"{' and '.join(alike)} cannot be told apart", ("date_form",))


def _value_faults(layout: Layout, field: Field) -> Iterator[FieldFault]:
    values: list[tuple[str, Keys]] = [(value, ("allowed", index)) for index, value in enumerate(field.allowed)]
    if field.default:
        values.append((field.default, ("default",)))
    read = converter(layout, field)
    for value, keys in values:
        if field.length and len(value) > field.length:
            yield FieldFault(f"'{value}' does not fit {field.length} characters", keys)
        elif keys != ("default",) and value in field.blank:
            yield FieldFault(f"'{value}' is both allowed and blank", keys)
        else:
            try:
                read(value)
            except BadValue as bad:
                yield FieldFault(f"'{value}' is no {field.type} that the field takes ({bad.expected})", keys)


def _marker_faults(layout: Layout, record_name: str, field: Field) -> Iterator[FieldFault]:
    rule = field.negative_if
    if rule is None:
        return
    fields = layout.record(record_name).fields
    marker = fields.get(rule.field)
    if field.type not in NUMBERS:
        yield FieldFault("only a number is negative", ("negative_if",))
    if field.sign != "first" or field.plus != "refused":
        yield FieldFault("a number whose sign another field has has none of its own", ("negative_if",))
    if marker is None:
        hint = did_you_mean(rule.field, fields)
        yield FieldFault(f"unknown field '{rule.field}'", ("negative_if", "field"), hint)
    elif marker.type in ("amount", "date") or marker is field:
        yield FieldFault(f"'{rule.field}' is no code, integer or boolean", ("negative_if", "field"))
    elif not (marker.required or marker.default) or not (marker.allowed or marker.type == "boolean"):
        # A blank or unknown marker would turn a credit into a debit.
        message = f"'{rule.field}' must be required or have a default, and have allowed values"
        yield FieldFault(message, ("negative_if", "field"))
    elif marker.type != "boolean":
        for index, value in enumerate(rule.values):
            if value not in marker.allowed:
                hint = did_you_mean(value, marker.allowed)
                yield FieldFault(f"'{value}' is not allowed in '{rule.field}'", ("negative_if", "is", index), hint)
    else:
        for index, value in enumerate(rule.values):
            if value not in (marker.yes, marker.no):
                yield FieldFault(f"'{value}' is neither yes nor no", ("negative_if", "is", index))


def _count_faults(layout: Layout, field: Field) -> Iterator[FieldFault]:
    if field.counts and field.counts != ALL and field.counts not in layout.records:
        hint = did_you_mean(field.counts, [*layout.records, ALL])
        yield FieldFault(f"unknown record '{field.counts}'", ("counts",), hint)
    if field.counts == ALL and ALL in layout.records:
        yield FieldFault("'all' is the name of a record too", ("counts",))
    if field.counts and field.type != "integer":
        yield FieldFault("a count is an integer", ("type",))


def _sum_faults(layout: Layout, field: Field) -> Iterator[FieldFault]:
    summed = {f"{name}.{key}": other for name, kind in layout.records.items() for key, other in kind.fields.items()}
    for index, target in enumerate(field.sums):
        keys: Keys = ("sums", index) if len(field.sums) > 1 else ("sums",)
        other = summed.get(target)
        if other is None:
            yield FieldFault(f"unknown field '{target}'", keys, did_you_mean(target, summed))
        elif other is field:
            yield FieldFault("a control total does not sum itself", keys)
        elif field.type == "amount" and other.type != "amount":
            yield FieldFault("a sum is an amount of amounts", keys)
        elif field.type == "integer" and other.type not in ("integer", "code"):
            yield FieldFault("a hash total is an integer of integers or codes", keys)
    if field.sums and field.type not in NUMBERS:
        yield FieldFault("a sum is an amount or an integer", ("type",))


def _since_faults(layout: Layout, record_name: str, field: Field) -> Iterator[FieldFault]:
    if field.since and field.since not in layout.records:
        yield FieldFault(f"unknown record '{field.since}'", ("since",), did_you_mean(field.since, layout.records))
    elif field.since and layout.record(record_name).role == "header":
        yield FieldFault("a header stands before every unit", ("since",))
