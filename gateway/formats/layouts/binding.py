"""What the fields of a layout mean in a message: paths such as ``row.account`` or ``invoice.customer.name``.

A path begins with the name of a part of the family or of an item in its lists (`Family.items`). After it stand

* the name of a field: text, integer, amount, date or yes/no, or a list of text, to which the value is added;
* a field of a part within it: ``invoice.customer.name``;
* ``dimension.NUMBER`` for a coding dimension, where the part has `dimensions`;
* ``debit`` and ``credit`` instead of ``amount``: debit less credit.
"""

import datetime
import re
from dataclasses import MISSING, dataclass, fields
from decimal import Decimal
from functools import cache
from typing import Any

from gateway.formats.layouts.layout import FieldType
from gateway.messages import FAMILIES, Family
from gateway.messages.describe import FieldDescription, fields_of
from gateway.messages.vouchers import CodingDimension

SIDES = ("debit", "credit")
"""What stands for an amount in two columns."""

RUNNING = ("position", "number")
"""Integer fields in which a part has its running number; the first that it has."""

TEXTS: tuple[FieldType, ...] = ("text", "code")

_TYPES: dict[type, tuple[FieldType, ...]] = {
    str: TEXTS,
    int: ("integer",),
    Decimal: ("amount",),
    datetime.date: ("date",),
    bool: ("boolean",),
}
_DIMENSION = re.compile(r"dimension\.([0-9]{1,3})")


@dataclass(frozen=True, slots=True)
class Target:
    """What a path leads to: the part it begins with, the fields along it, and the types of layout field that fit.

    `dimension` is the number of a coding dimension, `side` debit or credit, else both are blank.
    """

    part: str
    steps: tuple[str, ...]
    types: tuple[FieldType, ...]
    is_list: bool = False
    dimension: str = ""
    side: str = ""


@cache
def levels(family: str) -> dict[str, type]:
    """The parts and items of a family by name, outermost first."""
    described = FAMILIES[family]
    named = dict(described.parts)
    for item, where in described.items.items():
        owner, name = where.split(".")
        named[item] = fields_of(named[owner])[name].kind
    return named


def streamed(family: str) -> tuple[str, ...]:
    """The parts that readers yield one by one, outermost first."""
    return tuple(FAMILIES[family].parts)


def unit_of(family: Family) -> str:
    """The name of the part that is delivered or rejected as a whole: the innermost where files are."""
    names = [name for name, part in family.parts.items() if part is family.unit]
    return names[0] if names else list(family.parts)[-1]


def target(family: str, path: str) -> Target | None:
    """What a path leads to, or None when it leads nowhere."""
    part, _, rest = path.partition(".")
    kind = levels(family).get(part)
    if kind is None or not rest:
        return None
    known = fields_of(kind)
    if match := _DIMENSION.fullmatch(rest):
        has_dimensions = "dimensions" in known and known["dimensions"].kind is CodingDimension
        return Target(part, ("dimensions",), TEXTS, dimension=match[1]) if has_dimensions else None
    if rest in SIDES and "amount" in known:
        return Target(part, ("amount",), ("amount",), side=rest)
    steps = tuple(rest.split("."))
    for step in steps[:-1]:
        field = known.get(step)
        if field is None or field.repeated or not field.is_part or field.derived:
            return None
        known = fields_of(field.kind)
    field = known.get(steps[-1])
    if field is None or field.derived or field.kind not in _TYPES or (field.repeated and field.kind is not str):
        return None
    return Target(part, steps, _TYPES[field.kind], is_list=field.repeated)


@cache
def paths(family: str) -> tuple[str, ...]:
    """Every path of a family, for documentation and for hints."""
    found: list[str] = []
    for part, kind in levels(family).items():
        found += [f"{part}.{rest}" for rest in _within(kind, 2)]
    return tuple(found)


def needed(family: str, part: str) -> list[str]:
    """Fields of a part that have no default and that no reader can know: their paths."""
    kind = levels(family)[part]
    running = running_field(kind)
    outer = _fields_above(family, part)
    return [
        f"{part}.{field.name}"
        for field in fields(kind)
        if field.default is MISSING
        and field.default_factory is MISSING
        and field.name != running
        and field.name not in outer
    ]


@cache
def running_field(kind: type) -> str:
    """The field that holds the running number of a part, or an empty text."""
    known = fields_of(kind)
    return next((name for name in RUNNING if name in known and known[name].kind is int), "")


def _fields_above(family: str, part: str) -> set[str]:
    above: set[str] = set()
    for name, kind in levels(family).items():
        if name == part:
            break
        above |= {field.name for field in fields(kind)} - {"place", *RUNNING}
    return above


def _within(kind: type, depth: int) -> list[str]:
    found = []
    running = running_field(kind)
    for name, field in fields_of(kind).items():
        if field.derived or name in (running, "place"):
            continue
        found += _paths_of(name, field, depth)
    return found


def _paths_of(name: str, field: FieldDescription, depth: int) -> list[str]:
    kind: Any = field.kind
    if kind is CodingDimension:
        return ["dimension.1"]
    if field.is_part:
        inner = [] if field.repeated or depth < 2 else _within(kind, depth - 1)
        return [f"{name}.{rest}" for rest in inner if not rest.startswith("dimension")]
    if kind not in _TYPES or (field.repeated and kind is not str):
        return []
    return [name, *SIDES] if name == "amount" else [name]
