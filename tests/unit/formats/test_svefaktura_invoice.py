"""Given a Svefaktura, the Invoice says in EN 16931 terms what it says."""

import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from gateway.formats.svefaktura_invoice import read_invoice
from gateway.messages.invoice import (
    UNSTATED_DATE,
    AllowanceCharge,
    Identifier,
    Invoice,
    InvoiceLine,
    InvoiceReference,
    Period,
    PostalAddress,
    is_stated,
)
from gateway.nodes import Document
from tests.svefaktura_documents import Change, added, attribute, svefaktura, text, twice, without

pytestmark = pytest.mark.unit

SAMPLES = Path(__file__).parents[3] / "samples" / "efaktura"
ACCOUNT = "cac:PaymentMeans/cac:PayeeFinancialAccount"
INSTITUTION = f"{ACCOUNT}/cac:FinancialInstitutionBranch/cac:FinancialInstitution/cac:ID"
ORDER_NUMBER = "<cac:OrderReference><cac:BuyersID>INK-2</cac:BuyersID></cac:OrderReference>"
ORDER = f"<cac:OrderLineReference>{ORDER_NUMBER}</cac:OrderLineReference>"


def invoice(*changes: Change) -> Invoice:
    return read_invoice(Document(svefaktura(*changes)))


def sample(name: str) -> Invoice:
    root = etree.parse(SAMPLES / name).getroot()
    return read_invoice(Document(next(root.iter("{urn:sfti:documents:BasicInvoice:1:0}Invoice"))))


def test_what_stands_at_the_top() -> None:
    read = invoice()
    assert (read.number, read.type_code, read.is_credit_note) == ("K-2210", "381", True)
    assert (read.issue_date, read.tax_point_date) == (datetime.date(2026, 10, 31), datetime.date(2026, 10, 30))
    assert (read.currency, read.vat_currency) == ("EUR", "SEK")
    assert read.specification == "urn:sfti:documents:BasicInvoice:1:0"
    assert read.period == Period(start=datetime.date(2026, 10, 1), end=datetime.date(2026, 10, 31))
    assert read.preceding_invoices == [InvoiceReference(number="F-2190")]
    assert read.faults == []
    assert read.document is not None


def test_references_have_terms_of_their_own() -> None:
    read = invoice()
    assert (read.buyer_reference, read.order_reference) == ("KST1001", "INK-1")
    assert (read.contract_reference, read.despatch_reference) == ("AVT-9", "FS-12")
    assert (read.invoiced_object, read.invoiced_object_scheme) == ("MOBIL-77", "ACD")
    assert [attachment.identifier for attachment in read.attachments] == ["urn:sfti:documents:object:1"]


def test_a_second_reference_of_a_kind_is_kept_as_a_supporting_document() -> None:
    contract = (
        '<AdditionalDocumentReference><cac:ID identificationSchemeID="CT">AVT-10</cac:ID></AdditionalDocumentReference>'
    )
    read = invoice(added(".", contract, before="cac:BuyerParty"))
    assert read.contract_reference == "AVT-9"
    assert [attachment.identifier for attachment in read.attachments] == ["urn:sfti:documents:object:1", "AVT-10"]


def test_what_has_no_term_is_among_the_notes() -> None:
    assert invoice().notes == ["Kreditering av kurs", "Kursledaren", "#DEL#Fritt vårt lager"]
    assert invoice().payment_terms == "30 dagar netto. Dröjsmålsränta 8 %"


def test_the_seller_is_known_by_its_registered_name_and_numbers() -> None:
    seller = invoice().seller
    assert (seller.name, seller.trading_name) == ("Exempel Kurser AB", "Exempel Kurser")
    assert (seller.organisation_number, seller.organisation_number_scheme) == ("5569001307", "0007")
    assert (seller.vat_number, seller.tax_registration) == ("SE556900130701", "Godkänd för F-skatt")
    assert seller.legal_information == "Uppsala"
    assert seller.identifiers == [Identifier(value="K-4410")]
    assert (seller.contact_name, seller.contact_email) == ("Kursbokningen", "kurser@leverantor.example")


def test_a_seller_without_contact_has_that_of_its_accounts() -> None:
    assert invoice(without("cac:SellerParty/cac:Party/cac:Contact")).seller.contact_name == "Kundreskontra"


def test_the_buyer_has_a_gln_an_address_and_a_contact() -> None:
    buyer = invoice().buyer
    assert (buyer.name, buyer.trading_name) == ("Exempelstadens kommun", "Exempelstaden Utbildning")
    assert buyer.identifiers == [Identifier(value="7350009900010", scheme="0088")]
    assert buyer.address == PostalAddress(
        line_1="Provgatan 2", line_2="Box 900", line_3="Fakturor", city="Stockholm", post_code="12021", country="SE"
    )
    assert (buyer.contact_name, buyer.contact_telephone) == ("Fakturagruppen", "085550100")
    assert buyer.contact_email == "faktura@stad.example"


def test_a_party_identified_by_its_address_only_has_that_identifier() -> None:
    party = "cac:BuyerParty/cac:Party"
    read = invoice(
        without(f"{party}/cac:PartyIdentification"),
        added(f"{party}/cac:Address", "<cac:ID>987654</cac:ID>", before="cbc:Postbox"),
    )
    assert read.buyer.identifiers == [Identifier(value="987654")]


def test_delivery() -> None:
    read = invoice()
    assert read.delivery_date == datetime.date(2026, 10, 31)
    assert read.delivery_location == Identifier(value="7350009900027", scheme="0088")
    assert read.delivery_address == PostalAddress(
        line_1="Lagervägen 1",
        line_2="Port B",
        line_3="Ring på klockan",
        city="Stockholm",
        post_code="12030",
        country="SE",
    )


def test_payment_to_a_bankgiro_of_a_factoring_company() -> None:
    read = invoice()
    [payment] = read.payment_instructions
    assert (payment.account, payment.service_provider, payment.bankgiro) == ("9000134", "SE:BANKGIRO", "9000134")
    assert (payment.means_code, payment.remittance_reference) == ("1", "202610101")
    assert read.due_date == datetime.date(2026, 11, 30)
    assert read.payee is not None
    assert read.payee.name == "Exempel Factoring AB"


def test_payment_to_a_plusgiro_or_a_bank_account() -> None:
    assert invoice(text(INSTITUTION, "PGSISESS")).payment_instructions[0].plusgiro == "9000134"
    assert invoice(text(INSTITUTION, "EXBKSESS")).payment_instructions[0].bic == "EXBKSESS"


def test_the_first_of_several_due_dates_counts() -> None:
    read = invoice(twice("cac:PaymentMeans"), text("cac:PaymentMeans[2]/cbc:DuePaymentDate", "2026-11-15"))
    assert read.due_date == datetime.date(2026, 11, 15)
    assert len(read.payment_instructions) == 2


def test_allowances_and_charges_of_the_invoice() -> None:
    charge, allowance = invoice().allowances_and_charges
    assert (charge.is_charge, charge.amount, charge.reason) == (True, Decimal("10.1"), "Frakt")
    assert (charge.vat_category, charge.vat_rate) == ("S", Decimal(25))
    assert (allowance.is_charge, allowance.base_amount, allowance.percentage) == (False, Decimal(52), Decimal(10))
    assert allowance.reason == "Mängdrabatt"


@pytest.mark.parametrize(("factor", "percentage"), [("0.1", 10), ("10", 10), ("0.2", 20)])
def test_a_factor_is_a_share_unless_the_amounts_say_per_cent(factor: str, percentage: int) -> None:
    read = invoice(text("AllowanceCharge[2]/cbc:MultiplierFactorNumeric", factor))
    assert read.allowances_and_charges[1].percentage == percentage


def test_the_total_with_vat_is_apart_from_its_rounding() -> None:
    read = invoice()
    assert (read.line_total, read.allowance_total, read.charge_total) == (
        Decimal("220.7"),
        Decimal("5.2"),
        Decimal("10.1"),
    )
    assert read.total_without_vat == Decimal("225.6")
    assert (read.vat_total, read.vat_total_in_vat_currency) == (Decimal("45.18"), Decimal("519.57"))
    assert (read.total_with_vat, read.rounding_amount) == (Decimal("270.78"), Decimal("0.22"))
    assert read.payable_amount == Decimal(271)


def test_a_total_without_vat_that_is_not_stated_is_reckoned() -> None:
    read = invoice(without("cac:LegalTotal/cbc:TaxExclusiveTotalAmount"))
    assert read.total_without_vat == Decimal("225.6")


def test_an_invoice_without_rounding_states_none() -> None:
    read = invoice(without("cac:LegalTotal/cac:RoundOffAmount"))
    assert not is_stated(read.rounding_amount)
    assert read.total_with_vat == read.payable_amount == Decimal(271)


def test_the_vat_breakdown() -> None:
    standard, exempt = invoice().vat_breakdown
    assert (standard.category, standard.rate) == ("S", Decimal(25))
    assert (standard.taxable_amount, standard.vat_amount) == (Decimal("180.7"), Decimal("45.18"))
    assert (exempt.category, exempt.exemption_reason) == ("E", "Utbildning, 3 kap. 8 § ML")
    assert exempt.place.path == "/Invoice/cac:TaxTotal/cac:TaxSubTotal[2]"


def test_a_line_with_all_its_terms() -> None:
    line = invoice().lines[0]
    day = datetime.date(2026, 10, 30)
    line.place = InvoiceLine(identifier="").place
    assert line == InvoiceLine(
        identifier="1",
        quantity=Decimal(3),
        unit_code="EA",
        net_amount=Decimal("30.3"),
        order_line_reference="1",
        period=Period(start=day, end=day),
        net_price=Decimal("10.1"),
        vat_category="S",
        vat_rate=Decimal(25),
        name="Kursbok",
        seller_item="S-1",
        buyer_item="B-1",
        standard_item="07350009900034",
        standard_item_scheme="0160",
    )


def test_a_line_with_an_allowance_and_one_with_a_price_for_several() -> None:
    _, second, third, _ = invoice().lines
    [allowance] = second.allowances_and_charges
    place = allowance.place
    assert allowance == AllowanceCharge(
        is_charge=False, amount=Decimal("1.3"), base_amount=Decimal("101.4"), place=place
    )
    assert place.path == "/Invoice/cac:InvoiceLine[2]/cac:AllowanceCharge"
    assert (second.note, third.base_quantity, third.base_quantity_unit) == ("Se även bilagan", Decimal(9), "EA")


def test_a_line_that_is_described_by_its_note_only_is_named_by_it() -> None:
    line = invoice(without("cac:InvoiceLine[2]/cac:Item/cbc:Description")).lines[1]
    assert (line.name, line.note) == ("Se även bilagan", "")


def test_lines_that_do_not_say_their_vat_have_that_of_the_invoice() -> None:
    categories = without("cac:InvoiceLine/cac:Item/cac:TaxCategory")
    assert {line.vat_category for line in invoice(categories).lines} == {""}
    read = invoice(categories, without("cac:TaxTotal/cac:TaxSubTotal[2]"))
    assert {(line.vat_category, line.vat_rate) for line in read.lines} == {("S", Decimal(25))}


def test_lines_of_several_orders_keep_the_number_each() -> None:
    read = invoice(added("cac:InvoiceLine[3]", ORDER, before="cac:AllowanceCharge"))
    assert read.order_reference == ""
    assert [(line.invoiced_object, line.invoiced_object_scheme) for line in read.lines] == [
        ("INK-1", "ON"),
        ("", ""),
        ("INK-2", "ON"),
        ("", ""),
    ]


def test_an_invoice_that_states_no_currency_is_in_that_of_its_amounts() -> None:
    assert invoice(without("InvoiceCurrencyCode")).currency == "EUR"


def test_values_that_no_ledger_takes_are_faults() -> None:
    read = invoice(
        text("cbc:IssueDate", "10000-01-01"),
        text("InvoicingPeriod/cbc:EndDateTime", "12026-10-31T00:00:00"),
        text("cac:LegalTotal/cbc:TaxInclusiveTotalAmount", "1" * 25),
    )
    assert read.issue_date == UNSTATED_DATE
    assert sorted((fault.code, fault.place.record) for fault in read.faults) == [
        ("INVOICE-DATE", "cbc:EndDateTime"),
        ("INVOICE-DATE", "cbc:IssueDate"),
        ("INVOICE-NUMBER-TOO-LONG", "cbc:TaxInclusiveTotalAmount"),
    ]
    assert all(fault.rejects for fault in read.faults)


def test_an_empty_document_is_no_exception() -> None:
    root = svefaktura()
    for child in list(root):
        root.remove(child)
    read = read_invoice(Document(root))
    assert (read.number, read.lines, read.payee, read.currency) == ("", [], None, "")


def test_the_samples_say_what_they_are() -> None:
    goods, credit, service = (
        sample(f"svefaktura-{name}.xml") for name in ("kontorsvaror", "kreditfaktura", "med-bilaga-i-dubbelt-kuvert")
    )
    assert (
        goods.rounding_amount + goods.total_with_vat == goods.payable_amount == goods.payable_amount.to_integral_value()
    )
    assert credit.is_credit_note
    assert credit.preceding_invoices == [InvoiceReference(number=goods.number)]
    assert [attachment.identifier for attachment in service.attachments] == [
        "urn:sfti:documents:object:arbetsrapport-57"
    ]


def test_attributes_that_are_not_there_are_empty() -> None:
    read = invoice(
        attribute("cac:BuyerParty/cac:Party/cac:PartyIdentification/cac:ID", "identificationSchemeAgencyID", None)
    )
    assert read.buyer.identifiers == [Identifier(value="7350009900010")]
