"""Rule set voucher-coding: what the ledger demands, on small registers of its own and on the shipped ones."""

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gateway.catalogue import CATALOGUE
from gateway.findings import Finding, Place
from gateway.messages.vouchers import CodingDimension, Voucher, VoucherBatch, VoucherRow
from gateway.registers import Registers, load_registers
from gateway.rules.base import Surroundings
from gateway.rules.finance.coding import BLANK, OPTIONAL, REQUIRED
from tests.city_rules import shipped

pytestmark = pytest.mark.unit

RULE_SET = shipped("voucher-coding")

SHIPPED = Path(__file__).parents[2] / "mappings" / "registers"
DAY = datetime.date(2026, 11, 2)
REGISTERS = {
    "accounts": "account;name;dim_1;dim_3;vat_code;internal;valid_from;valid_to\n"
    "1930;Bank;blank;blank;blank;;;\n"
    "5410;Inventarier;required;optional;optional;;;\n"
    "3011;Försäljning;optional;optional;required;;;\n"
    "6410;Städning;required;blank;blank;;;2025-12-31\n",
    "dimensions": "dimension*;value*;name;valid_from;valid_to\n"
    "1;;Ansvar;;\n1;310;Skolan;;\n1;320;Stängd skola;;2026-06-30\n3;P1;Projekt ett;;\n9;X;Övrigt;;\n",
    "vat_codes": "vat_code;name;valid_from;valid_to\nU25;Utgående;;\nU30;Gammal;;2020-12-31\n",
    "dimension_relations": "dimension*;value*;other_dimension*;other_value*\n",
    "counterparties": "counterparty;internal\n",
    "periods": "period;status\n202610;closed\n202611;open\n",
}


@pytest.fixture
def registers(tmp_path: Path) -> Registers:
    for name, text in REGISTERS.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return load_registers(tmp_path)


def row(account: str, amount: str, *coding: tuple[str, str], vat_code: str = "", line: int = 5) -> VoucherRow:
    return VoucherRow(
        account=account,
        amount=Decimal(amount),
        dimensions=[CodingDimension(dimension=dimension, value=value) for dimension, value in coding],
        vat_code=vat_code,
        place=Place(line=line, record="#TRANS"),
    )


def voucher(*rows: VoucherRow, day: datetime.date = DAY, number: str = "12") -> Voucher:
    return Voucher(
        series="A",
        number=number,
        text="Prov",
        date=day,
        rows=list(rows),
        position=3,
        place=Place(line=4, record="#VER"),
    )


def check(part: object, registers: Registers, options: dict[str, Any] | None = None) -> list[Finding]:
    surroundings = Surroundings(
        registers=registers,
        history=None,  # type: ignore[arg-type]
        today=DAY,
        ancestors={},
        claim_key=lambda kind, key: None,
        options=options or {},
    )
    found = [
        problem for kind, rule in RULE_SET.checks if isinstance(part, kind) for problem in rule(part, surroundings)
    ]
    # Most rows of these tests are of no amount, so that their vouchers balance.
    return [problem for problem in found if problem.code != "VOUCHER-ROW-ZERO"]


def codes(found: list[Finding]) -> list[str]:
    return [problem.code for problem in found]


def test_a_voucher_that_is_right_gives_no_finding(registers: Registers) -> None:
    right = voucher(row("5410", "10.10", ("1", "310"), ("3", "P1")), row("1930", "-10.10"))
    assert check(right, registers) == []


def test_an_unbalanced_voucher_shows_the_difference(registers: Registers) -> None:
    (problem,) = check(voucher(row("5410", "10.10", ("1", "310")), row("1930", "-10.00")), registers)
    assert (problem.code, problem.value, problem.about) == ("VOUCHER-UNBALANCED", "0.10", "verifikation A12")
    assert problem.place == Place(line=4, record="#VER")
    assert problem.rejects
    assert not problem.rejects_file


def test_many_small_rows_are_summed_exactly(registers: Registers) -> None:
    rows = [row("5410", "0.10", ("1", "310")) for _ in range(1000)]
    assert check(voucher(*rows, row("1930", "-100.00")), registers) == []


def test_a_voucher_without_rows_and_number_is_named_by_its_position(registers: Registers) -> None:
    (problem,) = check(voucher(number=""), registers)
    assert (problem.code, problem.about) == ("VOUCHER-WITHOUT-ROWS", "verifikation nr 3 i filen")


@pytest.mark.parametrize("day", [datetime.date(2026, 10, 31), datetime.date(2026, 12, 1)])
def test_a_period_that_is_closed_or_not_in_the_register_is_refused(registers: Registers, day: datetime.date) -> None:
    (problem,) = check(voucher(row("1930", "0"), day=day), registers)
    assert (problem.code, problem.details["period"]) == ("VOUCHER-PERIOD-CLOSED", f"{day:%Y%m}")
    assert f"{day:%Y%m}" in problem.text("sv")


@pytest.mark.parametrize(
    ("bad", "code", "shown"),
    [
        (row("9999", "0"), "VOUCHER-ACCOUNT-UNKNOWN", "9999"),
        (row("6410", "0", ("1", "310")), "VOUCHER-ACCOUNT-NOT-VALID", "6410"),
        (row("5410", "0"), "VOUCHER-DIMENSION-REQUIRED", "1 Ansvar"),
        (row("5410", "0", ("1", "")), "VOUCHER-DIMENSION-REQUIRED", "1 Ansvar"),
        (row("5410", "0", ("1", "311")), "VOUCHER-DIMENSION-UNKNOWN", "311"),
        (row("5410", "0", ("1", "320")), "VOUCHER-DIMENSION-UNKNOWN", "320"),
        (row("1930", "0", ("1", "310")), "VOUCHER-DIMENSION-NOT-ALLOWED", "310"),
        (row("5410", "0", ("1", "310"), ("9", "X")), "VOUCHER-DIMENSION-NOT-ALLOWED", "X"),
        (row("5410", "0", ("1", "310"), ("3", "P1"), ("3", "P1")), "VOUCHER-DIMENSION-TWICE", "P1, P1"),
        (row("3011", "0"), "VOUCHER-VAT-CODE-REQUIRED", "3011"),
        (row("3011", "0", vat_code="U99"), "VOUCHER-VAT-CODE-UNKNOWN", "U99"),
        (row("3011", "0", vat_code="U30"), "VOUCHER-VAT-CODE-UNKNOWN", "U30"),
        (row("1930", "0", vat_code="U25"), "VOUCHER-VAT-CODE-NOT-ALLOWED", "U25"),
    ],
)
def test_wrong_coding_is_found_on_its_row(registers: Registers, bad: VoucherRow, code: str, shown: str) -> None:
    (problem,) = check(voucher(row("1930", "0"), bad), registers)
    assert problem.code == code
    assert problem.place == bad.place
    assert problem.about == "verifikation A12"
    assert shown in problem.text("sv")
    assert shown in problem.text("en")


def test_an_unknown_account_does_not_hide_wrong_dimensions(registers: Registers) -> None:
    found = check(voucher(row("9999", "0", ("1", "311"))), registers)
    assert codes(found) == ["VOUCHER-ACCOUNT-UNKNOWN", "VOUCHER-DIMENSION-UNKNOWN"]


def test_the_currency_of_the_file_is_that_of_the_ledger(registers: Registers) -> None:
    (problem,) = check(VoucherBatch(currency="EUR"), registers)
    assert (problem.code, problem.rejects_file) == ("VOUCHER-CURRENCY", True)
    assert check(VoucherBatch(currency="SEK"), registers) == []
    assert check(VoucherBatch(currency="EUR"), registers, {"ledger_currency": "EUR"}) == []


def test_the_rule_set_names_codes_of_the_catalogue() -> None:
    assert set(RULE_SET.codes) <= set(CATALOGUE)


def test_the_shipped_registers_load_and_use_known_words() -> None:
    shipped = load_registers(SHIPPED)
    for account in shipped["accounts"].rows:
        demands = {word for column, word in account.values.items() if column.startswith("dim_") or column == "vat_code"}
        assert {word for word in demands if not word.startswith("=")} <= {REQUIRED, OPTIONAL, BLANK}, account.line
    assert {period.values["status"] for period in shipped["periods"].rows} == {"open", "closed"}


def test_departments_point_at_dimensions_that_exist() -> None:
    shipped = load_registers(SHIPPED)
    for department in shipped["departments"].rows:
        assert shipped["dimensions"].find("1", department.values["cost_centre"], on=DAY), department.line
        assert shipped["dimensions"].find("2", department.values["activity"], on=DAY), department.line
