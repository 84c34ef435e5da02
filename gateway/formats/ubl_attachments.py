"""Supporting documents of a UBL 2.1 document (BG-24): their name, size and hash, not their content."""

import base64
import binascii
import hashlib

from lxml import etree

from gateway.findings import Place, finding
from gateway.formats.ubl_values import UblReader
from gateway.messages.invoice import Attachment
from gateway.nodes import line_of

INVOICED_OBJECT = "130"
PROJECT = "50"

_CONTENT = "cac:Attachment/cbc:EmbeddedDocumentBinaryObject"


def attachments(reader: UblReader, root: etree._Element) -> list[Attachment]:
    """Every cac:AdditionalDocumentReference that is a supporting document."""
    return [
        _attachment(reader, element)
        for element in reader.find_all(root, "cac:AdditionalDocumentReference")
        if reader.text(element, "cbc:DocumentTypeCode") not in (INVOICED_OBJECT, PROJECT)
    ]


def document_reference(reader: UblReader, root: etree._Element, type_code: str) -> str:
    """The identifier of the first cac:AdditionalDocumentReference with a document type code (UNCL1001)."""
    for element in reader.find_all(root, "cac:AdditionalDocumentReference"):
        if reader.text(element, "cbc:DocumentTypeCode") == type_code:
            return reader.text(element, "cbc:ID")
    return ""


def _attachment(reader: UblReader, element: etree._Element) -> Attachment:
    embedded = reader.find(element, _CONTENT)
    content = b"" if embedded is None else _content(reader, embedded)
    return Attachment(
        identifier=reader.text(element, "cbc:ID"),
        description=reader.text(element, "cbc:DocumentDescription"),
        external_uri=reader.text(element, "cac:Attachment/cac:ExternalReference/cbc:URI"),
        file_name="" if embedded is None else embedded.get("filename", ""),
        mime_code="" if embedded is None else embedded.get("mimeCode", ""),
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest() if content else "",
    )


def _content(reader: UblReader, embedded: etree._Element) -> bytes:
    # Line breaks in base64 are common, and allowed; anything else out of the alphabet is damage.
    text = "".join((embedded.text or "").split())
    place = Place(line=line_of(embedded), record="cbc:EmbeddedDocumentBinaryObject")
    name = embedded.get("filename", "")
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        reader.findings.append(finding("INVOICE-ATTACHMENT-DAMAGED", place=place, about=name, value=error))
        return b""
    if not content:
        reader.findings.append(finding("INVOICE-ATTACHMENT-EMPTY", place=place, about=name))
    return content
