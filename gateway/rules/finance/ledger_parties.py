"""A customer or supplier against its register, whatever file it is named in."""

import datetime
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gateway.findings import MASK, Finding, Place, finding
from gateway.identifiers import (
    is_account_of_clearing,
    is_bankgiro,
    is_clearing_number,
    is_iban,
    is_identity_number,
    is_organisation_number,
    is_plusgiro,
    organisation_number,
)
from gateway.messages import LedgerParty
from gateway.registers import Register, RegisterRow, Registers
from gateway.rules.finance.options import AccountChangedOption, CustomerOption, SupplierOption

ACTIVE, BLOCKED = "active", "blocked"

PAYEE_ACCOUNT_CODES = ("PARTY-BANKGIRO", "PARTY-PLUSGIRO", "PARTY-IBAN", "PARTY-BANK-ACCOUNT")


class Subject(NamedTuple):
    """A party as a finding tells of it: what the finding is about, where, and the day that counts."""

    party: LedgerParty
    about: str
    place: Place
    day: datetime.date

    def finding(self, code: str, value: object = "", expected: object = "") -> Finding:
        """A finding about the party."""
        return finding(
            code, place=self.place, value=value, expected=expected, about=self.about, date=self.day.isoformat()
        )


def shown_identity(number: str) -> str:
    """An identity number as a finding may show it: an organisation number in clear, any other masked.

    >>> shown_identity("556900-1208"), shown_identity("19121212"), shown_identity("")
    ('556900-1208', '••••••', '')
    """
    digits = "".join(character for character in number if character.isdigit())
    is_organisation = len(digits) in (10, 12) and digits[-8:-7] >= "2"
    return number if not number or is_organisation else MASK


def key_of_identity(number: str) -> str:
    """What identity numbers are compared by: the ten digits of a Swedish one, else the text without blanks."""
    return organisation_number(number) or "".join(number.split()).upper()


def identity_faults(subject: Subject, number: str) -> Iterator[Finding]:
    """The number, if there is one, is a personnummer, samordningsnummer or organisation number."""
    if number and subject.party.country in ("", "SE") and not is_identity(number):
        yield subject.finding("IDENTITY-INVALID", shown_identity(number))


def is_identity(number: str) -> bool:
    """Whether a number is a personnummer, samordningsnummer or organisation number, of 10 or 12 digits."""
    return is_identity_number(number) or is_organisation_number(number)


def rows_of(rule: CustomerOption | SupplierOption, party: LedgerParty, registers: Registers) -> list[RegisterRow]:
    """The rows of a party, valid or not: by its number where it has one, else by its identity number."""
    register = registers[rule.register_name]
    if party.party_number:
        return register.rows_with((rule.number,), party.party_number)
    return _rows_of_identity(rule, party.identity_number, register)


def row_of(
    rule: CustomerOption | SupplierOption, party: LedgerParty, registers: Registers, day: datetime.date
) -> RegisterRow | None:
    """The row of a party that is valid on a day, an active one before others."""
    valid = [row for row in rows_of(rule, party, registers) if row.is_valid_on(day)]
    return next((row for row in valid if is_active(rule, row)), next(iter(valid), None))


def is_active(rule: CustomerOption | SupplierOption, row: RegisterRow) -> bool:
    """Whether a row is of an active party."""
    return status_of(rule, row) == ACTIVE


def status_of(rule: CustomerOption | SupplierOption, row: RegisterRow) -> str:
    """``active``, ``blocked``, or another word of the register."""
    return (row.values[rule.status] if rule.status else "") or ACTIVE


def shown_party(party: LedgerParty) -> str:
    """A party as a finding may show it: its number, else its organisation number."""
    return party.party_number or shown_identity(party.identity_number) or MASK


def other_numbers(
    rule: CustomerOption | SupplierOption, identity: str, registers: Registers, day: datetime.date
) -> list[str]:
    """The numbers under which an identity number is active on a day, each once."""
    rows = _rows_of_identity(rule, identity, registers[rule.register_name])
    active = [row.values[rule.number] for row in rows if row.is_valid_on(day) and is_active(rule, row)]
    return list(dict.fromkeys(active))


def _rows_of_identity(rule: CustomerOption | SupplierOption, number: str, register: Register) -> list[RegisterRow]:
    """Rows whose identity number is the same, in whichever form it is written there."""
    key = key_of_identity(number)
    forms = dict.fromkeys((number, key, f"16{key}", f"19{key}", f"20{key}", f"SE{key}01", f"{key[:6]}-{key[6:]}"))
    return [row for form in forms if form for row in register.rows_with((rule.identity,), form)] if key else []


def twice_registered(
    rule: CustomerOption | SupplierOption, party: LedgerParty, registers: Registers, day: datetime.date
) -> list[str]:
    """The numbers of a party that is active under more than one; empty for others."""
    row = row_of(rule, party, registers, day)
    identity = (row.values[rule.identity] if row else "") or party.identity_number
    numbers = other_numbers(rule, identity, registers, day)
    return numbers if len(numbers) > 1 else []


def account_faults(subject: Subject) -> Iterator[Finding]:
    """The accounts of a payee can be accounts: form, length and check digits."""
    party = subject.party
    if party.bankgiro and not is_bankgiro(party.bankgiro):
        yield subject.finding("PARTY-BANKGIRO", party.bankgiro)
    if party.plusgiro and not is_plusgiro(party.plusgiro):
        yield subject.finding("PARTY-PLUSGIRO", party.plusgiro)
    if party.iban and not is_iban(party.iban):
        yield subject.finding("PARTY-IBAN", party.iban)
    clearing, account = party.clearing_number, party.bank_account
    if clearing and account and not (is_clearing_number(clearing) and is_account_of_clearing(account, clearing)):
        yield subject.finding("PARTY-BANK-ACCOUNT", f"{clearing} {account}")


def has_account(party: LedgerParty) -> bool:
    """Whether there is an account to pay to."""
    return bool(party.bankgiro or party.plusgiro or party.iban or (party.clearing_number and party.bank_account))


def changed_accounts(rule: AccountChangedOption, party: LedgerParty, row: RegisterRow) -> tuple[list[str], list[str]]:
    """(accounts of a party that its row does not have, those that it has); the first is empty where it has none."""
    registered = list(filter(None, (_bare(row.values[column]) for column in rule.columns)))
    given = list(filter(None, map(_bare, (party.bankgiro, party.plusgiro, party.iban))))
    return ([account for account in given if account not in registered] if registered else []), registered


def _bare(account: str) -> str:
    return account.replace(" ", "").replace("-", "").upper()


_FIELD_NAMES = {
    "name": "namn",
    "address": "adress",
    "zip_code": "postnummer",
    "city": "ort",
    "account": "konto",
    "identity": "person- eller organisationsnummer",
}


def field_names(fields: Sequence[str]) -> str:
    """Fields of a party as staff call them: ``adress, postnummer``."""
    return ", ".join(_FIELD_NAMES[name] for name in fields)
