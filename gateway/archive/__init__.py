"""The archive of canonical messages: what a file said, as Avro, written part by part and read back equal.

One container file holds the parts of one source file in their order. Its schema is generated from the
message classes (`gateway.archive.schema`), so any Avro reader can use it; the codec is deflate. Reading an
archive that was written before a field was added gives that field its default. The same containers can be delivered
(`ContainerWriter`).
"""

from gateway.archive.container import (
    ContainerWriter,
    MessageArchive,
    UnreadableArchiveError,
    is_container,
    read_messages,
)
from gateway.archive.schema import schema_of

__all__ = [
    "ContainerWriter",
    "MessageArchive",
    "UnreadableArchiveError",
    "is_container",
    "read_messages",
    "schema_of",
]
