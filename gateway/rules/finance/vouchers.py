"""What the ledger, and those who keep it, demand of a voucher before it is booked.

Everything is looked up on the voucher date.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from gateway.findings import Finding, finding
from gateway.messages import VOUCHER_BATCH, Voucher, VoucherBatch
from gateway.rules.base import Check, Surroundings
from gateway.rules.finance.coding import Coding, CodingTests, check_words, coding_rules
from gateway.rules.finance.options import (
    CurrencyOption,
    DateOption,
    DecimalsOption,
    PeriodOption,
    RoundingOption,
    ToleranceOption,
)
from gateway.rules.finance.periods import is_open
from gateway.rules.finance.seen import is_new
from gateway.rules.named import NamedCheck, family_checks, named
from gateway.rules.naming import about
from gateway.rules.rule_model import Rule

VOUCHER_KEY = "voucher"
"""The kind of business key by which a delivered voucher is remembered: system, series, number and year."""


def check_currency(rule: CurrencyOption, batch: VoucherBatch, surroundings: Surroundings) -> Iterator[Finding]:
    """Amounts are in the currency of the ledger."""
    expected = str(surroundings.options.get("ledger_currency", rule.currency))
    if batch.currency != expected:
        yield finding("VOUCHER-CURRENCY", place=batch.place, value=batch.currency, expected=expected)


def check_rows(_rule: Rule, voucher: Voucher, _surroundings: Surroundings) -> Iterable[Finding]:
    """There are rows."""
    return () if voucher.rows else (finding("VOUCHER-WITHOUT-ROWS", place=voucher.place, about=about(voucher)),)


def check_balance(rule: ToleranceOption, voucher: Voucher, _surroundings: Surroundings) -> Iterable[Finding]:
    """The rows sum to zero."""
    balance = voucher.balance
    if abs(balance) <= rule.tolerance:
        return ()
    name = about(voucher)
    return (finding("VOUCHER-UNBALANCED", place=voucher.place, value=balance, expected="0.00", about=name),)


def check_period(rule: PeriodOption, voucher: Voucher, surroundings: Surroundings) -> Iterable[Finding]:
    """The accounting period of the voucher date is open."""
    if is_open(rule, voucher.date, surroundings):
        return ()
    period = f"{voucher.date:%Y%m}"
    name = about(voucher)
    return (finding("VOUCHER-PERIOD-CLOSED", place=voucher.place, value=voucher.date, about=name, period=period),)


def check_date(rule: DateOption, voucher: Voucher, surroundings: Surroundings) -> Iterable[Finding]:
    """The voucher date is within some months of this one."""
    months = _month(voucher.date) - _month(surroundings.today)
    if -rule.months_back <= months <= rule.months_ahead:
        return ()
    expected = f"{_shown(surroundings.today, -rule.months_back)}–{_shown(surroundings.today, rule.months_ahead)}"
    name = about(voucher)
    return (finding("VOUCHER-DATE-FAR", place=voucher.place, value=voucher.date, expected=expected, about=name),)


def check_duplicate(_rule: Rule, voucher: Voucher, surroundings: Surroundings) -> Iterator[Finding]:
    """No voucher of the system, series, number and year was delivered before."""
    if not voucher.number:
        return
    system = surroundings.ancestors["batch"].system or surroundings.sender
    key = f"{system}/{voucher.series}/{voucher.number}/{voucher.date.year}"
    surroundings.claim_key(VOUCHER_KEY, key)
    if holder := surroundings.history.first_holder(VOUCHER_KEY, key):
        first_id, first_name = holder
        yield finding(
            "VOUCHER-DUPLICATE",
            place=voucher.place,
            value=voucher.number,
            about=about(voucher),
            first_id=first_id,
            first_name=first_name,
        )


def check_twice(_rule: Rule, voucher: Voucher, surroundings: Surroundings) -> Iterable[Finding]:
    """The series, number and year stand once in the file."""
    key = f"{voucher.series}/{voucher.number}/{voucher.date.year}"
    if not voucher.number or is_new(surroundings, VOUCHER_KEY, key):
        return ()
    return (finding("VOUCHER-TWICE-IN-FILE", place=voucher.place, value=voucher.number, about=about(voucher)),)


def check_text(_rule: Rule, voucher: Voucher, _surroundings: Surroundings) -> Iterable[Finding]:
    """The voucher says what it is for, or all of its rows do."""
    if voucher.text:
        return ()
    bare = next((row for row in voucher.rows if not row.text), None)
    return (finding("VOUCHER-TEXT-MISSING", place=bare.place, about=about(voucher)),) if bare else ()


def check_zero_rows(_rule: Rule, voucher: Voucher, _surroundings: Surroundings) -> Iterable[Finding]:
    """No row is of zero kronor."""
    return [
        finding("VOUCHER-ROW-ZERO", place=row.place, about=about(voucher), account=row.account)
        for row in voucher.rows
        if not row.amount
    ]


def check_decimals(rule: DecimalsOption, voucher: Voucher, _surroundings: Surroundings) -> Iterable[Finding]:
    """No amount has more decimals than the ledger keeps."""
    unit = Decimal(1).scaleb(-rule.decimals)
    return [
        finding("VOUCHER-DECIMALS", place=row.place, value=row.amount, expected=rule.decimals, about=about(voucher))
        for row in voucher.rows
        if not row.amount.same_quantum(unit) and _has_more_decimals(row.amount, rule.decimals)
    ]


def check_rounding(rule: RoundingOption, voucher: Voucher, _surroundings: Surroundings) -> Iterable[Finding]:
    """What is booked as rounding is no more than rounding."""
    accounts = rule.accounts
    return [
        finding(
            "VOUCHER-ROUNDING-LARGE",
            place=row.place,
            value=row.amount,
            expected=f"{rule.most:f}",
            about=about(voucher),
            account=row.account,
        )
        for row in voucher.rows
        if row.account in accounts and abs(row.amount) > rule.most
    ]


def check_coding(tests: CodingTests, voucher: Voucher, surroundings: Surroundings) -> Iterator[Finding]:
    """Account, dimensions, VAT code and counterparty of each row are what the registers ask for."""
    known, day = tests.known(surroundings), voucher.date
    for row in voucher.rows:
        dimensions = tuple([(item.dimension, item.value) for item in row.dimensions])
        # A plain tuple is found like the Coding that it equals, and is made in half the time.
        faults = known.get((day, row.account, dimensions, row.vat_code, "", ""))
        if faults is None:
            faults = tests.faults(Coding(day, row.account, dimensions, row.vat_code), surroundings)
        for fault in faults:
            yield finding(
                fault.code,
                place=row.place,
                value=fault.value,
                expected=fault.expected,
                about=about(voucher),
                account=row.account,
                date=voucher.date,
                dimension=fault.dimension,
            )


def _coding_check(rules: Mapping[str, Any]) -> Check:
    return partial(check_coding, CodingTests("VOUCHER", rules))


def _has_more_decimals(amount: Decimal, most: int) -> bool:
    _, digits, exponent = amount.as_tuple()
    return isinstance(exponent, int) and exponent < -most and any(digits[exponent + most :])


def _month(day: datetime.date) -> int:
    return day.year * 12 + day.month - 1


def _shown(day: datetime.date, months: int) -> str:
    year, month = divmod(_month(day) + months, 12)
    return f"{year:04d}-{month + 1:02d}"


VOUCHER_CHECKS = family_checks(
    VOUCHER_BATCH,
    (
        named(VoucherBatch, "VOUCHER-CURRENCY", check_currency, CurrencyOption),
        named(Voucher, "VOUCHER-WITHOUT-ROWS", check_rows),
        named(Voucher, "VOUCHER-UNBALANCED", check_balance, ToleranceOption),
        named(Voucher, "VOUCHER-PERIOD-CLOSED", check_period, PeriodOption),
        named(Voucher, "VOUCHER-DATE-FAR", check_date, DateOption),
        named(Voucher, "VOUCHER-DUPLICATE", check_duplicate),
        named(Voucher, "VOUCHER-TWICE-IN-FILE", check_twice),
        named(Voucher, "VOUCHER-TEXT-MISSING", check_text),
        named(Voucher, "VOUCHER-ROW-ZERO", check_zero_rows),
        named(Voucher, "VOUCHER-DECIMALS", check_decimals, DecimalsOption),
        named(Voucher, "VOUCHER-ROUNDING-LARGE", check_rounding, RoundingOption),
        NamedCheck(part=Voucher, rules=coding_rules("VOUCHER"), make=_coding_check, prepare=check_words),
    ),
    route_options={"ledger_currency": str},
)
