"""Explaining a translation: for each output field its value, its expression, and where the value comes from."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import localcontext
from typing import Any

from gateway.findings import NOWHERE, Place, shown
from gateway.formats.layout_writer import Unwritable
from gateway.mapping.checking import Plan, RecordPlan
from gateway.mapping.compilation import FAULTS, environment, lets_of
from gateway.mapping.expressions import Node
from gateway.mapping.special import Lookups
from gateway.registers import Register, RegisterRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A value in the message (or the run or route) that an output value was made of."""

    path: str
    value: Any
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedField:
    """One output field: its value, or the fault that kept it from having one."""

    field: str
    value: Any
    expression: str
    sources: tuple[Source, ...]
    register_rows: tuple[tuple[str, int], ...]
    fault: str = ""

    def __str__(self) -> str:
        value = f"FAULT {self.fault}" if self.fault else shown(self.value) or "(blank)"
        lines = [f"  {self.field} = {value}    <- {self.expression}"]
        for source in self.sources:
            place = source.place.text("en")
            lines.append(f"      {source.path} = {shown(source.value)}{f'  ({place})' if place else ''}")
        lines += [f"      register {name}, line {line}" for name, line in self.register_rows]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedRecord:
    """One output line: its record in the spec and its fields."""

    record: str
    fields: tuple[ExplainedField, ...]

    def __str__(self) -> str:
        return "\n".join([self.record, *map(str, self.fields)])


def explained(plan: Plan, parts: Iterable[Any], run: Any) -> Iterator[ExplainedRecord]:
    """Every output line of the parts, explained. Records at start and end are left out: they stand for no part."""
    names = {part: name for name, part in plan.family.parts.items()}
    outer: dict[str, Any] = {}
    numbers = dict.fromkeys(plan.levels, 0)
    for part in parts:
        moment = names[type(part)]
        numbers[moment] += 1
        outer[f"p_{moment}"] = part
        records = [record for record in plan.records if record.moment == moment]
        explainer = _Explainer(plan, {"run": run, "number": numbers[moment], **outer})
        for name, node in lets_of(plan, records).items():
            explainer.hold(f"l_{name}", node)
        for record in records:
            yield from explainer.record(record)


class _Explainer:
    """Evaluates the same code that the compiled function runs, one expression at a time."""

    def __init__(self, plan: Plan, values: Mapping[str, Any]) -> None:
        self._used: list[tuple[Register, RegisterRow]] = []
        self._names = environment(plan, Lookups(self._used))
        self._values = dict(values)
        self._nodes: dict[str, Node] = {}

    def hold(self, name: str, node: Node) -> None:
        """Work out a named value; one that fails stays missing, and the fields that use it show the fault."""
        self._nodes[name] = node
        try:
            self._values[name] = self._value(node)
        except FAULTS:
            self._values[name] = None

    def record(self, record: RecordPlan) -> Iterator[ExplainedRecord]:
        """The lines of one record of the spec."""
        items = [None] if record.items is None else self._value(record.items)
        for item in items:
            self._values[f"v_{record.item_name}"] = item
            for name, node in record.lets.items():
                self.hold(f"l_{name}", node)
            if record.when is None or self._value(record.when):
                fields = tuple(self._field(name, node) for name, node in record.fields.items())
                yield ExplainedRecord(record=record.title, fields=fields)

    def _field(self, name: str, node: Node) -> ExplainedField:
        self._used.clear()
        value, fault = None, ""
        try:
            sources = tuple(self._sources(node))
            value = self._value(node)
        except FAULTS as error:
            sources = ()
            fault = str(error) if isinstance(error, Unwritable) else f"{error}"
        rows = dict.fromkeys((register.name, row.line) for register, row in self._used)
        return ExplainedField(
            field=name, value=value, expression=node.text, sources=sources, register_rows=tuple(rows), fault=fault
        )

    def _sources(self, node: Node) -> Iterator[Source]:
        if node.kind == "conditional":
            yes, test, no = node.children
            yield from self._sources(test)
            yield from self._sources(yes if self._value(test) else no)
        elif node.code in self._nodes:
            self._value(self._nodes[node.code])
            yield from self._sources(self._nodes[node.code])
        elif node.path:
            yield Source(path=node.path, value=self._value(node), place=self._place(node))
        else:
            for child in node.children:
                yield from self._sources(child)

    def _place(self, node: Node) -> Place:
        while True:
            place = getattr(self._value(node), "place", None)
            if isinstance(place, Place):
                return place
            if not node.children:
                return NOWHERE
            node = node.children[0]

    def _value(self, node: Node) -> Any:
        with localcontext():
            return eval(node.code, self._names, self._values)  # noqa: S307 - code of a checked expression
