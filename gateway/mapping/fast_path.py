"""The quick way through a mapping for the innermost parts of large files, beside the plain program.

The plain program works everything out for every part and knows where each fault happened. Of a payment, though, most
fields are the same for all payments of a deposit. The quick program works those out once for each outer part and keeps
the line with gaps for the rest; a named value that is used once and cannot fail is worked out where it is used, and an
expression that stands in several fields only once. When anything at all goes wrong it stops, and the plain program does
the part again; so both give the same lines, and only the plain one tells of faults.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import CodeType
from typing import Any

from gateway.formats.layout_writer import LayoutWriter
from gateway.mapping.nodes import Node
from gateway.mapping.plan import Plan, RecordPlan
from gateway.mapping.progress import summed_fields

_CHANGING = re.compile(r"(?<![.\w])(number|written|totals)\b")
"""Names in generated code that change from part to part."""


@dataclass(frozen=True, slots=True)
class QuickProgram:
    """`outer` makes what is the same for all inner parts of the outer ones, `inner` the lines of an inner part."""

    outer: Callable[..., tuple[Any, ...]]
    inner: Callable[..., None]
    source: str


def quick_program(plan: Plan, writer: LayoutWriter, environment: dict[str, Any]) -> QuickProgram | None:
    """The quick program of a plan's innermost parts; None for a plan that has nothing to gain by it."""
    moment = plan.levels[-1]
    records = [(index, record) for index, record in enumerate(plan.records) if record.moment == moment]
    if len(plan.levels) < 2 or not records or any(record.items or record.lets for _, record in records):
        return None
    emitter = _Emitter(plan, writer, dict(environment))
    source = emitter.source(records)
    names = emitter.names
    names["f_together"] = "".join
    code: CodeType = compile(source, f"<quick mapping {plan.specification.name}>", "exec")
    exec(code, names)  # noqa: S102 - the source is generated from checked expressions alone
    return QuickProgram(outer=names["outer"], inner=names["inner"], source=source)


class _Emitter:
    def __init__(self, plan: Plan, writer: LayoutWriter, names: dict[str, Any]) -> None:
        self.names = names
        self._plan = plan
        self._writer = writer
        self._inner_part = plan.levels[-1]
        self._inner_lets = self._lets_of_inner()

    def source(self, records: list[tuple[int, RecordPlan]]) -> str:
        """The source of both functions."""
        nodes = [node for _, record in records for node in (*record.fields.values(), record.when) if node]
        needed = self._needed(nodes)
        outer_lets = {name: node for name, node in needed.items() if name not in self._inner_lets}
        inner_lets = {name: node for name, node in needed.items() if name in self._inner_lets}
        written_in_place = self._written_in_place(inner_lets, nodes)
        templates: list[str] = []
        kept = [f"l_{name}" for name in outer_lets]
        lines: list[str] = []
        for index, record in records:
            fixed = {name: node for name, node in record.fields.items() if not self._is_inner(node)}
            changing = [name for name in record.fields if name not in fixed]
            make, order = self._writer.partial_formatter(record.record, tuple(fixed), tuple(changing))
            self.names[f"q{index}"] = make
            templates.append(f"*q{index}(({''.join(f'{node.code}, ' for node in fixed.values())}))")
            kept += [f"s{index}_{number}" for number in range(len(order) + 1)]
            lines += self._record(index, record, order, written_in_place)
        parts = [f"p_{name}" for name in self._plan.levels]
        return "\n".join(
            [
                f"def outer({', '.join(['run', *parts[:-1]])}):",
                *(f"    l_{name} = {node.code}" for name, node in outer_lets.items()),
                f"    return ({', '.join([*(f'l_{name}' for name in outer_lets), *templates])},)",
                f"def inner({', '.join(['run', 'number', 'lines', 'tally', 'kept', *parts])}):",
                f"    ({', '.join(kept)},) = kept",
                *(
                    f"    l_{name} = {self._code(node, written_in_place)}"
                    for name, node in inner_lets.items()
                    if name not in written_in_place
                ),
                *lines,
                "",
            ]
        )

    def _record(
        self, index: int, record: RecordPlan, order: list[str], written_in_place: dict[str, str]
    ) -> Iterable[str]:
        indent = "    "
        if record.when is not None:
            yield f"{indent}if {self._code(record.when, written_in_place)}:"
            indent += "    "
        codes = {name: self._code(record.fields[name], written_in_place) for name in order}
        shared = {code: f"v{number}" for number, code in enumerate(_repeated(codes.values()))}
        for code, name in shared.items():
            yield f"{indent}{name} = {code}"
        texts: dict[tuple[str, str], str] = {}
        pieces = []
        for name in order:
            function, form, is_memo = self._writer.field_function(record.record, name)
            value = shared.get(codes[name], codes[name])
            if (form, value) in texts:
                pieces.append(texts[form, value])
                continue
            self.names[f"f{index}_{name}"] = function
            text = f"f{index}_{name}[{value}]" if is_memo else f"f{index}_{name}({value})"
            if value in shared.values() and list(codes.values()).count(codes[name]) > 1:
                held = f"x{len(texts)}_{index}"
                texts[form, value] = held
                text = f"({held} := {text})"
            pieces.append(text)
        around = [f"s{index}_{number}" for number in range(len(order) + 1)]
        texts_in_order = [around[0], *(text for pair in zip(pieces, around[1:], strict=True) for text in pair)]
        yield f"{indent}lines.append(f_together(({', '.join(texts_in_order)},)))"
        if any(title == record.title for title, _ in self._plan.totals):
            values = [self._code(record.fields[name], written_in_place) for name in summed_fields(self._plan, record)]
            values = [shared.get(value, value) for value in values]
            yield f"{indent}tally.append(({index}, ({''.join(f'{value}, ' for value in values)})))"

    def _code(self, node: Node, written_in_place: dict[str, str]) -> str:
        code = node.code
        for _ in written_in_place:
            before = code
            for name, text in written_in_place.items():
                code = re.sub(rf"\bl_{name}\b", lambda _, text=text: f"({text})", code)  # type: ignore[misc]
            if code == before:
                break
        return code

    def _needed(self, nodes: list[Node]) -> dict[str, Node]:
        needed = {name for node in nodes for name in node.names}
        for name, node in reversed(self._plan.lets.items()):
            if name in needed:
                needed |= node.names
        return {name: node for name, node in self._plan.lets.items() if name in needed}

    def _lets_of_inner(self) -> set[str]:
        """The named values that depend on the innermost part."""
        inner: set[str] = set()
        for name, node in self._plan.lets.items():
            if self._inner_part in node.names or node.names & inner or _CHANGING.search(node.code):
                inner.add(name)
        return inner

    def _is_inner(self, node: Node) -> bool:
        return bool(self._inner_part in node.names or node.names & self._inner_lets or _CHANGING.search(node.code))

    def _written_in_place(self, lets: dict[str, Node], nodes: list[Node]) -> dict[str, str]:
        """The code of named values that are used in one place only, where it does no harm to work them out late."""
        uses = Counter(
            name for node in (*lets.values(), *nodes) for name in lets for _ in re.finditer(rf"\bl_{name}\b", node.code)
        )
        return {name: node.code for name, node in lets.items() if uses[name] == 1}


def _repeated(codes: Iterable[str]) -> list[str]:
    return [code for code, count in Counter(codes).items() if count > 1 and not code.isidentifier()]
