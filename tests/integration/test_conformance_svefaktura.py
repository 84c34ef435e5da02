"""Given the official verdicts on a thousand changed Svefakturor, the gateway's own schema and rules give the same.

The data lies beside the project and is not part of it; where it is not there, these tests are skipped.
"""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from gateway.conformance.data import mutants
from gateway.nodes import Document
from gateway.rules.svefaktura import ASSERTIONS
from gateway.schemas import SchemaStore
from tests.conftest import PROJECT

pytestmark = pytest.mark.integration

CONFORMANCE = PROJECT.parent / "shared" / "conformance"
MUTANTS = "svefaktura/mutants.jsonl"
DOCUMENTS = sorted((CONFORMANCE / "svefaktura").glob("*/*.xml"))
INVALID = ("support-ui-empty-amounts-invalid.xml", "missing_BuyerParty.xml")

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(not (CONFORMANCE / MUTANTS).is_file(), reason="the conformance data is not here"),
]


@pytest.fixture(scope="module")
def schemas() -> SchemaStore:
    return SchemaStore(PROJECT / "xsd")


def judged() -> Iterator[tuple[str, etree._Element, dict[str, Any]]]:
    """Each mutant: its name, its root element and its official verdict."""
    with (CONFORMANCE / MUTANTS).open(encoding="utf-8") as lines:
        for case, line in zip(mutants(CONFORMANCE, MUTANTS, ("sfti",)), lines, strict=True):
            yield case.name, case.root, json.loads(line)


def is_valid(schemas: SchemaStore, element: etree._Element) -> bool:
    name = etree.QName(element)
    return schemas.schema(name.namespace or "", name.localname).validate(element)


def fired(element: etree._Element) -> Counter[str]:
    return Counter(failure.assertion.code for failure in ASSERTIONS.failures(Document(element)))


def test_our_schema_gives_the_official_verdict_on_every_mutant(schemas: SchemaStore) -> None:
    cases = [(name, is_valid(schemas, root), official["xsd"]) for name, root, official in judged()]
    assert [case for case in cases if case[1] is not case[2]] == []
    assert {verdict for _, verdict, _ in cases} == {True, False}


def test_our_rules_fire_as_often_as_the_official_ones_on_every_mutant() -> None:
    differences = [
        (name, dict(ours), official["sfti"])
        for name, root, official in judged()
        if official["sfti"] is not None and (ours := fired(root)) != official["sfti"]
    ]
    assert differences == []


def test_where_the_official_rules_break_off_on_a_valid_mutant_there_is_a_finding_about_what_broke_them() -> None:
    broken = [fired(root) for _, root, official in judged() if official["xsd"] and official["sfti"] is None]
    assert broken
    assert all(found.keys() & {"R-22", "R-75"} for found in broken)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_our_schemas_take_every_sample_and_refuse_those_that_are_wrong_on_purpose(
    path: Path, schemas: SchemaStore
) -> None:
    root = etree.parse(path, etree.XMLParser(huge_tree=True)).getroot()
    inside = root.iter("{*}StandardBusinessDocument", "{*}Invoice", "{*}ObjectEnvelope")
    parts = [etree.fromstring(etree.tostring(part), etree.XMLParser(huge_tree=True)) for part in inside]
    refused = [etree.QName(part).localname for part in parts if not is_valid(schemas, part)]
    assert refused == (["Invoice"] if path.name.endswith(INVALID) else [])
