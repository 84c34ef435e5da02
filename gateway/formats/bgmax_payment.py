"""The records of one BgMax payment, TK20 or TK21 with what follows it, made into payments."""

from gateway.findings import Finding, Place, finding
from gateway.formats.bankgiro_lines import Records
from gateway.formats.bankgiro_values import OERE
from gateway.formats.bgmax_records import REFERENCE_KINDS, field_of, splitter
from gateway.identifiers import is_bankgiro, is_ocr
from gateway.messages import Payment

MAXIMUM_FURTHER_RECORDS = 10_000
"""Extra references and information records of one payment that are taken; the manual allows far fewer."""

PAYER_RECORDS = frozenset({"26", "27", "28", "29"})
"""What tells of the payer: the last of each kind counts."""

_PAYMENT_RECORDS = frozenset({"20", "21", "22", "23", "25", "26", "27", "28", "29"})
_SPLIT_PAYMENT = splitter("20")
_SPLIT_TEXT = splitter("25")
_SPLIT_NAME = splitter("26")
_SPLIT_STREET = splitter("27")
_SPLIT_TOWN = splitter("28")
_AMOUNT_POSITION = field_of("20", "amount").position


class PaymentRecords:
    """The payment being read. `begin` it, `add` its further records, and take it with `finished`."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._number = 0
        self._main: tuple[str, ...] = ()
        self.is_open = False
        self._line = 0
        self._is_deduction = False
        self._references: list[tuple[str, ...]] = []
        self._texts: list[str] = []
        self.payer: dict[str, str] = {}
        self._faults: list[Finding] = []
        self._further = 0

    @staticmethod
    def takes(code: str) -> bool:
        """Whether records of this code belong to a payment."""
        return code in _PAYMENT_RECORDS

    def begin(self, code: str, record: str) -> int:
        """Start a payment with its TK20 or TK21. Gives its amount in öre, negative for a deduction."""
        self._main = _SPLIT_PAYMENT(record)
        self.is_open = True
        self._line = self._records.line
        self._is_deduction = code == "21"
        amount = self._main[2]
        if not amount.isdecimal():
            self._faults.append(self._not_a_number(code, amount))
            return 0
        return -int(amount) if self._is_deduction else int(amount)

    def finished(self, is_wanted: bool) -> list[Payment | Finding]:
        """What has been read since `begin`: the findings, and the payments if they are wanted."""
        made: list[Payment | Finding] = []
        if self.is_open:
            made = self._payments() if is_wanted and not self._faults else [*self._faults]
            self.is_open = False
            self.payer.clear()
            if self._further or self._faults:
                self._references, self._texts, self._faults, self._further = [], [], [], 0
        return made

    def add(self, code: str, record: str) -> None:
        """Take an extra reference or an information record of the payment."""
        self._further += 1
        if self._further > MAXIMUM_FURTHER_RECORDS:
            if self._further == MAXIMUM_FURTHER_RECORDS + 1:
                place = Place(line=self._records.line, record="TK" + code)
                self._faults.append(finding("BGMAX-TOO-MANY-RECORDS", place=place, expected=MAXIMUM_FURTHER_RECORDS))
            return
        if code == "25":
            self._texts.append(_SPLIT_TEXT(record)[0].strip())
            return
        fields = _SPLIT_PAYMENT(record)
        if fields[2].isdecimal():
            self._references.append((code, *fields))
        else:
            self._faults.append(self._not_a_number(code, fields[2]))

    def _payments(self) -> list[Payment | Finding]:
        payer, reference_field, amount_field, code, _, serial = self._main
        reference = reference_field.strip()
        if code == "2":
            if not is_ocr(reference):
                self._records.notice("BGMAX-OCR", self._line)
        elif code not in "0123456789":
            self._records.notice("BGMAX-REFERENCE-CODE", self._line)
        bankgiro = payer.strip().lstrip("0")
        if bankgiro and not is_bankgiro(bankgiro):
            self._records.notice("BGMAX-PAYER-BANKGIRO", self._line)
        amount = int(amount_field)
        kind = REFERENCE_KINDS.get(code, "none")
        if kind == "none" and reference:
            kind = "reference"
        if not self._references:
            return [self._payment(reference, kind, amount, bankgiro, serial, [])]
        parts = self._sub_amounts(amount)
        if parts and not isinstance(parts, Finding):
            return [self._payment(*part, bankgiro, serial, []) for part in parts]
        others = [fields[2].strip() for fields in self._references]
        if not reference:
            reference, kind = others.pop(0), REFERENCE_KINDS.get(self._references[0][4], "none")
        payment = self._payment(reference, kind, amount, bankgiro, serial, others)
        return [parts, payment] if isinstance(parts, Finding) else [payment]

    def _payment(
        self, reference: str, kind: str, amount: int, bankgiro: str, serial: str, others: list[str]
    ) -> Payment:
        if self._is_deduction:
            amount = -amount
        name, address, organisation_number = _payer(self.payer) if self.payer else ("", "", "")
        self._number += 1
        return Payment(
            amount=amount * OERE,
            reference=reference,
            reference_kind=kind,
            other_references=others,
            identifier=serial.strip(),
            is_deduction=amount < 0 or self._is_deduction,
            payer_account=bankgiro,
            payer_name=name,
            payer_address=address,
            payer_organisation_number=organisation_number,
            message=" ".join(self._texts),
            number=self._number,
            place=Place(line=self._line, record="TK21" if self._is_deduction else "TK20"),
        )

    def _sub_amounts(self, amount: int) -> list[tuple[str, str, int]] | Finding | None:
        """Reference, kind and öre of each extra reference; None without amounts, a finding if they differ."""
        parts = [
            (reference.strip(), REFERENCE_KINDS.get(kind, "none"), -int(part) if code == "23" else int(part))
            for code, _, reference, part, kind, _, _ in self._references
        ]
        total = sum(part for _, _, part in parts)
        if not any(part for _, _, part in parts):
            return None
        if total != amount or self._is_deduction:
            place = Place(line=self._line, record="TK22", position=_AMOUNT_POSITION)
            return finding("BGMAX-SUB-AMOUNTS", place=place, value=total * OERE, expected=amount * OERE)
        return parts

    def _not_a_number(self, code: str, amount: str) -> Finding:
        place = Place(line=self._records.line, record="TK" + code, position=_AMOUNT_POSITION)
        return finding("BGMAX-NUMBER", place=place, value=amount.strip(), expected="amount")


def _payer(records: dict[str, str]) -> tuple[str, str, str]:
    """Name, address on one line and organisation number in the records of a payer."""
    name = street = town = organisation_number = ""
    if record := records.get("26"):
        name = _joined(*_SPLIT_NAME(record))
    if record := records.get("27"):
        first, postcode = _SPLIT_STREET(record)
        street = f"{first.strip()}, {postcode.strip()}".strip(", ")
    if record := records.get("28"):
        place, country, country_code = _SPLIT_TOWN(record)
        town = _joined(place, country)
        if code := country_code.strip():
            town = f"{town} ({code})"
    if (record := records.get("29")) and (number := record[2:14].strip()):
        organisation_number = number.zfill(10)[-10:]
    return name, f"{street} {town}".strip(), organisation_number


def _joined(first: str, second: str) -> str:
    return f"{first.strip()} {second.strip()}".strip()
