"""What is embedded in an invoice as base64: its size and hash, taken without ever holding the decoded content."""

from gateway.findings import Finding, Place, finding
from gateway.formats.base64_text import size_and_sha256
from gateway.messages.invoice import Attachment
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
