"""The Invoice message: every business term of EN 16931-1, and amounts that are not stated."""

import copy
import re
from decimal import Decimal

import pytest

from gateway.archive import schema_of
from gateway.messages import FAMILIES
from gateway.messages.describe import fields_of
from gateway.messages.invoice import UNSTATED, Attachment, Invoice, is_stated

pytestmark = pytest.mark.unit

NO_SUCH_TERM = {4}
CONTENT_OF_ATTACHMENT = {125}


def terms_of(part: type, seen: set[type]) -> set[str]:
    """Every number of a business term in the sources of a part's fields, and of the parts below it."""
    if part in seen:
        return set()
    seen.add(part)
    found: set[str] = set()
    for field in fields_of(part).values():
        found |= set(re.findall(r"BT-\d+(?:-\d)?", field.source))
        if field.is_part:
            found |= terms_of(field.kind, seen)
    return found


def test_every_business_term_of_the_standard_has_a_field() -> None:
    numbers = {int(term.split("-")[1]) for term in terms_of(Invoice, set()) if term.count("-") == 1}
    assert set(range(1, 166)) - numbers == NO_SUCH_TERM | CONTENT_OF_ATTACHMENT
    assert numbers - set(range(1, 166)) == set()
    assert "BT-125" in (Attachment.__doc__ or "")


def test_the_schemes_that_the_standard_names_have_fields() -> None:
    schemes = {"BT-18-1", "BT-30-1", "BT-34-1", "BT-128-1", "BT-157-1", "BT-158-1", "BT-158-2", "BT-125-1", "BT-125-2"}
    assert schemes - terms_of(Invoice, set()) == set()


def test_every_field_says_what_it_means() -> None:
    assert [name for name, field in fields_of(Invoice).items() if not field.text] == []
    assert schema_of(FAMILIES["Invoice"])[0]["name"] == "Invoice"


def test_an_amount_that_is_not_stated_reckons_as_zero_and_stays_what_it_is() -> None:
    assert UNSTATED + Decimal("1.50") == Decimal("1.50")
    assert not is_stated(copy.deepcopy(UNSTATED))
    assert is_stated(Decimal("0.00"))
    assert is_stated(UNSTATED + UNSTATED)
