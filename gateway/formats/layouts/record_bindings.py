"""What the lines of one record tell of a message, ready to be used: of which parts, and by which functions."""

from collections.abc import Callable
from dataclasses import MISSING, fields
from operator import itemgetter
from typing import Any

from gateway.formats.layouts.binding import Target, levels, target, unit_of
from gateway.formats.layouts.layout import Layout
from gateway.formats.layouts.lines import CompiledRecord, Row
from gateway.formats.layouts.parts import constants_of, part_adder, part_maker
from gateway.formats.layouts.values import BadValue
from gateway.messages import FAMILIES

PROTECTED = "is_protected"


class RecordBindings:
    """What the lines of one record tell: of which parts, outermost first, and by which functions.

    `repeated` are those of fields that stand several times on a line: one for each time.
    """

    def __init__(self, layout: Layout, record: CompiledRecord, group: int = 0) -> None:
        family = layout.message
        self.record = record
        by_part: dict[str, list[tuple[Target, int]]] = {}
        names = record.record.group(group)
        for name in names:
            means = record.record.fields[name].means
            if means and (found := target(family, means)):
                by_part.setdefault(found.part, []).append((found, record.names.index(name)))
        self.indexes = [record.names.index(name) for name in names]
        repeat = record.record.repeat
        self.required = (
            [record.names.index(f"{name}_{group}") for name, field in repeat.fields.items() if field.required]
            if repeat and group
            else []
        )
        self.repeated = (
            [RecordBindings(layout, record, number) for number in range(1, repeat.times + 1)]
            if repeat and not group
            else []
        )
        self.bound = by_part
        self.parts = tuple(name for name in levels(family) if name in by_part)
        self.adds = record.record.adds
        constants = constants_of(family, layout.constants)
        self.make = {name: part_maker(family, name, by_part[name], constants) for name in self.parts}
        self.add = {name: part_adder(family, name, by_part[name]) for name in self.parts}
        self.amounts = {name: _amounts(levels(family)[name], by_part[name]) for name in self.parts}
        self.key = _getter([record.names.index(name) for name in layout.group_by if name in record.names])
        self.is_grouped = bool(layout.group_by) and all(name in record.names for name in layout.group_by)
        unit = unit_of(FAMILIES[family])
        # The item that lines of the simplest kind add: fields of the unit and of one item of its stand on each.
        is_simple = self.is_grouped and not self.adds and self.parts[:1] == (unit,) and len(self.parts) == 2
        is_simple = is_simple and not self.repeated
        self.row = self.parts[1] if is_simple else ""
        self.unit_values = _getter([index for _, index in by_part.get(unit, ())])
        self.flags = [
            record.names[index]
            for each in by_part.values()
            for found, index in each
            if found.steps[-1] == PROTECTED and found.part == unit
        ]


class Readable:
    """What can be read of a unit whose line is faulty, for its name."""

    def __init__(self, bindings: RecordBindings, unit: str, row: Row, running: int) -> None:
        self.position, self.number, self.series, self.case_number = running, "", "", ""
        for found, index in bindings.bound[unit]:
            try:
                value = bindings.record.value(row, bindings.record.names[index])
            except BadValue:
                value = None
            if len(found.steps) == 1 and isinstance(value, str):
                setattr(self, found.steps[0], value)


def _amounts(kind: type, bound: list[tuple[Target, int]]) -> tuple[int, ...]:
    """The indexes of the values that make an amount which must be there."""
    is_needed = any(
        field.name == "amount" and field.default is MISSING and field.default_factory is MISSING
        for field in fields(kind)
    )
    return tuple(index for found, index in bound if found.steps == ("amount",)) if is_needed else ()


def _getter(indexes: list[int]) -> Callable[[list[Any]], Any]:
    return itemgetter(*indexes) if indexes else lambda _: ()
