"""Employer declarations (arbetsgivardeklarationer): what employers state that they paid, per employer and per payee.

A reader yields one EmployerReport, then for each employer an EmployerDeclaration and its PayeeStatements. Amounts are
Decimal kronor. Numbers in brackets are the field codes (fältkoder) of Skatteverket.
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
    """The main form (huvuduppgift) of one employer and period."""

    employer_number: Annotated[str, Term("Employer [201], 12 digits, 16 first for an organisation", "AgRegistreradId")]
    period: Annotated[int | None, Term("Period [006], YYYYMM", "RedovisningsPeriod")] = None
    contributions: Annotated[Decimal | None, Term("Employer contributions in all [487]")] = None
    deducted_tax: Annotated[Decimal | None, Term("Tax deducted in all [497]")] = None
    values: Annotated[list[DeclaredValue], Term("Every field of the form")] = field(default_factory=list)
    number: Annotated[int, Term("Running number of the form in the file, from 1")] = 0
    place: Annotated[Place, Term("Where in the file")] = NOWHERE


@dataclass(slots=True, kw_only=True)
class PayeeStatement:
    """The statement (individuppgift) of one payee and period."""

    payee_number: Annotated[str, Term("Payee [215], 12 digits", "BetalningsmottagarId")]
    employer_number: Annotated[str, Term("Employer [201]", "AgRegistreradId")] = ""
    period: Annotated[int | None, Term("Period [006], YYYYMM", "RedovisningsPeriod")] = None
    specification_number: Annotated[str, Term("Number of the specification [570]", "Specifikationsnummer")] = ""
    is_removal: Annotated[bool, Term("Takes back an earlier statement [205]", "Borttag")] = False
    cash: Annotated[Decimal | None, Term("Cash pay that contributions are paid on [011]")] = None
    deducted_tax: Annotated[Decimal | None, Term("Preliminary tax deducted [001]", "AvdrPrelSkatt")] = None
    values: Annotated[list[DeclaredValue], Term("Every field of the form")] = field(default_factory=list)
    number: Annotated[int, Term("Running number of the statement in the file, from 1")] = 0
    place: Annotated[Place, Term("Where in the file")] = NOWHERE
