"""Rule set ``sent-invoices``: what the city sends is remembered, and what comes back is matched to it.

On a route for invoices to customers an invoice is remembered under its number, and under its number and receiver,
once it is delivered. On a route for responses each response is held against that, and what the receiver did not
take is listed for support with the reason.
"""

from collections.abc import Iterator

from gateway.findings import Finding, Place, finding
from gateway.messages.invoice import Invoice
from gateway.messages.invoice_response import InvoiceResponse, ResponseReason
from gateway.rules.base import RuleSet, Surroundings

SENT = "sent-invoice"
REJECTED = "rejected-invoice"
MAXIMUM_REASONS = 50
"""How many reasons of one response are listed; a receiver that lists more says the same of every line."""

_CODES = {
    "RE": "RESPONSE-INVOICE-REJECTED",
    "UQ": "RESPONSE-UNDER-QUERY",
    "CA": "RESPONSE-CONDITIONALLY-ACCEPTED",
}
_REMARK = "BW"
_NOT_KNOWN = ("–", "–")
"""The file that an invoice was sent in, in a trial."""


def check_sent(invoice: Invoice, surroundings: Surroundings) -> Iterator[Finding]:
    """SENT-INVOICE-TWICE: the number was not sent before, or the receiver rejected it."""
    holder = surroundings.history.first_holder(SENT, invoice.number)
    if holder is None:
        surroundings.claim_key(SENT, invoice.number)
        surroundings.claim_key(SENT, _key(invoice.buyer.peppol_id, invoice.number))
        return
    if surroundings.history.first_holder(REJECTED, invoice.number):
        return
    file_id, file_name = holder
    yield finding(
        "SENT-INVOICE-TWICE",
        place=Place(line=invoice.place.line, record="cbc:ID", path=f"{invoice.place.path}/cbc:ID"),
        value=invoice.buyer.peppol_id or invoice.buyer.name,
        about=invoice.number,
        first_id=file_id,
        first_name=file_name,
    )


def check_response(response: InvoiceResponse, surroundings: Surroundings) -> Iterator[Finding]:
    """The invoice was sent, and to the one who answers; what was not taken is listed with the reasons."""
    to_sender = surroundings.history.first_holder(SENT, _key(response.sender_id, response.number))
    holder = to_sender or surroundings.history.first_holder(SENT, response.number)
    sender = response.sender_name or response.sender_id or "–"
    if holder is None and not surroundings.is_trial:
        yield finding(
            "RESPONSE-INVOICE-UNKNOWN",
            place=response.place,
            value=response.number,
            about=response.number,
            sender=sender,
        )
        return
    if holder and to_sender is None:
        yield finding(
            "RESPONSE-SENDER-DIFFERS",
            place=response.place,
            value=sender,
            about=response.number,
            first_id=holder[0],
            first_name=holder[1],
        )
    if response.is_rejected:
        surroundings.claim_key(REJECTED, response.number)
    yield from _listed(response, sender, holder or _NOT_KNOWN)


def _listed(response: InvoiceResponse, sender: str, holder: tuple[str, str]) -> Iterator[Finding]:
    code = _CODES.get(response.status)
    reasons = [reason for reason in response.reasons if code or reason.code == _REMARK]
    if code and not reasons:
        reasons = [ResponseReason(text=response.text or "ingen orsak angiven", place=response.place)]
    for reason in reasons[:MAXIMUM_REASONS]:
        yield finding(
            code or "RESPONSE-REMARK",
            place=reason.place,
            value=reason.words,
            about=response.number,
            receiver=sender,
            status=response.status_words,
            location=reason.location or "–",
            first_id=holder[0],
            first_name=holder[1],
        )


def _key(peppol_id: str, number: str) -> str:
    return f"{peppol_id}/{number}"


RULE_SET = RuleSet(
    name="sent-invoices",
    version="1",
    title="Fakturor som skickas ut, och svaren på dem",
    codes=(
        "SENT-INVOICE-TWICE",
        "RESPONSE-INVOICE-UNKNOWN",
        "RESPONSE-SENDER-DIFFERS",
        "RESPONSE-INVOICE-REJECTED",
        "RESPONSE-UNDER-QUERY",
        "RESPONSE-CONDITIONALLY-ACCEPTED",
        "RESPONSE-REMARK",
    ),
    checks=((Invoice, check_sent), (InvoiceResponse, check_response)),
)
