"""UN/CEFACT Standard Business Document Header (SBDH) 1.0, the envelope that Peppol puts around a document.

The header is checked with the gateway's own ``sbdh.xsd``; the document inside is handed on as if it had come
bare. Source: Peppol Business Message Envelope 2.0.
"""

from dataclasses import dataclass

from lxml import etree

from gateway.findings import Finding, Place, finding
from gateway.nodes import line_of
from gateway.schemas import SchemaStore

NAMESPACE = "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"

_ROOT = f"{{{NAMESPACE}}}StandardBusinessDocument"
_HEADER = f"{{{NAMESPACE}}}StandardBusinessDocumentHeader"


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Who sent a document to whom. Sender and receiver are Peppol ids: ``0007:2120000142``."""

    sender: str
    receiver: str
    instance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedDocument:
    """A document out of its envelope; `envelope` is None when it came bare."""

    root: etree._Element
    envelope: Envelope | None
    findings: tuple[Finding, ...]


def open_envelope(root: etree._Element, schemas: SchemaStore) -> OpenedDocument | list[Finding]:
    """The document that `root` is or holds; findings alone when there is an envelope but no document in it.

    Raises MissingSchema when ``sbdh.xsd`` is not there.
    """
    if root.tag != _ROOT:
        return OpenedDocument(root=root, envelope=None, findings=())
    findings = schemas.explain(root)
    document = next((child for child in root if child.tag != _HEADER), None)
    if document is None:
        return findings
    header = root.find(_HEADER)
    envelope = None if header is None else _envelope(header)
    if envelope and document.tag.startswith("{") and (wrong := _wrong_standard(header, document)):
        findings.append(wrong)
    return OpenedDocument(root=document, envelope=envelope, findings=tuple(findings))


def _envelope(header: etree._Element) -> Envelope:
    return Envelope(
        sender=_text(header, "Sender", "Identifier"),
        receiver=_text(header, "Receiver", "Identifier"),
        instance=_text(header, "DocumentIdentification", "InstanceIdentifier"),
    )


def _wrong_standard(header: etree._Element | None, document: etree._Element) -> Finding | None:
    standard = "" if header is None else _text(header, "DocumentIdentification", "Standard")
    namespace = etree.QName(document).namespace or ""
    if not standard or standard == namespace:
        return None
    place = Place(line=line_of(document), record="sbdh:Standard")
    return finding("XML-ENVELOPE-STANDARD", place=place, value=standard, expected=namespace)


def _text(element: etree._Element, *names: str) -> str:
    path = "/".join(f"{{{NAMESPACE}}}{name}" for name in names)
    return (element.findtext(path) or "").strip()
