"""Camt files in plain form: ASCII-compatible text with nothing but elements, their values and the currencies.

Nearly all files are plain. Another one, with comments, CDATA sections, supplementary data, a namespace declared
inside, or in UTF-16, is written anew as plain UTF-8 into a temporary file, each element on the line that it had.
"""

import re
import tempfile
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat
from xml.sax.saxutils import escape

from gateway.findings import Finding, Place, finding

_BLOCK_SIZE = 1 << 20
_OVERLAP = 64
_LEFT_OUT = "SplmtryData"
_OPENING = re.compile(rb"""(?:\xef\xbb\xbf)?(<\?xml\s[^<>?]*\?>)?\s*(<[^\s<>!?"'=]+(?:\s[^<>]*)?>)""")
_ENCODING = re.compile(rb"""\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_INSTANCE = re.compile(rb"""xmlns:([^\s=]+)\s*=\s*["']http://www\.w3\.org/2001/XMLSchema-instance["']""")
_NOT_PLAIN = (b"<!", b"<?", b"xmlns", _LEFT_OUT.encode())
_ENCODINGS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "ascii",
    "ascii": "ascii",
    "iso-8859-1": "latin-1",
    "latin1": "latin-1",
    "windows-1252": "cp1252",
    "cp1252": "cp1252",
}


def plain_encoding(file: BinaryIO) -> str:
    """The encoding of a plain file, as Python names it; an empty text when the file is not plain. Raises OSError."""
    file.seek(0)
    block = file.read(_BLOCK_SIZE)
    opening = _OPENING.match(block)
    if opening is None or b"&" in opening.group(2):
        return ""
    declared = _ENCODING.search(opening.group(1) or b"")
    encoding = _ENCODINGS.get(declared.group(1).decode("ascii").lower() if declared else "utf-8", "")
    # Attributes of this namespace may stand on any element, and hold signs that look like the end of a tag.
    signs = (*_NOT_PLAIN, *(prefix + b":" for prefix in _INSTANCE.findall(opening.group(2))))
    block = block[opening.end() :] if encoding else b""
    while block:
        if any(sign in block for sign in signs):
            return ""
        end = block[-_OVERLAP:] if len(block) > _OVERLAP else b""
        block = file.read(_BLOCK_SIZE)
        block = end + block if block else b""
    return encoding


def plain_copy(path: Path) -> BinaryIO | Finding:
    """A temporary file, in UTF-8, with the elements and values of a file on the same lines; or why there is none.

    What is not needed is left out: supplementary data, and every attribute but the currency. The file has passed its
    schema, but expat may still refuse what libxml2 lets pass, such as a prefix that is not declared. Raises OSError.
    """
    copy = tempfile.TemporaryFile()  # noqa: SIM115  # it belongs to the caller
    try:
        with path.open("rb") as original:
            _Rewriting(copy).run(original)
    except expat.ExpatError as error:
        copy.close()
        place = Place(line=error.lineno, position=str(error.offset + 1))
        return finding("XML-MALFORMED", place=place, value=expat.ErrorString(error.code))
    copy.seek(0)
    return copy


class _Rewriting:
    """Expat's events written as plain XML."""

    def __init__(self, copy: BinaryIO) -> None:
        self._copy = copy
        self._line = 1
        self._skipped = 0
        self._parser = expat.ParserCreate(namespace_separator="\n")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text

    def run(self, original: BinaryIO) -> None:
        while block := original.read(_BLOCK_SIZE):
            self._parser.Parse(block, False)
        self._parser.Parse(b"", True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, local_name = name.rpartition("\n")
        if self._skipped or local_name == _LEFT_OUT:
            self._skipped += 1
            return
        # Comments took lines, and so did what came before the root.
        self._write("\n" * (self._parser.CurrentLineNumber - self._line))
        declared = f' xmlns="{escape(namespace)}"' if local_name == "Document" else ""
        currency = f' Ccy="{escape(attributes["Ccy"])}"' if "Ccy" in attributes else ""
        self._write(f"<{local_name}{declared}{currency}>")

    def _end(self, name: str) -> None:
        if self._skipped:
            self._skipped -= 1
        else:
            self._write(f"</{name.rpartition(chr(10))[2]}>")

    def _text(self, text: str) -> None:
        if not self._skipped:
            self._write(escape(text))

    def _write(self, text: str) -> None:
        self._line += text.count("\n")
        self._copy.write(text.encode())
