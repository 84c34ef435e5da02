"""Rules about Autogiro: whose bankgiro it is; and before an order goes to Bankgirot, which payer, how much, which day.

Payer numbers are often identity numbers, so findings show them only when they cannot be.
"""

from collections.abc import Iterator
from datetime import timedelta

from gateway.bank_days import is_bank_day, next_bank_day
from gateway.findings import Finding, finding
from gateway.formats.autogiro_values import shown_payer
from gateway.identifiers import is_bankgiro, is_identity_number, is_organisation_number
from gateway.messages import DirectDebitOrder, DirectDebitRequest, MandateReport
from gateway.rules.base import RuleSet, Surroundings
from gateway.rules.payments import ACCOUNTS

_FOR_ALL_PAYERS = frozenset({"redate-all", "redate-day"})
_PAYMENTS = frozenset({"collection", "disbursement"})
_FAR = timedelta(days=2 * 366)
"""Further ahead than this a day is more likely mistyped than meant."""


def _bankgiro_is_the_citys(order: DirectDebitOrder | MandateReport, surroundings: Surroundings) -> Iterator[Finding]:
    if not is_bankgiro(order.bankgiro):
        yield finding("DEBIT-BANKGIRO", place=order.place, value=order.bankgiro)
    elif surroundings.registers[ACCOUNTS].find(order.bankgiro, on=surroundings.today) is None:
        yield finding("DEBIT-BANKGIRO-UNKNOWN", place=order.place, value=order.bankgiro, expected=surroundings.today)


def _payer_is_named(request: DirectDebitRequest, _surroundings: Surroundings) -> Iterator[Finding]:
    if not request.payer_number and request.kind not in _FOR_ALL_PAYERS:
        yield finding("DEBIT-PAYER-MISSING", place=request.place, kind=request.kind)


def _new_numbers_are_whole(request: DirectDebitRequest, surroundings: Surroundings) -> Iterator[Finding]:
    if request.kind != "payer-change":
        return
    if not request.new_payer_number:
        yield finding("DEBIT-PAYER-MISSING", place=request.place, kind=request.kind)
    if surroundings.registers[ACCOUNTS].find(request.new_bankgiro, on=surroundings.today) is None:
        value = request.new_bankgiro
        yield finding("DEBIT-BANKGIRO-UNKNOWN", place=request.place, value=value, expected=surroundings.today)


def _amount_is_money(request: DirectDebitRequest, _surroundings: Surroundings) -> Iterator[Finding]:
    if request.kind in _PAYMENTS and not request.amount:
        yield finding("DEBIT-AMOUNT", place=request.place, value=request.amount, about=_payer(request))


def _day_can_be_kept(request: DirectDebitRequest, surroundings: Surroundings) -> Iterator[Finding]:
    # What a cancellation says of the day is the day of what was ordered before; only its new day lies ahead.
    day = request.due_date if request.kind in _PAYMENTS else request.new_date
    if day is None:
        return
    if day < surroundings.today:
        code, expected = "DEBIT-DATE-PASSED", surroundings.today
    elif day - surroundings.today > _FAR:
        code, expected = "DEBIT-DATE-FAR", surroundings.today
    elif not is_bank_day(day):
        code, expected = "DEBIT-DATE-NO-BANK-DAY", next_bank_day(day)
    else:
        return
    yield finding(code, place=request.place, value=day, expected=expected, about=_payer(request))


def _identity_is_valid(request: DirectDebitRequest, _surroundings: Surroundings) -> Iterator[Finding]:
    number = request.identity_number
    if number and not is_identity_number(number) and not is_organisation_number(number):
        yield finding("DEBIT-IDENTITY-INVALID", place=request.place, about=_payer(request))


def _payer(request: DirectDebitRequest) -> str:
    return shown_payer(request.payer_number)


RULE_SET = RuleSet(
    name="direct-debit",
    version="1",
    title="Autogiro: underlag till Bankgirot, och vems medgivanden som kommer",
    codes=(
        "DEBIT-BANKGIRO",
        "DEBIT-BANKGIRO-UNKNOWN",
        "DEBIT-PAYER-MISSING",
        "DEBIT-AMOUNT",
        "DEBIT-DATE-PASSED",
        "DEBIT-DATE-NO-BANK-DAY",
        "DEBIT-IDENTITY-INVALID",
        "DEBIT-DATE-FAR",
    ),
    registers=(ACCOUNTS,),
    checks=(
        (DirectDebitOrder, _bankgiro_is_the_citys),
        (MandateReport, _bankgiro_is_the_citys),
        (DirectDebitRequest, _payer_is_named),
        (DirectDebitRequest, _new_numbers_are_whole),
        (DirectDebitRequest, _amount_is_money),
        (DirectDebitRequest, _day_can_be_kept),
        (DirectDebitRequest, _identity_is_valid),
    ),
)
