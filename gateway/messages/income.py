"""Income of persons as a tax agency states it, for the comparison of fees: a report, and one record per person.

A reader yields one IncomeReport, then Incomes. Amounts are Decimal kronor per year.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from gateway.findings import NOWHERE, Place
from gateway.messages.describe import Term


@dataclass(slots=True, kw_only=True)
class IncomeReport:
    """What the file says of itself."""

    income_year: Annotated[int, Term("Income year (inkomstår)")]
    municipality: Annotated[str, Term("Municipality code, four digits")] = ""
    created: Annotated[date | None, Term("Date made")] = None
    sender: Annotated[str, Term("Sending agency")] = ""
    place: Annotated[Place, Term("Where in the file")] = NOWHERE


@dataclass(slots=True, kw_only=True)
class Income:
    """The income of one person for one year."""

    identity_number: Annotated[str, Term("Personnummer or samordningsnummer, 12 digits, no separator")]
    income_year: Annotated[int, Term("Income year (inkomstår)")]
    employment: Annotated[Decimal, Term("Income of employment (inkomst av tjänst), kronor a year")] = Decimal(0)
    business: Annotated[Decimal, Term("Income of business (inkomst av näringsverksamhet), kronor a year")] = Decimal(0)
    capital: Annotated[Decimal, Term("Surplus of capital (överskott av kapital), kronor a year")] = Decimal(0)
    decided: Annotated[date | None, Term("Date of the tax decision")] = None
    is_protected: Annotated[bool, Term("Protected identity (sekretessmarkering or skyddad folkbokföring)")] = False
    number: Annotated[int, Term("Running number of the record in the file, from 1")] = 0
    place: Annotated[Place, Term("Where in the file")] = NOWHERE

    @property
    def total(self) -> Decimal:
        """Employment, business and capital together, kronor a year."""
        return self.employment + self.business + self.capital

    @property
    def monthly(self) -> Decimal:
        """The total divided by twelve, rounded down to whole kronor: what fee systems compare with."""
        return Decimal(int(self.total / 12))
