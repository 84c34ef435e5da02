"""Writes payments as a BgMax file, for systems that read BgMax while the bank sends camt.054.

Source: Bankgirot, "Bankgiro Inbetalningar, Teknisk manual", November 2019. One deposit is one section. BgMax says less
than camt.054: it has only deposits on bankgiro numbers, in SEK (EUR in older files), and none that is negative. What it
cannot say is refused; what it has no place for, such as a payer's IBAN or a bank's own codes, is left out. Names and
messages are written in ISO-8859-1, cut where the records end.
"""

import hashlib
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from gateway.formats.bankgiro_values import timestamp_of
from gateway.formats.bgmax_payment_writer import payment_records
from gateway.formats.bgmax_records import CURRENCIES
from gateway.formats.layouts.writer import Unwritable
from gateway.messages import Deposit, Payment, PaymentReport

_SWEDEN = ZoneInfo("Europe/Stockholm")
_LARGEST = Decimal(10) ** 16
_MARKINGS = frozenset({"K", "D"})


class BgmaxWriter:
    """A writer of one BgMax file; see `gateway.formats.base.PartWriter`."""

    def __init__(self) -> None:
        self._counts = dict.fromkeys(("20", "21", "22", "15"), 0)
        self._deposit: Deposit | None = None
        self._total = 0
        self._payments = 0

    def write(self, part: Any) -> bytes:
        """The records of a part: TK01 of the report, TK05 of a deposit after the TK15 of the one before it, a payment.

        Raises Unwritable for a deposit that BgMax has no place for, or whose payments do not make its amount.
        """
        if isinstance(part, Payment):
            return self._payment(part)
        if isinstance(part, Deposit):
            return self._close() + self._open(part)
        if isinstance(part, PaymentReport):
            return _encoded(_start_record(part))
        return b""

    def finish(self) -> bytes:
        """The TK15 of the last deposit, and TK70. Raises Unwritable as `write` does."""
        closing = self._close()
        counts = "".join(f"{self._counts[code]:08d}" for code in ("20", "21", "22", "15"))
        return closing + _encoded("70" + counts)

    def _open(self, deposit: Deposit) -> bytes:
        if deposit.account_kind != "BGNR" or not _is_number(deposit.account, 10):
            raise Unwritable("deposit.account", f"{deposit.account_kind} {deposit.account}".strip(), "BGNR")
        if deposit.currency not in CURRENCIES:
            raise Unwritable("deposit.currency", deposit.currency, ", ".join(sorted(CURRENCIES)))
        if deposit.amount < 0:
            raise Unwritable("deposit.amount", deposit.amount, "≥ 0")
        self._deposit = deposit
        self._total = self._payments = 0
        plusgiro = f"{deposit.plusgiro:0>10}" if _is_number(deposit.plusgiro, 10) else ""
        return _encoded(f"05{deposit.account:0>10}{plusgiro:10}{deposit.currency}")

    def _payment(self, payment: Payment) -> bytes:
        amount = _oere(payment.amount, "payment.amount")
        self._total += amount
        self._payments += 1
        records = payment_records(payment, abs(amount), self._serial_number(payment))
        for record in records:
            if record[:2] in self._counts:
                self._counts[record[:2]] += 1
        return _encoded(*records)

    def _close(self) -> bytes:
        deposit, self._deposit = self._deposit, None
        if deposit is None:
            return b""
        amount = _oere(deposit.amount, "deposit.amount")
        if not self._payments:
            raise Unwritable("deposit.payment_count", 0, "≥ 1")
        if amount != self._total:
            raise Unwritable("deposit.amount", deposit.amount, str(Decimal(self._total).scaleb(-2)))
        self._counts["15"] += 1
        account = deposit.bank_account if _is_number(deposit.bank_account, 35) else ""
        marking = deposit.transaction_code if deposit.transaction_code in _MARKINGS else " "
        return _encoded(
            f"15{account:0>35}{deposit.booking_date:%Y%m%d}{_deposit_number(deposit)}{amount:018d}{deposit.currency}"
            f"{self._payments:08d}{marking}"
        )

    def _serial_number(self, payment: Payment) -> str:
        """Twelve digits by which a system knows the payment again (*BGC-löpnummer*).

        Other banks' identities are longer, and have letters. Digits are made of them that are the same whenever the
        same payment is written, and for two payments the same only by a chance of one in 10¹².
        """
        if _is_number(payment.identifier, 12):
            return f"{payment.identifier:0>12}"
        deposit = self._deposit
        identity = payment.identifier or payment.end_to_end_identifier
        if not identity or identity == "NOTPROVIDED":
            holder = f"{deposit.account}|{deposit.booking_date}|{deposit.identifier}" if deposit else ""
            identity = f"{holder}|{self._payments}|{payment.amount}|{payment.reference}"
        return f"{int.from_bytes(hashlib.sha256(identity.encode()).digest()[:8]) % 10**12:012d}"


def _start_record(report: PaymentReport) -> str:
    timestamp = report.identifier
    if len(timestamp) != 20 or timestamp_of(timestamp) is None:
        created = report.created
        if created is None:
            raise Unwritable("report.created", None, "datetime")
        if created.tzinfo:
            created = created.astimezone(_SWEDEN)
        timestamp = f"{created:%Y%m%d%H%M%S%f}"
    return f"01{'BGMAX':<20}01{timestamp}{'T' if report.is_test else 'P'}"


def _deposit_number(deposit: Deposit) -> str:
    """Five digits that a bankgiro number has once a year: the bank's own, else day of the year and running number."""
    if _is_number(deposit.identifier, 5):
        return f"{deposit.identifier:0>5}"
    return f"{deposit.booking_date:%j}{deposit.number % 100:02d}"


def _is_number(text: str, length: int) -> bool:
    return 0 < len(text) <= length and text.isascii() and text.isdigit()


def _oere(amount: Decimal, field: str) -> int:
    if abs(amount) >= _LARGEST or amount != round(amount, 2):
        raise Unwritable(field, amount, "0.00")
    return int(amount * 100)


def _encoded(*records: str) -> bytes:
    return "".join(f"{record:80}\r\n" for record in records).encode("latin-1")
