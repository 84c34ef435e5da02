"""The rules that Peppol adds to EN 16931 for every country: the document, its parties, and their identifiers.

Source: OpenPEPPOL, Peppol BIS Billing 3.0.21. The official rules are one pattern after R008 and R080, so an element is
judged by the first context that fits it; the contexts of amounts and lines are in `amounts`. What is asked of a parent
instead of its children (R005, R056-2) is asked where no other context of the pattern is about those children.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from gateway.nodes import WHITE_SPACE, Node
from gateway.rules.assertions import Assertion, Breach, Context, Group
from gateway.rules.checks import decimal_of, there
from gateway.rules.peppol.amounts import ALLOWANCES_AND_CHARGES, CURRENCIES, LINES, UNITS
from gateway.rules.peppol.facts import (
    PeppolFacts,
    Specification,
    has_text,
    normalized,
    scheme_of,
    text_of,
)
from gateway.rules.peppol.identifiers import SCHEMES, Scheme, is_dutch_vat_number

_PROJECT = "50"
_DIRECT_DEBIT = ("49", "59")
_SCHEME_CODES = frozenset(scheme.identifier for scheme in SCHEMES)


def _no_empty_elements(_root: Node, facts: PeppolFacts) -> list[Breach]:
    """R008: asked once for the whole document, for it is about every element there is.

    Nearly all texts begin with more than a blank, and one comparison tells that.
    """
    return [
        Breach(at=node)
        for nodes in facts.document.by_kind.values()
        for node in nodes
        if node.text < "!" and not node.children and not node.text.strip(WHITE_SPACE)
    ]


def _one_project(root: Node, _facts: PeppolFacts) -> Breach | None:
    projects = [
        reference
        for reference in root.all("cac:AdditionalDocumentReference")
        if has_text(reference, _PROJECT, "cbc:DocumentTypeCode")
    ]
    return Breach(at=projects[1], value=len(projects), expected=1) if len(projects) > 1 else None


def profile_of(root: Node, specification: Specification) -> str:
    """The number of the profile that BT-23 names; empty for a process that the specification does not know."""
    return specification.processes.get(normalized(text_of(root, "cbc:ProfileID")), "")


def _known_process(specification: Specification) -> Assertion:
    def check(root: Node, _facts: PeppolFacts) -> Breach | None:
        if profile_of(root, specification):
            return None
        given = root.child("cbc:ProfileID")
        expected = next(iter(specification.processes))
        if given is None:
            return Breach(missing="cbc:ProfileID", expected=expected)
        return Breach(at=given, value=given.word, expected=expected)

    return Assertion("PEPPOL-EN16931-R007", check)


def _one_note(root: Node, facts: PeppolFacts) -> Breach | None:
    notes = root.all("cbc:Note")
    if len(notes) <= 1 or facts.is_between_germans:
        return None
    return Breach(at=notes[1], value=len(notes), expected=1)


def _known_specification(specification: Specification) -> Assertion:
    def check(root: Node, _facts: PeppolFacts) -> Breach | None:
        given = root.child("cbc:CustomizationID")
        if given is None:
            return Breach(missing="cbc:CustomizationID", expected=specification.identifier)
        text = normalized(given.text)
        if text.startswith(specification.identifier) and "::" not in text:
            return None
        return Breach(at=given, value=text, expected=specification.identifier)

    return Assertion("PEPPOL-EN16931-R004", check)


def _one_breakdown(root: Node, _facts: PeppolFacts) -> Breach | None:
    return _as_many_totals(root, 1, with_subtotals=True)


def _one_total_in_tax_currency(root: Node, _facts: PeppolFacts) -> Breach | None:
    return _as_many_totals(root, 1 if root.has("cbc:TaxCurrencyCode") else 0, with_subtotals=False)


def _as_many_totals(root: Node, expected: int, *, with_subtotals: bool) -> Breach | None:
    totals = [total for total in root.all("cac:TaxTotal") if total.has("cac:TaxSubtotal") is with_subtotals]
    if len(totals) == expected:
        return None
    at = totals[expected] if len(totals) > expected else None
    return Breach(at=at, missing="" if at else "cac:TaxTotal", value=len(totals), expected=expected)


def _totals_of_one_sign(root: Node, _facts: PeppolFacts) -> Breach | None:
    tax_currency = root.child("cbc:TaxCurrencyCode")
    if tax_currency is None:
        return None
    amounts = root.along("cac:TaxTotal", "cbc:TaxAmount")
    in_tax_currency = _amounts_in(normalized(tax_currency.text), amounts)
    in_currency = _amounts_in(normalized(text_of(root, "cbc:DocumentCurrencyCode")), amounts)
    if any(amount <= 0 for amount in in_tax_currency) and any(amount <= 0 for amount in in_currency):
        return None
    if any(amount >= 0 for amount in in_tax_currency) and any(amount >= 0 for amount in in_currency):
        return None
    return Breach(missing="cac:TaxTotal/cbc:TaxAmount", value=_listed(in_tax_currency), expected=_listed(in_currency))


def _amounts_in(currency: str, amounts: list[Node]) -> list[Decimal]:
    numbers = [decimal_of(amount.text) for amount in amounts if amount.attribute("currencyID") == currency]
    return [number for number in numbers if number is not None]


def _listed(numbers: list[Decimal]) -> str:
    return ", ".join(map(str, numbers)) or "–"


def _tax_currency_differs(root: Node, _facts: PeppolFacts) -> list[Breach]:
    currency = normalized(text_of(root, "cbc:DocumentCurrencyCode"))
    return [
        Breach(at=code, value=currency) for code in root.all("cbc:TaxCurrencyCode") if normalized(code.text) == currency
    ]


def _mandate(means: Node, _facts: PeppolFacts) -> Breach | None:
    if means.text_at("cbc:PaymentMeansCode") not in _DIRECT_DEBIT or means.has("cac:PaymentMandate", "cbc:ID"):
        return None
    return Breach(missing="cac:PaymentMandate/cbc:ID", value=means.text_at("cbc:PaymentMeansCode"))


def _of_no_scheme(identifier: Node, _facts: PeppolFacts) -> bool:
    return identifier.element.get("schemeID") not in _SCHEME_CODES


def _identifiers() -> Iterable[Context]:
    everywhere = "cbc:EndpointID | cac:PartyIdentification/cbc:ID | cbc:CompanyID"
    # Most identifiers name a scheme without a form: they are dealt with before the schemes are tried one by one.
    yield Context(everywhere, when=_of_no_scheme)
    for scheme in SCHEMES:
        paths = "cbc:EndpointID" if scheme.is_address_only else everywhere
        yield Context(paths, _form(scheme), when=_of_scheme(scheme.identifier))


def _of_scheme(code: str) -> Any:
    return lambda identifier, _facts: identifier.element.get("schemeID") == code


def _form(scheme: Scheme) -> Assertion:
    def check(identifier: Node, _facts: PeppolFacts) -> Breach | None:
        text = identifier.text if scheme.is_exact else identifier.word
        return None if scheme.fits(text) else Breach(value=text)

    return Assertion(scheme.code, check)


def _dutch_vat_number(registration: Node, _facts: PeppolFacts) -> list[Breach]:
    if scheme_of(registration) != "VAT":
        return []
    return [
        Breach(at=number, value=number.word)
        for number in registration.all("cbc:CompanyID")
        if number.word.startswith("NL")
        and not is_dutch_vat_number(number.word)
        and number.attribute("schemeID") not in _SCHEME_CODES
    ]


def common(specification: Specification) -> tuple[Group, ...]:
    """The groups of common rules, as a Peppol BIS with this specification has them."""
    return (
        Group("empty elements", Context("Document", Assertion("PEPPOL-EN16931-R008", _no_empty_elements))),
        Group("projects", Context("CreditNote", Assertion("PEPPOL-EN16931-R080", _one_project))),
        Group(
            "common",
            Context(
                "Document",
                there("PEPPOL-EN16931-R001", "cbc:ProfileID"),
                _known_process(specification),
                Assertion("PEPPOL-EN16931-R002", _one_note, needs="cbc:Note"),
                there("PEPPOL-EN16931-R003", "cbc:BuyerReference", "cac:OrderReference/cbc:ID"),
                _known_specification(specification),
                Assertion("PEPPOL-EN16931-R053", _one_breakdown),
                Assertion("PEPPOL-EN16931-R054", _one_total_in_tax_currency),
                Assertion("PEPPOL-EN16931-R055", _totals_of_one_sign, needs="cbc:TaxCurrencyCode"),
                Assertion("PEPPOL-EN16931-R005", _tax_currency_differs, needs="cbc:TaxCurrencyCode"),
            ),
            Context("cac:AccountingCustomerParty/cac:Party", there("PEPPOL-EN16931-R010", "cbc:EndpointID")),
            Context("cac:AccountingSupplierParty/cac:Party", there("PEPPOL-EN16931-R020", "cbc:EndpointID")),
            *ALLOWANCES_AND_CHARGES,
            Context("cac:PaymentMeans", Assertion("PEPPOL-EN16931-R061", _mandate)),
            *CURRENCIES,
            *LINES,
            *_identifiers(),
            Context("cac:PartyTaxScheme", Assertion("PEPPOL-COMMON-R056-2", _dutch_vat_number)),
        ),
        UNITS,
    )
