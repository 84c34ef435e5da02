"""Responses to invoices that were sent: Peppol Message Level Response 3 and Invoice Response 3, bare or in an envelope.

Source: OASIS UBL 2.1 ApplicationResponse; Peppol BIS Message Level Response 3 (T71), Invoice Response 3 (T111).
A response is checked by its schema, then its codes by the lists of its kind.
"""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from lxml import etree

from gateway.findings import Finding, Place, finding
from gateway.formats.base import Format, ReadingContext
from gateway.formats.envelope import ENVELOPES, OpenedDocument, open_envelope
from gateway.messages import INVOICE_RESPONSE, InvoiceResponse, Part
from gateway.messages.invoice_response import (
    INVOICE_LEVEL,
    MESSAGE_LEVEL,
    OP_STATUS_REASON,
    REASON_WORDS,
    STATUS_REASON,
    STATUS_WORDS,
    ResponseReason,
)
from gateway.nodes import Document, Node, line_of
from gateway.schemas import Limits, parse_document, root_name

NAMESPACE = "urn:oasis:names:specification:ubl:schema:xsd:ApplicationResponse-2"
ROOT = "ApplicationResponse"
_TAG = f"{{{NAMESPACE}}}{ROOT}"
PAYMENT_REFERENCE = "481"
"""Type code of a reference to a payment, which an Invoice Response may give beside the invoice."""

_EXPLAINED = frozenset({"CA", "RE", "UQ"})
"""Statuses of an Invoice Response for which a reason is required (PEPPOL-T111-R001)."""

_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:Z|[-+]\d{2}:\d{2})?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction:
    """One kind of response: its name as a format, its kind in the message, and the ids that a document gives."""

    name: str
    title: str
    kind: str
    specification: str
    process: str


MESSAGE_LEVEL_RESPONSE = Transaction(
    name="peppol-mlr",
    title="Svar på meddelandenivå (Peppol Message Level Response 3)",
    kind=MESSAGE_LEVEL,
    specification="urn:fdc:peppol.eu:poacc:trns:mlr:3",
    process="urn:fdc:peppol.eu:poacc:bis:mlr:3",
)
INVOICE_RESPONSE_3 = Transaction(
    name="peppol-invoice-response",
    title="Fakturasvar (Peppol Invoice Response 3)",
    kind=INVOICE_LEVEL,
    specification="urn:fdc:peppol.eu:poacc:trns:invoice_response:3",
    process="urn:fdc:peppol.eu:poacc:bis:invoice_response:3",
)


def recognise(transaction: Transaction, head: bytes) -> bool:
    """Whether a file begins as an ApplicationResponse that names this transaction, bare or in an envelope."""
    root = "{{{}}}{}".format(*root_name(head))
    if root not in (_TAG, *ENVELOPES):
        return False
    text = head.replace(b"\0", b"")
    return NAMESPACE.encode() in text and transaction.specification.encode() in text


def read(transaction: Transaction, path: Path, context: ReadingContext) -> Iterator[Part | Finding]:
    """The responses of a file, and findings. Raises MissingSchema and OSError."""
    tree = parse_document(path, Limits(depth=context.maximum_depth, size=context.maximum_tree_size))
    if isinstance(tree, Finding):
        yield tree
        return
    opened = open_envelope(tree.getroot(), context.schemas)
    yield from opened.findings
    for number, document in enumerate(opened.documents, start=1):
        for item in _read_document(transaction, document, context):
            yield item.in_document(number) if isinstance(item, Finding) else item


def _read_document(
    transaction: Transaction, opened: OpenedDocument, context: ReadingContext
) -> Iterator[Part | Finding]:
    yield from opened.findings
    root = opened.root
    if root.tag != _TAG:
        yield finding("XML-SCHEMA-ROOT", place=Place(line=line_of(root)), value=etree.QName(root).localname)
    elif faults := context.schemas.explain(root):
        yield from faults
    else:
        yield from _Response(transaction, Document(root)).read()


class _Response:
    """One schema-valid document."""

    def __init__(self, transaction: Transaction, document: Document) -> None:
        self._transaction = transaction
        self._document = document
        self._root = document.root
        self._about = ""

    def read(self) -> Iterator[Part | Finding]:
        """A response for each DocumentResponse (Peppol has exactly one), and what is wrong with it."""
        specification = self._root.text_at("cbc:CustomizationID")
        if not specification.startswith(self._transaction.specification):
            yield finding(
                "RESPONSE-SPECIFICATION",
                place=self._document.place(self._root, "cbc:CustomizationID"),
                value=specification,
                expected=self._transaction.specification,
            )
            return
        answers = self._root.all("cac:DocumentResponse")
        if not answers:
            yield finding("RESPONSE-EMPTY", place=self._document.place(self._root, "cac:DocumentResponse"))
        for answer in answers:
            yield from self._answer(answer)

    def _answer(self, answer: Node) -> Iterator[Part | Finding]:
        reference = _invoice_reference(answer)
        number = reference.text_at("cbc:ID")
        self._about = number
        status = answer.text_at("cac:Response", "cbc:ResponseCode")
        reasons = [*self._line_reasons(answer), *self._reasons(answer)]
        problems = [
            *self._status_problems(answer, status, reasons),
            *([] if number else [self._problem("RESPONSE-NUMBER-MISSING", reference, "cbc:ID")]),
        ]
        dates = _Dates(self)
        response = InvoiceResponse(
            number=number,
            status=status,
            kind=self._transaction.kind,
            identifier=self._root.text_at("cbc:ID"),
            issue_date=dates.at(self._root, "cbc:IssueDate"),
            effective_date=dates.at(answer, "cac:Response", "cbc:EffectiveDate"),
            text=" ".join(
                text
                for text in (self._root.text_at("cbc:Note"), answer.text_at("cac:Response", "cbc:Description"))
                if text
            ),
            sender_id=_endpoint(self._root.child("cac:SenderParty")),
            sender_name=_name(self._root.child("cac:SenderParty")),
            receiver_id=_endpoint(self._root.child("cac:ReceiverParty")),
            receiver_name=_name(self._root.child("cac:ReceiverParty")),
            document_type_code=reference.text_at("cbc:DocumentTypeCode"),
            document_date=dates.at(reference, "cbc:IssueDate"),
            reasons=reasons,
            place=self._document.place(answer),
        )
        yield from problems
        yield from dates.findings
        if not any(problem.rejects for problem in problems):
            yield response

    def _status_problems(self, answer: Node, status: str, reasons: list[ResponseReason]) -> Iterator[Finding]:
        known = STATUS_WORDS[self._transaction.kind]
        if status not in known:
            yield self._problem(
                "RESPONSE-STATUS-UNKNOWN",
                answer,
                "cac:Response/cbc:ResponseCode",
                value=status,
                expected=", ".join(known),
            )
        for reason in reasons:
            codes = REASON_WORDS.get(reason.code_list, {})
            if reason.code and reason.code not in codes:
                yield finding(
                    "RESPONSE-REASON-UNKNOWN",
                    place=reason.place,
                    value=reason.code,
                    expected=", ".join(codes) or ", ".join(REASON_WORDS),
                    about=self._about,
                    code_list=reason.code_list or "–",
                )
        is_explained = self._transaction.kind == MESSAGE_LEVEL or any(reason.code for reason in reasons)
        if status in _EXPLAINED and not is_explained:
            yield self._problem("RESPONSE-REASON-MISSING", answer, "cac:Response/cac:Status", value=known[status])

    def _line_reasons(self, answer: Node) -> Iterator[ResponseReason]:
        """What a Message Level Response says of single places in the invoice."""
        for line in answer.all("cac:LineResponse"):
            place = self._document.place(line)
            location = line.text_at("cac:LineReference", "cbc:LineID")
            for response in line.all("cac:Response"):
                yield ResponseReason(
                    code=response.text_at("cac:Status", "cbc:StatusReasonCode"),
                    code_list=STATUS_REASON,
                    text=response.text_at("cbc:Description"),
                    location="" if location == "NA" else location,
                    place=place,
                )

    def _reasons(self, answer: Node) -> Iterator[ResponseReason]:
        """What an Invoice Response says of the whole invoice, with the details that it names."""
        for status in answer.along("cac:Response", "cac:Status"):
            code = status.child("cbc:StatusReasonCode")
            details = [
                " ".join(
                    word for word in (detail.text_at("cbc:AttributeID"), detail.text_at("cbc:Description")) if word
                )
                for detail in status.all("cac:Condition")
            ]
            named = f"({'; '.join(details)})" if details else ""
            yield ResponseReason(
                code=code.word if code else "",
                code_list=(code.attribute("listID") or "").strip() if code else OP_STATUS_REASON,
                text=" ".join(word for word in (status.text_at("cbc:StatusReason"), named) if word),
                place=self._document.place(status),
            )

    def _problem(self, code: str, node: Node, missing: str, *, value: str = "", expected: str = "") -> Finding:
        place = self._document.place(node, missing)
        return finding(code, place=place, value=value, expected=expected, about=self._about)

    def date_problem(self, node: Node) -> Finding:
        """The finding about a date that no calendar has."""
        return finding("RESPONSE-DATE", place=self._document.place(node), value=node.word, about=self._about)


class _Dates:
    """Takes dates out of elements and keeps the findings about those that cannot be used."""

    def __init__(self, response: _Response) -> None:
        self.findings: list[Finding] = []
        self._response = response

    def at(self, node: Node, *names: str) -> datetime.date | None:
        """The date at a path without its time zone, or None."""
        found = node.first(*names)
        if found is None or not found.word:
            return None
        match = _DATE.fullmatch(found.word)
        try:
            return datetime.date.fromisoformat(match.group(1) if match else found.word)
        except ValueError:
            self.findings.append(self._response.date_problem(found))
            return None


def _invoice_reference(answer: Node) -> Node:
    """The reference to the invoice; the schema demands one reference, and another may be to a payment."""
    references = answer.all("cac:DocumentReference")
    invoices = (each for each in references if each.text_at("cbc:DocumentTypeCode") != PAYMENT_REFERENCE)
    return next(invoices, references[0])


def _endpoint(party: Node | None) -> str:
    """The Peppol id of a party: ``0007:2120000142``."""
    endpoint = party.child("cbc:EndpointID") if party else None
    if endpoint is None or not endpoint.word:
        return ""
    scheme = (endpoint.attribute("schemeID") or "").strip()
    return f"{scheme}:{endpoint.word}" if scheme else endpoint.word


def _name(party: Node | None) -> str:
    if party is None:
        return ""
    return party.text_at("cac:PartyLegalEntity", "cbc:RegistrationName") or party.text_at("cac:PartyName", "cbc:Name")


def _format(transaction: Transaction) -> Format:
    return Format(
        name=transaction.name,
        title=transaction.title,
        family=INVOICE_RESPONSE,
        source=f"{transaction.specification}; UBL 2.1 ApplicationResponse",
        recognise=partial(recognise, transaction),
        read=partial(read, transaction),
    )


FORMATS = tuple(map(_format, (MESSAGE_LEVEL_RESPONSE, INVOICE_RESPONSE_3)))
