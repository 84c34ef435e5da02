"""EN 16931: the core invoice model's rules on UBL 2.1, as the CEN validation artefacts 1.3.16 judge them."""

from gateway.rules.en16931.codes import CODES, CURRENCIES_OF_AMOUNTS
from gateway.rules.en16931.facts import InvoiceFacts
from gateway.rules.en16931.message import VAT_TOTALS, MessageFacts
from gateway.rules.en16931.model import ACCOUNTS, MODEL
from gateway.rules.en16931.syntax import AT_MOST, DECIMALS_OF_AMOUNTS, SYNTAX
from gateway.rules.en16931.unwanted import UNWANTED, UNWANTED_VALUES
from gateway.rules.en16931.vat import VAT_CATEGORIES
from gateway.rules.rule_set import Assertions

_SEMANTIC = (MODEL, ACCOUNTS, *VAT_CATEGORIES, CODES)

_SWEEPS = (CURRENCIES_OF_AMOUNTS, DECIMALS_OF_AMOUNTS)

ASSERTIONS = Assertions(InvoiceFacts, (*_SEMANTIC, SYNTAX, UNWANTED_VALUES), UNWANTED, AT_MOST, _SWEEPS)
"""Every rule, for a document that was sent as UBL."""

SEMANTIC_ASSERTIONS = Assertions(MessageFacts, (*_SEMANTIC, VAT_TOTALS))
"""The BR rules alone, for an Invoice message read from another syntax and laid out as UBL nodes.

Left out is what such nodes cannot break, or break only by how they were laid out: the rules on UBL as a syntax, and the
currency of each single amount (BR-CL-03), for a message has two currencies in all, which BR-CL-04 and BR-CL-05 judge.
"""
