"""Records of a laid-out file, streamed: their order and control totals are checked on the way.

Memory does not grow with the file: totals are one number each, and a line is forgotten when the next is read.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from gateway.catalogue import Scope, Severity
from gateway.findings import Finding, Place, finding
from gateway.formats.layout import Layout
from gateway.formats.layout_lines import CompiledRecord, Dispatcher, Row, rows
from gateway.formats.layout_values import BadValue

ZERO = Decimal(0)
Line = tuple[int, CompiledRecord, Row, list[Any] | None]
"""(line number, record, row, values); the values are None when the line is faulty."""


def read_records(layout: Layout, path: Path) -> Iterator[tuple[str, dict[str, Any]] | Finding]:
    """(record name, values by field) for every line of a file of any layout, and findings.

    It reads back what is written. The layout may not be UTF-16.
    """
    for item in lines(layout, path):
        if isinstance(item, Finding):
            yield item
        else:
            number, record, row, values = item
            if values is None:
                yield from line_faults(record, row, number)
            else:
                yield record.name, dict(zip(record.names, values, strict=True))


def line_faults(record: CompiledRecord, row: Row, number: int) -> Iterator[Finding]:
    """Why a line could not be read."""
    if fault := record.width_fault(row, number):
        yield fault
    else:
        yield from record.faults(row, number)


def lines(layout: Layout, path: Path) -> Iterator[Line | Finding]:
    """Every line with its record and values; order and control totals checked on the way. A fatal finding ends it."""
    dispatcher, totals = Dispatcher(layout), _Totals(layout)
    header, trailer = layout.with_role("header"), layout.with_role("trailer")
    expects_headings, is_first, is_over = layout.header_row, True, False
    for item in rows(layout, path):
        if isinstance(item, Finding):
            yield item
            if item.severity is Severity.FATAL:
                return
            continue
        number, row = item
        if expects_headings:
            expects_headings = False
            if fault := dispatcher.learn(row, number):
                yield fault
                return
            continue
        record = dispatcher.record_of(row, number)
        if isinstance(record, Finding):
            yield record
            return
        if is_over:
            yield finding("LAYOUT-AFTER-TRAILER", place=Place(line=number), value=record.name)
            return
        if header and (record.name == header) is not is_first:
            expected = header if is_first else ", ".join(name for name in layout.records if name != header)
            yield finding("LAYOUT-RECORD-ORDER", place=Place(line=number), value=record.name, expected=expected)
            return
        is_first, is_over = False, record.name == trailer
        try:
            values = record.values(row) if len(row) == record.width else None
        except BadValue:
            values = None
        totals.add(record, row, values)
        yield number, record, row, values
        if is_over and values is not None:
            yield from totals.compare(record, values, number)
    if trailer and not is_over:
        yield finding("FILE-TRUNCATED", expected=layout.record(trailer).when or trailer)


class _Totals:
    """What the trailer states, counted and summed on the way."""

    def __init__(self, layout: Layout) -> None:
        fields = [field for record in layout.records.values() for field in record.fields.values()]
        self.counts = {field.counts: 0 for field in fields if field.counts}
        self.sums = {field.sums: ZERO for field in fields if field.sums}
        self.unknown: set[str] = set()
        self._watched: dict[str, list[tuple[str, str, int]]] = {}
        for target in self.sums:
            record, name = target.split(".", 1)
            index = list(layout.record(record).fields).index(name)
            self._watched.setdefault(record, []).append((target, name, index))

    def add(self, record: CompiledRecord, row: Row, values: list[Any] | None) -> None:
        """Count a line; a faulty line is summed too when its amount can be read."""
        if record.name in self.counts:
            self.counts[record.name] += 1
        for target, name, index in self._watched.get(record.name, ()):
            try:
                value = record.value(row, name) if values is None else values[index]
            except BadValue:
                self.unknown.add(target)
            else:
                self.sums[target] += value or ZERO

    def compare(self, record: CompiledRecord, values: list[Any], number: int) -> Iterator[Finding]:
        """Findings where the stated totals differ from the true ones."""
        place = Place(line=number, record=record.name)
        for name, stated in zip(record.names, values, strict=True):
            field = record.record.fields[name]
            title = record.title(name)
            if field.counts and stated != self.counts[field.counts]:
                true = self.counts[field.counts]
                yield finding("LAYOUT-TOTAL-COUNT", place=place, value=stated, expected=true, field=title)
            elif field.sums in self.unknown:
                yield finding("LAYOUT-TOTAL-UNVERIFIED", place=place, value=stated, field=title)
            elif field.sums and (stated or ZERO) != self.sums[field.sums]:
                true_sum = self.sums[field.sums]
                yield finding("LAYOUT-TOTAL-SUM", place=place, value=stated, expected=true_sum, field=title)


def as_file_faults(record: CompiledRecord, row: Row, number: int) -> Iterator[Finding]:
    """Why a line could not be read, when the whole file hangs on it."""
    for fault in line_faults(record, row, number):
        yield replace(fault, scope=Scope.FILE)
