"""What a bank file adds to the journal's bank book, gathered during its pass.

Payments may be many, so they are spooled to the work folder and read back when the plan is made.
"""

import datetime
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from gateway.journal.bank_book import BankBook, BankEntries
from gateway.messages import CreditTransfer, PaymentInstruction, PaymentOrder, PaymentReport, Statement
from gateway.messages.bank_records import AccountBalance, DayAmounts, DayKey, ReportedPayment, SentPayment
from gateway.pipeline.spool import Spool


class EarlierBankFiles:
    """The bank book as rules of one file see it: without that file itself, which may be tried again."""

    def __init__(self, book: BankBook, file_id: str) -> None:
        self._book = book
        self._file_id = file_id

    def has_reports(self, account: str, day: datetime.date) -> bool:
        """Whether payments on an account and day have been told of."""
        return self._book.has_reports(account, day, other_than=self._file_id)

    def reported(self, fingerprint: str) -> list[ReportedPayment]:
        """The payments with a fingerprint that have been told of, in the order in which the files came."""
        return self._book.reported(fingerprint, other_than=self._file_id)

    def sent_payment(self, message: str, instruction: str, end_to_end: str) -> SentPayment | None:
        """The payment that was sent under these identities."""
        return self._book.sent_payment(message, instruction, end_to_end)

    def sent_to(self, account: str, amount: Decimal) -> list[SentPayment]:
        """Payments of an amount that were sent to an account, latest file first."""
        return self._book.sent_to(account, amount)


class BankRecords:
    """The records of one file. Use it as a context manager while the file is read, then ask for `entries()`."""

    def __init__(self, work: Path) -> None:
        self._reported = Spool(work / "reported.jsonl")
        self._sent = Spool(work / "sent.jsonl")
        self._days: set[tuple[str, str]] = set()
        self._balances: list[AccountBalance] = []
        self._totals: dict[DayKey, DayAmounts] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._reported.close()
        self._sent.close()

    def add_reported(self, reported: ReportedPayment) -> None:
        """Put a payment that the report told of on record, and with it the account and day."""
        account, day, _ = reported.fingerprint.split("|", 2)
        self._days.add((account, day))
        self._reported.add(
            [
                reported.fingerprint,
                reported.source,
                reported.kind,
                reported.number,
                reported.identifier,
                reported.place,
            ]
        )

    def add_to_day(self, key: DayKey, amount: Decimal, *, is_twin: bool) -> None:
        """Add a payment to the totals of its day."""
        self._totals.setdefault(key, DayAmounts()).add(amount, is_twin=is_twin)

    def add_part(self, part: Any, ancestors: Mapping[str, Any]) -> None:
        """Put what a part itself says on record: a balance, or a payment that is sent."""
        if isinstance(part, CreditTransfer):
            self._add_sent(part, ancestors["order"], ancestors["instruction"])
        elif isinstance(part, Statement):
            self._add_balance(part, ancestors["report"])

    def entries(self) -> BankEntries:
        """All that was put on record."""
        return BankEntries(
            reported=self._all_reported(),
            sent=self._all_sent(),
            reported_days=((account, datetime.date.fromisoformat(day)) for account, day in self._days),
            balances=self._balances,
            totals=self._totals.items(),
        )

    def _add_sent(self, transfer: CreditTransfer, order: PaymentOrder, instruction: PaymentInstruction) -> None:
        day = transfer.execution_date or instruction.execution_date
        self._sent.add(
            [
                order.identifier,
                instruction.identifier,
                transfer.end_to_end_identifier or transfer.instruction_identifier,
                transfer.number,
                str(transfer.amount),
                transfer.currency,
                transfer.creditor_name,
                transfer.creditor_account,
                day.isoformat() if day else "",
                transfer.reference,
            ]
        )

    def _add_balance(self, statement: Statement, report: PaymentReport) -> None:
        first = statement.from_date or statement.to_date
        last = statement.to_date or statement.from_date
        if statement.opening is None or statement.closing is None or first is None or last is None:
            return
        self._balances.append(
            AccountBalance(
                account=statement.account,
                currency=statement.currency,
                source=report.source,
                number=statement.number,
                from_date=first,
                to_date=last,
                opening=statement.opening,
                closing=statement.closing,
            )
        )

    def _all_reported(self) -> Iterator[ReportedPayment]:
        for fingerprint, source, kind, number, identifier, place in self._reported.rows():
            yield ReportedPayment(
                fingerprint=fingerprint,
                source=source,
                kind=kind,
                number=number,
                identifier=identifier,
                place=place,
            )

    def _all_sent(self) -> Iterator[SentPayment]:
        for *identities, number, amount, currency, name, account, day, reference in self._sent.rows():
            message, instruction, end_to_end = identities
            yield SentPayment(
                message=message,
                instruction=instruction,
                end_to_end=end_to_end,
                number=number,
                amount=Decimal(amount),
                currency=currency,
                creditor_name=name,
                creditor_account=account,
                execution_date=datetime.date.fromisoformat(day) if day else None,
                reference=reference,
            )
