"""Lines of a laid-out file, streamed: decoded, split into cells, told apart by record type, and read into values."""

import csv
import re
from collections.abc import Callable, Iterator
from operator import getitem, itemgetter
from pathlib import Path
from typing import Any, Literal

from gateway.findings import Finding, Place, finding
from gateway.formats.layouts.cells import cell_converter
from gateway.formats.layouts.decoding import BOM, decoded, head_encodings
from gateway.formats.layouts.elements import element_rows, root_recogniser
from gateway.formats.layouts.identifiers import PERSONAL
from gateway.formats.layouts.layout import Field, Layout, Record, column_letters, field_position
from gateway.formats.layouts.sheet import cell_text, sheet_rows
from gateway.formats.layouts.values import BadValue, Memo, converter
from gateway.formats.layouts.workbook import ZIP

_LINE_END = re.compile(rb"[\r\n]")
Row = Any
"""A line as text in a fixed layout, as a list of texts in a delimited or XML one, of cells in a spreadsheet."""


class CompiledRecord:
    """One kind of line, ready to be read: where each field stands, and what makes a value of it."""

    def __init__(self, layout: Layout, name: str, columns: list[int] | None = None) -> None:
        self.layout, self.name, self.record = layout, name, layout.record(name)
        self.names = list(self.record.fields)
        self.width = _width(layout, self.record)
        places: list[slice | int] = list(range(len(self.names)))
        if layout.kind == "fixed":
            places = [slice((field.start or 1) - 1, field.end) for field in self.record.fields.values()]
        elif columns is not None:
            places = list(columns)
        elif layout.record_type or layout.kind == "xml":
            places = [place + 1 for place in range(len(self.names))]
        self.places = places
        self.converters = [_converter(layout, key, field) for key, field in self.record.fields.items()]
        self.starts = [place.start if isinstance(place, slice) else place for place in places]
        self.ends = [place.stop if isinstance(place, slice) else place + 1 for place in places]
        self.is_personal = any(field.check in PERSONAL for field in self.record.fields.values())
        self.noted: dict[int, list[Finding]] = {}
        """Findings about lines whose values are right and that cannot be taken all the same, by line number."""
        self._texts = itemgetter(*places) if len(places) > 1 else lambda row: (row[places[0]],)
        self._values = [Memo(convert) for convert in self.converters]
        self._markers = dict(self._sign_markers())

    def values(self, row: Row) -> list[Any]:
        """All values in field order. Raises BadValue for the first that is none."""
        values = list(map(getitem, self._values, self._texts(row)))
        return self._with_signs(values) if self._markers else values

    def usable_values(self, row: Row, tolerated: frozenset[str]) -> list[Any] | None:
        """All values of a line with faults of these codes alone; None when a value cannot be used."""
        values = []
        for place, convert in zip(self.places, self.converters, strict=True):
            try:
                values.append(convert(row[place]))
            except BadValue as bad:
                if bad.value is None or bad.code not in tolerated:
                    return None
                values.append(bad.value)
        return self._with_signs(values)

    def value(self, row: Row, name: str) -> Any:
        """One value. Raises BadValue; also when the line ends before the field."""
        index = self.names.index(name)
        if len(row) < self.ends[index]:
            raise BadValue("LAYOUT-VALUE-MISSING", name)
        value = self.converters[index](row[self.places[index]])
        if value is not None and index in self._markers:
            marker, negative = self._markers[index]
            return -value if self.value(row, self.names[marker]) in negative else value
        return value

    def _with_signs(self, values: list[Any]) -> list[Any]:
        for index, (marker, negative) in self._markers.items():
            if values[index] is not None and values[marker] in negative:
                values[index] = -values[index]
        return values

    def _sign_markers(self) -> Iterator[tuple[int, tuple[int, frozenset[Any]]]]:
        """The place of each amount whose sign another field has, with the place of that and its negative values."""
        for index, field in enumerate(self.record.fields.values()):
            if rule := field.negative_if:
                marker = self.names.index(rule.field)
                yield index, (marker, frozenset(map(self.converters[marker], rule.values)))

    def title(self, name: str) -> str:
        """What a field is called: its title, column heading or name."""
        field = self.record.fields[name]
        return field.title or field.column or name

    def position(self, name: str, line: int) -> str:
        """Where a field of a line stands, for people: its cell in a spreadsheet, such as C7."""
        if self.layout.kind != "xlsx":
            return field_position(self.layout, self.record, name)
        place = self.places[self.names.index(name)]
        return f"{column_letters(place + 1)}{line}" if isinstance(place, int) else ""


def _converter(layout: Layout, name: str, field: Field) -> Callable[[Any], Any]:
    return cell_converter(layout, name, field) if layout.kind == "xlsx" else converter(layout, field)


def recogniser(layout: Layout) -> Callable[[bytes], bool]:
    """Whether the first line of a file fits the layout's `recognise`.

    Of an XML document, whether the root element is the layout's; of a workbook, whether it looks like one.
    """
    if layout.kind == "xml":
        return root_recogniser(layout)
    if layout.kind == "xlsx":
        return lambda head: head.startswith(ZIP)
    fits = re.compile(layout.recognise.first_line).match
    columns = set(layout.recognise.columns)

    def recognise(head: bytes) -> bool:
        start = _LINE_END.split(head.removeprefix(BOM), maxsplit=1)[0]
        # A file in another encoding than it should have is told so when it is read; here it is still of the layout.
        firsts = (start.decode(encoding, "replace") for encoding in head_encodings(layout, start))
        return any(first and fits(first) and (not columns or columns <= set(_cells(layout, first))) for first in firsts)

    return recognise


def rows(layout: Layout, path: Path) -> Iterator[tuple[int, Row] | Finding]:
    """(line number, row) for every line that is not empty; a fatal finding ends the file."""
    if layout.kind in ("xlsx", "xml"):
        yield from sheet_rows(layout, path) if layout.kind == "xlsx" else element_rows(layout, path)
        return
    lines = decoded(layout, path)
    if layout.kind == "delimited":
        yield from _split(layout, lines)
        return
    number = 0
    for line in lines:
        if isinstance(line, Finding):
            yield line
            continue
        number += 1
        text = line.rstrip("\r\n")
        if text:
            yield number, text


def _split(layout: Layout, lines: Iterator[str | Finding]) -> Iterator[tuple[int, list[str]] | Finding]:
    faults: list[Finding] = []
    reader = _csv(layout, _texts_alone(lines, faults))
    before = 0
    try:
        for cells in reader:
            if faults and not faults[0].rejects:
                yield faults.pop()
            if cells:
                yield before + 1, cells
            before = reader.line_num
    except csv.Error:
        # An encoding that breaks off within quotes is what is wrong, not the quotes.
        if not faults:
            yield finding("LAYOUT-QUOTES", place=Place(line=before + 1))
    yield from faults


def _texts_alone(lines: Iterator[str | Finding], faults: list[Finding]) -> Iterator[str]:
    for line in lines:
        if isinstance(line, Finding):
            faults.append(line)
        else:
            yield line


def _cells(layout: Layout, line: str) -> list[str]:
    try:
        return [cell.strip() for cell in next(_csv(layout, iter([line])), [])]
    except csv.Error:
        return []


def _csv(layout: Layout, lines: Iterator[str]) -> Any:
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if layout.quote else csv.QUOTE_NONE
    quote = layout.quote or None
    return csv.reader(lines, delimiter=layout.delimiter, quotechar=quote, quoting=quoting, strict=bool(quote))


def _width(layout: Layout, record: Record) -> int:
    if layout.kind == "fixed":
        return record.length or 0
    return len(record.fields) + (1 if layout.record_type or layout.kind == "xml" else 0)


class Dispatcher:
    """Tells which record a row is. A header row is learnt first, so that columns may stand in any order."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self._is_sheet = layout.kind == "xlsx"
        self._single: CompiledRecord | None = None
        self._by_type: dict[str, CompiledRecord] = {}
        self._type_of: Callable[[Row], str] = itemgetter(0)
        place = layout.record_type
        if layout.kind == "xml":
            self._by_type = {name: CompiledRecord(layout, name) for name in layout.records}
        elif place is None:
            self._single = CompiledRecord(layout, next(iter(layout.records)))
        else:
            if layout.kind == "fixed":
                start = (place.start or 1) - 1
                self._type_of = itemgetter(slice(start, start + (place.length or 1)))
            elif layout.kind == "xlsx":
                self._type_of = lambda row: cell_text(row[0])
            self._by_type = {record.when: CompiledRecord(layout, name) for name, record in layout.records.items()}

    def learn(self, headings: list[Any], line: int) -> Finding | None:
        """Take the header row of a delimited file; a finding when columns are missing or stand twice."""
        name, record = next(iter(self.layout.records.items()))
        wanted = [field.column or key for key, field in record.fields.items()]
        found = list(map(cell_text, headings))
        missing = [heading for heading in wanted if found.count(heading) != 1]
        if missing:
            return finding(
                "LAYOUT-COLUMN-MISSING",
                place=Place(line=line),
                value=", ".join(missing),
                expected=", ".join(wanted),
            )
        self._single = CompiledRecord(self.layout, name, [found.index(heading) for heading in wanted])
        self._single.width = len(found)
        return None

    def record_of(self, row: Row, line: int) -> CompiledRecord | Finding:
        """The record of a row, or what is wrong with its type. A row of a spreadsheet gets the record's width."""
        record = self._found(row, line)
        if self._is_sheet and isinstance(record, CompiledRecord):
            row += [""] * (record.width - len(row))
        return record

    def _found(self, row: Row, line: int) -> CompiledRecord | Finding:
        if self._single is not None:
            return self._single
        kind = self._type_of(row)
        if record := self._by_type.get(kind):
            return record
        known = ", ".join(self._by_type)
        return finding("LAYOUT-RECORD-UNKNOWN", place=Place(line=line), value=kind, expected=known)
