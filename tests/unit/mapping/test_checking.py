"""Whole broken specs: every problem is told with its file, line and column, and words that help."""

from textwrap import dedent

import pytest

from gateway.mapping import check_mappings
from gateway.specification import BrokenSpecification

pytestmark = pytest.mark.unit

WHOLE = """
name: vouchers
title: Verifikationer
message: VoucherBatch
target: ledger
file_name: "'GL_' + run.batch_id + '.txt'"
let:
  day: default(voucher.date, run.today)
records:
  - record: row
    for_each: voucher.rows as row
    let:
      unit: dimension(row, '1')
    when: row.amount != 0
    fields:
      number: run.number
      account: row.account
      unit: lookup('units', unit, on=day, column='code', default=route.company)
      amount: row.amount
      text: >-
        voucher.text +
        ' ' + row.text
"""

MARK = "«"
"""Stands before the character that the problem is to point at; taken out before the spec is loaded."""

BROKEN = {
    "a field of the part is misspelt": (
        "amount: row.amount",
        "amount: row.«amout",
        "VoucherRow has no field 'amout' (did you mean 'amount'?)",
    ),
    "a fault in double quotes": (
        "account: row.account",
        'account: "left(row.«acount, 4)"',
        "VoucherRow has no field 'acount' (did you mean 'account'?)",
    ),
    "a fault in single quotes after doubled ones": (
        "account: row.account",
        "account: 'default(row.account, ''1930'') + row.«konto'",
        "VoucherRow has no field 'konto'",
    ),
    "a fault on the second line of a folded block": (
        "' ' + row.text",
        "' ' + row.«txt",
        "VoucherRow has no field 'txt' (did you mean 'text'?)",
    ),
    "a fault in a literal block": (
        "amount: row.amount",
        "amount: |-\n        row.amount\n          + «uper(row.text)",
        "unknown function 'uper' (did you mean 'upper'?)",
    ),
    "a fault in a plain expression that goes on over two lines": (
        "amount: row.amount",
        "amount: row.amount\n        + row.«cost",
        "VoucherRow has no field 'cost'",
    ),
    "a fault after letters beyond ASCII": (
        "' ' + row.text",
        "'Åäö ' + row.«tex",
        "VoucherRow has no field 'tex' (did you mean 'text'?)",
    ),
    "a fault in a named value": (
        "day: default(voucher.date, run.today)",
        "day: default(voucher.«dat, run.today)",
        "Voucher has no field 'dat' (did you mean 'date'?)",
    ),
    "a condition that is a number": (
        "when: row.amount != 0",
        "when: «row.amount",
        "'when' is to be boolean, not number",
    ),
    "a text where an amount is wanted": (
        "amount: row.amount",
        "amount: «row.text",
        "'amount' is to be number, not text (use number(…))",
    ),
    "an unknown target field": (
        "account: row.account",
        "account: row.account\n      acount: «row.account",
        "record 'row' has no field 'acount' (did you mean 'account'?)",
    ),
    "an unknown record": (
        "- record: row",
        "- record: «ro",
        "layout 'ledger' has no record 'ro' (did you mean 'row'?)",
    ),
    "a required field that is not filled": (
        "fields:\n      number: run.number\n      account",
        "fields:\n      «account",
        "required field 'number' of record 'row' is not filled",
    ),
    "an unknown part": (
        "for_each: voucher.rows as row",
        "for_each: «vocher.rows as row",
        "VoucherBatch has no part 'vocher' (did you mean 'voucher'?)",
    ),
    "an unknown list": (
        "for_each: voucher.rows as row",
        "for_each: voucher.«row as row",
        "Voucher has no field 'row' (did you mean 'rows'?)",
    ),
    "a list without a name for its items": (
        "for_each: voucher.rows as row",
        "for_each: «voucher.rows",
        "name the items: 'path as name'",
    ),
    "a name that is taken": ("unit: dimension", "day: «dimension", "the name 'day' is already used"),
    "an unknown register": ("lookup('units'", "lookup(«'unit'", "unknown register 'unit' (did you mean 'units'?)"),
    "an unknown column": (
        "column='code'",
        "column=«'cod'",
        "register 'units' has no column 'cod' (did you mean 'code'?)",
    ),
    "an unknown route value": (
        "default=route.company",
        "default=route.«compny",
        "the route has no value 'compny' (did you mean 'company'?)",
    ),
    "an unknown key": ("title: Verif", "«titel: Verif", "unknown key 'titel' (did you mean 'title'?)"),
    "an unknown message": (
        "message: VoucherBatch",
        "message: «Vouchers",
        "unknown message 'Vouchers' (did you mean 'VoucherBatch'?)",
    ),
    "an unknown layout": ("target: ledger", "target: «leger", "unknown layout 'leger' (did you mean 'ledger'?)"),
    "a total where nothing is totalled": (
        "amount: row.amount",
        "amount: total(«'row', 'amount')",
        "written and total can be used in records with 'at: end' only",
    ),
    "a file name that a register row could stop": (
        "'GL_' + run.batch_id",
        "«lookup('units', run.batch_id, column='code')",
        "the file name could fail for some files (use texts, run, route and functions that always give a value)",
    ),
    "a file name in another folder": (
        "'GL_' + run.batch_id",
        "«'../' + run.batch_id",
        "'../A-20260309-00000001.txt' is not a plain file name of at most 200 characters",
    ),
    "a running number in a file name": (
        "'GL_' + run.batch_id",
        "text(run.«number)",
        "'run' has no field 'number' (did you mean 'batch_number'?)",
    ),
}


@pytest.mark.parametrize(("old", "new", "message"), BROKEN.values(), ids=BROKEN)
def test_a_broken_spec_is_refused_at_file_line_and_column(old, new, message, mapping_of, tmp_path):
    assert old in WHOLE
    marked = dedent(WHOLE.replace(old, new, 1)).lstrip()
    before = marked[: marked.index(MARK)]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    with pytest.raises(BrokenSpecification) as caught:
        mapping_of(marked.replace(MARK, ""))
    assert f"{tmp_path / 'vouchers.yaml'}:{line}:{column}: {message}" in map(str, caught.value.problems)


def test_all_problems_of_a_spec_are_told_at_once_in_the_order_of_its_lines(mapping_of):
    text = (
        WHOLE.replace("voucher.date", "voucher.dat").replace("row.amount !=", "row.amout !=").replace("'units'", "'u'")
    )
    with pytest.raises(BrokenSpecification) as caught:
        mapping_of(text)
    assert [problem.line for problem in caught.value.problems] == [7, 13, 17]


def test_a_named_value_with_a_problem_is_not_reported_again_as_an_unknown_name(mapping_of):
    with pytest.raises(BrokenSpecification) as caught:
        mapping_of(WHOLE.replace("day: default(voucher.date, run.today)", "day: nonsense"))
    assert [problem.message for problem in caught.value.problems] == [
        "unknown name 'nonsense'",
        "'day' has a problem of its own",
    ]


@pytest.fixture
def problems_of(tmp_path, layouts, registers):
    def check(text):
        path = tmp_path / "vouchers.yaml"
        path.write_text(text.lstrip(), encoding="utf-8")
        return [problem.message for problem in check_mappings([path], layouts, registers)]

    return check


def test_a_mapping_that_no_route_uses_may_mention_any_route_value(problems_of):
    assert problems_of(WHOLE.replace("route.company", "route.anything")) == []


def test_a_mapping_that_no_route_uses_is_checked_in_all_else(problems_of):
    assert problems_of(WHOLE.replace("row.account", "row.acount")) == ["VoucherRow has no field 'acount'"]
