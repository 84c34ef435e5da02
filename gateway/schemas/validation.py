"""A second validator, xmlschema, which goes on after a fault where libxml2 stops; for explanations only.

libxml2 gives the verdict, in milliseconds. It leaves an element at the first child that does not fit, so a
document with three faults would be sent back three times. xmlschema finds them all, but takes about a second
per megabyte, and in a document made for it far more. So it is asked only about a document that is known to be
invalid, is small and of an ordinary shape, and for a limited time; otherwise libxml2's own log has to do.
"""

import time
from functools import cached_property
from pathlib import Path
from typing import IO, Any, cast

from lxml import etree
from xmlschema import XMLSchema10, XMLSchemaValidationError

from gateway.findings import Finding
from gateway.nodes import path_of
from gateway.schemas.explanation import explain
from gateway.schemas.faults import explain_errors

MAXIMUM_SIZE = 5_000_000
MAXIMUM_SECONDS = 12.0

# In xmlschema the time of one fault grows with the number of siblings, attributes and prefixes around it.
_MAXIMUM_ELEMENTS = 200_000
_MAXIMUM_CHILDREN = 10_000
_MAXIMUM_ATTRIBUTES = 50
_MAXIMUM_PREFIXES = 50
# A pattern over a long text takes 200 times the text in memory: such a text is left to libxml2.
_MAXIMUM_TEXT = 50_000


class Explainer:
    """Explains documents of one type by the schema in `path`, which is compiled when first needed."""

    def __init__(
        self, path: Path, *, maximum_size: int = MAXIMUM_SIZE, maximum_seconds: float = MAXIMUM_SECONDS
    ) -> None:
        self._path = path
        self._maximum_size = maximum_size
        self._maximum_seconds = maximum_seconds

    def explain(self, root: etree._Element, log: etree._ListErrorLog) -> list[Finding]:
        """What is wrong with `root`, which libxml2 has found invalid; never empty.

        `log` is what libxml2 said. It is all there is to say about a document of `maximum_size` bytes or more
        (written as UTF-8), one that takes longer than `maximum_seconds`, or one of an extraordinary shape.
        """
        if _is_extraordinary(root) or not _is_smaller(root, self._maximum_size):
            return explain(root, log)
        inquiry = _Inquiry(time.monotonic() + self._maximum_seconds)
        try:
            errors = inquiry.errors(self._schema, root)
        except Exception:
            # A document can make xmlschema raise, with an xsi:type that names no type for one. The verdict
            # stands all the same, and its explanation must not cost the file.
            return explain(root, log)
        from_log = explain(root, log)
        paths = {path_of(element, root) for element in inquiry.passed_over}
        left_over = [found for found in from_log if found.place.path.partition("/@")[0] in paths]
        return explain_errors(errors, root, left_over) or from_log

    @cached_property
    def _schema(self) -> XMLSchema10:
        # The installed files are all there is: no schema is fetched over the network.
        return XMLSchema10(str(self._path.resolve()), defuse="always", allow="local")


class _Inquiry:
    """One run of xmlschema over one document, until a point of the monotonic clock."""

    def __init__(self, deadline: float) -> None:
        self.passed_over: list[etree._Element] = []
        self._deadline = deadline

    def errors(self, schema: XMLSchema10, root: etree._Element) -> list[XMLSchemaValidationError]:
        return list(schema.iter_errors(root, validation_hook=self._hook, use_location_hints=False))

    def _hook(self, element: Any, _: object) -> bool:
        """Asked before each element; True passes it over."""
        if time.monotonic() > self._deadline:
            raise TimeoutError
        if len(element) or len(element.text or "") <= _MAXIMUM_TEXT:
            return False
        self.passed_over.append(element)
        return True


class _Ruler:
    """A file that takes a limited number of bytes and keeps none."""

    def __init__(self, room: int) -> None:
        self._room = room

    def write(self, data: bytes) -> None:
        self._room -= len(data)
        if self._room <= 0:
            raise OverflowError


def _is_smaller(root: etree._Element, size: int) -> bool:
    try:
        etree.ElementTree(root).write(cast(IO[bytes], _Ruler(size)), encoding="UTF-8")
    except OverflowError:
        return False
    return True


def _is_extraordinary(root: etree._Element) -> bool:
    """Whether the document has a shape that no honest sender gives it, and xmlschema is slow with."""
    prefixes: set[str] = set()
    elements = 0
    for event, item in etree.iterwalk(root, events=("start", "start-ns")):
        if event == "start-ns":
            prefixes.add(item[0])
            if len(prefixes) > _MAXIMUM_PREFIXES:
                return True
            continue
        elements += 1
        if elements > _MAXIMUM_ELEMENTS or len(item) > _MAXIMUM_CHILDREN or len(item.attrib) > _MAXIMUM_ATTRIBUTES:
            return True
    return False
