"""Customers and suppliers of the ledgers: in files that register or change them, and in the invoices they are named in.

A reader of a party file yields one PartyBatch, then LedgerParties.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from gateway.findings import NOWHERE, Place
from gateway.messages.describe import Term


@dataclass(slots=True, kw_only=True)
class LedgerParty:
    """A customer or supplier, as a feeder system names it. An invoice fills what it needs."""

    ledger: Annotated[str, Term("customer or supplier; blank in an invoice, whose kind says it")] = ""
    party_number: Annotated[str, Term("Customer or supplier number in the ledger")] = ""
    identity_number: Annotated[
        str, Term("Organisation number (10 digits), personnummer or samordningsnummer (12), no separators")
    ] = ""
    name: Annotated[str, Term("Name")] = ""
    short_name: Annotated[str, Term("Short name, to search by")] = ""
    care_of: Annotated[str, Term("Care of (c/o)")] = ""
    address: Annotated[str, Term("Street or box")] = ""
    zip_code: Annotated[str, Term("Postal code")] = ""
    city: Annotated[str, Term("Postal town")] = ""
    country: Annotated[str, Term("Country code", "ISO 3166-1 alpha-2")] = "SE"
    email: Annotated[str, Term("E-mail address")] = ""
    telephone: Annotated[str, Term("Telephone number")] = ""
    vat_number: Annotated[str, Term("VAT number")] = ""
    bankgiro: Annotated[str, Term("Bankgiro number, digits only")] = ""
    plusgiro: Annotated[str, Term("Plusgiro number, digits only")] = ""
    iban: Annotated[str, Term("IBAN, no blanks")] = ""
    bic: Annotated[str, Term("BIC of the bank")] = ""
    clearing_number: Annotated[str, Term("Clearing number of a Swedish account")] = ""
    bank_account: Annotated[str, Term("Swedish bank account, without clearing number")] = ""
    payment_method: Annotated[str, Term("Way of payment, the ledger's code")] = ""
    payment_terms: Annotated[str, Term("Terms of payment, the ledger's code")] = ""
    group: Annotated[str, Term("Customer or supplier group, the ledger's code")] = ""
    currency: Annotated[str, Term("Currency", "ISO 4217")] = ""
    language: Annotated[str, Term("Language, the ledger's code")] = ""
    counterparty: Annotated[str, Term("Counterparty (motpart) of internal dealings")] = ""
    peppol_id: Annotated[str, Term("Electronic address, scheme:value")] = ""
    change: Annotated[str, Term("new, changed or closed, where the file says it")] = ""
    valid_from: Annotated[date | None, Term("Day from which the change applies")] = None
    is_protected: Annotated[bool, Term("Protected identity (sekretessmarkering or skyddad folkbokföring)")] = False
    position: Annotated[int, Term("Running number of the party in the file, from 1")] = 0
    place: Annotated[Place, Term("Where in the file")] = NOWHERE


@dataclass(slots=True, kw_only=True)
class PartyBatch:
    """What a file of customers or suppliers says of itself."""

    system: Annotated[str, Term("Sending system")] = ""
    created: Annotated[date | None, Term("Date made")] = None
    reference: Annotated[str, Term("The sender's own name of the file or batch")] = ""
    place: Annotated[Place, Term("Where in the file")] = NOWHERE
