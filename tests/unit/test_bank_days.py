"""Bank days, against Bankgirot's published rule: weekdays without the 13 public holidays and the three eves."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.bank_days import is_bank_day, next_bank_day

pytestmark = pytest.mark.unit

DAYS = st.dates(datetime.date(2020, 1, 1), datetime.date(2035, 12, 31))


@pytest.mark.parametrize(
    "closed",
    ["2026-01-01", "2026-01-06", "2026-04-03", "2026-05-01", "2026-05-14", "2026-06-19", "2026-12-24", "2026-12-31"],
)
def test_holidays_and_eves_are_no_bank_days(closed: str) -> None:
    assert not is_bank_day(datetime.date.fromisoformat(closed))


@pytest.mark.parametrize("open_day", ["2026-01-05", "2026-04-02", "2026-11-23", "2026-12-23", "2026-12-30"])
def test_ordinary_weekdays_and_half_days_are_bank_days(open_day: str) -> None:
    assert is_bank_day(datetime.date.fromisoformat(open_day))


@given(DAYS)
def test_the_next_bank_day_is_one_and_none_lies_between(day: datetime.date) -> None:
    found = next_bank_day(day)
    assert is_bank_day(found)
    assert not any(is_bank_day(day + datetime.timedelta(days=n)) for n in range((found - day).days))
