"""Lines of a SIE file: fields, quotes, object lists, and the control sum over them.

A line is a label and fields separated by blanks or tabs. A field may stand in quotes, where ``\\"`` is a
quote; an object list stands in braces. Everything is bytes here, because the control sum is taken over bytes.

>>> line = split_line(b'#TRANS 5410 {1 "310"} 99.50 20260302 "K\\x94p"')
>>> line.label, line.fields, line.objects
(b'#TRANS', [b'5410', b'99.50', b'20260302', b'K\\x94p'], [b'1', b'310'])
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

LONGEST_LINE = 65_536
"""Longest line that is read, in bytes. Anything longer is no SIE line but a file without line ends."""

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_END_OF_FILE_MARK = b"\x1a"
_QUOTED, _BRACE, _PLAIN = 1, 2, 3
_TOKEN = re.compile(rb'"((?:[^"\\]++|\\"?)*)"|([{}])|([^\s"{}]+)|"')
_SPECIAL = re.compile(rb'["{}]')


@dataclass(slots=True)
class SieLine:
    """One line: its label in upper case, its fields without the object list, and the list if there is one.

    `tokens` are all of them in file order, for the control sum. `is_broken`: a quote or brace is not closed.
    """

    label: bytes
    fields: list[bytes]
    tokens: list[bytes]
    objects: list[bytes] | None = None
    is_broken: bool = False


@dataclass(slots=True)
class ControlSum:
    """The running CRC-32 of #KSUMMA: labels and field bytes, without separators, quotes and braces."""

    value: int = field(default=0)

    def add(self, line: SieLine) -> None:
        """Take in one line."""
        self.value = zlib.crc32(b"".join(line.tokens), self.value)


class LineTooLongError(Exception):
    """A line is longer than LONGEST_LINE; `line` is its 1-based number."""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(f"line {line} is longer than {LONGEST_LINE} bytes")


def read_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Each line that is not blank, stripped, with its 1-based number. Raises LineTooLongError and OSError."""
    with path.open("rb") as file:
        number = 0
        while raw := file.readline(LONGEST_LINE + 1):
            number += 1
            if len(raw) > LONGEST_LINE:
                raise LineTooLongError(number)
            if number == 1:
                raw = raw.removeprefix(_BYTE_ORDER_MARK)
            text = raw.strip().rstrip(_END_OF_FILE_MARK)
            if text:
                yield number, text


def split_line(text: bytes) -> SieLine:
    """A line taken apart. A lone brace is a line whose label is that brace."""
    if text in (b"{", b"}"):
        return SieLine(text, [], [])
    if not _SPECIAL.search(text):
        words = text.split()
        return SieLine(words[0].upper(), words[1:], words)
    tokens: list[bytes] = []
    fields: list[bytes] = []
    objects: list[bytes] | None = None
    is_broken = is_inside = False
    for match in _TOKEN.finditer(text):
        kind = match.lastindex
        if kind == _BRACE:
            opens = match[_BRACE] == b"{"
            is_broken |= opens == is_inside
            is_inside = opens
            if opens and objects is None:
                objects = []
            continue
        if kind is None:
            is_broken = True
            continue
        token = match[_QUOTED].replace(b'\\"', b'"') if kind == _QUOTED else match[_PLAIN]
        tokens.append(token)
        if is_inside and objects is not None:
            objects.append(token)
        else:
            fields.append(token)
    label = fields.pop(0).upper() if fields else b""
    return SieLine(label, fields, tokens, objects, is_broken or is_inside)
