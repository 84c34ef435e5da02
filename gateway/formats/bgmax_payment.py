"""The records of one BgMax payment, TK20 or TK21 with what follows it, made into payments.

A payment may name several references (the manual, section 3.2.5): in its TK20, in extra references TK22 and TK23, or
both. Extra references with amounts that add up to the payment divide it. Those without amounts only tell what was
paid: the first correct one is the reference of the payment, the rest go with it. Where Bankgirot found correct OCR
numbers in what the payer wrote, the writing itself (TK20 with code 3) is no reference, and is kept in the message.
"""

from functools import lru_cache

from gateway.findings import Finding, Place, finding
from gateway.formats.bankgiro_lines import Records
from gateway.formats.bankgiro_values import OERE, number_of
from gateway.formats.bgmax_records import REFERENCE_KINDS, field_of, splitter
from gateway.identifiers import is_bankgiro, is_ocr
from gateway.messages import Payment

MAXIMUM_FURTHER_RECORDS = 10_000
"""Extra references and information records of one payment that are taken; the manual allows far fewer."""

PAYER_RECORDS = frozenset({"26", "27", "28", "29"})
"""What tells of the payer: the last of each kind counts."""

Reference = tuple[str, str]
"""A reference and its kind, as in `Payment.reference_kind`."""

_PAYMENT_RECORDS = frozenset({"20", "21", "22", "23", "25", "26", "27", "28", "29"})
_CODES = frozenset("0123456789")
_SPLIT_PAYMENT = splitter("20")
_SPLIT_DEDUCTION = splitter("21")
_SPLIT_TEXT = splitter("25")
_SPLIT_NAME = splitter("26")
_SPLIT_STREET = splitter("27")
_SPLIT_TOWN = splitter("28")
_AMOUNT_POSITION = field_of("20", "amount").position

# The same companies pay again and again.
_is_payer_bankgiro = lru_cache(maxsize=1024)(is_bankgiro)


class PaymentRecords:
    """The payment being read. `begin` it, `add` its further records, and take it with `finished`."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._number = 0
        self._main: tuple[str, ...] = ()
        self._deduction_code = ""
        self.is_open = False
        self._line = 0
        self._is_deduction = False
        self._extra: list[tuple[str, ...]] = []
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
        self.is_open = True
        self._line = self._records.line
        if code == "20":
            self._main = _SPLIT_PAYMENT(record)
            self._is_deduction, self._deduction_code = False, ""
        else:
            *fields, deduction_code = _SPLIT_DEDUCTION(record)
            self._main = tuple(fields)
            self._is_deduction, self._deduction_code = True, deduction_code.strip()
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
                self._extra, self._texts, self._faults, self._further = [], [], [], 0
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
            self._extra.append((code, *fields))
        else:
            self._faults.append(self._not_a_number(code, fields[2]))

    def _payments(self) -> list[Payment | Finding]:
        _, written, amount_field, code, _, _ = self._main
        reference = written.strip()
        kind = REFERENCE_KINDS.get(code, "reference") if reference else "none"
        if code == "2":
            if not is_ocr(reference):
                self._records.notice("BGMAX-OCR", self._line)
        elif code not in _CODES:
            self._records.notice("BGMAX-REFERENCE-CODE", self._line)
        amount = -int(amount_field) if self._is_deduction else int(amount_field)
        if not self._extra:
            return [self._payment(amount, [(reference, kind)], " ".join(self._texts))]
        found = [(extra[2].strip(), REFERENCE_KINDS.get(extra[4], "none")) for extra in self._extra]
        amounts = [-int(extra[3]) if extra[0] == "23" else int(extra[3]) for extra in self._extra]
        warnings: list[Payment | Finding] = []
        if any(amounts):
            if sum(amounts) == amount and not self._is_deduction:
                message = " ".join(self._texts)
                return [self._payment(part, [one], message) for part, one in zip(amounts, found, strict=True)]
            place = Place(line=self._line, record="TK22", position=_AMOUNT_POSITION)
            warnings.append(
                finding("BGMAX-SUB-AMOUNTS", place=place, value=sum(amounts) * OERE, expected=amount * OERE)
            )
        texts = self._texts
        if kind == "wrong" and any(one == "ocr" for _, one in found):
            texts = [reference, *texts]
        elif reference:
            found.insert(0, (reference, kind))
        found.sort(key=_is_wrong)
        return [*warnings, self._payment(amount, found, " ".join(texts))]

    def _payment(self, amount: int, references: list[Reference], message: str) -> Payment:
        account, _, _, _, channel, serial_number = self._main
        if (bankgiro := number_of(account)) and not _is_payer_bankgiro(bankgiro):
            self._records.notice("BGMAX-PAYER-BANKGIRO", self._line)
        (reference, kind), *others = references
        name, address, organisation_number = _payer(self.payer) if self.payer else ("", "", "")
        self._number += 1
        return Payment(
            amount=amount * OERE,
            reference=reference,
            reference_kind=kind,
            other_references=[other for other, _ in others],
            identifier=serial_number.strip(),
            is_deduction=self._is_deduction or amount < 0,
            payer_account=bankgiro,
            payer_name=name,
            payer_address=address,
            payer_organisation_number=organisation_number,
            message=message,
            channel=channel.strip(),
            deduction_code=self._deduction_code,
            number=self._number,
            place=Place(line=self._line, record="TK21" if self._is_deduction else "TK20"),
        )

    def _not_a_number(self, code: str, amount: str) -> Finding:
        place = Place(line=self._records.line, record="TK" + code, position=_AMOUNT_POSITION)
        return finding("BGMAX-NUMBER", place=place, value=amount.strip(), expected="amount")


def _is_wrong(reference: Reference) -> bool:
    return reference[1] == "wrong"


def _payer(records: dict[str, str]) -> tuple[str, str, str]:
    """Name, address on one line and organisation number in the records of a payer."""
    name = address = organisation_number = ""
    if record := records.get("26"):
        name, extra = map(str.strip, _SPLIT_NAME(record))
        if extra:
            name = f"{name} {extra}".strip()
    if record := records.get("27"):
        street, postcode = map(str.strip, _SPLIT_STREET(record))
        address = f"{street}, {postcode}".strip(", ")
    if record := records.get("28"):
        place, country, code = map(str.strip, _SPLIT_TOWN(record))
        if country or code:
            place = " ".join(filter(None, (place, country, f"({code})" if code else "")))
        address = f"{address} {place}".strip()
    if (record := records.get("29")) and (number := record[2:14].strip()):
        organisation_number = number.zfill(10)[-10:]
    return name, address, organisation_number
