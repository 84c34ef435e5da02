"""Avro container files of message parts: written as a stream, read as a stream."""

import hashlib
import io
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

import fastavro
from fastavro.write import Writer

from gateway.archive.conversion import from_record, to_record
from gateway.archive.schema import avro_name, schema_of
from gateway.messages import FAMILIES, Family, Part

CODEC = "deflate"
FAMILY_KEY = "gateway.family"
_MAGIC = b"Obj\x01"


class UnreadableArchiveError(Exception):
    """The file is no message archive, is damaged, or holds a message this version does not know."""


class MessageContainer:
    """A container written to a binary stream, block by block. The same parts give the same bytes."""

    def __init__(self, stream: BinaryIO, family: Family) -> None:
        schema, marker = _schema(family.name)
        self._converters = {part: (avro_name(part), to_record(part)) for part in family.parts.values()}
        self._writer = Writer(
            stream,
            schema,
            codec=CODEC,
            metadata={FAMILY_KEY: family.name},
            sync_marker=marker,
        )

    def write(self, part: Part) -> None:
        """Add one part. Raises KeyError for a part of another family: that is our fault."""
        name, convert = self._converters[type(part)]
        record: Any = (name, convert(part))
        self._writer.write(record)

    def flush(self) -> None:
        """Write the block that has begun."""
        self._writer.flush()


class MessageArchive:
    """A new archive of the parts of one source file; an older one at the path is replaced.

    Use it as a context manager: the last block is written on leaving. The same parts give the same bytes.
    """

    def __init__(self, path: Path, family: Family) -> None:
        self._file = path.open("wb")
        self._container = MessageContainer(self._file, family)
        self.write = self._container.write

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        with self._file:
            if error is None:
                self._container.flush()


class ContainerWriter:
    """A container in pieces of bytes, for a file that somebody else writes; see `gateway.formats.base.PartWriter`."""

    def __init__(self, family: Family) -> None:
        self._stream = io.BytesIO()
        self._container = MessageContainer(self._stream, family)

    def write(self, part: Any) -> bytes:
        """Add one part; gives the blocks that are full, and the head of the container first of all."""
        self._container.write(part)
        return self._taken()

    def finish(self) -> bytes:
        """The last block."""
        self._container.flush()
        return self._taken()

    def _taken(self) -> bytes:
        if not self._stream.tell():
            return b""
        taken = self._stream.getvalue()
        self._stream.seek(0)
        self._stream.truncate()
        return taken


def is_container(head: bytes) -> bool:
    """Whether a file begins as an Avro container."""
    return head.startswith(_MAGIC)


def read_messages(path: Path) -> Iterator[Part]:
    """The parts of an archive, in their order. Raises UnreadableArchiveError."""
    with path.open("rb") as file:
        try:
            yield from _parts(file)
        except (ValueError, KeyError, EOFError, fastavro.read.SchemaResolutionError) as error:
            raise UnreadableArchiveError(f"{path.name}: {error}") from error


def _parts(file: Any) -> Iterator[Part]:
    family = FAMILIES[fastavro.reader(file).metadata[FAMILY_KEY]]
    file.seek(0)
    converters = {avro_name(part): from_record(part) for part in family.parts.values()}
    records = fastavro.reader(
        file,
        reader_schema=_schema(family.name)[0],
        return_record_name=True,
        return_record_name_override=True,
    )
    record: Any
    for record in records:
        # A family of one part type has no name beside the record: it is a union of one.
        name, values = record if isinstance(record, tuple) else (next(iter(converters)), record)
        yield converters[name](values)


@cache
def _schema(family_name: str) -> tuple[Any, bytes]:
    """The parsed schema of a family, and the marker that stands between the blocks of its files.

    Avro's marker is random by default; ours is not, so that a repeated step writes the same bytes.
    """
    schema = schema_of(FAMILIES[family_name])
    marker = hashlib.sha256(json.dumps(schema).encode()).digest()[:16]
    return fastavro.parse_schema(schema), marker
