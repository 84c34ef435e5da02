"""Rules about payments: known account, known series, and nothing booked twice."""

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gateway.messages import Deposit, Payment, PaymentReport
from gateway.registers import load_register, load_registers
from gateway.rules.base import Surroundings
from gateway.rules.payments import RULE_SET

pytestmark = pytest.mark.unit

REGISTERS = load_registers(Path(__file__).resolve().parents[2] / "mappings" / "registers")
DAY = datetime.date(2026, 3, 2)


class _History:
    def __init__(self, holders: dict[tuple[str, str], tuple[str, str]] | None = None) -> None:
        self.holders = holders or {}

    def first_holder(self, kind: str, key: str) -> tuple[str, str] | None:
        return self.holders.get((kind, key))


def _deposit(**changes: Any) -> Deposit:
    values: dict[str, Any] = {
        "identifier": "00056",
        "account": "9912346",
        "account_kind": "BGNR",
        "currency": "SEK",
        "amount": Decimal("1250.00"),
        "booking_date": DAY,
        "number": 1,
    }
    return Deposit(**(values | changes))


def _codes(part: Any, *, history: _History | None = None, claimed: list[tuple[str, str]] | None = None) -> list[str]:
    surroundings = Surroundings(
        registers=REGISTERS,
        history=history or _History(),
        today=DAY,
        ancestors={"deposit": _deposit()},
        claim_key=lambda kind, key: (claimed if claimed is not None else []).append((kind, key)),
        options={},
    )
    return [
        found.code for kind, check in RULE_SET.checks if isinstance(part, kind) for found in check(part, surroundings)
    ]


def test_a_payment_in_a_known_series_gives_no_finding() -> None:
    assert _codes(Payment(amount=Decimal(1), reference="7100000103", reference_kind="ocr")) == []


@pytest.mark.parametrize(
    ("payment", "codes"),
    [
        (Payment(amount=Decimal(1)), ["PAYMENT-UNIDENTIFIED"]),
        (Payment(amount=Decimal(1), reference="9900000203"), ["PAYMENT-UNIDENTIFIED"]),
        (
            Payment(amount=Decimal(1), reference="7100000104", reference_kind="ocr"),
            ["PAYMENT-OCR-CHECK-DIGIT"],
        ),
        (Payment(amount=Decimal(0), reference="7100000103"), ["PAYMENT-ZERO"]),
        (Payment(amount=Decimal(-1), reference="7100000103"), ["PAYMENT-NEGATIVE"]),
    ],
)
def test_what_staff_must_look_at_is_listed(payment: Payment, codes: list[str]) -> None:
    assert _codes(payment) == codes


def test_an_account_that_is_not_ours_rejects_the_file() -> None:
    assert _codes(_deposit(account="12345674")) == ["PAYMENT-ACCOUNT-UNKNOWN"]
    assert _codes(_deposit(account="54029681", booking_date=datetime.date(2023, 12, 31))) == ["PAYMENT-ACCOUNT-UNKNOWN"]


def test_a_test_file_is_not_booked() -> None:
    assert _codes(PaymentReport(identifier="1", is_test=True)) == ["PAYMENT-TEST-FILE"]


def test_the_longest_prefix_wins_and_a_blank_key_fits_anything(tmp_path: Path) -> None:
    path = tmp_path / "series.csv"
    path.write_text("prefix*;account*;name\n;;rest\n7;;seven\n71;;longer\n71;A;exact\n", encoding="utf-8")
    series = load_register(path)
    found = {
        (text, account): row.values["name"]
        for text, account in [("5", "A"), ("72", "A"), ("719", "B"), ("719", "A")]
        if (row := series.find_by_prefix(text, account, on=DAY))
    }
    assert list(found.values()) == ["rest", "seven", "longer", "exact"]
