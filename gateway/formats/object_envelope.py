"""SFTI Object Envelope 1.0: the attachments of a Svefaktura, which travel beside it and not in it.

The invoice names an object as ``urn:sfti:documents:object:<ObjectID>`` in an AdditionalDocumentReference of the
scheme ATS; the object names the invoice in its DocumentReference. Source: SFTI Basic Invoice 1.0.
"""

from collections.abc import Iterable, Iterator

from lxml import etree

from gateway.findings import Finding, Place, finding
from gateway.formats.attachment_content import take_content
from gateway.messages.invoice import Attachment, Invoice
from gateway.nodes import Document, Node, line_of
from gateway.schemas import SchemaStore

NAMESPACE = "urn:sfti:documents:ObjectEnvelope:1:0"
ROOT = f"{{{NAMESPACE}}}ObjectEnvelope"

_INVOICE = "urn:sfti:documents:BasicInvoice:1:0"
_REFERENCE = f"{{{_INVOICE}}}AdditionalDocumentReference/{{urn:sfti:CommonAggregateComponents:1:0}}ID"
_SCHEME = "identificationSchemeID"
_ATTACHMENT = "ATS"
_OBJECT_PREFIX = "urn:sfti:documents:object:"
_BASE64 = "BASE64"
_ENCODED = f"{{{NAMESPACE}}}EncodedObject"


def is_of(element: etree._Element, invoice: etree._Element) -> bool:
    """Whether an ObjectEnvelope and an invoice name each other, in either direction."""
    identifiers = {_bare(each.text) for each in element.iterfind(f"{_ENCODED}/{{{NAMESPACE}}}ObjectID")}
    if not identifiers.isdisjoint(_references(invoice)):
        return True
    number = _bare(element.findtext(f"{{{NAMESPACE}}}DocumentReference/{{{NAMESPACE}}}DocumentID"))
    return number != "" and number == _bare(invoice.findtext(f"{{{_INVOICE}}}ID"))


def attach(invoice: Invoice, root: etree._Element, objects: Iterable[etree._Element], schemas: SchemaStore) -> None:
    """Put the objects that came with an invoice among its attachments, and what is wrong with them among its faults.

    `root` is the invoice's own document. An attachment that it names and that did not come is a fault as well.
    Raises MissingSchema.
    """
    known = {_bare(attachment.identifier): attachment for attachment in invoice.attachments}
    absent = dict.fromkeys(_references(root))
    for element in objects:
        faults = schemas.explain(element)
        invoice.faults += faults
        for encoded in [] if faults else Document(element).root.all("EncodedObject"):
            identifier = encoded.text_at("ObjectID")
            absent.pop(_bare(identifier), None)
            attachment = known.get(_bare(identifier))
            if attachment is None:
                attachment = known[_bare(identifier)] = Attachment(identifier=identifier)
                invoice.attachments.append(attachment)
            invoice.faults += _content(attachment, encoded.all("EncodedData")[0])
    for identifier in absent:
        place = Place(line=invoice.place.line, record="AdditionalDocumentReference")
        invoice.faults.append(finding("INVOICE-ATTACHMENT-ABSENT", place=place, value=identifier, about=invoice.number))


def _content(attachment: Attachment, data: Node) -> list[Finding]:
    place = Place(line=line_of(data.element), record="EncodedData", path="/ObjectEnvelope/EncodedObject/EncodedData")
    coding = (data.attribute("format") or _BASE64).strip()
    if coding.upper() != _BASE64:
        about = data.attribute("filename") or attachment.identifier
        return [finding("INVOICE-ATTACHMENT-DAMAGED", place=place, about=about, value=f"format {coding}")]
    return take_content(attachment, data, place)


def _references(invoice: etree._Element) -> Iterator[str]:
    for reference in invoice.iterfind(_REFERENCE):
        if reference.get(_SCHEME) == _ATTACHMENT:
            yield _bare(reference.text)


def _bare(identifier: str | None) -> str:
    return (identifier or "").strip().removeprefix(_OBJECT_PREFIX)
