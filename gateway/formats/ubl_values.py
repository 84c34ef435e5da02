"""Values out of the nodes of a UBL document that the schema has already found valid.

The schema leaves a few things open that a ledger cannot take: years beyond four digits, numbers of any length.
Those become faults of the invoice, and the value that stands in for them never reaches a ledger because the
faults reject the invoice.
"""

import datetime
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation

from gateway.catalogue import Scope
from gateway.findings import Finding, Place, finding
from gateway.messages.invoice import UNSTATED, Identifier
from gateway.nodes import WHITE_SPACE, Document, Node, line_of

VAT = "VAT"
CREDITOR_SCHEME = "SEPA"
NOT_AVAILABLE = "NA"
"""What Peppol and others write where UBL demands an element and there is nothing to say."""

_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:Z|[-+]\d{2}:\d{2})?", re.ASCII)
_DATE_FORM = "ÅÅÅÅ-MM-DD"
_MAXIMUM_DIGITS = 24


def text(node: Node | None, name: str) -> str:
    """The text of the first child of a name, trimmed; empty when there is none."""
    found = node.children.get(name) if node is not None else None
    return found[0].text.strip(WHITE_SPACE) if found else ""


def child(node: Node | None, name: str) -> Node | None:
    """The first child of a name, or None."""
    found = node.children.get(name) if node is not None else None
    return found[0] if found else None


def attribute(node: Node | None, name: str) -> str:
    """The value of an attribute, trimmed; empty when there is none."""
    return (node.element.get(name) or "").strip(WHITE_SPACE) if node is not None else ""


def identifier(node: Node | None) -> Identifier | None:
    """A node and its schemeID; None when there is nothing in it."""
    value = node.text.strip(WHITE_SPACE) if node is not None else ""
    return Identifier(value=value, scheme=attribute(node, "schemeID")) if value else None


def vat_category(node: Node | None, name: str) -> Node | None:
    """The first tax category below a node that is of VAT; EN 16931 knows no other tax."""
    for category in node.all(name) if node is not None else ():
        if text(child(category, "cac:TaxScheme"), "cbc:ID").upper() == VAT:
            return category
    return None


def placed(nodes: Sequence[Node], above: str) -> Iterator[tuple[Node, Place]]:
    """Siblings of one name and their places; `above` is the path of what they stand in."""
    if len(nodes) == 1:
        [node] = nodes
        yield node, Place(line=line_of(node.element), record=node.name, path=f"{above}/{node.name}")
        return
    for number, node in enumerate(nodes, start=1):
        yield node, Place(line=line_of(node.element), record=node.name, path=f"{above}/{node.name}[{number}]")


class Values:
    """Takes numbers and dates out of nodes, and keeps findings about those that cannot be used."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.faults: list[Finding] = []

    def number(self, node: Node | None, name: str) -> Decimal | None:
        """The number of the first child of a name, or None."""
        found = node.children.get(name) if node is not None else None
        return self.number_in(found[0]) if found else None

    def number_in(self, node: Node) -> Decimal | None:
        """The number that a node holds, or None."""
        word = node.text.strip(WHITE_SPACE)
        if not word:
            return None
        if len(word) > _MAXIMUM_DIGITS:
            self._refuse("INVOICE-NUMBER-TOO-LONG", node, word, _MAXIMUM_DIGITS)
            return None
        try:
            return Decimal(word)
        except InvalidOperation:
            self._refuse("XML-SCHEMA-VALUE", node, word, "xs:decimal")
            return None

    def amount(self, node: Node | None, name: str) -> Decimal:
        """The amount of the first child of a name; `UNSTATED` when there is none."""
        number = self.number(node, name)
        return UNSTATED if number is None else number

    def date(self, node: Node | None, name: str) -> datetime.date | None:
        """The date of the first child of a name without its time zone, or None."""
        found = node.children.get(name) if node is not None else None
        word = found[0].text.strip(WHITE_SPACE) if found else ""
        if not found or not word:
            return None
        try:
            # Only dates of this form: Python would take weeks and dates without hyphens too.
            match = _DATE.fullmatch(word)
            return datetime.date.fromisoformat(match.group(1) if match else "")
        except ValueError:
            self._refuse("INVOICE-DATE", found[0], word, _DATE_FORM)
            return None

    def fault(self, code: str, node: Node, *, value: object = "", expected: object = "", about: str = "") -> None:
        """Keep a finding about a node that rejects the invoice, or warns."""
        place = self._document.place(node)
        self.faults.append(finding(code, place=place, value=value, expected=expected, about=about, scope=Scope.PART))

    def _refuse(self, code: str, node: Node, value: str, expected: object) -> None:
        self.fault(code, node, value=value, expected=expected)
