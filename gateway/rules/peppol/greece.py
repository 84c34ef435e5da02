"""Greek rules: the parts of an invoice number, tax numbers, myDATA mark and verification link of Greek sellers.

Source: OpenPEPPOL, Peppol BIS Billing 3.0.21, the two patterns of Greece.
"""

import re
from collections.abc import Callable
from typing import Any

from gateway.nodes import WHITE_SPACE, Node
from gateway.rules.assertions import Assertion, Breach, Context, Group
from gateway.rules.peppol.country import country
from gateway.rules.peppol.facts import (
    PeppolFacts,
    has_text,
    is_exactly_vat,
    normalized,
    scheme_of,
    text_of,
    vat_numbers,
)
from gateway.rules.peppol.identifiers import begins_with_greek_number

_CODES = ("GR", "EL")
_VAT_PREFIX = "EL"
_ADDRESS_SCHEME = "9933"
_DOCUMENT_TYPES = ("1.1", "1.6", "2.1", "2.4", "5.1", "5.2")
_MARK = "##M.AR.K##"
_LINK = "##INVOICE|URL##"
_DATE = re.compile(r"(0?[1-9]|[12][0-9]|3[01])[-\\/ ]?(0?[1-9]|1[0-2])[-\\/ ]?(19|20)[0-9]{2}")
_WHOLE_NUMBER = re.compile(r"\+?[0-9]+|-0+")
_MARK_NUMBER = re.compile(r"[1-9]")


def _is_from_greece(facts: PeppolFacts) -> bool:
    return facts.supplier_country in _CODES


def _applies(facts: PeppolFacts) -> bool:
    return _is_from_greece(facts) or facts.supplier_country_of_its_own in _CODES


def _sold_from_greece(_node: Node, facts: PeppolFacts) -> bool:
    return _is_from_greece(facts)


def _sold_by_seller_in_greece(_node: Node, facts: PeppolFacts) -> bool:
    return _is_from_greece(facts) and "GR" in facts.supplier_addresses


def _sold_within_greece(_node: Node, facts: PeppolFacts) -> bool:
    return _is_from_greece(facts) and facts.customer_country in _CODES


def _has_greek_address(_node: Node, facts: PeppolFacts) -> bool:
    return facts.supplier_country_of_its_own in _CODES


def _parts(number: Node) -> list[str]:
    return number.text.split("|") if number.text else []


def _six_parts(number: Node, _facts: PeppolFacts) -> Breach | None:
    parts = _parts(number)
    return None if len(parts) == 6 else Breach(value=number.word, expected=6)


def _part(place: int, is_right: Callable[[str, PeppolFacts], object]) -> Any:
    """A rule on one part of the invoice number; a part that is not there is never right."""

    def check(number: Node, facts: PeppolFacts) -> Breach | None:
        parts = _parts(number)
        part = parts[place - 1] if len(parts) >= place else ""
        return None if part and is_right(part, facts) else Breach(value=part)

    return check


def _is_number_of_seller(part: str, facts: PeppolFacts) -> bool:
    if len(normalized(part)) != 9 or not begins_with_greek_number(part):
        return False
    return any(
        number.text[2:11] == part
        for party in (*facts.suppliers, *facts.representatives)
        for scheme in party.all("cac:PartyTaxScheme")
        if is_exactly_vat(scheme)
        for number in scheme.all("cbc:CompanyID")
    )


def _is_issue_date(part: str, facts: PeppolFacts) -> bool:
    issued = text_of(facts.root, "cbc:IssueDate").split("-")
    return bool(_DATE.match(part)) and len(issued) >= 3 and part.split("/")[:3] == issued[2::-1]


def _is_serial_number(part: str, _facts: PeppolFacts) -> object:
    return _WHOLE_NUMBER.fullmatch(part.strip(WHITE_SPACE))


def _is_document_type(part: str, _facts: PeppolFacts) -> bool:
    return part in _DOCUMENT_TYPES


def _is_filled(part: str, _facts: PeppolFacts) -> bool:
    return bool(part)


def _name(party: Node, _facts: PeppolFacts) -> Breach | None:
    return None if text_of(party, "cac:PartyName", "cbc:Name") else Breach(missing="cac:PartyName/cbc:Name")


def _is_greek_vat_number(text: str) -> bool:
    return text.startswith(_VAT_PREFIX) and begins_with_greek_number(text[2:])


def _vat_number(party: Node, _facts: PeppolFacts) -> Breach | None:
    numbers = vat_numbers(party)
    if len(numbers) == 1 and _is_greek_vat_number(numbers[0].text):
        return None
    at = numbers[0] if numbers else None
    return Breach(at=at, missing="" if at else "cac:PartyTaxScheme/cbc:CompanyID", value=at.word if at else "")


def _each_vat_number(registration: Node, _facts: PeppolFacts) -> list[Breach]:
    if scheme_of(registration) != "VAT":
        return []
    numbers = registration.all("cbc:CompanyID")
    return [Breach(at=number, value=number.word) for number in numbers if not _is_greek_vat_number(number.text)]


def _references(root: Node, description: str) -> list[Node]:
    references = root.all("cac:AdditionalDocumentReference")
    return [reference for reference in references if has_text(reference, description, "cbc:DocumentDescription")]


def _as_many(description: str, *numbers: int) -> Any:
    def check(root: Node, _facts: PeppolFacts) -> Breach | None:
        found = len(_references(root, description))
        if found in numbers:
            return None
        return Breach(missing="cac:AdditionalDocumentReference", value=found, expected=" / ".join(map(str, numbers)))

    return check


def _mark_number(reference: Node, _facts: PeppolFacts) -> list[Breach]:
    if not has_text(reference, _MARK, "cbc:DocumentDescription"):
        return []
    marks = reference.all("cbc:ID")
    return [Breach(at=mark, value=mark.word) for mark in marks if not _MARK_NUMBER.match(mark.text)]


def _link(reference: Node, _facts: PeppolFacts) -> Breach | None:
    path = ("cac:Attachment", "cac:ExternalReference", "cbc:URI")
    if not has_text(reference, _LINK, "cbc:DocumentDescription") or reference.text_at(*path):
        return None
    return Breach(missing="/".join(path))


def _address(address: Node, _facts: PeppolFacts) -> Breach | None:
    if address.attribute("schemeID") == _ADDRESS_SCHEME and begins_with_greek_number(address.text):
        return None
    return Breach(value=address.word, expected=_ADDRESS_SCHEME)


GREECE = country(
    _CODES,
    _applies,
    Group(
        "Greece",
        Context(
            "Document/cbc:ID",
            Assertion("GR-R-001-1", _six_parts),
            Assertion("GR-R-001-2", _part(1, _is_number_of_seller)),
            Assertion("GR-R-001-3", _part(2, _is_issue_date)),
            Assertion("GR-R-001-4", _part(3, _is_serial_number)),
            Assertion("GR-R-001-5", _part(4, _is_document_type)),
            Assertion("GR-R-001-6", _part(5, _is_filled)),
            Assertion("GR-R-001-7", _part(6, _is_filled)),
            when=_sold_from_greece,
        ),
        Context(
            "cac:AccountingSupplierParty/cac:Party",
            Assertion("GR-R-002", _name),
            Assertion("GR-S-011", _vat_number),
            when=_sold_from_greece,
        ),
        Context(
            "cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme",
            Assertion("GR-R-003", _each_vat_number),
            when=_sold_from_greece,
        ),
        Context(
            "Document",
            Assertion("GR-R-004-1", _as_many(_MARK, 1)),
            Assertion("GR-S-008-1", _as_many(_LINK, 1)),
            Assertion("GR-R-008-2", _as_many(_LINK, 0, 1)),
            when=_sold_by_seller_in_greece,
        ),
        Context("cac:AccountingCustomerParty/cac:Party", Assertion("GR-R-005", _name), when=_sold_from_greece),
        Context(
            "cac:AccountingSupplierParty/cac:Party/cbc:EndpointID",
            Assertion("GR-R-009", _address),
            when=_has_greek_address,
        ),
    ),
    # The mark is that of a reference, the link the reference itself: officially they are about different elements.
    Group(
        "Greece: marks",
        Context(
            "cac:AdditionalDocumentReference",
            Assertion("GR-R-004-2", _mark_number),
            when=_sold_by_seller_in_greece,
        ),
    ),
    Group(
        "Greece: links",
        Context("cac:AdditionalDocumentReference", Assertion("GR-R-008-3", _link), when=_sold_from_greece),
    ),
    Group(
        "Greece: Greek buyers",
        Context("cac:AccountingCustomerParty/cac:Party", Assertion("GR-R-006", _vat_number), when=_sold_within_greece),
        Context(
            "cac:AccountingCustomerParty/cac:Party/cbc:EndpointID",
            Assertion("GR-R-010", _address),
            when=_sold_within_greece,
        ),
    ),
)
