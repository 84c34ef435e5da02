"""Identifiers: published examples, what must be refused, and properties of the check digits."""

import datetime
import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway import identifiers
from gateway.identifiers import (
    birth_date,
    is_account_of_clearing,
    is_bankgiro,
    is_bic,
    is_clearing_number,
    is_gln,
    is_iban,
    is_identity_number,
    is_ocr,
    is_organisation_number,
    is_personnummer,
    is_plusgiro,
    is_samordningsnummer,
    luhn,
    luhn_check_digit,
    mask_identity,
    ocr_with_check,
    organisation_number,
)

pytestmark = pytest.mark.unit

DIGITS = st.text("0123456789", min_size=1, max_size=23)


def test_the_examples_of_the_module_are_true() -> None:
    assert doctest.testmod(identifiers).failed == 0


@given(DIGITS, st.integers(0, 30), st.integers(1, 9))
def test_luhn_finds_every_single_wrong_digit(digits: str, where: int, change: int) -> None:
    number = digits + luhn_check_digit(digits)
    where %= len(number)
    wrong = number[:where] + str((int(number[where]) + change) % 10) + number[where + 1 :]
    assert luhn(number)
    assert not luhn(wrong)


@pytest.mark.parametrize("text", ["", "0", "12a4", "１２３０", "١٢٣٠", " 1230"])
def test_luhn_is_false_for_what_is_not_ascii_digits(text: str) -> None:
    assert not luhn(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("556056-6258", "5560566258"),
        ("5560566258", "5560566258"),
        ("165560566258", "5560566258"),
        ("16556056-6258", "5560566258"),
        ("SE556056625801", "5560566258"),
        ("212000-0142", "2120000142"),
        ("189001019802", "9001019802"),
        ("900101-9802", "9001019802"),
        ("701063-2391", "7010632391"),
    ],
)
def test_an_organisation_number_is_given_as_ten_digits(text: str, expected: str) -> None:
    assert organisation_number(text) == expected
    assert is_organisation_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "0000000000",
        "000000-0000",
        "160000000000",
        "556056-6259",
        "SE556056625802",
        "SE5560566258",
        "175560566258",
        "901301-0000",
        "",
        "55605662580",
    ],
)
def test_an_organisation_number_is_refused(text: str) -> None:
    assert organisation_number(text) == ""
    assert not is_organisation_number(text)


@pytest.mark.parametrize("text", ["189001019802", "18900101-9802", "900101+9802", "9001019802", "640823-3234"])
def test_a_personnummer_has_a_real_date_and_check_digit(text: str) -> None:
    assert is_personnummer(text)
    assert not is_samordningsnummer(text)


@pytest.mark.parametrize(
    "text",
    ["189001019803", "189002309802", "189000109802", "18900101+9802", "900101/9802", "170001019802", ""],
)
def test_a_personnummer_is_refused(text: str) -> None:
    assert not is_personnummer(text)


def test_a_samordningsnummer_has_sixty_added_to_the_day() -> None:
    assert is_samordningsnummer("701063-2391")
    assert is_samordningsnummer("197010632391")
    assert is_identity_number("197010632391")
    assert not is_personnummer("197010632391")


@pytest.mark.parametrize("text", ["9001019802", "18900101-9802", "165560566258", "１８9001019802"])
def test_an_identity_number_is_exactly_twelve_digits_of_a_person(text: str) -> None:
    assert not is_identity_number(text)


@pytest.mark.parametrize(("text", "is_valid"), [("197700602381", True), ("7700602381", True), ("217700602381", False)])
def test_a_samordningsnummer_may_lack_month_and_day_of_birth(text: str, is_valid: bool) -> None:
    assert is_samordningsnummer(text) is is_valid
    assert not is_personnummer(text)


@pytest.mark.parametrize("born", ["19770061", "19771260", "19771360", "19770092", "19770059"])
def test_what_is_unknown_of_a_birth_is_zero(born: str) -> None:
    is_valid = born in ("19770061", "19771260")
    assert is_samordningsnummer(born + "238" + luhn_check_digit(born[2:] + "238")) is is_valid


def test_the_birth_date_is_read_from_both_kinds_of_number() -> None:
    assert birth_date("189001019802") == datetime.date(1890, 1, 1)
    assert birth_date("197010632391") == datetime.date(1970, 10, 3)
    assert birth_date("189013019802") is None
    assert birth_date("x") is None


@pytest.mark.parametrize("text", ["5402-9681", "991-2346", "902-0033", "54029681"])
def test_published_bankgiro_numbers_are_valid(text: str) -> None:
    assert is_bankgiro(text)


@pytest.mark.parametrize("text", ["5402-9682", "123", "0000000", "540296811", "54O2-9681"])
def test_a_bankgiro_number_is_refused(text: str) -> None:
    assert not is_bankgiro(text)


def test_a_plusgiro_number_has_two_to_eight_digits() -> None:
    assert is_plusgiro("18")
    assert is_plusgiro("902003-3")
    assert not is_plusgiro("9")
    assert not is_plusgiro("00")
    assert not is_plusgiro("902003-4")


@pytest.mark.parametrize(
    ("digits", "length_digit", "expected"),
    [("123", False, "1230"), ("123", True, "12351"), ("1234567890", True, "123456789023")],
)
def test_ocr_references_are_made_as_bankgirot_shows(digits: str, length_digit: bool, expected: str) -> None:
    assert ocr_with_check(digits, length_digit=length_digit) == expected


@given(DIGITS.filter(lambda digits: bool(digits.strip("0"))))
def test_an_ocr_reference_that_was_made_is_valid(digits: str) -> None:
    reference = ocr_with_check(digits, length_digit=True)
    assert is_ocr(reference, length_digit=True)
    assert is_ocr(reference)


def test_an_ocr_reference_with_the_wrong_length_digit_is_refused() -> None:
    wrong = "1234" + luhn_check_digit("1234")
    assert is_ocr(wrong)
    assert not is_ocr(wrong, length_digit=True)


def test_an_ocr_reference_longer_than_25_digits_is_not_made() -> None:
    with pytest.raises(ValueError, match="at most 25"):
        ocr_with_check("1" * 25)


def test_a_bic_is_told_by_its_form() -> None:
    assert all(map(is_bic, ("ESSESESS", "COBADEFFXXX", "NWBKGB2L")))
    assert not any(map(is_bic, ("", "ESSESES", "ESSESESSX", "essesess", "ESSE1ESS")))


def test_a_clearing_number_is_of_a_series_that_some_bank_has() -> None:
    assert all(map(is_clearing_number, ("1000", "2099", "2300", "3300", "6000", "8105", "81059", "9999")))
    assert not any(map(is_clearing_number, ("", "0999", "2100", "2299", "2500", "2999", "81058", "60001", "600x")))


@pytest.mark.parametrize(
    ("account", "clearing", "expected"),
    [
        ("1234567", "5000", True),
        ("123456", "5000", False),
        ("0001234567", "5000", True),
        ("12345678901", "5000", False),
        ("12345678", "6000", True),
        ("123456789", "6000", True),
        ("1234567890", "6000", False),
        ("12", "8105", True),
        ("0000000", "5000", False),
        ("12-34567", "5000", False),
    ],
)
def test_an_account_number_has_a_length_that_its_bank_has(account: str, clearing: str, expected: bool) -> None:
    assert is_account_of_clearing(account, clearing) is expected


def test_gln_and_iban_are_checked() -> None:
    assert is_gln("7365560000000")
    assert not is_gln("7365560000001")
    assert not is_gln("736556000000")
    assert is_iban("SE35 5000 0000 0549 1000 0003")
    assert is_iban("DE89370400440532013000")
    assert not is_iban("SE3550000000054910000004")
    assert not is_iban("SE355000000005491000003")
    assert not is_iban("")


@pytest.mark.parametrize(
    "number", ["189001019802", "18900101-9802", "900101-9802", "9001019802", "900101+9802", "701063-2391"]
)
def test_an_identity_number_in_a_text_is_masked(number: str) -> None:
    assert mask_identity(f"Avser {number}, mars") == "Avser ••••••, mars"


@pytest.mark.parametrize("text", ["Faktura 5560566258", "BG 5402-9681", "1234567890123456", "2026-11-23"])
def test_other_numbers_are_not_masked(text: str) -> None:
    assert mask_identity(text) == text


@given(st.text(max_size=40))
def test_no_text_makes_an_identifier_check_raise(text: str) -> None:
    for check in (
        is_organisation_number,
        is_personnummer,
        is_samordningsnummer,
        is_identity_number,
        is_bankgiro,
        is_plusgiro,
        is_ocr,
        is_gln,
        is_iban,
        is_bic,
        is_clearing_number,
    ):
        assert check(text) in (True, False)
    mask_identity(text)
