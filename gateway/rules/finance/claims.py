"""What is asked of a claim before it goes to the enforcement authority or a collection agency."""

import datetime
from collections.abc import Iterable, Iterator

from gateway.findings import Finding, finding
from gateway.messages import CLAIM_BATCH, Claim
from gateway.rules.base import Surroundings
from gateway.rules.finance import ledger_parties as parties
from gateway.rules.finance.ledger_parties import Subject
from gateway.rules.finance.options import DueDateOption, PrincipalOption
from gateway.rules.finance.protected import protected_checks
from gateway.rules.finance.seen import is_new
from gateway.rules.named import family_checks, named
from gateway.rules.naming import about
from gateway.rules.rule_model import Rule

CLAIM_KEY = "claim"
"""The kind of business key by which a case is remembered: creditor or system, and case number."""


def check_identity_given(_rule: Rule, claim: Claim, surroundings: Surroundings) -> Iterator[Finding]:
    """The debtor has an identity or organisation number."""
    if not claim.debtor.identity_number:
        yield _subject(claim, surroundings).finding("IDENTITY-MISSING")


def check_identity(_rule: Rule, claim: Claim, surroundings: Surroundings) -> Iterator[Finding]:
    """The number of the debtor can be one."""
    return parties.identity_faults(_subject(claim, surroundings), claim.debtor.identity_number)


def check_principal(rule: PrincipalOption, claim: Claim, _surroundings: Surroundings) -> Iterable[Finding]:
    """Something is claimed."""
    if claim.principal > 0 or claim.kind in rule.unless_kinds:
        return ()
    return (finding("CLAIM-PRINCIPAL", place=claim.place, value=claim.principal, about=about(claim)),)


def check_due(rule: DueDateOption, claim: Claim, surroundings: Surroundings) -> Iterable[Finding]:
    """The due date has passed, and some days after it."""
    if claim.due_date is None:
        return ()
    wait = datetime.timedelta(days=rule.least_days + 1)
    earliest = min(claim.due_date, datetime.date.max - wait) + wait
    if surroundings.today >= earliest:
        return ()
    name = about(claim)
    return (finding("CLAIM-NOT-DUE", place=claim.place, value=claim.due_date, expected=earliest, about=name),)


def check_twice(_rule: Rule, claim: Claim, surroundings: Surroundings) -> Iterable[Finding]:
    """The case number stands once in the file."""
    if not claim.case_number or is_new(surroundings, CLAIM_KEY, f"{claim.kind}/{claim.case_number}"):
        return ()
    return (finding("CLAIM-TWICE-IN-FILE", place=claim.place, about=about(claim)),)


def check_duplicate(_rule: Rule, claim: Claim, surroundings: Surroundings) -> Iterator[Finding]:
    """No case of the creditor, kind and number was delivered before."""
    if not claim.case_number:
        return
    batch = surroundings.ancestors["batch"]
    creditor = batch.creditor_number or batch.system or surroundings.sender
    key = f"{creditor}/{claim.kind}/{claim.case_number}"
    surroundings.claim_key(CLAIM_KEY, key)
    if holder := surroundings.history.first_holder(CLAIM_KEY, key):
        first_id, first_name = holder
        yield finding(
            "CLAIM-DUPLICATE", place=claim.place, about=about(claim), first_id=first_id, first_name=first_name
        )


def _subject(claim: Claim, surroundings: Surroundings) -> Subject:
    return Subject(claim.debtor, about(claim), claim.place, surroundings.today)


CLAIM_CHECKS = family_checks(
    CLAIM_BATCH,
    (
        named(Claim, "IDENTITY-MISSING", check_identity_given),
        named(Claim, "IDENTITY-INVALID", check_identity),
        named(Claim, "CLAIM-PRINCIPAL", check_principal, PrincipalOption),
        named(Claim, "CLAIM-NOT-DUE", check_due, DueDateOption),
        named(Claim, "CLAIM-TWICE-IN-FILE", check_twice),
        named(Claim, "CLAIM-DUPLICATE", check_duplicate),
        *protected_checks(Claim),
    ),
)
