"""The reader of Cross Industry Invoices: every term of EN 16931, what cannot be used, and damaged documents."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from gateway.findings import NOWHERE
from gateway.formats.attachment_content import contents_of
from gateway.formats.cii_invoice import read_invoice
from gateway.messages.invoice import (
    UNSTATED_DATE,
    AllowanceCharge,
    Identifier,
    Invoice,
    InvoiceReference,
    ItemAttribute,
    ItemClassification,
    PaymentInstruction,
    Period,
    PostalAddress,
    VatBreakdown,
    is_stated,
)
from gateway.nodes import Document
from tests.cii_documents import ALL_TERMS, NAMESPACE, ROOT, STORE, changed, invoice_of, is_valid, parsed, without

pytestmark = [
    pytest.mark.unit,
    pytest.mark.skipif(f"{NAMESPACE}::{ROOT}" in STORE.missing(), reason="run: gateway schemas install"),
]

EXAMPLES = Path(__file__).parents[4] / "shared" / "conformance" / "einvoice" / "documents" / "cii-examples"

TRANSACTION = "/rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction"
SETTLEMENT = f"{TRANSACTION}/ram:ApplicableHeaderTradeSettlement"

Part = TypeVar("Part", AllowanceCharge, VatBreakdown)


@pytest.fixture(scope="module")
def invoice() -> Invoice:
    """The document with every term, read once."""
    return invoice_of(changed())


def test_the_document_is_known_by_number_date_type_and_currencies(invoice: Invoice) -> None:
    assert (invoice.number, invoice.issue_date, invoice.type_code) == ("F-1001", date(2026, 10, 1), "380")
    assert (invoice.currency, invoice.vat_currency) == ("SEK", "EUR")
    assert (invoice.process, invoice.specification) == ("urn:exempel:process:1", "urn:cen.eu:en16931:2017")
    assert (invoice.tax_point_date, invoice.due_date) == (date(2026, 9, 30), date(2026, 10, 31))
    assert invoice.faults == []


def test_a_note_has_its_subject_code_before_it(invoice: Invoice) -> None:
    assert invoice.notes == ["#AAI#Varorna hämtades i lagret.", "Tack för köpet."]


def test_every_reference_is_told_apart(invoice: Invoice) -> None:
    assert invoice.buyer_reference == "KST1001"
    assert invoice.project_reference == "PROJEKT-2"
    assert invoice.contract_reference == "AVTAL-3"
    assert invoice.order_reference == "PO-4711"
    assert invoice.sales_order_reference == "SO-55"
    assert invoice.receiving_reference == "MOTTAGNING-32"
    assert invoice.despatch_reference == "LEVERANS-31"
    assert invoice.tender_reference == "UPPHANDLING-12"
    assert (invoice.invoiced_object, invoice.invoiced_object_scheme) == ("ABONNEMANG-8", "AVE")
    assert invoice.accounting_reference == "1930"
    assert invoice.preceding_invoices == [
        InvoiceReference(number="F-0990", issue_date=date(2026, 9, 1)),
        InvoiceReference(number="F-0991"),
    ]


def test_the_seller_is_read_in_full(invoice: Invoice) -> None:
    seller = invoice.seller
    assert (seller.name, seller.trading_name) == ("Exempel Kontorsvaror AB", "Kontorsexemplet")
    assert seller.identifiers == [Identifier(value="LEV-7"), Identifier(value="7350000000016", scheme="0088")]
    assert (seller.organisation_number, seller.organisation_number_scheme) == ("5569001208", "0007")
    assert (seller.vat_number, seller.tax_registration) == ("SE556900120801", "GODKÄND FÖR F-SKATT")
    assert seller.legal_information == "Aktiebolag med säte i Stockholm"
    assert seller.peppol_id == "0007:5569001208"
    assert (seller.contact_name, seller.contact_telephone) == ("Kundtjänst", "08-000 00 01")
    assert seller.contact_email == "faktura@leverantor.example"
    assert seller.address == PostalAddress(
        line_1="Exempelgatan 1",
        line_2="Plan 2",
        line_3="Port C",
        city="Stockholm",
        post_code="11122",
        subdivision="Stockholms län",
        country="SE",
    )


def test_the_buyer_is_read_in_full(invoice: Invoice) -> None:
    buyer = invoice.buyer
    assert (buyer.name, buyer.trading_name) == ("Exempelstaden", "Serviceförvaltningen")
    assert buyer.identifiers == [Identifier(value="KUND-9")]
    assert (buyer.organisation_number, buyer.vat_number) == ("5569003428", "SE556900342801")
    assert buyer.peppol_id == "0088:7350000001013"
    assert (buyer.contact_name, buyer.contact_telephone) == ("Ekonomienheten", "08-000 00 02")
    assert buyer.contact_email == "ekonomi@staden.example"
    assert buyer.address == PostalAddress(
        line_1="Box 900",
        line_2="Fakturaenheten",
        line_3="Hus 4",
        city="Stockholm",
        post_code="12021",
        subdivision="Stockholms län",
        country="SE",
    )


def test_the_payee_and_the_tax_representative_are_parties_of_their_own(invoice: Invoice) -> None:
    assert invoice.payee is not None
    assert invoice.payee.name == "Exempel Factoring AB"
    assert invoice.payee.identifiers == [Identifier(value="7350000000030", scheme="0088")]
    assert (invoice.payee.organisation_number, invoice.payee.organisation_number_scheme) == ("5569005613", "0007")
    assert invoice.tax_representative is not None
    assert invoice.tax_representative.name == "Exempel Skatteombud AB"
    assert invoice.tax_representative.vat_number == "SE556900560501"
    assert invoice.tax_representative.address == PostalAddress(
        line_1="Ombudsgatan 3",
        line_2="Plan 1",
        line_3="Rum 12",
        city="Göteborg",
        post_code="41101",
        subdivision="Västra Götaland",
        country="SE",
    )


def test_the_delivery_has_receiver_place_date_and_period(invoice: Invoice) -> None:
    assert invoice.delivery_name == "Exempelskolan"
    assert invoice.delivery_location == Identifier(value="7350000000023", scheme="0088")
    assert invoice.delivery_date == date(2026, 9, 28)
    assert invoice.delivery_address == PostalAddress(
        line_1="Skolgatan 2",
        line_2="Godsmottagningen",
        line_3="Kaj 3",
        city="Farsta",
        post_code="12345",
        subdivision="Stockholms län",
        country="SE",
    )
    assert invoice.period == Period(start=date(2026, 9, 1), end=date(2026, 9, 30))


def test_each_way_of_payment_is_an_instruction(invoice: Invoice) -> None:
    transfer, bankgiro, card, debit = invoice.payment_instructions
    assert (transfer.means_code, transfer.means_text) == ("30", "Kreditöverföring")
    assert (transfer.iban, transfer.account_name) == ("SE3550000000054910000003", "Exempel Factoring AB")
    assert transfer.bic == "EXEMSESS"
    assert (bankgiro.bankgiro, bankgiro.means_code) == ("9000126", "30")
    assert (card.means_code, card.card_number, card.card_holder) == ("48", "1234", "Exempelstaden")
    assert (debit.means_code, debit.debited_account) == ("59", "SE1060000000000000001234")
    assert {each.remittance_reference for each in invoice.payment_instructions} == {"2026100103"}
    assert [each.mandate_reference for each in invoice.payment_instructions] == ["", "", "", "MEDGIVANDE-1"]
    assert invoice.creditor_identifier == "SE97ZZZ5569001208"
    assert invoice.payment_terms == "30 dagar netto"


def test_allowances_and_charges_of_the_document_are_told_apart(invoice: Invoice) -> None:
    allowance, charge = (unplaced(each) for each in invoice.allowances_and_charges)
    assert allowance == AllowanceCharge(
        is_charge=False,
        amount=Decimal("184.50"),
        base_amount=Decimal("1845.00"),
        percentage=Decimal(10),
        vat_category="S",
        vat_rate=Decimal(25),
        reason="Avtalsrabatt",
        reason_code="100",
    )
    assert charge == AllowanceCharge(
        is_charge=True,
        amount=Decimal("60.00"),
        base_amount=Decimal("300.00"),
        percentage=Decimal(20),
        vat_category="S",
        vat_rate=Decimal(25),
        reason="Frakt",
        reason_code="FC",
    )


def test_vat_is_broken_down_by_category_and_rate(invoice: Invoice) -> None:
    standard, reduced, exempt = (unplaced(each) for each in invoice.vat_breakdown)
    assert standard == breakdown("S", 25, "1720.50", "430.13")
    assert reduced == breakdown("S", 12, "324.50", "38.94")
    assert exempt == breakdown("E", 0, "100.00", "0.00", reason="Undantaget från moms", code="VATEX-EU-132")


def test_the_totals_are_those_of_the_document(invoice: Invoice) -> None:
    assert invoice.line_total == Decimal("2269.50")
    assert (invoice.allowance_total, invoice.charge_total) == (Decimal("184.50"), Decimal("60.00"))
    assert (invoice.total_without_vat, invoice.total_with_vat) == (Decimal("2145.00"), Decimal("2614.07"))
    assert (invoice.vat_total, invoice.vat_total_in_vat_currency) == (Decimal("469.07"), Decimal("41.50"))
    assert (invoice.paid_amount, invoice.rounding_amount) == (Decimal("600.00"), Decimal("-0.07"))
    assert invoice.payable_amount == Decimal("2014.00")


def test_an_attachment_has_name_size_and_hash_and_its_content_can_be_had(invoice: Invoice) -> None:
    content = b"artikel;antal\nPAP-A4;10\n"
    [attachment] = invoice.attachments
    assert (attachment.identifier, attachment.description) == ("BILAGA-1", "Följesedel")
    assert attachment.external_uri == "https://leverantor.example/bilaga-1"
    assert (attachment.file_name, attachment.mime_code) == ("foljesedel.csv", "text/csv")
    assert (attachment.size, attachment.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert list(contents_of(invoice)) == [(attachment, content)]


def test_a_line_is_read_in_full(invoice: Invoice) -> None:
    line = invoice.lines[0]
    assert (line.identifier, line.note) == ("10", "Levererat till förrådet.")
    assert (line.invoiced_object, line.invoiced_object_scheme) == ("SKRIVARE-7", "ABZ")
    assert (line.quantity, line.unit_code, line.net_amount) == (Decimal(10), "XBX", Decimal("1845.00"))
    assert (line.order_line_reference, line.accounting_reference) == ("3", "6110")
    assert line.period == Period(start=date(2026, 9, 1), end=date(2026, 9, 15))
    assert (line.net_price, line.gross_price, line.price_discount) == (Decimal(379), Decimal(400), Decimal(21))
    assert (line.base_quantity, line.base_quantity_unit) == (Decimal(2), "XBX")
    assert (line.vat_category, line.vat_rate) == ("S", Decimal(25))
    assert [unplaced(each) for each in line.allowances_and_charges] == [
        AllowanceCharge(
            is_charge=False,
            amount=Decimal("100.00"),
            base_amount=Decimal("2000.00"),
            percentage=Decimal(5),
            reason="Mängdrabatt",
            reason_code="95",
        ),
        AllowanceCharge(
            is_charge=True,
            amount=Decimal("50.00"),
            base_amount=Decimal("2000.00"),
            percentage=Decimal("2.5"),
            reason="Emballage",
            reason_code="PC",
        ),
    ]


def test_an_item_is_read_in_full(invoice: Invoice) -> None:
    line = invoice.lines[0]
    assert (line.name, line.description) == ("Kopieringspapper A4", "Vitt, 80 gram")
    assert (line.seller_item, line.buyer_item) == ("PAP-A4", "4711")
    assert (line.standard_item, line.standard_item_scheme) == ("7350000000047", "0160")
    assert line.classifications == [
        ItemClassification(code="14111507", scheme="STI", version="21"),
        ItemClassification(code="48020000", scheme="STL"),
    ]
    assert line.origin_country == "FI"
    assert line.attributes == [
        ItemAttribute(name="Ark i paketet", value="500"),
        ItemAttribute(name="Miljömärkt", value="Ja"),
    ]


def test_what_a_line_does_not_say_is_empty(invoice: Invoice) -> None:
    line = invoice.lines[1]
    assert (line.note, line.description, line.seller_item, line.standard_item) == ("", "", "", "")
    assert (line.period, line.base_quantity, line.gross_price, line.price_discount) == (None, None, None, None)
    assert line.allowances_and_charges == line.classifications == line.attributes == []


@pytest.mark.parametrize(
    ("part", "line", "path"),
    [
        (lambda invoice: invoice, 5, "/rsm:CrossIndustryInvoice"),
        (lambda invoice: invoice.lines[2], 102, f"{TRANSACTION}/ram:IncludedSupplyChainTradeLineItem[3]"),
        (
            lambda invoice: invoice.lines[0].allowances_and_charges[1],
            69,
            f"{TRANSACTION}/ram:IncludedSupplyChainTradeLineItem[1]/ram:SpecifiedLineTradeSettlement"
            "/ram:SpecifiedTradeAllowanceCharge[2]",
        ),
        (lambda invoice: invoice.buyer, 147, f"{TRANSACTION}/ram:ApplicableHeaderTradeAgreement/ram:BuyerTradeParty"),
        (lambda invoice: invoice.vat_breakdown[1], 268, f"{SETTLEMENT}/ram:ApplicableTradeTax[2]"),
        (lambda invoice: invoice.payee, 230, f"{SETTLEMENT}/ram:PayeeTradeParty"),
        (
            lambda invoice: invoice.payment_instructions[2],
            249,
            f"{SETTLEMENT}/ram:SpecifiedTradeSettlementPaymentMeans[3]",
        ),
        (
            lambda invoice: invoice.attachments[0],
            187,
            f"{TRANSACTION}/ram:ApplicableHeaderTradeAgreement/ram:AdditionalReferencedDocument[1]",
        ),
    ],
)
def test_every_part_says_where_it_stands(
    invoice: Invoice, part: Callable[[Invoice], Invoice], line: int, path: str
) -> None:
    place = part(invoice).place
    assert (place.line, place.path) == (line, path)
    prefixes = {prefix: uri for prefix, uri in parsed(ALL_TERMS).nsmap.items() if prefix}
    [element] = parsed(ALL_TERMS).getroottree().xpath(place.path, namespaces=prefixes)
    assert element.sourceline == line


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


@pytest.mark.skipif(not EXAMPLES.is_dir(), reason="the conformance documents are not here")
@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.xml")), ids=lambda path: path.stem)
def test_the_examples_of_cen_are_valid_and_read_without_faults(path: Path) -> None:
    root = parsed(path.read_bytes())
    assert is_valid(root)
    invoice = invoice_of(root)
    assert invoice.faults == []
    assert invoice.lines
    assert sum(line.net_amount for line in invoice.lines) == invoice.line_total


def breakdown(category: str, rate: int, base: str, tax: str, *, reason: str = "", code: str = "") -> VatBreakdown:
    """A VAT breakdown as it should be read."""
    return VatBreakdown(
        category=category,
        rate=Decimal(rate),
        taxable_amount=Decimal(base),
        vat_amount=Decimal(tax),
        exemption_reason=reason,
        exemption_code=code,
    )


def unplaced(part: Part) -> Part:
    """The same part, wherever it stands."""
    return replace(part, place=NOWHERE)
