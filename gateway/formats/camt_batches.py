"""A camt file as batches of whole entries, each checked by the schema in a thread of its own.

The file is cut after an entry, or after a payment when one entry is larger than a batch, and each batch is made a
document by what stands before the first entry of the file and the end tags that are missing. The batches are valid if
and only if the file is: the schemas of ISO 20022 let entries and payments repeat without limit and have neither keys
nor identities. The beginning of another statement or entry of the same file serves as well, because only the order of
elements is checked against it.

libxml2 lets other threads run while it parses and validates a document; while it streams one it does not. So the
schema is checked as fast as the values are taken out, beside it, and no more than a few batches are in memory.
"""

import re
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import BinaryIO, NamedTuple

from lxml import etree

from gateway.schemas import is_valid_document

BATCH_SIZE = 1 << 19
LARGEST_BATCH = 1 << 24
"""Bytes of one batch at most: no header, entry without details or payment is as large."""

_BATCHES_AHEAD = 2
_ROOT = re.compile(rb"<(?:([^\s<>/:!?\"'=]+):)?Document(?=[\s>])")


class Invalid(Exception):
    """The file is not well-formed, or not valid, or has a part that is larger than `LARGEST_BATCH`."""


class Marks(NamedTuple):
    """The tags of one file that cuts are made at, as bytes."""

    entry: str
    """The start tag of an entry, as text; one with blanks in it is not cut at, which costs time and nothing else."""
    detail: str
    entry_start: re.Pattern[bytes]
    entry_end: bytes
    detail_start: re.Pattern[bytes]
    detail_end: bytes
    after_entry: bytes
    """End tags of all that is open between two entries."""
    after_detail: bytes
    """End tags of all that is open between two payments."""

    @classmethod
    def of(cls, head: bytes, message: str, statement: str, *, has_groups: bool) -> "Marks":
        """The marks of a file that begins with `head`, in its prefix."""
        root = _ROOT.search(head)
        prefix = root.group(1).decode("ascii", "replace") + ":" if root and root.group(1) else ""

        def tag(name: str, sign: str = "/") -> bytes:
            return f"<{sign}{prefix}{name}>".encode()

        def start(name: str) -> re.Pattern[bytes]:
            return re.compile(rb"<" + re.escape(f"{prefix}{name}".encode()) + rb"[\s>]")

        after_entry = tag(statement) + tag(message) + tag("Document")
        return cls(
            entry=f"<{prefix}Ntry>",
            detail=f"<{prefix}TxDtls>",
            entry_start=start("Ntry"),
            entry_end=tag("Ntry"),
            detail_start=start("TxDtls"),
            detail_end=tag("TxDtls"),
            after_entry=after_entry,
            after_detail=(tag("NtryDtls") if has_groups else b"") + tag("Ntry") + after_entry,
        )


class _Batch(NamedTuple):
    before: bytes
    content: bytes
    after: bytes


def checked_batches(file: BinaryIO, marks: Marks, schema: etree.XMLSchema) -> Iterator[bytes]:
    """The bytes of a file from its beginning to its end, in batches that are well-formed and valid in their place.

    Raises Invalid at the first batch that is not, and OSError.
    """
    waiting: deque[tuple[Future[bool], bytes]] = deque()
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="camt-schema") as pool:
        try:
            for batch in _batches(file, marks):
                waiting.append((pool.submit(is_valid_document, b"".join(batch), schema), batch.content))
                if len(waiting) > _BATCHES_AHEAD:
                    yield _valid(*waiting.popleft())
            while waiting:
                yield _valid(*waiting.popleft())
        finally:
            pool.shutdown(cancel_futures=True)


def _valid(verdict: Future[bool], content: bytes) -> bytes:
    if not verdict.result():
        raise Invalid
    return content


def _batches(file: BinaryIO, marks: Marks) -> Iterator[_Batch]:
    context = _Context(marks)
    rest, before = b"", b""
    while block := file.read(BATCH_SIZE):
        rest += block
        context.learn(rest)
        after_entry, after_detail = (rest.rfind(end) for end in (marks.entry_end, marks.detail_end))
        if after_entry >= 0:
            cut, after, next_before = after_entry + len(marks.entry_end), marks.after_entry, context.before_entry
        elif after_detail >= 0:
            cut, after, next_before = after_detail + len(marks.detail_end), marks.after_detail, context.before_detail
        elif len(rest) > LARGEST_BATCH:
            raise Invalid
        else:
            continue
        yield _Batch(before, rest[:cut], after)
        rest, before = rest[cut:], next_before
    yield _Batch(before, rest, b"")


class _Context:
    """What stands before the first entry, and before the first payment of some entry, learnt as the file is read."""

    def __init__(self, marks: Marks) -> None:
        self.before_entry = b""
        self.before_detail = b""
        self._marks = marks

    def learn(self, text: bytes) -> None:
        """Take notice of text that begins the file or follows a cut."""
        if not self.before_entry and (first := self._marks.entry_start.search(text)):
            self.before_entry = text[: first.start()]
        if not self.before_detail and (detail := self._marks.detail_start.search(text)):
            start = max(
                (found.start() for found in self._marks.entry_start.finditer(text, 0, detail.start())), default=0
            )
            self.before_detail = self.before_entry + text[start : detail.start()]
