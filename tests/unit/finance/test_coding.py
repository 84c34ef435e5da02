"""Account, dimensions, VAT code and counterparty of vouchers and invoice lines, against small registers."""

import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from gateway.catalogue import Severity
from gateway.messages.vouchers import VoucherRow
from gateway.registers import Registers, load_registers
from gateway.rules.finance.coding import Coding, CodingTests, coding_rules
from gateway.specification import BrokenSpecification
from tests.finance_rules import (
    Judge,
    coding,
    customer_invoice,
    line,
    registers_in,
    row,
    rules,
    supplier_invoice,
    voucher,
)

pytestmark = pytest.mark.unit

ACCOUNTS = """\
account;name;dim_1;dim_2;dim_7;vat_code;internal;valid_from;valid_to
1930;Bank;blank;blank;blank;blank;;;
6211;Telefoni;required;=910|920;optional;=I25;;;
6460;Material;optional;optional;optional;optional;;;
3980;Interna intäkter;optional;optional;optional;optional;yes;;
3990;Externa intäkter;optional;optional;optional;optional;no;;
6410;Städning;optional;optional;optional;required;;;2025-12-31
"""
DIMENSIONS = """\
dimension*;value*;name;valid_from;valid_to
1;;Ansvar;;
1;1001;Ekonomi;;
1;1002;Teknik;;
2;;Verksamhet;;
2;910;Lokaler;;
2;920;Administration;;
2;440;Skola;;
7;;Motpart;;
7;100;Förvaltningar;;
7;870;Företag;;
"""
RELATIONS = """\
dimension*;value*;other_dimension*;other_value*;valid_from;valid_to
1;1001;2;9*;;
1;1002;2;440;;2025-12-31
1;1002;2;910;2026-01-01;
account;3990;2;440;;
"""
COUNTERPARTIES = "counterparty;internal\n100;yes\n870;no\n"
VAT_CODES = "vat_code;name;valid_from;valid_to\nI25;Ingående;;\nI12;Gammal;;2020-12-31\n"


@pytest.fixture
def registers(tmp_path: Path) -> Registers:
    return registers_in(
        tmp_path,
        accounts=ACCOUNTS,
        dimensions=DIMENSIONS,
        dimension_relations=RELATIONS,
        counterparties=COUNTERPARTIES,
        vat_codes=VAT_CODES,
        customers="identity_number;customer_number;internal\n2129990004;200;yes\n5569001208;300;no\n",
    )


CASES = [
    ("ACCOUNT-UNKNOWN", row("9999"), row("6460")),
    ("ACCOUNT-NOT-VALID", row("6410"), row("6460")),
    ("DIMENSION-UNKNOWN", row("6460", d1="1009"), row("6460", d1="1001")),
    ("DIMENSION-REQUIRED", row("6211", d2="910", vat_code="I25"), row("6211", d1="1001", d2="910", vat_code="I25")),
    ("DIMENSION-NOT-ALLOWED", row("1930", d1="1001"), row("1930")),
    ("DIMENSION-FIXED", row("6211", d1="1001", d2="440"), row("6211", d1="1001", d2="920")),
    ("DIMENSION-FIXED", row("6211", d1="1001"), row("6211", d1="1001", d2="910")),
    ("DIMENSION-RELATION", row("6460", d1="1001", d2="440"), row("6460", d1="1001", d2="920")),
    ("DIMENSION-RELATION", row("3990", d2="910"), row("3990", d2="440")),
    ("VAT-CODE-UNKNOWN", row("6460", vat_code="I12"), row("6460", vat_code="I25")),
    ("VAT-CODE-NOT-ALLOWED", row("1930", vat_code="I25"), row("1930")),
    ("VAT-CODE-FIXED", row("6211"), row("6211", vat_code="I25")),
    ("COUNTERPARTY-REQUIRED", row("3980"), row("3980", d7="100")),
    ("COUNTERPARTY-REQUIRED", row("3980", d7="870"), row("6460", d7="870")),
    ("COUNTERPARTY-NOT-ALLOWED", row("3990", d7="100"), row("3990", d7="870")),
]


@pytest.mark.parametrize(("suffix", "bad", "good"), CASES)
def test_each_rule_finds_its_fault_on_a_voucher_row_and_lets_the_right_one_pass(
    suffix: str, bad: VoucherRow, good: VoucherRow, registers: Registers
) -> None:
    code = f"VOUCHER-{suffix}"
    judge = Judge(rules("VoucherBatch", **{code: None}), registers)
    assert judge.codes(voucher(good)) == []
    [each] = judge.found(voucher(good, bad))
    assert (each.code, each.place.line, each.about, each.severity) == (code, 7, "verifikation A12", Severity.ERROR)


@pytest.mark.parametrize(("suffix", "bad", "good"), CASES)
def test_the_same_rules_judge_the_lines_and_codings_of_invoices(
    suffix: str, bad: VoucherRow, good: VoucherRow, registers: Registers
) -> None:
    code = f"CODING-{suffix}"
    of_customers = Judge(rules("CustomerInvoiceBatch", **{code: None}), registers)
    of_suppliers = Judge(rules("SupplierInvoiceBatch", **{code: None}), registers)
    for each, expected in ((good, []), (bad, [code])):
        coded = line(account=each.account, dimensions=each.dimensions, vat_code=each.vat_code)
        divided = line(account="", vat_code=each.vat_code, codings=[coding(each.account)])
        divided.codings[0].dimensions = each.dimensions
        for part in (coded, divided):
            assert of_customers.codes(customer_invoice(part)) == expected
            assert of_suppliers.codes(supplier_invoice(part)) == expected


def test_a_rule_is_as_severe_as_it_says_and_silent_when_it_is_not_enabled(registers: Registers) -> None:
    warned = rules("VoucherBatch", VOUCHER_ACCOUNT_UNKNOWN={"severity": "warning"}, VOUCHER_VAT_CODE_UNKNOWN=None)
    found = Judge(warned, registers).found(voucher(row("9999", vat_code="X")))
    assert [(each.code, each.rejects) for each in found] == [
        ("VOUCHER-ACCOUNT-UNKNOWN", False),
        ("VOUCHER-VAT-CODE-UNKNOWN", True),
    ]
    silent = rules("VoucherBatch", VOUCHER_ACCOUNT_UNKNOWN={"enabled": False})
    assert silent.codes == ()
    assert Judge(silent, registers).codes(voucher(row("9999"))) == []


def test_a_relation_holds_on_its_days_and_says_what_is_allowed(registers: Registers) -> None:
    judge = Judge(rules("VoucherBatch", VOUCHER_DIMENSION_RELATION=None), registers)
    before = voucher(row("6460", d1="1002", d2="440"), date=datetime.date(2025, 12, 31))
    assert judge.codes(before) == []
    [each] = judge.found(voucher(row("6460", d1="1002", d2="440")))
    assert each.text("sv") == "1 Ansvar: 1002 får inte användas med 2 Verksamhet: 440. Tillåtet är 910."
    assert judge.codes(voucher(row("6460", d1="1002"))) == [], "one of them alone is no combination"


def test_what_the_customer_is_goes_before_what_the_account_is(registers: Registers) -> None:
    both: dict[str, None] = {"CODING_COUNTERPARTY_REQUIRED": None, "CODING_COUNTERPARTY_NOT_ALLOWED": None}
    judge = Judge(rules("CustomerInvoiceBatch", **both), registers)

    def found(customer_number: str, account: str, counterparty: str = "") -> list[str]:
        invoice = customer_invoice(line(account=account, counterparty=counterparty))
        invoice.customer.party_number = customer_number
        return judge.codes(invoice)

    assert found("200", "3990") == ["CODING-COUNTERPARTY-REQUIRED"]
    assert found("200", "3990", "100") == []
    assert found("300", "3980", "100") == ["CODING-COUNTERPARTY-NOT-ALLOWED"]
    assert found("300", "3980") == []
    assert found("", "3980") == ["CODING-COUNTERPARTY-REQUIRED"], "nothing is known of the customer"


def test_a_line_without_account_is_coded_by_its_article_or_not_at_all(registers: Registers) -> None:
    judge = Judge(rules("CustomerInvoiceBatch", CODING_ACCOUNT_MISSING=None, CODING_ACCOUNT_UNKNOWN=None), registers)
    assert judge.codes(customer_invoice(line(account="", article="SAL"))) == []
    assert judge.codes(customer_invoice(line(account=""))) == ["CODING-ACCOUNT-MISSING"]


@pytest.mark.parametrize(("word", "hint"), [("requred", "did you mean 'required'?"), ("=", ""), ("910", "")])
def test_a_word_that_no_rule_knows_is_told_with_file_and_line(word: str, hint: str, tmp_path: Path) -> None:
    registers = registers_in(tmp_path, accounts=f"account;dim_1;vat_code\n1930;;\n1940;{word};\n")
    rule_set = rules("VoucherBatch", VOUCHER_DIMENSION_REQUIRED=None)
    with pytest.raises(BrokenSpecification) as broken:
        rule_set.prepare(registers)
    [problem] = broken.value.problems
    assert str(problem).endswith(f"accounts.csv:3:1: {problem.message}" + (f" ({hint})" if hint else ""))
    assert f"dim_1: '{word}'" in problem.message


PARTS = some.lists(
    some.tuples(
        some.sampled_from(["1930", "6211", "6460", "3980", "3990", "6410", "9999"]),
        some.sampled_from(["", "1001", "1002", "9"]),
        some.sampled_from(["", "910", "440"]),
        some.sampled_from(["", "I25", "X"]),
        some.dates(datetime.date(2025, 1, 1), datetime.date(2026, 12, 31)),
    ),
    max_size=8,
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Registers:
    return registers_in(
        tmp_path_factory.mktemp("registers"),
        accounts=ACCOUNTS,
        dimensions=DIMENSIONS,
        dimension_relations=RELATIONS,
        counterparties=COUNTERPARTIES,
        vat_codes=VAT_CODES,
    )


@given(PARTS)
def test_what_is_remembered_of_a_coding_is_what_would_be_found_anew(
    shared: Registers, parts: list[tuple[str, str, str, str, datetime.date]]
) -> None:
    tests = CodingTests("VOUCHER", {code: rule() for code, rule in coding_rules("VOUCHER").items()})
    together = Judge(rules("VoucherBatch"), shared).around
    for account, one, two, vat_code, day in [*parts, *parts]:
        coded = Coding(day, account, (("1", one), ("2", two)), vat_code)
        alone = Judge(rules("VoucherBatch"), shared).around
        assert tests.faults(coded, together) == tests.faults(coded, alone)


def test_what_is_remembered_is_bounded(shared: Registers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.rules.finance.coding._REMEMBERED", 10)
    judge = Judge(rules("VoucherBatch", VOUCHER_ACCOUNT_UNKNOWN=None), shared)
    many = voucher(*(row(str(number)) for number in range(100)))
    assert judge.codes(many) == ["VOUCHER-ACCOUNT-UNKNOWN"] * 100
    [known] = judge.around.memory.values()
    assert len(known) <= 10


def test_two_rows_of_a_register_that_overlap_are_refused_naming_both(tmp_path: Path) -> None:
    text = "account;valid_from;valid_to\n1930;2024-01-01;2025-06-30\n1940;;\n1930;2025-06-30;\n"
    (tmp_path / "accounts.csv").write_text(text, encoding="utf-8")
    with pytest.raises(BrokenSpecification) as broken:
        load_registers(tmp_path)
    [problem] = broken.value.problems
    assert str(problem) == f"{tmp_path}/accounts.csv:4:1: key '1930' is also valid in line 2"


def test_amounts_do_not_matter_for_coding(registers: Registers) -> None:
    judge = Judge(rules("VoucherBatch", VOUCHER_ACCOUNT_UNKNOWN=None), registers)
    rows = [row("6460"), row("6460")]
    rows[1].amount = Decimal("1E+30")
    assert judge.codes(voucher(*rows)) == []
