"""Referenced documents of a CII document: its supporting documents (BG-24) and the tender (BT-17)."""

from gateway.findings import Place, finding
from gateway.formats.base64_text import size_and_sha256
from gateway.formats.cii_lines import INVOICED_OBJECT
from gateway.formats.cii_values import CiiReader, attribute, text
from gateway.messages.invoice import Attachment
from gateway.nodes import Node

_TENDER = "50"


def attachments(reader: CiiReader, agreement: Node | None) -> list[Attachment]:
    """Every ram:AdditionalReferencedDocument that is a supporting document: type code 916, or none of the others."""
    if agreement is None:
        return []
    nodes = agreement.all("ram:AdditionalReferencedDocument")
    return [
        _attachment(reader, node, place)
        for node, place in zip(nodes, reader.places(nodes, agreement), strict=True)
        if text(node, "ram:TypeCode") not in (INVOICED_OBJECT, _TENDER)
    ]


def tender_reference(agreement: Node | None) -> str:
    """The identifier of the tender or lot (BT-17)."""
    for node in agreement.all("ram:AdditionalReferencedDocument") if agreement else ():
        if text(node, "ram:TypeCode") == _TENDER:
            return text(node, "ram:IssuerAssignedID")
    return ""


def _attachment(reader: CiiReader, node: Node, place: Place) -> Attachment:
    content = node.child("ram:AttachmentBinaryObject")
    name = attribute(content, "filename")
    size, digest = 0, ""
    if content is not None:
        where = reader.document.place(content)
        try:
            size, digest = size_and_sha256(content.text)
        except ValueError as error:
            fault = finding("INVOICE-ATTACHMENT-DAMAGED", place=where, about=name, value=error)
            reader.faults.append(fault)
        else:
            if not size:
                reader.faults.append(finding("INVOICE-ATTACHMENT-EMPTY", place=where, about=name))
    return Attachment(
        identifier=text(node, "ram:IssuerAssignedID"),
        description=text(node, "ram:Name"),
        external_uri=text(node, "ram:URIID"),
        file_name=name,
        mime_code=attribute(content, "mimeCode"),
        size=size,
        sha256=digest if size else "",
        place=place,
    )
