"""The rules of Peppol BIS Billing 3.0.21, and those of Peppol BIS Self-Billing 3, on UBL 2.1.

Self-billing has the common rules with its own specification, processes and type codes, and no national rules: the
national ones are written for documents that the seller makes.
"""

from gateway.rules.code_lists import CODE_LISTS
from gateway.rules.peppol.codes import BETWEEN_GERMANS, codes
from gateway.rules.peppol.common import common
from gateway.rules.peppol.denmark import DENMARK
from gateway.rules.peppol.facts import Specification
from gateway.rules.peppol.germany import GERMANY
from gateway.rules.peppol.greece import GREECE
from gateway.rules.peppol.iceland import ICELAND
from gateway.rules.peppol.italy import ITALY
from gateway.rules.peppol.netherlands import NETHERLANDS
from gateway.rules.peppol.norway import NORWAY
from gateway.rules.peppol.rule_set import PeppolAssertions
from gateway.rules.peppol.sweden import SWEDEN

BILLING_SPECIFICATION = Specification(
    identifier="urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0",
    processes={
        "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0": "01",
        "urn:peppol:france:billing:regulated": "01",
        "urn:peppol:france:billing:non-regulated": "01",
        "urn:peppol:bis:billing_with_response": "02",
    },
    invoice_types=CODE_LISTS["UNCL1001-invoice-peppol"],
    credit_note_types=CODE_LISTS["UNCL1001-credit-note-peppol"],
)
SELF_BILLING_SPECIFICATION = Specification(
    identifier="urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:selfbilling:3.0",
    processes={"urn:fdc:peppol.eu:2017:poacc:selfbilling:01:1.0": "01"},
    invoice_types=CODE_LISTS["UNCL1001-invoice-selfbilling"],
    credit_note_types=CODE_LISTS["UNCL1001-credit-note-selfbilling"],
)

BILLING = PeppolAssertions(
    (*common(BILLING_SPECIFICATION), codes(BILLING_SPECIFICATION, BETWEEN_GERMANS)),
    (NORWAY, DENMARK, ITALY, SWEDEN, GREECE, ICELAND, NETHERLANDS, GERMANY),
)
SELF_BILLING = PeppolAssertions((*common(SELF_BILLING_SPECIFICATION), codes(SELF_BILLING_SPECIFICATION)))
