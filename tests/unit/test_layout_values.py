"""Texts become values, or are refused with a code and what was expected."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.catalogue import CATALOGUE
from gateway.formats.layouts.layout import Field, Layout
from gateway.formats.layouts.values import REMEMBERED, BadValue, Memo, converter, expected_of

pytestmark = pytest.mark.unit

CELL = {"title": "Prov", "kind": "delimited", "records": {"row": {"fields": {"field": {"type": "text"}}}}}
LAYOUT = Layout.model_validate(CELL)


def field(**settings: Any) -> Field:
    return Field.model_validate(settings)


KRONOR = field(type="amount")
ORE = field(type="amount", decimals=2)
COMMA = field(type="amount", decimals=2, decimal_sign=",", signed=False)
DAY = field(type="date", date_form="YYMMDD")
KINDS = field(type="code", allowed=["A", "B"])
FLAG = field(type="boolean", yes="J", no="N")
COUNT = field(type="integer", signed=False)
SHORT = field(type="text", length=3)
NEEDED = field(type="code", length=3, required=True)
SPARE = field(type="integer", default="7", required=True)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (KRONOR, " -12 ", Decimal(-12)),
        (ORE, "-00123450", Decimal("-1234.50")),
        (ORE, "5", Decimal("0.05")),
        (COMMA, "1234,5", Decimal("1234.5")),
        (COMMA, "1234", Decimal(1234)),
        (DAY, "260115", datetime.date(2026, 1, 15)),
        (KINDS, "A", "A"),
        (FLAG, "N", False),
        (COUNT, "007", 7),
        (SPARE, "", 7),
        (SHORT, "   ", None),
    ],
)
def test_a_text_is_read_as_its_value(kind: Field, text: str, value: object) -> None:
    read = converter(LAYOUT, kind)(text)
    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize(
    ("kind", "text", "code", "expected"),
    [
        (KRONOR, "12,00", "LAYOUT-DECIMAL-SIGN", "-1234"),
        (ORE, "12-", "LAYOUT-SIGN", "-123456 = -1234.56"),
        (COMMA, "-1,00", "LAYOUT-SIGN", "1234,56"),
        (COMMA, "1,005", "LAYOUT-AMOUNT", "1234,56"),
        (COMMA, "1 000,00", "LAYOUT-THOUSANDS", "1234,56"),
        (COUNT, "١٢", "LAYOUT-NUMBER", "1234"),
        (DAY, "260230", "LAYOUT-DATE", "YYMMDD"),
        (DAY, "26 1 1", "LAYOUT-DATE", "YYMMDD"),
        (KINDS, "C", "LAYOUT-VALUE-NOT-ALLOWED", "A, B"),
        (FLAG, "1", "LAYOUT-VALUE-NOT-ALLOWED", "J, N"),
        (SHORT, "abcd", "LAYOUT-TEXT-TOO-LONG", 3),
        (SHORT, "a\tb", "LAYOUT-CHARACTER", "max 3"),
        (NEEDED, " ", "LAYOUT-VALUE-MISSING", "max 3"),
    ],
)
def test_a_text_that_is_no_value_is_refused_with_what_was_expected(
    kind: Field, text: str, code: str, expected: object
) -> None:
    with pytest.raises(BadValue) as refused:
        converter(LAYOUT, kind)(text)
    assert (refused.value.code, refused.value.expected) == (code, expected)
    assert code in CATALOGUE


@pytest.mark.parametrize(
    "kind", [KRONOR, ORE, COMMA, DAY, KINDS, FLAG, COUNT, SHORT], ids=lambda kind: f"{kind.type} {expected_of(kind)}"
)
@given(text=st.text(max_size=40))
def test_any_text_gives_a_value_or_is_refused(kind: Field, text: str) -> None:
    code = ""
    try:
        converter(LAYOUT, kind)(text)
    except BadValue as refused:
        code = refused.code
    assert code in {"", *CATALOGUE}


def test_a_memo_makes_a_value_once_and_forgets_before_it_grows_large() -> None:
    made: list[int] = []

    def make(number: int) -> int:
        made.append(number)
        return number * 2

    memo = Memo(make)
    assert [memo[1], memo[1]] == [2, 2]
    assert made == [1]
    assert [memo[number] for number in range(10 * REMEMBERED)] == [number * 2 for number in range(10 * REMEMBERED)]
    assert len(memo) <= REMEMBERED
