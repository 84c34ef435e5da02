"""Registers: lookup tables that staff keep as CSV files, with validity dates.

A register is a UTF-8 CSV file (separator ``;`` or ``,``, found from the header) with a header row. The first
column is the key unless several key columns are named by a trailing ``*`` in their header. The columns
``valid_from`` and ``valid_to`` (ISO dates, inclusive, blank = open) say when a row applies; two rows with the same
key may not be valid on the same day.
"""

import csv
import datetime
import hashlib
import itertools
from dataclasses import dataclass
from pathlib import Path

from gateway.specification import BrokenSpecification, SpecificationProblem, did_you_mean

VALIDITY = ("valid_from", "valid_to")


@dataclass(frozen=True, slots=True, eq=False)
class RegisterRow:
    """One row of a register: its values by column, its line in the file (1-based), and when it applies."""

    values: dict[str, str]
    line: int
    valid_from: datetime.date
    valid_to: datetime.date

    def is_valid_on(self, day: datetime.date) -> bool:
        """Whether the row applies on a day, both ends included."""
        return self.valid_from <= day <= self.valid_to


class Register:
    """One lookup table."""

    def __init__(self, path: Path, columns: list[str], keys: tuple[str, ...], rows: list[RegisterRow]) -> None:
        self.path = path
        self.name = path.stem
        self.columns = columns
        self.keys = keys
        self.rows = rows
        self._by_key: dict[tuple[str, ...], list[RegisterRow]] = {}
        for row in rows:
            self._by_key.setdefault(tuple(row.values[key] for key in keys), []).append(row)
        self._by_prefix: dict[str, list[RegisterRow]] = {}
        for row in rows:
            self._by_prefix.setdefault(row.values[keys[0]], []).append(row)
        self._longest_prefix = max(map(len, self._by_prefix), default=0)
        self._by_columns: dict[tuple[str, ...], dict[tuple[str, ...], list[RegisterRow]]] = {}

    def find(self, *key: str, on: datetime.date) -> RegisterRow | None:
        """The row with this key that applies on a day, or None."""
        return next((row for row in self._by_key.get(key, ()) if row.is_valid_on(on)), None)

    def find_by_prefix(self, text: str, *rest: str, on: datetime.date) -> RegisterRow | None:
        """The valid row whose first key is the longest beginning of a text.

        The row's further keys must be blank or equal to those in `rest`; the fewest blanks win. A column
        ``length``, when there is one, must be blank or the length of the text.
        """
        further = [name for name in self.keys[1:] if name != "length"]
        length = str(len(text))
        for end in range(min(len(text), self._longest_prefix), -1, -1):
            candidates = self._by_prefix.get(text[:end])
            if candidates is None:
                continue
            fitting = [
                row
                for row in candidates
                if row.is_valid_on(on)
                and row.values.get("length", "") in ("", length)
                and all(row.values[name] in ("", wanted) for name, wanted in zip(further, rest, strict=True))
            ]
            if fitting:
                return min(fitting, key=lambda row: [row.values[name] for name in self.keys[1:]].count(""))
        return None

    def rows_with(self, columns: tuple[str, ...], *values: str) -> list[RegisterRow]:
        """The rows with certain values in some columns, valid or not, in the order of the file.

        Raises KeyError for a column that the register does not have. Columns are indexed when first asked for.
        """
        index = self._by_columns.get(columns)
        if index is None:
            index = {}
            for row in self.rows:
                index.setdefault(tuple(row.values[column] for column in columns), []).append(row)
            self._by_columns[columns] = index
        return index.get(values, [])

    def knows(self, *key: str) -> bool:
        """Whether the key stands in the register at all, valid or not."""
        return key in self._by_key


class Registers:
    """All registers of an installation, by name."""

    def __init__(self, registers: dict[str, Register], fingerprint: str = "") -> None:
        self._registers = registers
        self.fingerprint = fingerprint

    def __getitem__(self, name: str) -> Register:
        """The register of that name. Raises KeyError: specs are checked before they run, so that is our fault."""
        return self._registers[name]

    def __contains__(self, name: str) -> bool:
        return name in self._registers

    @property
    def names(self) -> list[str]:
        """The names of all registers, sorted."""
        return sorted(self._registers)


def load_registers(folder: Path) -> Registers:
    """Every ``*.csv`` of a folder. Raises BrokenSpecification naming every problem of every file."""
    registers: dict[str, Register] = {}
    problems: list[SpecificationProblem] = []
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.csv")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
        try:
            registers[path.stem] = load_register(path)
        except BrokenSpecification as error:
            problems.extend(error.problems)
    if problems:
        raise BrokenSpecification(problems)
    return Registers(registers, digest.hexdigest())


def load_register(path: Path) -> Register:
    """One register. Raises BrokenSpecification naming every problem."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BrokenSpecification([_problem(path, 1, f"not UTF-8: {error}")]) from error
    lines = text.splitlines()
    if not lines:
        raise BrokenSpecification([_problem(path, 1, "no header row")])
    delimiter = ";" if ";" in lines[0] else ","
    reader = csv.reader(lines, delimiter=delimiter)
    header = [name.strip() for name in next(reader)]
    keys = tuple(name.rstrip("*") for name in header if name.endswith("*")) or (header[0],)
    columns = [name.rstrip("*") for name in header]
    problems = _header_problems(path, columns)
    rows: list[RegisterRow] = []
    for values in reader:
        if not any(value.strip() for value in values):
            continue
        try:
            rows.append(_row(columns, values, reader.line_num))
        except ValueError as error:
            problems.append(_problem(path, reader.line_num, str(error)))
    problems.extend(_overlaps(path, keys, rows))
    if problems:
        raise BrokenSpecification(problems)
    return Register(path, columns, keys, rows)


def _header_problems(path: Path, columns: list[str]) -> list[SpecificationProblem]:
    problems = []
    for number, name in enumerate(columns):
        if not name:
            problems.append(_problem(path, 1, f"column {number + 1} has no name"))
        elif name in columns[:number]:
            problems.append(_problem(path, 1, f"column '{name}' stands twice"))
        elif name not in VALIDITY and (hint := did_you_mean(name, VALIDITY)):
            problems.append(_problem(path, 1, f"unknown validity column '{name}'", hint))
    return problems


def _row(columns: list[str], values: list[str], line: int) -> RegisterRow:
    if len(values) != len(columns):
        raise ValueError(f"{len(values)} values where the header has {len(columns)} columns")
    cells = {name: value.strip() for name, value in zip(columns, values, strict=True)}
    valid_from = _day(cells.get("valid_from", ""), datetime.date.min, "valid_from")
    valid_to = _day(cells.get("valid_to", ""), datetime.date.max, "valid_to")
    if valid_to < valid_from:
        raise ValueError(f"valid_to {valid_to} is before valid_from {valid_from}")
    return RegisterRow(cells, line, valid_from, valid_to)


def _day(text: str, blank: datetime.date, column: str) -> datetime.date:
    if not text:
        return blank
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{column}: '{text}' is not a date of the form YYYY-MM-DD") from None


def _overlaps(path: Path, keys: tuple[str, ...], rows: list[RegisterRow]) -> list[SpecificationProblem]:
    problems = []
    ordered = sorted(rows, key=lambda row: (tuple(row.values[key] for key in keys), row.valid_from))
    for earlier, later in itertools.pairwise(ordered):
        key = tuple(later.values[name] for name in keys)
        if tuple(earlier.values[name] for name in keys) == key and later.valid_from <= earlier.valid_to:
            shown = ", ".join(key)
            problems.append(_problem(path, later.line, f"key '{shown}' is also valid in line {earlier.line}"))
    return problems


def _problem(path: Path, line: int, message: str, hint: str = "") -> SpecificationProblem:
    return SpecificationProblem(path=path, line=line, column=1, message=message, hint=hint)
