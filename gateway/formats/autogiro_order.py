"""Autogiro orders to Bankgirot: mandates, payments, and changes of what was ordered before.

Source: Bankgirot, "Autogiro, Teknisk manual", 2016-12-13. A file has one or more sections, each from its TK01 on, and
no closing record; a sealed file has TK00 first and TK99 last (`gateway.formats.hmac_seal`). An order states no sums,
so what cannot be read rejects the file.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from gateway.findings import Finding, Place, finding
from gateway.formats.autogiro_order_writer import OrderWriter
from gateway.formats.autogiro_records import AT_ONCE, KINDS, ORDER, SEAL_CLOSING, SEAL_OPENING, kind_of_file, opening_of
from gateway.formats.autogiro_report import FAMILY
from gateway.formats.autogiro_values import account_of, identity_of, is_empty
from gateway.formats.bankgiro_lines import Records, open_records
from gateway.formats.bankgiro_values import amount_of, day_of, number_of
from gateway.formats.base import Format, ReadingContext
from gateway.messages import DIRECT_DEBIT_ORDER, DirectDebitOrder, DirectDebitRequest, Part

_Value = TypeVar("_Value")

_SPLIT = {code: ORDER.splitter(code) for code in ORDER}


def read(path: Path, context: ReadingContext) -> Iterator[Part | Finding]:
    """The sections, each followed by its requests, and findings. Raises OSError."""
    with open_records(path) as file:
        yield from _Reading(Records(file, FAMILY)).run()


class _Reading:
    def __init__(self, records: Records) -> None:
        self._records = records
        self._order: DirectDebitOrder | None = None
        self._sections = 0
        self._requests = 0
        self._before = ""
        self._is_sealed = False
        self._has_ended = False
        self._faults: list[Finding] = []

    def run(self) -> Iterator[Part | Finding]:
        for record in self._records:
            if not isinstance(record, str):
                yield record
                continue
            code = record[:2]
            if fault := self._misplaced(code, record):
                yield fault
                break
            if code == SEAL_OPENING:
                self._is_sealed = True
            elif code == SEAL_CLOSING:
                self._has_ended = True
            elif code == "01":
                yield from self._open(record)
            elif code in ORDER and self._order:
                request = self._request(code, record, self._order)
                yield from self._faults or (request,)
                self._faults.clear()
            else:
                self._records.notice("AUTOGIRO-UNKNOWN-RECORD")
            self._before = code
        else:
            if self._is_sealed and not self._has_ended:
                yield finding("FILE-TRUNCATED", place=Place(line=self._records.line), expected="TK99")
        yield from self._records.notices()

    def _misplaced(self, code: str, record: str) -> Finding | None:
        """A record that may not stand after the one before it; nothing after such a place can be trusted."""
        if self._has_ended:
            return finding("AUTOGIRO-AFTER-TRAILER", place=self._place(code), value=f"TK{code.strip()}")
        if code == SEAL_OPENING:
            fits = not self._before
        elif code == SEAL_CLOSING:
            fits = self._is_sealed and self._order is not None
        elif code == "01":
            opening = opening_of(record)
            fits = opening is not None and opening.kind == "order"
        else:
            fits = self._order is not None
        if fits:
            return None
        after = f"TK{self._before.strip()}" if self._before else "–"
        return finding("AUTOGIRO-STRUCTURE", place=self._place(code), value=f"TK{code.strip()}", after=after)

    def _open(self, record: str) -> Iterator[Part | Finding]:
        customer_number, bankgiro_field = _SPLIT["01"](record)
        bankgiro = number_of(bankgiro_field)
        if not bankgiro.isdecimal():
            place = ORDER.place(self._records.line, "01", "bankgiro")
            yield finding("AUTOGIRO-BANKGIRO", place=place, value=bankgiro)
        self._sections += 1
        self._order = DirectDebitOrder(
            bankgiro=bankgiro,
            customer_number=customer_number.strip(),
            written=day_of(record[2:10]),
            is_sealed=self._is_sealed,
            number=self._sections,
            place=self._place("01"),
        )
        yield self._order

    def _request(self, code: str, record: str, order: DirectDebitOrder) -> DirectDebitRequest:
        request = DirectDebitRequest(kind=KINDS.get(code, ""), place=self._place(code))
        if code == "04":
            self._mandate(request, record)
        elif code == "03":
            request.bankgiro, request.payer_number = map(number_of, _SPLIT[code](record))
        elif code == "05":
            fields = map(number_of, _SPLIT[code](record))
            request.bankgiro, request.payer_number, request.new_bankgiro, request.new_payer_number = fields
        elif code in ("82", "32"):
            self._transaction(request, code, record)
        else:
            self._change(request, code, record)
        if request.bankgiro and request.bankgiro != order.bankgiro:
            place = ORDER.place(self._records.line, code, "bankgiro")
            value, expected = request.bankgiro, order.bankgiro
            self._faults.append(finding("AUTOGIRO-BANKGIRO-DIFFERS", place=place, value=value, expected=expected))
        self._requests += 1
        request.number = self._requests
        return request

    def _mandate(self, request: DirectDebitRequest, record: str) -> None:
        bankgiro, payer, account, identity, rejection = _SPLIT["04"](record)
        request.bankgiro, request.payer_number = number_of(bankgiro), number_of(payer)
        request.account, request.identity_number = account_of(account), identity_of(identity)
        if rejection == "AV":
            request.kind = "mandate-reject"
        else:
            request.kind = "mandate-new" if request.account or request.identity_number else "mandate-accept"

    def _transaction(self, request: DirectDebitRequest, code: str, record: str) -> None:
        day, period, repetitions, payer, amount, bankgiro, reference = _SPLIT[code](record)
        request.payer_number, request.bankgiro = number_of(payer), number_of(bankgiro)
        request.reference, request.period = reference.strip(), period.strip()
        if day.strip() != AT_ONCE:
            request.due_date = self._known(day_of(day), code, "day", day)
        request.amount = self._known(amount_of(amount), code, "amount", amount)
        if repetitions.strip():
            count = int(repetitions) if repetitions.isdecimal() else None
            request.repetitions = self._known(count, code, "repetitions", repetitions)

    def _change(self, request: DirectDebitRequest, code: str, record: str) -> None:
        bankgiro, payer, day, amount, direction, new_day, reference = _SPLIT[code](record)
        request.bankgiro, request.payer_number = number_of(bankgiro), number_of(payer)
        request.reference, request.is_disbursement = reference.strip(), direction == "32"
        if not is_empty(day):
            request.due_date = self._known(day_of(day), code, "day", day)
        if not is_empty(amount):
            request.amount = self._known(amount_of(amount), code, "amount", amount)
        if not is_empty(new_day):
            request.new_date = self._known(day_of(new_day), code, "new_day", new_day)

    def _known(self, value: _Value | None, code: str, name: str, field: str) -> _Value | None:
        if value is None:
            place = ORDER.place(self._records.line, code, name)
            self._faults.append(finding("AUTOGIRO-NUMBER", place=place, value=field.strip(), expected=name))
        return value

    def _place(self, code: str) -> Place:
        return Place(line=self._records.line, record="TK" + code.strip())


FORMAT = Format(
    name="autogiro-order",
    title="Autogiro, underlag till Bankgirot (medgivanden, betalningar, ändringar)",
    family=DIRECT_DEBIT_ORDER,
    source="Bankgirot: Autogiro, Teknisk manual, 2016-12-13",
    recognise=lambda head: kind_of_file(head) == "order",
    read=read,
    writer=OrderWriter,
)
