"""Official rules as they are published: groups of contexts, each with its assertions, over the nodes of a document.

The rule files of EN 16931, Peppol and SFTI are Schematron: a *group* (pattern) holds *contexts* in order, a context
says which nodes it is about and holds *assertions*. Within a group a node is judged only by the first context that
fits it; groups do not shadow each other. An assertion that does not hold gives a finding for each node it is about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from gateway.catalogue import Severity
from gateway.nodes import Document, Node

ROOT = "Document"
"""The step of a path that stands for the root of a document, whatever its name."""

FactType = TypeVar("FactType")


class Facts:
    """What the checks of a set may ask about the whole document. Sets derive their own, reckoned when first asked."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.root = document.root


class fact(Generic[FactType]):  # noqa: N801 - used as `property` is
    """A property of `Facts` that is reckoned once, when first asked; `functools.cached_property` without its lock."""

    def __init__(self, reckon: Callable[[Any], FactType]) -> None:
        self._reckon = reckon
        self._name = reckon.__name__
        self.__doc__ = reckon.__doc__

    def __get__(self, facts: Any, _owner: type) -> FactType:
        value = facts.__dict__[self._name] = self._reckon(facts)
        return value


FactsType = TypeVar("FactsType", bound=Facts)


class Breach(NamedTuple):
    """What a check answers when its assertion does not hold.

    `at` is the node meant, None for the context node itself; `missing` the path below it of something that should
    be there. `value` is what was found and `expected` what should be there; `words` are further words of the text.
    """

    at: Node | None = None
    missing: str = ""
    value: object = ""
    expected: object = ""
    words: dict[str, object] | None = None


Check = Callable[[Node, Any], Breach | list[Breach] | None]
"""A check of a node, given the facts of its document: None or no breaches when the assertion holds."""


class Assertion(NamedTuple):
    """One official rule: its id, what it demands, and a severity where the catalogue's is not meant.

    Most rules need not be asked of most nodes. One with `needs` is asked only of nodes that have a child of that name;
    one with `spares` not of those from which that path leads, by the first child of each name, to a node (with text, if
    the path ends with `FILLED`): there it holds.
    """

    code: str
    check: Check
    severity: Severity | None = None
    needs: str = ""
    spares: tuple[str, ...] = ()


FILLED = "text()"
"""The last step of a path in `Assertion.spares` that asks for text."""


class Path:
    """A suffix of paths, such as ``cac:InvoiceLine/cac:Price``.

    The step ``Document`` is the root, whatever its name; ``*Amount`` is any name that ends so, and ``*`` any at all.
    """

    def __init__(self, text: str) -> None:
        self.steps = tuple(text.split("/"))

    def __str__(self) -> str:
        return "/".join(self.steps)

    @property
    def last(self) -> str:
        """The name of the nodes meant; empty when it can be one of many."""
        last = self.steps[-1]
        return "" if last.startswith("*") or last == ROOT else last

    def fits(self, names: Sequence[str]) -> bool:
        """Whether nodes with these names, from the root to themselves, are meant."""
        above = len(names) - len(self.steps)
        return above >= 0 and all(
            step == name or (step.startswith("*") and name.endswith(step[1:])) or (step == ROOT and above + index == 0)
            for index, (step, name) in enumerate(zip(self.steps, names[above:], strict=True))
        )


class Context:
    """The nodes that some assertions are about: those on one of `paths` (bars between) for which `when` is true."""

    def __init__(self, paths: str, *assertions: Assertion, when: Callable[[Node, Any], object] | None = None) -> None:
        self.assertions = assertions
        self.when = when
        self.paths = paths_in(paths)


class Cases:
    """Nodes whose rules depend on a key, such as a VAT category: `keys` gives the keys of a node, `table` their rules.

    A group of its own: where it stands, no other context of the group is asked about the node.
    """

    def __init__(
        self,
        paths: str,
        keys: Callable[[Node, Any], Iterable[str]],
        table: Mapping[str, tuple[Assertion, ...]],
    ) -> None:
        self.keys = keys
        self.table = table
        self.when = None
        self.paths = paths_in(paths)

    @property
    def assertions(self) -> tuple[Assertion, ...]:
        """The rules of all keys."""
        return tuple(assertion for assertions in self.table.values() for assertion in assertions)


class Group:
    """Contexts in order: a node is judged by the first one that fits it."""

    def __init__(self, name: str, *contexts: Context | Cases) -> None:
        self.name = name
        self.contexts = contexts


@dataclass(frozen=True, slots=True)
class Unwanted:
    """A rule about what should not be there, found by its path alone, and at most once in a document.

    `paths` may end with an attribute, ``cac:TaxCategory/cbc:ID/@schemeID``; `unless` is a path that is allowed.
    """

    code: str
    paths: str
    unless: str = ""


class Failure(NamedTuple):
    """An assertion that does not hold, the node it was about, and how."""

    assertion: Assertion
    node: Node
    breach: Breach


class Sweep(NamedTuple):
    """A rule that looks over all nodes of a path at once, for rules about what there is much of, such as amounts.

    `broken` picks the nodes that break it, and `breach` says how one does. It stands outside groups: no context shadows
    it. `paths` are as in `Context`, those of `unless` are left out.
    """

    code: str
    paths: str
    broken: Callable[[list[Node], Any], list[Node]]
    breach: Callable[[Node, Any], Breach]
    unless: str = ""


class AtMost(NamedTuple):
    """A rule on how often elements of one path may stand in a document; the first one too many is shown.

    It is found by the path alone, so that it costs nothing: nodes of a path are counted as they are.
    """

    code: str
    path: str
    most: int = 1


def paths_in(text: str) -> list[Path]:
    """The paths of a text with bars between them; none for an empty text."""
    return [Path(path.strip()) for path in text.split("|")] if text else []


def always_holds(_node: Node, _facts: Any) -> None:
    """The check of a rule whose official test cannot fail."""
