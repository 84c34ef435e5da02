"""Words, numbers and times as a person reads them, in Swedish and English."""

import datetime
from decimal import Decimal

from gateway.catalogue import Severity
from gateway.findings import Language
from gateway.receipts.outcome import STOCKHOLM, Status

STATUS_WORDS: dict[Language, dict[Status, str]] = {
    "sv": {
        Status.DELIVERED: "levererad",
        Status.PARTLY_DELIVERED: "delvis levererad",
        Status.REJECTED: "avvisad",
        Status.DUPLICATE: "dubblett",
        Status.QUARANTINED: "karantän",
    },
    "en": {
        Status.DELIVERED: "delivered",
        Status.PARTLY_DELIVERED: "partly delivered",
        Status.REJECTED: "rejected",
        Status.DUPLICATE: "duplicate",
        Status.QUARANTINED: "quarantined",
    },
}

SEVERITY_WORDS: dict[Language, dict[Severity, str]] = {
    "sv": {
        Severity.FATAL: "allvarligt fel",
        Severity.ERROR: "fel",
        Severity.WARNING: "varning",
        Severity.INFORMATION: "upplysning",
    },
    "en": {
        Severity.FATAL: "fatal error",
        Severity.ERROR: "error",
        Severity.WARNING: "warning",
        Severity.INFORMATION: "information",
    },
}


def visible(text: str) -> str:
    """Text that is safe in XML, in a mail header and on a page: what cannot be printed is written ``\\x0a``.

    A no-break space becomes a blank; direction marks, line breaks and lone surrogates become visible.
    """
    if text.isprintable():
        return text
    return "".join(_visible_character(character) for character in text)


def amount_text(amount: Decimal, language: Language = "sv") -> str:
    """An amount with two decimals or more and grouped thousands: ``1 234,50`` or ``1,234.50``."""
    if not amount.is_finite():
        return str(amount)
    exponent = int(amount.as_tuple().exponent)
    text = f"{amount:,.{max(2, -exponent)}f}"
    return text if language == "en" else text.replace(",", "\u00a0").replace(".", ",").replace("-", "\u2212")


def count_text(count: int, language: Language = "sv") -> str:
    """A count with grouped thousands: ``12 345`` or ``12,345``."""
    text = f"{count:,}"
    return text if language == "en" else text.replace(",", "\u00a0")


def time_text(time: datetime.datetime) -> str:
    """A time in Stockholm to the second: ``2026-03-02 14:05:09``."""
    return f"{time.astimezone(STOCKHOLM):%Y-%m-%d %H:%M:%S}"


def _visible_character(character: str) -> str:
    if character == "\u00a0" or character.isprintable():
        return character.replace("\u00a0", " ")
    return f"\\x{ord(character):02x}"
