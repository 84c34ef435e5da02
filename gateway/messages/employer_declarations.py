"""Employer declarations (arbetsgivardeklarationer): what employers state that they paid, per employer and per payee.

A reader yields one EmployerReport, then for each employer and period an EmployerDeclaration and its PayeeStatements.
Statements may come without the main form, or before it: they then stand under a declaration that names employer and
period alone. Amounts are Decimal kronor. Numbers in brackets are the field codes (fältkoder) of Skatteverket.
"""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated

from gateway.findings import NOWHERE, Place
from gateway.messages.describe import Term


@dataclass(slots=True, kw_only=True)
class EmployerReport:
    """What the file says of itself."""

    program: Annotated[str, Term("Program that made it", "Avsandare/Programnamn")] = ""
    sender_number: Annotated[str, Term("Sender's organisation number", "Avsandare/Organisationsnummer")] = ""
    created: Annotated[datetime.datetime | None, Term("When it was made", "Avsandare/Skapad")] = None
    place: Annotated[Place, Term("Where in the file")] = NOWHERE


@dataclass(slots=True, kw_only=True)
class DeclaredValue:
    """A field of a form, by its code."""

    code: Annotated[str, Term("Field code (fältkod), three digits")]
    name: Annotated[str, Term("Element name")]
    value: Annotated[str, Term("Value as it stands in the file")]


@dataclass(slots=True, kw_only=True)
class EmployerDeclaration:
    """One employer and period, with the main form (huvuduppgift) if it has come."""

    employer_number: Annotated[str, Term("Employer [201], 12 digits, 16 first for an organisation", "AgRegistreradId")]
    period: Annotated[int | None, Term("Period [006], YYYYMM", "RedovisningsPeriod")] = None
    contributions: Annotated[Decimal | None, Term("Employer contributions in all [487]")] = None
    deducted_tax: Annotated[Decimal | None, Term("Tax deducted in all [497]")] = None
    is_main_form: Annotated[bool, Term("The main form is here, not only statements of payees", "HU")] = False
    values: Annotated[list[DeclaredValue], Term("Every field of the form")] = field(default_factory=list)
    number: Annotated[int, Term("Running number of the form in the file, from 1; 0 without main form")] = 0
    place: Annotated[Place, Term("Where in the file")] = NOWHERE


@dataclass(slots=True, kw_only=True)
class PayeeStatement:
    """The statement (individuppgift) of one payee and period."""

    payee_number: Annotated[str, Term("Payee [215], 12 digits; empty for one who has none", "BetalningsmottagarId")]
    birth_time: Annotated[str, Term("Time of birth [222] of a payee without number", "Fodelsetid")] = ""
    other_identity: Annotated[str, Term("Other identity [224] of a payee without number", "AnnatId")] = ""
    employer_number: Annotated[str, Term("Employer [201]", "AgRegistreradId")] = ""
    period: Annotated[int | None, Term("Period [006], YYYYMM", "RedovisningsPeriod")] = None
    specification_number: Annotated[str, Term("Number of the specification [570]", "Specifikationsnummer")] = ""
    is_removal: Annotated[bool, Term("Takes back an earlier statement [205]", "Borttag")] = False
    cash: Annotated[Decimal | None, Term("Cash pay that contributions are paid on [011]")] = None
    other_cash: Annotated[Decimal | None, Term("Cash pay that no contributions are paid on [131]")] = None
    benefits: Annotated[Decimal | None, Term("Benefits, not of car or fuel, that contributions are paid on [012]")] = (
        None
    )
    car_benefit: Annotated[Decimal | None, Term("Benefit of car that contributions are paid on [013]")] = None
    deducted_tax: Annotated[Decimal | None, Term("Preliminary tax deducted [001]", "AvdrPrelSkatt")] = None
    abroad_tax: Annotated[Decimal | None, Term("Tax of those who live abroad [274]", "AvdrSkattSINK")] = None
    artist_tax: Annotated[Decimal | None, Term("Tax of artists from abroad [275]", "AvdrSkattASINK")] = None
    values: Annotated[list[DeclaredValue], Term("Every field of the form")] = field(default_factory=list)
    number: Annotated[int, Term("Running number of the statement in the file, from 1")] = 0
    place: Annotated[Place, Term("Where in the file")] = NOWHERE

    @property
    def tax(self) -> Decimal:
        """All tax that was deducted: preliminary, of those who live abroad, and of artists."""
        return sum(filter(None, (self.deducted_tax, self.abroad_tax, self.artist_tax)), Decimal(0))
