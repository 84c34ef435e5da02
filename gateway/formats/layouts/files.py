"""Files made of the lines that `LayoutWriter` writes, whatever kind of layout they are of."""

from collections.abc import Iterator
from typing import Protocol

from gateway.formats.layouts.json_writer import JsonFile
from gateway.formats.layouts.layout import Layout
from gateway.formats.layouts.sheet_writer import SheetFile
from gateway.formats.layouts.texts import Unwritable
from gateway.formats.layouts.writer import LayoutWriter
from gateway.formats.layouts.xml_writer import XmlFile


class FileWriter(Protocol):
    """Makes one file. Its bytes are what the calls give, one after the other; `end` comes last, once."""

    def add(self, lines: list[str]) -> bytes:
        """The bytes that can be written now. Raises Unwritable for a character that the encoding lacks."""
        ...

    def fault(self) -> Unwritable | None:
        """What there is in the lines so far that no file of this kind can hold: the file is not to be ended."""
        ...

    def end(self) -> Iterator[bytes]:
        """The rest of the file, in pieces."""
        ...


class _TextFile:
    """Lines of text, each encoded by itself."""

    def __init__(self, writer: LayoutWriter) -> None:
        self._encode = writer.encode

    def add(self, lines: list[str]) -> bytes:
        return self._encode(lines[0]) if len(lines) == 1 else b"".join(map(self._encode, lines))

    def fault(self) -> Unwritable | None:
        return None

    def end(self) -> Iterator[bytes]:
        return iter(())


def file_writer(layout: Layout, writer: LayoutWriter) -> FileWriter:
    """A writer of one file of a layout."""
    if layout.kind == "xlsx":
        return SheetFile(layout)
    if layout.kind == "xml":
        return XmlFile(layout)
    if layout.kind == "json":
        return JsonFile(layout)
    return _TextFile(writer)
