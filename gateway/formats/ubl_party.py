"""Parties, addresses and payment instructions of a UBL 2.1 document as EN 16931 terms."""

from gateway.findings import Place
from gateway.formats.ubl_values import CREDITOR_SCHEME, VAT, attribute, child, identifier, text
from gateway.messages.invoice import Identifier, Party, PaymentInstruction, PostalAddress
from gateway.nodes import Node, line_of


def trading_party(root: Node, role: str) -> Party:
    """The seller or buyer: the cac:Party in cac:AccountingSupplierParty or cac:AccountingCustomerParty."""
    above = child(root, role)
    node = child(above, "cac:Party")
    party = _party(node, Place(line=line_of((node or above or root).element), record=role, path=f"/{root.name}/{role}"))
    party.name = text(child(node, "cac:PartyLegalEntity"), "cbc:RegistrationName")
    party.trading_name = text(child(node, "cac:PartyName"), "cbc:Name")
    return party


def named_party(root: Node, role: str) -> Party | None:
    """The payee or tax representative, who is known by the name that it goes by."""
    node = child(root, role)
    if node is None:
        return None
    party = _party(node, Place(line=line_of(node.element), record=role, path=f"/{root.name}/{role}"))
    party.name = text(child(node, "cac:PartyName"), "cbc:Name")
    return party


def creditor_identifier(root: Node) -> str:
    """BT-90: an identifier of the payee, or else the seller, given by its bank."""
    for party in (child(root, "cac:PayeeParty"), root.first("cac:AccountingSupplierParty", "cac:Party")):
        for number in party.along("cac:PartyIdentification", "cbc:ID") if party else ():
            if attribute(number, "schemeID") == CREDITOR_SCHEME:
                return number.word
    return ""


def postal_address(node: Node | None) -> PostalAddress | None:
    """A cac:PostalAddress or cac:Address."""
    if node is None:
        return None
    return PostalAddress(
        line_1=text(node, "cbc:StreetName"),
        line_2=text(node, "cbc:AdditionalStreetName"),
        line_3=text(child(node, "cac:AddressLine"), "cbc:Line"),
        city=text(node, "cbc:CityName"),
        post_code=text(node, "cbc:PostalZone"),
        subdivision=text(node, "cbc:CountrySubentity"),
        country=text(child(node, "cac:Country"), "cbc:IdentificationCode"),
    )


def payment_instruction(node: Node, place: Place) -> PaymentInstruction:
    """A cac:PaymentMeans."""
    account = child(node, "cac:PayeeFinancialAccount")
    card = child(node, "cac:CardAccount")
    mandate = child(node, "cac:PaymentMandate")
    return PaymentInstruction(
        means_code=text(node, "cbc:PaymentMeansCode"),
        means_text=attribute(child(node, "cbc:PaymentMeansCode"), "name"),
        remittance_reference=text(node, "cbc:PaymentID"),
        account=text(account, "cbc:ID"),
        account_name=text(account, "cbc:Name"),
        service_provider=text(child(account, "cac:FinancialInstitutionBranch"), "cbc:ID"),
        card_number=text(card, "cbc:PrimaryAccountNumberID"),
        card_holder=text(card, "cbc:HolderName"),
        card_network=text(card, "cbc:NetworkID"),
        mandate_reference=text(mandate, "cbc:ID"),
        debited_account=text(child(mandate, "cac:PayerFinancialAccount"), "cbc:ID"),
        place=place,
    )


def _party(node: Node | None, place: Place) -> Party:
    if node is None:
        return Party(place=place)
    legal = child(node, "cac:PartyLegalEntity")
    contact = child(node, "cac:Contact")
    vat_number, tax_registration = _tax_registrations(node)
    return Party(
        identifiers=_identifiers(node),
        organisation_number=text(legal, "cbc:CompanyID"),
        organisation_number_scheme=attribute(child(legal, "cbc:CompanyID"), "schemeID"),
        vat_number=vat_number,
        tax_registration=tax_registration,
        legal_information=text(legal, "cbc:CompanyLegalForm"),
        electronic_address=text(node, "cbc:EndpointID"),
        electronic_address_scheme=attribute(child(node, "cbc:EndpointID"), "schemeID"),
        address=postal_address(child(node, "cac:PostalAddress")),
        contact_name=text(contact, "cbc:Name"),
        contact_telephone=text(contact, "cbc:Telephone"),
        contact_email=text(contact, "cbc:ElectronicMail"),
        place=place,
    )


def _identifiers(node: Node) -> list[Identifier]:
    every = (identifier(child(each, "cbc:ID")) for each in node.all("cac:PartyIdentification"))
    return [each for each in every if each is not None and each.scheme != CREDITOR_SCHEME]


def _tax_registrations(node: Node) -> tuple[str, str]:
    vat_number = other = ""
    for scheme in node.all("cac:PartyTaxScheme"):
        number = text(scheme, "cbc:CompanyID")
        if text(child(scheme, "cac:TaxScheme"), "cbc:ID").upper() == VAT:
            vat_number = vat_number or number
        else:
            other = other or number
    return vat_number, other
