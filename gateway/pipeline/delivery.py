"""Carrying out plans: staged files to their places, then the journal, then the work folder away.

Doing it again does no harm: names come from the file's id, and putting the same bytes twice is allowed.
"""

from dataclasses import dataclass

import structlog

from gateway.journal.base import FileRecord, FileState, Journal
from gateway.pipeline.preparation import Prepared, discard
from gateway.settings import Settings
from gateway.storage import Conflict, Destination, DestinationUnavailable, open_destination
from gateway.storage.base import sync_file, sync_folder

PLANNED_EVENT = "file.planned"

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Placement:
    numbers: list[int]
    fault: Exception | None = None


class Delivery:
    """Carries out plans for groups of files."""

    def __init__(self, settings: Settings, journal: Journal) -> None:
        self._settings = settings
        self._journal = journal
        self._open: dict[str, Destination] = {}

    def make_durable(self, prepared: list[Prepared]) -> None:
        """Bring the staged files of a group to the disk. Raises DurabilityFault."""
        for each in prepared:
            for staged in {planned.staged for planned in each.deliveries}:
                sync_file(staged)
            sync_folder(self._settings.path(self._settings.var) / "work" / each.record.id)

    def plan(self, prepared: Prepared) -> None:
        """Write the plan of one file to the journal."""
        outcome, file_id = prepared.outcome, prepared.record.id
        self._journal.claim_keys(file_id, prepared.keys)
        if prepared.bank_entries:
            self._journal.bank.enter(file_id, prepared.bank_entries)
        if prepared.sent:
            self._journal.ledger.enter_sent(file_id, prepared.sent)
        if prepared.ledger_answer:
            self._journal.ledger.enter_answer(file_id, prepared.ledger_answer)
        if prepared.batch.number:
            self._journal.ledger.take_number(
                prepared.batch.series, prepared.batch.number, prepared.batch.identifier, file_id
            )
        self._journal.update(
            file_id,
            format=outcome.format,
            mapping=outcome.mapping,
            mapping_fingerprint=outcome.mapping_fingerprint,
            rule_sets=dict(outcome.rule_sets),
            batch_id=outcome.batch_id,
            duplicate_of=outcome.duplicate_of.file_id if outcome.duplicate_of else "",
            parts_read=outcome.counts.read,
            parts_delivered=outcome.counts.delivered,
            parts_rejected=outcome.counts.rejected,
            message="",
        )
        self._journal.plan(file_id, prepared.deliveries)
        self._journal.event(
            file_id,
            PLANNED_EVENT,
            state=prepared.state.value,
            findings=dict(outcome.findings_by_code),
        )

    def carry_out(self, file_ids: list[str]) -> list[FileRecord]:
        """Put every planned file of a group in place and end the files. Returns the records of those that ended.

        A file whose destination cannot be reached stays staged, with a message, and is tried again at the next
        pass; so does one whose name is taken by other content. Raises DurabilityFault.
        """
        placements = {file_id: self._put(file_id) for file_id in dict.fromkeys(file_ids)}
        for destination in self._open.values():
            destination.sync()
        ended = []
        with self._journal.group():
            for file_id, placement in placements.items():
                self._journal.mark_delivered(file_id, placement.numbers)
                if placement.fault:
                    self._journal.update(file_id, message=f"{placement.fault}. Pröva igen med: gateway run")
                else:
                    self._journal.complete(file_id, self._planned_state(file_id), message="")
                    ended.append(file_id)
        for file_id in ended:
            discard(self._settings.path(self._settings.var) / "work" / file_id)
        return [self._journal.get(file_id) for file_id in ended]

    def _put(self, file_id: str) -> "_Placement":
        """Put what the plan still lacks in place, until one destination refuses."""
        numbers: list[int] = []
        for delivery in self._journal.deliveries(file_id):
            if delivery.delivered:
                continue
            planned = delivery.planned
            try:
                self._destination(planned.destination).put(planned.name, planned.staged)
            except (Conflict, DestinationUnavailable, OSError) as fault:
                log.error("delivery.failed", file_id=file_id, reason=type(fault).__name__)
                return _Placement(numbers, fault)
            numbers.append(delivery.number)
        return _Placement(numbers)

    def _planned_state(self, file_id: str) -> FileState:
        planned = [event for event in self._journal.events(file_id) if event.name == PLANNED_EVENT]
        return FileState(planned[-1].data["state"])

    def _destination(self, address: str) -> Destination:
        if address not in self._open:
            target = address if address.startswith("s3://") else str(self._settings.home.absolute() / address)
            self._open[address] = open_destination(target, endpoint=self._settings.s3_endpoint or None)
        return self._open[address]
