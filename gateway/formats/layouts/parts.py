"""Makes message parts of the values of a line: one generated function for each record of a layout and part it tells of.

Millions of lines pass here, so the fields are unrolled into source text once for each layout, the way the standard
library makes dataclasses. The source holds nothing but names of our own classes and fields, and numbers.
"""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from gateway.findings import Place
from gateway.formats.layouts.binding import TEXTS, Target, levels, running_field, target
from gateway.messages.describe import fields_of
from gateway.messages.vouchers import CodingDimension

ZERO = Decimal(0)
Bound = tuple[Target, int]
"""What a field means, and the index of its value."""
MakePart = Callable[[list[Any], Place, int, dict[str, Any]], Any]
"""Makes a part of (values of a line, place, running number, open parts by name)."""
AddToPart = Callable[[Any, list[Any]], list[int]]
"""Adds (values of a line) to a part; gives the indexes of values that differ from what the part says already."""


def part_maker(family: str, part: str, bound: list[Bound], constants: Mapping[str, Any]) -> MakePart:
    """The function that makes a part of a line's values."""
    kind = levels(family)[part]
    source = _Source(family, part, constants)
    names = {"Part": kind, "ZERO": ZERO, "CodingDimension": CodingDimension, **source.names}
    call = source.call("Part", kind, (), bound)
    names |= source.names
    return _compiled(f"lambda v, place, running, outer: {call}", names)


def part_adder(family: str, part: str, bound: list[Bound]) -> AddToPart:
    """The function that adds a line's values to a part that is open."""
    single = [(each.steps, index) for each, index in bound if not (each.is_list or each.dimension or each.side)]
    lists = [(each.steps, index) for each, index in bound if each.is_list]
    dimensions = [(each.dimension, index) for each, index in bound if each.dimension]
    sides = [(each.side, index) for each, index in bound if each.side]
    blanks = {each.steps: _default_of(levels(family)[part], each.steps) for each, _ in bound}

    def add(opened: Any, values: list[Any]) -> list[int]:
        differing = []
        for steps, index in single:
            value = values[index]
            if value is None:
                continue
            owner = _owner(opened, steps)
            present = getattr(owner, steps[-1])
            if present not in (blanks[steps], value):
                differing.append(index)
            setattr(owner, steps[-1], value)
        for steps, index in lists:
            if values[index] is not None:
                getattr(_owner(opened, steps), steps[-1]).append(values[index])
        for dimension, index in dimensions:
            if values[index]:
                opened.dimensions.append(CodingDimension(dimension=dimension, value=values[index]))
        for side, index in sides:
            if values[index] is not None:
                opened.amount += values[index] if side == "debit" else -values[index]
        return differing

    return add


def constant(where: Target, value: object) -> Any:
    """A value of a layout's `constants` as the message has it. Raises ValueError."""
    kind = where.types[0]
    text = str(value)
    if kind == "integer":
        return int(text)
    if kind == "amount":
        try:
            return Decimal(text)
        except InvalidOperation:
            raise ValueError(text) from None
    if kind == "date":
        return datetime.date.fromisoformat(text)
    if kind == "boolean":
        if not isinstance(value, bool):
            raise ValueError(text)
        return value
    return text


def constants_of(family: str, given: Mapping[str, object]) -> dict[str, Any]:
    """The constants of a checked layout by path, as messages have them."""
    found = {path: target(family, path) for path in given}
    return {path: constant(where, given[path]) for path, where in found.items() if where}


@dataclass(slots=True)
class _Source:
    """Builds the source of one maker."""

    family: str
    part: str
    constants: Mapping[str, Any]
    names: dict[str, Any]

    def __init__(self, family: str, part: str, constants: Mapping[str, Any]) -> None:
        self.family, self.part, self.constants, self.names = family, part, constants, {}

    def call(self, name: str, kind: type, above: tuple[str, ...], bound: list[Bound]) -> str:
        """The call that makes a part, or a part within it whose fields stand `above`."""
        arguments = []
        running = "" if above else running_field(kind)
        for field in fields(kind):
            value = ""
            if field.name == "place":
                value = "place"
            elif field.name == running:
                value = "running"
            else:
                value = self._value(field, (*above, field.name), bound)
            if value:
                arguments.append(f"{field.name}={value}")
        return f"{name}({', '.join(arguments)})"

    def _value(self, field: Any, steps: tuple[str, ...], bound: list[Bound]) -> str:
        here = [(each, index) for each, index in bound if each.steps[: len(steps)] == steps]
        path = ".".join((self.part, *steps))
        deeper = [(each, index) for each, index in here if len(each.steps) > len(steps)]
        if deeper or any(key.startswith(path + ".") for key in self.constants):
            inner = self._kind_of(steps)
            name = f"Part_{'_'.join(steps)}"
            self.names[name] = inner
            return self.call(name, inner, steps, deeper)
        if path in self.constants:
            return self._constant(path)
        if here:
            return self._bound(field, here)
        if field.default is MISSING and field.default_factory is MISSING:
            return self._inherited(field.name)
        return ""

    def _bound(self, field: Any, here: list[Bound]) -> str:
        first, index = here[0]
        if first.dimension:
            if len(here) == 1:
                made = f"CodingDimension(dimension={first.dimension!r}, value=v[{index}])"
                return f"([{made}] if v[{index}] else [])"
            pairs = ", ".join(f"({each.dimension!r}, v[{at}])" for each, at in here)
            return f"[CodingDimension(dimension=d, value=x) for d, x in ({pairs}) if x]"
        if first.side:
            signed = [f"{'+' if each.side == 'debit' else '-'} (v[{at}] or ZERO)" for each, at in here]
            return f"(ZERO {' '.join(signed)})"
        if first.is_list:
            return f"[x for x in ({''.join(f'v[{at}], ' for _, at in here)}) if x is not None]"
        if field.default is MISSING and first.types == TEXTS:
            return f"(v[{index}] or '')"
        if field.default is MISSING or field.default is None:
            return f"v[{index}]"
        default = f"default_{'_'.join(first.steps)}"
        self.names[default] = field.default
        return f"(v[{index}] if v[{index}] is not None else {default})"

    def _constant(self, path: str) -> str:
        name = f"constant_{path.replace('.', '_')}"
        self.names[name] = self.constants[path]
        return name

    def _inherited(self, name: str) -> str:
        above = []
        for part, kind in levels(self.family).items():
            if part == self.part:
                break
            if name in fields_of(kind):
                above.append(part)
        return f"outer[{above[-1]!r}].{name}" if above else ""

    def _kind_of(self, steps: tuple[str, ...]) -> type:
        kind = levels(self.family)[self.part]
        for step in steps:
            kind = fields_of(kind)[step].kind
        return kind


def _owner(part: Any, steps: tuple[str, ...]) -> Any:
    for step in steps[:-1]:
        part = getattr(part, step)
    return part


def _default_of(kind: type, steps: tuple[str, ...]) -> Any:
    for step in steps[:-1]:
        kind = fields_of(kind)[step].kind
    assert is_dataclass(kind)  # noqa: S101 - told to the type checker: steps lead through parts
    default = next(field.default for field in fields(kind) if field.name == steps[-1])
    return None if default is MISSING else default


def _compiled(source: str, names: dict[str, Any]) -> MakePart:
    function: MakePart = eval(source, names)  # noqa: S307 - the source is made of our own names alone
    return function
