"""Common and national Peppol rules as one set: the national ones are asked only of documents they are about."""

from collections.abc import Sequence

from gateway.nodes import Document, Node
from gateway.rules.assertions import Assertion, Failure, Group
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

    def rules(self) -> list[Rule]:
        """Every rule of the set, national ones last."""
        return [*super().rules(), *(rule for country in self._countries for rule in country.assertions.rules())]

    def failures(self, document: Document) -> list[Failure]:
        """Every assertion that does not hold."""
        facts = PeppolFacts(document)
        failed = self.failures_by(facts)
        for country in self._countries_of(facts):
            failed += country.assertions.failures_by(facts)
        return failed

    def asked(self, document: Document) -> tuple[PeppolFacts, list[tuple[Assertion, Node]]]:
        """The facts of a document, and every question that is put about it, those of its country last."""
        facts, questions = super().asked(document)
        for country in self._countries_of(facts):
            questions += country.assertions.asked(document)[1]
        return facts, questions

    def _countries_of(self, facts: PeppolFacts) -> list[Country]:
        # Greece has two codes, GR and EL, and is asked once.
        worth_asking = {id(known): known for code in facts.selling_countries if (known := self._by_code.get(code))}
        return [country for country in worth_asking.values() if country.applies(facts)]
