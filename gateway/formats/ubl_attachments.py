"""Supporting documents of a UBL 2.1 document (BG-24): their name, size and hash in the message, their bytes on demand.

An Attachment does not hold its content. Who delivers or forwards attachments takes it from the document that the
invoice was read from, for as long as `Invoice.document` is there:

    for attachment, content in contents_of(invoice):
        save(attachment.file_name, content)

Each step of that loop decodes one attachment, so only one is in memory at a time beside the document itself.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterator

from gateway.formats.ubl_values import Values, attribute, child, placed, text
from gateway.messages.invoice import Attachment, Invoice
from gateway.nodes import Document, Node

INVOICED_OBJECT = "130"
PROJECT = "50"

_REFERENCE = "cac:AdditionalDocumentReference"
_NOT_SUPPORTING = (INVOICED_OBJECT, PROJECT)


def supporting_documents(document: Document) -> list[Node]:
    """Every cac:AdditionalDocumentReference that is a supporting document, in the order of `Invoice.attachments`."""
    return [node for node in document.root.all(_REFERENCE) if text(node, "cbc:DocumentTypeCode") not in _NOT_SUPPORTING]


def document_reference(root: Node, type_code: str) -> Node | None:
    """The identifier of the first cac:AdditionalDocumentReference with a document type code (UNCL1001)."""
    for reference in root.all(_REFERENCE):
        if text(reference, "cbc:DocumentTypeCode") == type_code:
            return child(reference, "cbc:ID")
    return None


def content_of(reference: Node) -> bytes:
    """What is embedded in a document reference, decoded anew at each call; empty when nothing is.

    Raises ValueError when it is not base64.
    """
    embedded = _embedded(reference)
    return b"" if embedded is None else _decoded(embedded)


def contents_of(invoice: Invoice) -> Iterator[tuple[Attachment, bytes]]:
    """The attachments of an invoice that was read from UBL that have whole content, each with it."""
    if invoice.document is None:
        return
    for attachment, reference in zip(invoice.attachments, supporting_documents(invoice.document), strict=True):
        if attachment.sha256:
            yield attachment, content_of(reference)


def attachments(values: Values, document: Document) -> list[Attachment]:
    """The supporting documents of a document; damage to one, and a lack of content, become faults."""
    if _REFERENCE not in document.root.children:
        return []
    everything = placed(document.root.all(_REFERENCE), f"/{document.root.name}")
    places = {id(node): place for node, place in everything}
    found = []
    for reference in supporting_documents(document):
        attached = child(reference, "cac:Attachment")
        embedded = _embedded(reference)
        content = b"" if embedded is None else _content(values, embedded)
        found.append(
            Attachment(
                identifier=text(reference, "cbc:ID"),
                description=text(reference, "cbc:DocumentDescription"),
                external_uri=text(child(attached, "cac:ExternalReference"), "cbc:URI"),
                file_name=attribute(embedded, "filename"),
                mime_code=attribute(embedded, "mimeCode"),
                size=len(content),
                sha256=hashlib.sha256(content).hexdigest() if content else "",
                place=places[id(reference)],
            )
        )
    return found


def _embedded(reference: Node) -> Node | None:
    return child(child(reference, "cac:Attachment"), "cbc:EmbeddedDocumentBinaryObject")


def _decoded(embedded: Node) -> bytes:
    # Line breaks in base64 are common, and allowed; anything else out of the alphabet is damage.
    return base64.b64decode("".join(embedded.text.split()), validate=True)


def _content(values: Values, embedded: Node) -> bytes:
    name = attribute(embedded, "filename")
    try:
        content = _decoded(embedded)
    except (binascii.Error, ValueError) as error:
        values.fault("INVOICE-ATTACHMENT-DAMAGED", embedded, value=error, about=name)
        return b""
    if not content:
        values.fault("INVOICE-ATTACHMENT-EMPTY", embedded, about=name)
    return content
