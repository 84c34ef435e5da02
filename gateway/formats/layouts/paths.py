"""Paths of records and fields in XML and JSON documents."""

from collections.abc import Sequence
from typing import NamedTuple

from gateway.formats.layouts.layout import Field, Layout, Record


class FieldPath(NamedTuple):
    """Where a field stands in its record: the elements around it, and its own name.

    The name is blank for the text of the innermost element itself, and an attribute when `is_attribute`.
    """

    around: tuple[str, ...]
    name: str
    is_attribute: bool = False


def record_path(record: Record) -> tuple[str, ...]:
    """The names from the root to a record.

    >>> record_path(Record(element="file/voucher", fields={"number": Field(type="code")}))
    ('file', 'voucher')
    """
    return tuple(record.element.split("/")) if record.element else ()


def field_path(name: str, field: Field) -> FieldPath:
    """Where a field of that name stands in its record.

    >>> field_path("currency", Field(type="code", path="Amounts/@currency"))
    FieldPath(around=('Amounts',), name='currency', is_attribute=True)
    """
    *around, last = (field.path or name).split("/")
    if last == ".":
        return FieldPath(tuple(around), "")
    return FieldPath(tuple(around), last.removeprefix("@"), last.startswith("@"))


def parent_of(layout: Layout, name: str) -> str:
    """The record that a record stands within, or an empty text.

    A record at the root of a document has no parent, nor has one that only shares its outer elements with others.
    """
    path = record_path(layout.record(name))
    outer = {
        record_path(record): other
        for other, record in layout.records.items()
        if other != name
        and len(record_path(record)) < len(path)
        and record_path(record) == path[: len(record_path(record))]
    }
    return outer[max(outer, key=len)] if outer else ""


def shared(left: Sequence[str], right: Sequence[str]) -> int:
    """How many names two paths have in common from the root on."""
    count = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        count += 1
    return count
