"""The reply file to a feeder system: one reply for each record of its file, made after the pass.

What became of each record is spooled during the pass, since only its end tells whether the whole file is rejected.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from gateway.findings import MASK, Finding, finding
from gateway.mapping import Mapping, Run, Translator
from gateway.mapping import Translation as MadeLines
from gateway.messages import Claim, LedgerParty, RecordReply, ReplyReport, Voucher, is_protected
from gateway.pipeline.spool import Spool
from gateway.pipeline.units import UnitResult

SENDER = "gateway"

_NUMBERLESS = re.compile(r"(nr )?[0-9]+ i filen|(post|dokument) [0-9]+")
_NAMED = re.compile(r"(verifikation|faktura|ärende) (?=\S)")
"""What staff call a unit, which the sender's own number stands in: ``verifikation A12``, ``faktura nr 3 i filen``."""

_MAXIMUM_FINDINGS = 50
"""How many unwritable replies are told of; the rest say the same."""


class ReplySpool:
    """What became of each record, in the order of the file. Use it as a context manager during the pass."""

    def __init__(self, work: Path) -> None:
        self._spool = Spool(work / "replies.jsonl")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._spool.close()

    def add(self, unit: UnitResult) -> None:
        """Note what became of a record."""
        amount = None if is_protected(unit.part) else unit.amount
        self._spool.add(
            [
                unit.position,
                own_number(unit),
                "rejected" if unit.is_rejected else "warned" if unit.findings else "accepted",
                unit.number,
                str(amount[0]) if amount else None,
                " ".join(dict.fromkeys(each.code for each in unit.findings)),
                _told(unit.findings, unit.finding_count),
                " ".join(dict.fromkeys(each.action() for each in unit.findings)),
            ]
        )

    def replies(self, batch_id: str, *, rejects_file: bool) -> Iterator[RecordReply]:
        """The replies; of a rejected file none is accepted. `batch_id` is that of what is delivered."""
        with_file = finding("REPLY-REJECTED-WITH-FILE")
        for position, reference, outcome, number, amount, code, text, action in self._spool.rows():
            reply = RecordReply(
                reference=reference,
                record_number=position,
                outcome=outcome,
                code=code,
                text=text,
                action=action,
                amount=Decimal(amount) if amount is not None else None,
                number=position,
            )
            if number and not rejects_file:
                reply.batch_id, reply.receiver_number = batch_id, str(number)
            elif rejects_file and outcome != "rejected":
                reply.outcome = "rejected"
                reply.code = " ".join(filter(None, (with_file.code, code)))
                reply.text = " ".join(filter(None, (with_file.text(), text)))
                reply.action = " ".join(filter(None, (with_file.action(), action)))
            yield reply


def own_number(unit: UnitResult) -> str:
    """The number that the sender itself gave a record, masked for a person with protected identity; may be blank."""
    part = unit.part
    if part is None:
        return _NUMBERLESS.sub("", _NAMED.sub("", unit.findings[0].about)) if unit.findings else ""
    if isinstance(part, Voucher):
        number = part.series + part.number
    elif isinstance(part, Claim):
        number = part.case_number
    elif isinstance(part, LedgerParty):
        number = part.party_number or part.identity_number
    else:
        values = (getattr(part, name, "") for name in ("identity_number", "number", "identifier", "reference"))
        number = next((value for value in values if isinstance(value, str) and value), "")
    return MASK if number and is_protected(part) else number


def _told(findings: list[Finding], count: int) -> str:
    texts = list(dict.fromkeys(_at_line(each) for each in findings))
    if count > len(findings):
        texts.append(f"… och {count - len(findings)} till.")
    return " ".join(texts)


def _at_line(problem: Finding) -> str:
    line = problem.place.line
    return problem.text() if line is None else f"Rad {line}: {problem.text()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyFacts:
    """What a reply says of the file as a whole; `reason` is why it was rejected, `amount` None where sums differ."""

    file_name: str
    batch_id: str
    delivered: int
    rejected: int
    rejects_file: bool
    reason: str
    amount: Decimal | None

    def report(self, run: Run) -> ReplyReport:
        """The reply's head."""
        is_partly = self.rejected and not self.rejects_file
        return ReplyReport(
            sender=SENDER,
            created=run.today,
            file_name=self.file_name,
            file_id=run.file_id,
            batch_id=self.batch_id,
            outcome="rejected" if self.rejects_file else "partly" if is_partly else "accepted",
            text=self.reason,
            count=self.delivered,
            amount=Decimal(0) if self.rejects_file else self.amount,
        )


def write_reply(
    path: Path, spool: ReplySpool, mapping: Mapping, facts: ReplyFacts, run: Run
) -> tuple[str, int, list[Finding]]:
    """Write the reply file. Gives its name, its rows, and findings about replies that could not be written."""
    translator = Translator(mapping, run)
    written = _Written(translator)
    replies = spool.replies(facts.batch_id, rejects_file=facts.rejects_file)
    with path.open("wb") as file:
        written.add(file, translator.start())
        for part in chain([facts.report(run)], replies):
            written.add(file, translator.translate(part), part)
        written.add(file, translator.finish())
        written.end(file)
    name = translator.file_name()
    # A name is taken once only: what the mapping calls it may be the same for several files.
    return name if run.file_id in name else f"{run.file_id}-{name}", written.rows, written.findings


class _Written:
    def __init__(self, translator: Translator) -> None:
        self.rows = 0
        self.findings: list[Finding] = []
        self._translator = translator

    def end(self, file: IO[bytes]) -> None:
        """Write the rest of the file; what cannot be ended is told of, and is a file without its end."""
        if problem := self._translator.fault():
            self.findings.append(finding("REPLY-NOT-WRITTEN", about="hela filen", reason=problem.text()))
            return
        for piece in self._translator.end():
            file.write(piece)

    def add(self, file: IO[bytes], translation: MadeLines, part: Any = None) -> None:
        if translation.lines:
            file.write(self._translator.encode(translation.lines))
            self.rows += len(translation.lines)
        for problem in translation.findings:
            if problem.rejects and len(self.findings) < _MAXIMUM_FINDINGS:
                about = f"post {part.record_number}" if isinstance(part, RecordReply) else "hela filen"
                self.findings.append(finding("REPLY-NOT-WRITTEN", about=about, reason=problem.text()))
