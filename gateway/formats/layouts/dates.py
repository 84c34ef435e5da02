"""Dates of layout fields: read and written by the form that the field names."""

import datetime
import re
from collections.abc import Callable
from typing import get_args

from gateway.formats.layouts.field import DateForm

FORMS: tuple[DateForm, ...] = get_args(DateForm)
_DIGIT = re.compile("[YMD]")
_FIRST_YEAR = 2000
_LIKELY = range(1900, 2100)
"""Years of dates that are met; 260101 is no month of the year 2601."""


def shape(form: str) -> str:
    """A form with every digit alike: two forms of one shape cannot be told apart."""
    return _DIGIT.sub("9", form)


def date_reader(form: DateForm, century: int) -> Callable[[str], datetime.date | None]:
    """A function from a text to its day, None when the text is no date of the form.

    `century` is the first of the hundred years that a year of two digits stands for.
    """
    fits = re.compile(shape(form).replace(".", r"\.").replace("9", "[0-9]")).fullmatch
    year, month, day = (_place(form, letter) for letter in "YMD")
    is_short, has_day_of_year, has_day = "YYYY" not in form, "DDD" in form, "D" in form

    def read(text: str) -> datetime.date | None:
        if not fits(text):
            return None
        number = int(text[year])
        if is_short:
            number = century + (number - century) % 100
        try:
            if has_day_of_year:
                found = datetime.date(number, 1, 1) + datetime.timedelta(int(text[day]) - 1)
                return found if found.year == number else None
            return datetime.date(number, int(text[month]), int(text[day]) if has_day else 1)
        except (ValueError, OverflowError):
            return None

    return read


def date_text(form: DateForm, century: int, day: datetime.date) -> str | None:
    """A day in the form, None when the form cannot say it: a year outside its century, or a day within a month."""
    if "YYYY" not in form and not century <= day.year < century + 100:
        return None
    if "D" not in form and day.day != 1:
        return None
    text = form.replace("YYYY", f"{day.year:04}").replace("YY", f"{day.year % 100:02}").replace("MM", f"{day.month:02}")
    if "DDD" in form:
        return text.replace("DDD", f"{day.timetuple().tm_yday:03}")
    return text.replace("DD", f"{day.day:02}")


def seeming_forms(text: str) -> str:
    """The forms in which a text is a date, with a slash between them; blank when there is none."""
    found = ((form, date_reader(form, _FIRST_YEAR)(text)) for form in FORMS)
    return " / ".join(form for form, day in found if day and day.year in _LIKELY)


def _place(form: str, letter: str) -> slice:
    return slice(form.find(letter), form.rfind(letter) + 1)
