"""Splitting: one output file for each value of an expression, such as one file a department.

Each value has a translator of its own, with its own running numbers, headers and totals. A part that is divided by the
items of a list (the lines of an invoice) comes to each of them with the items that are its own.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import localcontext
from typing import Any, Protocol

from gateway.catalogue import Scope
from gateway.findings import NOWHERE, Finding, finding
from gateway.mapping.explaining import FileExplainer
from gateway.mapping.explanation import ExplainedRecord
from gateway.mapping.faults import about, fault_finding
from gateway.mapping.plan import Plan, SplitPlan
from gateway.mapping.runtime import CONTEXT, FAULTS
from gateway.mapping.translation import Run, Share, Translation
from gateway.messages import is_protected

SPLIT = "split"
_UNSAFE = re.compile(r"[^\w.+=@-]+")


def name_part(value: str) -> str:
    """A value as a part of a file name: what no file name may hold is an underscore."""
    return _UNSAFE.sub("_", value).strip(".")[:60]


def divided(run: Run, value: str) -> Run:
    """The run of the file of one value, which is a batch of its own in the ledger: ``LASS-00000001-UTB``."""
    return replace(run, split=value, batch_id=f"{run.batch_id}-{name_part(value)}")


class Translating(Protocol):
    """What the translator of one value does; `gateway.mapping.translator.Translator` does it."""

    def start(self) -> Translation: ...
    def translate(self, part: Any) -> Translation: ...
    def batch_id(self) -> str: ...
    def latest(self, part: Any, level: str) -> tuple[Share, ...]: ...
    def withdraw(self) -> None: ...
    def finish(self) -> Translation: ...
    def file_name(self) -> str: ...
    def encode(self, lines: list[str]) -> bytes: ...
    def fault(self) -> Finding | None: ...
    def end(self) -> Iterator[bytes]: ...


class Divider:
    """Divides the units of a file by the value that they, or the items in them, give."""

    def __init__(self, plan: Plan, split: SplitPlan, keys_of: Callable[..., Any], run: Run) -> None:
        self._split = split
        self._keys_of = keys_of
        self._run = run
        self._levels = plan.levels
        self._names = {part: name for name, part in plan.family.parts.items()}
        self._open: dict[str, Any] = {}
        self.outer: list[Any] = []
        """The parts around the units that are open, outermost first."""

    def takes(self, part: Any) -> bool:
        """Whether the part is of the mapping's family of messages."""
        return type(part) in self._names

    def is_unit(self, part: Any) -> bool:
        """Whether the part is one that is divided; those around it belong to every file."""
        name = self._names[type(part)]
        if name == self._split.unit:
            return True
        for inner in self._levels[self._levels.index(name) :]:
            self._open.pop(inner, None)
        self._open[name] = part
        self.outer = [self._open[level] for level in self._levels if level in self._open]
        return False

    def shares(self, unit: Any) -> dict[str, Any]:
        """The unit by value, divided where its items are. Raises what data raise in expressions."""
        with localcontext(CONTEXT):
            keys = self._keys_of(self._run, *[self._open.get(level) for level in self._levels[:-1]], unit)
        if not self._split.list_name:
            return {keys: unit}
        divided: dict[str, list[Any]] = {}
        for key, item in zip(keys, getattr(unit, self._split.list_name), strict=True):
            divided.setdefault(key, []).append(item)
        return {key: replace(unit, **{self._split.list_name: items}) for key, items in divided.items()}


class SplitTranslator:
    """Translates the parts of one file into one file for each value. Used like `Translator`.

    What it gives stands in `Translation.shares`, by value.
    """

    passes_on = False

    def __init__(self, divider: Divider, split: SplitPlan, open_one: Callable[[str], Translating]) -> None:
        self._divider = divider
        self._split = split
        self._open_one = open_one
        self._translators: dict[str, Translating] = {}
        self._names: dict[str, str] = {}
        self._latest: list[str] = []
        self._written: dict[str, Any] = {}

    def start(self) -> Translation:
        """Nothing yet: each file is begun when its value comes."""
        return Translation()

    def translate(self, part: Any) -> Translation:
        """The lines of a part for each value: all of them, or none and the findings about what stopped them."""
        self._latest, self._written = [], {}
        if not self._divider.takes(part):
            return self._open_one("").translate(part)
        if not self._divider.is_unit(part):
            return self._together({key: [each.translate(part)] for key, each in self._translators.items()})
        try:
            shares = self._divider.shares(part)
        except FAULTS as fault:
            return Translation(findings=[self._finding(fault, part)])
        if problem := self._unusable(shares, part):
            return Translation(findings=[problem])
        made: dict[str, list[Translation]] = {}
        for key, share in shares.items():
            made[key] = self._opened(key)
            made[key].append(self._translators[key].translate(share))
            self._latest.append(key)
            if made[key][-1].lines:
                self._written[key] = share
        stopped = [each for steps in made.values() for each in steps if each.findings and not each.lines]
        if stopped:
            self.withdraw()
            return Translation(findings=[problem for each in stopped for problem in each.findings])
        return self._together(made)

    def withdraw(self) -> None:
        """Take the part that was translated last out of the counts: it is not delivered."""
        for key in self._latest:
            self._translators[key].withdraw()

    def finish(self) -> Translation:
        """The lines after the last part, for each value."""
        return self._together({key: [each.finish()] for key, each in self._translators.items()})

    def file_names(self) -> dict[str, str]:
        """The names of the files that are made, by value, in the order in which the values came."""
        return dict(self._names)

    def batch_id(self, key: str) -> str:
        """The batch id of the file of a value."""
        return self._translators[key].batch_id()

    def latest(self, _part: Any, level: str) -> tuple[Share, ...]:
        """The part that was translated last, if it is delivered: what is in each file."""
        return tuple(
            share for key, part in self._written.items() for share in self._translators[key].latest(part, level)
        )

    def encode(self, lines: list[str], key: str = "") -> bytes:
        """What can be written of the file of a value, now that it has these lines."""
        return self._translators[key].encode(lines)

    def fault(self) -> Finding | None:
        """Why one of the files cannot be ended."""
        return next((problem for each in self._translators.values() if (problem := each.fault())), None)

    def end(self, key: str = "") -> Iterator[bytes]:
        """The rest of the file of a value."""
        return self._translators[key].end()

    def _opened(self, key: str) -> list[Translation]:
        """Begin the file of a value that has not come before, with the parts around what is divided."""
        if key in self._translators:
            return []
        translator = self._translators[key] = self._open_one(key)
        self._names[key] = translator.file_name()
        return [translator.start(), *map(translator.translate, self._divider.outer)]

    def _unusable(self, shares: dict[str, Any], part: Any) -> Finding | None:
        place, name = getattr(part, "place", NOWHERE), about(part)
        if any(not name_part(key) for key in shares):
            return _shielded(finding("MAPPING-SPLIT-BLANK", place=place, about=name, expression=self._split.text), part)
        new = [key for key in shares if key not in self._translators]
        if len(self._translators) + len(new) > self._split.most:
            return finding("MAPPING-SPLIT-TOO-MANY", place=place, value=new[0], expected=self._split.most, about=name)
        taken = {value: key for key, value in self._names.items()}
        for key in new:
            file_name = self._open_one(key).file_name()
            if taken.setdefault(file_name, key) != key:
                other = taken[file_name]
                return finding("MAPPING-SPLIT-NAMES", place=place, value=key, expected=other, file=file_name)
        return None

    def _together(self, made: dict[str, list[Translation]]) -> Translation:
        shares = {}
        findings = []
        for key, steps in made.items():
            findings += [problem for step in steps for problem in step.findings]
            shares[key] = Translation(lines=[line for step in steps for line in step.lines])
        return Translation(findings=findings, shares={key: share for key, share in shares.items() if share.lines})

    def _finding(self, fault: Exception, part: Any) -> Finding:
        problem = fault_finding(
            fault,
            record=SPLIT,
            field="by",
            expression=self._split.text,
            place=getattr(part, "place", NOWHERE),
            about=about(part),
            scope=Scope.PART,
        )
        return _shielded(problem, part)


def explained_shares(
    divider: Divider, parts: Iterator[Any], explainer_of: Callable[[str], FileExplainer]
) -> Iterator[ExplainedRecord]:
    """Every line of every file, explained in the order in which the lines are made."""
    explainers: dict[str, FileExplainer] = {}

    def of(key: str, records: Iterator[ExplainedRecord]) -> Iterator[ExplainedRecord]:
        return (replace(record, split=key) for record in records)

    for part in parts:
        if not divider.is_unit(part):
            for key, explainer in explainers.items():
                yield from of(key, explainer.part(part))
            continue
        try:
            shares = divider.shares(part)
        except FAULTS:
            # What cannot be divided is in no file; the translation tells why.
            continue
        for key, share in shares.items():
            if key not in explainers:
                explainers[key] = explainer_of(key)
                yield from of(key, explainers[key].start())
                for outer in divider.outer:
                    yield from of(key, explainers[key].part(outer))
            yield from of(key, explainers[key].part(share))
    for key, explainer in explainers.items():
        yield from of(key, explainer.finish())


def _shielded(problem: Finding, part: Any) -> Finding:
    return problem.masked() if is_protected(part) else problem
