"""XML documents by layout: each record is an element, its fields elements and attributes within it.

A record opens the elements on its path that are not open and stays open itself: the next record may stand within it.
Fields with the same elements around them share those; blank fields are left out. The bytes are the same whenever the
records are, and a record begins on a line of its own.
"""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from gateway.formats.layouts.layout import Layout, Record
from gateway.formats.layouts.paths import FieldPath, field_path, record_path, shared
from gateway.formats.layouts.texts import Unwritable
from gateway.formats.layouts.writer import SEPARATOR

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'


class _RecordElement:
    """One kind of record: its path, and where its fields stand."""

    def __init__(self, record: Record) -> None:
        self.path = record_path(record)
        self.fields = [field_path(name, field) for name, field in record.fields.items()]

    def start(self, texts: Sequence[str], declarations: str) -> str:
        """The start tag and all that the texts of the fields make within the element, which is left open."""
        pieces = [f"<{self.path[-1]}{declarations}"]
        around: tuple[str, ...] = ()
        in_tag = True
        for field, text in zip(self.fields, texts, strict=True):
            if not text:
                continue
            if field.around != around:
                in_tag = _move(pieces, around, field, in_tag=in_tag)
                around = field.around
            in_tag = _put(pieces, field, text, in_tag=in_tag)
        if in_tag:
            pieces.append(">")
        pieces += [f"</{name}>" for name in reversed(around)]
        return "".join(pieces)


def _move(pieces: list[str], around: tuple[str, ...], field: FieldPath, *, in_tag: bool) -> bool:
    """Close and open elements to get to those around a field; whether a start tag is still open."""
    common = shared(around, field.around)
    if in_tag:
        pieces.append(">")
    pieces += [f"</{name}>" for name in reversed(around[common:])]
    opened = field.around[common:]
    if not opened:
        return False
    pieces.append("><".join(["<" + opened[0], *opened[1:]]))
    return True


def _put(pieces: list[str], field: FieldPath, text: str, *, in_tag: bool) -> bool:
    """Write one field; whether a start tag is still open."""
    if field.is_attribute:
        pieces.append(f" {field.name}={quoteattr(text)}")
        return in_tag
    if in_tag:
        pieces.append(">")
    pieces.append(f"<{field.name}>{escape(text)}</{field.name}>" if field.name else escape(text))
    return False


class XmlFile:
    """Writes one XML document in UTF-8."""

    def __init__(self, layout: Layout) -> None:
        self._records = {name: _RecordElement(record) for name, record in layout.records.items()}
        self._root = next(iter(self._records.values())).path[0]
        spaces = {"": layout.namespace, **layout.prefixes} if layout.namespace else layout.prefixes
        self._declarations = "".join(
            f" xmlns{':' if prefix else ''}{prefix}={quoteattr(address)}" for prefix, address in spaces.items()
        )
        self._open: tuple[str, ...] = ()
        self._roots = 0

    def add(self, lines: list[str]) -> bytes:
        """The elements of more records."""
        pieces = [] if self._roots else [_DECLARATION]
        for line in lines:
            name, *texts = line.split(SEPARATOR)
            self._record(self._records[name], texts, pieces)
        return "".join(pieces).encode()

    def fault(self) -> Unwritable | None:
        """A second root element, which no document can have."""
        return Unwritable(self._root, self._roots, "max 1") if self._roots > 1 else None

    def end(self) -> Iterator[bytes]:
        """The end tags of all that is open."""
        if not self._roots:
            yield f"{_DECLARATION}\n<{self._root}{self._declarations}/>\n".encode()
        else:
            yield ("".join(f"</{name}>" for name in reversed(self._open)) + "\n").encode()

    def _record(self, record: _RecordElement, texts: list[str], pieces: list[str]) -> None:
        common = shared(self._open, record.path[:-1])
        pieces += [f"</{name}>" for name in reversed(self._open[common:])]
        pieces.append("\n")
        for name in record.path[common:-1]:
            pieces.append(f"<{name}{self._taken_declarations(common)}>")
            common += 1
        pieces.append(record.start(texts, self._taken_declarations(common)))
        self._open = record.path

    def _taken_declarations(self, depth: int) -> str:
        """What the start tag at a depth says of namespaces: the root's says it all."""
        if depth:
            return ""
        self._roots += 1
        return self._declarations
