"""The official rule sets for e-invoices, each in the release that applies, ready for routes to name.

A new release is a new `RuleSet` of the same name beside the old one, with the day from which it applies. They judge
``Invoice.document``: the document itself in UBL and Svefaktura, and the message written as UBL where it came as CII,
for which the semantic rules alone are asked.
"""

from collections.abc import Iterable

from gateway.findings import Finding
from gateway.messages.invoice import Invoice
from gateway.nodes import Document
from gateway.rules import en16931, peppol, svefaktura
from gateway.rules.assertions import Assertions
from gateway.rules.base import Check, RuleSet, Surroundings

CII = "en16931-cii"


def _check(assertions: Assertions, semantic: Assertions | None = None) -> Check:
    """A check of an invoice by the assertions of its document; those of the message where it came as CII."""

    def check(invoice: Invoice, _surroundings: Surroundings) -> Iterable[Finding]:
        document: Document | None = invoice.document
        if document is None:
            return ()
        asked = semantic if semantic and invoice.format == CII else assertions
        return asked.findings(document, invoice.number)

    return check


RULE_SETS = (
    RuleSet(
        name="en16931",
        version="1.3.16",
        title="EN 16931: e-fakturans innehåll, summor, moms och koder",
        codes=tuple(en16931.ASSERTIONS.codes()),
        checks=((Invoice, _check(en16931.ASSERTIONS, en16931.SEMANTIC_ASSERTIONS)),),
        formats=("peppol-bis-billing-3", "peppol-self-billing-3", "en16931-ubl", CII),
    ),
    RuleSet(
        name="peppol-bis-billing-3",
        version="3.0.21",
        title="Peppol BIS Billing 3, med ländernas egna regler",
        codes=tuple(peppol.BILLING.codes()),
        checks=((Invoice, _check(peppol.BILLING)),),
        formats=("peppol-bis-billing-3",),
    ),
    RuleSet(
        name="peppol-self-billing-3",
        version="3.0.21",
        title="Peppol BIS Self-Billing 3: faktura som köparen ställer ut åt säljaren",
        codes=tuple(peppol.SELF_BILLING.codes()),
        checks=((Invoice, _check(peppol.SELF_BILLING)),),
        formats=("peppol-self-billing-3",),
    ),
    RuleSet(
        name="svefaktura-1.0",
        version="2016-10-25",
        title="Svefaktura 1.0: SFTI:s regler",
        codes=tuple(svefaktura.ASSERTIONS.codes()),
        checks=((Invoice, _check(svefaktura.ASSERTIONS)),),
        formats=("svefaktura-1.0",),
    ),
)
