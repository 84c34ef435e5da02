"""Peppol BIS Billing 3.0: UBL 2.1 Invoice and CreditNote, bare or in an SBDH envelope.

Source: OASIS UBL 2.1 (ISO/IEC 19845), EN 16931-3-2, Peppol BIS Billing 3.0. A document is checked by its
schema before anything is read from it.
"""

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from gateway.findings import Finding, Place, finding
from gateway.formats import envelope
from gateway.formats.base import Format, ReadingContext
from gateway.formats.ubl_invoice import read_invoice
from gateway.messages import INVOICE, Part
from gateway.nodes import Document, line_of
from gateway.schemas import Limits, parse_document, root_name

NAMESPACES = {f"urn:oasis:names:specification:ubl:schema:xsd:{name}-2": name for name in ("Invoice", "CreditNote")}
SPECIFICATION = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"


def recognise(head: bytes) -> bool:
    """Whether a file begins as a UBL Invoice or CreditNote, bare or in an envelope that names one of them."""
    namespace, local_name = root_name(head)
    if namespace == envelope.NAMESPACE:
        text = head.replace(b"\0", b"")
        return any(known.encode() in text for known in NAMESPACES)
    return NAMESPACES.get(namespace) == local_name


def read(path: Path, context: ReadingContext) -> Iterator[Part | Finding]:
    """The one invoice or credit note of a file, and findings. Raises MissingSchema and OSError."""
    limits = Limits(depth=context.maximum_depth, size=context.maximum_tree_size, has_attachments=True)
    tree = parse_document(path, limits)
    if isinstance(tree, Finding):
        yield tree
        return
    opened = envelope.open_envelope(tree.getroot(), context.schemas)
    if not isinstance(opened, envelope.OpenedDocument):
        yield from opened
        return
    yield from opened.findings
    name = etree.QName(opened.root)
    if NAMESPACES.get(name.namespace or "") != name.localname:
        place = Place(line=line_of(opened.root))
        yield finding("XML-SCHEMA-ROOT", place=place, value=name.localname)
        return
    if faults := context.schemas.explain(opened.root):
        yield from faults
        return
    yield from _invoice(opened)


def _invoice(opened: envelope.OpenedDocument) -> Iterator[Part | Finding]:
    invoice = read_invoice(Document(opened.root))
    about = invoice.number
    place = Place(line=invoice.place.line, record="cbc:CustomizationID")
    if invoice.specification != SPECIFICATION:
        yield finding(
            "INVOICE-SPECIFICATION",
            place=place,
            value=invoice.specification,
            expected=SPECIFICATION,
            about=about,
        )
    if opened.envelope and invoice.buyer.peppol_id and opened.envelope.receiver != invoice.buyer.peppol_id:
        yield finding(
            "INVOICE-ENVELOPE-RECEIVER",
            place=Place(record="sbdh:Receiver"),
            value=opened.envelope.receiver,
            expected=invoice.buyer.peppol_id,
            about=about,
        )
    yield from invoice.faults
    if not any(fault.rejects for fault in invoice.faults):
        yield invoice


FORMAT = Format(
    name="peppol-bis-billing-3",
    title="E-faktura (Peppol BIS Billing 3)",
    family=INVOICE,
    source="Peppol BIS Billing 3.0; UBL 2.1; EN 16931-1:2017",
    recognise=recognise,
    read=read,
)
