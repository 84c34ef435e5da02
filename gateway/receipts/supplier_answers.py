"""The answers to those who sent e-invoices: responses for their systems, and drafts of mail for support to send."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from gateway.findings import Language
from gateway.receipts.answered_documents import AnsweredDocument, answered_documents
from gateway.receipts.invoice_response import invoice_response
from gateway.receipts.message_level_response import message_level_response
from gateway.receipts.outcome import Outcome
from gateway.receipts.response_document import response_id
from gateway.receipts.supplier_mail import SupplierMailTemplates, supplier_mail
from gateway.schemas import Limits, SchemaStore

RESPONSE = "response"
DRAFT = "draft"

_RESPONSES: dict[str, tuple[str, Callable[[AnsweredDocument, Outcome, Language], bytes]]] = {
    "message-level-response": ("mlr", message_level_response),
    "invoice-response": ("ir", invoice_response),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A file to deliver: RESPONSE goes to the sender's receipts, DRAFT beside the error list."""

    kind: str
    name: str
    content: bytes


def supplier_answers(
    original: Path,
    outcome: Outcome,
    *,
    response: str = "",
    templates: SupplierMailTemplates | None = None,
    address: str = "",
    contact: str = "",
    schemas: SchemaStore,
    limits: Limits,
    language: Language = "sv",
) -> Iterator[Answer]:
    """One response and, where `templates` are given and it calls for one, one draft for each e-invoice of a file.

    `response` is the kind that the route asks for, or empty. An invoice without electronic addresses gets none: it
    could not be addressed.
    """
    for document in answered_documents(original, outcome, schemas, limits) if response or templates else ():
        if response and document.sender.has_address and document.receiver.has_address:
            ending, write = _RESPONSES[response]
            name = f"{response_id(document, outcome)}.{ending}.xml"
            yield Answer(kind=RESPONSE, name=name, content=write(document, outcome, language))
        draft = supplier_mail(document, outcome, templates, address=address, contact=contact) if templates else None
        if draft:
            number = "" if document.of == 1 else f"-{document.position}"
            yield Answer(kind=DRAFT, name=f"utkast-leverantor{number}.eml", content=draft.as_bytes())
