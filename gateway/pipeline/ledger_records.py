"""What a file adds to the journal's ledger book: the vouchers that it sends, or what the ledger answers in it.

Both may be many, so they are spooled to the work folder during the pass and read back when the plan is made.
"""

import datetime
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Self

from gateway.journal.ledger_book import AnswerEntries
from gateway.messages import Payment
from gateway.messages.ledger_records import AnsweredVoucher, SentVoucher, StatedTotals
from gateway.pipeline.replies import own_number
from gateway.pipeline.spool import Spool
from gateway.pipeline.units import UnitResult

_ZERO = Decimal(0)


class SentVouchers:
    """The vouchers of the units that are delivered. Use it as a context manager during the pass.

    A unit is a voucher with the number that mappings call run.number. Payments are put together: their deposit is the
    voucher. The amount of a voucher is the larger of what goes each way, since it balances.
    """

    def __init__(self, work: Path) -> None:
        self._spool = Spool(work / "vouchers.jsonl")
        self._open: list[str] = []
        self._ways = [_ZERO, _ZERO]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._end()
        self._spool.close()

    def add(self, unit: UnitResult) -> None:
        """Note a unit in each batch that it is delivered in."""
        is_payment = isinstance(unit.part, Payment)
        deposit = unit.ancestors["deposit"] if is_payment else None
        for share in unit.shares:
            amount, currency = unit.amount_of(share.part) or (_ZERO, "SEK")
            head = [
                share.batch_id,
                str(deposit.number if deposit else share.number),
                deposit.identifier if deposit else own_number(unit),
                currency,
            ]
            if head != self._open or not is_payment:
                self._end()
                self._open = head
            self._ways[amount < 0] += abs(amount)

    def vouchers(self) -> Iterator[tuple[str, SentVoucher]]:
        """All vouchers, each with the id of its batch, once the pass is over."""
        for batch_id, voucher, reference, currency, amount in self._spool.rows():
            sent = SentVoucher(voucher=voucher, reference=reference, amount=Decimal(amount), currency=currency)
            yield batch_id, sent

    def _end(self) -> None:
        if self._open:
            self._spool.add([*self._open, f"{max(self._ways):f}"])
        self._open, self._ways = [], [_ZERO, _ZERO]


class LedgerAnswers:
    """What the ledger answers. Use it as a context manager during the pass."""

    def __init__(self, work: Path) -> None:
        self._spool = Spool(work / "answers.jsonl")
        self._stated: list[StatedTotals] = []
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._spool.close()

    def add(self, told: Iterable[AnsweredVoucher | StatedTotals]) -> None:
        """Note what rules tell of a part."""
        for each in told:
            if isinstance(each, StatedTotals):
                self._stated.append(each)
                continue
            self._count += 1
            self._spool.add(
                [
                    each.batch_id,
                    each.voucher,
                    each.row,
                    each.outcome,
                    each.code,
                    each.text,
                    str(each.amount) if each.amount is not None else None,
                    each.ledger_number,
                    each.day.isoformat() if each.day else None,
                ]
            )

    def entries(self) -> AnswerEntries | None:
        """All that was told, once the pass is over; None when nothing was."""
        if not self._count and not self._stated:
            return None
        return AnswerEntries(stated=self._stated, vouchers=self._vouchers())

    def _vouchers(self) -> Iterator[AnsweredVoucher]:
        for number, row in enumerate(self._spool.rows(), start=1):
            batch_id, voucher, ledger_row, outcome, code, text, amount, ledger_number, day = row
            yield AnsweredVoucher(
                batch_id=batch_id,
                voucher=voucher,
                row=ledger_row,
                outcome=outcome,
                code=code,
                text=text,
                amount=Decimal(amount) if amount is not None else None,
                ledger_number=ledger_number,
                day=datetime.date.fromisoformat(day) if day else None,
                number=number,
            )
