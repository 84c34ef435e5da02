"""Records of a laid-out file, streamed: their order and control totals are checked on the way.

Memory does not grow with the file: totals are one number each, and a line is forgotten when the next is read.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from gateway.catalogue import Scope, Severity
from gateway.findings import Finding, Place, finding
from gateway.formats.layouts.faults import line_faults, value_faults
from gateway.formats.layouts.layout import Layout
from gateway.formats.layouts.lines import CompiledRecord, Dispatcher, Row, rows
from gateway.formats.layouts.totals import ZERO, Totals
from gateway.formats.layouts.values import BadValue

__all__ = ["ZERO", "Line", "as_file_faults", "line_faults", "lines", "read_records"]

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


def lines(layout: Layout, path: Path, tolerated: frozenset[str] = frozenset()) -> Iterator[Line | Finding]:
    """Every line with its record and values; order and control totals checked on the way. A fatal finding ends it.

    A line whose only faults have `tolerated` codes keeps its values, and the findings come before it. A line that
    states wrong totals of its unit is a faulty line.
    """
    dispatcher, totals = Dispatcher(layout), Totals(layout)
    header, trailer = layout.with_role("header"), layout.with_role("trailer")
    pads = layout.short_lines
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
        if is_over or (header and (record.name == header) is not is_first):
            yield _order_fault(layout, record.name, number, is_first=is_first, is_over=is_over)
            return
        is_first, is_over = False, record.name == trailer
        if pads:
            row = row.ljust(record.width)
        try:
            values = record.values(row) if len(row) == record.width else None
        except BadValue:
            values = record.usable_values(row, tolerated) if tolerated else None
            if values is not None:
                yield from value_faults(record, row, number)
        yield from totals.add(record, row, values)
        if values is not None and record.name in totals.stating:
            yield from _stated(totals, number, record, row, values, tolerated)
        else:
            yield number, record, row, values
    yield from totals.finished() if is_over or not trailer else _truncated(layout, trailer)


def _truncated(layout: Layout, trailer: str) -> Iterator[Finding]:
    yield finding("FILE-TRUNCATED", expected=layout.record(trailer).when or trailer)


def _order_fault(layout: Layout, name: str, number: int, *, is_first: bool, is_over: bool) -> Finding:
    if is_over:
        return finding("LAYOUT-AFTER-TRAILER", place=Place(line=number), value=name)
    header = layout.with_role("header")
    expected = header if is_first else ", ".join(other for other in layout.records if other != header)
    return finding("LAYOUT-RECORD-ORDER", place=Place(line=number), value=name, expected=expected)


def _stated(
    totals: Totals, number: int, record: CompiledRecord, row: Row, values: list[Any], tolerated: frozenset[str]
) -> Iterator[Line | Finding]:
    """A line that states totals, and what is wrong with them. Wrong totals of a unit make the line a faulty one."""
    found = list(totals.stated(record, values, number))
    of_unit = [problem for problem in found if problem.scope is Scope.PART and problem.code not in tolerated]
    if of_unit:
        record.noted[number] = of_unit
    yield number, record, row, None if of_unit else values
    yield from (problem for problem in found if problem not in of_unit)


def as_file_faults(record: CompiledRecord, row: Row, number: int) -> Iterator[Finding]:
    """Why a line could not be read, when the whole file hangs on it."""
    for fault in line_faults(record, row, number):
        yield replace(fault, scope=Scope.FILE)
