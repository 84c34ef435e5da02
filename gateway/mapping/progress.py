"""How far the translation of a file has come: which parts are open, and what has been counted."""

from decimal import Decimal, localcontext
from typing import Any

from gateway.mapping.checking import END, START, Plan
from gateway.mapping.runtime import CONTEXT

Tally = list[tuple[int, tuple[Any, ...]]]
"""Rows written for a part, each with the index of its record in the spec."""


class Progress:
    """The latest part of each level, and the counters behind run.number, written(…) and total(…).

    `written` is by record title, `totals` by record title and field.
    """

    def __init__(self, plan: Plan) -> None:
        levels = plan.levels
        self.written = {record.title: 0 for record in plan.records}
        self.totals = {key: Decimal(0) for key in sorted(plan.totals) if key[1]}
        self._levels = levels
        self._names = {part: name for name, part in plan.family.parts.items()}
        self._visible = {name: levels[: index + 1] for index, name in enumerate(levels)}
        self._visible |= {START: (), END: levels[:1]}
        self._parts: dict[str, Any] = {}
        self._numbers = dict.fromkeys((START, *levels, END), 0)
        self._titles = [record.title for record in plan.records]
        self._summed = [
            [(key, list(record.fields).index(key[1])) for key in self.totals if key[0] == record.title]
            for record in plan.records
        ]
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
        self._latest = None
        return name

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
        with localcontext(CONTEXT):
            for index, row in tally:
                self.written[self._titles[index]] += sign
                for key, position in self._summed[index]:
                    self.totals[key] += sign * (row[position] or 0)
