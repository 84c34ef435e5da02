"""The VAT categories (UNCL5305) and what each asks of an invoice.

Source: EN 16931-1:2017 clause 6.4.3.
"""

from collections.abc import Callable
from dataclasses import dataclass

from gateway.nodes import Node
from gateway.rules.checks import decimal_of
from gateway.rules.en16931.facts import BY_RATE, InvoiceFacts

Identity = Callable[[InvoiceFacts], str]
"""What is missing of the identifiers that a category asks for, as a path; empty when nothing is."""

SELLER_NUMBER = "cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme/cbc:CompanyID"
BUYER_NUMBER = "cac:AccountingCustomerParty/cac:Party/cac:PartyTaxScheme/cbc:CompanyID"


def _seller_tax_number(facts: InvoiceFacts) -> str:
    return "" if facts.has_seller_tax_number else SELLER_NUMBER


def _seller_vat_number(facts: InvoiceFacts) -> str:
    return "" if facts.has_seller_vat_number else SELLER_NUMBER


def _both_for_reverse_charge(facts: InvoiceFacts) -> str:
    if not facts.has_seller_tax_number:
        return SELLER_NUMBER
    return "" if facts.has_buyer_vat_number or facts.has_buyer_legal_number else BUYER_NUMBER


def _both_vat_numbers(facts: InvoiceFacts) -> str:
    if not facts.has_seller_vat_number:
        return SELLER_NUMBER
    return "" if facts.has_buyer_vat_number else BUYER_NUMBER


def _zero(rate: Node | None) -> bool:
    value = None if rate is None else decimal_of(rate.text)
    return value is not None and value == 0


def _above_zero(rate: Node | None) -> bool:
    value = None if rate is None else decimal_of(rate.text)
    return value is not None and value > 0


def _zero_or_above(rate: Node | None) -> bool:
    value = None if rate is None else decimal_of(rate.text)
    return value is not None and value >= 0


def _absent(rate: Node | None) -> bool:
    return rate is None


@dataclass(frozen=True, slots=True)
class Category:
    """One VAT category: its code (UNCL5305), the prefix of its rules, and what it asks for.

    `rate_is_right` judges the rate of an item, allowance or charge, and `rate` says what it should be. `needs_reason`
    is about an exemption reason: it must be there, or must not.
    """

    code: str
    prefix: str
    identity: Identity | None
    rate_is_right: Callable[[Node | None], bool]
    rate: str
    needs_reason: bool

    @property
    def by_rate(self) -> bool:
        """Whether there is one breakdown a rate, and amounts may differ by less than 1.

        The other categories have one breakdown in all, exact, with no VAT.
        """
        return self.code in BY_RATE


CATEGORIES = (
    Category("AE", "BR-AE", _both_for_reverse_charge, _zero, "0", needs_reason=True),
    Category("E", "BR-E", _seller_tax_number, _zero, "0", needs_reason=True),
    Category("G", "BR-G", _seller_vat_number, _zero, "0", needs_reason=True),
    Category("K", "BR-IC", _both_vat_numbers, _zero, "0", needs_reason=True),
    Category("L", "BR-AF", _seller_tax_number, _zero_or_above, "≥ 0", needs_reason=False),
    Category("M", "BR-AG", _seller_tax_number, _zero_or_above, "≥ 0", needs_reason=False),
    Category("O", "BR-O", None, _absent, "–", needs_reason=True),
    Category("S", "BR-S", _seller_tax_number, _above_zero, "> 0", needs_reason=False),
    Category("Z", "BR-Z", _seller_tax_number, _zero, "0", needs_reason=False),
)
