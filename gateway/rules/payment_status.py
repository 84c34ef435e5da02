"""Rule set ``payment-status``: what the bank says of payments is matched to what was sent.

The answer itself is right whatever it says, and is delivered. What it rejects is listed with the reason in words, and
with what was sent: payee, amount and file; what waits is listed too.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from gateway.catalogue import CATALOGUE, Code
from gateway.catalogue.payment_reasons import REASONS, reason_text
from gateway.currencies import decimals_of
from gateway.findings import Finding, Language, finding
from gateway.messages import PaymentStatus
from gateway.messages.bank_records import SentPayment
from gateway.rules.base import RuleSet, Surroundings
from gateway.rules.payment_orders import ORDER

_LISTED = {"rejected": "PAYMENT-STATUS-REJECTED", "pending": "PAYMENT-STATUS-PENDING"}
_UNKNOWN_ORDER = "payment-status.unknown-order"
_PARTLY = "PART"
_COLLECTED = ("collection", "disbursement")
"""Kinds of payment that are ordered by Autogiro, not by an order of payments."""
_WHERE: dict[Language, str] = {
    "sv": " i filen {first_name} (fil-id {first_id})",
    "en": " in the file {first_name} (file id {first_id})",
}
_LEVELS = {
    "order": ("hela uppdraget {about}", "the whole order {about}"),
    "instruction": ("deluppdraget {about}", "the instruction {about}"),
    "payment": ("betalningen {about} på {value} till {payee}", "the payment {about} of {value} to {payee}"),
}


@dataclass(frozen=True, slots=True)
class _Sent:
    """What was sent: the file, and the payment where the answer is about one."""

    file_id: str
    file_name: str
    payment: SentPayment | None = None


_NOT_KNOWN = _Sent("", "")
"""What was sent, where that is not known: in a trial, and of what Autogiro collects."""


def check_status(status: PaymentStatus, surroundings: Surroundings) -> Iterator[Finding]:
    """What the answer is about was sent and as the bank says; what is not accepted is listed.

    The file that it was sent in is put into `PaymentStatus.sent_file`, and what the bank left out of payee and amount
    is filled in, so that a mapping can pass it on.
    """
    sent = _sent(status, surroundings)
    if sent is None and _must_be_known(status) and not surroundings.is_trial:
        yield from _unknown(status, surroundings)
        return
    if sent and sent.payment:
        if status.amount is not None and (status.amount, status.currency) != (
            sent.payment.amount,
            sent.payment.currency,
        ):
            yield _told("PAYMENT-STATUS-AMOUNT", status, sent, expected=_amount_text(sent.payment))
        _fill_in(status, sent.payment)
    if sent:
        status.sent_file = sent.file_name
    code = _LISTED.get(status.outcome)
    # Of what is partly accepted the payments themselves are listed.
    if code and status.status != _PARTLY:
        sent = sent or _NOT_KNOWN
        yield _told(_with_reasons(CATALOGUE[code], status, sent), status, sent)


def _must_be_known(status: PaymentStatus) -> bool:
    """Whether what the answer is about is something that orders of payments tell; what is collected is none."""
    return status.kind not in _COLLECTED and bool(status.level == "payment" or status.original_message)


def _sent(status: PaymentStatus, surroundings: Surroundings) -> _Sent | None:
    if status.kind in _COLLECTED:
        return None
    if status.level != "payment":
        holder = surroundings.history.first_holder(ORDER, status.original_message) if status.original_message else None
        return _Sent(*holder) if holder else None
    payment = _by_identity(status, surroundings) if status.original_message else _by_account(status, surroundings)
    return _Sent(payment.file_id, payment.file_name, payment) if payment else None


def _by_identity(status: PaymentStatus, surroundings: Surroundings) -> SentPayment | None:
    identities = filter(None, (status.original_end_to_end, status.original_identifier))
    asked = (
        surroundings.bank.sent_payment(status.original_message, status.original_instruction, identity)
        for identity in identities
    )
    return next(filter(None, asked), None)


def _by_account(status: PaymentStatus, surroundings: Surroundings) -> SentPayment | None:
    """Where the answer names no order, as in LB: what was sent to the account of the amount, with its identity if any.

    Of several that are alike it is taken to be the latest.
    """
    if not status.counterparty_account or status.amount is None:
        return None
    sent = surroundings.bank.sent_to(status.counterparty_account, status.amount)
    identities = {status.original_end_to_end, status.original_identifier} - {""}
    of_that_identity = [payment for payment in sent if payment.end_to_end in identities]
    return next(iter(of_that_identity or ([] if identities else sent)), None)


def _unknown(status: PaymentStatus, surroundings: Surroundings) -> Iterator[Finding]:
    """An order that was not sent is told of once, not for each of its payments again."""
    if surroundings.memory.get(_UNKNOWN_ORDER) == status.original_message:
        return
    if status.level != "payment":
        surroundings.memory[_UNKNOWN_ORDER] = status.original_message
    yield _told("PAYMENT-STATUS-UNKNOWN", status, _NOT_KNOWN)


def _fill_in(status: PaymentStatus, payment: SentPayment) -> None:
    if status.amount is None:
        status.amount = round(payment.amount, decimals_of(payment.currency))
        status.currency = payment.currency
    status.counterparty_name = status.counterparty_name or payment.creditor_name
    status.counterparty_account = status.counterparty_account or payment.creditor_account
    status.reference = status.reference or payment.reference


def _with_reasons(entry: Code, status: PaymentStatus, sent: _Sent) -> Code:
    """The catalogue's entry with the reasons in words, in both languages, and what the first known one asks for."""
    known = next((REASONS[code] for code in status.reasons if code in REASONS), None)
    return replace(
        entry,
        text_sv=_worded(entry.text_sv, status, sent, "sv"),
        text_en=_worded(entry.text_en, status, sent, "en"),
        action_sv=known.action_sv if known else entry.action_sv,
        action_en=known.action_en if known else entry.action_en,
    )


def _worded(text: str, status: PaymentStatus, sent: _Sent, language: Language) -> str:
    swedish, english = _LEVELS[status.level]
    nothing = {"sv": "Ingen orsak är angiven.", "en": "No reason is given."}[language]
    words = [reason_text(" ".join(status.reasons), language), *(f"”{text}”" for text in status.texts)]
    reason = " ".join(filter(None, words)) or nothing
    # What the bank wrote is no template, whatever braces are in it.
    plain = reason.replace("{", "(").replace("}", ")")
    where = _WHERE[language] if sent.file_id else ""
    what = (swedish if language == "sv" else english) + where
    return text.replace("{what}", what).replace("{reason}", plain)


def _told(code: str | Code, status: PaymentStatus, sent: _Sent, *, expected: str = "") -> Finding:
    return finding(
        code,
        place=status.place,
        value=_amount_text(status),
        expected=expected,
        about=_about(status),
        status=status.status,
        payee=status.counterparty_name or "–",
        account=status.counterparty_account,
        reference=status.reference,
        amount="" if status.amount is None else status.amount,
        currency=status.currency,
        order=status.original_message,
        reasons=" ".join(status.reasons),
        first_id=sent.file_id,
        first_name=sent.file_name,
    )


def _about(status: PaymentStatus) -> str:
    """What the status is about by its identity, or by what else tells it from others."""
    identities = (status.original_end_to_end, status.original_instruction, status.original_message)
    others = (status.original_identifier, status.reference, status.counterparty_account)
    return next(filter(None, (*identities, *others)), str(status.execution_date or ""))


def _amount_text(part: PaymentStatus | SentPayment) -> str:
    return f"{part.amount} {part.currency}" if part.amount is not None else ""


RULE_SET = RuleSet(
    name="payment-status",
    version="1",
    title="Bankens svar på skickade betalningar",
    codes=(
        "PAYMENT-STATUS-UNKNOWN",
        "PAYMENT-STATUS-AMOUNT",
        "PAYMENT-STATUS-REJECTED",
        "PAYMENT-STATUS-PENDING",
    ),
    checks=((PaymentStatus, check_status),),
)
