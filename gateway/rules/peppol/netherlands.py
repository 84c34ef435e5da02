"""Dutch rules: references, addresses, KVK and OIN numbers and means of payment of sellers in the Netherlands.

Source: OpenPEPPOL, Peppol BIS Billing 3.0.21, pattern of the Netherlands. Countries are those of the postal addresses.
"""

from gateway.nodes import Node
from gateway.rules.assertions import Assertion, Breach, Context, Group
from gateway.rules.checks import number_at
from gateway.rules.peppol.country import country
from gateway.rules.peppol.facts import PeppolFacts, normalized, only, text_of

_NETHERLANDS = "NL"
_LEGAL_SCHEMES = ("0106", "0190")
_MEANS = ("30", "48", "49", "57", "58", "59")
_ADDRESS = ("cbc:StreetName", "cbc:CityName", "cbc:PostalZone")


def _applies(facts: PeppolFacts) -> bool:
    return only(facts.supplier_addresses) == _NETHERLANDS


def _is_domestic(_node: Node, facts: PeppolFacts) -> bool:
    return only(facts.customer_addresses) == _NETHERLANDS


def _is_represented_at_home(address: Node, _facts: PeppolFacts) -> bool:
    codes = [code.text for code in address.along("cac:Country", "cbc:IdentificationCode")]
    return only(codes) == _NETHERLANDS


def _preceding_invoice(_code: Node, facts: PeppolFacts) -> Breach | None:
    path = ("cac:BillingReference", "cac:InvoiceDocumentReference", "cbc:ID")
    return None if facts.root.has(*path) else Breach(at=facts.root, missing="/".join(path))


def _address(address: Node, _facts: PeppolFacts) -> Breach | None:
    missing = next((name for name in _ADDRESS if name not in address.children), None)
    return Breach(missing=missing) if missing else None


def _legal_number(number: Node, _facts: PeppolFacts) -> Breach | None:
    schemes = (number.attribute("schemeID") or "").split(" ")
    if any(scheme in schemes for scheme in _LEGAL_SCHEMES) and number.word:
        return None
    return Breach(value=number.word, expected=" / ".join(_LEGAL_SCHEMES))


def _way_to_pay(total: Node, facts: PeppolFacts) -> Breach | None:
    amount = number_at(total, "cbc:PayableAmount")
    is_paid_by_seller = amount is not None and (amount <= 0 if facts.root.name == "Invoice" else amount >= 0)
    if is_paid_by_seller or facts.document.named("cac:PaymentMeans"):
        return None
    return Breach(at=facts.root, missing="cac:PaymentMeans", value=text_of(total, "cbc:PayableAmount"))


def _known_means(means: Node, _facts: PeppolFacts) -> Breach | None:
    code = normalized(text_of(means, "cbc:PaymentMeansCode"))
    if code in _MEANS:
        return None
    found = means.child("cbc:PaymentMeansCode")
    return Breach(at=found, missing="" if found else "cbc:PaymentMeansCode", value=code, expected=" / ".join(_MEANS))


def _order(_line_number: Node, facts: PeppolFacts) -> Breach | None:
    path = ("cac:OrderReference", "cbc:ID")
    return None if facts.root.has(*path) else Breach(at=facts.root, missing="/".join(path))


NETHERLANDS = country(
    (_NETHERLANDS,),
    _applies,
    Group(
        "Netherlands",
        Context("cbc:CreditNoteTypeCode", Assertion("NL-R-001", _preceding_invoice)),
        Context("cac:AccountingSupplierParty/cac:Party/cac:PostalAddress", Assertion("NL-R-002", _address)),
        Context(
            "cac:AccountingSupplierParty/cac:Party/cac:PartyLegalEntity/cbc:CompanyID",
            Assertion("NL-R-003", _legal_number),
        ),
        Context(
            "cac:AccountingCustomerParty/cac:Party/cac:PostalAddress",
            Assertion("NL-R-004", _address),
            when=_is_domestic,
        ),
        Context(
            "cac:AccountingCustomerParty/cac:Party/cac:PartyLegalEntity/cbc:CompanyID",
            Assertion("NL-R-005", _legal_number),
            when=_is_domestic,
        ),
        Context(
            "cac:TaxRepresentativeParty/cac:PostalAddress",
            Assertion("NL-R-006", _address),
            when=_is_represented_at_home,
        ),
        Context("cac:LegalMonetaryTotal", Assertion("NL-R-007", _way_to_pay)),
        Context("cac:PaymentMeans", Assertion("NL-R-008", _known_means), when=_is_domestic),
        Context("cac:OrderLineReference/cbc:LineID", Assertion("NL-R-009", _order)),
    ),
)
