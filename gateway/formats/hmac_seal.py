"""The seal of files to Bankgirot: TK00 first and TK99 last, around an Autogiro or LB file as it stands.

Source: Bankgirot's description of HMAC sealing ("sigill"), recomputed against public examples. TK99 holds two codes of
32 hexadecimal digits each: one of the key, over eight zeros (KVV), and one of the file, over all bytes from TK00 to
before TK99 (MAC). Both are the first half of an HMAC with SHA-256. Ends of lines do not count, nor do blank lines,
and each byte outside printable ASCII counts as another: the letters of Swedish as their old seven-bit places, the
rest as 195.

A key is 16 bytes, kept in a file of its own as 32 hexadecimal digits. It is never shown, nor is what the MAC of a file
ought to be: whoever knows that could seal a changed file.
"""

import hashlib
import hmac
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO

from gateway.findings import Finding, Place, finding
from gateway.formats.bankgiro_lines import UTF8_MARK
from gateway.formats.bankgiro_records import RECORD_LENGTH

KEY_SIZE = 16
_CODE_LENGTH = 32
_CHECKED_FOR_KEY = b"00000000"
_PIECE = 1 << 16
_OTHER = 195
_LETTERS = {"É": 64, "Ä": 91, "Ö": 92, "Å": 93, "Ü": 94, "é": 96, "ä": 123, "ö": 124, "å": 125, "ü": 126}
_COUNTED_AS = bytes(
    _LETTERS.get(chr(byte), byte if 32 <= byte <= 126 else _OTHER)  # printable ASCII counts as it is
    for byte in range(256)
)
_OPENING = re.compile(rb"00\d{6}HMAC\s*")
_CLOSING = re.compile(rb"99\d{6}([0-9A-Fa-f]{32})([0-9A-Fa-f]{32})\s*")
_KEY = re.compile(r"\s*([0-9A-Fa-f]{32})\s*", re.ASCII)


class UnusableSealKey(Exception):
    """The file with the key is not there, cannot be read, or has no key. The message never has what is in it."""


def load_key(path: Path | None) -> bytes:
    """The key in a file. Raises UnusableSealKey, also when no file is set."""
    if path is None:
        raise UnusableSealKey("no key to seal with: set seal_key_file in gateway.toml, or GATEWAY_SEAL_KEY_FILE")
    try:
        text = path.read_text(encoding="ascii")
    except OSError as fault:
        raise UnusableSealKey(f"the key file {path} cannot be read: {fault.strerror}") from fault
    except UnicodeDecodeError:
        text = ""
    if not (match := _KEY.fullmatch(text)):
        raise UnusableSealKey(f"the key file {path} does not hold {2 * KEY_SIZE} hexadecimal digits")
    return bytes.fromhex(match[1])


def seal(source: Path, target: BinaryIO, key: bytes, day: date) -> None:
    """Write a file to `target` with its seal around it, each line closed by CRLF and blank lines left out.

    The file must have no seal yet. Raises OSError.
    """
    mac = _Mac(key)
    opening = f"00{day:%y%m%d}HMAC".ljust(RECORD_LENGTH).encode()
    target.write(opening + b"\r\n")
    mac.add(opening)
    with source.open("rb") as file:
        for piece, ends in _pieces(file):
            mac.add(piece)
            target.write(piece + b"\r\n" if ends else piece)
    closing = f"99{day:%y%m%d}{key_check(key)}{mac.code()}".ljust(RECORD_LENGTH)
    target.write(closing.encode() + b"\r\n")


def has_seal(path: Path) -> bool:
    """Whether a file begins as a sealed one does, right or wrong. Raises OSError."""
    with path.open("rb") as file:
        return _OPENING.fullmatch(file.readline(_PIECE).removeprefix(UTF8_MARK)) is not None


def verify(path: Path, key: bytes | None) -> Finding | None:
    """What is wrong with the seal of a file; None when it is right. Without a key nobody can tell. Raises OSError."""
    if not has_seal(path):
        return finding("SEAL-MISSING", place=Place(line=1), expected="TK00")
    mac, last = _Mac(key or b""), b""
    with path.open("rb") as file:
        for piece, _ in _pieces(file):
            # The last line may be the seal itself, which does not count.
            mac.add(last)
            last = piece
    closing = _CLOSING.fullmatch(last)
    if closing is None:
        return finding("SEAL-MISSING", expected="TK99")
    if key is None:
        return finding("SEAL-NO-KEY")
    place = Place(record="TK99", position="9-40")
    stated, own = closing[1].decode().upper(), key_check(key)
    if stated != own:
        return finding("SEAL-WRONG-KEY", place=place, value=stated, expected=own)
    if not hmac.compare_digest(closing[2].decode().upper(), mac.code()):
        return finding("SEAL-BROKEN", place=Place(record="TK99", position="41-72"))
    return None


def key_check(key: bytes) -> str:
    """The code that tells keys apart without giving them away (KVV)."""
    mac = _Mac(key)
    mac.add(_CHECKED_FOR_KEY)
    return mac.code()


class _Mac:
    """The code over what is added: its bytes as they count."""

    def __init__(self, key: bytes) -> None:
        self._mac = hmac.new(key, digestmod=hashlib.sha256)

    def add(self, piece: bytes) -> None:
        self._mac.update(piece.translate(_COUNTED_AS, b"\r\n"))

    def code(self) -> str:
        return self._mac.hexdigest()[:_CODE_LENGTH].upper()


def _pieces(file: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    """The lines of a file without their ends, blank ones left out, and whether a line ends after the piece.

    A line that is longer than any record comes in several pieces, so that memory stays flat.
    """
    starts_line = True
    piece = file.readline(_PIECE).removeprefix(UTF8_MARK)
    while piece:
        ends = piece.endswith(b"\n")
        following = file.readline(_PIECE)
        is_whole = starts_line and (ends or not following)
        if piece.strip() or not is_whole:
            yield piece.removesuffix(b"\n").removesuffix(b"\r"), ends or not following
        starts_line = ends
        piece = following
