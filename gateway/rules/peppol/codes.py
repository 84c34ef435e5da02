"""The rules of Peppol on codes and on how dates are written.

Source: OpenPEPPOL, Peppol BIS Billing 3.0.21, last pattern; the lists are in ``code_lists.txt``.
"""

from typing import Any

from gateway.nodes import Node
from gateway.rules.assertions import Assertion, Breach, Context, Group, Sweep
from gateway.rules.checks import listed
from gateway.rules.code_lists import CODE_LISTS
from gateway.rules.peppol.common import profile_of
from gateway.rules.peppol.facts import PeppolFacts, Specification, has_text, is_date

_CURRENCIES = CODE_LISTS["ISO4217-peppol"]
_GERMAN_TYPES = ("326", "384")
_CATEGORY_OF_EXEMPTION = (
    ("PEPPOL-EN16931-P0104", "VATEX-EU-G", "G"),
    ("PEPPOL-EN16931-P0105", "VATEX-EU-O", "O"),
    ("PEPPOL-EN16931-P0106", "VATEX-EU-IC", "K"),
    ("PEPPOL-EN16931-P0107", "VATEX-EU-AE", "AE"),
    ("PEPPOL-EN16931-P0108", "VATEX-EU-D", "E"),
    ("PEPPOL-EN16931-P0109", "VATEX-EU-F", "E"),
    ("PEPPOL-EN16931-P0110", "VATEX-EU-I", "E"),
    ("PEPPOL-EN16931-P0111", "VATEX-EU-J", "E"),
)
_AMOUNTS = (
    "cbc:Amount | cbc:BaseAmount | cbc:PriceAmount | cbc:TaxAmount | cbc:TaxableAmount | cbc:LineExtensionAmount"
    " | cbc:TaxExclusiveAmount | cbc:TaxInclusiveAmount | cbc:AllowanceTotalAmount | cbc:ChargeTotalAmount"
    " | cbc:PrepaidAmount | cbc:PayableRoundingAmount | cbc:PayableAmount"
)
_DATES = "cbc:IssueDate | cbc:DueDate | cbc:TaxPointDate | cbc:StartDate | cbc:EndDate | cbc:ActualDeliveryDate"


def _has(attribute: str) -> Any:
    return lambda node, _facts: node.element.get(attribute) is not None


def _mime_code(node: Node, _facts: PeppolFacts) -> Breach | None:
    code = node.attribute("mimeCode")
    return None if code in CODE_LISTS["MimeCode"] else Breach(missing="@mimeCode", value=code, expected="MimeCode")


def _reason(list_name: str) -> Any:
    codes = CODE_LISTS[list_name]

    def check(entry: Node, _facts: PeppolFacts) -> list[Breach]:
        return [
            Breach(at=reason, value=reason.word, expected=list_name)
            for reason in entry.all("cbc:AllowanceChargeReasonCode")
            if reason.word not in codes
        ]

    return check


def _says(indicator: str) -> Any:
    return lambda entry, _facts: has_text(entry, indicator, "cbc:ChargeIndicator")


def _type_of_profile(specification: Specification, types: frozenset[str]) -> Any:
    def check(code: Node, facts: PeppolFacts) -> Breach | None:
        if code.word in types or not profile_of(facts.root, specification):
            return None
        return Breach(value=code.word, expected=", ".join(sorted(types, key=int)))

    return check


def _between_germans(code: Node, facts: PeppolFacts) -> Breach | None:
    return Breach(value=code.word) if code.word in _GERMAN_TYPES and not facts.is_between_germans else None


def _address_scheme(address: Node, _facts: PeppolFacts) -> Breach | None:
    scheme = address.element.get("schemeID")
    return None if scheme in CODE_LISTS["EAS-peppol"] else Breach(missing="@schemeID", value=scheme, expected="EAS")


def _exempt_by(exemption: str) -> Any:
    def test(category: Node, _facts: PeppolFacts) -> bool:
        codes = category.all("cbc:TaxExemptionReasonCode")
        return len(codes) == 1 and codes[0].text.upper() == exemption

    return test


def _category(expected: str, exemption: str) -> Any:
    def check(category: Node, _facts: PeppolFacts) -> Breach | None:
        found = category.child("cbc:ID")
        value = found.word if found else ""
        if value == expected:
            return None
        words: dict[str, object] = {"exemption": exemption}
        return Breach(at=found, missing="" if found else "cbc:ID", value=value, expected=expected, words=words)

    return check


def codes(specification: Specification, *more_on_types: Assertion) -> Group:
    """The group of rules on codes, as a Peppol BIS with this specification has it."""
    invoice_types = _type_of_profile(specification, specification.invoice_types)
    credit_note_types = _type_of_profile(specification, specification.credit_note_types)
    return Group(
        "codes",
        Context(
            "cbc:EmbeddedDocumentBinaryObject",
            Assertion("PEPPOL-EN16931-CL001", _mime_code),
            when=_has("mimeCode"),
        ),
        Context("cac:AllowanceCharge", Assertion("PEPPOL-EN16931-CL002", _reason("UNCL5189")), when=_says("false")),
        Context("cac:AllowanceCharge", Assertion("PEPPOL-EN16931-CL003", _reason("UNCL7161")), when=_says("true")),
        Context(
            "cac:InvoicePeriod/cbc:DescriptionCode", listed("PEPPOL-EN16931-CL006", CODE_LISTS["UNCL2005"], "UNCL2005")
        ),
        Context("cbc:InvoiceTypeCode", Assertion("PEPPOL-EN16931-P0100", invoice_types), *more_on_types),
        Context("cbc:CreditNoteTypeCode", Assertion("PEPPOL-EN16931-P0101", credit_note_types)),
        Context("cbc:EndpointID", Assertion("PEPPOL-EN16931-CL008", _address_scheme), when=_has("schemeID")),
        Context("cac:TaxCategory", when=lambda category, _: "cbc:TaxExemptionReasonCode" not in category.children),
        *(
            Context("cac:TaxCategory", Assertion(code, _category(category, exemption)), when=_exempt_by(exemption))
            for code, exemption, category in _CATEGORY_OF_EXEMPTION
        ),
    )


BETWEEN_GERMANS = Assertion("PEPPOL-EN16931-P0112", _between_germans)


SWEEPS = (
    Sweep(
        "PEPPOL-EN16931-CL007",
        _AMOUNTS,
        lambda amounts, _facts: [each for each in amounts if each.element.get("currencyID") not in _CURRENCIES],
        lambda amount, _facts: Breach(missing="@currencyID", value=amount.attribute("currencyID"), expected="ISO 4217"),
    ),
    Sweep(
        "PEPPOL-EN16931-F001",
        _DATES,
        lambda dates, _facts: [each for each in dates if not is_date(each.text)],
        lambda date, _facts: Breach(value=date.text),
    ),
)
