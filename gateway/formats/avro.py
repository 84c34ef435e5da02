"""The messages themselves as an Avro container, of whatever family: what a mapping delivers whose target is ``avro``.

Standard: Apache Avro 1.11, object container files, codec deflate. The schemas are in ``docs/schemas/``, and a container
holds its own. The bytes are those of the archive (`gateway.archive`), and are read back by the same code.
"""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from gateway.archive import ContainerWriter, UnreadableArchiveError, is_container, read_messages
from gateway.findings import Finding, finding
from gateway.formats.base import Format, ReadingContext
from gateway.messages import Family, Part


def read(path: Path, _context: ReadingContext) -> Iterator[Part | Finding]:
    """The parts of a container. Raises OSError."""
    try:
        yield from read_messages(path)
    except UnreadableArchiveError as error:
        yield finding("FILE-CONTAINER-DAMAGED", value=str(error))


def avro_format(family: Family) -> Format:
    """The container format of a family."""
    return Format(
        name="avro",
        title=f"Avro-behållare med {family.name}",
        family=family,
        source="Apache Avro 1.11; docs/schemas",
        recognise=is_container,
        read=read,
        writer=partial(ContainerWriter, family),
    )
