"""Values out of UBL elements that the schema has already found valid.

The schema leaves a few things open that a ledger cannot take: dates with a time zone, years beyond four
digits, numbers of any length. Those become findings, and the value that stands in for them never reaches a
ledger because the findings reject the invoice.
"""

import datetime
import re
from decimal import Decimal
from functools import lru_cache

from lxml import etree

from gateway.findings import Finding, Place, finding
from gateway.nodes import line_of

COMMON_AGGREGATES = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
COMMON_BASICS = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"

_NAMESPACES = {"cac": COMMON_AGGREGATES, "cbc": COMMON_BASICS}
_PREFIXED_NAME = re.compile(r"(cac|cbc):")
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:Z|[-+]\d{2}:\d{2})?", re.ASCII)
_MAXIMUM_DIGITS = 24


@lru_cache(maxsize=512)
def clark(path: str) -> str:
    """A path with the prefixes cac and cbc in Clark notation, as ElementPath wants it."""
    return _PREFIXED_NAME.sub(lambda match: f"{{{_NAMESPACES[match.group(1)]}}}", path)


class UblReader:
    """Takes values out of elements and keeps the findings about those that cannot be used."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def text(self, element: etree._Element | None, path: str) -> str:
        """The text at a path, trimmed; empty when there is none."""
        return "" if element is None else (element.findtext(clark(path)) or "").strip()

    def find(self, element: etree._Element | None, path: str) -> etree._Element | None:
        """The first element at a path."""
        return None if element is None else element.find(clark(path))

    def find_all(self, element: etree._Element, path: str) -> list[etree._Element]:
        """Every element at a path, in document order."""
        return element.findall(clark(path))

    def attribute(self, element: etree._Element | None, path: str, name: str) -> str:
        """An attribute of the first element at a path; empty when either is not there."""
        found = self.find(element, path)
        return "" if found is None else found.get(name, "").strip()

    def number(self, element: etree._Element | None, path: str) -> Decimal | None:
        """The number at a path, or None."""
        found = self.find(element, path)
        text = "" if found is None else (found.text or "").strip()
        if found is None or not text:
            return None
        if len(text) > _MAXIMUM_DIGITS:
            self._refuse("INVOICE-NUMBER-TOO-LONG", found, text, _MAXIMUM_DIGITS)
            return None
        return Decimal(text)

    def amount(self, element: etree._Element | None, path: str) -> Decimal:
        """The amount at a path; zero when there is none, as EN 16931 reckons."""
        number = self.number(element, path)
        return Decimal(0) if number is None else number

    def date(self, element: etree._Element | None, path: str) -> datetime.date | None:
        """The date at a path without its time zone, or None."""
        found = self.find(element, path)
        text = "" if found is None else (found.text or "").strip()
        if found is None or not text:
            return None
        match = _DATE.fullmatch(text)
        try:
            return datetime.date.fromisoformat(match.group(1) if match else text)
        except ValueError:
            self._refuse("INVOICE-DATE", found, text, "ÅÅÅÅ-MM-DD")
            return None

    def _refuse(self, code: str, element: etree._Element, value: str, expected: object) -> None:
        name = etree.QName(element).localname
        place = Place(line=line_of(element), record=f"cbc:{name}")
        self.findings.append(finding(code, place=place, value=value, expected=expected))
