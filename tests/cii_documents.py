"""A made-up Cross Industry Invoice that has every term of EN 16931, and changed copies of it."""

from pathlib import Path

import pytest
from lxml import etree

from gateway.formats.cii_invoice import read_invoice
from gateway.formats.einvoice_kinds import CII_ROOT
from gateway.messages.invoice import Invoice
from gateway.nodes import Document
from gateway.schemas import SchemaStore

NAMESPACE, ROOT = CII_ROOT[1:].split("}")
STORE = SchemaStore(Path(__file__).parent.parent / "xsd")
ALL_TERMS = (Path(__file__).parent / "unit" / "formats" / "cii-all-terms.xml").read_text(encoding="utf-8")
EXAMPLES = sorted(
    (Path(__file__).parents[2] / "shared" / "conformance" / "einvoice" / "documents" / "cii-examples").glob("*.xml")
)
"""CEN's examples of Cross Industry Invoices, where they are."""

TRANSACTION = "/rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction"
SETTLEMENT = f"{TRANSACTION}/ram:ApplicableHeaderTradeSettlement"

needs_schemas = pytest.mark.skipif(
    f"{NAMESPACE}::{ROOT}" in STORE.missing(), reason="the official schemas are missing; run: gateway schemas install"
)
needs_examples = pytest.mark.skipif(not EXAMPLES, reason="the conformance documents are not here")


def parsed(xml: str | bytes) -> etree._Element:
    """The root of a document, parsed as the gateway does."""
    parser = etree.XMLParser(remove_comments=True, remove_pis=True, resolve_entities=False)
    return etree.fromstring(xml.encode() if isinstance(xml, str) else xml, parser)


def is_valid(root: etree._Element) -> bool:
    """Whether the official schema has nothing against a document."""
    return STORE.schema(NAMESPACE, ROOT).validate(root)


def changed(*changes: tuple[str, str]) -> etree._Element:
    """The document with every occurrence of each first text replaced by the second; it is still valid."""
    xml = ALL_TERMS
    for old, new in changes:
        assert old in xml, f"{old} is not in the document"
        xml = xml.replace(old, new)
    root = parsed(xml)
    assert is_valid(root)
    return root


def without(*names: str) -> etree._Element:
    """The document without any element of some names (`ram:DirectDebitMandateID`); it is still valid."""
    root = parsed(ALL_TERMS)
    for name in names:
        found = root.findall(f".//{name}", root.nsmap)
        assert found, f"{name} is not in the document"
        for element in found:
            element.getparent().remove(element)  # type: ignore[union-attr]  # none of them is the root
    assert is_valid(root)
    return root


def invoice_of(root: etree._Element) -> Invoice:
    """The invoice read from a document."""
    return read_invoice(Document(root))
