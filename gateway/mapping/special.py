"""The functions whose check needs more than the types of their arguments: lists, registers, missing values, totals.

Register, column, record and field names in them are literals, so that a misspelt one is found before any file comes.
"""

import ast
import datetime
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from gateway.mapping.expressions import Checker
from gateway.mapping.faults import EvaluationFault
from gateway.mapping.functions import limited
from gateway.mapping.nodes import Node
from gateway.mapping.types import BOOLEAN, DATE, INTEGER, NUMBER, TEXT, common, type_of_field
from gateway.messages.describe import fields_of
from gateway.messages.vouchers import VoucherRow
from gateway.registers import Register, RegisterRow
from gateway.specification import did_you_mean


@dataclass(frozen=True, slots=True, kw_only=True)
class Special:
    """A function with a check of its own. An example is a pair of expressions that give the same value."""

    name: str
    signature: str
    text: str
    examples: tuple[tuple[str, str], ...]
    build: Callable[[Checker, ast.Call], Node]


_DEFAULT = "default(value, fallback)"
_FILLED = "filled(value) -> boolean"
_FIRST = "first(list)"
_COUNT = "count(list) -> integer"
_JOIN = "join(list of text, separator: text) -> text"
_SUM_OF = "sum_of(list, 'field') -> number"
_DIMENSION = "dimension(row, 'number') -> text"
_LOOKUP = "lookup('register', key, …, on=date, column='name', default=text) -> text"
_PREFIX_LOOKUP = "prefix_lookup('register', text, further key, …, on=date, column='name', default=text) -> text"
_WRITTEN = "written('record') -> integer"
_TOTAL = "total('record', 'field') -> number"


def _default(checker: Checker, tree: ast.Call) -> Node:
    given = checker.arguments(tree, ["value", "fallback"], 2, _DEFAULT)
    value, fallback = checker.node(given["value"]), checker.node(given["fallback"])
    shared = common(value.type, fallback.type)
    if shared is None:
        raise checker.problem(given["fallback"], f"the fallback is to be {value.type}, not {fallback.type}")
    held = checker.scope.temporary()
    empty = f'({held} := {value.code}) is None or {held} == ""'
    code = f"({fallback.code} if {empty} else {held})"
    return checker.made(tree, "call", shared.required().may_be_missing(fallback.type.optional), code, value, fallback)


def _filled(checker: Checker, tree: ast.Call) -> Node:
    value = checker.node(checker.arguments(tree, ["value"], 1, _FILLED)["value"])
    if value.type.item is not None:
        return checker.made(tree, "call", BOOLEAN, f"bool({value.code})", value)
    return checker.made(tree, "call", BOOLEAN, f'({value.code} not in (None, ""))', value)


def _list(checker: Checker, tree: ast.expr, name: str) -> Node:
    value = checker.node(tree)
    if value.type.item is None:
        raise checker.problem(tree, f"{name} needs a list, not {value.type}")
    return checker.present(tree, value)


def _first(checker: Checker, tree: ast.Call) -> Node:
    items = _list(checker, checker.arguments(tree, ["list"], 1, _FIRST)["list"], "first")
    assert items.type.item is not None  # noqa: S101 - _list has seen to it
    return checker.made(tree, "call", items.type.item.may_be_missing(), f"next(iter({items.code}), None)", items)


def _count(checker: Checker, tree: ast.Call) -> Node:
    items = _list(checker, checker.arguments(tree, ["list"], 1, _COUNT)["list"], "count")
    return checker.made(tree, "call", INTEGER, f"len({items.code})", items)


def _join(checker: Checker, tree: ast.Call) -> Node:
    given = checker.arguments(tree, ["list", "separator"], 2, _JOIN)
    items = _list(checker, given["list"], "join")
    if items.type.item != TEXT:
        raise checker.problem(given["list"], f"join needs a list of text, not {items.type}")
    separator = checker.present(given["separator"], checker.given(given["separator"], TEXT, "'separator' of join"))
    return checker.made(tree, "call", TEXT, f"f_join({items.code}, {separator.code})", items, separator)


def _sum_of(checker: Checker, tree: ast.Call) -> Node:
    given = checker.arguments(tree, ["list", "field"], 2, _SUM_OF)
    items = _list(checker, given["list"], "sum_of")
    name = checker.literal_text(given["field"], "the field of sum_of")
    part = items.type.item.part if items.type.item else None
    fields = fields_of(part) if part else {}
    if name not in fields:
        raise checker.problem(given["field"], f"{items.type.item} has no field '{name}'", did_you_mean(name, fields))
    kind = type_of_field(fields[name])
    if not kind.is_number or kind.optional:
        raise checker.problem(given["field"], f"'{name}' cannot be summed: it is {'optional ' * kind.optional}{kind}")
    return checker.made(tree, "call", NUMBER, f"sum((i.{name} for i in {items.code}), f_zero)", items)


def _dimension(checker: Checker, tree: ast.Call) -> Node:
    given = checker.arguments(tree, ["row", "number"], 2, _DIMENSION)
    row = checker.node(given["row"])
    if row.type.part is not VoucherRow:
        raise checker.problem(given["row"], f"dimension needs a VoucherRow, not {row.type}")
    number = checker.scope.constant(checker.literal_text(given["number"], "the number of a dimension"))
    return checker.made(tree, "call", TEXT, f"f_dimension({row.code}, {number})", row)


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


def _register(checker: Checker, tree: ast.Call, signature: str) -> tuple[dict[str, ast.expr], Register]:
    places = ["register", *(f"key {number}" for number in range(1, max(len(tree.args), 2)))]
    given = checker.arguments(tree, places, 2, signature, keywords=("on", "column", "default"))
    name = checker.literal_text(given["register"], "the name of a register")
    known = checker.scope.registers
    if name not in known:
        raise checker.problem(given["register"], f"unknown register '{name}'", did_you_mean(name, known.names))
    if "column" not in given:
        raise checker.problem(tree, f"argument 'column' is missing: {signature}")
    return given, known[name]


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
    column = checker.literal_text(given["column"], "the column of a register")
    if column not in register.columns:
        hint = did_you_mean(column, register.columns)
        raise checker.problem(given["column"], f"register '{register.name}' has no column '{column}'", hint)
    children = list(keys)
    day = "run.today"
    if "on" in given:
        on = checker.given(given["on"], DATE, "'on'")
        children.append(checker.present(given["on"], on))
        day = on.code
    codes = [checker.scope.constant(register), key, day, checker.scope.constant(column)]
    result = TEXT
    if "default" in given:
        fallback = checker.given(given["default"], TEXT, "'default'")
        children.append(fallback)
        codes.append(fallback.code)
        result = TEXT.may_be_missing(fallback.type.optional)
    code = f"{function}({', '.join(codes)})"
    return checker.made(tree, "call", result, code, *children, may_fail="default" not in given)


def _written(checker: Checker, tree: ast.Call) -> Node:
    given = checker.arguments(tree, ["record"], 1, _WRITTEN)
    name = _record(checker, given["record"])
    checker.scope.totals.add((name, ""))
    return checker.made(tree, "call", INTEGER, f"written[{checker.scope.constant(name)}]")


def _total(checker: Checker, tree: ast.Call) -> Node:
    given = checker.arguments(tree, ["record", "field"], 2, _TOTAL)
    name = _record(checker, given["record"])
    fields = checker.scope.records[name]
    field = checker.literal_text(given["field"], "the field of total")
    if field not in fields:
        raise checker.problem(given["field"], f"record '{name}' has no field '{field}'", did_you_mean(field, fields))
    if not fields[field].is_number:
        raise checker.problem(given["field"], f"'{field}' cannot be summed: it is {fields[field]}")
    checker.scope.totals.add((name, field))
    return checker.made(tree, "call", NUMBER, f"totals[{checker.scope.constant((name, field))}]")


def _record(checker: Checker, tree: ast.expr) -> str:
    name = checker.literal_text(tree, "the name of a record")
    if not checker.scope.records:
        raise checker.problem(tree, "written and total can be used in records with 'at: end' only")
    if name not in checker.scope.records:
        raise checker.problem(tree, f"no record is named '{name}'", did_you_mean(name, checker.scope.records))
    return name


def joined_list(items: list[str], separator: str) -> str:
    """The texts of a list with a separator between them."""
    return limited(separator.join(items))


def dimension_value(row: VoucherRow, number: str) -> str:
    """The value of a coding dimension on a row, or an empty text."""
    return next((coding.value for coding in row.dimensions if coding.dimension == number), "")


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


ZERO = Decimal(0)

SPECIALS: dict[str, Special] = {
    special.name: special
    for special in (
        Special(
            name="default",
            signature=_DEFAULT,
            text="The value, or the fallback when the value is missing or an empty text.",
            examples=(("default('', 'x')", "'x'"), ("default('a', 'x')", "'a'"), ("default(None, 5)", "5")),
            build=_default,
        ),
        Special(
            name="filled",
            signature=_FILLED,
            text="Whether there is a value: neither missing nor an empty text or list.",
            examples=(("filled('')", "False"), ("filled('a')", "True")),
            build=_filled,
        ),
        Special(
            name="first",
            signature=_FIRST,
            text="The first item of a list; missing when the list is empty.",
            examples=(("first(voucher.rows).account", "'1930'"),),
            build=_first,
        ),
        Special(
            name="count",
            signature=_COUNT,
            text="How many items a list has.",
            examples=(("count(voucher.rows)", "2"),),
            build=_count,
        ),
        Special(
            name="join",
            signature=_JOIN,
            text="The texts of a list with a separator between them.",
            examples=(("join(payment.other_references, '/')", "'123/456'"),),
            build=_join,
        ),
        Special(
            name="sum_of",
            signature=_SUM_OF,
            text="The sum of one field over all items of a list.",
            examples=(("sum_of(voucher.rows, 'amount')", "0"),),
            build=_sum_of,
        ),
        Special(
            name="dimension",
            signature=_DIMENSION,
            text="The value of a coding dimension on a voucher row, or an empty text.",
            examples=(("dimension(row, '1')", "'1001'"), ("dimension(row, '6')", "''")),
            build=_dimension,
        ),
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
            name="written",
            signature=_WRITTEN,
            text="How many lines of a record were written (records with 'at: end'; with for_each: for the part).",
            examples=(("written('row')", "3"),),
            build=_written,
        ),
        Special(
            name="total",
            signature=_TOTAL,
            text="The sum of a field over the lines of a record (records with 'at: end'; with for_each: of the part).",
            examples=(("total('row', 'amount')", "12.50"),),
            build=_total,
        ),
    )
}
