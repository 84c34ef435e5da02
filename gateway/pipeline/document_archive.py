"""What goes to a document archive: the original, attachments, readable pictures of e-invoices, and the index of them.

Pictures are made during the pass, while their invoices are at hand; index rows are spooled and written at its end. The
index is delivered last, so that every document that it names is in place before it.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from gateway.findings import MASK
from gateway.formats.layouts.layout import Layout
from gateway.journal.base import FileRecord, PlannedDelivery
from gateway.messages import CustomerInvoice, Invoice, LedgerParty, SupplierInvoice, is_protected
from gateway.messages.invoice import Party
from gateway.pipeline.attachments import AttachmentStaging, StagedAttachment
from gateway.pipeline.document_index import (
    ATTACHMENT,
    ORIGINAL_DOCUMENT,
    PICTURE,
    SUFFIXES,
    index_row,
    write_index,
)
from gateway.pipeline.replies import own_number
from gateway.pipeline.spool import Spool
from gateway.pipeline.staging import Staging
from gateway.pipeline.units import UnitResult
from gateway.receipts.invoice_picture import PictureFacts, write_picture
from gateway.receipts.words import visible
from gateway.storage.base import sha256_of

DOCUMENT, INDEX = "document", "document_index"
"""The kinds of delivery."""

_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}")


@dataclass(frozen=True, slots=True)
class _Document:
    kind: str
    name: str
    given_name: str
    media_type: str
    size: int
    sha256: str


class DocumentArchive:
    """The documents of one file. Use it as a context manager during the pass, then ask for `deliveries()`."""

    def __init__(self, work: Path, record: FileRecord, index: Layout, attachments: AttachmentStaging | None) -> None:
        self.batch_id = ""
        """The batch that the file becomes, told before the pass."""
        self._work = work
        self._record = record
        self._index = index
        self._attachments = attachments
        self._taken = 0
        self._rows = Spool(work / "documents.jsonl")
        self._documents: list[tuple[_Document, Path]] = []
        suffix = Path(record.name).suffix
        name = f"{record.id}/original{suffix if _SUFFIX.fullmatch(suffix) else ''}"
        self._original = _Document(ORIGINAL_DOCUMENT, name, record.name, "", record.size, record.sha256)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._rows.close()

    def add(self, unit: UnitResult) -> None:
        """Note the documents of a unit, if it is delivered. Raises OSError."""
        attachments = self._new_attachments()
        if not unit.is_delivered:
            return
        documents = [self._original]
        if isinstance(unit.part, Invoice):
            documents += self._of_invoice(unit.part, unit, attachments)
        facts = _facts(unit)
        for each in documents:
            given = visible(each.given_name)
            self._rows.add(
                [*facts[:1], each.kind, *facts[1:], each.name, given, each.media_type, each.size, each.sha256]
            )

    def deliveries(self, staging: Staging, destination: str) -> tuple[list[PlannedDelivery], PlannedDelivery]:
        """The documents, and the index that is to be delivered after them. Raises UnwritableIndex and OSError."""
        documents = [staging.planned(DOCUMENT, destination, self._original.name, staging.original)]
        for each, path in self._documents:
            documents.append(
                PlannedDelivery(
                    kind=DOCUMENT,
                    destination=destination,
                    name=each.name,
                    staged=path,
                    sha256=each.sha256,
                    size=each.size,
                )
            )
        staged = self._work / "index"
        rows = (index_row(row, self.batch_id, self._record.id) for row in self._rows.rows())
        count = write_index(staged, self._index, rows)
        name = f"index/{self._record.id}{SUFFIXES.get(self._index.kind, '.txt')}"
        return documents, staging.planned(INDEX, destination, name, staged, count)

    def _new_attachments(self) -> list[StagedAttachment]:
        """What was staged since the unit before; of a unit that is rejected it is not delivered with the documents."""
        staged = self._attachments.staged if self._attachments else []
        new, self._taken = staged[self._taken :], len(staged)
        return new

    def _of_invoice(self, invoice: Invoice, unit: UnitResult, attachments: list[StagedAttachment]) -> list[_Document]:
        embedded = [each for each in invoice.attachments if each.content is not None]
        made = []
        for given, staged in zip(embedded, attachments, strict=True):
            name = f"{self._record.id}/{staged.name}"
            media_type = visible(given.mime_code)
            document = _Document(ATTACHMENT, name, given.file_name, media_type, staged.size, staged.sha256)
            self._documents.append((document, staged.path))
            made.append(document)
        path = self._work / f"picture-{unit.position}"
        facts = PictureFacts(
            original_name=self._record.name,
            file_id=self._record.id,
            sha256=self._record.sha256,
            batch_id=self.batch_id,
            voucher=unit.number,
            attachments=tuple((each.name, each.size) for each in attachments),
        )
        write_picture(path, invoice, facts)
        name = f"{self._record.id}/faktura-{unit.position}.html"
        picture = _Document(PICTURE, name, "", "text/html", path.stat().st_size, sha256_of(path))
        self._documents.append((picture, path))
        return [picture, *made]


def _facts(unit: UnitResult) -> list[Any]:
    """Voucher, own number, party's number and name, date, amount and currency of a unit; masked where protected."""
    part = unit.part
    amount = unit.amount
    number, name = _party(part)
    if is_protected(part):
        number, name = number and MASK, name and MASK
    date = part.issue_date if isinstance(part, Invoice) else getattr(part, "date", None)
    return [
        str(unit.number) if unit.number else "",
        visible(own_number(unit)),
        visible(number),
        visible(name),
        date.isoformat() if date else "",
        str(amount[0]) if amount else None,
        amount[1] if amount else "",
    ]


def _party(part: Any) -> tuple[str, str]:
    """Number and name of the supplier or customer that a unit is about, where it has one."""
    if isinstance(part, Invoice):
        seller: Party = part.seller
        return seller.organisation_number or seller.vat_number or seller.peppol_id, seller.name
    party = part.supplier if isinstance(part, SupplierInvoice) else None
    party = part.customer if isinstance(part, CustomerInvoice) else party
    party = part if isinstance(part, LedgerParty) else party
    return (party.identity_number or party.party_number, party.name) if party else ("", "")
