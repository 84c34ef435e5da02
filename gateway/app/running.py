"""The running gateway: one pass over the inboxes, watching them, and taking a rejected file through again."""

import difflib
import shutil
import signal
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self

import structlog

from gateway.app.examples import example_results
from gateway.app.installation import Installation
from gateway.app.mail_queue import send_queued
from gateway.app.requests import waiting_requests
from gateway.intake.claim import Claim, Claims, NotClaimed
from gateway.intake.inbox import Arrival, Inbox, complete_files
from gateway.intake.recovery import broken_claims
from gateway.intake.watcher import Watcher
from gateway.journal import (
    AmbiguousFileId,
    Clock,
    FileRecord,
    FileState,
    Identities,
    InstanceLock,
    Journal,
    RandomIdentities,
    SqliteJournal,
    SystemClock,
    UnknownFileId,
    display_name,
)
from gateway.pipeline.delivery import Delivery
from gateway.pipeline.preparation import ARCHIVE, REFUSED_EVENT
from gateway.pipeline.staging import ORIGINAL
from gateway.pipeline.tools import Office, RouteTools
from gateway.pipeline.way import Way
from gateway.schemas import MissingSchema
from gateway.settings import Settings
from gateway.specification import BrokenSpecification

log = structlog.get_logger(__name__)

SHOWN_KINDS = ("output", "attachment", "receipt", "reply", "error_list")
"""The deliveries that a summary names; copies and archives are found with `gateway show`."""

RECOVERY_SECONDS = 60.0
"""How often `watch` takes up files that wait for an operator or for a destination."""

LONGEST_NAME = 255
"""The most bytes that a file name may have."""

RETRIED = (FileState.REJECTED, FileState.QUARANTINED, FileState.PARTLY_DELIVERED)


class RetryRefused(Exception):
    """A file cannot be taken through again; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class PassSummary:
    """What one pass did, in the order of arrival."""

    records: list[FileRecord]
    still_being_written: list[str]
    inbox_problems: list[str] = field(default_factory=list)


def open_journal(settings: Settings) -> Journal:
    """The journal of an installation, for reading or writing."""
    folder = settings.path(settings.var)
    folder.mkdir(parents=True, exist_ok=True)
    return SqliteJournal(folder / "journal.db")


def requests_folder(settings: Settings) -> Path:
    """Where requests to the gateway at work are left."""
    return settings.path(settings.var) / "requests"


def strangers(settings: Settings, routes: Collection[str]) -> Iterator[str]:
    """What lies in the inbox folder without being on any route, so that nobody would ever fetch it, in words."""
    folder = settings.path(settings.inbox)
    for name in sorted(path.name for path in folder.iterdir()) if folder.is_dir() else ():
        if name not in routes and not name.startswith("."):
            close = difflib.get_close_matches(name, routes, n=1)
            hint = f"Menades '{close[0]}'?" if close else "Flytta filerna till en rutts inkorg."
            yield f"{folder.name}/{display_name(name)} hör inte till någon rutt och hämtas aldrig. {hint}"


def retriable(journal: Journal, file_id: str, corrected: Path | None) -> FileRecord:
    """The file that an id means, if it can be taken through again. Raises RetryRefused."""
    try:
        first = journal.get(file_id)
    except (UnknownFileId, AmbiguousFileId) as fault:
        raise RetryRefused(f"{fault}; list the files with: gateway files") from fault
    if first.state is not FileState.WAITING and first.state not in RETRIED:
        raise RetryRefused(
            f"{first.id} is {first.state.value}; only rejected, partly delivered, quarantined and waiting files "
            "can be retried; see: gateway files --state rejected"
        )
    if first.state is FileState.PARTLY_DELIVERED and corrected is None:
        raise RetryRefused(
            f"{first.id} was partly delivered; send only what was listed, as a corrected file: "
            f"gateway retry {first.id} --with FILE"
        )
    return first


def _refusal(fresh: Installation, tools: RouteTools | BrokenSpecification) -> str:
    """Why changed specs of a route are not taken over; empty when they are fit."""
    if isinstance(tools, BrokenSpecification):
        return str(tools)
    try:
        failed = [
            result.name
            for result in example_results(fresh, tools.mapping.name, route=tools.route.name)
            if not result.is_ok
        ]
    except (MissingSchema, BrokenSpecification) as fault:
        return str(fault)
    return f"examples differ: {', '.join(failed)}; see: gateway mapping test" if failed else ""


class Gateway:
    """One installation at work. Use it as a context manager. Raises SecondInstance when another is at work."""

    def __init__(
        self, installation: Installation, *, clock: Clock | None = None, identities: Identities | None = None
    ) -> None:
        settings = installation.settings
        self._settings = settings
        self._clock = clock or SystemClock()
        var = settings.path(settings.var)
        self._lock = InstanceLock(var)
        self._lock.acquire()
        self.journal = open_journal(settings)
        self._claims = Claims(var, identities or RandomIdentities(), self._clock, self._is_taken)
        self._tools = dict(installation.tools)
        self._specs = _state_of(installation.mappings_folder)
        self._inboxes = list(self._opened_inboxes())
        self._way = Way(
            journal=self.journal,
            delivery=Delivery(settings, self.journal),
            work_root=self._claims.work,
            routes=self._tools,
            office=Office(
                outbox=str(settings.outbox),
                var=str(settings.var),
                language=settings.language,
                mail_from=settings.mail_from,
                sends_mail=bool(settings.smtp_host),
                maximum_attempts=settings.maximum_attempts,
                seal_key_file=settings.seal_key_path,
                now=self._clock.now,
            ),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.journal.close()
        self._lock.release()

    def run_once(self, told: Callable[[FileRecord], None] = lambda _: None) -> PassSummary:
        """Finish what an earlier run left, then take every complete file of the inboxes to its end."""
        ended: list[FileRecord] = []
        for record in self._recovered():
            ended.append(record)
            told(record)
        listing = complete_files(self._inboxes, self._settings.settle_seconds, self._clock)
        for record in self._taken(listing.ready):
            ended.append(record)
            told(record)
        self._send_mail()
        return PassSummary(
            ended,
            [f"{arrival.route}/{arrival.name}" for arrival in listing.still_being_written],
            [*(paused.message for paused in listing.paused), *strangers(self._settings, self._tools)],
        )

    def watch(self) -> None:
        """Take files as they come until SIGINT or SIGTERM."""
        with Watcher(
            self._inboxes,
            settle_seconds=self._settings.settle_seconds,
            rescan_seconds=self._settings.rescan_seconds,
        ) as watcher:

            def stop(_number: int, _frame: FrameType | None) -> None:
                watcher.stop()

            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, stop)
            recovered = float("-inf")
            while not watcher.is_stopped:
                if self._reload_specs():
                    recovered = float("-inf")
                if self._clock.monotonic() - recovered >= RECOVERY_SECONDS:
                    recovered = self._clock.monotonic()
                    list(self._recovered())
                    for stranger in strangers(self._settings, self._tools):
                        log.warning("inbox.no_route", reason=stranger)
                listing = watcher.wait()
                for paused in listing.paused:
                    log.error("inbox.paused", route=paused.inbox.route)
                list(self._taken(listing.ready))
                self._serve_requests()
                self._send_mail()

    def retry(self, file_id: str, corrected: Path | None = None) -> FileRecord:
        """Take a rejected, partly delivered or quarantined file through again as a new file that replaces it.

        Raises RetryRefused for an unknown id, or a file that has nothing to retry.
        """
        first = retriable(self.journal, file_id, corrected)
        if first.state is FileState.WAITING:
            return next(iter(self._way.take([first], 1)))
        source = corrected or self._archived_original(first)
        claim = self._claimed_copy(source, first)
        if isinstance(claim, NotClaimed):
            raise RetryRefused(claim.reason)
        record = self._recorded(claim, replaces=first.id)
        ended = next(iter(self._way.take([record], 1)))
        with self.journal.group():
            self.journal.update(first.id, state=FileState.RESOLVED, message=f"ersatt av {ended.id}")
            self.journal.event(first.id, "file.retried", by=ended.id, corrected=corrected is not None)
        self._send_mail()
        return ended

    def _serve_requests(self) -> None:
        for request in waiting_requests(requests_folder(self._settings)):
            try:
                self.retry(request.file_id, request.corrected)
            except RetryRefused as fault:
                log.warning("retry.refused", file_id=request.file_id, reason=type(fault).__name__)
            request.done()

    def places(self, record: FileRecord) -> list[str]:
        """Where a file's output, receipt and error list are, relative to the home folder."""
        return [
            f"{delivery.planned.destination}/{delivery.planned.name}"
            for delivery in self.journal.deliveries(record.id)
            if delivery.planned.kind in SHOWN_KINDS and not delivery.planned.name.endswith((".json", ".xlsx"))
        ]

    def _recovered(self) -> Iterator[FileRecord]:
        for claim in broken_claims(self._claims, self._is_taken):
            if isinstance(claim, NotClaimed):
                log.warning("file.not_claimed", reason=claim.reason)
            else:
                self._recorded(claim)
        yield from self._way.recover(self._settings.group_size)

    def _taken(self, ready: Iterable[Arrival]) -> Iterator[FileRecord]:
        group: list[FileRecord] = []
        for entry in ready:
            claim = self._claims.claim(entry.path, entry.route, marker=entry.marker)
            if isinstance(claim, NotClaimed):
                log.warning("file.not_claimed", reason=claim.reason)
                continue
            group.append(self._recorded(claim))
            if len(group) >= self._settings.group_size:
                yield from self._taken_group(group)
                group = []
        yield from self._taken_group(group)

    def _taken_group(self, group: list[FileRecord]) -> list[FileRecord]:
        if not group:
            return []
        for route in {record.route for record in group}:
            self._claims.sync(self._settings.path(self._settings.inbox) / route)
        return list(self._way.take(group, self._settings.group_size))

    def _recorded(self, claim: Claim, replaces: str = "") -> FileRecord:
        tools = self._tools.get(claim.route)
        sender = tools.route.sender if isinstance(tools, RouteTools) else ""
        record = FileRecord(
            id=claim.id,
            route=claim.route,
            sender=sender,
            name=claim.name,
            sha256=claim.sha256,
            size=claim.size,
            arrived=claim.arrived,
            replaces=replaces,
        )
        with self.journal.group():
            self.journal.register(record)
            self.journal.event(record.id, "file.claimed", size=record.size)
            if claim.refused:
                self.journal.event(record.id, REFUSED_EVENT, kind=claim.refused)
        log.info("file.claimed", file_id=record.id, route=record.route, size=record.size)
        return self.journal.get(record.id)

    def _claimed_copy(self, source: Path, first: FileRecord) -> Claim | NotClaimed:
        # The name that is shown may be longer than a name may be, since what cannot be printed is spelled out.
        shown = first.name.replace("\\", "_").encode()[:LONGEST_NAME].decode(errors="ignore")
        name = source.name if source.name != ORIGINAL else shown
        with tempfile.TemporaryDirectory(dir=self._settings.path(self._settings.var)) as folder:
            copy = Path(shutil.copyfile(source, Path(folder) / name))
            return self._claims.claim(copy, first.route)

    def _archived_original(self, record: FileRecord) -> Path:
        for delivery in self.journal.deliveries(record.id):
            planned = delivery.planned
            if planned.kind == ARCHIVE and planned.name.endswith(f"/{ORIGINAL}"):
                return self._settings.path(self._settings.var) / ARCHIVE / planned.name
        raise RetryRefused(f"{record.id} has no archived original; send the file to its inbox again")

    def _opened_inboxes(self) -> Iterator[Inbox]:
        for name in in_order(self._tools):
            tools = self._tools[name]
            folder = self._settings.path(self._settings.inbox) / name
            folder.mkdir(parents=True, exist_ok=True)
            route = tools.route if isinstance(tools, RouteTools) else None
            yield Inbox(
                route=name,
                path=folder,
                ready=route.ready if route else "stable",
                by_arrival=bool(route and route.order),
            )

    def _reload_specs(self) -> bool:
        """Take over changed specs, route by route, once their check and the examples of their mapping have passed.

        A route whose new spec is broken, or whose examples now give something else, stays on the one it had.

        Returns whether anything changed. A route that is new gets its inbox at the next start.
        """
        fresh = Installation(self._settings)
        specs = _state_of(fresh.mappings_folder)
        if specs == self._specs:
            return False
        self._specs = specs
        for name, tools in fresh.tools.items():
            reason = _refusal(fresh, tools)
            if reason and isinstance(self._tools.get(name), RouteTools):
                log.error("specs.broken", route=name, reason=reason)
            else:
                self._tools[name] = tools
        log.info("specs.reloaded")
        return True

    def _send_mail(self) -> None:
        if self._settings.smtp_host:
            queue = self._settings.path(self._settings.var) / "mail"
            send_queued(queue, self._settings.smtp_host, self._settings.smtp_port)

    def _is_taken(self, file_id: str) -> bool:
        try:
            return self.journal.get(file_id).id == file_id
        except LookupError:
            return False


def in_order(tools: Mapping[str, RouteTools | BrokenSpecification]) -> list[str]:
    """The names of the routes: those that others come after stand before them."""
    ordered: dict[str, None] = {}

    def add(name: str) -> None:
        known = tools.get(name)
        # A route whose spec is broken says nothing of others. The specs see to it that none waits for itself.
        for before in known.route.after if isinstance(known, RouteTools) else ():
            add(before)
        if known is not None:
            ordered[name] = None

    for name in tools:
        add(name)
    return list(ordered)


def _state_of(folder: Path) -> list[tuple[str, int, int]]:
    """Name, time of change and size of every file in a folder: equal as long as nothing was changed."""
    entries = ((path, path.stat()) for path in sorted(folder.rglob("*")) if path.is_file())
    return [(str(path), status.st_mtime_ns, status.st_size) for path, status in entries]
