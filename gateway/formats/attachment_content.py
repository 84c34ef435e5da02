"""What is embedded in an invoice as base64: measured without ever holding it decoded, and decoded on demand.

An Attachment has the name, size and hash of its content, and for as long as the message is in memory the node in
which the content stands. Whoever needs the bytes takes them from there.
"""

from collections.abc import Iterator

from gateway.findings import Finding, Place, finding
from gateway.formats.base64_text import decoded, size_and_sha256
from gateway.messages.invoice import Attachment, Invoice
from gateway.nodes import Node


def take_content(attachment: Attachment, node: Node, place: Place) -> list[Finding]:
    """Make the base64 text of a node the content of an attachment; findings when it is damaged or empty.

    The attachment is left without content then. Its names come from the attributes ``filename`` and ``mimeCode``.
    """
    attachment.file_name = (node.attribute("filename") or "").strip()
    attachment.mime_code = (node.attribute("mimeCode") or "").strip()
    about = attachment.file_name or attachment.identifier
    try:
        size, sha256 = size_and_sha256(node.text)
    except ValueError as fault:
        return [finding("INVOICE-ATTACHMENT-DAMAGED", place=place, about=about, value=fault)]
    if not size:
        return [finding("INVOICE-ATTACHMENT-EMPTY", place=place, about=about)]
    attachment.size, attachment.sha256, attachment.content = size, sha256, node
    return []


def contents_of(invoice: Invoice) -> Iterator[tuple[Attachment, bytes]]:
    """The attachments of an invoice that have whole content, each with it; one at a time is in memory."""
    for attachment in invoice.attachments:
        if attachment.content is not None:
            yield attachment, b"".join(decoded(attachment.content.text))
