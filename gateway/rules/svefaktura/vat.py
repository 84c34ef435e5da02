"""Rules about VAT: categories and rates on lines, allowances and charges, and the VAT specification.

Source: SFTI Svefaktura 1.0, Schematron rules of 2016-10-25.
"""

from gateway.nodes import Node
from gateway.rules.assertions import Assertion, Breach, Context
from gateway.rules.checks import holds, there
from gateway.rules.svefaktura.document import in_invoice
from gateway.rules.svefaktura.facts import EXEMPT, STANDARD, SvefakturaFacts, is_exempt, is_standard, rates_of
from gateway.rules.svefaktura.facts import VAT as VAT_SCHEME
from gateway.rules.svefaktura.values import HALF_A_KRONA, NOTHING, double, double_at, normal, sum_breach, total

_RATES = (6.0, 12.0, 25.0)
_RATES_SHOWN = "6, 12, 25"
_CATEGORIES = (EXEMPT, STANDARD)
_CATEGORIES_SHOWN = f"{STANDARD}, {EXEMPT}"
_ITEM = "Document/cac:InvoiceLine/cac:Item"
_ENTRY = "Document/AllowanceCharge"
_SUBTOTAL = "Document/cac:TaxTotal/cac:TaxSubTotal"
_SCHEME = ("cac:TaxCategory", "cac:TaxScheme", "cac:ID")
_REASON_CODE = "ZZZ"


def category_of(category: Node) -> str:
    """The code of a tax category, without blanks around it."""
    return normal(category.text_at("cac:ID"))


def _is_normal(identifier: Node, _facts: object) -> bool:
    return normal(identifier.text) == identifier.text


def _has_vat_scheme(code: str, *, may_lack: bool) -> Assertion:
    def check(node: Node, _facts: object) -> Breach | None:
        schemes = node.along(*_SCHEME)
        # SFTI's rule breaks off at a second category; the first one is what it meant to look at.
        if len(schemes) > 1:
            return Breach(at=schemes[1], value=len(schemes), expected=VAT_SCHEME)
        if (schemes and normal(schemes[0].text) == VAT_SCHEME) or (may_lack and not schemes):
            return None
        return Breach(missing="/".join(_SCHEME), value=schemes[0].word if schemes else "", expected=VAT_SCHEME)

    return Assertion(code, check)


def _has_zero_if_exempt(code: str) -> Assertion:
    def check(category: Node, _facts: object) -> list[Breach]:
        if category_of(category) != EXEMPT:
            return []
        return [
            Breach(at=percent, value=percent.word, expected="0")
            for percent in category.all("cbc:Percent")
            if double(percent.text) != 0
        ]

    return Assertion(code, check)


def _has_rate_if_standard(code: str) -> Assertion:
    def check(category: Node, _facts: object) -> list[Breach]:
        if category_of(category) != STANDARD:
            return []
        return [
            Breach(at=percent, value=percent.word, expected=_RATES_SHOWN)
            for percent in category.all("cbc:Percent")
            if double(percent.text) == 0
        ]

    return Assertion(code, check)


def _has_swedish_rate(code: str) -> Assertion:
    def check(category: Node, _facts: object) -> Breach | None:
        if double_at(category, "cbc:Percent") in _RATES:
            return None
        return Breach(missing="cbc:Percent", value=category.text_at("cbc:Percent") or NOTHING, expected=_RATES_SHOWN)

    return Assertion(code, check)


def _exempt_is_specified(category: Node, facts: SvefakturaFacts) -> Breach | None:
    return None if facts.specifies_exempt else Breach(at=category.child("cac:ID"), value=EXEMPT)


def _rate_is_specified(category: Node, facts: SvefakturaFacts) -> Breach | None:
    if rates_of(category) & facts.specifies_rates:
        return None
    return Breach(
        missing="cbc:Percent",
        value=category.text_at("cbc:Percent") or NOTHING,
        expected=", ".join(str(rate) for rate in sorted(facts.specifies_rates)) or NOTHING,
    )


def _gives_reason(category: Node, _facts: object) -> Breach | None:
    if category_of(category) != EXEMPT or category.has("cbc:ExemptionReason"):
        return None
    return Breach(missing="cbc:ExemptionReason", value=EXEMPT)


def _reason_is_given(category: Node, facts: SvefakturaFacts) -> Breach | None:
    if category_of(category) != EXEMPT or facts.has_exemption_reason:
        return None
    return Breach(at=category.child("cac:ID"), value=EXEMPT)


def _is_known(category: Node, _facts: object) -> list[Breach]:
    return [
        Breach(at=identifier, value=identifier.word, expected=_CATEGORIES_SHOWN)
        for identifier in category.all("cac:ID")
        if normal(identifier.text) not in _CATEGORIES
    ]


def _is_known_in_any_case(category: Node, _facts: object) -> Breach | None:
    if category_of(category).upper() in _CATEGORIES:
        return None
    return Breach(missing="cac:ID", value=category.text_at("cac:ID"), expected=_CATEGORIES_SHOWN)


def _is_converted_when_asked(subtotal: Node, facts: SvefakturaFacts) -> Breach | None:
    if subtotal.has("cac:TaxCurrencyTaxAmount") == (facts.vat_currency is not None):
        return None
    return Breach(missing="cac:TaxCurrencyTaxAmount", value=subtotal.text_at("cac:TaxCurrencyTaxAmount"))


def _is_rate_of_base(subtotal: Node, _facts: object) -> Breach | None:
    stated = double_at(subtotal, "cbc:TaxAmount")
    reckoned = double_at(subtotal, "cbc:TaxableAmount") * double_at(subtotal, "cac:TaxCategory", "cbc:Percent") / 100
    if abs(reckoned - stated) < HALF_A_KRONA:
        return None
    return sum_breach(subtotal.child("cbc:TaxAmount") or subtotal, stated, reckoned)


def _is_sum_of_subtotals(tax_total: Node, _facts: object) -> list[Breach]:
    reckoned = total(tax_total.along("cac:TaxSubTotal", "cbc:TaxAmount"))
    return [
        sum_breach(amount, double(amount.text), reckoned)
        for amount in tax_total.all("cbc:TotalTaxAmount")
        if not abs(double(amount.text) - reckoned) <= HALF_A_KRONA
    ]


def _is_converted_by_rate(tax_total: Node, facts: SvefakturaFacts) -> Breach | None:
    converted = total(tax_total.along("cac:TaxSubTotal", "cac:TaxCurrencyTaxAmount"))
    vat = total(tax_total.along("cac:TaxSubTotal", "cbc:TaxAmount"))
    reckoned = vat * double_at(facts.root, "cac:ExchangeRate", "cbc:CalculationRate")
    if abs(converted - reckoned) < HALF_A_KRONA:
        return None
    return sum_breach(tax_total.first("cac:TaxSubTotal", "cac:TaxCurrencyTaxAmount") or tax_total, converted, reckoned)


def _seller_has_vat_number(tax_total: Node, facts: SvefakturaFacts) -> Breach | None:
    if not any(scheme.text == VAT_SCHEME for scheme in tax_total.along("cac:TaxSubTotal", *_SCHEME)):
        return None
    registrations = facts.root.along("cac:SellerParty", "cac:Party", "cac:PartyTaxScheme")
    if any(
        registration.has("cac:CompanyID")
        and any(scheme.text == VAT_SCHEME for scheme in registration.along("cac:TaxScheme", "cac:ID"))
        for registration in registrations
    ):
        return None
    return Breach(value=tax_total.text_at("cbc:TotalTaxAmount"))


def _has_one_currency(_node: Node, facts: SvefakturaFacts) -> bool:
    return facts.vat_currency is None or facts.vat_currency == facts.currency


def _has_two_currencies(_node: Node, facts: SvefakturaFacts) -> bool:
    return (
        facts.currency is not None
        and not _has_one_currency(_node, facts)
        and facts.root.has("cac:ExchangeRate", "cbc:CalculationRate")
    )


VAT = (
    Context("cac:TaxCategory/cac:ID", holds("R-18", _is_normal)),
    Context("cac:TaxScheme/cac:ID", holds("R-19", _is_normal)),
    # On lines
    Context(_ITEM, _has_vat_scheme("R-75", may_lack=True)),
    Context(
        f"{_ITEM}/cac:TaxCategory",
        Assertion("R-76", _is_known_in_any_case),
        _has_zero_if_exempt("R-77"),
        _has_rate_if_standard("R-97"),
    ),
    Context(
        f"{_ITEM}/cac:TaxCategory", _has_swedish_rate("R-7"), Assertion("R-106", _rate_is_specified), when=is_standard
    ),
    Context(f"{_ITEM}/cac:TaxCategory", Assertion("R-90", _exempt_is_specified), when=is_exempt),
    # On allowances and charges of the document
    Context(
        _ENTRY,
        in_invoice("R-55", "cac:LegalTotal", "cbc:TaxExclusiveTotalAmount"),
        _has_vat_scheme("R-56", may_lack=False),
    ),
    Context(
        f"{_ENTRY}/cac:ReasonCode", holds("R-57", lambda node, _: node.text == _REASON_CODE, expected=_REASON_CODE)
    ),
    Context(
        f"{_ENTRY}/cac:TaxCategory",
        there("R-58", "cbc:Percent"),
        Assertion("R-60", _reason_is_given),
        _has_zero_if_exempt("R-61"),
        _has_rate_if_standard("R-62"),
    ),
    Context(
        f"{_ENTRY}/cac:TaxCategory", _has_swedish_rate("R-6"), Assertion("R-89", _rate_is_specified), when=is_standard
    ),
    Context(f"{_ENTRY}/cac:TaxCategory", Assertion("R-90", _exempt_is_specified), when=is_exempt),
    # In the VAT specification
    Context(_SUBTOTAL, Assertion("R-68", _is_converted_when_asked)),
    Context(_SUBTOTAL, Assertion("R-4", _is_rate_of_base), when=_has_one_currency),
    Context(
        f"{_SUBTOTAL}/cac:TaxCategory",
        Assertion("R-59", _is_known),
        Assertion("R-91", _gives_reason),
        _has_zero_if_exempt("R-95"),
        _has_rate_if_standard("R-96"),
    ),
    Context(f"{_SUBTOTAL}/cac:TaxCategory", _has_swedish_rate("R-16"), when=is_standard),
    Context(
        "Document/cac:TaxTotal", Assertion("R-67", _is_sum_of_subtotals), Assertion("R-88", _seller_has_vat_number)
    ),
    Context("Document/cac:TaxTotal", Assertion("R-3", _is_converted_by_rate), when=_has_two_currencies),
)
