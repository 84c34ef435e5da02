"""One walk over an XML element that finds the values at a table of paths.

A path is element names from the element that is walked. ``*`` after a name says that the element repeats and all of
them count; of any other the first with a text counts. ``@`` after the last name says that its currency is wanted too.

The walk visits each element once and knows by the table where to go on. Looking up some thirty paths one by one, by
``find`` or XPath, costs two to five times as much.
"""

from typing import Any, NamedTuple, Union

from lxml import etree


class Found(NamedTuple):
    """Values by path: first texts, all texts of repeated elements, and repeated groups. Texts are trimmed."""

    texts: dict[str, str]
    several: dict[str, list[str]]
    groups: dict[str, list[dict[str, str]]]

    def text(self, *paths: str) -> str:
        """The text of the first path that has any, or an empty text."""
        for path in paths:
            if path in self.texts:
                return self.texts[path]
        return ""


class _Several(NamedTuple):
    path: str


class _Amount(NamedTuple):
    path: str
    currency: str


class _Group(NamedTuple):
    path: str
    steps: "_Steps"


_Step = Union[str, "_Steps", _Several, _Amount, _Group]
_Steps = dict[str, _Step]


class Paths:
    """A table of paths, ready to be walked."""

    def __init__(self, namespace: str, paths: dict[str, str]) -> None:
        """`paths` says by which name the value at each path is found; two paths may share a name."""
        self._namespace = namespace
        self._steps: _Steps = {}
        for path, name in paths.items():
            self._insert(self._steps, path.split("/"), name)

    def found(self, element: etree._Element) -> Found:
        """All values below an element."""
        found = Found({}, {}, {})
        _walk(element, self._steps, found.texts, found)
        return found

    def _insert(self, steps: Any, path: list[str], name: str) -> None:
        first, *rest = path
        tag = f"{{{self._namespace}}}{first.rstrip('*@')}"
        if not rest:
            steps[tag] = (
                _Several(name)
                if first.endswith("*")
                else _Amount(name, f"{name}/@Ccy")
                if first.endswith("@")
                else name
            )
        elif first.endswith("*"):
            group = steps.setdefault(tag, _Group(first.rstrip("*"), {}))
            self._insert(group.steps, rest, name)
        else:
            self._insert(steps.setdefault(tag, {}), rest, name)


def _walk(element: etree._Element, steps: _Steps, texts: dict[str, str], found: Found) -> None:
    # A slice is the fastest way to all children; the parser has removed comments, so each has a name.
    for child in element[:]:  # type: ignore[index]  # lxml-stubs lacks slices
        step = steps.get(child.tag)
        if step is None:
            continue
        if type(step) is str:
            if (text := child.text) and step not in texts and (text := text.strip()):
                texts[step] = text
        elif type(step) is dict:
            _walk(child, step, texts, found)
        elif isinstance(step, _Group):
            group: dict[str, str] = {}
            _walk(child, step.steps, group, found)
            found.groups.setdefault(step.path, []).append(group)
        elif isinstance(step, _Several):
            if text := (child.text or "").strip():
                found.several.setdefault(step.path, []).append(text)
        elif isinstance(step, _Amount) and step.path not in texts:
            texts[step.path] = (child.text or "").strip()
            texts[step.currency] = child.get("Ccy", "")
