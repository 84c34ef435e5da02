"""Parties, addresses and payment of a CII document as EN 16931 terms (BG-4 to BG-19)."""

from gateway.findings import Place
from gateway.formats.cii_values import text, texts
from gateway.formats.ubl_values import child, identifier, placed
from gateway.messages.invoice import Identifier, Party, PaymentInstruction, PostalAddress
from gateway.nodes import Node, line_of

_NO_IDENTIFIER = Identifier(value="")
_VAT = "VA"
_OTHER_TAX = "FC"
_DIRECT_DEBITS = ("49", "59")
_NOT_DEFINED = "1"
"""The payment means code (UNCL4461) of a document that states a payment reference or mandate and no payment means."""


def party(parent: Node | None, name: str, path: str) -> Party | None:
    """The trade party of a name below a node, whose path is given; None when there is none."""
    node = child(parent, name)
    if node is None:
        return None
    legal = node.child("ram:SpecifiedLegalOrganization")
    contact = node.child("ram:DefinedTradeContact")
    organisation_number = identifier(child(legal, "ram:ID")) or _NO_IDENTIFIER
    electronic_address = identifier(node.first("ram:URIUniversalCommunication", "ram:URIID")) or _NO_IDENTIFIER
    return Party(
        name=text(node, "ram:Name"),
        trading_name=text(legal, "ram:TradingBusinessName"),
        identifiers=identifiers(node),
        organisation_number=organisation_number.value,
        organisation_number_scheme=organisation_number.scheme,
        vat_number=_tax_registration(node, _VAT),
        tax_registration=_tax_registration(node, _OTHER_TAX),
        legal_information=texts(node, "ram:Description"),
        electronic_address=electronic_address.value,
        electronic_address_scheme=electronic_address.scheme,
        address=postal_address(node.child("ram:PostalTradeAddress")),
        contact_name=text(contact, "ram:PersonName") or text(contact, "ram:DepartmentName"),
        contact_telephone=text(contact, "ram:TelephoneUniversalCommunication", "ram:CompleteNumber"),
        contact_email=text(contact, "ram:EmailURIUniversalCommunication", "ram:URIID"),
        place=Place(line=line_of(node.element), record=name, path=f"{path}/{name}"),
    )


def trading_party(agreement: Node | None, name: str, path: str) -> Party:
    """The seller or buyer, an empty party when there is none."""
    line = line_of(agreement.element) if agreement else None
    return party(agreement, name, path) or Party(place=Place(line=line, record=name, path=f"{path}/{name}"))


def identifiers(node: Node) -> list[Identifier]:
    """The identifiers of a trade party, those of a registered scheme last."""
    numbers = (identifier(number) for name in ("ram:ID", "ram:GlobalID") for number in node.all(name))
    return [number for number in numbers if number]


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


def payment_instructions(settlement: Node, path: str) -> list[PaymentInstruction]:
    """Every payment means below the settlement, whose path is given, once for each account in it.

    CII has one payment reference (BT-83) for the whole document, and the mandate (BT-89) among the payment terms: the
    reference goes to each instruction, the mandate to those for direct debit, or to the first.
    """
    reference = text(settlement, "ram:PaymentReference")
    mandate = text(settlement, "ram:SpecifiedTradePaymentTerms", "ram:DirectDebitMandateID")
    instructions = [
        _instruction(node, account, place, reference)
        for node, place in placed(settlement.all("ram:SpecifiedTradeSettlementPaymentMeans"), path)
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
