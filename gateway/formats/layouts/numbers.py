"""Numbers of layout fields as they are read: signs, separators, decimals, and what is wrong with a number that is none.

A faulty number is told by what it shows: the decimal sign of another country, separators between thousands, a sign in
the wrong place, parentheses around it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from gateway.formats.layouts.field import Field

BLANKS = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
_GROUPING = BLANKS + "'"
_MINUS = "-+\N{MINUS SIGN}"
_ANY_NUMBER = re.compile(rf"([{_MINUS}]?)[{BLANKS}]*([0-9](?:[0-9{_GROUPING}.,]*[0-9])?)[{BLANKS}]*([{_MINUS}]?)")
_WHOLE = "0*[0-9]{1,18}"
_GROUPS = re.compile(r"[0-9]{1,3}(?:[^0-9][0-9]{3})+")


@dataclass(frozen=True, slots=True)
class NumberFault:
    """Why a text is no number of its field: the finding code, and the character that is to blame."""

    code: str
    found: str = ""


def number_reader(field: Field, refusal: Callable[[str], Exception]) -> Callable[[str], Decimal]:
    """A function from a text to its number. It raises what `refusal` makes of a text that is none of the form."""
    decimals = field.decimals
    sign = field.decimal_sign if decimals else ""
    exponent = f"E-{decimals}" if decimals and not sign else ""
    fraction = rf"(?:{re.escape(sign)}[0-9]{{1,{decimals}}})?" if sign else ""
    signs = _signs(field)
    if signs in ("", "-") and field.sign == "first" and not field.thousands:
        digits = _WHOLE if sign else "[0-9]{1,24}"
        fits = re.compile(rf"{signs and '-?'}{digits}{fraction}").fullmatch
        return _plain(fits, sign, exponent, refusal)
    return _general(field, signs, (fraction, exponent), refusal)


def number_fault(field: Field, text: str) -> NumberFault:
    """Why a text that the reader refuses is no number."""
    otherwise = NumberFault("LAYOUT-AMOUNT" if field.type == "amount" else "LAYOUT-NUMBER")
    if text.startswith("(") and text.endswith(")"):
        return NumberFault("LAYOUT-PARENTHESES")
    match = _ANY_NUMBER.fullmatch(text)
    if match is None:
        return otherwise
    first, body, last = match.groups()
    expected = field.decimal_sign if field.decimals else ""
    decimal_sign, groups = _separators(body, expected)
    if decimal_sign and decimal_sign != expected:
        return NumberFault("LAYOUT-DECIMAL-SIGN", decimal_sign)
    unexpected = [mark for mark in groups if mark != field.thousands]
    if unexpected:
        return NumberFault("LAYOUT-THOUSANDS", unexpected[0])
    is_behind = field.sign.startswith("last")
    allowed, wrong = (last, first) if is_behind else (first, last)
    if wrong or (allowed and allowed not in _signs(field)):
        return NumberFault("LAYOUT-SIGN", wrong or allowed)
    return otherwise


def _separators(body: str, expected: str) -> tuple[str, list[str]]:
    """The decimal sign that a number shows, and the separators between its thousands, as far as they can be told."""
    marks = ["" if mark.isdigit() else " " if mark in BLANKS else mark for mark in body]
    found = [mark for mark in marks if mark]
    if not found:
        return "", []
    last = found[-1]
    is_alone = found.count(last) == 1
    looks_grouped = len(found) == 1 and _GROUPS.fullmatch(body) is not None and not body.startswith("0")
    is_decimal = last in ".," and is_alone and (last == expected or not looks_grouped)
    decimal_sign = last if is_decimal else ""
    return decimal_sign, [mark for mark in dict.fromkeys(found) if mark != decimal_sign]


def _signs(field: Field) -> str:
    """The signs that may stand in the field."""
    minus = "-" if field.signed else ""
    plus = "+" if field.plus != "refused" else ""
    return "" if field.negative_if else minus + plus


def _plain(
    fits: Callable[[str], Any], sign: str, exponent: str, refusal: Callable[[str], Exception]
) -> Callable[[str], Decimal]:
    # Two functions in place of one with more tests: most of the values of a file are amounts, and hardly two alike.
    def read_with_sign(text: str) -> Decimal:
        if not fits(text):
            raise refusal(text)
        return Decimal(text.replace(sign, "."))

    def read_whole(text: str) -> Decimal:
        if not fits(text):
            raise refusal(text)
        return Decimal(text + exponent)

    return read_with_sign if sign else read_whole


def _general(
    field: Field, signs: str, ending: tuple[str, str], refusal: Callable[[str], Exception]
) -> Callable[[str], Decimal]:
    fraction, exponent = ending
    between = f"[{BLANKS}]" if field.thousands == " " else re.escape(field.thousands)
    whole = _WHOLE
    if field.thousands:
        whole = rf"(?:[0-9]{{1,3}}(?:{between}[0-9]{{3}}){{1,5}}|{_WHOLE})"
    mark = f"([{re.escape(signs)}]?)" if signs else "()"
    gap = " *" if field.sign.endswith("_place") else ""
    is_behind = field.sign.startswith("last")
    pattern = f"({whole}{fraction}){gap}{mark}" if is_behind else f"{mark}{gap}({whole}{fraction})"
    fits = re.compile(pattern).fullmatch
    separators = BLANKS if field.thousands == " " else field.thousands
    table: dict[int, str | None] = {ord(character): None for character in separators}
    if fraction:
        table[ord(field.decimal_sign)] = "."
    number, sign = (1, 2) if is_behind else (2, 1)

    def read(text: str) -> Decimal:
        match = fits(text)
        if match is None:
            raise refusal(text)
        value = Decimal(match[number].translate(table) + exponent)
        return value.copy_negate() if match[sign] == "-" else value

    return read
