"""Common and national Peppol rules as one set: the national ones are asked only of documents they are about."""

from collections.abc import Sequence

from gateway.nodes import Document
from gateway.rules.assertions import Failure, Group
from gateway.rules.peppol.amounts import SWEEPS as SWEEPS_OF_AMOUNTS
from gateway.rules.peppol.codes import SWEEPS as SWEEPS_OF_CODES
from gateway.rules.peppol.country import Country
from gateway.rules.peppol.facts import PeppolFacts
from gateway.rules.rule_set import Assertions, Rule


class PeppolAssertions(Assertions[PeppolFacts]):
    """The assertions of a Peppol BIS, with the same verbs as any other set."""

    def __init__(self, groups: Sequence[Group], countries: Sequence[Country] = ()) -> None:
        super().__init__(PeppolFacts, groups, sweeps=(*SWEEPS_OF_AMOUNTS, *SWEEPS_OF_CODES))
        self._countries = countries
        self._by_code = {code: country for country in countries for code in country.codes}

    @property
    def parts(self) -> list[Assertions[PeppolFacts]]:
        """The common rules, then those of each country, each as a set of its own."""
        return [self, *(country.assertions for country in self._countries)]

    def rules(self) -> list[Rule]:
        """Every rule of the set, national ones last."""
        return [*super().rules(), *(rule for country in self._countries for rule in country.assertions.rules())]

    def failures(self, document: Document) -> list[Failure]:
        """Every assertion that does not hold."""
        facts = PeppolFacts(document)
        failed = self.failures_by(facts)
        # Greece has two codes, GR and EL, and is asked once.
        asked = {id(country): country for code in facts.selling_countries if (country := self._by_code.get(code))}
        for country in asked.values():
            failed += country.failures(facts)
        return failed
