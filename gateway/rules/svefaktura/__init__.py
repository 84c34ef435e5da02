"""Svefaktura 1.0: SFTI's R rules on the Basic Invoice 1.0, as its Schematron file of 25 October 2016 judges them."""

from gateway.rules.assertions import Group
from gateway.rules.rule_set import Assertions
from gateway.rules.svefaktura.document import DOCUMENT
from gateway.rules.svefaktura.facts import SvefakturaFacts
from gateway.rules.svefaktura.lines import LINE_AMOUNTS, LINES
from gateway.rules.svefaktura.parties import PARTIES
from gateway.rules.svefaktura.payment import PAYMENT
from gateway.rules.svefaktura.references import REFERENCES
from gateway.rules.svefaktura.totals import TOTALS
from gateway.rules.svefaktura.vat import VAT

# SFTI has one pattern for each context: no context hides another. Only the six ways of reckoning a line
# amount exclude one another, and so can be one group.
ASSERTIONS = Assertions(
    SvefakturaFacts,
    (
        *(
            Group("svefaktura", context)
            for context in (*DOCUMENT, *PARTIES, *REFERENCES, *PAYMENT, *LINES, *VAT, *TOTALS)
        ),
        LINE_AMOUNTS,
    ),
)
