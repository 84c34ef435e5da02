"""The records of one BgMax payment, TK20 or TK21 with what follows it, made into payments."""

from collections.abc import Iterator
from decimal import Decimal

from gateway.findings import Finding, Place, finding
from gateway.formats.bgmax_lines import Records
from gateway.formats.bgmax_records import REFERENCE_KINDS, field_of, splitter
from gateway.identifiers import is_bankgiro, is_ocr
from gateway.messages import Payment

MAXIMUM_FURTHER_RECORDS = 10_000
"""Extra references and information records of one payment that are taken; the manual allows far fewer."""

_PAYMENT_RECORDS = frozenset({b"20", b"21", b"22", b"23", b"25", b"26", b"27", b"28", b"29"})
_SPLIT_PAYMENT = splitter("20")
_SPLIT_TEXT = splitter("25")
_SPLIT_NAME = splitter("26")
_SPLIT_STREET = splitter("27")
_SPLIT_TOWN = splitter("28")
_AMOUNT_POSITION = field_of("20", "amount").position
_OERE = Decimal("0.01")


def amount_of(field: bytes) -> Decimal | None:
    """An amount in öre as kronor, or None when the field is not all digits."""
    return int(field) * _OERE if field.isdigit() else None


class PaymentRecords:
    """The payment being read. `begin` it, `add` its further records, and take it with `finished`."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._number = 0
        self._main: tuple[bytes, ...] = ()
        self._line = 0
        self._is_deduction = False
        self._references: list[tuple[bytes, ...]] = []
        self._texts: list[str] = []
        self._name = self._street = self._town = self._organisation_number = ""
        self._faults: list[Finding] = []
        self._further = 0

    @property
    def is_open(self) -> bool:
        """Whether a payment has begun that further records may belong to."""
        return bool(self._main)

    @staticmethod
    def takes(code: bytes) -> bool:
        """Whether records of this code belong to a payment."""
        return code in _PAYMENT_RECORDS

    def begin(self, code: bytes, record: bytes) -> int:
        """Start a payment with its TK20 or TK21. Gives its amount in öre, negative for a deduction."""
        self._main = _SPLIT_PAYMENT(record)
        self._line = self._records.line
        self._is_deduction = code == b"21"
        amount = self._main[2]
        if not amount.isdigit():
            self._faults.append(self._not_a_number(code, amount))
            return 0
        return -int(amount) if self._is_deduction else int(amount)

    def add(self, code: bytes, record: bytes) -> None:
        """Take one of the further records of the payment."""
        if code == b"26":
            name, extra = _SPLIT_NAME(record)
            self._name = _joined(name, extra)
        elif code == b"27":
            street, postcode = _SPLIT_STREET(record)
            self._street = f"{_text(street)}, {_text(postcode)}".strip(", ")
        elif code == b"28":
            town, country, country_code = _SPLIT_TOWN(record)
            self._town = _joined(town, country) + (f" ({_text(country_code)})" if country_code.strip() else "")
        elif code == b"29":
            self._organisation_number = _text(record[2:14]).zfill(10)[-10:]
        else:
            self._add_reference_or_text(code, record)

    def finished(self, is_wanted: bool) -> Iterator[Payment | Finding]:
        """What has been read since `begin`: the findings, and the payments if they are wanted."""
        if self._main:
            yield from self._faults
            if is_wanted and not self._faults:
                yield from self._payments()
            self._main = ()
            if self._further or self._faults:
                self._references, self._texts, self._faults, self._further = [], [], [], 0
            self._name = self._street = self._town = self._organisation_number = ""

    def _add_reference_or_text(self, code: bytes, record: bytes) -> None:
        self._further += 1
        if self._further > MAXIMUM_FURTHER_RECORDS:
            if self._further == MAXIMUM_FURTHER_RECORDS + 1:
                place = Place(line=self._records.line, record="TK" + _text(code))
                self._faults.append(finding("BGMAX-TOO-MANY-RECORDS", place=place, expected=MAXIMUM_FURTHER_RECORDS))
            return
        if code == b"25":
            self._texts.append(_text(_SPLIT_TEXT(record)[0]))
            return
        fields = _SPLIT_PAYMENT(record)
        if fields[2].isdigit():
            self._references.append((code, *fields))
        else:
            self._faults.append(self._not_a_number(code, fields[2]))

    def _payments(self) -> Iterator[Payment | Finding]:
        payer, reference_field, amount_field, code, _, serial = self._main
        if code == b"2":
            if not is_ocr(_text(reference_field)):
                self._records.notice("BGMAX-OCR")
        elif code not in b"0123456789":
            self._records.notice("BGMAX-REFERENCE-CODE")
        bankgiro = payer.decode("latin-1").strip().lstrip("0")
        if bankgiro and not is_bankgiro(bankgiro):
            self._records.notice("BGMAX-PAYER-BANKGIRO")
        amount = int(amount_field)
        parts = self._sub_amounts(amount) if self._references else None
        if parts and not isinstance(parts, Finding):
            for reference, kind, part in parts:
                yield self._payment(reference, kind, part, bankgiro=bankgiro, serial=serial, others=[])
            return
        if isinstance(parts, Finding):
            yield parts
        others = [_text(fields[2]) for fields in self._references]
        reference, kind = _text(reference_field), REFERENCE_KINDS.get(code, "none")
        if not reference and self._references:
            reference, kind = others.pop(0), REFERENCE_KINDS.get(self._references[0][4], "none")
        elif reference and kind == "none":
            kind = "reference"
        signed = -amount if self._is_deduction else amount
        yield self._payment(reference, kind, signed, bankgiro=bankgiro, serial=serial, others=others)

    def _payment(
        self, reference: str, kind: str, amount: int, *, bankgiro: str, serial: bytes, others: list[str]
    ) -> Payment:
        self._number += 1
        return Payment(
            amount=amount * _OERE,
            reference=reference,
            reference_kind=kind,
            other_references=others,
            identifier=serial.decode("latin-1").strip(),
            is_deduction=amount < 0 or self._is_deduction,
            payer_account=bankgiro,
            payer_name=self._name,
            payer_address=f"{self._street} {self._town}".strip() if self._street or self._town else "",
            payer_organisation_number=self._organisation_number,
            message=" ".join(self._texts),
            number=self._number,
            place=Place(line=self._line, record="TK21" if self._is_deduction else "TK20"),
        )

    def _sub_amounts(self, amount: int) -> list[tuple[str, str, int]] | Finding | None:
        """Reference, kind and öre of each extra reference; None without amounts, a finding if they differ."""
        parts = [
            (_text(reference), REFERENCE_KINDS.get(kind, "none"), -int(part) if code == b"23" else int(part))
            for code, _, reference, part, kind, _, _ in self._references
        ]
        total = sum(part for _, _, part in parts)
        if not any(part for _, _, part in parts):
            return None
        if total != amount or self._is_deduction:
            place = Place(line=self._line, record="TK22", position=_AMOUNT_POSITION)
            return finding("BGMAX-SUB-AMOUNTS", place=place, value=total * _OERE, expected=amount * _OERE)
        return parts

    def _not_a_number(self, code: bytes, amount: bytes) -> Finding:
        place = Place(line=self._records.line, record="TK" + _text(code), position=_AMOUNT_POSITION)
        return finding("BGMAX-NUMBER", place=place, value=_text(amount), expected="amount")


def _text(field: bytes) -> str:
    return field.decode("latin-1").strip()


def _joined(first: bytes, second: bytes) -> str:
    return f"{_text(first)} {_text(second)}".strip()
