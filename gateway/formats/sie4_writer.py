"""Writes vouchers as a SIE 4I file, the import file of accounting programs.

Standard: SIE-gruppen, *SIE filformat*, utgåva 4B (2008-09-30). The file is in CP437 with #FLAGGA 0 and a control sum.
What SIE cannot say is refused: a character that CP437 does not have, a control character, an account or dimension that
is no number, an amount with more than two decimals. What it has no place for, such as a VAT code, is left out. Names of
dimensions and objects are in the receiver's own registers and are not declared.
"""

import datetime
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from gateway.formats.layouts.writer import Unwritable
from gateway.formats.sie4_lines import LONGEST_LINE, ControlSum, split_line
from gateway.identifiers import organisation_number
from gateway.messages.vouchers import Voucher, VoucherBatch, VoucherRow

_VERSION = "1.0"
"""Version of what is written here, not of the gateway: the same vouchers give the same file from release to release."""
_PC8 = "CP437 (PC8)"
_LINE_END = b"\r\n"
_NUMBER = re.compile(r"\d{1,25}", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
_CONTROL_CHARACTER = re.compile(r"[\x00-\x1f\x7f]")
_LARGEST = Decimal(10) ** 18
_NO_TEXT = '""'


class Sie4Writer:
    """A writer of one SIE 4I file; see `gateway.formats.base.PartWriter`.

    `has_control_sum`: whether the file has #KSUMMA, by which a reader sees that nothing was lost or changed.
    """

    def __init__(self, *, has_control_sum: bool = True) -> None:
        self._sum = ControlSum() if has_control_sum else None
        self._day: datetime.date | None = None

    def made_on(self, day: datetime.date) -> None:
        """The day that #GEN states for a batch that does not say when it was made."""
        self._day = day

    def write(self, part: Any) -> bytes:
        """The head of the file for a batch, the lines of a voucher. Raises Unwritable, and then nothing was written."""
        if isinstance(part, Voucher):
            return self._encoded(_voucher_lines(part))
        if isinstance(part, VoucherBatch):
            body = self._encoded(self._head_lines(part))
            opening = b"#FLAGGA 0" + _LINE_END
            return opening + (b"#KSUMMA" + _LINE_END if self._sum else b"") + body
        return b""

    def finish(self) -> bytes:
        """The control sum."""
        return f"#KSUMMA {self._sum.value}".encode() + _LINE_END if self._sum else b""

    def _head_lines(self, batch: VoucherBatch) -> Iterator[str]:
        created = batch.created or self._day
        if created is None:
            raise Unwritable("batch.created", None, "date")
        if batch.system:
            yield f"#PROGRAM {_quoted('batch.system', batch.system)} {_NO_TEXT}"
        else:
            yield f'#PROGRAM "gateway" "{_VERSION}"'
        yield "#FORMAT PC8"
        yield f"#GEN {_date(created)}"
        yield "#SIETYP 4"
        if batch.organisation_number:
            number = organisation_number(batch.organisation_number)
            if not number:
                raise Unwritable("batch.organisation_number", batch.organisation_number, "NNNNNNNNNN")
            yield f"#ORGNR {number[:-4]}-{number[-4:]}"
        yield f"#FNAMN {_quoted('batch.organisation_name', batch.organisation_name)}"
        if batch.currency != "SEK":
            if not _CURRENCY.fullmatch(batch.currency):
                raise Unwritable("batch.currency", batch.currency, "ISO 4217")
            yield f"#VALUTA {batch.currency}"

    def _encoded(self, lines: Iterable[str]) -> bytes:
        """Lines as bytes. The control sum takes them in when all could be made."""
        encoded = [line.encode("cp437") for line in lines]
        for line in encoded:
            if len(line) > LONGEST_LINE:
                raise Unwritable("voucher.text", f"{line[:40].decode('cp437')}…", f"≤ {LONGEST_LINE}")
        if self._sum:
            for line in encoded:
                self._sum.add(split_line(line))
        return b"".join(line + _LINE_END for line in encoded)


def _voucher_lines(voucher: Voucher) -> Iterator[str]:
    registered = _date(voucher.registered) if voucher.registered else ""
    fields = [
        _quoted("voucher.series", voucher.series),
        _quoted("voucher.number", voucher.number),
        _date(voucher.date),
        _quoted("voucher.text", voucher.text),
        registered,
    ]
    yield "#VER " + _joined(fields)
    yield "{"
    for row in voucher.rows:
        yield "#TRANS " + _joined(_row_fields(row))
    yield "}"


def _row_fields(row: VoucherRow) -> list[str]:
    if not _NUMBER.fullmatch(row.account):
        raise Unwritable("row.account", row.account, "0-9")
    if abs(row.amount) >= _LARGEST or row.amount != round(row.amount, 2):
        raise Unwritable("row.amount", row.amount, "0.00")
    for item in row.dimensions:
        if not _NUMBER.fullmatch(item.dimension):
            raise Unwritable("row.dimensions.dimension", item.dimension, "0-9")
    objects = " ".join(f"{item.dimension} {_quoted('row.dimensions.value', item.value)}" for item in row.dimensions)
    date = _date(row.date) if row.date else ""
    return [
        row.account,
        f"{{{objects}}}",
        f"{row.amount:.2f}",
        date,
        _quoted("row.text", row.text),
        _quantity(row.quantity),
    ]


def _quantity(quantity: Decimal | None) -> str:
    if quantity is None:
        return ""
    if abs(quantity) >= _LARGEST or quantity != round(quantity, 9):
        raise Unwritable("row.quantity", quantity, "0.000000000")
    return f"{quantity:f}"


def _joined(fields: list[str]) -> str:
    """Fields of a line; empty ones at its end are left out, others stand as empty texts."""
    while fields and fields[-1] in ("", _NO_TEXT):
        fields.pop()
    return " ".join(field or _NO_TEXT for field in fields)


def _quoted(field: str, text: str) -> str:
    if control := _CONTROL_CHARACTER.search(text):
        raise Unwritable(field, repr(control[0]), _PC8)
    if not text.isascii():
        try:
            text.encode("cp437")
        except UnicodeEncodeError as error:
            raise Unwritable(field, text[error.start : error.end], _PC8) from None
    # A last backslash would make the closing quotation mark part of the text, so a blank stands between them.
    end = " " if text.endswith("\\") else ""
    return '"' + text.replace('"', '\\"') + end + '"'


def _date(day: datetime.date) -> str:
    return day.isoformat().replace("-", "")
