"""Swedish bank days: Monday to Friday, except public holidays and Midsummer, Christmas and New Year's Eve.

Source: Bankgirot's list of bank days; the holidays come from the `holidays` package (public and de facto holidays).

>>> next_bank_day(datetime.date(2026, 12, 24))
datetime.date(2026, 12, 28)
"""

import datetime
from collections.abc import Container
from functools import cache

ONE_DAY = datetime.timedelta(days=1)


def is_bank_day(day: datetime.date) -> bool:
    """Whether banks are open."""
    return day.isoweekday() <= 5 and day not in _closed()


def next_bank_day(day: datetime.date) -> datetime.date:
    """The day itself if it is a bank day, else the first one after it."""
    while not is_bank_day(day):
        day += ONE_DAY
    return day


@cache
def _closed() -> Container[datetime.date]:
    # A calendar of every country is loaded with the package, and most runs ask for no bank day.
    import holidays  # noqa: PLC0415

    return holidays.country_holidays("SE", include_sundays=False, categories=("public", "de_facto"))
