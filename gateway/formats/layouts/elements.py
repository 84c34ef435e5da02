"""Records of an XML document by layout, streamed: an element at the path of a record is a row of texts.

The row of a record comes before those of the records within it, so its fields stand before them; a field that comes
later is a finding, as is a field that stands twice, since what the layout says would not be all that the file says.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from lxml import etree

from gateway.catalogue import Severity
from gateway.findings import Finding, Place, finding
from gateway.formats.layouts.layout import Layout
from gateway.formats.layouts.paths import FieldPath, field_path, record_path
from gateway.schemas.parsing import root_name, stream_elements

Row = list[str]
"""The name of the record, and the texts of its fields."""

_SCHEMA_HINTS = "{http://www.w3.org/2001/XMLSchema-instance}"
_MOST_UNKNOWN = 50


@dataclass(slots=True)
class _Node:
    """What an element at one path means: by name what is within it, and which fields its text and attributes are."""

    children: dict[str, "_Node"] = field(default_factory=dict)
    attributes: dict[str, int] = field(default_factory=dict)
    record: str = ""
    text: int | None = None

    def at(self, *names: str) -> "_Node":
        """The node at a path below, made when it is not there."""
        node = self
        for name in names:
            node = node.children.setdefault(name, _Node())
        return node


@dataclass(slots=True)
class _Open:
    """A record whose element is open; its row is None when it has been given."""

    name: str
    line: int
    row: Row | None
    filled: set[int] = field(default_factory=set)


def root_recogniser(layout: Layout) -> Callable[[bytes], bool]:
    """Whether a document has the root element of the layout."""
    root = etree.QName(_Names(layout).clark(next(record_path(record) for record in layout.records.values())[0]))
    expected = (root.namespace or "", root.localname)
    return lambda head: root_name(head) == expected


def element_rows(layout: Layout, path: Path) -> Iterator[tuple[int, Row] | Finding]:
    """(line, row) for every record of a document, outer ones first; a fatal finding ends it. Raises OSError."""
    reader = _Reader(layout)
    with path.open("rb") as file:
        for item in stream_elements(file, events=("start", "end")):
            if isinstance(item, Finding):
                yield item
                return
            event, element = item
            if event == "start":
                yield from reader.start(element)
            else:
                yield from reader.end(element)


class _Names:
    """Names in a layout as the parser gives them: with their namespace in braces."""

    def __init__(self, layout: Layout) -> None:
        self._spaces = {"": layout.namespace, **layout.prefixes}

    def clark(self, name: str) -> str:
        """The name of an element."""
        prefix, _, local = name.rpartition(":")
        return f"{{{self._spaces[prefix]}}}{local}" if self._spaces[prefix] else local

    def of_attribute(self, name: str) -> str:
        """The name of an attribute, which is in no namespace unless it has a prefix."""
        return self.clark(name) if ":" in name else name


class _Reader:
    """One walk over one document."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._root = _tree(layout)
        self._widths = {name: len(record.fields) + 1 for name, record in layout.records.items()}
        self._nodes: list[_Node | None] = [self._root]
        self._names: list[str] = []
        self._records: list[_Open] = []
        self._unknown: set[str] = set()

    def start(self, element: etree._Element) -> Iterator[tuple[int, Row] | Finding]:
        """Take a start tag with its attributes; gives the rows of the records around one that begins."""
        self._names.append(etree.QName(element).localname)
        above = self._nodes[-1]
        node = above.children.get(str(element.tag)) if above else None
        self._nodes.append(node)
        if node is None:
            if above is not None:
                yield from self._strange("/".join(self._names), element)
            return
        if node.record:
            yield from self._given()
            row = [node.record, *[""] * (self._widths[node.record] - 1)]
            self._records.append(_Open(node.record, _line(element), row))
        for name, value in element.attrib.items():
            if (index := node.attributes.get(str(name))) is not None:
                yield from self._fill(index, str(value), element)
            elif not str(name).startswith(_SCHEMA_HINTS):
                yield from self._strange("/".join([*self._names, f"@{name!s}"]), element)

    def end(self, element: etree._Element) -> Iterator[tuple[int, Row] | Finding]:
        """Take an end tag; gives the row of a record that ends without others in it."""
        node = self._nodes.pop()
        if node is not None:
            if node.text is not None:
                yield from self._fill(node.text, str(element.text or ""), element)
            elif (element.text or "").strip():
                yield from self._strange("/".join(self._names), element)
            if node.record:
                yield from self._given()
                self._records.pop()
        self._names.pop()

    def _given(self) -> Iterator[tuple[int, Row]]:
        """The row of the innermost open record, unless it was given before."""
        if self._records and (row := self._records[-1].row) is not None:
            self._records[-1].row = None
            yield self._records[-1].line, row

    def _fill(self, index: int, text: str, element: etree._Element) -> Iterator[Finding]:
        record = self._records[-1]
        place = Place(line=_line(element), record=record.name, position="/".join(self._names))
        if record.row is None:
            yield finding("LAYOUT-ELEMENT-LATE", place=place, value="/".join(self._names), expected=record.name)
        elif index in record.filled:
            yield finding("LAYOUT-ELEMENT-TWICE", place=place, value="/".join(self._names), expected=record.name)
        else:
            record.filled.add(index)
            record.row[index] = text if text.isprintable() else " ".join(text.split())

    def _strange(self, path: str, element: etree._Element) -> Iterator[Finding]:
        """A finding about what the layout does not know, once for each path."""
        mode = self._layout.unknown
        if mode == "ignore" or path in self._unknown or len(self._unknown) >= _MOST_UNKNOWN:
            return
        self._unknown.add(path)
        severity = Severity.WARNING if mode == "warn" else None
        place = Place(line=_line(element), position=path)
        yield finding("LAYOUT-ELEMENT-UNKNOWN", place=place, value=path, severity=severity)


def _line(element: etree._Element) -> int:
    return cast(int, element.sourceline or 0)


def _tree(layout: Layout) -> _Node:
    """The paths of all records and fields as a tree; a field is known by its place in the row of its record."""
    names, tree = _Names(layout), _Node()
    for record_name, record in layout.records.items():
        node = tree.at(*map(names.clark, record_path(record)))
        node.record = record_name
        for index, (name, each) in enumerate(record.fields.items(), 1):
            _plant(node, names, field_path(name, each), index)
    return tree


def _plant(record: _Node, names: _Names, where: FieldPath, index: int) -> None:
    around = record.at(*map(names.clark, where.around))
    if where.is_attribute:
        around.attributes[names.of_attribute(where.name)] = index
    elif where.name:
        around.at(names.clark(where.name)).text = index
    else:
        around.text = index
