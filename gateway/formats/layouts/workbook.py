"""XLSX workbooks: opened with care, their sheets, styles and shared texts.

Sizes that the archive states are bounded before anything is read, every part is read by the one secure XML parser, and
the table of shared texts waits in a temporary file, so that memory does not grow with it.
"""

import errno
import lzma
import re
import struct
import tempfile
import zipfile
import zlib
from array import array
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import BinaryIO, NamedTuple, cast

from lxml import etree

from gateway.findings import Finding, Place, finding
from gateway.formats.layouts.values import Memo
from gateway.schemas.parsing import stream_elements

ZIP = b"PK\x03\x04"
UNPACKED_LIMIT = 2_000_000_000
"""Bytes that all parts of a workbook may hold together."""
RATIO_LIMIT = 200
"""How many times larger than the file its parts may be together; small workbooks may be packed harder."""

DAMAGES = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(EOFError, LookupError, NotImplementedError, OverflowError, RuntimeError, ValueError),
)
"""What reading a damaged archive raises."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SMALL = 20_000_000
_MACRO_TYPES = re.compile(r"macroEnabled|vbaProject", re.IGNORECASE)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DATE_FORMATS = frozenset({14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)})
_OFFICE = "officeDocument"


class Sheet(NamedTuple):
    """One worksheet: its name, whether people see it, and its part in the archive."""

    name: str
    is_hidden: bool
    part: str


class Style(NamedTuple):
    """What a number format says of the number: that it is a day, or that it has at least so many digits."""

    is_date: bool = False
    digits: int = 0


class Workbook:
    """An open workbook. Use it as a context manager; all that reads may raise DAMAGES and yield findings."""

    def __init__(self, source: Path | BinaryIO) -> None:
        """Raises DAMAGES when the file is no archive, and OSError."""
        try:
            self._archive = zipfile.ZipFile(source)
        except OSError as error:
            raise _as_damage(error) from error
        self.sheets: list[Sheet] = []
        self.styles: list[Style] = []
        self.counts_from_1904 = False
        self.has_links = False
        self._texts: SharedTexts | None = None

    def __enter__(self) -> "Workbook":
        return self

    def __exit__(self, _type: object, error: BaseException | None, _trace: object) -> None:
        self._archive.close()
        if self._texts:
            self._texts.close()
        if isinstance(error, OSError):
            raise _as_damage(error) from error

    def refusal(self) -> Finding | None:
        """Why the workbook is not to be read, by what its archive says of itself; else reads its contents."""
        members = self._archive.infolist()
        size, packed = sum(member.file_size for member in members), sum(member.compress_size for member in members)
        if size > UNPACKED_LIMIT or (size > _SMALL and size > packed * RATIO_LIMIT):
            return finding("SHEET-BOMB", value=size, expected=min(UNPACKED_LIMIT, max(packed * RATIO_LIMIT, _SMALL)))
        if any(member.flag_bits & 1 for member in members):
            return finding("SHEET-PROTECTED")
        names = {member.filename for member in members}
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            return finding("SHEET-MACRO")
        if "[Content_Types].xml" not in names or "_rels/.rels" not in names:
            return finding("SHEET-NOT-WORKBOOK")
        return self._read_contents(names)

    def cells(
        self, sheet: Sheet, tags: tuple[str, ...], events: tuple[str, ...] = ("end",)
    ) -> Iterator[tuple[str, etree._Element] | Finding]:
        """Events of the elements of a sheet, by local name."""
        return self._elements(sheet.part, tags, events)

    def text(self, index: int) -> str:
        """A shared text. Raises ValueError when there is none of that number."""
        if self._texts is None:
            raise ValueError(index)
        return self._texts.text(index)

    def has_values(self, sheet: Sheet) -> bool:
        """Whether any cell of a sheet holds anything."""
        return any(
            not isinstance(item, Finding) and (item[1].text or len(item[1]))
            for item in self._elements(sheet.part, ("v", "is"))
        )

    def _read_contents(self, names: set[str]) -> Finding | None:
        problem = None
        for item in self._elements("[Content_Types].xml", ("Override", "Default")):
            if isinstance(item, Finding):
                return item
            if _MACRO_TYPES.search(item[1].get("ContentType") or ""):
                problem = finding("SHEET-MACRO")
        if problem:
            return problem
        main = next((target for target, kind in self._relations("").values() if kind == _OFFICE), "")
        if main not in names or not main.endswith(".xml"):
            return finding("SHEET-NOT-WORKBOOK")
        relations = self._relations(main)
        for item in self._elements(main, ("sheet", "workbookPr", "externalReference")):
            if isinstance(item, Finding):
                return item
            self._take(item[1], relations)
        parts = {kind: target for target, kind in relations.values() if target in names}
        if "styles" in parts and (problem := self._read_styles(parts["styles"])):
            return problem
        if "sharedStrings" in parts:
            self._texts = SharedTexts()
            return self._texts.fill(self._elements(parts["sharedStrings"], ("si",)))
        return None

    def _take(self, element: etree._Element, relations: dict[str, tuple[str, str]]) -> None:
        match etree.QName(element).localname:
            case "workbookPr":
                self.counts_from_1904 = element.get("date1904") in ("1", "true")
            case "externalReference":
                self.has_links = True
            case _:
                identity = next((value for name, value in element.items() if str(name).endswith("}id")), "")
                part, kind = relations.get(str(identity), ("", ""))
                if kind == "worksheet":
                    is_hidden = element.get("state", "visible") != "visible"
                    self.sheets.append(Sheet(element.get("name") or "", is_hidden, part))

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """(part, last word of the kind) by identity of everything that a part refers to."""
        where = PurePosixPath(part)
        relations = {}
        for item in self._elements(str(where.parent / "_rels" / f"{where.name}.rels"), ("Relationship",)):
            if isinstance(item, Finding):
                raise zipfile.BadZipFile(item.code)
            element = item[1]
            target = str(element.get("Target") or "")
            whole = target[1:] if target.startswith("/") else _resolved(where.parent, target)
            relations[str(element.get("Id") or "")] = (whole, str(element.get("Type") or "").rpartition("/")[2])
        return relations

    def _read_styles(self, part: str) -> Finding | None:
        formats: dict[str, str] = {}
        for item in self._elements(part, ("numFmt", "cellXfs")):
            if isinstance(item, Finding):
                return item
            element = item[1]
            if etree.QName(element).localname == "numFmt":
                formats[element.get("numFmtId") or ""] = element.get("formatCode") or ""
            else:
                self.styles = [_style(each.get("numFmtId") or "0", formats) for each in element]
        return None

    def _elements(
        self, part: str, tags: tuple[str, ...], events: tuple[str, ...] = ("end",)
    ) -> Iterator[tuple[str, etree._Element] | Finding]:
        with self._archive.open(part) as file:
            for item in stream_elements(cast(BinaryIO, file), [f"{{*}}{tag}" for tag in tags], events):
                if isinstance(item, Finding) and item.code != "XML-DOCTYPE":
                    yield finding("SHEET-DAMAGED", place=Place(path=part), value=item.value)
                    return
                yield item


class SharedTexts:
    """The table of texts that cells refer to by number, in a temporary file."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the workbook
        self._ends = array("Q", [0])
        self._texts = Memo(self._read)

    def fill(self, items: Iterator[tuple[str, etree._Element] | Finding]) -> Finding | None:
        """Take all texts; what is wrong with them, if anything."""
        end = 0
        for item in items:
            if isinstance(item, Finding):
                return item
            end += self._file.write(rich_text(item[1]).encode())
            self._ends.append(end)
        return None

    def text(self, index: int) -> str:
        """The text of a number. Raises ValueError when there is none."""
        if not 0 <= index < len(self._ends) - 1:
            raise ValueError(index)
        return str(self._texts[index])

    def close(self) -> None:
        """Give up the file."""
        self._file.close()

    def _read(self, index: int) -> str:
        self._file.seek(self._ends[index])
        return self._file.read(self._ends[index + 1] - self._ends[index]).decode()


def rich_text(element: etree._Element) -> str:
    """The text of a shared or inline string, without how it is to be pronounced."""
    for spoken in element.findall("{*}rPh"):
        element.remove(spoken)
    return unescaped("".join([each.text or "" for each in element.iter("{*}t")]))


def unescaped(text: str) -> str:
    """A text whose characters that XML cannot hold are written as _x000D_."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _as_damage(error: OSError) -> Exception:
    """A place that no file has and a stream that no packer made are the archive's fault; all else is the machine's."""
    return zipfile.BadZipFile(str(error)) if error.errno in (None, errno.EINVAL) else error


def refused_workbook(head: bytes, path: Path) -> Finding | None:
    """Why a file that looks like a spreadsheet is none that can be read; None for any other file. Raises OSError."""
    if head.startswith(_OLE):
        # Excel hides a workbook with a password in the container of its old format.
        return finding("SHEET-PROTECTED" if "EncryptedPackage".encode("utf-16-le") in _directory(path) else "SHEET-OLD")
    if not head.startswith(ZIP):
        return None
    try:
        with Workbook(path) as workbook:
            return workbook.refusal()
    except DAMAGES as damage:
        return finding("SHEET-DAMAGED", value=damage)


def _directory(path: Path) -> bytes:
    """The beginning of the list of contents of an OLE container."""
    with path.open("rb") as file, suppress(OverflowError, OSError):
        head = file.read(512)
        sector_size = 1 << min(int.from_bytes(head[30:32], "little"), 12)
        file.seek((int.from_bytes(head[48:52], "little") + 1) * sector_size)
        return file.read(4096)
    return b""


def _resolved(folder: PurePosixPath, target: str) -> str:
    parts: list[str] = []
    for part in (folder / target).parts:
        if part == "..":
            del parts[-1:]
        else:
            parts.append(part)
    return "/".join(parts)


def _style(number: str, formats: dict[str, str]) -> Style:
    code = formats.get(number, "")
    if not code:
        return Style(is_date=number.isdecimal() and int(number) in _DATE_FORMATS)
    plain = _QUOTED.sub("", code).split(";")[0].lower()
    is_date = code.lower() != "general" and any(letter in plain for letter in "yd")
    return Style(is_date, len(plain) if plain and not plain.strip("0") else 0)
