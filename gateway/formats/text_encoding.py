"""The character encoding of a text file, found from its bytes.

UTF-8 with letters in it is valid as UTF-8, which text of other encodings is not. Among the encodings of one byte a
character, the Swedish letters have other bytes in each, so counting bytes tells which it is.
"""

import codecs
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_ASCII = bytes(range(128))
_CP437_LETTERS = "åäöÅÄÖéÉüÜ".encode("cp437")
_LATIN_LETTERS = "åäöÅÄÖéÉüÜ".encode("latin-1")
_WINDOWS_ONLY = bytes(range(0x80, 0xA0))
_EURO_SIGN = "€".encode("iso8859-15")
_CHUNK = 1 << 20


@dataclass(slots=True)
class ByteCounts:
    """What the bytes of a text show: whether all are valid UTF-8, and how many are letters in which encoding."""

    is_utf_8: bool = True
    has_letters: bool = False
    cp437: int = 0
    latin: int = 0
    windows: int = 0
    euro: int = 0

    @property
    def likely(self) -> str:
        """The encoding that the bytes speak for, when some are outside ASCII."""
        if self.is_utf_8:
            return "utf-8"
        if self.cp437 > self.latin:
            return "cp437"
        return "windows-1252" if self.windows else "iso-8859-1"


def count_bytes(chunks: Iterable[bytes], *, is_whole: bool = True) -> ByteCounts:
    """The counts of a text that comes in pieces; one that is not whole may end within a character."""
    counts = ByteCounts()
    utf_8 = codecs.getincrementaldecoder("utf-8")()
    for chunk in chunks:
        if counts.is_utf_8:
            counts.is_utf_8 = _goes_on(utf_8, chunk)
        high = chunk.translate(None, _ASCII)
        if high:
            counts.has_letters = True
            counts.cp437 += _count(high, _CP437_LETTERS)
            counts.latin += _count(high, _LATIN_LETTERS)
            counts.windows += _count(high, _WINDOWS_ONLY)
            counts.euro += _count(high, _EURO_SIGN)
    if is_whole and counts.is_utf_8:
        counts.is_utf_8 = _goes_on(utf_8, b"", is_last=True)
    return counts


def chunks_of(path: Path) -> Iterator[bytes]:
    """A file in pieces of a megabyte."""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def encoding_among(counts: ByteCounts, allowed: Sequence[str]) -> str:
    """The one of some encodings that the bytes speak for; the first when all of them would do."""
    if not counts.has_letters:
        return allowed[0]
    if counts.likely in allowed:
        return counts.likely
    # What is ISO 8859-1 is Windows-1252 too, and mostly the other way round.
    latin = [name for name in ("windows-1252", "iso-8859-1") if name in allowed]
    single = [name for name in allowed if name != "utf-8"]
    return (latin if counts.likely != "cp437" and latin else single or list(allowed))[0]


def is_utf_8_text(raw: bytes) -> bool:
    """Whether bytes, some of them outside ASCII, are UTF-8."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _goes_on(utf_8: codecs.IncrementalDecoder, chunk: bytes, *, is_last: bool = False) -> bool:
    try:
        utf_8.decode(chunk, is_last)
    except UnicodeDecodeError:
        return False
    return True


def _count(text: bytes, wanted: bytes) -> int:
    return sum(text.count(byte) for byte in wanted)
