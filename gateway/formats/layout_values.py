"""Values of layout fields as they are read: the text of a field becomes a Python value, or is refused with BadValue.

What was expected is told without words of a language (`expected_of`), so that it fits a Swedish and an English text.
"""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from gateway.formats.layout import Field, Layout

DATE_FORMS = {"YYYYMMDD": "%Y%m%d", "YYYY-MM-DD": "%Y-%m-%d", "YYMMDD": "%y%m%d"}
REMEMBERED = 512


@dataclass(eq=False)
class BadValue(ValueError):
    """A text that is no value of its field: the finding code, and what was expected."""

    code: str
    expected: object


class Memo(dict[Any, Any]):
    """What a function makes of its argument, remembered for the latest arguments.

    Most fields are blank or repeat a few codes, and looking a value up costs a tenth of making it. At most `REMEMBERED`
    values are kept, so a field whose values are all different takes no more memory than that. Faults are not kept.
    """

    __slots__ = ("_make",)

    def __init__(self, make: Callable[[Any], Any]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, argument: Any) -> Any:
        made = self._make(argument)
        if len(self) >= REMEMBERED:
            self.clear()
        self[argument] = made
        return made


def expected_of(field: Field) -> str:
    """What a field takes: its values, an example of its number form, its date form, or its most characters."""
    if field.allowed:
        return ", ".join(field.allowed)
    if field.type == "boolean":
        return f"{field.yes}, {field.no}"
    if field.type == "date":
        return field.date_form
    minus = "-" if field.signed else ""
    if field.type == "integer" or (field.type == "amount" and not field.decimals):
        return f"{minus}1234"
    if field.type == "amount":
        decimals = "567890"[: field.decimals]
        written = f"{minus}1234{field.decimal_sign}{decimals}"
        return written if field.decimal_sign else f"{written} = {minus}1234.{decimals}"
    return f"max {field.length}" if field.length else "text"


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
                raise BadValue("LAYOUT-VALUE-MISSING", expected_of(field))
            else:
                return None
        if allowed and text not in allowed:
            raise BadValue("LAYOUT-VALUE-NOT-ALLOWED", expected_of(field))
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
            raise BadValue("LAYOUT-CHARACTER", expected_of(field))
        if field.length and len(text) > field.length:
            raise BadValue("LAYOUT-TEXT-TOO-LONG", field.length)
        return text

    return read


def _integer(field: Field) -> Callable[[str], int]:
    fits = re.compile("-?[0-9]{1,24}" if field.signed else "[0-9]{1,24}").fullmatch

    def read(text: str) -> int:
        if not fits(text):
            raise BadValue("LAYOUT-NUMBER", expected_of(field))
        return int(text)

    return read


def _amount(field: Field) -> Callable[[str], Decimal]:
    minus = "-?" if field.signed else ""
    decimals, sign = field.decimals, field.decimal_sign if field.decimals else ""
    if sign:
        fits = re.compile(rf"{minus}[0-9]{{1,18}}(?:{re.escape(sign)}[0-9]{{1,{decimals}}})?").fullmatch
    else:
        fits = re.compile(rf"{minus}[0-9]{{1,24}}").fullmatch

    exponent = f"E-{decimals}" if decimals and not sign else ""

    def read(text: str) -> Decimal:
        if not fits(text):
            raise BadValue("LAYOUT-AMOUNT", expected_of(field))
        return Decimal(text.replace(sign, ".") if sign else text + exponent)

    return read


def _date(field: Field) -> Callable[[str], datetime.date]:
    form, length = DATE_FORMS[field.date_form], len(field.date_form)
    century = field.date_form == "YYMMDD"

    def read(text: str) -> datetime.date:
        try:
            if len(text) != length or not text.isascii():
                raise ValueError(text)
            whole, whole_form = ("20" + text, "%Y%m%d") if century else (text, form)
            return datetime.datetime.strptime(whole, whole_form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            raise BadValue("LAYOUT-DATE", expected_of(field)) from None

    return read


def _boolean(field: Field) -> Callable[[str], bool]:
    def read(text: str) -> bool:
        if text not in (field.yes, field.no):
            raise BadValue("LAYOUT-VALUE-NOT-ALLOWED", expected_of(field))
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
