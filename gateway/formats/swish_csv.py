"""Swish report: payments to Swish numbers, refunds and payouts, as the bank's CSV file.

Source: Handelsbanken's CSV Swish report; see `swish_rows` for what of it is public and what is assumed.

The file states no deposits. What follows each other with the same Swish number, bank account and booking date is
given as one deposit, so a deposit is known only when its last row has been seen: the file is read twice at once, one
reading a deposit ahead of the other, and nothing is kept.
"""

import contextlib
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from gateway.findings import Finding, Place, finding
from gateway.formats.base import HEAD_SIZE, Format, ReadingContext
from gateway.formats.notices import Notices
from gateway.formats.swish_rows import (
    END,
    KINDS,
    MESSAGE,
    PAYMENT,
    START,
    Fault,
    Rows,
    Transaction,
    date_of,
    delimiter_of,
    time_of,
    transaction_of,
    with_whole_message,
)
from gateway.messages import PAYMENT_REPORT, Deposit, Part, Payment, PaymentReport, Statement

_LONGEST_REFERENCE = 25


def read(path: Path, context: ReadingContext) -> Iterator[Part | Finding]:
    """The report, its deposits each followed by its payments, and findings. Raises OSError."""
    with path.open("rb") as file, path.open("rb") as file_ahead:
        delimiter = delimiter_of(file.read(HEAD_SIZE))
        file.seek(0)
        yield from _Reading(Rows(file, delimiter or ","), Rows(file_ahead, delimiter or ",")).run()


class _Reading:
    def __init__(self, rows: Rows, rows_ahead: Rows) -> None:
        self._rows = rows
        self._totals = _totals(rows_ahead)
        self._notices = Notices()
        self._booking: tuple[str, str, date] | None = None
        self._statements = self._deposits = self._payments = 0
        self._count = 0
        self._before = ""

    def run(self) -> Iterator[Part | Finding]:
        for cells in self._rows:
            record = _cell(cells, 0)
            if not any(cells):
                continue
            if not self._fits(record):
                after = self._before or "–"
                yield finding("SWISH-STRUCTURE", place=self._place(record), value=record, after=after)
                break
            self._before = record
            if record == START:
                yield self._report(cells)
            elif record == PAYMENT:
                self._count += 1
                yield from self._payment_row(cells)
            elif record == END:
                yield from self._end(cells)
            else:
                self._notices.add("SWISH-UNKNOWN-RECORD", self._rows.line)
                self._before = PAYMENT
        if self._rows.is_broken:
            yield finding("SWISH-QUOTES", place=Place(line=self._rows.line))
        elif self._before != END:
            yield finding("FILE-TRUNCATED", place=Place(line=self._rows.line), expected=END)
        if line := self._rows.first_latin_line:
            yield finding("SWISH-ENCODING", place=Place(line=line))
        yield from self._notices.findings()

    def _fits(self, record: str) -> bool:
        if not self._before:
            return record == START
        return self._before != END and record != START

    def _report(self, cells: list[str]) -> PaymentReport:
        made_on, made_at = date_of(_cell(cells, 1)), time.min
        with contextlib.suppress(ValueError):
            made_at = time.fromisoformat(_cell(cells, 3) or "00:00")
        return PaymentReport(
            identifier=" ".join(filled for place in (1, 2, 3) if (filled := _cell(cells, place))),
            source="swish",
            created=datetime.combine(made_on, made_at) if made_on else None,
            place=self._place(START),
        )

    def _payment_row(self, cells: list[str]) -> Iterator[Part | Finding]:
        whole = with_whole_message(cells, self._rows.delimiter)
        if whole is None:
            yield finding("SWISH-COLUMNS", place=self._place(PAYMENT), value=len(cells), expected="15, 18")
            return
        if whole[MESSAGE] != cells[MESSAGE].strip():
            self._notices.add("SWISH-MESSAGE-SPLIT", self._rows.line)
        transaction = transaction_of(whole)
        if isinstance(transaction, Fault):
            column, value, expected = transaction
            place = Place(line=self._rows.line, record=PAYMENT, position=str(column))
            yield finding("SWISH-VALUE", place=place, value=value, expected=expected, column=column)
            return
        if transaction.booking != self._booking:
            yield from self._begin(transaction)
        yield self._payment(transaction)

    def _begin(self, transaction: Transaction) -> Iterator[Part]:
        """The deposit that begins with a transaction, and its statement if it is of another Swish number."""
        amount, count = next(self._totals)
        place = self._place(PAYMENT)
        if self._booking is None or self._booking[0] != transaction.swish_number:
            self._statements += 1
            yield Statement(
                account=transaction.swish_number,
                account_kind="SWISH",
                number=self._statements,
                currency="SEK",
                place=place,
            )
        self._booking = transaction.booking
        self._deposits += 1
        yield Deposit(
            identifier=transaction.payment_reference,
            account=transaction.swish_number,
            account_kind="SWISH",
            currency="SEK",
            amount=amount,
            booking_date=transaction.booking_date,
            number=self._deposits,
            bank_account=transaction.bank_account,
            payment_count=count,
            place=place,
        )

    def _payment(self, transaction: Transaction) -> Payment:
        kind = KINDS[transaction.type]
        paid_at = time_of(transaction.timestamp)
        if paid_at is None and transaction.timestamp:
            self._notices.add("SWISH-TIMESTAMP", self._rows.line)
        references = _references(transaction)
        self._payments += 1
        payment = Payment(
            amount=transaction.amount,
            reference=references[0] if references else "",
            reference_kind="reference" if references else "none",
            other_references=references[1:],
            identifier=transaction.payment_reference,
            end_to_end_identifier=transaction.end_to_end_identifier,
            is_return=kind.is_return,
            message=transaction.message,
            transaction_code=transaction.type,
            paid_at=paid_at,
            number=self._payments,
            place=self._place(PAYMENT),
        )
        if kind.is_out:
            payment.payee_account, payment.payee_name = transaction.mobile_number, transaction.name
        else:
            payment.payer_account, payment.payer_name = transaction.mobile_number, transaction.name
        return payment

    def _end(self, cells: list[str]) -> Iterator[Finding]:
        stated = _cell(cells, 1)
        if not (stated.isascii() and stated.isdecimal() and len(stated) < 20 and int(stated) == self._count):
            place = Place(line=self._rows.line, record=END, position="2")
            yield finding("SWISH-COUNT", place=place, value=stated, expected=self._count)

    def _place(self, record: str) -> Place:
        return Place(line=self._rows.line, record=record)


def _totals(rows: Rows) -> Iterator[tuple[Decimal, int]]:
    """Amount and number of transactions of each deposit of a file."""
    for _, booked in groupby(_transactions(rows), key=attrgetter("booking")):
        amount, count = Decimal(0), 0
        for transaction in booked:
            amount += transaction.amount
            count += 1
        yield amount, count


def _transactions(rows: Rows) -> Iterator[Transaction]:
    for cells in rows:
        if _cell(cells, 0) == PAYMENT and (whole := with_whole_message(cells, rows.delimiter)):
            transaction = transaction_of(whole)
            if isinstance(transaction, Transaction):
                yield transaction


def _references(transaction: Transaction) -> list[str]:
    """What says what was paid for: the order, and a message that is nothing but a number."""
    message = transaction.message.replace(" ", "")
    is_number = message.isascii() and message.isdecimal() and 2 <= len(message) <= _LONGEST_REFERENCE
    return [found for found in (transaction.order_identifier, message if is_number else "") if found]


def _cell(cells: list[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""


FORMAT = Format(
    name="swish-csv",
    title="Swish-rapport från banken (CSV)",
    family=PAYMENT_REPORT,
    source="Handelsbanken: CSV Swish report, version 3.1 (published in part; the rest is assumed)",
    recognise=lambda head: bool(delimiter_of(head)),
    read=read,
)
