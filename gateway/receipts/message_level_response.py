"""The verdict on one e-invoice as a Peppol Message Level Response 3: was it taken, and if not, what is wrong where.

Source: Peppol BIS Message Level Response 3 (transaction T71), UBL 2.1 ApplicationResponse.
"""

from gateway.catalogue import Severity
from gateway.findings import Finding, Language
from gateway.formats.application_response import MESSAGE_LEVEL_RESPONSE
from gateway.receipts.answered_documents import AnsweredDocument
from gateway.receipts.outcome import Outcome
from gateway.receipts.response_document import NOT_STATED, REJECTED, aggregate, as_bytes, basic, party, response_root

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
    root = response_root(MESSAGE_LEVEL_RESPONSE, document, outcome)
    party(root, "SenderParty", document.buyer)
    party(root, "ReceiverParty", document.seller)
    answer = aggregate(root, "DocumentResponse")
    response = aggregate(answer, "Response")
    basic(response, "ResponseCode", code)
    basic(response, "Description", summary)
    reference = aggregate(answer, "DocumentReference")
    basic(reference, "ID", document.instance or document.number or NOT_STATED)
    if document.type_code:
        basic(reference, "DocumentTypeCode", document.type_code)
    for finding in document.findings:
        line = aggregate(answer, "LineResponse")
        basic(aggregate(line, "LineReference"), "LineID", finding.place.path or NOT_STATED)
        response = aggregate(line, "Response")
        basic(response, "Description", f"[{finding.code}] {finding.text(language)}")
        basic(aggregate(response, "Status"), "StatusReasonCode", _reason(finding))
    return as_bytes(root)


def _reason(finding: Finding) -> str:
    if finding.severity in (Severity.WARNING, Severity.INFORMATION):
        return WARNING
    return SYNTAX_VIOLATION if finding.code.startswith(_SYNTAX_FAMILIES) else RULE_VIOLATION
