"""A rule set of the city's own, made of what staff wrote in `mappings/rules/` and of the checks that it names."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from gateway.findings import Finding
from gateway.messages.invoice import Invoice
from gateway.rules.base import RuleSet, Surroundings
from gateway.rules.city_model import CityRules, References, Rule, SumRule
from gateway.rules.invoice_arithmetic import check_sum
from gateway.rules.invoice_city import CHECKS, check_reference_given, check_reference_known

InvoiceCheck = Callable[[Invoice, Surroundings], Iterable[Finding]]


def city_rule_set(specification: CityRules, own_checks: Mapping[str, InvoiceCheck]) -> RuleSet:
    """The rule set of a spec. `own_checks` are the compiled rules that staff wrote, by code."""
    checks = {
        code: _with_severity(rule, _check(code, rule, specification.references))
        for code, rule in specification.rules.enabled().items()
    }
    checks |= own_checks
    return RuleSet(
        name=specification.name,
        version=specification.version,
        title=specification.title,
        codes=tuple(checks),
        checks=tuple((Invoice, check) for check in checks.values()),
        applies_from=specification.applies_from,
        formats=tuple(specification.formats),
    )


def _check(code: str, rule: Rule, references: References) -> InvoiceCheck:
    if isinstance(rule, SumRule):
        sum_rule = rule
        return lambda invoice, _surroundings: check_sum(code, sum_rule, invoice)
    if code == "INVOICE-REFERENCE-MISSING":
        return lambda invoice, _surroundings: check_reference_given(references, invoice)
    if code == "INVOICE-REFERENCE-UNKNOWN":
        return partial(check_reference_known, references)
    return partial(CHECKS[code], rule)


def _with_severity(rule: Rule, check: InvoiceCheck) -> InvoiceCheck:
    severity = rule.severity
    if severity is None:
        return check

    def judged(invoice: Invoice, surroundings: Surroundings) -> Iterator[Finding]:
        return (replace(found, severity=severity) for found in check(invoice, surroundings))

    return judged
