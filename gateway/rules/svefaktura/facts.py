"""What SFTI's rules ask about a Svefaktura as a whole: currencies, dates, sums, and which VAT it specifies."""

from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property

from gateway.nodes import Node
from gateway.rules.assertions import Facts
from gateway.rules.checks import FALSE, TRUE, decimal_of
from gateway.rules.svefaktura.values import moment, total

EXEMPT = "E"
STANDARD = "S"
VAT = "VAT"


def has_identifier(node: Node, identifier: str) -> bool:
    """Whether a node has an identifier, written exactly so."""
    return any(found.text == identifier for found in node.all("cac:ID"))


def is_exempt(node: Node, _facts: object = None) -> bool:
    """Whether a tax category is VAT exempt."""
    return has_identifier(node, EXEMPT)


def is_standard(node: Node, _facts: object = None) -> bool:
    """Whether a tax category has VAT."""
    return has_identifier(node, STANDARD)


def rates_of(category: Node) -> set[Decimal]:
    """Every VAT rate of a tax category."""
    rates = {decimal_of(percent.text) for percent in category.all("cbc:Percent")}
    return {rate for rate in rates if rate is not None}


class SvefakturaFacts(Facts):
    """A Svefaktura, as the rules see it."""

    @cached_property
    def currency(self) -> str | None:
        """InvoiceCurrencyCode as written."""
        return self._text("InvoiceCurrencyCode")

    @cached_property
    def vat_currency(self) -> str | None:
        """TaxCurrencyCode as written."""
        return self._text("TaxCurrencyCode")

    @cached_property
    def issued(self) -> Decimal | None:
        """IssueDate as `moment` gives it."""
        found = self.root.child("cbc:IssueDate")
        return None if found is None else moment(found.text)

    @cached_property
    def lines(self) -> float:
        """The sum of all line amounts."""
        return total(self.root.along("cac:InvoiceLine", "cbc:LineExtensionAmount"))

    @cached_property
    def charges(self) -> float:
        """The sum of charges on document level."""
        return total(self._entries(TRUE))

    @cached_property
    def allowances(self) -> float:
        """The sum of allowances on document level."""
        return total(self._entries(FALSE))

    @cached_property
    def vat(self) -> float:
        """The sum of total VAT amounts."""
        return total(self.root.along("cac:TaxTotal", "cbc:TotalTaxAmount"))

    @cached_property
    def subtotals(self) -> list[Node]:
        """The VAT specified by category and rate."""
        return self.root.along("cac:TaxTotal", "cac:TaxSubTotal")

    @cached_property
    def taxable(self) -> list[Node]:
        """The taxable amounts of the VAT specification."""
        return self.root.along("cac:TaxTotal", "cac:TaxSubTotal", "cbc:TaxableAmount")

    @cached_property
    def specifies_exempt(self) -> bool:
        """Whether the VAT specification has something exempt."""
        return any(is_exempt(category) for category in self._categories)

    @cached_property
    def specifies_rates(self) -> frozenset[Decimal]:
        """The rates in the VAT specification of what has VAT."""
        return frozenset(rate for category in self._categories if is_standard(category) for rate in rates_of(category))

    @cached_property
    def has_exemption_reason(self) -> bool:
        """Whether the VAT specification gives the reason of an exemption."""
        return any(category.has("cbc:ExemptionReason") for category in self._categories)

    @cached_property
    def _categories(self) -> list[Node]:
        return [
            category
            for subtotal in self.document.named("cac:TaxSubTotal")
            for category in subtotal.all("cac:TaxCategory")
        ]

    def _entries(self, indicators: Iterable[str]) -> list[Node]:
        return [
            amount
            for entry in self.root.all("AllowanceCharge")
            if any(indicator.text in indicators for indicator in entry.all("cbc:ChargeIndicator"))
            for amount in entry.all("cbc:Amount")
        ]

    def _text(self, name: str) -> str | None:
        found = self.root.child(name)
        return None if found is None else found.text
