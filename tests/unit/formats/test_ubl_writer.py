"""Invoices written as PEPPOL BIS Billing 3: valid, saying the same, and judged the same."""

import dataclasses
import datetime
import hashlib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from gateway.findings import Place
from gateway.formats.attachment_content import contents_of
from gateway.formats.ubl_invoice import read_invoice
from gateway.formats.ubl_writer import PROCESS, SPECIFICATION, ubl_document, write_invoice
from gateway.messages.invoice import (
    UNSTATED_DATE,
    AllowanceCharge,
    Attachment,
    Invoice,
    InvoiceLine,
    Party,
    PaymentInstruction,
    VatBreakdown,
)
from gateway.nodes import Document
from gateway.rules.en16931 import ASSERTIONS
from gateway.schemas import SchemaStore
from tests.unit.formats.invoices import invoices_with_contents

pytestmark = pytest.mark.unit

REPOSITORY = Path(__file__).parents[3]
SAMPLES = REPOSITORY / "samples" / "efaktura"
UBL_SAMPLES = sorted(path for path in SAMPLES.glob("*.xml") if not path.name.startswith("svefaktura"))
DOCUMENTS = REPOSITORY.parent / "shared" / "conformance" / "einvoice" / "documents"
STORE = SchemaStore(REPOSITORY / "xsd")
PARSER = etree.XMLParser(remove_comments=True, remove_pis=True, resolve_entities=False, huge_tree=True)
ROOTS = {f"{{urn:oasis:names:specification:ubl:schema:xsd:{name}-2}}{name}" for name in ("Invoice", "CreditNote")}
ABOUT_WHAT_IS_NOT_CARRIED = ("UBL-CR", "UBL-DT", "UBL-SR")

needs_schemas = pytest.mark.skipif(
    any("ubl" in document for document in STORE.missing()), reason="run: gateway schemas install"
)
needs_conformance = pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="conformance documents are not here")


HIDDEN = ("document", "faults", "format", "content")


def said(part: Any) -> Any:
    """A message part as plain values, without places and what is hidden."""
    if isinstance(part, list):
        return [said(item) for item in part]
    if not dataclasses.is_dataclass(part) or isinstance(part, Place):
        return None if isinstance(part, Place) else part
    names = [field.name for field in dataclasses.fields(part) if field.name not in HIDDEN]
    return {name: said(getattr(part, name)) for name in names}


def parsed(content: bytes) -> Document:
    return Document(etree.fromstring(content, PARSER))


def fired(document: Document) -> set[str]:
    return {failure.assertion.code for failure in ASSERTIONS.failures(document)}


def ubl_root(path: Path) -> etree._Element | None:
    """The UBL invoice or credit note in a file, out of its envelope; None when it is another document or not valid."""
    root = next((element for element in etree.parse(path, PARSER).iter(*ROOTS)), None)
    return None if root is None or STORE.explain(root) else root


def check_written(root: etree._Element) -> None:
    document = Document(root)
    invoice = read_invoice(document)
    content = write_invoice(invoice, {attachment.sha256: data for attachment, data in contents_of(invoice)})
    written = parsed(content)
    assert STORE.explain(written.root.element) == []
    assert said(read_invoice(written)) == said(invoice)
    before, after = fired(document), fired(written)
    assert after - before == set()
    assert [code for code in before - after if not code.startswith(ABOUT_WHAT_IS_NOT_CARRIED)] == []
    assert fired(ubl_document(invoice)) - before == set()


@needs_schemas
@pytest.mark.parametrize("path", UBL_SAMPLES, ids=lambda path: path.stem)
def test_a_sample_that_was_read_and_written_says_the_same(path: Path) -> None:
    root = ubl_root(path)
    assert (root is None) == (path.stem == "fel-schema")
    if root is not None:
        check_written(root)


@needs_schemas
@needs_conformance
def test_every_conformance_document_that_was_read_and_written_says_the_same() -> None:
    count = 0
    for path in sorted(DOCUMENTS.rglob("*")):
        if path.suffix.lower() == ".xml" and (root := ubl_root(path)) is not None:
            check_written(root)
            count += 1
    assert count > 100


@needs_schemas
@given(invoices_with_contents())
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_invoice_is_written_as_valid_ubl_that_says_the_same(made: tuple[Invoice, dict[str, bytes]]) -> None:
    invoice, contents = made
    expected = said(invoice)
    if not invoice.process and invoice.specification == SPECIFICATION:
        expected["process"] = PROCESS
    written = parsed(write_invoice(invoice, contents))
    assert STORE.explain(written.root.element) == []
    read = read_invoice(written)
    assert said(read) == expected
    assert {attachment.sha256: content for attachment, content in contents_of(read)} == contents


def an_invoice(**terms: Any) -> Invoice:
    """A small invoice that adds up, with other terms where given."""
    line = InvoiceLine(
        identifier="1",
        quantity=Decimal(1),
        unit_code="C62",
        net_amount=Decimal(100),
        net_price=Decimal(100),
        vat_category="S",
        vat_rate=Decimal(25),
        name="Papper",
    )
    usual: dict[str, Any] = {
        "number": "1",
        "issue_date": datetime.date(2026, 11, 2),
        "type_code": "380",
        "currency": "SEK",
        "seller": Party(name="Exempel AB"),
        "buyer": Party(name="Kommunen"),
        "line_total": Decimal(100),
        "total_without_vat": Decimal(100),
        "vat_total": Decimal(25),
        "total_with_vat": Decimal(125),
        "payable_amount": Decimal(125),
        "vat_breakdown": [
            VatBreakdown(category="S", rate=Decimal(25), taxable_amount=Decimal(100), vat_amount=Decimal(25))
        ],
        "lines": [line],
    }
    return Invoice(**{**usual, **terms})


def written(invoice: Invoice, **contents: bytes) -> Document:
    document = parsed(write_invoice(invoice, contents))
    assert STORE.explain(document.root.element) == []
    return document


@needs_schemas
def test_an_invoice_that_names_no_specification_is_written_as_peppol_bis_billing() -> None:
    read = read_invoice(written(an_invoice()))
    assert (read.specification, read.process) == (SPECIFICATION, PROCESS)


@needs_schemas
@pytest.mark.parametrize(
    ("specification", "process"),
    [
        (
            "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:selfbilling:3.0",
            "urn:fdc:peppol.eu:2017:poacc:selfbilling:01:1.0",
        ),
        ("urn:cen.eu:en16931:2017", ""),
    ],
)
def test_a_specification_and_process_that_are_named_are_kept(specification: str, process: str) -> None:
    read = read_invoice(written(an_invoice(specification=specification, process=process)))
    assert (read.specification, read.process) == (specification, process)


@needs_schemas
@pytest.mark.parametrize("code", ["381", "261", "396"])
def test_a_credit_note_keeps_its_due_date_and_project_where_ubl_has_place_for_them(code: str) -> None:
    due = datetime.date(2026, 12, 1)
    document = written(an_invoice(type_code=code, due_date=due, project_reference="P1"))
    assert document.root.name == "CreditNote"
    assert document.root.text_at("cac:CreditNoteLine", "cbc:CreditedQuantity") == "1"
    read = read_invoice(document)
    assert (read.due_date, read.project_reference, read.attachments) == (due, "P1", [])
    assert [instruction.means_code for instruction in read.payment_instructions] == ["1"]


@needs_schemas
def test_a_sales_order_without_a_purchase_order_is_read_back_without_one() -> None:
    document = written(an_invoice(sales_order_reference="S1"))
    assert document.root.text_at("cac:OrderReference", "cbc:ID") == "NA"
    assert read_invoice(document).reference == ""


@needs_schemas
def test_a_creditor_identifier_goes_with_the_payee_else_the_seller() -> None:
    payee = Party(name="Faktorn AB")
    for terms, path in (
        ({}, ("cac:AccountingSupplierParty", "cac:Party", "cac:PartyIdentification", "cbc:ID")),
        ({"payee": payee}, ("cac:PayeeParty", "cac:PartyIdentification", "cbc:ID")),
    ):
        document = written(an_invoice(creditor_identifier="SE12", **terms))
        number = document.root.first(*path)
        assert number is not None
        assert (number.word, number.attribute("schemeID")) == ("SE12", "SEPA")
        assert read_invoice(document).creditor_identifier == "SE12"


@needs_schemas
def test_an_attachment_is_written_with_its_content_or_as_a_reference() -> None:
    content = b"%PDF-1.7"
    key = hashlib.sha256(content).hexdigest()
    attachment = Attachment(
        identifier="A1",
        description="Rapport",
        external_uri="https://example.org/a1",
        file_name="a.pdf",
        mime_code="application/pdf",
        size=len(content),
        sha256=key,
    )
    invoice = an_invoice(attachments=[attachment])
    with_content = read_invoice(written(invoice, **{key: content}))
    assert said(with_content.attachments) == said([attachment])
    assert [data for _, data in contents_of(with_content)] == [content]
    reference = read_invoice(written(invoice))
    assert said(reference.attachments) == said(
        [Attachment(identifier="A1", description="Rapport", external_uri="https://example.org/a1")]
    )


@needs_schemas
def test_numbers_are_plain_and_characters_that_xml_cannot_hold_are_left_out() -> None:
    document = written(an_invoice(payable_amount=Decimal("1.25E+2"), payment_terms="30\x00 dagar\x1b \ud800netto"))
    assert document.root.text_at("cac:LegalMonetaryTotal", "cbc:PayableAmount") == "125"
    assert read_invoice(document).payment_terms == "30 dagar netto"


def test_what_an_invoice_lacks_is_missing_for_the_rules() -> None:
    empty = Invoice(number="", issue_date=UNSTATED_DATE, type_code="", currency="", seller=Party(), buyer=Party())
    empty.lines = [InvoiceLine(identifier="")]
    empty.vat_breakdown = [VatBreakdown(category="")]
    missing = {f"BR-{number:02}" for number in (*range(1, 9), 10, *range(12, 16), *range(21, 27), 45, 46, 47, 48)}
    assert missing - fired(ubl_document(empty)) == set()
    assert fired(ubl_document(an_invoice())).isdisjoint(missing - {"BR-01", "BR-08", "BR-10"})


def test_the_place_of_a_node_is_that_of_the_message_part_it_was_made_of() -> None:
    def at(line: int) -> Place:
        return Place(line=line, record=f"part {line}")

    invoice = an_invoice(place=at(1), seller=Party(name="Exempel AB", place=at(2)))
    invoice.payment_instructions = [PaymentInstruction(means_code="30", account="1", place=at(3))]
    invoice.allowances_and_charges = [AllowanceCharge(is_charge=True, amount=Decimal(1), place=at(4))]
    invoice.vat_breakdown[0].place = at(5)
    invoice.attachments = [Attachment(identifier="A1", place=at(6))]
    invoice.lines[0].place = at(7)
    invoice.lines[0].allowances_and_charges = [AllowanceCharge(is_charge=False, amount=Decimal(1), place=at(8))]
    document = ubl_document(invoice)
    found = {
        path: document.place(node).line
        for path, node in _with_paths(document)
        if node.name in ("cbc:ID", "cbc:Amount", "cbc:RegistrationName")
    }
    assert found["cbc:ID"] == 1
    assert found["cac:AccountingSupplierParty/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName"] == 2
    assert found["cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID"] == 3
    assert found["cac:AllowanceCharge/cbc:Amount"] == 4
    assert found["cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cac:TaxScheme/cbc:ID"] == 5
    assert found["cac:AdditionalDocumentReference/cbc:ID"] == 6
    assert found["cac:InvoiceLine/cac:Item/cac:ClassifiedTaxCategory/cbc:ID"] == 7
    assert found["cac:InvoiceLine/cac:AllowanceCharge/cbc:Amount"] == 8
    assert document.place(document.root, "cac:Delivery") == at(1)


def _with_paths(document: Document) -> Iterator[tuple[str, Any]]:
    for kind, nodes in document.by_kind.items():
        yield kind.path.partition("/")[2].partition("/")[2], nodes[0]


def test_a_part_without_a_place_stands_where_what_holds_it_stands() -> None:
    document = ubl_document(an_invoice(place=Place(line=1)))
    [line] = document.named("cac:InvoiceLine")
    assert document.place(line) == Place(line=1)
