"""Which row of the register a payment falls under: kinds in their order, accounts, lengths and days."""

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gateway.messages import Deposit, Payment
from gateway.registers import load_register
from gateway.rules.identification import PaymentRegister
from gateway.specification import BrokenSpecification

pytestmark = pytest.mark.unit

DAY = datetime.date(2026, 3, 2)
HEADER = "kind*;pattern*;length*;account*;name;valid_from;valid_to\n"
ROWS = """return;;;;return;;
code;PMNT/ICDT/*;;;own payment;;
sender;5402-9681;;;factoring;;
sender;Exempelinkasso AB;;;collection;;
reference;7;;;sevens;;
reference;71;;;longer;;
reference;71;10;;ten long;;
reference;71;10;9912346;ours;;
reference;72;;;ended;;2026-03-01
text;*hyra*;;;rent;;
text;*hyra garage*;;;garage;;
account;;;1231231231;swish;;
"""


def register(tmp_path: Path, rows: str = ROWS) -> PaymentRegister:
    path = tmp_path / "series.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    return PaymentRegister(load_register(path))


@pytest.mark.parametrize(
    ("payment", "account", "name"),
    [
        ({"reference": "7"}, "1", "sevens"),
        ({"reference": "712"}, "1", "longer"),
        ({"reference": "7100000103"}, "1", "ten long"),
        ({"reference": "7100000103"}, "9912346", "ours"),
        ({"reference": "8", "other_references": ["", "712"]}, "1", "longer"),
        ({"reference": "722"}, "1", "sevens"),
        ({"reference": "7100000103", "is_return": True}, "9912346", "return"),
        ({"reference": "7100000103", "payer_account": "0054029681"}, "9912346", "factoring"),
        ({"reference": "7100000103", "payer_name": " EXEMPELINKASSO  ab"}, "9912346", "collection"),
        ({"transaction_code": "PMNT/ICDT/DMCT", "payer_account": "54029681"}, "1", "own payment"),
        ({"transaction_code": "PMNT/RCDT/DMCT", "message": "Hyra garage 4"}, "1", "garage"),
        ({"message": "min hyra mars"}, "1", "rent"),
        ({"reference": "Hyra"}, "1", "rent"),
        ({"reference": "1"}, "1231231231", "swish"),
    ],
)
def test_a_payment_falls_under_the_first_kind_that_fits(
    tmp_path: Path, payment: dict[str, Any], account: str, name: str
) -> None:
    row = register(tmp_path).row_of(Payment(amount=Decimal(1), **payment), deposit(account))
    assert row is not None
    assert row.values["name"] == name


@pytest.mark.parametrize("payment", [{}, {"reference": "1"}, {"message": "hy ra"}, {"payer_name": "Exempel AB"}])
def test_what_no_row_fits_is_unidentified(tmp_path: Path, payment: dict[str, Any]) -> None:
    assert register(tmp_path).row_of(Payment(amount=Decimal(1), **payment), deposit("1")) is None


def test_a_deposits_own_code_counts_where_the_payment_has_none(tmp_path: Path) -> None:
    row = register(tmp_path).row_of(Payment(amount=Decimal(1)), deposit("1", transaction_code="PMNT/ICDT/DMCT"))
    assert row is not None


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("refrence;7;;;x;;\n", "series.csv:2:1: kind 'refrence' is none of"),
        ("reference;;;;x;;\n", "series.csv:2:1: the pattern of kind 'reference' is missing"),
        ("account;7;;;x;;\n", "series.csv:2:1: the pattern of kind 'account' is left blank"),
    ],
)
def test_a_row_that_could_never_be_meant_is_refused_with_its_line(tmp_path: Path, rows: str, message: str) -> None:
    with pytest.raises(BrokenSpecification, match=message):
        register(tmp_path, rows)


def deposit(account: str, **changes: Any) -> Deposit:
    values: dict[str, Any] = {
        "identifier": "1",
        "account": account,
        "account_kind": "BGNR",
        "currency": "SEK",
        "amount": Decimal(1),
        "booking_date": DAY,
        "number": 1,
    }
    return Deposit(**(values | changes))
