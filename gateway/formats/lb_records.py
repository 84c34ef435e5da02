"""Record layouts of LB, Bankgirot's supplier payments (*Leverantörsbetalningar*), as tables.

Source: Bankgirot, "Leverantörsbetalningar, Teknisk manual", July 2014, as published example files and public
programs show it; the manual itself was not at hand. A record is 80 characters of ISO-8859-1, positions are 1-based
and inclusive, amounts are whole öre, dates are ÅÅMMDD.

A payee is named by a number of ten positions: a bankgiro number, a plusgiro number (TK54, TK65), or a payout number
(*utbetalningsnummer*): four zeros, five digits, and a Luhn check digit or a blank. Account (TK40), name (TK26) and
address (TK27) of a payout number stand in records of their own.
"""

import re

from gateway.findings import Finding, Place, finding
from gateway.formats.bankgiro_records import Field, RecordTables
from gateway.formats.bankgiro_values import number_of

CURRENCIES = frozenset({"SEK", "EUR"})
"""What a section may be in; a blank field is SEK."""

PAYMENTS = frozenset({"14", "15", "16", "17", "54"})
"""The records that TK29 counts."""

MINUSES = frozenset({"15", "16", "17"})
"""Deductions and credit notes: what TK29 takes off its sum."""

KINDS = {"15": "deduction", "16": "credit", "17": "credit"}
"""What messages call them; any other payment record is a payment, until its payee makes it something else."""

TEXT_RECORDS = frozenset({"12", "13", "25", "26", "27", "65"})
"""Records in which a line that is too long loses no more than some text."""

AT_ONCE = "GENAST"
"""What stands for a date that is as soon as can be."""

PRODUCT = "LEVERANTÖRSBETALNINGAR"

_OPENING = (
    Field("bankgiro", 3, 12),
    Field("written", 13, 18),
    Field("product", 19, 40),
    Field("payment_date", 41, 46),
    Field("layout", 47, 47),
    Field("currency", 60, 62),
)
_PAYMENT = (
    Field("payee", 3, 12),
    Field("reference", 13, 37),
    Field("amount", 38, 49),
    Field("date", 50, 55),
    Field("sender_information", 61, 80),
)

ORDER = RecordTables(
    {
        "11": _OPENING,
        "12": (Field("text", 3, 52), Field("valid_to", 53, 58)),
        "13": (Field("reference_heading", 3, 27), Field("amount_heading", 28, 39)),
        "14": _PAYMENT,
        "15": _PAYMENT,
        "16": _PAYMENT,
        "17": _PAYMENT,
        "25": (Field("payee", 3, 12), Field("text", 13, 62)),
        "26": (Field("payee", 3, 12), Field("name", 13, 47), Field("extra_name", 48, 80)),
        "27": (Field("payee", 3, 12), Field("street", 13, 47), Field("postcode", 48, 52), Field("town", 53, 72)),
        "29": (Field("bankgiro", 3, 12), Field("count", 13, 20), Field("sum", 21, 32), Field("sign", 33, 33)),
        "40": (
            Field("payee", 3, 12),
            Field("clearing", 13, 16),
            Field("account", 17, 28),
            Field("reference", 29, 40),
            Field("salary", 41, 41),
        ),
        "54": _PAYMENT,
        "65": (Field("payee", 3, 12), Field("text", 13, 47)),
    }
)
"""To Bankgirot. The layout digit of TK11 is blank there."""

_DONE = (
    Field("payee", 3, 12),
    Field("reference", 13, 37),
    Field("amount", 38, 49),
    Field("code", 50, 50),
    Field("sender_information", 61, 80),
)
_WATCHED = (
    Field("payee", 3, 12),
    Field("reference", 13, 37),
    Field("amount", 38, 49),
    Field("last_day", 50, 55),
    Field("code", 56, 56),
    Field("sender_information", 61, 80),
)
_BALANCE = (
    Field("first_payments", 3, 15),
    Field("first_credits", 17, 29),
    Field("second_payments", 31, 43),
    Field("second_credits", 45, 57),
)

DONE = RecordTables(
    {
        "11": _OPENING,
        "14": _DONE,
        "15": _DONE,
        "54": _DONE,
        "16": _WATCHED,
        "17": _WATCHED,
        "20": (Field("payee", 3, 12), Field("date", 13, 18), Field("whole", 19, 30), Field("remainder", 31, 42)),
        "21": (
            Field("payee", 3, 12),
            Field("first_date", 13, 18),
            Field("first_amount", 19, 30),
            Field("second_date", 31, 36),
            Field("second_amount", 37, 48),
            Field("third_date", 49, 54),
            Field("third_amount", 55, 66),
        ),
        "26": ORDER["26"],
        "29": ORDER["29"],
        "40": ORDER["40"],
    }
)
"""From Bankgirot: payment specification (*betalningsspecifikation*), layout digit 1."""

WATCH = RecordTables(
    {
        "40": _BALANCE,
        "41": _BALANCE,
        "42": _BALANCE,
        "43": (Field("date", 3, 8), Field("payments", 15, 27), Field("credits", 29, 41), Field("code", 43, 44)),
        "29": ORDER["29"],
    }
)
"""From Bankgirot: payment watch (*betalningsbevakning*), layout digit 2; each amount is followed by its sign."""

COMMENT = RecordTables({"49": (Field("kind", 3, 6), Field("number", 7, 10), Field("text", 11, 80))})
"""From Bankgirot: what is wrong with the record before it, in files of rejected and stopped payments."""

CASH = RecordTables(
    {
        "1": (Field("written", 2, 7), Field("returned", 8, 13), Field("bankgiro", 14, 23)),
        "2": (
            Field("number", 2, 10),
            Field("code", 11, 11),
            Field("sender_information", 12, 31),
            Field("paid", 32, 37),
            Field("returned", 38, 43),
            Field("amount", 44, 55),
        ),
        "3": (Field("returned", 29, 34), Field("sum", 41, 52)),
    }
)
"""From Bankgirot: cash payments that came back (*återförda kontantutbetalningar*); codes of one character."""

_PLACEHOLDER = re.compile("X{4}|ÅÅMM", re.ASCII)


def payout_number(payee: str) -> str:
    """The five digits of a payout number, or an empty text for any other payee."""
    return payee[4:9] if payee.startswith("0000") and payee[4:9].strip("0") else ""


def payee_key(payee: str) -> str:
    """What records about one payee have in common: a payout number goes with or without its check digit."""
    return payee[:9] if payee.startswith("0000") else payee


def account_number(clearing: str, field: str) -> str:
    """An account without the zeros that fill its field, but with those that are its own.

    The series of a clearing number says how short an account can be: nine digits in Handelsbanken (6000-6999), seven in
    other banks; an account in Swedbank's 8000-8999 has no zeros of its own.
    """
    shortest = {"6": 9, "8": 0}.get(clearing[:1], 7)
    number = number_of(field)
    return number.zfill(shortest) if number else ""


def unreadable(place: Place, value: str, expected: str) -> Finding:
    """The finding about a number or date that cannot be read: a placeholder of documentation is called one."""
    code = "LB-PLACEHOLDER" if _PLACEHOLDER.search(value) else "LB-NUMBER"
    return finding(code, place=place, value=value.strip(), expected=expected)


def one_line_address(street: str, postcode: str, town: str) -> str:
    """An address as messages have it: ``Storgatan 1, 12345 Staden``."""
    place = f"{postcode.strip()} {town.strip()}".strip()
    return ", ".join(part for part in (street.strip(), place) if part)
