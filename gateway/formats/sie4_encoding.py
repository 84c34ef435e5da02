"""The character encoding of a SIE file, found from its bytes.

SIE prescribes CP437 (``#FORMAT PC8``). Many programs write that label and then ISO 8859-1, ISO 8859-15,
Windows-1252 or UTF-8. The Swedish letters have other bytes in each, so counting bytes tells which it is.
"""

from dataclasses import dataclass
from pathlib import Path

from gateway.formats.text_encoding import chunks_of, count_bytes


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
    counts = count_bytes(chunks_of(path))
    if not counts.has_letters or (not counts.is_utf_8 and counts.cp437 >= counts.latin):
        return CP437
    if counts.is_utf_8:
        return UTF_8
    if counts.windows:
        return WINDOWS_1252
    return LATIN_9 if counts.euro else LATIN_1
