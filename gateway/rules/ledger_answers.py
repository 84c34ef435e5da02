"""Rule set ``ledger-answer``: what the ledger says of batches is put on record, and matched to what was sent.

The answer itself is right whatever it says. What it refuses, and what does not agree with what was sent, is listed;
`gateway reconcile` compares whole batches.
"""

from collections.abc import Iterator
from decimal import Decimal

from gateway.findings import MASK, Finding, finding
from gateway.messages import RecordReply, ReplyReport
from gateway.messages.ledger_records import AnsweredVoucher, SentBatch, SentVoucher, StatedTotals, voucher_key
from gateway.rules.base import RuleSet, Surroundings

_LATEST = "ledger-answer.latest-batch"
_UNKNOWN = "ledger-answer.unknown-batch"


def check_report(report: ReplyReport, surroundings: Surroundings) -> Iterator[Finding]:
    """Totals of a batch that the report states are put on record."""
    if report.batch_id and (report.count is not None or report.amount is not None):
        surroundings.tell_ledger(
            StatedTotals(batch_id=report.batch_id, count=report.count, amount=_positive(report.amount))
        )
    yield from ()


def check_reply(reply: RecordReply, surroundings: Surroundings) -> Iterator[Finding]:
    """The voucher was sent, with that amount, and is posted.

    The feeder system's own number is put into the reply, so that a mapping can pass it on.
    """
    batch_id = reply.batch_id or surroundings.ancestors["report"].batch_id
    answer = AnsweredVoucher(
        batch_id=batch_id,
        voucher=voucher_key(reply.reference),
        row=reply.row,
        outcome=reply.outcome,
        code=reply.code,
        text=reply.text,
        amount=_positive(reply.amount),
        ledger_number=reply.receiver_number,
        day=reply.date,
    )
    surroundings.tell_ledger(answer)
    batch = _batch(batch_id, surroundings)
    if batch is None:
        yield from _unknown_batch(reply, batch_id, surroundings)
        return
    voucher = surroundings.ledger.sent_voucher(batch_id, answer.voucher) if answer.voucher else None
    if voucher:
        _fill_in(reply, voucher)
    if voucher is None and answer.voucher:
        yield _told("LEDGER-VOUCHER-UNKNOWN", reply, answer, batch, None, value=answer.voucher)
    elif answer.outcome == "rejected":
        yield _told("LEDGER-VOUCHER-REFUSED", reply, answer, batch, voucher)
    elif voucher and answer.row is None and answer.amount not in (None, voucher.amount):
        amounts = {"value": answer.amount, "expected": voucher.amount}
        yield _told("LEDGER-AMOUNT-DIFFERS", reply, answer, batch, voucher, **amounts)


def _fill_in(reply: RecordReply, voucher: SentVoucher) -> None:
    reply.record_number, reply.reference = int(voucher.voucher), voucher.reference
    if voucher.reference == MASK and reply.text:
        reply.text = MASK


def _positive(amount: Decimal | None) -> Decimal | None:
    """A debit sum, however the ledger signs it."""
    return abs(amount) if amount is not None else None


def _batch(batch_id: str, surroundings: Surroundings) -> SentBatch | None:
    """The batch that was sent; of the latest one it is remembered, since most answers are about one."""
    known, batch = surroundings.memory.get(_LATEST, (None, None))
    if known != batch_id:
        batch = surroundings.ledger.batch(batch_id)
        surroundings.memory[_LATEST] = batch_id, batch
    found: SentBatch | None = batch
    return found


def _unknown_batch(reply: RecordReply, batch_id: str, surroundings: Surroundings) -> Iterator[Finding]:
    """Told of once for each run of vouchers, not for every one. In a trial nothing was sent, so nothing is unknown."""
    if surroundings.is_trial or surroundings.memory.get(_UNKNOWN) == batch_id:
        return
    surroundings.memory[_UNKNOWN] = batch_id
    yield finding("LEDGER-BATCH-UNKNOWN", place=reply.place, value=batch_id, about=batch_id, batch=batch_id)


def _told(
    code: str,
    reply: RecordReply,
    answer: AnsweredVoucher,
    batch: SentBatch,
    voucher: SentVoucher | None,
    *,
    value: object = "",
    expected: object = "",
) -> Finding:
    return finding(
        code,
        place=reply.place,
        value=value,
        expected=expected,
        about=_name(answer, voucher),
        batch=batch.batch_id,
        voucher=answer.voucher or "alla",
        reference=voucher.reference if voucher else "",
        reason=reply.text or reply.code or "inget skäl",
        ledger_code=reply.code,
        row=reply.row if reply.row is not None else "",
        amount=voucher.amount if voucher else "",
        currency=voucher.currency if voucher else "",
        sender=batch.sender,
        first_name=batch.file_name,
        first_id=batch.file_id,
    )


def _name(answer: AnsweredVoucher, voucher: SentVoucher | None) -> str:
    """What a voucher of a batch is called: ``CSV-00000017/4 (70001)``, with the feeder system's own number."""
    own = f" ({voucher.reference})" if voucher and voucher.reference else ""
    return f"{answer.batch_id}/{answer.voucher}{own}" if answer.voucher else answer.batch_id


RULE_SET = RuleSet(
    name="ledger-answer",
    version="1",
    title="The ledger's answer is matched to what was sent; what it refuses is listed",
    codes=("LEDGER-BATCH-UNKNOWN", "LEDGER-VOUCHER-UNKNOWN", "LEDGER-VOUCHER-REFUSED", "LEDGER-AMOUNT-DIFFERS"),
    checks=((ReplyReport, check_report), (RecordReply, check_reply)),
)
