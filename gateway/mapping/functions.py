"""The plain functions of the expression language: their signatures, what they do, and examples that are run as tests.

A function whose argument is missing (None) gives None, so that a missing date stays missing instead of stopping the
translation. The functions that need more than their arguments' types are in `special`.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from gateway import bank_days, identifiers
from gateway.catalogue.payment_reasons import reason_text
from gateway.mapping.faults import EvaluationFault
from gateway.mapping.types import DATE, INTEGER, NUMBER, TEXT, Type

MAXIMUM_TEXT = 10_000
MAXIMUM_INTEGER = 10**30
MAXIMUM_INTEGER_TEXT = 19

_DATE_PARTS = {"YYYY": "%Y", "YY": "%y", "MM": "%m", "DD": "%d"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A function that staff may call. An example is a pair of expressions that give the same value.

    A parameter whose types are several takes any one of them; `required` counts those that must be given.
    `may_fail` says that it raises EvaluationFault for some arguments of the right types.
    """

    name: str
    parameters: tuple[tuple[str, tuple[Type, ...]], ...]
    required: int
    result: Type
    text: str
    examples: tuple[tuple[str, str], ...]
    call: Callable[..., Any]
    may_fail: bool = False

    @property
    def signature(self) -> str:
        """How it is called: ``left(value: text, length: integer) -> text``."""
        shown = [
            f"{name}: {' or '.join(str(kind) for kind in kinds)}"
            if index < self.required
            else f"{name}: {kinds[0]} = …"
            for index, (name, kinds) in enumerate(self.parameters)
        ]
        return f"{self.name}({', '.join(shown)}) -> {self.result}"


def limited(text: str) -> str:
    """The text itself. Raises EvaluationFault when it is too long for any field of any ledger."""
    if len(text) > MAXIMUM_TEXT:
        raise EvaluationFault("MAPPING-TEXT-TOO-LONG", value=len(text), expected=MAXIMUM_TEXT)
    return text


def joined(one: str, other: str) -> str:
    """Two texts after each other."""
    return limited(one + other)


def product(one: int, other: int) -> int:
    """Two integers multiplied. Raises EvaluationFault when the result cannot be an amount or a number of anything."""
    result = one * other
    if abs(result) > MAXIMUM_INTEGER:
        raise EvaluationFault("MAPPING-CALCULATION", value=f"{one} * {other}")
    return result


def quotient(one: Decimal | int, other: Decimal | int) -> Decimal:
    """One number divided by another, exact to the precision of the running context."""
    if other == 0:
        raise EvaluationFault("MAPPING-DIVISION-BY-ZERO", value=one)
    return Decimal(one) / Decimal(other)


def rounded(value: Decimal | int, decimals: int = 2) -> Decimal:
    """A number with that many decimals, halves away from zero."""
    if not 0 <= decimals <= 10:
        raise EvaluationFault("MAPPING-CALCULATION", value=f"round_amount({value}, {decimals})")
    return Decimal(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def plain_text(value: str | int | Decimal | datetime.date) -> str:
    """A value as text: numbers with a point and no exponent, dates as YYYY-MM-DD."""
    if isinstance(value, Decimal):
        return limited(f"{value:f}")
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def integer(value: str) -> int:
    """The whole number that a text of at most 18 digits says. Raises EvaluationFault for any other text."""
    text = value.strip()
    if not (text.isascii() and text.removeprefix("-").isdigit() and len(text) <= MAXIMUM_INTEGER_TEXT):
        raise EvaluationFault("MAPPING-NOT-A-NUMBER", value=value)
    return int(text)


def number(text: str) -> Decimal:
    """The number that a text says, with a point or a comma and blanks between thousands."""
    plain = text.strip().replace(" ", "").replace("\N{NO-BREAK SPACE}", "").replace(",", ".")
    try:
        value = Decimal(plain)
    except InvalidOperation:
        raise EvaluationFault("MAPPING-NOT-A-NUMBER", value=text) from None
    if not value.is_finite() or "e" in plain.lower() or len(plain) > 40:
        raise EvaluationFault("MAPPING-NOT-A-NUMBER", value=text)
    return value


def digits(text: str) -> str:
    """The digits 0-9 of a text, all else left out."""
    return "".join(character for character in text if character in "0123456789")


def left(text: str, length: int) -> str:
    """The first characters of a text."""
    return text[: max(length, 0)]


def right(text: str, length: int) -> str:
    """The last characters of a text."""
    return text[-length:] if length > 0 else ""


def days_after(day: datetime.date, days: int) -> datetime.date:
    """The date so many days later, or earlier when negative."""
    try:
        return day + datetime.timedelta(days=days)
    except OverflowError:
        raise EvaluationFault("MAPPING-CALCULATION", value=f"days_after({day}, {days})") from None


def calendar_date(year: int, month: int, day: int) -> datetime.date:
    """The date of a year, month and day. Raises EvaluationFault when there is no such day."""
    try:
        return datetime.date(year, month, day)
    except (ValueError, OverflowError):
        raise EvaluationFault("MAPPING-CALCULATION", value=f"date({year}, {month}, {day})") from None


def date_text(day: datetime.date, pattern: str) -> str:
    """A date written by a pattern of YYYY, YY, MM and DD."""
    for word, directive in _DATE_PARTS.items():
        if word in pattern:
            pattern = pattern.replace(word, f"{day.year:04d}" if word == "YYYY" else day.strftime(directive))
    return pattern


def valid_bankgiro(text: str) -> str:
    return digits(text) if identifiers.is_bankgiro(text) else ""


def valid_ocr(text: str) -> str:
    compact = text.replace(" ", "")
    return compact if identifiers.is_ocr(compact) else ""


def _function(
    name: str,
    text: str,
    parameters: dict[str, Type | tuple[Type, ...]],
    result: Type,
    call: Callable[..., Any],
    *examples: tuple[str, str],
    required: int | None = None,
    may_fail: bool = False,
) -> Function:
    return Function(
        name=name,
        parameters=tuple((key, kind if isinstance(kind, tuple) else (kind,)) for key, kind in parameters.items()),
        required=len(parameters) if required is None else required,
        result=result,
        text=text,
        examples=examples,
        call=call,
        may_fail=may_fail,
    )


_ANY = (TEXT, NUMBER, DATE)

FUNCTIONS: dict[str, Function] = {
    function.name: function
    for function in (
        _function(
            "text",
            "A number or date as text: 12.50, 2026-11-23.",
            {"value": _ANY},
            TEXT,
            plain_text,
            ("text(12.50)", "'12.50'"),
            ("text(7)", "'7'"),
        ),
        _function("upper", "Capital letters.", {"value": TEXT}, TEXT, str.upper, ("upper('åb1')", "'ÅB1'")),
        _function("lower", "Small letters.", {"value": TEXT}, TEXT, str.lower, ("lower('ÅB1')", "'åb1'")),
        _function("trim", "Without blanks at both ends.", {"value": TEXT}, TEXT, str.strip, ("trim(' a ')", "'a'")),
        _function(
            "length", "How many characters a text has.", {"value": TEXT}, INTEGER, len, ("length('Göteborg')", "8")
        ),
        _function(
            "left",
            "The first characters of a text.",
            {"value": TEXT, "length": INTEGER},
            TEXT,
            left,
            ("left('Göteborg', 3)", "'Göt'"),
        ),
        _function(
            "right",
            "The last characters of a text.",
            {"value": TEXT, "length": INTEGER},
            TEXT,
            right,
            ("right('Göteborg', 3)", "'org'"),
            ("right('a', 0)", "''"),
        ),
        _function(
            "digits", "The digits of a text.", {"value": TEXT}, TEXT, digits, ("digits('991-2346')", "'9912346'")
        ),
        _function(
            "integer",
            "The whole number that a text says.",
            {"value": TEXT},
            INTEGER,
            integer,
            ("integer(' 042')", "42"),
            may_fail=True,
        ),
        _function(
            "number",
            "The number that a text says; point or comma.",
            {"value": TEXT},
            NUMBER,
            number,
            ("number('1 234,50')", "1234.50"),
            may_fail=True,
        ),
        _function(
            "round_amount",
            "Rounded to so many decimals (2 if not said), halves away from zero.",
            {"value": NUMBER, "decimals": INTEGER},
            NUMBER,
            rounded,
            ("round_amount(2.345, 2)", "2.35"),
            ("round_amount(-2.5, 0)", "-3"),
            required=1,
            may_fail=True,
        ),
        _function("absolute", "Without its sign.", {"value": NUMBER}, NUMBER, abs, ("absolute(-2)", "2")),
        _function(
            "negative",
            "The same amount with a minus sign, whatever sign it has.",
            {"value": NUMBER},
            NUMBER,
            lambda value: -abs(value),
            ("negative(2)", "-2"),
            ("negative(-2)", "-2"),
        ),
        _function(
            "date",
            "A date from year, month and day; an impossible date is a finding.",
            {"year": INTEGER, "month": INTEGER, "day": INTEGER},
            DATE,
            calendar_date,
            ("text(date(2026, 2, 28))", "'2026-02-28'"),
            may_fail=True,
        ),
        _function(
            "days_after",
            "The date so many days later.",
            {"day": DATE, "days": INTEGER},
            DATE,
            days_after,
            ("days_after(date(2026, 2, 28), 1)", "date(2026, 3, 1)"),
            may_fail=True,
        ),
        _function(
            "bank_day",
            "The date itself if banks are open that day, else the next Swedish bank day.",
            {"day": DATE},
            DATE,
            bank_days.next_bank_day,
            ("bank_day(date(2026, 12, 24))", "date(2026, 12, 28)"),
            ("bank_day(date(2026, 11, 23))", "date(2026, 11, 23)"),
        ),
        _function(
            "date_text",
            "A date written by a pattern of YYYY, YY, MM and DD.",
            {"day": DATE, "pattern": TEXT},
            TEXT,
            date_text,
            ("date_text(date(2026, 11, 3), 'YYMMDD')", "'261103'"),
        ),
        _function(
            "period",
            "The ledger period of a date as a whole number, YYYYMM.",
            {"day": DATE},
            INTEGER,
            lambda day: day.year * 100 + day.month,
            ("period(date(2026, 3, 9))", "202603"),
        ),
        _function(
            "year",
            "The year of a date.",
            {"day": DATE},
            INTEGER,
            lambda day: day.year,
            ("year(date(2026, 3, 9))", "2026"),
        ),
        _function(
            "organisation_number",
            "The ten digits of a valid organisation number or Swedish VAT number, else an empty text.",
            {"value": TEXT},
            TEXT,
            identifiers.organisation_number,
            ("organisation_number('SE556056625801')", "'5560566258'"),
            ("organisation_number('1')", "''"),
        ),
        _function(
            "bankgiro",
            "The digits of a valid bankgiro number, else an empty text.",
            {"value": TEXT},
            TEXT,
            valid_bankgiro,
            ("bankgiro('5402-9681')", "'54029681'"),
            ("bankgiro('5402-9682')", "''"),
        ),
        _function(
            "ocr",
            "The reference when it is a valid OCR number (2-25 digits with check digit), else an empty text.",
            {"value": TEXT},
            TEXT,
            valid_ocr,
            ("ocr('12351')", "'12351'"),
            ("ocr('Faktura 7')", "''"),
        ),
        _function(
            "reason_text",
            "What a bank's reason codes mean, in Swedish; several between blanks. An unknown code stands as it is.",
            {"codes": TEXT},
            TEXT,
            reason_text,
            ("reason_text('AC04')", "'Kontot är avslutat. (AC04)'"),
            ("reason_text('XX99')", "'XX99'"),
        ),
    )
}
