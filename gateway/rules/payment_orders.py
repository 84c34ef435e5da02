"""Rule set ``payment-order``: what finance looks at before an order of payments goes to the bank.

What would pay the wrong one or pay twice rejects the order; what a person should look at is listed. Orders, transfers,
payees and their accounts are remembered once an order is delivered, as keys from which nobody can be read.

Options of the route: ``second_look_amount`` (5000000, kronor), ``maximum_days_ahead`` (365), ``list_new_payees``
(false). Registers: ``paying_accounts`` has the city's accounts to pay from, ``exchange_rates`` kronor for one unit of a
currency.
"""

import hashlib
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from gateway.bank_days import is_bank_day, next_bank_day
from gateway.findings import Finding, Place, finding
from gateway.identifiers import organisation_number
from gateway.messages import CreditTransfer, PaymentInstruction, PaymentOrder
from gateway.rules import payee_accounts
from gateway.rules.base import RuleSet, Surroundings

ACCOUNTS = "paying_accounts"
RATES = "exchange_rates"
ORDER = "payment-order"
"""The kind of key by which an order that was sent is remembered: its identity as it stands."""
_TRANSFER, _END_TO_END, _PAYEE, _PAYEE_ACCOUNT = (
    "payment-transfer",
    "payment-end-to-end",
    "payee",
    "payee-account",
)
_IS_DUPLICATE = "payment-order.is-duplicate"
_DAY_TOLD = "payment-order.day-told"
_KRONOR, _HOME = "SEK", "SE"
_NOT_PROVIDED = ("", "NOTPROVIDED")
_DEDUCTIONS = ("deduction", "credit")
_SECOND_LOOK = 5_000_000
_DAYS_AHEAD = 365


def _order_is_new(order: PaymentOrder, surroundings: Surroundings) -> Iterator[Finding]:
    if order.stated_count == 0:
        yield finding("PAYMENT-ORDER-EMPTY", place=order.place, value=order.stated_count, about=order.identifier)
    holder = None
    if order.identifier:
        surroundings.claim_key(ORDER, order.identifier)
        holder = surroundings.history.first_holder(ORDER, order.identifier)
    surroundings.memory[_IS_DUPLICATE] = holder is not None
    if holder:
        yield finding(
            "PAYMENT-ORDER-DUPLICATE",
            place=order.place,
            value=order.identifier,
            about=order.identifier,
            first_id=holder[0],
            first_name=holder[1],
        )


def _account_is_ours(instruction: PaymentInstruction, surroundings: Surroundings) -> Iterator[Finding]:
    day = instruction.execution_date or surroundings.today
    if surroundings.registers[ACCOUNTS].find(instruction.debtor_account, on=day) is None:
        yield finding(
            "PAYMENT-ORDER-ACCOUNT-UNKNOWN",
            place=instruction.place,
            value=instruction.debtor_account,
            expected=day,
            about=instruction.identifier,
        )


def _instruction_day(instruction: PaymentInstruction, surroundings: Surroundings) -> Iterator[Finding]:
    yield from _day_faults(instruction.execution_date, instruction.identifier, instruction.place, surroundings)


def _transfer_day(transfer: CreditTransfer, surroundings: Surroundings) -> Iterator[Finding]:
    """The transfer's own day; a day that many transfers share in a row is told of once."""
    if transfer.execution_date != surroundings.memory.get(_DAY_TOLD):
        yield from _day_faults(transfer.execution_date, _about(transfer), transfer.place, surroundings)


def _day_faults(day: date | None, about: str, place: Place, surroundings: Surroundings) -> Iterator[Finding]:
    if day is None:
        return
    surroundings.memory[_DAY_TOLD] = day
    today = surroundings.today
    last = today + timedelta(days=int(surroundings.options.get("maximum_days_ahead", _DAYS_AHEAD)))
    if day < today:
        yield finding("PAYMENT-ORDER-DATE-PAST", place=place, value=day, expected=today, about=about)
    elif day > last:
        yield finding("PAYMENT-ORDER-DATE-FAR", place=place, value=day, expected=last, about=about)
    elif not is_bank_day(day):
        yield finding("PAYMENT-ORDER-NO-BANK-DAY", place=place, value=day, expected=next_bank_day(day), about=about)


def _payee_account(transfer: CreditTransfer, _: Surroundings) -> Iterator[Finding]:
    yield from payee_accounts.account_faults(transfer)


def _amount(transfer: CreditTransfer, surroundings: Surroundings) -> Iterator[Finding]:
    """The amount is one, and the large and the foreign ones are listed."""
    shown = _shown(transfer)
    if transfer.amount <= 0 and transfer.kind not in _DEDUCTIONS:
        yield _told("PAYMENT-ORDER-AMOUNT", transfer, surroundings, shown)
    kronor = _kronor(transfer, surroundings)
    limit = Decimal(str(surroundings.options.get("second_look_amount", _SECOND_LOOK)))
    if kronor is not None and kronor > limit:
        yield _told("PAYMENT-ORDER-LARGE", transfer, surroundings, shown, limit)
    if country := _foreign_country(transfer):
        if kronor is None:
            yield _told("PAYMENT-ORDER-NO-RATE", transfer, surroundings, shown, surroundings.today, country=country)
        else:
            yield _told("PAYMENT-ORDER-FOREIGN", transfer, surroundings, shown, country=country, kronor=kronor)


def _kronor(transfer: CreditTransfer, surroundings: Surroundings) -> Decimal | None:
    """The worth in kronor today; None without a rate."""
    if transfer.currency == _KRONOR:
        return transfer.amount
    row = surroundings.registers[RATES].find(transfer.currency, on=surroundings.today)
    try:
        rate = Decimal(row.values["rate"].replace(",", ".")) if row else None
    except InvalidOperation:
        return None
    return round(transfer.amount * rate, 2) if rate and rate.is_finite() else None


def _foreign_country(transfer: CreditTransfer) -> str:
    """Where the money goes, ``–`` when only the currency is foreign, an empty text when it stays in the country."""
    iban_country = transfer.creditor_account[:2].upper() if transfer.creditor_account_kind == "IBAN" else ""
    for country in (iban_country, transfer.creditor_country):
        if country not in ("", _HOME):
            return country
    currencies = (transfer.currency, transfer.equivalent_currency or _KRONOR)
    return "" if currencies == (_KRONOR, _KRONOR) else iban_country or transfer.creditor_country or "–"


def _transfer_is_new(transfer: CreditTransfer, surroundings: Surroundings) -> Iterator[Finding]:
    """No other payment in the file has its identity, and none before has its payee, amount and reference.

    Of an order that was sent before this says nothing: everything in it would be listed.
    """
    if surroundings.memory.get(_IS_DUPLICATE):
        return
    order: PaymentOrder = surroundings.ancestors["order"]
    if transfer.end_to_end_identifier not in _NOT_PROVIDED:
        key = _digest(order.identifier, transfer.end_to_end_identifier)
        if surroundings.history.first_holder(_END_TO_END, key):
            yield _told("PAYMENT-ORDER-END-TO-END", transfer, surroundings, transfer.end_to_end_identifier)
        surroundings.claim_key(_END_TO_END, key)
    key = _likeness(transfer, surroundings)
    if holder := surroundings.history.first_holder(_TRANSFER, key):
        yield _told(
            "PAYMENT-ORDER-ALIKE", transfer, surroundings, _shown(transfer), first_id=holder[0], first_name=holder[1]
        )
    surroundings.claim_key(_TRANSFER, key)


def _likeness(transfer: CreditTransfer, surroundings: Surroundings) -> str:
    """What two payments of the same thing have in common.

    Salaries, and what has no reference, come alike time after time: of these only those of one day are.
    """
    instruction: PaymentInstruction = surroundings.ancestors["instruction"]
    said = transfer.reference or transfer.message
    recurs = transfer.kind == "salary" or not said
    day = str(transfer.execution_date or instruction.execution_date) if recurs else ""
    return _digest(
        transfer.creditor_account_kind,
        transfer.creditor_clearing,
        transfer.creditor_account or transfer.creditor_name,
        f"{transfer.amount.normalize():f}",
        transfer.currency,
        said,
        day,
    )


def _payee_is_known(transfer: CreditTransfer, surroundings: Surroundings) -> Iterator[Finding]:
    """A payee that was paid before is paid to an account that was used before.

    Salaries are judged only where the payee is told by a number: in a large city many are of one name.
    """
    number = organisation_number(transfer.creditor_identifier) or transfer.creditor_identifier
    payee = number or ("" if transfer.kind == "salary" else _normalised(transfer.creditor_name))
    if not payee or not transfer.creditor_account or surroundings.memory.get(_IS_DUPLICATE):
        return
    whole = transfer.creditor_clearing + transfer.creditor_account
    key, account_key = _digest(payee), _digest(payee, transfer.creditor_account_kind, whole)
    holder = surroundings.history.first_holder(_PAYEE, key)
    if holder is None:
        surroundings.claim_key(_PAYEE, key)
    if not surroundings.history.first_holder(_PAYEE_ACCOUNT, account_key):
        surroundings.claim_key(_PAYEE_ACCOUNT, account_key)
        if holder:
            yield _told(
                "PAYMENT-ORDER-PAYEE-CHANGED", transfer, surroundings, whole, first_id=holder[0], first_name=holder[1]
            )
        elif surroundings.options.get("list_new_payees", False):
            yield _told("PAYMENT-ORDER-PAYEE-NEW", transfer, surroundings, whole)


def _normalised(name: str) -> str:
    """A name as it is compared: small letters and digits, whatever stands between the words."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return " ".join("".join(letter if letter.isalnum() else " " for letter in folded).split())


def _digest(*words: str) -> str:
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()[:32]


def _shown(transfer: CreditTransfer) -> str:
    paid_in = f" ({transfer.equivalent_currency})" if transfer.equivalent_currency else ""
    return f"{transfer.amount} {transfer.currency}{paid_in}"


def _about(transfer: CreditTransfer) -> str:
    return transfer.end_to_end_identifier or str(transfer.number)


def _told(
    code: str,
    transfer: CreditTransfer,
    surroundings: Surroundings,
    value: object,
    expected: object = "",
    **details: Any,
) -> Finding:
    """A finding about a transfer, with what work lists show of it."""
    instruction: PaymentInstruction = surroundings.ancestors["instruction"]
    facts: dict[str, Any] = {
        "day": transfer.execution_date or instruction.execution_date or "",
        "paid_from": instruction.debtor_account,
        "account": transfer.creditor_clearing + transfer.creditor_account,
        "reference": transfer.reference or transfer.message,
    }
    return finding(
        code,
        place=transfer.place,
        value=value,
        expected=expected,
        about=_about(transfer),
        payee=transfer.creditor_name or "–",
        amount=transfer.amount,
        currency=transfer.currency,
        **facts,
        **details,
    )


RULE_SET = RuleSet(
    name="payment-order",
    version="1",
    title="Kontroll av betalningsuppdrag innan de skickas till banken",
    codes=(
        "PAYMENT-ORDER-EMPTY",
        "PAYMENT-ORDER-DUPLICATE",
        "PAYMENT-ORDER-ACCOUNT-UNKNOWN",
        "PAYMENT-ORDER-DATE-PAST",
        "PAYMENT-ORDER-DATE-FAR",
        "PAYMENT-ORDER-NO-BANK-DAY",
        "PAYMENT-ORDER-AMOUNT",
        *payee_accounts.CODES,
        "PAYMENT-ORDER-LARGE",
        "PAYMENT-ORDER-FOREIGN",
        "PAYMENT-ORDER-NO-RATE",
        "PAYMENT-ORDER-END-TO-END",
        "PAYMENT-ORDER-ALIKE",
        "PAYMENT-ORDER-PAYEE-CHANGED",
        "PAYMENT-ORDER-PAYEE-NEW",
    ),
    options={"second_look_amount": Decimal, "maximum_days_ahead": int, "list_new_payees": bool},
    registers=(ACCOUNTS, RATES),
    checks=(
        (PaymentOrder, _order_is_new),
        (PaymentInstruction, _account_is_ours),
        (PaymentInstruction, _instruction_day),
        (CreditTransfer, _transfer_day),
        (CreditTransfer, _payee_account),
        (CreditTransfer, _amount),
        (CreditTransfer, _transfer_is_new),
        (CreditTransfer, _payee_is_known),
    ),
)
