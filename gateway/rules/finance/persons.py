"""What is asked of persons of a population register, and of incomes: their number, and where the protected ones go."""

from collections.abc import Iterable

from gateway.findings import Finding, finding
from gateway.identifiers import is_identity_number
from gateway.messages import INCOME_REPORT, PERSON_REPORT, Income, Person
from gateway.rules.base import Surroundings
from gateway.rules.finance.protected import protected_checks
from gateway.rules.finance.seen import is_new
from gateway.rules.named import family_checks, named
from gateway.rules.naming import about
from gateway.rules.rule_model import Rule

_SEEN = "person"
_IMMUNITY_NUMBER = "immunitetsnummer"


def check_identity(_rule: Rule, person: Person | Income, _surroundings: Surroundings) -> Iterable[Finding]:
    """The number is a personnummer or samordningsnummer; a number of immunity has no check digit to go by."""
    if getattr(person, "identity_kind", "") == _IMMUNITY_NUMBER or is_identity_number(person.identity_number):
        return ()
    return (finding("IDENTITY-INVALID", place=person.place, about=about(person)),)


def check_twice(_rule: Rule, person: Person, surroundings: Surroundings) -> Iterable[Finding]:
    """A person stands once in the file."""
    if not person.identity_number or is_new(surroundings, _SEEN, person.identity_number):
        return ()
    return (finding("PARTY-TWICE-IN-FILE", place=person.place, about=about(person)),)


PERSON_CHECKS = family_checks(
    PERSON_REPORT,
    (
        named(Person, "IDENTITY-INVALID", check_identity),
        named(Person, "PARTY-TWICE-IN-FILE", check_twice),
        *protected_checks(Person),
    ),
)

INCOME_CHECKS = family_checks(
    INCOME_REPORT, (named(Income, "IDENTITY-INVALID", check_identity), *protected_checks(Income))
)
