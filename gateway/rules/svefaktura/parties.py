"""Rules about buyer and seller: identifiers, names, addresses, numbers without hyphens.

Source: SFTI Svefaktura 1.0, Schematron rules of 2016-10-25. Buyer and seller have the same demands under two ids.
"""

from gateway.nodes import Node
from gateway.rules.assertions import Assertion, Breach, Check, Context
from gateway.rules.checks import at_most, holds, there
from gateway.rules.svefaktura.values import is_plain_phone, is_unedited, never_holds, normal

ORGANISATION = "SWT"
"""The tax scheme of an organisation number (SWT, Swedish tax)."""

_SCHEMES = ("VAT", ORGANISATION)
_LINE = ("cac:AddressLine", "cbc:Line")
_SCHEME = ("cac:PartyTaxScheme", "cac:TaxScheme", "cac:ID")


def unedited(code: str) -> Assertion:
    """A number without blanks, hyphens and full stops."""
    return holds(code, lambda node, _: is_unedited(node.text))


def differs_from(*names: str) -> Check:
    """A name that is not the one at a path from the root; with several there, not all of them."""

    def check(name: Node, facts: object) -> Breach | None:
        others = facts.root.along(*names)  # type: ignore[attr-defined]
        return None if any(other.text != name.text for other in others) else Breach(value=name.word)

    return check


def _is_not_mixed(address: Node, _facts: object) -> bool:
    return not (address.has(*_LINE) and any(name.startswith("cbc:") for name in address.children))


def _is_complete(address: Node, _facts: object) -> bool:
    entries = address.all("cac:AddressLine")
    return not entries or any(len(entry.all("cbc:Line")) > 1 for entry in entries)


def _has_city_and_zone(address: Node, _facts: object) -> bool:
    return address.has("cbc:CityName") and address.has("cbc:PostalZone")


def _has_organisation_number(party: Node, _facts: object) -> bool:
    schemes = party.along(*_SCHEME)
    return any(normal(scheme.text) == ORGANISATION for scheme in schemes)


def _of_party(side: str, mixed: str, short: str, city: str, number: str, scheme: str, name: str) -> tuple[Context, ...]:
    """What is demanded of the address and the tax registrations of one side, under these rule ids."""
    party = f"Document/{side}/cac:Party"
    registration = f"{party}/cac:PartyTaxScheme"
    return (
        Context(
            f"{party}/cac:Address",
            holds(mixed, _is_not_mixed, missing="cac:AddressLine"),
            holds(short, _is_complete, missing="cac:AddressLine"),
            holds(city, _has_city_and_zone, expected="cbc:CityName, cbc:PostalZone"),
        ),
        Context(f"{registration}/cac:CompanyID", unedited(number)),
        Context(
            f"{registration}/cac:TaxScheme/cac:ID",
            holds(scheme, lambda node, _: normal(node.text) in _SCHEMES, expected=", ".join(_SCHEMES)),
        ),
        Context(
            f"{registration}/cbc:RegistrationName",
            Assertion(name, differs_from(side, "cac:Party", "cac:PartyName", "cbc:Name")),
        ),
    )


PARTIES = (
    Context("cac:Party", at_most("R-98", "cac:PartyIdentification")),
    Context(
        "cac:Party",
        never_holds("R-99", missing="cac:Address/cac:ID"),
        when=lambda node, _: node.has("cac:PartyIdentification") and node.has("cac:Address", "cac:ID"),
    ),
    Context("cbc:PostalZone", unedited("R-8")),
    Context("cbc:Telephone | cbc:Telefax", holds("R-9", lambda node, _: is_plain_phone(node.text))),
    *_of_party("cac:BuyerParty", "R-33", "R-34", "R-94", "R-36", "R-37", "R-35"),
    *_of_party("cac:SellerParty", "R-40", "R-41", "R-93", "R-45", "R-46", "R-44"),
    Context(
        "Document/cac:SellerParty/cac:Party",
        there("R-38", "cac:PartyTaxScheme"),
        holds("R-39", _has_organisation_number, missing="/".join(_SCHEME), expected=ORGANISATION),
    ),
)
