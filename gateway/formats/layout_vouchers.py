"""Vouchers of a laid-out file: consecutive rows with equal `group_by` fields become one voucher.

A voucher with a faulty row is not yielded; findings stand in its place. A voucher whose number comes back rejects the
file, because its first rows have already gone by as a voucher of their own.

Memory: the rows of one voucher and, to notice a number that comes back, one 64-bit hash for each voucher of the file,
which takes about 70 megabytes for a million vouchers.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from gateway.findings import Finding, Place, finding
from gateway.formats.layout import Layout
from gateway.formats.layout_lines import CompiledRecord, Row
from gateway.formats.layout_records import ZERO, Line, as_file_faults, bound, given, line_faults
from gateway.formats.layout_values import BadValue
from gateway.messages import Part
from gateway.messages.vouchers import CodingDimension, Voucher, VoucherBatch, VoucherRow

AMOUNTS = ("amount", "debit", "credit")


def vouchers(layout: Layout, items: Iterator[Line | Finding]) -> Iterator[Part | Finding]:
    """The batch and its vouchers, with findings about the lines that could not be taken."""
    detail = layout.with_role("detail")
    assembly: VoucherAssembly | None = None
    if not layout.with_role("header"):
        yield VoucherBatch()
    for item in items:
        if isinstance(item, Finding):
            yield item
            continue
        number, record, row, values = item
        if record.name == detail:
            assembly = assembly or VoucherAssembly(layout, record)
            yield from assembly.add(number, record, row, values)
        elif values is None:
            yield from as_file_faults(record, row, number)
        elif record.record.role == "header":
            yield VoucherBatch(**given(bound(record, "batch."), values), place=Place(line=number, record=record.name))
    if assembly:
        yield from assembly.finished()


class VoucherAssembly:
    """Puts consecutive rows of one voucher together."""

    def __init__(self, layout: Layout, record: CompiledRecord) -> None:
        self.group_by = layout.group_by
        self.voucher_fields = bound(record, "voucher.")
        self.dimensions = bound(record, "row.dimension.")
        fields = dict(bound(record, "row."))
        amounts = {name: fields.pop(name) for name in AMOUNTS if name in fields}
        self.amount, self.debit, self.credit = map(amounts.get, AMOUNTS)
        self.amount_titles = ", ".join(record.title(record.names[index]) for index in amounts.values())
        self.row_fields = [(name, index) for name, index in fields.items() if not name.startswith("dimension.")]
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
            self.voucher = Voucher(**given(self.voucher_fields, values), position=self.position, place=place)
        else:
            yield from self._differences(record, values, place)
        amount = self._amount(values)
        if amount is None:
            self.is_faulty = True
            yield finding("LAYOUT-AMOUNT-MISSING", place=place, about=self.about, field=self.amount_titles)
            return
        rows = self.voucher.rows
        rows.append(
            VoucherRow(
                **given(self.row_fields, values),
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
            yield from as_file_faults(record, row, number)
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
                    field=record.title(record.names[index]),
                )
