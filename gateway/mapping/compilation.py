"""Compilation: a checked plan becomes one generated Python function for each part type, and for start and end.

The source is made of the compiler's own names and of checked expressions only. Each expression stands on a line of
its own, so that the line of a fault tells which field it happened in, at no cost while all goes well.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import CodeType, TracebackType
from typing import Any

from gateway.formats.layouts.writer import LayoutWriter
from gateway.mapping.fast_path import QuickProgram, quick_program
from gateway.mapping.lookups import Lookups
from gateway.mapping.nodes import Node
from gateway.mapping.plan import Plan, RecordPlan, SplitPlan
from gateway.mapping.progress import moments, summed_fields, visible_parts
from gateway.mapping.runtime import environment


@dataclass(frozen=True, slots=True)
class Step:
    """What a line of the generated source works out."""

    record: str
    field: str
    node: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """The generated functions by moment, and what each line of their source works out."""

    source: str
    functions: dict[str, Callable[..., None]]
    steps: dict[int, Step]
    rows: dict[int, RecordPlan]
    file_name: str
    environment: dict[str, Any]
    quick: QuickProgram | None = None
    split: Callable[..., Any] | None = None

    def step_of(self, traceback: TracebackType | None, field: str = "") -> Step | None:
        """The step in which a fault happened; `field` is the one that could not be written, if it was in writing."""
        found = None
        while traceback is not None:
            if traceback.tb_frame.f_code.co_filename == self.file_name:
                line = traceback.tb_lineno
                record = self.rows.get(line)
                node = record.fields.get(field) if record else None
                found = Step(record.title, field, node) if record and node else self.steps.get(line)
            traceback = traceback.tb_next
        return found


def compiled(plan: Plan, writer: LayoutWriter) -> Program:
    """The program of a plan."""
    emitter = _Emitter(plan)
    for moment in moments(plan):
        emitter.function(moment)
    if plan.split:
        emitter.split(plan.split)
    file_name = f"<mapping {plan.specification.name}>"
    source = "\n".join(emitter.lines) + "\n"
    names = environment(plan.constants, Lookups())
    for index, record in enumerate(plan.records):
        names[f"w{index}"] = writer.formatter(record.record, tuple(record.fields))
    code: CodeType = compile(source, file_name, "exec")
    exec(code, names)  # noqa: S102 - the source is generated from checked expressions alone
    return Program(
        source=source,
        functions={moment: names[_function_name(moment)] for moment in moments(plan)},
        steps=emitter.steps,
        rows=emitter.rows,
        file_name=file_name,
        environment=names,
        quick=quick_program(plan, writer, names),
        split=names["split"] if plan.split else None,
    )


class _Emitter:
    def __init__(self, plan: Plan) -> None:
        self.lines: list[str] = []
        self.steps: dict[int, Step] = {}
        self.rows: dict[int, RecordPlan] = {}
        self._plan = plan

    def function(self, moment: str) -> None:
        parameters = ["run", "number", "written", "totals", "lines", "tally", "fail"]
        parameters += [f"p_{name}" for name in self._visible(moment)]
        self._line(0, f"def {_function_name(moment)}({', '.join(parameters)}):")
        records = [(index, record) for index, record in enumerate(self._plan.records) if record.moment == moment]
        lets = lets_of(self._plan, [record for _, record in records])
        if lets:
            self._line(1, "try:")
            for name, node in lets.items():
                self._step(2, f"l_{name} = {node.code}", Step("", name, node))
            self._line(1, "except FAULTS as fault:")
            self._line(2, "return fail(fault, None)")
        for index, record in records:
            if not record.is_nested:
                self._record(index, record, 1)
        self._line(1, "return None")

    def split(self, split: SplitPlan) -> None:
        """The function that gives the value of a unit, or the values of its items."""
        self._line(0, f"def split({', '.join(['run', *(f'p_{name}' for name in self._plan.levels)])}):")
        needed = set(split.by.names)
        for name, node in reversed(self._plan.lets.items()):
            if name in needed:
                needed |= node.names
        for name, node in self._plan.lets.items():
            if name in needed:
                self._line(1, f"l_{name} = {node.code}")
        if split.items is None:
            self._line(1, f"return {split.by.code}")
        else:
            self._line(1, f"return [{split.by.code} for v_{split.item_name} in {split.items.code} or ()]")

    def _visible(self, moment: str) -> tuple[str, ...]:
        return visible_parts(self._plan)[moment]

    def _record(self, index: int, record: RecordPlan, depth: int, outer_item: str = "None") -> None:
        item = outer_item
        if record.items is not None:
            item = f"v_{record.item_name}"
            self._line(depth, f"for n_{record.item_name}, {item} in f_numbered({record.items.code} or (), 1):")
            depth += 1
        self._line(depth, "try:")
        for name, node in record.lets.items():
            self._step(depth + 1, f"l_{name} = {node.code}", Step(record.title, name, node))
        inner = depth + 1
        if record.when is not None:
            self._step(inner, f"if {record.when.code}:", Step(record.title, "when", record.when))
            inner += 1
        self._line(inner, "row = (")
        for name, node in record.fields.items():
            self._step(inner + 1, f"{node.code},", Step(record.title, name, node))
        self._line(inner, ")")
        self._line(inner, f"lines.append(w{index}(row))")
        self.rows[len(self.lines)] = record
        if any(title == record.title for title, _ in self._plan.totals):
            places = [list(record.fields).index(name) for name in summed_fields(self._plan, record)]
            values = "".join(f"row[{place}], " for place in places)
            self._line(inner, f"tally.append(({index}, ({values})))")
        for number in record.inner:
            self._record(number, self._plan.records[number], inner, item)
        self._line(depth, "except FAULTS as fault:")
        self._line(depth + 1, f"fail(fault, {item})")

    def _step(self, depth: int, text: str, step: Step) -> None:
        self._line(depth, text)
        self.steps[len(self.lines)] = step

    def _line(self, depth: int, text: str) -> None:
        self.lines.append("    " * depth + text)


def _function_name(moment: str) -> str:
    return f"on_{moment.replace(' ', '_')}"


def lets_of(plan: Plan, records: list[RecordPlan]) -> dict[str, Node]:
    """The spec's named values that some records need, directly or through each other, in order of definition."""
    needed: set[str] = set()
    for record in records:
        nodes = [*record.lets.values(), *record.fields.values(), record.when, record.items]
        needed.update(*(node.names for node in nodes if node is not None))
    for name, node in reversed(plan.lets.items()):
        if name in needed:
            needed |= node.names
    return {name: node for name, node in plan.lets.items() if name in needed}
