"""The functions of the language that look into registers: by key, by prefix, and by payment."""

import ast
import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gateway.mapping.expressions import Checker
from gateway.mapping.faults import EvaluationFault
from gateway.mapping.nodes import Node
from gateway.mapping.types import DATE, TEXT
from gateway.messages import Deposit, Payment
from gateway.registers import Register, RegisterRow
from gateway.rules.identification import PaymentRegister, payment_register
from gateway.specification import BrokenSpecification, did_you_mean


@dataclass(frozen=True, slots=True, kw_only=True)
class Special:
    """A function with a check of its own. An example is a pair of expressions that give the same value."""

    name: str
    signature: str
    text: str
    examples: tuple[tuple[str, str], ...]
    build: Callable[[Checker, ast.Call], Node]


_LOOKUP = "lookup('register', key, …, on=date, column='name', default=text) -> text"
_PREFIX_LOOKUP = "prefix_lookup('register', text, further key, …, on=date, column='name', default=text) -> text"
_PAYMENT_LOOKUP = "payment_lookup('register', payment, deposit, column='name', default=text) -> text"


def _lookup(checker: Checker, tree: ast.Call) -> Node:
    given, register = _register(checker, tree, _LOOKUP)
    keys = [_key(checker, argument, index, register) for index, argument in enumerate(tree.args[1:], start=1)]
    if len(keys) != len(register.keys):
        wanted = ", ".join(register.keys)
        raise checker.problem(
            tree, f"register '{register.name}' is keyed by {wanted}: {len(register.keys)} value(s), not {len(keys)}"
        )
    key = "(" + "".join(f"{node.code}, " for node in keys) + ")"
    return _row_value(checker, tree, given, register, "f_lookup", key, keys)


def _prefix_lookup(checker: Checker, tree: ast.Call) -> Node:
    given, register = _register(checker, tree, _PREFIX_LOOKUP)
    keys = [_key(checker, argument, index, register) for index, argument in enumerate(tree.args[1:], start=1)]
    further = [name for name in register.keys[1:] if name != "length"]
    if len(keys) != 1 + len(further):
        wanted = ", ".join([register.keys[0], *further])
        raise checker.problem(tree, f"register '{register.name}' is searched by {wanted}, not by {len(keys)} value(s)")
    for argument, node in zip(tree.args[2:], keys[1:], strict=True):
        checker.present(argument, node)
    key = "(" + "".join(f"{node.code}, " for node in keys) + ")"
    return _row_value(checker, tree, given, register, "f_prefix_lookup", key, keys)


def _payment_lookup(checker: Checker, tree: ast.Call) -> Node:
    places = ["register", "payment", "deposit"]
    given = checker.arguments(tree, places, 3, _PAYMENT_LOOKUP, keywords=("column", "default"))
    register = _named_register(checker, tree, given, _PAYMENT_LOOKUP)
    try:
        references = payment_register(register)
    except BrokenSpecification as fault:
        raise checker.problem(given["register"], str(fault.problems[0])) from None
    parts = []
    for place, part in (("payment", Payment), ("deposit", Deposit)):
        node = checker.node(given[place])
        if node.type.part is not part:
            raise checker.problem(given[place], f"payment_lookup needs a {part.__name__}, not {node.type}")
        parts.append(node)
    codes = [checker.scope.constant(references), *(node.code for node in parts)]
    return _column_value(checker, tree, given, register, "f_payment_lookup", codes, parts)


def _register(checker: Checker, tree: ast.Call, signature: str) -> tuple[dict[str, ast.expr], Register]:
    places = ["register", *(f"key {number}" for number in range(1, max(len(tree.args), 2)))]
    given = checker.arguments(tree, places, 2, signature, keywords=("on", "column", "default"))
    return given, _named_register(checker, tree, given, signature)


def _named_register(checker: Checker, tree: ast.Call, given: dict[str, ast.expr], signature: str) -> Register:
    name = checker.literal_text(given["register"], "the name of a register")
    known = checker.scope.registers
    if name not in known:
        raise checker.problem(given["register"], f"unknown register '{name}'", did_you_mean(name, known.names))
    if "column" not in given:
        raise checker.problem(tree, f"argument 'column' is missing: {signature}")
    return known[name]


def _key(checker: Checker, tree: ast.expr, index: int, register: Register) -> Node:
    column = register.keys[index - 1] if index <= len(register.keys) else str(index)
    return checker.given(tree, TEXT, f"key '{column}' of register '{register.name}'")


def _row_value(
    checker: Checker,
    tree: ast.Call,
    given: dict[str, ast.expr],
    register: Register,
    function: str,
    key: str,
    keys: list[Node],
) -> Node:
    children = list(keys)
    day = "run.today"
    if "on" in given:
        on = checker.given(given["on"], DATE, "'on'")
        children.append(checker.present(given["on"], on))
        day = on.code
    codes = [checker.scope.constant(register), key, day]
    return _column_value(checker, tree, given, register, function, codes, children)


def _column_value(
    checker: Checker,
    tree: ast.Call,
    given: dict[str, ast.expr],
    register: Register,
    function: str,
    codes: list[str],
    children: list[Node],
) -> Node:
    """The call of a register function: what it looks up by is in `codes`; the column, and a default if any, follow."""
    column = checker.literal_text(given["column"], "the column of a register")
    if column not in register.columns:
        hint = did_you_mean(column, register.columns)
        raise checker.problem(given["column"], f"register '{register.name}' has no column '{column}'", hint)
    codes = [*codes, checker.scope.constant(column)]
    result = TEXT
    if "default" in given:
        fallback = checker.given(given["default"], TEXT, "'default'")
        children = [*children, fallback]
        codes.append(fallback.code)
        result = TEXT.may_be_missing(fallback.type.optional)
    code = f"{function}({', '.join(codes)})"
    return checker.made(tree, "call", result, code, *children, may_fail="default" not in given)


class Lookups:
    """The register functions as generated code calls them. `used` collects found rows when it is a list.

    The latest row of each register is remembered: a spec often reads several columns of one row.
    """

    def __init__(self, used: list[tuple[Register, RegisterRow]] | None = None) -> None:
        self._used = used
        self._latest: dict[Register, tuple[tuple[Any, ...], datetime.date, RegisterRow | None]] = {}
        self._latest_by_prefix: dict[Register, tuple[tuple[Any, ...], datetime.date, RegisterRow | None]] = {}

    def by_key(self, register: Register, key: tuple[Any, ...], on: datetime.date, column: str, *default: Any) -> Any:
        """A column of the row with a key on a day, or the default. Raises EvaluationFault when neither is there."""
        latest = self._latest.get(register)
        if latest and latest[0] == key and latest[1] == on:
            row = latest[2]
        else:
            row = None if None in key else register.find(*key, on=on)
            self._latest[register] = key, on, row
        return self._value(register, row, key, on, column, default)

    def by_prefix(self, register: Register, key: tuple[Any, ...], on: datetime.date, column: str, *default: Any) -> Any:
        """A column of the row whose key is the longest beginning of a text, or the default."""
        latest = self._latest_by_prefix.get(register)
        if latest and latest[0] == key and latest[1] == on:
            row = latest[2]
        else:
            row = register.find_by_prefix(*key, on=on) if key[0] else None
            self._latest_by_prefix[register] = key, on, row
        return self._value(register, row, key[:1], on, column, default)

    def by_payment(
        self, references: PaymentRegister, payment: Payment, deposit: Deposit, column: str, *default: Any
    ) -> Any:
        """A column of the row that a payment falls under, or the default."""
        row = references.row_of(payment, deposit)
        if row is not None and self._used is None:
            return row.values[column]
        key = (payment.reference or payment.identifier,)
        return self._value(references.register, row, key, deposit.booking_date, column, default)

    def _value(
        self,
        register: Register,
        row: RegisterRow | None,
        key: tuple[Any, ...],
        on: datetime.date,
        column: str,
        default: tuple[Any, ...],
    ) -> Any:
        if row is None:
            if default:
                return default[0]
            value = " + ".join(part or "–" for part in key)
            raise EvaluationFault(
                "MAPPING-REGISTER-ROW-MISSING", value=value, expected=column, register=register.name, day=on
            )
        if self._used is not None:
            self._used.append((register, row))
        return row.values[column] or (default[0] if default else "")


REGISTER_FUNCTIONS = (
    Special(
        name="lookup",
        signature=_LOOKUP,
        text="A column of the register row with that key, valid on a day (today if not said). Without default, "
        "a missing row is a finding.",
        examples=(("lookup('units', '10', column='name')", "'Tio'"),),
        build=_lookup,
    ),
    Special(
        name="prefix_lookup",
        signature=_PREFIX_LOOKUP,
        text="As lookup, with the row whose key is the longest beginning of the text.",
        examples=(("prefix_lookup('units', '1099', column='name')", "'Tio'"),),
        build=_prefix_lookup,
    ),
    Special(
        name="payment_lookup",
        signature=_PAYMENT_LOOKUP,
        text=(
            "A column of the register row that a payment falls under on its booking date: by return, transaction "
            "code, sender, reference, text or receiving account, in that order."
        ),
        examples=(("payment_lookup('payment_references', payment, deposit, column='name')", "'Avgifter'"),),
        build=_payment_lookup,
    ),
)
