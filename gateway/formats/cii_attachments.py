"""Referenced documents of a CII document: its supporting documents (BG-24) and the tender (BT-17).

As of UBL, the message has the name, size and hash of an attachment; `contents_of` gives its bytes, for as long as the
document is there.
"""

from collections.abc import Iterator

from gateway.findings import Place
from gateway.formats.base64_text import decoded, size_and_sha256
from gateway.formats.cii_lines import INVOICED_OBJECT
from gateway.formats.cii_values import CiiValues, text
from gateway.formats.ubl_values import attribute, placed
from gateway.messages.invoice import Attachment, Invoice
from gateway.nodes import Node

_REFERENCE = "ram:AdditionalReferencedDocument"
_AGREEMENT = ("rsm:SupplyChainTradeTransaction", "ram:ApplicableHeaderTradeAgreement")
_TENDER = "50"


def attachments(values: CiiValues, agreement: Node | None, path: str) -> list[Attachment]:
    """Every supporting document below the agreement, whose path is given; damage to one becomes a fault."""
    nodes = agreement.all(_REFERENCE) if agreement else ()
    return [_attachment(values, node, place) for node, place in placed(nodes, path) if _is_supporting(node)]


def contents_of(invoice: Invoice) -> Iterator[tuple[Attachment, bytes]]:
    """The attachments of an invoice that was read from CII that have whole content, each with it."""
    if invoice.document is None:
        return
    nodes = filter(_is_supporting, invoice.document.root.along(*_AGREEMENT, _REFERENCE))
    for attachment, node in zip(invoice.attachments, nodes, strict=True):
        content = node.child("ram:AttachmentBinaryObject")
        if content is not None and attachment.sha256:
            yield attachment, b"".join(decoded(content.text))


def tender_reference(agreement: Node | None) -> str:
    """The identifier of the tender or lot (BT-17)."""
    for node in agreement.all(_REFERENCE) if agreement else ():
        if text(node, "ram:TypeCode") == _TENDER:
            return text(node, "ram:IssuerAssignedID")
    return ""


def _is_supporting(node: Node) -> bool:
    """Whether a referenced document has type code 916, or none that says that it is something else."""
    return text(node, "ram:TypeCode") not in (INVOICED_OBJECT, _TENDER)


def _attachment(values: CiiValues, node: Node, place: Place) -> Attachment:
    content = node.child("ram:AttachmentBinaryObject")
    size, digest = (0, "") if content is None else _measure(values, content)
    return Attachment(
        identifier=text(node, "ram:IssuerAssignedID"),
        description=text(node, "ram:Name"),
        external_uri=text(node, "ram:URIID"),
        file_name=attribute(content, "filename"),
        mime_code=attribute(content, "mimeCode"),
        size=size,
        sha256=digest,
        place=place,
    )


def _measure(values: CiiValues, content: Node) -> tuple[int, str]:
    name = attribute(content, "filename")
    try:
        size, digest = size_and_sha256(content.text)
    except ValueError as error:
        values.fault("INVOICE-ATTACHMENT-DAMAGED", content, value=error, about=name)
        return 0, ""
    if not size:
        values.fault("INVOICE-ATTACHMENT-EMPTY", content, about=name)
        return 0, ""
    return size, digest
