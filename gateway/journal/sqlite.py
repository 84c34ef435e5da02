"""The journal in SQLite: write-ahead log, a full fsync at each commit, one writer, any number of readers."""

import datetime
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any

from gateway.journal.bank_book import BankBook, SqliteBankBook
from gateway.journal.base import (
    UNFINISHED,
    AmbiguousFileId,
    Clock,
    Delivery,
    Event,
    FileRecord,
    FileState,
    PlannedDelivery,
    SystemClock,
    UnknownFileId,
)
from gateway.journal.ledger_book import LedgerBook, SqliteLedgerBook
from gateway.journal.migrations import migrate

_BUSY_SECONDS = 30.0
_CANDIDATES_SHOWN = 5

_COLUMNS = tuple(each.name for each in fields(FileRecord))
_SETTABLE = frozenset(_COLUMNS) - {"id", "arrived"}
_SELECT = f"SELECT {', '.join('file.' + name for name in _COLUMNS)} FROM file"  # noqa: S608 - our own names
_INSERT = f"INSERT INTO file ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608
_HELD = (FileState.DELIVERED, FileState.PARTLY_DELIVERED, FileState.STAGED)


class SqliteJournal:
    """A journal in one SQLite file; see `gateway.journal.base.Journal`. For one thread only."""

    def __init__(self, path: Path, clock: Clock | None = None) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._clock = clock or SystemClock()
        self._connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
        self._in_group = False
        self._bank = SqliteBankBook(self._connection, self.group)
        self._ledger = SqliteLedgerBook(self._connection, self.group)
        try:
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = FULL")
            self._connection.execute("PRAGMA foreign_keys = ON")
            migrate(self._connection)
        except BaseException:
            self._connection.close()
            raise

    @property
    def bank(self) -> BankBook:
        """What is remembered of bank files."""
        return self._bank

    @property
    def ledger(self) -> LedgerBook:
        """What is remembered of batches to the ledger."""
        return self._ledger

    @contextmanager
    def group(self) -> Iterator[None]:
        """One transaction and one fsync for all writing inside; an exception undoes all of it."""
        if self._in_group:
            yield
            return
        self._connection.execute("BEGIN IMMEDIATE")
        self._in_group = True
        try:
            yield
            self._connection.execute("COMMIT")
        finally:
            self._in_group = False
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def register(self, record: FileRecord) -> None:
        """Add a file; the same file again changes nothing. Raises ValueError when another file has the id."""
        with self.group():
            known = self._find(record.id)
            if known is None:
                self._connection.execute(_INSERT, [_stored(getattr(record, name)) for name in _COLUMNS])
            elif (known.route, known.sha256) != (record.route, record.sha256):
                raise ValueError(f"the file id {record.id} belongs to another file")

    def begin_attempt(self, file_id: str) -> int:
        """Count one attempt more and return its number, from 1."""
        with self.group():
            row = self._connection.execute(
                "UPDATE file SET attempts = attempts + 1 WHERE id = ? RETURNING attempts", [file_id]
            ).fetchone()
            if row is None:
                raise UnknownFileId(file_id)
            return int(row[0])

    def update(self, file_id: str, **fields: Any) -> None:
        """Set fields of the file's record."""
        if unknown := fields.keys() - _SETTABLE:
            raise TypeError(f"not fields of a file that can be set: {', '.join(sorted(unknown))}")
        assignments = ", ".join(f"{name} = ?" for name in fields) or "id = id"
        with self.group():
            cursor = self._connection.execute(
                f"UPDATE file SET {assignments} WHERE id = ?",  # noqa: S608 - names checked above
                [*map(_stored, fields.values()), file_id],
            )
            if cursor.rowcount == 0:
                raise UnknownFileId(file_id)

    def plan(self, file_id: str, deliveries: Iterable[PlannedDelivery]) -> None:
        """Replace the plan of a file and set it to `staged`."""
        with self.group():
            self.update(file_id, state=FileState.STAGED)
            self._connection.execute("DELETE FROM delivery WHERE file_id = ?", [file_id])
            self._connection.executemany(
                "INSERT INTO delivery (file_id, number, kind, destination, name, staged, sha256, size, rows) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    [file_id, number, *map(_stored, asdict(planned).values())]
                    for number, planned in enumerate(deliveries, start=1)
                ),
            )

    def mark_delivered(self, file_id: str, numbers: Iterable[int]) -> None:
        """Note that deliveries are durable in their places; one noted before keeps its time."""
        now = _stored(self._clock.now())
        with self.group():
            self._connection.executemany(
                "UPDATE delivery SET delivered = coalesce(delivered, ?) WHERE file_id = ? AND number = ?",
                [(now, file_id, number) for number in numbers],
            )

    def complete(self, file_id: str, state: FileState, **fields: Any) -> None:
        """End the file in a state; every planned delivery counts as done."""
        now = self._clock.now()
        with self.group():
            self.update(file_id, state=state, **{"finished": now, **fields})
            self._connection.execute(
                "UPDATE delivery SET delivered = ? WHERE file_id = ? AND delivered IS NULL",
                [_stored(now), file_id],
            )

    def event(self, file_id: str, name: str, **data: Any) -> None:
        """Add to the file's history."""
        with self.group():
            try:
                self._connection.execute(
                    "INSERT INTO event (file_id, time, name, data) VALUES (?, ?, ?, ?)",
                    [file_id, _stored(self._clock.now()), name, json.dumps(data, ensure_ascii=False)],
                )
            except sqlite3.IntegrityError as error:
                raise UnknownFileId(file_id) from error

    def first_holder(self, kind: str, key: str, *, other_than: str = "") -> tuple[str, str] | None:
        """(file id, file name) of the holder of a business key, unless that is the file `other_than`."""
        row = self._connection.execute(
            "SELECT file.id, file.name FROM business_key JOIN file ON file.id = business_key.file_id "
            "WHERE business_key.kind = ? AND business_key.key = ? AND file.id <> ?",
            [kind, key, other_than],
        ).fetchone()
        return (row[0], row[1]) if row else None

    def claim_keys(self, file_id: str, keys: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """Make business keys the file's own; returns those that another file already holds."""
        held = []
        with self.group():
            for kind, key in keys:
                (holder,) = self._connection.execute(
                    "INSERT INTO business_key (kind, key, file_id) VALUES (?, ?, ?) "
                    "ON CONFLICT (kind, key) DO UPDATE SET file_id = file_id RETURNING file_id",
                    [kind, key, file_id],
                ).fetchone()
                if holder != file_id:
                    held.append((kind, key))
        return held

    def delivered_with_hash(self, route: str, sha256: str, *, other_than: str = "") -> FileRecord | None:
        """The first file of a route with this content that was or will be delivered, at least in part."""
        row = self._connection.execute(
            f"{_SELECT} WHERE sha256 = ? AND route = ? AND id <> ? AND state IN (?, ?, ?) "
            # What is staged may be a rejection that is not answered yet.
            f"AND (state <> '{FileState.STAGED}' OR parts_delivered > 0) ORDER BY arrived, id LIMIT 1",
            [sha256, route, other_than, *_HELD],
        ).fetchone()
        return _record(row) if row else None

    def get(self, file_id: str) -> FileRecord:
        """The file with an id, or whose id alone begins so; letters may be small."""
        beginning = file_id.upper()
        if exact := self._find(beginning):
            return exact
        rows = self._connection.execute(
            f"{_SELECT} WHERE substr(id, 1, ?) = ? ORDER BY id LIMIT ?",
            [len(beginning), beginning, _CANDIDATES_SHOWN],
        ).fetchall()
        if not rows or not beginning:
            raise UnknownFileId(file_id)
        if len(rows) > 1:
            raise AmbiguousFileId(file_id, [row[0] for row in rows])
        return _record(rows[0])

    def files(
        self,
        *,
        states: Iterable[FileState] = (),
        route: str = "",
        sender: str = "",
        name: str = "",
        sha256: str = "",
        key: str = "",
        since: datetime.datetime | None = None,
        until: datetime.datetime | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> list[FileRecord]:
        """Files, latest arrival first, that fit every condition given."""
        states = list(states)
        given = (
            (f"state IN ({', '.join('?' * len(states))})", states),
            ("route = ?", [route] if route else []),
            ("sender = ?", [sender] if sender else []),
            ("instr(lower(name), lower(?))", [name] if name else []),
            ("sha256 LIKE ? || '%'", [sha256] if sha256 else []),
            ("id IN (SELECT file_id FROM business_key WHERE key = ?)", [key] if key else []),
            ("arrived >= ?", [_stored(since)] if since else []),
            ("arrived < ?", [_stored(until)] if until else []),
        )
        conditions = " AND ".join(text for text, values in given if values) or "TRUE"
        rows = self._connection.execute(
            f"{_SELECT} WHERE {conditions} ORDER BY arrived DESC, id DESC LIMIT ? OFFSET ?",
            [*(value for _, values in given for value in values), limit, offset],
        )
        return [_record(row) for row in rows]

    def events(self, file_id: str) -> list[Event]:
        """The history of a file, first event first."""
        rows = self._connection.execute(
            "SELECT number, file_id, time, name, data FROM event WHERE file_id = ? ORDER BY number", [file_id]
        )
        return [
            Event(number=number, file_id=owner, time=_time(time), name=name, data=json.loads(data))
            for number, owner, time, name, data in rows
        ]

    def deliveries(self, file_id: str) -> list[Delivery]:
        """What was planned for a file, in order."""
        rows = self._connection.execute(
            "SELECT kind, destination, name, staged, sha256, size, rows, number, delivered "
            "FROM delivery WHERE file_id = ? ORDER BY number",
            [file_id],
        )
        return [
            Delivery(
                file_id=file_id,
                number=number,
                planned=PlannedDelivery(
                    kind=kind,
                    destination=destination,
                    name=name,
                    staged=Path(staged),
                    sha256=sha256,
                    size=size,
                    rows=count,
                ),
                delivered=_time(delivered) if delivered else None,
            )
            for kind, destination, name, staged, sha256, size, count, number, delivered in rows
        ]

    def unfinished(self) -> list[FileRecord]:
        """Files on which work remains, first arrival first."""
        rows = self._connection.execute(f"{_SELECT} WHERE state IN (?, ?, ?) ORDER BY arrived, id", sorted(UNFINISHED))
        return [_record(row) for row in rows]

    def first_unfinished(self, routes: Iterable[str]) -> FileRecord | None:
        """Of the files of some routes on which work remains the one that arrived first."""
        names = list(routes)
        row = self._connection.execute(
            f"{_SELECT} WHERE state IN (?, ?, ?) AND route IN ({', '.join('?' * len(names))}) "
            "ORDER BY arrived, id LIMIT 1",
            [*sorted(UNFINISHED), *names],
        ).fetchone()
        return _record(row) if row else None

    def counts(self) -> dict[FileState, int]:
        """How many files are in each state."""
        rows = self._connection.execute("SELECT state, count(*) FROM file GROUP BY state")
        return {FileState(state): count for state, count in rows}

    def close(self) -> None:
        """Close the database."""
        self._connection.close()

    def _find(self, file_id: str) -> FileRecord | None:
        row = self._connection.execute(f"{_SELECT} WHERE id = ?", [file_id]).fetchone()
        return _record(row) if row else None


def _stored(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return value.astimezone(datetime.UTC).isoformat(timespec="microseconds")
    if isinstance(value, Path | FileState):
        return str(value)
    if isinstance(value, dict | MappingProxyType):
        return json.dumps(dict(value), ensure_ascii=False)
    return value


def _time(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)


def _record(row: tuple[Any, ...]) -> FileRecord:
    values = dict(zip(_COLUMNS, row, strict=True))
    values["state"] = FileState(values["state"])
    values["arrived"] = _time(values["arrived"])
    values["finished"] = _time(values["finished"]) if values["finished"] else None
    values["rule_sets"] = MappingProxyType(json.loads(values["rule_sets"]))
    return FileRecord(**values)
