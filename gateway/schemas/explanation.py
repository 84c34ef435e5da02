"""What a schema says against a document, in findings a person can act on.

libxml2 gives the verdict and an English text with Clark names. This module finds the element meant, writes
its path with prefixes, sorts the fault into a few kinds, and takes out the value found and what was expected.
"""

import re
from collections.abc import Iterable

from lxml import etree

from gateway.findings import Finding, Place, finding
from gateway.nodes import line_of, path_of, short_name

MAXIMUM_SHOWN = 50
REQUIRED_ATTRIBUTE = "det måste finnas på {}"
FORBIDDEN_ATTRIBUTE = "det får inte finnas på {}"

# Not {3,4} of a pattern: a count is no namespace.
_CLARK_NAME = re.compile(r"\{(?![\d,]+\})([^{}]*)\}([^\W\d](?:[\w.-]*\w)?)")
_EXPECTED = re.compile(r"Expected is (?:one of )?\((.*)\)", re.DOTALL)
_ATTRIBUTE = re.compile(r"[Tt]he attribute '([^']+)'")
_FACET = re.compile(r"\[facet '([^']+)'\] (?:The value )?('.*?'(?= |$))?(.*)", re.DOTALL)
_INVALID_VALUE = re.compile(r"'(.*)' is not a valid value of the (?:\w+ )*type(?: '([^']+)')?", re.DOTALL)
_ELEMENT_FAULTS = {
    "Missing child element": "XML-SCHEMA-ELEMENT-MISSING",
    "is not expected": "XML-SCHEMA-ELEMENT-UNEXPECTED",
    "No matching global": "XML-SCHEMA-ROOT",
}
_TYPE_WORDS = {
    "xs:date": "datum ÅÅÅÅ-MM-DD",
    "xs:dateTime": "datum och tid ÅÅÅÅ-MM-DDThh:mm:ss",
    "xs:time": "klockslag hh:mm:ss",
    "xs:integer": "heltal",
    "xs:decimal": "tal med punkt som decimaltecken",
    "xs:boolean": "true / false",
    "xs:base64Binary": "base64",
}
# UBL derives its types without naming them, but the names of its elements end in the kind of value.
_KINDS_BY_ENDING = {
    "Amount": "xs:decimal",
    "Quantity": "xs:decimal",
    "Percent": "xs:decimal",
    "Numeric": "xs:decimal",
    "Date": "xs:date",
    "Time": "xs:time",
    "Indicator": "xs:boolean",
    "BinaryObject": "xs:base64Binary",
}


def explain(root: etree._Element, log: etree._ListErrorLog) -> list[Finding]:
    """Findings from the error log of a schema asked about `root`; at most MAXIMUM_SHOWN, then a total."""
    return _explain(list(log), root)


def explain_log(log: Iterable[etree._LogEntry], total: int) -> list[Finding]:
    """Findings from an error log alone, when the document is no longer there; lines and paths are unknown."""
    return _explain(list(log), None, total)


def _explain(log: list[etree._LogEntry], root: etree._Element | None, total: int | None = None) -> list[Finding]:
    findings: list[Finding] = []
    namespaces = _prefixes_in(root)
    places: set[tuple[str, int]] = set()
    for entry in log:
        place = (entry.path or "", entry.line)
        # libxml2 says a bad value twice: first the rule it breaks, then the type.
        if root is not None and place in places and "is not a valid value of" in entry.message:
            continue
        places.add(place)
        if len(findings) == MAXIMUM_SHOWN:
            findings.append(finding("XML-SCHEMA-MORE", value=total or len(log), expected=MAXIMUM_SHOWN))
            break
        findings.append(_explained(entry, root, namespaces))
    return findings


def _explained(entry: etree._LogEntry, root: etree._Element | None, namespaces: dict[str, str]) -> Finding:
    element = None if root is None else _element(entry, root, namespaces)
    message = entry.message.partition(": ")[2] or entry.message
    name = _name_in(entry.message)
    line = line_of(element) or entry.line or None
    place = Place(line=line, record=name, path="" if element is None else path_of(element, root))
    if attribute := _ATTRIBUTE.search(message):
        attribute_name = prefixed(attribute.group(1))
        words = REQUIRED_ATTRIBUTE if "is required" in message else FORBIDDEN_ATTRIBUTE
        return finding("XML-SCHEMA-ATTRIBUTE", place=place, value=attribute_name, expected=words.format(name))
    if match := re.search(r"attribute '([^']+)'", entry.message.partition(":")[0]):
        place = Place(line=line, record=name, path=f"{place.path}/@{match.group(1)}")
    expected = _EXPECTED.search(message)
    wanted = prefixed(expected.group(1).strip()) if expected else ""
    for sign, code in _ELEMENT_FAULTS.items():
        if sign in message:
            return finding(code, place=place, value=name, expected=wanted or "–")
    if invalid := _INVALID_VALUE.search(message):
        expected_kind = kind_in_words(invalid.group(2) or "", name)
        return finding("XML-SCHEMA-VALUE", place=place, value=invalid.group(1), expected=expected_kind)
    if facet := _FACET.search(message):
        value = (facet.group(2) or "").strip("'") or (element.text if element is not None else "")
        return finding("XML-SCHEMA-VALUE", place=place, value=value, expected=_facet(facet.group(1), facet.group(3)))
    return finding("XML-SCHEMA-STRUCTURE", place=place, value=_plain(message))


def kind_in_words(kind: str, name: str) -> str:
    """The values of a type, such as ``xs:date``, in words; without a name, by the end of an element's name."""
    kind = kind or next((value for ending, value in _KINDS_BY_ENDING.items() if name.endswith(ending)), "")
    return _TYPE_WORDS.get(kind, prefixed(kind)) or name


def _element(entry: etree._LogEntry, root: etree._Element, namespaces: dict[str, str]) -> etree._Element | None:
    path = (entry.path or "").partition("/@")[0]
    try:
        found = etree.ElementTree(root).xpath(path, namespaces=namespaces) if path else []
    except etree.XPathError:
        return None
    if not isinstance(found, list) or not found or not isinstance(found[0], etree._Element):
        return None
    # A prefix that is bound twice in the document can lead the path astray; the line tells.
    return found[0] if entry.line in (0, found[0].sourceline) else None


def _prefixes_in(root: etree._Element | None) -> dict[str, str]:
    prefixes: dict[str, str] = {}
    if root is not None:
        for element in root.iter(etree.Element):
            if element.prefix:
                prefixes.setdefault(element.prefix, etree.QName(element).namespace or "")
    return prefixes


def _facet(name: str, rest: str) -> str:
    listed = re.search(r"set \{(.*)\}", rest, re.DOTALL)
    if listed:
        return listed.group(1).replace("'", "")
    pattern = re.search(r"pattern '(.*)'", rest, re.DOTALL)
    return pattern.group(1) if pattern else f"{name}: {_plain(rest)}"


def _name_in(message: str) -> str:
    match = _CLARK_NAME.search(message)
    return short_name(match.group(0)) if match else ""


def prefixed(text: str) -> str:
    """A text with each Clark name in it as people write it."""
    return _CLARK_NAME.sub(lambda match: short_name(match.group(0)), text)


def _plain(message: str) -> str:
    return prefixed(message).strip().rstrip(".")
