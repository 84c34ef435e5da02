"""Record layouts of BgMax as tables.

Source: Bankgirot, "Bankgiro Inbetalningar, Teknisk manual", November 2019. A record is 80 bytes of
ISO-8859-1; positions are 1-based and inclusive, as the manual prints them. Amounts are whole öre.
"""

from collections.abc import Callable
from operator import itemgetter
from typing import Any, NamedTuple

RECORD_LENGTH = 80
CURRENCIES = frozenset({"SEK", "EUR"})
"""SEK alone since 2016-10-31; EUR stands in older files."""


class Field(NamedTuple):
    """One field of a record: its name and its first and last position."""

    name: str
    first: int
    last: int

    @property
    def position(self) -> str:
        """The field's positions as findings show them."""
        return f"{self.first}-{self.last}" if self.first != self.last else str(self.first)


_PAYMENT = (
    Field("payer_bankgiro", 3, 12),
    Field("reference", 13, 37),
    Field("amount", 38, 55),
    Field("reference_code", 56, 56),
    Field("channel", 57, 57),
    Field("serial_number", 58, 69),
)

RECORDS: dict[str, tuple[Field, ...]] = {
    "01": (
        Field("layout", 3, 22),
        Field("version", 23, 24),
        Field("timestamp", 25, 44),
        Field("test_marker", 45, 45),
    ),
    "05": (Field("bankgiro", 3, 12), Field("plusgiro", 13, 22), Field("currency", 23, 25)),
    "20": _PAYMENT,
    "21": (*_PAYMENT, Field("deduction_code", 71, 71)),
    "22": _PAYMENT,
    "23": _PAYMENT,
    "25": (Field("text", 3, 52),),
    "26": (Field("name", 3, 37), Field("extra_name", 38, 72)),
    "27": (Field("street", 3, 37), Field("postcode", 38, 46)),
    "28": (Field("town", 3, 37), Field("country", 38, 72), Field("country_code", 73, 74)),
    "29": (Field("organisation_number", 3, 14),),
    "15": (
        Field("account", 3, 37),
        Field("date", 38, 45),
        Field("serial_number", 46, 50),
        Field("amount", 51, 68),
        Field("currency", 69, 71),
        Field("payment_count", 72, 79),
        Field("type", 80, 80),
    ),
    "70": (
        Field("payment_count", 3, 10),
        Field("deduction_count", 11, 18),
        Field("reference_count", 19, 26),
        Field("deposit_count", 27, 34),
    ),
}

REFERENCE_KINDS = {"2": "ocr", "3": "wrong", "4": "reference", "5": "wrong"}
"""What the reference code (position 56) says of the reference; any other code says there is none."""


def field_of(code: str, name: str) -> Field:
    """A field of a record by its name. Raises StopIteration for an unknown one: our fault."""
    return next(field for field in RECORDS[code] if field.name == name)


def splitter(code: str) -> Callable[[str], tuple[str, ...]]:
    """A function that cuts a record of 80 characters into its fields, in the order of the table."""
    cut: Any = itemgetter(*(slice(field.first - 1, field.last) for field in RECORDS[code]))
    if len(RECORDS[code]) == 1:
        return lambda record: (cut(record),)
    return cut  # type: ignore[no-any-return]
