"""The one way XML gets into the gateway: no document types, no entities, no network, known encodings, limits.

A document type declaration is what entity attacks need, so a document that has one is refused before libxml2
sees it. The prolog is read by expat, which stops at the first element; only then does libxml2 read the
document.
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

from lxml import etree

from gateway.findings import Finding, Place, finding
from gateway.schemas.explanation import MAXIMUM_SHOWN, explain, explain_log

ENCODINGS = frozenset({"utf-8", "utf8", "us-ascii", "ascii", "utf-16", "utf-16le", "utf-16be"}) | frozenset(
    {"iso-8859-1", "latin1", "windows-1252", "cp1252"}
)

_ENCODINGS_SHOWN = "UTF-8, UTF-16, ISO-8859-1, Windows-1252"
_LINE_IN_MESSAGE = re.compile(r"^line \d+: b['\"]| \(line \d+\)$")
_CHUNK_SIZE = 1_048_576
_XML_DEPTH_OF_LIBXML2 = 256
_REVALIDATED_SIZE = 20_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What a document may demand. `size` is in bytes and bounds a document that is held in memory as a tree.

    `has_attachments` lifts libxml2's limit of 10 MB for one text node, for formats that embed files as
    base64.
    """

    depth: int = 200
    size: int = 100_000_000
    has_attachments: bool = False


class _Refused(Exception):
    def __init__(self, reason: Finding) -> None:
        self.reason = reason


class _RootReached(Exception):
    def __init__(self, name: str) -> None:
        self.name = name


@lru_cache(maxsize=1)
def root_name(head: bytes) -> tuple[str, str]:
    """Namespace and local name of the root element in the first bytes of a document, or empty texts.

    >>> root_name(b'<?xml version="1.0"?><!-- x --><a:b xmlns:a="urn:x"><c')
    ('urn:x', 'b')
    """
    parser = expat.ParserCreate(namespace_separator="\n")
    parser.StartElementHandler = _reach_root
    try:
        parser.Parse(head, False)
    except _RootReached as root:
        namespace, _, local_name = root.name.rpartition("\n")
        return namespace, local_name
    except (expat.ExpatError, LookupError, ValueError):
        pass
    return "", ""


def document_parser(limits: Limits) -> etree.XMLParser:
    """A parser for one document that is held as a tree: without comments, and without blanks between elements."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=limits.has_attachments,
        remove_blank_text=True,
        remove_comments=True,
    )


def parse_document(path: Path, limits: Limits) -> etree._ElementTree | Finding:
    """The document as a tree, or why it is refused. Raises OSError when the file cannot be read."""
    size = path.stat().st_size
    if size > limits.size:
        return finding("XML-TOO-LARGE", value=size, expected=limits.size)
    with path.open("rb") as file:
        if refused := _refused_prolog(file):
            return refused
        file.seek(0)
        parser = document_parser(limits)
        try:
            # Fed, not parsed from the file: so damaged characters are syntax errors with a position, and
            # every OSError is truly about the file.
            while chunk := file.read(_CHUNK_SIZE):
                parser.feed(chunk)
            root = parser.close()
        except etree.XMLSyntaxError as error:
            return _malformed(error, limits.depth)
    # Instructions beside the root are kept: a rule of Svefaktura is about them. Inside it nothing reads them.
    etree.strip_elements(root, etree.ProcessingInstruction, with_tail=False)
    if _is_deeper_than(root, limits.depth):
        return finding("XML-TOO-DEEP", expected=limits.depth)
    return root.getroottree()


def is_valid_document(document: bytes, schema: etree.XMLSchema) -> bool:
    """Whether a document is well-formed and valid.

    For a document that stands for a part of one whose prolog has been looked at. Other threads run meanwhile.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return schema.validate(etree.fromstring(document, parser))
    except etree.XMLSyntaxError:
        return False


def iterparse_secure(
    path: Path,
    tags: Collection[str],
    schema: etree.XMLSchema | None = None,
    explain_tree: Callable[[etree._Element], list[Finding]] | None = None,
) -> Iterator[etree._Element | Finding]:
    """The elements with these tags (Clark notation) in document order of their end, in constant memory.

    An element and all before it are emptied when the next one is asked for, so a caller keeps values, not
    elements. Malformed XML and, at the end, whatever the schema says against the document come as findings;
    they reject the file, whatever was yielded before. `explain_tree` (`SchemaStore.explain`) tells in full what is
    wrong with a document that fits in memory. Raises OSError when the file cannot be read.
    """
    with path.open("rb") as file:
        if refused := _refused_prolog(file):
            yield refused
            return
        file.seek(0)
        # With schema= and resolve_entities=False together, lxml 6.1 takes a cut-off document for a whole one. The
        # default resolves internal entities only, and without a document type there are none.
        events = etree.iterparse(
            file,
            events=("end",),
            tag=tuple(tags),
            schema=schema,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            for _, element in events:
                yield element
                _forget(element)
        except etree.XMLSyntaxError as error:
            log = [entry for entry in events.error_log if entry.domain_name == "SCHEMASV"]
            if not log or any(entry.domain_name == "PARSER" for entry in events.error_log):
                yield _malformed(error, _XML_DEPTH_OF_LIBXML2)
                return
            yield from _explained(path, schema, log, explain_tree)


def stream_elements(
    file: BinaryIO, tags: Collection[str] | None = None, events: tuple[str, ...] = ("end",)
) -> Iterator[tuple[str, etree._Element] | Finding]:
    """The events of these elements, or of all, in a file that can be read from its beginning twice; constant memory.

    An element and all before it are emptied when the event after its end is asked for, so a caller keeps values, not
    elements. A document that is refused or malformed ends in a finding. What reading the file raises is passed on.
    """
    if refused := _refused_prolog(file):
        yield refused
        return
    file.seek(0)
    walk = etree.iterparse(
        file,
        events=events,
        tag=tuple(tags) if tags is not None else None,
        no_network=True,
        load_dtd=False,
        resolve_entities=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for event, element in walk:
            yield event, element
            if event == "end":
                _forget(element)
    except etree.XMLSyntaxError as error:
        yield _malformed(error, _XML_DEPTH_OF_LIBXML2)


def _explained(
    path: Path,
    schema: etree.XMLSchema | None,
    log: list[etree._LogEntry],
    explain_tree: Callable[[etree._Element], list[Finding]] | None,
) -> list[Finding]:
    # A streaming validator knows no lines: a document that fits in memory is validated again as a tree.
    if schema is not None and path.stat().st_size <= _REVALIDATED_SIZE:
        tree = parse_document(path, Limits(depth=_XML_DEPTH_OF_LIBXML2))
        if not isinstance(tree, Finding) and not schema.validate(tree):
            return explain_tree(tree.getroot()) if explain_tree else explain(tree.getroot(), schema.error_log)
    return explain_log(log[: MAXIMUM_SHOWN + 1], len(log))


def _forget(element: etree._Element) -> None:
    element.clear(keep_tail=True)  # type: ignore[call-arg]  # lxml-stubs lacks keep_tail
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def refused_prolog(path: Path) -> Finding | None:
    """Why a document is refused before it is parsed: its encoding, a document type, or no root. Raises OSError."""
    with path.open("rb") as file:
        return _refused_prolog(file)


def _refused_prolog(file: BinaryIO) -> Finding | None:
    try:
        _read_prolog(file)
    except _RootReached:
        return None
    except _Refused as refused:
        return refused.reason
    except expat.ExpatError as error:
        place = Place(line=error.lineno, position=str(error.offset + 1))
        return finding("XML-MALFORMED", place=place, value=expat.ErrorString(error.code))
    except (LookupError, ValueError) as error:
        return finding("XML-ENCODING", value=str(error), expected=_ENCODINGS_SHOWN)
    return finding("XML-MALFORMED", value="no root element")


def _read_prolog(file: BinaryIO) -> None:
    parser = expat.ParserCreate()
    parser.XmlDeclHandler = _check_encoding
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.StartElementHandler = _reach_root
    while chunk := file.read(_CHUNK_SIZE):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _check_encoding(version: str, encoding: str | None, standalone: int) -> None:
    if encoding and encoding.lower() not in ENCODINGS:
        place = Place(line=1)
        raise _Refused(finding("XML-ENCODING", place=place, value=encoding, expected=_ENCODINGS_SHOWN))


def _refuse_document_type(name: str, system: str | None, public: str | None, has_subset: bool) -> None:
    raise _Refused(finding("XML-DOCTYPE", value=name))


def _reach_root(name: str, attributes: dict[str, str]) -> None:
    raise _RootReached(name)


@cache
def _below(depth: int) -> etree.XPath:
    return etree.XPath(f"boolean({'/*' * (depth + 1)})")


def _is_deeper_than(root: etree._Element, depth: int) -> bool:
    """Whether elements are nested more than `depth` levels, the root being the first. Linear in time."""
    return bool(_below(depth)(root.getroottree()))


def _malformed(error: etree.XMLSyntaxError, depth: int) -> Finding:
    line, column = error.position
    place = Place(line=max(line, 1), position=str(max(column, 1)))
    text = _LINE_IN_MESSAGE.sub("", str(error.msg or "")).rsplit(", line ", 1)[0].removesuffix("'")
    if "depth" in text.lower():
        return finding("XML-TOO-DEEP", place=place, expected=depth)
    return finding("XML-MALFORMED", place=place, value=text)
