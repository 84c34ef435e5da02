"""The way of a file, from the claim to the answer, for groups of files.

Every attempt is counted before its work begins, so that a file which breaks the process is put in quarantine after
a few attempts. A group shares its rounds of fsync and its journal commits; a crash between any two steps is
repaired by `recover()` at the next start.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import structlog

from gateway.formats.hmac_seal import UnusableSealKey
from gateway.journal.base import FileRecord, FileState, Journal
from gateway.journal.ledger_book import BatchIdTaken
from gateway.pipeline.delivery import Delivery
from gateway.pipeline.document_index import UnwritableIndex
from gateway.pipeline.preparation import Preparation, Prepared
from gateway.pipeline.tools import Office, RouteTools
from gateway.schemas import MissingSchema
from gateway.specification import BrokenSpecification

log = structlog.get_logger(__name__)


class UnknownRoute(Exception):
    """A file belongs to a route that has no spec any more."""


_WAITED_FOR = (
    MissingSchema,
    UnusableSealKey,
    BatchIdTaken,
    UnwritableIndex,
    BrokenSpecification,
    UnknownRoute,
    OSError,
)
"""What an operator must mend before a file can go on."""


class Way:
    """Takes claimed and recorded files to their ends."""

    def __init__(
        self,
        *,
        journal: Journal,
        delivery: Delivery,
        work_root: Path,
        routes: Mapping[str, RouteTools | BrokenSpecification],
        office: Office,
    ) -> None:
        self._journal = journal
        self._delivery = delivery
        self._work_root = work_root
        self._routes = routes
        self._office = office

    def recover(self, group_size: int) -> Iterator[FileRecord]:
        """Take up every file that an earlier run left unfinished, in the order of arrival."""
        unfinished = self._journal.unfinished()
        staged = [record.id for record in unfinished if record.state is FileState.STAGED]
        self._delivery.carry_out(staged)
        yield from map(self._journal.get, staged)
        again = [record for record in unfinished if record.state is not FileState.STAGED]
        yield from self.take(again, group_size)

    def take(self, records: Iterable[FileRecord], group_size: int) -> Iterator[FileRecord]:
        """Take recorded files to their ends, a group at a time; yields each as it stands afterwards.

        A file of a serial route is a group of its own: whether the next may go is known when it has ended.
        """
        group: list[FileRecord] = []
        holders: dict[str, FileRecord] = {}
        for record in records:
            before = self._before(record.route)
            if before:
                yield from self._take_group(group)
                yield self._taken_in_turn(record, before, holders)
                group = []
                continue
            group.append(record)
            if len(group) == group_size:
                yield from self._take_group(group)
                group = []
        yield from self._take_group(group)

    def _before(self, route: str) -> list[str]:
        """The routes whose earlier files a file of a route waits for; none where files may pass each other."""
        tools = self._routes.get(route)
        if not isinstance(tools, RouteTools) or not tools.route.order:
            return []
        return [route, *tools.route.after]

    def _taken_in_turn(self, record: FileRecord, before: list[str], holders: dict[str, FileRecord]) -> FileRecord:
        """A file of a serial route, taken if no earlier one is unfinished; `holders` are known to hold up routes."""
        known = next((holders[route] for route in before if route in holders), None)
        holder = known or self._journal.first_unfinished(before) or record
        if holder.id != record.id and (holder.arrived, holder.id) < (record.arrived, record.id):
            holders[record.route] = holder
            message = f"väntar på {holder.id} ({holder.name}), som kom före på rutten {holder.route}"
            self._journal.update(record.id, state=FileState.WAITING, attempts=0, message=message)
            log.info("file.held", file_id=record.id, route=record.route, holder=holder.id)
            return self._journal.get(record.id)
        return self._take_group([record])[0]

    def _take_group(self, group: list[FileRecord]) -> list[FileRecord]:
        if not group:
            return []
        with self._journal.group():
            for record in group:
                self._journal.begin_attempt(record.id)
        prepared = []
        with self._journal.group():
            for record in group:
                ready = self._prepared(self._journal.get(record.id))
                if ready:
                    self._delivery.plan(ready)
                    prepared.append(ready)
            self._delivery.make_durable(prepared)
        self._delivery.carry_out([ready.record.id for ready in prepared])
        ended = [self._journal.get(record.id) for record in group]
        for record in ended:
            log.info(f"file.{record.state.value}", file_id=record.id, route=record.route)
        broken_off = [record for record in ended if record.state is FileState.CLAIMED]
        if not broken_off:
            return ended
        again = {record.id: record for record in self._take_group(broken_off)}
        return [again.get(record.id, record) for record in ended]

    def _prepared(self, record: FileRecord) -> Prepared | None:
        """The file's staged outputs and answers; None when it must wait for an operator."""
        with structlog.contextvars.bound_contextvars(file_id=record.id, route=record.route):
            try:
                preparation = Preparation(
                    record, self._work_root / record.id, self._tools(record), self._office, self._journal
                )
                if not record.sha256:
                    return preparation.refuse()
                if record.attempts > self._office.maximum_attempts:
                    return preparation.quarantine(record.message or "processen avbröts")
                return preparation.prepare()
            except _WAITED_FOR as fault:
                log.warning("file.waiting", reason=str(fault))
                self._journal.update(record.id, state=FileState.WAITING, attempts=0, message=str(fault))
            except Exception as fault:
                # One file that our code cannot handle must not stop the next; it is tried again, then quarantined.
                log.exception("file.failed", attempt=record.attempts)
                fields: dict[str, object] = {"message": type(fault).__name__}
                if record.attempts > self._office.maximum_attempts:
                    # Not even quarantine could be answered for: only an operator can help, and no round is endless.
                    fields |= {"state": FileState.WAITING, "attempts": 0}
                self._journal.update(record.id, **fields)
            return None

    def _tools(self, record: FileRecord) -> RouteTools:
        tools = self._routes.get(record.route)
        if tools is None:
            raise UnknownRoute(f"no route '{record.route}': add mappings/routes/{record.route}.yaml")
        if isinstance(tools, BrokenSpecification):
            raise tools
        return tools
