"""What a translation belongs to, and what it gives."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from gateway.findings import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One translation of one file: what a spec reads as run.file_id, run.batch_id, run.now and run.today.

    `batch_number` is the number of the batch in its series, 0 on a route without one; `split` the value that the
    output file is for, in a mapping that splits its output.
    """

    file_id: str
    batch_id: str
    now: datetime.datetime
    batch_number: int = 0
    split: str = ""

    @property
    def today(self) -> datetime.date:
        """The day of the run."""
        return self.now.date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A part, or what is left of it in one file of an output that is split: its batch, and what is run.number there."""

    batch_id: str
    number: int
    part: Any


@dataclass(slots=True, kw_only=True)
class Translation:
    """What became of one part: its lines, without line ends, or the findings that stopped it. Warnings stop nothing.

    A mapping whose target is a format gives bytes instead of lines: a `document` where each part is a file of its
    own, `content` where the parts make one file. One that is split gives its lines in `shares`, by value.
    """

    lines: list[str] = field(default_factory=list)
    document: bytes = b""
    content: bytes = b""
    findings: list[Finding] = field(default_factory=list)
    shares: dict[str, "Translation"] = field(default_factory=dict)
