"""Who an Invoice is from, to and about, and how it is paid: BG-4 to BG-19 of EN 16931-1."""

from dataclasses import dataclass, field
from typing import Annotated

from gateway.findings import NOWHERE, Place
from gateway.messages.describe import Term
from gateway.messages.invoice_values import Identifier


@dataclass(slots=True, kw_only=True)
class PostalAddress:
    """BG-5, BG-8, BG-12 or BG-15."""

    line_1: Annotated[str, Term("Address line 1", "BT-35, BT-50, BT-64, BT-75")] = ""
    line_2: Annotated[str, Term("Address line 2", "BT-36, BT-51, BT-65, BT-76")] = ""
    line_3: Annotated[str, Term("Address line 3", "BT-162, BT-163, BT-164, BT-165")] = ""
    city: Annotated[str, Term("City", "BT-37, BT-52, BT-66, BT-77")] = ""
    post_code: Annotated[str, Term("Post code", "BT-38, BT-53, BT-67, BT-78")] = ""
    subdivision: Annotated[str, Term("Country subdivision", "BT-39, BT-54, BT-68, BT-79")] = ""
    country: Annotated[str, Term("Country code", "BT-40, BT-55, BT-69, BT-80; ISO 3166-1 alpha-2")] = ""


@dataclass(slots=True, kw_only=True)
class Party:
    """Seller (BG-4), buyer (BG-7), payee (BG-10) or tax representative (BG-11).

    Of a payee, EN 16931 knows the name, an identifier and the legal registration number; of a tax representative
    the name, the VAT number and the address.
    """

    name: Annotated[str, Term("Legal name", "BT-27, BT-44, BT-59, BT-62")] = ""
    trading_name: Annotated[str, Term("Trading name", "BT-28, BT-45")] = ""
    identifiers: Annotated[list[Identifier], Term("Identifiers of the party", "BT-29, BT-46, BT-60")] = field(
        default_factory=list
    )
    organisation_number: Annotated[str, Term("Legal registration number as given", "BT-30, BT-47, BT-61")] = ""
    organisation_number_scheme: Annotated[
        str, Term("Scheme of the legal registration number", "BT-30-1, BT-47-1, BT-61-1")
    ] = ""
    vat_number: Annotated[str, Term("VAT number", "BT-31, BT-48, BT-63")] = ""
    tax_registration: Annotated[str, Term("Other tax registration, e.g. Godkänd för F-skatt", "BT-32")] = ""
    legal_information: Annotated[str, Term("Additional legal information", "BT-33")] = ""
    electronic_address: Annotated[str, Term("Electronic address, e.g. Peppol id", "BT-34, BT-49")] = ""
    electronic_address_scheme: Annotated[str, Term("Scheme of the electronic address", "BT-34-1, BT-49-1; EAS")] = ""
    address: Annotated[PostalAddress | None, Term("Postal address", "BG-5, BG-8, BG-12")] = None
    contact_name: Annotated[str, Term("Contact point", "BG-6, BG-9: BT-41, BT-56")] = ""
    contact_telephone: Annotated[str, Term("Contact telephone", "BT-42, BT-57")] = ""
    contact_email: Annotated[str, Term("Contact e-mail", "BT-43, BT-58")] = ""
    place: Annotated[Place, Term("Where in the file")] = NOWHERE

    @property
    def peppol_id(self) -> str:
        """Electronic address with its scheme, as Peppol writes it: 0007:2120000142."""
        if not self.electronic_address:
            return ""
        return f"{self.electronic_address_scheme}:{self.electronic_address}"


@dataclass(slots=True, kw_only=True)
class PaymentInstruction:
    """BG-16 with one account of BG-17, the card of BG-18 or the direct debit of BG-19."""

    means_code: Annotated[str, Term("Payment means type code", "BT-81; UNCL4461")] = ""
    means_text: Annotated[str, Term("Payment means text", "BT-82")] = ""
    remittance_reference: Annotated[str, Term("Remittance information: OCR or other reference", "BT-83")] = ""
    account: Annotated[str, Term("Payment account: bankgiro, plusgiro, IBAN or account", "BT-84")] = ""
    account_name: Annotated[str, Term("Payment account name", "BT-85")] = ""
    service_provider: Annotated[str, Term("BIC, or SE:BANKGIRO / SE:PLUSGIRO", "BT-86")] = ""
    card_number: Annotated[str, Term("Payment card primary account number, its last digits", "BT-87")] = ""
    card_holder: Annotated[str, Term("Payment card holder name", "BT-88")] = ""
    card_network: Annotated[str, Term("Card network, e.g. VISA; UBL asks for it", "cbc:NetworkID")] = ""
    mandate_reference: Annotated[str, Term("Mandate reference", "BT-89")] = ""
    debited_account: Annotated[str, Term("Debited account", "BT-91")] = ""
    place: Annotated[Place, Term("Where in the file")] = NOWHERE

    @property
    def bankgiro(self) -> str:
        """The account when it is a bankgiro, digits only."""
        return _digits(self.account) if self.service_provider == "SE:BANKGIRO" else ""

    @property
    def plusgiro(self) -> str:
        """The account when it is a plusgiro, digits only."""
        return _digits(self.account) if self.service_provider == "SE:PLUSGIRO" else ""

    @property
    def iban(self) -> str:
        """The account when it looks like an IBAN, without spaces."""
        account = self.account.replace(" ", "").upper()
        return account if account[:2].isalpha() and account[2:4].isdigit() else ""

    @property
    def bic(self) -> str:
        """The service provider when it is a BIC."""
        return "" if self.service_provider.startswith("SE:") else self.service_provider


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())
