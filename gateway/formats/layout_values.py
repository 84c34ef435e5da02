"""Values of layout fields: text in a file to Python value, and back. Reader and writer share these rules."""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from gateway.formats.layout import Field, Layout

DATE_FORMS = {"YYYYMMDD": "%Y%m%d", "YYYY-MM-DD": "%Y-%m-%d", "YYMMDD": "%y%m%d"}
_DATE_LENGTHS = {"YYYYMMDD": 8, "YYYY-MM-DD": 10, "YYMMDD": 6}


@dataclass(eq=False)
class BadValue(ValueError):
    """A text that is no value of its field: the finding code, and what was expected."""

    code: str
    expected: str


def converter(layout: Layout, field: Field) -> Callable[[str], Any]:
    """A function from the raw text of a field to its value, None when blank. It raises BadValue."""
    strip = _stripper(layout, field)
    convert = _CONVERTERS[field.type](field)
    allowed = frozenset(field.allowed)
    default, required = field.default, field.required

    def read(raw: str) -> Any:
        text = strip(raw)
        if not text:
            if default:
                text = default
            elif required:
                raise BadValue("LAYOUT-VALUE-MISSING", field.title or field.type)
            else:
                return None
        if allowed and text not in allowed:
            raise BadValue("LAYOUT-VALUE-NOT-ALLOWED", ", ".join(field.allowed))
        return convert(text)

    return read


def _stripper(layout: Layout, field: Field) -> Callable[[str], str]:
    if layout.kind == "delimited" or field.filler in " 0":
        return str.strip
    if field.is_left_aligned:
        return lambda raw: raw.rstrip(field.filler)
    return lambda raw: raw.lstrip(field.filler)


def _text(field: Field) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not text.isprintable():
            raise BadValue("LAYOUT-VALUE-NOT-ALLOWED", "tecken som kan skrivas ut")
        if field.length and len(text) > field.length:
            raise BadValue("LAYOUT-VALUE-NOT-ALLOWED", f"högst {field.length} tecken")
        return text

    return read


def _integer(field: Field) -> Callable[[str], int]:
    fits = re.compile("-?[0-9]+" if field.signed else "[0-9]+").fullmatch

    def read(text: str) -> int:
        if not fits(text):
            raise BadValue("LAYOUT-NUMBER", "heltal")
        return int(text)

    return read


def _amount(field: Field) -> Callable[[str], Decimal]:
    minus = "-?" if field.signed else ""
    decimals, sign = field.decimals, field.decimal_sign
    if sign:
        fits = re.compile(rf"{minus}[0-9]{{1,18}}(?:{re.escape(sign)}[0-9]{{1,{decimals}}})?").fullmatch
        expected = f"belopp med decimaltecken {sign} och högst {decimals} decimaler"
    else:
        fits = re.compile(rf"{minus}[0-9]{{1,24}}").fullmatch
        expected = f"heltal; de sista {decimals} siffrorna är decimaler" if decimals else "belopp i hela kronor"

    def read(text: str) -> Decimal:
        if not fits(text):
            raise BadValue("LAYOUT-AMOUNT", expected)
        if sign:
            return Decimal(text.replace(sign, "."))
        return Decimal(text).scaleb(-decimals) if decimals else Decimal(text)

    return read


def _date(field: Field) -> Callable[[str], datetime.date]:
    form, length = DATE_FORMS[field.date_form], _DATE_LENGTHS[field.date_form]
    century = field.date_form == "YYMMDD"

    @lru_cache(maxsize=4096)
    def read(text: str) -> datetime.date:
        try:
            if len(text) != length or not text.isascii():
                raise ValueError(text)
            whole, whole_form = ("20" + text, "%Y%m%d") if century else (text, form)
            return datetime.datetime.strptime(whole, whole_form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            raise BadValue("LAYOUT-DATE", field.date_form) from None

    return read


def _boolean(field: Field) -> Callable[[str], bool]:
    def read(text: str) -> bool:
        if text not in (field.yes, field.no):
            raise BadValue("LAYOUT-VALUE-NOT-ALLOWED", f"{field.yes}, {field.no}")
        return text == field.yes

    return read


_CONVERTERS: dict[str, Callable[[Field], Callable[[str], Any]]] = {
    "text": _text,
    "code": _text,
    "integer": _integer,
    "amount": _amount,
    "date": _date,
    "boolean": _boolean,
}
