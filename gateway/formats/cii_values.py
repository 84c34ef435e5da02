"""Values out of CII nodes, and findings about those that cannot be used.

The schema leaves the form of a date open and lets a number be of any length. EN 16931-3-3 knows one form of a date:
format 102 of UNTDID 2379, eight digits.
"""

import datetime
import re
from collections.abc import Sequence
from decimal import Decimal

from gateway.findings import Finding, Place, finding
from gateway.messages.invoice import UNSTATED, Identifier, Period
from gateway.nodes import Document, Node, line_of, path_of

DATE_FORMAT = "102"
TRUE = frozenset({"true", "1"})
FALSE = frozenset({"false", "0"})

_DATE = re.compile(r"\d{8}", re.ASCII)
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)", re.ASCII)
_MAXIMUM_DIGITS = 24
_DATE_VALUES = ("udt:DateTimeString", "udt:DateString", "qdt:DateTimeString", "udt:DateTime", "udt:Date")
_DATE_SHOWN = f"ÅÅÅÅMMDD, format {DATE_FORMAT}"


class CiiReader:
    """Takes values out of the nodes of a document and keeps the findings about those that cannot be used.

    A node may be None everywhere: then there is no value. White space around values is not part of them.
    """

    def __init__(self, document: Document, about: str) -> None:
        self.document = document
        self.about = about
        self.faults: list[Finding] = []

    def number(self, node: Node | None, *names: str) -> Decimal | None:
        """The number of the first node at a path, or None."""
        found = first(node, *names)
        if found is None or not found.word:
            return None
        if not _NUMBER.fullmatch(found.word):
            self.refuse("XML-SCHEMA-VALUE", found, "xs:decimal")
        elif len(found.word) > _MAXIMUM_DIGITS:
            self.refuse("INVOICE-NUMBER-TOO-LONG", found, _MAXIMUM_DIGITS)
        else:
            return Decimal(found.word)
        return None

    def amount(self, node: Node | None, *names: str) -> Decimal:
        """The amount at a path, UNSTATED when there is none."""
        number = self.number(node, *names)
        return UNSTATED if number is None else number

    def date(self, node: Node | None, *names: str) -> datetime.date | None:
        """The date of the first node at a path, the parent of a DateTimeString or the like; None when it has none."""
        found = first(node, *names)
        value = next((child for name in _DATE_VALUES if (child := first(found, name))), None)
        if value is None or not value.word:
            return None
        if value.attribute("format") == DATE_FORMAT and _DATE.fullmatch(value.word):
            try:
                return datetime.date.fromisoformat(value.word)
            except ValueError:
                pass
        self.refuse("INVOICE-DATE", value, _DATE_SHOWN)
        return None

    def period(self, node: Node | None) -> Period | None:
        """A ram:BillingSpecifiedPeriod."""
        if node is None:
            return None
        return Period(start=self.date(node, "ram:StartDateTime"), end=self.date(node, "ram:EndDateTime"))

    def refuse(self, code: str, node: Node, expected: object) -> None:
        """Keep a finding about a node whose text cannot be used."""
        place = self.document.place(node)
        self.faults.append(finding(code, place=place, value=node.word, expected=expected, about=self.about))

    def miss(self, node: Node, name: str) -> None:
        """Keep a finding about something that the schema does not demand below a node, and the gateway must."""
        place = self.document.place(node, name)
        fault = finding("XML-SCHEMA-ELEMENT-MISSING", place=place, value=node.name, expected=name, about=self.about)
        self.faults.append(fault)

    def places(self, nodes: Sequence[Node], parent: Node | str) -> list[Place]:
        """The places of all children of one name; `parent` is the node they stand below, or its path.

        Made from their order: to look for each position among the siblings would take time by the square of their
        number.
        """
        path = parent if isinstance(parent, str) else path_of(parent.element, self.document.root.element)
        return [
            Place(
                line=line_of(node.element),
                record=node.name,
                path=f"{path}/{node.name}[{number}]" if len(nodes) > 1 else f"{path}/{node.name}",
            )
            for number, node in enumerate(nodes, start=1)
        ]


def first(node: Node | None, *names: str) -> Node | None:
    """The first node at a path."""
    return None if node is None else node.first(*names) if names else node


def text(node: Node | None, *names: str) -> str:
    """The text of the first node at a path that has one; empty when none has."""
    if node is None:
        return ""
    return next((found.word for found in node.along(*names) if found.word), "")


def all_text(node: Node | None, *names: str) -> str:
    """The texts of all nodes at a path, a line each."""
    return "" if node is None else "\n".join(found.word for found in node.along(*names) if found.word)


def attribute(node: Node | None, name: str) -> str:
    """An attribute, empty when there is none."""
    return "" if node is None else (node.attribute(name) or "").strip()


def identifier(node: Node) -> Identifier:
    """A ram:ID, ram:GlobalID or the like with its scheme."""
    return Identifier(value=node.word, scheme=attribute(node, "schemeID"))
