"""Lines of a laid-out file, streamed: decoded, split into cells, told apart by record type, and read into values."""

import csv
import re
from collections.abc import Callable, Iterator
from operator import getitem, itemgetter
from pathlib import Path
from typing import Any, Literal

from gateway.findings import Finding, Place, finding
from gateway.formats.layout import Field, Layout, Record, column_letters, field_position
from gateway.formats.layout_cells import cell_converter
from gateway.formats.layout_sheet import cell_text, sheet_rows
from gateway.formats.layout_values import BadValue, Memo, converter
from gateway.formats.workbook import ZIP

LONGEST_LINE = 100_000
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
        elif layout.record_type:
            places = [place + 1 for place in range(len(self.names))]
        self.places = places
        self.converters = [_converter(layout, key, field) for key, field in self.record.fields.items()]
        self._texts = itemgetter(*places) if len(places) > 1 else lambda row: (row[places[0]],)
        self._values = [Memo(convert) for convert in self.converters]

    def values(self, row: Row) -> list[Any]:
        """All values in field order. Raises BadValue for the first that is none."""
        return list(map(getitem, self._values, self._texts(row)))

    def value(self, row: Row, name: str) -> Any:
        """One value. Raises BadValue; also when the line ends before the field."""
        index = self.names.index(name)
        place = self.places[index]
        is_outside = len(row) < (place.stop if isinstance(place, slice) else place + 1)
        if is_outside:
            raise BadValue("LAYOUT-VALUE-MISSING", name)
        return self.converters[index](row[place])

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

    def width_fault(self, row: Row, line: int) -> Finding | None:
        """What is wrong with the length of a fixed line or the number of cells of a delimited one."""
        if len(row) == self.width:
            return None
        if self.layout.kind == "xlsx":
            beyond = next(index for index in range(self.width, len(row)) if cell_text(row[index]))
            place = Place(line=line, record=self.name, position=f"{column_letters(beyond + 1)}{line}")
            return finding("SHEET-CELL-BEYOND", place=place, value=cell_text(row[beyond]))
        code = "LAYOUT-LINE-LENGTH" if self.layout.kind == "fixed" else "LAYOUT-COLUMN-COUNT"
        return finding(code, place=Place(line=line, record=self.name), value=len(row), expected=self.width)

    def faults(self, row: Row, line: int) -> Iterator[Finding]:
        """A finding for every field whose text is no value of it."""
        for name, place, convert in zip(self.names, self.places, self.converters, strict=True):
            try:
                convert(row[place])
            except BadValue as bad:
                yield finding(
                    bad.code,
                    place=Place(line=line, record=self.name, position=self.position(name, line)),
                    value=cell_text(row[place]),
                    expected=bad.expected,
                    field=self.title(name),
                )


def _converter(layout: Layout, name: str, field: Field) -> Callable[[Any], Any]:
    return cell_converter(layout, name, field) if layout.kind == "xlsx" else converter(layout, field)


def recogniser(layout: Layout) -> Callable[[bytes], bool]:
    """Whether the first line of a file fits the layout's `recognise`; of a workbook, whether it looks like one."""
    if layout.kind == "xlsx":
        return lambda head: head.startswith(ZIP)
    fits = re.compile(layout.recognise.first_line).match
    columns = set(layout.recognise.columns)

    def recognise(head: bytes) -> bool:
        first = head.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0].rstrip(b"\r").decode(layout.encoding, "replace")
        if not first or not fits(first):
            return False
        return not columns or columns <= set(_cells(layout, first))

    return recognise


def rows(layout: Layout, path: Path) -> Iterator[tuple[int, Row] | Finding]:
    """(line number, row) for every line that is not empty; a fatal finding ends the file."""
    if layout.kind == "xlsx":
        yield from sheet_rows(layout, path)
        return
    faults: list[Finding] = []
    lines = _decoded(layout, path, faults)
    if layout.kind == "fixed":
        for number, line in enumerate(lines, 1):
            text = line.rstrip("\r\n")
            if text:
                yield number, text
    else:
        yield from _split(layout, lines)
    yield from faults


def _decoded(layout: Layout, path: Path, faults: list[Finding]) -> Iterator[str]:
    encoding = layout.encoding
    with path.open("rb") as stream:
        number = 0
        while raw := stream.readline(LONGEST_LINE):
            number += 1
            if number == 1 and encoding == "utf-8":
                raw = raw.removeprefix(b"\xef\xbb\xbf")
            if len(raw) == LONGEST_LINE and not raw.endswith(b"\n"):
                faults.append(finding("LAYOUT-LINE-TOO-LONG", place=Place(line=number), expected=LONGEST_LINE))
                return
            try:
                yield raw.decode(encoding)
            except UnicodeDecodeError as error:
                bad = f"byte 0x{raw[error.start]:02x}, position {error.start + 1}"
                faults.append(finding("FILE-ENCODING", place=Place(line=number), value=bad, expected=encoding))
                return
        if number == 0:
            faults.append(finding("FILE-EMPTY"))


def _split(layout: Layout, lines: Iterator[str]) -> Iterator[tuple[int, list[str]] | Finding]:
    reader = _csv(layout, lines)
    before = 0
    try:
        for cells in reader:
            if cells:
                yield before + 1, cells
            before = reader.line_num
    except csv.Error:
        yield finding("LAYOUT-QUOTES", place=Place(line=before + 1))


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
    return len(record.fields) + (1 if layout.record_type else 0)


class Dispatcher:
    """Tells which record a row is. A header row is learnt first, so that columns may stand in any order."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self._is_sheet = layout.kind == "xlsx"
        self._single: CompiledRecord | None = None
        self._by_type: dict[str, CompiledRecord] = {}
        self._type_of: Callable[[Row], str] = itemgetter(0)
        place = layout.record_type
        if place is None:
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
