"""Harmless faults of a file, counted by kind: an error list says them once, not line by line."""

from collections.abc import Iterator

from gateway.findings import Finding, Place, finding


class Notices:
    """For each kind of fault, the first line that has it and how many lines do."""

    def __init__(self) -> None:
        self._seen: dict[str, list[int]] = {}

    def add(self, code: str, line: int) -> None:
        """Count a fault of a line."""
        seen = self._seen.setdefault(code, [line, 0])
        seen[1] += 1

    def findings(self) -> Iterator[Finding]:
        """One finding for each kind, in the order in which they were first seen; the value is the number of lines."""
        for code, (first, count) in self._seen.items():
            yield finding(code, place=Place(line=first), value=count)
