"""Base64 as documents carry it, decoded a piece at a time: an attachment may be larger than the rest of the file.

Source: RFC 4648, with the white space that xs:base64Binary allows anywhere.

>>> b"".join(decoded("aGVq IHDD\\npSBkaWc="))
b'hej p\\xc3\\xa5 dig'
"""

import binascii
import hashlib
from collections.abc import Iterator

_PIECE = 1 << 16


def decoded(text: str) -> Iterator[bytes]:
    """The content in pieces, none of them empty. Raises ValueError, at the piece where the damage is."""
    rest = ""
    for start in range(0, len(text), _PIECE):
        piece = rest + "".join(text[start : start + _PIECE].split())
        if not piece.isascii():
            raise ValueError("non-ASCII character")
        # Four characters are three bytes; the last four of the text may be padded, and are kept until they are.
        whole = max(len(piece) - 1, 0) // 4 * 4
        rest = piece[whole:]
        if whole:
            yield binascii.a2b_base64(_unpadded(piece[:whole]), strict_mode=True)
    if rest:
        yield binascii.a2b_base64(rest, strict_mode=True)


def size_and_sha256(text: str) -> tuple[int, str]:
    """The number of bytes of the content and its SHA-256 in hexadecimal. Raises ValueError for damaged base64."""
    size, digest = 0, hashlib.sha256()
    for piece in decoded(text):
        size += len(piece)
        digest.update(piece)
    return size, digest.hexdigest()


def _unpadded(piece: str) -> str:
    if "=" in piece:
        raise ValueError("padding before the end")
    return piece
