"""Vouchers as documents: dates, numbers, texts and amounts, good and bad."""

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from gateway.catalogue import Severity
from gateway.messages import Voucher, VoucherBatch
from gateway.registers import Registers
from gateway.rules.finance.seen import SeenKeys
from tests.finance_rules import DAY, Judge, registers_in, row, rules, voucher

pytestmark = pytest.mark.unit

BATCH = VoucherBatch(system="Hyror")


@pytest.fixture
def periods(tmp_path: Path) -> Registers:
    return registers_in(
        tmp_path, periods="period;status;GL;AP\n202609;open;closed;\n202610;closed;;open\n202611;open;;\n"
    )


def judge(registers: Registers | None = None, **named: Any) -> Judge:
    return Judge(rules("VoucherBatch", **named), registers, ancestors={"batch": BATCH}, sender="hyror")


BALANCED = (row("1930", "10.00"), row("6460", "-10.00"))

CASES: list[tuple[str, dict[str, Any], Voucher, Voucher]] = [
    ("VOUCHER-WITHOUT-ROWS", {}, voucher(), voucher(row("1930"))),
    ("VOUCHER-UNBALANCED", {}, voucher(row("1930", "10.01"), row("6460", "-10.00")), voucher(*BALANCED)),
    ("VOUCHER-UNBALANCED", {"tolerance": 0.01}, voucher(row("1930", "0.02")), voucher(row("1930", "0.01"))),
    ("VOUCHER-DATE-FAR", {}, voucher(date=datetime.date(2027, 2, 1)), voucher(date=datetime.date(2027, 1, 31))),
    ("VOUCHER-DATE-FAR", {"months_back": 1}, voucher(date=datetime.date(2026, 9, 30)), voucher(date=DAY)),
    ("VOUCHER-TEXT-MISSING", {}, voucher(row("1930"), text=""), voucher(row("1930", text="Hyra"), text="")),
    ("VOUCHER-DECIMALS", {}, voucher(row("1930", "0.001")), voucher(row("1930", "0.010000"))),
    ("VOUCHER-DECIMALS", {"decimals": 0}, voucher(row("1930", "1.50")), voucher(row("1930", "15E+1"))),
    ("VOUCHER-ROUNDING-LARGE", {}, voucher(row("3740", "-1.01")), voucher(row("3740", "1.00"), row("1930", "9"))),
    (
        "VOUCHER-ROUNDING-LARGE",
        {"accounts": ["3741"], "most": 5},
        voucher(row("3741", "5.01")),
        voucher(row("3740", "9")),
    ),
]


@pytest.mark.parametrize(("code", "options", "bad", "good"), CASES)
def test_each_rule_finds_its_fault_and_lets_the_right_voucher_pass(
    code: str, options: dict[str, Any], bad: Voucher, good: Voucher
) -> None:
    assert judge(**{code: options}).codes(good) == []
    [each] = judge(**{code: options}).found(bad)
    assert (each.code, each.rejects, each.about) == (code, True, "verifikation A12")
    [warned] = judge(**{code: {**options, "severity": "warning"}}).found(bad)
    assert (warned.code, warned.rejects) == (code, False)
    assert judge(**{code: {**options, "enabled": False}}).codes(bad) == []


def test_a_row_of_no_amount_is_told_of_without_stopping_anything() -> None:
    [each] = judge(VOUCHER_ROW_ZERO=None).found(voucher(row("1930", "0.00"), row("6460", "1")))
    assert (each.code, each.severity, each.place.line) == ("VOUCHER-ROW-ZERO", Severity.WARNING, 7)


@pytest.mark.parametrize(
    ("ledger", "day", "is_open"),
    [
        ("", datetime.date(2026, 9, 1), True),
        ("GL", datetime.date(2026, 9, 1), False),
        ("AP", datetime.date(2026, 9, 1), True),
        ("AP", datetime.date(2026, 10, 31), True),
        ("GL", datetime.date(2026, 10, 31), False),
        ("", datetime.date(2026, 12, 1), False),
    ],
)
def test_a_period_is_open_in_its_ledger_or_else_at_all(
    ledger: str, day: datetime.date, is_open: bool, periods: Registers
) -> None:
    found = judge(periods, VOUCHER_PERIOD_CLOSED={"ledger": ledger}).found(voucher(date=day))
    assert [each.code for each in found] == ([] if is_open else ["VOUCHER-PERIOD-CLOSED"])


def test_a_number_that_was_delivered_before_is_a_duplicate_of_its_system_and_year() -> None:
    rule = judge(VOUCHER_DUPLICATE=None)
    assert rule.codes(voucher()) == []
    [each] = rule.found(voucher())
    assert (each.code, each.details["first_name"]) == ("VOUCHER-DUPLICATE", "first.csv")
    assert rule.codes(voucher(series="B")) == []
    assert rule.codes(voucher(date=datetime.date(2025, 11, 2))) == []
    rule.around.ancestors["batch"] = VoucherBatch(system="Annat")
    assert rule.codes(voucher()) == []
    assert ("voucher", "Hyror/A/12/2026") in rule.delivered.claimed


def test_a_voucher_without_number_is_no_duplicate() -> None:
    rule = judge(VOUCHER_DUPLICATE=None, VOUCHER_TWICE_IN_FILE=None)
    assert [rule.codes(voucher(number="")), rule.codes(voucher(number=""))] == [[], []]


def test_the_same_voucher_twice_in_a_file_is_found_the_second_time() -> None:
    rule = judge(VOUCHER_TWICE_IN_FILE=None)
    assert [rule.codes(voucher()), rule.codes(voucher(number="13"))] == [[], []]
    assert rule.codes(voucher()) == ["VOUCHER-TWICE-IN-FILE"]


def test_the_currency_is_the_route_s_before_the_rule_s() -> None:
    batch = VoucherBatch(currency="EUR")
    assert judge(VOUCHER_CURRENCY=None).codes(batch) == ["VOUCHER-CURRENCY"]
    assert judge(VOUCHER_CURRENCY={"currency": "EUR"}).codes(batch) == []
    rule = judge(VOUCHER_CURRENCY=None)
    rule.around.options["ledger_currency"] = "EUR"
    assert rule.codes(batch) == []
    assert rule.rule_set.options == {"ledger_currency": str}


@pytest.mark.parametrize("kept", [0, 3, 50_000])
@given(keys=some.lists(some.text(max_size=3)))
def test_what_was_seen_is_what_a_set_would_have_seen(kept: int, keys: list[str]) -> None:
    seen, known = SeenKeys(kept=kept), set()
    for key in keys:
        assert seen.add(key) is (key not in known)
        known.add(key)


@given(some.lists(some.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9)))
def test_a_voucher_balances_exactly_when_its_rows_sum_to_zero(amounts: list[Decimal]) -> None:
    total = sum(amounts, Decimal(0))
    rows = [row("1930", str(amount)) for amount in amounts]
    assert judge(VOUCHER_UNBALANCED=None).codes(voucher(*rows, row("1940", str(-total)))) == []
    assert judge(VOUCHER_UNBALANCED=None).codes(voucher(*rows, row("1940", str(1 - total)))) == ["VOUCHER-UNBALANCED"]
