"""The verdict on one e-invoice as a Peppol Message Level Response 3: was it taken, and if not, what is wrong where.

AP says that it was taken, RE that it was not, AB that it came and is not decided on yet.

Source: Peppol BIS Message Level Response 3 (transaction T71), UBL 2.1 ApplicationResponse.
"""

from gateway.catalogue import Severity
from gateway.findings import Finding, Language
from gateway.formats.application_response import MESSAGE_LEVEL_RESPONSE
from gateway.formats.ubl_elements import Element, group, text
from gateway.receipts.answered_documents import AnsweredDocument, Verdict
from gateway.receipts.outcome import Outcome
from gateway.receipts.response_document import endpoint, reference, response_document, stated
from gateway.receipts.words import visible

_CODES = {Verdict.ACCEPTED: "AP", Verdict.REJECTED: "RE", Verdict.PENDING: "AB"}
SYNTAX_VIOLATION = "SV"
RULE_VIOLATION = "BV"
WARNING = "BW"

_SYNTAX_FAMILIES = ("XML-", "FILE-")

_SUMMARIES: dict[Language, dict[Verdict, str]] = {
    "sv": {
        Verdict.ACCEPTED: "Faktura {number} är mottagen",
        Verdict.REJECTED: "Faktura {number} avvisas",
        Verdict.PENDING: "Faktura {number} har kommit fram och behandlas",
    },
    "en": {
        Verdict.ACCEPTED: "Invoice {number} was taken",
        Verdict.REJECTED: "Invoice {number} is rejected",
        Verdict.PENDING: "Invoice {number} has arrived and is being processed",
    },
}
_COUNTS: dict[Language, str] = {"sv": "antal fel och anmärkningar", "en": "number of errors and remarks"}


def message_level_response(document: AnsweredDocument, outcome: Outcome, language: Language = "sv") -> bytes:
    """The response as XML in UTF-8, valid against the UBL 2.1 schema of ApplicationResponse.

    The document referred to is the envelope by its id, as Peppol demands; the invoice by its number where it came
    bare. The parties must have electronic addresses (`AnsweredParty.has_address`).
    """
    summary = _SUMMARIES[language][document.verdict].format(number=document.number or "–")
    if document.finding_count:
        summary = f"{summary}; {_COUNTS[language]}: {document.finding_count}"
    answer = group(
        "cac:DocumentResponse",
        group(
            "cac:Response",
            text("cbc:ResponseCode", _CODES[document.verdict]),
            text("cbc:Description", visible(summary)),
        ),
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
