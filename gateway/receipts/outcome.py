"""How one file ended: the plain facts that the pipeline hands over, and that every receipt is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

from gateway.catalogue import Severity
from gateway.findings import Finding

STOCKHOLM = ZoneInfo("Europe/Stockholm")

FIRST_FINDINGS = 50
"""How many findings a receipt itself shows; the error list holds all of them."""


class Status(StrEnum):
    """How a file ended."""

    DELIVERED = "delivered"
    PARTLY_DELIVERED = "partly_delivered"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """A control sum that the sender can compare with its own: what was summed, the amount, the currency."""

    label: str
    amount: Decimal
    currency: str = "SEK"


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """A delivered file: where it went, its name, SHA-256 in hex, size in bytes, and number of rows."""

    destination: str
    name: str
    sha256: str
    size: int
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """The file that a duplicate repeats."""

    file_id: str
    name: str
    received: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Units of the file (invoices, vouchers, payments, records): read = delivered + rejected + left out.

    Left out is what another file has delivered before.
    """

    read: int = 0
    delivered: int = 0
    rejected: int = 0
    left_out: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The facts of one processed file.

    `received` and `finished` know their zone and are shown in Europe/Stockholm; `size` is in bytes.
    `rule_sets` maps the name of each rule set to its version. `first_findings` holds at most FIRST_FINDINGS;
    `findings_log` is where all of them are stored. Findings are masked before they get here.
    Raises ValueError for a time without a zone.
    """

    file_id: str
    name: str
    route: str
    sender: str
    size: int
    sha256: str
    received: datetime
    finished: datetime
    status: Status
    batch_id: str = ""
    format: str = ""
    mapping: str = ""
    mapping_fingerprint: str = ""
    rule_sets: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    counts: Counts = Counts()
    sums: tuple[Sum, ...] = ()
    outputs: tuple[Output, ...] = ()
    findings_by_severity: Mapping[Severity, int] = field(default_factory=lambda: MappingProxyType({}))
    findings_by_code: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    first_findings: tuple[Finding, ...] = ()
    findings_log: Path | None = None
    duplicate_of: Original | None = None

    def __post_init__(self) -> None:
        for name in ("received", "finished"):
            if getattr(self, name).tzinfo is None:
                raise ValueError(f"{name} has no time zone")

    @property
    def finding_count(self) -> int:
        """The number of findings of every severity."""
        return sum(self.findings_by_severity.values())
