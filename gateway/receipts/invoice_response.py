"""The verdict on one e-invoice as a Peppol Invoice Response 3: submitted for processing, or rejected and why.

Source: Peppol BIS Invoice Response 3 (transaction T111), UBL 2.1 ApplicationResponse. An invoice that was delivered is
acknowledged (AB), not accepted: approval is the matter of the ledger.
"""

import datetime
from collections.abc import Iterator

from gateway.findings import Finding, Language
from gateway.formats.application_response import INVOICE_RESPONSE_3
from gateway.formats.ubl_elements import Element, date, group, text
from gateway.messages.invoice_response import OP_STATUS_ACTION, OP_STATUS_REASON
from gateway.receipts.answered_documents import AnsweredDocument, AnsweredParty, Verdict
from gateway.receipts.outcome import STOCKHOLM, Outcome
from gateway.receipts.response_document import endpoint, reference, response_document
from gateway.receipts.words import visible

ACKNOWLEDGED = "AB"
REJECTED = "RE"
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
    is_rejected = document.verdict is Verdict.REJECTED
    answer = group(
        "cac:DocumentResponse",
        group(
            "cac:Response",
            text("cbc:ResponseCode", REJECTED if is_rejected else ACKNOWLEDGED),
            date("cbc:EffectiveDate", outcome.finished.astimezone(STOCKHOLM).date()),
            *(_clarifications(document, language) if is_rejected else ()),
        ),
        reference(
            document.number, document.type_code or INVOICE_TYPE, date("cbc:IssueDate", _day(document.issue_date))
        ),
    )
    return response_document(
        INVOICE_RESPONSE_3,
        document,
        outcome,
        sender=_party("cac:SenderParty", document.receiver),
        receiver=_party("cac:ReceiverParty", document.sender),
        answer=answer,
    )


def _party(name: str, who: AnsweredParty) -> Element | None:
    legal_name = text("cbc:RegistrationName", visible(who.name or who.endpoint))
    return group(name, endpoint(who), group("cac:PartyLegalEntity", legal_name))


def _clarifications(document: AnsweredDocument, language: Language) -> Iterator[Element | None]:
    """A reason for each finding that rejects, then what is asked for."""
    words = _WORDS[language]
    rejecting = [finding for finding in document.findings if finding.rejects]
    for finding in rejecting:
        reason = f"[{finding.code}] {finding.text(language)}"
        yield _clarification(OP_STATUS_REASON, _reason(finding), reason, _condition(finding))
    if not rejecting:
        yield _clarification(OP_STATUS_REASON, OTHER, words["whole"])
    yield _clarification(OP_STATUS_ACTION, NEW_INVOICE, words["new"])


def _clarification(code_list: str, code: str, reason: str, condition: Element | None = None) -> Element | None:
    return group(
        "cac:Status",
        text("cbc:StatusReasonCode", code, listID=code_list),
        text("cbc:StatusReason", visible(reason)),
        condition,
    )


def _condition(finding: Finding) -> Element | None:
    """The business term that a finding is about, with its value."""
    term = finding.details.get("term", "")
    if not term or not finding.value:
        return None
    return group("cac:Condition", text("cbc:AttributeID", term), text("cbc:Description", visible(finding.value)))


def _reason(finding: Finding) -> str:
    return next((code for beginning, code in _REASONS if finding.code.startswith(beginning)), OTHER)


def _day(written: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(written)
    except ValueError:
        return None
