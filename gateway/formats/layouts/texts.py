"""Values of layout fields as they are written: a Python value becomes the bare text of a field, not yet padded.

Amounts are Decimal (or int) kronor, dates `datetime.date`, booleans bool.
"""

import datetime
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from gateway.formats.layouts.dates import date_text
from gateway.formats.layouts.identifiers import CHECKS, shown_number
from gateway.formats.layouts.layout import Field
from gateway.formats.layouts.values import MOST_FOR_PATTERN, expected_of


class Unwritable(Exception):
    """A value that a field cannot hold. `expected` is what it takes, without words of a language."""

    def __init__(self, field: str, value: object, expected: str) -> None:
        self.field, self.value, self.expected = field, value, expected
        super().__init__(f"{field}: {value!r}: {expected}")


def text_writer(name: str, field: Field) -> Callable[[Any], str]:
    """A function from a value that is not None to its text in a field of that name. It raises Unwritable."""
    write = _WRITERS[field.type](name, field)
    return _checked(name, field, write) if field.pattern or field.check else write


def _text(name: str, field: Field) -> Callable[[Any], str]:
    def write(value: Any) -> str:
        if type(value) is not str:
            raise Unwritable(name, value, "text")
        if value.isprintable():
            return value
        return "".join(character if character.isprintable() else " " for character in value)

    return write


def _code(name: str, field: Field) -> Callable[[Any], str]:
    def write(value: Any) -> str:
        if type(value) is not str or not value.isprintable():
            raise Unwritable(name, value, expected_of(field))
        return value

    return write


def _checked(name: str, field: Field, write: Callable[[Any], str]) -> Callable[[Any], str]:
    fits = re.compile(field.pattern, re.ASCII).fullmatch if field.pattern else None
    is_right, check = CHECKS.get(field.check), field.check

    def write_checked(value: Any) -> str:
        text = write(value)
        if fits and (len(text) > MOST_FOR_PATTERN or not fits(text)):
            raise Unwritable(name, shown_number(check, text), field.pattern)
        if is_right and not is_right(text):
            raise Unwritable(name, shown_number(check, text), check)
        return text

    return write_checked


def _integer(name: str, field: Field) -> Callable[[Any], str]:
    written = _number(name, field)

    def write(value: Any) -> str:
        if type(value) is not int:
            raise Unwritable(name, value, expected_of(field))
        return written(value, value)

    return write


def _amount(name: str, field: Field) -> Callable[[Any], str]:
    decimals, written = field.decimals, _number(name, field)

    def write(value: Any) -> str:
        if type(value) is int:
            return written(value * 10**decimals, value)
        if type(value) is not Decimal or not value.is_finite():
            raise Unwritable(name, value, expected_of(field))
        scaled = value.scaleb(decimals)
        whole = int(scaled)
        if whole != scaled:
            raise Unwritable(name, value, expected_of(field))
        return written(whole, value)

    return write


def _number(name: str, field: Field) -> Callable[[int, object], str]:
    """A function from a number in units of its last decimal, and the value that it comes from, to its text."""
    digits_of = _digits(field)
    refuses_minus, is_behind = not field.signed, field.sign.startswith("last")
    positive = "+" if field.plus == "written" else " " if field.sign.endswith("_place") else ""
    if field.negative_if:
        # Another field has the sign; that the two agree is seen to where the whole line is made.
        return lambda whole, value: digits_of(abs(whole))

    def write(whole: int, value: object) -> str:
        if whole < 0 and refuses_minus:
            raise Unwritable(name, value, expected_of(field))
        mark = "-" if whole < 0 else positive
        digits = digits_of(abs(whole))
        return digits + mark if is_behind else mark + digits

    def write_plain(whole: int, value: object) -> str:
        if whole < 0 and refuses_minus:
            raise Unwritable(name, value, expected_of(field))
        return str(whole)

    is_plain = not (field.decimal_sign or field.thousands or positive or is_behind)
    return write_plain if is_plain else write


def _digits(field: Field) -> Callable[[int], str]:
    decimals, sign, thousands = field.decimals, field.decimal_sign, field.thousands
    decimals = decimals if sign else 0

    def write(whole: int) -> str:
        if not decimals:
            return f"{whole:,}".replace(",", thousands) if thousands else str(whole)
        digits = str(whole).zfill(decimals + 1)
        if thousands:
            return f"{int(digits[:-decimals]):,}".replace(",", thousands) + sign + digits[-decimals:]
        return f"{digits[:-decimals]}{sign}{digits[-decimals:]}"

    return write


def _date(name: str, field: Field) -> Callable[[Any], str]:
    form, century = field.date_form[0], field.century

    def write(value: Any) -> str:
        if not isinstance(value, datetime.date):
            raise Unwritable(name, value, expected_of(field))
        text = date_text(form, century, value)
        if text is None:
            raise Unwritable(name, value, form if "YYYY" in form else f"{century}-{century + 99}")
        return text

    return write


def _boolean(name: str, field: Field) -> Callable[[Any], str]:
    def write(value: Any) -> str:
        if type(value) is not bool:
            raise Unwritable(name, value, expected_of(field))
        return field.yes if value else field.no

    return write


_WRITERS: dict[str, Callable[[str, Field], Callable[[Any], str]]] = {
    "text": _text,
    "code": _code,
    "integer": _integer,
    "amount": _amount,
    "date": _date,
    "boolean": _boolean,
}
