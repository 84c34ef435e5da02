"""SIE type 4, vouchers from a feeder system: 4I (import) and 4E (export).

Standard: SIE-gruppen, *SIE filformat*, utgåva 4B (2008-09-30). A text file of labelled lines; the rows of a
voucher stand in braces below it. Labels that are not known are ignored, as the standard demands, and so are the
balances of a 4E file and the names of dimensions and objects: what a row is coded with stands on the row.

``#BTRANS`` is a row that was taken away from a booked voucher: it is no part of it. ``#RTRANS`` is one that was added,
and an identical ``#TRANS`` follows it for readers that do not know the label. The two are one row. Where there is no
such ``#TRANS`` the row is taken all the same, since it belongs to the voucher, with a warning.

A voucher with a bad line is not yielded; its findings have scope part. Balance and coding are a matter for
`gateway.rules.finance.vouchers`.
"""

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from gateway.findings import Finding, Place, finding
from gateway.formats.base import Format, ReadingContext
from gateway.formats.sie4_encoding import CP437, detect_encoding
from gateway.formats.sie4_lines import (
    LONGEST_LINE,
    ControlSum,
    LineTooLongError,
    SieLine,
    read_lines,
    split_line,
)
from gateway.formats.sie4_writer import Sie4Writer
from gateway.identifiers import organisation_number
from gateway.messages import VOUCHER_BATCH, Part
from gateway.messages.vouchers import CodingDimension, Voucher, VoucherBatch, VoucherRow, voucher_name

_FIRST_LABELS = re.compile(rb"(?:\xef\xbb\xbf)?\s*#(?:FLAGGA|KSUMMA|PROGRAM|FORMAT|GEN|SIETYP)[ \t\r\n]", re.IGNORECASE)
_DATE = re.compile(r"\d{8}", re.ASCII)
_AMOUNT = re.compile(r"-?\d{1,18}(\.\d{1,2})?", re.ASCII)
_QUANTITY = re.compile(r"-?\d{1,18}(\.\d{1,9})?", re.ASCII)
_ACCOUNT = re.compile(r"\d{1,25}", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}")
_NUMBER = re.compile(r"\d{1,18}", re.ASCII)
_ROWS = frozenset((b"#TRANS", b"#RTRANS", b"#BTRANS"))
_CONTROL_CHARACTER = re.compile(r"[\x00-\x1f\x7f]")
RowKey = tuple[tuple[bytes, ...], tuple[bytes, ...]]
_DATE_FORM = "ÅÅÅÅMMDD"
_AMOUNT_FORM = "-1234.56"


def recognise(head: bytes) -> bool:
    """Whether a file begins with a label that opens a SIE file of type 1 to 4."""
    return _FIRST_LABELS.match(head) is not None


def read(path: Path, _context: ReadingContext) -> Iterator[Part | Finding]:
    """The batch, then each voucher, with findings in between. Raises OSError."""
    encoding = detect_encoding(path)
    if encoding is not CP437:
        yield finding("SIE-ENCODING", value=encoding.title, expected=CP437.title)
    reader = _Reader(encoding.codec)
    try:
        for number, text in read_lines(path):
            yield from reader.take(number, split_line(text))
            if reader.has_stopped:
                return
    except LineTooLongError as error:
        yield finding("SIE-LINE-TOO-LONG", place=Place(line=error.line), expected=LONGEST_LINE)
        return
    yield from reader.finish()


class _Reader:
    """What is known between two lines of the file."""

    def __init__(self, codec: str) -> None:
        self.has_stopped = False
        self._codec = codec
        self._batch: VoucherBatch | None = VoucherBatch(place=Place(line=1))
        self._sie_type: str | None = None
        self._sum: ControlSum | None = None
        self._vouchers = 0
        self._voucher: Voucher | None = None
        self._about = ""
        self._is_bad = False
        self._is_open = False
        self._opened_at = 0
        self._ignored_block = False
        self._last_line = 0
        self._added: dict[RowKey, list[tuple[SieLine, Place]]] = {}
        self._latest: dict[str, int] = {}
        self._unordered: set[str] = set()
        self._header: dict[bytes, Callable[[SieLine, Place], Iterator[Part | Finding]]] = {
            b"#FLAGGA": self._flag,
            b"#SIETYP": self._type,
            b"#PROGRAM": self._program,
            b"#GEN": self._created,
            b"#ORGNR": self._organisation_number,
            b"#FNAMN": self._organisation_name,
            b"#VALUTA": self._currency,
            b"#KSUMMA": self._control_sum,
        }

    def take(self, number: int, line: SieLine) -> Iterator[Part | Finding]:
        """What one line gives."""
        self._last_line = number
        label = line.label
        place = Place(line=number, record=label.decode("ascii", "replace"))
        if self._sum and label != b"#KSUMMA":
            self._sum.add(line)
        if label == b"{":
            yield from self._open(place)
        elif label == b"}":
            yield from self._close(place)
        elif self._is_open:
            yield from self._inside_voucher(line, place)
        elif self._ignored_block:
            return
        elif label == b"#VER":
            yield from self._start_voucher(line, place)
        elif label in _ROWS:
            yield from self._stop("SIE-STRUCTURE", place, value=place.record, expected="#VER")
        elif label in self._header:
            yield from self._flush()
            yield from self._header[label](line, place)
        elif not label.startswith(b"#"):
            yield from self._stop("SIE-STRUCTURE", place, value=self._text(label), expected="#")

    def finish(self) -> Iterator[Part | Finding]:
        """What the end of the file gives."""
        place = Place(line=self._last_line or None)
        if self._is_open or self._ignored_block:
            yield from self._stop("FILE-TRUNCATED", Place(line=self._opened_at), expected="}")
            return
        yield from self._flush()
        if self._sum:
            yield from self._stop("FILE-TRUNCATED", place, expected="#KSUMMA")
        elif self._batch:
            yield from self._begin(place)

    # Header

    def _flag(self, line: SieLine, place: Place) -> Iterator[Part | Finding]:
        flag = self._field(line, 0)
        if flag != "0":
            yield from self._stop("SIE-ALREADY-IMPORTED", place, value=flag, expected="0")

    def _type(self, line: SieLine, place: Place) -> Iterator[Part | Finding]:
        self._sie_type = self._field(line, 0)
        if self._sie_type != "4":
            yield from self._stop("SIE-TYPE-NOT-SUPPORTED", place, value=self._sie_type, expected="4")

    def _program(self, line: SieLine, place: Place) -> Iterator[Part | Finding]:
        if self._batch:
            self._batch.system = " ".join(filter(None, (self._field(line, 0), self._field(line, 1))))
        yield from ()

    def _created(self, line: SieLine, place: Place) -> Iterator[Part | Finding]:
        text = self._field(line, 0)
        day = _date(text)
        if day is None:
            yield finding("SIE-HEADER-IGNORED", place=place, value=text, expected=_DATE_FORM)
        elif self._batch:
            self._batch.created = day

    def _organisation_number(self, line: SieLine, place: Place) -> Iterator[Part | Finding]:
        text = self._field(line, 0)
        number = organisation_number(text)
        if text and not number:
            yield finding("SIE-HEADER-IGNORED", place=place, value=text, expected="NNNNNN-NNNN")
        elif self._batch:
            self._batch.organisation_number = number

    def _organisation_name(self, line: SieLine, place: Place) -> Iterator[Part | Finding]:
        if self._batch:
            self._batch.organisation_name = self._field(line, 0)
        yield from ()

    def _currency(self, line: SieLine, place: Place) -> Iterator[Part | Finding]:
        currency = self._field(line, 0)
        if not _CURRENCY.fullmatch(currency) or self._batch is None:
            # An unreadable currency, or one stated after the first voucher, leaves open what amounts mean.
            yield from self._stop("SIE-STRUCTURE", place, value=f"#VALUTA {currency}", expected="ISO 4217")
        else:
            self._batch.currency = currency

    def _control_sum(self, line: SieLine, place: Place) -> Iterator[Part | Finding]:
        given = self._field(line, 0)
        if self._sum is None:
            if given:
                yield from self._stop("SIE-STRUCTURE", place, value=f"#KSUMMA {given}", expected="#KSUMMA")
            self._sum = ControlSum()
        elif given != str(self._sum.value):
            yield from self._stop("SIE-CHECKSUM-WRONG", place, value=given, expected=self._sum.value)
        else:
            self._sum = None

    # Vouchers

    def _begin(self, place: Place) -> Iterator[Part | Finding]:
        if self._sie_type is None:
            yield from self._stop("SIE-TYPE-MISSING", place, expected="#SIETYP 4")
        elif self._batch:
            yield self._batch
            self._batch = None

    def _start_voucher(self, line: SieLine, place: Place) -> Iterator[Part | Finding]:
        yield from self._flush()
        if self._batch:
            yield from self._begin(place)
            if self.has_stopped:
                return
        self._vouchers += 1
        series, number = self._field(line, 0), self._field(line, 1)
        self._about = voucher_name(series, number, self._vouchers)
        self._is_bad = False
        day = _date(self._field(line, 2))
        registered, problem = self._optional_date(line, 4, place, "regdatum")
        voucher = Voucher(
            series=series,
            number=number,
            date=day or datetime.date.min,
            text=self._field(line, 3),
            registered=registered,
            position=self._vouchers,
            place=place,
        )
        self._voucher = voucher
        if line.is_broken:
            yield self._reject("SIE-SYNTAX", place)
        if day is None:
            yield self._reject("SIE-DATE-INVALID", place, "verdatum", self._field(line, 2), _DATE_FORM)
        if problem:
            yield problem
        yield from self._order(series, number, place)

    def _order(self, series: str, number: str, place: Place) -> Iterator[Finding]:
        """A warning, once for a series, where its numbers do not ascend."""
        if not _NUMBER.fullmatch(number):
            return
        latest = self._latest.get(series, -1)
        if int(number) <= latest and series not in self._unordered:
            self._unordered.add(series)
            yield finding("SIE-NUMBER-ORDER", place=place, value=number, expected=latest, about=self._about)
        self._latest[series] = max(int(number), latest)

    def _open(self, place: Place) -> Iterator[Part | Finding]:
        if self._is_open or self._ignored_block:
            yield from self._stop("SIE-STRUCTURE", place, value="{", expected="}")
        self._opened_at = place.line or 0
        self._is_open = self._voucher is not None
        self._ignored_block = not self._is_open

    def _close(self, place: Place) -> Iterator[Part | Finding]:
        if self._ignored_block:
            self._ignored_block = False
        elif self._is_open:
            yield from self._added_alone()
            yield from self._flush()
        else:
            yield from self._stop("SIE-STRUCTURE", place, value="}", expected="{")

    def _flush(self) -> Iterator[Part | Finding]:
        """The voucher that is now complete: at its closing brace or, without rows, at the next label."""
        if self._voucher and not self._is_bad:
            yield self._voucher
        self._voucher = None
        self._is_open = False

    def _inside_voucher(self, line: SieLine, place: Place) -> Iterator[Part | Finding]:
        if line.label == b"#TRANS":
            if same := self._added.get(_row_key(line)):
                same.pop()
            yield from self._row(line, place)
        elif line.label == b"#RTRANS":
            self._added.setdefault(_row_key(line), []).append((line, place))
        elif line.label in (b"#VER", b"#KSUMMA") or not line.label.startswith(b"#"):
            yield from self._stop("SIE-STRUCTURE", place, value=self._text(line.label), expected="}")

    def _added_alone(self) -> Iterator[Finding]:
        """The rows of #RTRANS that no #TRANS of the voucher repeats."""
        alone = [added for same in self._added.values() for added in same]
        self._added = {}
        for line, place in alone:
            yield finding("SIE-ADDED-ROW-ALONE", place=place, value=self._field(line, 0), about=self._about)
            yield from self._row(line, place)

    def _row(self, line: SieLine, place: Place) -> Iterator[Finding]:
        if self._voucher is None:
            return
        if line.is_broken:
            yield self._reject("SIE-SYNTAX", place)
            return
        account, amount, quantity = self._field(line, 0), self._field(line, 1), self._field(line, 4)
        if not _ACCOUNT.fullmatch(account):
            yield self._reject("SIE-ACCOUNT-INVALID", place, "kontonr", account)
        objects = [self._text(item) for item in line.objects or ()]
        if line.objects is None or len(objects) % 2:
            shown = "{" + " ".join(objects) + "}" if line.objects is not None else ""
            yield self._reject("SIE-OBJECT-LIST-INVALID", place, "objektlista", shown, '{1 "310" 6 "P17"}')
        if not _AMOUNT.fullmatch(amount):
            yield self._reject("SIE-AMOUNT-INVALID", place, "belopp", amount, _AMOUNT_FORM)
        if quantity and not _QUANTITY.fullmatch(quantity):
            yield self._reject("SIE-QUANTITY-INVALID", place, "kvantitet", quantity)
        day, problem = self._optional_date(line, 2, place, "transdat")
        if problem:
            yield problem
        if self._is_bad:
            return
        self._voucher.rows.append(
            VoucherRow(
                account=account,
                amount=Decimal(amount),
                dimensions=[
                    CodingDimension(dimension=dimension, value=value)
                    for dimension, value in zip(objects[::2], objects[1::2], strict=True)
                ],
                date=day,
                text=self._field(line, 3),
                quantity=Decimal(quantity) if quantity else None,
                number=len(self._voucher.rows) + 1,
                place=place,
            )
        )

    # Common

    def _field(self, line: SieLine, index: int) -> str:
        return self._text(line.fields[index]) if index < len(line.fields) else ""

    def _text(self, field: bytes) -> str:
        text = field.decode(self._codec, "replace").strip()
        return text if text.isprintable() else _CONTROL_CHARACTER.sub(" ", text)

    def _optional_date(
        self, line: SieLine, index: int, place: Place, name: str
    ) -> tuple[datetime.date | None, Finding | None]:
        text = self._field(line, index)
        day = _date(text) if text else None
        problem = self._reject("SIE-DATE-INVALID", place, name, text, _DATE_FORM) if text and not day else None
        return day, problem

    def _reject(self, code: str, place: Place, name: str = "", value: str = "", expected: str = "") -> Finding:
        self._is_bad = True
        where = Place(line=place.line, record=place.record, position=name)
        found = finding(code, place=where, value=value, expected=expected, about=self._about)
        return replace(found, withholds=True)

    def _stop(self, code: str, place: Place, *, value: object = "", expected: object = "") -> Iterator[Finding]:
        self.has_stopped = True
        yield finding(code, place=place, value=value, expected=expected)


def _row_key(line: SieLine) -> RowKey:
    return tuple(line.fields), tuple(line.objects or ())


def _date(text: str) -> datetime.date | None:
    if not _DATE.fullmatch(text):
        return None
    try:
        return datetime.date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


FORMAT = Format(
    name="sie4",
    title="SIE 4 (4I, 4E), verifikationer",
    family=VOUCHER_BATCH,
    source="SIE-gruppen, SIE filformat utgåva 4B, 2008-09-30",
    recognise=recognise,
    read=read,
    writer=Sie4Writer,
)
