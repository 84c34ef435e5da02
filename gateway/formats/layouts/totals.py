"""Control totals that a file states: counted and summed on the way, compared where they are stated.

A total stands in a trailer or another record after what it covers, in the header, or on the record that begins or ends
a unit such as an invoice. Totals in the header, and those on the record that begins a unit, wait for the end of what
they cover. Memory: one number for each total.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from gateway.catalogue import Scope
from gateway.findings import Finding, Place, finding
from gateway.formats.layouts.faults import has_slipped
from gateway.formats.layouts.layout import Field, Layout
from gateway.formats.layouts.lines import CompiledRecord, Row
from gateway.formats.layouts.values import BadValue

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
    summed: list[tuple[_Tally, str, int, Callable[[Any], Any] | None]] = field(default_factory=list)
    stated: list[tuple[_Tally, str, int]] = field(default_factory=list)
    waits: bool = False


class Totals:
    """The totals of one file. Give `add` every line; ask `stated` after a line that was read, `finished` at the end."""

    def __init__(self, layout: Layout) -> None:
        self._plans = {name: _Plan(waits=record.role == "header") for name, record in layout.records.items()}
        self._waiting: list[_Stated] = []
        self.stating = frozenset(
            name for name, record in layout.records.items() if any(field.is_total for field in record.fields.values())
        )
        """Names of the records that state totals."""
        for name, record in layout.records.items():
            for index, (key, total) in enumerate(record.fields.items()):
                if total.is_total:
                    tally = _Tally(total)
                    self._plans[name].stated.append((tally, key, index))
                    self._watch(layout, tally)

    def add(self, record: CompiledRecord, row: Row, values: list[Any] | None) -> Sequence[Finding]:
        """Count a line; a faulty one is summed too when its amounts can be trusted. Gives what a new unit ends."""
        plan = self._plans[record.name]
        ended = self._ended(plan.begins) if plan.begins else ()
        for tally in plan.counted:
            tally.total += 1
        if values is None and plan.summed and has_slipped(record, row):
            for tally, *_ in plan.summed:
                tally.is_unknown = True
            return ended
        for tally, name, index, number_of in plan.summed:
            try:
                value = record.value(row, name) if values is None else values[index]
                if value is not None:
                    tally.total += number_of(value) if number_of else value
            except (BadValue, ValueError):
                tally.is_unknown = True
        return ended

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
            fields = layout.record(record).fields
            # A hash total adds up codes as the numbers that their digits make.
            number_of = int if fields[name].type == "code" else abs if total.absolute else None
            self._plans[record].summed.append((tally, name, list(fields).index(name), number_of))

    def _ended(self, tallies: list[_Tally]) -> list[Finding]:
        over = [stated for stated in self._waiting if stated.tally in tallies]
        self._waiting = [stated for stated in self._waiting if stated not in over]
        found = [problem for stated in over for problem in _compared(stated, Scope.FILE)]
        for tally in tallies:
            tally.begin()
        return found


def _compared(stated: _Stated, scope: Scope) -> Iterator[Finding]:
    tally, kind = stated.tally, "UNIT" if stated.tally.field.since else "TOTAL"
    words = {"place": stated.place, "field": stated.title, "value": stated.value}
    if tally.is_unknown:
        yield finding("LAYOUT-TOTAL-UNVERIFIED", **words)
    elif tally.field.counts and stated.value != tally.total:
        yield finding(f"LAYOUT-{kind}-COUNT", expected=tally.total, scope=scope, **words)
    elif not tally.field.counts and (stated.value or ZERO) != tally.total:
        yield finding(f"LAYOUT-{kind}-SUM", expected=tally.total, scope=scope, **words)
