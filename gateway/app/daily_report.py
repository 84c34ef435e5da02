"""The daily report (dagrapport): what came in and went out on a day, by account and by department, against statements.

It is made of what the journal remembers of delivered bank files. Each payment counts once: what was left out because
another file had it is shown beside, and is in no sum.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from gateway.journal.bank_book import BankBook
from gateway.messages.bank_records import AccountBalance, DayAmounts, DayKey
from gateway.registers import Registers

_STATEMENT = "camt.053"
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class KindLine:
    """Payments of one kind on one day, to one receiving account."""

    receiving_account: str
    kind: str
    name: str
    ledger_account: str
    count: int
    incoming: Decimal
    outgoing: Decimal
    left_out_count: int
    left_out_amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentAccount:
    """A department's part of one bank account: accumulated since the year began, and the kinds of the day."""

    department: str
    name: str
    account: str
    currency: str
    opening: Decimal
    lines: tuple[KindLine, ...]

    @property
    def incoming(self) -> Decimal:
        """What came in on the day."""
        return sum((line.incoming for line in self.lines), _ZERO)

    @property
    def outgoing(self) -> Decimal:
        """What went out on the day, as a positive amount."""
        return sum((line.outgoing for line in self.lines), _ZERO)

    @property
    def closing(self) -> Decimal:
        """Accumulated when the day is over."""
        return self.opening + self.incoming - self.outgoing


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountLine:
    """One bank account on one day: what was booked, against what its statement says.

    `opening` and `closing` are the statement's, None without one; `previous` is the closing balance of the statement
    before. `ledger_accounts` are the liquidity accounts of the ledger that stand for the account.
    """

    account: str
    name: str
    currency: str
    ledger_accounts: tuple[str, ...]
    incoming: Decimal
    outgoing: Decimal
    left_out_count: int
    left_out_amount: Decimal
    opening: Decimal | None
    closing: Decimal | None
    previous: Decimal | None
    statements: tuple[AccountBalance, ...] = ()

    @property
    def difference(self) -> Decimal | None:
        """How much the statement moved beyond what was booked; None without a statement."""
        if self.opening is None or self.closing is None:
            return None
        return self.closing - self.opening - self.incoming + self.outgoing

    @property
    def gap(self) -> Decimal | None:
        """How much the opening balance differs from the closing balance before; None where one of them is missing."""
        if self.opening is None or self.previous is None:
            return None
        return self.opening - self.previous

    @property
    def is_reconciled(self) -> bool:
        """Whether there is a statement, it moved by what was booked, and it begins where the one before ended."""
        return self.difference == 0 and not self.gap


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyReport:
    """The report of one day. The accounts are whole, also where the departments were chosen."""

    day: datetime.date
    accounts: tuple[AccountLine, ...]
    departments: tuple[DepartmentAccount, ...]

    @property
    def is_reconciled(self) -> bool:
        """Whether every account is."""
        return all(account.is_reconciled for account in self.accounts)


@dataclass(slots=True)
class _Account:
    amounts: DayAmounts = field(default_factory=DayAmounts)
    statements: list[AccountBalance] = field(default_factory=list)


def report_of_day(bank: BankBook, registers: Registers, day: datetime.date, *, department: str = "") -> DailyReport:
    """The report of a day, of one department if asked for."""
    totals = bank.totals(day)
    return DailyReport(
        day=day,
        accounts=tuple(_accounts(bank, registers, day, totals)),
        departments=tuple(_departments(bank, registers, day, totals, department)),
    )


def _accounts(
    bank: BankBook, registers: Registers, day: datetime.date, totals: Iterable[tuple[DayKey, DayAmounts]]
) -> Iterable[AccountLine]:
    accounts: dict[tuple[str, str], _Account] = {}
    for key, amounts in totals:
        found = accounts.setdefault((key.account, key.currency), _Account()).amounts
        _add(found, amounts)
    for balance in bank.balances(day):
        if balance.source == _STATEMENT:
            accounts.setdefault((balance.account, balance.currency), _Account()).statements.append(balance)
    known = registers["receiving_accounts"]
    for (number, currency), account in sorted(accounts.items()):
        row = known.find(number, on=day)
        behind = [
            each.values["ledger_account"]
            for each in known.rows
            if each.is_valid_on(day) and number in (each.values[known.keys[0]], each.values.get("bank_account", ""))
        ]
        first = account.statements[0] if account.statements else None
        before = bank.balance_before(number, first.from_date if first else day, _STATEMENT)
        yield AccountLine(
            account=number,
            name=row.values.get("name", "") if row else "",
            currency=currency,
            ledger_accounts=tuple(sorted(set(behind) - {""})),
            incoming=account.amounts.incoming,
            outgoing=account.amounts.outgoing,
            left_out_count=account.amounts.twin_count,
            left_out_amount=account.amounts.twin_amount,
            opening=first.opening if first else None,
            closing=account.statements[-1].closing if first else None,
            previous=before.closing if before else None,
            statements=tuple(account.statements),
        )


def _departments(
    bank: BankBook,
    registers: Registers,
    day: datetime.date,
    totals: Iterable[tuple[DayKey, DayAmounts]],
    department: str,
) -> Iterable[DepartmentAccount]:
    opening = bank.net(day.replace(month=1, day=1), day)
    lines: dict[tuple[str, str, str], list[KindLine]] = {}
    names = _kind_names(registers, day)
    for key, amounts in totals:
        line = KindLine(
            receiving_account=key.receiving_account,
            kind=key.kind,
            name=names.get((key.kind, key.ledger_account), ""),
            ledger_account=key.ledger_account,
            count=amounts.count,
            incoming=amounts.incoming,
            outgoing=amounts.outgoing,
            left_out_count=amounts.twin_count,
            left_out_amount=amounts.twin_amount,
        )
        lines.setdefault((key.department, key.account, key.currency), []).append(line)
    known = registers["departments"]
    for code, account, currency in sorted({*lines, *((code, account, cur) for account, code, cur in opening)}):
        if department not in ("", code):
            continue
        row = known.find(code, on=day)
        yield DepartmentAccount(
            department=code,
            name=row.values.get("name", "") if row else "",
            account=account,
            currency=currency,
            opening=opening.get((account, code, currency), _ZERO),
            lines=tuple(lines.get((code, account, currency), ())),
        )


def _kind_names(registers: Registers, day: datetime.date) -> dict[tuple[str, str], str]:
    """What staff call payments of a kind, by kind and ledger account."""
    rows = registers["payment_references"].rows
    return {
        (row.values.get("item_kind", ""), row.values.get("ledger_account", "")): row.values.get("name", "")
        for row in rows
        if row.is_valid_on(day)
    }


def _add(total: DayAmounts, amounts: DayAmounts) -> None:
    total.count += amounts.count
    total.incoming += amounts.incoming
    total.outgoing += amounts.outgoing
    total.twin_count += amounts.twin_count
    total.twin_amount += amounts.twin_amount
