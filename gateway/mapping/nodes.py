"""What a checked expression is made of: nodes, the names it may mention, and what can be wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gateway.mapping.types import Type
from gateway.registers import Registers


class ExpressionProblem(Exception):
    """An expression cannot be used. `offset` is the 0-based character in its text where the fault stands."""

    def __init__(self, message: str, offset: int, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset
        self.hint = hint


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A checked sub-expression: its type, the Python code for its value, and what explanations need.

    `path` is set for a path into the message; `names` are the scope names that the value depends on;
    `may_fail` says that data of the right types can still stop it, as a division by zero does.
    """

    kind: str
    type: Type
    code: str
    text: str
    offset: int
    children: tuple["Node", ...] = ()
    path: str = ""
    constant: Any = None
    names: frozenset[str] = frozenset()
    may_fail: bool = False


@dataclass(frozen=True, slots=True)
class Binding:
    """What a name stands for: its type and the code that gives its value."""

    type: Type
    code: str


@dataclass(slots=True, kw_only=True)
class Scope:
    """What an expression may mention. `constants` collects objects that the generated code refers to by name."""

    names: dict[str, Binding]
    namespaces: Mapping[str, Mapping[str, Binding]]
    registers: Registers
    constants: dict[str, Any]
    records: Mapping[str, Mapping[str, Type]] = field(default_factory=dict)
    totals: set[tuple[str, str]] = field(default_factory=set)
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    counter: list[int] = field(default_factory=lambda: [0])

    def constant(self, value: Any) -> str:
        """The name under which generated code finds an object."""
        name = f"k{len(self.constants)}"
        self.constants[name] = value
        return name

    def temporary(self) -> str:
        """A fresh local name."""
        self.counter[0] += 1
        return f"t{self.counter[0]}"

    def within(self, **names: Binding) -> "Scope":
        """The same scope with further names."""
        return Scope(
            names={**self.names, **names},
            namespaces=self.namespaces,
            registers=self.registers,
            constants=self.constants,
            records=self.records,
            totals=self.totals,
            elsewhere=self.elsewhere,
            counter=self.counter,
        )
