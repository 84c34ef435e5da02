"""Supporting documents of a UBL 2.1 document (BG-24): their name, size and hash in the message, and where they are."""

from gateway.formats.attachment_content import take_content
from gateway.formats.ubl_values import Values, child, placed, text
from gateway.messages.invoice import Attachment
from gateway.nodes import Document, Node

INVOICED_OBJECT = "130"
PROJECT = "50"

_REFERENCE = "cac:AdditionalDocumentReference"
_NOT_SUPPORTING = (INVOICED_OBJECT, PROJECT)
_EMBEDDED = "cbc:EmbeddedDocumentBinaryObject"


def document_reference(root: Node, type_code: str) -> Node | None:
    """The identifier of the first cac:AdditionalDocumentReference with a document type code (UNCL1001)."""
    for reference in root.all(_REFERENCE):
        if text(reference, "cbc:DocumentTypeCode") == type_code:
            return child(reference, "cbc:ID")
    return None


def attachments(values: Values, document: Document) -> list[Attachment]:
    """The supporting documents of a document; damage to one, and a lack of content, become faults."""
    found = []
    for reference, place in placed(document.root.all(_REFERENCE), f"/{document.root.name}"):
        if text(reference, "cbc:DocumentTypeCode") in _NOT_SUPPORTING:
            continue
        attached = child(reference, "cac:Attachment")
        attachment = Attachment(
            identifier=text(reference, "cbc:ID"),
            description=text(reference, "cbc:DocumentDescription"),
            external_uri=text(child(attached, "cac:ExternalReference"), "cbc:URI"),
            place=place,
        )
        if embedded := child(attached, _EMBEDDED):
            values.faults += take_content(attachment, embedded, document.place(embedded))
        found.append(attachment)
    return found
