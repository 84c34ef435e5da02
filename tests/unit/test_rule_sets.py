"""Versions of rule sets side by side, and which one applies on a day."""

import datetime
from collections.abc import Mapping
from typing import Any

import pytest

from gateway.rules.base import RuleSet
from gateway.rules.registry import RULE_SETS, RuleSets

pytestmark = pytest.mark.unit

NEW_YEAR = datetime.date(2027, 1, 1)
DAY = datetime.timedelta(days=1)


def version(number: str, applies_from: datetime.date, **rest: Any) -> RuleSet:
    facts: Mapping[str, Any] = {"name": "prov", "title": "Prov", "codes": (), "checks": (), **rest}
    return RuleSet(version=number, applies_from=applies_from, **facts)


FIRST, SECOND = version("3.0.20", datetime.date(2026, 3, 1)), version("3.0.21", NEW_YEAR)


@pytest.mark.parametrize("given", [(FIRST, SECOND), (SECOND, FIRST)], ids=["in order", "in disorder"])
def test_the_newest_version_that_has_begun_applies(given: tuple[RuleSet, ...]) -> None:
    sets = RuleSets(given)
    assert sets["prov"] == (FIRST, SECOND)
    assert sets.rule_set("prov", on=NEW_YEAR - DAY) is FIRST
    assert sets.rule_set("prov", on=NEW_YEAR) is SECOND
    assert sets.rule_set("prov", on=NEW_YEAR + 1000 * DAY) is SECOND


def test_before_its_first_version_a_set_judges_nothing() -> None:
    sets = RuleSets((FIRST, SECOND))
    assert sets.rule_set("prov", on=FIRST.applies_from - DAY) is None
    assert sets.applying(["prov"], on=FIRST.applies_from - DAY, form="sie4") == ()
    assert sets.applying(["prov"], on=FIRST.applies_from, form="sie4") == (FIRST,)


def test_a_set_judges_the_formats_that_it_names() -> None:
    named = version("1", FIRST.applies_from, formats=("peppol-bis-billing-3", "svefaktura-1.0"))
    sets = RuleSets((named,))
    assert sets.applying(["prov"], on=NEW_YEAR, form="svefaktura-1.0") == (named,)
    assert sets.applying(["prov"], on=NEW_YEAR, form="cii") == ()


def test_the_sets_of_a_route_keep_its_order() -> None:
    other = version("1", FIRST.applies_from, name="annan")
    names = [each.name for each in RuleSets((FIRST, other)).applying(["annan", "prov"], on=NEW_YEAR, form="sie4")]
    assert names == ["annan", "prov"]


def test_an_unknown_name_is_our_own_fault() -> None:
    with pytest.raises(KeyError):
        RULE_SETS.rule_set("prov", on=NEW_YEAR)


@pytest.mark.parametrize(
    ("number", "day", "told"), [("3.0.20", NEW_YEAR, "version 3.0.20"), ("4", FIRST.applies_from, "2026-03-01")]
)
def test_two_versions_cannot_be_the_same_or_begin_on_one_day(number: str, day: datetime.date, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        RuleSets((FIRST, version(number, day)))


def test_every_set_in_code_names_only_codes_of_its_own_and_is_found_by_its_name() -> None:
    for rule_set in RULE_SETS.all:
        assert len(set(rule_set.codes)) == len(rule_set.codes) > 0
        assert RULE_SETS.rule_set(rule_set.name, on=datetime.date(2026, 11, 1)) is rule_set
