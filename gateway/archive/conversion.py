"""Conversion between message parts and Avro records, by one generated function for each type and direction.

Millions of payments pass here, so the field loop is unrolled into source text once for each type, the way the
standard library makes dataclasses and named tuples.
"""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from gateway.archive.schema import stored_fields
from gateway.messages.describe import FieldDescription

Record = dict[str, Any]


@cache
def to_record(part: type) -> Callable[[Any], Record]:
    """The function that makes an Avro record of a part of this type."""
    names: dict[str, Any] = {}
    entries = [f"{field.name!r}: {_writing(field, names)}" for field in stored_fields(part)]
    return _compiled(f"lambda part: {{{', '.join(entries)}}}", names)


@cache
def from_record(part: type) -> Callable[[Record], Any]:
    """The function that makes a part of this type of an Avro record."""
    names: dict[str, Any] = {"Part": part}
    entries = [f"{field.name}={_reading(field, names)}" for field in stored_fields(part)]
    return _compiled(f"lambda record: Part({', '.join(entries)})", names)


def _writing(field: FieldDescription, names: dict[str, Any]) -> str:
    return _expression(field, f"part.{field.name}", _writer_of(field, names))


def _reading(field: FieldDescription, names: dict[str, Any]) -> str:
    return _expression(field, f"record[{field.name!r}]", _reader_of(field, names))


def _expression(field: FieldDescription, value: str, converter: str) -> str:
    if not converter:
        return value
    one = f"[{converter}(item) for item in {value}]" if field.repeated else f"{converter}({value})"
    return f"None if {value} is None else {one}" if field.optional else one


def _writer_of(field: FieldDescription, names: dict[str, Any]) -> str:
    """The name of the function that converts one value, empty where Avro takes the value as it is."""
    if field.is_part:
        return _named(names, to_record(field.kind), f"write_{field.kind.__name__}")
    if field.kind is Decimal:
        return _named(names, str, "text")
    if field.kind is datetime:
        return _named(names, _time_text, "time_text")
    return ""


def _reader_of(field: FieldDescription, names: dict[str, Any]) -> str:
    if field.is_part:
        return _named(names, from_record(field.kind), f"read_{field.kind.__name__}")
    if field.kind is Decimal:
        return _named(names, Decimal, "Decimal")
    if field.kind is datetime:
        return _named(names, _time, "time")
    return ""


def _named(names: dict[str, Any], function: Any, name: str) -> str:
    names[name] = function
    return name


def _compiled(source: str, names: dict[str, Any]) -> Callable[[Any], Any]:
    # The source holds nothing but field names of our own classes.
    function: Callable[[Any], Any] = eval(source, names)  # noqa: S307
    return function


def _time_text(time: datetime) -> str:
    zone = f"[{time.tzinfo.key}]" if isinstance(time.tzinfo, ZoneInfo) else ""
    return time.isoformat() + zone


def _time(text: str) -> datetime:
    instant, _, zone = text.partition("[")
    time = datetime.fromisoformat(instant)
    if not zone:
        return time
    # Of the two readings of a repeated hour the one with the stored offset is meant.
    named = time.replace(tzinfo=ZoneInfo(zone.rstrip("]")))
    return named if named.utcoffset() == time.utcoffset() else named.replace(fold=1)
