"""Italian rules: tax registration and address of Italian sellers.

Source: OpenPEPPOL, Peppol BIS Billing 3.0.21, pattern of Italy.
"""

import re

from gateway.nodes import Node
from gateway.rules.assertions import Assertion, Breach, Context, Group
from gateway.rules.checks import there
from gateway.rules.peppol.country import country
from gateway.rules.peppol.facts import PeppolFacts, normalized, scheme_of

_ITALY = "IT"
_TAX_REGISTRATION = re.compile(r"[A-Z0-9]{11,16}")


def _is_not_vat(registration: Node, _facts: PeppolFacts) -> bool:
    return scheme_of(registration) != "VAT"


def _tax_registration(registration: Node, _facts: PeppolFacts) -> Breach | None:
    number = registration.child("cbc:CompanyID")
    text = normalized(number.text) if number else ""
    if _TAX_REGISTRATION.fullmatch(text):
        return None
    return Breach(at=number, missing="" if number else "cbc:CompanyID", value=text)


ITALY = country(
    (_ITALY,),
    lambda facts: facts.supplier_country == _ITALY,
    Group(
        "Italy",
        Context(
            "cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme",
            Assertion("IT-R-001", _tax_registration),
            when=_is_not_vat,
        ),
        Context(
            "cac:AccountingSupplierParty/cac:Party",
            there("IT-R-002", "cac:PostalAddress/cbc:StreetName"),
            there("IT-R-003", "cac:PostalAddress/cbc:CityName"),
            there("IT-R-004", "cac:PostalAddress/cbc:PostalZone"),
        ),
    ),
)
