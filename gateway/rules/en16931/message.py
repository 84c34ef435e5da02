"""What EN 16931 asks about an Invoice message, where its binding to UBL asks something else.

A message that was read from another syntax is judged as UBL nodes. UBL demands a total VAT amount, the standard does
not; and UBL's rules leave the decimals of that amount to the rules on syntax, which are not asked about a message.
Source: EN 16931-1:2017 clause 6.4 (BR-CO-14, BR-CO-15, BR-DEC-13, BR-DEC-15).
"""

from decimal import Decimal

from gateway.nodes import Node
from gateway.rules.assertions import Context, Group
from gateway.rules.checks import two_decimals
from gateway.rules.en16931.facts import InvoiceFacts


class MessageFacts(InvoiceFacts):
    """An Invoice message as UBL nodes, as the rules of EN 16931 see it."""

    absent_vat_total = Decimal(0)


def _is_in_invoice_currency(total: Node, facts: MessageFacts) -> bool:
    amount = total.child("cbc:TaxAmount")
    return amount is None or amount.attribute("currencyID") == facts.currency


VAT_TOTALS = Group(
    "VAT totals of a message",
    Context("Document/cac:TaxTotal", two_decimals("BR-DEC-13", "cbc:TaxAmount"), when=_is_in_invoice_currency),
    Context("Document/cac:TaxTotal", two_decimals("BR-DEC-15", "cbc:TaxAmount")),
)
