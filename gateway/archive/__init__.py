"""The archive of canonical messages: what a file said, as Avro, written part by part and read back equal.

One container file holds the parts of one source file in their order. Its schema is generated from the
message classes (`gateway.archive.schema`), so any Avro reader can use it; the codec is deflate. Reading an
archive that was written before a field was added gives that field its default.
"""

from gateway.archive.container import MessageArchive, UnreadableArchiveError, read_messages
from gateway.archive.schema import schema_of

__all__ = ["MessageArchive", "UnreadableArchiveError", "read_messages", "schema_of"]
