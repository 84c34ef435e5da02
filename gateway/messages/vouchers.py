"""Vouchers from a feeder system: a batch, and vouchers with their rows.

A reader yields one VoucherBatch, then Vouchers. Amounts are Decimal kronor, debit positive, credit negative.
"""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated

from gateway.findings import NOWHERE, Place
from gateway.messages.describe import Term


@dataclass(slots=True, kw_only=True)
class VoucherBatch:
    """What the file says of itself."""

    system: Annotated[str, Term("Sending system", "SIE #PROGRAM")] = ""
    created: Annotated[datetime.date | None, Term("Date made", "SIE #GEN")] = None
    organisation_number: Annotated[str, Term("Organisation number, digits only", "SIE #ORGNR")] = ""
    organisation_name: Annotated[str, Term("Organisation name", "SIE #FNAMN")] = ""
    currency: Annotated[str, Term("Currency", "SIE #VALUTA; ISO 4217")] = "SEK"
    place: Annotated[Place, Term("Where in the file")] = NOWHERE


@dataclass(slots=True, kw_only=True)
class CodingDimension:
    """One dimension with its value. SIE: 1 cost centre, 2 cost bearer, 6 project, 7 employee, 20+ free."""

    dimension: Annotated[str, Term("Number of the dimension", "SIE #DIM")]
    value: Annotated[str, Term("Object in the dimension", "SIE #OBJEKT")]


@dataclass(slots=True, kw_only=True)
class VoucherRow:
    """One row of a voucher."""

    account: Annotated[str, Term("Account", "SIE #TRANS field 1")]
    amount: Annotated[Decimal, Term("Amount, debit positive", "SIE #TRANS field 3")]
    dimensions: Annotated[list[CodingDimension], Term("Coding dimensions", "SIE #TRANS field 2")] = field(
        default_factory=list
    )
    date: Annotated[datetime.date | None, Term("Transaction date", "SIE #TRANS field 4")] = None
    text: Annotated[str, Term("Row text", "SIE #TRANS field 5")] = ""
    quantity: Annotated[Decimal | None, Term("Quantity", "SIE #TRANS field 6")] = None
    vat_code: Annotated[str, Term("VAT code of the ledger")] = ""
    number: Annotated[int, Term("Running number of the row in the voucher, from 1")] = 0
    place: Annotated[Place, Term("Where in the file")] = NOWHERE


@dataclass(slots=True, kw_only=True)
class Voucher:
    """One voucher; its rows sum to zero when it balances."""

    number: Annotated[str, Term("Voucher number as sent; may be empty", "SIE #VER field 2")]
    date: Annotated[datetime.date, Term("Voucher date", "SIE #VER field 3")]
    series: Annotated[str, Term("Voucher series", "SIE #VER field 1")] = ""
    text: Annotated[str, Term("Voucher text", "SIE #VER field 4")] = ""
    registered: Annotated[datetime.date | None, Term("Registration date", "SIE #VER field 5")] = None
    rows: Annotated[list[VoucherRow], Term("Rows", "SIE #TRANS")] = field(default_factory=list)
    position: Annotated[int, Term("Running number of the voucher in the file, from 1")] = 0
    place: Annotated[Place, Term("Where in the file")] = NOWHERE

    @property
    def balance(self) -> Decimal:
        """Sum of all rows; zero when the voucher balances."""
        return sum([row.amount for row in self.rows], Decimal(0))

    @property
    def debit(self) -> Decimal:
        """Sum of the debit rows."""
        return sum((row.amount for row in self.rows if row.amount > 0), Decimal(0))


def voucher_name(series: str, number: str, position: int) -> str:
    """What staff call a voucher: ``verifikation A12``, or its place in the file if it has no number."""
    return f"verifikation {series}{number}" if number else f"verifikation nr {position} i filen"
