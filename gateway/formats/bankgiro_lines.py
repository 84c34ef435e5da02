"""Records of 80 characters each, as Bankgirot's files have them, whatever the small faults of a file.

Harmless faults are counted, not reported line by line: missing trailing blanks, tabs that an editor put for blanks,
UTF-8 instead of ISO-8859-1, blank lines. What remains too long is a record whose fields may have moved. The findings
are those that `gateway.catalogue.bankgiro_lines` makes for each format: `BGMAX-SHORT-LINE`, `LB-SHORT-LINE` and so on.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from gateway.findings import Finding, Place, finding
from gateway.formats.bankgiro_records import RECORD_LENGTH

LONGEST_LINE = 4096
"""Characters of one line at most; anything longer is no file of records."""

UTF8_MARK = b"\xef\xbb\xbf"
"""What some programs put first in a file in UTF-8; recognition has to look past it."""

_BLOCK_SIZE = 1 << 17
_TAB_WIDTH = 8
_UTF8_MARK_READ = UTF8_MARK.decode("latin-1")
_NEVER_LATER_IN_UTF8 = bytes({*range(256)} - {*range(0x80, 0xC0)})
"""All bytes but those that follow the first byte of a letter in UTF-8; ISO-8859-1 has signs there, and few of them."""
_MAY_BE_UTF8 = re.compile("[\xc2-\xf4][\x80-\xbf]")


class Records:
    """The records of one open file, in order, with line numbers, and a look ahead to records that come later.

    The file is read and decoded a block at a time, and cut into lines there. `family` begins the codes of the
    findings; `text_records` are the codes of records that hold nothing but text, where a line that is too long
    loses no more than some text.
    """

    def __init__(self, file: BinaryIO, family: str, text_records: frozenset[str] = frozenset()) -> None:
        self._file = file
        self._family = family
        self._text_records = text_records
        self.line = 0
        self._lines: list[str] = []
        self._line_before_block = 0
        self._rest = b""
        self._noticed: dict[str, list[int]] = {}

    def __iter__(self) -> Iterator[str | Finding]:
        is_at_end = False
        while not is_at_end:
            block = self._file.read(_BLOCK_SIZE)
            content = self._rest + block
            self._lines = content.decode("latin-1").split("\n")
            self._rest = self._lines.pop().encode("latin-1")
            if is_at_end := not block or len(self._rest) > LONGEST_LINE:
                self._lines.append(self._rest.decode("latin-1"))
                self._rest = b""
            self._line_before_block = self.line
            may_be_utf8 = bool(content.translate(None, _NEVER_LATER_IN_UTF8))
            for ended_line in self._lines:
                self.line += 1
                line = ended_line.rstrip("\r")
                if len(line) == RECORD_LENGTH and not may_be_utf8 and not line.isspace():
                    yield line
                    continue
                if len(line) > LONGEST_LINE:
                    yield self._too_long("", f"> {LONGEST_LINE}")
                    return
                if not line and is_at_end and self.line - self._line_before_block == len(self._lines):
                    self.line -= 1
                    return
                record = self._normalised(line)
                if len(record) > RECORD_LENGTH:
                    yield self._too_long(record[:2], len(record))
                    record = record[:RECORD_LENGTH]
                if record:
                    yield record

    def ahead(self, codes: frozenset[str]) -> str | None:
        """The next record with one of some two-character codes, after the one read last; None when the file ends.

        What is read next is not changed.
        """
        lines = self._lines
        for index in range(self.line - self._line_before_block, len(lines)):
            if lines[index][:2] in codes:
                return _padded(lines[index])
        here = self._file.tell()
        try:
            return self._ahead_in_later_blocks(codes)
        finally:
            self._file.seek(here)

    def _ahead_in_later_blocks(self, codes: frozenset[str]) -> str | None:
        wanted = re.compile(f"\n(?:{'|'.join(sorted(codes))})")
        text = "\n" + self._rest.decode("latin-1")
        while not (found := wanted.search(text)):
            block = self._file.read(_BLOCK_SIZE)
            if not block:
                return None
            text = text[-2:] + block.decode("latin-1")
        record = text[found.start() + 1 :] + self._file.read(RECORD_LENGTH).decode("latin-1")
        return _padded(record.partition("\n")[0])

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
            self.notice(f"{self._family}-UTF8")
        # In a record of the right length, a letter and a sign may look like UTF-8; its fields must not move for that.
        may_be_utf8 = len(record) != RECORD_LENGTH or record[:2] in self._text_records
        if may_be_utf8 and (text := _from_utf8(record)) != record:
            self.notice(f"{self._family}-UTF8")
            record = text
        if "\t" in record and len(record) < RECORD_LENGTH:
            self.notice(f"{self._family}-TABS")
            record = record.expandtabs(_TAB_WIDTH)
        if len(record) > RECORD_LENGTH:
            record = record[:RECORD_LENGTH] + record[RECORD_LENGTH:].rstrip()
        if not record.strip():
            self.notice(f"{self._family}-BLANK-LINE")
            return ""
        if len(record) < RECORD_LENGTH:
            self.notice(f"{self._family}-SHORT-LINE")
            return record.ljust(RECORD_LENGTH)
        return record

    def _too_long(self, code: str, length: object) -> Finding:
        kind = "TEXT-TOO-LONG" if code in self._text_records else "LINE-TOO-LONG"
        place = Place(line=self.line, record="TK" + code if code else "")
        return finding(f"{self._family}-{kind}", place=place, value=length, expected=RECORD_LENGTH)


def _from_utf8(record: str) -> str:
    """A record whose bytes turned out to be UTF-8, encoded once or twice over, as ISO-8859-1; any other as it is."""
    for _ in range(2):
        if not _MAY_BE_UTF8.search(record):
            break
        try:
            record = record.encode("latin-1").decode("utf-8").encode("latin-1", "replace").decode("latin-1")
        except UnicodeDecodeError:
            break
    return record


def _padded(line: str) -> str:
    return line.rstrip("\r").ljust(RECORD_LENGTH)


def open_records(path: Path) -> BinaryIO:
    """The file, opened for reading. Raises OSError."""
    return path.open("rb")
