"""Rule set income-persons, with the tax agency's published test identity numbers."""

import datetime
import sys
from decimal import Decimal
from typing import Any

import pytest

from gateway.catalogue import CATALOGUE
from gateway.findings import MASK, Finding, Place
from gateway.messages.income import Income, IncomeReport
from gateway.registers import Registers
from gateway.rules.base import Surroundings
from gateway.rules.income import RULE_SET

pytestmark = pytest.mark.unit

TODAY = datetime.date(2026, 11, 23)
ANNA, BO = "189001019802", "189001029819"


def income(identity_number: str = ANNA, **fields: Any) -> Income:
    values: dict[str, Any] = {"income_year": 2024, "number": 4, "place": Place(line=5), **fields}
    return Income(identity_number=identity_number, **values)


def check(*parts: IncomeReport | Income) -> list[Finding]:
    surroundings = Surroundings(
        registers=Registers({}),
        history=None,  # type: ignore[arg-type]
        today=TODAY,
        ancestors={"report": IncomeReport(income_year=2024)},
        claim_key=lambda kind, key: None,
        options={},
    )
    return [
        problem
        for part in parts
        for kind, rule in RULE_SET.checks
        if isinstance(part, kind)
        for problem in rule(part, surroundings)
    ]


def test_right_records_give_no_finding() -> None:
    decided = datetime.date(2025, 12, 10)
    assert (
        check(
            IncomeReport(income_year=2024),
            income(ANNA, employment=Decimal(312000), decided=decided),
            income(BO),
            income("197010632391"),
        )
        == []
    )


@pytest.mark.parametrize("year", [2019, 2027, 24, 0])
def test_an_income_year_that_is_not_plausible_rejects_the_file(year: int) -> None:
    (problem,) = check(IncomeReport(income_year=year))
    assert (problem.code, problem.expected) == ("INCOME-YEAR-NOT-PLAUSIBLE", "2020–2026")
    assert problem.rejects_file


@pytest.mark.parametrize("year", [2020, 2026])
def test_the_last_six_years_and_this_one_are_plausible(year: int) -> None:
    assert check(IncomeReport(income_year=year)) == []


@pytest.mark.parametrize("number", ["189001019803", "9001019802", "189002309802", "", "18900101980x"])
def test_an_invalid_identity_number_is_found_but_never_shown(number: str) -> None:
    (problem,) = check(income(number))
    assert problem.code == "INCOME-IDENTITY-INVALID"
    assert problem.place.line == 5
    assert not number or number not in str(problem.as_dict())


@pytest.mark.parametrize(
    ("fields", "code", "shown"),
    [
        ({"income_year": 2023}, "INCOME-YEAR-DIFFERS", "2023"),
        ({"employment": Decimal(-1)}, "INCOME-AMOUNT-NEGATIVE", "tjänst"),
        ({"business": Decimal(-1)}, "INCOME-AMOUNT-NEGATIVE", "näringsverksamhet"),
        ({"capital": Decimal("-0.5")}, "INCOME-AMOUNT-NEGATIVE", "kapital"),
        ({"decided": datetime.date(2026, 11, 24)}, "INCOME-DECISION-IN-FUTURE", "2026-11-24"),
        ({"decided": datetime.date(2023, 12, 31)}, "INCOME-DECISION-TOO-EARLY", "2023-12-31"),
    ],
)
def test_a_wrong_record_is_found(fields: dict[str, Any], code: str, shown: str) -> None:
    (problem,) = check(income(**fields))
    assert (problem.code, problem.about) == (code, "post 4")
    assert shown in problem.text("sv")


def test_a_decision_of_today_is_accepted() -> None:
    assert check(income(decided=TODAY)) == []


def test_a_person_who_stands_twice_is_found_the_second_time() -> None:
    (problem,) = check(income(ANNA), income(BO), income(ANNA, number=9))
    assert (problem.code, problem.about) == ("INCOME-PERSON-TWICE", "post 9")


def test_an_invalid_number_that_stands_twice_is_not_called_a_duplicate() -> None:
    assert {problem.code for problem in check(income("1"), income("1"))} == {"INCOME-IDENTITY-INVALID"}


def test_findings_about_a_protected_person_are_masked() -> None:
    (problem,) = check(income(is_protected=True, employment=Decimal(-5)))
    assert (problem.value, problem.about, problem.details["kind"]) == (MASK, MASK, MASK)


def test_the_memory_of_duplicates_does_not_grow_with_persons_of_one_birth_date() -> None:
    memory: dict[str, Any] = {}
    surroundings = Surroundings(
        registers=Registers({}),
        history=None,  # type: ignore[arg-type]
        today=TODAY,
        ancestors={"report": IncomeReport(income_year=2024)},
        claim_key=lambda kind, key: None,
        options={},
        memory=memory,
    )
    duplicate = RULE_SET.checks[-1][1]
    sizes = []
    for person in (ANNA, "189001019810"):
        list(duplicate(income(person), surroundings))
        sizes.append(sum(map(sys.getsizeof, memory["income-persons.seen"].values())))
    assert sizes[0] == sizes[1]


def test_the_rule_set_names_codes_of_the_catalogue() -> None:
    assert set(RULE_SET.codes) <= set(CATALOGUE)
