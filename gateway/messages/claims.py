"""Claims for the enforcement authority or a collection agency: a batch, and one claim per case.

A reader yields one ClaimBatch, then Claims. Amounts are Decimal kronor.
"""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated

from gateway.findings import NOWHERE, Place
from gateway.messages.describe import Term
from gateway.messages.ledger_parties import LedgerParty

ZERO = Decimal(0)


@dataclass(slots=True, kw_only=True)
class ClaimBatch:
    """What the file says of itself."""

    system: Annotated[str, Term("Sending system or agent")] = ""
    created: Annotated[datetime.date | None, Term("Date made")] = None
    reference: Annotated[str, Term("The sender's own name of the delivery")] = ""
    creditor_number: Annotated[str, Term("Organisation number of the one who claims, 10 digits")] = ""
    place: Annotated[Place, Term("Where in the file")] = NOWHERE


@dataclass(slots=True, kw_only=True)
class Claim:
    """One case: who owes what."""

    case_number: Annotated[str, Term("Number of the case, the sender's own")]
    authority_number: Annotated[str, Term("Number that the authority gave the case")] = ""
    kind: Annotated[str, Term("Kind of case: order to pay, enforcement, withdrawal, payment received")] = ""
    debtor: Annotated[LedgerParty, Term("Who owes")] = field(default_factory=LedgerParty)
    invoice_number: Annotated[str, Term("Invoice that the claim is based on")] = ""
    date: Annotated[datetime.date | None, Term("Day of the claim, or of the payment")] = None
    due_date: Annotated[datetime.date | None, Term("Day when the invoice fell due")] = None
    principal: Annotated[Decimal, Term("Principal")] = ZERO
    interest: Annotated[Decimal, Term("Interest in kronor")] = ZERO
    costs: Annotated[Decimal, Term("Reminder and collection costs")] = ZERO
    fee: Annotated[Decimal, Term("What the agent keeps of a payment received; not part of what is owed")] = ZERO
    interest_rate: Annotated[Decimal | None, Term("Rate of interest, per cent a year above the reference rate")] = None
    interest_from: Annotated[datetime.date | None, Term("Day from which interest runs")] = None
    text: Annotated[str, Term("What the claim is for")] = ""
    position: Annotated[int, Term("Running number of the claim in the file, from 1")] = 0
    place: Annotated[Place, Term("Where in the file")] = NOWHERE

    @property
    def total(self) -> Decimal:
        """Principal, interest and costs together."""
        return self.principal + self.interest + self.costs

    @property
    def is_protected(self) -> bool:
        """Whether the debtor has protected identity."""
        return self.debtor.is_protected
