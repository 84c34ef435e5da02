"""The reader of Cross Industry Invoices: every term of EN 16931, and where in the document it stands."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

import pytest

from gateway.findings import NOWHERE
from gateway.formats.attachment_content import contents_of
from gateway.messages.invoice import (
    AllowanceCharge,
    Identifier,
    Invoice,
    InvoiceReference,
    ItemAttribute,
    ItemClassification,
    Period,
    PostalAddress,
    VatBreakdown,
)
from tests.cii_documents import ALL_TERMS, SETTLEMENT, TRANSACTION, changed, invoice_of, needs_schemas, parsed

pytestmark = [pytest.mark.unit, needs_schemas]

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
