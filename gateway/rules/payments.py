"""Rules about incoming payments: whose account, whose payment, and whether it has come before.

A payment is identified by the number series its reference belongs to: the longest prefix in the register
``payment_references`` that fits the reference, its length and the receiving account on the booking date. One
that fits no series is booked all the same, on the account for unidentified payments, and listed for staff.
"""

from collections.abc import Iterator
from datetime import date

from gateway.findings import Finding, finding
from gateway.identifiers import is_ocr
from gateway.messages import Deposit, Payment, PaymentReport
from gateway.registers import RegisterRow, Registers
from gateway.rules.base import RuleSet, Surroundings

ACCOUNTS = "receiving_accounts"
REFERENCES = "payment_references"


def identify(reference: str, account: str, day: date, registers: Registers) -> RegisterRow | None:
    """The row of ``payment_references`` for a reference paid to an account on a day, or None."""
    return registers.find_by_prefix(REFERENCES, reference, account, on=day) if reference else None


def _report_is_no_test(report: PaymentReport, surroundings: Surroundings) -> Iterator[Finding]:
    if report.is_test and not surroundings.options.get("accept_test_files", False):
        yield finding("PAYMENT-TEST-FILE", place=report.place, about=report.identifier)


def _account_is_known(deposit: Deposit, surroundings: Surroundings) -> Iterator[Finding]:
    row = surroundings.registers[ACCOUNTS].find(deposit.account, on=deposit.booking_date)
    if row is None:
        yield finding(
            "PAYMENT-ACCOUNT-UNKNOWN",
            place=deposit.place,
            value=deposit.account,
            expected=deposit.booking_date,
            about=deposit.identifier,
        )


def _deposit_is_new(deposit: Deposit, surroundings: Surroundings) -> Iterator[Finding]:
    same = f"{deposit.account}|{deposit.booking_date}|{deposit.currency}|{deposit.amount.normalize():f}"
    exact = f"{same}|{deposit.identifier.lstrip('0')}"
    alike = f"{same}|{deposit.payment_count or ''}"
    keys = [("deposit", exact, "PAYMENT-DEPOSIT-DUPLICATE")] if deposit.identifier else []
    for kind, key, code in (*keys, ("deposit-alike", alike, "PAYMENT-DEPOSIT-ALIKE")):
        surroundings.claim_key(kind, key)
        if holder := surroundings.history.first_holder(kind, key):
            yield finding(
                code,
                place=deposit.place,
                value=deposit.amount,
                about=deposit.identifier,
                first_id=holder[0],
                first_name=holder[1],
            )
            return


def _payment_is_identified(payment: Payment, surroundings: Surroundings) -> Iterator[Finding]:
    deposit: Deposit = surroundings.ancestors["deposit"]
    about = payment.reference or payment.identifier
    if payment.reference_kind == "ocr" and not is_ocr(payment.reference):
        yield finding("PAYMENT-OCR-CHECK-DIGIT", place=payment.place, value=payment.reference, about=about)
    if payment.amount == 0:
        yield finding("PAYMENT-ZERO", place=payment.place, about=about)
    elif payment.amount < 0:
        yield finding(
            "PAYMENT-NEGATIVE",
            place=payment.place,
            value=payment.amount,
            about=about,
            reference=payment.reference,
        )
    if identify(payment.reference, deposit.account, deposit.booking_date, surroundings.registers) is None:
        yield finding(
            "PAYMENT-UNIDENTIFIED",
            place=payment.place,
            value=f"{payment.amount} {deposit.currency}",
            about=about,
            payer=payment.payer_name or payment.payer_account or "–",
            reference=payment.reference,
        )


RULE_SET = RuleSet(
    name="payment-identification",
    version="1",
    title="Identifiering av inbetalningar",
    codes=(
        "PAYMENT-TEST-FILE",
        "PAYMENT-ACCOUNT-UNKNOWN",
        "PAYMENT-DEPOSIT-DUPLICATE",
        "PAYMENT-DEPOSIT-ALIKE",
        "PAYMENT-OCR-CHECK-DIGIT",
        "PAYMENT-ZERO",
        "PAYMENT-NEGATIVE",
        "PAYMENT-UNIDENTIFIED",
    ),
    checks=(
        (PaymentReport, _report_is_no_test),
        (Deposit, _account_is_known),
        (Deposit, _deposit_is_new),
        (Payment, _payment_is_identified),
    ),
)
