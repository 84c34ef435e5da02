"""Currencies: those of ISO 4217 that money is paid in, and how small their parts are."""

import doctest
from decimal import Decimal

import pytest

from gateway import currencies
from gateway.currencies import decimals_of, has_too_many_decimals, is_currency
from gateway.rules.code_lists import CODE_LISTS

pytestmark = pytest.mark.unit

NO_MONEY = {"XAG", "XAU", "XBA", "XBB", "XBC", "XBD", "XDR", "XPD", "XPT", "XSU", "XTS", "XUA", "XXX"}


def test_every_code_of_the_official_list_is_known_but_metals_funds_and_codes_for_tests():
    assert {code for code in CODE_LISTS["ISO4217-peppol"] if not is_currency(code)} == NO_MONEY
    assert not any(map(is_currency, ("", "sek", "SKR", "EURO")))


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        ("1.00", "SEK", False),
        ("1.000", "SEK", False),
        ("1.001", "SEK", True),
        ("1.5", "JPY", True),
        ("1.0", "JPY", False),
        ("1.001", "KWD", False),
    ],
)
def test_an_amount_has_no_parts_smaller_than_its_currency(amount, currency, expected):
    assert has_too_many_decimals(Decimal(amount), currency) is expected


def test_most_currencies_have_two_decimals():
    assert [decimals_of(code) for code in ("SEK", "ISK", "TND", "UYW")] == [2, 0, 3, 4]


def test_the_example_of_the_module_is_true():
    assert doctest.testmod(currencies).failed == 0
