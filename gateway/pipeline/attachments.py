"""Attachments of invoices, made ready for delivery: decoded into the work folder, under names that are safe anywhere.

An attachment keeps its file extension only if that is one of the media type it is said to have, and the media type
is one that ledgers take; any other is delivered as ``.bin``, which no program opens by itself.
"""

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from gateway.findings import Finding, Place, finding
from gateway.formats.base64_text import decoded
from gateway.messages.invoice import Attachment, Invoice
from gateway.routes import Limits

EXTENSIONS = {
    "application/pdf": (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "text/csv": (".csv",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx",),
    "application/vnd.oasis.opendocument.spreadsheet": (".ods",),
}
"""The media types of EN 16931 (BT-125), and the file extensions of each; the first is given to a name without one."""

UNKNOWN = ".bin"

_NAMELESS = "bilaga"
_STEM_BYTES = 120
_FORBIDDEN = str.maketrans(dict.fromkeys(':*?"<>|', "_"))
"""What Windows does not take in names."""


class AttachmentMismatch(Exception):
    """A decoded attachment is not what the message says it is, which is a fault of the gateway."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedAttachment:
    """A decoded attachment in the work folder, and the name that it is to be delivered by."""

    name: str
    path: Path
    size: int
    sha256: str


class AttachmentStaging:
    """Decodes the attachments of a file's invoices into its work folder, one after another."""

    def __init__(self, work: Path, limits: Limits) -> None:
        self.staged: list[StagedAttachment] = []
        self._work = work
        self._limits = limits

    def stage(self, invoice: Invoice) -> list[Finding]:
        """Stage every attachment of an invoice, or none when a finding rejects. Raises OSError."""
        attachments = [each for each in invoice.attachments if each.content is not None]
        problems = list(self._excesses(invoice, attachments))
        if problems:
            return problems
        for attachment in attachments:
            name, is_renamed = delivery_name(attachment, len(self.staged) + 1)
            if is_renamed:
                problems.append(
                    finding(
                        "INVOICE-ATTACHMENT-RENAMED",
                        place=attachment.place,
                        value=attachment.file_name or attachment.identifier,
                        expected=name,
                        about=invoice.number,
                        mime=attachment.mime_code,
                    )
                )
            self.staged.append(self._stage(attachment, name))
        return problems

    def _excesses(self, invoice: Invoice, attachments: list[Attachment]) -> Iterable[Finding]:
        limits = self._limits
        number = len(self.staged) + len(attachments)
        if attachments and number > limits.attachments:
            yield _excess("INVOICE-ATTACHMENTS-TOO-MANY", invoice, number, limits.attachments)
        size = sum(each.size for each in self.staged) + sum(each.size for each in attachments)
        if attachments and size > limits.attachments_size:
            yield _excess("INVOICE-ATTACHMENTS-TOO-LARGE", invoice, size, limits.attachments_size)

    def _stage(self, attachment: Attachment, name: str) -> StagedAttachment:
        path = self._work / f"attachment-{len(self.staged) + 1}"
        digest = hashlib.sha256()
        with path.open("wb") as file:
            for piece in decoded(attachment.content.text if attachment.content else ""):
                digest.update(piece)
                file.write(piece)
        if digest.hexdigest() != attachment.sha256:
            raise AttachmentMismatch(f"attachment {len(self.staged) + 1} differs from its message")
        return StagedAttachment(name=name, path=path, size=attachment.size, sha256=attachment.sha256)


def delivery_name(attachment: Attachment, number: int) -> tuple[str, bool]:
    """The name to deliver an attachment by, and whether its own extension was taken from it.

    The number, counted from 1 in the file, keeps names apart, and off those that Windows reserves:

    >>> delivery_name(Attachment(identifier="1", file_name="../Kvitto.PDF", mime_code="application/pdf"), 3)
    ('3-Kvitto.pdf', False)
    >>> delivery_name(Attachment(identifier="1", file_name="faktura.pdf.exe", mime_code="application/pdf"), 4)
    ('4-faktura.pdf.bin', True)
    """
    stem, extension = _split(attachment.file_name)
    stem = stem or _split(attachment.identifier)[0] or _NAMELESS
    fitting = EXTENSIONS.get(attachment.mime_code.partition(";")[0].strip().lower(), ())
    if not extension and fitting:
        extension = fitting[0]
    is_fitting = extension in fitting
    return f"{number}-{stem}{extension if is_fitting else UNKNOWN}", not is_fitting


def _split(name: str) -> tuple[str, str]:
    """A safe stem and the extension in small letters, of the last part of what may be a path."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    printable = "".join(character for character in " ".join(last.split()) if character.isprintable())
    stem, dot, extension = printable.translate(_FORBIDDEN).rpartition(".")
    if not dot:
        stem, extension = extension, ""
    short = stem.encode("utf-8", "ignore")[:_STEM_BYTES].decode("utf-8", "ignore")
    return short.strip(" ."), f".{extension.lower()}" if extension.strip() else ""


def _excess(code: str, invoice: Invoice, value: int, expected: int) -> Finding:
    place = Place(line=invoice.place.line, record="BG-24", path=invoice.place.path)
    return finding(code, place=place, value=value, expected=expected, about=invoice.number)
