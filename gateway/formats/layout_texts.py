"""Values of layout fields as they are written: a Python value becomes the bare text of a field, not yet padded.

Amounts are Decimal (or int) kronor, dates `datetime.date`, booleans bool.
"""

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from gateway.formats.layout import Field
from gateway.formats.layout_values import DATE_FORMS, expected_of


class Unwritable(Exception):
    """A value that a field cannot hold. `expected` is what it takes, without words of a language."""

    def __init__(self, field: str, value: object, expected: str) -> None:
        self.field, self.value, self.expected = field, value, expected
        super().__init__(f"{field}: {value!r}: {expected}")


def text_writer(name: str, field: Field) -> Callable[[Any], str]:
    """A function from a value that is not None to its text in a field of that name. It raises Unwritable."""
    return _WRITERS[field.type](name, field)


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


def _integer(name: str, field: Field) -> Callable[[Any], str]:
    def write(value: Any) -> str:
        if type(value) is not int or (value < 0 and not field.signed):
            raise Unwritable(name, value, expected_of(field))
        return str(value)

    return write


def _amount(name: str, field: Field) -> Callable[[Any], str]:
    decimals, sign, signed = field.decimals, field.decimal_sign, field.signed
    is_implied = not (sign and decimals)

    def write(value: Any) -> str:
        if type(value) is int:
            whole = value * 10**decimals
        elif type(value) is Decimal and value.is_finite():
            scaled = value.scaleb(decimals)
            whole = int(scaled)
            if whole != scaled:
                raise Unwritable(name, value, expected_of(field))
        else:
            raise Unwritable(name, value, expected_of(field))
        if whole < 0 and not signed:
            raise Unwritable(name, value, expected_of(field))
        if is_implied:
            return str(whole)
        digits = str(abs(whole)).zfill(decimals + 1)
        return f"{'-' if whole < 0 else ''}{digits[:-decimals]}{sign}{digits[-decimals:]}"

    return write


def _date(name: str, field: Field) -> Callable[[Any], str]:
    form, length, century = DATE_FORMS[field.date_form], len(field.date_form), field.date_form == "YYMMDD"

    def write(value: Any) -> str:
        if not isinstance(value, datetime.date):
            raise Unwritable(name, value, expected_of(field))
        if century and not 2000 <= value.year <= 2099:
            raise Unwritable(name, value, "2000-2099")
        # The platform writes the year 999 with three digits.
        return value.strftime(form).zfill(length)

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
