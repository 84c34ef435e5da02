"""The official rule sets for e-invoices, each in the release that applies, ready for routes to name.

A new release is one more entry of the same name beside the old one, with the day from which it applies. The sets judge
``Invoice.document``: the document itself in UBL and Svefaktura, and the message written as UBL where it came as CII,
for which the semantic rules alone are asked.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from gateway.findings import Finding
from gateway.messages.invoice import Invoice
from gateway.rules import en16931, peppol, svefaktura
from gateway.rules.assertions import Assertions
from gateway.rules.base import RuleSet

CII = "en16931-cii"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialRuleSet(RuleSet):
    """A rule set of a standards body, which needs nothing but the invoice."""

    judge: Callable[[Invoice], Iterable[Finding]]


def judging(form: str, on: datetime.date) -> list[OfficialRuleSet]:
    """The sets that judge documents of a format on a day, each in the newest version that applies then."""
    newest: dict[str, OfficialRuleSet] = {}
    for rule_set in sorted(RULE_SETS, key=lambda each: each.applies_from):
        if rule_set.applies_from <= on and rule_set.judges(form):
            newest[rule_set.name] = rule_set
    return list(newest.values())


def _official(
    name: str,
    version: str,
    title: str,
    assertions: Assertions[Any],
    *formats: str,
    semantic: Assertions[Any] | None = None,
) -> OfficialRuleSet:
    def judge(invoice: Invoice) -> Iterable[Finding]:
        if invoice.document is None:
            return ()
        asked = semantic if semantic and invoice.format == CII else assertions
        return asked.findings(invoice.document, invoice.number)

    return OfficialRuleSet(
        name=name,
        version=version,
        title=title,
        codes=tuple(assertions.codes()),
        checks=((Invoice, lambda invoice, _surroundings: judge(invoice)),),
        formats=formats,
        judge=judge,
    )


RULE_SETS = (
    _official(
        "en16931",
        "1.3.16",
        "EN 16931: e-fakturans innehåll, summor, moms och koder",
        en16931.ASSERTIONS,
        "peppol-bis-billing-3",
        "peppol-self-billing-3",
        "en16931-ubl",
        CII,
        semantic=en16931.SEMANTIC_ASSERTIONS,
    ),
    _official(
        "peppol-bis-billing-3",
        "3.0.21",
        "Peppol BIS Billing 3, med ländernas egna regler",
        peppol.BILLING,
        "peppol-bis-billing-3",
    ),
    _official(
        "peppol-self-billing-3",
        "3.0.21",
        "Peppol BIS Self-Billing 3: faktura som köparen ställer ut åt säljaren",
        peppol.SELF_BILLING,
        "peppol-self-billing-3",
    ),
    _official("svefaktura-1.0", "2016-10-25", "Svefaktura 1.0: SFTI:s regler", svefaktura.ASSERTIONS, "svefaktura-1.0"),
)
