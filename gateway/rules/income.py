"""Rule set ``income-persons``: what an income report must hold before fees are compared with it.

Identity numbers never leave this rule set in clear: a fee officer finds the record by its line.
"""

import datetime
from collections.abc import Iterator
from decimal import Decimal

from gateway.findings import Finding, finding
from gateway.identifiers import is_identity_number
from gateway.messages.income import Income, IncomeReport
from gateway.rules.base import RuleSet, Surroundings

OLDEST_YEARS = 6
"""How many years back an income year may lie: fees are corrected at most that far."""

_SEEN = "income-persons.seen"


def check_report_year(report: IncomeReport, surroundings: Surroundings) -> Iterator[Finding]:
    """The income year of the report is one that fees can be compared with now."""
    latest = surroundings.today.year
    earliest = latest - OLDEST_YEARS
    if not earliest <= report.income_year <= latest:
        yield finding(
            "INCOME-YEAR-NOT-PLAUSIBLE",
            place=report.place,
            value=report.income_year,
            expected=f"{earliest}–{latest}",
        )


def check_identity(income: Income, _surroundings: Surroundings) -> Iterator[Finding]:
    """The identity number is a personnummer or samordningsnummer: real date, right check digit."""
    if not is_identity_number(income.identity_number):
        yield _finding("INCOME-IDENTITY-INVALID", income)


def check_year(income: Income, surroundings: Surroundings) -> Iterator[Finding]:
    """The record is for the income year of its report."""
    report: IncomeReport = surroundings.ancestors["report"]
    if income.income_year != report.income_year:
        yield _finding("INCOME-YEAR-DIFFERS", income, value=income.income_year, expected=report.income_year)


def check_amounts(income: Income, _surroundings: Surroundings) -> Iterator[Finding]:
    """No kind of income is negative: the agency states a deficit as zero."""
    kinds = (
        ("tjänst", income.employment),
        ("näringsverksamhet", income.business),
        ("kapital", income.capital),
    )
    for kind, amount in kinds:
        if amount < Decimal(0):
            yield _finding("INCOME-AMOUNT-NEGATIVE", income, value=amount, kind=kind)


def check_decision_date(income: Income, surroundings: Surroundings) -> Iterator[Finding]:
    """The tax decision is neither of a day to come nor older than the income year."""
    if income.decided is None:
        return
    if income.decided > surroundings.today:
        yield _finding("INCOME-DECISION-IN-FUTURE", income, value=income.decided)
    elif income.decided < datetime.date(max(income.income_year, 1), 1, 1):
        yield _finding("INCOME-DECISION-TOO-EARLY", income, value=income.decided, expected=income.income_year)


def check_duplicate(income: Income, surroundings: Surroundings) -> Iterator[Finding]:
    """A person stands once in a file.

    Memory: one bit for each of the 1,000 birth numbers of every date of birth seen, so it is bounded by the
    dates there are (about 15 MB for a century of them), however many records the file has.
    """
    if not is_identity_number(income.identity_number):
        return
    seen: dict[int, bytearray] = surroundings.memory.setdefault(_SEEN, {})
    bits = seen.setdefault(int(income.identity_number[:8]), bytearray(125))
    byte, bit = divmod(int(income.identity_number[8:11]), 8)
    if bits[byte] >> bit & 1:
        yield _finding("INCOME-PERSON-TWICE", income)
    bits[byte] |= 1 << bit


def _finding(code: str, income: Income, *, value: object = "", expected: object = "", kind: str = "") -> Finding:
    problem = finding(
        code, place=income.place, value=value, expected=expected, about=f"post {income.number}", kind=kind
    )
    return problem.masked() if income.is_protected else problem


RULE_SET = RuleSet(
    name="income-persons",
    version="1",
    title="Personnummer, inkomstår och belopp i inkomstuppgifter",
    codes=(
        "INCOME-YEAR-NOT-PLAUSIBLE",
        "INCOME-IDENTITY-INVALID",
        "INCOME-YEAR-DIFFERS",
        "INCOME-AMOUNT-NEGATIVE",
        "INCOME-DECISION-IN-FUTURE",
        "INCOME-DECISION-TOO-EARLY",
        "INCOME-PERSON-TWICE",
    ),
    checks=(
        (IncomeReport, check_report_year),
        (Income, check_identity),
        (Income, check_year),
        (Income, check_amounts),
        (Income, check_decision_date),
        (Income, check_duplicate),
    ),
)
