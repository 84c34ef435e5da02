"""Layouts of records of 80 characters as tables: the form that Bankgirot, and PlusGirot before it, gave their files.

Positions are 1-based and inclusive, as the manuals print them. The first characters of a record, usually two, are its
code (*transaktionskod*).
"""

from collections.abc import Callable
from operator import itemgetter
from typing import Any, NamedTuple

from gateway.findings import Place

RECORD_LENGTH = 80


class Field(NamedTuple):
    """One field of a record: its name and its first and last position."""

    name: str
    first: int
    last: int

    @property
    def position(self) -> str:
        """The field's positions as findings show them."""
        return f"{self.first}-{self.last}" if self.first != self.last else str(self.first)


class RecordTables(dict[str, tuple[Field, ...]]):
    """The records of one format by code, each a table of its fields."""

    def field_of(self, code: str, name: str) -> Field:
        """A field of a record by its name. Raises StopIteration for an unknown one: our fault."""
        return next(field for field in self[code] if field.name == name)

    def splitter(self, code: str) -> Callable[[str], tuple[str, ...]]:
        """A function that cuts a record of 80 characters into its fields, in the order of the table."""
        cut: Any = itemgetter(*(slice(field.first - 1, field.last) for field in self[code]))
        if len(self[code]) == 1:
            return lambda record: (cut(record),)
        return cut  # type: ignore[no-any-return]

    def place(self, line: int | None, code: str, name: str) -> Place:
        """Where a field of a record in a line stands."""
        return Place(line=line, record="TK" + code, position=self.field_of(code, name).position)
