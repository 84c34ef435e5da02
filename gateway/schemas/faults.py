"""What xmlschema's errors mean, as findings in plain words.

xmlschema's message names classes of its own; what a person needs is on the error: the component of the schema
that was broken, the element it was about, and the children that were possible.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import islice
from typing import Any

from lxml import etree
from xmlschema import XMLSchemaChildrenValidationError, XMLSchemaValidationError
from xmlschema.validators import (
    XsdAttributeGroup,
    XsdElement,
    XsdEnumerationFacets,
    XsdFacet,
    XsdGroup,
    XsdPatternFacets,
    XsdType,
)

from gateway.findings import Finding, Place, finding
from gateway.nodes import line_of, path_of, short_name
from gateway.schemas.explanation import (
    FORBIDDEN_ATTRIBUTE,
    MAXIMUM_SHOWN,
    REQUIRED_ATTRIBUTE,
    kind_in_words,
    prefixed,
)

_MAXIMUM_NAMES = 8
_LIMITS = {
    "XsdLengthFacet": "exakt {} tecken",
    "XsdMinLengthFacet": "minst {} tecken",
    "XsdMaxLengthFacet": "högst {} tecken",
    "XsdMinInclusiveFacet": "minst {}",
    "XsdMaxInclusiveFacet": "högst {}",
    "XsdMinExclusiveFacet": "mer än {}",
    "XsdMaxExclusiveFacet": "mindre än {}",
    "XsdTotalDigitsFacet": "högst {} siffror",
    "XsdFractionDigitsFacet": "högst {} decimaler",
}
_STRUCTURES = {
    "character data between child elements not allowed": "text får inte stå mellan elementen i {}",
    "a simple content element can't have child elements": "{} får inte innehålla andra element",
    "character data is not allowed because content is empty": "{} ska vara tomt",
    "element is not nillable": "{} får inte ha xsi:nil",
}
_QUOTED = re.compile(r"'([^']+)'")
_IN_ATTRIBUTE = re.compile(r"attribute (\S+?)=")
_FIXED = re.compile(r"must have the fixed value '(.*)'", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Fault:
    """A fault before it is written out: `element` is the one meant, `at` the one on whose line it shows."""

    code: str
    element: etree._Element
    at: etree._Element
    value: str
    expected: str = ""
    attribute: str = ""


def explain_errors(
    errors: Sequence[XMLSchemaValidationError], root: etree._Element, others: Sequence[Finding] = ()
) -> list[Finding]:
    """Findings in document order; at most MAXIMUM_SHOWN of them, then how many there are.

    `others` are findings about elements that xmlschema was not asked about.
    """
    faults = _in_document_order(_joined([*_faults(errors, root)]), root)
    total = len(faults) + len(others)
    found = [_finding(fault, root) for fault in faults[:MAXIMUM_SHOWN]]
    found = sorted([*found, *others], key=lambda each: each.place.line or 0)[:MAXIMUM_SHOWN]
    if total > MAXIMUM_SHOWN:
        found.append(finding("XML-SCHEMA-MORE", value=total, expected=MAXIMUM_SHOWN))
    return found


def _faults(errors: Sequence[XMLSchemaValidationError], root: etree._Element) -> Iterator[_Fault]:
    parents: dict[etree._Element, list[XMLSchemaChildrenValidationError]] = {}
    for error in errors:
        element: Any = root if error.elem is None else error.elem
        if isinstance(error, XMLSchemaChildrenValidationError):
            parents.setdefault(element, []).append(error)
        else:
            yield _content_fault(error, element)
    for parent, wrong in parents.items():
        yield from _Children(parent, wrong[0].validator).faults(wrong)


def _content_fault(error: XMLSchemaValidationError, element: etree._Element) -> _Fault:
    """A fault in one element's own attributes or content."""
    reason = error.reason or ""
    name = short_name(element.tag)
    match error.validator:
        case XsdAttributeGroup():
            words = REQUIRED_ATTRIBUTE if reason.startswith("missing") else FORBIDDEN_ATTRIBUTE
            quoted = _QUOTED.search(reason)
            attribute = prefixed(quoted.group(1)) if quoted else ""
            return _Fault("XML-SCHEMA-ATTRIBUTE", element, element, attribute, words.format(name))
        case XsdFacet() | XsdType() as validator:
            return _value_fault(element, reason, _wanted(validator, name))
    if fixed := _FIXED.search(reason):
        return _value_fault(element, reason, fixed.group(1))
    if "is not an element of the schema" in reason:
        return _Fault("XML-SCHEMA-ROOT", element, element, name)
    words = _STRUCTURES.get(reason, "")
    return _Fault("XML-SCHEMA-STRUCTURE", element, element, words.format(name) or prefixed(reason).rstrip("."))


def _value_fault(element: etree._Element, reason: str, expected: str) -> _Fault:
    attribute = ""
    value = element.text or ""
    if match := _IN_ATTRIBUTE.match(reason):
        attribute = match.group(1)
        name = attribute.rpartition(":")[2]
        values = (text for key, text in element.attrib.items() if etree.QName(key).localname == name)
        value = str(next(values, ""))
    return _Fault("XML-SCHEMA-VALUE", element, element, value.strip(), expected, attribute)


def _wanted(validator: XsdFacet | XsdType, name: str) -> str:
    """The form that a part of a simple type asks for."""
    if isinstance(validator, XsdEnumerationFacets):
        return _list([str(value) for value in validator.enumeration], maximum=3 * _MAXIMUM_NAMES)
    if isinstance(validator, XsdPatternFacets):
        return "mönstret " + " eller ".join(validator.regexps)
    if limit := _LIMITS.get(type(validator).__name__):
        return limit.format(getattr(validator, "value", ""))
    return kind_in_words(getattr(validator, "prefixed_name", "") or "", name)


class _Children:
    """The children of one element, held against what its type allows."""

    def __init__(self, parent: etree._Element, group: Any) -> None:
        self._parent = parent
        self._children = list(parent)
        self._counts = Counter(child.tag for child in self._children)
        self._possible: dict[str, int] = {}
        self._most: dict[str, int | None] = {}
        for place, particle in enumerate(group.iter_elements()):
            if particle.name:
                self._possible.setdefault(particle.name, place)
                self._most.setdefault(particle.name, particle.max_occurs)
        self._meant: dict[str, list[str]] = {}
        self._missing = [tag for tag in _required(group) if not self._counts[tag]]

    def faults(self, errors: Sequence[XMLSchemaChildrenValidationError]) -> Iterator[_Fault]:
        for error in errors:
            if fault := self._fault(error):
                yield fault
        for tag in self._missing:
            yield self._lack([tag], self._next_after(self._possible[tag]))

    def _fault(self, error: XMLSchemaChildrenValidationError) -> _Fault | None:
        expected = [particle.name for particle in error.expected or () if particle.name]
        if error.index >= len(self._children):
            return None if self._will_be_told(expected) else self._lack(expected, self._parent)
        child = self._children[error.index]
        if child.tag not in self._possible:
            return self._unknown(child, expected)
        minimum = error.particle.min_occurs
        if minimum > error.occurs and not any(self._counts[tag] for tag in expected):
            return None if self._will_be_told(expected) else self._lack(expected, child)
        return self._misplaced(child, expected)

    def _unknown(self, child: etree._Element, expected: list[str]) -> _Fault:
        """A name that the type does not have; when it looks like one that it has, that one is named alone."""
        if not expected and child.tag in self._meant:
            expected = self._meant[child.tag]
        else:
            names = {short_name(tag): tag for tag in expected or self._possible if not self._counts[tag]}
            if meant := get_close_matches(short_name(child.tag), names, n=1, cutoff=0.8):
                expected = [names[meant[0]]]
            self._meant[child.tag] = expected
        # What stands here under a wrong name is not missing as well.
        if len(expected) == 1 and expected[0] in self._missing:
            self._missing.remove(expected[0])
        return self._unexpected(child, _names(expected))

    def _misplaced(self, child: etree._Element, expected: list[str]) -> _Fault:
        most = self._most[child.tag]
        if most is not None and self._counts[child.tag] > most:
            return self._unexpected(child, f"högst {most} {short_name(child.tag)}")
        return self._unexpected(child, _names(expected) or "en annan ordning")

    def _unexpected(self, child: etree._Element, expected: str) -> _Fault:
        name = short_name(child.tag)
        return _Fault("XML-SCHEMA-ELEMENT-UNEXPECTED", child, child, name, expected or "–")

    def _lack(self, expected: list[str], at: etree._Element) -> _Fault:
        name = short_name(self._parent.tag)
        return _Fault("XML-SCHEMA-ELEMENT-MISSING", self._parent, at, name, _names(expected) or "–")

    def _will_be_told(self, expected: list[str]) -> bool:
        return any(tag in self._missing for tag in expected)

    def _next_after(self, place: int) -> etree._Element:
        following = (child for child in self._children if self._possible.get(child.tag, -1) > place)
        return next(following, self._parent)


def _required(group: XsdGroup) -> Iterator[str]:
    """The elements that must always be there, those of a choice not among them."""
    if group.model == "choice":
        return
    for particle in group:
        if particle.min_occurs and isinstance(particle, XsdElement) and particle.name:
            yield particle.name
        elif particle.min_occurs and isinstance(particle, XsdGroup):
            yield from _required(particle)


def _joined(faults: Sequence[_Fault]) -> list[_Fault]:
    """The same faults, with all that is wrong with one value told as one."""
    kept: dict[object, _Fault] = {}
    for number, fault in enumerate(faults):
        is_value = fault.code == "XML-SCHEMA-VALUE"
        key: object = (fault.element, fault.attribute) if is_value else number
        known = kept.get(key)
        if known is None:
            kept[key] = fault
        elif fault.expected not in known.expected:
            kept[key] = replace(known, expected=f"{known.expected}; {fault.expected}")
    return list(kept.values())


def _in_document_order(faults: list[_Fault], root: etree._Element) -> list[_Fault]:
    wanted = {fault.at for fault in faults}
    positions = {element: number for number, element in enumerate(root.iter()) if element in wanted}
    return sorted(faults, key=lambda fault: positions.get(fault.at, 0))


def _finding(fault: _Fault, root: etree._Element) -> Finding:
    path = path_of(fault.element, root) + (f"/@{fault.attribute}" if fault.attribute else "")
    place = Place(line=line_of(fault.at), record=short_name(fault.element.tag), path=path)
    return finding(fault.code, place=place, value=fault.value, expected=fault.expected)


def _names(tags: Sequence[str]) -> str:
    return _list([short_name(tag) for tag in tags], maximum=_MAXIMUM_NAMES)


def _list(words: Sequence[str], *, maximum: int) -> str:
    return ", ".join(islice(words, maximum)) + (" …" if len(words) > maximum else "")
