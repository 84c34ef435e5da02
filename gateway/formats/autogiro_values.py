"""What fields of Autogiro records hold beside amounts and days, and how findings show a payer."""

from gateway.findings import MASK
from gateway.identifiers import mask_identity

_ORGANISATION_PREFIXES = ("00", "99")


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
    # A number of ten digits that began with a zero has lost it.
    filled = number.zfill(10)
    return number if mask_identity(filled) == filled else MASK
