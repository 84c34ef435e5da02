"""The rules on one VAT breakdown (BG-23): its base (-08), its VAT (-09), and the reason why there is none (-10)."""

from decimal import Decimal
from typing import Any

from gateway.nodes import Node
from gateway.rules.assertions import Breach
from gateway.rules.checks import compared, decimal_of, number_at
from gateway.rules.en16931.facts import InvoiceFacts, Sums
from gateway.rules.en16931.totals import vat_is_near
from gateway.rules.en16931.vat_categories import Category

_SURELY_NEAR, _SURELY_FAR = Decimal("0.99"), Decimal("1.01")


def base(category: Category) -> Any:
    """-08: the base of a breakdown is what the lines, charges and allowances of the category make."""

    def check(subtotal: Node, facts: InvoiceFacts) -> list[Breach]:
        found = []
        for node in _of(category, subtotal, facts):
            base = number_at(subtotal, "cbc:TaxableAmount")
            if category.by_rate:
                found += _base_of_rate(category, subtotal, node, base, facts)
                continue
            sums = facts.sums[category.code]
            if not (
                (facts.has_invoice_lines and base == sums.as_invoice)
                or (facts.has_credit_lines and base == sums.as_credit_note)
            ):
                found.append(compared(subtotal, "cbc:TaxableAmount", base, _reckoned(sums, facts)))
        return found

    return check


def _base_of_rate(
    category: Category, subtotal: Node, node: Node, base: Decimal | None, facts: InvoiceFacts
) -> list[Breach]:
    found = []
    for percent in node.all("cbc:Percent"):
        rate = decimal_of(percent.text)
        if rate is None:
            continue
        sums = facts.sums_by_rate[category.code, rate]
        is_used = True
        if category.code == "S":
            is_used = (category.code, rate) in facts.rates_of_allowances
            asked = [
                (is_used or sums.has_invoice_lines, sums.as_invoice),
                (is_used or sums.has_credit_lines, sums.as_credit_note),
            ]
        else:
            asked = [(facts.has_invoice_lines, sums.as_invoice), (facts.has_credit_lines, sums.as_credit_note)]
        if not any(is_asked and _is_near(base, reckoned) for is_asked, reckoned in asked):
            found.append(compared(subtotal, "cbc:TaxableAmount", base, _reckoned(sums, facts)))
    return found


def _is_near(base: Decimal | None, reckoned: Decimal) -> bool:
    """Whether two amounts differ by less than 1, the limits reckoned in floating point as the official rule does."""
    if base is None:
        return False
    difference = abs(base - reckoned)
    if difference < _SURELY_NEAR or difference > _SURELY_FAR:
        return difference < 1
    return Decimal(float(base) - 1) < reckoned < Decimal(float(base) + 1)


def _reckoned(sums: Sums, facts: InvoiceFacts) -> Decimal:
    return sums.as_credit_note if facts.has_credit_lines and not facts.has_invoice_lines else sums.as_invoice


def amount(category: Category) -> Any:
    """-09: the VAT of a breakdown; base times rate where there is a rate, else nothing."""

    def check(subtotal: Node, facts: InvoiceFacts) -> list[Breach]:
        found = []
        for node in _of(category, subtotal, facts):
            tax = number_at(subtotal, "cbc:TaxAmount")
            if category.by_rate:
                base = number_at(subtotal, "cbc:TaxableAmount")
                if breach := vat_is_near(subtotal, tax, base, number_at(node, "cbc:Percent")):
                    found.append(breach)
            elif tax is None or tax != 0:
                found.append(compared(subtotal, "cbc:TaxAmount", tax, Decimal(0)))
        return found

    return check


def reason(category: Category) -> Any:
    """-10: an exemption reason, as text or code, is there, or is not there."""
    names = ("cbc:TaxExemptionReason", "cbc:TaxExemptionReasonCode")

    def check(subtotal: Node, facts: InvoiceFacts) -> list[Breach]:
        found = []
        for node in _of(category, subtotal, facts):
            given = next((child for name in names if (child := node.child(name))), None)
            if category.needs_reason and given is None:
                found.append(Breach(at=node, missing=names[0]))
            elif not category.needs_reason and given is not None:
                found.append(Breach(at=given, value=given.word))
        return found

    return check


def _of(category: Category, subtotal: Node, facts: InvoiceFacts) -> list[Node]:
    return [node for node in subtotal.all("cac:TaxCategory") if facts.category(node) == (category.code, True)]
