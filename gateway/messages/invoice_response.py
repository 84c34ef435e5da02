"""A response to an invoice that was sent: a Peppol Message Level Response or an Invoice Response.

Source: Peppol BIS Message Level Response 3 (T71) and Invoice Response 3 (T111), both a UBL 2.1 ApplicationResponse.
Codes: UNCL4343 (status), StatusReason (message level), OPStatusReason and OPStatusAction (invoice response).
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from gateway.findings import NOWHERE, Place
from gateway.messages.describe import Term

MESSAGE_LEVEL = "message-level"
INVOICE_LEVEL = "invoice"

STATUS_WORDS: dict[str, dict[str, str]] = {
    MESSAGE_LEVEL: {"AB": "mottagen", "AP": "godkänd", "RE": "avvisad"},
    INVOICE_LEVEL: {
        "AB": "mottagen",
        "AP": "godkänd för betalning",
        "CA": "godkänd med villkor",
        "IP": "under behandling",
        "PD": "betald",
        "RE": "avvisad",
        "UQ": "avvaktar besked från oss",
    },
}
"""The statuses that each kind of response may have."""

STATUS_REASON = "StatusReason"
OP_STATUS_REASON = "OPStatusReason"
OP_STATUS_ACTION = "OPStatusAction"

REASON_WORDS: dict[str, dict[str, str]] = {
    STATUS_REASON: {"BV": "regelfel", "BW": "anmärkning", "SV": "fel i XML"},
    OP_STATUS_REASON: {
        "NON": "inget fel",
        "REF": "fel eller saknad referens",
        "LEG": "uppfyller inte lagens krav",
        "REC": "okänd mottagare",
        "QUA": "kvaliteten godtas inte",
        "DEL": "leveransen godtas inte",
        "PRI": "fel pris",
        "QTY": "fel antal",
        "ITM": "fel vara",
        "PAY": "fel betalningsvillkor",
        "UNR": "köpet känns inte igen",
        "FIN": "fel ekonomiska villkor",
        "PPD": "delbetald",
        "OTH": "annat",
    },
    OP_STATUS_ACTION: {
        "NOA": "ingen åtgärd behövs",
        "PIN": "lämna uppgiften som saknas",
        "NIN": "skicka en ny faktura",
        "CNF": "kreditera hela fakturan",
        "CNP": "kreditera en del av fakturan",
        "CNA": "betala tillbaka beloppet",
        "OTH": "annat",
    },
}
"""What the codes of each list mean."""


@dataclass(slots=True, kw_only=True)
class ResponseReason:
    """One reason for a status, or one thing that the receiver asks for."""

    code: Annotated[str, Term("Code of the reason", "Status/StatusReasonCode")] = ""
    code_list: Annotated[str, Term("List of the code: StatusReason, OPStatusReason or OPStatusAction")] = ""
    text: Annotated[
        str, Term("The reason in the receiver's words", "Status/StatusReason; LineResponse/Response/Description")
    ] = ""
    location: Annotated[str, Term("XPath in the invoice", "LineResponse/LineReference/LineID")] = ""
    place: Annotated[Place, Term("Where in the file")] = NOWHERE

    @property
    def words(self) -> str:
        """What the code means, then the receiver's own words."""
        known = REASON_WORDS.get(self.code_list, {}).get(self.code, self.code)
        return ": ".join(part for part in (known, self.text) if part)


@dataclass(slots=True, kw_only=True)
class InvoiceResponse:
    """What a receiver answered about one invoice."""

    number: Annotated[
        str,
        Term(
            "Number of the invoice; some answer a message with the id of its envelope instead",
            "DocumentResponse/DocumentReference/ID",
        ),
    ]
    status: Annotated[str, Term("Status of the invoice", "DocumentResponse/Response/ResponseCode; UNCL4343")]
    kind: Annotated[str, Term("message-level or invoice", "CustomizationID")]
    identifier: Annotated[str, Term("Identifier of the response", "ID")] = ""
    issue_date: Annotated[date | None, Term("Date of the response", "IssueDate")] = None
    effective_date: Annotated[
        date | None, Term("Date from which the status holds", "DocumentResponse/Response/EffectiveDate")
    ] = None
    text: Annotated[str, Term("The receiver's words on the whole", "Note; DocumentResponse/Response/Description")] = ""
    sender_id: Annotated[str, Term("Peppol id of the sender of the response", "SenderParty/EndpointID")] = ""
    sender_name: Annotated[
        str, Term("Name of the sender of the response", "SenderParty/PartyLegalEntity/RegistrationName")
    ] = ""
    receiver_id: Annotated[str, Term("Peppol id of the receiver of the response", "ReceiverParty/EndpointID")] = ""
    receiver_name: Annotated[
        str, Term("Name of the receiver of the response", "ReceiverParty/PartyLegalEntity/RegistrationName")
    ] = ""
    document_type_code: Annotated[
        str, Term("Type of the document", "DocumentResponse/DocumentReference/DocumentTypeCode; UNCL1001")
    ] = ""
    document_date: Annotated[
        date | None, Term("Issue date of the invoice", "DocumentResponse/DocumentReference/IssueDate")
    ] = None
    reasons: Annotated[list[ResponseReason], Term("Reasons for the status, and what is asked for")] = field(
        default_factory=list
    )
    place: Annotated[Place, Term("Where in the file")] = NOWHERE

    @property
    def is_rejected(self) -> bool:
        """Whether the receiver will not take the invoice."""
        return self.status == "RE"

    @property
    def status_date(self) -> date | None:
        """The date from which the status holds; the date of the response where it does not say."""
        return self.effective_date or self.issue_date

    @property
    def status_words(self) -> str:
        """What the status means, in Swedish; the code itself when it is not known."""
        return STATUS_WORDS.get(self.kind, {}).get(self.status, self.status)

    @property
    def reason_words(self) -> str:
        """All reasons in one text, or the receiver's words on the whole when there is none."""
        return "; ".join(reason.words for reason in self.reasons if reason.words) or self.text
