"""An e-invoice changed at random has a verdict that follows from its findings, and no rule breaks down over it."""

import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from gateway.nodes import Document, path_of
from gateway.rules import en16931, peppol, svefaktura
from gateway.schemas import SchemaStore
from tests import einvoices
from tests.verdicts import assert_shown, assert_told, judged

pytestmark = pytest.mark.integration

CII = Path(__file__).resolve().parents[1] / "unit" / "formats" / "cii-all-terms.xml"


def _samples() -> list[etree._Element]:
    parser = etree.XMLParser(remove_comments=True, remove_pis=True, remove_blank_text=True)
    roots = [etree.parse(path, parser).getroot() for path in (*sorted(einvoices.SAMPLES.glob("*.xml")), CII)]
    return [*roots, etree.fromstring(einvoices.svefaktura(), parser)]


TREES = _samples()
RULES: tuple[Any, ...] = (en16931.ASSERTIONS, peppol.BILLING, svefaktura.ASSERTIONS)
TEXTS = ["", " ", "0", "-1", "1.005", ".", "-", "NaN", "1e5", "9" * 199, "9" * 300, "0." + "0" * 198, "١٢", "²", "é😀"]
TEXTS += ["S", "E", "AE", "O", "VAT", "SWT", "SE", "NO", "DK", "IS", "NL", "DE", "GR", "IT", "XX", "SEK", "EUR", "380"]
TEXTS += ["2026-13-45", "2026-01-31", "0000-01-01", "20260131", "true", "1", "A#AAI#b", "#", "{value}", "%s", "{", "::"]
TEXTS += ["SE556000001201", "SE", "0192", "0007", "0088", "urn:x", "x" * 3000, "\u202e\u00a0", "#SKONTO#TAGE=14#\n"]
ATTRIBUTES = ["schemeID", "currencyID", "amountCurrencyID", "unitCode", "listID", "name", "mimeCode", "{urn:x}y"]
Change = st.tuples(
    st.sampled_from(["delete", "duplicate", "text", "attribute", "move"]),
    st.integers(0, 10_000),
    st.integers(0, 10_000),
    st.sampled_from(TEXTS),
    st.sampled_from(ATTRIBUTES),
)


def change(root: etree._Element, operation: str, index: int, other: int, text: str, attribute: str) -> None:
    elements = list(root.iter(etree.Element))[1:]
    if not elements:
        return
    element, target = elements[index % len(elements)], elements[other % len(elements)]
    parent = element.getparent()
    assert parent is not None
    if operation == "delete":
        parent.remove(element)
    elif operation == "duplicate":
        element.addnext(copy.deepcopy(element))
    elif operation == "text":
        element.text = text
    elif operation == "attribute":
        name = str(([*element.keys(), attribute])[other % (len(element.keys()) + 1)])
        if other % 2 and name in element.attrib:
            del element.attrib[name]
        else:
            element.set(name, text.strip("\n"))
    elif target is not element and element not in target.iterancestors():
        target.append(copy.deepcopy(element))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tree=st.sampled_from(range(len(TREES))), changes=st.lists(Change, min_size=1, max_size=6))
def test_a_document_changed_in_any_way_has_a_verdict_that_its_findings_tell(
    schemas: SchemaStore, tmp_path: Path, tree: int, changes: list[tuple[str, int, int, str, str]]
) -> None:
    root = copy.deepcopy(TREES[tree])
    for each in changes:
        change(root, *each)
    assert_told(judged(tmp_path / "ändrad.xml", etree.tostring(root), schemas))


@settings(max_examples=250, deadline=None)
@given(tree=st.sampled_from(range(len(TREES))), changes=st.lists(Change, min_size=1, max_size=6))
def test_rules_judge_nodes_that_no_schema_has_seen(tree: int, changes: list[tuple[str, int, int, str, str]]) -> None:
    root = copy.deepcopy(TREES[tree])
    for each in changes:
        change(root, *each)
    for fragment in root.iter("{*}Invoice", "{*}CreditNote", "{*}CrossIndustryInvoice"):
        document = Document(fragment)
        for rules in RULES:
            assert_shown(rules.findings(document, "1"))
        for nodes in document.by_kind.values():
            assert document.place(nodes[-1]).path == path_of(nodes[-1].element, fragment)
