"""Given a Svefaktura, an object envelope or SFTI's header, our schemas take what SFTI allows and refuse the rest."""

from pathlib import Path

import pytest
from lxml import etree

from gateway.nodes import Document
from gateway.rules.svefaktura import ASSERTIONS
from gateway.schemas import SchemaStore
from tests.svefaktura_documents import Change, added, attribute, svefaktura, text, twice, without

pytestmark = pytest.mark.unit

PROJECT = Path(__file__).parents[3]
SAMPLES = sorted((PROJECT / "samples" / "efaktura").glob("svefaktura-*.xml"))
PARTS = ("{*}StandardBusinessDocument", "{*}Invoice", "{*}ObjectEnvelope")

MANDATORY = [
    "ID",
    "cbc:IssueDate",
    "InvoiceTypeCode",
    "LineItemCountNumeric",
    "cac:BuyerParty",
    "cac:SellerParty",
    "cac:SellerParty/cac:Party/cac:PartyName",
    "cac:SellerParty/cac:Party/cac:Address",
    "cac:SellerParty/cac:Party/cac:PartyTaxScheme/cac:CompanyID",
    "cac:SellerParty/cac:Party/cac:PartyTaxScheme/cac:TaxScheme",
    "cac:PaymentMeans/cac:PaymentMeansTypeCode",
    "AllowanceCharge/cbc:ChargeIndicator",
    "AllowanceCharge/cbc:Amount",
    "AllowanceCharge/cac:TaxCategory",
    "cac:ExchangeRate/cac:TargetCurrencyCode",
    "cac:TaxTotal/cbc:TotalTaxAmount",
    "cac:TaxTotal/cac:TaxSubTotal/cbc:TaxableAmount",
    "cac:LegalTotal",
    "cac:LegalTotal/cbc:LineExtensionTotalAmount",
    "cac:LegalTotal/cbc:TaxInclusiveTotalAmount",
    "cac:InvoiceLine",
    "cac:InvoiceLine/cac:ID",
    "cac:InvoiceLine/cac:Item",
    "cac:InvoiceLine/cac:Item/cac:BasePrice/cbc:PriceAmount",
    "cac:InvoiceLine/cac:DespatchLineReference/cac:LineID",
    "RequisitionistDocumentReference",
]
REPEATED = [
    "AdditionalDocumentReference",
    "cac:BuyerParty/cac:Party/cac:PartyIdentification",
    "cac:BuyerParty/cac:Party/cac:PartyName/cbc:Name",
    "cac:BuyerParty/cac:Party/cac:PartyTaxScheme",
    "cac:PaymentMeans",
    "AllowanceCharge",
    "AllowanceCharge/cac:TaxCategory",
    "cac:TaxTotal",
    "cac:TaxTotal/cac:TaxSubTotal",
    "cac:InvoiceLine",
    "cac:InvoiceLine/cac:Item/cac:TaxCategory",
    "InitialInvoiceDocumentReference",
]
OPTIONAL = [
    "cbc:Note",
    "TaxPointDate",
    "InvoiceCurrencyCode",
    "cac:BuyerParty/cac:Party",
    "cac:SellerParty/cac:AccountsContact",
    "cac:Delivery",
    "cac:PaymentMeans",
    "cac:PaymentMeans/cac:PayeeFinancialAccount/cac:ID",
    "cac:PaymentTerms",
    "cac:ExchangeRate",
    "cac:TaxTotal",
    "cac:LegalTotal/cbc:TaxExclusiveTotalAmount",
    "cac:LegalTotal/cac:RoundOffAmount",
    "cac:InvoiceLine/cbc:InvoicedQuantity",
    "cac:InvoiceLine/cac:AllowanceCharge/cbc:Amount",
    "cac:InvoiceLine/cac:Item/cac:BasePrice",
    "cac:DeliveryTerms",
    "InvoicingPeriod",
    "InvoicingPeriod/cbc:EndDateTime",
]
REFUSED: list[Change] = [
    text("cbc:IssueDate", "2026-02-30"),
    text("cac:Delivery/cbc:ActualDeliveryDateTime", "2026-10-31"),
    text("InvoiceCurrencyCode", "KRO"),
    text("InvoiceCurrencyCode", ""),
    text("cac:BuyerParty/cac:Party/cac:Address/cac:Country/cac:IdentificationCode", "SWE"),
    text("cac:PaymentMeans/cac:PaymentMeansTypeCode", "58"),
    text("AllowanceCharge/cac:ReasonCode", "90"),
    text("AllowanceCharge/cbc:ChargeIndicator", "ja"),
    text("cac:LegalTotal/cbc:TaxInclusiveTotalAmount", ""),
    text("cac:LegalTotal/cbc:TaxInclusiveTotalAmount", "271,00"),
    attribute("cac:LegalTotal/cbc:TaxInclusiveTotalAmount", "amountCurrencyID", None),
    attribute("cac:LegalTotal/cbc:TaxInclusiveTotalAmount", "currencyID", "EUR"),
    attribute("cac:InvoiceLine/cbc:InvoicedQuantity", "quantityUnitCode", None),
    attribute("ID", "identificationSchemeID", "X"),
    attribute("InvoiceCurrencyCode", "codeListID", "ISO 4217"),
    added(".", "<Vad/>"),
    twice("cac:LegalTotal"),
    twice("cac:DeliveryTerms"),
]
TAKEN: list[Change] = [
    text("InvoiceTypeCode", ""),
    text("RequisitionistDocumentReference/cac:ID", ""),
    text("cac:LegalTotal/cbc:TaxInclusiveTotalAmount", " -271.005 "),
    text("cac:PaymentMeans/cac:PaymentMeansTypeCode", "ZZZ"),
    attribute("cbc:Note", "languageID", "sv"),
    attribute("InvoiceCurrencyCode", "codeListID", "ISO 4217 Alpha"),
    attribute("cac:PaymentMeans/cac:PayeeFinancialAccount/cac:ID", "identificationSchemeName", "BBAN"),
]


@pytest.fixture(scope="module")
def schemas() -> SchemaStore:
    return SchemaStore(PROJECT / "xsd")


def is_valid(schemas: SchemaStore, root: etree._Element) -> bool:
    name = etree.QName(root)
    return schemas.schema(name.namespace or "", name.localname).validate(root)


def test_the_invoice_with_every_element_is_taken(schemas: SchemaStore) -> None:
    assert is_valid(schemas, svefaktura())


@pytest.mark.parametrize("path", MANDATORY)
def test_what_must_be_there_is_missed(path: str, schemas: SchemaStore) -> None:
    assert not is_valid(schemas, svefaktura(without(path)))


@pytest.mark.parametrize("path", OPTIONAL)
def test_what_may_be_left_out_is_not_missed(path: str, schemas: SchemaStore) -> None:
    assert is_valid(schemas, svefaktura(without(path)))


@pytest.mark.parametrize("path", REPEATED)
def test_what_may_stand_several_times_is_taken_twice(path: str, schemas: SchemaStore) -> None:
    assert is_valid(schemas, svefaktura(twice(path)))


def test_three_ways_to_pay_and_two_requisitionists_are_the_most(schemas: SchemaStore) -> None:
    means, requisitionist = twice("cac:PaymentMeans"), twice("RequisitionistDocumentReference")
    assert is_valid(schemas, svefaktura(means, means))
    assert not is_valid(schemas, svefaktura(means, means, means))
    assert not is_valid(schemas, svefaktura(requisitionist))


@pytest.mark.parametrize("number", range(len(REFUSED)))
def test_what_is_no_value_of_its_kind_is_refused(number: int, schemas: SchemaStore) -> None:
    assert not is_valid(schemas, svefaktura(REFUSED[number]))


@pytest.mark.parametrize("number", range(len(TAKEN)))
def test_what_looks_odd_and_is_allowed_is_taken(number: int, schemas: SchemaStore) -> None:
    assert is_valid(schemas, svefaktura(TAKEN[number]))


def test_elements_out_of_order_are_explained_with_the_element_that_should_be_there(schemas: SchemaStore) -> None:
    root = svefaktura(without("cac:BuyerParty"))
    findings = schemas.explain(root)
    assert any("cac:BuyerParty" in finding.text("sv") for finding in findings)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_our_own_samples_are_valid_and_break_no_rule(path: Path, schemas: SchemaStore) -> None:
    parts = [etree.fromstring(etree.tostring(part)) for part in etree.parse(path).getroot().iter(*PARTS)]
    assert all(is_valid(schemas, part) for part in parts)
    invoices = [part for part in parts if etree.QName(part).localname == "Invoice"]
    assert [ASSERTIONS.failures(Document(invoice)) for invoice in invoices] == [[]]


def test_an_attachment_that_is_no_base64_is_refused(schemas: SchemaStore) -> None:
    root = etree.parse(SAMPLES[-1]).getroot()
    envelope = etree.fromstring(
        etree.tostring(next(root.iter("{urn:sfti:documents:ObjectEnvelope:1:0}ObjectEnvelope")))
    )
    assert is_valid(schemas, envelope)
    data = next(envelope.iter("{urn:sfti:documents:ObjectEnvelope:1:0}EncodedData"))
    data.text = "inte base64!"
    assert not is_valid(schemas, envelope)


def test_a_header_without_a_document_is_refused(schemas: SchemaStore) -> None:
    sfti = "{urn:sfti:documents:StandardBusinessDocumentHeader}StandardBusinessDocument"
    header = etree.fromstring(etree.tostring(next(etree.parse(SAMPLES[-1]).getroot().iter(sfti))))
    assert is_valid(schemas, header)
    for document in header[1:]:
        header.remove(document)
    assert not is_valid(schemas, header)
