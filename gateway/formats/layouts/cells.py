"""Cells of a spreadsheet as values of layout fields: what has a type is put into the form of the field, and read."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from gateway.formats.layouts.layout import Field, Layout
from gateway.formats.layouts.sheet import Cell, SheetValue
from gateway.formats.layouts.texts import Unwritable, text_writer
from gateway.formats.layouts.values import BadValue, converter, expected_of

_MOST_DIGITS = 15


def cell_converter(layout: Layout, name: str, field: Field) -> Callable[[Cell], Any]:
    """A function from a cell to the value of a field, None when blank. It raises BadValue."""
    convert, form = converter(layout, field), _Form(name, field)

    def read(cell: Cell) -> Any:
        if isinstance(cell, str):
            return convert(cell)
        try:
            return convert(form.text(cell))
        except BadValue as bad:
            # A code of the wrong length or value has most likely lost its first zeros.
            if cell.kind == "number" and field.type == "code" and bad.value is None:
                raise BadValue("SHEET-CODE-NUMBER", expected_of(field)) from None
            raise

    return read


class _Form:
    """Puts cells that have a type into the form of one field."""

    def __init__(self, name: str, field: Field) -> None:
        self._field = field
        self._write = text_writer(name, field)
        self._by_kind: dict[str, Callable[[SheetValue], str]] = {
            "number": self._number,
            "date": self._date,
            "boolean": self._boolean,
        }

    def text(self, cell: SheetValue) -> str:
        """The text that stands for a cell in the field. Raises BadValue."""
        if cell.kind == "error":
            raise BadValue("SHEET-CELL-ERROR", expected_of(self._field))
        return self._by_kind[cell.kind](cell)

    def _boolean(self, cell: SheetValue) -> str:
        if self._field.type != "boolean":
            raise BadValue("SHEET-CELL-KIND", expected_of(self._field))
        return self._field.yes if cell.text == "TRUE" else self._field.no

    def _date(self, cell: SheetValue) -> str:
        if self._field.type == "text":
            return cell.text
        if self._field.type != "date":
            raise BadValue("SHEET-CELL-KIND", expected_of(self._field))
        try:
            return self._write(datetime.date.fromisoformat(cell.text))
        except (ValueError, Unwritable):
            raise BadValue("LAYOUT-DATE", expected_of(self._field)) from None

    def _number(self, cell: SheetValue) -> str:
        match self._field.type:
            case "amount":
                return self._written(Decimal(cell.text), "LAYOUT-AMOUNT")
            case "integer":
                whole = cell.text.removeprefix("-").isdecimal()
                return self._written(int(cell.text) if whole else None, "LAYOUT-NUMBER")
            case "date":
                # Eight digits are no day that Excel counts: somebody has written the date as a number.
                if len(cell.text) == 8 and cell.text.isdecimal():
                    return cell.text
                raise BadValue("SHEET-DATE-NUMBER", expected_of(self._field))
            case "boolean":
                return cell.text
            case _:
                return self._digits(cell)

    def _written(self, value: Any, code: str) -> str:
        try:
            return self._write(value)
        except Unwritable:
            raise BadValue(code, expected_of(self._field)) from None

    def _digits(self, cell: SheetValue) -> str:
        """The digits of a key or text that has been taken for a number."""
        if self._field.type == "text":
            return cell.text.zfill(cell.digits)
        if not cell.text.isdecimal() or len(cell.text) >= _MOST_DIGITS:
            raise BadValue("SHEET-CODE-NUMBER", expected_of(self._field))
        return cell.text.zfill(cell.digits)
