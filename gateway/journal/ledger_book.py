"""What the journal remembers of batches to the ledger: their numbers, what was sent in them, what was answered.

Everything belongs to a file, and is there from the moment when the file's plan is. Amounts are stored as exact decimal
text, days as ISO dates.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from gateway.messages.ledger_records import AnsweredVoucher, SentBatch, SentVoucher, StatedTotals


@dataclass(frozen=True, slots=True, kw_only=True)
class SentEntries:
    """What one file sends to the ledger, in one batch or in one for each file that it is split into.

    `rows` are the lines of each batch by its id. The vouchers, each with the id of its batch, may be many and are read
    once, as a stream.
    """

    sent: date
    due: date
    rows: Mapping[str, int]
    vouchers: Iterable[tuple[str, SentVoucher]]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerEntries:
    """What one answer of the ledger says. The vouchers may be many and are read once, as a stream."""

    stated: Iterable[StatedTotals]
    vouchers: Iterable[AnsweredVoucher]


class BatchIdTaken(Exception):
    """A batch id was given before, in another series."""


class LedgerBook(Protocol):
    """Part of the journal; see `gateway.journal.base.Journal.ledger`."""

    def number_for(self, series: str, file_id: str) -> int:
        """The number of a file's batch: the one it has taken, else the next of the series from 1, not taken yet."""
        ...

    def check_free(self, batch_id: str, file_id: str) -> None:
        """Raises BatchIdTaken when a batch id was given to another file than this one."""
        ...

    def take_number(self, series: str, number: int, batch_id: str, file_id: str) -> None:
        """Make a number the file's own; again is no matter. Raises ValueError when it is not the file's to take."""
        ...

    def enter_sent(self, file_id: str, entries: SentEntries) -> None:
        """Make durable what a file sends, in place of what it was said to send before."""
        ...

    def enter_answer(self, file_id: str, entries: AnswerEntries) -> None:
        """Make durable what an answer says, in place of what it was said to say before."""
        ...

    def batches(self, *, since: date | None = None, batch_id: str = "") -> list[SentBatch]:
        """Batches sent, first sent first, that fit every condition given; `since` is included."""
        ...

    def batch(self, batch_id: str) -> SentBatch | None:
        """The batch with an id; None for an unknown one."""
        ...

    def sent_voucher(self, batch_id: str, voucher: str) -> SentVoucher | None:
        """A voucher of a batch; None when the batch or the voucher is unknown."""
        ...

    def vouchers(self, file_id: str, batch_id: str) -> Iterator[tuple[SentVoucher, AnsweredVoucher | None]]:
        """Every voucher that a file sent, in order, with each answer about it in order of arrival; None without one."""
        ...

    def answers_to_unsent(self, batch_id: str) -> Iterator[AnsweredVoucher]:
        """Answers about a batch that was sent, about vouchers that it does not hold."""
        ...

    def answered_unknown(self, *, since: date | None = None) -> list[tuple[str, str, str, int]]:
        """Batches that were answered and never sent: batch id, file id and name of the answer, vouchers in it."""
        ...

    def stated(self, batch_id: str) -> list[tuple[str, StatedTotals]]:
        """What answers, by file id, state of a batch as a whole."""
        ...

    def is_answered(self, batch_id: str) -> bool:
        """Whether any answer speaks of a batch."""
        ...

    def counts(self, file_id: str) -> tuple[int, int, bool] | None:
        """A file's vouchers, how many the latest answers accept, and whether any answer speaks of its batches.

        None for a file that sent none.
        """
        ...


_SENT = (
    "SELECT sent_batch.file_id, file.name, file.route, file.sender, sent_batch.batch_id, sent, due, vouchers, rows "
    "FROM sent_batch JOIN file ON file.id = sent_batch.file_id"
)
_ANSWER = (
    "a.batch_id, a.voucher, a.row, a.outcome, a.code, a.text, a.amount, a.ledger_number, a.day, a.number, a.file_id, "
    "f.name"
)
_VOUCHERS = (
    f"SELECT s.voucher, s.reference, s.amount, s.currency, {_ANSWER} FROM sent_voucher s "  # noqa: S608 - our names
    "LEFT JOIN answered_voucher a ON a.batch_id = s.batch_id AND a.voucher = s.voucher "
    "LEFT JOIN file f ON f.id = a.file_id "
    "WHERE s.file_id = ? AND s.batch_id = ? ORDER BY s.number, f.arrived, a.file_id, a.number"
)
# The latest file that answers for a voucher says how it stands, and one refused row refuses the voucher there.
_ACCEPTED = (
    "SELECT count(*) FROM (SELECT max(outcome = 'rejected') AS refused FROM answered_voucher a "
    "JOIN file f ON f.id = a.file_id "
    "WHERE a.batch_id = ? AND EXISTS (SELECT 1 FROM sent_voucher s INDEXED BY sent_voucher_by_number "
    "WHERE s.batch_id = a.batch_id AND s.voucher = a.voucher) "
    "AND NOT EXISTS (SELECT 1 FROM answered_voucher b JOIN file g ON g.id = b.file_id WHERE b.batch_id = a.batch_id "
    "AND b.voucher = a.voucher AND (g.arrived, g.id) > (f.arrived, f.id)) GROUP BY voucher) WHERE NOT refused"
)


class SqliteLedgerBook:
    """The ledger book in the journal's SQLite file."""

    def __init__(self, connection: sqlite3.Connection, group: Callable[[], AbstractContextManager[None]]) -> None:
        self._connection = connection
        self._group = group

    def number_for(self, series: str, file_id: str) -> int:
        """The number of a file's batch: its own, else the next of the series."""
        taken = self._connection.execute(
            "SELECT number FROM batch_number WHERE series = ? AND file_id = ?", [series, file_id]
        ).fetchone()
        if taken:
            return int(taken[0])
        (latest,) = self._connection.execute(
            "SELECT max(number) FROM batch_number WHERE series = ?", [series]
        ).fetchone()
        return int(latest or 0) + 1

    def check_free(self, batch_id: str, file_id: str) -> None:
        """Raises BatchIdTaken when a batch id was given to another file."""
        taken = self._connection.execute(
            "SELECT series, file_id FROM batch_number WHERE batch_id = ? AND file_id IS NOT ?", [batch_id, file_id]
        ).fetchone()
        if taken:
            raise BatchIdTaken(
                f"the batch id {batch_id} was given to {taken[1]} in the series '{taken[0]}'; "
                "give the route another batch_prefix"
            )

    def take_number(self, series: str, number: int, batch_id: str, file_id: str) -> None:
        """Make a number the file's own. Raises ValueError when it is not the file's to take."""
        with self._group():
            if number != self.number_for(series, file_id):
                raise ValueError(f"{number} is not the next batch number of {series}")
            self._connection.execute(
                "INSERT INTO batch_number (series, number, batch_id, file_id) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (series, number) DO NOTHING",
                [series, number, batch_id, file_id],
            )

    def enter_sent(self, file_id: str, entries: SentEntries) -> None:
        """Make durable what a file sends, in place of what it was said to send before."""
        with self._group():
            self._forget(file_id, "sent_voucher", "sent_sum", "sent_batch")
            sums: dict[tuple[str, str], Decimal] = {}
            counts = dict.fromkeys(entries.rows, 0)
            for number, (batch_id, each) in enumerate(entries.vouchers, start=1):
                counts[batch_id] += 1
                key = batch_id, each.currency
                sums[key] = sums.get(key, Decimal(0)) + each.amount
                self._insert(
                    "sent_voucher (file_id, number, batch_id, voucher, reference, amount, currency)",
                    [file_id, number, batch_id, each.voucher, each.reference, f"{each.amount:f}", each.currency],
                )
            for (batch_id, currency), amount in sums.items():
                self._insert(
                    "sent_sum (file_id, batch_id, currency, amount)", [file_id, batch_id, currency, f"{amount:f}"]
                )
            days = [entries.sent.isoformat(), entries.due.isoformat()]
            for batch_id, count in counts.items():
                self._insert(
                    "sent_batch (file_id, batch_id, sent, due, vouchers, rows)",
                    [file_id, batch_id, *days, count, entries.rows[batch_id]],
                )

    def enter_answer(self, file_id: str, entries: AnswerEntries) -> None:
        """Make durable what an answer says, in place of what it was said to say before."""
        with self._group():
            self._forget(file_id, "stated_totals", "answered_voucher")
            for each in entries.vouchers:
                self._insert(
                    "answered_voucher (file_id, number, batch_id, voucher, row, outcome, code, text, amount, "
                    "ledger_number, day)",
                    [
                        file_id,
                        each.number,
                        each.batch_id,
                        each.voucher,
                        each.row,
                        each.outcome,
                        each.code,
                        each.text,
                        f"{each.amount:f}" if each.amount is not None else None,
                        each.ledger_number,
                        each.day.isoformat() if each.day else None,
                    ],
                )
            for stated in entries.stated:
                amount = f"{stated.amount:f}" if stated.amount is not None else None
                self._insert(
                    "stated_totals (file_id, batch_id, count, amount)", [file_id, stated.batch_id, stated.count, amount]
                )

    def batch(self, batch_id: str) -> SentBatch | None:
        """The batch with an id."""
        return next(iter(self.batches(batch_id=batch_id)), None) if batch_id else None

    def batches(self, *, since: date | None = None, batch_id: str = "") -> list[SentBatch]:
        """Batches sent, first sent first."""
        given = {"sent >= ?": since and since.isoformat(), "sent_batch.batch_id = ?": batch_id}
        chosen = {text: value for text, value in given.items() if value}
        conditions = " AND ".join(chosen) or "TRUE"
        rows = self._connection.execute(
            f"{_SENT} WHERE {conditions} ORDER BY sent, file.arrived, file.id, sent_batch.batch_id",
            list(chosen.values()),
        ).fetchall()
        return [
            SentBatch(
                file_id=row[0],
                file_name=row[1],
                route=row[2],
                sender=row[3],
                batch_id=row[4],
                sent=date.fromisoformat(row[5]),
                due=date.fromisoformat(row[6]),
                vouchers=row[7],
                rows=row[8],
                sums=self._sums(row[0], row[4]),
            )
            for row in rows
        ]

    def sent_voucher(self, batch_id: str, voucher: str) -> SentVoucher | None:
        """A voucher of a batch."""
        row = self._connection.execute(
            "SELECT voucher, reference, amount, currency FROM sent_voucher INDEXED BY sent_voucher_by_number "
            "WHERE batch_id = ? AND voucher = ?",
            [batch_id, voucher],
        ).fetchone()
        return _sent(row) if row else None

    def vouchers(self, file_id: str, batch_id: str) -> Iterator[tuple[SentVoucher, AnsweredVoucher | None]]:
        """Every voucher that a file sent, with each answer about it."""
        for row in self._connection.execute(_VOUCHERS, [file_id, batch_id]):
            yield _sent(row[:4]), _answered(row[4:]) if row[4] is not None else None

    def answers_to_unsent(self, batch_id: str) -> Iterator[AnsweredVoucher]:
        """Answers about vouchers that a batch does not hold."""
        rows = self._connection.execute(
            f"SELECT {_ANSWER} FROM answered_voucher a JOIN file f ON f.id = a.file_id "  # noqa: S608 - our own names
            "WHERE a.batch_id = ? AND NOT EXISTS (SELECT 1 FROM sent_voucher s INDEXED BY sent_voucher_by_number "
            "WHERE s.batch_id = a.batch_id AND s.voucher = a.voucher) ORDER BY f.arrived, f.id, a.number",
            [batch_id],
        )
        yield from map(_answered, rows)

    def answered_unknown(self, *, since: date | None = None) -> list[tuple[str, str, str, int]]:
        """Batches that were answered and never sent."""
        rows = self._connection.execute(
            "SELECT a.batch_id, f.id, f.name, count(*) FROM answered_voucher a JOIN file f ON f.id = a.file_id "
            "WHERE NOT EXISTS (SELECT 1 FROM sent_batch b WHERE b.batch_id = a.batch_id) AND f.arrived >= ? "
            "GROUP BY a.batch_id, f.id ORDER BY f.arrived, f.id, a.batch_id",
            [since.isoformat() if since else ""],
        )
        return [(row[0], row[1], row[2], row[3]) for row in rows]

    def stated(self, batch_id: str) -> list[tuple[str, StatedTotals]]:
        """What answers state of a batch as a whole."""
        rows = self._connection.execute(
            "SELECT file_id, count, amount FROM stated_totals WHERE batch_id = ? ORDER BY file_id", [batch_id]
        )
        return [
            (row[0], StatedTotals(batch_id=batch_id, count=row[1], amount=Decimal(row[2]) if row[2] else None))
            for row in rows
        ]

    def is_answered(self, batch_id: str) -> bool:
        """Whether any answer speaks of a batch."""
        found = self._connection.execute("SELECT 1 FROM answered_voucher WHERE batch_id = ? LIMIT 1", [batch_id])
        return found.fetchone() is not None

    def counts(self, file_id: str) -> tuple[int, int, bool] | None:
        """A file's vouchers, how many the latest answers accept, and whether any answer speaks of its batches."""
        batches = self._connection.execute(
            "SELECT batch_id, vouchers FROM sent_batch WHERE file_id = ?", [file_id]
        ).fetchall()
        if not batches:
            return None
        accepted = sum(self._connection.execute(_ACCEPTED, [batch_id]).fetchone()[0] for batch_id, _ in batches)
        is_answered = any(self.is_answered(batch_id) for batch_id, _ in batches)
        return sum(count for _, count in batches), accepted, is_answered

    def _sums(self, file_id: str, batch_id: str) -> tuple[tuple[str, Decimal], ...]:
        rows = self._connection.execute(
            "SELECT currency, amount FROM sent_sum WHERE file_id = ? AND batch_id = ? ORDER BY currency",
            [file_id, batch_id],
        )
        return tuple((currency, Decimal(amount)) for currency, amount in rows)

    def _forget(self, file_id: str, *tables: str) -> None:
        for table in tables:
            self._connection.execute(f"DELETE FROM {table} WHERE file_id = ?", [file_id])  # noqa: S608 - our names

    def _insert(self, into: str, values: list[Any]) -> None:
        marks = ", ".join("?" * len(values))
        self._connection.execute(f"INSERT INTO {into} VALUES ({marks})", values)  # noqa: S608 - our own names


def _sent(row: tuple[Any, ...]) -> SentVoucher:
    return SentVoucher(voucher=row[0], reference=row[1], amount=Decimal(row[2]), currency=row[3])


def _answered(row: tuple[Any, ...]) -> AnsweredVoucher:
    return AnsweredVoucher(
        batch_id=row[0],
        voucher=row[1],
        row=row[2],
        outcome=row[3],
        code=row[4],
        text=row[5],
        amount=Decimal(row[6]) if row[6] is not None else None,
        ledger_number=row[7],
        day=date.fromisoformat(row[8]) if row[8] else None,
        number=row[9],
        file_id=row[10],
        file_name=row[11],
    )
