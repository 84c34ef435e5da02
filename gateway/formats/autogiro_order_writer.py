"""Writes an Autogiro order to Bankgirot, section by section.

Source: Bankgirot, "Autogiro, Teknisk manual", 2016-12-13. Records are 80 bytes of ISO-8859-1 with CRLF after. What is
written has no seal, whatever the order says of one: `gateway.formats.hmac_seal` seals the file as a whole.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from gateway.formats.autogiro_records import AT_ONCE, KINDS, ORDER
from gateway.formats.bankgiro_records import RECORD_LENGTH
from gateway.formats.bankgiro_values import OERE
from gateway.formats.layouts.writer import Unwritable
from gateway.messages import DirectDebitOrder, DirectDebitRequest

_CODES = {kind: code for code, kind in KINDS.items()} | dict.fromkeys(
    ("mandate-new", "mandate-accept", "mandate-reject"), "04"
)
_REJECTION = "AV"
_CLEARING_LENGTH = 4


class OrderWriter:
    """Writes the sections of one order, each followed by its requests."""

    def write(self, part: Any) -> bytes:
        """The record of a section's opening or of a request. Raises Unwritable."""
        code, fields = _opening(part) if isinstance(part, DirectDebitOrder) else _request(part)
        return _record(code, fields)

    def finish(self) -> bytes:
        """Nothing: an order has no closing record."""
        return b""


def _record(code: str, fields: dict[str, str]) -> bytes:
    line = [" "] * RECORD_LENGTH
    line[:2] = code
    if code == "01":
        line[2:18] = fields.pop("beginning")
    for field in ORDER[code]:
        text, width = fields[field.name], field.last - field.first + 1
        if len(text) > width:
            raise Unwritable(field.name, text, f"≤ {width}")
        line[field.first - 1 : field.last] = text.ljust(width)
    try:
        return "".join(line).encode("latin-1") + b"\r\n"
    except UnicodeEncodeError as fault:
        raise Unwritable(code, "".join(line).strip(), "ISO-8859-1") from fault


def _opening(order: DirectDebitOrder) -> tuple[str, dict[str, str]]:
    if order.written is None:
        raise Unwritable("written", "", "date")
    return "01", {
        "beginning": f"{_day(order.written)}AUTOGIRO",
        "customer_number": _digits("customer_number", order.customer_number, 6),
        "bankgiro": _digits("bankgiro", order.bankgiro, 10),
    }


def _request(request: DirectDebitRequest) -> tuple[str, dict[str, str]]:
    code = _CODES.get(request.kind)
    if code is None:
        raise Unwritable("kind", request.kind, ", ".join(_CODES))
    fields = {
        "bankgiro": _digits("bankgiro", request.bankgiro, 10),
        "payer_number": _digits("payer_number", request.payer_number, 16),
    }
    if code == "04":
        fields |= _mandate(request)
    elif code == "05":
        fields["new_bankgiro"] = _digits("new_bankgiro", request.new_bankgiro, 10)
        fields["new_payer_number"] = _digits("new_payer_number", request.new_payer_number, 16)
    elif code in ("82", "32"):
        fields |= _transaction(request)
    elif code != "03":
        fields |= _change(request)
    return code, fields


def _mandate(request: DirectDebitRequest) -> dict[str, str]:
    has_payer = bool(request.account or request.identity_number)
    if has_payer != (request.kind == "mandate-new") and request.kind != "mandate-reject":
        raise Unwritable("account", request.account, request.kind)
    account, identity = request.account, request.identity_number
    filled = account[:_CLEARING_LENGTH] + account[_CLEARING_LENGTH:].zfill(12) if account else ""
    return {
        "account": _digits("account", filled, 16) if filled or not identity else "0" * 16,
        "identity_number": _digits("identity_number", identity, 12),
        "rejection": _REJECTION if request.kind == "mandate-reject" else "",
    }


def _transaction(request: DirectDebitRequest) -> dict[str, str]:
    if request.amount is None:
        raise Unwritable("amount", "", "amount")
    if len(request.period or "0") != 1:
        raise Unwritable("period", request.period, "0-8")
    return {
        "day": _day(request.due_date) or AT_ONCE,
        "period": request.period or "0",
        "repetitions": "" if request.repetitions is None else f"{request.repetitions:03d}",
        "amount": _amount(request.amount),
        "reference": _reference(request.reference),
    }


def _change(request: DirectDebitRequest) -> dict[str, str]:
    direction = "32" if request.is_disbursement else "82" if request.amount is not None else ""
    return {
        "day": _day(request.due_date),
        "amount": "" if request.amount is None else _amount(request.amount),
        "direction": direction,
        "new_day": _day(request.new_date),
        "reference": _reference(request.reference),
    }


def _digits(name: str, text: str, width: int) -> str:
    """A number filled out with zeros; blank when there is none."""
    if text and not (text.isascii() and text.isdecimal()):
        raise Unwritable(name, text, "0-9")
    return text.zfill(width) if text else ""


def _day(day: date | None) -> str:
    return day.isoformat().replace("-", "") if day else ""


def _amount(amount: Decimal) -> str:
    oere = amount / OERE
    if amount < 0 or oere != oere.to_integral_value():
        raise Unwritable("amount", amount, "≥ 0,00")
    return f"{int(oere):012d}"


def _reference(text: str) -> str:
    if not text.isprintable():
        raise Unwritable("reference", text, "ISO-8859-1")
    return text
