"""Rows of a Swish report: decoded, split, and what one payment row says.

Documented by Handelsbanken as the CSV Swish report, in public only in part: the columns of a payment row and their
order are known, those of the start and end rows are assumed from what is said of them. A file has no headings; the
first column is the record type. A comma-separated file writes amounts with a point, a semicolon-separated one with a
comma. An older version has 15 columns, without booking date and the two identities after it.
"""

import csv
import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import BinaryIO, NamedTuple

LONGEST_LINE = 100_000
START, PAYMENT, END = "01", "02", "03"
MESSAGE = 12
"""Where the message stands in a payment row, from 0."""

_COLUMNS_OF_OLD, _COLUMNS = 15, 18
_SWISH_NUMBER, _DATE, _TYPE, _AMOUNT, _CURRENCY = 4, 5, 6, 7, 8
_REFERENCE, _TIMESTAMP, _BOOKING_DATE = 11, 14, 15
_IS_SWISH_NUMBER = re.compile(r"[0-9]{7}|[0-9]{10}")
_IS_AMOUNT = re.compile(r"-?[0-9]{1,13}(?:[.,][0-9]{1,2})?")
_IS_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_IS_TIMESTAMP = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}.*")
_IS_REFERENCE = re.compile(r"(?=.*[0-9])[0-9A-Za-z-]{8,36}")
_FIRST_ROW = re.compile(rb'(?:\xef\xbb\xbf)?"?01"?([,;])"?[0-9]{4}-[0-9]{2}-[0-9]{2}"?\1')


class Kind(NamedTuple):
    """What a transaction type means: which way the money goes, and whether it takes back an earlier transaction."""

    is_out: bool
    is_return: bool


KINDS = {
    "SWH": Kind(is_out=False, is_return=False),
    "SWR": Kind(is_out=True, is_return=True),
    "SWT": Kind(is_out=False, is_return=True),
    "SWU": Kind(is_out=True, is_return=False),
    "SWZ": Kind(is_out=False, is_return=True),
}
"""Payment, refund of a payment, refund that came back, payout, payout that came back."""


class Fault(NamedTuple):
    """A cell that cannot be read: its column from 1, what it holds and what was expected. Column 0 is the whole row."""

    column: int
    value: str
    expected: str


class Transaction(NamedTuple):
    """One payment row. The amount is negative for money that leaves the account."""

    bank_account: str
    swish_number: str
    type: str
    amount: Decimal
    mobile_number: str
    name: str
    payment_reference: str
    message: str
    order_identifier: str
    timestamp: str
    booking_date: date
    end_to_end_identifier: str

    @property
    def booking(self) -> tuple[str, str, date]:
        """What transactions that are booked together share."""
        return self.swish_number, self.bank_account, self.booking_date


class Rows:
    """The rows of one open file, with the line of each. `is_broken` when the last row cannot be split into cells."""

    def __init__(self, file: BinaryIO, delimiter: str) -> None:
        self._file = file
        self.delimiter = delimiter
        self.line = 0
        self.first_latin_line = 0
        self.is_broken = False

    def __iter__(self) -> Iterator[list[str]]:
        reader = csv.reader(self._lines(), delimiter=self.delimiter)
        lines_before = 0
        try:
            for cells in reader:
                self.line = lines_before + 1
                yield cells
                lines_before = reader.line_num
        except csv.Error:
            self.line = lines_before + 1
            self.is_broken = True

    def _lines(self) -> Iterator[str]:
        number = 0
        while line := self._file.readline(LONGEST_LINE):
            number += 1
            try:
                yield line.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError:
                self.first_latin_line = self.first_latin_line or number
                yield line.decode("latin-1")


def delimiter_of(head: bytes) -> str:
    """The delimiter of a Swish report, or an empty text when the first bytes are of something else."""
    match = _FIRST_ROW.match(head)
    return match[1].decode() if match else ""


def with_whole_message(cells: list[str], delimiter: str) -> list[str] | None:
    """The cells of a payment row, trimmed, a message with delimiters in one cell again; None for no payment row.

    The message stands between the bank's reference and the order and time after it, and those have forms of their own.
    """
    for after_time in (_COLUMNS - 1 - _TIMESTAMP, _COLUMNS_OF_OLD - 1 - _TIMESTAMP):
        time = len(cells) - 1 - after_time
        if time >= _TIMESTAMP and _IS_TIMESTAMP.fullmatch(cells[time].strip()):
            if time > _TIMESTAMP and not _IS_REFERENCE.fullmatch(cells[_REFERENCE].strip()):
                return None
            order = time - 1
            cells = [*cells[:MESSAGE], delimiter.join(cells[MESSAGE:order]), *cells[order:]]
            break
    return [cell.strip() for cell in cells] if len(cells) in (_COLUMNS_OF_OLD, _COLUMNS) else None


def transaction_of(cells: list[str]) -> Transaction | Fault:
    """What a payment row of the right number of cells says, or the first cell that touches money and is wrong."""
    day = cells[_BOOKING_DATE] if len(cells) == _COLUMNS and cells[_BOOKING_DATE] else cells[_DATE]
    booking_date = date_of(day)
    kind = KINDS.get(cells[_TYPE])
    amount = amount_of(cells[_AMOUNT])
    if not _IS_SWISH_NUMBER.fullmatch(cells[_SWISH_NUMBER]):
        return Fault(_SWISH_NUMBER + 1, cells[_SWISH_NUMBER], "123NNNNNNN")
    if kind is None:
        return Fault(_TYPE + 1, cells[_TYPE], ", ".join(KINDS))
    if amount is None or (amount < 0 and not kind.is_out):
        return Fault(_AMOUNT + 1, cells[_AMOUNT], "0.00")
    if cells[_CURRENCY] != "SEK":
        return Fault(_CURRENCY + 1, cells[_CURRENCY], "SEK")
    if booking_date is None:
        return Fault((_DATE if day is cells[_DATE] else _BOOKING_DATE) + 1, day, "YYYY-MM-DD")
    return Transaction(
        bank_account=cells[2],
        swish_number=cells[_SWISH_NUMBER],
        type=cells[_TYPE],
        amount=-abs(amount) if kind.is_out else amount,
        mobile_number=cells[9].replace(" ", "").replace("-", ""),
        name=cells[10],
        payment_reference=cells[_REFERENCE],
        message=cells[MESSAGE],
        order_identifier=cells[13],
        timestamp=cells[_TIMESTAMP],
        booking_date=booking_date,
        end_to_end_identifier=cells[17] if len(cells) == _COLUMNS else "",
    )


def amount_of(text: str) -> Decimal | None:
    """An amount with point or comma and at most two decimals, or None."""
    return Decimal(text.replace(",", ".")) if _IS_AMOUNT.fullmatch(text) else None


def date_of(text: str) -> date | None:
    """A date as YYYY-MM-DD, or None."""
    try:
        return date.fromisoformat(text) if _IS_DATE.fullmatch(text) else None
    except ValueError:
        return None


def time_of(text: str) -> datetime | None:
    """A time as YYYY-MM-DDThh:mm:ss, with what ISO 8601 allows after it, or None."""
    try:
        return datetime.fromisoformat(text) if _IS_TIMESTAMP.fullmatch(text) else None
    except ValueError:
        return None
