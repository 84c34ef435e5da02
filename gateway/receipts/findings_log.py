"""The findings log: every finding about one file, spooled as JSON lines so that memory does not grow with it.

A line holds the code and what fills its texts, not the texts, so that lists can be made in any language; the texts of
a code that is not in the catalogue stand in the line, in both languages.
Each line begins with the code; `findings_of` relies on that to skip the other lines without parsing them.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Self

from gateway.catalogue import Code, Scope, Severity
from gateway.findings import Finding, Place
from gateway.receipts.outcome import FIRST_FINDINGS

SEVERITIES: tuple[Severity, ...] = (Severity.FATAL, Severity.ERROR, Severity.WARNING, Severity.INFORMATION)
"""All severities, worst first."""

# An archived log may be older than one of these.
_PLACE = ("line", "record", "position", "path", "document")


class FindingsLog:
    """A new, empty log at a path; an older one there is replaced. Use it as a context manager, or close it.

    Counts are kept for all findings, the findings themselves only for the first `keep`.
    """

    def __init__(self, path: Path, *, keep: int = FIRST_FINDINGS) -> None:
        self.path = path
        self._open(keep)
        self._file = path.open("w", encoding="utf-8", newline="\n")

    @classmethod
    def reopened(cls, path: Path, *, keep: int = FIRST_FINDINGS) -> Self:
        """The log of an earlier attempt with its counts; further findings are added after the stored ones."""
        log = cls.__new__(cls)
        log.path = path
        log._open(keep)
        for finding in read_findings(path):
            log._count(finding)
        log._file = path.open("a", encoding="utf-8", newline="\n")
        return log

    def add(self, finding: Finding) -> None:
        """Store one finding."""
        self._file.write(_line(finding))
        self._count(finding)

    def extend(self, findings: Iterable[Finding]) -> None:
        """Store several findings."""
        for finding in findings:
            self.add(finding)

    def close(self) -> None:
        """Write everything out; durability is the matter of whoever delivers the log. Closing twice does nothing."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __iter__(self) -> Iterator[Finding]:
        """Every stored finding, in the order they were added."""
        if not self._file.closed:
            self._file.flush()
        return read_findings(self.path)

    def __len__(self) -> int:
        return self.by_severity.total()

    def __bool__(self) -> bool:
        return len(self) > 0

    @property
    def has_rejecting(self) -> bool:
        """Whether any finding stops something from being delivered."""
        return any(severity.rejects for severity in self.by_severity)

    @property
    def worst(self) -> Severity | None:
        """The worst severity found, or None when nothing was found."""
        return next((severity for severity in SEVERITIES if severity in self.by_severity), None)

    def _open(self, keep: int) -> None:
        self.by_severity: Counter[Severity] = Counter()
        self.by_code: Counter[str] = Counter()
        self.rejects_file = False
        self.first: list[Finding] = []
        self._keep = keep

    def _count(self, finding: Finding) -> None:
        self.by_severity[finding.severity] += 1
        self.by_code[finding.code] += 1
        self.rejects_file = self.rejects_file or finding.rejects_file
        if len(self.first) < self._keep:
            self.first.append(finding)


def read_findings(path: Path) -> Iterator[Finding]:
    """Every finding of a stored log, in the order they were added."""
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            yield _finding(line)


def findings_of(path: Path, code: str) -> Iterator[Finding]:
    """The findings with one code, in the order they were added."""
    beginning = _beginning(code)
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            if line.startswith(beginning):
                yield _finding(line)


def _beginning(code: str) -> str:
    return f'{{"code":{json.dumps(code)},'


def _line(finding: Finding) -> str:
    stored: dict[str, Any] = {
        "code": finding.code,
        "severity": finding.severity.value,
        "scope": finding.scope.value,
        "line": finding.place.line,
        "record": finding.place.record,
        "position": finding.place.position,
        "path": finding.place.path,
        "document": finding.place.document,
        "value": finding.value,
        "expected": finding.expected,
        "about": finding.about,
        "details": dict(finding.details),
    }
    if finding.entry:
        stored["entry"] = asdict(finding.entry)
    # ASCII, because a value may hold a lone surrogate that UTF-8 cannot carry.
    return json.dumps(stored, separators=(",", ":")) + "\n"


def _finding(line: str) -> Finding:
    stored = json.loads(line)
    return Finding(
        code=stored["code"],
        severity=Severity(stored["severity"]),
        scope=Scope(stored["scope"]),
        place=Place(**{name: stored[name] for name in _PLACE if name in stored}),
        value=stored["value"],
        expected=stored["expected"],
        about=stored["about"],
        details=MappingProxyType(stored["details"]),
        entry=_entry(stored["entry"]) if "entry" in stored else None,
    )


def _entry(stored: dict[str, Any]) -> Code:
    texts = {name: text for name, text in stored.items() if name not in ("severity", "scope")}
    return Code(severity=Severity(stored["severity"]), scope=Scope(stored["scope"]), **texts)
