"""The UBL-SR and UBL-DT rules of EN 16931: how often elements of UBL may stand, and in what form.

Source: CEN validation artefacts 1.3.16, pattern "syntax". What should not be there at all (UBL-CR and the attributes of
UBL-DT) is in `unwanted`.
"""

from typing import Any

from gateway.nodes import FOREIGN, Node
from gateway.rules.assertions import Assertion, AtMost, Breach, Context, Group, Sweep
from gateway.rules.checks import (
    at_most,
    has_attribute,
    holds,
    is_allowance,
    is_charge,
    there,
    too_many_decimals,
)
from gateway.rules.en16931.facts import InvoiceFacts

_SUPPLIER = "cac:AccountingSupplierParty/cac:Party"
_CUSTOMER = "cac:AccountingCustomerParty/cac:Party"
_INVOICED_OBJECT = "130"
_PROJECT = "50"
_SEPA = "SEPA"
_DECIMALS = 2
_DEPTHS = ("", "/*", "/*/*", "/*/*/*")


def _at_most_one_of(code: str, found: Any, needs: str = "") -> Assertion:
    def check(node: Node, facts: InvoiceFacts) -> Breach | None:
        nodes = found(node, facts)
        return Breach(at=nodes[1], value=len(nodes), expected=1) if len(nodes) > 1 else None

    return Assertion(code, check, needs=needs)


def _tax_numbers(party: str, *, vat: bool) -> Any:
    """The numbers of a party's tax registrations whose scheme is VAT, or is another; the scheme taken as written."""
    names = party.split("/")

    def found(root: Node, _facts: InvoiceFacts) -> list[Node]:
        return [
            number
            for scheme in root.along(*names, "cac:PartyTaxScheme")
            if any((_id_of(tax_scheme).upper() == "VAT") is vat for tax_scheme in scheme.all("cac:TaxScheme"))
            for number in scheme.all("cbc:CompanyID")
        ]

    return found


def _id_of(tax_scheme: Node) -> str:
    identifier = tax_scheme.child("cbc:ID")
    return identifier.text if identifier else ""


def _distinct(name: str) -> Any:
    """The first node of each different text that elements of a name have in the document."""

    def found(_root: Node, facts: InvoiceFacts) -> list[Node]:
        return list({node.text: node for node in reversed(facts.document.named(name))}.values())

    return found


def _of_type(type_code: str, name: str) -> Any:
    def found(root: Node, _facts: InvoiceFacts) -> list[Node]:
        return [
            child
            for reference in root.all("cac:AdditionalDocumentReference")
            if _is_of_type(reference, type_code)
            for child in reference.all(name)
        ]

    return found


def _is_of_type(reference: Node, *type_codes: str) -> bool:
    return any(code.text in type_codes for code in reference.all("cbc:DocumentTypeCode"))


def _reference_type(reference: Node, facts: InvoiceFacts) -> Breach | None:
    known = (_INVOICED_OBJECT, _PROJECT) if facts.root.name == "CreditNote" else (_INVOICED_OBJECT,)
    types = reference.all("cbc:DocumentTypeCode")
    if _is_of_type(reference, *known):
        return None
    if types:
        return Breach(at=types[0], value=types[0].word, expected=" / ".join(known))
    scheme = next((node for node in reference.all("cbc:ID") if node.attribute("schemeID") is not None), None)
    return None if scheme is None else Breach(at=scheme, missing="@schemeID", value=scheme.attribute("schemeID"))


def _payee_name_differs(found: Any) -> Any:
    """UBL-SR-19 to -21: at most one of something, and a payee whose name is not the seller's."""

    def check(payee: Node, facts: InvoiceFacts) -> Breach | None:
        nodes = found(payee)
        if len(nodes) > 1:
            return Breach(at=nodes[1], value=len(nodes), expected=1)
        payees = {name.text for name in payee.along("cac:PartyName", "cbc:Name")}
        sellers = {
            name.text
            for name in facts.root.along(*_SUPPLIER.split("/"), "cac:PartyLegalEntity", "cbc:RegistrationName")
        }
        if any(one != other for one in payees for other in sellers):
            return None
        return Breach(missing="cac:PartyName/cbc:Name", value=", ".join(sorted(payees)))

    return check


def _not_sepa(payee: Node) -> list[Node]:
    identifiers = payee.along("cac:PartyIdentification", "cbc:ID")
    return [node for node in identifiers if (node.attribute("schemeID") or "").upper() != _SEPA]


def _sepa_identifiers(_root: Node, facts: InvoiceFacts) -> list[Node]:
    return [
        node
        for party in facts.document.named("cac:PartyIdentification")
        for node in party.all("cbc:ID")
        if (node.attribute("schemeID") or "").upper() == _SEPA
    ]


def _means_texts(root: Node, _facts: InvoiceFacts) -> list[Node]:
    codes = root.along("cac:PaymentMeans", "cbc:PaymentMeansCode")
    return [node for node in codes if node.attribute("name") is not None]


def _one_item_category(line: Node, _facts: InvoiceFacts) -> Breach | None:
    found = line.along("cac:Item", "cac:ClassifiedTaxCategory")
    if len(found) == 1:
        return None
    at = found[1] if found else None
    return Breach(at=at, missing="" if at else "cac:Item/cac:ClassifiedTaxCategory", value=len(found), expected=1)


def _ends_with(ending: str, *not_with: str) -> Any:
    def test(node: Node, _facts: InvoiceFacts) -> bool:
        name = node.element.tag.rpartition("}")[2]
        return name.endswith(ending) and not (not_with and name.endswith(not_with))

    return test


SYNTAX = Group(
    "syntax",
    Context(
        "cac:PostalAddress | cac:Address",
        at_most("UBL-SR-51", "cac:AddressLine"),
    ),
    Context("cac:AccountingSupplierParty/cac:Party", at_most("UBL-SR-42", "cac:PartyTaxScheme", 2)),
    Context(
        "cac:AdditionalDocumentReference",
        at_most("UBL-SR-33", "cbc:DocumentDescription"),
        Assertion("UBL-SR-43", _reference_type),
    ),
    Context("*BinaryObject", has_attribute("UBL-DT-06", "mimeCode"), has_attribute("UBL-DT-07", "filename")),
    Context(FOREIGN, Assertion("UBL-DT-01", too_many_decimals), when=_ends_with("Amount", "PriceAmount")),
    Context(
        FOREIGN,
        has_attribute("UBL-DT-06", "mimeCode"),
        has_attribute("UBL-DT-07", "filename"),
        when=_ends_with("BinaryObject"),
    ),
    Context("cac:Delivery", at_most("UBL-SR-25", "cac:DeliveryParty/cac:PartyName/cbc:Name")),
    Context("cac:AllowanceCharge", at_most("UBL-SR-30", "cbc:AllowanceChargeReason"), when=is_allowance),
    Context("cac:AllowanceCharge", at_most("UBL-SR-31", "cbc:AllowanceChargeReason"), when=is_charge),
    Context(
        "cac:PartyTaxScheme",
        holds(
            "UBL-SR-53",
            lambda scheme, _: scheme.has("cac:TaxScheme", "cbc:ID") and scheme.has("cbc:CompanyID"),
            missing="cbc:CompanyID",
        ),
    ),
    Context(
        "Document",
        _at_most_one_of("UBL-SR-04", _of_type(_INVOICED_OBJECT, "cbc:ID"), "cac:AdditionalDocumentReference"),
        _at_most_one_of("UBL-SR-12", _tax_numbers(_SUPPLIER, vat=True)),
        _at_most_one_of("UBL-SR-13", _tax_numbers(_SUPPLIER, vat=False)),
        _at_most_one_of("UBL-SR-18", _tax_numbers(_CUSTOMER, vat=True)),
        _at_most_one_of("UBL-SR-29", _sepa_identifiers),
        _at_most_one_of("UBL-SR-44", _distinct("cbc:PaymentID")),
        _at_most_one_of("UBL-SR-46", _means_texts, "cac:PaymentMeans"),
        _at_most_one_of("UBL-SR-47", _distinct("cbc:PaymentMeansCode")),
    ),
    Context(
        "cac:InvoiceLine | cac:CreditNoteLine",
        at_most("UBL-SR-34", "cbc:Note"),
        at_most("UBL-SR-35", "cac:OrderLineReference/cbc:LineID"),
        at_most("UBL-SR-36", "cac:InvoicePeriod"),
        at_most("UBL-SR-37", "cac:Price/cac:AllowanceCharge/cbc:Amount"),
        Assertion("UBL-SR-48", _one_item_category),
        at_most("UBL-SR-50", "cac:Item/cbc:Description"),
        at_most("UBL-SR-52", "cac:DocumentReference"),
    ),
    Context(
        "cac:PayeeParty",
        Assertion("UBL-SR-19", _payee_name_differs(lambda payee: payee.along("cac:PartyName", "cbc:Name"))),
        Assertion("UBL-SR-20", _payee_name_differs(_not_sepa)),
        Assertion("UBL-SR-21", _payee_name_differs(lambda payee: payee.along("cac:PartyLegalEntity", "cbc:CompanyID"))),
    ),
    Context(
        "cac:PaymentMeans",
        at_most("UBL-SR-26", "cbc:PaymentID"),
        at_most("UBL-SR-27", "cbc:PaymentMeansCode"),
        at_most("UBL-SR-28", "cac:PaymentMandate/cbc:ID"),
    ),
    Context(
        "cac:BillingReference",
        at_most("UBL-SR-06", "cac:InvoiceDocumentReference"),
        there("UBL-SR-07", "cac:InvoiceDocumentReference/cbc:ID"),
    ),
    Context(
        "cac:TaxRepresentativeParty",
        at_most("UBL-SR-22", "cac:PartyName/cbc:Name"),
        at_most("UBL-SR-23", "cac:PartyTaxScheme/cbc:CompanyID"),
    ),
    Context("cac:TaxSubtotal", at_most("UBL-SR-32", "cac:TaxCategory/cbc:TaxExemptionReason")),
)

AT_MOST = (
    AtMost("UBL-SR-01", "Document/cac:ContractDocumentReference/cbc:ID"),
    AtMost("UBL-SR-02", "Document/cac:ReceiptDocumentReference/cbc:ID"),
    AtMost("UBL-SR-03", "Document/cac:DespatchDocumentReference/cbc:ID"),
    AtMost("UBL-SR-05", "Document/cac:PaymentTerms/cbc:Note"),
    AtMost("UBL-SR-08", "Document/cac:InvoicePeriod"),
    AtMost("UBL-SR-09", f"Document/{_SUPPLIER}/cac:PartyLegalEntity/cbc:RegistrationName"),
    AtMost("UBL-SR-10", f"Document/{_SUPPLIER}/cac:PartyName/cbc:Name"),
    AtMost("UBL-SR-11", f"Document/{_SUPPLIER}/cac:PartyLegalEntity/cbc:CompanyID"),
    AtMost("UBL-SR-14", f"Document/{_SUPPLIER}/cac:PartyLegalEntity/cbc:CompanyLegalForm"),
    AtMost("UBL-SR-15", f"Document/{_CUSTOMER}/cac:PartyLegalEntity/cbc:RegistrationName"),
    AtMost("UBL-SR-16", f"Document/{_CUSTOMER}/cac:PartyIdentification/cbc:ID"),
    AtMost("UBL-SR-17", f"Document/{_CUSTOMER}/cac:PartyLegalEntity/cbc:CompanyID"),
    AtMost("UBL-SR-24", "Document/cac:Delivery"),
    AtMost("UBL-SR-39", "Document/cac:ProjectReference/cbc:ID"),
    AtMost("UBL-SR-40", f"Document/{_CUSTOMER}/cac:PartyName/cbc:Name"),
    AtMost("UBL-SR-45", "Document/cac:PaymentMeans/cbc:PaymentDueDate"),
    AtMost("UBL-SR-49", "Document/cac:InvoicePeriod/cbc:DescriptionCode"),
    AtMost("UBL-SR-54", "Document/cac:PaymentMeans/cac:CardAccount"),
    AtMost("UBL-SR-55", "Document/cac:PaymentMeans/cac:PaymentMandate"),
    AtMost("UBL-SR-56", "Document/cac:OriginatorDocumentReference/cbc:ID"),
)
"""Rules on how often something stands in the document as a whole."""

DECIMALS_OF_AMOUNTS = Sweep(
    "UBL-DT-01",
    "*Amount",
    lambda amounts, _facts: [amount for amount in amounts if len(amount.text.partition(".")[2]) > _DECIMALS],
    lambda amount, _facts: Breach(value=amount.word),
    # Prices may have more decimals, and so may the discount that a price holds.
    unless="*PriceAmount | " + " | ".join(f"cac:Price/cac:AllowanceCharge{steps}/*Amount" for steps in _DEPTHS),
)
