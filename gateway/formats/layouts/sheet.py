"""Rows of a sheet of an XLSX workbook, streamed: cells become texts or, where they have a type, `SheetValue`s.

What Excel does to values is undone or told: a number is taken as it is shown, with 15 digits; days are days only where
the cell is formatted so; formulas, merged cells and what is hidden are findings. Rows without values are passed over.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Context, Decimal, InvalidOperation
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple

from lxml import etree

from gateway.catalogue import Severity
from gateway.findings import Finding, Place, finding
from gateway.formats.layouts.layout import Layout, column_letters
from gateway.formats.layouts.workbook import DAMAGES, Sheet, Style, Workbook, rich_text, unescaped

MOST_COLUMNS = 16_384

_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_AREA = re.compile(r"[A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}([0-9]{1,7})")
_SHOWN = Context(prec=15)
_DAY_ZERO = date(1899, 12, 30)
_DAY_ZERO_1904 = date(1904, 1, 1)
_LAST_SERIAL = 2_958_465
_NONE = Style()
_MOST_MERGED = 20


class SheetValue(NamedTuple):
    """What a cell holds that is no text.

    `text` is a number without exponent, a day as YYYY-MM-DD (a time as the number that it is), TRUE or FALSE, or what
    an error is shown as. `digits` is how many digits the cell's format shows at least.
    """

    kind: Literal["number", "date", "boolean", "error"]
    text: str
    digits: int = 0


Cell = str | SheetValue


def cell_text(cell: Cell) -> str:
    """What a cell holds, as it is shown to a person."""
    return (cell if isinstance(cell, str) else cell.text).strip()


def sheet_rows(layout: Layout, source: Path | BinaryIO) -> Iterator[tuple[int, list[Cell]] | Finding]:
    """(row number, cells up to the last that is not blank) for every row with values from the layout's first row on.

    Findings stand between them; a fatal one ends the file.
    """
    try:
        with Workbook(source) as workbook:
            if refused := workbook.refusal():
                yield refused
                return
            sheet = chosen_sheet(layout, workbook)
            if isinstance(sheet, Finding):
                yield sheet
                return
            yield from _surroundings(workbook, sheet)
            yield from _Reader(workbook, sheet, layout.first_row).rows()
    except DAMAGES as damage:
        yield finding("SHEET-DAMAGED", value=damage)


def sheet_fits(layout: Layout, path: Path) -> bool:
    """Whether a file is a workbook with the layout's sheet and, in its header row, the columns that tell it."""
    try:
        with Workbook(path) as workbook:
            if workbook.refusal():
                return False
            sheet = chosen_sheet(layout, workbook)
            if isinstance(sheet, Finding):
                return False
            for item in _Reader(workbook, sheet, layout.first_row).rows():
                if not isinstance(item, Finding):
                    return set(layout.recognise.columns) <= set(map(cell_text, item[1]))
                if item.severity is Severity.FATAL:
                    return False
    except DAMAGES:
        return False
    return not layout.recognise.columns


def chosen_sheet(layout: Layout, workbook: Workbook) -> Sheet | Finding:
    """The sheet of the layout's name, or the first that is visible; a finding when there is none."""
    for sheet in workbook.sheets:
        if sheet.name == layout.sheet or (not layout.sheet and not sheet.is_hidden):
            return sheet
    known = ", ".join(sheet.name for sheet in workbook.sheets)
    return finding("SHEET-MISSING", value=layout.sheet, expected=known)


def _surroundings(workbook: Workbook, chosen: Sheet) -> Iterator[Finding]:
    others = [sheet for sheet in workbook.sheets if sheet != chosen and workbook.has_values(sheet)]
    if seen := [sheet.name for sheet in others if not sheet.is_hidden]:
        yield finding("SHEET-OTHER-SHEETS", value=", ".join(seen), expected=chosen.name)
    if hidden := [sheet.name for sheet in (chosen, *others) if sheet.is_hidden]:
        yield finding("SHEET-HIDDEN-SHEETS", value=", ".join(hidden))
    if workbook.has_links:
        yield finding("SHEET-LINKS")


class _Reader:
    """One walk over one sheet."""

    def __init__(self, workbook: Workbook, sheet: Sheet, first_row: int) -> None:
        self._workbook, self._sheet, self._first_row = workbook, sheet, first_row
        self._number = 0
        self._cells: list[Cell] = []
        self._formulas: set[int] = set()
        self._found: list[Finding] = []
        self._hidden_columns: list[range] = []
        self._hidden_rows = 0
        self._first_hidden = 0
        self._widest = 0
        self._merged = 0

    def rows(self) -> Iterator[tuple[int, list[Cell]] | Finding]:
        """The rows with values, and findings."""
        tags = ("row", "c", "col", "mergeCell")
        for item in self._workbook.cells(self._sheet, tags, ("start", "end")):
            if isinstance(item, Finding):
                yield item
                return
            event, element = item
            name = etree.QName(element).localname
            if event == "start":
                if name == "row":
                    self._begin(element)
            elif name == "c":
                self._add(element)
            elif name == "row":
                yield from self._end(element)
            elif name == "col":
                self._column(element)
            elif finding_ := self._merge(element):
                yield finding_
        yield from self._last()

    def _begin(self, row: etree._Element) -> None:
        number = row.get("r")
        after = int(number) if number else self._number + 1
        if after <= self._number:
            raise ValueError(f"row {after} after row {self._number}")
        self._number, self._cells = after, []

    def _add(self, element: etree._Element) -> None:
        if self._number < self._first_row:
            return
        column = len(self._cells)
        if place := element.get("r"):
            column = _column_of(place)
            if column < len(self._cells):
                raise ValueError(f"{place} after {column_letters(len(self._cells))}{self._number}")
        if column >= MOST_COLUMNS:
            raise ValueError(f"{column + 1} columns")
        self._cells += [""] * (column - len(self._cells))
        self._cells.append(self._cell(element, column))

    def _end(self, row: etree._Element) -> Iterator[tuple[int, list[Cell]] | Finding]:
        cells = self._cells
        while cells and not cells[-1]:
            cells.pop()
        yield from self._found
        self._found = []
        if not cells:
            return
        if row.get("hidden") in ("1", "true"):
            self._hidden_rows += 1
            self._first_hidden = self._first_hidden or self._number
        self._widest = max(self._widest, len(cells))
        yield self._number, cells

    def _cell(self, element: etree._Element, column: int) -> Cell:
        if element.find("{*}f") is not None:
            self._formula(element, column)
        kind = element.get("t", "n")
        if kind == "inlineStr":
            inline = element.find("{*}is")
            return _plain(rich_text(inline)) if inline is not None else ""
        text = element.findtext("{*}v") or ""
        if not text:
            return ""
        if kind == "s":
            return _plain(self._workbook.text(int(text)))
        if kind == "str":
            return _plain(unescaped(text))
        if kind == "b":
            return SheetValue("boolean", "TRUE" if text in ("1", "true") else "FALSE")
        if kind == "d":
            return SheetValue("date", text[:10])
        return SheetValue("error", text) if kind == "e" else self._number_cell(element, text)

    def _number_cell(self, element: etree._Element, text: str) -> Cell:
        index = int(element.get("s") or 0)
        style = self._workbook.styles[index] if index < len(self._workbook.styles) else _NONE
        try:
            number = _SHOWN.create_decimal(text)
        except InvalidOperation:
            return SheetValue("error", text)
        if style.is_date:
            return self._day(number)
        return SheetValue("number", written(number), style.digits)

    def _day(self, number: Decimal) -> SheetValue:
        serial = int(number)
        zero = _DAY_ZERO_1904 if self._workbook.counts_from_1904 else _DAY_ZERO
        if zero == _DAY_ZERO and serial <= 60:
            # Excel counts a 29 February 1900 that never was.
            zero += timedelta(days=1)
            serial = serial if serial < 60 else 0
        if not 1 <= serial <= _LAST_SERIAL:
            return SheetValue("date", written(number))
        try:
            return SheetValue("date", (zero + timedelta(days=serial)).isoformat())
        except OverflowError:
            return SheetValue("date", written(number))

    def _formula(self, element: etree._Element, column: int) -> None:
        if column in self._formulas:
            return
        self._formulas.add(column)
        cell = f"{column_letters(column + 1)}{self._number}"
        place = Place(line=self._number, position=cell)
        self._found.append(finding("SHEET-FORMULA", place=place, value=f"={element.findtext('{*}f')}", cell=cell))

    def _column(self, element: etree._Element) -> None:
        if element.get("hidden") in ("1", "true"):
            first, last = int(element.get("min") or 1), int(element.get("max") or 1)
            self._hidden_columns.append(range(first, min(last, MOST_COLUMNS) + 1))

    def _merge(self, element: etree._Element) -> Finding | None:
        area = element.get("ref") or ""
        match = _AREA.fullmatch(area)
        if (match and int(match[1]) < self._first_row) or self._merged >= _MOST_MERGED:
            return None
        self._merged += 1
        return finding("SHEET-MERGED", place=Place(position=area), value=area)

    def _last(self) -> Iterator[Finding]:
        if self._hidden_rows:
            place = Place(line=self._first_hidden)
            yield finding("SHEET-HIDDEN-ROWS", place=place, value=self._hidden_rows, expected=self._first_hidden)
        hidden = sorted({column for each in self._hidden_columns for column in each if column <= self._widest})
        if hidden:
            yield finding("SHEET-HIDDEN-COLUMNS", value=", ".join(map(column_letters, hidden)))


def written(number: Decimal) -> str:
    """A number without exponent and without zeros that say nothing.

    >>> [written(Decimal(text)) for text in ("1.50", "-0", "1E+3", "12345")]
    ['1.5', '0', '1000', '12345']
    """
    if not number or not -30 <= number.adjusted() <= 30:
        return str(number) if number else "0"
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _plain(text: str) -> str:
    """A text without line breaks and odd blanks, which people put into cells to make them look well."""
    return text if text.isprintable() else re.sub(r"\s", " ", text)


def _column_of(place: str) -> int:
    """The 0-based column of a place such as C7. Raises ValueError."""
    match = _PLACE.fullmatch(place)
    if match is None:
        raise ValueError(place)
    number = 0
    for letter in match[1]:
        number = number * 26 + ord(letter) - 64
    return number - 1
