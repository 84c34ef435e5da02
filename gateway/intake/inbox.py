"""What is in the inboxes, and which of it is complete.

The directory listing is the truth; events are hints. Completeness is measured on our own monotonic clock from
when a file was first seen as it is now: modification times cannot be trusted, since copies often keep the old
one.
"""

import os
import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from gateway.journal.base import Clock, display_name

IGNORED_ENDINGS = (".tmp", ".part", ".filepart")
"""Endings that uploading programs use while they write; compared without regard to case."""
MARKER_ENDING = ".done"
"""``name.done`` tells that ``name`` is complete, on routes whose files are ready by `marker`."""

Ready = Literal["stable", "closed", "marker"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """The inbox of a route, and how it is known that a file there is complete.

    `by_arrival` lists files in the order in which they came into the folder, instead of by name.
    """

    route: str
    path: Path
    ready: Ready = "closed"
    by_arrival: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A complete file in an inbox; `marker` is the file that says so, where the route uses markers."""

    route: str
    path: Path
    marker: Path | None = None

    @property
    def name(self) -> str:
        """The file's name, safe to show."""
        return display_name(self.path.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused:
    """An inbox that cannot be trusted now, and why, for an operator."""

    inbox: Inbox
    message: str


@dataclass(slots=True)
class Listing:
    """What one look at the inboxes found. Complete files are in order of name, or of arrival, inbox by inbox."""

    ready: list[Arrival] = field(default_factory=list)
    still_being_written: list[Arrival] = field(default_factory=list)
    paused: list[Paused] = field(default_factory=list)


_Look = tuple[int, int, int]


class Scanner:
    """Looks at inboxes again and again, and remembers since when each file has been as it is.

    `settle_seconds` is how long a file must be unchanged. `heard_closed` and `heard_changed` may be told what
    events said of an entry.
    """

    def __init__(self, inboxes: Sequence[Inbox], settle_seconds: float, clock: Clock) -> None:
        self._inboxes = tuple(inboxes)
        self._settle = settle_seconds
        self._clock = clock
        self._seen: dict[Path, tuple[_Look, float]] = {}
        self._closed: set[Path] = set()
        self._devices: dict[Path, int] = {}
        self._last = 0.0

    def heard_closed(self, path: Path) -> None:
        """A writer closed the entry, or it was moved in whole."""
        self._closed.add(path)

    def heard_changed(self, path: Path) -> None:
        """The entry is being written again."""
        self._closed.discard(path)

    def scan(self) -> Listing:
        """Look at every inbox now."""
        listing, present = Listing(), dict[Path, tuple[_Look, float]]()
        self._last = self._clock.monotonic()
        for inbox in self._inboxes:
            try:
                self._check_mount(inbox.path)
                entries = self._entries(inbox.path)
            except OSError as error:
                listing.paused.append(Paused(inbox=inbox, message=_pause_message(inbox, error)))
                continue
            for name in _in_order(inbox, entries):
                if found := self._arrival(inbox, name, entries):
                    complete = found.marker is not None or self._is_complete(inbox, found, entries, present)
                    (listing.ready if complete else listing.still_being_written).append(found)
        self._seen = present
        self._closed &= present.keys()
        return listing

    def seconds_until_settled(self) -> float | None:
        """How long until the next file that was incomplete may be complete; None when there is none."""
        moments = [since + self._settle for _, since in self._seen.values()]
        now = self._clock.monotonic()
        return min((max(0.0, moment - now) for moment in moments if moment > self._last), default=None)

    def _arrival(self, inbox: Inbox, name: str, entries: dict[str, os.stat_result]) -> Arrival | None:
        if _is_ignored(name) or (inbox.ready == "marker" and name.endswith(MARKER_ENDING)):
            return None
        marked = inbox.ready == "marker" and name + MARKER_ENDING in entries
        marker = inbox.path / (name + MARKER_ENDING) if marked else None
        return Arrival(route=inbox.route, path=inbox.path / name, marker=marker)

    def _is_complete(
        self,
        inbox: Inbox,
        found: Arrival,
        entries: dict[str, os.stat_result],
        present: dict[Path, tuple[_Look, float]],
    ) -> bool:
        status = entries[found.path.name]
        if inbox.ready == "marker" and stat.S_ISREG(status.st_mode):
            return False
        look = (status.st_size, status.st_mtime_ns, status.st_ino)
        known = self._seen.get(found.path)
        since = known[1] if known and known[0] == look else self._last
        present[found.path] = (look, since)
        closed = inbox.ready == "closed" and found.path in self._closed
        return closed or self._last - since >= self._settle

    def _check_mount(self, folder: Path) -> None:
        device = folder.stat().st_dev
        if self._devices.setdefault(folder, device) != device:
            raise _OtherFileSystem

    def _entries(self, folder: Path) -> dict[str, os.stat_result]:
        entries = {}
        with os.scandir(folder) as found:
            for entry in found:
                try:
                    entries[entry.name] = entry.stat(follow_symlinks=False)
                except FileNotFoundError:
                    continue
        return entries


def _in_order(inbox: Inbox, entries: dict[str, os.stat_result]) -> list[str]:
    """The names of an inbox in the order in which they are taken."""
    names = sorted(entries)
    if inbox.by_arrival:
        # The inode changes when a file is written or moved in, also where the copy keeps the time of the original.
        names.sort(key=lambda name: entries[name].st_ctime_ns)
    return names


class _OtherFileSystem(OSError):
    """The inbox is on another file system than when it was first seen."""


def complete_files(inboxes: Sequence[Inbox], settle_seconds: float, clock: Clock) -> Listing:
    """One look for one pass: what is complete after waiting `settle_seconds` at most once for all inboxes."""
    scanner = Scanner(inboxes, settle_seconds, clock)
    first = scanner.scan()
    if not _may_settle(first.still_being_written, inboxes):
        return first
    clock.sleep(settle_seconds)
    return scanner.scan()


def _may_settle(arrivals: Iterable[Arrival], inboxes: Sequence[Inbox]) -> bool:
    by_marker = {inbox.route for inbox in inboxes if inbox.ready == "marker"}
    return any(arrival.route not in by_marker for arrival in arrivals)


def _is_ignored(name: str) -> bool:
    return name.startswith(".") or name.lower().endswith(IGNORED_ENDINGS)


def _pause_message(inbox: Inbox, error: OSError) -> str:
    if isinstance(error, _OtherFileSystem):
        return (
            f"Inkorgen {inbox.path} ligger på en annan disk än förut. Är nätdisken frånkopplad? "
            "Anslut den igen, eller starta om gateway om flytten är avsiktlig."
        )
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return f"Inkorgen {inbox.path} finns inte. Anslut nätdisken eller skapa mappen."
    return f"Inkorgen {inbox.path} går inte att läsa: {error.strerror}. Kontrollera behörigheten och nätdisken."
