"""Rejected and stopped payments of LB: the records of the order again, each with a comment (TK49) on what is wrong.

The fault may stand in a record about the payee, and the comments on the other records of the payee then only point to
the record before or after. Such payments wait until the fault is known, or until the records tell of another payee.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from gateway.findings import Finding, Place, finding
from gateway.formats.bankgiro_lines import Records
from gateway.formats.bankgiro_values import amount_of, short_day_of
from gateway.formats.lb_reasons import is_rejecting, reason_of
from gateway.formats.lb_records import COMMENT, KINDS, MINUSES, ORDER, PAYMENTS, payee_key
from gateway.formats.lb_return_sections import MAXIMUM_TEXTS, Opening, Payees, count_fault
from gateway.messages import PaymentStatus

MAXIMUM_WAITING = 10_000
"""Payments to one payee that wait for a reason; what waits longer is given without one."""

_SPLIT_COMMENT = COMMENT.splitter("49")
_SPLIT_PAYMENT = ORDER.splitter("14")
_ABOUT_PAYEES = frozenset({"25", "26", "27", "40", "65"})


@dataclass(slots=True)
class _Comments:
    """Reasons and Bankgirot's texts about them."""

    reasons: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def add(self, reason: str, text: str) -> None:
        if reason not in self.reasons and len(self.reasons) < MAXIMUM_TEXTS:
            self.reasons.append(reason)
            self.texts.append(text)

    def give(self, status: PaymentStatus) -> PaymentStatus:
        """The status with these reasons."""
        status.reasons, status.texts = list(self.reasons), list(self.texts)
        status.status = self.reasons[0] if self.reasons else ""
        status.outcome = "rejected" if is_rejecting(self.reasons) else "accepted"
        return status


class RejectedSection:
    """Rejected (layout 6) and stopped (layout 7) payments. Their fields may be the very ones that cannot be read."""

    last = "29"

    def __init__(self, records: Records, opening: Opening) -> None:
        self._records = records
        self._opening = opening
        self._payees = Payees()
        self._payee = ""
        self._faults = _Comments()
        self._waiting: list[PaymentStatus] = []
        self._open: PaymentStatus | None = None
        self._own = _Comments()
        self._record = ""
        self._count = 0

    def take(self, code: str, record: str) -> Iterator[PaymentStatus | Finding]:
        """See `Section`."""
        if code == "49":
            yield from self._comment(record)
            return
        yield from self._finished()
        self._record = code
        if code not in PAYMENTS and code not in _ABOUT_PAYEES:
            if code not in ORDER:
                self._records.notice("LB-UNKNOWN-RECORD")
            return
        if (payee := payee_key(record[2:12])) != self._payee:
            yield from self._end_payee()
            self._payee = payee
        if code in PAYMENTS:
            self._begin(code, record)
        elif code in ("26", "40"):
            self._payees.tell(code, record)

    def close(self, record: str) -> Iterator[PaymentStatus | Finding]:
        """See `Section`."""
        yield from self._finished()
        yield from self._end_payee()
        yield from count_fault(self._records.line, record, self._count, self._opening.bankgiro)

    def _begin(self, code: str, record: str) -> None:
        payee, reference, amount_field, day_field, information = _SPLIT_PAYMENT(record)
        self._count += 1
        amount = amount_of(amount_field)
        self._open = PaymentStatus(
            level="payment",
            status="",
            outcome="rejected",
            kind=KINDS.get(code, "payment"),
            original_identifier=information.strip(),
            amount=-amount if amount and code in MINUSES else amount,
            currency=self._opening.currency,
            execution_date=short_day_of(day_field),
            reference=reference.strip(),
            place=Place(line=self._records.line, record="TK" + code),
        )
        self._payees.fill(self._open, code, payee)

    def _comment(self, record: str) -> Iterator[Finding]:
        kind, number, text = (part.strip() for part in _SPLIT_COMMENT(record))
        if not kind:
            return
        reason = reason_of(kind, number)
        if self._open:
            self._own.add(reason, text)
        elif self._record in _ABOUT_PAYEES:
            self._faults.add(reason, text)
        else:
            place = Place(line=self._records.line, record="TK49")
            yield finding("LB-RETURN-RECORD", place=place, value=text, about="TK" + self._record, reason=reason)

    def _finished(self) -> Iterator[PaymentStatus]:
        """The payment whose comments are all read, unless it has to wait for those on another record."""
        status, own = self._open, self._own
        if not status:
            return
        self._open, self._own = None, _Comments()
        if own.reasons:
            yield own.give(status)
        else:
            self._waiting.append(status)
            if self._faults.reasons or len(self._waiting) > MAXIMUM_WAITING:
                yield from self._released()

    def _end_payee(self) -> Iterator[PaymentStatus]:
        yield from self._released()
        self._faults = _Comments()

    def _released(self) -> Iterator[PaymentStatus]:
        yield from map(self._faults.give, self._waiting)
        self._waiting = []
