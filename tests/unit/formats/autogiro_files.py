"""Autogiro files made for tests: records of both layouts, with sums and counts that are right unless told otherwise."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gateway.findings import Finding
from gateway.formats.base import Format, ReadingContext
from gateway.schemas import SchemaStore

REPOSITORY = Path(__file__).resolve().parents[3]
CONFORMANCE = REPOSITORY.parent / "shared" / "conformance" / "autogiro"
CONTEXT = ReadingContext(schemas=SchemaStore(REPOSITORY / "xsd"))
BANKGIRO = "9912346"
DAY = "20261120"


@dataclass(frozen=True, kw_only=True)
class Detail:
    """A payment in a specification, of an amount in öre."""

    code: str = "82"
    payer: str = "1001"
    amount: int = 125_000
    reference: str = ""
    status: str = "0"
    day: str = DAY
    bankgiro: str = BANKGIRO


def new_opening(content: str, stamp: str = "20261120190512123456") -> str:
    """TK01 of the new layout."""
    return "01AUTOGIRO".ljust(24) + f"{stamp:<20}{content:<20}000123{BANKGIRO:0>10}"


def old_opening(content: str = "", day: str = DAY) -> str:
    """TK01 of the old layout."""
    return f"01{day}AUTOGIRO9900{content:<40}000123{BANKGIRO:0>10}"


def order_opening(bankgiro: str = BANKGIRO) -> str:
    """TK01 of what goes to Bankgirot."""
    return f"01{DAY}AUTOGIRO".ljust(62) + f"000123{bankgiro:0>10}"


def transaction(detail: Detail) -> str:
    """TK82 or TK32, or TK77 with the status as code of the refund."""
    record = (
        f"{detail.code}{detail.day}0    {detail.payer:0>16}{detail.amount:012d}"
        f"{detail.bankgiro:0>10}{detail.reference:<16}"
    )
    return record + f"{DAY}{detail.status:>2}" if detail.code == "77" else record.ljust(79) + detail.status


def section(code: str, serial: int, amount: int, count: int) -> str:
    """TK15, TK16 or TK17."""
    return f"{code}{'6000123456789':0>35}{DAY}{serial:05d}{amount:018d}   {count:08d} "


def sums(out_sum: int, out_count: int, in_count: int, in_sum: int) -> str:
    """TK09 of the old specification, of changes and of the watch register."""
    return f"09{DAY}9900".ljust(28) + f"{out_sum:012d}{out_count:06d}{in_count:06d}0000{in_sum:012d}"


def new_specification(sections: Sequence[Sequence[Detail]]) -> list[str]:
    """A payment specification of sections that hold at least one payment of one kind each."""
    lines = [new_opening("BET. SPEC & STOPP TK")]
    counts = {code: [0, 0] for code in ("15", "16", "17")}
    for serial, details in enumerate(sections, start=1):
        code = {"82": "15", "32": "16", "77": "17"}[details[0].code]
        paid = [detail for detail in details if detail.code == "77" or detail.status == "0"]
        lines.append(section(code, serial, sum(detail.amount for detail in paid), len(paid)))
        lines += map(transaction, details)
        counts[code][0] += 1
        counts[code][1] += len(paid)
    totals = "".join(f"{sections_:06d}{payments:012d}" for sections_, payments in counts.values())
    return [*lines, f"09{DAY}9900{totals}"]


def old_specification(details: Iterable[Detail]) -> list[str]:
    """A payment specification in the old layout."""
    details = list(details)
    collections = [detail.amount for detail in details if detail.code == "82"]
    disbursements = [detail.amount for detail in details if detail.code == "32"]
    closing = sums(sum(disbursements), len(disbursements), len(collections), sum(collections))
    return [old_opening(), *map(transaction, details), closing]


def written(path: Path, lines: Iterable[str], end: str = "\r\n") -> Path:
    """A file of records, filled out to 80 characters."""
    path.write_bytes("".join(line.ljust(80) + end for line in lines).encode("latin-1"))
    return path


def read(form: Format, path: Path) -> tuple[list[Any], list[Finding]]:
    """The parts and the findings that a format gives of a file, once it has been recognised as one of its own."""
    assert form.recognise(path.read_bytes()[:1024]), path.name
    items = list(form.read(path, CONTEXT))
    return (
        [item for item in items if not isinstance(item, Finding)],
        [item for item in items if isinstance(item, Finding)],
    )


def codes(findings: Iterable[Finding]) -> list[str]:
    """The codes of findings, in order."""
    return [found.code for found in findings]
