"""Values of camt messages taken out by the shape of the text around them.

What a bank writes looks alike from entry to entry: the same elements in the same order, with other values. The text
of a piece is cut where values stand; what is left, the markup, is its shape. What the values of a shape are is found
out once, by going through its tags, and kept. All later pieces of that shape are cut and looked up, which is ten
times as fast as visiting their elements, and this is most of the time that a large file takes.

It works on text that has been checked by its schema and has nothing but elements and values in it: no comments, no
instructions, no CDATA sections. `camt_plain` sees to that.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, NamedTuple

from gateway.formats.camt_names import LEAVES, Leaf

_VALUE = re.compile(r">([^<]++)</")
_TAG = re.compile(r"<(/?)([^\s<>/?!\"'=]++)([^<>]*?)(/?)>")
_CURRENCY = re.compile(r"""\sCcy\s*=\s*["']([^"']*)["']""")
_REFERENCE = re.compile(r"&(?:#x([0-9A-Fa-f]+)|#([0-9]+)|(lt|gt|amp|quot|apos));")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_trimmed = str.strip
_MOST_SHAPES = 500
_LONGEST_SHAPE = 20_000
"""Characters of markup at most that are worth remembering."""
_ROOT_DEPTH = 2
"""Elements around the header and the statements: ``Document`` and the message."""


class Found(NamedTuple):
    """Values by name: single ones, those of repeated elements, and repeated groups. Texts are trimmed.

    `elements` are the first elements of the names, as ``RmtInf``, and the first three, as ``RltdPties/Dbtr/PstlAdr``:
    what is not there need not be looked for.
    """

    texts: dict[str, str]
    several: dict[str, list[str]]
    groups: dict[str, list["Found"]]
    elements: frozenset[str]

    def text(self, *names: str) -> str:
        """The text of the first name that has any, or an empty text."""
        for name in names:
            if text := self.texts.get(name):
                return text
        return ""


_NOTHING = Found({}, {}, {}, frozenset())
_NONE: Any = {}
"""For groups and repeated elements that a shape does not have. Nobody adds to what was found."""


@dataclass(slots=True)
class _Fields:
    """Which of the values of a piece go where: by name, the numbers of values in the cut text."""

    currencies: dict[str, str] = field(default_factory=dict)
    single: dict[str, int] = field(default_factory=dict)
    several: dict[str, list[int]] = field(default_factory=dict)
    groups: dict[tuple[str, int], "_Fields"] = field(default_factory=dict)

    def add(self, leaf: Leaf, at: int, group: int, currency: str) -> None:
        """Take in the value number `at`; `group` tells its group from others of that name."""
        if leaf.group:
            fields = self.groups.setdefault((leaf.group, group), _Fields())
            fields.add(leaf._replace(group=""), at, 0, currency)
        elif leaf.is_several:
            self.several.setdefault(leaf.name, []).append(at)
        elif leaf.name not in self.single:
            self.single[leaf.name] = at
            if leaf.has_currency:
                self.currencies[f"{leaf.name}/@Ccy"] = currency

    def finder(self) -> Callable[[list[str]], Found]:
        """What takes the values of these fields out of a cut text."""
        if not (self.single or self.several or self.groups):
            return lambda cut: _NOTHING
        names, values = tuple(self.single), _getter(tuple(self.single.values()))
        currencies = self.currencies
        several = [(name, _getter(tuple(places))) for name, places in self.several.items()]
        groups = [(name, fields.finder()) for (name, _), fields in self.groups.items()]
        elements = frozenset(start for name in self._names() for start in _starts(name))

        def found(cut: list[str]) -> Found:
            texts = currencies.copy()
            texts.update(zip(names, map(_trimmed, values(cut))))  # noqa: B905  # both are made above
            if not (several or groups):
                return Found(texts, _NONE, _NONE, elements)
            in_groups: dict[str, list[Found]] = {}
            for name, find in groups:
                in_groups.setdefault(name, []).append(find(cut))
            in_several = {name: [text for value in get(cut) if (text := value.strip())] for name, get in several}
            return Found(texts, in_several, in_groups, elements)

        return found

    def _names(self) -> Iterator[str]:
        yield from self.single
        yield from self.several
        for name, _ in self.groups:
            yield name


def _starts(name: str) -> Iterator[str]:
    first, *others = name.split("/")
    yield first
    if len(others) > 1:
        yield "/".join((first, *others[:2]))


def _getter(places: tuple[int, ...]) -> Callable[[list[str]], tuple[str, ...]]:
    if len(places) > 1:
        return itemgetter(*places)
    return lambda cut: tuple([cut[place] for place in places])


class _Step(NamedTuple):
    """One thing that a piece tells: the part of the message, its values, and where its element stands in the piece.

    `part` is header, statement, entry, group or detail when the values of one are known; statement-end, entry-end
    and group-end bring the values that stood after what those hold. `at` is the number of the markup that the element
    stands in, and `lines_within` the lines in that markup before it.
    """

    part: str
    fields: _Fields
    at: int
    lines_within: int


Teller = Callable[[Found, int], None]
"""What takes in the values of a part, and the line that it stands on."""


class _Shape(NamedTuple):
    """What pieces of one shape tell: to whom, which values, and the lines before if no value has several lines."""

    tellers: tuple[tuple[Teller, Callable[[list[str]], Found], int], ...]
    steps: tuple[_Step, ...]
    open_after: tuple[str, ...]
    lines: int


class Shapes:
    """Reads the pieces of one message, in order, and tells their values.

    `statement` is the name of the element that holds entries. The parts that `tellers` are for are header, statement,
    entry, group and detail, when the values of one are known, and statement-end, entry-end and group-end for the values
    that stand after what those hold.
    """

    def __init__(self, statement: str, tellers: Mapping[str, Teller]) -> None:
        self._statement = statement
        self._tellers = tellers
        self._known: dict[tuple[str, ...], dict[str, _Shape]] = {}
        self._count = 0
        self._open: tuple[str, ...] = ()
        self._line = 1

    def tell(self, piece: str) -> None:
        """Tell what stands in a piece."""
        cut = _VALUE.split(piece)
        markup = "\0".join(cut[::2])
        try:
            shape = self._known[self._open][markup]
        except KeyError:
            shape = self._learnt(markup, cut)
        first, lines = self._line, piece.count("\n")
        self._line += lines
        self._open = shape.open_after
        if "&" in piece:
            cut[1::2] = map(_unescaped, cut[1::2])
        if lines == shape.lines:
            for teller, find, before in shape.tellers:
                teller(find(cut), first + before)
            return
        # Some value has several lines.
        for (teller, find, _), step in zip(shape.tellers, shape.steps, strict=True):
            teller(find(cut), first + step.lines_within + sum(text.count("\n") for text in cut[: step.at]))

    def _learnt(self, markup: str, cut: list[str]) -> _Shape:
        steps, open_after = _Tags(self._statement, self._open).gone_through(cut)
        lines = [text.count("\n") for text in cut[::2]]
        tellers = tuple(
            (self._tellers[step.part], step.fields.finder(), step.lines_within + sum(lines[: step.at // 2]))
            for step in steps
        )
        shape = _Shape(tellers, steps, open_after, sum(lines))
        if len(markup) <= _LONGEST_SHAPE:
            self._count += 1
            if self._count > _MOST_SHAPES:
                self._known.clear()
                self._count = 1
            self._known.setdefault(self._open, {})[markup] = shape
        return shape


class _Tags:
    """The tags of one piece, gone through to learn its shape. `path` is what is open before it."""

    def __init__(self, statement: str, path: tuple[str, ...]) -> None:
        self._statement = statement
        self._path = list(path)
        self._numbers = list(range(len(path)))
        self._next_number = len(path)
        self._currency = ""
        self._is_in_leaf = False
        self._steps: list[_Step] = []
        self._holders = [
            (depth, part) for depth in range(len(path) + 1) if (part := _part_of(path[:depth], self._statement))
        ]
        self._part = f"{self._holders[-1][1]}-end" if self._holders else ""
        self._fields = _Fields()
        self._place = (0, 0)

    def gone_through(self, cut: list[str]) -> tuple[tuple[_Step, ...], tuple[str, ...]]:
        """The steps of a cut piece, and what is open after it."""
        for number, text in enumerate(cut):
            if number % 2:
                self._value(number)
            else:
                # Cutting took the signs beside a value.
                whole = f"{'</' if number else ''}{text}{'>' if number + 1 < len(cut) else ''}"
                for tag in _TAG.finditer(whole):
                    self._tag(tag, (number, whole.count("\n", 0, tag.start())))
        self._tell()
        return tuple(self._steps), tuple(self._path)

    def _tag(self, tag: re.Match[str], place: tuple[int, int]) -> None:
        closing, name, attributes, is_empty = tag.groups()
        if not closing:
            self._start(name.rpartition(":")[2], attributes, place)
        if closing or is_empty:
            self._end()

    def _start(self, name: str, attributes: str, place: tuple[int, int]) -> None:
        self._path.append(name)
        self._numbers.append(self._next_number)
        self._next_number += 1
        self._is_in_leaf = True
        currency = _CURRENCY.search(attributes)
        self._currency = currency.group(1) if currency else ""
        if part := _part_of(tuple(self._path), self._statement):
            self._tell()
            self._holders.append((len(self._path), part))
            self._part, self._fields, self._place = part, _Fields(), place

    def _end(self) -> None:
        self._is_in_leaf = False
        if self._holders and self._holders[-1][0] == len(self._path):
            self._tell()
            _, part = self._holders.pop()
            if part in _TOLD_AT_END:
                self._steps.append(_Step(f"{part}-end", self._fields, *self._place))
            self._part = f"{self._holders[-1][1]}-end" if self._holders else ""
            self._fields = _Fields()
        if self._path:
            self._path.pop()
            self._numbers.pop()

    def _tell(self) -> None:
        """The values of the part that was begun are complete: what follows in it belongs to its end."""
        if self._part and not self._part.endswith("-end"):
            self._steps.append(_Step(self._part, self._fields, *self._place))
            self._part, self._fields = f"{self._part}-end", _Fields()

    def _value(self, number: int) -> None:
        if not (self._is_in_leaf and self._holders):
            return
        depth, part = self._holders[-1]
        leaf = LEAVES[part].get("/".join(self._path[depth:]))
        if leaf:
            group = self._numbers[depth + leaf.group_depth - 1] if leaf.group else 0
            self._fields.add(leaf, number, group, self._currency)


def _part_of(path: tuple[str, ...], statement: str) -> str:
    """Which part of a message the element at a path is, or an empty text."""
    match path[_ROOT_DEPTH:]:
        case ("GrpHdr",):
            return "header"
        case (first, *inner) if first == statement:
            return _PARTS_OF_STATEMENT.get("/".join(inner), "")
        case _:
            return ""


_PARTS_OF_STATEMENT = {
    "": "statement",
    "Ntry": "entry",
    "Ntry/NtryDtls": "group",
    "Ntry/NtryDtls/TxDtls": "detail",
    "Ntry/TxDtls": "detail",  # 001.01
}


_TOLD_AT_END = frozenset({"statement", "entry", "group"})


def _unescaped(text: str) -> str:
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _character(reference: re.Match[str]) -> str:
    hexadecimal, number, name = reference.groups()
    return _NAMED[name] if name else chr(int(hexadecimal, 16) if hexadecimal else int(number))
