"""What Message Level Response and Invoice Response have in common: a UBL 2.1 ApplicationResponse about one invoice.

What comes from the invoice is made visible text on one line.
"""

from lxml import etree

from gateway.findings import NOWHERE
from gateway.formats.application_response import ROOT, Transaction
from gateway.formats.ubl_elements import Element, date, group, rendered, text
from gateway.formats.ubl_values import NOT_AVAILABLE
from gateway.receipts.answered_documents import AnsweredDocument, AnsweredParty
from gateway.receipts.outcome import STOCKHOLM, Outcome
from gateway.receipts.words import visible


def response_id(document: AnsweredDocument, outcome: Outcome) -> str:
    """The file id; with the position of the invoice where the file has several."""
    return outcome.file_id if document.of == 1 else f"{outcome.file_id}-{document.position}"


def response_document(
    transaction: Transaction,
    document: AnsweredDocument,
    outcome: Outcome,
    *,
    sender: Element | None,
    receiver: Element | None,
    answer: Element | None,
) -> bytes:
    """The finished document in UTF-8; the same outcome gives the same bytes."""
    finished = outcome.finished.astimezone(STOCKHOLM)
    children = [
        text("cbc:CustomizationID", transaction.specification),
        text("cbc:ProfileID", transaction.process),
        text("cbc:ID", response_id(document, outcome)),
        date("cbc:IssueDate", finished.date()),
        text("cbc:IssueTime", f"{finished:%H:%M:%S}"),
        sender,
        receiver,
        answer,
    ]
    root, _ = rendered(ROOT, children, NOWHERE)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def endpoint(who: AnsweredParty) -> Element | None:
    """The electronic address of a party."""
    return text("cbc:EndpointID", visible(who.endpoint), schemeID=visible(who.scheme))


def stated(value: str) -> str:
    """A value as visible text, or what stands where the schema demands one and there is none."""
    return visible(value) or NOT_AVAILABLE


def reference(number: str, type_code: str, issue_date: Element | None = None) -> Element | None:
    """The document that is answered."""
    type_of = text("cbc:DocumentTypeCode", visible(type_code))
    return group("cac:DocumentReference", text("cbc:ID", stated(number)), issue_date, type_of)
