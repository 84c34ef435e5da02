"""What Bankgirot tells of payments that were ordered: rejected, cancelled or moved, and waiting for their day.

Source: Bankgirot, "Autogiro, Teknisk manual", 2016-12-13: rejected payment orders, cancellations and changes, extract
from the watch register. The records look the same in the new and the old layout; the opening record does not.

A request that Bankgirot refuses may be refused for its day or amount, which then cannot be read; it is left out, and
the sums of the closing record tell whether that was right.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from gateway.findings import Finding
from gateway.formats.autogiro_records import CHANGES, REJECTED, WATCH, Opening, kind_of_file
from gateway.formats.autogiro_report import FAMILY, Report
from gateway.formats.autogiro_values import is_empty
from gateway.formats.bankgiro_lines import Records, open_records
from gateway.formats.bankgiro_values import amount_of, day_of, number_of
from gateway.formats.base import Format, ReadingContext
from gateway.messages import PAYMENT_STATUS_REPORT, Part, PaymentStatus, PaymentStatusReport
from gateway.messages import autogiro_codes as codes

_Value = TypeVar("_Value")

_DIRECTIONS = {"82": ("in", "collection"), "32": ("out", "disbursement")}
_UNREADABLE = "AUTOGIRO-UNREADABLE"
_FIRST_OWN_CHANGE = "23"
"""Records up to 22 tell of what the bank or the payer did; from here on they answer a request of the payee's."""

_SPLIT_REJECTED = REJECTED.splitter("82")
_SPLIT_CHANGED = CHANGES.splitter("23")
_SPLIT_WATCHED = WATCH.splitter("82")


class _StatusReport(Report):
    """What the three reports have in common: statuses are counted and added up by direction."""

    def __init__(self, records: Records) -> None:
        super().__init__(records)
        self._number = 0
        self._counted = dict.fromkeys(("out_count", "out_sum", "in_count", "in_sum"), 0)

    def begin(self, opening: Opening) -> Iterator[Part | Finding]:
        yield PaymentStatusReport(
            identifier=opening.identifier,
            source="autogiro",
            original_format="autogiro-order",
            created=opening.created,
            place=self.place("01"),
        )

    def close(self, code: str, record: str) -> Iterator[Part | Finding]:
        yield from self.checked(code, record, self._counted)

    def count(self, direction: str, amount: str) -> None:
        """Add one payment to the counts and sums that the closing record states."""
        name, _ = _DIRECTIONS[direction]
        self._counted[f"{name}_count"] += 1
        self._counted[f"{name}_sum"] += int(amount) if amount.isdecimal() else 0

    def status(
        self,
        code: str,
        *,
        direction: str,
        outcome: str,
        comment: str,
        texts: list[str],
        day: str,
        new_day: str = "",
        payer: str,
        amount: str,
        reference: str,
    ) -> PaymentStatus:
        """The next status, from the fields of its record."""
        self._number += 1
        payer_number = number_of(payer)
        _, kind = _DIRECTIONS.get(direction, ("", "payment"))
        return PaymentStatus(
            level="payment" if payer_number else "instruction",
            status=comment,
            outcome=outcome,
            reasons=[comment] if comment else [],
            texts=texts,
            kind=kind,
            amount=self._read(amount_of(amount), amount),
            currency="SEK",
            execution_date=self._read(day_of(day), day),
            new_date=self._read(day_of(new_day), new_day),
            counterparty_account=payer_number,
            reference="" if is_empty(reference) else reference.strip(),
            number=self._number,
            place=self.place(code),
        )

    def meaning(self, meanings: dict[str, codes.Meaning], code: str) -> str:
        """What a code means, in Swedish; the code itself, with a notice, when it is not known."""
        if code not in meanings:
            self.records.notice("AUTOGIRO-UNKNOWN-CODE")
            return code
        return meanings[code].sv

    def _read(self, value: _Value | None, field: str) -> _Value | None:
        if value is None and not is_empty(field):
            self.records.notice(_UNREADABLE)
        return value


class _Rejected(_StatusReport):
    tables = REJECTED

    def detail(self, code: str, record: str) -> Iterator[Part | Finding]:
        day, _, _, payer, amount, reference, comment = _SPLIT_REJECTED(record)
        self.count(code, amount)
        yield self.status(
            code,
            direction=code,
            outcome="rejected",
            comment=comment.strip(),
            texts=[self.meaning(codes.REJECTIONS, comment)],
            day=day,
            payer=payer,
            amount=amount,
            reference=reference,
        )


class _Changes(_StatusReport):
    tables = CHANGES

    def detail(self, code: str, record: str) -> Iterator[Part | Finding]:
        day, payer, direction, amount, new_day, reference, comment = _SPLIT_CHANGED(record)
        is_done = comment in codes.CARRIED_OUT
        if is_done and direction in _DIRECTIONS:
            self.count(direction, amount)
        yield self.status(
            code,
            direction=direction,
            outcome="accepted" if is_done and code >= _FIRST_OWN_CHANGE else "rejected",
            comment=comment.strip(),
            texts=[codes.CHANGE_TYPES[code].sv, self.meaning(codes.CHANGES, comment)],
            day=day,
            new_day=new_day,
            payer=payer,
            amount="" if is_empty(amount) else amount,
            reference=reference,
        )


class _Watch(_StatusReport):
    tables = WATCH

    def detail(self, code: str, record: str) -> Iterator[Part | Finding]:
        day, _, _, payer, amount, _, reference = _SPLIT_WATCHED(record)
        self.count(code, amount)
        yield self.status(
            code,
            direction=code,
            outcome="pending",
            comment="",
            texts=["väntar på betalningsdagen"],
            day=day,
            payer=payer,
            amount=amount,
            reference=reference,
        )


def _format(name: str, title: str, kind: str, report: type[_StatusReport]) -> Format:
    def read(path: Path, context: ReadingContext) -> Iterator[Part | Finding]:
        with open_records(path) as file:
            yield from report(Records(file, FAMILY)).run()

    return Format(
        name=name,
        title=title,
        family=PAYMENT_STATUS_REPORT,
        source="Bankgirot: Autogiro, Teknisk manual, 2016-12-13, ny och gammal layout",
        recognise=lambda head: kind_of_file(head) == kind,
        read=read,
    )


FORMATS = (
    _format("autogiro-rejected", "Autogiro, avvisade betalningsuppdrag från Bankgirot", "rejected", _Rejected),
    _format("autogiro-changes", "Autogiro, makuleringar och ändringar från Bankgirot", "changes", _Changes),
    _format("autogiro-watch", "Autogiro, utdrag ur bevakningsregistret från Bankgirot", "watch", _Watch),
)
