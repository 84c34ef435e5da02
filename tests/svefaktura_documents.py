"""Svefakturor for tests: one that has every element of the format and breaks no rule, and changes to it.

A change is a function of the document's root element. Paths have the usual prefixes; elements of the document itself
(``InvoiceTypeCode``) have none.
"""

import copy
import re
from collections.abc import Callable
from pathlib import Path

from lxml import etree

ALL_ELEMENTS = Path(__file__).parent / "svefaktura-all-elements.xml"
NAMESPACES = {
    "": "urn:sfti:documents:BasicInvoice:1:0",
    "cac": "urn:sfti:CommonAggregateComponents:1:0",
    "cbc": "urn:oasis:names:tc:ubl:CommonBasicComponents:1:0",
}

Change = Callable[[etree._Element], None]

_PARSER = etree.XMLParser(remove_blank_text=True)
_STEP = re.compile(r"(?:(\w+):)?(\w+)(.*)")


def svefaktura(*changes: Change) -> etree._Element:
    """The document with every element, changed."""
    root = etree.parse(ALL_ELEMENTS, _PARSER).getroot()
    for change in changes:
        change(root)
    return root


def at(root: etree._Element, path: str) -> etree._Element:
    """The first element at a path."""
    found = root.find(_clark(path))
    assert found is not None, path
    return found


def text(path: str, value: str) -> Change:
    """Sets the text of the first element at a path."""

    def change(root: etree._Element) -> None:
        at(root, path).text = value

    return change


def attribute(path: str, name: str, value: str | None) -> Change:
    """Sets an attribute, or takes it away."""

    def change(root: etree._Element) -> None:
        element = at(root, path)
        if value is None:
            del element.attrib[name]
        else:
            element.set(name, value)

    return change


def without(path: str) -> Change:
    """Takes away every element at a path."""

    def change(root: etree._Element) -> None:
        found = root.findall(_clark(path))
        assert found, path
        for element in found:
            parent = element.getparent()
            assert parent is not None
            parent.remove(element)

    return change


def twice(path: str) -> Change:
    """Puts a copy of the first element at a path right after it."""

    def change(root: etree._Element) -> None:
        element = at(root, path)
        element.addnext(copy.deepcopy(element))

    return change


def added(path: str, xml: str, before: str = "") -> Change:
    """Puts new elements into the first element at a path: before one of its children, or last."""

    def change(root: etree._Element) -> None:
        declared = " ".join(
            f'xmlns:{prefix}="{name}"' if prefix else f'xmlns="{name}"' for prefix, name in NAMESPACES.items()
        )
        parent = at(root, path)
        place = list(parent).index(at(parent, before)) if before else len(parent)
        for offset, element in enumerate(etree.fromstring(f"<x {declared}>{xml}</x>")):
            parent.insert(place + offset, element)

    return change


def _clark(path: str) -> str:
    steps = [_STEP.fullmatch(step) for step in path.split("/")]
    return "/".join(
        step if match is None else f"{{{NAMESPACES[match.group(1) or '']}}}{match.group(2)}{match.group(3)}"
        for step, match in zip(path.split("/"), steps, strict=True)
    )
