"""Swedish bank days: Monday to Friday, except public holidays and Midsummer, Christmas and New Year's Eve.

Source: Bankgirot's list of bank days; the holidays come from the `holidays` package (public and de facto holidays).

>>> next_bank_day(datetime.date(2026, 12, 24))
datetime.date(2026, 12, 28)
"""

import datetime

import holidays

ONE_DAY = datetime.timedelta(days=1)

_CLOSED = holidays.country_holidays("SE", include_sundays=False, categories=("public", "de_facto"))


def is_bank_day(day: datetime.date) -> bool:
    """Whether banks are open."""
    return day.isoweekday() <= 5 and day not in _CLOSED


def next_bank_day(day: datetime.date) -> datetime.date:
    """The day itself if it is a bank day, else the first one after it."""
    while not is_bank_day(day):
        day += ONE_DAY
    return day
