"""What surrounds the entries of one camt report, statement or notification: account, balances, totals.

The balances are compared with the booked entries when all have come. Source: ISO 20022, external code list
BalanceType: opening booked (OPBD) or previously closed booked (PRCD), plus what was booked, is closing booked (CLBD).
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from gateway.findings import NOWHERE, Finding, Place, finding
from gateway.formats.camt_shapes import Found
from gateway.formats.camt_values import (
    CREDIT,
    DEBIT,
    ZERO,
    Account,
    AccountNames,
    account_of,
    amount_of,
    count_of,
    day_at,
    day_of,
    signed,
)
from gateway.messages import Statement

_ACCOUNT = AccountNames.below("Acct")
_CLEARING = "Acct/Svcr/FinInstnId/ClrSysMmbId"
_SWEDISH_CLEARING = "SESBA"
_OPENING, _PREVIOUS, _CLOSING, _INTERIM = "OPBD", "PRCD", "CLBD", "ITBD"
_BOOKED_BALANCES = frozenset({_OPENING, _PREVIOUS, _CLOSING, _INTERIM})
_INTERIM_SUBTYPE = "INTM"
_TOTALS = (("TtlNtries", (CREDIT, DEBIT)), ("TtlCdtNtries", (CREDIT,)), ("TtlDbtNtries", (DEBIT,)))


class _Balance(NamedTuple):
    kind: str
    is_interim: bool
    currency: str
    amount: Decimal
    day: date | None

    @classmethod
    def of(cls, found: Found) -> "_Balance":
        return cls(
            kind=found.text("Tp/CdOrPrtry/Cd"),
            is_interim=found.text("Tp/SubTp/Cd") == _INTERIM_SUBTYPE,
            currency=found.text("Amt/@Ccy"),
            amount=signed(amount_of(found.text("Amt")) or ZERO, found.text("CdtDbtInd")),
            day=day_at(found, "Dt"),
        )


class _Sum:
    """Count and sum of entries of one direction: all of them, and the booked ones."""

    def __init__(self) -> None:
        self.count = self.booked_count = 0
        self.amount = self.booked_amount = ZERO
        self.first_booked = NOWHERE

    def add(self, amount: Decimal, place: Place, *, is_booked: bool) -> None:
        self.count += 1
        self.amount += amount
        if is_booked:
            if not self.booked_count:
                self.first_booked = place
            self.booked_count += 1
            self.booked_amount += amount


class OpenStatement:
    """One statement while its entries come.

    `kind` is the message, such as camt.053; `created` the day of the report, for want of another; `is_one_page` tells
    whether the message is no part of a longer one. `statement` is what goes out before the entries.
    """

    def __init__(
        self, found: Found, place: Place, *, kind: str, number: int, created: date | None, is_one_page: bool
    ) -> None:
        self._found = found
        self._place = place
        self._kind = kind
        self._is_whole = is_one_page and is_only_page(found, "Pgntn")
        self._balances = [_Balance.of(balance) for balance in found.groups.get("Bal", ())]
        self._sums = {CREDIT: _Sum(), DEBIT: _Sum()}
        self._booked: dict[str, Decimal] = {}
        self.account = account_of(found, _ACCOUNT) or Account("", "BBAN")
        currencies = {balance.currency for balance in self._balances if balance.kind in _BOOKED_BALANCES}
        self._currency = found.text("Acct/Ccy") or (currencies.pop() if len(currencies) == 1 else "")
        self.statement = self._statement(number)
        self.day = self.statement.to_date or day_of(found.text("CreDtTm")) or created
        """The day of what has no date of its own."""

    def add(self, amount: Decimal, direction: str, currency: str, place: Place, *, is_booked: bool) -> Finding | None:
        """Count an entry, by its positive amount. A finding when it is booked in another currency."""
        self._sums[direction].add(amount, place, is_booked=is_booked)
        if not is_booked:
            return None
        self._booked[currency] = self._booked.get(currency, ZERO) + signed(amount, direction)
        if self._currency and currency != self._currency:
            return finding("CAMT-ENTRY-CURRENCY", place=place, value=currency, expected=self._currency)
        return None

    def beginning(self) -> Iterator[Finding]:
        """What is to be said of the statement before its entries."""
        if copy := self._found.text("CpyDplctInd"):
            yield finding("CAMT-COPY", place=self._place, value=copy, about=self.statement.identifier)
        if not self._is_whole:
            yield finding("CAMT-PAGE", place=self._place, about=self.statement.identifier)

    def end(self) -> Iterator[Finding]:
        """What is to be said once all entries have come."""
        outgoing, incoming = self._sums[DEBIT], self._sums[CREDIT]
        if self._kind == "camt.054" and outgoing.booked_count and incoming.booked_count:
            yield finding("CAMT-DEBIT-ENTRY", place=outgoing.first_booked, value=outgoing.booked_count)
        if not self._is_whole:
            return
        yield from self._summary()
        if self._kind == "camt.053":
            yield from self._balance()
        elif self._kind == "camt.052":
            yield from self._interim_balance()

    def _statement(self, number: int) -> Statement:
        found = self._found
        has_balances = self._kind == "camt.053" and self._is_whole and bool(self._currency)
        opening = self._opening(self._currency) if has_balances else None
        closing = self._closing(self._currency, _CLOSING) if has_balances else None
        from_date, to_date = (day_of(found.text(f"FrToDt/{name}")) for name in ("FrDtTm", "ToDtTm"))
        if to_date is None:
            to_date = max((day for balance in self._balances if (day := balance.day)), default=None)
        is_swedish = found.text(f"{_CLEARING}/ClrSysId/Cd") == _SWEDISH_CLEARING
        return Statement(
            account=self.account.number,
            account_kind=self.account.kind,
            number=number,
            identifier=found.text("Id"),
            currency=self._currency,
            clearing=found.text(f"{_CLEARING}/MmbId") if is_swedish else "",
            sequence=found.text("ElctrncSeqNb", "LglSeqNb"),
            from_date=from_date,
            to_date=to_date,
            opening=opening.amount if opening else None,
            closing=closing.amount if closing else None,
            is_copy=bool(found.text("CpyDplctInd")),
            place=self._place,
        )

    def _opening(self, currency: str) -> _Balance | None:
        """The first opening balance: a statement of several days may have one for each."""
        for kind in (_OPENING, _PREVIOUS):
            if balances := self._of_kind(kind, currency):
                return min(balances, key=_day_of_balance)
        return None

    def _closing(self, currency: str, *kinds: str) -> _Balance | None:
        """The last balance of the first kind that there is one of."""
        for kind in kinds:
            if balances := self._of_kind(kind, currency):
                return max(reversed(balances), key=_day_of_balance)
        return None

    def _of_kind(self, kind: str, currency: str) -> list[_Balance]:
        return [
            balance
            for balance in self._balances
            if (balance.kind, balance.currency, balance.is_interim) == (kind, currency, False)
        ]

    def _balance(self) -> Iterator[Finding]:
        """Each currency for itself: an account may have several."""
        kept = {balance.currency for balance in self._balances if balance.kind in _BOOKED_BALANCES}
        for currency in sorted(kept | self._booked.keys() or {self._currency}):
            opening, closing = self._opening(currency), self._closing(currency, _CLOSING)
            if opening and closing:
                reckoned = opening.amount + self._booked.get(currency, ZERO)
                if reckoned != closing.amount:
                    yield self._differs("CAMT-BALANCE", closing.amount, reckoned, opening.amount)
            elif currency in self._booked or currency == self._currency:
                missing = f"{_CLOSING if opening else _OPENING} {currency}".strip()
                yield finding("CAMT-BALANCE-MISSING", place=self._place, value=missing, about=self.statement.identifier)

    def _interim_balance(self) -> Iterator[Finding]:
        for currency, booked in self._booked.items():
            opening, closing = self._opening(currency), self._closing(currency, _CLOSING, _INTERIM)
            if opening and closing and (reckoned := opening.amount + booked) != closing.amount:
                yield self._differs("CAMT-REPORT-BALANCE", closing.amount, reckoned, opening.amount)

    def _differs(self, code: str, closing: Decimal, reckoned: Decimal, opening: Decimal) -> Finding:
        about = self.statement.identifier
        return finding(code, place=self._place, value=closing, expected=reckoned, about=about, opening=opening)

    def _summary(self) -> Iterator[Finding]:
        """The stated totals may be those of all entries, or of the booked ones: banks do either."""
        for name, directions in _TOTALS:
            sums = [self._sums[direction] for direction in directions]
            stated = self._found.text(f"TxsSummry/{name}/NbOfNtries")
            counts = (sum(one.count for one in sums), sum(one.booked_count for one in sums))
            if stated and count_of(stated) not in counts:
                yield self._not_summed(f"{name}/NbOfNtries", stated, counts[0])
            stated = self._found.text(f"TxsSummry/{name}/Sum")
            amounts = (sum((one.amount for one in sums), ZERO), sum((one.booked_amount for one in sums), ZERO))
            if stated and amount_of(stated) not in amounts:
                yield self._not_summed(f"{name}/Sum", stated, amounts[0])
        net = "TxsSummry/TtlNtries/TtlNetNtry"
        if stated := self._found.text(f"{net}/Amt"):
            outgoing, incoming = self._sums[DEBIT], self._sums[CREDIT]
            nets = (incoming.amount - outgoing.amount, incoming.booked_amount - outgoing.booked_amount)
            amount, direction = Decimal(stated), self._found.text(f"{net}/CdtDbtInd")
            # Up to 001.03 the direction could be left out.
            if signed(amount, direction) not in (nets if direction else [abs(one) for one in nets]):
                yield self._not_summed("TtlNtries/TtlNetNtry", stated, nets[0])

    def _not_summed(self, name: str, stated: str, reckoned: object) -> Finding:
        return finding("CAMT-SUMMARY", place=self._place, value=stated, expected=reckoned, about=name)


def is_only_page(found: Found, name: str) -> bool:
    """Whether a pagination, ``Pgntn`` or ``MsgPgntn``, is that of a message or statement of one page, or missing."""
    is_last = found.text(f"{name}/LastPgInd") not in ("false", "0")
    return is_last and (count_of(found.text(f"{name}/PgNb")) or 1) <= 1


def _day_of_balance(balance: _Balance) -> date:
    return balance.day or date.min
