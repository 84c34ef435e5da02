"""Expressions outside a translation: a condition or a value of one part of a message, checked and compiled.

The language is that of the mappings, with the part by its name, ``run.today``, registers and functions.
"""

import re
from collections.abc import Callable, Iterator
from decimal import localcontext
from typing import Any, Protocol

from gateway.mapping.expressions import check
from gateway.mapping.given import RUN_NAMES
from gateway.mapping.lookups import Lookups
from gateway.mapping.nodes import Binding, ExpressionProblem, Node, Scope
from gateway.mapping.runtime import CONTEXT, environment
from gateway.mapping.special import SPECIALS
from gateway.mapping.types import BOOLEAN, part_type
from gateway.messages import Family
from gateway.registers import Registers

_LOOP = re.compile(r"\s*([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+)\s+as\s+([a-z][a-z0-9_]*)\s*")
_MAXIMUM_DEPTH = 3


class Day(Protocol):
    """What an expression reads as ``run``."""

    @property
    def today(self) -> Any: ...


Formula = Callable[[Day, Any, "Items"], Any]
"""The value of an expression for (run, part, items of the loops). Raises the faults of `runtime.FAULTS`."""

Items = tuple[Any, ...]
"""One item of each loop, outermost first; empty where there is no loop."""


class Formulas:
    """Checks and compiles the expressions about one kind of part. Its methods raise ExpressionProblem."""

    def __init__(self, family: Family, part: str, registers: Registers) -> None:
        self._part = part
        self._depth = 0
        self._scope = Scope(
            names={part: Binding(part_type(family.parts[part]), f"p_{part}")},
            namespaces={"run": {"today": RUN_NAMES["today"]}},
            registers=registers,
            constants={},
        )

    def loops(self, written: str) -> Callable[[Day, Any], Iterator[Items]]:
        """The items of ``path as name``, and of lists within it after commas; expressions may then name them."""
        formulas = []
        offset = 0
        for step in written.split(","):
            formulas.append(self._loop(step, offset))
            offset += len(step) + 1
        if len(formulas) > _MAXIMUM_DEPTH:
            raise ExpressionProblem(f"for_each goes at most {_MAXIMUM_DEPTH} lists deep", 0)

        def items(run: Day, part: Any, found: Items = ()) -> Iterator[Items]:
            if len(found) == len(formulas):
                yield found
                return
            for item in formulas[len(found)](run, part, found) or ():
                yield from items(run, part, (*found, item))

        return items

    def _loop(self, written: str, offset: int) -> Formula:
        match = _LOOP.fullmatch(written)
        if match is None:
            example = f"{self._part}.list as name"
            raise ExpressionProblem(f"for_each cannot be '{written.strip()}'", offset, f"write '{example}'")
        path, name = match[1], match[2]
        try:
            node = self._checked(path)
        except ExpressionProblem as problem:
            raise ExpressionProblem(problem.message, offset + match.start(1) + problem.offset, problem.hint) from None
        if node.type.item is None:
            raise ExpressionProblem(f"'{path}' is not a list", offset + match.start(1))
        if name in self._scope.names or name in self._scope.namespaces:
            raise ExpressionProblem(f"the name '{name}' is already used", offset + match.start(2))
        formula = self._compiled(node)
        self._scope = self._scope.within(**{name: Binding(node.type.item, f"items[{self._depth}]")})
        self._depth += 1
        return formula

    def condition(self, text: str) -> Formula:
        """An expression that is true or false."""
        node = self._checked(text)
        if node.type.name != BOOLEAN.name:
            raise ExpressionProblem(
                f"a condition is needed, not {node.type}", node.offset, "compare it, or use filled(…)"
            )
        if node.type.optional:
            raise ExpressionProblem(f"'{text}' may be missing", node.offset, "use default(value, fallback)")
        return self._compiled(node)

    def value(self, text: str) -> Formula:
        """An expression whose value can be shown: no list and no part."""
        node = self._checked(text)
        if node.type.item is not None or node.type.part is not None:
            raise ExpressionProblem(f"{node.type} cannot be shown", node.offset, "name one of its fields")
        return self._compiled(node)

    def _checked(self, text: str) -> Node:
        return check(text, self._scope, SPECIALS)

    def _compiled(self, node: Node) -> Formula:
        source = f"lambda run, p_{self._part}, items: {node.code}"
        names = environment(self._scope.constants, Lookups())
        # The code is that of a checked expression: it can reach nothing but what the environment holds.
        evaluate: Formula = eval(compile(source, "<formula>", "eval"), names)  # noqa: S307

        def formula(run: Day, part: Any, items: Items) -> Any:
            with localcontext(CONTEXT):
                return evaluate(run, part, items)

        return formula
