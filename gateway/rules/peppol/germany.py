"""German rules, those of XRechnung that Peppol took over: asked when seller and buyer both have an address in Germany.

Source: OpenPEPPOL, Peppol BIS Billing 3.0.21, pattern of Germany.
"""

import re
from collections.abc import Callable
from typing import Any

from gateway.nodes import Node
from gateway.rules.assertions import Assertion, Breach, Context, Group
from gateway.rules.checks import filled, there
from gateway.rules.peppol.country import country
from gateway.rules.peppol.facts import SUPPLIER, PeppolFacts, normalized, text_of
from gateway.rules.peppol.identifiers import has_iban_check_digits

_GERMANY = "DE"
_TAXED_CATEGORIES = frozenset({"S", "Z", "E", "AE", "K", "G", "L", "M"})
_TYPES = ("326", "380", "384", "389", "381", "875", "876", "877")
_CORRECTED_INVOICE = "384"
_CREDIT_TRANSFERS = ("30", "58")
_SEPA_TRANSFER = "58"
_CARDS = ("48", "54", "55")
_DIRECT_DEBITS = ("59",)
_CREDITOR_SCHEME = "SEPA"
_INDICATORS = ("true", "false")

_SKONTO = re.compile(r"#SKONTO#TAGE=[0-9]+#PROZENT=[0-9]+\.[0-9]{2}(?:#BASISBETRAG=-?[0-9]+\.[0-9]{2})?#")
_ENTRY_MARKS = re.compile(r"#[^\r\n]+#")
_LINE_BREAK = re.compile(r"[ \t\r\n]*\n")
_EMAIL = re.compile(r"[^@ \t\r\n]+@(?:[^@. \t\r\n]+\.)+[^@. \t\r\n]+")
_THREE_DIGITS = re.compile(r"(?:[0-9][^0-9]*){3}")
_ABSOLUTE_URL = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+:")


def _vat_identified(root: Node, _facts: PeppolFacts) -> Breach | None:
    """DE-R-016: a seller of taxed goods has a VAT or tax number, or a representative."""
    if not _used_categories(root) & _TAXED_CATEGORIES or root.has("cac:TaxRepresentativeParty"):
        return None
    numbers = root.along(*SUPPLIER, "cac:PartyTaxScheme", "cbc:CompanyID")
    if any(number.word for number in numbers):
        return None
    return Breach(missing="/".join((*SUPPLIER, "cac:PartyTaxScheme", "cbc:CompanyID")))


def _used_categories(root: Node) -> set[str]:
    entries = [
        entry
        for entry in root.all("cac:AllowanceCharge")
        if any(indicator.text in _INDICATORS for indicator in entry.all("cbc:ChargeIndicator"))
    ]
    codes = [code for entry in entries for code in entry.along("cac:TaxCategory", "cbc:ID")]
    for lines in ("cac:InvoiceLine", "cac:CreditNoteLine"):
        codes += root.along(lines, "cac:Item", "cac:ClassifiedTaxCategory", "cbc:ID")
    return {code.text for code in codes}


def _type_codes(root: Node) -> list[str]:
    return [normalized(text_of(root, name)) for name in ("cbc:InvoiceTypeCode", "cbc:CreditNoteTypeCode")]


def _known_type(root: Node, _facts: PeppolFacts) -> Breach | None:
    codes = _type_codes(root)
    if any(code in _TYPES for code in codes):
        return None
    name = "cbc:InvoiceTypeCode" if root.name == "Invoice" else "cbc:CreditNoteTypeCode"
    return Breach(missing=name, value="".join(codes), expected=", ".join(_TYPES))


def _skonto(root: Node, _facts: PeppolFacts) -> Breach | None:
    """DE-R-018: lines that begin with # have the form for cash discounts, and a line break follows the last one."""
    for terms in root.all("cac:PaymentTerms"):
        note = terms.child("cbc:Note")
        if note is None:
            continue
        lines = [normalized(line) for line in note.text.split("\n")]
        marked = [line for line in lines if line.startswith("#")]
        wrong = [line for line in marked if not _SKONTO.fullmatch(line)]
        ends_well = _LINE_BREAK.match(_ENTRY_MARKS.split(note.text)[-1])
        if wrong or (marked and not ends_well):
            return Breach(at=note, value=(wrong or marked)[-1], expected="#SKONTO#TAGE=14#PROZENT=2.00#")
    return None


def _distinct_files(root: Node, _facts: PeppolFacts) -> Breach | None:
    seen: set[str] = set()
    for reference in root.all("cac:AdditionalDocumentReference"):
        attached = reference.along("cac:Attachment", "cbc:EmbeddedDocumentBinaryObject")
        names = {name for item in attached if (name := item.attribute("filename")) is not None}
        if repeated := names & seen:
            return Breach(at=attached[0], missing="@filename", value=", ".join(sorted(repeated)))
        seen |= names
    return None


def _corrected_invoice(root: Node, _facts: PeppolFacts) -> Breach | None:
    path = ("cac:BillingReference", "cac:InvoiceDocumentReference")
    if _CORRECTED_INVOICE not in _type_codes(root) or root.has(*path):
        return None
    return Breach(missing="/".join(path))


def _creditor(root: Node, _facts: PeppolFacts) -> Breach | None:
    if not root.has("cac:PaymentMeans", "cac:PaymentMandate"):
        return None
    identifiers = [
        *root.along(*SUPPLIER, "cac:PartyIdentification", "cbc:ID"),
        *root.along("cac:PayeeParty", "cac:PartyIdentification", "cbc:ID"),
    ]
    if any(identifier.attribute("schemeID") == _CREDITOR_SCHEME for identifier in identifiers):
        return None
    return Breach(missing="/".join((*SUPPLIER, "cac:PartyIdentification", "cbc:ID")), expected=_CREDITOR_SCHEME)


def _debited_account(root: Node, _facts: PeppolFacts) -> Breach | None:
    mandate = ("cac:PaymentMeans", "cac:PaymentMandate")
    account = (*mandate, "cac:PayerFinancialAccount", "cbc:ID")
    return Breach(missing="/".join(account)) if root.has(*mandate) and not root.has(*account) else None


def _fits(pattern: Callable[[str], object], name: str) -> Any:
    def check(node: Node, _facts: PeppolFacts) -> Breach | None:
        text = normalized(text_of(node, name))
        if pattern(text):
            return None
        found = node.child(name)
        return Breach(at=found, missing="" if found else name, value=text)

    return check


def _iban(*account: str, codes: tuple[str, ...]) -> Any:
    def check(means: Node, _facts: PeppolFacts) -> Breach | None:
        if not _has_code(means, codes):
            return None
        found = means.first(*account)
        text = found.word if found else ""
        if has_iban_check_digits(text):
            return None
        return Breach(at=found, missing="" if found else "/".join(account), value=text)

    return check


def _has_code(means: Node, codes: tuple[str, ...]) -> bool:
    return normalized(text_of(means, "cbc:PaymentMeansCode")) in codes


def _paid_by(codes: tuple[str, ...]) -> Any:
    return lambda means, _facts: _has_code(means, codes)


def _none_of(code: str, *names: str) -> Assertion:
    def check(means: Node, _facts: PeppolFacts) -> Breach | None:
        found = next((child for name in names if (child := means.child(name))), None)
        return Breach(at=found, value=means.text_at("cbc:PaymentMeansCode")) if found else None

    return Assertion(code, check)


_ACCOUNT, _MANDATE, _CARD = "cac:PayeeFinancialAccount", "cac:PaymentMandate", "cac:CardAccount"

GERMANY = country(
    (_GERMANY,),
    lambda facts: facts.is_between_germans,
    Group(
        "Germany",
        Context(
            "Document",
            there("DE-R-001", "cac:PaymentMeans"),
            filled("DE-R-015", "cbc:BuyerReference"),
            Assertion("DE-R-016", _vat_identified),
            Assertion("DE-R-017", _known_type),
            Assertion("DE-R-018", _skonto),
            Assertion("DE-R-022", _distinct_files),
            Assertion("DE-R-026", _corrected_invoice),
            Assertion("DE-R-030", _creditor),
            Assertion("DE-R-031", _debited_account),
        ),
        Context(
            "Document/cac:AdditionalDocumentReference/cac:Attachment/cac:ExternalReference",
            Assertion("DE-R-T02", _fits(_ABSOLUTE_URL.match, "cbc:URI")),
        ),
        Context("Document/cac:AccountingSupplierParty", there("DE-R-002", "cac:Party/cac:Contact")),
        Context(
            "Document/cac:AccountingSupplierParty/cac:Party/cac:PostalAddress",
            filled("DE-R-003", "cbc:CityName"),
            filled("DE-R-004", "cbc:PostalZone"),
        ),
        Context(
            "Document/cac:AccountingSupplierParty/cac:Party/cac:Contact",
            filled("DE-R-005", "cbc:Name"),
            filled("DE-R-006", "cbc:Telephone"),
            filled("DE-R-007", "cbc:ElectronicMail"),
            Assertion("DE-R-027", _fits(_THREE_DIGITS.search, "cbc:Telephone")),
            Assertion("DE-R-028", _fits(_EMAIL.fullmatch, "cbc:ElectronicMail")),
        ),
        Context(
            "Document/cac:AccountingCustomerParty/cac:Party/cac:PostalAddress",
            filled("DE-R-008", "cbc:CityName"),
            filled("DE-R-009", "cbc:PostalZone"),
        ),
        Context(
            "Document/cac:Delivery/cac:DeliveryLocation/cac:Address",
            filled("DE-R-010", "cbc:CityName"),
            filled("DE-R-011", "cbc:PostalZone"),
        ),
        Context(
            "Document/cac:PaymentMeans",
            Assertion("DE-R-019", _iban(_ACCOUNT, "cbc:ID", codes=(_SEPA_TRANSFER,))),
            there("DE-R-023-1", _ACCOUNT),
            _none_of("DE-R-023-2", _CARD, _MANDATE),
            when=_paid_by(_CREDIT_TRANSFERS),
        ),
        Context(
            "Document/cac:PaymentMeans",
            there("DE-R-024-1", _CARD),
            _none_of("DE-R-024-2", _ACCOUNT, _MANDATE),
            when=_paid_by(_CARDS),
        ),
        Context(
            "Document/cac:PaymentMeans",
            Assertion("DE-R-020", _iban(_MANDATE, "cac:PayerFinancialAccount", "cbc:ID", codes=_DIRECT_DEBITS)),
            there("DE-R-025-1", _MANDATE),
            _none_of("DE-R-025-2", _ACCOUNT, _CARD),
            when=_paid_by(_DIRECT_DEBITS),
        ),
        Context("Document/cac:TaxTotal/cac:TaxSubtotal", filled("DE-R-014", "cac:TaxCategory/cbc:Percent")),
    ),
)
