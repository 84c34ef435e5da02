"""The rules of finance on the way of a file: a route switches them, and what was delivered is remembered."""

from pathlib import Path
from typing import Any

import pytest

from gateway.app.installation import Installation
from gateway.settings import Settings

pytestmark = pytest.mark.integration

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
RENTS = (SAMPLES / "forsystem-sie" / "hyror-2026-11.si").read_bytes()
UNBALANCED = RENTS.replace(b"845200.00", b"845200.01", 1)

OWN_RULE = """\
name: hyresregler
title: Hyror konteras aldrig på 6110
message: VoucherBatch
version: "1"
applies_from: 2026-01-01
own_rules:
  STAD-HYRA:
    for_each: voucher.rows as row
    demand: row.account != '3410' or dimension(row, '2') != '810'
    value: row.account
    title_sv: Hyra på fel verksamhet
    title_en: Rent on the wrong activity
    text_sv: "{about} har {value}."
    text_en: "{about} has {value}."
    action_sv: Byt verksamhet.
    action_en: Change the activity.
"""


def switch(house: Any, addition: str, rules: str = "[voucher-coding]") -> None:
    """Give the route of SIE files other rules and an addition."""
    path = house.home / "mappings" / "routes" / "forsystem-sie.yaml"
    text = path.read_text(encoding="utf-8").replace("rules: [voucher-coding]", f"rules: {rules}")
    path.write_text(text + addition, encoding="utf-8")


@pytest.mark.parametrize(
    ("switched", "delivered", "codes"),
    [
        ("", False, ["VOUCHER-UNBALANCED"]),
        ("severities: {VOUCHER-UNBALANCED: warning}\n", True, ["VOUCHER-UNBALANCED"]),
        ("severities: {VOUCHER-UNBALANCED: off}\n", True, []),
    ],
)
def test_a_route_switches_how_severe_a_rule_is(switched: str, delivered: bool, codes: list[str], house: Any) -> None:
    switch(house, switched)
    house.drop("forsystem-sie", UNBALANCED, "hyror.si")
    record = house.run()["hyror.si"]
    if delivered:
        house.assert_delivered(record)
        assert (house.codes(record) if codes else house.delivered(record, "error_list")) == codes
    else:
        house.assert_rejected(record, *codes)


def test_a_voucher_number_is_a_duplicate_in_the_next_file_where_the_route_says_so(house: Any) -> None:
    switch(house, "", "[voucher-coding, voucher-duplicates]")
    house.drop("forsystem-sie", RENTS, "hyror.si")
    house.assert_delivered(house.run()["hyror.si"])
    house.drop("forsystem-sie", RENTS + b"\r\n", "igen.si")
    house.assert_rejected(house.run()["igen.si"], "VOUCHER-DUPLICATE")


def test_numbers_of_a_rejected_file_are_free(house: Any) -> None:
    switch(house, "", "[voucher-coding, voucher-duplicates]")
    house.drop("forsystem-sie", UNBALANCED, "hyror.si")
    house.assert_rejected(house.run()["hyror.si"], "VOUCHER-UNBALANCED")
    house.drop("forsystem-sie", RENTS, "igen.si")
    house.assert_delivered(house.run()["igen.si"])


def test_a_rule_of_ones_own_judges_vouchers(house: Any) -> None:
    (house.home / "mappings" / "rules" / "hyresregler.yaml").write_text(OWN_RULE, encoding="utf-8")
    switch(house, "", "[voucher-coding, hyresregler]")
    assert Installation(Settings(home=house.home)).problems() == []
    house.drop("forsystem-sie", RENTS, "hyror.si")
    record = house.run()["hyror.si"]
    house.assert_rejected(record, "STAD-HYRA")
    [found] = house.receipt(record)["forstaFynden"]
    assert found["rubrik"] == "Hyra på fel verksamhet"


def test_a_switch_of_a_code_that_is_no_rule_of_the_route_is_told_with_its_place(house: Any) -> None:
    switch(house, "severities: {VOUCHER-DUPLICATE: off}\n")
    [problem] = Installation(Settings(home=house.home)).problems()
    assert str(problem).endswith("VOUCHER-DUPLICATE cannot be off: no rule set of the route has it")
    assert (problem.path.name, problem.column) == ("forsystem-sie.yaml", 33)
