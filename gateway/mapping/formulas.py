"""Expressions outside a translation: a condition or a value of one part of a message, checked and compiled.

The language is that of the mappings, with the part by its name, ``run.today``, registers and functions.
"""

import re
from collections.abc import Callable
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


class Day(Protocol):
    """What an expression reads as ``run``."""

    @property
    def today(self) -> Any: ...


Formula = Callable[[Day, Any, Any], Any]
"""The value of an expression for (run, part, item of the loop or None). Raises the faults of `runtime.FAULTS`."""


class Formulas:
    """Checks and compiles the expressions about one kind of part. Its methods raise ExpressionProblem."""

    def __init__(self, family: Family, part: str, registers: Registers) -> None:
        self._part = part
        self._item = "item"
        self._scope = Scope(
            names={part: Binding(part_type(family.parts[part]), f"p_{part}")},
            namespaces={"run": {"today": RUN_NAMES["today"]}},
            registers=registers,
            constants={},
        )

    def loop(self, written: str) -> Formula:
        """The list of ``path as name``; from then on expressions may name the item."""
        match = _LOOP.fullmatch(written)
        if match is None:
            raise ExpressionProblem(f"for_each cannot be '{written}'", 0, f"write '{self._part}.list as name'")
        path, name = match[1], match[2]
        node = self._checked(path)
        if node.type.item is None:
            raise ExpressionProblem(f"'{path}' is not a list", match.start(1))
        if name in self._scope.names or name in self._scope.namespaces:
            raise ExpressionProblem(f"the name '{name}' is already used", match.start(2))
        formula = self._compiled(node)
        self._item = f"v_{name}"
        self._scope = self._scope.within(**{name: Binding(node.type.item, self._item)})
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
        source = f"lambda run, p_{self._part}, {self._item}: {node.code}"
        names = environment(self._scope.constants, Lookups())
        # The code is that of a checked expression: it can reach nothing but what the environment holds.
        evaluate: Formula = eval(compile(source, "<formula>", "eval"), names)  # noqa: S307

        def formula(run: Day, part: Any, item: Any) -> Any:
            with localcontext(CONTEXT):
                return evaluate(run, part, item)

        return formula
