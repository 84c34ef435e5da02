"""The reader of Cross Industry Invoices: what is unusual, what cannot be used, and damaged documents."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from gateway.formats.attachment_content import contents_of
from gateway.formats.cii_invoice import read_invoice
from gateway.messages.invoice import UNSTATED_DATE, PaymentInstruction, is_stated
from gateway.nodes import Document
from tests.cii_documents import (
    ALL_TERMS,
    EXAMPLES,
    SETTLEMENT,
    STORE,
    TRANSACTION,
    changed,
    invoice_of,
    is_valid,
    needs_examples,
    needs_schemas,
    parsed,
    without,
)

pytestmark = [pytest.mark.unit, needs_schemas]


def test_the_document_stays_with_the_invoice() -> None:
    document = Document(changed())
    assert read_invoice(document).document is document


def test_a_credit_note_is_known_by_its_type_code() -> None:
    credit_note = invoice_of(changed(("<ram:TypeCode>380<", "<ram:TypeCode>381<")))
    assert credit_note.is_credit_note
    assert credit_note.payable_amount == Decimal("2014.00")


@pytest.mark.parametrize(("cii", "term"), [("5", "3"), ("29", "35"), ("72", "432"), ("99", "99")])
def test_the_vat_point_date_code_is_told_in_the_codes_of_the_standard(cii: str, term: str) -> None:
    date_element = '<ram:TaxPointDate><udt:DateString format="102">20260930</udt:DateString></ram:TaxPointDate>'
    invoice = invoice_of(changed((date_element, f"<ram:DueDateTypeCode>{cii}</ram:DueDateTypeCode>")))
    assert (invoice.vat_point_date_code, invoice.tax_point_date) == (term, None)


def test_vat_totals_are_told_apart_by_currency_and_not_by_order() -> None:
    root = changed(('currencyID="SEK"', 'currencyID="SAVED"'), ('currencyID="EUR"', 'currencyID="SEK"'))
    assert invoice_of(root).vat_total == Decimal("41.50")
    assert invoice_of(root).vat_total_in_vat_currency is None


def test_what_a_document_does_not_state_is_unstated() -> None:
    invoice = invoice_of(without("ram:SpecifiedTradeSettlementHeaderMonetarySummation", "ram:ShipToTradeParty"))
    assert not is_stated(invoice.line_total)
    assert not is_stated(invoice.payable_amount)
    assert invoice.vat_total is None
    assert (invoice.delivery_name, invoice.delivery_location, invoice.delivery_address) == ("", None, None)
    assert invoice.faults == []


def test_a_document_without_parties_says_where_they_should_be() -> None:
    invoice = invoice_of(without("ram:SellerTradeParty", "ram:BuyerTradeParty"))
    assert (invoice.seller.name, invoice.seller.address) == ("", None)
    assert invoice.buyer.place.path == f"{TRANSACTION}/ram:ApplicableHeaderTradeAgreement/ram:BuyerTradeParty"


def test_a_payment_means_with_two_accounts_is_two_instructions() -> None:
    name = "ram:PayeePartyCreditorFinancialAccount"
    two = f"<{name}><ram:ProprietaryID>9000126</ram:ProprietaryID></{name}>"
    invoice = invoice_of(changed((two, f"{two}<{name}><ram:ProprietaryID>9000134</ram:ProprietaryID></{name}>")))
    assert [each.account for each in invoice.payment_instructions][1:3] == ["9000126", "9000134"]
    assert invoice.payment_instructions[1].place == invoice.payment_instructions[2].place


def test_a_payment_reference_without_payment_means_is_kept() -> None:
    invoice = invoice_of(without("ram:SpecifiedTradeSettlementPaymentMeans"))
    assert invoice.payment_instructions == [
        PaymentInstruction(means_code="1", remittance_reference="2026100103", mandate_reference="MEDGIVANDE-1")
    ]


def test_a_referenced_document_without_type_code_is_a_supporting_document() -> None:
    invoice = invoice_of(changed(("\n        <ram:TypeCode>50</ram:TypeCode>", "")))
    assert [each.identifier for each in invoice.attachments] == ["BILAGA-1", "UPPHANDLING-12"]
    assert [content for _, content in contents_of(invoice)] == [b"artikel;antal\nPAP-A4;10\n"]


def test_only_a_tax_that_is_vat_gives_a_line_its_category() -> None:
    tax = "<ram:TypeCode>VAT</ram:TypeCode>\n          <ram:CategoryCode>E<"
    line = invoice_of(changed((tax, tax.replace("VAT", "OTH")))).lines[2]
    assert (line.vat_category, line.vat_rate) == ("", None)


@pytest.mark.parametrize(
    "written",
    [
        '<udt:DateTimeString format="102">20261301</udt:DateTimeString>',
        '<udt:DateTimeString format="102">2026-10-01</udt:DateTimeString>',
        '<udt:DateTimeString format="102">2026W401</udt:DateTimeString>',
        '<udt:DateTimeString format="203">202610011200</udt:DateTimeString>',
        "<udt:DateTimeString>20261001</udt:DateTimeString>",
        "<udt:DateTime>2026-10-01T00:00:00</udt:DateTime>",
    ],
)
def test_a_date_in_another_form_is_a_fault(written: str) -> None:
    invoice = invoice_of(changed(('<udt:DateTimeString format="102">20261001</udt:DateTimeString>', written)))
    [fault] = invoice.faults
    assert (fault.code, fault.expected, fault.place.line) == ("INVOICE-DATE", "ÅÅÅÅMMDD, format 102", 13)
    assert fault.rejects
    assert fault.place.path.startswith("/rsm:CrossIndustryInvoice/rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTime")
    assert invoice.issue_date == UNSTATED_DATE


def test_an_unusable_date_of_any_vat_breakdown_is_a_fault() -> None:
    second = "20260930</udt:DateString></ram:TaxPointDate>\n        <ram:RateApplicablePercent>12<"
    invoice = invoice_of(changed((second, second.replace("20260930", "tomorrow"))))
    assert [fault.code for fault in invoice.faults] == ["INVOICE-DATE"]
    assert invoice.tax_point_date == date(2026, 9, 30)


def test_a_number_too_long_for_a_ledger_is_a_fault() -> None:
    invoice = invoice_of(changed((">324.50</ram:LineTotalAmount>", ">1234567890123456789012345</ram:LineTotalAmount>")))
    [fault] = invoice.faults
    assert (fault.code, fault.place.record) == ("INVOICE-NUMBER-TOO-LONG", "ram:LineTotalAmount")


def test_an_allowance_that_does_not_say_which_way_it_goes_is_a_fault() -> None:
    name = "ram:ChargeIndicator"
    invoice = invoice_of(changed((f"<{name}><udt:Indicator>true</udt:Indicator></{name}>", "")))
    assert [fault.code for fault in invoice.faults] == ["XML-SCHEMA-ELEMENT-MISSING"] * 2
    assert invoice.faults[0].place.path == f"{SETTLEMENT}/ram:SpecifiedTradeAllowanceCharge[2]/{name}/udt:Indicator"


def test_damaged_and_empty_attachments_are_faults() -> None:
    content = "YXJ0aWtlbDthbnRhbApQQVAtQTQ7MTAK"
    empty = invoice_of(changed((content, "")))
    assert [fault.code for fault in empty.faults] == ["INVOICE-ATTACHMENT-EMPTY"]
    assert empty.attachments[0].sha256 == ""
    # The schema refuses damaged base64; who reads without it is told all the same.
    damaged = invoice_of(parsed(ALL_TERMS.replace(content, "YXJ0#")))
    assert [(fault.code, fault.about) for fault in damaged.faults] == [("INVOICE-ATTACHMENT-DAMAGED", "foljesedel.csv")]
    assert list(contents_of(damaged)) == []


def test_a_document_against_the_schema_is_explained() -> None:
    root = parsed(
        ALL_TERMS.replace("<ram:IssueDateTime>", "<ram:IssueDate>").replace("</ram:IssueDateTime>", "</ram:IssueDate>")
    )
    [found] = STORE.explain(root)
    assert (found.code, found.value, found.expected) == (
        "XML-SCHEMA-ELEMENT-UNEXPECTED",
        "ram:IssueDate",
        "ram:IssueDateTime",
    )
    assert found.place.line == 13


ELEMENTS = len(list(parsed(ALL_TERMS).iter()))
TEXTS = st.one_of(
    st.sampled_from(
        ["", " ", "-1", "1e3", "NaN", "20261001", "0", "true", "VAT", "S", "#AAI#", "12345678901234567890123456"]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=12),
)


def damaged(deleted: list[int], written: list[tuple[int, str]], attributes: list[int]) -> etree._Element:
    """The document with some elements deleted, some texts replaced and some attributes removed."""
    root = parsed(ALL_TERMS)
    elements = list(root.iter())
    for number, text in written:
        elements[number].text = text
    for number in attributes:
        elements[number].attrib.clear()
    for number in deleted:
        if (parent := elements[number].getparent()) is not None:
            parent.remove(elements[number])
    return root


@settings(max_examples=300, deadline=None)
@given(
    deleted=st.lists(st.integers(1, ELEMENTS - 1), max_size=3),
    written=st.lists(st.tuples(st.integers(1, ELEMENTS - 1), TEXTS), max_size=3),
    attributes=st.lists(st.integers(1, ELEMENTS - 1), max_size=2),
)
def test_no_damage_makes_the_reader_stumble(
    deleted: list[int], written: list[tuple[int, str]], attributes: list[int]
) -> None:
    root = damaged(deleted, written, attributes)
    invoice = invoice_of(root)
    if is_valid(root):
        assert all(fault.rejects or fault.code == "INVOICE-ATTACHMENT-EMPTY" for fault in invoice.faults)
        assert len(invoice.lines) == len(root.findall(".//ram:IncludedSupplyChainTradeLineItem", root.nsmap))


@needs_examples
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_of_cen_are_valid_and_read_without_faults(path: Path) -> None:
    root = parsed(path.read_bytes())
    assert is_valid(root)
    invoice = invoice_of(root)
    assert invoice.faults == []
    assert invoice.lines
    assert sum(line.net_amount for line in invoice.lines) == invoice.line_total
