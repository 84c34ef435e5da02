"""Mappings at work: a `Mapping` is a checked and compiled spec, a `Translator` runs it over the parts of one file."""

import datetime
import hashlib
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field, replace
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext
from pathlib import Path
from typing import Any

from gateway.catalogue import Scope
from gateway.findings import NOWHERE, Finding, Place, finding
from gateway.formats.layout import Layout
from gateway.formats.layout_writer import LayoutWriter, Unwritable
from gateway.mapping.checking import END, START, Plan, checked
from gateway.mapping.compilation import Program, compiled
from gateway.mapping.explanation import ExplainedRecord, explained
from gateway.mapping.faults import EvaluationFault
from gateway.messages import Family, is_protected
from gateway.registers import Registers

MAXIMUM_FINDINGS = 50
"""How many findings one part gives; the rest would say the same."""

CONTEXT = Context(prec=50, traps=[InvalidOperation, DivisionByZero, Overflow])


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One translation of one file: what a spec reads as run.file_id, run.batch_id, run.now and run.today."""

    file_id: str
    batch_id: str
    now: datetime.datetime

    @property
    def today(self) -> datetime.date:
        """The day of the run."""
        return self.now.date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """What became of one part: its lines, without line ends, or the findings that stopped it. Warnings stop nothing."""

    lines: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


class Mapping:
    """A mapping ready to run. Make it with `load_mapping`."""

    def __init__(self, plan: Plan, fingerprint: str) -> None:
        self.name = plan.specification.name
        self.title = plan.specification.title
        self.target = plan.layout
        self.family: Family = plan.family
        self.fingerprint = fingerprint
        self.plan = plan
        self.writer = LayoutWriter(plan.layout)
        self.program: Program = compiled(plan, self.writer)

    def translator(self, run: Run) -> "Translator":
        """A translator for one file."""
        return Translator(self, run)

    def explain(self, parts: Iterable[Any], run: Run) -> Iterator[ExplainedRecord]:
        """For every line that the parts give: each field with its value, expression, sources and register rows."""
        return explained(self.plan, parts, run)


class Translator:
    """Translates the parts of one file in order: `start()`, `translate()` for each part, `finish()`."""

    def __init__(self, mapping: Mapping, run: Run) -> None:
        self._mapping = mapping
        self._run = run
        self._levels = mapping.plan.levels
        self._names = {part: name for name, part in mapping.family.parts.items()}
        self._outer: dict[str, Any] = {}
        self._numbers = dict.fromkeys((START, *self._levels, END), 0)
        titles = [record.title for record in mapping.plan.records]
        self._written = dict.fromkeys(titles, 0)
        self._totals = {key: Decimal(0) for key in mapping.plan.totals if key[1]}

    def start(self) -> Translation:
        """The lines before the first part: column headings, and records with ``at: start``."""
        heading = self._mapping.writer.header_line()
        translation = self._made(START, None, [])
        if heading is None or translation.findings:
            return translation
        return replace(translation, lines=[heading, *translation.lines])

    def translate(self, part: Any) -> Translation:
        """The lines of one part: all of them, or none and the findings about what stopped them."""
        name = self._names[type(part)]
        level = self._levels.index(name)
        for inner in self._levels[level:]:
            self._outer.pop(inner, None)
        self._outer[name] = part
        visible = self._levels[: level + 1]
        if missing := [outer for outer in visible if outer not in self._outer]:
            return Translation(findings=[finding("MAPPING-OUTER-PART-MISSING", expected=missing[0])])
        return self._made(name, part, [self._outer[outer] for outer in visible])

    def finish(self) -> Translation:
        """The lines after the last part: records with ``at: end``. None when the file had no parts."""
        outermost = self._outer.get(self._levels[0])
        return self._made(END, outermost, [outermost]) if outermost is not None else Translation()

    def file_name(self) -> str:
        """The name of the file that is made. Raises EvaluationFault when the spec's expression fails."""
        names = dict(self._mapping.program.environment)
        with localcontext(CONTEXT):
            return str(eval(self._mapping.plan.file_name.code, names, {"run": self._run, "number": 0}))  # noqa: S307

    def encode(self, lines: list[str]) -> bytes:
        """Lines that a translation gave as bytes, each with its line end."""
        return b"".join(map(self._mapping.writer.encode, lines))

    def _made(self, moment: str, part: Any, arguments: list[Any]) -> Translation:
        lines: list[str] = []
        tally: list[tuple[int, tuple[Any, ...]]] = []
        findings: list[Finding] = []

        def fail(fault: Exception, item: Any) -> None:
            if len(findings) < MAXIMUM_FINDINGS:
                findings.append(self._finding(fault, part, item))

        function = self._mapping.program.functions[moment]
        with localcontext(CONTEXT):
            function(self._run, self._numbers[moment] + 1, self._written, self._totals, lines, tally, fail, *arguments)
        for line in lines:
            if not line.isascii():
                try:
                    self._mapping.writer.encode(line)
                except Unwritable as fault:
                    fail(fault, None)
        cuts = self._mapping.writer.take_cuts()
        if findings:
            return Translation(findings=_shielded(findings, part))
        self._numbers[moment] += 1
        for index, row in tally:
            self._count(index, row)
        place = getattr(part, "place", NOWHERE)
        named = [replace(cut, about=_about(part), place=replace(place, position=cut.place.position)) for cut in cuts]
        return Translation(lines=lines, findings=_shielded(named, part))

    def _count(self, index: int, row: tuple[Any, ...]) -> None:
        record = self._mapping.plan.records[index]
        self._written[record.title] += 1
        for title, name in self._totals:
            if title == record.title:
                self._totals[title, name] += row[list(record.fields).index(name)] or 0

    def _finding(self, fault: Exception, part: Any, item: Any) -> Finding:
        step = self._mapping.program.step_of(fault.__traceback__, getattr(fault, "field", ""))
        place: Place = getattr(item, "place", NOWHERE)
        if place == NOWHERE:
            place = getattr(part, "place", NOWHERE)
        details: dict[str, Any] = {
            "field": step.field if step else "",
            "record": step.record if step else "",
            "expression": step.node.text if step else "",
        }
        code, value, expected = "MAPPING-CALCULATION", "", ""
        if isinstance(fault, EvaluationFault):
            code, value, expected = fault.code, str(fault.value), str(fault.expected)
            details |= {name: str(detail) for name, detail in fault.details.items()}
        elif isinstance(fault, Unwritable):
            is_missing = fault.value in (None, "")
            code = "MAPPING-VALUE-MISSING" if is_missing else "MAPPING-VALUE-UNWRITABLE"
            value, expected = "" if is_missing else str(fault.value), fault.reason
            details["field"] = fault.field
        scope = Scope.FILE if part is None else None
        return finding(code, place=place, value=value, expected=expected, about=_about(part), scope=scope, **details)


def load_mapping(
    path: Path, layouts: Dictionary[str, Layout], registers: Registers, route_values: Dictionary[str, str]
) -> Mapping:
    """The mapping of a spec file, checked and compiled. Raises BrokenSpecification naming every problem.

    `route_values` are what the spec reads as ``route.<name>``.
    """
    plan = checked(path, layouts, registers, route_values)
    digest = hashlib.sha256(path.read_bytes())
    digest.update(plan.layout.model_dump_json().encode())
    digest.update(registers.fingerprint.encode())
    digest.update(repr(sorted(route_values.items())).encode())
    return Mapping(plan, digest.hexdigest())


def _about(part: Any) -> str:
    for name in ("identity_number", "number", "identifier"):
        value = getattr(part, name, "")
        if value:
            return str(value)
    return ""


def _shielded(findings: list[Finding], part: Any) -> list[Finding]:
    return [problem.masked() for problem in findings] if is_protected(part) else findings
