"""Numbers with check digits in layout fields: which function tells a right one from a wrong one."""

from collections.abc import Callable

from gateway import identifiers
from gateway.findings import MASK

CHECKS: dict[str, Callable[[str], bool]] = {
    "bankgiro": identifiers.is_bankgiro,
    "bic": identifiers.is_bic,
    "clearing_number": identifiers.is_clearing_number,
    "gln": identifiers.is_gln,
    "iban": identifiers.is_iban,
    "identity_number": identifiers.is_person_number,
    "luhn": identifiers.luhn,
    "ocr": identifiers.is_ocr,
    "ocr_with_length": lambda text: identifiers.is_ocr(text, length_digit=True),
    "organisation_number": identifiers.is_organisation_number,
    "personnummer": identifiers.is_personnummer,
    "plusgiro": identifiers.is_plusgiro,
    "samordningsnummer": identifiers.is_samordningsnummer,
    "vat_number": identifiers.is_vat_number,
}
"""What `check` of a field may say, and the function that is asked."""

PERSONAL = frozenset({"identity_number", "personnummer", "samordningsnummer"})
"""Checks of numbers that point at a person."""


def check_code(check: str) -> str:
    """The finding code of a number that fails a check."""
    return f"LAYOUT-CHECK-{check.upper().replace('_', '-')}"


def shown_number(check: str, text: str) -> str:
    """A text as a finding may show it: nothing of a person's number. A sole trader's organisation number is one."""
    if check in PERSONAL:
        return MASK
    return identifiers.mask_identity(text) if check == "organisation_number" else text
