"""Parties, addresses, delivery and payment of an Invoice as elements of UBL 2.1."""

import datetime

from gateway.formats.ubl_elements import Element, date, group, text
from gateway.formats.ubl_values import CREDITOR_SCHEME, NOT_AVAILABLE, VAT
from gateway.messages.invoice import Identifier, Invoice, Party, PaymentInstruction, PostalAddress

_NO_INSTRUMENT = PaymentInstruction(means_code="1")
_OTHER_TAX = "TAX"


def trading_party(role: str, party: Party, creditor: str = "") -> Element | None:
    """cac:AccountingSupplierParty or cac:AccountingCustomerParty."""
    inside = group("cac:Party", *_party(party, party.trading_name, party.name, creditor))
    return group(role, inside, required=True, origin=party.place)


def named_party(role: str, party: Party | None, creditor: str = "") -> Element | None:
    """cac:PayeeParty or cac:TaxRepresentativeParty, whose name is the one that it goes by."""
    if party is None:
        return None
    return group(role, *_party(party, party.name, "", creditor), required=True, origin=party.place)


def delivery(invoice: Invoice) -> Element | None:
    """cac:Delivery."""
    location = invoice.delivery_location
    return group(
        "cac:Delivery",
        date("cbc:ActualDeliveryDate", invoice.delivery_date),
        group(
            "cac:DeliveryLocation",
            text("cbc:ID", location.value, schemeID=location.scheme) if location else None,
            _address("cac:Address", invoice.delivery_address),
        ),
        group("cac:DeliveryParty", group("cac:PartyName", text("cbc:Name", invoice.delivery_name))),
    )


def payment_means(invoice: Invoice) -> list[Element | None]:
    """Every cac:PaymentMeans; the first one holds the due date of a credit note, which has no other place for it."""
    due_date = invoice.due_date if invoice.is_credit_note else None
    instructions = invoice.payment_instructions or ([_NO_INSTRUMENT] if due_date else [])
    return [_means(each, None if number else due_date) for number, each in enumerate(instructions)]


def _party(party: Party, name: str, legal_name: str, creditor: str) -> list[Element | None]:
    numbers = [*party.identifiers, *([Identifier(value=creditor, scheme=CREDITOR_SCHEME)] if creditor else [])]
    return [
        text("cbc:EndpointID", party.electronic_address, schemeID=party.electronic_address_scheme),
        *(group("cac:PartyIdentification", text("cbc:ID", each.value, schemeID=each.scheme)) for each in numbers),
        group("cac:PartyName", text("cbc:Name", name)),
        _address("cac:PostalAddress", party.address),
        _registration(party.vat_number, VAT),
        _registration(party.tax_registration, _OTHER_TAX),
        group(
            "cac:PartyLegalEntity",
            text("cbc:RegistrationName", legal_name),
            text("cbc:CompanyID", party.organisation_number, schemeID=party.organisation_number_scheme),
            text("cbc:CompanyLegalForm", party.legal_information),
        ),
        group(
            "cac:Contact",
            text("cbc:Name", party.contact_name),
            text("cbc:Telephone", party.contact_telephone),
            text("cbc:ElectronicMail", party.contact_email),
        ),
    ]


def _registration(number: str, scheme: str) -> Element | None:
    if not number:
        return None
    return group("cac:PartyTaxScheme", text("cbc:CompanyID", number), group("cac:TaxScheme", text("cbc:ID", scheme)))


def _address(name: str, address: PostalAddress | None) -> Element | None:
    if address is None:
        return None
    return group(
        name,
        text("cbc:StreetName", address.line_1),
        text("cbc:AdditionalStreetName", address.line_2),
        text("cbc:CityName", address.city),
        text("cbc:PostalZone", address.post_code),
        text("cbc:CountrySubentity", address.subdivision),
        group("cac:AddressLine", text("cbc:Line", address.line_3)),
        group("cac:Country", text("cbc:IdentificationCode", address.country)),
        required=True,
    )


def _means(instruction: PaymentInstruction, due_date: datetime.date | None) -> Element | None:
    has_card = instruction.card_number or instruction.card_holder or instruction.card_network
    return group(
        "cac:PaymentMeans",
        text("cbc:PaymentMeansCode", instruction.means_code, name=instruction.means_text),
        date("cbc:PaymentDueDate", due_date),
        text("cbc:PaymentID", instruction.remittance_reference),
        group(
            "cac:CardAccount",
            text("cbc:PrimaryAccountNumberID", instruction.card_number),
            text("cbc:NetworkID", instruction.card_network or NOT_AVAILABLE),
            text("cbc:HolderName", instruction.card_holder),
        )
        if has_card
        else None,
        group(
            "cac:PayeeFinancialAccount",
            text("cbc:ID", instruction.account),
            text("cbc:Name", instruction.account_name),
            group("cac:FinancialInstitutionBranch", text("cbc:ID", instruction.service_provider)),
        ),
        group(
            "cac:PaymentMandate",
            text("cbc:ID", instruction.mandate_reference),
            group("cac:PayerFinancialAccount", text("cbc:ID", instruction.debited_account)),
        ),
        required=True,
        origin=instruction.place,
    )
