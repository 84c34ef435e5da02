"""Reasons of banks: each code is explained in both languages, with what to do."""

import doctest

import pytest

from gateway.catalogue import payment_reasons
from gateway.catalogue.payment_reasons import REASONS, reason_text

pytestmark = pytest.mark.unit

COMMON = frozenset(
    """
    AC01 AC02 AC03 AC04 AC05 AC06 AC07 AC13 AC14 AC15 AC16 AG01 AG02 AG03 AM01 AM02 AM03 AM04 AM05 AM06 AM07 AM09
    AM10 AM11 AM12 AM14 AM16 AM17 AM18 BE01 BE04 BE05 BE06 BE09 CH03 CH04 CH16 CH17 CH21 CNOR CURR CUST DNOR DS02
    DS0H DT01 DU01 DU02 DU03 DU04 DU05 DUPL ED05 FF01 FOCR MD07 MS02 MS03 NARR NOAS NOOR RC01 RF01 RR01 RR02 RR03
    RR04 SL01 TD03 TM01 TS01
    """.split()  # noqa: SIM905 - a list of 77 words would be a page
)


def test_the_common_codes_are_explained():
    assert not COMMON - set(REASONS)


@pytest.mark.parametrize("code", sorted(REASONS))
def test_each_reason_is_a_sentence_in_both_languages_with_something_to_do(code):
    reason = REASONS[code]
    assert code.isalnum()
    for text in (reason.text_sv, reason.text_en, reason.action_sv, reason.action_en):
        assert text[0].isupper()
        assert text.endswith(".")
        assert "{" not in text
    assert reason.text_sv != reason.text_en


def test_several_codes_are_explained_after_each_other_and_an_unknown_one_stands_as_it_is():
    assert reason_text("AC04 B17") == "Kontot är avslutat. (AC04) B17"
    assert reason_text("") == ""


def test_the_example_of_the_module_is_true():
    assert doctest.testmod(payment_reasons).failed == 0
