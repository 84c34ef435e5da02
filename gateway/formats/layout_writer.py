"""Writes the lines of a file by its layout.

`LayoutWriter.formatter` compiles one function for a record and the fields that a mapping fills; fields left out stand
with their default, or blank. Amounts are Decimal (or int) kronor, dates `datetime.date`, booleans bool; None is blank.
"""

import datetime
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from gateway.findings import Finding, Place, finding
from gateway.formats.layout import LINE_ENDS, Field, Layout
from gateway.formats.layout_values import DATE_FORMS

Formatter = Callable[[Sequence[Any]], str]


class Unwritable(Exception):
    """A value that a field cannot hold. `reason` is Swedish, for an error list."""

    def __init__(self, field: str, value: object, reason: str) -> None:
        self.field, self.value, self.reason = field, value, reason
        super().__init__(f"{field}: {value!r}: {reason}")


class LayoutWriter:
    """Makes lines of one layout. Texts that were cut are collected as warnings; take them with `take_cuts`."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self._cuts: list[Finding] = []

    def take_cuts(self) -> list[Finding]:
        """The LAYOUT-TEXT-CUT warnings since the last call; without `about`, which the caller knows."""
        cuts, self._cuts = self._cuts, []
        return cuts

    def header_line(self) -> str | None:
        """The column headings of a delimited layout that has them."""
        if not self.layout.header_row:
            return None
        record = next(iter(self.layout.records.values()))
        return self.layout.delimiter.join(field.column or name for name, field in record.fields.items())

    def formatter(self, record: str, fields: tuple[str, ...]) -> Formatter:
        """A function from values in the order of `fields` to a line without line end. It raises Unwritable.

        Raises KeyError for a record or field that the layout lacks: mappings are checked before they run.
        """
        kind = self.layout.record(record)
        for name in fields:
            kind.fields[name]
        pieces: list[str | tuple[int, Callable[[Any], str]]] = []
        if self.layout.record_type:
            pieces.append(self._framed(kind.when))
        for name, field in kind.fields.items():
            write = self._field_writer(record, name, field)
            pieces.append((fields.index(name), write) if name in fields else write(None, required=False))
        if self.layout.kind == "fixed":
            return _joined(self._in_order(record, pieces), "")
        return _joined(pieces, self.layout.delimiter)

    def encode(self, line: str) -> bytes:
        """A line as bytes with its line end. Raises Unwritable for a character that the encoding lacks."""
        try:
            return (line + LINE_ENDS[self.layout.line_end]).encode(self.layout.encoding)
        except UnicodeEncodeError as error:
            field = f"position {error.start + 1}"
            reason = f"tecknet finns inte i {self.layout.encoding}"
            raise Unwritable(field, line[error.start : error.end], reason) from error

    def _framed(self, when: str) -> str:
        place = self.layout.record_type
        return when.ljust(place.length or 0) if place and self.layout.kind == "fixed" else when

    def _in_order(self, record: str, pieces: list[Any]) -> list[Any]:
        starts = [field.start or 1 for field in self.layout.record(record).fields.values()]
        if self.layout.record_type:
            starts.insert(0, self.layout.record_type.start or 1)
        return [piece for _, piece in sorted(zip(starts, pieces, strict=True), key=lambda pair: pair[0])]

    def _field_writer(self, record: str, name: str, field: Field) -> Callable[..., str]:
        text_of = _text_of(name, field)
        frame = self._frame(name, field)
        blank = frame(field.default or "")
        length, allowed = field.length, frozenset(field.allowed)

        def write(value: Any, required: bool = field.required and field.default is None) -> str:
            if value is None or value == "":
                if required:
                    raise Unwritable(name, value, "värdet saknas, men fältet måste vara ifyllt")
                return blank
            text = text_of(value)
            if allowed and text not in allowed:
                raise Unwritable(name, value, f"tillåtna värden är {', '.join(field.allowed)}")
            if length and len(text) > length:
                if not field.cut:
                    raise Unwritable(name, value, f"{len(text)} tecken, fältet rymmer {length}")
                self._cuts.append(
                    finding(
                        "LAYOUT-TEXT-CUT",
                        place=Place(record=record, position=name),
                        value=value,
                        expected=length,
                        field=field.title or name,
                    )
                )
                text = text[:length]
            return frame(text)

        return write

    def _frame(self, name: str, field: Field) -> Callable[[str], str]:
        if self.layout.kind == "delimited":
            return self._quoter(name)
        length, filler = field.length or 0, field.filler
        if field.is_left_aligned:
            return lambda text: text.ljust(length, filler)
        if filler == "0":
            return lambda text: text.zfill(length) if text else " " * length
        return lambda text: text.rjust(length, filler)

    def _quoter(self, name: str) -> Callable[[str], str]:
        delimiter, quote = self.layout.delimiter, self.layout.quote

        def write(text: str) -> str:
            if delimiter not in text and (not quote or quote not in text):
                return text
            if not quote:
                raise Unwritable(name, text, f"värdet innehåller avgränsaren {delimiter}")
            return f"{quote}{text.replace(quote, quote * 2)}{quote}"

        return write


def _joined(pieces: list[str | tuple[int, Callable[[Any], str]]], delimiter: str) -> Formatter:
    parts: list[str | tuple[int, Callable[[Any], str]]] = []
    for number, piece in enumerate(pieces):
        if number and delimiter:
            _append(parts, delimiter)
        _append(parts, piece)
    texts = [part if isinstance(part, str) else "" for part in parts]
    holes = [(slot, *part) for slot, part in enumerate(parts) if not isinstance(part, str)]

    def write(values: Sequence[Any]) -> str:
        line = texts.copy()
        for slot, index, field in holes:
            line[slot] = field(values[index])
        return "".join(line)

    return write


def _append(parts: list[Any], piece: Any) -> None:
    if isinstance(piece, str) and parts and isinstance(parts[-1], str):
        parts[-1] += piece
    else:
        parts.append(piece)


def _text_of(name: str, field: Field) -> Callable[[Any], str]:
    """The bare text of a value, not yet padded."""

    def text(value: Any) -> str:
        if type(value) is not str:
            raise Unwritable(name, value, "värdet är inte text")
        if value.isprintable():
            return value
        if field.type == "code":
            raise Unwritable(name, value, "värdet innehåller radbyte eller styrtecken")
        return "".join(character if character.isprintable() else " " for character in value)

    def integer(value: Any) -> str:
        if type(value) is not int or (value < 0 and not field.signed):
            raise Unwritable(name, value, "värdet är inte ett heltal som fältet tar emot")
        return str(value)

    def amount(value: Any) -> str:
        if type(value) not in (Decimal, int) or (type(value) is Decimal and not value.is_finite()):
            raise Unwritable(name, value, "värdet är inte ett belopp")
        scaled = Decimal(value).scaleb(field.decimals)
        whole = int(scaled)
        if whole != scaled:
            raise Unwritable(name, value, f"beloppet har fler än {field.decimals} decimaler")
        if whole < 0 and not field.signed:
            raise Unwritable(name, value, "fältet tar inte emot negativa belopp")
        if not (field.decimal_sign and field.decimals):
            return str(whole)
        digits = str(abs(whole)).zfill(field.decimals + 1)
        minus = "-" if whole < 0 else ""
        return f"{minus}{digits[: -field.decimals]}{field.decimal_sign}{digits[-field.decimals :]}"

    def date(value: Any) -> str:
        if not isinstance(value, datetime.date):
            raise Unwritable(name, value, "värdet är inte ett datum")
        if field.date_form == "YYMMDD" and not 2000 <= value.year <= 2099:
            raise Unwritable(name, value, "årtalet ryms inte i två siffror")
        return value.strftime(DATE_FORMS[field.date_form]).zfill(len(field.date_form))

    def boolean(value: Any) -> str:
        if type(value) is not bool:
            raise Unwritable(name, value, "värdet är inte ja eller nej")
        return field.yes if value else field.no

    writers: dict[str, Callable[[Any], str]] = {
        "text": text, "code": text, "integer": integer, "amount": amount, "date": date, "boolean": boolean,
    }  # fmt: skip
    return writers[field.type]
