"""What the journal remembers of bank files: payments reported and sent, balances, and totals by day.

Everything belongs to a file, and is there from the moment when the file's plan is. Amounts are stored as exact decimal
text, days as ISO dates.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from gateway.messages.bank_records import AccountBalance, DayAmounts, DayKey, ReportedPayment, SentPayment


@dataclass(frozen=True, slots=True, kw_only=True)
class BankEntries:
    """What one file adds to the bank book. The first two may be many and are read once, as a stream."""

    reported: Iterable[ReportedPayment] = ()
    sent: Iterable[SentPayment] = ()
    reported_days: Iterable[tuple[str, date]] = ()
    balances: Iterable[AccountBalance] = ()
    totals: Iterable[tuple[DayKey, DayAmounts]] = ()


class BankBook(Protocol):
    """Part of the journal; see `gateway.journal.base.Journal.bank`. Answers never speak of the file `other_than`."""

    def enter(self, file_id: str, entries: BankEntries) -> None:
        """Make the entries of a file durable, in place of any that it had."""
        ...

    def has_reports(self, account: str, day: date, *, other_than: str = "") -> bool:
        """Whether another file has told of payments on an account and day."""
        ...

    def reported(self, fingerprint: str, *, other_than: str = "") -> list[ReportedPayment]:
        """The payments with a fingerprint that other files have told of, in the order in which the files came."""
        ...

    def sent_payment(self, message: str, instruction: str, end_to_end: str) -> SentPayment | None:
        """The payment that was sent under these identities; a blank instruction is any. None for an unknown one."""
        ...

    def sent_to(self, account: str, amount: Decimal) -> list[SentPayment]:
        """Payments of an amount that were sent to an account, latest file first."""
        ...

    def balances(self, day: date) -> list[AccountBalance]:
        """Balances of statements that end on a day, by account."""
        ...

    def balance_before(self, account: str, day: date, source: str) -> AccountBalance | None:
        """The latest balance of an account, in a kind of report, that ends before a day."""
        ...

    def totals(self, day: date) -> list[tuple[DayKey, DayAmounts]]:
        """Payments of a day, added up over all files."""
        ...

    def net(self, first: date, before: date) -> dict[tuple[str, str, str], Decimal]:
        """In less out by (account, department, currency), from a first day to the day before another."""
        ...


_SENT_PAYMENTS = (
    "SELECT sent_payment.message, instruction, end_to_end, number, amount, currency, creditor_name, creditor_account, "
    "execution_date, reference, file_id, file.name FROM sent_payment JOIN file ON file.id = file_id"
)
_BALANCES = (
    "SELECT account, currency, source, number, from_date, to_date, opening, closing, file_id, file.name "
    "FROM account_balance JOIN file ON file.id = file_id"
)
_SENT = "message, instruction, end_to_end, number, amount, currency, creditor_name, creditor_account, execution_date"


def amount_text(amount: Decimal) -> str:
    """An amount as one text, however many zeros it was written with."""
    return f"{amount.normalize():f}"


class SqliteBankBook:
    """The bank book in the journal's SQLite file."""

    def __init__(self, connection: sqlite3.Connection, group: Callable[[], AbstractContextManager[None]]) -> None:
        self._connection = connection
        self._group = group

    def enter(self, file_id: str, entries: BankEntries) -> None:
        """Make the entries of a file durable, in place of any that it had."""
        with self._group():
            for table in ("reported_payment", "sent_payment", "reported_day", "account_balance", "day_total"):
                self._connection.execute(f"DELETE FROM {table} WHERE file_id = ?", [file_id])  # noqa: S608 - our names
            self._insert(
                "reported_payment (fingerprint, source, file_id, kind, number, identifier, place)",
                (
                    (each.fingerprint, each.source, file_id, each.kind, each.number, each.identifier, each.place)
                    for each in entries.reported
                ),
            )
            self._insert(
                f"sent_payment ({_SENT}, reference, file_id)",
                (
                    (
                        each.message,
                        each.instruction,
                        each.end_to_end,
                        each.number,
                        amount_text(each.amount),
                        each.currency,
                        each.creditor_name,
                        each.creditor_account,
                        each.execution_date.isoformat() if each.execution_date else None,
                        each.reference,
                        file_id,
                    )
                    for each in entries.sent
                ),
            )
            self._insert(
                "reported_day (account, day, file_id)",
                ((account, day.isoformat(), file_id) for account, day in entries.reported_days),
            )
            self._insert(
                "account_balance (account, to_date, file_id, number, from_date, currency, source, opening, closing)",
                (
                    (
                        each.account,
                        each.to_date.isoformat(),
                        file_id,
                        each.number,
                        each.from_date.isoformat(),
                        each.currency,
                        each.source,
                        f"{each.opening:f}",
                        f"{each.closing:f}",
                    )
                    for each in entries.balances
                ),
            )
            self._insert(
                "day_total (day, account, receiving_account, currency, department, kind, ledger_account, file_id, "
                "count, incoming, outgoing, twin_count, twin_amount)",
                (
                    (
                        key.day.isoformat(),
                        key.account,
                        key.receiving_account,
                        key.currency,
                        key.department,
                        key.kind,
                        key.ledger_account,
                        file_id,
                        amounts.count,
                        f"{amounts.incoming:f}",
                        f"{amounts.outgoing:f}",
                        amounts.twin_count,
                        f"{amounts.twin_amount:f}",
                    )
                    for key, amounts in entries.totals
                ),
            )

    def has_reports(self, account: str, day: date, *, other_than: str = "") -> bool:
        """Whether another file has told of payments on an account and day."""
        found = self._connection.execute(
            "SELECT 1 FROM reported_day WHERE account = ? AND day = ? AND file_id <> ?",
            [account, day.isoformat(), other_than],
        )
        return found.fetchone() is not None

    def reported(self, fingerprint: str, *, other_than: str = "") -> list[ReportedPayment]:
        """The payments with a fingerprint that other files have told of, in the order in which the files came."""
        rows = self._connection.execute(
            "SELECT fingerprint, source, kind, number, identifier, place, file_id, file.name "
            "FROM reported_payment JOIN file ON file.id = file_id "
            "WHERE fingerprint = ? AND file_id <> ? ORDER BY file.arrived, file_id, kind, number",
            [fingerprint, other_than],
        )
        return [
            ReportedPayment(
                fingerprint=row[0],
                source=row[1],
                kind=row[2],
                number=row[3],
                identifier=row[4],
                place=row[5],
                file_id=row[6],
                file_name=row[7],
            )
            for row in rows
        ]

    def sent_payment(self, message: str, instruction: str, end_to_end: str) -> SentPayment | None:
        """The payment that was sent under these identities; a blank instruction is any."""
        condition = "sent_payment.message = ? AND end_to_end = ? AND ? IN ('', instruction)"
        return next(self._sent(condition, message, end_to_end, instruction), None)

    def sent_to(self, account: str, amount: Decimal) -> list[SentPayment]:
        """Payments of an amount that were sent to an account, latest file first."""
        return list(self._sent("creditor_account = ? AND amount = ?", account, amount_text(amount)))

    def balances(self, day: date) -> list[AccountBalance]:
        """Balances of statements that end on a day, by account."""
        return list(self._balances("to_date = ? ORDER BY account, from_date, file.arrived, number", day.isoformat()))

    def balance_before(self, account: str, day: date, source: str) -> AccountBalance | None:
        """The latest balance of an account, in a kind of report, that ends before a day."""
        order = (
            "account = ? AND to_date < ? AND source = ? ORDER BY to_date DESC, file.arrived DESC, number DESC LIMIT 1"
        )
        return next(self._balances(order, account, day.isoformat(), source), None)

    def totals(self, day: date) -> list[tuple[DayKey, DayAmounts]]:
        """Payments of a day, added up over all files."""
        summed: dict[DayKey, DayAmounts] = {}
        rows = self._connection.execute(
            "SELECT account, receiving_account, currency, department, kind, ledger_account, "
            "count, incoming, outgoing, twin_count, twin_amount FROM day_total WHERE day = ? "
            "ORDER BY account, receiving_account, currency, department, kind, ledger_account",
            [day.isoformat()],
        )
        for row in rows:
            amounts = summed.setdefault(DayKey(day, *row[:6]), DayAmounts())
            amounts.count += row[6]
            amounts.incoming += Decimal(row[7])
            amounts.outgoing += Decimal(row[8])
            amounts.twin_count += row[9]
            amounts.twin_amount += Decimal(row[10])
        return list(summed.items())

    def net(self, first: date, before: date) -> dict[tuple[str, str, str], Decimal]:
        """In less out by (account, department, currency), from a first day to the day before another."""
        summed: dict[tuple[str, str, str], Decimal] = {}
        rows = self._connection.execute(
            "SELECT account, department, currency, incoming, outgoing FROM day_total WHERE day >= ? AND day < ?",
            [first.isoformat(), before.isoformat()],
        )
        for *key, incoming, outgoing in rows:
            account, department, currency = key
            net = summed.get((account, department, currency), Decimal(0))
            summed[account, department, currency] = net + Decimal(incoming) - Decimal(outgoing)
        return summed

    def _insert(self, into: str, rows: Iterable[tuple[Any, ...]]) -> None:
        marks = ", ".join("?" * (into.count(",") + 1))
        self._connection.executemany(f"INSERT INTO {into} VALUES ({marks})", rows)  # noqa: S608 - our own names

    def _sent(self, condition: str, *values: str) -> Iterator[SentPayment]:
        latest_first = "ORDER BY file.arrived DESC, file_id DESC, number"
        rows = self._connection.execute(f"{_SENT_PAYMENTS} WHERE {condition} {latest_first}", values)
        for row in rows:
            yield SentPayment(
                message=row[0],
                instruction=row[1],
                end_to_end=row[2],
                number=row[3],
                amount=Decimal(row[4]),
                currency=row[5],
                creditor_name=row[6],
                creditor_account=row[7],
                execution_date=date.fromisoformat(row[8]) if row[8] else None,
                reference=row[9],
                file_id=row[10],
                file_name=row[11],
            )

    def _balances(self, condition: str, *values: str) -> Iterator[AccountBalance]:
        rows = self._connection.execute(f"{_BALANCES} WHERE {condition}", values)
        for row in rows:
            yield AccountBalance(
                account=row[0],
                currency=row[1],
                source=row[2],
                number=row[3],
                from_date=date.fromisoformat(row[4]),
                to_date=date.fromisoformat(row[5]),
                opening=Decimal(row[6]),
                closing=Decimal(row[7]),
                file_id=row[8],
                file_name=row[9],
            )
