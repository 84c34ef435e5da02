"""Records of a BgMax file as 80 characters each, whatever the file's small faults.

Harmless faults are counted, not reported line by line: missing trailing blanks, UTF-8 instead of ISO-8859-1,
blank lines. What remains too long is a record whose fields may have moved.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from gateway.findings import Finding, Place, finding
from gateway.formats.bgmax_records import RECORD_LENGTH

LONGEST_LINE = 4096
"""Characters of one line at most; anything longer is no BgMax."""

_BLOCK_SIZE = 1 << 17
_TEXT_RECORDS = frozenset({"25", "26", "27", "28", "29"})
_SECTION_ENDS = frozenset({"15", "05", "70"})
_SECTION_END = re.compile("\n(?:15|05|70)")
_UTF8_MARK = b"\xef\xbb\xbf"
_UTF8_MARK_READ = _UTF8_MARK.decode("latin-1")
_MAY_BE_UTF8 = re.compile("[\xc2-\xf4][\x80-\xbf]")


class Records:
    """The records of one open file, in order, with line numbers, and a look ahead to the end of a section.

    The file is read and decoded a block at a time, and cut into lines there.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.line = 0
        self._lines: list[str] = []
        self._line_before_block = 0
        self._rest = ""
        self._noticed: dict[str, list[int]] = {}

    def __iter__(self) -> Iterator[str | Finding]:
        is_at_end = False
        while not is_at_end:
            block = self._file.read(_BLOCK_SIZE)
            text = self._rest + block.decode("latin-1")
            self._lines = text.split("\n")
            self._rest = self._lines.pop()
            if is_at_end := not block or len(self._rest) > LONGEST_LINE:
                self._lines.append(self._rest)
                self._rest = ""
            self._line_before_block = self.line
            may_be_utf8 = not text.isascii() and _MAY_BE_UTF8.search(text) is not None
            for line in self._lines:
                self.line += 1
                record: str = line.rstrip("\r")
                if len(record) != RECORD_LENGTH or may_be_utf8:
                    if len(record) > LONGEST_LINE:
                        place = Place(line=self.line)
                        yield finding("BGMAX-LINE-TOO-LONG", place=place, value=f"> {LONGEST_LINE}", expected=80)
                        return
                    if not record and line is self._lines[-1] and is_at_end:
                        self.line -= 1
                        return
                    record = self._normalised(record)
                    if len(record) > RECORD_LENGTH:
                        yield self._too_long(record)
                        record = record[:RECORD_LENGTH]
                    if not record:
                        continue
                yield record

    def section_end(self) -> str | None:
        """The TK15 of the section whose TK05 was read last.

        Empty when another record ends the section, None when the file ends. What is read next is not changed.
        """
        lines = self._lines
        for index in range(self.line - self._line_before_block, len(lines)):
            if lines[index][:2] in _SECTION_ENDS:
                return _deposit_record(lines[index])
        here = self._file.tell()
        try:
            return self._section_end_in_later_blocks()
        finally:
            self._file.seek(here)

    def _section_end_in_later_blocks(self) -> str | None:
        text = "\n" + self._rest
        while not (end := _SECTION_END.search(text)):
            block = self._file.read(_BLOCK_SIZE)
            if not block:
                return None
            text = text[-2:] + block.decode("latin-1")
        record = text[end.start() + 1 :] + self._file.read(RECORD_LENGTH).decode("latin-1")
        return _deposit_record(record.partition("\n")[0])

    def notice(self, code: str, line: int | None = None) -> None:
        """Count a harmless fault of a line, the present one unless told otherwise."""
        seen = self._noticed.setdefault(code, [line or self.line, 0])
        seen[1] += 1

    def notices(self) -> Iterator[Finding]:
        """One warning for each kind of harmless fault: its first line, and how many lines have it."""
        for code, (first, count) in self._noticed.items():
            yield finding(code, place=Place(line=first), value=count)

    def _normalised(self, record: str) -> str:
        if self.line == 1 and record.startswith(_UTF8_MARK_READ):
            record = record.removeprefix(_UTF8_MARK_READ)
            self.notice("BGMAX-UTF8")
        if _MAY_BE_UTF8.search(record):
            try:
                text = record.encode("latin-1").decode("utf-8")
            except UnicodeDecodeError:
                pass
            else:
                self.notice("BGMAX-UTF8")
                record = text.encode("latin-1", "replace").decode("latin-1")
        if len(record) > RECORD_LENGTH:
            record = record[:RECORD_LENGTH] + record[RECORD_LENGTH:].rstrip()
        if not record.strip():
            self.notice("BGMAX-BLANK-LINE")
            return ""
        if len(record) < RECORD_LENGTH:
            self.notice("BGMAX-SHORT-LINE")
            return record.ljust(RECORD_LENGTH)
        return record

    def _too_long(self, record: str) -> Finding:
        code = "BGMAX-TEXT-TOO-LONG" if record[:2] in _TEXT_RECORDS else "BGMAX-LINE-TOO-LONG"
        place = Place(line=self.line, record="TK" + record[:2])
        return finding(code, place=place, value=len(record), expected=RECORD_LENGTH)


def _deposit_record(line: str) -> str:
    return line.rstrip("\r").ljust(RECORD_LENGTH) if line.startswith("15") else ""


def begins_as_bgmax(head: bytes) -> bool:
    """Whether the first bytes are a TK01 with the layout name BGMAX."""
    return head.removeprefix(_UTF8_MARK).startswith(b"01BGMAX")


def open_records(path: Path) -> BinaryIO:
    """The file, opened for reading. Raises OSError."""
    return path.open("rb")
