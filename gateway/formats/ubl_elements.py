"""Elements of a UBL document that is to be written: made as plain values in schema order, then rendered to XML.

A function that has nothing to write gives None, and a group of nothing is nothing, so that what a message lacks
leaves no trace. Every element may carry the place in a source file that it was made from.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from lxml import etree

from gateway.findings import NOWHERE, Place
from gateway.messages.invoice import is_stated

CBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
CAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"

_NAMESPACES = {"cbc": CBC, "cac": CAC}
_NO_ATTRIBUTES: Mapping[str, str] = MappingProxyType({})
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Element(NamedTuple):
    """One element to be written. `name` has the prefix cbc or cac; `origin` is where in its source it comes from."""

    name: str
    text: str = ""
    attributes: Mapping[str, str] = _NO_ATTRIBUTES
    children: tuple[Element, ...] = ()
    origin: Place = NOWHERE


def text(name: str, value: str, /, **attributes: str) -> Element | None:
    """An element with text; None when the text is empty. Empty attributes are left out."""
    if not value:
        return None
    return Element(name, value, {key: word for key, word in attributes.items() if word})


def number(name: str, value: Decimal | None, /, **attributes: str) -> Element | None:
    """An element with a number in plain digits; None when it is not there or not stated."""
    return text(name, f"{value:f}", **attributes) if value is not None and is_stated(value) else None


def date(name: str, value: datetime.date | None) -> Element | None:
    """An element with an ISO date; None when there is none."""
    return None if value is None else Element(name, value.isoformat())


def group(name: str, *children: Element | None, required: bool = False, origin: Place = NOWHERE) -> Element | None:
    """An element with children; None when it would be empty, unless it is `required`."""
    there = tuple(element for element in children if element is not None)
    return Element(name, children=there, origin=origin) if there or required else None


def rendered(
    name: str, children: Iterable[Element | None], origin: Place
) -> tuple[etree._Element, dict[etree._Element, Place]]:
    """A root element, ``Invoice`` or ``CreditNote``, with its children; and the elements whose origin is known."""
    namespace = f"urn:oasis:names:specification:ubl:schema:xsd:{name}-2"
    prefixes: Any = {None: namespace, "cac": CAC, "cbc": CBC}
    root = etree.Element(f"{{{namespace}}}{name}", nsmap=prefixes)
    origins = {root: origin}
    for child in children:
        if child is not None:
            _render(root, child, origins)
    return root, origins


def _render(above: etree._Element, element: Element, origins: dict[etree._Element, Place]) -> None:
    name, content, attributes, children, origin = element
    made = etree.SubElement(above, _clark(name))
    if content:
        made.text = _writable(content)
    for key, word in attributes.items():
        made.set(key, _writable(word))
    if origin is not NOWHERE and origin != NOWHERE:
        origins[made] = origin
    for child in children:
        _render(made, child, origins)


@cache
def _clark(name: str) -> str:
    prefix, _, local_name = name.partition(":")
    return f"{{{_NAMESPACES[prefix]}}}{local_name}"


def _writable(word: str) -> str:
    """Text without the characters that XML cannot hold."""
    return word if word.isprintable() else _UNWRITABLE.sub("", word)
