"""The expression language: what it gives, what it refuses, and that nothing escapes from it."""

import contextlib
import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.mapping.expressions import check
from gateway.mapping.faults import EvaluationFault
from gateway.mapping.functions import FUNCTIONS
from gateway.mapping.given import RUN_NAMES
from gateway.mapping.lookups import Lookups
from gateway.mapping.nodes import Binding, ExpressionProblem, Scope
from gateway.mapping.runtime import FAULTS, environment
from gateway.mapping.special import SPECIALS
from gateway.mapping.types import NUMBER, TEXT, part_type
from gateway.messages import Deposit, Invoice, Payment, Voucher
from gateway.messages.vouchers import CodingDimension, VoucherRow
from gateway.registers import Register, RegisterRow, Registers

pytestmark = pytest.mark.unit

DAY = datetime.date(2026, 3, 9)
ROW = VoucherRow(account="1930", amount=Decimal(5), dimensions=[CodingDimension(dimension="1", value="1001")])
VALUES = {
    "p_deposit": Deposit(
        identifier="1", account="1", account_kind="BGNR", currency="SEK", amount=Decimal(1), booking_date=DAY, number=1
    ),
    "p_payment": Payment(amount=Decimal("12.50"), other_references=["123", "456"]),
    "p_voucher": Voucher(number="1", date=DAY, rows=[ROW, VoucherRow(account="3000", amount=Decimal(-5))]),
    "v_row": ROW,
    "written": {"row": 3},
    "totals": {("row", "amount"): Decimal("12.50")},
}


@pytest.fixture
def scope(tmp_path):
    always = (datetime.date.min, datetime.date.max)
    row = RegisterRow({"unit": "10", "name": "Tio"}, 2, *always)
    units = Register(tmp_path / "units.csv", ["unit", "name"], ("unit",), [row])
    key = ("kind", "pattern", "length", "account")
    series = RegisterRow(dict(zip((*key, "name"), ("account", "", "", "", "Avgifter"), strict=True)), 2, *always)
    references = Register(tmp_path / "payment_references.csv", [*key, "name"], key, [series])
    return Scope(
        names={
            "deposit": Binding(part_type(Deposit), "p_deposit"),
            "payment": Binding(part_type(Payment), "p_payment"),
            "voucher": Binding(part_type(Voucher), "p_voucher"),
            "invoice": Binding(part_type(Invoice), "p_invoice"),
            "row": Binding(part_type(VoucherRow), "v_row"),
        },
        namespaces={"run": RUN_NAMES, "route": {"company": Binding(TEXT, "'10'")}},
        registers=Registers({"units": units, "payment_references": references}),
        constants={},
        records={"row": {"amount": NUMBER}},
    )


def value_of(text, scope):
    class Run:
        file_id = batch_id = "F1"
        today = DAY
        now = datetime.datetime(2026, 3, 9, tzinfo=datetime.UTC)

    node = check(text, scope, SPECIALS)
    return eval(node.code, environment(scope.constants, Lookups()), {**VALUES, "run": Run, "number": 1})  # noqa: S307


EXAMPLES = [(name, *pair) for name, item in (FUNCTIONS | SPECIALS).items() for pair in item.examples]


@pytest.mark.parametrize(("name", "call", "result"), EXAMPLES)
def test_every_example_of_every_function_is_true(name, call, result, scope):
    assert value_of(call, scope) == value_of(result, scope)


def test_every_function_has_an_example():
    assert all(item.examples for item in (FUNCTIONS | SPECIALS).values())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", 7),
        ("0.1 + 0.2", Decimal("0.3")),
        ("'a' + 'b'", "ab"),
        ("1 / 4", Decimal("0.25")),
        ("'x' if payment.amount > 10 else 'y'", "x"),
        ("row.account in ('1930', '1940')", True),
        ("not (1 == 2) and 'a' < 'b'", True),
        ("row.date == None", True),
        ("default(row.date, voucher.date)", DAY),
        ("upper(first(payment.other_references))", "123"),
        ("default(find(voucher.rows, 'account', '1999').account, 'none')", "none"),
        ("dimension(find(voucher.rows, 'account', '1999'), '1')", ""),
        ("integer('-7')", -7),
    ],
)
def test_an_expression_gives_its_value(text, value, scope):
    assert value_of(text, scope) == value


BROKEN = [
    ("paymet.amount", 0, "unknown name 'paymet'", "did you mean 'payment'?"),
    ("payment.amout", 8, "Payment has no field 'amout'", "did you mean 'amount'?"),
    ("GL", 0, "unknown name 'GL'", "to write the text itself, use quotes: 'GL'"),
    ("1 + uper('a')", 4, "unknown function 'uper'", "did you mean 'upper'?"),
    ("'a' * 9", 0, "'*' needs two numbers, not text and integer", ""),
    ("2 ** 9", 0, "the operator '**' cannot be used in a mapping", ""),
    ("7 % 2", 0, "the operator '%' cannot be used in a mapping", ""),
    ("'a' + 1", 0, "'+' needs two numbers or two texts, not text and integer", "use text(…)"),
    ("voucher.rows[0]", 0, "an index in brackets cannot be used in a mapping", ""),
    ("lambda: 1", 0, "a lambda cannot be used in a mapping", ""),
    ("[x for x in voucher.rows]", 0, "a comprehension cannot be used in a mapping", ""),
    ("f'{run}'", 0, "an f-string cannot be used in a mapping", ""),
    ("payment.__class__", 8, "Payment has no field '__class__'", ""),
    ("__import__('os')", 0, "unknown function '__import__'", ""),
    ("'a'.upper()", 0, "only the functions of the mapping language can be called", ""),
    ("voucher.rows.amount", 0, "'voucher.rows' is a list and has no field 'amount'",
     "write the field of one item: for_each, or first(…)"),
    ("row.quantity + 1", 0, "'row.quantity' may be missing", "use default(value, fallback)"),
    ("payment.amount == 'x'", 0, "number and text cannot be compared", ""),
    ("1 < 2 < 3", 0, "compare two values at a time", "join the comparisons with and"),
    ("1 if payment.reference else 2", 5, "'if' needs a condition, not text", "compare it, or use filled(…)"),
    ("1 if True else 'a'", 0, "both sides of 'else' must be of one type, not integer and text", ""),
    ("upper(1)", 6, "'value' of upper is to be text, not integer", "use text(…)"),
    ("left('a')", 0, "argument 'length' is missing: left(value: text, length: integer) -> text", ""),
    ("route.compny", 6, "the route has no value 'compny'", "did you mean 'company'?"),
    ("lookup('unit', '1', column='name')", 7, "unknown register 'unit'", "did you mean 'units'?"),
    ("lookup('units', '1', column='nam')", 28, "register 'units' has no column 'nam'", "did you mean 'name'?"),
    ("'å' + paymet.amount", 6, "unknown name 'paymet'", "did you mean 'payment'?"),
    ("find(voucher.rows, 'acount', '1')", 19, "VoucherRow has no field 'acount'", "did you mean 'account'?"),
    ("find(voucher.rows, 'account', 1)", 30, "'value' of find is to be text, not integer", "use text(…)"),
    ("find(payment.other_references, 'a', 'b')", 31, "text has no field 'a'", ""),
    ("dimension(payment, '1')", 10,
     "dimension needs a VoucherRow or LedgerInvoiceLine or InvoiceCoding, not Payment", ""),
    ("sum_each(voucher.rows, row, row.amount)", 23, "the name 'row' is already used", ""),
    ("sum_each(voucher.rows, 'r', 1)", 23,
     "name the items of the list, as in sum_each(invoice.lines, line, line.amount)", ""),
    ("sum_each(voucher.rows, item, item.text)", 29, "what sum_each sums is to be number, not text", "use number(…)"),
    ("sum_each(voucher.rows, item, item.quantity)", 29, "'item.quantity' may be missing",
     "use default(value, fallback)"),
    ("sum_each(voucher.rows, item, 1) + item.amount", 34, "unknown name 'item'",
     "to write the text itself, use quotes: 'item'"),
    ("", 0, "the expression is empty", "write '' for a blank"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "offset", "message", "hint"), BROKEN)
def test_a_broken_expression_is_refused_at_its_place_with_words_that_help(text, offset, message, hint, scope):
    with pytest.raises(ExpressionProblem) as caught:
        check(text, scope, SPECIALS)
    assert (caught.value.message, caught.value.offset, caught.value.hint) == (message, offset, hint)


@given(text=st.text(alphabet="payment.muorw(),'\"+-*/ 12[]{}:=<>lifesandt_é\n\\", max_size=60))
def test_no_random_text_escapes_the_language(text):
    scope = Scope(
        names={"payment": Binding(part_type(Payment), "p_payment")},
        namespaces={"run": RUN_NAMES, "route": {}},
        registers=Registers({}),
        constants={},
    )
    offset = problem_offset(text, scope)
    assert offset is None or 0 <= offset <= len(text)
    if offset is None:
        with contextlib.suppress(*FAULTS):
            value_of(text, scope)


def problem_offset(text, scope):
    try:
        check(text, scope, SPECIALS)
    except ExpressionProblem as problem:
        return problem.offset
    return None


@pytest.mark.parametrize(
    "text", ["(" * 500, "-" * 1900 + "1", "not " * 400 + "True", "1" * 1900, "\x00", "1+" * 900 + "1"]
)
def test_a_monstrous_expression_is_refused_at_once(text, scope):
    with pytest.raises(ExpressionProblem):
        check(text, scope, SPECIALS)


def test_a_key_that_is_not_in_a_register_is_a_fault_that_names_it(scope):
    with pytest.raises(EvaluationFault) as caught:
        value_of("lookup('units', '99', column='name')", scope)
    assert (caught.value.code, caught.value.value) == ("MAPPING-REGISTER-ROW-MISSING", "99")


@given(asked=st.lists(st.tuples(st.sampled_from(["7", "71", "712", "9", ""]), st.booleans(), st.booleans())))
def test_remembering_the_latest_row_never_changes_what_a_lookup_gives(asked):
    old = (datetime.date(2020, 1, 1), datetime.date(2025, 12, 31))
    new = (datetime.date(2026, 1, 1), datetime.date.max)
    cells = [("7", "sju", old), ("7", "SJU", new), ("71", "sjuttioett", new)]
    rows = [RegisterRow({"key": key, "name": name}, line, *days) for line, (key, name, days) in enumerate(cells, 2)]
    register = Register(Path("keys.csv"), ["key", "name"], ("key",), rows)
    lookups = Lookups()
    for text, is_old, by_prefix in asked:
        day = datetime.date(2025, 6, 1) if is_old else DAY
        look = lookups.by_prefix if by_prefix else lookups.by_key
        find = register.find_by_prefix if by_prefix else register.find
        row = find(text, on=day) if text or not by_prefix else None
        assert look(register, (text,), day, "name", "none") == (row.values["name"] if row else "none")
