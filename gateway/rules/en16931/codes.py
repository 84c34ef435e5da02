"""The BR-CL rules of EN 16931: values out of code lists.

Source: CEN validation artefacts 1.3.16, pattern "codes"; the lists are in ``code_lists.txt``.
"""

from typing import Any

from gateway.nodes import WHITE_SPACE, Node
from gateway.rules.assertions import Assertion, Breach, Context, Group, Sweep
from gateway.rules.checks import is_allowance, is_charge, listed
from gateway.rules.code_lists import CODE_LISTS
from gateway.rules.en16931.facts import InvoiceFacts

_INVOICED_OBJECT = "130"
_AMOUNTS = (
    "cbc:Amount | cbc:BaseAmount | cbc:PriceAmount | cbc:TaxAmount | cbc:TaxableAmount | cbc:LineExtensionAmount"
    " | cbc:TaxExclusiveAmount | cbc:TaxInclusiveAmount | cbc:AllowanceTotalAmount | cbc:ChargeTotalAmount"
    " | cbc:PrepaidAmount | cbc:PayableRoundingAmount | cbc:PayableAmount"
)


def _of(code: str, list_name: str, attribute: str = "") -> Assertion:
    return listed(code, CODE_LISTS[list_name], list_name.partition("-")[0], attribute)


def _below(code: str, name: str, list_name: str, attribute: str = "") -> Assertion:
    """The same for children of the context node, which have no rule of their own in this group."""
    judge = _of(code, list_name, attribute).check

    def check(node: Node, facts: InvoiceFacts) -> list[Breach]:
        breaches: list[Breach] = []
        for child in node.all(name):
            if attribute and child.attribute(attribute) is None:
                continue
            if isinstance(breach := judge(child, facts), Breach):
                breaches.append(breach._replace(at=child))
        return breaches

    return Assertion(code, check)


def _has(attribute: str) -> Any:
    return lambda node, _facts: node.attribute(attribute) is not None


def _is_invoiced_object(reference: Node, _facts: InvoiceFacts) -> bool:
    return any(code.text == _INVOICED_OBJECT for code in reference.all("cbc:DocumentTypeCode"))


def _mime_code(node: Node, _facts: InvoiceFacts) -> Breach | None:
    code = node.attribute("mimeCode")
    return None if code in CODE_LISTS["MimeCode"] else Breach(missing="@mimeCode", value=code, expected="MimeCode")


def _exemption_code(node: Node, _facts: InvoiceFacts) -> Breach | None:
    """The one code that may be written in small letters."""
    return None if node.word.upper() in CODE_LISTS["VATEX"] else Breach(value=node.word, expected="VATEX")


CODES = Group(
    "codes",
    Context("cbc:InvoiceTypeCode", _of("BR-CL-01", "UNCL1001-invoice")),
    Context("cbc:CreditNoteTypeCode", _of("BR-CL-01", "UNCL1001-credit-note")),
    Context("cbc:DocumentCurrencyCode", _of("BR-CL-04", "ISO4217")),
    Context("cbc:TaxCurrencyCode", _of("BR-CL-05", "ISO4217")),
    Context("cac:InvoicePeriod/cbc:DescriptionCode", _of("BR-CL-06", "UNCL2005")),
    Context(
        "cac:AdditionalDocumentReference | cac:DocumentReference",
        _below("BR-CL-07", "cbc:ID", "UNCL1153", "schemeID"),
        when=_is_invoiced_object,
    ),
    Context(
        "cac:AccountingSupplierParty/cac:Party/cac:PartyIdentification/cbc:ID"
        " | cac:AccountingSupplierParty/cac:Party/*/cac:PartyIdentification/cbc:ID"
        " | cac:PayeeParty/cac:PartyIdentification/cbc:ID | cac:PayeeParty/*/cac:PartyIdentification/cbc:ID",
        listed("BR-CL-10", CODE_LISTS["ICD"] | {"SEPA"}, "ICD / SEPA", "schemeID"),
        when=_has("schemeID"),
    ),
    Context("cac:PartyIdentification/cbc:ID", _of("BR-CL-10", "ICD", "schemeID"), when=_has("schemeID")),
    Context("cac:PartyLegalEntity/cbc:CompanyID", _of("BR-CL-11", "ICD", "schemeID"), when=_has("schemeID")),
    Context(
        "cac:CommodityClassification/cbc:ItemClassificationCode",
        _of("BR-CL-13", "UNCL7143", "listID"),
        when=_has("listID"),
    ),
    Context("cac:Country/cbc:IdentificationCode", _of("BR-CL-14", "ISO3166")),
    Context("cac:OriginCountry/cbc:IdentificationCode", _of("BR-CL-15", "ISO3166")),
    Context("cac:PaymentMeans/cbc:PaymentMeansCode", _of("BR-CL-16", "UNCL4461")),
    Context("cac:TaxCategory/cbc:ID", _of("BR-CL-17", "UNCL5305")),
    Context("cac:ClassifiedTaxCategory/cbc:ID", _of("BR-CL-18", "UNCL5305")),
    Context(
        "cac:AllowanceCharge",
        _below("BR-CL-19", "cbc:AllowanceChargeReasonCode", "UNCL5189"),
        when=is_allowance,
    ),
    Context(
        "cac:AllowanceCharge",
        _below("BR-CL-20", "cbc:AllowanceChargeReasonCode", "UNCL7161"),
        when=is_charge,
    ),
    Context("cac:StandardItemIdentification/cbc:ID", _of("BR-CL-21", "ICD", "schemeID"), when=_has("schemeID")),
    Context("cbc:TaxExemptionReasonCode", Assertion("BR-CL-22", _exemption_code)),
    Context(
        "cbc:InvoicedQuantity | cbc:BaseQuantity | cbc:CreditedQuantity",
        _of("BR-CL-23", "UNECERec20", "unitCode"),
        when=_has("unitCode"),
    ),
    Context("cbc:EmbeddedDocumentBinaryObject", Assertion("BR-CL-24", _mime_code), when=_has("mimeCode")),
    Context("cbc:EndpointID", _of("BR-CL-25", "EAS", "schemeID"), when=_has("schemeID")),
    Context("cac:DeliveryLocation/cbc:ID", _of("BR-CL-26", "ICD", "schemeID"), when=_has("schemeID")),
)

# A group of its own, though the official pattern is one: no other context is about amounts, and a message has none of
# these attributes.
_CURRENCIES = CODE_LISTS["ISO4217"]

CURRENCIES_OF_AMOUNTS = Sweep(
    "BR-CL-03",
    _AMOUNTS,
    lambda amounts, _facts: [
        amount
        for amount in amounts
        if (code := amount.element.get("currencyID") or "") not in _CURRENCIES
        and code.strip(WHITE_SPACE) not in _CURRENCIES
    ],
    lambda amount, _facts: Breach(missing="@currencyID", value=amount.attribute("currencyID"), expected="ISO4217"),
)
