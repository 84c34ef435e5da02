"""Rules about Autogiro orders: the city's bankgiro, a payer, money, a day that can be kept, a number that can be."""

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gateway.findings import MASK, Finding
from gateway.messages import DirectDebitOrder, DirectDebitRequest, MandateReport
from gateway.registers import load_registers
from gateway.rules.base import Surroundings
from gateway.rules.direct_debit import RULE_SET

pytestmark = pytest.mark.unit

REGISTERS = load_registers(Path(__file__).resolve().parents[2] / "mappings" / "registers")
TODAY = datetime.date(2026, 11, 23)
MONDAY = datetime.date(2026, 11, 30)


class _History:
    def first_holder(self, kind: str, key: str, *, other_than: str = "") -> tuple[str, str] | None:
        raise AssertionError("no rule about orders asks what came before")


def found(part: Any) -> list[Finding]:
    surroundings = Surroundings(
        registers=REGISTERS,
        history=_History(),
        today=TODAY,
        ancestors={},
        claim_key=lambda kind, key: None,
        options={},
    )
    return [each for kind, check in RULE_SET.checks if isinstance(part, kind) for each in check(part, surroundings)]


def codes(part: Any) -> list[str]:
    return [each.code for each in found(part)]


def request(**changes: Any) -> DirectDebitRequest:
    values: dict[str, Any] = {
        "kind": "collection",
        "payer_number": "1001",
        "bankgiro": "9912346",
        "amount": Decimal("1250.00"),
        "due_date": MONDAY,
    }
    return DirectDebitRequest(**(values | changes))


def order(bankgiro: str) -> DirectDebitOrder:
    return DirectDebitOrder(bankgiro=bankgiro, customer_number="000123")


@pytest.mark.parametrize(
    ("bankgiro", "expected"),
    [
        ("9912346", []),
        ("9912347", ["DEBIT-BANKGIRO"]),
        ("", ["DEBIT-BANKGIRO"]),
        ("50501055", ["DEBIT-BANKGIRO-UNKNOWN"]),
    ],
)
def test_the_bankgiro_is_one_of_the_citys(bankgiro: str, expected: list[str]) -> None:
    assert codes(order(bankgiro)) == expected
    assert codes(MandateReport(kind="advice", bankgiro=bankgiro)) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"due_date": None}, []),
        ({"due_date": TODAY}, []),
        ({"payer_number": ""}, ["DEBIT-PAYER-MISSING"]),
        ({"payer_number": "", "kind": "mandate-delete", "amount": None, "due_date": None}, ["DEBIT-PAYER-MISSING"]),
        ({"payer_number": "", "kind": "redate-all", "amount": None, "new_date": MONDAY}, []),
        ({"amount": Decimal(0)}, ["DEBIT-AMOUNT"]),
        ({"kind": "disbursement", "amount": Decimal(0)}, ["DEBIT-AMOUNT"]),
        ({"kind": "cancel-day", "amount": None}, []),
        ({"due_date": datetime.date(2026, 11, 20)}, ["DEBIT-DATE-PASSED"]),
        ({"due_date": datetime.date(2026, 11, 20), "kind": "cancel-day"}, []),
        ({"kind": "redate-one", "new_date": datetime.date(2026, 11, 20)}, ["DEBIT-DATE-PASSED"]),
        ({"due_date": datetime.date(2026, 12, 25)}, ["DEBIT-DATE-NO-BANK-DAY"]),
        ({"due_date": datetime.date(9999, 12, 31)}, ["DEBIT-DATE-FAR"]),
        ({"kind": "mandate-new", "identity_number": "189001019802"}, []),
        ({"kind": "mandate-new", "identity_number": "5569003428"}, []),
        ({"kind": "mandate-new", "identity_number": "189001019803"}, ["DEBIT-IDENTITY-INVALID"]),
        ({"kind": "payer-change", "new_payer_number": "2", "new_bankgiro": "9912346"}, []),
        ({"kind": "payer-change", "new_bankgiro": "9912346"}, ["DEBIT-PAYER-MISSING"]),
        ({"kind": "payer-change", "new_payer_number": "2", "new_bankgiro": "50501055"}, ["DEBIT-BANKGIRO-UNKNOWN"]),
    ],
)
def test_each_request_is_held_to_what_bankgirot_takes(changes: dict[str, Any], expected: list[str]) -> None:
    assert codes(request(**changes)) == expected


def test_a_day_that_is_no_bank_day_says_when_the_money_comes() -> None:
    (warning,) = found(request(due_date=datetime.date(2026, 12, 25)))
    assert (warning.expected, warning.rejects) == ("2026-12-28", False)


def test_identity_numbers_are_never_in_clear() -> None:
    number = "189001019803"
    for each in found(
        request(kind="mandate-new", payer_number=number, identity_number=number, due_date=datetime.date(2026, 1, 1))
    ) + found(request(payer_number=number, amount=Decimal(0), due_date=datetime.date(2026, 1, 1))):
        assert number[2:] not in f"{each}{each.text('sv')}{each.text('en')}{each.action('sv')}"
        assert each.about == MASK
