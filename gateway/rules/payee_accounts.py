"""Whether the account of a payee can be an account at all: form, length and check digits, each kind by its own rules.

Check digits of Swedish bank accounts are not reckoned: their rules differ from bank to bank and change.
"""

from collections.abc import Iterator

from gateway.findings import Finding, finding
from gateway.identifiers import is_account_of_clearing, is_bankgiro, is_bic, is_clearing_number, is_iban, is_plusgiro
from gateway.messages import CreditTransfer

CODES = (
    "PAYMENT-ORDER-NO-ACCOUNT",
    "PAYMENT-ORDER-BANKGIRO",
    "PAYMENT-ORDER-PLUSGIRO",
    "PAYMENT-ORDER-IBAN",
    "PAYMENT-ORDER-BIC",
    "PAYMENT-ORDER-BIC-COUNTRY",
    "PAYMENT-ORDER-CLEARING",
    "PAYMENT-ORDER-ACCOUNT-LENGTH",
)

_WITHOUT_ACCOUNT = ("cheque", "payout")
"""Kinds of transfer that are paid out otherwise than to an account."""
_COUNTRY_OF_IBAN = {
    **dict.fromkeys(("GF", "GP", "MQ", "RE", "PM", "YT", "BL", "MF", "NC", "PF", "TF", "WF"), "FR"),
    **dict.fromkeys(("GG", "IM", "JE"), "GB"),
    "AX": "FI",
}
"""Countries of a BIC whose accounts have the IBAN of another country: ISO 13616 registry, territories."""


def account_faults(transfer: CreditTransfer) -> Iterator[Finding]:
    """What is wrong with the payee's account, and with the bank that it is said to be in."""
    if not transfer.creditor_account:
        if transfer.kind not in _WITHOUT_ACCOUNT:
            yield _fault("PAYMENT-ORDER-NO-ACCOUNT", transfer, "")
    elif transfer.creditor_account_kind == "BGNR":
        if not is_bankgiro(transfer.creditor_account):
            yield _fault("PAYMENT-ORDER-BANKGIRO", transfer, transfer.creditor_account)
    elif transfer.creditor_account_kind == "PGNR":
        if not is_plusgiro(transfer.creditor_account):
            yield _fault("PAYMENT-ORDER-PLUSGIRO", transfer, transfer.creditor_account)
    elif transfer.creditor_account_kind == "IBAN":
        if not is_iban(transfer.creditor_account):
            yield _fault("PAYMENT-ORDER-IBAN", transfer, transfer.creditor_account)
    elif transfer.creditor_clearing:
        yield from _clearing_faults(transfer)
    yield from _bank_faults(transfer)


def _clearing_faults(transfer: CreditTransfer) -> Iterator[Finding]:
    account, clearing = transfer.creditor_account, transfer.creditor_clearing
    if not is_clearing_number(clearing):
        yield _fault("PAYMENT-ORDER-CLEARING", transfer, clearing)
    elif not is_account_of_clearing(account, clearing):
        yield _fault("PAYMENT-ORDER-ACCOUNT-LENGTH", transfer, account, clearing)


def _bank_faults(transfer: CreditTransfer) -> Iterator[Finding]:
    bic, account = transfer.creditor_agent, transfer.creditor_account
    if not bic:
        return
    if not is_bic(bic):
        yield _fault("PAYMENT-ORDER-BIC", transfer, bic)
    elif transfer.creditor_account_kind == "IBAN" and is_iban(account):
        country = bic[4:6]
        if account[:2].upper() not in (country, _COUNTRY_OF_IBAN.get(country)):
            yield _fault("PAYMENT-ORDER-BIC-COUNTRY", transfer, bic, account)


def _fault(code: str, transfer: CreditTransfer, value: str, expected: str = "") -> Finding:
    return finding(
        code,
        place=transfer.place,
        value=value,
        expected=expected,
        about=transfer.end_to_end_identifier or str(transfer.number),
        payee=transfer.creditor_name or "–",
        amount=transfer.amount,
        currency=transfer.currency,
    )
