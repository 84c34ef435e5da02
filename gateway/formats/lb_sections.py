"""What a section of an LB file says of its payees and its total, wherever in the section it stands.

Account, name and address of a payout number may stand before its payments or after them, and the total comes last;
so a scout reads each section once before it is read in earnest. What is kept is one account, one name and one address
for each payout number of the section. A payout number has five digits, so that is 99,999 payees at most.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from gateway.findings import Finding, finding
from gateway.formats.bankgiro_lines import Records
from gateway.formats.bankgiro_values import amount_of
from gateway.formats.lb_records import ORDER, account_number, one_line_address, payee_key, payout_number, unreadable

PAYEE_RECORDS = frozenset({"26", "27", "40"})

_SPLIT_NAME = ORDER.splitter("26")
_SPLIT_ADDRESS = ORDER.splitter("27")
_SPLIT_TOTAL = ORDER.splitter("29")
_SPLIT_ACCOUNT = ORDER.splitter("40")


class Payee(NamedTuple):
    """What the records of one payout number tell. `reference` is what its account statement shows."""

    name: str = ""
    address: str = ""
    clearing: str = ""
    account: str = ""
    reference: str = ""
    is_salary: bool = False


@dataclass(frozen=True, slots=True)
class Total:
    """A TK29 that can be read: the bankgiro number, how many payments, and what they come to in kronor."""

    bankgiro: str
    count: int
    sum: Decimal


def total_of(record: str) -> Total | None:
    """What a TK29 states, or None when its count or sum cannot be read."""
    bankgiro, count, amount_field, sign = _SPLIT_TOTAL(record)
    amount = amount_of(amount_field)
    if not count.isdecimal() or amount is None or sign not in "- ":
        return None
    return Total(bankgiro, int(count), -amount if sign == "-" else amount)


class PayeeRecords:
    """The records TK26, TK27 and TK40 by payout number."""

    def __init__(self) -> None:
        self._kept: dict[str, dict[str, str]] = {code: {} for code in PAYEE_RECORDS}

    def keep(self, code: str, record: str) -> bool:
        """Remember a record. False when its payout number already has another one of the kind."""
        key, content = payee_key(record[2:12]), record[12:].rstrip()
        return self._kept[code].setdefault(key, content) == content

    def payee(self, payee: str) -> Payee:
        """What is known of a payee; an empty Payee if nothing is."""
        key = payee_key(payee)
        name = address = clearing = account = reference = salary = ""
        if record := self._kept["26"].get(key):
            _, first, second = _SPLIT_NAME(_whole(record))
            name = f"{first.strip()} {second.strip()}".strip()
        if record := self._kept["27"].get(key):
            address = one_line_address(*_SPLIT_ADDRESS(_whole(record))[1:])
        if record := self._kept["40"].get(key):
            _, clearing, account, reference, salary = _SPLIT_ACCOUNT(_whole(record))
        return Payee(
            name, address, clearing.strip(), account_number(clearing, account), reference.strip(), salary.upper() == "L"
        )


@dataclass(slots=True)
class Section:
    """What the scout found from a TK11 to its TK29. `total` is None when there is none that can be read."""

    payees: PayeeRecords = field(default_factory=PayeeRecords)
    total: Total | None = None
    is_only: bool = False
    faults: list[Finding] = field(default_factory=list)


class Scout:
    """Reads the records of a file a section ahead of the reader."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._lines: Iterator[str] = (record for record in records if isinstance(record, str))
        self._sections = 0
        self._is_open = False

    def section(self) -> Section:
        """The next section: from the next TK11 to its TK29, or to what stands in the place of one."""
        section = Section()
        if not self._is_open:
            self._to_opening()
        self._sections += 1
        for record in self._lines:
            code = record[:2]
            if code in PAYEE_RECORDS:
                self._keep(section, code, record)
            elif code == "29":
                section.total = total_of(record)
                self._to_opening()
                section.is_only = self._sections == 1 and not self._is_open
                return section
            elif code == "11":
                return section
        self._is_open = False
        return section

    def _to_opening(self) -> None:
        self._is_open = any(record.startswith("11") for record in self._lines)

    def _keep(self, section: Section, code: str, record: str) -> None:
        payee, line = record[2:12], self._records.line
        if payout_number(payee):
            if not section.payees.keep(code, record):
                value = payout_number(payee)
                section.faults.append(finding("LB-PAYEE-TWICE", place=ORDER.place(line, code, "payee"), value=value))
            elif code == "40" and not record[12:28].isdecimal():
                section.faults.append(unreadable(ORDER.place(line, code, "account"), record[12:28], "4 + 12 × 0–9"))
        elif code == "40":
            section.faults.append(unreadable(ORDER.place(line, code, "payee"), payee, "0000 + 5 × 0–9"))


def _whole(content: str) -> str:
    return " " * 12 + content.ljust(68)
