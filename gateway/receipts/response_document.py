"""What Message Level Response and Invoice Response have in common: a UBL 2.1 ApplicationResponse about one invoice.

Elements are written in the order of the schema. What comes from the invoice is made visible text on one line.
"""

from typing import Any

from lxml import etree

from gateway.formats.application_response import NAMESPACE, ROOT, Transaction
from gateway.formats.ubl_values import COMMON_AGGREGATES, COMMON_BASICS
from gateway.receipts.answered_documents import AnsweredDocument, AnsweredParty
from gateway.receipts.outcome import STOCKHOLM, Outcome
from gateway.receipts.words import visible

REJECTED = "RE"
NOT_STATED = "NA"
"""What stands where the schema demands a value and there is none to give."""


def response_root(transaction: Transaction, document: AnsweredDocument, outcome: Outcome) -> Any:
    """The root element with the ids and the time of the response; the same outcome gives the same response."""
    names: Any = {None: NAMESPACE, "cac": COMMON_AGGREGATES, "cbc": COMMON_BASICS}
    root = etree.Element(f"{{{NAMESPACE}}}{ROOT}", nsmap=names)
    finished = outcome.finished.astimezone(STOCKHOLM)
    basic(root, "CustomizationID", transaction.specification)
    basic(root, "ProfileID", transaction.process)
    basic(root, "ID", response_id(document, outcome))
    basic(root, "IssueDate", f"{finished:%Y-%m-%d}")
    basic(root, "IssueTime", f"{finished:%H:%M:%S}")
    return root


def response_id(document: AnsweredDocument, outcome: Outcome) -> str:
    """The file id; with the position of the invoice where the file has several."""
    return outcome.file_id if document.of == 1 else f"{outcome.file_id}-{document.position}"


def aggregate(parent: Any, name: str) -> Any:
    """A new cac: element."""
    return etree.SubElement(parent, f"{{{COMMON_AGGREGATES}}}{name}")


def basic(parent: Any, name: str, text: str, **attributes: str) -> Any:
    """A new cbc: element with a text."""
    element = etree.SubElement(parent, f"{{{COMMON_BASICS}}}{name}", attributes)
    element.text = visible(text)
    return element


def party(parent: Any, name: str, who: AnsweredParty) -> Any:
    """Sender or receiver with the electronic address."""
    element = aggregate(parent, name)
    basic(element, "EndpointID", who.endpoint, schemeID=visible(who.scheme))
    return element


def as_bytes(root: Any) -> bytes:
    """The finished document in UTF-8."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
