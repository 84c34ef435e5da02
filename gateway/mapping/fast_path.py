"""The quick way through a mapping for large files: innermost parts, and what closes the parts around them.

The plain program works everything out for every part and knows where each fault happened. Of a payment, though, most is
the same as of the payment before. The quick program

- writes what depends on the run alone into the text around the other fields, once for each file;
- works out the named values of the outer parts once for each of them;
- remembers what an expression made of the values that it mentions, and how a value is written in its field;
- works out a named value that is used once only where it is used, and an expression that fills several fields once;
- writes what is the same on all lines of a part, such as the rows of a voucher, into the text around the other fields.

When anything at all goes wrong it stops, and the plain program does the part again; so both give the same lines, and
only the plain one tells of faults.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import CodeType
from typing import Any

from gateway.formats.layouts.values import Memo
from gateway.formats.layouts.writer import LayoutWriter
from gateway.mapping.nodes import Node
from gateway.mapping.plan import Plan, RecordPlan, closing
from gateway.mapping.progress import summed_fields
from gateway.registers import RegisterRow
from gateway.rules.identification import PaymentRegister

_CHANGING = re.compile(r"(?<![.\w])(number|written|totals)\b")
"""Names in generated code that change from part to part."""

_LEAF = re.compile(r"\b(?:[pv]_[a-z_0-9]+\.[a-z_0-9]+|l_[a-z_0-9]+|run\.[a-z_]+)\b(?!\.)")
"""A value that generated code mentions: a field of a part or an item, a named value, or a value of the run."""

_PART = re.compile(r"\b[pvn]_")


_COSTLY = re.compile(r"\bf_(?:lookup|prefix_lookup|period)\(")
_PAYMENT_LOOKUP = re.compile(r"\bf_payment_lookup\((k\d+), p_payment, p_deposit, (k\d+), (k\d+)\)")

_CERTAIN = frozenset({"text", "date", "boolean", "integer"})
"""Types whose equal values are alike in everything."""


@dataclass(frozen=True, slots=True)
class QuickProgram:
    """Functions of one mapping.

    `fixed` makes the texts that are the same in a whole file, `outer` the named values of the parts around the
    innermost one. `inner` makes the lines of an innermost part, `closing` those after the last of what is within the
    part around it.
    """

    fixed: Callable[[Any], tuple[str, ...]]
    outer: Callable[..., tuple[Any, ...]]
    inner: Callable[..., None]
    closing: Callable[..., None]
    source: str


def quick_program(plan: Plan, writer: LayoutWriter, environment: dict[str, Any]) -> QuickProgram | None:
    """The quick program of a plan; None for a plan that has nothing to gain by it."""
    if len(plan.levels) < 2:
        return None
    around, innermost = plan.levels[-2:]
    records = {
        moment: [(index, record) for index, record in enumerate(plan.records) if record.moment == moment]
        for moment in (innermost, closing(around))
    }
    both = [record for of_moment in records.values() for _, record in of_moment]
    if not records[innermost] or any(record.is_nested or record.inner for record in both):
        return None
    if any(record.lets and record.items is None for record in both):
        return None
    if not all(writer.is_separable(record.record) for record in both):
        return None
    emitter = _Emitter(plan, writer, environment)
    source = emitter.source(records[innermost], records[closing(around)])
    names = emitter.names
    code: CodeType = compile(source, f"<quick mapping {plan.specification.name}>", "exec")
    exec(code, names)  # noqa: S102 - the source is generated from checked expressions alone
    return QuickProgram(names["fixed"], names["outer"], names["inner"], names["closing"], source)


class _Emitter:
    def __init__(self, plan: Plan, writer: LayoutWriter, environment: dict[str, Any]) -> None:
        self.names = {**environment, "f_together": "".join, "values_of": _values_of}
        self._plan = plan
        self._writer = writer
        self._inner_part = plan.levels[-1]
        self._inner_lets = self._lets_of_inner()
        self._types = dict(_types_of_values(plan))
        self._memos = 0
        self._registers: dict[PaymentRegister, int] = {}

    def source(self, inner: list[tuple[int, RecordPlan]], closing: list[tuple[int, RecordPlan]]) -> str:
        """The source of all four functions."""
        nodes = [
            node
            for _, record in (*inner, *closing)
            for node in (*record.fields.values(), *record.lets.values(), record.when, record.items)
            if node
        ]
        needed = self._needed(nodes)
        outer_lets = {name: node for name, node in needed.items() if name not in self._inner_lets}
        inner_lets = {name: node for name, node in needed.items() if name in self._inner_lets}
        in_place = self._written_in_place(inner_lets, nodes)
        templates: list[str] = []
        texts: list[str] = []
        lines = {}
        for index, record in (*inner, *closing):
            fixed = {name: node for name, node in record.fields.items() if self._is_fixed(node)}
            changing = tuple(name for name in record.fields if name not in fixed)
            make, order = self._writer.partial_formatter(record.record, tuple(fixed), changing)
            self.names[f"q{index}"] = make
            templates.append(f"*q{index}(({''.join(f'{node.code}, ' for node in fixed.values())}))")
            texts += [f"s{index}_{number}" for number in range(len(order) + 1)]
            emit = self._record if record.items is None else self._item_record
            lines[index] = list(emit(index, record, order, in_place))
        inner_values = [
            f"    l_{name} = {self._code(node, in_place)}" for name, node in inner_lets.items() if name not in in_place
        ]
        self.names |= {f"register{number}": register for register, number in self._registers.items()}
        rows = [
            f"    row{number} = values_of(register{number}.row_of(p_payment, p_deposit))"
            for number in self._registers.values()
        ]
        parts = [f"p_{name}" for name in self._plan.levels]
        given = [*(["(" + ", ".join(texts) + ",) = fixed"] if texts else [])]
        if outer_lets:
            given.append("(" + ", ".join(f"l_{name}" for name in outer_lets) + ",) = outer")
        return "\n".join(
            [
                "def fixed(run):",
                f"    return ({', '.join(templates)},)",
                f"def outer({', '.join(['run', *parts[:-1]])}):",
                *(f"    l_{name} = {self._remembered(node.code)}" for name, node in outer_lets.items()),
                f"    return ({''.join(f'l_{name}, ' for name in outer_lets)})",
                f"def inner({', '.join(['run', 'number', 'lines', 'tally', 'fixed', 'outer', *parts])}):",
                *(f"    {line}" for line in given),
                *rows,
                *inner_values,
                *(line for index, _ in inner for line in lines[index]),
                f"def closing({', '.join(['run', 'number', 'written', 'totals', 'lines', 'tally', 'fixed', 'outer'])}, "
                f"{', '.join(parts[:-1])}):",
                *(f"    {line}" for line in given),
                *(line for index, _ in closing for line in lines[index]),
                "    return None",
                "",
            ]
        )

    def _record(self, index: int, record: RecordPlan, order: list[str], in_place: dict[str, str]) -> Iterator[str]:
        indent = "    "
        if record.when is not None:
            yield f"{indent}if {self._code(record.when, in_place)}:"
            indent += "    "
        codes = {name: self._remembered(self._code(record.fields[name], in_place)) for name in order}
        shared, pieces = self._pieces(index, record, order, codes)
        yield from (f"{indent}{line}" for line in shared)
        around = [f"s{index}_{number}" for number in range(len(order) + 1)]
        yield from self._line_of(index, record, codes, pieces, around, indent)

    def _item_record(self, index: int, record: RecordPlan, order: list[str], in_place: dict[str, str]) -> Iterator[str]:
        """A record for each item of a list: what does not depend on the item is written once for the part."""
        assert record.items is not None  # noqa: S101 - told to the type checker: only such records come here
        item = f"v_{record.item_name}"
        names = {record.item_name, f"{record.item_name}_number", *record.lets}
        fields = self._plan.layout.record(record.record).fields
        # Each cut of a text is warned of, so one that may be cut is written anew for every line.
        changing = [name for name in order if record.fields[name].names & names or fields[name].cut]
        codes = {name: self._remembered(self._code(record.fields[name], in_place)) for name in order}
        constant = [name for name in order if name not in changing]
        shared, pieces = self._pieces(index, record, constant, codes, "c")
        yield from (f"    {line}" for line in shared)
        texts = dict(zip(constant, pieces, strict=True))
        around: list[str] = []
        held = [f"s{index}_0"]
        for number, name in enumerate(order):
            if name in texts:
                held += [texts[name], f"s{index}_{number + 1}"]
            else:
                around.append(f"t{index}_{len(around)}")
                yield f"    {around[-1]} = f_together(({', '.join(held)},))"
                held = [f"s{index}_{number + 1}"]
        around.append(f"t{index}_{len(around)}")
        yield f"    {around[-1]} = f_together(({', '.join(held)},))"
        yield f"    for n_{record.item_name}, {item} in f_numbered({self._code(record.items, in_place)} or (), 1):"
        indent = "        "
        for name, node in record.lets.items():
            yield f"{indent}l_{name} = {self._code(node, in_place)}"
        if record.when is not None:
            yield f"{indent}if {self._code(record.when, in_place)}:"
            indent += "    "
        shared, pieces = self._pieces(index, record, changing, codes)
        yield from (f"{indent}{line}" for line in shared)
        yield from self._line_of(index, record, codes, pieces, around, indent)

    def _line_of(
        self,
        index: int,
        record: RecordPlan,
        codes: dict[str, str],
        pieces: list[str],
        around: list[str],
        indent: str,
    ) -> Iterator[str]:
        """What makes the line of the pieces and the texts around them, and tallies it."""
        in_order = [around[0], *(text for pair in zip(pieces, around[1:], strict=True) for text in pair)]
        yield f"{indent}lines.append(f_together(({', '.join(in_order)},)))"
        if any(title == record.title for title, _ in self._plan.totals):
            values = [codes.get(name, record.fields[name].code) for name in summed_fields(self._plan, record)]
            yield f"{indent}tally.append(({index}, ({''.join(f'{value}, ' for value in values)})))"

    def _pieces(
        self, index: int, record: RecordPlan, order: list[str], codes: dict[str, str], prefix: str = ""
    ) -> tuple[list[str], list[str]]:
        """Code that works out values which several fields share, and for each field the code of its text."""
        shared = {
            code: f"v{prefix}{index}_{number}" for number, code in enumerate(_repeated(codes[name] for name in order))
        }
        before = [f"{name} = {code}" for code, name in shared.items()]
        texts: dict[tuple[str, str], str] = {}
        pieces = []
        for number, name in enumerate(order):
            writer = self._writer.field_function(record.record, name)
            value = shared.get(codes[name], codes[name])
            if (writer.form, value) in texts:
                pieces.append(texts[writer.form, value])
                continue
            function = f"f{index}_{name}"
            self.names[function] = writer.function
            text = f"{function}[{value}]" if writer.is_memo else f"{function}({value})"
            if writer.plain_length:
                held = f"y{prefix}{number}"
                is_plain = (
                    f"({held} := {value}) is not None and len({held}) <= {writer.plain_length} and {held}.isprintable()"
                )
                text = f"({held}.ljust({writer.plain_length}) if {is_plain} else {function}({held}))"
            if codes[name] in shared:
                held = f"x{prefix}{len(texts)}_{index}"
                texts[writer.form, value] = held
                text = f"({held} := {text})"
            pieces.append(text)
        return before, pieces

    def _code(self, node: Node, in_place: dict[str, str]) -> str:
        code = node.code
        for _ in in_place:
            before = code
            for name, text in in_place.items():
                code = re.sub(rf"\bl_{name}\b", lambda _, text=text: f"({text})", code)  # type: ignore[misc]
            if code == before:
                break
        return _PAYMENT_LOOKUP.sub(self._column, code)

    def _column(self, call: re.Match[str]) -> str:
        """A column of the register row of the payment, which is found once for all of them."""
        register, column, default = call.groups()
        number = self._registers.setdefault(self.names[register], len(self._registers))
        return f"row{number}.get({column}, {default})"

    def _remembered(self, code: str) -> str:
        """Code that looks into registers or reckons with days, as a look-up of what it gave for the same values.

        All functions of the language give the same for the same values while a mapping lives, its registers too.
        """
        leaves = sorted(set(_LEAF.findall(code)))
        rest = _LEAF.sub("", code)
        # Numbers that are equal may be written differently, as 1.0 and 1.00: what is made of them is not remembered.
        is_certain = all(self._types.get(leaf) in _CERTAIN for leaf in leaves)
        if not _COSTLY.search(code) or not leaves or _PART.search(rest) or not is_certain or _CHANGING.search(code):
            return code
        inside = code
        for number, leaf in enumerate(leaves):
            inside = re.sub(rf"(?<![.\w]){re.escape(leaf)}\b(?!\.)", f"a{number}", inside)
        arguments = "".join(f"a{number}, " for number in range(len(leaves)))
        self._memos += 1
        name = f"m{self._memos}"
        namespace = dict(self.names)
        source = f"def make(values):\n    ({arguments}) = values\n    return {inside}\n"
        exec(compile(source, "<remembered>", "exec"), namespace)  # noqa: S102 - made of checked expressions alone
        self.names[name] = Memo(namespace["make"])
        return f"{name}[({', '.join(leaves)},)]"

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

    def _is_fixed(self, node: Node) -> bool:
        """Whether the value is the same in a whole file."""
        return not node.names and not _CHANGING.search(node.code)

    def _written_in_place(self, lets: dict[str, Node], nodes: list[Node]) -> dict[str, str]:
        """The code of named values that are used in one place only, where it does no harm to work them out late."""
        uses = Counter(
            name for node in (*lets.values(), *nodes) for name in lets for _ in re.finditer(rf"\bl_{name}\b", node.code)
        )
        return {name: node.code for name, node in lets.items() if uses[name] == 1}


def _types_of_values(plan: Plan) -> Iterator[tuple[str, str]]:
    """The code and type of every value that the expressions of a plan mention."""
    yield from ((f"l_{name}", _name_of(node)) for name, node in plan.lets.items())
    nodes = [*plan.lets.values()]
    nodes += [
        node
        for record in plan.records
        for node in (*record.fields.values(), *record.lets.values(), record.when, record.items)
        if node
    ]
    while nodes:
        node = nodes.pop()
        nodes += node.children
        if node.kind == "path":
            yield node.code, _name_of(node)


def _name_of(node: Node) -> str:
    return "list" if node.type.item is not None else node.type.name


def _values_of(row: RegisterRow | None) -> dict[str, str]:
    return row.values if row is not None else {}


def _repeated(codes: Iterable[str]) -> list[str]:
    return [code for code, count in Counter(codes).items() if count > 1 and not code.isidentifier()]
