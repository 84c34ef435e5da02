"""The verdict on one e-invoice as a Peppol Invoice Response 3: submitted for processing, or rejected and why.

Source: Peppol BIS Invoice Response 3 (transaction T111), UBL 2.1 ApplicationResponse. An invoice that was delivered is
acknowledged (AB), not accepted: approval is the matter of the ledger.
"""

import datetime
from typing import Any

from gateway.findings import Finding, Language
from gateway.formats.application_response import INVOICE_RESPONSE_3
from gateway.messages.invoice_response import OP_STATUS_ACTION, OP_STATUS_REASON
from gateway.receipts.answered_documents import AnsweredDocument, AnsweredParty
from gateway.receipts.outcome import STOCKHOLM, Outcome
from gateway.receipts.response_document import NOT_STATED, REJECTED, aggregate, as_bytes, basic, party, response_root

ACKNOWLEDGED = "AB"
INVOICE_TYPE = "380"
NEW_INVOICE = "NIN"
OTHER = "OTH"

_REASONS = (
    ("INVOICE-REFERENCE-", "REF"),
    ("INVOICE-RECEIVER-UNKNOWN", "REC"),
    ("XML-", "LEG"),
    ("BR-", "LEG"),
    ("PEPPOL-", "LEG"),
    ("SE-", "LEG"),
)
"""The clarification code of a finding by the beginning of its own code; all else is OTHER, with the reason in words."""

_WORDS: dict[Language, dict[str, str]] = {
    "sv": {"whole": "Filen som fakturan kom i avvisades i sin helhet", "new": "Skicka en rättad faktura"},
    "en": {"whole": "The file that held the invoice was rejected as a whole", "new": "Send a corrected invoice"},
}


def invoice_response(document: AnsweredDocument, outcome: Outcome, language: Language = "sv") -> bytes:
    """The response as XML in UTF-8, valid against the UBL 2.1 schema of ApplicationResponse.

    The parties must have electronic addresses (`AnsweredParty.has_address`).
    """
    root = response_root(INVOICE_RESPONSE_3, document, outcome)
    _named_party(root, "SenderParty", document.buyer)
    _named_party(root, "ReceiverParty", document.seller)
    answer = aggregate(root, "DocumentResponse")
    response = aggregate(answer, "Response")
    basic(response, "ResponseCode", ACKNOWLEDGED if document.is_accepted else REJECTED)
    basic(response, "EffectiveDate", f"{outcome.finished.astimezone(STOCKHOLM):%Y-%m-%d}")
    if not document.is_accepted:
        _clarifications(response, document, language)
    reference = aggregate(answer, "DocumentReference")
    basic(reference, "ID", document.number or NOT_STATED)
    if _is_date(document.issue_date):
        basic(reference, "IssueDate", document.issue_date)
    basic(reference, "DocumentTypeCode", document.type_code or INVOICE_TYPE)
    return as_bytes(root)


def _named_party(root: Any, name: str, who: AnsweredParty) -> None:
    legal = aggregate(party(root, name, who), "PartyLegalEntity")
    basic(legal, "RegistrationName", who.name or who.endpoint)


def _clarifications(response: Any, document: AnsweredDocument, language: Language) -> None:
    words = _WORDS[language]
    rejecting = [finding for finding in document.findings if finding.rejects]
    for finding in rejecting:
        _clarify(response, OP_STATUS_REASON, _reason(finding), f"[{finding.code}] {finding.text(language)}", finding)
    if not rejecting:
        _clarify(response, OP_STATUS_REASON, OTHER, words["whole"])
    _clarify(response, OP_STATUS_ACTION, NEW_INVOICE, words["new"])


def _clarify(response: Any, code_list: str, code: str, text: str, finding: Finding | None = None) -> None:
    status = aggregate(response, "Status")
    basic(status, "StatusReasonCode", code, listID=code_list)
    basic(status, "StatusReason", text)
    if finding and (term := finding.details.get("term", "")) and finding.value:
        condition = aggregate(status, "Condition")
        basic(condition, "AttributeID", term)
        basic(condition, "Description", finding.value)


def _reason(finding: Finding) -> str:
    return next((code for beginning, code in _REASONS if finding.code.startswith(beginning)), OTHER)


def _is_date(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
