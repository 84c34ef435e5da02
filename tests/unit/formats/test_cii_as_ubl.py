"""Cross Industry Invoices written as UBL: what was read from one syntax says the same in the other."""

import dataclasses
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from gateway.findings import Place
from gateway.formats import ubl_invoice
from gateway.formats.ubl_values import NOT_AVAILABLE
from gateway.formats.ubl_writer import write_invoice
from gateway.messages.invoice import Invoice
from gateway.nodes import Document
from tests.cii_documents import NAMESPACE, ROOT, STORE, changed, invoice_of, parsed

pytestmark = [
    pytest.mark.unit,
    pytest.mark.skipif(f"{NAMESPACE}::{ROOT}" in STORE.missing(), reason="run: gateway schemas install"),
]

EXAMPLES = Path(__file__).parents[4] / "shared" / "conformance" / "einvoice" / "documents" / "cii-examples"
ATTACHED = b"artikel;antal\nPAP-A4;10\n"


def said(part: Any) -> Any:
    """A message part as plain values, without what tells where it came from."""
    if isinstance(part, list):
        return [said(item) for item in part]
    if isinstance(part, Place) or not dataclasses.is_dataclass(part):
        return None if isinstance(part, Place) else part
    names = [field.name for field in dataclasses.fields(part) if field.name not in ("document", "faults")]
    return {name: said(getattr(part, name)) for name in names}


def as_ubl(invoice: Invoice) -> etree._Element:
    """The UBL document that an invoice is written as; it is valid."""
    contents = {attachment.sha256: ATTACHED for attachment in invoice.attachments}
    root = parsed(write_invoice(invoice, contents))
    assert STORE.explain(root) == []
    return root


def with_what_ubl_demands(invoice: Invoice) -> Invoice:
    """The invoice with values that CII can do without, and UBL cannot."""
    if invoice.vat_total is None:
        invoice.vat_total = Decimal(0)
    for line in invoice.lines:
        if line.gross_price is not None and line.price_discount is None:
            line.price_discount = Decimal(0)
    for instruction in invoice.payment_instructions:
        if instruction.card_number:
            instruction.card_network = NOT_AVAILABLE
    return invoice


@pytest.mark.parametrize("type_code", ["380", "381"])
def test_every_term_says_the_same_in_ubl(type_code: str) -> None:
    invoice = invoice_of(changed(("<ram:TypeCode>380<", f"<ram:TypeCode>{type_code}<")))
    again = ubl_invoice.read_invoice(Document(as_ubl(invoice)))
    assert said(again) == said(with_what_ubl_demands(invoice))


@pytest.mark.skipif(not EXAMPLES.is_dir(), reason="the conformance documents are not here")
@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.xml")), ids=lambda path: path.stem)
def test_the_examples_of_cen_say_the_same_in_ubl(path: Path) -> None:
    invoice = invoice_of(parsed(path.read_bytes()))
    invoice.attachments = []
    again = ubl_invoice.read_invoice(Document(as_ubl(invoice)))
    assert said(again) == said(with_what_ubl_demands(invoice))
