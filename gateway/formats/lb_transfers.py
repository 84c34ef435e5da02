"""The payment records of an LB order made into credit transfers.

A text (TK25, TK65) belongs to the payment before it when both name the same payee, else to the next payment to its
payee. Account, name and address come from what the scout found in the section.
"""

import re
from collections.abc import Iterator

from gateway.findings import Finding, Place, finding
from gateway.formats.bankgiro_lines import Records
from gateway.formats.bankgiro_values import amount_of, number_of, short_day_of
from gateway.formats.lb_records import AT_ONCE, KINDS, MINUSES, ORDER, payee_key, payout_number, unreadable
from gateway.formats.lb_sections import Payee, PayeeRecords
from gateway.identifiers import is_ocr
from gateway.messages import CreditTransfer

MAXIMUM_TEXTS = 10_000
"""Texts that are kept for one payment, or for payments still to come."""

_PAYEE = re.compile(r"\d{9}[\d ]", re.ASCII)
_SPLIT_PAYMENT = ORDER.splitter("14")


class Transfers:
    """Makes the transfers of one file. `begin` one with its payment record, `add` its texts, take it `finished`."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._number = 0
        self._open: CreditTransfer | None = None
        self._key = ""
        self._texts: list[str] = []
        self._texts_to_come: dict[str, list[str]] = {}
        self._kept = 0
        self._is_full = False

    def begin(self, code: str, record: str, payees: PayeeRecords, currency: str) -> Iterator[Finding]:
        """Start a transfer. Gives what in it cannot be read; then there is no transfer to take."""
        line = self._records.line
        payee, reference_field, amount_field, day_field, information = _SPLIT_PAYMENT(record)
        self._number += 1
        self._key = _key(code, payee)
        self._texts = self._texts_to_come.pop(self._key, [])
        self._kept -= len(self._texts)
        amount = amount_of(amount_field)
        known = payees.payee(payee) if code != "54" and payout_number(payee) else None
        faults = list(_unreadable_fields(line, code, payee, amount_field, day_field))
        if known and not faults:
            faults = list(_payee_faults(line, code, payee, known))
        if faults or amount is None:
            yield from faults
            return
        reference = reference_field.strip()
        transfer = CreditTransfer(
            amount=-amount if code in MINUSES else amount,
            currency=currency,
            kind=KINDS.get(code, "payment"),
            instruction_identifier=information.strip(),
            execution_date=short_day_of(day_field),
            reference=reference,
            reference_kind=("ocr" if is_ocr(reference) else "reference") if reference else "none",
            number=self._number,
            place=Place(line=line, record="TK" + code),
        )
        if known:
            _pay_out(transfer, known)
        else:
            transfer.creditor_account = number_of(payee)
            transfer.creditor_account_kind = "PGNR" if code == "54" else "BGNR"
        self._open = transfer

    def add(self, code: str, record: str) -> Iterator[Finding]:
        """Take a TK25 or TK65. One finding when there are too many, and the rest are not kept."""
        text = record[12 : ORDER.field_of(code, "text").last].strip()
        key = _key(code, record[2:12])
        is_own = key == self._key
        if not text or self._is_full:
            return
        if (len(self._texts) if is_own else self._kept) == MAXIMUM_TEXTS:
            self._is_full = True
            place = Place(line=self._records.line, record="TK" + code)
            yield finding("LB-TOO-MANY-RECORDS", place=place, expected=MAXIMUM_TEXTS)
        elif is_own:
            self._texts.append(text)
        else:
            self._texts_to_come.setdefault(key, []).append(text)
            self._kept += 1

    def finished(self) -> Iterator[CreditTransfer]:
        """The transfer that was begun, if it could be read."""
        if self._open:
            self._open.message = " ".join(self._texts)
            yield self._open
            self._open = None

    def end_section(self) -> Iterator[CreditTransfer]:
        """The last transfer of a section. Texts about payees who got no payment in it are counted as a notice."""
        yield from self.finished()
        if self._texts_to_come:
            self._records.notice("LB-TEXT-UNUSED")
        self._key, self._texts, self._kept = "", [], 0
        self._texts_to_come.clear()


def _key(code: str, payee: str) -> str:
    # Plusgiro numbers have records of their own, and may be the same digits as another payee's number.
    return ("PG" if code in ("54", "65") else "BG") + payee_key(payee)


def _unreadable_fields(line: int, code: str, payee: str, amount: str, day: str) -> Iterator[Finding]:
    if not _PAYEE.fullmatch(payee) or not payee.strip("0 "):
        yield unreadable(ORDER.place(line, code, "payee"), payee, "10 × 0–9")
    if not amount.isdecimal():
        yield unreadable(ORDER.place(line, code, "amount"), amount, "12 × 0–9")
    if day.strip() and day != AT_ONCE and short_day_of(day) is None:
        yield unreadable(ORDER.place(line, code, "date"), day, "ÅÅMMDD")


def _payee_faults(line: int, code: str, payee: str, known: Payee) -> Iterator[Finding]:
    if not known.account and not (known.name and known.address):
        yield finding("LB-PAYEE-UNKNOWN", place=ORDER.place(line, code, "payee"), value=payout_number(payee))


def _pay_out(transfer: CreditTransfer, known: Payee) -> None:
    """Fill in who gets a payment to a payout number: on an account, or in cash when there is none."""
    if transfer.kind == "payment":
        transfer.kind = ("salary" if known.is_salary else "payout") if known.account else "cheque"
    transfer.creditor_name = known.name
    transfer.creditor_address = known.address
    transfer.creditor_clearing = known.clearing
    transfer.creditor_account = known.account
    transfer.creditor_account_kind = "BBAN" if known.account else ""
    transfer.other_references = [known.reference] if known.reference else []
