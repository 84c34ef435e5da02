"""What a rule set is: named checks on the parts of a message."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol

from gateway.findings import Finding
from gateway.messages.bank_records import DayKey, ReportedPayment, SentPayment
from gateway.messages.ledger_records import AnsweredVoucher, SentBatch, SentVoucher, StatedTotals

if TYPE_CHECKING:
    from gateway.registers import Registers


class History(Protocol):
    """What was delivered before, for rules about duplicates."""

    def first_holder(self, kind: str, key: str, *, other_than: str = "") -> tuple[str, str] | None:
        """(file id, file name) of the file that holds a business key, unless that is the file `other_than`."""
        ...


class BankHistory(Protocol):
    """What is remembered of bank files that were delivered; never of the file that is being checked."""

    def has_reports(self, account: str, day: datetime.date) -> bool:
        """Whether payments on an account and day have been told of."""
        ...

    def reported(self, fingerprint: str) -> list[ReportedPayment]:
        """The payments with a fingerprint that have been told of, in the order in which the files came."""
        ...

    def sent_payment(self, message: str, instruction: str, end_to_end: str) -> SentPayment | None:
        """The payment that was sent under these identities; a blank instruction is any. None for an unknown one."""
        ...

    def sent_to(self, account: str, amount: Decimal) -> list[SentPayment]:
        """Payments of an amount that were sent to an account, latest file first."""
        ...


class NoBankHistory:
    """The history of a trial: no bank file was delivered before."""

    def has_reports(self, account: str, day: datetime.date) -> bool:
        """None was."""
        return False

    def reported(self, fingerprint: str) -> list[ReportedPayment]:
        """None was."""
        return []

    def sent_payment(self, message: str, instruction: str, end_to_end: str) -> SentPayment | None:
        """None was."""
        return None

    def sent_to(self, account: str, amount: Decimal) -> list[SentPayment]:
        """None was."""
        return []


class LedgerHistory(Protocol):
    """What is remembered of batches that were sent to the ledger."""

    def batch(self, batch_id: str) -> SentBatch | None:
        """The batch with an id; None for an unknown one."""
        ...

    def sent_voucher(self, batch_id: str, voucher: str) -> SentVoucher | None:
        """A voucher of a batch; None when the batch or the voucher is unknown."""
        ...


class NoLedgerHistory:
    """The history of a trial: no batch was sent before."""

    def batch(self, batch_id: str) -> SentBatch | None:
        """None was."""
        return None

    def sent_voucher(self, batch_id: str, voucher: str) -> SentVoucher | None:
        """None was."""
        return None


def _untold(_: object) -> None:
    """Where nobody keeps records, nothing is told."""


@dataclass(slots=True, kw_only=True)
class Surroundings:
    """What a rule may look at beside the part itself.

    `ancestors` holds the latest outer parts by their spec name (``{"report": …, "deposit": …}``). `claim_key`
    registers a business key (kind, key) of the part for later duplicate checks; it takes effect only if the
    part is delivered. `bank` is what earlier bank files told; `tell_payment` and `tell_day` put the payment being
    checked on record there. `ledger` is what was sent to the ledger; `tell_ledger` puts on record what it answers.
    `memory` is what rule sets themselves remember from part to part of one file, under names that begin with the rule
    set's; it must not grow with the file. `route_values` are the values that the route gives its mapping, such as the
    company; `sender` is who drops its files. In a trial the history is empty: that nobody holds a key says nothing
    then.
    """

    registers: Registers
    history: History
    today: datetime.date
    ancestors: dict[str, Any]
    claim_key: Callable[[str, str], None]
    options: dict[str, Any]
    memory: dict[str, Any] = field(default_factory=dict)
    is_trial: bool = False
    bank: BankHistory = field(default_factory=NoBankHistory)
    tell_payment: Callable[[ReportedPayment], None] = _untold
    tell_day: Callable[[DayKey], None] = _untold
    ledger: LedgerHistory = field(default_factory=NoLedgerHistory)
    tell_ledger: Callable[[AnsweredVoucher | StatedTotals], None] = _untold
    route_values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    sender: str = ""


Check = Callable[[Any, Surroundings], Iterable[Finding]]
"""What judges a part. A check with an attribute `codes` is not run where a route has switched all of them off."""


def _nothing_to_prepare(_: Registers) -> None:
    """For a rule set that looks up rows as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """One version of a named set of checks, each for one part type, run in order on every such part.

    It applies from a day on, until a later version of the same name does. `formats` names the formats whose
    documents it judges; blank is every format. Rules about the document itself, rather than the message that was
    read from it, ask ``invoice.document``. `options` are the options that routes may set, with the type of each: int,
    Decimal, bool or str. `registers` are those that the checks look into; `prepare` makes ready what they look up
    there, and raises BrokenSpecification for registers that cannot be used so.
    """

    name: str
    version: str
    title: str
    codes: tuple[str, ...]
    checks: tuple[tuple[type, Check], ...]
    applies_from: datetime.date = datetime.date.min
    formats: tuple[str, ...] = ()
    options: Mapping[str, type] = field(default_factory=lambda: MappingProxyType({}))
    registers: tuple[str, ...] = ()
    prepare: Callable[[Registers], object] = _nothing_to_prepare

    def judges(self, form: str) -> bool:
        """Whether documents of a format are its matter."""
        return not self.formats or form in self.formats
