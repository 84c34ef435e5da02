"""Swedish rules: VAT and organisation numbers, F-skatt, VAT rates, bankgiro and plusgiro of Swedish sellers.

Source: OpenPEPPOL, Peppol BIS Billing 3.0.21, pattern of Sweden. A Swedish seller has an address with country code SE.
"""

from typing import Any

from gateway.nodes import Node
from gateway.rules.assertions import Assertion, Breach, Context, Group
from gateway.rules.peppol.country import country
from gateway.rules.peppol.facts import (
    PeppolFacts,
    has_text,
    is_exactly_vat,
    is_in,
    is_number,
    normalized,
    number_of,
    only_text,
)
from gateway.rules.peppol.identifiers import begins_with_swedish_number

_SWEDEN = "SE"
_F_SKATT = "GODKÄND FÖR F-SKATT"
_RATES = (25, 12, 6)
_CREDIT_TRANSFER = "30"
_ACCOUNT_TRANSFER = "31"
_GIRO_CODES = ("50", "56")
_BRANCH = ("cac:PayeeFinancialAccount", "cac:FinancialInstitutionBranch", "cbc:ID")


def _is_swedish(party: Node, _facts: PeppolFacts) -> bool:
    return is_in(party, _SWEDEN)


def _has_swedish_vat_number(party: Node, _facts: PeppolFacts) -> bool:
    return is_in(party, _SWEDEN) and any(
        only_text(registration.all("cbc:CompanyID"))[:2] == _SWEDEN
        for registration in party.all("cac:PartyTaxScheme")
        if is_exactly_vat(registration)
    )


def _vat_number(party: Node) -> Node | None:
    numbers = [
        number
        for scheme in party.all("cac:PartyTaxScheme")
        if is_exactly_vat(scheme)
        for number in scheme.all("cbc:CompanyID")
    ]
    return numbers[0] if numbers else None


def _vat_number_length(party: Node, _facts: PeppolFacts) -> Breach | None:
    number = _vat_number(party)
    text = normalized(number.text) if number else ""
    return None if len(text) == 14 else Breach(at=number, value=text, expected=14)


def _vat_number_digits(party: Node, _facts: PeppolFacts) -> Breach | None:
    number = _vat_number(party)
    text = number.text if number else ""
    return None if is_number(text[2:14]) else Breach(at=number, value=text)


def _organisation_numbers(is_right: Any) -> Any:
    """A rule on the legal number of a seller, asked of the party: the number does not know where the party lives."""

    def check(party: Node, _facts: PeppolFacts) -> list[Breach]:
        numbers = [entity.child("cbc:CompanyID") for entity in party.all("cac:PartyLegalEntity")]
        return [Breach(at=number, value=number.word) for number in numbers if number and not is_right(number.text)]

    return check


def _approved_for_f_skatt(party: Node, _facts: PeppolFacts) -> list[Breach]:
    if not party.has("cac:PartyLegalEntity", "cbc:CompanyID"):
        return []
    return [
        Breach(at=number, value=number.word, expected="Godkänd för F-skatt")
        for scheme in party.all("cac:PartyTaxScheme")
        if normalized(only_text(scheme.along("cac:TaxScheme", "cbc:ID")).upper()) != "VAT"
        for number in scheme.all("cbc:CompanyID")
        if normalized(number.text.upper()) != _F_SKATT
    ]


def _is_standard_rated(category: Node, facts: PeppolFacts) -> bool:
    return _SWEDEN in facts.supplier_prefixes and has_text(category, "S", "cbc:ID")


def _swedish_rate(category: Node, _facts: PeppolFacts) -> Breach | None:
    rate = category.child("cbc:Percent")
    if rate is not None and number_of(rate.text) in _RATES:
        return None
    return Breach(
        at=rate, missing="" if rate else "cbc:Percent", value=rate.word if rate else "", expected="25 / 12 / 6"
    )


def _paid_to(branch: str) -> Any:
    def test(means: Node, _facts: PeppolFacts) -> bool:
        return (
            normalized(only_text(means.all("cbc:PaymentMeansCode"))) == _CREDIT_TRANSFER
            and normalized(only_text(means.along(*_BRANCH))) == branch
        )

    return test


def _accounts(is_right: Any) -> Any:
    """A rule on the account numbers of a payment, asked of the payment."""

    def check(means: Node, _facts: PeppolFacts) -> list[Breach]:
        accounts = means.along("cac:PayeeFinancialAccount", "cbc:ID")
        return [
            Breach(at=account, value=account.word) for account in accounts if not is_right(normalized(account.text))
        ]

    return check


def _is_giro(means: Node, _facts: PeppolFacts) -> bool:
    return any(has_text(means, code, "cbc:PaymentMeansCode") for code in _GIRO_CODES)


def _is_domestic_account_transfer(means: Node, facts: PeppolFacts) -> bool:
    return _SWEDEN in facts.customer_addresses and has_text(means, _ACCOUNT_TRANSFER, "cbc:PaymentMeansCode")


def _instead(means: Node, _facts: PeppolFacts) -> Breach:
    code = means.child("cbc:PaymentMeansCode")
    return Breach(at=code, value=code.word if code else "", expected=_CREDIT_TRANSFER)


_SELLER = "cac:AccountingSupplierParty/cac:Party"

SWEDEN = country(
    (_SWEDEN,),
    lambda facts: _SWEDEN in facts.supplier_addresses,
    Group(
        "Sweden: VAT numbers",
        Context(
            _SELLER,
            Assertion("SE-R-001", _vat_number_length),
            Assertion("SE-R-002", _vat_number_digits),
            when=_has_swedish_vat_number,
        ),
    ),
    Group(
        "Sweden: organisation numbers",
        Context(
            _SELLER,
            Assertion("SE-R-003", _organisation_numbers(is_number)),
            Assertion("SE-R-004", _organisation_numbers(lambda text: len(normalized(text)) == 10)),
            Assertion("SE-R-013", _organisation_numbers(lambda text: begins_with_swedish_number(normalized(text)))),
            Assertion("SE-R-005", _approved_for_f_skatt),
            when=_is_swedish,
        ),
    ),
    Group(
        "Sweden: rates and payments",
        Context(
            "cac:TaxCategory | cac:ClassifiedTaxCategory",
            Assertion("SE-R-006", _swedish_rate),
            when=_is_standard_rated,
        ),
        Context(
            "cac:PaymentMeans",
            Assertion("SE-R-007", _accounts(is_number)),
            Assertion("SE-R-010", _accounts(lambda text: 2 <= len(text) <= 8)),
            when=_paid_to("SE:PLUSGIRO"),
        ),
        Context(
            "cac:PaymentMeans",
            Assertion("SE-R-008", _accounts(is_number)),
            Assertion("SE-R-009", _accounts(lambda text: len(text) in (7, 8))),
            when=_paid_to("SE:BANKGIRO"),
        ),
        Context("cac:PaymentMeans", Assertion("SE-R-011", _instead), when=_is_giro),
        Context("cac:PaymentMeans", Assertion("SE-R-012", _instead), when=_is_domestic_account_transfer),
    ),
)
