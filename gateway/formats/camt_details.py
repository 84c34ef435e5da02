"""Transaction details of a camt entry as payments: amounts, parties, references."""

from decimal import Decimal
from typing import NamedTuple

from gateway.findings import Place
from gateway.formats.camt_shapes import Found
from gateway.formats.camt_values import (
    DEBIT,
    RECEIVING_KINDS,
    Account,
    AccountNames,
    account_of,
    amount_of,
    charges_of,
    code_of,
    debtor_address_of,
    debtor_organisation_of,
    is_return,
    message_of,
    references_of,
)
from gateway.messages import Deposit, Payment

_CREDITOR = AccountNames.below("RltdPties/CdtrAcct")
_DEBTOR = AccountNames.below("RltdPties/DbtrAcct")
_AMOUNTS = tuple(
    (name, f"{name}/@Ccy", is_firm)
    for name, is_firm in (
        ("Amt", True),
        ("AmtDtls/TxAmt/Amt", True),
        ("AmtDtls/CntrValAmt/Amt", False),
        ("AmtDtls/InstdAmt/Amt", False),
    )
)
_INSTRUCTED = "AmtDtls/InstdAmt/Amt"
_OTHER_IDENTITIES = ("Refs/TxId", "Refs/ClrSysRef", "Refs/InstrId", "Refs/AcctSvcrTxId")
_NO_REFERENCE = [("", "none")]
_RATES = tuple(f"AmtDtls/{amount}/CcyXchg/XchgRate" for amount in ("InstdAmt", "TxAmt", "CntrValAmt"))


class DetailAmount(NamedTuple):
    """The amount of a payment in the currency of its entry, positive, if it has one.

    From 001.03 to 001.06 the schema demanded an amount, and who had none to give wrote zero.

    One that is not firm is a counter value or what was instructed: before charges, and right only if such amounts
    make the amount of the entry.
    """

    amount: Decimal | None
    is_firm: bool


def detail_amount(found: Found, currency: str) -> DetailAmount:
    """What the transaction details `found` say of their amount in a currency."""
    texts = found.texts
    for name, currency_name, is_firm in _AMOUNTS:
        if texts.get(currency_name) == currency:
            return DetailAmount(amount_of(texts[name]), is_firm)
    return DetailAmount(None, False)


def receiving_account(found: Found, direction: str, *, is_returned: bool) -> Account | None:
    """The bankgiro, plusgiro or Swish number of our own that a payment names, or None.

    The creditor's when money came in, the debtor's when it went out. A payment that came back names the parties of
    the first one, so nothing is taken from it.
    """
    own = account_of(found, _DEBTOR if direction == DEBIT else _CREDITOR)
    if own is None or own.kind not in RECEIVING_KINDS:
        return None
    return None if is_returned and direction != DEBIT else own


def payment_of(found: Found, deposit: Deposit, amount: Decimal, number: int, place: Place) -> Payment:
    """The payment that transaction details of a deposit describe, with a signed amount."""
    texts = found.texts
    payer = account_of(found, _DEBTOR)
    code = code_of(found) or deposit.transaction_code
    is_returned = is_return(found, code)
    (reference, kind), *others = references_of(found, code) or _NO_REFERENCE
    payment = Payment(
        amount=amount,
        reference=reference,
        reference_kind=kind,
        other_references=[other for other, _ in others],
        identifier=texts.get("Refs/AcctSvcrRef") or found.text(*_OTHER_IDENTITIES),
        end_to_end_identifier=texts.get("Refs/EndToEndId", ""),
        is_deduction=amount < 0 <= deposit.amount,
        is_return=is_returned,
        return_reason=found.text("RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry") if is_returned else "",
        payer_account=payer.number if payer else "",
        payer_name=texts.get("RltdPties/Dbtr/Nm", ""),
        payer_address=debtor_address_of(found),
        payer_organisation_number=debtor_organisation_of(found),
        message=message_of(found),
        transaction_code=code,
        charges=charges_of(found, deposit.currency),
        number=number,
        place=place,
    )
    if amount < 0 or is_returned:
        payee = account_of(found, _CREDITOR)
        payment.payee_account = payee.number if payee else ""
        payment.payee_name = texts.get("RltdPties/Cdtr/Nm", "")
    set_instructed(payment, found)
    return payment


def set_instructed(payment: Payment, found: Found) -> None:
    """Fill in what was instructed, in which currency and at which rate, from details or from an entry."""
    if "AmtDtls" not in found.elements:
        return
    if instructed := found.texts.get(_INSTRUCTED):
        payment.instructed_amount = amount_of(instructed)
        payment.instructed_currency = found.texts.get(f"{_INSTRUCTED}/@Ccy", "")
    if rate := found.text(*_RATES):
        payment.exchange_rate = amount_of(rate)
