"""XLSX workbooks by layout: one sheet, a row for each record.

Rows wait in a temporary file until the last is known, and the workbook is made as a stream: memory does not grow with
it. Texts are written as texts whatever they begin with, so none becomes a formula. Amounts and whole numbers are
numbers, dates are dates. A spreadsheet keeps 15 digits of a number and knows no day before 1900-03-01: what does not
fit is written as text, in the field's own form, and read back the same.
"""

import datetime
import tempfile
import weakref
from collections.abc import Iterator
from decimal import Decimal
from typing import IO, Any, NamedTuple

from gateway.formats.layouts.layout import Field, Layout
from gateway.formats.layouts.texts import Unwritable
from gateway.formats.layouts.typed import TypedLines
from gateway.formats.layouts.writer import SEPARATOR

DEFAULT_SHEET = "Blad1"
MOST_ROWS = 1_048_576
LONGEST_TEXT = 32_767

_CHUNK_SIZE = 1_048_576
_MOST_DIGITS = 15
_FIRST_DAY = datetime.date(1900, 3, 1)
_CREATED = datetime.datetime(2000, 1, 1)  # noqa: DTZ001 - the same in all workbooks, so that equal rows give equal bytes


class _Cell(NamedTuple):
    """What is written in a cell, and its number format; a blank format is that of text."""

    value: Any
    form: str


class SheetFile:
    """Writes one workbook."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._spool: IO[bytes] | None = None
        self._rows = layout.first_row - 1 + layout.header_row
        self._fault: Unwritable | None = None

    def add(self, lines: list[str]) -> bytes:
        """Keep more rows. Gives no bytes: a workbook is made when its last row is known."""
        if self._spool is None:
            self._spool = tempfile.TemporaryFile()  # noqa: SIM115 - closed at the end, or with this writer
            weakref.finalize(self, self._spool.close)
        for line in lines:
            self._rows += 1
            self._check(line)
            self._spool.write(line.encode() + b"\n")
        return b""

    def fault(self) -> Unwritable | None:
        """More rows, or a longer text, than a sheet can hold."""
        return self._fault

    def end(self) -> Iterator[bytes]:
        """The workbook."""
        with tempfile.TemporaryFile() as made:
            self._write_to(made)
            made.seek(0)
            while chunk := made.read(_CHUNK_SIZE):
                yield chunk

    def _check(self, line: str) -> None:
        if self._rows > MOST_ROWS:
            self._fault = Unwritable(self._layout.sheet or DEFAULT_SHEET, self._rows, f"max {MOST_ROWS}")
        elif len(line) > LONGEST_TEXT:
            name, *texts = line.split(SEPARATOR)
            for field, text in zip(self._layout.record(name).fields, texts, strict=True):
                if len(text) > LONGEST_TEXT:
                    self._fault = Unwritable(field, text, f"max {LONGEST_TEXT}")

    def _write_to(self, made: IO[bytes]) -> None:
        import xlsxwriter  # noqa: PLC0415 - loaded when a workbook is written

        with xlsxwriter.Workbook(made, {"constant_memory": True}) as workbook:
            workbook.set_properties({"created": _CREATED})
            sheet = workbook.add_worksheet(self._layout.sheet or DEFAULT_SHEET)
            formats: dict[str, Any] = {}
            row = self._layout.first_row - 1
            if self._layout.header_row:
                record = next(iter(self._layout.records.values()))
                for column, (name, field) in enumerate(record.fields.items()):
                    sheet.write_string(row, column, field.column or name, workbook.add_format({"bold": True}))
                row += 1
            for place, cells in enumerate(self._cells(), row):
                for column, cell in enumerate(cells):
                    if cell is None:
                        continue
                    if not cell.form:
                        sheet.write_string(place, column, cell.value)
                        continue
                    form = formats.get(cell.form) or workbook.add_format({"num_format": cell.form})
                    formats[cell.form] = form
                    write = sheet.write_datetime if isinstance(cell.value, datetime.date) else sheet.write_number
                    write(place, column, cell.value, form)

    def _cells(self) -> Iterator[list[_Cell | None]]:
        if self._spool is None:
            return
        typed = TypedLines(self._layout, _typed)
        self._spool.seek(0)
        for line in self._spool:
            name, cells = typed.cells(line.decode().removesuffix("\n"))
            kind = [_Cell(self._layout.record(name).when, "")] if self._layout.record_type else []
            yield [*kind, *cells]


def _typed(field: Field, text: str, value: Any) -> _Cell:
    if field.type == "date" and value >= _FIRST_DAY:
        return _Cell(value, "yyyy-mm-dd")
    if field.type in ("amount", "integer") and len(Decimal(value).normalize().as_tuple().digits) <= _MOST_DIGITS:
        return _Cell(value, f"0.{'0' * field.decimals}" if field.decimals else "0")
    return _Cell(text, "")
