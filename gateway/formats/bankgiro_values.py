"""What the fields of Bankgirot's records hold: amounts in öre, days, times, and numbers filled out with zeros."""

from datetime import date, datetime
from decimal import Decimal

OERE = Decimal("0.01")


def amount_of(field: str) -> Decimal | None:
    """An amount in öre as kronor, or None when the field is not all digits."""
    return int(field) * OERE if field.isdecimal() else None


def day_of(field: str) -> date | None:
    """A day written ÅÅÅÅMMDD, or None when the field holds no real day."""
    try:
        return date(int(field[:4]), int(field[4:6]), int(field[6:])) if field.isdecimal() else None
    except ValueError:
        return None


def short_day_of(field: str) -> date | None:
    """A day written ÅÅMMDD, or None when the field holds no real day. Years from 70 are of the 1900s."""
    return day_of(("19" if field >= "70" else "20") + field)


def timestamp_of(field: str) -> datetime | None:
    """A time of fourteen digits and six of microseconds, or None; the manuals give no time zone."""
    day = day_of(field[:8])
    if day is None or not field.isdecimal():
        return None
    try:
        hour, minute, second = int(field[8:10]), int(field[10:12]), int(field[12:14])
        return datetime(day.year, day.month, day.day, hour, minute, second, int(field[14:]))  # noqa: DTZ001
    except ValueError:
        return None


def number_of(field: str) -> str:
    """A number without the zeros and blanks that fill its field; empty when there is nothing else."""
    return field.strip().lstrip("0")
