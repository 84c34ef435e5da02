"""Small UBL documents made up for tests of Peppol rules, and the rules that they break."""

from collections import Counter

from lxml import etree

from gateway.nodes import Document
from gateway.rules.peppol import BILLING

NAMESPACES = (
    'xmlns="urn:oasis:names:specification:ubl:schema:xsd:{root}-2"'
    ' xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"'
    ' xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"'
)
BILLING_HEAD = (
    "<cbc:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
    "</cbc:CustomizationID><cbc:ProfileID>urn:fdc:peppol.eu:2017:poacc:billing:01:1.0</cbc:ProfileID>"
)
SELF_BILLING_HEAD = BILLING_HEAD.replace("billing", "selfbilling")
TOTALS = (
    '<cac:TaxTotal><cbc:TaxAmount currencyID="SEK">0</cbc:TaxAmount><cac:TaxSubtotal>'
    '<cbc:TaxAmount currencyID="SEK">0</cbc:TaxAmount></cac:TaxSubtotal></cac:TaxTotal>'
)
SWEDISH_VAT = "SE556036079301"


def party(
    role: str = "AccountingSupplierParty",
    *,
    country: str = "FI",
    vat: str = "",
    tax: str = "",
    legal: str = "",
    scheme: str = "",
    more: str = "",
) -> str:
    """A seller or buyer with an address in a country, and the numbers it is given."""
    registrations = "".join(
        f"<cac:PartyTaxScheme><cbc:CompanyID>{number}</cbc:CompanyID>"
        f"<cac:TaxScheme><cbc:ID>{kind}</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>"
        for kind, number in (("VAT", vat), ("TAX", tax))
        if number
    )
    attribute = f' schemeID="{scheme}"' if scheme else ""
    entity = (
        f"<cac:PartyLegalEntity><cbc:CompanyID{attribute}>{legal}</cbc:CompanyID></cac:PartyLegalEntity>"
        if legal
        else ""
    )
    return (
        f'<cac:{role}><cac:Party><cbc:EndpointID schemeID="9930">DE1</cbc:EndpointID>'
        f"<cac:PostalAddress><cac:Country><cbc:IdentificationCode>{country}</cbc:IdentificationCode></cac:Country>"
        f"</cac:PostalAddress>{registrations}{entity}{more}</cac:Party></cac:{role}>"
    )


def document(body: str = "", *, root: str = "Invoice", head: str = BILLING_HEAD, seller: str = party()) -> Document:
    """An invoice that the common rules have nothing against, with more in it."""
    type_code = "<cbc:{0}TypeCode>{1}</cbc:{0}TypeCode>".format(root, "381" if root == "CreditNote" else "380")
    if head is SELF_BILLING_HEAD:
        type_code = type_code.replace("380", "389").replace("381", "261")
    text = (
        f"<{root} {NAMESPACES.format(root=root)}>{head}{type_code}<cbc:DocumentCurrencyCode>SEK"
        f"</cbc:DocumentCurrencyCode><cbc:BuyerReference>X</cbc:BuyerReference>{seller}{TOTALS}{body}</{root}>"
    )
    return Document(etree.fromstring(text.encode()))


def broken(body: str = "", **how: str) -> dict[str, int]:
    """The rules of Peppol BIS Billing that such an invoice breaks, and how often."""
    return dict(Counter(failure.assertion.code for failure in BILLING.failures(document(body, **how))))


def line(content: str, amount: str = "100", quantity: str = "1", price: str = "100") -> str:
    """An invoice line of an amount, with more in it."""
    return (
        f'<cac:InvoiceLine><cbc:InvoicedQuantity unitCode="C62">{quantity}</cbc:InvoicedQuantity>'
        f'<cbc:LineExtensionAmount currencyID="SEK">{amount}</cbc:LineExtensionAmount>{content}'
        f'<cac:Price><cbc:PriceAmount currencyID="SEK">{price}</cbc:PriceAmount></cac:Price></cac:InvoiceLine>'
    )


def allowance(*, amount: str = "10", base: str = "", percentage: str = "", indicator: str = "false") -> str:
    """An allowance, or a charge when the indicator is true."""
    return (
        f"<cac:AllowanceCharge><cbc:ChargeIndicator>{indicator}</cbc:ChargeIndicator>"
        + (f"<cbc:MultiplierFactorNumeric>{percentage}</cbc:MultiplierFactorNumeric>" if percentage else "")
        + f'<cbc:Amount currencyID="SEK">{amount}</cbc:Amount>'
        + (f'<cbc:BaseAmount currencyID="SEK">{base}</cbc:BaseAmount>' if base else "")
        + "</cac:AllowanceCharge>"
    )


def payment(code: str, content: str = "") -> str:
    """A way to pay with a code of UNCL4461."""
    return f"<cac:PaymentMeans><cbc:PaymentMeansCode>{code}</cbc:PaymentMeansCode>{content}</cac:PaymentMeans>"


def giro(number: str, branch: str) -> str:
    """A credit transfer to a Swedish bankgiro or plusgiro."""
    return payment(
        "30",
        f"<cac:PayeeFinancialAccount><cbc:ID>{number}</cbc:ID><cac:FinancialInstitutionBranch>"
        f"<cbc:ID>{branch}</cbc:ID></cac:FinancialInstitutionBranch></cac:PayeeFinancialAccount>",
    )
