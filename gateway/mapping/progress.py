"""How far the translation of a file has come: which parts are open, and what has been counted."""

from decimal import Decimal
from typing import Any

from gateway.mapping.plan import END, START, Plan, RecordPlan, closing
from gateway.mapping.runtime import CONTEXT

Tally = list[tuple[int, tuple[Any, ...]]]
"""Rows written for a part: the index of the record in the spec, and the values of its `summed_fields`."""


Written = dict[str, int]
"""Lines by record title."""
Totals = dict[tuple[str, str], Decimal]
"""Sums by record title and field."""


def summed_fields(plan: Plan, record: RecordPlan) -> list[str]:
    """The fields of a record that some total sums, in the order in which a tally has their values."""
    return sorted(field for title, field in plan.totals if title == record.title and field)


def moments(plan: Plan) -> tuple[str, ...]:
    """When records of a plan may be written: at the start, for each part, after it where asked for, at the end."""
    closings = dict.fromkeys(closing(name) for name in plan.levels if _is_closed(plan, name))
    return (START, *plan.levels, *closings, END)


def visible_parts(plan: Plan) -> dict[str, tuple[str, ...]]:
    """By moment, the names of the parts that its records may mention, outermost first."""
    visible = {name: plan.levels[: index + 1] for index, name in enumerate(plan.levels)}
    closings = {closing(name): visible[name] for name in plan.levels if _is_closed(plan, name)}
    return {START: (), **visible, **closings, END: plan.levels[:1]}


def _is_closed(plan: Plan, name: str) -> bool:
    return any(record.moment == closing(name) for record in plan.records)


class Progress:
    """The latest part of each level, and the counters behind run.number, written(…) and total(…)."""

    def __init__(self, plan: Plan) -> None:
        levels = plan.levels
        self._written: Written = {record.title: 0 for record in plan.records}
        self._totals: Totals = {key: Decimal(0) for key in sorted(plan.totals) if key[1]}
        self._before: dict[str, tuple[Written, Totals]] = {}
        self._closings = {name: closing(name) for name in levels if _is_closed(plan, name)}
        self._levels = levels
        self._names = {part: name for name, part in plan.family.parts.items()}
        self._visible = visible_parts(plan)
        self._parts: dict[str, Any] = {}
        self._numbers = dict.fromkeys(moments(plan), 0)
        self._titles = [record.title for record in plan.records]
        self._summed = [[(record.title, field) for field in summed_fields(plan, record)] for record in plan.records]
        self._latest: tuple[str, Tally] | None = None

    def takes(self, part: Any) -> bool:
        """Whether the part is of the mapping's family of messages."""
        return type(part) in self._names

    def enter(self, part: Any) -> str:
        """Open a part and close those within the one that it follows; gives the part's name in specs."""
        name = self._names[type(part)]
        for inner in self._levels[len(self._visible[name]) :]:
            self._parts.pop(inner, None)
        self._parts[name] = part
        if name in self._closings:
            self._before[self._closings[name]] = dict(self._written), dict(self._totals)
        self._latest = None
        return name

    def enter_innermost(self, part: Any) -> None:
        """Open a part of the innermost level, when those around it are open."""
        self._parts[self._levels[-1]] = part
        self._latest = None

    def closings(self, part: Any = None) -> list[str]:
        """The moments after open parts that a new part, or without one the end of the file, closes; innermost first."""
        if not self._closings:
            return []
        kept = len(self._visible[self._names[type(part)]]) - 1 if part is not None else 0
        open_parts = [name for name in self._levels[kept:] if name in self._parts and name in self._closings]
        return [self._closings[name] for name in reversed(open_parts)]

    def leave(self, moment: str) -> None:
        """Close the part whose closing moment has been."""
        self._parts.pop(self._visible[moment][-1], None)

    def written(self, moment: str) -> Written:
        """Lines written so far; at a closing moment, since its part came."""
        if moment not in self._before:
            return self._written
        before, _ = self._before[moment]
        return {title: count - before[title] for title, count in self._written.items()}

    def totals(self, moment: str) -> Totals:
        """Sums so far; at a closing moment, since its part came."""
        if moment not in self._before:
            return self._totals
        _, before = self._before[moment]
        return {key: CONTEXT.subtract(total, before[key]) for key, total in self._totals.items()}

    def visible(self, moment: str) -> tuple[str, ...]:
        """The names of the parts that records of a moment may mention, outermost first."""
        return self._visible[moment]

    def missing(self, moment: str) -> str:
        """The name of the first part that a moment needs and that has not come, or an empty text."""
        return next((name for name in self._visible[moment] if name not in self._parts), "")

    def parts(self, moment: str) -> list[Any]:
        """The open parts that records of a moment may mention, outermost first."""
        return [self._parts[name] for name in self._visible[moment]]

    def number(self, moment: str) -> int:
        """The running number that the next part of a moment gets, from 1."""
        return self._numbers[moment] + 1

    def count(self, moment: str, tally: Tally) -> None:
        """Count what was written for a part."""
        self._add(moment, tally, 1)
        self._latest = moment, tally

    def withdraw(self) -> None:
        """Take back what was counted last. Does nothing when that has been done, or nothing was counted."""
        if self._latest:
            self._add(*self._latest, -1)
            self._latest = None

    def _add(self, moment: str, tally: Tally, sign: int) -> None:
        self._numbers[moment] += sign
        if not tally:
            return
        for index, values in tally:
            self._written[self._titles[index]] += sign
            for key, value in zip(self._summed[index], values, strict=True):
                if value:
                    add = CONTEXT.add if sign > 0 else CONTEXT.subtract
                    self._totals[key] = add(self._totals[key], value)
