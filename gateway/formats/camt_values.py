"""Values in camt messages: amounts, dates, accounts, parties and references of one element.

Source: ISO 20022 camt.054, versions 001.02 and 001.08. They differ in few paths; `Version` holds them.
"""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

from lxml import etree

from gateway.identifiers import is_organisation_number

_DECIMAL = re.compile(r"\+?\d{1,18}(\.\d{0,17})?|\+?\.\d{1,17}", re.ASCII)
_STOCKHOLM = ZoneInfo("Europe/Stockholm")
_NOT_PROVIDED = "NOTPROVIDED"


class Version(NamedTuple):
    """What differs between versions of camt.054: its name, where a party, a status and an amount stand."""

    name: str
    party: str
    status: tuple[str, ...]
    detail_amounts: tuple[str, ...]

    @property
    def namespace(self) -> str:
        """The XML namespace of the version."""
        return f"urn:iso:std:iso:20022:tech:xsd:{self.name}"


VERSIONS = (
    Version("camt.054.001.02", "", ("Sts",), ("AmtDtls/TxAmt/Amt",)),
    Version("camt.054.001.08", "Pty", ("Sts/Cd", "Sts/Prtry"), ("Amt", "AmtDtls/TxAmt/Amt")),
)


class Account(NamedTuple):
    """An account and its kind: BGNR, PGNR, IBAN or BBAN."""

    number: str
    kind: str


class Reader:
    """Finds elements of one camt namespace by paths without prefixes, such as ``Refs/EndToEndId``."""

    def __init__(self, version: Version) -> None:
        self.version = version
        self._paths: dict[str, str] = {}

    def element(self, parent: etree._Element, path: str) -> etree._Element | None:
        """The first element at a path, or None."""
        return parent.find(self._qualified(path))

    def elements(self, parent: etree._Element, path: str) -> list[etree._Element]:
        """All elements at a path."""
        return parent.findall(self._qualified(path))

    def text(self, parent: etree._Element | None, *paths: str) -> str:
        """The trimmed text of the first path that has any, or an empty text."""
        if parent is None:
            return ""
        for path in paths:
            if text := (parent.findtext(self._qualified(path)) or "").strip():
                return text
        return ""

    def account(self, parent: etree._Element | None) -> Account | None:
        """The account in an account element (``Acct``, ``CdtrAcct``), or None."""
        if parent is None:
            return None
        if iban := self.text(parent, "Id/IBAN"):
            return Account(iban.replace(" ", ""), "IBAN")
        number = self.text(parent, "Id/Othr/Id").replace("-", "").replace(" ", "")
        kind = self.text(parent, "Id/Othr/SchmeNm/Prtry", "Id/Othr/SchmeNm/Cd").upper()
        return Account(number, kind if kind in ("BGNR", "PGNR") else "BBAN") if number else None

    def party(self, details: etree._Element, name: str) -> tuple[str, str, str]:
        """Name, address on one line and organisation number of a related party such as ``Dbtr``."""
        party = self.element(details, f"RltdPties/{name}")
        if party is not None and self.version.party:
            inner = self.element(party, self.version.party)
            party = inner if inner is not None else self.element(party, "Agt/FinInstnId")
        if party is None:
            return "", "", ""
        identities = ((found.text or "").strip() for found in self.elements(party, "Id/OrgId/Othr/Id"))
        organisation = next((number for number in identities if is_organisation_number(number)), "")
        return self.text(party, "Nm"), self._address(party), organisation

    def references(self, details: etree._Element) -> list[tuple[str, str]]:
        """References and kinds: creditor references, document numbers, else free text, else end to end id."""
        found: list[tuple[str, str]] = []
        for structured in self.elements(details, "RmtInf/Strd"):
            if reference := self.text(structured, "CdtrRefInf/Ref"):
                is_scor = self.text(structured, "CdtrRefInf/Tp/CdOrPrtry/Cd") == "SCOR"
                is_ocr = is_scor and reference.isascii() and reference.isdigit()
                found.append((reference, "ocr" if is_ocr else "reference"))
            elif number := self.text(structured, "RfrdDocInf/Nb"):
                found.append((number, "reference"))
        if not found and (free := self.message(details)):
            found.append((free, "reference"))
        end_to_end = self.text(details, "Refs/EndToEndId")
        if not found and end_to_end and end_to_end != _NOT_PROVIDED:
            found.append((end_to_end, "reference"))
        return found

    def message(self, details: etree._Element) -> str:
        """The free texts to the payee, joined by a blank."""
        texts = ((text.text or "").strip() for text in self.elements(details, "RmtInf/Ustrd"))
        return " ".join(text for text in texts if text)

    def day(self, parent: etree._Element, *paths: str) -> date | None:
        """The first date or date and time at the paths, as a date in Sweden; None without a right one."""
        for path in paths:
            if text := self.text(parent, f"{path}/Dt", f"{path}/DtTm", path):
                return day_of(text)
        return None

    def _address(self, party: etree._Element) -> str:
        lines = [(line.text or "").strip() for line in self.elements(party, "PstlAdr/AdrLine")]
        street = f"{self.text(party, 'PstlAdr/StrtNm')} {self.text(party, 'PstlAdr/BldgNb')}".strip()
        town = f"{self.text(party, 'PstlAdr/PstCd')} {self.text(party, 'PstlAdr/TwnNm')}".strip()
        return ", ".join(part for part in (*lines, street, town, self.text(party, "PstlAdr/Ctry")) if part)

    def _qualified(self, path: str) -> str:
        if path not in self._paths:
            namespace = self.version.namespace
            self._paths[path] = "/".join(f"{{{namespace}}}{step}" for step in path.split("/"))
        return self._paths[path]


def amount_of(text: str) -> Decimal | None:
    """An amount as schemas allow it (no exponent, no sign but plus), or None."""
    return Decimal(text) if _DECIMAL.fullmatch(text) else None


def moment_of(text: str) -> datetime | None:
    """A date and time; one with a time zone is turned into Swedish time. None when it is wrong."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    try:
        return moment.astimezone(_STOCKHOLM) if moment.tzinfo else moment
    except OverflowError:
        return None


def day_of(text: str) -> date | None:
    """The day of a date or a date and time, in Sweden. A time zone on a bare date does not move it."""
    if "T" in text:
        moment = moment_of(text)
        return moment.date() if moment else None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
