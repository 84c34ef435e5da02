"""Explaining a translation: for each output field its value, its expression, and where the value comes from."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, is_dataclass, replace
from decimal import Decimal, localcontext
from typing import Any, Protocol

from gateway.findings import MASK, NOWHERE, Finding, Place, shown
from gateway.formats.layouts.writer import LayoutWriter, Unwritable
from gateway.mapping.compilation import Program, lets_of
from gateway.mapping.faults import about, fault_finding
from gateway.mapping.lookups import Lookups
from gateway.mapping.nodes import Node
from gateway.mapping.plan import Plan, RecordPlan
from gateway.mapping.progress import Progress
from gateway.mapping.runtime import CONTEXT, FAULTS, environment
from gateway.messages import is_protected
from gateway.registers import Register, RegisterRow


class Made(Protocol):
    """What a translation gave: its lines, or none and the findings that stopped it."""

    @property
    def lines(self) -> list[str]: ...

    @property
    def findings(self) -> list[Finding]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A value in the message (or the run or route) that an output value was made of, as text, and its place."""

    path: str
    value: str
    place: Place

    def __str__(self) -> str:
        place = self.place.text("en")
        return f"{self.path}={self.value} ({place})" if place else f"{self.path}={self.value}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedField:
    """One output field: its value as text, or the fault that kept it from having one.

    `register_rows` are the name and the line (1-based, the header is line 1) of each register row that was read.
    """

    field: str
    value: str
    expression: str
    sources: tuple[Source, ...] = ()
    register_rows: tuple[tuple[str, int], ...] = ()
    fault: str = ""

    def __str__(self) -> str:
        value = f"FAULT: {self.fault}" if self.fault else self.value
        rows = (f"{name}.csv line {line}" for name, line in self.register_rows)
        return "  ← ".join([f"  {self.field} = {value}", self.expression, *map(str, self.sources), *rows])


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedRecord:
    """One output line. `title` is the record's name in the spec, `line` the 1-based line in the output.

    `line` is None when the part that the record stands for was not translated; `fault` is set when the record
    itself, rather than one of its fields, is what could not be worked out. `split` is the value that the output file
    is for, where there is one file for each.
    """

    record: str
    title: str
    line: int | None
    fields: tuple[ExplainedField, ...] = ()
    fault: str = ""
    split: str = ""

    def __str__(self) -> str:
        name = self.record if self.record == self.title else f"{self.record} ({self.title})"
        file = f" of {self.split}" if self.split else ""
        head = f"record {name}, {f'line {self.line}{file}' if self.line else 'not written'}"
        faults = [f"  FAULT: {self.fault}"] if self.fault else []
        return "\n".join([head, *faults, *map(str, self.fields)])


class Explainer:
    """Evaluates the code that the compiled functions run, one expression at a time."""

    def __init__(self, plan: Plan, program: Program, writer: LayoutWriter, run: Any) -> None:
        self._plan = plan
        self._program = program
        self._writer = writer
        self._run = run
        self._lines = 0
        self._used: list[tuple[Register, RegisterRow]] = []
        self._names = {**program.environment, **environment(plan.constants, Lookups(self._used))}
        self._values: dict[str, Any] = {}
        self._lets: dict[str, Node] = {}
        self._faults: dict[str, Exception] = {}
        self._part: Any = None
        self._is_masked = False

    def explained(self, moment: str, progress: Progress, translate: Callable[[], Made]) -> Iterator[ExplainedRecord]:
        """The records of a moment, explained before `translate` counts them, with the lines that it gave them.

        A blank moment is that of a part which the mapping does not take.
        """
        records = self._records(moment, progress) if moment and not progress.missing(moment) else []
        self._writer.take_cuts()
        made = translate()
        if made.findings and not made.lines and not any(_has_fault(record) for record in records):
            fault = "; ".join(problem.text("en") for problem in made.findings)
            name = moment or "of another message"
            records.append(ExplainedRecord(record=name, title=name, line=None, fault=fault))
        first = self._lines + len(made.lines) - len(records) + 1
        self._lines += len(made.lines)
        for index, record in enumerate(records):
            yield replace(record, line=first + index) if made.lines else record

    def _records(self, moment: str, progress: Progress) -> list[ExplainedRecord]:
        parts = dict(zip(progress.visible(moment), progress.parts(moment), strict=True))
        self._part = next(reversed(parts.values()), None)
        self._is_masked = any(map(is_protected, parts.values()))
        self._values = {f"p_{name}": part for name, part in parts.items()}
        self._values |= {
            "run": self._run,
            "number": progress.number(moment),
            "written": progress.written(moment),
            "totals": progress.totals(moment),
        }
        self._lets, self._faults = {}, {}
        records = [(index, record) for index, record in enumerate(self._plan.records) if record.moment == moment]
        for name, node in lets_of(self._plan, [record for _, record in records]).items():
            self._hold(name, node)
        return [
            explained
            for index, record in records
            if not record.is_nested
            for explained in self._lines_of(index, record)
        ]

    def _hold(self, name: str, node: Node) -> None:
        """Work out a named value. The fault of one that fails is that of whatever uses it."""
        self._lets[f"l_{name}"] = node
        self._faults.pop(name, None)
        try:
            self._values[f"l_{name}"] = self._value(node)
        except FAULTS as fault:
            self._faults[name] = fault

    def _lines_of(self, index: int, record: RecordPlan) -> Iterator[ExplainedRecord]:
        blank = ExplainedRecord(record=record.record, title=record.title, line=None)
        try:
            items = [None] if record.items is None else self._value(record.items) or ()
        except FAULTS as fault:
            yield replace(blank, fault=self._fault_text(fault, record, "for_each", record.items))
            return
        outer_is_masked = self._is_masked
        for number, item in enumerate(items, 1):
            self._is_masked = outer_is_masked or is_protected(item)
            self._values |= {f"v_{record.item_name}": item, f"n_{record.item_name}": number}
            for name, node in record.lets.items():
                self._hold(name, node)
            try:
                is_written = record.when is None or self._value(record.when)
            except FAULTS as fault:
                yield replace(blank, fault=self._fault_text(fault, record, "when", record.when))
                continue
            if is_written:
                yield self._written(index, record, blank)
                for inner in record.inner:
                    yield from self._lines_of(inner, self._plan.records[inner])
        self._is_masked = outer_is_masked

    def _written(self, index: int, record: RecordPlan, blank: ExplainedRecord) -> ExplainedRecord:
        values: list[Any] = []
        fields = [self._field(record, name, node, values) for name, node in record.fields.items()]
        if any(field.fault for field in fields):
            return replace(blank, fields=tuple(fields))
        try:
            self._writer.encode(self._names[f"w{index}"](values))
        except Unwritable as fault:
            text = self._fault_text(fault, record, fault.field, record.fields.get(fault.field))
            named = tuple(replace(field, fault=text) if field.field == fault.field else field for field in fields)
            return replace(blank, fields=named, fault="" if fault.field in record.fields else text)
        return replace(blank, fields=tuple(fields))

    def _field(self, record: RecordPlan, name: str, node: Node, values: list[Any]) -> ExplainedField:
        self._used.clear()
        try:
            value = self._value(node)
            sources = {source.path: source for source in self._sources(node)}
        except FAULTS as fault:
            text = self._fault_text(fault, record, name, node)
            return ExplainedField(field=name, value="", expression=_on_one_line(node.text), fault=text)
        values.append(value)
        rows = () if self._is_masked else dict.fromkeys((register.name, row.line) for register, row in self._used)
        return ExplainedField(
            field=name,
            value=self._text(value),
            expression=_on_one_line(node.text),
            sources=tuple(sources.values()),
            register_rows=tuple(rows),
        )

    def _sources(self, node: Node) -> Iterator[Source]:
        if node.kind == "conditional":
            yes, test, no = node.children
            yield from self._sources(test)
            yield from self._sources(yes if self._value(test) else no)
        elif node.code in self._lets:
            self._value(self._lets[node.code])
            yield from self._sources(self._lets[node.code])
        elif node.path:
            yield Source(path=node.path, value=self._text(self._value(node)), place=self._place(node))
        else:
            for child in node.children:
                yield from self._sources(child)

    def _place(self, node: Node) -> Place:
        """The place of the innermost part on the path."""
        while True:
            place = getattr(self._value(node), "place", None)
            if isinstance(place, Place) and place != NOWHERE:
                return place
            if not node.children:
                return NOWHERE
            node = node.children[0]

    def _value(self, node: Node) -> Any:
        for name in node.names:
            if name in self._faults:
                raise self._faults[name]
        with localcontext(CONTEXT):
            # All as globals: a sum over a list is a scope of its own, which sees no locals of eval.
            return eval(node.code, {**self._names, **self._values})  # noqa: S307 - code of a checked expression

    def _text(self, value: Any) -> str:
        return MASK if self._is_masked and value not in (None, "") else _shown(value)

    def _fault_text(self, fault: Exception, record: RecordPlan, field: str, node: Node | None) -> str:
        expression = _on_one_line(node.text) if node else ""
        problem = fault_finding(
            fault, record=record.title, field=field, expression=expression, place=NOWHERE, about=about(self._part)
        )
        text = (problem.masked() if self._is_masked else problem).text("en")
        return f"{field}: {text}" if field in ("when", "for_each") else text


def _has_fault(record: ExplainedRecord) -> bool:
    return bool(record.fault) or any(field.fault for field in record.fields)


def _shown(value: Any) -> str:
    if value is None or value == "":
        return "(blank)"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, list):
        return "(1 item)" if len(value) == 1 else f"({len(value)} items)"
    return type(value).__name__ if is_dataclass(value) else shown(value)


def _on_one_line(expression: str) -> str:
    return " ".join(expression.split())
