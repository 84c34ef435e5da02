"""What a journal is: the durable state and history of every file, and the clock and identities it is kept by.

Times are datetimes that know their zone; they are stored in UTC and shown in Europe/Stockholm.
"""

import datetime
import itertools
import os
import secrets
import time
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from gateway.journal.bank_book import BankBook
from gateway.journal.ledger_book import LedgerBook

STOCKHOLM = ZoneInfo("Europe/Stockholm")

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, so that an id can be read aloud over the telephone."""

_ID_LENGTH = 8
_NAME_LENGTH = 255


class FileState(StrEnum):
    """Where a file is on its way. The first three are under way, the others are ends."""

    CLAIMED = "claimed"
    """Taken from the inbox; the work may be done again from the start."""
    WAITING = "waiting"
    """An operator must mend something first, such as a missing schema; then it is tried again."""
    STAGED = "staged"
    """The plan of deliveries is durable and will be carried out, whatever happens."""
    DELIVERED = "delivered"
    PARTLY_DELIVERED = "partly_delivered"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"
    QUARANTINED = "quarantined"
    RESOLVED = "resolved"
    """Was rejected or quarantined, and has since been retried or replaced by a corrected file."""


UNFINISHED = frozenset({FileState.CLAIMED, FileState.WAITING, FileState.STAGED})


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRecord:
    """What the journal knows of one file.

    `name` is safe to show (see `display_name`) and never a path; `size` is in bytes; `sha256` is hexadecimal.
    `rule_sets` maps the name of each rule set to its version. `duplicate_of` and `replaces` are file ids. The
    parts are those units of the message that are delivered or rejected as a whole.
    """

    id: str
    route: str
    name: str
    arrived: datetime.datetime
    sender: str = ""
    sha256: str = ""
    size: int = 0
    state: FileState = FileState.CLAIMED
    attempts: int = 0
    finished: datetime.datetime | None = None
    format: str = ""
    mapping: str = ""
    mapping_fingerprint: str = ""
    rule_sets: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    duplicate_of: str = ""
    replaces: str = ""
    batch_id: str = ""
    parts_read: int = 0
    parts_delivered: int = 0
    parts_rejected: int = 0
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedDelivery:
    """One file to be put in place.

    `kind` says what it is: ``output``, ``receipt``, ``error_list`` and so on. `destination` is a folder or
    ``s3://`` address, `name` the relative name there, `staged` the ready file in the work folder. `size` is
    in bytes, `rows` counts records and is 0 where that has no meaning.
    """

    kind: str
    destination: str
    name: str
    staged: Path
    sha256: str
    size: int
    rows: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A planned delivery of a file, and when it was done; `number` counts from 1 in the order planned."""

    file_id: str
    number: int
    planned: PlannedDelivery
    delivered: datetime.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to a file, such as ``file.claimed``; `number` grows through the journal."""

    number: int
    file_id: str
    time: datetime.datetime
    name: str
    data: Mapping[str, Any]


class UnknownFileId(LookupError):
    """The journal has no file with this id."""


class AmbiguousFileId(LookupError):
    """The beginning of an id fits several files; `candidates` holds some of them."""

    def __init__(self, beginning: str, candidates: Sequence[str]) -> None:
        super().__init__(f"several files have an id that begins with {beginning}: {', '.join(candidates)}")
        self.candidates = tuple(candidates)


class Journal(Protocol):
    """The durable state and history of every file.

    Each writing call is durable when it returns, except inside `group()`, where all are made durable together
    at its end, or none of them if it ends by an exception. Methods that name a file raise UnknownFileId.
    """

    def register(self, record: FileRecord) -> None:
        """Add a file. Doing so again with the same id, route and SHA-256 changes nothing.

        Raises ValueError when the id belongs to another file.
        """
        ...

    def begin_attempt(self, file_id: str) -> int:
        """Count one attempt more, before its work is begun, and return its number (from 1)."""
        ...

    def update(self, file_id: str, **fields: Any) -> None:
        """Set fields of the file's record. Raises TypeError for a name that is no settable field."""
        ...

    def plan(self, file_id: str, deliveries: Iterable[PlannedDelivery]) -> None:
        """Make the plan durable, in place of any plan that was not carried out; the file becomes `staged`."""
        ...

    def mark_delivered(self, file_id: str, numbers: Iterable[int]) -> None:
        """Note that deliveries, by their numbers from 1, are durable in their places."""
        ...

    def complete(self, file_id: str, state: FileState, **fields: Any) -> None:
        """End the file in a state, set further fields, and note every planned delivery as done."""
        ...

    def event(self, file_id: str, name: str, **data: Any) -> None:
        """Add to the file's history. Values are JSON values, never personal data."""
        ...

    def first_holder(self, kind: str, key: str, *, other_than: str = "") -> tuple[str, str] | None:
        """(file id, file name) of the holder of a business key, unless that is the file `other_than`."""
        ...

    def claim_keys(self, file_id: str, keys: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """Make business keys (kind, key) the file's own; returns those that another file already holds."""
        ...

    def delivered_with_hash(self, route: str, sha256: str, *, other_than: str = "") -> FileRecord | None:
        """The first file of a route with this content that was delivered, in whole or in part, or will be."""
        ...

    def get(self, file_id: str) -> FileRecord:
        """The file with an id, or whose id alone begins so. Raises UnknownFileId, AmbiguousFileId."""
        ...

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
        """Files, latest arrival first, that fit every condition given.

        `name` is a part of the file name, `sha256` a beginning, `key` a whole business key of any kind;
        `since` is included, `until` is not.
        """
        ...

    def events(self, file_id: str) -> list[Event]:
        """The history of a file, first event first."""
        ...

    def deliveries(self, file_id: str) -> list[Delivery]:
        """What was planned for a file, in order."""
        ...

    @property
    def bank(self) -> BankBook:
        """What is remembered of bank files."""
        ...

    @property
    def ledger(self) -> LedgerBook:
        """What is remembered of batches to the ledger: their numbers, what was sent, what was answered."""
        ...

    def unfinished(self) -> list[FileRecord]:
        """Files on which work remains, first arrival first."""
        ...

    def first_unfinished(self, routes: Iterable[str]) -> FileRecord | None:
        """Of the files of some routes on which work remains the one that arrived first."""
        ...

    def counts(self) -> dict[FileState, int]:
        """How many files are in each state; a state without files is left out."""
        ...

    def group(self) -> AbstractContextManager[None]:
        """One transaction and one fsync for all writing inside. A group in a group belongs to the outer."""
        ...

    def close(self) -> None:
        """Let go of the journal."""
        ...


class Clock(Protocol):
    """Time, so that tests can set it."""

    def now(self) -> datetime.datetime:
        """The time of day, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds since some moment, never going backwards."""
        ...

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime.datetime:
        """The time of day, in UTC."""
        return datetime.datetime.now(datetime.UTC)

    def monotonic(self) -> float:
        """Seconds since some moment, never going backwards."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        time.sleep(seconds)


class ManualClock:
    """A clock for tests and acceptance runs: it stands still, and sleeping moves it."""

    def __init__(self, start: datetime.datetime) -> None:
        self._now = start.astimezone(datetime.UTC)
        self._monotonic = 0.0

    def now(self) -> datetime.datetime:
        """The time of day, in UTC."""
        return self._now

    def monotonic(self) -> float:
        """Seconds since the clock was made."""
        return self._monotonic

    def sleep(self, seconds: float) -> None:
        """Move the clock."""
        self._now += datetime.timedelta(seconds=seconds)
        self._monotonic += seconds


class Identities(Protocol):
    """Where file ids come from."""

    def file_id(self, arrived: datetime.datetime) -> str:
        """A new file id: the Swedish date of arrival, a hyphen, eight characters of Crockford's base 32."""
        ...


class RandomIdentities:
    """Ids with 40 random bits a day."""

    def file_id(self, arrived: datetime.datetime) -> str:
        """A new file id."""
        return _file_id(arrived, secrets.randbits(5 * _ID_LENGTH))


class CountingIdentities:
    """Ids that count from 1, for tests and acceptance runs."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    def file_id(self, arrived: datetime.datetime) -> str:
        """A new file id."""
        return _file_id(arrived, next(self._numbers))


def _file_id(arrived: datetime.datetime, number: int) -> str:
    characters = (CROCKFORD[(number >> shift) & 31] for shift in range(5 * (_ID_LENGTH - 1), -1, -5))
    return f"{arrived.astimezone(STOCKHOLM):%Y%m%d}-{''.join(characters)}"


def display_name(name: str | bytes) -> str:
    """A file name as text that is safe to show and store: one printable line of at most 255 characters.

    Bytes that are not UTF-8, control and direction characters are shown as ``\\xNN``. It is not a name to
    open a file by.

    >>> display_name(b"l\\xf6n.txt")
    'l\\\\xf6n.txt'
    """
    raw = name if isinstance(name, bytes) else os.fsencode(name)
    text = unicodedata.normalize("NFC", raw.decode("utf-8", "backslashreplace"))
    if not text.isprintable():
        text = "".join(each if each.isprintable() else f"\\x{ord(each):02x}" for each in text)
    return text if len(text) <= _NAME_LENGTH else text[: _NAME_LENGTH - 1] + "…"


def stockholm_text(moment: datetime.datetime) -> str:
    """A time as staff read it: ``2026-03-01 12:04:09`` in Europe/Stockholm."""
    return f"{moment.astimezone(STOCKHOLM):%Y-%m-%d %H:%M:%S}"
