"""LB, Bankgirot's supplier payments (*Leverantörsbetalningar*), as they are sent to Bankgirot.

Source: Bankgirot, "Leverantörsbetalningar, Teknisk manual", July 2014; see `lb_records` for what is known of it. A file
is one or more sections from TK11 to TK29, each about one debited bankgiro number in one currency; its payments may have
their own days. A seal around the file (TK00, TK99) or in a section (TK28) is passed over.

The total and the accounts of payout numbers may stand after the payments, so a scout reads each section ahead of the
reader: the file is read twice, and what is kept of a section is one record of each kind for each payout number.
"""

import re
from collections.abc import Iterator
from datetime import datetime, time
from decimal import Decimal
from pathlib import Path

from gateway.findings import Finding, Place, finding
from gateway.formats.bankgiro_lines import Records, open_records
from gateway.formats.bankgiro_values import number_of, short_day_of
from gateway.formats.base import Format, ReadingContext
from gateway.formats.lb_heads import begins_as_order
from gateway.formats.lb_records import (
    AT_ONCE,
    CURRENCIES,
    MINUSES,
    ORDER,
    PAYMENTS,
    PRODUCT,
    TEXT_RECORDS,
    payout_number,
    unreadable,
)
from gateway.formats.lb_sections import Scout, Section, Total, total_of
from gateway.formats.lb_transfers import Transfers
from gateway.formats.lb_writer import LbWriter
from gateway.messages import PAYMENT_ORDER, Part, PaymentInstruction, PaymentOrder

_TEXTS = frozenset({"25", "65"})
_PASSED_OVER = frozenset({"12", "13", "28", "40"})
_PAYEE_NAMES = frozenset({"26", "27"})
_SPLIT_OPENING = ORDER.splitter("11")
_BANKGIRO = re.compile(r"\d{10}", re.ASCII)


def read(path: Path, context: ReadingContext) -> Iterator[Part | Finding]:
    """The order, its instructions each followed by its transfers, and findings. Raises OSError."""
    with open_records(path) as file, open_records(path) as ahead:
        yield from _Reading(Records(file, "LB", TEXT_RECORDS), Scout(Records(ahead, "LB", TEXT_RECORDS))).run()


class _Reading:
    def __init__(self, records: Records, scout: Scout) -> None:
        self._records = records
        self._scout = scout
        self._transfers = Transfers(records)
        self._section = Section()
        self._opened_at: Place | None = None
        self._sections = 0
        self._bankgiro = ""
        self._currency = ""
        self._count = 0
        self._total = 0

    def run(self) -> Iterator[Part | Finding]:
        before = ""
        for record in self._records:
            if not isinstance(record, str):
                yield record
                continue
            code = record[:2]
            if fault := self._misplaced(code, record, before):
                yield from self._transfers.finished()
                yield fault
                yield from self._records.notices()
                return
            before = code
            for part in self._take(code, record):
                yield part
                if isinstance(part, Finding) and part.code == "LB-PLACEHOLDER":
                    # An example out of a manual has one on every line: the first says it all.
                    return
        yield from self._transfers.finished()
        yield from self._records.notices()
        if self._opened_at or not self._sections:
            yield finding("FILE-TRUNCATED", place=Place(line=self._records.line), expected="TK29")

    def _misplaced(self, code: str, record: str, before: str) -> Finding | None:
        """A record that may not stand where it does; nothing after such a place can be trusted."""
        place = Place(line=self._records.line, record="TK" + code)
        if code == "LB" and record[2:4].isdecimal():
            return finding("LB-CANCELLATION", place=place)
        if self._opened_at:
            if code not in ("11", "00", "99"):
                return None
            return finding("LB-SECTION-OPEN", place=self._opened_at, value=place.record, expected="TK29")
        if code == "11" or (code == "00" and not before) or (code == "99" and before == "29"):
            return None
        if not self._sections:
            return finding("LB-OPENING", place=Place(line=place.line), value=record[:40].strip(), expected="TK11")
        return finding("LB-STRUCTURE", place=place, value=place.record, after=before)

    def _take(self, code: str, record: str) -> Iterator[Part | Finding]:
        if code in PAYMENTS:
            yield from self._transfers.finished()
            yield from self._transfers.begin(code, record, self._section.payees, self._currency)
            self._count += 1
            if (amount := record[37:49]).isdecimal():
                self._total += -int(amount) if code in MINUSES else int(amount)
        elif code in _TEXTS:
            yield from self._transfers.add(code, record)
        elif code == "11":
            yield from self._open(record)
        elif code == "29":
            yield from self._transfers.end_section()
            yield from self._close(record)
        elif code in _PAYEE_NAMES:
            if not payout_number(record[2:12]):
                self._records.notice("LB-NAME-UNUSED")
        elif self._opened_at and code not in _PASSED_OVER:
            self._records.notice("LB-UNKNOWN-RECORD")

    def _open(self, record: str) -> Iterator[Part | Finding]:
        bankgiro, written_field, product, day_field, _, currency_field = _SPLIT_OPENING(record)
        line = self._records.line
        place = Place(line=line, record="TK11")
        written, day = short_day_of(written_field), short_day_of(day_field)
        if product != PRODUCT:
            self._records.notice("LB-PRODUCT")
        if not _BANKGIRO.fullmatch(bankgiro) or not bankgiro.strip("0"):
            yield unreadable(ORDER.place(line, "11", "bankgiro"), bankgiro, "10 × 0–9")
        if written is None:
            yield unreadable(ORDER.place(line, "11", "written"), written_field, "ÅÅMMDD")
        if day_field.strip() and day_field != AT_ONCE and day is None:
            yield unreadable(ORDER.place(line, "11", "payment_date"), day_field, "ÅÅMMDD")
        currency = currency_field.strip()
        if currency and currency not in CURRENCIES:
            yield finding("LB-CURRENCY", place=ORDER.place(line, "11", "currency"), value=currency, expected="SEK, EUR")
        self._section = section = self._scout.section()
        yield from section.faults
        self._opened_at = place
        self._sections += 1
        self._bankgiro, self._currency = bankgiro, currency or "SEK"
        self._count = self._total = 0
        account = number_of(bankgiro)
        total = section.total
        # Orders of one bankgiro number and day are told apart by what their first totals come to.
        identifier = f"{account} {written} {total.count} {total.sum}" if total else f"{account} {written}"
        if self._sections == 1:
            yield PaymentOrder(
                identifier=identifier,
                created=datetime.combine(written, time()) if written else None,
                stated_count=total.count if total and section.is_only else None,
                stated_sum=total.sum if total and section.is_only else None,
                place=place,
            )
        yield PaymentInstruction(
            identifier=f"{account} {written} {self._sections}",
            debtor_account=account,
            debtor_account_kind="BGNR",
            number=self._sections,
            execution_date=day,
            currency=currency,
            stated_count=total.count if total else None,
            stated_sum=total.sum if total else None,
            place=place,
        )

    def _close(self, record: str) -> Iterator[Finding]:
        self._opened_at = None
        line = self._records.line
        stated = total_of(record)
        if stated is None:
            value = record[12:33].strip()
            yield unreadable(ORDER.place(line, "29", "count"), value, "8 + 12 × 0–9")
            return
        yield from self._compare(line, stated)

    def _compare(self, line: int, stated: Total) -> Iterator[Finding]:
        about = self._bankgiro.lstrip("0")
        total = Decimal(self._total).scaleb(-2)
        if stated.bankgiro != self._bankgiro:
            place = ORDER.place(line, "29", "bankgiro")
            yield finding("LB-TOTAL-BANKGIRO", place=place, value=number_of(stated.bankgiro), expected=about)
        if stated.count != self._count:
            place = ORDER.place(line, "29", "count")
            yield finding("LB-TOTAL-COUNT", place=place, value=stated.count, expected=self._count, about=about)
        if stated.sum != total:
            yield finding(
                "LB-TOTAL-SUM", place=ORDER.place(line, "29", "sum"), value=stated.sum, expected=total, about=about
            )


FORMAT = Format(
    name="lb",
    title="LB, leverantörsbetalningar till Bankgirot",
    family=PAYMENT_ORDER,
    source="Bankgirot: Leverantörsbetalningar, Teknisk manual, juli 2014 (efter publicerade exempel)",
    recognise=begins_as_order,
    read=read,
    writer=LbWriter,
)
