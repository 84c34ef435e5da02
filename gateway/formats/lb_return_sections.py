"""Sections of the LB files that come back from Bankgirot, each kind read in its own way.

A section takes its records one by one and gives statuses, without numbers, and findings; its last record closes it.
"""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from gateway.findings import Finding, Place, finding
from gateway.formats.bankgiro_lines import Records
from gateway.formats.bankgiro_values import OERE, amount_of, number_of, short_day_of
from gateway.formats.lb_reasons import RETURNED
from gateway.formats.lb_records import (
    CASH,
    DONE,
    KINDS,
    MINUSES,
    PAYMENTS,
    WATCH,
    account_number,
    payee_key,
    payout_number,
    unreadable,
)
from gateway.messages import PaymentStatus

MAXIMUM_TEXTS = 1_000
"""What is told of one payment; Bankgirot tells far less."""

_NO_DATE = "000000"
_SPLIT_DONE = {code: DONE.splitter(code) for code in DONE}
_SPLIT_DAY = WATCH.splitter("43")
_SPLIT_BALANCE = WATCH.splitter("42")
_SPLIT_CASH = CASH.splitter("2")
_SPLIT_CASH_END = CASH.splitter("3")


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
    """Name and account of the payee that the records before a payment tell of, one payee at a time.

    The account is without its clearing number, as orders have it: by it the payment that was sent is found.
    """

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
            self._account = account_number(record[12:16], record[16:28])
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
            return
        stated = -stated if record[32] == "-" else stated
        if stated != total:
            place = DONE.place(line, "29", "sum")
            yield finding("LB-TOTAL-SUM", place=place, value=stated, expected=total, about=about)

    def _finished(self) -> Iterator[PaymentStatus]:
        if self._open:
            yield self._open
            self._open = None

    def _begin(self, code: str, record: str) -> Iterator[Finding]:
        payee, reference, amount_field, *marks, information = _SPLIT_DONE[code](record)
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
        _, *fields = _SPLIT_DONE[code](record)
        if code == "20":
            whole, remainder = amount_of(fields[1]), amount_of(fields[2])
            if whole is None or remainder is None:
                yield unreadable(DONE.place(self._records.line, code, "whole"), fields[1] + fields[2], "2 × 12 × 0–9")
            elif self._open:
                self._open.texts.append(f"Kreditfakturan är på {whole}; {remainder} återstår att räkna av.")
            return
        for day_field, amount_field in zip(fields[::2], fields[1::2], strict=True):
            day, amount = short_day_of(day_field), amount_of(amount_field)
            if day and amount and self._open and len(self._open.texts) < MAXIMUM_TEXTS:
                self._open.texts.append(f"Tidigare avräknat {day}: {amount}.")


class WatchSection:
    """Payment watch (layout 2): what is to be paid, by day. Balances of Bankgirot's register stand before the days."""

    last = "29"

    def __init__(self, records: Records, opening: Opening) -> None:
        self._records = records
        self._opening = opening
        self._count = 0
        self._closing: dict[str, Decimal] = {}
        self._closing_line = 0
        self._days = {"payments": Decimal(0), "credits": Decimal(0)}

    def take(self, code: str, record: str) -> Iterator[PaymentStatus | Finding]:
        """See `Section`."""
        if code not in WATCH:
            self._records.notice("LB-UNKNOWN-RECORD")
            return
        self._count += 1
        if code == "43":
            day_field, payments, credit_notes, mark = _SPLIT_DAY(record)
            amounts = yield from self._amounts(code, payments=payments, credits=credit_notes)
            for name, amount in amounts.items():
                self._days[name] += amount
            yield from self._day(day_field, mark, amounts)
        elif code == "42":
            _, _, payments, credit_notes = _SPLIT_BALANCE(record)
            self._closing = yield from self._amounts(code, second_payments=payments, second_credits=credit_notes)
            self._closing_line = self._records.line

    def close(self, record: str) -> Iterator[PaymentStatus | Finding]:
        """See `Section`."""
        yield from count_fault(self._records.line, record, self._count, self._opening.bankgiro)
        for (name, stated), total in zip(self._closing.items(), self._days.values(), strict=False):
            if stated != total:
                place = WATCH.place(self._closing_line, "42", name)
                yield finding("LB-RETURN-WATCH-SUM", place=place, value=stated, expected=total, about=place.position)

    def _amounts(self, code: str, **fields: str) -> Generator[Finding, None, dict[str, Decimal]]:
        """The amounts in fields by name; none of them when one cannot be read."""
        amounts = {name: amount for name, field in fields.items() if (amount := amount_of(field)) is not None}
        for name in fields.keys() - amounts.keys():
            yield unreadable(WATCH.place(self._records.line, code, name), fields[name], "13 × 0–9")
        return amounts if len(amounts) == len(fields) else {}

    def _day(self, day_field: str, mark: str, amounts: dict[str, Decimal]) -> Iterator[PaymentStatus | Finding]:
        day = short_day_of(day_field)
        if day is None and day_field != _NO_DATE:
            yield unreadable(WATCH.place(self._records.line, "43", "date"), day_field, "ÅÅMMDD")
            return
        for name, amount in amounts.items():
            if amount:
                yield PaymentStatus(
                    level="instruction",
                    status=mark.strip(),
                    outcome="pending",
                    original_instruction=f"{self._opening.bankgiro} {day}" if day else self._opening.bankgiro,
                    kind="payment" if name == "payments" else "credit",
                    amount=amount if name == "payments" else -amount,
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
            reasons=[RETURNED],
            texts=[f"Återförd {returned}"],
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
        _, stated_field = _SPLIT_CASH_END(record)
        stated, place = amount_of(stated_field), CASH.place(self._records.line, "3", "sum")
        if stated is None:
            yield unreadable(place, stated_field, "12 × 0–9")
        elif stated != self._total:
            about = self._opening.bankgiro
            yield finding("LB-TOTAL-SUM", place=place, value=stated, expected=self._total, about=about)


def count_fault(line: int, record: str, count: int, about: str) -> Iterator[Finding]:
    """What is wrong with the count of a TK29, if anything."""
    stated, place = record[12:20], DONE.place(line, "29", "count")
    if not stated.isdecimal():
        yield unreadable(place, stated, "8 × 0–9")
    elif int(stated) != count:
        yield finding("LB-TOTAL-COUNT", place=place, value=int(stated), expected=count, about=about)
