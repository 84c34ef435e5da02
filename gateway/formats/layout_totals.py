"""Control totals that a file states: counted and summed on the way, compared where they are stated.

A total stands in a trailer or another record after what it covers, in the header, or on the record that begins or ends
a unit such as an invoice. Totals in the header, and those on the record that begins a unit, wait for the end of what
they cover. Memory: one number for each total.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from gateway.catalogue import Scope
from gateway.findings import Finding, Place, finding
from gateway.formats.layout import Field, Layout
from gateway.formats.layout_lines import CompiledRecord, Row
from gateway.formats.layout_values import BadValue

ZERO = Decimal(0)
ALL = "all"


@dataclass(slots=True, eq=False)
class _Tally:
    """One number that grows with the lines: a count, or a sum of some fields."""

    field: Field
    total: Decimal | int = 0
    is_unknown: bool = False

    def begin(self) -> None:
        self.total, self.is_unknown = 0, False


@dataclass(slots=True, eq=False)
class _Stated:
    """A total as a line states it."""

    tally: _Tally
    value: Any
    title: str
    place: Place


@dataclass(slots=True)
class _Plan:
    """What a line of one record does to the totals."""

    begins: list[_Tally] = field(default_factory=list)
    counted: list[_Tally] = field(default_factory=list)
    summed: list[tuple[_Tally, str, int]] = field(default_factory=list)
    stated: list[tuple[_Tally, str, int]] = field(default_factory=list)
    waits: bool = False


class Totals:
    """The totals of one file. Give `add` every line; ask `stated` after a line that was read, `finished` at the end."""

    def __init__(self, layout: Layout) -> None:
        self._plans = {name: _Plan(waits=record.role == "header") for name, record in layout.records.items()}
        self._waiting: list[_Stated] = []
        for name, record in layout.records.items():
            for index, (key, total) in enumerate(record.fields.items()):
                if total.is_total:
                    tally = _Tally(total)
                    self._plans[name].stated.append((tally, key, index))
                    self._watch(layout, tally)

    def add(self, record: CompiledRecord, row: Row, values: list[Any] | None) -> Iterator[Finding]:
        """Count a line; a faulty line is summed too when its amount can be read. Gives what a new unit ends."""
        plan = self._plans[record.name]
        if plan.begins:
            yield from self._ended(plan.begins)
        for tally in plan.counted:
            tally.total += 1
        for tally, name, index in plan.summed:
            try:
                value = record.value(row, name) if values is None else values[index]
                if value is not None:
                    tally.total += _number(value, is_absolute=tally.field.absolute)
            except (BadValue, ValueError):
                tally.is_unknown = True

    def states(self, record: CompiledRecord) -> bool:
        """Whether lines of a record state totals."""
        return bool(self._plans[record.name].stated)

    def stated(self, record: CompiledRecord, values: list[Any], number: int) -> Iterator[Finding]:
        """Findings where the totals on a line differ from the true ones; those that wait are remembered."""
        plan = self._plans[record.name]
        place = Place(line=number, record=record.name)
        for tally, name, index in plan.stated:
            stated = _Stated(tally, values[index], record.title(name), place)
            if plan.waits or tally.field.since == record.name:
                self._waiting.append(stated)
            else:
                yield from _compared(stated, Scope.PART if tally.field.since else Scope.FILE)

    def finished(self) -> Iterator[Finding]:
        """Findings about the totals that wait for the end of the file."""
        waiting, self._waiting = self._waiting, []
        for stated in waiting:
            yield from _compared(stated, Scope.FILE)

    def _watch(self, layout: Layout, tally: _Tally) -> None:
        total = tally.field
        for name, plan in self._plans.items():
            if total.since == name:
                plan.begins.append(tally)
            if total.counts in (ALL, name):
                plan.counted.append(tally)
        for target in total.sums:
            record, name = target.split(".", 1)
            index = list(layout.record(record).fields).index(name)
            self._plans[record].summed.append((tally, name, index))

    def _ended(self, tallies: list[_Tally]) -> Iterator[Finding]:
        for stated in [stated for stated in self._waiting if stated.tally in tallies]:
            self._waiting.remove(stated)
            yield from _compared(stated, Scope.FILE)
        for tally in tallies:
            tally.begin()


def _number(value: Any, *, is_absolute: bool) -> Any:
    number = int(value) if isinstance(value, str) else value
    return abs(number) if is_absolute else number


def _compared(stated: _Stated, scope: Scope) -> Iterator[Finding]:
    tally, kind = stated.tally, "UNIT" if stated.tally.field.since else "TOTAL"
    words = {"place": stated.place, "field": stated.title, "value": stated.value}
    if tally.is_unknown:
        yield finding("LAYOUT-TOTAL-UNVERIFIED", **words)
    elif tally.field.counts and stated.value != tally.total:
        yield finding(f"LAYOUT-{kind}-COUNT", expected=tally.total, scope=scope, **words)
    elif not tally.field.counts and (stated.value or ZERO) != tally.total:
        yield finding(f"LAYOUT-{kind}-SUM", expected=tally.total, scope=scope, **words)
