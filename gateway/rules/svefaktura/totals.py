"""Rules about the totals of the invoice.

Source: SFTI Svefaktura 1.0, Schematron rules of 2016-10-25.
"""

from gateway.nodes import Node
from gateway.rules.assertions import Assertion, Breach, Context
from gateway.rules.checks import holds
from gateway.rules.svefaktura.document import is_not_negative
from gateway.rules.svefaktura.facts import SvefakturaFacts
from gateway.rules.svefaktura.values import HALF_A_KRONA, double, sum_breach, total

_TOTALS = "Document/cac:LegalTotal"
_EXACT = 0.001


def _is_sum_of_lines(amount: Node, facts: SvefakturaFacts) -> Breach | None:
    stated = double(amount.text)
    return None if abs(stated - facts.lines) <= HALF_A_KRONA else sum_breach(amount, stated, facts.lines)


def _is_total_without_vat(amount: Node, facts: SvefakturaFacts) -> Breach | None:
    stated = double(amount.text)
    off = stated - facts.lines - facts.charges + facts.allowances
    return None if abs(off) <= HALF_A_KRONA else sum_breach(amount, stated, stated - off)


def _off(totals: Node, stated: float, facts: SvefakturaFacts) -> float:
    """How much a total with VAT is off."""
    rounding = total(totals.all("cac:RoundOffAmount"))
    return stated - facts.lines - facts.charges + facts.allowances - facts.vat - rounding


def _is_total_with_vat(totals: Node, facts: SvefakturaFacts) -> list[Breach]:
    breaches = []
    for amount in totals.all("cbc:TaxInclusiveTotalAmount"):
        stated = double(amount.text)
        off = _off(totals, stated, facts)
        if not abs(off) <= HALF_A_KRONA:
            breaches.append(sum_breach(amount, stated, stated - off))
    return breaches


def _is_exact_when_rounded(totals: Node, facts: SvefakturaFacts) -> list[Breach]:
    rounding = totals.all("cac:RoundOffAmount")
    if len(rounding) != 1 or double(rounding[0].text) == 0:
        return []
    breaches = []
    for amount in totals.all("cbc:TaxInclusiveTotalAmount"):
        stated = double(amount.text)
        off = _off(totals, stated, facts)
        if not abs(off) < _EXACT:
            breaches.append(sum_breach(amount, stated, stated - off))
    return breaches


def _is_sum_of_taxable(amount: Node, facts: SvefakturaFacts) -> Breach | None:
    stated, reckoned = double(amount.text), total(facts.taxable)
    return None if abs(stated - reckoned) < HALF_A_KRONA else sum_breach(amount, stated, reckoned)


TOTALS = (
    Context(f"{_TOTALS}/cbc:LineExtensionTotalAmount", Assertion("R-69", _is_sum_of_lines)),
    Context(f"{_TOTALS}/cbc:TaxExclusiveTotalAmount", Assertion("R-70", _is_total_without_vat)),
    Context(
        f"{_TOTALS}/cbc:TaxExclusiveTotalAmount",
        Assertion("R-10", _is_sum_of_taxable),
        when=lambda _, facts: bool(facts.taxable),
    ),
    Context(f"{_TOTALS}/cbc:TaxInclusiveTotalAmount", holds("R-105", is_not_negative, expected="≥ 0")),
    Context(_TOTALS, Assertion("R-71", _is_total_with_vat), Assertion("R-92", _is_exact_when_rounded)),
)
