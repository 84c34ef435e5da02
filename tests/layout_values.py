"""Hypothesis strategies: values that the fields of a layout can hold, whatever the layout asks of them."""

import datetime
import string
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from gateway.formats.layouts.layout import Field, Layout, Record

VALID = {
    "bankgiro": ["9912346", "54029681"],
    "bic": ["ESSESESS"],
    "clearing_number": ["5839"],
    "gln": ["7350000001013"],
    "iban": ["SE4550000000058398257466"],
    "identity_number": ["191212121212"],
    "luhn": ["18", "12344"],
    "ocr": ["1230"],
    "ocr_with_length": ["12351"],
    "organisation_number": ["5569001208", "5560566258"],
    "personnummer": ["191212121212"],
    "plusgiro": ["4205506"],
    "samordningsnummer": ["197010632391"],
    "vat_number": ["SE556056625801"],
}
"""Numbers with right check digits, by what a field checks."""

LETTERS = string.ascii_letters + string.digits + "åäöÅÄÖéü&%§ ,.:/'()"


def values_of(layout: Layout, record: Record, name: str) -> st.SearchStrategy[Any]:
    """Values that are not blank, and that the field can hold."""
    field = record.fields[name]
    if any(other.negative_if and other.negative_if.field == name for other in record.fields.values()):
        deciding = next(o.negative_if for o in record.fields.values() if o.negative_if and o.negative_if.field == name)
        return st.sampled_from([value for value in field.allowed if value not in deciding.values])
    if field.allowed:
        return st.sampled_from([int(value) if field.type == "integer" else value for value in field.allowed])
    if field.type == "boolean":
        return st.booleans()
    if field.type == "date":
        return _dates(field)
    if field.type in ("amount", "integer"):
        return _numbers(field)
    return _texts(layout, field)


def _dates(field: Field) -> st.SearchStrategy[datetime.date]:
    form = field.date_form[0]
    first, last = datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)
    if "YYYY" not in form:
        first, last = datetime.date(field.century, 1, 1), datetime.date(field.century + 99, 12, 31)
    days = st.dates(min_value=first, max_value=last)
    return days.map(lambda day: day.replace(day=1)) if form == "YYYYMM" else days


def _numbers(field: Field) -> st.SearchStrategy[Any]:
    digits = field.length or 12
    digits -= bool(field.decimal_sign and field.decimals) + bool(field.signed or field.plus == "written")
    digits -= digits // 4 if field.thousands else 0
    most = 10 ** max(min(digits, 12), 1) - 1
    is_signed = field.signed and not field.negative_if and (field.length is None or field.length > 1)
    numbers = st.integers(min_value=-most if is_signed else 0, max_value=most)
    return numbers if field.type == "integer" else numbers.map(lambda number: Decimal(number).scaleb(-field.decimals))


def _texts(layout: Layout, field: Field) -> st.SearchStrategy[str]:
    most = min(field.length or 30, 30)
    if field.check:
        fitting = [number for number in VALID[field.check] if len(number) <= (field.length or 99)]
        return st.sampled_from(fitting)
    if field.pattern:
        made = st.from_regex(field.pattern, fullmatch=True, alphabet=string.printable)
        return made.filter(lambda text: len(text) <= (field.length or 99) and text not in field.blank)
    if field.filler == "0" and field.length:
        # Zeros before a code may be its own, so only one that fills its field is read as it was.
        return st.text(string.ascii_letters, min_size=field.length, max_size=field.length)
    letters = LETTERS if layout.quote or layout.kind != "delimited" else LETTERS.replace(layout.delimiter, "")
    texts = st.text(letters, min_size=1, max_size=most)
    return texts.filter(lambda text: text == text.strip() and text not in field.blank and "  " not in text)
