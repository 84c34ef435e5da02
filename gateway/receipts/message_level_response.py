"""The verdict on one e-invoice as a Peppol Message Level Response 3: was it taken, and if not, what is wrong where.

Source: Peppol BIS Message Level Response 3 (transaction T71), UBL 2.1 ApplicationResponse.
"""

from gateway.catalogue import Severity
from gateway.findings import Finding, Language
from gateway.formats.application_response import MESSAGE_LEVEL_RESPONSE
from gateway.formats.ubl_elements import Element, group, text
from gateway.receipts.answered_documents import AnsweredDocument
from gateway.receipts.outcome import Outcome
from gateway.receipts.response_document import REJECTED, endpoint, reference, response_document, stated
from gateway.receipts.words import visible

ACCEPTED = "AP"
SYNTAX_VIOLATION = "SV"
RULE_VIOLATION = "BV"
WARNING = "BW"

_SYNTAX_FAMILIES = ("XML-", "FILE-")

_SUMMARIES: dict[Language, dict[str, str]] = {
    "sv": {
        ACCEPTED: "Faktura {number} är mottagen",
        REJECTED: "Faktura {number} avvisas",
        "findings": "antal fel och anmärkningar",
    },
    "en": {
        ACCEPTED: "Invoice {number} was taken",
        REJECTED: "Invoice {number} is rejected",
        "findings": "number of errors and remarks",
    },
}


def message_level_response(document: AnsweredDocument, outcome: Outcome, language: Language = "sv") -> bytes:
    """The response as XML in UTF-8, valid against the UBL 2.1 schema of ApplicationResponse.

    The document referred to is the envelope by its id, as Peppol demands; the invoice by its number where it came
    bare. The parties must have electronic addresses (`AnsweredParty.has_address`).
    """
    words = _SUMMARIES[language]
    code = ACCEPTED if document.is_accepted else REJECTED
    summary = words[code].format(number=document.number or "–")
    if document.finding_count:
        summary = f"{summary}; {words['findings']}: {document.finding_count}"
    answer = group(
        "cac:DocumentResponse",
        group("cac:Response", text("cbc:ResponseCode", code), text("cbc:Description", visible(summary))),
        reference(document.instance or document.number, document.type_code),
        *(_line(finding, language) for finding in document.findings),
    )
    return response_document(
        MESSAGE_LEVEL_RESPONSE,
        document,
        outcome,
        sender=group("cac:SenderParty", endpoint(document.receiver)),
        receiver=group("cac:ReceiverParty", endpoint(document.sender)),
        answer=answer,
    )


def _line(finding: Finding, language: Language) -> Element | None:
    description = visible(f"[{finding.code}] {finding.text(language)}")
    return group(
        "cac:LineResponse",
        group("cac:LineReference", text("cbc:LineID", stated(finding.place.path))),
        group(
            "cac:Response",
            text("cbc:Description", description),
            group("cac:Status", text("cbc:StatusReasonCode", _reason(finding))),
        ),
    )


def _reason(finding: Finding) -> str:
    if finding.severity in (Severity.WARNING, Severity.INFORMATION):
        return WARNING
    return SYNTAX_VIOLATION if finding.code.startswith(_SYNTAX_FAMILIES) else RULE_VIOLATION
