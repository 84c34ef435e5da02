"""One payment, once: a payment that several reports tell of is booked by the first and left out of the others.

The bank reports one and the same payment in BgMax, camt.054 and camt.053, under identities of different kinds. What the
reports have in common is the bank account, the booking day, the currency, the amount and the reference: the
*fingerprint*. Payments may truly be alike, so they are counted: the second of a kind in one report is the twin of the
second in another, and a third that only one report has is booked.

- Reports of different kinds are compared by count, as above.
- In reports of the same kind the bank's own identity decides: the same identity is the same payment. Alike payments
  without any identity are booked, with a warning.
- A deposit without details (`Payment.is_lump`) is compared by its whole amount with deposits in other reports, and a
  deposit with details with those that came without.

The bank account of a giro or Swish number is the column ``bank_account`` of the register of receiving accounts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from gateway.findings import Finding, Place, finding
from gateway.messages import Deposit, Payment, PaymentReport
from gateway.messages.bank_records import DETAILED, LUMP, PAYMENT, ReportedPayment
from gateway.rules.base import RuleSet, Surroundings
from gateway.rules.payments import ACCOUNTS, bank_account_of

NAME = "one-payment-once"
_DEPOSIT = "insättning"


@dataclass(slots=True)
class _Memory:
    """What is remembered of one file: which days others told of, and of those days how often each payment came.

    `deposit` is the one whose payments are being read, `account` its bank account, `twin` what it was told as before.
    """

    told_days: dict[tuple[str, date], bool] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    accounts: dict[tuple[str, date], str] = field(default_factory=dict)
    deposit: Deposit | None = None
    account: str = ""
    twin: ReportedPayment | None = None


def fingerprint(account: str, day: date, currency: str, amount: Decimal, reference: str) -> str:
    """What one payment has in common in every report.

    >>> fingerprint("SE4550000000058398257466", date(2026, 11, 4), "SEK", Decimal("1250.00"), "7100000103")
    'SE4550000000058398257466|2026-11-04|SEK|1250|7100000103'
    """
    return f"{account}|{day}|{currency}|{amount.normalize():f}|{reference}"


def _is_told_once(payment: Payment, surroundings: Surroundings) -> Iterator[Finding]:
    if payment.amount == 0:
        return
    deposit: Deposit = surroundings.ancestors["deposit"]
    memory: _Memory | None = surroundings.memory.get(NAME)
    if memory is None:
        memory = surroundings.memory[NAME] = _Memory()
    if deposit is not memory.deposit:
        memory.deposit, memory.twin = deposit, None
        paid_to = (deposit.account, deposit.booking_date)
        if paid_to not in memory.accounts:
            memory.accounts[paid_to] = bank_account_of(deposit, surroundings.registers)
        memory.account = memory.accounts[paid_to]
        if not payment.is_lump:
            memory.twin, _ = _earlier(payment, deposit, DETAILED, surroundings, memory)
            if memory.twin:
                yield _finding("PAYMENT-LUMP-EXPLAINED", payment, deposit, memory.twin)
    twin, alike = _earlier(payment, deposit, LUMP if payment.is_lump else PAYMENT, surroundings, memory)
    if twin := memory.twin or twin:
        yield _finding("PAYMENT-BOOKED-BEFORE", payment, deposit, twin)
    elif alike:
        yield _finding("PAYMENT-REPORTED-ALIKE", payment, deposit, alike)


def _earlier(
    payment: Payment, deposit: Deposit, kind: str, surroundings: Surroundings, memory: _Memory
) -> tuple[ReportedPayment | None, ReportedPayment | None]:
    """Put a payment, or its whole deposit, on record; its twin, or else one that is alike and may be the same."""
    report: PaymentReport = surroundings.ancestors["report"]
    account = memory.account
    amount, reference = (payment.amount, _plain(payment)) if kind == PAYMENT else (deposit.amount, _DEPOSIT)
    told = ReportedPayment(
        fingerprint=fingerprint(account, deposit.booking_date, deposit.currency, amount, reference),
        source=report.source,
        kind=kind,
        number=deposit.number if kind == DETAILED else payment.number,
        identifier=deposit.identifier if kind == DETAILED else payment.identifier,
        place=_place_text(deposit.place if kind == DETAILED else payment.place),
    )
    surroundings.tell_payment(told)
    day = (account, deposit.booking_date)
    if day not in memory.told_days:
        memory.told_days[day] = surroundings.bank.has_reports(*day)
    if not memory.told_days[day]:
        return None, None
    count = memory.counts[told.fingerprint] = memory.counts.get(told.fingerprint, 0) + 1
    return _compared(told, count, surroundings.bank.reported(told.fingerprint))


def _compared(
    told: ReportedPayment, count: int, earlier: Sequence[ReportedPayment]
) -> tuple[ReportedPayment | None, ReportedPayment | None]:
    """(twin, alike) of a payment that is the `count`-th of its kind in its file."""
    by_source: dict[str, list[ReportedPayment]] = {}
    for other in earlier:
        by_source.setdefault(other.source, []).append(other)
    same = [other for other in by_source.pop(told.source, []) if _are_comparable(told, other)]
    for other in same:
        if told.identifier and told.identifier == other.identifier:
            return other, None
    place = len(same) + count - 1
    for others in by_source.values():
        if place < len(others) and _are_comparable(told, others[place]):
            return others[place], None
    return None, same[-1] if same and told.kind != DETAILED and not told.identifier else None


def _are_comparable(told: ReportedPayment, other: ReportedPayment) -> bool:
    """Two deposits with details are compared payment by payment, and not by their amounts."""
    return LUMP in (told.kind, other.kind) or told.kind == other.kind == PAYMENT


def _plain(payment: Payment) -> str:
    """The references as they are compared: letters and digits only, in any order."""
    if payment.reference.isdigit() and not payment.other_references:
        return payment.reference
    references = (payment.reference, *payment.other_references)
    return "+".join(sorted("".join(filter(str.isalnum, each)).casefold() for each in references if each))


def _place_text(place: Place) -> str:
    return f"{place.record} rad {place.line}".strip() if place.line else place.record


def _finding(code: str, payment: Payment, deposit: Deposit, twin: ReportedPayment) -> Finding:
    return finding(
        code,
        place=payment.place,
        value=f"{payment.amount} {deposit.currency}",
        about=payment.reference or payment.identifier or deposit.identifier,
        day=deposit.booking_date,
        account=deposit.account,
        deposit=deposit.identifier,
        amount=payment.amount,
        currency=deposit.currency,
        reference=payment.reference,
        payer=payment.payer_name or payment.payer_account,
        identifier=payment.identifier,
        first_id=twin.file_id,
        first_name=twin.file_name,
        first_place=twin.place,
        first_source=twin.source,
    )


RULE_SET = RuleSet(
    name=NAME,
    version="1",
    title="En betalning bokförs en gång",
    codes=("PAYMENT-BOOKED-BEFORE", "PAYMENT-LUMP-EXPLAINED", "PAYMENT-REPORTED-ALIKE"),
    registers=(ACCOUNTS,),
    checks=((Payment, _is_told_once),),
)
