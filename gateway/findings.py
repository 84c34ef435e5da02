"""Findings: problems in data, as values.

A finding says what is wrong, where, what was found and expected, and what to do. Its texts come from the
catalogue (`gateway.catalogue`), so one finding can be shown in Swedish or English. Exceptions are for faults of
the gateway or the machine, never for a bad file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Literal

from gateway.catalogue import CATALOGUE, Code, Scope, Severity
from gateway.catalogue.terms import term_name

Language = Literal["sv", "en"]

MASK = "••••••"

_NOTHING = "–"
"""What stands in a text for a word that is empty or not known."""

_SHOWN_LENGTH = 200
_NAMES_OF_FIELDS = ("field", "term", "within")
"""Details that say which field a finding is about, and nothing of what it holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in a file something stands. Every part may be unknown.

    `line` is 1-based; `record` names the record or element kind (``TK20``, ``#TRANS``, ``cac:InvoiceLine``);
    `position` is a 1-based inclusive range or a column name; `path` is an XPath with prefixes, from the root of
    its document. `document` numbers the documents of a file from 1; it is 0 where a format has none.
    """

    line: int | None = None
    record: str = ""
    position: str = ""
    path: str = ""
    document: int = 0

    def text(self, language: Language = "sv") -> str:
        """The place in words, shortest useful form first: ``rad 14, TK20, position 38-55``.

        A record that the path ends in is not said twice.
        """
        words = {"sv": ("rad", "position"), "en": ("line", "position")}[language]
        parts = []
        if self.line is not None:
            parts.append(f"{words[0]} {self.line}")
        if self.record and self.record != self.path.rpartition("/")[2].partition("[")[0]:
            parts.append(self.record)
        if self.position:
            parts.append(f"{words[1]} {self.position}")
        if self.path:
            parts.append(self.path)
        return ", ".join(parts)


NOWHERE = Place()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One problem found in a file. Make it with `finding()`, which fills in what the catalogue says.

    `entry` holds the texts of a code that is not in the catalogue: a rule that staff wrote brings its own. `withholds`
    says that what it is about could not be made, so that no route can let it through with a warning.
    """

    code: str
    severity: Severity
    scope: Scope
    place: Place = NOWHERE
    value: str = ""
    expected: str = ""
    about: str = ""
    details: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    entry: Code | None = None
    withholds: bool = False

    @property
    def rejects(self) -> bool:
        """Whether this finding stops what it is about from being delivered."""
        return self.severity.rejects

    @property
    def rejects_file(self) -> bool:
        """Whether this finding stops the whole file."""
        return self.rejects and self.scope is Scope.FILE

    @property
    def leaves_out(self) -> bool:
        """Whether what it is about is left out of the delivery, without anything being wrong."""
        return (self.entry or CATALOGUE[self.code]).leaves_out

    def title(self, language: Language = "sv") -> str:
        """The heading under which an error list groups this finding."""
        entry = self.entry or CATALOGUE[self.code]
        return entry.title_sv if language == "sv" else entry.title_en

    def text(self, language: Language = "sv") -> str:
        """What is wrong, for a person."""
        entry = self.entry or CATALOGUE[self.code]
        return self._fill(entry.text_sv if language == "sv" else entry.text_en, language)

    def action(self, language: Language = "sv") -> str:
        """What to do about it."""
        entry = self.entry or CATALOGUE[self.code]
        return self._fill(entry.action_sv if language == "sv" else entry.action_en, language)

    def in_document(self, number: int) -> "Finding":
        """The same finding, about a document of the file by its number."""
        return replace(self, place=replace(self.place, document=number))

    def masked(self) -> "Finding":
        """The same finding without anything that could identify a person with protected identity."""
        return replace(
            self,
            value=MASK if self.value else "",
            about=MASK if self.about else "",
            details=MappingProxyType(
                {name: word if name in _NAMES_OF_FIELDS else MASK for name, word in self.details.items()}
            ),
        )

    def as_dict(self, language: Language = "sv") -> dict[str, Any]:
        """The finding as plain data, for JSON and for the findings log."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "scope": self.scope.value,
            "title": self.title(language),
            "text": self.text(language),
            "action": self.action(language),
            "about": self.about,
            "line": self.place.line,
            "record": self.place.record,
            "position": self.place.position,
            "path": self.place.path,
            "document": self.place.document,
            "value": self.value,
            "expected": self.expected,
            "details": dict(self.details),
        }

    def field(self, language: Language = "sv") -> str:
        """The field of the finding by its EN 16931 name, with its number: ``Fakturanummer (BT-1)``.

        What has no name there is named by its record, and by the term it stands within if there is one:
        ``cbc:WebsiteURI under Säljare (BG-4)``.
        """
        if term := self.details.get("term"):
            return f"{term_name(term, language)} ({term})"
        if term := self.details.get("within"):
            return f"{self._record()} under {term_name(term, language)} ({term})"
        return self._record()

    def _record(self) -> str:
        """The record; an attribute with the element that it stands on."""
        record = self.place.record
        if not record.startswith("@"):
            return record
        element = self.place.path.split("/")[-2:-1]
        return "/".join([*(name.partition("[")[0] for name in element), record])

    def _fill(self, template: str, language: Language) -> str:
        words = {"field": self.field(language), **self.details}
        words |= {"value": self.value or _NOTHING, "expected": self.expected or _NOTHING, "about": self.about}
        return template.format_map(_Words(words))


class _Words(dict[str, str]):
    """Words for a text template; a word that a finding lacks leaves `_NOTHING`, never a traceback."""

    def __missing__(self, key: str) -> str:
        return _NOTHING


def finding(
    code: str | Code,
    *,
    place: Place = NOWHERE,
    value: object = "",
    expected: object = "",
    about: str = "",
    severity: Severity | None = None,
    scope: Scope | None = None,
    **details: object,
) -> Finding:
    """A finding with the severity and scope that the catalogue gives its code, unless told otherwise.

    A `Code` in place of its name is one that the catalogue does not know. Raises KeyError for a name that the
    catalogue does not have: that is our fault, not the file's.
    """
    own = code if isinstance(code, Code) else None
    entry = own or CATALOGUE[str(code)]
    return Finding(
        code=entry.code,
        severity=severity or entry.severity,
        scope=scope or entry.scope,
        place=place,
        value=shown(value),
        expected=shown(expected),
        about=shown(about),
        details=MappingProxyType({name: shown(word) for name, word in details.items()}),
        entry=own,
    )


def shown(value: object) -> str:
    """A value from a file as text that is safe to show: control characters made visible, length capped."""
    text = "" if value is None else str(value)
    if not text.isprintable():
        text = "".join(
            character if character.isprintable() else f"\\x{ord(character):02x}"
            for character in text[: _SHOWN_LENGTH + 1]
        )
    return text if len(text) <= _SHOWN_LENGTH else text[:_SHOWN_LENGTH] + "…"
