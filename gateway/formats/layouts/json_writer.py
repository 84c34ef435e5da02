"""JSON documents by layout: each record is an object, in a list unless it stands once only.

A header or trailer adds members to the object at its path, which is the document when the path is blank. Detail records
are the items of a list, which is the document when their path is blank. Blank fields are left out. Amounts and whole
numbers are numbers with the field's decimals, booleans true and false; all else is text.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from gateway.formats.layouts.layout import Field, Layout
from gateway.formats.layouts.paths import FieldPath, field_path, record_path, shared
from gateway.formats.layouts.texts import Unwritable
from gateway.formats.layouts.typed import TypedLines


@dataclass(slots=True)
class _Open:
    """An object that is being written; `is_item` says that it stands in a list."""

    name: str
    is_item: bool
    members: set[str] = field(default_factory=set)


class JsonFile:
    """Writes one JSON document in UTF-8."""

    def __init__(self, layout: Layout) -> None:
        self._lines = TypedLines(layout, _json_value)
        self._paths = {name: record_path(record) for name, record in layout.records.items()}
        self._items = {path for name, path in self._paths.items() if layout.record(name).role == "detail"}
        self._fields = {
            name: [field_path(key, each) for key, each in record.fields.items()]
            for name, record in layout.records.items()
        }
        self._open: list[_Open] = []
        self._fault: Unwritable | None = None

    def add(self, lines: list[str]) -> bytes:
        """The objects of more records."""
        pieces: list[str] = []
        for line in lines:
            name, cells = self._lines.cells(line)
            self._go_to(self._paths[name], pieces)
            twice = _put_members(self._open[-1], self._fields[name], cells, pieces)
            if twice:
                self._fault = self._fault or Unwritable(twice, 2, "max 1")
        return "".join(pieces).encode()

    def fault(self) -> Unwritable | None:
        """A member that would stand twice in one object."""
        return self._fault

    def end(self) -> Iterator[bytes]:
        """The ends of all that is open."""
        pieces: list[str] = []
        if self._open:
            self._close(0, pieces)
        else:
            pieces.append("[]" if () in self._items else "{}")
        yield ("".join(pieces) + "\n").encode()

    def _go_to(self, path: tuple[str, ...], pieces: list[str]) -> None:
        """Close and open what it takes for a new object at a path."""
        is_new = not self._open
        if is_new:
            self._begin(_Open("", () in self._items), pieces)
        names = [each.name for each in self._open[1:]]
        common = shared(names, path)
        if common < len(path):
            self._close(common + 1, pieces)
            for depth in range(common, len(path)):
                self._member(self._open[-1], path[depth], pieces)
                self._begin(_Open(path[depth], path[: depth + 1] in self._items), pieces)
        elif not is_new:
            self._close(common + 1, pieces)
            if self._open[-1].is_item:
                pieces.append("},\n{")
                self._open[-1].members = set()

    def _member(self, around: _Open, name: str, pieces: list[str]) -> None:
        if name in around.members:
            self._fault = self._fault or Unwritable(name, 2, "max 1")
        pieces.append(f"{',' if around.members else ''}{_text(name)}:")
        around.members.add(name)

    def _begin(self, opened: _Open, pieces: list[str]) -> None:
        pieces.append("[\n{" if opened.is_item else "{")
        self._open.append(opened)

    def _close(self, depth: int, pieces: list[str]) -> None:
        pieces += ["}]" if each.is_item else "}" for each in reversed(self._open[depth:])]
        del self._open[depth:]


def _put_members(opened: _Open, fields: list[FieldPath], cells: list[Any], pieces: list[str]) -> str:
    """Write the fields of a record; those with the same names around them stand in one object.

    Gives the name of a member that would stand twice, or an empty text.
    """
    around: tuple[str, ...] = ()
    is_first = not opened.members
    before, twice = frozenset(opened.members), ""
    for where, cell in zip(fields, cells, strict=True):
        if cell is None:
            continue
        common = shared(around, where.around)
        pieces.append("}" * (len(around) - common))
        for name in where.around[common:]:
            pieces.append(f"{'' if is_first else ','}{_text(name)}:{{")
            is_first = True
        pieces.append(f"{'' if is_first else ','}{_text(where.name)}:{cell}")
        is_first, around = False, where.around
        member = (*where.around, where.name)[0]
        twice = member if member in before else twice
        opened.members.add(member)
    pieces.append("}" * len(around))
    return twice


def _json_value(each: Field, text: str, value: Any) -> str:
    if each.type == "amount":
        return f"{value:.{each.decimals}f}"
    if each.type in ("integer", "boolean"):
        return json.dumps(value)
    return _text(text)


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
