"""Waiting for files: events wake us at once, and a regular rescan finds what events missed."""

import os
import time
from collections.abc import Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Self

import structlog
from watchdog.events import (
    FileClosedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers.api import ObservedWatch
from watchdog.observers.inotify import InotifyObserver

from gateway.intake.inbox import Inbox, Listing, Scanner
from gateway.journal.base import Clock, SystemClock

_JOIN_SECONDS = 5.0
_LONGEST_DRAIN_SECONDS = 0.2

log = structlog.get_logger(__name__)


class Watcher(FileSystemEventHandler):
    """Waits for complete files in inboxes. A context manager; any thread or signal handler may stop it."""

    def __init__(
        self,
        inboxes: Sequence[Inbox],
        *,
        settle_seconds: float = 1.0,
        rescan_seconds: float = 5.0,
        clock: Clock | None = None,
    ) -> None:
        self._inboxes = tuple(inboxes)
        self._rescan = rescan_seconds
        self._scanner = Scanner(inboxes, settle_seconds, clock or SystemClock())
        self._observer = InotifyObserver(generate_full_events=True)
        self._watches: dict[Path, ObservedWatch] = {}
        # A SimpleQueue is the one waiting place that a signal handler may write to without a deadlock.
        self._heard: SimpleQueue[tuple[Path, bool] | None] = SimpleQueue()
        self._stopped = False
        self._first = True

    def __enter__(self) -> Self:
        self._observer.start()
        self._watch_inboxes()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()
        self._observer.stop()
        self._observer.join(_JOIN_SECONDS)

    @property
    def is_stopped(self) -> bool:
        """Whether `stop()` was called."""
        return self._stopped

    def stop(self) -> None:
        """Make `wait()` return at once, now and ever after."""
        self._stopped = True
        self._heard.put(None)

    def wait(self) -> Listing:
        """Sleep until something is heard, a file may have settled or a rescan is due; then look.

        The first call looks at once. After `stop()` the listing is empty.
        """
        settled = self._scanner.seconds_until_settled()
        longest = self._rescan if settled is None else min(self._rescan, settled)
        self._listen(0 if self._first else longest)
        self._first = False
        if self.is_stopped:
            return Listing()
        self._watch_inboxes()
        listing = self._scanner.scan()
        for paused in listing.paused:
            self._forget_watch(paused.inbox.path)
        return listing

    def dispatch(self, event: FileSystemEvent) -> None:
        """Called by watchdog, in its own thread, for each event."""
        if isinstance(event, FileMovedEvent):
            self._hear(event.dest_path, closed=True)
        elif isinstance(event, FileClosedEvent):
            self._hear(event.src_path, closed=True)
        elif isinstance(event, FileModifiedEvent):
            self._hear(event.src_path, closed=False)

    def _hear(self, path: bytes | str, *, closed: bool) -> None:
        name = os.fsdecode(path)
        if not name or Path(name).name.startswith("."):
            return
        self._heard.put((Path(name), closed))

    def _listen(self, longest: float) -> None:
        """Pass on what is heard, until a file was closed and all that is known of it has been passed on."""
        deadline = time.monotonic() + longest
        pause = longest
        while not self.is_stopped:
            try:
                heard = self._heard.get(timeout=pause)
            except Empty:
                return
            pause = max(0.0, deadline - time.monotonic())
            if heard:
                path, closed = heard
                (self._scanner.heard_closed if closed else self._scanner.heard_changed)(path)
                if closed:
                    deadline = min(deadline, time.monotonic())
                    pause = 0.0
            if time.monotonic() > deadline + _LONGEST_DRAIN_SECONDS:
                return

    def _watch_inboxes(self) -> None:
        for inbox in self._inboxes:
            if inbox.path in self._watches or not inbox.path.is_dir():
                continue
            try:
                self._watches[inbox.path] = self._observer.schedule(self, str(inbox.path))
            except OSError as error:
                # Without events the rescan finds every file all the same, only later.
                log.warning("inbox.unwatched", route=inbox.route, reason=error.strerror)

    def _forget_watch(self, path: Path) -> None:
        if watch := self._watches.pop(path, None):
            self._observer.unschedule(watch)
