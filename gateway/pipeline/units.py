"""What became of each unit of a file (invoice, voucher, payment, record), told in the order of the file.

A unit that the reader refused is known by its findings alone; several findings about one are told together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol

from gateway.catalogue import Scope, Severity
from gateway.findings import Finding
from gateway.mapping import Share
from gateway.messages import is_protected
from gateway.pipeline.control_sums import CONTROL_SUMS

FINDINGS_KEPT = 20
"""How many findings about one unit are kept; a voucher may have very many rows with the same fault."""

_NOTABLE = (Severity.FATAL, Severity.ERROR, Severity.WARNING)


@dataclass(slots=True, kw_only=True)
class UnitResult:
    """One unit: its place in the file from 1, the message part if it could be read, and what was found about it.

    `shares` say in which batch it is, and under which running number; several where the output is split and the unit
    divided, none where it is not delivered. A unit that was left out, because it was delivered before, is neither
    delivered nor rejected. `findings` holds the first FINDINGS_KEPT that are warnings or worse, masked where the unit
    is about a person with protected identity.
    """

    position: int
    part: Any = None
    ancestors: Mapping[str, Any] = field(default_factory=dict)
    shares: Sequence[Share] = ()
    is_rejected: bool = False
    findings: list[Finding] = field(default_factory=list)
    finding_count: int = 0

    def add(self, problem: Finding) -> None:
        """Note a finding about the unit."""
        if problem.severity not in _NOTABLE and not problem.leaves_out:
            return
        self.finding_count += 1
        if len(self.findings) < FINDINGS_KEPT:
            self.findings.append(problem.masked() if is_protected(self.part) else problem)

    @property
    def is_delivered(self) -> bool:
        """Whether the unit goes to the receiver."""
        return bool(self.shares)

    @property
    def number(self) -> int:
        """What mappings call run.number; 0 for a unit that is not delivered, or is in several files."""
        return self.shares[0].number if len(self.shares) == 1 else 0

    @property
    def amount(self) -> tuple[Decimal, str] | None:
        """The unit's amount and currency, as receipts sum it; None where it has none or could not be read."""
        return self.amount_of(self.part)

    def amount_of(self, part: Any) -> tuple[Decimal, str] | None:
        """The amount and currency of the unit or of a share of it."""
        if part is None:
            return None
        sums = CONTROL_SUMS[type(part)](part, self.ancestors)
        return (sums[0][1], sums[0][2]) if sums else None


class UnitListener(Protocol):
    """Who wants to know what became of each unit. Whether the file is rejected after all is not known yet."""

    def add(self, unit: UnitResult) -> None:
        """Take note of a unit; called in the order of the file."""
        ...


class UnitTeller:
    """Makes unit results of what a pass meets, and tells the listeners."""

    def __init__(self, listeners: Sequence[UnitListener]) -> None:
        self._listeners = listeners
        self._refused: UnitResult | None = None
        self._remarks: list[Finding] = []

    def reading_finding(self, problem: Finding, position: int) -> None:
        """A finding of the reader; `position` is the unit's when it is the first that refuses one, else 0."""
        if problem.scope is Scope.FILE:
            return
        if position:
            self._tell_refused()
            self._refused = UnitResult(position=position, is_rejected=True)
            self._refused.add(problem)
        elif problem.rejects and self._refused:
            self._refused.add(problem)
        elif len(self._remarks) < FINDINGS_KEPT:
            self._remarks.append(problem)

    def unit(self, unit: UnitResult, found: Sequence[Finding]) -> None:
        """A unit that was read, with what the checks and the translation found."""
        self._tell_refused()
        for problem in (*self._remarks, *found):
            unit.add(problem)
        self._remarks = []
        self._tell(unit)

    def finish(self) -> None:
        """The file has ended."""
        self._tell_refused()

    def _tell_refused(self) -> None:
        if self._refused:
            refused, self._refused = self._refused, None
            for problem in self._remarks:
                refused.add(problem)
            self._remarks = []
            self._tell(refused)

    def _tell(self, unit: UnitResult) -> None:
        for listener in self._listeners:
            listener.add(unit)
