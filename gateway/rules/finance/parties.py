"""What is asked of files that register or change customers and suppliers."""

from collections.abc import Iterator, Mapping
from typing import Any

from gateway.findings import Finding
from gateway.messages import PARTY_BATCH, LedgerParty
from gateway.rules.base import Check, Surroundings
from gateway.rules.finance import ledger_parties as parties
from gateway.rules.finance.ledger_parties import PAYEE_ACCOUNT_CODES, Subject
from gateway.rules.finance.options import (
    AccountChangedOption,
    CustomerOption,
    PartyAddressOption,
    RegisteredOption,
    SupplierOption,
)
from gateway.rules.finance.protected import protected_checks
from gateway.rules.finance.seen import is_new
from gateway.rules.named import NamedCheck, family_checks, named
from gateway.rules.naming import about
from gateway.rules.rule_model import Rule

_SEEN = "party"
_NEW = ("", "new")


def check_identity_given(_rule: Rule, party: LedgerParty, surroundings: Surroundings) -> Iterator[Finding]:
    """There is an identity or organisation number."""
    if not party.identity_number:
        yield _subject(party, surroundings).finding("IDENTITY-MISSING")


def check_identity(_rule: Rule, party: LedgerParty, surroundings: Surroundings) -> Iterator[Finding]:
    """The identity number can be one."""
    return parties.identity_faults(_subject(party, surroundings), party.identity_number)


def check_name(_rule: Rule, party: LedgerParty, surroundings: Surroundings) -> Iterator[Finding]:
    """There is a name."""
    if not party.name:
        yield _subject(party, surroundings).finding("PARTY-NAME-MISSING")


def check_address(rule: PartyAddressOption, party: LedgerParty, surroundings: Surroundings) -> Iterator[Finding]:
    """The address is complete; that of a person with protected identity need not be there."""
    missing = [name for name in rule.fields if not getattr(party, name)]
    if missing and not party.is_protected:
        yield _subject(party, surroundings).finding("PARTY-ADDRESS-INCOMPLETE", expected=parties.field_names(missing))


def check_accounts(party: LedgerParty, surroundings: Surroundings) -> Iterator[Finding]:
    """The accounts can be accounts."""
    return parties.account_faults(_subject(party, surroundings))


def check_twice(_rule: Rule, party: LedgerParty, surroundings: Surroundings) -> Iterator[Finding]:
    """The identity number stands once in the file, in each ledger."""
    key = parties.key_of_identity(party.identity_number)
    if key and not is_new(surroundings, _SEEN, f"{party.ledger}/{key}"):
        yield _subject(party, surroundings).finding("PARTY-TWICE-IN-FILE")


def check_registered(rule: RegisteredOption, party: LedgerParty, surroundings: Surroundings) -> Iterator[Finding]:
    """A new party is not in its register already, under another number."""
    if party.change not in _NEW or not party.identity_number:
        return
    subject = _subject(party, surroundings)
    option = _register_of(rule, party)
    if option is None:
        return
    numbers = parties.other_numbers(option, party.identity_number, surroundings.registers, subject.day)
    others = [number for number in numbers if number != party.party_number]
    if others:
        yield subject.finding("PARTY-REGISTERED", expected=", ".join(others))


def check_account_changed(
    rule: AccountChangedOption, party: LedgerParty, surroundings: Surroundings
) -> Iterator[Finding]:
    """The account of a supplier that is registered already is not another than the register's."""
    if party.ledger == "customer":
        return
    subject = _subject(party, surroundings)
    row = parties.row_of(rule, party, surroundings.registers, subject.day)
    changed, registered = parties.changed_accounts(rule, party, row) if row else ([], [])
    for account in changed:
        yield subject.finding("PARTY-ACCOUNT-CHANGED", account, ", ".join(registered))


def _register_of(rule: RegisteredOption, party: LedgerParty) -> CustomerOption | SupplierOption | None:
    """How to look into the register of the party's ledger; None where there is none."""
    if party.ledger == "customer":
        return CustomerOption(register=rule.customers, status="") if rule.customers else None
    return SupplierOption(register=rule.suppliers, status="") if rule.suppliers else None


def _accounts(_rules: Mapping[str, Any]) -> Check:
    return check_accounts


def _subject(party: LedgerParty, surroundings: Surroundings) -> Subject:
    return Subject(party, about(party), party.place, party.valid_from or surroundings.today)


PARTY_CHECKS = family_checks(
    PARTY_BATCH,
    (
        named(LedgerParty, "IDENTITY-MISSING", check_identity_given),
        named(LedgerParty, "IDENTITY-INVALID", check_identity),
        named(LedgerParty, "PARTY-NAME-MISSING", check_name),
        named(LedgerParty, "PARTY-ADDRESS-INCOMPLETE", check_address, PartyAddressOption),
        NamedCheck(part=LedgerParty, rules=dict.fromkeys(PAYEE_ACCOUNT_CODES, Rule), make=_accounts),
        named(LedgerParty, "PARTY-TWICE-IN-FILE", check_twice),
        named(LedgerParty, "PARTY-REGISTERED", check_registered, RegisteredOption),
        named(LedgerParty, "PARTY-ACCOUNT-CHANGED", check_account_changed, AccountChangedOption),
        *protected_checks(LedgerParty),
    ),
)
