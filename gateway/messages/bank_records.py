"""What is remembered of bank files once they are delivered: payments reported, payments sent, balances, day totals.

These are no message parts. The journal keeps them, rules ask for them, and the daily report is made of them.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

PAYMENT, LUMP, DETAILED = "payment", "lump", "detailed"


@dataclass(slots=True, kw_only=True)
class ReportedPayment:
    """One payment that a bank report told of, or one deposit.

    `fingerprint` is what the same payment has in common in every report; `source` is the kind of report. The kinds are
    a payment, a deposit without details (lump) and a deposit with details. `number` is the running number of the
    payment or deposit in its file, from 1, and `place` where it stands there, as text.
    """

    fingerprint: str
    source: str
    kind: str
    number: int
    identifier: str
    place: str
    file_id: str = ""
    file_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentPayment:
    """One payment that was sent to the bank: its identities there, and what a status report may leave out."""

    message: str
    instruction: str
    end_to_end: str
    number: int
    amount: Decimal
    currency: str
    creditor_name: str
    creditor_account: str
    execution_date: date | None
    reference: str
    file_id: str = ""
    file_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountBalance:
    """What a statement says of one account: booked balances at its beginning and end, in the account's currency."""

    account: str
    currency: str
    source: str
    number: int
    from_date: date
    to_date: date
    opening: Decimal
    closing: Decimal
    file_id: str = ""
    file_name: str = ""


@dataclass(frozen=True, slots=True)
class DayKey:
    """What payments are added up by: the day, the bank account, the account that was paid to, and what they are."""

    day: date
    account: str
    receiving_account: str
    currency: str
    department: str
    kind: str
    ledger_account: str


@dataclass(slots=True)
class DayAmounts:
    """Payments in and out that were booked, and those left out because they had come before; out is positive."""

    count: int = 0
    incoming: Decimal = Decimal(0)
    outgoing: Decimal = Decimal(0)
    twin_count: int = 0
    twin_amount: Decimal = Decimal(0)

    def add(self, amount: Decimal, *, is_twin: bool = False) -> None:
        """Count one payment."""
        if is_twin:
            self.twin_count += 1
            self.twin_amount += amount
            return
        self.count += 1
        if amount < 0:
            self.outgoing -= amount
        else:
            self.incoming += amount
