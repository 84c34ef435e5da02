"""Rules about the document itself: its type, lines, currencies, exchange rate and period.

Source: SFTI Svefaktura 1.0, Schematron rules of 2016-10-25.
"""

from lxml import etree

from gateway.nodes import Node
from gateway.rules.assertions import Assertion, Breach, Context
from gateway.rules.checks import at_most, holds, there
from gateway.rules.svefaktura.facts import SvefakturaFacts
from gateway.rules.svefaktura.values import day_of, double, is_ordered, moment

CREDIT_NOTE = "381"

_TYPES = (380.0, 381.0)
_SCHEMA_LOCATION = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
_STYLESHEET = "xml-stylesheet"


def _names_no_schema(_invoice: Node, facts: SvefakturaFacts) -> Breach | None:
    for (_, name), node in facts.document.attributed.items():
        if name == _SCHEMA_LOCATION:
            return Breach(at=node, value=node.attribute(_SCHEMA_LOCATION))
    return None


def _names_no_stylesheet(invoice: Node, _facts: SvefakturaFacts) -> Breach | None:
    element = invoice.element
    if element.getparent() is not None:
        return None
    for before in (True, False):
        for sibling in element.itersiblings(etree.ProcessingInstruction, preceding=before):
            if isinstance(sibling, etree._ProcessingInstruction) and sibling.target == _STYLESHEET:
                return Breach(value=sibling.text)
    return None


def _refers_to_an_invoice(_type_code: Node, facts: SvefakturaFacts) -> Breach | None:
    is_period_given = any(_has_both_ends(period) for period in facts.root.all("InvoicingPeriod"))
    if is_period_given or facts.root.has("InitialInvoiceDocumentReference", "cac:ID"):
        return None
    return Breach(value=CREDIT_NOTE)


def _has_both_ends(period: Node, _facts: object = None) -> bool:
    return period.has("cbc:StartDateTime") and period.has("cbc:EndDateTime")


def _counts_the_lines(count: Node, facts: SvefakturaFacts) -> Breach | None:
    lines = len(facts.root.all("cac:InvoiceLine"))
    return None if double(count.text) == lines else Breach(value=count.word, expected=lines)


def _differs(invoice: Node, facts: SvefakturaFacts) -> Breach | None:
    if facts.currency != facts.vat_currency:
        return None
    return Breach(at=invoice.child("TaxCurrencyCode"), value=facts.vat_currency)


def _is_in_the_invoice_currency(amount: Node, facts: SvefakturaFacts) -> Breach | None:
    stated = amount.attribute("amountCurrencyID")
    if stated == facts.currency:
        return None
    return Breach(missing="@amountCurrencyID", value=stated, expected=facts.currency)


def _ends_after_it_starts(period: Node, _facts: SvefakturaFacts) -> Breach | None:
    start, end = period.text_at("cbc:StartDateTime"), period.text_at("cbc:EndDateTime")
    if is_ordered(moment(start), moment(end)):
        return None
    return Breach(value=f"{start} – {end}")


def _ends_before_the_invoice(period: Node, facts: SvefakturaFacts) -> Breach | None:
    end = period.child("cbc:EndDateTime")
    # Without an end SFTI's rule breaks off; R-80 says what is wrong then.
    if end is None or is_ordered(day_of(end.text), facts.issued):
        return None
    return Breach(at=end, value=end.word, expected=facts.root.text_at("cbc:IssueDate"))


def in_invoice(code: str, *names: str) -> Assertion:
    """Something stands in the invoice."""

    def check(node: Node, facts: SvefakturaFacts) -> Breach | None:
        return None if facts.root.has(*names) else Breach(at=node, value=node.word, expected="/".join(names))

    return Assertion(code, check)


def is_positive(node: Node, _facts: object = None) -> bool:
    """Whether a number is more than zero."""
    return double(node.text) > 0


def is_not_negative(node: Node, _facts: object = None) -> bool:
    """Whether a number is zero or more."""
    return double(node.text) >= 0


DOCUMENT = (
    Context(
        "Document",
        there("R-1", "LineItemCountNumeric"),
        at_most("R-17", "cac:TaxTotal"),
        Assertion("R-21", _names_no_schema),
        Assertion("R-83", _names_no_stylesheet),
    ),
    Context(
        "Document/InvoiceTypeCode",
        holds("R-22", lambda node, _: double(node.text) in _TYPES, expected="380, 381"),
    ),
    Context(
        "Document/InvoiceTypeCode",
        Assertion("R-2", _refers_to_an_invoice),
        when=lambda node, _: node.text == CREDIT_NOTE,
    ),
    Context(
        "Document/LineItemCountNumeric",
        Assertion("R-27", _counts_the_lines),
        holds("R-29", is_positive, expected="> 0"),
    ),
    Context(
        "Document",
        Assertion("R-5", _differs),
        when=lambda _, facts: facts.currency is not None and facts.vat_currency is not None,
    ),
    Context(
        "Document/TaxCurrencyCode",
        in_invoice("R-23", "cac:ExchangeRate"),
        in_invoice("R-24", "cac:TaxTotal", "cac:TaxSubTotal"),
        in_invoice("R-25", "cac:TaxTotal", "cac:TaxSubTotal", "cac:TaxCurrencyTaxAmount"),
        in_invoice("R-26", "InvoiceCurrencyCode"),
    ),
    Context(
        "*Amount",
        Assertion("R-100", _is_in_the_invoice_currency),
        when=lambda node, facts: (
            facts.currency is not None
            and node.attribute("amountCurrencyID") is not None
            and node.name != "cac:TaxCurrencyTaxAmount"
        ),
    ),
    Context(
        "Document/cac:ExchangeRate/cac:SourceCurrencyCode",
        in_invoice("R-63", "InvoiceCurrencyCode"),
        in_invoice("R-64", "TaxCurrencyCode"),
        in_invoice("R-65", "cac:ExchangeRate", "cbc:CalculationRate"),
    ),
    Context("Document/cac:ExchangeRate/cbc:CalculationRate", holds("R-66", is_positive, expected="> 0")),
    Context(
        "Document/InvoicingPeriod",
        holds(
            "R-80",
            _has_both_ends,
            expected="cbc:StartDateTime, cbc:EndDateTime",
        ),
        Assertion("R-81", _ends_after_it_starts),
        Assertion("R-82", _ends_before_the_invoice),
    ),
)
