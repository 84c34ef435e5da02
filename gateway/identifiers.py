"""Swedish and international identifiers: organisation number, personnummer, bankgiro, OCR, GLN, IBAN.

Every ``is_…`` function takes text as it may stand in a file and answers yes or no; none raises for bad text.
Hyphens and blanks between digits are accepted where people write them. Check digits: Luhn (modulus 10) for
all Swedish numbers, modulus 10 with weights 1 and 3 for GLN, ISO 7064 modulus 97 for IBAN.

>>> is_bankgiro("5402-9681"), organisation_number("SE556056625801"), ocr_with_check("123", length_digit=True)
(True, '5560566258', '12351')
"""

import datetime
import re
from functools import lru_cache

from stdnum import ean, iban
from stdnum.eu import vat

_SEPARATORS = str.maketrans("", "", " -\N{NO-BREAK SPACE}")
_LUHN_SINGLE = bytes.maketrans(b"0123456789", bytes(range(10)))
_LUHN_DOUBLED = bytes.maketrans(b"0123456789", bytes((0, 2, 4, 6, 8, 1, 3, 5, 7, 9)))
_PERSON_WITH_SEPARATOR = re.compile(r"(\d{6}|\d{8})([-+]?)(\d{4})", re.ASCII)
_PERSON_IN_TEXT = re.compile(
    r"(?<!\d)(?:\d{2})?(?:\d{2}(?:0\d|1[0-2])(?:[0-2]\d|3[01]|[6-8]\d|9[01]))[-+ ]?\d{4}(?!\d)", re.ASCII
)
_BIC = re.compile(r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?", re.ASCII)
_CLEARING_SERIES = (range(1000, 2100), range(2300, 2500), range(3000, 10000))
_IDENTITY_MASK = "••••••"


def luhn(digits: str) -> bool:
    """Whether the last digit is the Luhn check digit of those before it. False for anything but digits."""
    if len(digits) < 2 or not _is_digits(digits):
        return False
    return _luhn_sum(digits[-2::-2], digits[-1::-2]) % 10 == 0


def luhn_check_digit(digits: str) -> str:
    """The Luhn check digit to put after `digits`. Raises ValueError for anything but ASCII digits."""
    if not _is_digits(digits):
        raise ValueError(f"not digits: {digits!r}")
    return str(-_luhn_sum(digits[-1::-2], digits[-2::-2]) % 10)


def organisation_number(text: str) -> str:
    """The ten digits of a valid organisation number, or an empty text.

    Accepts ``556056-6258``, ``5560566258``, the twelve-digit form with prefix 16, and a Swedish VAT number
    (``SE556056625801``). A sole trader's personnummer is an organisation number too; with its century it is
    twelve digits that begin with 18, 19 or 20.
    """
    digits = text.strip().upper().translate(_SEPARATORS)
    if digits.startswith("SE"):
        if len(digits) != 14 or not digits.endswith("01"):
            return ""
        digits = digits[2:-2]
    elif len(digits) == 12:
        if digits[:2] != "16" and not is_identity_number(digits):
            return ""
        digits = digits[2:]
    if len(digits) != 10 or not luhn(digits) or not digits.strip("0"):
        return ""
    is_legal_person = digits[2] >= "2" and digits[0] != "0"
    return digits if is_legal_person or _is_dated(digits[:6], with_century=False) else ""


def is_organisation_number(text: str) -> bool:
    """Whether the text is an organisation number in any of the forms that `organisation_number` accepts."""
    return bool(organisation_number(text))


def is_personnummer(text: str) -> bool:
    """Whether the text is a personnummer of 10 or 12 digits: real date, three digits, check digit."""
    return _is_person(text, is_coordination=False)


def is_samordningsnummer(text: str) -> bool:
    """Whether the text is a samordningsnummer of 10 or 12 digits: a personnummer with 60 added to the day.

    Month and day may be 00 (so 60 for the day) where they are not known.
    """
    return _is_person(text, is_coordination=True)


def is_identity_number(text: str) -> bool:
    """Whether the text is a personnummer or samordningsnummer of exactly 12 digits without a separator."""
    return len(text) == 12 and _is_digits(text) and (is_personnummer(text) or is_samordningsnummer(text))


def is_person_number(text: str) -> bool:
    """Whether the text is a personnummer or samordningsnummer of 10 or 12 digits, with or without its separator."""
    return is_personnummer(text) or is_samordningsnummer(text)


def is_vat_number(text: str) -> bool:
    """Whether the text is a VAT number of Sweden or another country of the EU, its country first, as in VIES.

    Swedish ones are SE, an organisation number and 01; the others have the length and check digits of their country.
    """
    number = text.strip().upper()
    if number.startswith("SE"):
        return is_organisation_number(number)
    return number.isascii() and bool(vat.is_valid(number))


def birth_date(identity_number: str) -> datetime.date | None:
    """The date of birth in a 12-digit identity number, or None when there is no real date in it."""
    if len(identity_number) != 12 or not _is_digits(identity_number):
        return None
    day = int(identity_number[6:8])
    return _day(int(identity_number[:4]), int(identity_number[4:6]), day - 60 if day > 60 else day)


def is_bankgiro(text: str) -> bool:
    """Whether the text is a bankgiro number: 7 or 8 digits with Luhn check digit, hyphen or not."""
    digits = text if text.isdigit() else text.strip().translate(_SEPARATORS)
    return len(digits) in (7, 8) and luhn(digits) and bool(digits.strip("0"))


def is_plusgiro(text: str) -> bool:
    """Whether the text is a plusgiro number: 2 to 8 digits with Luhn check digit, hyphen or not."""
    digits = text.strip().translate(_SEPARATORS)
    return 2 <= len(digits) <= 8 and luhn(digits) and bool(digits.strip("0"))


@lru_cache(maxsize=4096)
def is_ocr(text: str, *, length_digit: bool = False) -> bool:
    """Whether the text is an OCR reference: 2 to 25 digits with Luhn check digit last.

    With `length_digit`, the digit before the check digit must be the length of the whole reference modulo 10.
    """
    if not 2 <= len(text) <= 25 or not luhn(text) or not text.strip("0"):
        return False
    return not length_digit or text[-2] == str(len(text) % 10)


def ocr_with_check(digits: str, *, length_digit: bool = False) -> str:
    """An OCR reference made of `digits`: the length digit, if wanted, and the check digit are put after them.

    Raises ValueError when `digits` is not ASCII digits or the reference would be longer than 25 digits.
    """
    length = len(digits) + (2 if length_digit else 1)
    if length > 25:
        raise ValueError(f"an OCR reference has at most 25 digits, not {length}")
    body = digits + str(length % 10) if length_digit else digits
    return body + luhn_check_digit(body)


def is_gln(text: str) -> bool:
    """Whether the text is a GLN (GS1 global location number): 13 digits with check digit."""
    return len(text) == 13 and _is_digits(text) and bool(ean.is_valid(text))


def is_iban(text: str) -> bool:
    """Whether the text is an IBAN (ISO 13616) with the length of its country and correct check digits."""
    return text.isascii() and bool(iban.is_valid(text, check_country=False))


def is_bic(text: str) -> bool:
    """Whether the text is written as a BIC (ISO 9362): bank, country, place, and maybe a branch of three."""
    return _BIC.fullmatch(text) is not None


def is_clearing_number(text: str) -> bool:
    """Whether the text may be a Swedish clearing number: four digits of a series that some bank has.

    A fifth digit is the check digit of a number of Swedbank, which begins with 8. Source: Bankgirot, list of clearing
    numbers; series that were never given out are 2100-2299 and 2500-2999.
    """
    if not _is_digits(text) or len(text) not in (4, 5):
        return False
    if len(text) == 5:
        return text.startswith("8") and luhn(text)
    return any(int(text) in series for series in _CLEARING_SERIES)


def is_account_of_clearing(account: str, clearing: str) -> bool:
    """Whether a Swedish account number, without its clearing number, can be of the bank with a clearing number.

    Only the length is judged: Handelsbanken has 8 or 9 digits, Swedbank's 8000-8999 up to 10, all others 7 to 10,
    zeros before the number not counted where they make it too long.
    """
    if not _is_digits(account) or not account.strip("0"):
        return False
    shortest, longest = {"6": (8, 9), "8": (2, 10)}.get(clearing[:1], (7, 10))
    significant = len(account.lstrip("0"))
    return len(account) >= shortest and significant <= longest


def mask_identity(text: str) -> str:
    """The text with everything that is written like a personnummer or samordningsnummer replaced.

    The form alone decides, not the check digit: a mistyped number points at a person as well as a right one.
    """
    return _PERSON_IN_TEXT.sub(_IDENTITY_MASK, text)


def _is_person(text: str, *, is_coordination: bool) -> bool:
    match = _PERSON_WITH_SEPARATOR.fullmatch(text.strip())
    if match is None:
        return False
    born, separator, serial = match.groups()
    with_century = len(born) == 8
    if separator == "+" and with_century:
        return False
    if not luhn(born[-6:] + serial):
        return False
    day = int(born[-2:]) - (60 if is_coordination else 0)
    if is_coordination and 0 <= day <= 31 and "00" in (born[-4:-2], f"{day:02}"):
        # A coordination number may be given to somebody whose month or day of birth is not known: 00, and 60.
        month = int(born[-4:-2])
        return month <= 12 and (not with_century or born[:2] in ("18", "19", "20"))
    return 1 <= day <= 31 and _is_dated(f"{born[:-2]}{day:02}", with_century=with_century)


def _is_dated(digits: str, *, with_century: bool) -> bool:
    month, day = int(digits[-4:-2]), int(digits[-2:])
    day = day - 60 if day > 60 else day
    if with_century:
        return digits[:2] in ("18", "19", "20") and _day(int(digits[:4]), month, day) is not None
    # Without the century a 29 February may be of any century, and 2000 was a leap year.
    return _day(2000 + int(digits[:2]), month, day) is not None


def _day(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _luhn_sum(doubled: str, single: str) -> int:
    # Whole strings are translated and summed at once: millions of references are checked this way.
    return sum(doubled.encode().translate(_LUHN_DOUBLED)) + sum(single.encode().translate(_LUHN_SINGLE))


def without_separators(text: str) -> str:
    """A number as it is compared: without hyphens and blanks."""
    return text.translate(_SEPARATORS)


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
