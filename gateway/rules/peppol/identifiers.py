"""The forms and check digits of identifiers that Peppol knows, by the scheme that an identifier names.

Schemes are those of ISO 6523 (ICD) and the Peppol code list of electronic addresses. Every function takes the text of
an identifier and answers whether it has the form of its scheme; none raises for bad text.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from gateway.identifiers import luhn

_ORGANISATION_NUMBER_LENGTH = 10
_ABN_WEIGHTS = (10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19)
_MOD_11_WEIGHTS = (2, 3, 4, 5, 6, 7)
_TIN_WEIGHTS = (256, 128, 64, 32, 16, 8, 4, 2)
_ITALIAN_VAT_PREFIXES = ("IT", "it")

_NORWEGIAN_NUMBER = re.compile(r"[0-9]{9}")
_DANISH_CVR = re.compile(r"(?:DK)?[0-9]{8}")
_DANISH_P = re.compile(r"[0-9]{10}")
_DANISH_SE = re.compile(r"DK[0-9]{8}")
_BELGIAN_NUMBER = re.compile(r"[0-9]{10}")
_IPA_CODE = re.compile(r"[A-Za-z0-9]{6}")
_ITALIAN_TAX_CODE = re.compile(r"[0-9]{11}|[A-Za-z]{6}[0-9]{2}[A-Za-z][0-9]{2}.{3}[0-9][A-Za-z]")
_ITALIAN_VAT_NUMBER = re.compile(r"[0-9]{11}")
_AUSTRALIAN_NUMBER = re.compile(r"[0-9]{11}")
_KVK = re.compile(r"[0-9]{8}")
_OIN = re.compile(r"[0-9]{20}")
_KVK_ESTABLISHMENT = re.compile(r"[0-9]{12}")
_DUTCH_VAT_NUMBER = re.compile(r"NL[0-9]{9}B[0-9]{2}")
_NORWEGIAN_VAT_NUMBER = re.compile(r"NO([0-9]{9})MVA")
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Za-z0-9]{0,30}")


def has_gs1_check_digit(text: str) -> bool:
    """Whether the last of some digits is the GS1 check digit of those before it; there can be any number of them.

    >>> has_gs1_check_digit("7300010000001"), has_gs1_check_digit("7300010000002")
    (True, False)
    """
    if not text.isascii() or not text.isdigit():
        return False
    digits = [int(digit) for digit in reversed(text)]
    return (sum(digits[0::2]) + 3 * sum(digits[1::2])) % 10 == 0


def is_norwegian_number(text: str) -> bool:
    """Nine digits, the last one a check digit modulo 11."""
    if not _NORWEGIAN_NUMBER.fullmatch(text) or not text.strip("0"):
        return False
    total = sum(
        int(digit) * _MOD_11_WEIGHTS[place % len(_MOD_11_WEIGHTS)] for place, digit in enumerate(reversed(text[:-1]))
    )
    return (11 - total % 11) % 11 == int(text[-1])


def is_norwegian_vat_number(text: str) -> bool:
    """NO, an organisation number, MVA."""
    match = _NORWEGIAN_VAT_NUMBER.fullmatch(text)
    return match is not None and is_norwegian_number(match[1])


def is_belgian_number(text: str) -> bool:
    """Ten digits; the last two are 97 less the rest of the others divided by 97."""
    return bool(_BELGIAN_NUMBER.fullmatch(text)) and int(text[8:]) == 97 - int(text[:8]) % 97


def is_italian_vat_number(text: str) -> bool:
    """When it begins with IT: eleven digits after that, the last one a Luhn digit. Anything else passes."""
    if not text.startswith(_ITALIAN_VAT_PREFIXES):
        return True
    return bool(_ITALIAN_VAT_NUMBER.fullmatch(text, 2)) and luhn(text[2:])


def is_swedish_number(text: str) -> bool:
    """Ten digits, the last one a Luhn digit."""
    return len(text) == _ORGANISATION_NUMBER_LENGTH and luhn(text)


def begins_with_swedish_number(text: str) -> bool:
    """Digits alone, ten or more, the tenth of which is the Luhn digit of those before it."""
    return text.isdigit() and is_swedish_number(text[:_ORGANISATION_NUMBER_LENGTH])


def is_australian_number(text: str) -> bool:
    """Eleven digits whose weighted sum, after 1 is taken from the first, can be divided by 89."""
    if not _AUSTRALIAN_NUMBER.fullmatch(text):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text, _ABN_WEIGHTS, strict=True))
    return (total - _ABN_WEIGHTS[0]) % 89 == 0


def begins_with_greek_number(text: str) -> bool:
    """Nine digits to begin with, the ninth a check digit modulo 11."""
    digits = text[:9]
    if len(digits) != 9 or not (digits.isascii() and digits.isdigit()):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, _TIN_WEIGHTS, strict=False))
    return total % 11 % 10 == int(digits[8])


def is_dutch_vat_number(text: str) -> bool:
    """NL, nine digits, B, two digits."""
    return bool(_DUTCH_VAT_NUMBER.fullmatch(text))


def has_iban_check_digits(text: str) -> bool:
    """Whether a text, blanks aside, is written like an IBAN and has its check digits; its length is not judged."""
    bare = "".join(text.split())
    if not _IBAN.fullmatch(bare):
        return False
    turned = bare[4:] + bare[:4]
    return int("".join(str(ord(character) - (55 if character > "@" else 48)) for character in turned)) % 97 == 1


def _form(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: pattern.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class Scheme:
    """A scheme of identifiers and the rule on its form. `is_exact` when white space around the text counts too."""

    identifier: str
    code: str
    fits: Callable[[str], bool]
    is_exact: bool = False
    is_address_only: bool = False


SCHEMES = (
    Scheme("0007", "PEPPOL-COMMON-R049", is_swedish_number),
    Scheme("0088", "PEPPOL-COMMON-R040", has_gs1_check_digit),
    Scheme("0192", "PEPPOL-COMMON-R041", is_norwegian_number),
    Scheme("0184", "PEPPOL-COMMON-R042", _form(_DANISH_CVR), is_exact=True),
    Scheme("0096", "PEPPOL-COMMON-R052", _form(_DANISH_P), is_exact=True),
    Scheme("0198", "PEPPOL-COMMON-R053", _form(_DANISH_SE), is_exact=True),
    Scheme("0208", "PEPPOL-COMMON-R043", is_belgian_number),
    Scheme("0201", "PEPPOL-COMMON-R044", _form(_IPA_CODE)),
    Scheme("0210", "PEPPOL-COMMON-R045", _form(_ITALIAN_TAX_CODE)),
    Scheme("9907", "PEPPOL-COMMON-R046", _form(_ITALIAN_TAX_CODE), is_address_only=True),
    Scheme("0211", "PEPPOL-COMMON-R047", is_italian_vat_number),
    Scheme("0151", "PEPPOL-COMMON-R050", is_australian_number),
    Scheme("0106", "PEPPOL-COMMON-R054", _form(_KVK)),
    Scheme("0190", "PEPPOL-COMMON-R055", _form(_OIN)),
    Scheme("9944", "PEPPOL-COMMON-R056-1", is_dutch_vat_number),
    Scheme("0217", "PEPPOL-COMMON-R057", _form(_KVK_ESTABLISHMENT)),
)
"""In the order in which they are tried: those of an invoice to a Swedish city first. No identifier has two schemes."""
