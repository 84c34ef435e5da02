"""XML documents as plain nodes: what readers and rules of XML formats look at.

A document is read into nodes once, in one walk. Nodes of one path (`/Invoice/cac:InvoiceLine/cbc:ID`) share a
`Kind`, and a document lists its nodes by kind, so that a rule is found by one look-up for a whole path and costs
nothing for what a document does not contain. Nodes know their children and not their parents: without cycles they
are freed at once, which is half the time of reading a document.

Names are written with the prefixes that are usual for their namespaces (`PREFIXES`), whatever the document uses.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from lxml import etree

from gateway.findings import Place

PREFIXES = {
    "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2": "",
    "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2": "",
    "urn:oasis:names:specification:ubl:schema:xsd:ApplicationResponse-2": "",
    "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2": "cac",
    "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2": "cbc",
    "urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2": "ext",
    "urn:sfti:documents:BasicInvoice:1:0": "",
    "urn:sfti:documents:ObjectEnvelope:1:0": "",
    "urn:sfti:CommonAggregateComponents:1:0": "cac",
    "urn:oasis:names:tc:ubl:CommonBasicComponents:1:0": "cbc",
    "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100": "rsm",
    "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100": "ram",
    "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100": "udt",
    "urn:un:unece:uncefact:data:standard:QualifiedDataType:100": "qdt",
    "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader": "sbdh",
    "urn:sfti:documents:StandardBusinessDocumentHeader": "sh",
}
FOREIGN = "(foreign)"
"""The name of every node whose namespace is none of these; such nodes share one kind below each parent."""

WHITE_SPACE = " \t\r\n"

_MAXIMUM_KINDS = 50_000
_MANY_CHILDREN = 100
_CLARK_NAME = re.compile(r"\{[^{}]*\}[^/\[\]]+")
_NO_CHILDREN: dict[str, list[Node]] = {}
_NO_NODES: tuple[Node, ...] = ()


def without_collector(root: etree._Element) -> AbstractContextManager[None]:
    """Leaves the garbage collector out while a document is read or judged, if it is a long one.

    Nodes make no cycles, and the collector would look through all of them again and again as they grow in number: a
    document of 200,000 nodes took three times as long.
    """
    return _collector_paused() if len(root) > _MANY_CHILDREN else nullcontext()


@contextmanager
def _collector_paused() -> Iterator[None]:
    is_collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if is_collecting:
            gc.enable()


class Kind:
    """What all nodes of one path have in common. `name` is the last step of the path, `parent` the kind above.

    `plans` is for those who work out once what is to be done with nodes of a kind, each under a key of its own.
    `named` holds all kinds below the same root by name.
    """

    __slots__ = ("below", "name", "named", "parent", "plans")

    def __init__(self, name: str, parent: Kind | None) -> None:
        self.name = name
        self.parent = parent
        self.below: dict[str, Kind] = {}
        self.plans: dict[object, Any] = {}
        self.named: dict[str, list[Kind]] = parent.named if parent else {}
        self.named.setdefault(name, []).append(self)

    @property
    def names(self) -> tuple[str, ...]:
        """The names on the path from the root to this kind."""
        return (*self.parent.names, self.name) if self.parent else (self.name,)

    @property
    def path(self) -> str:
        """The path from the root, without positions: ``/Invoice/cac:InvoiceLine/cbc:ID``."""
        return "/" + "/".join(self.names)

    def kind_below(self, tag: str) -> Kind:
        """The kind of a child with a tag in Clark notation."""
        name = short_name(tag) if is_known(tag) else FOREIGN
        if name == FOREIGN == self.name:
            return self
        # A foreign kind is kept once, under its own name: there is no end to the tags it stands for.
        key = FOREIGN if name == FOREIGN else tag
        if key not in self.below:
            self.below[key] = _KINDS.new(name, self)
        return self.below[key]


class _Kinds:
    """Every kind known, bounded: a document made of ever new paths must not fill the memory of the process."""

    def __init__(self) -> None:
        self._roots: dict[str, Kind] = {}
        self._count = 0

    def root(self, tag: str) -> Kind:
        if self._count > _MAXIMUM_KINDS:
            self._roots.clear()
            self._count = 0
        if tag not in self._roots:
            self._roots[tag] = self.new(short_name(tag), None)
        return self._roots[tag]

    def new(self, name: str, parent: Kind | None) -> Kind:
        self._count += 1
        return Kind(name, parent)


_KINDS = _Kinds()


class Node:
    """One element. `text` is its own text as written, empty for one that has only children."""

    __slots__ = ("children", "element", "kind", "text")

    def __init__(self, element: etree._Element, kind: Kind, text: str, children: dict[str, list[Node]]) -> None:
        self.element = element
        self.kind = kind
        self.text = text
        self.children = children

    @property
    def name(self) -> str:
        """The name with its usual prefix: ``cbc:ID``."""
        return self.kind.name

    @property
    def word(self) -> str:
        """The text without white space around it."""
        return self.text.strip(WHITE_SPACE)

    def attribute(self, name: str) -> str | None:
        """The value of an attribute as written, or None."""
        return self.element.get(name)

    def child(self, name: str) -> Node | None:
        """The first child of a name, or None."""
        found = self.children.get(name)
        return found[0] if found else None

    def all(self, name: str) -> Sequence[Node]:
        """All children of a name, in document order."""
        return self.children.get(name, _NO_NODES)

    def along(self, *names: str) -> list[Node]:
        """All nodes at a path below this one, in document order."""
        found: list[Node] = [self]
        for name in names:
            if len(found) == 1:
                children = found[0].children
                if name not in children:
                    return []
                found = children[name]
            else:
                found = [child for node in found if name in node.children for child in node.children[name]]
        return found

    def first(self, *names: str) -> Node | None:
        """The first node at a path below this one, or None."""
        found = self.along(*names)
        return found[0] if found else None

    def has(self, *names: str) -> bool:
        """Whether there is a node at a path below this one."""
        return bool(self.along(*names))

    def text_at(self, *names: str) -> str:
        """The text of the first node at a path, without white space around it; empty when there is none."""
        found = self.along(*names)
        return found[0].text.strip(WHITE_SPACE) if found else ""

    def below(self) -> Iterator[Node]:
        """This node and all below it."""
        yield self
        for named in self.children.values():
            for child in named:
                yield from child.below()


class Document:
    """A document read into nodes: its root, its nodes by kind, and the nodes that have attributes.

    `by_kind` holds every node, the root too; kinds come in the order in which the document first has them.
    `attributed` holds the first node of each kind with each attribute that such nodes have.
    """

    __slots__ = ("_apart", "_named", "_steps", "attributed", "by_kind", "root")

    def __init__(self, element: etree._Element) -> None:
        kind = _KINDS.root(element.tag)
        children: dict[str, list[Node]] = {}
        self.root = Node(element, kind, element.text or "", children)
        self.by_kind: dict[Kind, list[Node]] = {kind: [self.root]}
        self.attributed: dict[tuple[Kind, str], Node] = {(kind, name): self.root for name in _attributes(element)}
        self._named: dict[str, Sequence[Node]] = {}
        self._apart: set[Kind] = set()
        self._steps: dict[etree._Element, str] = {element: f"/{short_name(element.tag)}"}
        with without_collector(element):
            self._read(element, kind, children)

    def named(self, name: str) -> Sequence[Node]:
        """Every node of a name, wherever it stands: path by path, in the order in which the document has them."""
        found = self._named.get(name)
        if found is None:
            kinds = [kind for kind in self.root.kind.named.get(name, ()) if kind in self.by_kind]
            if len(kinds) == 1:
                found = self.by_kind[kinds[0]]
            else:
                # The order in which kinds became known is that of documents before this one.
                lists = [nodes for kind, nodes in self.by_kind.items() if kind in kinds] if kinds else []
                found = [node for nodes in lists for node in nodes]
            self._named[name] = found
        return found

    def place(self, node: Node, missing: str = "") -> Place:
        """Where a node stands; with `missing`, the path below it of something that should be there and is not."""
        path = self._path(node.element)
        record = (missing or node.name).rpartition("/")[2]
        return Place(line=line_of(node.element), record=record, path=f"{path}/{missing}" if missing else path)

    def _path(self, element: etree._Element) -> str:
        """What `path_of` says; siblings are counted once, for there can be a finding on each of many thousands."""
        steps: list[str] = []
        at: etree._Element | None = element
        while at is not None:
            parent = None if at is self.root.element else at.getparent()
            if at not in self._steps and parent is not None:
                self._steps.update(_steps(parent))
            steps.append(self._steps[at])
            at = parent
        return "".join(reversed(steps))

    def _read(self, element: etree._Element, kind: Kind, children: dict[str, list[Node]]) -> None:
        # One flat loop with few calls: this is the largest part of the time that a small document takes.
        by_kind = self.by_kind
        apart = self._apart
        attributed: dict[Any, Node] = self.attributed
        below = kind.below
        for child in element:
            tag = child.tag
            child_kind = below[tag] if tag in below else kind.kind_below(tag)
            if len(child):
                grandchildren: dict[str, list[Node]] = {}
                node = Node(child, child_kind, child.text or "", grandchildren)
                self._read(child, child_kind, grandchildren)
            else:
                node = Node(child, child_kind, child.text or "", _NO_CHILDREN)
            for attribute in child.keys():  # noqa: SIM118 - iterating over an element gives its children
                if (child_kind, attribute) not in attributed:
                    attributed[child_kind, attribute] = node
            nodes = by_kind.get(child_kind)
            siblings = children.get(child_kind.name)
            if nodes is None:
                # Most kinds have one node, or all their nodes below one parent: one list then serves both.
                by_kind[child_kind] = nodes = [node]
                if siblings is None:
                    children[child_kind.name] = nodes
                else:
                    siblings.append(node)
                continue
            if siblings is None:
                children[child_kind.name] = [node]
                if child_kind not in apart:
                    apart.add(child_kind)
                    by_kind[child_kind] = [*nodes, node]
                    continue
            elif siblings is not nodes:
                siblings.append(node)
            nodes.append(node)


def _attributes(element: etree._Element) -> list[str]:
    return [str(name) for name in element.keys()]  # noqa: SIM118 - iterating over an element gives its children


def _steps(parent: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Every child with the last step of its path."""
    same: dict[str, list[etree._Element]] = {}
    for child in parent:
        same.setdefault(child.tag, []).append(child)
    for tag, children in same.items():
        name = short_name(tag)
        for position, child in enumerate(children, start=1):
            yield child, f"/{name}[{position}]" if len(children) > 1 else f"/{name}"


def line_of(element: etree._Element | None) -> int | None:
    """The 1-based line on which an element begins, or None when the parser did not keep it."""
    line: object = None if element is None else element.sourceline
    return line if isinstance(line, int) else None


def path_of(element: etree._Element, root: etree._Element | None = None) -> str:
    """The XPath of an element with prefixes, from `root` or the root of its tree; a position is given only among
    siblings of the same name.
    """
    top = element.getroottree().getroot() if root is None else root
    start = "/" + short_name(top.tag)
    if element is top:
        return start
    steps = etree.ElementTree(top).getelementpath(element)
    return f"{start}/{_CLARK_NAME.sub(lambda match: short_name(match.group(0)), steps)}"


def short_name(tag: str) -> str:
    """A Clark name as people write it, with the prefix that is usual for its namespace.

    >>> short_name("{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}ID")
    'cbc:ID'
    """
    namespace, _, local_name = tag.rpartition("}")
    prefix = PREFIXES.get(namespace[1:], "")
    return f"{prefix}:{local_name}" if prefix else local_name


def is_known(tag: str) -> bool:
    """Whether a Clark name is of one of the namespaces in `PREFIXES`."""
    return tag.rpartition("}")[0][1:] in PREFIXES
