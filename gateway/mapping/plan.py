"""What a checked mapping spec comes to: records, each with the moment at which its lines are written."""

from dataclasses import dataclass
from typing import Any

from gateway.formats.base import Format
from gateway.formats.layouts.layout import Layout
from gateway.mapping.model import MappingSpecification
from gateway.mapping.nodes import Node
from gateway.messages import Family

START, END = "start", "end"
AVRO = "avro"
"""The target of a mapping that delivers the messages themselves, of whatever family, as an Avro container."""
ORIGINAL = "original"
"""The target of a mapping that passes on the file as it came."""

_CLOSING = " end"


def closing(level: str) -> str:
    """The moment after the last of what a part holds."""
    return level + _CLOSING


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPlan:
    """A checked record of a spec: on which part (or at start or end), over which list, with which expressions.

    `inner` are the indexes of the records that are written after each of its lines; they stand after it in
    `Plan.records`, and are `is_nested`.
    """

    title: str
    record: str
    moment: str
    items: Node | None
    item_name: str
    lets: dict[str, Node]
    when: Node | None
    fields: dict[str, Node]
    inner: tuple[int, ...] = ()
    is_nested: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitPlan:
    """By what the output is divided: a value of each unit or, with `items`, of each item of a list in it.

    `text` is the expression as it is written, `list_name` the unit's field that holds the list.
    """

    by: Node
    text: str
    unit: str
    most: int
    items: Node | None = None
    item_name: str = ""
    list_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A checked spec. `levels` are the family's part names, outermost first; `form` is the target when that is one.

    `passes_on` says that the file is delivered as it came.
    """

    specification: MappingSpecification
    family: Family
    layout: Layout
    levels: tuple[str, ...]
    file_name: Node
    lets: dict[str, Node]
    records: tuple[RecordPlan, ...]
    constants: dict[str, Any]
    totals: frozenset[tuple[str, str]]
    split: SplitPlan | None = None
    form: Format | None = None
    passes_on: bool = False
