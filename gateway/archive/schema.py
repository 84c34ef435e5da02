"""Avro schemas of the message families, generated from the message classes.

Standard: Apache Avro 1.11 specification. Avro's own decimal has one fixed scale for a field, which would
change 12.50 into 12.5 or 12.500; amounts are therefore their exact decimal text, marked
``"gateway.type": "decimal"``.
Times are ISO 8601 text, with the zone's name in brackets where there is one (RFC 9557).
"""

import dataclasses
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from gateway.messages import Family
from gateway.messages.describe import FieldDescription, fields_of

NAMESPACE = "gateway.messages"

SIMPLE_TYPES: dict[type, Any] = {
    str: "string",
    int: "long",
    bool: "boolean",
    Decimal: {"type": "string", "gateway.type": "decimal"},
    date: {"type": "int", "logicalType": "date"},
    datetime: {"type": "string", "gateway.type": "datetime"},
}


def schema_of(family: Family) -> list[dict[str, Any]]:
    """The Avro schema of a family: the union of its part types, outermost first.

    Raises TypeError for a message field of a type that has no Avro form.
    """
    defined: set[type] = set()
    return [_record(part, defined) for part in family.parts.values()]


def avro_name(part: type) -> str:
    """The full Avro name of a part type."""
    return f"{NAMESPACE}.{part.__name__}"


def stored_fields(part: type) -> list[FieldDescription]:
    """The fields of a part that are stored; computed ones are not."""
    return [field for field in fields_of(part).values() if not field.derived]


def _record(part: type, defined: set[type]) -> dict[str, Any]:
    defined.add(part)
    defaults = {field.name: field for field in dataclasses.fields(part)}
    return {
        "type": "record",
        "name": part.__name__,
        "namespace": NAMESPACE,
        "doc": (part.__doc__ or "").strip(),
        "fields": [_field(field, defaults[field.name], defined) for field in stored_fields(part)],
    }


def _field(field: FieldDescription, definition: "dataclasses.Field[Any]", defined: set[type]) -> dict[str, Any]:
    kind = _kind(field.kind, defined)
    if field.repeated:
        kind = {"type": "array", "items": kind}
    if field.optional:
        kind = ["null", kind]
    entry: dict[str, Any] = {"name": field.name, "type": kind}
    if doc := f"{field.text} ({field.source})" if field.source else field.text:
        entry["doc"] = doc
    if definition.default is not dataclasses.MISSING:
        entry["default"] = _default(definition.default)
    elif definition.default_factory is not dataclasses.MISSING:
        entry["default"] = _default(definition.default_factory())
    return entry


def _kind(kind: type, defined: set[type]) -> Any:
    if kind in SIMPLE_TYPES:
        return SIMPLE_TYPES[kind]
    if not dataclasses.is_dataclass(kind):
        raise TypeError(f"{kind} has no Avro form")
    return avro_name(kind) if kind in defined else _record(kind, defined)


def _default(value: Any) -> Any:
    if value is None or isinstance(value, str | int | list):
        return value
    if isinstance(value, Decimal):
        return str(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _default(getattr(value, field.name)) for field in dataclasses.fields(value)}
    raise TypeError(f"{value!r} has no Avro default")
