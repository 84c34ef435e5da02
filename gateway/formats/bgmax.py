"""BgMax: Bankgirot's report of incoming payments ("Bankgiro Inbetalningar").

Source: Bankgirot, "Bankgiro Inbetalningar, Teknisk manual", November 2019. A file is TK01, sections from TK05
to TK15 each holding the payments to one bankgiro number, and TK70. The amount of a section stands after its
payments, so the reader looks ahead for the TK15 and then goes back: the file is read twice, nothing is kept.

A payment whose extra references (TK22, TK23) have amounts that add up to it is given as one payment for each.
"""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from gateway.findings import Finding, Place, finding
from gateway.formats.bankgiro_lines import UTF8_MARK, Records, open_records
from gateway.formats.bankgiro_values import amount_of, day_of, number_of, timestamp_of
from gateway.formats.base import Format, ReadingContext
from gateway.formats.bgmax_payment import PAYER_RECORDS, PaymentRecords
from gateway.formats.bgmax_records import CURRENCIES, place_of, splitter
from gateway.formats.bgmax_writer import BgmaxWriter
from gateway.messages import PAYMENT_REPORT, Deposit, Part, PaymentReport, Statement

_TEXT_RECORDS = frozenset({"25", "26", "27", "28", "29"})
_PAYMENTS = frozenset({"20", "21"})
_SECTION_ENDS = frozenset({"15", "05", "70"})
_SHOWN_KINDS = {"BGNR": "BG", "PGNR": "PG"}
_CLEARING = slice(19, 23)
"""The clearing number in the 35 positions of the bank account of TK15."""
_SPLIT_START = splitter("01")
_SPLIT_OPENING = splitter("05")
_SPLIT_DEPOSIT = splitter("15")
_SPLIT_END = splitter("70")


def read(path: Path, context: ReadingContext) -> Iterator[Part | Finding]:
    """The report, its deposits each followed by its payments, and findings. Raises OSError."""
    with open_records(path) as file:
        yield from _Reading(Records(file, "BGMAX", _TEXT_RECORDS)).run()


class _Reading:
    def __init__(self, records: Records) -> None:
        self._records = records
        self._deposits = 0
        self._counts = dict.fromkeys(("20", "21", "22", "23", "15"), 0)
        self._payments = PaymentRecords(records)
        self._section: _Section | None = None
        self._ended = False

    def run(self) -> Iterator[Part | Finding]:
        before = ""
        counts, payments = self._counts, self._payments
        for record in self._records:
            if not isinstance(record, str):
                yield record
                continue
            code = record[:2]
            if code in PAYER_RECORDS and payments.is_open:
                payments.payer[code] = record
                before = code
                continue
            if code in counts:
                counts[code] += 1
            if code in _PAYMENTS and (section := self._section):
                if payments.is_open:
                    yield from payments.finished(section.deposit is not None)
                section.count += 1
                section.total += payments.begin(code, record)
                before = code
                continue
            if fault := self._misplaced(code, before):
                yield fault
                yield from self._records.notices()
                return
            before = code
            if payments.takes(code):
                payments.add(code, record)
            else:
                yield from self._outer(code, record)
        yield from self._records.notices()
        if not self._ended:
            yield finding("FILE-TRUNCATED", place=Place(line=self._records.line), expected="TK70")

    def _misplaced(self, code: str, before: str) -> Finding | None:
        """A record that may not stand after the one before it; nothing after such a place can be trusted."""
        if self._ended:
            return finding("BGMAX-AFTER-TRAILER", place=self._place(code), value=code.strip())
        in_section = self._section is not None
        if not before:
            fits = code == "01"
        elif code in ("20", "21", "15"):
            fits = in_section
        elif code in ("05", "70"):
            fits = not in_section
        elif self._payments.takes(code):
            fits = self._payments.is_open
        else:
            fits = code != "01"
        if fits:
            return None
        after = before.strip() if before else "–"
        return finding("BGMAX-STRUCTURE", place=self._place(code), value=code.strip(), after=after)

    def _outer(self, code: str, record: str) -> Iterator[Part | Finding]:
        if code == "01":
            yield from self._start(record)
        elif code == "05":
            yield from self._open(record)
        elif code == "15" and self._section:
            yield from self._payments.finished(self._section.deposit is not None)
            yield from self._section.close(self._place(code))
            self._section = None
        elif code == "70":
            self._ended = True
            yield from self._check_counts(record)
        else:
            self._records.notice("BGMAX-UNKNOWN-RECORD")

    def _start(self, record: str) -> Iterator[Part | Finding]:
        _, version, timestamp, marker = _SPLIT_START(record)
        if version != "01":
            yield finding("BGMAX-VERSION", place=place_of(1, "01", "version"), value=version.strip(), expected="01")
        created = timestamp_of(timestamp)
        if created is None:
            self._records.notice("BGMAX-TIMESTAMP")
        yield PaymentReport(
            identifier=timestamp.strip(),
            source="bgmax",
            created=created,
            is_test=marker == "T",
            place=Place(line=1, record="TK01"),
        )

    def _open(self, record: str) -> Iterator[Part | Finding]:
        bankgiro, plusgiro, currency = map(str.strip, _SPLIT_OPENING(record))
        place = self._place("05")
        if not (number_of(bankgiro) or number_of(plusgiro)) or not (bankgiro + plusgiro).isdecimal():
            yield finding("BGMAX-BANKGIRO", place=place_of(place.line, "05", "bankgiro"), value=bankgiro)
        if currency not in CURRENCIES:
            where = place_of(place.line, "05", "currency")
            yield finding("BGMAX-CURRENCY", place=where, value=currency, expected=", ".join(sorted(CURRENCIES)))
        end = self._records.ahead(_SECTION_ENDS)
        self._deposits += 1
        self._section = _Section(place, number_of(bankgiro), number_of(plusgiro), currency)
        if end is None or not end.startswith("15"):
            code = "FILE-TRUNCATED" if end is None else "BGMAX-SECTION-OPEN"
            yield finding(code, place=place, expected="TK15")
            return
        yield from self._section.announce(end, self._deposits)

    def _check_counts(self, record: str) -> Iterator[Finding]:
        counts = self._counts
        actual = (counts["20"], counts["21"], counts["22"] + counts["23"], counts["15"])
        names = ("payment_count", "deduction_count", "reference_count", "deposit_count")
        for name, stated, counted in zip(names, _SPLIT_END(record), actual, strict=True):
            if not stated.isdecimal() or int(stated) != counted:
                code = "BGMAX-REFERENCE-COUNT" if name == "reference_count" else "BGMAX-TRAILER-COUNT"
                place = place_of(self._records.line, "70", name)
                yield finding(code, place=place, value=stated.strip(), expected=counted)

    def _place(self, code: str) -> Place:
        return Place(line=self._records.line, record="TK" + code.strip())


class _Section:
    """A section from TK05 to TK15: what its TK15 states, and what its payments come to, in öre.

    Payments to a plusgiro number that has become a bankgiro number have sections of their own, which name both.
    """

    def __init__(self, place: Place, bankgiro: str, plusgiro: str, currency: str) -> None:
        self.place = place
        self.deposit: Deposit | None = None
        self.total = 0
        self.count = 0
        self._account, self._kind = (bankgiro, "BGNR") if bankgiro else (plusgiro, "PGNR")
        self._plusgiro = plusgiro
        self._currency = currency
        self._stated_count = 0

    def announce(self, record: str, number: int) -> Iterator[Statement | Deposit | Finding]:
        """The statement and deposit of the section, as its TK15 states them, or what is wrong with that record."""
        account, day_field, serial, amount_field, currency, count, kind = _SPLIT_DEPOSIT(record)
        amount, day = amount_of(amount_field), day_of(day_field)
        fields = (
            ("date", day_field, day is not None),
            ("amount", amount_field, amount is not None),
            ("payment_count", count, count.isdecimal()),
        )
        for name, field, is_right in fields:
            if not is_right:
                where = place_of(self.place.line, "15", name)
                yield finding("BGMAX-NUMBER", place=where, value=field.strip(), expected=name)
        if currency.strip() != self._currency:
            where = place_of(self.place.line, "15", "currency")
            yield finding("BGMAX-CURRENCY", place=where, value=currency.strip(), expected=self._currency)
        if amount is None or day is None or not count.isdecimal():
            return
        self._stated_count = int(count)
        self.deposit = Deposit(
            identifier=serial.strip(),
            account=self._account,
            account_kind=self._kind,
            currency=self._currency,
            amount=amount,
            booking_date=day,
            number=number,
            bank_account=number_of(account),
            plusgiro=self._plusgiro,
            transaction_code=kind.strip(),
            payment_count=self._stated_count,
            place=self.place,
        )
        yield Statement(
            account=self._account,
            account_kind=self._kind,
            number=number,
            currency=self._currency,
            clearing=number_of(account[_CLEARING]),
            place=self.place,
        )
        yield self.deposit

    def close(self, place: Place) -> Iterator[Finding]:
        if self.deposit is None:
            return
        total = Decimal(self.total).scaleb(-2)
        about = f"{_SHOWN_KINDS[self._kind]} {self._account}, {self.deposit.identifier}"
        if total != self.deposit.amount:
            where = place_of(place.line, "15", "amount")
            yield finding("BGMAX-DEPOSIT-SUM", place=where, value=self.deposit.amount, expected=total, about=about)
        if self._stated_count != self.count:
            where = place_of(place.line, "15", "payment_count")
            yield finding(
                "BGMAX-DEPOSIT-COUNT", place=where, value=self._stated_count, expected=self.count, about=about
            )


def _begins_as_bgmax(head: bytes) -> bool:
    return head.removeprefix(UTF8_MARK).startswith(b"01BGMAX")


FORMAT = Format(
    name="bgmax",
    title="BgMax, inbetalningar från Bankgirot",
    family=PAYMENT_REPORT,
    source="Bankgirot: Bankgiro Inbetalningar, Teknisk manual, november 2019",
    recognise=_begins_as_bgmax,
    read=read,
    writer=BgmaxWriter,
)
