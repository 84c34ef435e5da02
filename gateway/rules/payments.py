"""Rules about payments that the bank reports: whose account, and what each payment is.

A payment is identified by the register ``payment_references`` (see `gateway.rules.identification`). One that falls
under no row is booked all the same, on the account for unidentified payments, and listed for staff.
"""

from collections.abc import Iterator

from gateway.findings import Finding, finding
from gateway.identifiers import is_ocr
from gateway.messages import Deposit, Payment, PaymentReport
from gateway.messages.bank_records import DayKey
from gateway.registers import RegisterRow, Registers
from gateway.rules.base import RuleSet, Surroundings
from gateway.rules.identification import payment_register

NAME = "payment-identification"
ACCOUNTS = "receiving_accounts"
REFERENCES = "payment_references"
UNIDENTIFIED = "unidentified"


def bank_account_of(deposit: Deposit, registers: Registers) -> str:
    """The bank account behind the receiving account: that of the register, or the receiving account itself."""
    row = registers[ACCOUNTS].find(deposit.account, on=deposit.booking_date)
    return (row.values.get("bank_account", "") if row else "") or deposit.account


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
    row = payment_register(surroundings.registers[REFERENCES]).row_of(payment, deposit)
    surroundings.tell_day(_day_key(deposit, row, surroundings))
    if row is None:
        yield finding(
            "PAYMENT-UNIDENTIFIED",
            place=payment.place,
            value=f"{payment.amount} {deposit.currency}",
            about=about,
            payer=payment.payer_name or payment.payer_account or "–",
            reference=payment.reference,
            day=deposit.booking_date,
            account=deposit.account,
            deposit=deposit.identifier,
            amount=payment.amount,
            currency=deposit.currency,
            payer_account=payment.payer_account,
            payer_organisation_number=payment.payer_organisation_number,
            address=payment.payer_address,
            message=payment.message,
            other_references=", ".join(payment.other_references),
            identifier=payment.identifier,
        )


def _day_key(deposit: Deposit, row: RegisterRow | None, surroundings: Surroundings) -> DayKey:
    """What the payment is added up by; remembered for the accounts, days and rows of the file."""
    keys: dict[tuple[object, ...], DayKey] = surroundings.memory.setdefault(NAME, {})
    wanted = (deposit.account, deposit.booking_date, deposit.currency, row)
    if wanted not in keys:
        values = row.values if row else {}
        keys[wanted] = DayKey(
            deposit.booking_date,
            bank_account_of(deposit, surroundings.registers),
            deposit.account,
            deposit.currency,
            values.get("department", ""),
            values.get("item_kind", "") if row else UNIDENTIFIED,
            values.get("ledger_account", ""),
        )
    return keys[wanted]


RULE_SET = RuleSet(
    name=NAME,
    version="1",
    title="Identifiering av inbetalningar",
    codes=(
        "PAYMENT-TEST-FILE",
        "PAYMENT-ACCOUNT-UNKNOWN",
        "PAYMENT-OCR-CHECK-DIGIT",
        "PAYMENT-ZERO",
        "PAYMENT-NEGATIVE",
        "PAYMENT-UNIDENTIFIED",
    ),
    options={"accept_test_files": bool},
    registers=(ACCOUNTS, REFERENCES),
    prepare=lambda registers: payment_register(registers[REFERENCES]),
    checks=(
        (PaymentReport, _report_is_no_test),
        (Deposit, _account_is_known),
        (Payment, _payment_is_identified),
    ),
)
