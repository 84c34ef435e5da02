"""The rules of one country, and the documents they are about."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gateway.rules.assertions import Failure, Group
from gateway.rules.peppol.facts import PeppolFacts
from gateway.rules.rule_set import Assertions


@dataclass(frozen=True, slots=True)
class Country:
    """National rules.

    `codes` are the countries of a seller (`PeppolFacts.selling_countries`) that make it worth asking; `applies` then
    says whether the rules are about the document.
    """

    codes: Sequence[str]
    applies: Callable[[PeppolFacts], bool]
    assertions: Assertions[PeppolFacts]

    def failures(self, facts: PeppolFacts) -> list[Failure]:
        """What the rules have against a document; nothing when they are not about it."""
        return self.assertions.failures_by(facts) if self.applies(facts) else []


def country(codes: Sequence[str], applies: Callable[[PeppolFacts], bool], *groups: Group) -> Country:
    """The rules of a country, from their groups."""
    return Country(codes, applies, Assertions(PeppolFacts, groups))
