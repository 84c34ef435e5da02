"""The character encoding of a SIE file, found from its bytes.

SIE prescribes CP437 (``#FORMAT PC8``). Many programs write that label and then ISO 8859-1, ISO 8859-15,
Windows-1252 or UTF-8. The Swedish letters have other bytes in each, so counting bytes tells which it is.
"""

import codecs
from dataclasses import dataclass
from pathlib import Path

_ASCII = bytes(range(128))
_CP437_LETTERS = "åäöÅÄÖéÉüÜ".encode("cp437")
_LATIN_LETTERS = "åäöÅÄÖéÉüÜ".encode("latin-1")
_WINDOWS_ONLY = bytes(range(0x80, 0xA0))
_EURO_SIGN = "€".encode("iso8859-15")
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding by its Python name and by the name that people know."""

    codec: str
    title: str


CP437 = Encoding("cp437", "CP437 (PC8)")
UTF_8 = Encoding("utf-8", "UTF-8")
LATIN_1 = Encoding("latin-1", "ISO 8859-1")
LATIN_9 = Encoding("iso8859-15", "ISO 8859-15")
WINDOWS_1252 = Encoding("cp1252", "Windows-1252")


def detect_encoding(path: Path) -> Encoding:
    """The encoding of a file, read once in pieces; CP437 when nothing speaks against it."""
    utf_8 = codecs.getincrementaldecoder("utf-8")()
    is_utf_8, has_letters = True, False
    cp437 = latin = windows = euro = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            if is_utf_8:
                try:
                    utf_8.decode(chunk)
                except UnicodeDecodeError:
                    is_utf_8 = False
            high = chunk.translate(None, _ASCII)
            if not high:
                continue
            has_letters = True
            cp437 += _count(high, _CP437_LETTERS)
            latin += _count(high, _LATIN_LETTERS)
            windows += _count(high, _WINDOWS_ONLY)
            euro += _count(high, _EURO_SIGN)
    if not has_letters or (not is_utf_8 and cp437 >= latin):
        return CP437
    if is_utf_8:
        return UTF_8
    if windows:
        return WINDOWS_1252
    return LATIN_9 if euro else LATIN_1


def _count(text: bytes, wanted: bytes) -> int:
    return sum(text.count(byte) for byte in wanted)
