"""The functions whose check needs more than the types of their arguments: lists, registers, missing values, totals.

Register, column, record and field names in them are literals, so that a misspelt one is found before any file comes.
"""

import ast
from decimal import Decimal
from typing import Any

from gateway.mapping.expressions import Checker
from gateway.mapping.functions import limited
from gateway.mapping.lookups import REGISTER_FUNCTIONS, Special
from gateway.mapping.nodes import Binding, Node
from gateway.mapping.types import BOOLEAN, INTEGER, NUMBER, TEXT, common, type_of_field
from gateway.messages.describe import fields_of
from gateway.messages.ledger_invoices import InvoiceCoding, LedgerInvoiceLine
from gateway.messages.vouchers import VoucherRow
from gateway.specification import did_you_mean

_DEFAULT = "default(value, fallback)"
_FILLED = "filled(value) -> boolean"
_FIRST = "first(list)"
_COUNT = "count(list) -> integer"
_JOIN = "join(list of text, separator: text) -> text"
_SUM_OF = "sum_of(list, 'field') -> number"
_FIND = "find(list, 'field', value)"
_SUM_EACH = "sum_each(list, item, expression) -> number"
_DIMENSION = "dimension(coded, 'number') -> text"
CODED = (VoucherRow, LedgerInvoiceLine, InvoiceCoding)
"""The parts of messages that have coding dimensions."""

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


def _find(checker: Checker, tree: ast.Call) -> Node:
    given = checker.arguments(tree, ["list", "field", "value"], 3, _FIND)
    items = _list(checker, given["list"], "find")
    name = checker.literal_text(given["field"], "the field of find")
    part = items.type.item.part if items.type.item else None
    fields = fields_of(part) if part else {}
    if items.type.item is None or name not in fields:
        raise checker.problem(given["field"], f"{items.type.item} has no field '{name}'", did_you_mean(name, fields))
    value = checker.given(given["value"], type_of_field(fields[name]), "'value' of find")
    code = f"f_find({items.code}, {checker.scope.constant(name)}, {value.code})"
    return checker.made(tree, "call", items.type.item.may_be_missing(), code, items, value)


def _sum_each(checker: Checker, tree: ast.Call) -> Node:
    given = checker.arguments(tree, ["list", "item", "expression"], 3, _SUM_EACH)
    items = _list(checker, given["list"], "sum_each")
    named = given["item"]
    if not isinstance(named, ast.Name):
        raise checker.problem(named, "name the items of the list, as in sum_each(invoice.lines, line, line.amount)")
    outer = checker.scope
    if named.id in outer.names or named.id in outer.namespaces:
        raise checker.problem(named, f"the name '{named.id}' is already used")
    assert items.type.item is not None  # noqa: S101 - _list has seen to it
    held = checker.scope.temporary()
    checker.scope = outer.within(**{named.id: Binding(items.type.item, held)})
    try:
        each = checker.given(given["expression"], NUMBER, "what sum_each sums")
        each = checker.present(given["expression"], each)
    finally:
        checker.scope = outer
    code = f"sum(({each.code} for {held} in {items.code}), f_zero)"
    # The summed expression has no value of its own that an explanation could show: it is no child.
    names = each.names - {named.id}
    return checker.made(tree, "call", NUMBER, code, items, names=names, may_fail=each.may_fail)


def _dimension(checker: Checker, tree: ast.Call) -> Node:
    given = checker.arguments(tree, ["coded", "number"], 2, _DIMENSION)
    coded = checker.node(given["coded"])
    if coded.type.part not in CODED:
        known = " or ".join(part.__name__ for part in CODED)
        raise checker.problem(given["coded"], f"dimension needs a {known}, not {coded.type}")
    number = checker.scope.constant(checker.literal_text(given["number"], "the number of a dimension"))
    return checker.made(tree, "call", TEXT, f"f_dimension({coded.code}, {number})", coded)


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


def found(items: list[Any], field: str, value: Any) -> Any:
    """The first item whose field has a value, or None."""
    return next((item for item in items if getattr(item, field) == value), None)


def dimension_value(coded: VoucherRow | LedgerInvoiceLine | InvoiceCoding | None, number: str) -> str:
    """The value of a coding dimension on a row, a line or a coding, or an empty text."""
    if coded is not None:
        # Asked some times for every row of every voucher: a loop is twice as quick as a generator.
        for coding in coded.dimensions:
            if coding.dimension == number:
                return coding.value
    return ""


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
            name="find",
            signature=_FIND,
            text="The first item of a list whose field has that value; missing when none has it.",
            examples=(("find(voucher.rows, 'account', '1930').account", "'1930'"),),
            build=_find,
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
            name="sum_each",
            signature=_SUM_EACH,
            text="The sum of an expression over all items of a list, which it knows by the name that is given.",
            examples=(("sum_each(voucher.rows, each, absolute(each.amount))", "10"),),
            build=_sum_each,
        ),
        Special(
            name="dimension",
            signature=_DIMENSION,
            text="The value of a coding dimension on a voucher row, an invoice line or its coding, or an empty text.",
            examples=(("dimension(row, '1')", "'1001'"), ("dimension(row, '6')", "''")),
            build=_dimension,
        ),
        *REGISTER_FUNCTIONS,
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
