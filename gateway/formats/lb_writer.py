"""Writes payment orders as LB: one section for each instruction, its payments as they come, then its total.

Payments to an account or in cash get a payout number, the same one for all payments to the same payee in a section,
so that a deduction meets the payment that it is to be taken from; up to 99,999 payees are remembered.

LB has no place for the name of the sender, names and addresses of payees on bankgiro and plusgiro, identities of
payees, or the address of a payee on an account when it does not fit: these are left out. All else that LB cannot say
raises Unwritable.
"""

import re
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from gateway.formats.bankgiro_records import RECORD_LENGTH
from gateway.formats.layouts.texts import Unwritable
from gateway.formats.lb_records import AT_ONCE, CURRENCIES, MINUSES, ORDER, PRODUCT
from gateway.identifiers import is_bankgiro, is_plusgiro
from gateway.messages import CreditTransfer, PaymentInstruction, PaymentOrder

LAST_PAYOUT_NUMBER = 99_999

_ADDRESS = re.compile(r"(?:(?P<street>.{1,35}), )?(?P<postcode>\d{3} ?\d{2}) (?P<town>\S.{0,19})", re.ASCII)
_NOT_PROVIDED = "NOTPROVIDED"
_FIRST_YEAR, _LAST_YEAR = 1970, 2069


class _Payee(NamedTuple):
    """Whom a payout number stands for."""

    clearing: str
    account: str
    name: str
    address: str
    reference: str
    is_salary: bool


class LbWriter:
    """Writes the parts of one order. Made for each file anew; both methods raise Unwritable."""

    def __init__(self) -> None:
        self._order: PaymentOrder | None = None
        self._instruction: PaymentInstruction | None = None
        self._currency = ""
        self._is_open = False
        self._count = 0
        self._total = 0
        self._payees: dict[_Payee, str] = {}

    def write(self, part: Any) -> bytes:
        """The records of a transfer, with those that its section must begin with; or the end of the section before."""
        if isinstance(part, CreditTransfer):
            opening = b"" if self._is_open else self._opening(part.currency)
            return opening + self._transfer(part)
        before = self.finish()
        if isinstance(part, PaymentInstruction):
            self._instruction = part
        else:
            self._order = part
        return before

    def finish(self) -> bytes:
        """The end of the last section; an instruction without transfers is a section without payments."""
        instruction = self._instruction
        if not instruction:
            return b""
        opening = b"" if self._is_open else self._opening(instruction.currency)
        total = str(abs(self._total)).zfill(12)
        if len(total) > 12:
            raise Unwritable("stated_sum", self._total, "max 12")
        closing = _record(
            "29",
            bankgiro=instruction.debtor_account.zfill(10),
            count=str(self._count).zfill(8),
            sum=total,
            sign="-" if self._total < 0 else "",
        )
        self._instruction, self._is_open = None, False
        return opening + closing

    def _opening(self, currency: str) -> bytes:
        order, instruction = self._order, self._instruction
        if not order or not instruction:
            raise Unwritable("instruction", None, "PaymentOrder, PaymentInstruction")
        if instruction.debtor_account_kind != "BGNR" or not is_bankgiro(instruction.debtor_account):
            raise Unwritable("debtor_account", instruction.debtor_account, "bankgiro")
        if order.created is None:
            raise Unwritable("created", None, "ÅÅMMDD")
        if instruction.service_level not in ("", "NURG"):
            raise Unwritable("service_level", instruction.service_level, "NURG")
        self._currency = instruction.currency or currency or "SEK"
        if self._currency not in CURRENCIES:
            raise Unwritable("currency", self._currency, "SEK, EUR")
        self._is_open, self._count, self._total = True, 0, 0
        self._payees.clear()
        return _record(
            "11",
            bankgiro=instruction.debtor_account.zfill(10),
            written=_day("created", order.created.date()),
            product=PRODUCT,
            payment_date=_day("execution_date", instruction.execution_date),
            currency="" if self._currency == "SEK" and not instruction.currency else self._currency,
        )

    def _transfer(self, transfer: CreditTransfer) -> bytes:
        _refuse_foreign(transfer, self._currency)
        code = _code(transfer)
        amount = _oere(transfer.amount)
        if (amount > 0) if code in MINUSES else (amount < 0):
            raise Unwritable("amount", transfer.amount, "≤ 0" if code in MINUSES else "≥ 0")
        payee, records = self._payee(transfer)
        self._count += 1
        self._total += amount
        records += _record(
            code,
            payee=payee,
            reference=transfer.reference,
            amount=str(abs(amount)).zfill(12),
            date=self._payment_day(transfer, code),
            sender_information=_sender_information(transfer),
        )
        text_code = "65" if code == "54" else "25"
        for line in _lines(transfer.message, text_code):
            records += _record(text_code, payee=payee, text=line)
        return records

    def _payment_day(self, transfer: CreditTransfer, code: str) -> str:
        if transfer.execution_date:
            return _day("execution_date", transfer.execution_date)
        is_told = code in MINUSES or (self._instruction and self._instruction.execution_date)
        return "" if is_told else AT_ONCE

    def _payee(self, transfer: CreditTransfer) -> tuple[str, bytes]:
        """The payee's number, and the records that tell of a payee who has not been told of."""
        kind, account = transfer.creditor_account_kind, transfer.creditor_account
        if kind in ("BGNR", "PGNR"):
            if transfer.other_references:
                raise Unwritable("other_references", ", ".join(transfer.other_references), "–")
            is_valid = is_bankgiro(account) if kind == "BGNR" else is_plusgiro(account)
            if not is_valid or not account.isdecimal():
                raise Unwritable("creditor_account", account, "bankgiro" if kind == "BGNR" else "plusgiro")
            return account.zfill(10), b""
        payee = _payout_payee(transfer)
        known = self._payees.get(payee)
        if not known and transfer.kind in ("deduction", "credit"):
            known = self._payees.get(payee._replace(is_salary=True))
        if known:
            return known, b""
        if len(self._payees) == LAST_PAYOUT_NUMBER:
            raise Unwritable("creditor_account", account, f"max {LAST_PAYOUT_NUMBER}")
        number = f"0000{len(self._payees) + 1:05} "
        self._payees[payee] = number
        return number, _payee_records(number, payee)


def _refuse_foreign(transfer: CreditTransfer, currency: str) -> None:
    """Raise Unwritable for what only payments abroad and exchange have."""
    if transfer.currency != currency:
        raise Unwritable("currency", transfer.currency, currency)
    if transfer.equivalent_currency not in ("", currency):
        raise Unwritable("equivalent_currency", transfer.equivalent_currency, currency)
    if transfer.exchange_rate is not None:
        raise Unwritable("exchange_rate", transfer.exchange_rate, "–")
    if transfer.creditor_country not in ("", "SE"):
        raise Unwritable("creditor_country", transfer.creditor_country, "SE")


def _code(transfer: CreditTransfer) -> str:
    """The record that a transfer is written as."""
    kind, account_kind = transfer.kind, transfer.creditor_account_kind
    is_cash = not account_kind and not transfer.creditor_account
    if kind in ("deduction", "credit") and (account_kind in ("BGNR", "BBAN") or is_cash):
        return "15" if kind == "deduction" else "16" if transfer.execution_date else "17"
    if kind == "payment" and account_kind in ("BGNR", "PGNR"):
        return "54" if account_kind == "PGNR" else "14"
    if (kind in ("payment", "payout", "salary") and account_kind == "BBAN") or (kind == "cheque" and is_cash):
        return "14"
    raise Unwritable("creditor_account", f"{transfer.creditor_account} ({kind}, {account_kind})", "BGNR, PGNR, BBAN")


def _payout_payee(transfer: CreditTransfer) -> _Payee:
    name, address = _squeezed(transfer.creditor_name), _squeezed(transfer.creditor_address)
    references = transfer.other_references
    if len(references) > 1 or (references and not transfer.creditor_account):
        raise Unwritable("other_references", ", ".join(references), "max 1")
    clearing, account = transfer.creditor_clearing, transfer.creditor_account
    if transfer.creditor_account:
        # Swedbank's clearing numbers from 8000 have a fifth digit, which Bankgirot's files leave out.
        clearing = clearing[:4] if len(clearing) == 5 and clearing.startswith("8") else clearing
        if len(clearing) != 4 or not clearing.isdecimal():
            raise Unwritable("creditor_clearing", clearing, "4 × 0–9")
        if not account.isdecimal() or not account.strip("0") or len(account) > 12:
            raise Unwritable("creditor_account", account, "max 12 × 0–9")
        address = address if _ADDRESS.fullmatch(address) else ""
    elif not name or not _ADDRESS.fullmatch(address):
        raise Unwritable("creditor_address", f"{name}, {address}", "Gatan 1, 12345 Orten")
    return _Payee(clearing, account, name, address, "".join(references), transfer.kind == "salary")


def _payee_records(number: str, payee: _Payee) -> bytes:
    records = b""
    if payee.account:
        records += _record(
            "40",
            payee=number,
            clearing=payee.clearing,
            account=payee.account.zfill(12),
            reference=payee.reference,
            salary="L" if payee.is_salary else "",
        )
    if payee.name:
        name, extra_name = _name_fields(payee.name)
        records += _record("26", payee=number, name=name, extra_name=extra_name)
    if fitting := _ADDRESS.fullmatch(payee.address):
        street, postcode, town = fitting["street"] or "", fitting["postcode"].replace(" ", ""), fitting["town"]
        records += _record("27", payee=number, street=street, postcode=postcode, town=town)
    return records


def _name_fields(name: str) -> tuple[str, str]:
    """A name in its two fields, parted at a blank. What fits no such way is too long for its field."""
    length = ORDER.field_of("26", "name")
    width = length.last - length.first + 1
    if len(name) <= width:
        return name, ""
    cut = name.rfind(" ", 0, width + 1)
    return (name[:cut], name[cut + 1 :]) if cut > 0 else (name, "")


def _sender_information(transfer: CreditTransfer) -> str:
    """What the bank sends back with the status of the payment."""
    end_to_end = transfer.end_to_end_identifier
    return transfer.instruction_identifier or ("" if end_to_end == _NOT_PROVIDED else end_to_end)


def _lines(message: str, code: str) -> list[str]:
    """A message in lines of the width of a record, parted at blanks. A word that is wider raises Unwritable later."""
    field = ORDER.field_of(code, "text")
    width = field.last - field.first + 1
    lines: list[str] = []
    for word in message.split():
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _oere(amount: Decimal) -> int:
    scaled = amount.scaleb(2) if amount.is_finite() else Decimal("NaN")
    if scaled.is_nan() or scaled != int(scaled) or abs(scaled) >= 10**12:
        raise Unwritable("amount", amount, "10 + 2 × 0–9")
    return int(scaled)


def _day(name: str, day: date | None) -> str:
    if day is None:
        return ""
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise Unwritable(name, day, f"{_FIRST_YEAR}–{_LAST_YEAR}")
    return f"{day:%y%m%d}"


def _record(code: str, **values: str) -> bytes:
    """A record with its line end. Raises Unwritable for a text that is too long or that Latin 1 cannot hold."""
    record = code
    for field in ORDER[code]:
        text = values.get(field.name, "").strip()
        if field.name == "payee":
            text = values["payee"]
        if len(text) > field.last - field.first + 1:
            raise Unwritable(field.name, text, f"max {field.last - field.first + 1}")
        if not text.isprintable():
            raise Unwritable(field.name, text, "ISO-8859-1")
        record = record.ljust(field.first - 1) + text
    try:
        return (record.ljust(RECORD_LENGTH) + "\r\n").encode("latin-1")
    except UnicodeEncodeError as error:
        raise Unwritable(f"TK{code}", record[error.start : error.end], "ISO-8859-1") from error
