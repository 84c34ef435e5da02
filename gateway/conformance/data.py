"""Reading the test data: unit documents with their assertions, whole documents, and mutants of documents.

A mutant is a document and one change to it: ``path`` leads from the root by the numbers of children, and ``op`` says
what is done there. Comments, processing instructions and blank text are taken out before paths are followed.
"""

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

_TEST = "{http://difi.no/xsd/vefa/validator/1.0}test"
_DOCUMENTS = ("Invoice", "CreditNote")


@dataclass(frozen=True, slots=True)
class Case:
    """One document to be judged, and what the official artefacts said of it.

    `schema_valid` is None for a fragment, which no schema is asked about. `fired` holds the official rule ids by rule
    set; None where the official rules broke down. `expects` holds (success, error or warning; rule id) of a unit test.
    """

    name: str
    root: etree._Element
    schema_valid: bool | None
    fired: dict[str, set[str] | None]
    expects: tuple[tuple[str, str], ...] = ()


def unit_cases(folder: Path) -> Iterator[Case]:
    """Every unit document of CEN and Peppol: fragments, each made for one or two rules."""
    documents: dict[str, list[etree._Element]] = {}
    for row in _rows(folder / "einvoice" / "unit-fired.jsonl"):
        file = row["file"]
        if file not in documents:
            root = etree.parse(folder / "einvoice" / file, _parser()).getroot()
            documents[file] = [_document_in(test) for test in root.iter(_TEST)]
        yield Case(
            name=f"{file} {row['index'] + 1}",
            root=documents[file][row["index"]],
            schema_valid=None,
            fired={"cen": _fired(row["cen"]), "peppol": _fired(row["peppol"])},
            expects=tuple((kind, rule) for kind, rule in row["expect"]),
        )


def document_cases(folder: Path) -> Iterator[Case]:
    """Every whole document, with the ids of all rules it breaks."""
    for row in json.loads((folder / "einvoice" / "documents.json").read_text(encoding="utf-8")):
        yield Case(
            name=row["file"],
            root=etree.parse(folder / "einvoice" / row["file"], _parser()).getroot(),
            schema_valid=row["xsd"],
            fired={"all": {*row["fatal"], *row["warning"]}},
        )


def mutants(folder: Path, file: str, sets: tuple[str, ...]) -> Iterator[Case]:
    """Every mutant that a file lists, with its verdict by rule set."""
    bases: dict[str, etree._Element] = {}
    for row in _rows(folder / file):
        base = row["base"]
        if base not in bases:
            bases[base] = etree.parse(folder / base, _parser(without_blanks=True)).getroot()
        change = "" if row["op"] == "none" else f" {row['op']} {'/'.join(map(str, row['path']))} {row['value']}"
        yield Case(
            name=f"{base}{change}",
            root=_mutated(bases[base], row),
            schema_valid=row["xsd"],
            fired={name: _fired(row[name]) for name in sets},
        )


def _mutated(base: etree._Element, row: dict[str, Any]) -> etree._Element:
    root = copy.deepcopy(base)
    element = root
    for index in row["path"]:
        element = element[index]
    value = row["value"]
    match row["op"]:
        case "delete":
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
        case "duplicate":
            element.addnext(copy.deepcopy(element))
        case "text":
            element.text = value
        case "attribute":
            name, new = value
            if new is None:
                del element.attrib[name]
            else:
                element.set(name, new)
    return root


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _fired(fired: dict[str, int] | None) -> set[str] | None:
    return None if fired is None else set(fired)


def _document_in(test: etree._Element) -> etree._Element:
    return next(child for child in test if etree.QName(child).localname in _DOCUMENTS)


def _parser(*, without_blanks: bool = False) -> etree.XMLParser:
    return etree.XMLParser(
        remove_comments=True, remove_pis=True, remove_blank_text=without_blanks, no_network=True, resolve_entities=False
    )
