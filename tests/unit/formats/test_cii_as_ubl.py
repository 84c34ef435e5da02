"""Cross Industry Invoices written as UBL: what was read from one syntax says the same in the other."""

import dataclasses
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from gateway.findings import Place
from gateway.formats import ubl_invoice
from gateway.formats.attachment_content import contents_of
from gateway.formats.ubl_values import NOT_AVAILABLE
from gateway.formats.ubl_writer import write_invoice
from gateway.messages.invoice import Invoice
from gateway.nodes import Document
from tests.cii_documents import EXAMPLES, STORE, changed, invoice_of, needs_examples, needs_schemas, parsed

pytestmark = [pytest.mark.unit, needs_schemas]

HIDDEN = ("content", "document", "faults")


def said(part: Any) -> Any:
    """A message part as plain values, without what tells where it came from."""
    if isinstance(part, list):
        return [said(item) for item in part]
    if isinstance(part, Place) or not dataclasses.is_dataclass(part):
        return None if isinstance(part, Place) else part
    names = [field.name for field in dataclasses.fields(part) if field.name not in HIDDEN]
    return {name: said(getattr(part, name)) for name in names}


def as_ubl(invoice: Invoice) -> etree._Element:
    """The UBL document that an invoice is written as; it is valid."""
    contents = {attachment.sha256: content for attachment, content in contents_of(invoice)}
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


@needs_examples
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_of_cen_say_the_same_in_ubl(path: Path) -> None:
    invoice = invoice_of(parsed(path.read_bytes()))
    again = ubl_invoice.read_invoice(Document(as_ubl(invoice)))
    assert said(again) == said(with_what_ubl_demands(invoice))
