"""What the parts of an Invoice have in common: identifiers, periods, and amounts that a document does not state."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from gateway.messages.describe import Term


class UnstatedAmount(Decimal):
    """An amount that a document does not state: it reckons as zero, as in EN 16931, and is not written."""

    __slots__ = ()


UNSTATED = UnstatedAmount(0)
UNSTATED_DATE = date.min
"""The issue date of an invoice that states none."""


def is_stated(amount: Decimal) -> bool:
    """Whether an amount stands in the document, be it zero."""
    return not isinstance(amount, UnstatedAmount)


@dataclass(slots=True, kw_only=True)
class Identifier:
    """An identifier and the scheme it belongs to."""

    value: Annotated[str, Term("The identifier")]
    scheme: Annotated[str, Term("Scheme of the identifier, e.g. 0007 or 0088", "ISO 6523 ICD / EAS")] = ""


@dataclass(slots=True, kw_only=True)
class Period:
    """BG-14 or BG-26."""

    start: Annotated[date | None, Term("Start date", "BT-73, BT-134")] = None
    end: Annotated[date | None, Term("End date", "BT-74, BT-135")] = None
