"""What pain.001 and pain.002 share in being read: one pass over a document, and a handler for each kind of element."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TypeVar

from lxml import etree

from gateway.findings import Finding, Place
from gateway.formats.base import Format, ReadingContext
from gateway.formats.pain_paths import Version
from gateway.messages import Family, Part
from gateway.schemas import iterparse_secure, root_name

Handler = Callable[[etree._Element], None]
V = TypeVar("V", bound=Version)
Reading = Callable[[V, Path, ReadingContext], Iterator[Part | Finding]]


def read_elements(
    version: Version,
    path: Path,
    context: ReadingContext,
    handlers: Mapping[str, Handler],
    output: list[Part | Finding],
) -> Iterator[Part | Finding]:
    """What the handlers put into `output` while the elements of a document end, and what its schema says.

    `handlers` are by the path of an element from the root; an element of the same name elsewhere is a bank's own
    addition. Raises MissingSchema and OSError.
    """
    schema = context.schemas.schema(version.namespace, "Document")
    by_tag: dict[str, tuple[tuple[str, ...], Handler]] = {}
    for names, handle in handlers.items():
        *outer, tag = map(version.tag, ["Document", *names.split("/")])
        by_tag[tag] = tuple(reversed(outer)), handle
    for element in iterparse_secure(path, tuple(by_tag), schema, context.schemas.explain):
        if isinstance(element, Finding):
            yield element
            continue
        ancestors, handle = by_tag[element.tag]
        if tuple(ancestor.tag for ancestor in element.iterancestors()) == ancestors:
            handle(element)
            yield from output
            output.clear()


def recognises(version: Version) -> Callable[[bytes], bool]:
    """Tells whether the first bytes of a file are those of a document of a version."""
    return lambda head: root_name(head) == (version.namespace, "Document")


def place_of(element: etree._Element) -> Place:
    """Where an element stands."""
    line: object = element.sourceline
    return Place(line=line if isinstance(line, int) else None, record=etree.QName(element).localname)


def count_of(text: str) -> int | None:
    """A number of payments as it is stated, or None."""
    return int(text) if text.isdecimal() else None


def formats_of(versions: Iterable[V], title: str, family: Family, read: Reading[V]) -> tuple[Format, ...]:
    """A format for each version of a message, all read by one function."""
    return tuple(
        Format(
            name=version.name,
            title=f"{title} {version.name}",
            family=family,
            source=f"ISO 20022 {version.name}",
            recognise=recognises(version),
            read=partial(read, version),
        )
        for version in versions
    )
