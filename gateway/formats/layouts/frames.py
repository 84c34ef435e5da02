"""Fixed fields as they are written: a bare text put in its place, and amounts whose sign another field has."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from gateway.formats.layouts.layout import Field, Layout, Record
from gateway.formats.layouts.texts import Unwritable
from gateway.formats.layouts.values import converter

_SIGNS = "-+ "


def frame_of(field: Field) -> Callable[[str], str]:
    """A function from the bare text of a field to the text as long as the field."""
    length, filler = field.length or 0, field.filler
    if field.sign == "first_place":
        return lambda text: _sign_first(text, length, filler) if text else " " * length
    if field.sign == "last_place":
        return lambda text: _sign_last(text, length, filler) if text else " " * length
    if field.is_left_aligned:
        return lambda text: text.ljust(length, filler)
    if filler == "0":
        return lambda text: text.zfill(length) if text else " " * length
    return lambda text: text.rjust(length, filler)


def _sign_first(text: str, length: int, filler: str) -> str:
    sign, digits = (text[0], text[1:]) if text[0] in _SIGNS else (" ", text)
    return sign + digits.rjust(length - 1, filler)


def _sign_last(text: str, length: int, filler: str) -> str:
    digits, sign = (text[:-1], text[-1]) if text[-1] in _SIGNS else (text, " ")
    return digits.rjust(length - 1, filler) + sign


def sign_agreements(layout: Layout, record: Record, filled: Sequence[str]) -> Iterator[Callable[[Sequence[Any]], None]]:
    """Functions of the values of a line that raise Unwritable for an amount that its debit or credit marker denies.

    `filled` names the values in their order. A marker that is not among them has its default.
    """
    for name, field in record.fields.items():
        if field.negative_if and name in filled:
            yield _agreement(layout, record, name, filled)


def _agreement(layout: Layout, record: Record, name: str, filled: Sequence[str]) -> Callable[[Sequence[Any]], None]:
    rule = record.fields[name].negative_if
    assert rule is not None  # noqa: S101 - told to the type checker
    marker = record.fields[rule.field]
    read = converter(layout, marker)
    negative = {read(text) for text in rule.values}
    default = read(marker.default) if marker.default else None
    place, marker_place = filled.index(name), filled.index(rule.field) if rule.field in filled else None

    def agree(values: Sequence[Any]) -> None:
        amount = values[place]
        if not amount:
            return
        given = None if marker_place is None else values[marker_place]
        sign = default if given is None or given == "" else given
        if sign is None:
            raise Unwritable(rule.field, None, ", ".join(marker.allowed) or marker.type)
        if (amount < 0) is not (sign in negative):
            raise Unwritable(name, amount, f"{rule.field} {'≠' if sign in negative else '='} {', '.join(rule.values)}")

    return agree
