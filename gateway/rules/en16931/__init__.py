"""EN 16931: the core invoice model's rules on UBL 2.1, as the CEN validation artefacts 1.3.16 judge them."""

from gateway.rules.assertions import Assertions
from gateway.rules.en16931.codes import CODES
from gateway.rules.en16931.facts import InvoiceFacts
from gateway.rules.en16931.model import ACCOUNTS, MODEL
from gateway.rules.en16931.syntax import SYNTAX
from gateway.rules.en16931.unwanted import UNWANTED, UNWANTED_VALUES
from gateway.rules.en16931.vat import VAT_CATEGORIES

ASSERTIONS = Assertions(InvoiceFacts, (MODEL, ACCOUNTS, *VAT_CATEGORIES, SYNTAX, UNWANTED_VALUES, CODES), UNWANTED)
