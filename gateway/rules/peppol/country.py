"""The rules of one country, and the documents they are about."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gateway.rules.assertions import Group
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


def country(codes: Sequence[str], applies: Callable[[PeppolFacts], bool], *groups: Group) -> Country:
    """The rules of a country, from their groups."""
    return Country(codes, applies, Assertions(PeppolFacts, groups))
