"""What every wire format offers: recognise, read, and some write. Each module of this package defines one `Format`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from gateway.findings import Finding
from gateway.messages import Family, Part
from gateway.schemas import SchemaStore

HEAD_SIZE = 262_144
"""Bytes that recognition sees: an e-invoice says what it is after its extensions, which may be long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingContext:
    """What a reader may need beside the file."""

    schemas: SchemaStore
    maximum_depth: int = 200
    maximum_tree_size: int = 100_000_000
    tolerated: frozenset[str] = frozenset()
    """Finding codes that the route has made warnings: what they are about goes through where it can be read."""


class PartWriter(Protocol):
    """Writes the parts of one message as one file, in the order in which they come.

    Both methods raise `gateway.formats.layouts.writer.Unwritable` for what the format cannot say. In a family with a
    unit the rest of the file may go on after that, so a part that is refused leaves no trace in the writer.
    """

    def write(self, part: Any) -> bytes:
        """The bytes that can be written now that this part is known."""
        ...

    def finish(self) -> bytes:
        """The bytes after the last part."""
        ...


@runtime_checkable
class DatedWriter(Protocol):
    """A PartWriter whose file says when it was made."""

    def made_on(self, day: date) -> None:
        """Take the day of the run, before the first part."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A wire format that can be read.

    `recognise` gets the first HEAD_SIZE bytes. `read` yields the message's parts and, wherever something is wrong,
    findings; it streams, checks the format's own control sums and counts, and never raises for a bad file. It may
    raise `gateway.schemas.MissingSchema` and OSError, which are the operator's matter.
    """

    name: str
    title: str
    family: Family
    source: str
    recognise: Callable[[bytes], bool]
    read: Callable[[Path, ReadingContext], Iterator[Part | Finding]]
    write: Callable[[Any], bytes] | None = None
    """Writes a part of the family as a document of its own; None for a format of which no part is one."""
    recognise_file: Callable[[Path], bool] | None = None
    """Looks into a file whose first bytes fit, for a format that they do not tell; None for one that they tell."""
    writer: Callable[[], PartWriter] | None = None
    """A new writer of a file that holds a whole message; None for a format that is not written so."""

    def fits(self, head: bytes, path: Path | None) -> bool:
        """Whether a file is of the format, by its first HEAD_SIZE bytes and, where those are not enough, by itself."""
        if not self.recognise(head):
            return False
        return path is None or self.recognise_file is None or self.recognise_file(path)
