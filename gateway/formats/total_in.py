"""Total IN: Nordea's report of incoming payments on plusgiro accounts.

Source: see `total_in_records`. A file is 00, sections from 10 to 90 each holding the payments on one account, and 99,
which counts all records. The total of a section stands after its payments, so the reader looks ahead for the 90 and
then goes back: the file is read twice, nothing is kept. Which bankgiro number was paid to, where one belongs to the
account, is left out: the money is on the plusgiro account all the same.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from gateway.findings import Finding, Place, finding
from gateway.formats.bankgiro_lines import UTF8_MARK, Records, open_records
from gateway.formats.bankgiro_values import amount_of, day_of, number_of, timestamp_of
from gateway.formats.base import Format, ReadingContext
from gateway.formats.total_in_payment import PaymentRecords
from gateway.formats.total_in_records import FURTHER_RECORDS, TEXT_RECORDS, place_of, splitter
from gateway.messages import PAYMENT_REPORT, Deposit, Part, PaymentReport, Statement

_FILE_TYPE = "TL1"
_NAME = slice(39, 46)
_SECTION_ENDS = frozenset({"90", "10", "99"})
_PAYMENTS = frozenset({"20", "25"})
_CURRENCY = re.compile("[A-Z]{3}")
_SPLIT_START = splitter("00")
_SPLIT_OPENING = splitter("10")
_SPLIT_TOTAL = splitter("90")
_SPLIT_END = splitter("99")


def read(path: Path, context: ReadingContext) -> Iterator[Part | Finding]:
    """The report, its deposits each followed by its payments, and findings. Raises OSError."""
    with open_records(path) as file:
        yield from _Reading(Records(file, "TOTALIN", TEXT_RECORDS)).run()


class _Reading:
    def __init__(self, records: Records) -> None:
        self._records = records
        self._payments = PaymentRecords(records)
        self._section: _Section | None = None
        self._deposits = 0
        self._count = 0
        self._ended = False

    def run(self) -> Iterator[Part | Finding]:
        before = ""
        for record in self._records:
            if isinstance(record, Finding):
                yield record
                continue
            code = record[:2]
            self._count += 1
            if not self._fits(code, before):
                value, after = code.strip(), before.strip() or "–"
                yield finding("TOTALIN-STRUCTURE", place=self._place(code), value=value, after=after)
                yield from self._records.notices()
                return
            before = code
            if code in FURTHER_RECORDS:
                self._payments.add(code, record)
            elif code in _PAYMENTS and self._section:
                yield from self._finished()
                self._section.count += 1
                self._section.total += self._payments.begin(code, record)
            else:
                yield from self._outer(code, record)
        yield from self._records.notices()
        if not self._ended:
            yield finding("FILE-TRUNCATED", place=Place(line=self._records.line), expected="TK99")

    def _fits(self, code: str, before: str) -> bool:
        """Whether a record may stand after the one before it; nothing after such a place can be trusted."""
        in_section = self._section is not None
        if not before or self._ended:
            return code == "00" and not before
        if code in _PAYMENTS or code == "90":
            return in_section
        if code in ("10", "99"):
            return not in_section
        if code in FURTHER_RECORDS:
            return self._payments.is_open
        return code != "00"

    def _outer(self, code: str, record: str) -> Iterator[Part | Finding]:
        if code == "00":
            yield self._report(record)
        elif code == "10":
            yield from self._open(record)
        elif code == "90" and self._section:
            yield from self._finished()
            yield from self._section.close(self._records.line)
            self._section = None
        elif code == "99":
            self._ended = True
            (stated,) = _SPLIT_END(record)
            if not stated.isdecimal() or int(stated) != self._count:
                place = place_of(self._records.line, "99", "record_count")
                yield finding("TOTALIN-RECORD-COUNT", place=place, value=number_of(stated), expected=self._count)
        else:
            self._records.notice("TOTALIN-UNKNOWN-RECORD")

    def _report(self, record: str) -> PaymentReport:
        customer, timestamp, delivery_number, file_type, _ = map(str.strip, _SPLIT_START(record))
        created = timestamp_of(timestamp)
        if created is None:
            self._records.notice("TOTALIN-TIMESTAMP")
        if file_type != _FILE_TYPE:
            self._records.notice("TOTALIN-FILE-TYPE")
        return PaymentReport(
            identifier=" ".join(filter(None, (customer, timestamp, delivery_number))),
            source="total-in",
            created=created,
            place=self._place("00"),
        )

    def _open(self, record: str) -> Iterator[Part | Finding]:
        account, currency, day = map(str.strip, _SPLIT_OPENING(record))
        place = self._place("10")
        end = self._records.ahead(_SECTION_ENDS)
        self._deposits += 1
        self._section = _Section(place, number_of(account), currency, day)
        if end is None or not end.startswith("90"):
            code = "FILE-TRUNCATED" if end is None else "TOTALIN-SECTION-OPEN"
            yield finding(code, place=place, expected="TK90")
            return
        yield from self._section.announce(end, self._deposits)

    def _finished(self) -> Iterator[Part | Finding]:
        """The payment that is complete, unless its section could not be read, and what is wrong with it."""
        if not self._payments.is_open or self._section is None:
            return
        payment = self._payments.finished(self._section.currency)
        if isinstance(payment, list):
            yield from payment
        elif self._section.deposit:
            yield payment

    def _place(self, code: str) -> Place:
        return Place(line=self._records.line, record="TK" + code.strip())


class _Section:
    """A section from 10 to 90: what its 90 states, and what its payments come to, in öre."""

    def __init__(self, place: Place, account: str, currency: str, day: str) -> None:
        self.deposit: Deposit | None = None
        self.currency = currency
        self.total = 0
        self.count = 0
        self._place = place
        self._account = account
        self._day = day
        self._stated_count = 0

    def announce(self, record: str, number: int) -> Iterator[Part | Finding]:
        """The statement and deposit of the section, or what is wrong with the records that tell of it."""
        count, total, statement_reference = _SPLIT_TOTAL(record)
        day, amount = day_of(self._day), amount_of(total)
        line = self._place.line
        checked = (
            ("10", "account", self._account, self._account.isdecimal()),
            ("10", "currency", self.currency, _CURRENCY.fullmatch(self.currency) is not None),
            ("10", "date", self._day, day is not None),
            ("90", "amount", total.strip(), amount is not None),
            ("90", "payment_count", count.strip(), count.isdecimal()),
        )
        wrong = [(code, name, value) for code, name, value, is_right in checked if not is_right]
        for code, name, value in wrong:
            yield finding("TOTALIN-NUMBER", place=place_of(line, code, name), value=value, expected=name)
        if wrong or amount is None or day is None:
            return
        self._stated_count = int(count)
        self.deposit = Deposit(
            identifier=statement_reference.strip(),
            account=self._account,
            account_kind="PGNR",
            currency=self.currency,
            amount=amount,
            booking_date=day,
            number=number,
            payment_count=self._stated_count,
            place=self._place,
        )
        yield Statement(
            account=self._account,
            account_kind="PGNR",
            number=number,
            identifier=statement_reference.strip(),
            currency=self.currency,
            place=self._place,
        )
        yield self.deposit

    def close(self, line: int) -> Iterator[Finding]:
        """What is wrong with the sums that the 90 states."""
        if self.deposit is None:
            return
        total = Decimal(self.total).scaleb(-2)
        about = f"PG {self._account}, {self.deposit.identifier}"
        if total != self.deposit.amount:
            where = place_of(line, "90", "amount")
            yield finding("TOTALIN-DEPOSIT-SUM", place=where, value=self.deposit.amount, expected=total, about=about)
        if self._stated_count != self.count:
            where = place_of(line, "90", "payment_count")
            yield finding(
                "TOTALIN-DEPOSIT-COUNT", place=where, value=self._stated_count, expected=self.count, about=about
            )


def _begins_as_total_in(head: bytes) -> bool:
    head = head.removeprefix(UTF8_MARK)
    return head.startswith(b"00") and head[_NAME] == b"TOTALIN"


FORMAT = Format(
    name="total-in",
    title="Total IN, inbetalningar på plusgirokonton från Nordea",
    family=PAYMENT_REPORT,
    source="Nordea: Total IN, postbeskrivning 1.10, oktober 2013 (as cited by public readers)",
    recognise=_begins_as_total_in,
    read=read,
)
