"""Reads files by a layout: streams records, checks their order and control totals, and makes message parts of them.

A voucher or income record with a faulty line is not yielded; findings stand in its place. A voucher whose number comes
back rejects the file, because its first rows have already gone by as a voucher of their own. To notice it the reader
keeps one hash per voucher, its only memory that grows with the file.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from gateway.catalogue import Scope
from gateway.findings import Finding, Place, finding
from gateway.formats.base import Format, ReadingContext
from gateway.formats.layout import Layout
from gateway.formats.layout_lines import CompiledRecord, Dispatcher, Row, recogniser, rows
from gateway.formats.layout_values import BadValue
from gateway.messages import FAMILIES, Part
from gateway.messages.income import Income, IncomeReport
from gateway.messages.vouchers import CodingDimension, Voucher, VoucherBatch, VoucherRow

ZERO = Decimal(0)
Line = tuple[int, CompiledRecord, Row, list[Any] | None]
"""(line number, record, row, values); the values are None when the line is faulty."""


def layout_format(layout: Layout) -> Format:
    """The readable format that a layout describes. The layout must have a `message`."""
    maker = {"VoucherBatch": _vouchers, "IncomeReport": _incomes}[layout.message]

    def read(path: Path, context: ReadingContext) -> Iterator[Part | Finding]:
        return maker(layout, lines(layout, path))

    return Format(
        name=layout.name,
        title=layout.title,
        family=FAMILIES[layout.message],
        source=layout.source or "assumed",
        recognise=recogniser(layout),
        read=read,
        content_type="text/csv" if layout.kind == "delimited" else "text/plain",
    )


def read_records(layout: Layout, path: Path) -> Iterator[tuple[str, dict[str, Any]] | Finding]:
    """(record name, values by field) for every line of a file of any layout, and findings; reads back what is written."""
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
            return
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
            expected = "filens slut" if is_over else header if is_first else "en annan post"
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
        yield finding("FILE-TRUNCATED", expected=layout.record(trailer).title or trailer)


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
            title = field.title or name
            if field.counts and stated != self.counts[field.counts]:
                true = self.counts[field.counts]
                yield finding("LAYOUT-TOTAL-COUNT", place=place, value=stated, expected=true, field=title)
            elif field.sums in self.unknown:
                yield finding("LAYOUT-TOTAL-UNVERIFIED", place=place, value=stated, field=title)
            elif field.sums and (stated or ZERO) != self.sums[field.sums]:
                true_sum = self.sums[field.sums]
                yield finding("LAYOUT-TOTAL-SUM", place=place, value=stated, expected=true_sum, field=title)


def _bound(record: CompiledRecord, prefix: str) -> list[tuple[str, int]]:
    """(message field, index of the value) of all fields of a record that are read into one part."""
    return [
        (field.means.removeprefix(prefix), index)
        for index, field in enumerate(record.record.fields.values())
        if field.means.startswith(prefix)
    ]


def _given(bound: list[tuple[str, int]], values: list[Any]) -> dict[str, Any]:
    return {name: values[index] for name, index in bound if values[index] is not None}


def _as_file_faults(record: CompiledRecord, row: Row, number: int) -> Iterator[Finding]:
    for fault in line_faults(record, row, number):
        yield replace(fault, scope=Scope.FILE)


def _vouchers(layout: Layout, items: Iterator[Line | Finding]) -> Iterator[Part | Finding]:
    detail = layout.with_role("detail")
    assembly: _VoucherAssembly | None = None
    if not layout.with_role("header"):
        yield VoucherBatch()
    for item in items:
        if isinstance(item, Finding):
            yield item
            continue
        number, record, row, values = item
        if record.name == detail:
            assembly = assembly or _VoucherAssembly(layout, record)
            yield from assembly.add(number, record, row, values)
        elif values is None:
            yield from _as_file_faults(record, row, number)
        elif record.record.role == "header":
            yield VoucherBatch(**_given(_bound(record, "batch."), values), place=Place(line=number, record=record.name))
    if assembly:
        yield from assembly.finished()


class _VoucherAssembly:
    """Puts consecutive rows of one voucher together."""

    def __init__(self, layout: Layout, record: CompiledRecord) -> None:
        self.group_by = layout.group_by
        self.voucher_fields = _bound(record, "voucher.")
        self.dimensions = _bound(record, "row.dimension.")
        amounts = dict(_bound(record, "row."))
        self.debit, self.credit = amounts.pop("debit", None), amounts.pop("credit", None)
        self.amount = amounts.pop("amount", None)
        self.row_fields = [(name, index) for name, index in amounts.items() if not name.startswith("dimension.")]
        self.key_indexes = [record.names.index(name) for name in layout.group_by]
        self.key: tuple[Any, ...] | None = None
        self.voucher: Voucher | None = None
        self.is_faulty = False
        self.position = 0
        self.seen: set[int] = set()

    def add(self, number: int, record: CompiledRecord, row: Row, values: list[Any] | None) -> Iterator[Part | Finding]:
        """Take one row; yields the voucher before it when the row begins a new one."""
        if values is None:
            yield from self._faulty_row(number, record, row)
            return
        key = tuple([values[index] for index in self.key_indexes])
        if key != self.key:
            yield from self._begin(key, Place(line=number, record=record.name))
        place = Place(line=number, record=record.name)
        if self.voucher is None:
            self.voucher = Voucher(**_given(self.voucher_fields, values), position=self.position, place=place)
        else:
            yield from self._differences(record, values, place)
        amount = self._amount(values)
        if amount is None:
            self.is_faulty = True
            yield finding("LAYOUT-VALUE-MISSING", place=place, about=self.about, field="Belopp")
            return
        rows = self.voucher.rows
        rows.append(
            VoucherRow(
                **_given(self.row_fields, values),
                amount=amount,
                dimensions=[
                    CodingDimension(dimension=dimension, value=values[index])
                    for dimension, index in self.dimensions
                    if values[index]
                ],
                number=len(rows) + 1,
                place=place,
            )
        )

    def finished(self) -> Iterator[Voucher]:
        """The voucher that the rows so far make, unless one of them is faulty."""
        if self.voucher is not None and not self.is_faulty:
            yield self.voucher

    @property
    def about(self) -> str:
        """What findings about the present voucher are about."""
        return "verifikation " + " ".join(str(part) for part in self.key or ())

    def _begin(self, key: tuple[Any, ...], place: Place) -> Iterator[Part | Finding]:
        yield from self.finished()
        self.key, self.voucher, self.is_faulty = key, None, False
        self.position += 1
        if hash(key) in self.seen:
            self.is_faulty = True
            yield finding("LAYOUT-VOUCHER-RETURNS", place=place, value=" ".join(map(str, key)), about=self.about)
        self.seen.add(hash(key))

    def _faulty_row(self, number: int, record: CompiledRecord, row: Row) -> Iterator[Part | Finding]:
        try:
            key = tuple([record.value(row, name) for name in self.group_by])
        except BadValue:
            # Which voucher lacks this row cannot be known, so none may be booked.
            yield from _as_file_faults(record, row, number)
            return
        if key != self.key:
            yield from self._begin(key, Place(line=number, record=record.name))
        self.is_faulty = True
        for fault in line_faults(record, row, number):
            yield replace(fault, about=self.about)

    def _amount(self, values: list[Any]) -> Decimal | None:
        if self.amount is not None:
            amount: Decimal | None = values[self.amount]
            return amount
        debit = values[self.debit] if self.debit is not None else None
        credit = values[self.credit] if self.credit is not None else None
        return None if debit is None and credit is None else (debit or ZERO) - (credit or ZERO)

    def _differences(self, record: CompiledRecord, values: list[Any], place: Place) -> Iterator[Finding]:
        for name, index in self.voucher_fields:
            value, first = values[index], getattr(self.voucher, name)
            if value is not None and value != first:
                self.is_faulty = True
                yield finding(
                    "LAYOUT-VOUCHER-DIFFERS",
                    place=place,
                    value=value,
                    expected=first,
                    about=self.about,
                    field=record.record.fields[record.names[index]].title or record.names[index],
                )


def _incomes(layout: Layout, items: Iterator[Line | Finding]) -> Iterator[Part | Finding]:
    binding = layout.binding("income.is_protected")
    protected = binding[1] if binding else ""
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
                given = {"income_year": report.income_year, **_given(_bound(record, "income."), values)}
                yield Income(**given, number=count, place=place)
        elif values is None:
            yield from _as_file_faults(record, row, number)
        elif role == "header":
            report = IncomeReport(**_given(_bound(record, "report."), values), place=place)
            yield report


def _income_faults(record: CompiledRecord, row: Row, number: int, protected: str) -> Iterator[Finding]:
    try:
        # The flag of a line that has slipped may be another field's character: it cannot be trusted.
        is_open = len(row) == record.width and record.value(row, protected) is False
    except BadValue:
        is_open = False
    for fault in line_faults(record, row, number):
        yield fault if is_open else fault.masked()
