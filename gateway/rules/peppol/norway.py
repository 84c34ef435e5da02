"""Norwegian rules: the register of companies, and the form of VAT numbers.

Source: OpenPEPPOL, Peppol BIS Billing 3.0.21, pattern of Norway.
"""

from gateway.nodes import Node
from gateway.rules.assertions import Assertion, Breach, Context, Group
from gateway.rules.peppol.country import country
from gateway.rules.peppol.facts import PeppolFacts, normalized, only_text, scheme_of, vat_numbers
from gateway.rules.peppol.identifiers import is_norwegian_vat_number

_NORWAY = "NO"
_REGISTER = "Foretaksregisteret"


def _in_register(party: Node, _facts: PeppolFacts) -> Breach | None:
    numbers = [
        number
        for registration in party.all("cac:PartyTaxScheme")
        if scheme_of(registration) == "TAX"
        for number in registration.all("cbc:CompanyID")
    ]
    text = normalized(only_text(numbers))
    if text == _REGISTER:
        return None
    at = numbers[0] if numbers else None
    return Breach(at=at, missing="" if at else "cac:PartyTaxScheme/cbc:CompanyID", value=text, expected=_REGISTER)


def _vat_number(party: Node, _facts: PeppolFacts) -> Breach | None:
    norwegian = [number for number in vat_numbers(party) if number.text.startswith(_NORWAY)]
    wrong = [number for number in norwegian if not is_norwegian_vat_number(number.text)]
    return Breach(at=wrong[0], value=wrong[0].word, expected="NO999999999MVA") if wrong else None


NORWAY = country(
    (_NORWAY,),
    lambda facts: facts.supplier_country == _NORWAY,
    Group(
        "Norway",
        Context(
            "cac:AccountingSupplierParty/cac:Party",
            Assertion("NO-R-002", _in_register),
            Assertion("NO-R-001", _vat_number),
        ),
    ),
)
