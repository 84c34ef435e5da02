"""The checks of e-invoices that rule files may name, and the rule set of such a file."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from gateway.messages import INVOICE, Invoice
from gateway.rules.base import Check, RuleSet
from gateway.rules.city_model import CityRules, References
from gateway.rules.finance.proposals import check_invoice
from gateway.rules.invoice_arithmetic import SUMS, check_sum
from gateway.rules.invoice_city import CHECKS, check_reference_given, check_reference_known
from gateway.rules.named import FamilyChecks, NamedCheck
from gateway.rules.rule_model import Rule


def invoice_checks(specification: CityRules) -> Iterator[NamedCheck]:
    """The check of each rule; those about references need what the file says of references."""
    for code in specification.rules.enabled():
        yield NamedCheck(part=Invoice, rules={code: Rule}, make=partial(_made, code, specification.references))


def _made(code: str, references: References, rules: Mapping[str, Any]) -> Check:
    if code in SUMS:
        return lambda invoice, _surroundings: check_sum(code, rules[code], invoice)
    if code == "INVOICE-REFERENCE-MISSING":
        return lambda invoice, _surroundings: check_reference_given(references, invoice)
    if code == "INVOICE-REFERENCE-UNKNOWN":
        return partial(check_reference_known, references)
    if code == "CODING-PROPOSED":
        return partial(check_invoice, rules[code])
    return partial(CHECKS[code], rules[code])


INVOICE_CHECKS = FamilyChecks(family=INVOICE, model=CityRules, checks=invoice_checks)


def city_rule_set(specification: CityRules, own_checks: Mapping[str, Check]) -> RuleSet:
    """The rule set of a file about e-invoices. `own_checks` are the compiled rules that staff wrote, by code."""
    return INVOICE_CHECKS.rule_set(specification, own_checks)
