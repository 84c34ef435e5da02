"""Autogiro: what is asked of payers' accounts, and which payers have given their mandate.

An order to Bankgirot is one DirectDebitOrder followed by DirectDebitRequests; what Bankgirot says of mandates is
one MandateReport followed by Mandates. Payer numbers, accounts and identity numbers are those of private persons.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from gateway.findings import NOWHERE, Place
from gateway.messages import autogiro_codes as codes
from gateway.messages.describe import Term


@dataclass(slots=True, kw_only=True)
class DirectDebitOrder:
    """One section to Bankgirot, from its TK01 on."""

    bankgiro: Annotated[str, Term("Payee's bankgiro, no separators", "TK01 69-78")]
    customer_number: Annotated[str, Term("Payee's customer number at Bankgirot", "TK01 63-68")]
    written: Annotated[date | None, Term("Day of writing", "TK01 3-10")] = None
    is_sealed: Annotated[bool, Term("Sealed by HMAC", "TK00, TK99")] = False
    number: Annotated[int, Term("Running number of the section in the file, from 1")] = 1
    place: Annotated[Place, Term("Where in the file")] = NOWHERE


@dataclass(slots=True, kw_only=True)
class DirectDebitRequest:
    """One request: a mandate, a payment, or a change of what was asked before."""

    kind: Annotated[
        str,
        Term(
            "mandate-new, mandate-accept, mandate-reject, mandate-delete, payer-change, collection, disbursement, "
            "cancel-payer, cancel-day, cancel-one, redate-all, redate-payer, redate-day, redate-one",
            "record type",
        ),
    ]
    payer_number: Annotated[str, Term("Payer number", "TK04 13-28, TK82 16-31")] = ""
    bankgiro: Annotated[str, Term("Payee's bankgiro, no separators")] = ""
    amount: Annotated[Decimal | None, Term("Amount in kronor", "TK82/32 32-43")] = None
    due_date: Annotated[date | None, Term("Day of payment; missing = at once", "TK82/32 3-10")] = None
    period: Annotated[str, Term("0 once, 1-4 month to year, 5-8 same on the last bank day", "TK82/32 11")] = ""
    repetitions: Annotated[int | None, Term("Number of times; missing = until further notice", "TK82/32 12-14")] = None
    reference: Annotated[str, Term("Reference to the payer", "TK82/32 54-69")] = ""
    account: Annotated[str, Term("Payer's bank account, clearing number first", "TK04 29-44")] = ""
    identity_number: Annotated[str, Term("Payer's identity or organisation number", "TK04 45-56")] = ""
    is_disbursement: Annotated[bool, Term("The cancelled or moved payment is one to the payer", "TK23-29 49-50")] = (
        False
    )
    new_date: Annotated[date | None, Term("Day to move to", "TK26-29 51-58")] = None
    new_payer_number: Annotated[str, Term("New payer number", "TK05 39-54")] = ""
    new_bankgiro: Annotated[str, Term("New bankgiro", "TK05 29-38")] = ""
    number: Annotated[int, Term("Running number of the request in the file, from 1")] = 0
    place: Annotated[Place, Term("Where in the file")] = NOWHERE


@dataclass(slots=True, kw_only=True)
class MandateReport:
    """The whole report."""

    kind: Annotated[str, Term("advice, web-bank or register")]
    identifier: Annotated[str, Term("Identity of the report")] = ""
    bankgiro: Annotated[str, Term("Payee's bankgiro, no separators", "TK01 71-80")] = ""
    customer_number: Annotated[str, Term("Payee's customer number at Bankgirot", "TK01 65-70")] = ""
    created: Annotated[datetime | None, Term("When Bankgirot made it")] = None
    place: Annotated[Place, Term("Where in the file")] = NOWHERE


@dataclass(slots=True, kw_only=True)
class Mandate:
    """One mandate, and what has happened to it."""

    payer_number: Annotated[str, Term("Payer number", "TK73 13-28")]
    bankgiro: Annotated[str, Term("Payee's bankgiro, no separators", "TK73 3-12")]
    outcome: Annotated[str, Term("active, pending, stopped, deleted, rejected, asked (web bank) or reminded")]
    account: Annotated[str, Term("Payer's bank account, clearing number first", "TK73 29-44")] = ""
    identity_number: Annotated[str, Term("Payer's identity or organisation number", "TK73 45-56")] = ""
    information: Annotated[str, Term("Information code", "TK73 62-63")] = ""
    status: Annotated[str, Term("Status code", "TK73 64-65")] = ""
    changed: Annotated[date | None, Term("Day of the event", "TK73 66-73")] = None
    valid_from: Annotated[date | None, Term("Day from which it applies", "TK73 74-79, old layout")] = None
    text: Annotated[str, Term("The payer's own text", "TK53")] = ""
    name: Annotated[str, Term("Payer's name", "TK54")] = ""
    address: Annotated[list[str], Term("Payer's address, line by line", "TK54-56")] = field(default_factory=list)
    number: Annotated[int, Term("Running number of the mandate in the file, from 1")] = 0
    place: Annotated[Place, Term("Where in the file")] = NOWHERE

    @property
    def information_words(self) -> str:
        """What the information code means, in Swedish; the code itself when it is not known."""
        meaning = codes.MANDATE_INFORMATION.get(self.information)
        return meaning.sv if meaning else self.information

    @property
    def status_words(self) -> str:
        """What the status code means, in Swedish; the code itself when it is not known."""
        meanings = codes.MANDATE_STATUSES
        if self.outcome in ("asked", "reminded"):
            meanings = codes.WEB_BANK_TYPES
        elif self.status in codes.REGISTER_STATUSES:
            meanings = codes.REGISTER_STATUSES
        meaning = meanings.get(self.status)
        return meaning.sv if meaning else self.status
