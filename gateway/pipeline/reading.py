"""One streaming pass over a file: read → check → translate → write, with the canonical messages archived beside.

Nothing is kept in memory but counters and the latest outer parts: rows go to the staged file, findings to the
findings log, messages to the Avro archive.
"""

import datetime
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from gateway.archive import MessageArchive
from gateway.catalogue import Scope
from gateway.findings import Finding, finding
from gateway.formats.base import Format, ReadingContext
from gateway.mapping import SplitTranslator, Translation, Translator
from gateway.messages import Family, Invoice, is_protected
from gateway.messages.bank_records import DayKey, ReportedPayment
from gateway.messages.ledger_records import AnsweredVoucher, StatedTotals
from gateway.pipeline.attachments import AttachmentStaging
from gateway.pipeline.bank_records import BankRecords
from gateway.pipeline.control_sums import CONTROL_SUMS, LEFT_OUT
from gateway.pipeline.ledger_records import LedgerAnswers
from gateway.pipeline.output_files import OutputFiles
from gateway.pipeline.units import UnitListener, UnitResult, UnitTeller
from gateway.receipts.findings_log import FindingsLog
from gateway.receipts.outcome import Counts
from gateway.registers import Registers
from gateway.routes import Route
from gateway.rules.base import (
    BankHistory,
    Check,
    History,
    LedgerHistory,
    NoBankHistory,
    NoLedgerHistory,
    RuleSet,
    Surroundings,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """What a pass needs to read and check the files of one route."""

    form: Format
    context: ReadingContext
    route: Route
    rule_sets: tuple[RuleSet, ...]
    registers: Registers
    history: History
    today: datetime.date
    bank: BankHistory = field(default_factory=NoBankHistory)
    ledger: LedgerHistory = field(default_factory=NoLedgerHistory)
    is_trial: bool = False


@dataclass(slots=True, kw_only=True)
class PassResult:
    """What one pass found: units counted, rows written, control sums, and the business keys to remember.

    `documents` are the sizes in bytes of the documents in the staged output, when it holds documents and not rows;
    `parts` the name, staged file and lines of each file where the mapping splits its output; `batch_rows` the
    lines by batch id;
    `numbers` the numbers of the invoices in the file that were read, whatever became of them. `has_alone`: a part came
    that is delivered though it is no unit that is counted.
    """

    read: int = 0
    rejected: int = 0
    left_out: int = 0
    rows: int = 0
    sums: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    keys: list[tuple[str, str]] = field(default_factory=list)
    documents: list[int] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    rejects_file: bool = False
    has_alone: bool = False
    output_name: str = ""
    parts: list[tuple[str, Path, int]] = field(default_factory=list)
    batch_rows: dict[str, int] = field(default_factory=dict)

    @property
    def counts(self) -> Counts:
        """The units read, and what became of them; nothing of a rejected file is delivered or left out."""
        left_out = 0 if self.rejects_file else self.left_out
        rejected = self.read - self.delivered - left_out
        return Counts(read=self.read, delivered=self.delivered, rejected=rejected, left_out=left_out)

    @property
    def delivered(self) -> int:
        """Units that go to the receiver; none when the whole file is rejected."""
        return 0 if self.rejects_file else self.read - self.rejected - self.left_out

    @property
    def has_output(self) -> bool:
        """Whether an import file is delivered."""
        return not self.rejects_file and (self.delivered > 0 or self.has_alone)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """What is done with parts of one type: those within are forgotten, the checks run."""

    name: str
    inner: tuple[str, ...]
    checks: tuple[Check, ...]
    is_counted: bool
    is_invoice: bool


class _History:
    """What was delivered before, and what this file has claimed itself."""

    def __init__(self, journal: History, file_id: str, name: str) -> None:
        self._journal = journal
        self._file_id = file_id
        self._own: set[tuple[str, str]] = set()
        self._self = (file_id, name)

    def first_holder(self, kind: str, key: str, *, other_than: str = "") -> tuple[str, str] | None:
        return (
            self._self if (kind, key) in self._own else self._journal.first_holder(kind, key, other_than=self._file_id)
        )

    def claim(self, keys: Iterable[tuple[str, str]]) -> None:
        self._own.update(keys)


class FilePass:
    """The pass over one file. Use `run()` once."""

    def __init__(
        self,
        reader: Reader,
        translator: Translator | SplitTranslator | None,
        *,
        file_id: str,
        file_name: str,
        log: FindingsLog,
        archive: MessageArchive | None,
        output: OutputFiles | None,
        attachments: AttachmentStaging | None = None,
        records: BankRecords | None = None,
        answers: LedgerAnswers | None = None,
        listeners: Sequence[UnitListener] = (),
    ) -> None:
        self._reader = reader
        self._translator = translator
        self._log = log
        self._archive = archive
        self._output = output
        self._attachments = attachments
        self._records = records
        self._answers = answers
        self._teller = UnitTeller(listeners) if listeners else None
        self._family: Family = reader.form.family
        self._off = reader.route.switched_off
        self._history = _History(reader.history, file_id, file_name)
        self._pending_keys: list[tuple[str, str]] = []
        self._pending_reports: list[ReportedPayment] = []
        self._pending_days: list[DayKey] = []
        self._pending_answers: list[AnsweredVoucher | StatedTotals] = []
        self._ancestors: dict[str, Any] = {}
        self._last_rejected: object = None
        levels = list(self._family.parts)
        self._kinds = {
            part_type: _Kind(
                name=name,
                inner=tuple(levels[levels.index(name) :]),
                checks=tuple(
                    check
                    for rule_set in reader.rule_sets
                    for checked_type, check in rule_set.checks
                    if checked_type is part_type and not _is_off(check, self._off)
                ),
                is_counted=part_type is self._family.counted,
                is_invoice=part_type is Invoice,
            )
            for name, part_type in self._family.parts.items()
        }
        self._surroundings = Surroundings(
            registers=reader.registers,
            history=self._history,
            today=reader.today,
            ancestors=self._ancestors,
            claim_key=lambda kind, key: self._pending_keys.append((kind, key)),
            options=dict(reader.route.rule_options),
            route_values=reader.route.values,
            sender=reader.route.sender,
            is_trial=reader.is_trial,
            bank=reader.bank,
            tell_payment=self._pending_reports.append,
            tell_day=self._pending_days.append,
            ledger=reader.ledger,
            tell_ledger=self._pending_answers.append,
        )
        self._result = PassResult()

    def run(self, original: Path) -> PassResult:
        """Read the file to its end. Raises MissingSchema and OSError, the operator's matters."""
        if self._translator:
            self._write_around(self._translator.start())
        for item in self._reader.form.read(original, self._reader.context):
            if isinstance(item, Finding):
                self._reading_finding(item)
            else:
                self._part(item)
        if self._teller:
            self._teller.finish()
        result = self._result
        if self._translator and not result.rejects_file:
            self._write_around(self._translator.finish())
            self._end(self._translator)
            if self._translator.passes_on and self._output:
                with original.open("rb") as source:
                    shutil.copyfileobj(source, self._output.of("").file)
        if not result.rejects_file and result.left_out and not result.delivered:
            self._log.add(finding("FILE-NOTHING-NEW", value=result.left_out))
        elif not result.rejects_file and result.read - result.rejected == 0 and not result.has_alone:
            result.rejects_file = True
            if result.read == 0:
                self._log.add(finding("FILE-NOTHING-TO-DELIVER"))
        return result

    def _reading_finding(self, item: Finding) -> None:
        item = self._with_route_severity(item)
        self._log.add(item)
        # Several findings about one part reject it once.
        part = item.place.document or item.about
        is_new = item.rejects and item.scope is Scope.PART and (not part or part != self._last_rejected)
        if is_new:
            self._result.read += 1
            self._result.rejected += 1
            self._last_rejected = part
        if self._teller:
            self._teller.reading_finding(item, self._result.read if is_new else 0)
        self._judge(item)

    def _part(self, part: Any) -> None:
        kind = self._kinds[type(part)]
        for inner in kind.inner:
            self._ancestors.pop(inner, None)
        self._ancestors[kind.name] = part
        if self._archive:
            self._archive.write(part)
        self._result.read += kind.is_counted
        self._pending_keys.clear()
        self._pending_reports.clear()
        self._pending_days.clear()
        self._pending_answers.clear()
        found = [problem for check in kind.checks for problem in check(part, self._surroundings)]
        if kind.is_invoice:
            self._result.numbers.append(part.place.document)
            found = [*part.faults, *found]
        if found and self._reader.route.severities:
            found = [self._with_route_severity(problem) for problem in found if problem.code not in self._off]
        rejected = bool(found) and any(problem.rejects for problem in found)
        is_left_out = bool(found) and any(problem.leaves_out for problem in found)
        if not rejected and not is_left_out and not self._result.rejects_file:
            rejected = self._make(part, found)
        if found:
            self._tell(part, found, kind)
        if self._teller and kind.is_counted:
            is_delivered = not rejected and not is_left_out
            shares = self._translator.latest(part, kind.name) if self._translator and is_delivered else ()
            told = UnitResult(
                position=self._result.read,
                part=part,
                ancestors=self._ancestors,
                shares=shares,
                is_rejected=rejected,
            )
            self._teller.unit(told, found)
        if rejected:
            self._result.rejected += kind.is_counted
            return
        self._result.has_alone = self._result.has_alone or type(part) is self._family.alone
        if self._pending_keys:
            self._result.keys.extend(self._pending_keys)
            self._history.claim(self._pending_keys)
        self._put_on_record(part, is_left_out)
        if kind.is_counted:
            self._result.left_out += is_left_out
            self._add_to_sums(part, is_left_out)

    def _tell(self, part: Any, found: list[Finding], kind: _Kind) -> None:
        if kind.is_invoice:
            found = [_about_invoice(problem, part) for problem in found]
        for problem in found:
            self._log.add(problem.masked() if is_protected(part) else problem)
            self._judge(problem)

    def _put_on_record(self, part: Any, is_left_out: bool) -> None:
        if self._answers:
            self._answers.add(self._pending_answers)
        records = self._records
        if records is None:
            return
        for reported in self._pending_reports:
            records.add_reported(reported)
        for key in self._pending_days:
            records.add_to_day(key, part.amount, is_twin=is_left_out)
        records.add_part(part, self._ancestors)

    def _make(self, part: Any, found: list[Finding]) -> bool:
        """Write a part's rows and stage its attachments, or neither; whether a finding on the way rejects the part."""
        translation = self._translator.translate(part) if self._translator else Translation()
        # A translation that was stopped has made no lines: a route cannot let it through with a warning.
        made = [replace(problem, withholds=problem.rejects) for problem in translation.findings]
        if self._attachments and isinstance(part, Invoice):
            made = list(map(self._with_route_severity, made))
            if not any(problem.rejects for problem in made):
                made += self._attachments.stage(part)
        if not made:
            self._write(translation)
            return False
        made = list(map(self._with_route_severity, made))
        found += made
        rejected = any(problem.rejects for problem in made)
        if self._translator and rejected:
            self._translator.withdraw()
        else:
            self._write(translation)
        return rejected

    def _judge(self, problem: Finding) -> None:
        whole = self._family.unit is None or self._reader.route.on_error == "reject_file"
        if problem.rejects and (whole or problem.scope is Scope.FILE):
            self._result.rejects_file = True

    def _with_route_severity(self, problem: Finding) -> Finding:
        severity = self._reader.route.severity(problem.code)
        if severity is None or (problem.withholds and problem.rejects and not severity.rejects):
            return problem
        return replace(problem, severity=severity)

    def _write_around(self, translation: Translation) -> None:
        """Write what stands before the first part or after the last; a problem there is the whole file's."""
        for problem in map(self._with_route_severity, translation.findings):
            self._log.add(problem)
            if problem.rejects:
                self._result.rejects_file = True
        if not self._result.rejects_file:
            self._write(translation)

    def _end(self, translator: Translator | SplitTranslator) -> None:
        """Write what the files end with, unless it is more than their kind can hold."""
        if problem := translator.fault():
            self._log.add(problem)
            self._result.rejects_file = True
        elif self._output and not self._result.rejects_file:
            self._output.end(translator)
            self._result.rows = self._output.rows
            self._result.documents = self._output.documents
            self._result.parts = self._output.parts
            self._result.batch_rows = self._output.batch_rows
            self._result.output_name = self._output.name

    def _write(self, translation: Translation) -> None:
        if self._output and self._translator:
            self._output.write(self._translator, translation)

    def _add_to_sums(self, part: Any, is_left_out: bool) -> None:
        sums = self._result.sums
        for label, amount, currency in CONTROL_SUMS[type(part)](part, self._ancestors):
            key = (LEFT_OUT if is_left_out else label, currency)
            sums[key] = sums[key] + amount if key in sums else amount


def _is_off(check: Check, off: frozenset[str]) -> bool:
    """Whether everything that a check finds is switched off on the route."""
    codes: frozenset[str] = getattr(check, "codes", frozenset())
    return bool(codes) and codes <= off


def _about_invoice(problem: Finding, invoice: Invoice) -> Finding:
    """A finding about an invoice that says which document of the file that is."""
    number = invoice.place.document
    if problem.place.document == number and problem.about:
        return problem
    about = problem.about or invoice.number or f"dokument {number}"
    return replace(problem, place=replace(problem.place, document=number), about=about)
