"""LB as it comes back from Bankgirot: what was paid, rejected, stopped or still waits, and cash that was returned.

Source: as for `lb_records`. The layout digit of the opening record (TK11, position 47) says what a section is: 1 what
was paid, 2 what still waits, 6 rejected payments, 7 payments stopped for want of funds. The file of returned cash
payments has records of one-digit codes instead.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path

from gateway.findings import Finding, Place, finding
from gateway.formats.bankgiro_lines import Records, open_records
from gateway.formats.bankgiro_values import number_of, short_day_of
from gateway.formats.base import Format, ReadingContext
from gateway.formats.lb_heads import begins_as_return
from gateway.formats.lb_records import CASH, CURRENCIES, ORDER, TEXT_RECORDS, unreadable
from gateway.formats.lb_return_rejected import RejectedSection
from gateway.formats.lb_return_sections import CashSection, DoneSection, Opening, Section, WatchSection
from gateway.messages import PAYMENT_STATUS_REPORT, Part, PaymentStatus, PaymentStatusReport

_LAYOUTS: dict[str, Callable[[Records, Opening], Section]] = {
    "1": DoneSection,
    "2": WatchSection,
    "6": RejectedSection,
    "7": RejectedSection,
}
_SPLIT_OPENING = ORDER.splitter("11")
_SPLIT_CASH_OPENING = CASH.splitter("1")


def read(path: Path, context: ReadingContext) -> Iterator[Part | Finding]:
    """The report, the statuses in it, and findings. Raises OSError."""
    with open_records(path) as file:
        yield from _Reading(Records(file, "LB", TEXT_RECORDS | {"49"})).run()


class _Reading:
    def __init__(self, records: Records) -> None:
        self._records = records
        self._section: Section | None = None
        self._opened_at = Place()
        self._sections = 0
        self._number = 0

    def run(self) -> Iterator[Part | Finding]:
        before = ""
        for record in self._records:
            if not isinstance(record, str):
                yield record
                continue
            code = self._code(record)
            if fault := self._misplaced(code, record, before):
                yield fault
                yield from self._records.notices()
                return
            before = code
            for part in self._take(code, record):
                yield self._numbered(part) if isinstance(part, PaymentStatus) else part
                if isinstance(part, Finding) and part.code in ("LB-PLACEHOLDER", "LB-RETURN-LAYOUT"):
                    return
        yield from self._records.notices()
        if self._section or not self._sections:
            expected = "TK" + (self._section.last if self._section else "29")
            yield finding("FILE-TRUNCATED", place=Place(line=self._records.line), expected=expected)

    def _code(self, record: str) -> str:
        """The code of a record: two characters, but one in the file of returned cash payments."""
        is_short = isinstance(self._section, CashSection) if self._section else _is_cash_opening(record)
        return record[:1] if is_short else record[:2]

    def _misplaced(self, code: str, record: str, before: str) -> Finding | None:
        place = Place(line=self._records.line, record="TK" + code)
        is_opening = code in ("11", "1")
        if self._section:
            if not is_opening and code not in ("00", "99"):
                return None
            expected = "TK" + self._section.last
            return finding("LB-SECTION-OPEN", place=self._opened_at, value=place.record, expected=expected)
        if is_opening or (code == "00" and not before) or (code == "99" and before == "29"):
            return None
        if not self._sections:
            return finding("LB-OPENING", place=Place(line=place.line), value=record[:40].strip(), expected="TK11")
        return finding("LB-STRUCTURE", place=place, value=place.record, after=before)

    def _take(self, code: str, record: str) -> Iterator[Part | Finding]:
        if self._section:
            if code == self._section.last:
                yield from self._section.close(record)
                self._section = None
            else:
                yield from self._section.take(code, record)
        elif code == "11":
            yield from self._open(record)
        elif code == "1":
            yield from self._open_cash(record)

    def _open(self, record: str) -> Iterator[Part | Finding]:
        bankgiro, written_field, _, day_field, layout, currency_field = _SPLIT_OPENING(record)
        line = self._records.line
        kind, currency, day = _LAYOUTS.get(layout), currency_field.strip(), short_day_of(day_field)
        if kind is None:
            known = ", ".join(_LAYOUTS)
            yield finding(
                "LB-RETURN-LAYOUT", place=ORDER.place(line, "11", "layout"), value=layout.strip(), expected=known
            )
            return
        if day_field.strip() and day is None:
            yield unreadable(ORDER.place(line, "11", "payment_date"), day_field, "ÅÅMMDD")
        if currency and currency not in CURRENCIES:
            yield finding("LB-CURRENCY", place=ORDER.place(line, "11", "currency"), value=currency, expected="SEK, EUR")
        yield from self._begin("11", bankgiro, written_field, layout)
        self._section = kind(self._records, self._opening(bankgiro, day, currency or "SEK"))

    def _open_cash(self, record: str) -> Iterator[Part | Finding]:
        written_field, returned_field, bankgiro = _SPLIT_CASH_OPENING(record)
        yield from self._begin("1", bankgiro, written_field, "cash")
        self._section = CashSection(self._records, self._opening(bankgiro, short_day_of(returned_field), "SEK"))

    def _begin(self, code: str, bankgiro: str, written_field: str, layout: str) -> Iterator[Part | Finding]:
        line, written = self._records.line, short_day_of(written_field)
        self._opened_at = Place(line=line, record="TK" + code)
        tables = CASH if code == "1" else ORDER
        if not bankgiro.isdecimal() or not bankgiro.strip("0"):
            yield unreadable(tables.place(line, code, "bankgiro"), bankgiro, "10 × 0–9")
        if written is None:
            yield unreadable(tables.place(line, code, "written"), written_field, "ÅÅMMDD")
        self._sections += 1
        if self._sections == 1:
            yield PaymentStatusReport(
                identifier=f"{number_of(bankgiro)} {written} {layout}",
                source="lb",
                original_format="lb",
                created=datetime.combine(written, time()) if written else None,
                place=self._opened_at,
            )

    def _opening(self, bankgiro: str, day: date | None, currency: str) -> Opening:
        account = number_of(bankgiro)
        return Opening(bankgiro=account, day=day, currency=currency, place=self._opened_at)

    def _numbered(self, status: PaymentStatus) -> PaymentStatus:
        self._number += 1
        status.number = self._number
        return status


def _is_cash_opening(record: str) -> bool:
    return record.startswith("1") and not record[23:].strip()


FORMAT = Format(
    name="lb-return",
    title="LB, återredovisning från Bankgirot",
    family=PAYMENT_STATUS_REPORT,
    source="Bankgirot: Leverantörsbetalningar, Teknisk manual, juli 2014 (efter publicerade exempel)",
    recognise=begins_as_return,
    read=read,
)
