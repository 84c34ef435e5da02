"""Reads files by a layout into messages. A voucher or income record with a faulty line is not yielded; findings stand
in its place.
"""

from collections.abc import Iterator
from pathlib import Path

from gateway.findings import Finding, Place
from gateway.formats.base import Format, ReadingContext
from gateway.formats.layout import Layout
from gateway.formats.layout_lines import CompiledRecord, Row, recogniser
from gateway.formats.layout_records import Line, as_file_faults, bound, given, line_faults, lines
from gateway.formats.layout_values import BadValue
from gateway.formats.layout_vouchers import vouchers
from gateway.messages import FAMILIES, Part
from gateway.messages.income import Income, IncomeReport


def layout_format(layout: Layout) -> Format:
    """The readable format that a layout describes. The layout must have a `message`."""
    maker = {"VoucherBatch": vouchers, "IncomeReport": _incomes}[layout.message]

    def read(path: Path, context: ReadingContext) -> Iterator[Part | Finding]:
        return maker(layout, lines(layout, path, context.tolerated if context else frozenset()))

    return Format(
        name=layout.name,
        title=layout.title,
        family=FAMILIES[layout.message],
        source=layout.source or "assumed",
        recognise=recogniser(layout),
        read=read,
    )


def _incomes(layout: Layout, items: Iterator[Line | Finding]) -> Iterator[Part | Finding]:
    binding = layout.binding("income.is_protected")
    protected = binding[1] if binding else ""
    fields: list[tuple[str, int]] = []
    report: IncomeReport | None = None
    count = 0
    for item in items:
        if isinstance(item, Finding):
            yield item
            continue
        number, record, row, values = item
        role = record.record.role
        place = Place(line=number, record=record.name)
        if role == "detail":
            count += 1
            if values is None:
                yield from _income_faults(record, row, number, protected)
            elif report is not None:
                fields = fields or bound(record, "income.")
                yield Income(**{"income_year": report.income_year, **given(fields, values)}, number=count, place=place)
        elif values is None:
            yield from as_file_faults(record, row, number)
        elif role == "header":
            report = IncomeReport(**given(bound(record, "report."), values), place=place)
            yield report


def _income_faults(record: CompiledRecord, row: Row, number: int, protected: str) -> Iterator[Finding]:
    try:
        # The flag of a line that has slipped may be another field's character: it cannot be trusted.
        is_open = len(row) == record.width and record.value(row, protected) is False
    except BadValue:
        is_open = False
    for fault in line_faults(record, row, number):
        yield fault if is_open else fault.masked()
