"""Standard Business Document Headers, the envelopes around business documents, and what is in them.

There are two, with the same elements in namespaces of their own: the one of UN/CEFACT, version 1.0, which Peppol
uses, and the one of SFTI, in which a Svefaktura travels with its attachments. Over Peppol the second comes inside
the first. An envelope may hold several documents, or several envelopes. Sources: Peppol Business Message Envelope
2.0; SFTI Basic Invoice 1.0.

A header is checked by the schema of its envelope; the documents are handed on as if each had come bare.
"""

from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from gateway.findings import Finding, Place, finding
from gateway.formats import object_envelope
from gateway.nodes import line_of, short_name
from gateway.schemas import SchemaStore

UN_CEFACT = "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"
SFTI = "urn:sfti:documents:StandardBusinessDocumentHeader"
ENVELOPES = {f"{{{namespace}}}StandardBusinessDocument": namespace for namespace in (UN_CEFACT, SFTI)}

# An empty element of no known namespace stands for all documents when a header is checked.
_CONTENT = "{urn:gateway:content}document"


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Who sent a document to whom, and the id of this sending. Over Peppol, parties are Peppol ids: 0007:2120000142."""

    sender: str = ""
    receiver: str = ""
    instance: str = ""


@dataclass(slots=True, kw_only=True)
class OpenedDocument:
    """A document out of its envelopes. `root` has no parent; its lines are still those of the file.

    `envelope` is the innermost one, None when the document came bare. `objects` are the ObjectEnvelope elements
    that came beside it. `findings` are about inner envelopes, which need not hold every document of the file.
    """

    root: etree._Element
    envelope: Envelope | None = None
    objects: list[etree._Element] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@dataclass(slots=True)
class OpenedFile:
    """The documents of a file, in order, and findings about the file: its outermost envelope, and empty ones."""

    documents: list[OpenedDocument] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def open_envelope(root: etree._Element, schemas: SchemaStore) -> OpenedFile:
    """Every document that `root` is or holds. Raises MissingSchema when the schema of an envelope is not there."""
    opening = _Opening(schemas)
    if alone := opening.open(root, None):
        place = Place(line=line_of(alone[0].element), record=short_name(alone[0].element.tag))
        opening.file.findings.append(finding("XML-ENVELOPE-ATTACHMENTS-ALONE", place=place, value=len(alone)))
    for document in opening.file.documents:
        parent = document.root.getparent()
        if parent is not None:
            parent.remove(document.root)
    return opening.file


@dataclass(frozen=True, slots=True)
class _Object:
    """An ObjectEnvelope, and how many documents of the file stand before it."""

    element: etree._Element
    documents_before: int


class _Opening:
    """Goes through a file's envelopes from the outside in, and collects what they hold."""

    def __init__(self, schemas: SchemaStore) -> None:
        self.file = OpenedFile()
        self._schemas = schemas

    def open(self, element: etree._Element, around: Envelope | None) -> list[_Object]:
        """Take in what an element is or holds; returns the objects beside which no document was found."""
        documents = self.file.documents
        if element.tag == object_envelope.ROOT:
            return [_Object(element, len(documents))]
        if element.tag not in ENVELOPES:
            documents.append(OpenedDocument(root=element, envelope=around))
            return []
        header = element.find(f"{{{ENVELOPES[element.tag]}}}StandardBusinessDocumentHeader")
        envelope = around if header is None else _envelope(header, around)
        content = [child for child in element if child is not header]
        first = len(documents)
        objects = [each for child in content for each in self.open(child, envelope)]
        held = documents[first:]
        self._check(element, header, content, held)
        if not held:
            return objects
        for each in objects:
            _holder(each, held, first).objects.append(each.element)
        return []

    def _check(
        self,
        element: etree._Element,
        header: etree._Element | None,
        content: list[etree._Element],
        held: list[OpenedDocument],
    ) -> None:
        faults = self._schemas.explain(_shell(element, header))
        if header is not None and content:
            faults += _wrong_standard(header, [*content, *(document.root for document in held)])
        if not content:
            place = Place(line=line_of(element), record=short_name(element.tag))
            faults.append(finding("XML-ENVELOPE-EMPTY", place=place))
        if element.getparent() is None or not held:
            self.file.findings += faults
        else:
            for document in held:
                document.findings += faults


def _shell(element: etree._Element, header: etree._Element | None) -> etree._Element:
    """An envelope with its header alone: documents have schemas of their own, and may be large."""
    shell = etree.Element(element.tag)
    shell.sourceline = element.sourceline
    if header is not None:
        shell.append(deepcopy(header))
    etree.SubElement(shell, _CONTENT)
    return shell


def _envelope(header: etree._Element, around: Envelope | None) -> Envelope:
    """What a header says; what it leaves out is taken from the envelope around it."""
    outer = around or Envelope()
    return Envelope(
        sender=_text(header, "Sender", "Identifier") or outer.sender,
        receiver=_text(header, "Receiver", "Identifier") or outer.receiver,
        instance=_text(header, "DocumentIdentification", "InstanceIdentifier") or outer.instance,
    )


def _wrong_standard(header: etree._Element, held: list[etree._Element]) -> list[Finding]:
    standard = _text(header, "DocumentIdentification", "Standard")
    namespaces = [etree.QName(each).namespace or "" for each in held]
    if not standard or standard in namespaces:
        return []
    place = Place(line=line_of(header), record=f"{short_name(header.tag).partition(':')[0]}:Standard")
    return [finding("XML-ENVELOPE-STANDARD", place=place, value=standard, expected=namespaces[-1])]


def _holder(each: _Object, held: list[OpenedDocument], first: int) -> OpenedDocument:
    """The document that an object is an attachment of: the one that names it, else the nearest before it."""
    named = (document for document in held if object_envelope.is_of(each.element, document.root))
    return next(named, held[max(each.documents_before - first - 1, 0)])


def _text(header: etree._Element, *names: str) -> str:
    namespace = etree.QName(header).namespace
    path = "/".join(f"{{{namespace}}}{name}" for name in names)
    return (header.findtext(path) or "").strip()
