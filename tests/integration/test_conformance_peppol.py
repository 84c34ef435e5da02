"""Peppol rules against the published results of the official ones: the same rules, as often, on every document.

The documents and results lie beside the project, in ``../shared/conformance``; without them there is nothing to hold
against.
"""

import copy
import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from gateway.nodes import Document
from gateway.rules.peppol import BILLING, SELF_BILLING
from gateway.rules.rule_set import Assertions

CONFORMANCE = Path(__file__).resolve().parents[3] / "shared" / "conformance"
EINVOICE = CONFORMANCE / "einvoice"

pytestmark = pytest.mark.integration

if not EINVOICE.is_dir():
    pytest.skip("the conformance data (../shared/conformance) is not here", allow_module_level=True)

_PARSER = etree.XMLParser(remove_comments=True, remove_pis=True)
_BARE_PARSER = etree.XMLParser(remove_comments=True, remove_pis=True, remove_blank_text=True)


@cache
def _tree(path: Path, parser: etree.XMLParser) -> etree._Element:
    return etree.parse(path, parser).getroot()


def _fired(rules: Assertions[Any], root: etree._Element) -> dict[str, int]:
    return dict(Counter(failure.assertion.code for failure in rules.failures(Document(root))))


def _records(name: str) -> Iterator[dict[str, Any]]:
    with (EINVOICE / name).open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def _unit_document(record: dict[str, Any]) -> etree._Element:
    tests = [each for each in _tree(EINVOICE / record["file"], _PARSER) if _name(each) == "test"]
    return next(each for each in tests[record["index"]] if _name(each) in ("Invoice", "CreditNote"))


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


def _mutant(record: dict[str, Any]) -> etree._Element:
    root = copy.deepcopy(_tree(CONFORMANCE / record["base"], _BARE_PARSER))
    changed = root
    for index in record["path"]:
        changed = changed[index]
    match record["op"]:
        case "delete":
            parent = changed.getparent()
            assert parent is not None
            parent.remove(changed)
        case "duplicate":
            changed.addnext(copy.deepcopy(changed))
        case "text":
            changed.text = record["value"]
        case "attribute":
            name, value = record["value"]
            if value is None:
                changed.attrib.pop(name, None)
            else:
                changed.set(name, value)
    return root


def _differences(found: Iterator[tuple[dict[str, Any], dict[str, int]]]) -> list[tuple[Any, dict[str, int]]]:
    return [(record, fired) for record, fired in found if fired != record["peppol"]]


def test_the_unit_documents_of_the_rule_makers_break_the_same_rules() -> None:
    judged = [(record, _fired(BILLING, _unit_document(record))) for record in _records("unit-fired.jsonl")]
    assert len(judged) == 1674
    # Where the official rules stop with an error there is nothing to compare, but something is wrong.
    assert all(fired for record, fired in judged if record["peppol"] is None)
    assert _differences(pair for pair in iter(judged) if pair[0]["peppol"] is not None) == []


def test_changed_documents_break_the_same_rules() -> None:
    judged = [(record, _fired(BILLING, _mutant(record))) for record in _records("mutants.jsonl") if record["xsd"]]
    assert len(judged) > 2000
    assert all(fired for record, fired in judged if record["peppol"] is None)
    assert _differences(pair for pair in iter(judged) if pair[0]["peppol"] is not None) == []


def test_documents_that_the_schema_refuses_are_judged_without_an_error() -> None:
    for record in _records("mutants.jsonl"):
        if not record["xsd"]:
            BILLING.findings(Document(_mutant(record)))


def test_self_billing_examples_break_no_rule() -> None:
    examples = sorted((EINVOICE / "documents" / "peppol-selfbilling").iterdir())
    assert len(examples) == 9
    assert [_fired(SELF_BILLING, _tree(example, _PARSER)) for example in examples] == [{}] * 9
