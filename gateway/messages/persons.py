"""Persons as a population register tells of them: a report, and one record per person.

A reader yields one PersonReport, then Persons. Sources: SPAR aviseringspost (IdNummer, Sekretessmarkering,
SkyddadFolkbokforing, SummeradInkomst, InkomstAr) and Navet personpost.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from gateway.findings import NOWHERE, Place
from gateway.messages.describe import Term


@dataclass(slots=True, kw_only=True)
class PersonReport:
    """What the file says of itself."""

    sender: Annotated[str, Term("Register that tells: Navet, SPAR")] = ""
    created: Annotated[date | None, Term("Date made")] = None
    order_number: Annotated[str, Term("Identity of the order (BestallningsId, kundnummer)")] = ""
    place: Annotated[Place, Term("Where in the file")] = NOWHERE


@dataclass(slots=True, kw_only=True)
class Person:
    """What is told of one person. A person with protected identity may have no address here."""

    identity_number: Annotated[str, Term("Personnummer or samordningsnummer, 12 digits, no separator")]
    identity_kind: Annotated[str, Term("personnummer, samordningsnummer or immunitetsnummer")] = ""
    earlier_identity_number: Annotated[str, Term("Identity number that this one replaces")] = ""
    is_protected: Annotated[bool, Term("Sekretessmarkering or skyddad folkbokföring")] = False
    first_name: Annotated[str, Term("First names")] = ""
    middle_name: Annotated[str, Term("Middle name")] = ""
    last_name: Annotated[str, Term("Last name")] = ""
    care_of: Annotated[str, Term("Care of (c/o)")] = ""
    address: Annotated[str, Term("Street address")] = ""
    address_2: Annotated[str, Term("Second line of the address")] = ""
    zip_code: Annotated[str, Term("Postal code")] = ""
    city: Annotated[str, Term("Postal town")] = ""
    country: Annotated[str, Term("Country, of an address abroad")] = ""
    county: Annotated[str, Term("County code, two digits")] = ""
    municipality: Annotated[str, Term("Municipality code, two digits within the county")] = ""
    registered: Annotated[date | None, Term("Day of the present registration")] = None
    deregistration_reason: Annotated[str, Term("Why no longer registered: AV deceased, UV emigrated …")] = ""
    deregistered: Annotated[date | None, Term("Day of deregistration or death")] = None
    income_year: Annotated[int | None, Term("Income year", "SPAR InkomstAr")] = None
    income: Annotated[Decimal | None, Term("Employment income and capital surplus, kronor", "SPAR SummeradInkomst")] = (
        None
    )
    event_date: Annotated[date | None, Term("Day of the change that is told")] = None
    number: Annotated[int, Term("Running number of the person in the file, from 1")] = 0
    place: Annotated[Place, Term("Where in the file")] = NOWHERE

    @property
    def monthly_income(self) -> Decimal | None:
        """The income divided by twelve, rounded down to whole kronor: what fee systems compare with."""
        return None if self.income is None else Decimal(int(self.income / 12))
