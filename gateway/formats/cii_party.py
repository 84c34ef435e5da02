"""Parties, addresses and payment of a CII document as EN 16931 terms (BG-4 to BG-19)."""

from gateway.findings import Place
from gateway.formats.cii_values import CiiReader, all_text, attribute, first, identifier, text
from gateway.messages.invoice import Identifier, Party, PaymentInstruction, PostalAddress
from gateway.nodes import Node

_VAT = "VA"
_OTHER_TAX = "FC"
_DIRECT_DEBITS = ("49", "59")
_NOT_DEFINED = "1"
"""The payment means code (UNCL4461) of a document that states a payment reference or mandate and no payment means."""


def party(reader: CiiReader, node: Node | None) -> Party | None:
    """A ram:SellerTradeParty or any other trade party; None when there is none."""
    if node is None:
        return None
    legal = node.child("ram:SpecifiedLegalOrganization")
    contact = node.child("ram:DefinedTradeContact")
    electronic_address = first(node, "ram:URIUniversalCommunication", "ram:URIID")
    return Party(
        name=text(node, "ram:Name"),
        trading_name=text(legal, "ram:TradingBusinessName"),
        identifiers=identifiers(node),
        organisation_number=text(legal, "ram:ID"),
        organisation_number_scheme=attribute(first(legal, "ram:ID"), "schemeID"),
        vat_number=_tax_registration(node, _VAT),
        tax_registration=_tax_registration(node, _OTHER_TAX),
        legal_information=all_text(node, "ram:Description"),
        electronic_address=text(electronic_address),
        electronic_address_scheme=attribute(electronic_address, "schemeID"),
        address=postal_address(node.child("ram:PostalTradeAddress")),
        contact_name=text(contact, "ram:PersonName") or text(contact, "ram:DepartmentName"),
        contact_telephone=text(contact, "ram:TelephoneUniversalCommunication", "ram:CompleteNumber"),
        contact_email=text(contact, "ram:EmailURIUniversalCommunication", "ram:URIID"),
        place=reader.document.place(node),
    )


def identifiers(node: Node) -> list[Identifier]:
    """The identifiers of a trade party, those of a known scheme last, as they stand in the document."""
    return [identifier(found) for name in ("ram:ID", "ram:GlobalID") for found in node.all(name) if found.word]


def postal_address(node: Node | None) -> PostalAddress | None:
    """A ram:PostalTradeAddress; None when there is none."""
    if node is None:
        return None
    return PostalAddress(
        line_1=text(node, "ram:LineOne"),
        line_2=text(node, "ram:LineTwo"),
        line_3=text(node, "ram:LineThree"),
        city=text(node, "ram:CityName"),
        post_code=text(node, "ram:PostcodeCode"),
        subdivision=text(node, "ram:CountrySubDivisionName"),
        country=text(node, "ram:CountryID"),
    )


def payment_instructions(reader: CiiReader, settlement: Node) -> list[PaymentInstruction]:
    """Every ram:SpecifiedTradeSettlementPaymentMeans, once for each account in it.

    CII has one payment reference (BT-83) for the whole document, and the mandate (BT-89) among the payment terms: the
    reference goes to each instruction, the mandate to those for direct debit, or to the first.
    """
    reference = text(settlement, "ram:PaymentReference")
    mandate = text(settlement, "ram:SpecifiedTradePaymentTerms", "ram:DirectDebitMandateID")
    means = settlement.all("ram:SpecifiedTradeSettlementPaymentMeans")
    instructions = [
        _instruction(node, account, place, reference)
        for node, place in zip(means, reader.places(means, settlement), strict=True)
        for account in node.all("ram:PayeePartyCreditorFinancialAccount") or (None,)
    ]
    if not instructions and (reference or mandate):
        instructions = [PaymentInstruction(means_code=_NOT_DEFINED, remittance_reference=reference)]
    if mandate:
        debits = [each for each in instructions if each.means_code in _DIRECT_DEBITS or each.debited_account]
        for instruction in debits or instructions[:1]:
            instruction.mandate_reference = mandate
    return instructions


def _instruction(node: Node, account: Node | None, place: Place, reference: str) -> PaymentInstruction:
    card = node.child("ram:ApplicableTradeSettlementFinancialCard")
    return PaymentInstruction(
        means_code=text(node, "ram:TypeCode"),
        means_text=text(node, "ram:Information"),
        remittance_reference=reference,
        account=_account(account),
        account_name=text(account, "ram:AccountName"),
        service_provider=text(node, "ram:PayeeSpecifiedCreditorFinancialInstitution", "ram:BICID"),
        card_number=text(card, "ram:ID"),
        card_holder=text(card, "ram:CardholderName"),
        debited_account=_account(node.child("ram:PayerPartyDebtorFinancialAccount")),
        place=place,
    )


def _account(node: Node | None) -> str:
    return text(node, "ram:IBANID") or text(node, "ram:ProprietaryID")


def _tax_registration(node: Node, scheme: str) -> str:
    numbers = node.along("ram:SpecifiedTaxRegistration", "ram:ID")
    return next((number.word for number in numbers if number.attribute("schemeID") == scheme and number.word), "")
