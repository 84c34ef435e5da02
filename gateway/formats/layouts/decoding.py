"""Lines of a laid-out file as text, streamed: the encoding is told from the bytes, line ends are taken off or done
without.

Line numbers are 1-based; records without line ends are counted as lines. A UTF-8 file in a layout of one byte a
character is refused at its first letter, and so is the other way round: read on, it would be booked with letters
spoilt.
"""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

from gateway.findings import Finding, Place, finding
from gateway.formats.layouts.layout import Layout
from gateway.formats.text_encoding import chunks_of, count_bytes, encoding_among, is_utf_8_text

LONGEST_LINE = 100_000
BOM = b"\xef\xbb\xbf"
_AFTER_THE_END = b"\r\n\x1a\0 "


def decoded(layout: Layout, path: Path) -> Iterator[str | Finding]:
    """The lines of a file with their line ends. A finding that rejects ends them."""
    encoding: str = layout.encoding[0]
    if len(layout.encoding) > 1:
        counts = count_bytes(chunks_of(path))
        encoding = encoding_among(counts, layout.encoding)
        if counts.has_letters:
            yield finding("FILE-ENCODING-DETECTED", value=encoding, expected=", ".join(layout.encoding))
    is_single = encoding != "utf-8"
    with path.open("rb") as stream:
        number = 0
        for number, line in enumerate(_raw(layout, stream), 1):
            raw = line
            if number == 1 or len(line) == LONGEST_LINE:
                if fault := _length_fault(line, number):
                    yield fault
                    return
                raw = line.removeprefix(BOM) if number == 1 else line
            # In UTF-8 these begin Swedish letters, signs and dashes; in other encodings they are hardly ever used.
            if is_single and (b"\xc3" in raw or b"\xc2" in raw or b"\xe2" in raw) and is_utf_8_text(raw):
                yield _is_utf_8(raw, number, encoding)
                return
            try:
                text = raw.decode(encoding)
            except UnicodeDecodeError as error:
                yield _undecodable(path, number, encoding, error)
                return
            yield text
        if number == 0:
            yield finding("FILE-EMPTY")


def head_encodings(layout: Layout, head: bytes) -> list[str]:
    """The encodings in which the first bytes of a file may be: by the layout, then as its letters look."""
    counts = count_bytes([head], is_whole=False)
    by_layout = encoding_among(counts, layout.encoding)
    return [by_layout, counts.likely] if counts.has_letters and counts.likely != by_layout else [by_layout]


def _raw(layout: Layout, stream: BinaryIO) -> Iterator[bytes]:
    length = next(iter(layout.records.values())).length or 0
    if layout.line_end == "none":
        is_in_lines = stream.read(length + 1)[length:] in (b"\r", b"\n")
        stream.seek(0)
        if not is_in_lines:
            return _records(stream, length)
    return iter(partial(stream.readline, LONGEST_LINE), b"")


def _records(stream: BinaryIO, length: int) -> Iterator[bytes]:
    while raw := stream.read(length):
        if len(raw) == length or raw.strip(_AFTER_THE_END):
            yield raw


def _length_fault(raw: bytes, number: int) -> Finding | None:
    if raw.endswith(b"\n"):
        return None
    place = raw.rstrip(b"\r").find(b"\r")
    if place >= 0 and number == 1:
        return finding(
            "LAYOUT-LINE-END", place=Place(line=1, position=str(place + 1)), value="CR", expected="LF, CR LF"
        )
    if len(raw) < LONGEST_LINE:
        return None
    return finding("LAYOUT-LINE-TOO-LONG", place=Place(line=number), expected=LONGEST_LINE)


def _is_utf_8(raw: bytes, number: int, encoding: str) -> Finding:
    start = next(index for index, byte in enumerate(raw) if byte > 0x7F)
    spoilt = raw[start : start + 2].decode(encoding, "replace")
    letter = raw[start : start + 4].decode("utf-8", "ignore")[:1]
    return finding(
        "FILE-ENCODING-OTHER",
        place=Place(line=number, position=str(start + 1)),
        value=f"{spoilt} = {letter}",
        expected=encoding,
        found="utf-8",
    )


def _undecodable(path: Path, number: int, encoding: str, error: UnicodeDecodeError) -> Finding:
    bad = f"byte 0x{error.object[error.start]:02x}"
    place = Place(line=number, position=str(len(error.object[: error.start].decode(encoding, "replace")) + 1))
    likely = count_bytes(chunks_of(path)).likely
    if likely == encoding:
        return finding("FILE-ENCODING", place=place, value=bad, expected=encoding)
    shown = f"{bad} = {error.object[error.start : error.start + 1].decode(likely, 'replace')}"
    return finding("FILE-ENCODING-OTHER", place=place, value=shown, expected=encoding, found=likely)
