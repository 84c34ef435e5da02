"""The BR rules of EN 16931 but those on VAT categories: what an invoice must hold, and what must tally.

Source: EN 16931-1:2017 clause 6.4, in the binding to UBL of the CEN validation artefacts 1.3.16 (pattern "model").
"""

from typing import Any

from gateway.nodes import Node
from gateway.rules.assertions import Assertion, Breach, Context, Group
from gateway.rules.checks import (
    decimal_of,
    filled,
    has_attribute,
    holds,
    is_allowance,
    is_charge,
    never_fires,
    there,
    two_decimals,
)
from gateway.rules.code_lists import CODE_LISTS
from gateway.rules.en16931.facts import LINES, InvoiceFacts, is_vat
from gateway.rules.en16931.totals import (
    category_amount,
    line_total,
    payable,
    sum_of_entries,
    total_with_vat,
    total_without_vat,
    vat_total,
)

CREDIT_TRANSFERS = ("30", "58")

_PARTY = "cac:Party"
_NUMBER_OF_NOTES = 3


def _vat_in_accounting_currency(root: Node, facts: InvoiceFacts) -> Breach | None:
    for currency in root.all("cbc:TaxCurrencyCode"):
        totals = facts.document.named("cac:TaxTotal")
        stated = {amount.attribute("currencyID") for total in totals for amount in total.all("cbc:TaxAmount")}
        if currency.text not in stated:
            return Breach(missing="cac:TaxTotal/cbc:TaxAmount", expected=currency.word, words={"term": "BT-111"})
    return None


def _tax_point(root: Node, _facts: InvoiceFacts) -> Breach | None:
    code = root.first("cac:InvoicePeriod", "cbc:DescriptionCode")
    if code is None or "cbc:TaxPointDate" not in root.children:
        return None
    return Breach(at=root.child("cbc:TaxPointDate"), value=root.text_at("cbc:TaxPointDate"), expected=code.word)


def _percent_known(subtotal: Node, facts: InvoiceFacts) -> Breach | None:
    for category in subtotal.all("cac:TaxCategory"):
        if facts.category(category)[1] and ("cbc:Percent" in category.children or category.text_at("cbc:ID") == "O"):
            return None
    return Breach(missing="cac:TaxCategory/cbc:Percent")


def has_vat_category(*names: str) -> Any:
    """Whether there is a VAT category with a code at a path below the node."""

    def test(node: Node, facts: InvoiceFacts) -> bool:
        return any("cbc:ID" in category.children and facts.category(category)[1] for category in node.along(*names))

    return test


def _period_in_order(period: Node, _facts: InvoiceFacts) -> Breach | None:
    start, end = period.child("cbc:StartDate"), period.child("cbc:EndDate")
    # Dates of one form compare as text; the schema sees to their form.
    if start is None or end is None or end.word >= start.word:
        return None
    return Breach(at=end, value=end.word, expected=start.word)


def _payee_is_another(payee: Node, facts: InvoiceFacts) -> Breach | None:
    names = {name.text for name in payee.along("cac:PartyName", "cbc:Name")}
    numbers = {number.text for number in payee.along("cac:PartyIdentification", "cbc:ID")}
    seller = "cac:AccountingSupplierParty"
    sellers_names = {name.text for name in facts.root.along(seller, _PARTY, "cac:PartyName", "cbc:Name")}
    sellers_numbers = {number.text for number in facts.root.along(seller, _PARTY, "cac:PartyIdentification", "cbc:ID")}
    if names and names.isdisjoint(sellers_names) and numbers.isdisjoint(sellers_numbers):
        return None
    return Breach(missing="" if names else "cac:PartyName/cbc:Name", value=next(iter(names), ""))


def _account_number(means: Node, _facts: InvoiceFacts) -> Breach | None:
    if means.text_at("cbc:PaymentMeansCode") in CREDIT_TRANSFERS and not means.has(
        "cac:PayeeFinancialAccount", "cbc:ID"
    ):
        return Breach(missing="cac:PayeeFinancialAccount/cbc:ID")
    return None


def _account_filled(means: Node, _facts: InvoiceFacts) -> list[Breach]:
    code = means.child("cbc:PaymentMeansCode")
    if code is None or code.text not in CREDIT_TRANSFERS:
        return []
    return [
        Breach(at=account, missing="cbc:ID")
        for account in means.all("cac:PayeeFinancialAccount")
        if not account.text_at("cbc:ID")
    ]


def _seller_is_known(supplier: Node, facts: InvoiceFacts) -> Breach | None:
    party = _PARTY
    if any(
        facts.is_vat(scheme) and scheme.has("cbc:CompanyID") for scheme in supplier.along(party, "cac:PartyTaxScheme")
    ):
        return None
    identifiers = supplier.along(party, "cac:PartyIdentification", "cbc:ID")
    if any(identifier.attribute("schemeID") != "SEPA" for identifier in identifiers):
        return None
    if supplier.has(party, "cac:PartyLegalEntity", "cbc:CompanyID"):
        return None
    return Breach(missing="cac:Party/cac:PartyLegalEntity/cbc:CompanyID")


_VAT_PREFIXES = f" {' '.join(sorted(CODE_LISTS['vat-number-prefix']))} "


def _vat_prefix(scheme: Node, _facts: InvoiceFacts) -> Breach | None:
    number = scheme.child("cbc:CompanyID")
    start = number.text[:2] if number else ""
    # The official test looks for two characters anywhere in a list with blanks between its codes.
    return None if start in _VAT_PREFIXES else Breach(at=number, value=number.word if number else "")


def _subject_code(note: Node, _facts: InvoiceFacts) -> Breach | None:
    """BR-CL-08: a note that begins with a code between number signs has a known one."""
    _, sign, rest = note.text.partition("#")
    code, end, _ = rest.partition("#")
    if not sign or not end or len(code) != _NUMBER_OF_NOTES or code in CODE_LISTS["UNCL4451"]:
        return None
    return Breach(value=code, expected="UNCL4451")


def _not_negative(name: str, *above: str, is_required: bool) -> Any:
    def check(line: Node, _facts: InvoiceFacts) -> Breach | None:
        amounts = line.along(*above, name)
        if not amounts and not is_required:
            return None
        if any((value := decimal_of(amount.text)) is not None and value >= 0 for amount in amounts):
            return None
        at = amounts[0] if amounts else None
        return Breach(at=at, missing="" if at else "/".join((*above, name)), value=at.word if at else "")

    return check


def _has_unit(line: Node, name: str) -> bool:
    return any(quantity.attribute("unitCode") is not None for quantity in line.all(name))


def _entry_rules(amount: str, category: str, reasons: tuple[str, str], agree: str, decimals: tuple[str, str]) -> Any:
    return (
        there(amount, "cbc:Amount"),
        *([holds(category, has_vat_category("cac:TaxCategory"), missing="cac:TaxCategory/cbc:ID")] if category else []),
        there(reasons[0], "cbc:AllowanceChargeReason", "cbc:AllowanceChargeReasonCode"),
        never_fires(agree),
        there(reasons[1], "cbc:AllowanceChargeReason", "cbc:AllowanceChargeReasonCode"),
        two_decimals(decimals[0], "cbc:Amount"),
        two_decimals(decimals[1], "cbc:BaseAmount"),
    )


_LINE = "cac:InvoiceLine | cac:CreditNoteLine"
_LINE_ENTRY = "cac:InvoiceLine/cac:AllowanceCharge | cac:CreditNoteLine/cac:AllowanceCharge"

MODEL = Group(
    "model",
    Context("cac:AdditionalDocumentReference", filled("BR-52", "cbc:ID")),
    Context("cac:AccountingCustomerParty/cac:Party/cbc:EndpointID", has_attribute("BR-63", "schemeID")),
    Context(
        "cac:AccountingCustomerParty/cac:Party/cac:PostalAddress",
        filled("BR-11", "cac:Country/cbc:IdentificationCode"),
    ),
    Context(
        "cac:PaymentMeans/cac:CardAccount/cbc:PrimaryAccountNumberID",
        holds("BR-51", lambda node, _: len(" ".join(node.text.split())) <= 10),
    ),
    Context("cac:Delivery/cac:DeliveryLocation/cac:Address", there("BR-57", "cac:Country/cbc:IdentificationCode")),
    Context(
        "Document/cac:AllowanceCharge",
        *_entry_rules("BR-31", "BR-32", ("BR-33", "BR-CO-21"), "BR-CO-05", ("BR-DEC-01", "BR-DEC-02")),
        when=is_allowance,
    ),
    Context(
        "Document/cac:AllowanceCharge",
        *_entry_rules("BR-36", "BR-37", ("BR-38", "BR-CO-22"), "BR-CO-06", ("BR-DEC-05", "BR-DEC-06")),
        when=is_charge,
    ),
    Context(
        "cac:LegalMonetaryTotal",
        there("BR-12", "cbc:LineExtensionAmount"),
        there("BR-13", "cbc:TaxExclusiveAmount"),
        there("BR-14", "cbc:TaxInclusiveAmount"),
        there("BR-15", "cbc:PayableAmount"),
        Assertion("BR-CO-10", line_total),
        Assertion("BR-CO-11", sum_of_entries("cbc:AllowanceTotalAmount", is_allowance)),
        Assertion("BR-CO-12", sum_of_entries("cbc:ChargeTotalAmount", is_charge)),
        Assertion("BR-CO-13", total_without_vat),
        Assertion("BR-CO-16", payable),
        two_decimals("BR-DEC-09", "cbc:LineExtensionAmount"),
        two_decimals("BR-DEC-10", "cbc:AllowanceTotalAmount"),
        two_decimals("BR-DEC-11", "cbc:ChargeTotalAmount"),
        two_decimals("BR-DEC-12", "cbc:TaxExclusiveAmount"),
        two_decimals("BR-DEC-14", "cbc:TaxInclusiveAmount"),
        two_decimals("BR-DEC-16", "cbc:PrepaidAmount"),
        two_decimals("BR-DEC-17", "cbc:PayableRoundingAmount"),
        two_decimals("BR-DEC-18", "cbc:PayableAmount"),
    ),
    Context(
        "Document",
        filled("BR-01", "cbc:CustomizationID"),
        filled("BR-02", "cbc:ID"),
        filled("BR-03", "cbc:IssueDate"),
        filled("BR-04", "cbc:InvoiceTypeCode", "cbc:CreditNoteTypeCode"),
        filled("BR-05", "cbc:DocumentCurrencyCode"),
        filled("BR-06", "cac:AccountingSupplierParty/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName"),
        filled("BR-07", "cac:AccountingCustomerParty/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName"),
        there("BR-08", "cac:AccountingSupplierParty/cac:Party/cac:PostalAddress"),
        there("BR-10", "cac:AccountingCustomerParty/cac:Party/cac:PostalAddress"),
        there("BR-16", *LINES),
        Assertion("BR-53", _vat_in_accounting_currency, needs="cbc:TaxCurrencyCode"),
        Assertion("BR-CO-03", _tax_point, needs="cbc:TaxPointDate"),
        Assertion("BR-CO-15", total_with_vat),
        there("BR-CO-18", "cac:TaxTotal/cac:TaxSubtotal"),
        never_fires("BR-DEC-13"),
        never_fires("BR-DEC-15"),
    ),
    Context(
        _LINE,
        filled("BR-21", "cbc:ID"),
        there("BR-22", "cbc:InvoicedQuantity", "cbc:CreditedQuantity"),
        holds(
            "BR-23",
            lambda line, _: _has_unit(line, "cbc:InvoicedQuantity") or _has_unit(line, "cbc:CreditedQuantity"),
            missing="cbc:InvoicedQuantity/@unitCode",
        ),
        there("BR-24", "cbc:LineExtensionAmount"),
        filled("BR-25", "cac:Item/cbc:Name"),
        there("BR-26", "cac:Price/cbc:PriceAmount"),
        Assertion("BR-27", _not_negative("cbc:PriceAmount", "cac:Price", is_required=True)),
        Assertion("BR-28", _not_negative("cbc:BaseAmount", "cac:Price", "cac:AllowanceCharge", is_required=False)),
        holds(
            "BR-CO-04",
            has_vat_category("cac:Item", "cac:ClassifiedTaxCategory"),
            missing="cac:Item/cac:ClassifiedTaxCategory/cbc:ID",
        ),
        two_decimals("BR-DEC-23", "cbc:LineExtensionAmount"),
    ),
    Context(
        _LINE_ENTRY,
        *_entry_rules("BR-41", "", ("BR-42", "BR-CO-23"), "BR-CO-07", ("BR-DEC-24", "BR-DEC-25")),
        when=is_allowance,
    ),
    Context(
        _LINE_ENTRY,
        *_entry_rules("BR-43", "", ("BR-44", "BR-CO-24"), "BR-CO-08", ("BR-DEC-27", "BR-DEC-28")),
        when=is_charge,
    ),
    Context(
        "cac:InvoiceLine/cac:InvoicePeriod | cac:CreditNoteLine/cac:InvoicePeriod",
        Assertion("BR-30", _period_in_order),
        there("BR-CO-20", "cbc:StartDate", "cbc:EndDate"),
    ),
    Context(
        "cac:InvoicePeriod",
        Assertion("BR-29", _period_in_order),
        there("BR-CO-19", "cbc:StartDate", "cbc:EndDate", "cbc:DescriptionCode"),
    ),
    Context(
        "cac:AdditionalItemProperty",
        holds("BR-54", lambda node, _: node.has("cbc:Name") and node.has("cbc:Value"), missing="cbc:Name"),
    ),
    Context(
        "cac:InvoiceLine/cac:Item/cac:CommodityClassification/cbc:ItemClassificationCode"
        " | cac:CreditNoteLine/cac:Item/cac:CommodityClassification/cbc:ItemClassificationCode",
        has_attribute("BR-65", "listID"),
    ),
    Context(
        "cac:InvoiceLine/cac:Item/cac:StandardItemIdentification/cbc:ID"
        " | cac:CreditNoteLine/cac:Item/cac:StandardItemIdentification/cbc:ID",
        has_attribute("BR-64", "schemeID"),
    ),
    Context("Document/cbc:Note", Assertion("BR-CL-08", _subject_code)),
    Context("cac:PayeeParty", Assertion("BR-17", _payee_is_another)),
    Context(
        "cac:PaymentMeans",
        there("BR-49", "cbc:PaymentMeansCode"),
        Assertion("BR-61", _account_number, spares=("cac:PayeeFinancialAccount", "cbc:ID")),
    ),
    Context("cac:BillingReference", there("BR-55", "cac:InvoiceDocumentReference/cbc:ID")),
    Context("cac:AccountingSupplierParty", Assertion("BR-CO-26", _seller_is_known)),
    Context("cac:AccountingSupplierParty/cac:Party/cbc:EndpointID", has_attribute("BR-62", "schemeID")),
    Context(
        "cac:AccountingSupplierParty/cac:Party/cac:PostalAddress",
        filled("BR-09", "cac:Country/cbc:IdentificationCode"),
    ),
    Context(
        "cac:TaxRepresentativeParty",
        filled("BR-18", "cac:PartyName/cbc:Name"),
        there("BR-19", "cac:PostalAddress"),
        holds(
            "BR-56",
            lambda party, _: any(
                is_vat(scheme) and scheme.has("cbc:CompanyID") for scheme in party.all("cac:PartyTaxScheme")
            ),
            missing="cac:PartyTaxScheme/cbc:CompanyID",
        ),
    ),
    Context("cac:TaxRepresentativeParty/cac:PostalAddress", filled("BR-20", "cac:Country/cbc:IdentificationCode")),
    Context("Document/cac:TaxTotal", Assertion("BR-CO-14", vat_total, needs="cac:TaxSubtotal")),
    Context(
        "cac:TaxTotal/cac:TaxSubtotal",
        there("BR-45", "cbc:TaxableAmount"),
        there("BR-46", "cbc:TaxAmount"),
        holds("BR-47", has_vat_category("cac:TaxCategory"), missing="cac:TaxCategory/cbc:ID"),
        Assertion("BR-48", _percent_known),
        Assertion("BR-CO-17", category_amount),
        two_decimals("BR-DEC-19", "cbc:TaxableAmount"),
        two_decimals("BR-DEC-20", "cbc:TaxAmount"),
    ),
    Context("cac:PartyTaxScheme", Assertion("BR-CO-09", _vat_prefix), when=lambda scheme, facts: facts.is_vat(scheme)),
)

# In the official pattern these are about the account below the payment means; no other context is about that.
ACCOUNTS = Group(
    "accounts", Context("cac:PaymentMeans", Assertion("BR-50", _account_filled, needs="cac:PayeeFinancialAccount"))
)
