"""The shipped SIE samples, read and checked against the shipped registers."""

import datetime
from pathlib import Path

import pytest

from gateway.findings import Finding
from gateway.formats import sie4
from gateway.formats.base import ReadingContext
from gateway.registers import load_registers
from gateway.rules.base import Surroundings
from tests.city_rules import shipped

pytestmark = pytest.mark.unit

HOME = Path(__file__).parents[2]
SAMPLES = HOME / "samples" / "forsystem-sie"


def codes_found(name: str) -> list[str]:
    surroundings = Surroundings(
        registers=load_registers(HOME / "mappings" / "registers"),
        history=None,  # type: ignore[arg-type]
        today=datetime.date(2026, 11, 23),
        ancestors={},
        claim_key=lambda kind, key: None,
        options={},
    )
    found: list[str] = []
    context = ReadingContext(schemas=None)  # type: ignore[arg-type]
    for part in sie4.FORMAT.read(SAMPLES / name, context):
        if isinstance(part, Finding):
            found.append(part.code)
            continue
        for kind, check in shipped("voucher-coding").checks:
            if isinstance(part, kind):
                found.extend(problem.code for problem in check(part, surroundings))
    return found


@pytest.mark.parametrize("name", ["loner-2026-10.si", "hyror-2026-11.si"])
def test_good_samples_are_accepted_without_a_finding(name: str) -> None:
    assert codes_found(name) == []


def test_the_bad_sample_shows_one_fault_a_voucher() -> None:
    assert codes_found("fel-bibliotek-2026-11.si") == [
        "VOUCHER-UNBALANCED",
        "VOUCHER-ACCOUNT-UNKNOWN",
        "VOUCHER-DIMENSION-REQUIRED",
        "VOUCHER-DIMENSION-UNKNOWN",
        "VOUCHER-PERIOD-CLOSED",
        "SIE-DATE-INVALID",
        "SIE-AMOUNT-INVALID",
    ]
