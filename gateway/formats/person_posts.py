"""What Navet and SPAR share: one pass over a file of posts about persons, whose flags of protection are honoured.

A post whose protection is set, or whose flag cannot be read, counts as protected, and every finding about it is masked.
No finding shows a name, an address or an identity number.
"""

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from lxml import etree

from gateway.findings import Finding, Place, finding
from gateway.formats.pain_stream import place_of
from gateway.messages import Part, Person, PersonReport
from gateway.schemas import iterparse_secure

_YES = frozenset({"J", "JA", "TRUE", "1"})
_NO = frozenset({"N", "NEJ", "FALSE", "0"})
_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})[T\d:.+Z-]*", re.ASCII)
_YEAR = re.compile(r"(?:19|20)\d{2}", re.ASCII)
_AMOUNT = re.compile(r"-?\d{1,11}", re.ASCII)
_SPACES = re.compile(r"\s+")


def name_of(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return etree.QName(element).localname


def first(element: etree._Element | None, *names: str) -> etree._Element | None:
    """The first element at a path of names without namespaces, or None."""
    for name in names:
        if element is None:
            return None
        element = element.find(f"{{*}}{name}")
    return element


def text_at(element: etree._Element | None, *names: str) -> str:
    """The text at a path of names without namespaces, on one line; empty where there is none."""
    found = first(element, *names)
    return "" if found is None else _SPACES.sub(" ", found.text or "").strip()


def address_of(home: etree._Element | None, abroad: etree._Element | None) -> dict[str, str]:
    """The fields of a person's address: where he or she is registered, else abroad.

    In a Swedish address the street is Utdelningsadress2, and Utdelningsadress1 is what stands before it.
    """
    if home is None:
        rest = (text_at(abroad, name) for name in ("Utdelningsadress2", "Utdelningsadress3"))
        lines = text_at(abroad, "Utdelningsadress1"), ", ".join(filter(None, rest))
    else:
        lines = text_at(home, "Utdelningsadress2"), text_at(home, "Utdelningsadress1")
    address = home if home is not None else abroad
    return {
        "care_of": text_at(address, "CareOf"),
        "address": lines[0] or lines[1],
        "address_2": lines[1] if lines[0] else "",
        "zip_code": text_at(address, "PostNr"),
        "city": text_at(address, "Postort"),
        "country": text_at(address, "Land"),
    }


def day_of(text: str) -> datetime.date | None:
    """The day that a text of the form YYYYMMDD or YYYY-MM-DD names, with whatever time comes after it."""
    match = _DAY.fullmatch(text)
    try:
        return datetime.date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


@dataclass(slots=True)
class Post:
    """One post while it is read: its element, and what is wrong with it."""

    element: etree._Element
    number: int
    place: Place
    faults: list[Finding] = field(default_factory=list)
    is_protected: bool = False

    def look_for_protection(self, holders: list[etree._Element | None], *, must_be_there: tuple[str, ...] = ()) -> None:
        """Set `is_protected` by the flags below the holders. `must_be_there` names flags that a post always has."""
        for name in ("Sekretessmarkering", "SkyddadFolkbokforing"):
            flags = [flag for holder in holders if holder is not None for flag in holder.findall(f"{{*}}{name}")]
            values = {(flag.text or "").strip().upper() for flag in flags}
            if values & _YES:
                self.is_protected = True
            elif values - _NO or (name in must_be_there and not values):
                self.is_protected = True
                place = place_of(flags[0]) if flags else self.place
                self.fault("PERSON-POST-PROTECTION", place, name=name, expected="JA, NEJ")

    def day(self, name: str, text: str) -> datetime.date | None:
        """A day; a warning where it cannot be read. Registers write zeros for what is not known."""
        day = day_of(text)
        if text and day is None:
            self.fault("PERSON-POST-DATE", name=name, value=text, expected="ÅÅÅÅMMDD")
        return day

    def income(self, name: str, text: str) -> Decimal | None:
        """A whole amount of kronor."""
        if text and not _AMOUNT.fullmatch(text):
            self.fault("PERSON-POST-INCOME", name=name, value=text, expected="0–99999999999")
            return None
        return Decimal(text) if text else None

    def year(self, name: str, text: str) -> int | None:
        """A year of four digits."""
        if text and not _YEAR.fullmatch(text):
            self.fault("PERSON-POST-INCOME", name=name, value=text, expected="ÅÅÅÅ")
            return None
        return int(text) if text else None

    def fault(self, code: str, place: Place | None = None, *, name: str, value: str = "", expected: str = "") -> None:
        """Note what is wrong with an element."""
        at = place or self.place
        self.faults.append(
            finding(
                code,
                place=Place(line=at.line, record=self.place.record, position=name),
                value=value,
                expected=expected,
                about=f"post nr {self.number}",
                term=name,
            )
        )

    def result(self, **values: Any) -> Iterator[Part | Finding]:
        """What is wrong with the post, and the person unless something rejects it."""
        if not values.get("identity_number"):
            self.fault("PERSON-POST-NUMBER", name="PersonId")
        yield from (fault.masked() if self.is_protected else fault for fault in self.faults)
        if not any(fault.rejects for fault in self.faults):
            yield Person(**values, is_protected=self.is_protected, number=self.number, place=self.place)


def read_posts(
    path: Path,
    names: tuple[str, ...],
    report: PersonReport,
    read_post: Callable[[Post], Iterator[Part | Finding]],
    heads: Mapping[str, Callable[[str], None]],
) -> Iterator[Part | Finding]:
    """The report and its persons, with findings in between. Raises OSError.

    `names` are those of the elements that hold one post. `heads` take the texts of elements before the first post.
    """
    number = 0
    tags = tuple(f"{{*}}{name}" for name in (*names, *heads))
    waiting: PersonReport | None = report
    for item in iterparse_secure(path, tags):
        if isinstance(item, Finding):
            yield item
            return
        name = name_of(item)
        if name in heads:
            if waiting:
                heads[name]((item.text or "").strip())
            continue
        if waiting:
            waiting.place = place_of(item)
            yield waiting
            waiting = None
        number += 1
        yield from read_post(Post(item, number, place_of(item)))
    if waiting:
        yield waiting
