"""What became of each unit of a file (invoice, voucher, payment, record), told in the order of the file.

A unit that the reader refused is known by its findings alone; several findings about one are told together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol

from gateway.catalogue import Scope, Severity
from gateway.findings import Finding
from gateway.messages import is_protected
from gateway.pipeline.control_sums import CONTROL_SUMS

FINDINGS_KEPT = 20
"""How many findings about one unit are kept; a voucher may have very many rows with the same fault."""

_NOTABLE = (Severity.FATAL, Severity.ERROR, Severity.WARNING)


@dataclass(slots=True, kw_only=True)
class UnitResult:
    """One unit: its place in the file from 1, the message part if it could be read, and what was found about it.

    `number` is what mappings call run.number: the unit's running number among those that are delivered. Of a unit that
    was left out, because it was delivered before, `is_delivered` is false though it is not rejected. `findings` holds
    the first FINDINGS_KEPT that are warnings or worse, masked where the unit is about a person with protected identity.
    """

    position: int
    part: Any = None
    ancestors: Mapping[str, Any] = field(default_factory=dict)
    number: int = 0
    is_rejected: bool = False
    is_delivered: bool = False
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
    def amount(self) -> tuple[Decimal, str] | None:
        """The unit's amount and currency, as receipts sum it; None where it has none or could not be read."""
        if self.part is None:
            return None
        sums = CONTROL_SUMS[type(self.part)](self.part, self.ancestors)
        return (sums[0][1], sums[0][2]) if sums else None


def unit_result(
    part: Any, ancestors: Mapping[str, Any], position: int, number: int, is_rejected: bool, is_left_out: bool
) -> UnitResult:
    """What became of a unit that was read; `number` is the one that it gets if it is delivered."""
    is_delivered = not is_rejected and not is_left_out
    return UnitResult(
        position=position,
        part=part,
        ancestors=ancestors,
        number=number if is_delivered else 0,
        is_rejected=is_rejected,
        is_delivered=is_delivered,
    )


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
