"""Reconciliation with the ledger (avstämning): what was sent in batches, against what the ledger says that it posted.

"Sent" is when a batch is delivered, "posted" is when the ledger says so, voucher by voucher. The latest answer about a
voucher says how it stands: one that was refused may be corrected in the ledger and posted later.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from itertools import groupby

from gateway.findings import MASK
from gateway.journal.ledger_book import LedgerBook
from gateway.messages.ledger_records import AnsweredVoucher, SentBatch, SentVoucher

_ZERO = Decimal(0)
_REFUSED = "rejected"


class PostingState(StrEnum):
    """How far a batch has come."""

    SENT = "sent"
    """Delivered; the ledger has not answered."""
    POSTED = "posted"
    PARTLY_POSTED = "partly_posted"
    REFUSED = "refused"
    """The ledger has answered, and posted nothing."""


class DifferenceKind(StrEnum):
    """What does not agree."""

    UNKNOWN_BATCH = "unknown_batch"
    UNKNOWN_VOUCHER = "unknown_voucher"
    REFUSED = "refused"
    MISSING = "missing"
    TWICE = "twice"
    AMOUNT = "amount"
    COUNT = "count"
    SUM = "sum"
    STATED_COUNT = "stated_count"
    STATED_SUM = "stated_sum"
    NO_ANSWER = "no_answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One difference: where it is, what was sent, what the ledger says, and the ledger's reason where it gives one.

    `file_id` is the file that sent the batch, `answer_id` the one that answered; either may be blank.
    """

    kind: DifferenceKind
    batch_id: str
    file_id: str = ""
    file_name: str = ""
    sender: str = ""
    voucher: str = ""
    reference: str = ""
    sent: str = ""
    answered: str = ""
    reason: str = ""
    answer_id: str = ""
    answer_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchLine:
    """A batch: vouchers sent, posted, refused and not answered for; `sums` are currency, sent and posted."""

    batch: SentBatch
    state: PostingState
    posted: int
    refused: int
    missing: int
    sums: tuple[tuple[str, Decimal, Decimal], ...]
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """What was compared on a day."""

    day: datetime.date
    batches: tuple[BatchLine, ...]
    differences: tuple[Difference, ...]

    @property
    def is_reconciled(self) -> bool:
        """Whether nothing differs. A batch whose answer is not due yet is no difference."""
        return not self.differences


def posting_state(sent: int, posted: int, *, is_answered: bool) -> PostingState:
    """How a batch of so many vouchers stands when so many are posted."""
    if not is_answered:
        return PostingState.SENT
    if posted >= sent:
        return PostingState.POSTED
    return PostingState.PARTLY_POSTED if posted else PostingState.REFUSED


def state_of_file(ledger: LedgerBook, file_id: str) -> PostingState | None:
    """How the batches of a file stand together; None for a file that sent none."""
    counts = ledger.counts(file_id)
    if counts is None:
        return None
    sent, posted, is_answered = counts
    return posting_state(sent, posted, is_answered=is_answered)


def reconciled(
    ledger: LedgerBook, day: datetime.date, *, since: datetime.date | None = None, batch_id: str = ""
) -> Reconciliation:
    """Compare what was sent since a day, or in one batch, with what the ledger has answered until now."""
    lines: list[BatchLine] = []
    differences: list[Difference] = []
    for batch in ledger.batches(since=since, batch_id=batch_id):
        comparison = _Comparison(ledger, batch)
        lines.append(comparison.line())
        differences += comparison.differences(day)
    for unknown, answer_id, answer_name, count in ledger.answered_unknown(since=since):
        if batch_id in ("", unknown):
            differences.append(
                Difference(
                    kind=DifferenceKind.UNKNOWN_BATCH,
                    batch_id=unknown,
                    answered=str(count),
                    answer_id=answer_id,
                    answer_name=answer_name,
                )
            )
    return Reconciliation(day=day, batches=tuple(lines), differences=tuple(differences))


@dataclass(slots=True)
class _Answered:
    """What the answers about one voucher come to.

    `latest` is the answer that says how it stands, `acceptances` how often it was accepted, `amount` what the latest
    acceptance says; `accepted` is that amount by the file that answered.
    """

    latest: AnsweredVoucher
    is_posted: bool = False
    acceptances: int = 0
    amount: Decimal | None = None
    accepted: dict[str, Decimal] = field(default_factory=dict)


class _Comparison:
    """The comparison of one batch; reading it through is done once, at the beginning."""

    def __init__(self, ledger: LedgerBook, batch: SentBatch) -> None:
        self._batch = batch
        self._posted = self._refused = self._missing = 0
        self._accepted: dict[str, tuple[int, Decimal]] = {}
        self._files: dict[str, str] = {}
        self._found: list[Difference] = []
        self._whole: AnsweredVoucher | None = None
        self._is_answered = ledger.is_answered(batch.batch_id)
        posted = self._compare(ledger) if self._is_answered else {}
        self._sums = tuple((currency, amount, posted.get(currency, _ZERO)) for currency, amount in batch.sums)
        self._stated = ledger.stated(batch.batch_id)

    def _compare(self, ledger: LedgerBook) -> dict[str, Decimal]:
        """Go through the vouchers and the answers about them; gives what is posted, by currency."""
        batch = self._batch
        posted: dict[str, Decimal] = {}
        for answer in ledger.answers_to_unsent(batch.batch_id):
            self._unsent(answer)
        pairs = ledger.vouchers(batch.file_id, batch.batch_id)
        for voucher, rows in groupby(pairs, key=lambda pair: pair[0]):
            amount = self._voucher(voucher, [answer for _, answer in rows if answer])
            posted[voucher.currency] = posted.get(voucher.currency, _ZERO) + amount
        return posted

    def line(self) -> BatchLine:
        """The batch as a whole."""
        return BatchLine(
            batch=self._batch,
            state=posting_state(self._batch.vouchers, self._posted, is_answered=self._is_answered),
            posted=self._posted,
            refused=self._refused,
            missing=self._missing if self._is_answered else 0,
            sums=self._sums,
            answers=tuple(self._files),
        )

    def differences(self, day: datetime.date) -> Iterator[Difference]:
        """Everything that differs in the batch: its vouchers first, then count and sum."""
        if not self._is_answered:
            if day > self._batch.due:
                yield self._difference(DifferenceKind.NO_ANSWER, sent=str(self._batch.vouchers))
            return
        yield from self._found
        if self._posted != self._batch.vouchers:
            yield self._difference(DifferenceKind.COUNT, sent=str(self._batch.vouchers), answered=str(self._posted))
        for currency, sent, posted in self._sums:
            if sent != posted:
                yield self._difference(DifferenceKind.SUM, sent=f"{sent} {currency}", answered=f"{posted} {currency}")
        for file_id, stated in self._stated:
            count, amount = self._accepted.get(file_id, (0, _ZERO))
            named = {"answer_id": file_id, "answer_name": self._files.get(file_id, "")}
            if stated.count not in (None, count):
                yield self._difference(
                    DifferenceKind.STATED_COUNT, sent=str(count), answered=str(stated.count), **named
                )
            if stated.amount not in (None, amount):
                yield self._difference(
                    DifferenceKind.STATED_SUM, sent=str(amount), answered=str(stated.amount), **named
                )

    def _unsent(self, answer: AnsweredVoucher) -> None:
        """An answer that is about no voucher of the batch: about all of it, or about one that was not sent."""
        self._files.setdefault(answer.file_id, answer.file_name)
        if not answer.voucher and answer.outcome == _REFUSED:
            self._whole = answer
            return
        if answer.outcome != _REFUSED:
            self._count(answer.file_id, answer.amount or _ZERO)
        self._found.append(
            self._difference(
                DifferenceKind.UNKNOWN_VOUCHER,
                voucher=answer.voucher,
                answered=str(answer.amount) if answer.amount is not None else "",
                **_named(answer),
            )
        )

    def _voucher(self, voucher: SentVoucher, answers: list[AnsweredVoucher]) -> Decimal:
        """Judge one voucher; gives the amount that is posted of it."""
        for answer in answers:
            self._files.setdefault(answer.file_id, answer.file_name)
        if not answers and self._whole:
            answers = [self._whole]
        if not answers:
            self._missing += 1
            self._found.append(self._about(DifferenceKind.MISSING, voucher, sent=str(voucher.amount)))
            return _ZERO
        answered = _summed_up(answers)
        for file_id, amount in answered.accepted.items():
            self._count(file_id, amount)
        if not answered.is_posted:
            self._refused += 1
            latest = answered.latest
            reason = MASK if voucher.reference == MASK else " ".join(filter(None, (latest.code, latest.text)))
            self._found.append(
                self._about(DifferenceKind.REFUSED, voucher, sent=str(voucher.amount), reason=reason, **_named(latest))
            )
            return _ZERO
        self._posted += 1
        amount = voucher.amount if answered.amount is None else answered.amount
        named = _named(answered.latest)
        if answered.acceptances > 1:
            self._found.append(self._about(DifferenceKind.TWICE, voucher, answered=str(answered.acceptances), **named))
        if amount != voucher.amount:
            self._found.append(
                self._about(DifferenceKind.AMOUNT, voucher, sent=str(voucher.amount), answered=str(amount), **named)
            )
        return amount

    def _count(self, file_id: str, amount: Decimal) -> None:
        """Count a voucher that an answer accepts, to compare with what the answer states as a whole."""
        count, summed = self._accepted.get(file_id, (0, _ZERO))
        self._accepted[file_id] = count + 1, summed + amount

    def _about(self, kind: DifferenceKind, voucher: SentVoucher, **words: str) -> Difference:
        return self._difference(kind, voucher=voucher.voucher, reference=voucher.reference, **words)

    def _difference(self, kind: DifferenceKind, **words: str) -> Difference:
        batch = self._batch
        return Difference(
            kind=kind,
            batch_id=batch.batch_id,
            file_id=batch.file_id,
            file_name=batch.file_name,
            sender=batch.sender,
            **words,
        )


def _named(answer: AnsweredVoucher) -> dict[str, str]:
    return {"answer_id": answer.file_id, "answer_name": answer.file_name}


def _summed_up(answers: list[AnsweredVoucher]) -> _Answered:
    """Answers about one voucher, in the order in which they came: the rows of each answer belong together."""
    summed = _Answered(answers[-1])
    for file_id, rows in groupby(answers, key=lambda answer: answer.file_id):
        told = list(rows)
        refused = [answer for answer in told if answer.outcome == _REFUSED]
        summed.latest = (refused or told)[-1]
        summed.is_posted = not refused
        if refused:
            continue
        # Of a voucher as a whole each answer is an acceptance; of its rows all of them are one, and add up.
        whole = [answer.amount for answer in told if answer.row is None]
        amounts = [amount for amount in (whole[:1] or [answer.amount for answer in told]) if amount is not None]
        summed.acceptances += len(whole) or 1
        summed.amount = sum(amounts, _ZERO) if amounts else None
        summed.accepted[file_id] = sum(amounts, _ZERO)
    return summed
