"""Parties, addresses and payment instructions of a Svefaktura 1.0 as EN 16931 terms."""

from gateway.findings import Place
from gateway.formats.svefaktura_values import identifier, text_along
from gateway.formats.ubl_values import VAT, child, text
from gateway.messages.invoice import Identifier, Party, PaymentInstruction, PostalAddress
from gateway.nodes import Node, line_of

ORGANISATION_NUMBER = "0007"
"""The scheme of Swedish organisation numbers in EN 16931 (ISO 6523)."""

_ORGANISATION = "SWT"
_PROVIDERS = {"BGABSESS": "SE:BANKGIRO", "PGSISESS": "SE:PLUSGIRO"}
"""The BICs that stand for bankgiro and plusgiro, and what EN 16931 calls these in Sweden."""


def trading_party(root: Node, role: str) -> Party:
    """The seller or buyer, in cac:SellerParty or cac:BuyerParty."""
    above = child(root, role)
    node = child(above, "cac:Party")
    place = Place(line=line_of((node or above or root).element), record=role, path=f"/{root.name}/{role}")
    party = Party(place=place)
    if node is not None:
        _add_names_and_numbers(party, node)
        party.identifiers = _identifiers(node)
        party.address = postal_address(child(node, "cac:Address"))
    _add_contact(party, child(node, "cac:Contact") or child(above, "cac:AccountsContact"))
    return party


def payee(root: Node) -> Party | None:
    """Who is paid instead of the seller, such as a factoring company."""
    for means in root.all("cac:PaymentMeans"):
        names = child(means, "cac:PayeePartyName")
        if names is not None:
            record = "cac:PayeePartyName"
            place = Place(line=line_of(names.element), record=record, path=f"/{root.name}/cac:PaymentMeans/{record}")
            return Party(name=_name(names), place=place)
    return None


def postal_address(node: Node | None) -> PostalAddress | None:
    """A cac:Address or cac:DeliveryAddress: street, box, department and free lines fill the lines in this order."""
    if node is None:
        return None
    box = text(node, "cbc:Postbox")
    free = [line.word for line in node.along("cac:AddressLine", "cbc:Line")]
    every = [
        text(node, "cbc:StreetName"),
        f"Box {box}" if box.isdigit() else box,
        text(node, "cbc:Department"),
        *free,
    ]
    lines = [*filter(None, every), "", "", ""]
    return PostalAddress(
        line_1=lines[0],
        line_2=lines[1],
        line_3=", ".join(filter(None, lines[2:])),
        city=text(node, "cbc:CityName"),
        post_code=text(node, "cbc:PostalZone"),
        country=text_along(node, "cac:Country", "cac:IdentificationCode"),
    )


def payment_instruction(node: Node, place: Place) -> PaymentInstruction:
    """A cac:PaymentMeans."""
    account = child(node, "cac:PayeeFinancialAccount")
    provider = text_along(account, "cac:FinancialInstitutionBranch", "cac:FinancialInstitution", "cac:ID")
    return PaymentInstruction(
        means_code=text(node, "cac:PaymentMeansTypeCode"),
        remittance_reference=text(account, "cac:PaymentInstructionID"),
        account=text(account, "cac:ID"),
        service_provider=_PROVIDERS.get(provider.upper(), provider),
        place=place,
    )


def _add_names_and_numbers(party: Party, node: Node) -> None:
    party.name = _name(child(node, "cac:PartyName"))
    for registration in node.all("cac:PartyTaxScheme"):
        scheme = text_along(registration, "cac:TaxScheme", "cac:ID").upper()
        number = text(registration, "cac:CompanyID")
        registered_name = text(registration, "cbc:RegistrationName")
        if registered_name and not party.trading_name and registered_name != party.name:
            party.name, party.trading_name = registered_name, party.name
        if scheme == VAT:
            party.vat_number = party.vat_number or number
        elif scheme == _ORGANISATION and not party.organisation_number:
            party.organisation_number, party.organisation_number_scheme = number, ORGANISATION_NUMBER
            party.tax_registration = text(registration, "cbc:ExemptionReason")
            party.legal_information = text_along(registration, "cac:RegistrationAddress", "cbc:CityName")


def _name(names: Node | None) -> str:
    """A name that stands on several lines is one name."""
    return " ".join(name.word for name in names.all("cbc:Name") if name.word) if names is not None else ""


def _identifiers(node: Node) -> list[Identifier]:
    stated = [identifier(child(each, "cac:ID")) for each in node.all("cac:PartyIdentification")]
    # Some senders identify the party by its address only.
    every = stated or [identifier(child(child(node, "cac:Address"), "cac:ID"))]
    return [each for each in every if each is not None]


def _add_contact(party: Party, contact: Node | None) -> None:
    party.contact_name = text(contact, "cbc:Name")
    party.contact_telephone = text(contact, "cbc:Telephone")
    party.contact_email = text(contact, "cbc:ElectronicMail")
