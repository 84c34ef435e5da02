"""Parties, addresses and payment instructions of a UBL 2.1 document as EN 16931 terms."""

from lxml import etree

from gateway.formats.ubl_values import UblReader
from gateway.messages.invoice import Identifier, Party, PaymentInstruction, PostalAddress

_VAT = "VAT"
_CREDITOR_SCHEME = "SEPA"


def party(reader: UblReader, element: etree._Element) -> Party:
    """A cac:Party, or anything with the same children (payee, tax representative)."""
    vat_number, tax_registration = _tax_registrations(reader, element)
    trading_name = reader.text(element, "cac:PartyName/cbc:Name")
    legal_name = reader.text(element, "cac:PartyLegalEntity/cbc:RegistrationName")
    address = reader.find(element, "cac:PostalAddress")
    return Party(
        name=legal_name or trading_name,
        trading_name=trading_name,
        identifiers=[
            Identifier(value=(identifier.text or "").strip(), scheme=identifier.get("schemeID", ""))
            for identifier in reader.find_all(element, "cac:PartyIdentification/cbc:ID")
            if identifier.get("schemeID") != _CREDITOR_SCHEME
        ],
        organisation_number=reader.text(element, "cac:PartyLegalEntity/cbc:CompanyID"),
        organisation_number_scheme=reader.attribute(element, "cac:PartyLegalEntity/cbc:CompanyID", "schemeID"),
        vat_number=vat_number,
        tax_registration=tax_registration,
        legal_information=reader.text(element, "cac:PartyLegalEntity/cbc:CompanyLegalForm"),
        electronic_address=reader.text(element, "cbc:EndpointID"),
        electronic_address_scheme=reader.attribute(element, "cbc:EndpointID", "schemeID"),
        address=None if address is None else postal_address(reader, address),
        contact_name=reader.text(element, "cac:Contact/cbc:Name"),
        contact_telephone=reader.text(element, "cac:Contact/cbc:Telephone"),
        contact_email=reader.text(element, "cac:Contact/cbc:ElectronicMail"),
    )


def postal_address(reader: UblReader, element: etree._Element) -> PostalAddress:
    """A cac:PostalAddress or cac:Address."""
    return PostalAddress(
        line_1=reader.text(element, "cbc:StreetName"),
        line_2=reader.text(element, "cbc:AdditionalStreetName"),
        line_3=reader.text(element, "cac:AddressLine/cbc:Line"),
        city=reader.text(element, "cbc:CityName"),
        post_code=reader.text(element, "cbc:PostalZone"),
        subdivision=reader.text(element, "cbc:CountrySubentity"),
        country=reader.text(element, "cac:Country/cbc:IdentificationCode"),
    )


def payment_instruction(reader: UblReader, element: etree._Element) -> PaymentInstruction:
    """A cac:PaymentMeans."""
    return PaymentInstruction(
        means_code=reader.text(element, "cbc:PaymentMeansCode"),
        means_text=reader.attribute(element, "cbc:PaymentMeansCode", "name"),
        remittance_reference=reader.text(element, "cbc:PaymentID"),
        account=reader.text(element, "cac:PayeeFinancialAccount/cbc:ID"),
        account_name=reader.text(element, "cac:PayeeFinancialAccount/cbc:Name"),
        service_provider=reader.text(element, "cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch/cbc:ID"),
        mandate_reference=reader.text(element, "cac:PaymentMandate/cbc:ID"),
    )


def _tax_registrations(reader: UblReader, element: etree._Element) -> tuple[str, str]:
    vat_number = other = ""
    for scheme in reader.find_all(element, "cac:PartyTaxScheme"):
        company = reader.text(scheme, "cbc:CompanyID")
        if reader.text(scheme, "cac:TaxScheme/cbc:ID") == _VAT:
            vat_number = vat_number or company
        else:
            other = other or company
    return vat_number, other
