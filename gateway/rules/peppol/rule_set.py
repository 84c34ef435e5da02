"""Common and national Peppol rules as one set: the national ones are asked only of documents they are about."""

from collections.abc import Sequence

from gateway.nodes import Document
from gateway.rules.assertions import Assertions, Failure, Group
from gateway.rules.peppol.country import Country
from gateway.rules.peppol.facts import PeppolFacts


class PeppolAssertions(Assertions[PeppolFacts]):
    """The assertions of a Peppol BIS, with the same verbs as any other set."""

    def __init__(self, groups: Sequence[Group], countries: Sequence[Country] = ()) -> None:
        super().__init__(PeppolFacts, groups)
        self._countries = countries
        self._by_code = {code: country for country in countries for code in country.codes}

    def codes(self) -> list[str]:
        """Every rule id of the set, national ones last, without repeats."""
        national = [code for country in self._countries for code in country.assertions.codes()]
        return list(dict.fromkeys((*super().codes(), *national)))

    def failures(self, document: Document) -> list[Failure]:
        """Every assertion that does not hold."""
        facts = PeppolFacts(document)
        failed = self.failures_by(facts)
        # Greece has two codes, GR and EL, and is asked once.
        asked = {id(country): country for code in facts.selling_countries if (country := self._by_code.get(code))}
        for country in asked.values():
            failed += country.failures(facts)
        return failed
