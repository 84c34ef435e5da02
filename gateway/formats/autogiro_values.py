"""What fields of Autogiro records hold beside amounts and days, and how findings show a payer."""

import re

from gateway.findings import MASK
from gateway.identifiers import mask_identity

_ORGANISATION_PREFIXES = ("00", "99")
_DATED = re.compile(r"\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])\d{4}", re.ASCII)
"""Ten digits that begin with a day of birth, which may have 60 added to it."""


def identity_of(field: str) -> str:
    """An identity number of 12 digits, or an organisation number of 10 without the digits that fill it; or blank."""
    number = field.strip()
    if not number.strip("0"):
        return ""
    return number[2:] if len(number) == 12 and number.startswith(_ORGANISATION_PREFIXES) else number


def account_of(field: str) -> str:
    """A bank account of 16 digits, clearing number first; blank when there is none."""
    account = field.strip()
    return account if account.strip("0") else ""


def is_empty(field: str) -> bool:
    """Whether a field has nothing but blanks and zeros."""
    return not field.strip(" 0")


def shown_payer(number: str) -> str:
    """A payer number as findings may show it: hidden when it could be an identity number, as many are."""
    # The zeros that an identity number of ten digits began with are gone with those that filled the field.
    could_be_identity = _DATED.fullmatch(number.zfill(10)) or mask_identity(number) != number
    return MASK if could_be_identity else number
