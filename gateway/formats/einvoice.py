"""E-invoices: Peppol BIS Billing 3 and Self-Billing 3, EN 16931 in UBL and in CII, Svefaktura 1.0.

A file holds one document, bare, or one or more in envelopes. Each is checked by its schema before anything is read
from it, and is judged alone: with several documents, what is wrong with one is about that part of the file. All are
of one format, because the rule sets of a file are chosen by it.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path

from lxml import etree

from gateway.catalogue import Scope
from gateway.findings import Finding, Place, finding
from gateway.formats import object_envelope
from gateway.formats.base import Format, ReadingContext
from gateway.formats.einvoice_kinds import (
    CII_ROOT,
    EN_16931_CII,
    NUMBER_PATHS,
    SELF_BILLING,
    SPECIFICATION_ELEMENTS,
    SPECIFICATIONS,
    SVEFAKTURA,
    SVEFAKTURA_ROOT,
    UBL_KINDS,
    UBL_ROOTS,
    kind_of,
    kind_of_head,
    states_another_kind,
)
from gateway.formats.envelope import OpenedDocument, open_envelope
from gateway.messages import INVOICE, Part
from gateway.messages.invoice import Invoice
from gateway.nodes import Document, line_of, without_collector
from gateway.schemas import Limits, parse_document

READERS = {
    **dict.fromkeys(UBL_ROOTS, "ubl_invoice"),
    CII_ROOT: "cii_invoice",
    SVEFAKTURA_ROOT: "svefaktura_invoice",
}
"""The module that reads a document, by the Clark name of its root; loaded when the first such document comes."""


def read(form: str, path: Path, context: ReadingContext) -> Iterator[Part | Finding]:
    """Every invoice and credit note of a file, and findings. Raises MissingSchema and OSError.

    An invoice is yielded whatever is wrong with its values, and with it what is wrong (`Invoice.faults`). Findings
    tell why a document is not yielded.
    """
    limits = Limits(depth=context.maximum_depth, size=context.maximum_tree_size, has_attachments=True)
    tree = parse_document(path, limits)
    if isinstance(tree, Finding):
        yield tree
        return
    opened = open_envelope(tree.getroot(), context.schemas)
    yield from opened.findings
    several = len(opened.documents) > 1
    for number, document in enumerate(opened.documents, start=1):
        reading = _Reading(form, document, context, number)
        yield from reading.as_part() if several else reading.as_file()


class _Reading:
    """The reading of one document of a file."""

    def __init__(self, form: str, opened: OpenedDocument, context: ReadingContext, number: int) -> None:
        self._form = form
        self._opened = opened
        self._root = opened.root
        self._context = context
        self._number = number
        self._kind = kind_of(self._root)

    def as_file(self) -> Iterator[Part | Finding]:
        """The invoice of a file that holds no other."""
        for item in self._items():
            if isinstance(item, Finding):
                yield item.in_document(self._number)
            else:
                item.faults = [fault.in_document(self._number) for fault in item.faults]
                yield item

    def as_part(self) -> Iterator[Part | Finding]:
        """The invoice of a file that holds others, which its findings say nothing of."""
        about = self._invoice_number() or f"dokument {self._number}"
        for item in self._items():
            if isinstance(item, Finding):
                yield self._of_part(item, about)
            else:
                item.faults = [self._of_part(fault, about) for fault in item.faults]
                yield item

    def _of_part(self, item: Finding, about: str) -> Finding:
        return replace(item.in_document(self._number), scope=Scope.PART, about=item.about or about)

    def _items(self) -> Iterator[Invoice | Finding]:
        if unfit := self._unfit():
            yield unfit
            return
        if faults := self._context.schemas.explain(self._root):
            yield from (*self._opened.findings, *faults)
            return
        reader = import_module(f"gateway.formats.{READERS[self._root.tag]}")
        with without_collector(self._root):
            invoice: Invoice = reader.read_invoice(Document(self._root))
        invoice.format = self._kind
        if self._kind == EN_16931_CII:
            # The rules of EN 16931 are written for UBL: what a CII document says is judged as it would stand there.
            from gateway.formats.ubl_writer import ubl_document  # noqa: PLC0415

            invoice.document = ubl_document(invoice)
        invoice.place = replace(invoice.place, document=self._number)
        invoice.faults += self._opened.findings
        invoice.faults += self._disagreements(invoice)
        if self._kind == SVEFAKTURA or self._opened.objects:
            object_envelope.attach(invoice, self._root, self._opened.objects, self._context.schemas)
        yield invoice

    def _unfit(self) -> Finding | None:
        """Why the document cannot be read as the format of the file."""
        place = Place(line=line_of(self._root), record=etree.QName(self._root).localname)
        if not self._kind:
            return finding("XML-SCHEMA-ROOT", place=place, value=place.record)
        if self._kind == self._form:
            return None
        if self._number > 1:
            return finding("INVOICE-FORMATS-MIXED", place=place, value=self._kind, expected=self._form)
        if {self._kind, self._form} <= UBL_KINDS:
            return None
        return finding("FILE-FORMAT-WRONG-ROUTE", place=place, value=self._kind, expected=self._form)

    def _disagreements(self, invoice: Invoice) -> Iterator[Finding]:
        """Where the invoice contradicts its format or its envelope."""
        if self._kind != self._form or states_another_kind(self._kind, invoice.specification):
            yield finding(
                "INVOICE-SPECIFICATION",
                place=Place(line=invoice.place.line, record=SPECIFICATION_ELEMENTS[self._kind]),
                value=invoice.specification,
                expected=SPECIFICATIONS[self._form],
                about=invoice.number,
            )
        # An invoice that the buyer writes itself goes to the seller.
        receiver = invoice.seller if self._kind == SELF_BILLING else invoice.buyer
        envelope = self._opened.envelope
        if envelope and envelope.receiver and receiver.peppol_id not in ("", envelope.receiver):
            yield finding(
                "INVOICE-ENVELOPE-RECEIVER",
                place=Place(record="sbdh:Receiver"),
                value=envelope.receiver,
                expected=receiver.peppol_id,
                about=invoice.number,
            )

    def _invoice_number(self) -> str:
        """The invoice number of a document that may not be valid; empty when it has none."""
        return (self._root.findtext(NUMBER_PATHS.get(self._root.tag, "-")) or "").strip()


def einvoice_format(name: str, title: str, source: str, write: Callable[[Invoice], bytes] | None = None) -> Format:
    """The format of a name from `einvoice_kinds`; `write` where invoices can be written in it."""
    return Format(
        name=name,
        title=title,
        family=INVOICE,
        source=source,
        recognise=lambda head: kind_of_head(head) == name,
        read=partial(read, name),
        write=write,
    )
