"""Sections of the LB files that come back from Bankgirot, each kind read in its own way.

A section takes its records one by one and gives statuses, without numbers, and findings; its last record closes it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from gateway.findings import Finding, Place, finding
from gateway.formats.bankgiro_lines import Records
from gateway.formats.bankgiro_records import RecordTables
from gateway.formats.bankgiro_values import OERE, amount_of, number_of, short_day_of
from gateway.formats.lb_records import (
    CASH,
    DONE,
    MINUSES,
    PAYMENTS,
    WATCH,
    payee_key,
    payout_number,
    unreadable,
)
from gateway.messages import PaymentStatus

KINDS = {"15": "deduction", "16": "credit", "17": "credit"}
_NO_DATE = "000000"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What the opening record of a section says, as far as its statuses need it."""

    bankgiro: str
    day: date | None
    currency: str
    place: Place


class Section(Protocol):
    """A section that is being read. `last` is the code of the record that closes it."""

    last: str

    def take(self, code: str, record: str) -> Iterator[PaymentStatus | Finding]:
        """What a record of the section comes to, and what the ones before it came to now that it is known."""
        ...

    def close(self, record: str) -> Iterator[PaymentStatus | Finding]:
        """What is left, and whether the last record states it right."""
        ...


class Payees:
    """Name and account of the payee that the records before a payment tell of, one payee at a time."""

    def __init__(self) -> None:
        self._key = ""
        self._name = ""
        self._account = ""
        self._is_salary = False

    def tell(self, code: str, record: str) -> None:
        """Take a TK26 or TK40."""
        key = payee_key(record[2:12])
        if key != self._key:
            self._key, self._name, self._account, self._is_salary = key, "", "", False
        if code == "26":
            self._name = record[12:47].strip()
        else:
            self._account = record[12:16].strip() + number_of(record[16:28])
            self._is_salary = record[40] in "Ll"

    def fill(self, status: PaymentStatus, code: str, payee: str) -> None:
        """Say in a status who the payee is."""
        is_known = payee_key(payee) == self._key
        status.counterparty_name = self._name if is_known else ""
        if code != "54" and payout_number(payee):
            status.counterparty_account = self._account if is_known else ""
            if status.kind == "payment":
                status.kind = "salary" if is_known and self._is_salary else "payout"
        else:
            status.counterparty_account = number_of(payee)


class DoneSection:
    """Payment specification (layout 1): what was paid, and the credit notes and deductions that were settled."""

    last = "29"

    def __init__(self, records: Records, opening: Opening) -> None:
        self._records = records
        self._opening = opening
        self._payees = Payees()
        self._open: PaymentStatus | None = None
        self._count = 0
        self._total = 0

    def take(self, code: str, record: str) -> Iterator[PaymentStatus | Finding]:
        """See `Section`."""
        if code in PAYMENTS:
            yield from self._finished()
            yield from self._begin(code, record)
        elif code in ("26", "40"):
            self._payees.tell(code, record)
        elif code in ("20", "21"):
            yield from self._settled(code, record)
        elif code not in ("12", "13", "25", "27", "65"):
            self._records.notice("LB-UNKNOWN-RECORD")

    def close(self, record: str) -> Iterator[PaymentStatus | Finding]:
        """See `Section`."""
        yield from self._finished()
        line, about = self._records.line, self._opening.bankgiro
        yield from count_fault(line, record, self._count, about)
        stated, total = amount_of(record[20:32]), self._total * OERE
        if stated is None:
            yield unreadable(DONE.place(line, "29", "sum"), record[20:32], "12 × 0–9")
        elif (-stated if record[32] == "-" else stated) != total:
            yield finding(
                "LB-TOTAL-SUM", place=DONE.place(line, "29", "sum"), value=stated, expected=total, about=about
            )

    def _finished(self) -> Iterator[PaymentStatus]:
        if self._open:
            yield self._open
            self._open = None

    def _begin(self, code: str, record: str) -> Iterator[Finding]:
        payee, reference, amount_field, *marks, information = DONE.splitter(code)(record)
        self._count += 1
        amount = amount_of(amount_field)
        if amount is None:
            yield unreadable(DONE.place(self._records.line, code, "amount"), amount_field, "12 × 0–9")
            return
        self._total += -int(amount_field) if code in MINUSES else int(amount_field)
        self._open = PaymentStatus(
            level="payment",
            status=marks[-1].strip(),
            outcome="accepted",
            kind=KINDS.get(code, "payment"),
            original_identifier=information.strip(),
            amount=-amount if code in MINUSES else amount,
            currency=self._opening.currency,
            execution_date=self._opening.day,
            reference=reference.strip(),
            place=Place(line=self._records.line, record="TK" + code),
        )
        self._payees.fill(self._open, code, payee)

    def _settled(self, code: str, record: str) -> Iterator[Finding]:
        """TK20: the whole credit note and what remains of it. TK21: what was taken off it before."""
        _, *fields = DONE.splitter(code)(record)
        if code == "20":
            whole, remainder = amount_of(fields[1]), amount_of(fields[2])
            if whole is None or remainder is None:
                yield unreadable(DONE.place(self._records.line, code, "whole"), fields[1] + fields[2], "2 × 12 × 0–9")
            elif self._open:
                self._open.texts.append(f"Kreditfakturan är på {whole}; {remainder} återstår att räkna av.")
            return
        for day_field, amount_field in zip(fields[::2], fields[1::2], strict=True):
            day, amount = short_day_of(day_field), amount_of(amount_field)
            if day and amount and self._open:
                self._open.texts.append(f"Tidigare avräknat {day}: {amount}.")


class WatchSection:
    """Payment watch (layout 2): what is to be paid, by day. Balances of Bankgirot's register stand before the days."""

    last = "29"

    def __init__(self, records: Records, opening: Opening) -> None:
        self._records = records
        self._opening = opening
        self._count = 0
        self._closing: tuple[Decimal, Decimal] | None = None
        self._days = [Decimal(0), Decimal(0)]

    def take(self, code: str, record: str) -> Iterator[PaymentStatus | Finding]:
        """See `Section`."""
        if code not in WATCH or code == "29":
            self._records.notice("LB-UNKNOWN-RECORD")
            return
        self._count += 1
        names = ("payments", "credits") if code == "43" else ("second_payments", "second_credits")
        amounts = []
        for name in names:
            field = WATCH.field_of(code, name)
            text = record[field.first - 1 : field.last]
            amount = amount_of(text)
            if amount is None:
                yield unreadable(WATCH.place(self._records.line, code, name), text, "13 × 0–9")
                return
            amounts.append(amount)
        if code == "42":
            self._closing = (amounts[0], amounts[1])
        elif code == "43":
            self._days = [total + amount for total, amount in zip(self._days, amounts, strict=True)]
            yield from self._day(record, *amounts)

    def close(self, record: str) -> Iterator[PaymentStatus | Finding]:
        """See `Section`."""
        line = self._records.line
        yield from count_fault(line, record, self._count, self._opening.bankgiro)
        for about, stated, total in zip(
            ("betalningar", "avdrag och kreditfakturor"), self._closing or (), self._days, strict=False
        ):
            if stated != total:
                place = Place(line=self._opening.place.line, record="TK42")
                yield finding("LB-RETURN-WATCH-SUM", place=place, value=stated, expected=total, about=about)

    def _day(self, record: str, payments: Decimal, credits_: Decimal) -> Iterator[PaymentStatus | Finding]:
        day_field, _, _, mark = WATCH.splitter("43")(record)
        day = short_day_of(day_field)
        if day is None and day_field != _NO_DATE:
            yield unreadable(WATCH.place(self._records.line, "43", "date"), day_field, "ÅÅMMDD")
            return
        for kind, amount in (("payment", payments), ("credit", -credits_)):
            if amount:
                yield PaymentStatus(
                    level="instruction",
                    status=mark.strip(),
                    outcome="pending",
                    kind=kind,
                    amount=amount,
                    currency=self._opening.currency,
                    execution_date=day,
                    place=Place(line=self._records.line, record="TK43"),
                )


class CashSection:
    """Cash payments that nobody collected and that have come back."""

    last = "3"

    def __init__(self, records: Records, opening: Opening) -> None:
        self._records = records
        self._opening = opening
        self._total = Decimal(0)

    def take(self, code: str, record: str) -> Iterator[PaymentStatus | Finding]:
        """See `Section`."""
        if code != "2":
            self._records.notice("LB-UNKNOWN-RECORD")
            return
        number, mark, information, paid_field, returned_field, amount_field = _SPLIT_CASH(record)
        line = self._records.line
        paid, returned, amount = short_day_of(paid_field), short_day_of(returned_field), amount_of(amount_field)
        if paid is None:
            yield unreadable(CASH.place(line, "2", "paid"), paid_field, "ÅÅMMDD")
        if returned is None:
            yield unreadable(CASH.place(line, "2", "returned"), returned_field, "ÅÅMMDD")
        if amount is None:
            yield unreadable(CASH.place(line, "2", "amount"), amount_field, "12 × 0–9")
        if paid is None or returned is None or amount is None:
            return
        self._total += amount
        yield PaymentStatus(
            level="payment",
            status=mark.strip(),
            outcome="rejected",
            texts=[f"Kontantutbetalningen har inte hämtats ut. Pengarna återfördes {returned}."],
            original_identifier=information.strip(),
            kind="payout",
            amount=amount,
            currency=self._opening.currency,
            execution_date=paid,
            reference=number.strip(),
            place=Place(line=line, record="TK2"),
        )

    def close(self, record: str) -> Iterator[PaymentStatus | Finding]:
        """See `Section`."""
        _, stated_field = CASH.splitter("3")(record)
        stated, place = amount_of(stated_field), CASH.place(self._records.line, "3", "sum")
        if stated is None:
            yield unreadable(place, stated_field, "12 × 0–9")
        elif stated != self._total:
            about = self._opening.bankgiro
            yield finding("LB-TOTAL-SUM", place=place, value=stated, expected=self._total, about=about)


_SPLIT_CASH: Callable[[str], tuple[str, ...]] = CASH.splitter("2")


def count_fault(line: int, record: str, count: int, about: str, tables: RecordTables = DONE) -> Iterator[Finding]:
    """What is wrong with the count of a TK29, if anything."""
    stated, place = record[12:20], tables.place(line, "29", "count")
    if not stated.isdecimal():
        yield unreadable(place, stated, "8 × 0–9")
    elif int(stated) != count:
        yield finding("LB-TOTAL-COUNT", place=place, value=int(stated), expected=count, about=about)
