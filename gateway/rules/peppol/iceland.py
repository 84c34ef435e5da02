"""Icelandic rules: type of document, numbers and addresses of the parties, accounts, and the final due date (eindagi).

Source: OpenPEPPOL, Peppol BIS Billing 3.0.21, pattern of Iceland. Countries are those of the postal addresses.
"""

from typing import Any

from gateway.nodes import Node
from gateway.rules.assertions import Assertion, Breach, Context, Group
from gateway.rules.peppol.country import country
from gateway.rules.peppol.facts import SUPPLIER, PeppolFacts, has_text, is_date, normalized, text_of

_ICELAND = "IS"
_KENNITALA_SCHEME = "0196"
_TYPES = ("380", "381")
_FINAL_DUE_DATE = "EINDAGI"
_ACCOUNT_LENGTH = 12


def _applies(facts: PeppolFacts) -> bool:
    return facts.supplier_addresses == [_ICELAND]


def _is_domestic(_node: Node, facts: PeppolFacts) -> bool:
    return facts.customer_addresses == [_ICELAND]


def _type(root: Node, _facts: PeppolFacts) -> Breach | None:
    names = ("cbc:InvoiceTypeCode", "cbc:CreditNoteTypeCode")
    if any(normalized(text_of(root, name)) in _TYPES for name in names):
        return None
    found = next((child for name in names if (child := root.child(name))), None)
    return Breach(
        at=found, missing="" if found else names[0], value=found.word if found else "", expected=" / ".join(_TYPES)
    )


def _legal_number(*party: str) -> Any:
    path = (*party, "cac:PartyLegalEntity", "cbc:CompanyID")

    def check(node: Node, _facts: PeppolFacts) -> Breach | None:
        numbers = node.along(*path)
        if any(number.attribute("schemeID") == _KENNITALA_SCHEME for number in numbers):
            return None
        return Breach(missing="/".join(path), value=numbers[0].word if numbers else "", expected=_KENNITALA_SCHEME)

    return check


def _address(*party: str) -> Any:
    def check(node: Node, _facts: PeppolFacts) -> Breach | None:
        address = (*party, "cac:PostalAddress")
        missing = next((name for name in ("cbc:StreetName", "cbc:PostalZone") if not node.has(*address, name)), None)
        return Breach(missing="/".join((*address, missing))) if missing else None

    return check


def _account(code: str) -> Any:
    """Payments with a code have an account of twelve characters."""

    def check(root: Node, _facts: PeppolFacts) -> Breach | None:
        meant = [means for means in root.all("cac:PaymentMeans") if has_text(means, code, "cbc:PaymentMeansCode")]
        if not meant:
            return None
        accounts = [account for means in meant for account in means.along("cac:PayeeFinancialAccount", "cbc:ID")]
        if accounts and all(len(normalized(account.text)) == _ACCOUNT_LENGTH for account in accounts):
            return None
        value = accounts[0].word if accounts else ""
        return Breach(
            missing="cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID", value=value, expected=_ACCOUNT_LENGTH
        )

    return check


def _final_due_dates(root: Node) -> list[Node]:
    return [
        reference
        for reference in root.all("cac:AdditionalDocumentReference")
        if has_text(reference, _FINAL_DUE_DATE, "cbc:DocumentDescription")
    ]


def _final_due_date_form(root: Node, _facts: PeppolFacts) -> Breach | None:
    wrong = [reference for reference in _final_due_dates(root) if not is_date(text_of(reference, "cbc:ID"))]
    return Breach(at=wrong[0], missing="cbc:ID", value=wrong[0].text_at("cbc:ID")) if wrong else None


def _has_due_date(root: Node, _facts: PeppolFacts) -> Breach | None:
    return Breach(missing="cbc:DueDate") if _final_due_dates(root) and not root.has("cbc:DueDate") else None


def _not_before_due_date(root: Node, _facts: PeppolFacts) -> Breach | None:
    references = _final_due_dates(root)
    due = [date.text for date in root.all("cbc:DueDate")]
    final = [date.text for reference in references for date in reference.all("cbc:ID")]
    if not references or any(one <= other for one in due for other in final):
        return None
    return Breach(at=references[0], missing="cbc:ID", value=", ".join(final), expected=", ".join(due))


ICELAND = country(
    (_ICELAND,),
    _applies,
    Group(
        "Iceland",
        Context(
            "Document",
            Assertion("IS-R-001", _type),
            Assertion("IS-R-002", _legal_number(*SUPPLIER)),
            Assertion("IS-R-003", _address(*SUPPLIER)),
            Assertion("IS-R-006", _account("9")),
            Assertion("IS-R-007", _account("42")),
            Assertion("IS-R-008", _final_due_date_form),
            Assertion("IS-R-009", _has_due_date),
            Assertion("IS-R-010", _not_before_due_date),
        ),
        Context(
            "Document/cac:AccountingCustomerParty",
            Assertion("IS-R-004", _legal_number("cac:Party")),
            Assertion("IS-R-005", _address("cac:Party")),
            when=_is_domestic,
        ),
    ),
)
