"""The official rule sets for e-invoices, each in the release that applies, ready for routes to name.

A new release is one more entry of the same name in `RELEASES` beside the old one, with the day from which it applies.
The sets judge ``Invoice.document``: the document itself in UBL and Svefaktura, and the message written as UBL where it
came as CII, for which the semantic rules alone are asked.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from gateway.findings import Finding
from gateway.messages.invoice import Invoice
from gateway.rules.base import RuleSet
from gateway.rules.rule_set import Assertions

CII = "en16931-cii"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialRuleSet(RuleSet):
    """A rule set of a standards body, which needs nothing but the invoice."""

    judge: Callable[[Invoice], Iterable[Finding]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One release of an official set. `rules` is where its assertions are, and `semantic` those for CII messages."""

    name: str
    version: str
    title: str
    formats: tuple[str, ...]
    rules: str
    semantic: str = ""
    applies_from: datetime.date = datetime.date.min


RELEASES = (
    Release(
        name="en16931",
        version="1.3.16",
        title="EN 16931: e-fakturans innehåll, summor, moms och koder",
        formats=("peppol-bis-billing-3", "peppol-self-billing-3", "en16931-ubl", CII),
        rules="en16931:ASSERTIONS",
        semantic="en16931:SEMANTIC_ASSERTIONS",
    ),
    Release(
        name="peppol-bis-billing-3",
        version="3.0.21",
        title="Peppol BIS Billing 3, med ländernas egna regler",
        formats=("peppol-bis-billing-3",),
        rules="peppol:BILLING",
    ),
    Release(
        name="peppol-self-billing-3",
        version="3.0.21",
        title="Peppol BIS Self-Billing 3: faktura som köparen ställer ut åt säljaren",
        formats=("peppol-self-billing-3",),
        rules="peppol:SELF_BILLING",
    ),
    Release(
        name="svefaktura-1.0",
        version="2016-10-25",
        title="Svefaktura 1.0: SFTI:s regler",
        formats=("svefaktura-1.0",),
        rules="svefaktura:ASSERTIONS",
    ),
)


def judging(form: str, on: datetime.date) -> list[OfficialRuleSet]:
    """The sets that judge documents of a format on a day, each in the newest release that applies then."""
    newest: dict[str, Release] = {}
    for release in sorted(RELEASES, key=lambda each: each.applies_from):
        if release.applies_from <= on and form in release.formats:
            newest[release.name] = release
    return [rule_set(release) for release in newest.values()]


@cache
def rule_set(release: Release) -> OfficialRuleSet:
    """A release with its rules, which are loaded when first asked for: most documents need one or two sets."""
    assertions = _assertions(release.rules)

    def judge(invoice: Invoice) -> Iterable[Finding]:
        if invoice.document is None:
            return ()
        is_message = release.semantic and invoice.format == CII
        asked = _assertions(release.semantic) if is_message else assertions
        return asked.findings(invoice.document, invoice.number)

    return OfficialRuleSet(
        name=release.name,
        version=release.version,
        title=release.title,
        codes=tuple(assertions.codes()),
        checks=((Invoice, lambda invoice, _surroundings: judge(invoice)),),
        applies_from=release.applies_from,
        formats=release.formats,
        judge=judge,
    )


def _assertions(place: str) -> Assertions[Any]:
    module, name = place.split(":")
    found: Assertions[Any] = getattr(import_module(f"gateway.rules.{module}"), name)
    return found
