"""Values of layout fields as they are read: the text of a field becomes a Python value, or is refused with BadValue.

What was expected is told without words of a language (`expected_of`), so that it fits a Swedish and an English text.
"""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from gateway.formats.layouts.dates import date_reader, seeming_forms
from gateway.formats.layouts.identifiers import CHECKS, check_code
from gateway.formats.layouts.layout import Field, Layout
from gateway.formats.layouts.numbers import number_fault, number_reader

REMEMBERED = 512
MOST_FOR_PATTERN = 100
"""Characters of the longest text that is compared with a pattern."""
_LINE_BREAKS = re.compile("[\r\n]+")


@dataclass(eq=False)
class BadValue(ValueError):
    """A text that is no value of its field: the finding code, what was expected, and the sign or form that was found.

    `value` is the value all the same when the text can be read and fails a check alone.
    """

    code: str
    expected: object
    found: str = ""
    value: Any = None


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
        return ", ".join(field.date_form)
    if field.type in ("integer", "amount"):
        return _example(field)
    return f"max {field.length}" if field.length else "text"


def _example(field: Field) -> str:
    """A negative number as the field has it, if it may be negative."""
    minus = "-" if field.signed and not field.negative_if else ""
    decimals = "567890"[: field.decimals] if field.type == "amount" else ""
    digits = f"1{field.thousands}234{field.decimal_sign}{decimals}"
    written = f"{digits}{minus}" if field.sign.startswith("last") else f"{minus}{digits}"
    return f"{written} = {minus}1234.{decimals}" if decimals and not field.decimal_sign else written


def converter(layout: Layout, field: Field) -> Callable[[str], Any]:
    """A function from the raw text of a field to its value, None when blank. It raises BadValue."""
    strip = _stripper(layout, field)
    convert = _CONVERTERS[field.type](field)
    allowed, blanks = frozenset(field.allowed), frozenset(["", *field.blank])
    default, required = field.default, field.required

    def read(raw: str) -> Any:
        text = strip(raw)
        if text in blanks:
            if default and default not in blanks:
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
    if not field.trim:
        return _keeper(layout, field)
    if layout.kind == "delimited" or field.filler in " 0":
        return str.strip
    if field.is_left_aligned:
        return lambda raw: raw.rstrip(field.filler)
    return lambda raw: raw.lstrip(field.filler)


def _keeper(layout: Layout, field: Field) -> Callable[[str], str]:
    """Takes padding away and keeps the blanks that belong to a text; a text of blanks alone is none."""
    if layout.kind == "delimited":
        return lambda raw: raw if raw.strip() else ""
    if field.is_left_aligned:
        return lambda raw: raw.rstrip(field.filler) if raw.strip() else ""
    return lambda raw: raw.lstrip(field.filler) if raw.strip() else ""


def _text(field: Field) -> Callable[[str], str]:
    may_break = field.type == "text"

    def read(text: str) -> str:
        if not text.isprintable():
            # In a quoted cell a text may have several lines; a key may not.
            text = _LINE_BREAKS.sub(" ", text) if may_break else text
            if not text.isprintable():
                raise BadValue("LAYOUT-CHARACTER", expected_of(field))
        if field.length and len(text) > field.length:
            raise BadValue("LAYOUT-TEXT-TOO-LONG", field.length)
        return text

    return _checked(field, read) if field.pattern or field.check else read


def _checked(field: Field, read: Callable[[str], str]) -> Callable[[str], str]:
    fits = re.compile(field.pattern, re.ASCII).fullmatch if field.pattern else None
    is_right, check = CHECKS.get(field.check), field.check

    def read_checked(text: str) -> str:
        value = read(text)
        if fits and (len(value) > MOST_FOR_PATTERN or not fits(value)):
            raise BadValue("LAYOUT-PATTERN", field.pattern, value=value)
        if is_right and not is_right(value):
            raise BadValue(check_code(check), expected_of(field), value=value)
        return value

    return read_checked


def _integer(field: Field) -> Callable[[str], int]:
    number = _amount(field)
    return lambda text: int(number(text))


def _amount(field: Field) -> Callable[[str], Decimal]:
    def refusal(text: str) -> BadValue:
        fault = number_fault(field, text)
        return BadValue(fault.code, expected_of(field), fault.found)

    return number_reader(field, refusal)


def _date(field: Field) -> Callable[[str], datetime.date]:
    readers = [date_reader(form, field.century) for form in field.date_form]

    def read(text: str) -> datetime.date:
        for reader in readers:
            if (day := reader(text)) is not None:
                return day
        if seeming := seeming_forms(text):
            raise BadValue("LAYOUT-DATE-FORM", expected_of(field), seeming)
        raise BadValue("LAYOUT-DATE", expected_of(field))

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
