"""Examples of a mapping: run, compared with what they must give, and accepted."""

import json
import zipfile
from textwrap import dedent

import pytest

from gateway.findings import finding
from gateway.formats.layouts.layout import load_layout
from gateway.mapping import accept_example, load_mapping, run_example
from gateway.mapping.examples import input_of

pytestmark = pytest.mark.unit

VOUCHERS = """
    name: vouchers
    title: Verifikationer
    message: VoucherBatch
    target: ledger
    file_name: "'GL.txt'"
    records:
      - record: row
        for_each: voucher.rows as row
        fields: {number: run.number, account: row.account, amount: row.amount, text: voucher.text}
"""
OUTPUT = "1;7010;;100.00;;Lön mars\n1;1930;;-100.00;;Lön mars\n"


@pytest.fixture
def case(tmp_path):
    folder = tmp_path / "examples" / "vouchers" / "two-rows"
    folder.mkdir(parents=True)
    (folder / "input.si").write_text("the reader of the test knows what it means", encoding="utf-8")
    return folder


@pytest.fixture
def result_of(case, mapping_of, run, batch, voucher_of):
    """The result of the case, with a reader that gives a batch, two rows and the items of the test."""

    def result(expected=OUTPUT, *further, mapping=VOUCHERS):
        if expected is not None:
            (case / "expected.txt").write_bytes(expected.encode("iso-8859-1"))
        voucher = voucher_of("A1", ("7010", "100"), ("1930", "-100"))
        return run_example(case, mapping_of(mapping), run, lambda path: iter([batch, voucher, *further]))

    return result


def test_an_example_that_gives_what_it_must_is_ok(result_of):
    result = result_of()
    assert (result.name, result.is_ok, result.difference) == ("vouchers/two-rows", True, "")
    assert result.output == OUTPUT.encode("iso-8859-1")


def test_one_wrong_field_is_named_with_its_line_and_both_values(result_of):
    assert result_of(OUTPUT.replace("1930", "1940")).difference == "line 2, row.account: expected '1940', got '1930'"


def test_a_line_too_many_and_a_line_too_few_are_told(result_of):
    first = OUTPUT.splitlines(keepends=True)[0]
    assert result_of(first).difference == "line 2: not expected: 1;1930;;-100.00;;Lön mars"
    assert result_of(OUTPUT + first).difference == "line 3: missing: 1;7010;;100.00;;Lön mars"


def test_other_line_ends_are_a_difference(result_of):
    assert result_of(OUTPUT.replace("\n", "\r\n")).difference == "only the line ends differ"


def test_a_missing_expected_file_is_told(result_of):
    assert result_of(None).difference == "there is no expected file"


def test_of_many_differences_the_first_thirty_are_shown(result_of):
    difference = result_of("9;9;9;9;9;9\n" * 100).difference.splitlines()
    assert (len(difference), difference[-1]) == (31, "… and 80 more")


def test_a_field_of_a_fixed_layout_is_named_by_its_record(result_of):
    text = VOUCHERS.replace("ledger", "trailed").replace("number: run.number, ", "").replace(", text: voucher.text", "")
    expected = "R70100000010000\nR1930-000010001\n"
    assert result_of(expected, mapping=text).difference == (
        "line 2, row.amount: expected '-000010001', got '-000010000'"
    )


def test_findings_are_part_of_what_an_example_must_give(result_of, case):
    problem = finding("MAPPING-NOT-A-NUMBER", value="x", about="A2", field="amount")
    assert result_of(OUTPUT, problem).difference == "+ unexpected finding: MAPPING-NOT-A-NUMBER A2 amount x"
    known = [{"code": "MAPPING-NOT-A-NUMBER", "about": "A2", "field": "amount", "value": "x"}]
    (case / "expected-findings.json").write_text(json.dumps(known), encoding="utf-8")
    assert result_of(OUTPUT, problem).is_ok
    assert result_of(OUTPUT).difference == "- expected finding: MAPPING-NOT-A-NUMBER A2 amount x"


def test_a_finding_that_comes_twice_must_be_expected_twice(result_of, case):
    problem = finding("MAPPING-NOT-A-NUMBER", value="x", about="A2", field="amount")
    known = [{"code": "MAPPING-NOT-A-NUMBER", "about": "A2", "field": "amount", "value": "x"}]
    (case / "expected-findings.json").write_text(json.dumps(known), encoding="utf-8")
    assert result_of(OUTPUT, problem, problem).difference == "+ unexpected finding: MAPPING-NOT-A-NUMBER A2 amount x"


def test_a_findings_file_that_is_no_list_of_findings_is_told_not_raised(result_of, case):
    (case / "expected-findings.json").write_text('{"code": ', encoding="utf-8")
    assert result_of().difference.startswith("expected-findings.json cannot be read: ")


def test_findings_alone_may_be_all_that_an_example_gives(case, mapping_of, run):
    problem = finding("FILE-EMPTY")
    known = [{"code": "FILE-EMPTY", "about": "", "field": "", "value": ""}]
    (case / "expected-findings.json").write_text(json.dumps(known), encoding="utf-8")
    assert run_example(case, mapping_of(VOUCHERS), run, lambda path: iter([problem])).difference == ""


def test_accepting_makes_the_output_and_the_findings_the_new_expectation(result_of, case):
    problem = finding("MAPPING-NOT-A-NUMBER", value="Å", about="A2", field="amount")
    accept_example(result_of("old\n", problem))
    assert (case / "expected.txt").read_text(encoding="iso-8859-1") == OUTPUT
    assert "Å" in (case / "expected-findings.json").read_text(encoding="utf-8")
    assert result_of(OUTPUT, problem).is_ok


def test_accepting_an_example_without_findings_removes_the_old_ones(result_of, case):
    (case / "expected-findings.json").write_text("[]", encoding="utf-8")
    accept_example(result_of(None))
    assert sorted(path.name for path in case.iterdir()) == ["expected.txt", "input.si"]


def test_a_case_holds_exactly_one_input(result_of, case):
    assert input_of(case) == case / "input.si"
    (case / "second.si").touch()
    assert input_of(case) is None
    assert result_of().difference == "the folder must hold one input file"


def test_workbooks_are_compared_by_their_cells(case, tmp_path, registers, run, batch, voucher_of):
    layout, mapping, target = tmp_path / "book.yaml", tmp_path / "vouchers.yaml", case / "expected.xlsx"
    layout.write_text(
        "title: T\nkind: xlsx\nassumed: true\nheader_row: true\n"
        "records: {row: {fields: {account: {type: code}, amount: {type: amount}}}}\n",
        encoding="utf-8",
    )
    spec = dedent(VOUCHERS).replace("target: ledger", "target: book").replace("GL.txt", "GL.xlsx").lstrip()
    spec = spec[: spec.index("fields:")] + "fields: {account: row.account, amount: row.amount}\n"
    mapping.write_text(spec, encoding="utf-8")
    loaded = load_mapping(mapping, {"book": load_layout(layout)}, registers, {})

    def result(*rows):
        return run_example(case, loaded, run, lambda path: iter([batch, voucher_of("A1", *rows)]))

    target.write_bytes(result(("7010", "100")).output)
    with zipfile.ZipFile(target) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as new:
        for name, content in parts.items():
            new.writestr(name, content)
    assert result(("7010", "100")).is_ok
    assert result(("7010", "90")).difference == "line 2, expected '2: 7010 | 100', got '2: 7010 | 90'"
