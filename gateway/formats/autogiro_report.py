"""What all reports from Bankgirot about Autogiro have in common: one opening record, details, one closing record."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping

from gateway.findings import Finding, Place, finding
from gateway.formats.autogiro_records import Opening, opening_of
from gateway.formats.bankgiro_lines import Records
from gateway.formats.bankgiro_records import RecordTables
from gateway.formats.bankgiro_values import OERE
from gateway.messages import Part

FAMILY = "AUTOGIRO"


class Report(ABC):
    """One pass over a report. What is in it is up to `begin`, `detail` and `close` of each kind of report."""

    tables: RecordTables
    openings = frozenset({"01"})
    closings = frozenset({"09"})

    def __init__(self, records: Records) -> None:
        self.records = records
        self.opening: Opening | None = None
        self._before = ""
        self._has_ended = False

    def run(self) -> Iterator[Part | Finding]:
        """The parts of the report, and findings."""
        for record in self.records:
            if not isinstance(record, str):
                yield record
                continue
            code = record[:2]
            if fault := self._misplaced(code, record):
                yield fault
                break
            if self.opening is None:
                self.opening = opening_of(record)
                yield from self._opened()
            elif code in self.closings:
                self._has_ended = True
                yield from self.close(code, record)
            elif code in self.tables:
                yield from self.detail(code, record)
            else:
                self.records.notice("AUTOGIRO-UNKNOWN-RECORD")
            self._before = code
        else:
            if not self._has_ended:
                yield finding("FILE-TRUNCATED", place=Place(line=self.records.line), expected=self._closing_records())
        yield from self.records.notices()

    @abstractmethod
    def begin(self, opening: Opening) -> Iterator[Part | Finding]:
        """What the opening record gives."""

    @abstractmethod
    def detail(self, code: str, record: str) -> Iterator[Part | Finding]:
        """What a record between the first and the last gives."""

    @abstractmethod
    def close(self, code: str, record: str) -> Iterator[Part | Finding]:
        """What the closing record gives."""

    def place(self, code: str, field: str = "") -> Place:
        """Where the present record stands, or a field of it."""
        line = self.records.line
        return self.tables.place(line, code, field) if field else Place(line=line, record="TK" + code)

    def structure_fault(self, code: str) -> Finding:
        """The finding that the present record may not stand where it does."""
        after = f"TK{self._before.strip()}" if self._before else "–"
        return finding("AUTOGIRO-STRUCTURE", place=self.place(code), value=f"TK{code.strip()}", after=after)

    def checked(self, code: str, record: str, counted: Mapping[str, int]) -> Iterator[Finding]:
        """Findings about a closing record that states other counts or sums (in öre) than were `counted`, by field."""
        for name, actual in counted.items():
            field = self.tables.field_of(code, name)
            stated = record[field.first - 1 : field.last].strip()
            if int(stated) == actual if stated.isdecimal() else not stated and not actual:
                continue
            kind, unit = ("SUM", OERE) if name.endswith("_sum") else ("COUNT", 1)
            shown = int(stated) * unit if stated.isdecimal() else stated
            place = self.place(code, name)
            yield finding(f"AUTOGIRO-TRAILER-{kind}", place=place, value=shown, expected=actual * unit)

    def _misplaced(self, code: str, record: str) -> Finding | None:
        """A record that may not stand after the one before it; nothing after such a place can be trusted."""
        if self._has_ended:
            return finding("AUTOGIRO-AFTER-TRAILER", place=self.place(code), value=f"TK{code.strip()}")
        if self.opening is None:
            return None if code in self.openings and opening_of(record) else self.structure_fault(code)
        return self.structure_fault(code) if code in self.openings else None

    def _opened(self) -> Iterator[Part | Finding]:
        assert self.opening is not None  # noqa: S101 - told to the type checker
        if not self.opening.bankgiro.isdecimal():
            place = Place(line=self.records.line, record="TK" + min(self.openings))
            yield finding("AUTOGIRO-BANKGIRO", place=place, value=self.opening.bankgiro)
        yield from self.begin(self.opening)

    def _closing_records(self) -> str:
        return ", ".join(f"TK{code}" for code in sorted(self.closings))
