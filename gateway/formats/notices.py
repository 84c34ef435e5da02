"""Harmless faults of a file, counted and told once each: the first place, and how many there are."""

from collections.abc import Iterator

from gateway.findings import Finding, Place, finding


class Notices:
    """Counts what deserves one warning a file, or one a section, however often it occurs."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[Place, int]] = {}

    def notice(self, code: str, place: Place) -> None:
        """Count one occurrence."""
        first, count = self._seen.get(code, (place, 0))
        self._seen[code] = (first, count + 1)

    def findings(self) -> Iterator[Finding]:
        """One finding for each code, whose value is the count. The counting starts anew."""
        seen, self._seen = self._seen, {}
        for code, (place, count) in seen.items():
            yield finding(code, place=place, value=count)
