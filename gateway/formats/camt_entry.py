"""One camt entry as its parts are told: the deposit, its payments, and whether they make its amount.

The text of an entry stands after its payments, and the number that was paid to stands in them. So payments are held
until their entry ends, up to `MOST_HELD` of them; the deposit of a larger entry goes out before its text is known.
"""

from datetime import date
from decimal import Decimal

from gateway.catalogue import Severity
from gateway.findings import Finding, Place, finding
from gateway.formats.camt_details import detail_amount, payment_of, receiving_account, set_instructed
from gateway.formats.camt_shapes import Found
from gateway.formats.camt_values import (
    ZERO,
    Account,
    amount_of,
    charges_of,
    code_of,
    count_of,
    day_at,
    is_return,
    signed,
)
from gateway.messages import Deposit, Part, Payment

MOST_HELD = 1_000

_CHARGES_CODE = "PMNT/MDOP/CHRG"
"""The bank transaction code of charges (ISO 20022 external code list), for those that a payment bore."""


class _Group:
    """What a group of payments states, and what its payments come to."""

    def __init__(self, found: Found, line: int) -> None:
        stated = found.texts.get
        self.line = line
        self.count = count_of(stated("Btch/NbOfTxs", ""))
        self.amount = amount_of(stated("Btch/TtlAmt", ""))
        self.currency = stated("Btch/TtlAmt/@Ccy", "")
        self.direction = stated("Btch/CdtDbtInd", "")
        self.total = self.charges = ZERO
        self.is_summed = True
        """Whether each of its payments has a firm amount in the currency of the entry."""


class Entry:
    """A booked entry from its beginning to its end.

    `account` is the one that it is booked on, `numbers` are the running numbers of its deposit and of its first
    payment. What is made goes to `output`.
    """

    def __init__(
        self,
        found: Found,
        place: Place,
        account: Account,
        amount: Decimal,
        day: date,
        numbers: tuple[int, int],
        output: list[Part | Finding],
    ) -> None:
        self._output = output
        self._found = found
        self._direction = found.texts["CdtDbtInd"]
        self._next_number = numbers[1]
        self._held: list[Payment] = []
        self._is_released = False
        self._total = self._charges = ZERO
        self._listed = self._lacking = self._not_firm = 0
        self._group: _Group | None = None
        # In 001.01 the groups are only counted, and all payments stand together.
        self._counts = [count_of(batch.text("NbOfTxs")) or 0 for batch in found.groups.get("Btch", ())]
        self._are_together = bool(self._counts)
        self._has_unlisted = False
        self._listed_before_group = 0
        bank_reference = found.text("AcctSvcrRef")
        currency = found.texts["Amt/@Ccy"]
        self.deposit = Deposit(
            identifier=found.text("NtryRef") or bank_reference,
            account=account.number,
            account_kind=account.kind,
            currency=currency,
            amount=signed(amount, self._direction),
            booking_date=day,
            number=numbers[0],
            value_date=day_at(found, "ValDt"),
            bank_reference=bank_reference,
            transaction_code=code_of(found),
            is_reversal=found.texts.get("RvslInd") in ("true", "1"),
            charges=charges_of(found, currency),
            text=found.texts.get("AddtlNtryInf", ""),
            place=place,
        )

    @property
    def next_number(self) -> int:
        """The running number of the payment that comes after those of this entry."""
        return self._next_number

    def begin_group(self, found: Found, line: int) -> None:
        """``NtryDtls`` has begun on a line."""
        self._listed_before_group = self._listed
        self._group = _Group(found, line) if found.texts else None
        if self._group and self._group.count:
            self._counts.append(self._group.count)

    def add_detail(self, found: Found, place: Place) -> None:
        """``TxDtls`` has ended."""
        deposit = self.deposit
        amount, is_firm = detail_amount(found, deposit.currency)
        direction = found.texts.get("CdtDbtInd") or self._direction
        payment = payment_of(found, deposit, signed(amount or ZERO, direction), self._next_number, place)
        self._next_number += 1
        self._listed += 1
        self._lacking += amount is None
        self._not_firm += not is_firm
        self._total += payment.amount
        self._charges += payment.charges
        if self._group:
            self._group.total += payment.amount
            self._group.charges += payment.charges
            self._group.is_summed &= is_firm
        if own := receiving_account(found, direction, is_returned=payment.is_return):
            self._receive_on(own, place)
        self._give(payment)

    def end_group(self) -> None:
        """``NtryDtls`` has ended: compare its payments with what it states."""
        group, deposit = self._group, self.deposit
        self._group = None
        listed = self._listed - self._listed_before_group
        if group is None:
            self._has_unlisted |= not listed
            return
        place = Place(line=group.line, record="NtryDtls")
        stated = group.amount if group.currency == deposit.currency else None
        if not listed:
            if stated is None:
                self._has_unlisted = True
            else:
                lump = self._lump(signed(stated, group.direction or self._direction), place)
                self._total += lump.amount
                self._give(lump)
            return
        if group.count is not None and group.count != listed:
            self._say("CAMT-BATCH-COUNT", place, group.count, listed)
        if (
            stated is not None
            and group.is_summed
            and stated
            not in (
                abs(group.total),
                abs(group.total - group.charges),
            )
        ):
            self._say("CAMT-BATCH-SUM", place, stated, abs(group.total))

    def end(self, found: Found) -> None:
        """``Ntry`` has ended: `found` is what stood after its payments."""
        deposit = self.deposit
        deposit.text = deposit.text or found.texts.get("AddtlNtryInf", "")
        if self._are_together and self._listed and sum(self._counts) != self._listed:
            self._say("CAMT-BATCH-COUNT", deposit.place, sum(self._counts), self._listed)
        if self._lacking and self._listed > 1:
            self._take_as_one()
        elif self._listed == 1 and self._total != deposit.amount and (self._not_firm or not self._total):
            self._make_up()
        else:
            self._compare()
        self._release()

    def _make_up(self) -> None:
        """The only payment with details has what the entry leaves for it."""
        payment = next(held for held in self._held if not held.is_lump)
        payment.amount += self.deposit.amount - self._total
        payment.is_deduction = payment.amount < 0 <= self.deposit.amount

    def _compare(self) -> None:
        deposit = self.deposit
        rest = deposit.amount - self._total
        if self._has_unlisted or not (self._listed or self._held):
            self._give(self._lump(rest, deposit.place))
        elif not rest:
            return
        elif -rest in (deposit.charges, self._charges, deposit.charges + self._charges):
            taken = self._lump(rest, deposit.place)
            taken.is_lump, taken.is_deduction, taken.charges = False, True, -rest
            taken.transaction_code = _CHARGES_CODE
            self._give(taken)
            self._say("CAMT-CHARGES", deposit.place, -rest)
        elif self._not_firm:
            self._take_as_one()
        else:
            self._say("CAMT-ENTRY-SUM", deposit.place, deposit.amount, self._total)

    def _take_as_one(self) -> None:
        """The payments cannot be told apart by amount: one stands for them all."""
        deposit = self.deposit
        if self._is_released:
            self._say("CAMT-DETAIL-AMOUNT", deposit.place, self._listed, severity=Severity.FATAL)
            return
        self._say("CAMT-DETAIL-AMOUNT", deposit.place, self._listed)
        self._next_number -= len(self._held)
        self._held.clear()
        self._give(self._lump(deposit.amount, deposit.place))

    def _lump(self, amount: Decimal, place: Place) -> Payment:
        """A payment that stands for several, or for what the bank tells no more of."""
        deposit = self.deposit
        payment = Payment(
            amount=amount,
            identifier=deposit.bank_reference,
            is_lump=True,
            is_return=is_return(self._found, deposit.transaction_code),
            message=deposit.text,
            transaction_code=deposit.transaction_code,
            number=self._next_number,
            place=place,
        )
        self._next_number += 1
        set_instructed(payment, self._found)
        return payment

    def _receive_on(self, own: Account, place: Place) -> None:
        """The deposit is one of a bankgiro, plusgiro or Swish number that a payment names."""
        deposit = self.deposit
        if own.number == deposit.account:
            return
        if deposit.bank_account or self._is_released:
            self._say("CAMT-ACCOUNT-MIXED", place, own.number, deposit.account)
            return
        deposit.bank_account = deposit.account
        deposit.account, deposit.account_kind = own

    def _give(self, payment: Payment) -> None:
        self._held.append(payment)
        if self._is_released or len(self._held) > MOST_HELD:
            self._release()

    def _release(self) -> None:
        if not self._is_released:
            self._is_released = True
            self.deposit.payment_count = sum(self._counts) or None
            self._output.append(self.deposit)
        self._output += self._held
        self._held.clear()

    def _say(
        self, code: str, place: Place, value: object, expected: object = "", severity: Severity | None = None
    ) -> None:
        about = self.deposit.identifier
        self._output.append(finding(code, place=place, value=value, expected=expected, about=about, severity=severity))
