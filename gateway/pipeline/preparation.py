"""Preparing one file: from the claimed original to a full set of staged files and a plan of where they go.

Everything here happens in the file's own work folder, so that it can be thrown away and done again.
"""

import contextlib
import datetime
import hashlib
import shutil
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from gateway.archive import MessageArchive
from gateway.findings import Finding, finding
from gateway.formats.base import HEAD_SIZE, Format, ReadingContext
from gateway.formats.hmac_seal import load_key
from gateway.formats.registry import recognise
from gateway.journal.bank_book import BankEntries
from gateway.journal.base import FileRecord, FileState, Journal, PlannedDelivery, stockholm_text
from gateway.journal.ledger_book import AnswerEntries, SentEntries
from gateway.mapping import Run
from gateway.pipeline.answers import Answers
from gateway.pipeline.attachments import AttachmentStaging
from gateway.pipeline.bank_records import BankRecords, EarlierBankFiles
from gateway.pipeline.batches import NO_BATCH, Batch, batch_of
from gateway.pipeline.control_sums import LEFT_OUT
from gateway.pipeline.document_archive import DocumentArchive
from gateway.pipeline.documents import split_output
from gateway.pipeline.ledger_records import LedgerAnswers, SentVouchers
from gateway.pipeline.output_files import OUTPUT, OutputFiles
from gateway.pipeline.reading import FilePass, PassResult, Reader
from gateway.pipeline.replies import ReplyFacts, ReplySpool, write_reply
from gateway.pipeline.sealing import sealed
from gateway.pipeline.staging import ORIGINAL, Staging
from gateway.pipeline.tools import Office, RouteTools
from gateway.pipeline.units import UnitListener
from gateway.receipts.findings_log import FindingsLog
from gateway.receipts.outcome import STOCKHOLM, Original, Outcome, Output, Status, Sum
from gateway.rules.base import RuleSet

ARCHIVE = "archive"
REFUSED_EVENT = "file.refused"

_SHA256_OF_NOTHING = hashlib.sha256().hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A file that is ready to be delivered and answered."""

    record: FileRecord
    state: FileState
    outcome: Outcome
    deliveries: list[PlannedDelivery]
    batch: Batch = NO_BATCH
    keys: list[tuple[str, str]] = field(default_factory=list)
    bank_entries: BankEntries | None = None
    sent: SentEntries | None = None
    ledger_answer: AnswerEntries | None = None


class Preparation:
    """The work on one file. `prepare()` shows its steps in order."""

    def __init__(self, record: FileRecord, work: Path, tools: RouteTools, office: Office, journal: Journal) -> None:
        self._record = record
        self._work = work
        self._original = work / ORIGINAL
        self._tools = tools
        self._office = office
        self._journal = journal
        self._form: Format | None = None
        self._rule_sets: tuple[RuleSet, ...] = ()
        # What was refused at the inbox lies in quarantine, and has had no work folder.
        work.mkdir(exist_ok=True)
        self._log = FindingsLog(work / "findings.jsonl")
        self._staging = Staging(work, record)
        self._answers = Answers(self._staging, record, tools, office)
        wants_attachments = tools.route.attachments or tools.route.document_archive
        self._attachments = AttachmentStaging(work, tools.route.limits) if wants_attachments else None
        self._documents = (
            DocumentArchive(work, record, tools.document_index, self._attachments) if tools.document_index else None
        )
        self._records = BankRecords(work)
        self._replies = ReplySpool(work)
        self._sent = SentVouchers(work)
        self._ledger_answers = LedgerAnswers(work)
        self._duplicate: FileRecord | None = None
        self._batch = NO_BATCH

    def prepare(self) -> Prepared:
        """Recognise, read, check, translate and write the file, then make its receipts and its plan.

        Raises MissingSchema, UnusableSealKey, BatchIdTaken, UnwritableIndex and OSError: matters of the operator and
        the machine, for which the file waits.
        """
        with self._log:
            self._batch = batch_of(self._record, self._tools.route, self._journal.ledger)
            if self._record.replaces:
                self._log.add(finding("FILE-SUPERSEDED", first_id=self._record.replaces))
            self._form = self._recognised()
            result = self._read() if self._form else PassResult(rejects_file=True)
            if self._tools.route.seal and not result.rejects_file:
                self._seal(result)
            outputs = [] if result.rejects_file else self._outputs(result)
            if result.rejects_file or (self._batch.series and not outputs):
                self._batch = NO_BATCH
            replies = self._reply(result)
        documents, index = self._archived_documents() if outputs else ([], [])
        state = self._state(result)
        outcome = self._outcome(state, result, outputs)
        return Prepared(
            record=self._record,
            state=state,
            outcome=outcome,
            deliveries=documents + outputs + index + self._answers.of(outcome) + replies + self._archived(),
            batch=self._batch,
            keys=[] if result.rejects_file else result.keys,
            bank_entries=None if result.rejects_file else self._records.entries(),
            sent=self._sent_entries(result) if outputs else None,
            ledger_answer=None if result.rejects_file else self._ledger_answers.entries(),
        )

    def quarantine(self, reason: str) -> Prepared:
        """Put the file aside without reading it, because earlier attempts at it broke off."""
        attempts = self._record.attempts - 1
        return self._put_aside(finding("FILE-POISON", value=attempts, reason=reason, file_id=self._record.id))

    def refuse(self) -> Prepared:
        """Answer for an inbox entry that is no regular file, and that the claim put into quarantine unread."""
        kinds = [event.data["kind"] for event in self._journal.events(self._record.id) if event.name == REFUSED_EVENT]
        return self._put_aside(finding("FILE-NOT-REGULAR", value=kinds[-1] if kinds else ""))

    def _put_aside(self, cause: Finding) -> Prepared:
        result = PassResult(rejects_file=True)
        with self._log:
            self._log.add(cause)
            replies = self._reply(result)
        outcome = self._outcome(FileState.QUARANTINED, result, [])
        return Prepared(
            record=self._record,
            state=FileState.QUARANTINED,
            outcome=outcome,
            deliveries=self._answers.of(outcome) + replies + self._archived(),
        )

    def _recognised(self) -> Format | None:
        record, route = self._record, self._tools.route
        problem: Finding | Format
        if record.size == 0:
            problem = finding("FILE-EMPTY")
        elif record.size > route.limits.size:
            problem = finding("FILE-TOO-LARGE", value=record.size, expected=route.limits.size)
        elif first := self._journal.delivered_with_hash(record.route, record.sha256, other_than=record.id):
            self._duplicate = first
            problem = finding(
                "FILE-DUPLICATE",
                first_id=first.id,
                first_name=first.name,
                received=stockholm_text(first.arrived),
            )
        else:
            with self._original.open("rb") as file:
                head = file.read(HEAD_SIZE)
            problem = recognise(head, route.accepts, self._tools.formats, record.id, self._original)
        if isinstance(problem, Finding):
            self._log.add(problem)
            return None
        return problem

    def _read(self) -> PassResult:
        form, route, record = self._form, self._tools.route, self._record
        assert form is not None  # noqa: S101 - told to the type checker: only called once recognised
        today = self._now().date()
        self._rule_sets = self._tools.rule_sets.applying(route.rules, on=today, form=form.name)
        reader = Reader(
            form=form,
            context=ReadingContext(
                schemas=self._tools.schemas,
                maximum_depth=route.limits.depth,
                maximum_tree_size=route.limits.tree_size,
                tolerated=route.tolerated,
            ),
            route=route,
            rule_sets=self._rule_sets,
            registers=self._tools.registers,
            history=self._journal,
            bank=EarlierBankFiles(self._journal.bank, record.id),
            ledger=self._journal.ledger,
            today=today,
        )
        translator = self._tools.mapping.translator(self._run())
        with contextlib.ExitStack() as stack:
            output = stack.enter_context(OutputFiles(self._work))
            archive = stack.enter_context(MessageArchive(self._work / "messages.avro", form.family))
            records = stack.enter_context(self._records)
            answers = stack.enter_context(self._ledger_answers)
            listeners: list[UnitListener] = [stack.enter_context(self._replies)] if route.reply else []
            listeners += [stack.enter_context(self._sent)] if route.posting else []
            if self._documents:
                self._documents.batch_id = self._batch.identifier
                listeners.append(stack.enter_context(self._documents))
            return FilePass(
                reader,
                translator,
                file_id=record.id,
                file_name=record.name,
                log=self._log,
                archive=archive,
                output=output,
                attachments=self._attachments,
                records=records,
                answers=answers,
                listeners=listeners,
            ).run(self._original)

    def _sent_entries(self, result: PassResult) -> SentEntries | None:
        """What the journal is to remember of the batch, where the ledger answers for it."""
        posting, today = self._tools.route.posting, self._now().date()
        if posting is None:
            return None
        return SentEntries(
            sent=today,
            due=today + datetime.timedelta(days=posting.answer_days),
            rows=result.batch_rows,
            vouchers=self._sent.vouchers(),
        )

    def _reply(self, result: PassResult) -> list[PlannedDelivery]:
        """The reply file to the sender, where the route has one; what cannot be written in it is a finding."""
        mapping, route = self._tools.reply, self._tools.route
        if mapping is None or route.reply is None:
            return []
        reason = next((found.text() for found in self._log if found.rejects_file), "") if result.rejects_file else ""
        amounts = [amount for (label, _), amount in result.sums.items() if label != LEFT_OUT]
        facts = ReplyFacts(
            file_name=self._record.name,
            batch_id=self._batch.identifier,
            delivered=result.delivered,
            rejected=result.rejected,
            rejects_file=result.rejects_file,
            reason=reason,
            amount=amounts[0] if len(amounts) == 1 else None,
        )
        staged = self._work / "reply"
        name, rows, problems = write_reply(staged, self._replies, mapping, facts, self._run())
        self._log.extend(problems)
        return [self._staging.planned("reply", self._place(route.reply.destination), name, staged, rows)]

    def _seal(self, result: PassResult) -> None:
        """Put a seal on the staged output, or reject the file when it has come with a broken one."""
        problem = sealed(self._work / OUTPUT, load_key(self._office.seal_key_file), self._now().date())
        if problem:
            self._log.add(problem)
            result.rejects_file = True

    def _run(self) -> Run:
        return Run(
            file_id=self._record.id,
            batch_id=self._batch.identifier,
            batch_number=self._batch.number,
            now=self._now(),
        )

    def _now(self) -> datetime.datetime:
        return self._office.now().astimezone(STOCKHOLM)

    def _state(self, result: PassResult) -> FileState:
        if self._duplicate:
            return FileState.DUPLICATE
        if result.rejects_file:
            return FileState.REJECTED
        return FileState.PARTLY_DELIVERED if result.rejected else FileState.DELIVERED

    def _outputs(self, result: PassResult) -> list[PlannedDelivery]:
        """The import file, last: what its rows refer to is in place before it. None when all was left out."""
        if not result.has_output:
            return []
        destination = self._place(self._tools.route.destination)
        whole = split_output(self._work / OUTPUT, result.output_name, result.documents)
        files = result.parts or [(name, path, result.rows) for name, path in whole]
        outputs = [self._staging.planned("output", destination, name, path, rows) for name, path, rows in files]
        return [*self._attachment_outputs(), *outputs]

    def _attachment_outputs(self) -> list[PlannedDelivery]:
        if not self._tools.route.attachments:
            return []
        destination = self._place(self._tools.route.attachment_destination)
        return [
            PlannedDelivery(
                kind="attachment",
                destination=destination,
                name=f"{self._record.id}/{attachment.name}",
                staged=attachment.path,
                sha256=attachment.sha256,
                size=attachment.size,
            )
            for attachment in (self._attachments.staged if self._attachments else ())
        ]

    def _archived_documents(self) -> tuple[list[PlannedDelivery], list[PlannedDelivery]]:
        """What goes to the document archive, where the route has one, and the index that comes after it."""
        archive = self._tools.route.document_archive
        if archive is None or self._documents is None:
            return [], []
        documents, index = self._documents.deliveries(self._staging, self._place(archive.destination))
        return documents, [index]

    def _place(self, destination: str) -> str:
        return destination if destination.startswith("s3://") else f"{self._office.outbox}/{destination}"

    def _outcome(self, state: FileState, result: PassResult, outputs: list[PlannedDelivery]) -> Outcome:
        record = self._record
        delivered = not result.rejects_file
        return Outcome(
            file_id=record.id,
            name=record.name,
            route=record.route,
            sender=record.sender,
            size=record.size,
            sha256=record.sha256 or _SHA256_OF_NOTHING,
            received=record.arrived.astimezone(STOCKHOLM),
            finished=self._now(),
            status=Status(state.value),
            batch_id=self._batch.identifier,
            format=self._form.name if self._form else "",
            mapping=self._tools.mapping.name if delivered else "",
            mapping_fingerprint=self._tools.mapping.fingerprint if delivered else "",
            rule_sets={rule_set.name: rule_set.version for rule_set in self._rule_sets},
            counts=result.counts,
            sums=tuple(
                Sum(label=label, amount=amount if amount else Decimal(0), currency=currency)
                for (label, currency), amount in (result.sums.items() if delivered else ())
            ),
            outputs=tuple(
                Output(
                    destination=planned.destination,
                    name=planned.name,
                    sha256=planned.sha256,
                    size=planned.size,
                    rows=planned.rows,
                )
                for planned in outputs
            ),
            findings_by_severity=self._log.by_severity,
            findings_by_code=self._log.by_code,
            first_findings=tuple(self._log.first),
            findings_log=self._log.path,
            duplicate_of=Original(
                file_id=self._duplicate.id,
                name=self._duplicate.name,
                received=self._duplicate.arrived.astimezone(STOCKHOLM),
            )
            if self._duplicate
            else None,
        )

    def _archived(self) -> list[PlannedDelivery]:
        arrived = self._record.arrived.astimezone(STOCKHOLM)
        folder = f"{self._office.var}/{ARCHIVE}"
        names = (ORIGINAL, "messages.avro", "findings.jsonl")
        return [
            self._staging.planned("archive", folder, f"{arrived:%Y/%m/%d}/{self._record.id}/{name}", self._work / name)
            for name in names
            if (self._work / name).exists()
        ]


def discard(work: Path) -> None:
    """Remove a work folder, all of whose files are durable elsewhere."""
    shutil.rmtree(work, ignore_errors=True)
