"""Autogiro payment specification: what Bankgirot has drawn from payers' accounts, and paid to them, for one payee.

Source: Bankgirot, "Autogiro, Teknisk manual", 2016-12-13. In the new layout sections of collections (TK15),
disbursements (TK16) and refunds (TK17) each state the amount and number of what was carried out; in the old layout
there are no sections, so what follows on each other of one kind and day is one deposit.

Payments that were not carried out are told of by findings and are no money. The sums of the new layout leave them
out; those of the old layout have them in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from gateway.findings import Finding, finding
from gateway.formats.autogiro_records import OLD_PAYMENTS, PAYMENTS, Opening, kind_of_file
from gateway.formats.autogiro_report import FAMILY, Report
from gateway.formats.autogiro_values import is_empty, shown_payer
from gateway.formats.bankgiro_lines import Records, open_records
from gateway.formats.bankgiro_values import OERE, amount_of, day_of, number_of
from gateway.formats.base import Format, ReadingContext
from gateway.messages import PAYMENT_REPORT, Deposit, Part, Payment, PaymentReport, Statement
from gateway.messages.autogiro_codes import REFUNDS, Meaning

_NAMES = {"15": "in", "16": "out", "17": "refund"}
_SECTION_OF = {"82": "15", "32": "16", "77": "17"}
_NOT_PAID = {"1": "AUTOGIRO-NOT-PAID-FUNDS", "2": "AUTOGIRO-NOT-PAID-ACCOUNT", "9": "AUTOGIRO-NOT-PAID-YET"}
_PAID = "0"
_AUTOGIRO_CHANNEL = "4"
Fields = tuple[str, ...]
"""The fields of a record, in the order of its table."""

_SPLIT_SECTION = PAYMENTS.splitter("15")
_SPLIT = {code: PAYMENTS.splitter(code) for code in _SECTION_OF}


def read(path: Path, context: ReadingContext) -> Iterator[Part | Finding]:
    """The report, its statement, its deposits each followed by its payments, and findings. Raises OSError."""
    with open_records(path) as file:
        head = file.read(1024)
        file.seek(0)
        records = Records(file, FAMILY)
        if kind_of_file(head) == "payments":
            yield from _NewSpecification(records).run()
            return
        # An old specification says the amount of a deposit nowhere, so a second reader goes ahead and adds it up.
        with open_records(path) as ahead:
            yield from _OldSpecification(records, _deposits_ahead(Records(ahead, FAMILY))).run()


class _Specification(Report):
    """What both layouts have in common: the payments themselves."""

    def __init__(self, records: Records) -> None:
        super().__init__(records)
        self._deposits = 0
        self._payments = 0
        self._bankgiro = ""

    def begin(self, opening: Opening) -> Iterator[Part | Finding]:
        self._bankgiro = opening.bankgiro
        place = self.place("01")
        yield PaymentReport(identifier=opening.identifier, source="autogiro", created=opening.created, place=place)
        yield Statement(account=opening.bankgiro, account_kind="BGNR", number=1, currency="SEK", place=place)

    def deposit(self, *, code: str, amount: int, day: date, serial: str = "", account: str = "", count: int) -> Deposit:
        """The next deposit, of an amount in öre."""
        self._deposits += 1
        return Deposit(
            identifier=serial,
            account=self._bankgiro,
            account_kind="BGNR",
            currency="SEK",
            amount=amount * OERE,
            booking_date=day,
            number=self._deposits,
            bank_account=account,
            payment_count=count,
            place=self.place(code),
        )

    def payment(self, code: str, fields: Fields, amount: int) -> Payment:
        """The payment, disbursement or refund in the fields of a record, of an amount in öre with its sign."""
        _, _, _, payer, _, _, reference_field, *rest = fields
        payer_number, reference = number_of(payer), reference_field.strip()
        self._payments += 1
        payment = Payment(
            amount=amount * OERE,
            reference=reference or payer_number,
            reference_kind="reference" if reference or payer_number else "none",
            payer_account=payer_number,
            channel=_AUTOGIRO_CHANNEL,
            number=self._payments,
            place=self.place(code),
        )
        if code == "77":
            payment.is_return = True
            payment.return_reason = rest[1].strip()
            payment.message = _refund_meaning(payment.return_reason).sv
        return payment

    def faults(self, code: str, fields: Fields) -> list[Finding]:
        """What makes a payment unreadable, or another payee's."""
        day, _, _, _, amount, bankgiro, *_ = fields
        found = []
        if not amount.isdecimal():
            place = self.place(code, "amount")
            found.append(finding("AUTOGIRO-NUMBER", place=place, value=amount.strip(), expected="amount"))
        if day_of(day) is None:
            place = self.place(code, "day")
            found.append(finding("AUTOGIRO-NUMBER", place=place, value=day.strip(), expected="date"))
        if not is_empty(bankgiro) and number_of(bankgiro) != self._bankgiro:
            place = self.place(code, "bankgiro")
            value, expected = number_of(bankgiro), self._bankgiro
            found.append(finding("AUTOGIRO-BANKGIRO-DIFFERS", place=place, value=value, expected=expected))
        return found

    def not_paid(self, code: str, fields: Fields) -> Finding:
        """The finding about a payment that was not carried out."""
        day, _, _, payer, amount, _, _, status = fields
        about, value = shown_payer(number_of(payer)), amount_of(amount)
        if status not in _NOT_PAID:
            place, known = self.place(code, "status"), ", ".join((_PAID, *_NOT_PAID))
            return finding("AUTOGIRO-STATUS", place=place, value=status, expected=known, about=about)
        return finding(_NOT_PAID[status], place=self.place(code), value=value, about=about, day=day_of(day))

    def refund(self, fields: Fields) -> Finding:
        """The finding about a refund."""
        day, _, _, payer, amount, _, _, _, reason = fields
        meaning = _refund_meaning(reason.strip())
        return finding(
            "AUTOGIRO-REFUND",
            place=self.place("77"),
            value=amount_of(amount),
            about=shown_payer(number_of(payer)),
            day=day_of(day),
            reason_sv=meaning.sv,
            reason_en=meaning.en,
        )


class _NewSpecification(_Specification):
    tables = PAYMENTS

    def __init__(self, records: Records) -> None:
        super().__init__(records)
        self._section: _Section | None = None
        self._counted = dict.fromkeys(
            (f"{name}_{what}" for name in _NAMES.values() for what in ("sections", "count")), 0
        )

    def detail(self, code: str, record: str) -> Iterator[Part | Finding]:
        if code in _NAMES:
            yield from self._end_section()
            yield from self._begin_section(code, record)
        elif self._section is None or self._section.code != _SECTION_OF[code]:
            yield self.structure_fault(code)
        else:
            yield from self._pay(self._section, code, record)

    def close(self, code: str, record: str) -> Iterator[Part | Finding]:
        yield from self._end_section()
        yield from self.checked(code, record, self._counted)

    def _pay(self, section: "_Section", code: str, record: str) -> Iterator[Part | Finding]:
        fields = _SPLIT[code](record)
        if faults := self.faults(code, fields):
            yield from faults
            return
        if code != "77" and fields[-1] != _PAID:
            yield self.not_paid(code, fields)
            return
        amount = int(fields[4])
        section.total += amount
        section.count += 1
        self._counted[f"{_NAMES[section.code]}_count"] += 1
        if code == "77":
            yield self.refund(fields)
        if section.is_announced:
            yield self.payment(code, fields, amount * section.sign)

    def _begin_section(self, code: str, record: str) -> Iterator[Part | Finding]:
        account, day_field, serial, amount, count = _SPLIT_SECTION(record)
        day = day_of(day_field)
        self._counted[f"{_NAMES[code]}_sections"] += 1
        section = self._section = _Section(code=code, line=self.records.line, serial=serial.strip())
        for name, value, is_right in (
            ("day", day_field, day is not None),
            ("amount", amount, amount.isdecimal()),
            ("count", count, count.isdecimal()),
        ):
            if not is_right:
                yield finding("AUTOGIRO-NUMBER", place=self.place(code, name), value=value.strip(), expected=name)
        if day is None or not amount.isdecimal() or not count.isdecimal():
            return
        section.stated_total, section.stated_count, section.is_announced = int(amount), int(count), True
        yield self.deposit(
            code=code,
            amount=section.stated_total * section.sign,
            day=day,
            serial=section.serial,
            account=number_of(account),
            count=section.stated_count,
        )

    def _end_section(self) -> Iterator[Finding]:
        section, self._section = self._section, None
        if section is None or not section.is_announced:
            return
        about = f"TK{section.code} {section.serial}"
        if section.total != section.stated_total:
            place = self.tables.place(section.line, section.code, "amount")
            stated, counted = section.stated_total * OERE, section.total * OERE
            yield finding("AUTOGIRO-SECTION-SUM", place=place, value=stated, expected=counted, about=about)
        if section.count != section.stated_count:
            place = self.tables.place(section.line, section.code, "count")
            value, expected = section.stated_count, section.count
            yield finding("AUTOGIRO-SECTION-COUNT", place=place, value=value, expected=expected, about=about)


@dataclass(slots=True, kw_only=True)
class _Section:
    """A section of the new layout: what its opening record states, and what its payments come to, in öre."""

    code: str
    line: int
    serial: str
    stated_total: int = 0
    stated_count: int = 0
    is_announced: bool = False
    total: int = 0
    count: int = 0

    @property
    def sign(self) -> int:
        """Whether the money comes in or goes out."""
        return 1 if self.code == "15" else -1


class _OldSpecification(_Specification):
    tables = OLD_PAYMENTS

    def __init__(self, records: Records, ahead: Iterator["_Run"]) -> None:
        super().__init__(records)
        self._ahead = ahead
        self._run: _Run | None = None
        self._counted = dict.fromkeys(("out_sum", "out_count", "in_count", "in_sum"), 0)

    def detail(self, code: str, record: str) -> Iterator[Part | Finding]:
        fields = _SPLIT[code](record)
        yield from self.faults(code, fields)
        paid = _paid(record)
        if paid is None:
            return
        direction = "in" if code == "82" else "out"
        self._counted[f"{direction}_count"] += 1
        self._counted[f"{direction}_sum"] += abs(paid.total)
        if not paid.count:
            yield self.not_paid(code, fields)
            return
        if self._run is None or not self._run.takes(paid):
            self._run = next(self._ahead)
            run = self._run
            yield self.deposit(code=code, amount=run.total, day=run.day, count=run.count)
        yield self.payment(code, fields, paid.total)

    def close(self, code: str, record: str) -> Iterator[Part | Finding]:
        yield from self.checked(code, record, self._counted)


@dataclass(slots=True)
class _Run:
    """Payments of one kind and day on end in the old layout: how many were carried out, and their sum in öre."""

    code: str
    day: date
    total: int
    count: int

    def takes(self, paid: "_Run") -> bool:
        """Whether a payment belongs to the same deposit."""
        return self.code == paid.code and self.day == paid.day


def _paid(record: str) -> _Run | None:
    """One record of the old layout as a run of its own, whose count is 0 when it was not carried out.

    None when its amount or day cannot be read.
    """
    code, day, amount = record[:2], day_of(record[2:10]), record[31:43]
    if day is None or not amount.isdecimal():
        return None
    sign = 1 if code == "82" else -1
    return _Run(code, day, sign * int(amount), 1 if record[79] in (" ", _PAID) else 0)


def _deposits_ahead(records: Records) -> Iterator[_Run]:
    """The deposits of an old specification, in order."""
    run: _Run | None = None
    for record in records:
        if not isinstance(record, str) or record[:2] not in ("82", "32"):
            continue
        paid = _paid(record)
        if paid is None or not paid.count:
            continue
        if run is not None and run.takes(paid):
            run.total += paid.total
            run.count += 1
            continue
        if run is not None:
            yield run
        run = paid
    if run is not None:
        yield run


def _refund_meaning(code: str) -> Meaning:
    return REFUNDS.get(code, Meaning(f"orsak {code or '–'}", f"reason {code or '–'}"))


FORMAT = Format(
    name="autogiro-payments",
    title="Autogiro, betalningsspecifikation från Bankgirot",
    family=PAYMENT_REPORT,
    source="Bankgirot: Autogiro, Teknisk manual, 2016-12-13, ny och gammal layout",
    recognise=lambda head: kind_of_file(head) in ("payments", "old-payments"),
    read=read,
)
