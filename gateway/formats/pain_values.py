"""Values in pain.001 and pain.002, made of the texts found in one element: accounts, parties, references.

Source: ISO 20022 pain.001 and pain.002, with the conventions of Swedish banks: a giro number is told by its scheme
(``BGNR``, ``PGNR``) or by the clearing number of its agent in the system ``SESBA``, 9900 for bankgiro and 9960 for
plusgiro.
"""

import re
from decimal import Decimal
from typing import NamedTuple

from lxml import etree

from gateway.formats.element_paths import Found
from gateway.formats.pain_paths import OrderVersion
from gateway.identifiers import is_organisation_number, without_separators

SWEDISH_CLEARING = "SESBA"
_GIRO_BY_CLEARING = {"9900": "BGNR", "9960": "PGNR"}
_GIROS = ("BGNR", "PGNR")
_IDENTITIES = ("Id/OrgId/Othr/Id", "Id/PrvtId/Othr/Id")
_CODES_OF_PARTIES = ("Id/OrgId/LEI", "Id/OrgId/BICOrBEI", "Id/OrgId/AnyBIC")
_DECIMAL = re.compile(r"\+?\d{1,18}(\.\d{0,17})?|\+?\.\d{1,17}", re.ASCII)
_CREDIT_NOTE = "CREN"
_REMITTED = "REMI"


class Account(NamedTuple):
    """An account and its kind: BGNR, PGNR, IBAN or BBAN; both blank for no account."""

    number: str
    kind: str


class Remittance(NamedTuple):
    """What a payment is said to pay.

    `references` are (reference, kind), of kinds ocr and reference. `remitted` is the sum of what is stated as paid,
    and None when not every document states it. `credit_notes` are (number, amount or None).
    """

    references: list[tuple[str, str]]
    remitted: Decimal | None
    credit_notes: list[tuple[str, Decimal | None]]
    texts: list[str]


def amount_of(text: str) -> Decimal | None:
    """An amount as schemas allow it (no exponent, no sign but plus), or None.

    Elements are read before the schema's verdict on the whole document is known, so that a text may be anything.
    """
    return Decimal(text) if _DECIMAL.fullmatch(text) else None


def clearing_of(found: Found, agent: str) -> str:
    """The Swedish clearing number of an agent, or an empty text. Four or five digits of no system are taken for one."""
    system, member = found.text(f"{agent}/System"), found.text(f"{agent}/Member")
    is_swedish = system == SWEDISH_CLEARING or (not system and member.isdecimal() and len(member) in (4, 5))
    return member if is_swedish else ""


def giro_account_of(found: Found, path: str, clearing: str = "") -> Account:
    """The account at a path; of kind BGNR or PGNR too where only the clearing number says so. Blank without one."""
    if iban := found.text(f"{path}/Id/IBAN"):
        return Account(iban.replace(" ", ""), "IBAN")
    number = without_separators(found.text(f"{path}/Id/Othr/Id"))
    if not number:
        return Account("", "")
    scheme = found.text(f"{path}/Id/Othr/SchmeNm/Prtry", f"{path}/Id/Othr/SchmeNm/Cd").upper()
    return Account(number, scheme if scheme in _GIROS else _GIRO_BY_CLEARING.get(clearing, "BBAN"))


def address_of(found: Found, party: str) -> str:
    """The postal address of a party on one line."""
    value, lines = found.text, found.several.get(f"{party}/PstlAdr/AdrLine", ())
    street = f"{value(f'{party}/PstlAdr/StrtNm')} {value(f'{party}/PstlAdr/BldgNb')}".strip()
    box = value(f"{party}/PstlAdr/PstBx")
    town = f"{value(f'{party}/PstlAdr/PstCd')} {value(f'{party}/PstlAdr/TwnNm')}".strip()
    return ", ".join(filter(None, (*lines, street, box, town, value(f"{party}/PstlAdr/Ctry"))))


def country_of(found: Found, party: str) -> str:
    """The country of a party's address, else of its residence, else an empty text."""
    return found.text(f"{party}/PstlAdr/Ctry", f"{party}/CtryOfRes")


def identity_of(found: Found, party: str) -> str:
    """The organisation number of a party, else the first identity that it has, else an empty text."""
    given = [one for path in _IDENTITIES for one in found.several.get(f"{party}/{path}", ())]
    organisation = next(filter(is_organisation_number, given), "")
    return organisation or (given[0] if given else found.text(*(f"{party}/{path}" for path in _CODES_OF_PARTIES)))


def remittance_of(version: OrderVersion, transfer: etree._Element) -> Remittance:
    """What the structured remittance information of a transfer says; empty when it has none."""
    references: list[tuple[str, str]] = []
    credit_notes: list[tuple[str, Decimal | None]] = []
    texts: list[str] = []
    remitted: Decimal | None = Decimal(0)
    for element in transfer.iterfind(version.structured):
        found = version.remittance.found(element)
        documents = found.groups.get("RfrdDocInf", [])
        references += _references_of(found, documents)
        texts += found.several.get("AddtlRmtInf", ())
        paid, credited = _stated(found, "RmtdAmt", _REMITTED), _stated(found, "CdtNoteAmt", _CREDIT_NOTE)
        notes = [one.get("Nb", "") for one in documents if one.get("Tp") == _CREDIT_NOTE]
        if credited is None and notes:
            paid, credited = None, paid
        if notes or credited is not None:
            credit_notes.append((", ".join(filter(None, notes)), credited))
        if paid is None and credited is None:
            remitted = None
        elif remitted is not None:
            remitted += (paid or 0) - (credited or 0)
    return Remittance(references, remitted if references or credit_notes else None, credit_notes, texts)


def _references_of(found: Found, documents: list[dict[str, str]]) -> list[tuple[str, str]]:
    numbers = [(one["Nb"], "reference") for one in documents if one.get("Nb")]
    if reference := found.text("Ref"):
        is_ocr = found.text("Tp") == "SCOR" and reference.isascii() and reference.isdigit()
        return [(reference, "ocr" if is_ocr else "reference"), *numbers]
    return numbers


def _stated(found: Found, name: str, code: str) -> Decimal | None:
    """An amount of a document: by its own name, or by its code in the list that newer versions have."""
    listed = [one.get("Amt", "") for one in found.groups.get("RmtAmtAndTp", ()) if one.get("Tp") == code]
    return amount_of(found.text(name) or next(iter(listed), ""))
