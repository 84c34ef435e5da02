"""Records of a BgMax file as 80 bytes of ISO-8859-1 each, whatever the file's small faults.

Harmless faults are counted, not reported line by line: missing trailing blanks, UTF-8 instead of ISO-8859-1,
blank lines. What remains too long is a record whose fields may have moved.
"""

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from gateway.findings import Finding, Place, finding
from gateway.formats.bgmax_records import RECORD_LENGTH

LONGEST_LINE = 4096
"""Bytes read of one line at most; anything longer is no BgMax."""

_TEXT_RECORDS = frozenset({b"25", b"26", b"27", b"28", b"29"})


class Records:
    """The records of one open file, in order, with line numbers, and a look ahead to the end of a section."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.line = 0
        self._noticed: dict[str, list[int]] = {}

    def __iter__(self) -> Iterator[bytes | Finding]:
        read_line = self._file.readline
        while raw := read_line(LONGEST_LINE):
            self.line += 1
            record = raw.rstrip(b"\r\n")
            if len(record) != RECORD_LENGTH or not record.isascii():
                if len(raw) == LONGEST_LINE:
                    yield finding(
                        "BGMAX-LINE-TOO-LONG",
                        place=Place(line=self.line),
                        value=f"> {LONGEST_LINE}",
                        expected=80,
                    )
                    return
                record = self._normalised(record)
                if len(record) > RECORD_LENGTH:
                    yield self._too_long(record)
                    record = record[:RECORD_LENGTH]
            if record:
                yield record

    def section_end(self) -> bytes | None:
        """The TK15 of the section whose TK05 was read last.

        Empty when another record ends the section, None when the file ends.
        The position in the file is left as it was.
        """
        here = self._file.tell()
        found: bytes | None = None
        while raw := self._file.readline(LONGEST_LINE):
            if raw[:2] in (b"15", b"05", b"70"):
                found = raw.rstrip(b"\r\n").ljust(RECORD_LENGTH) if raw[:2] == b"15" else b""
                break
        self._file.seek(here)
        return found

    def notice(self, code: str) -> None:
        """Count a harmless fault of the present line."""
        seen = self._noticed.setdefault(code, [self.line, 0])
        seen[1] += 1

    def notices(self) -> Iterator[Finding]:
        """One warning for each kind of harmless fault: its first line, and how many lines have it."""
        for code, (first, count) in self._noticed.items():
            yield finding(code, place=Place(line=first), value=count)

    def _normalised(self, record: bytes) -> bytes:
        if self.line == 1 and record.startswith(codecs.BOM_UTF8):
            record = record.removeprefix(codecs.BOM_UTF8)
            self.notice("BGMAX-UTF8")
        if not record.isascii():
            try:
                text = record.decode("utf-8")
            except UnicodeDecodeError:
                pass
            else:
                self.notice("BGMAX-UTF8")
                record = text.encode("latin-1", "replace")
        if len(record) > RECORD_LENGTH:
            record = record[:RECORD_LENGTH] + record[RECORD_LENGTH:].rstrip()
        if not record.strip():
            self.notice("BGMAX-BLANK-LINE")
            return b""
        if len(record) < RECORD_LENGTH:
            self.notice("BGMAX-SHORT-LINE")
            return record.ljust(RECORD_LENGTH)
        return record

    def _too_long(self, record: bytes) -> Finding:
        code = "BGMAX-TEXT-TOO-LONG" if record[:2] in _TEXT_RECORDS else "BGMAX-LINE-TOO-LONG"
        place = Place(line=self.line, record="TK" + record[:2].decode("latin-1"))
        return finding(code, place=place, value=len(record), expected=RECORD_LENGTH)


def begins_as_bgmax(head: bytes) -> bool:
    """Whether the first bytes are a TK01 with the layout name BGMAX."""
    return head.removeprefix(codecs.BOM_UTF8).startswith(b"01BGMAX")


def open_records(path: Path) -> BinaryIO:
    """The file, opened for reading. Raises OSError."""
    return path.open("rb", buffering=1 << 18)
