"""Elements of UBL and the EN 16931 terms they hold: each that an invoice may have is known, and named in findings."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from gateway.catalogue.terms import term_name
from gateway.findings import Finding
from gateway.nodes import Document, Node
from gateway.rules.assertions import Path as RulePath
from gateway.rules.en16931 import ASSERTIONS
from gateway.rules.terms import NO_TERM, known_paths, term_at, term_words

pytestmark = pytest.mark.unit

REPOSITORY = Path(__file__).parents[3]
SAMPLES = sorted((REPOSITORY / "samples" / "efaktura").glob("*.xml"))
DOCUMENTS = REPOSITORY.parent / "shared" / "conformance" / "einvoice" / "documents"
PARSER = etree.XMLParser(remove_comments=True, remove_pis=True)
UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
CAC, CBC = f"{UBL}CommonAggregateComponents-2", f"{UBL}CommonBasicComponents-2"

NOT_IN_UBL = {"BG-1", "BG-2", "BT-21"}
"""Groups whose terms stand apart in UBL, and a code that is written into the text of a note."""


def documents_in(path: Path) -> Iterator[Document]:
    """Every UBL invoice and credit note of a file, out of its envelope."""
    for element in etree.parse(str(path), PARSER).getroot().iter(f"{{{UBL}Invoice-2}}*", f"{{{UBL}CreditNote-2}}*"):
        yield Document(element)


def document(content: str, root: str = "Invoice") -> Document:
    namespaces = f'xmlns="{UBL}{root}-2" xmlns:cac="{CAC}" xmlns:cbc="{CBC}"'
    return Document(etree.fromstring(f"<{root} {namespaces}>{content}</{root}>", PARSER))


def named(content: str, name: str, below: str = "", root: str = "Invoice") -> dict[str, str]:
    """The words for the first element of a name in an invoice."""
    node: Node = document(content, root).named(name)[0]
    return term_words(node, below)


def plain(path: str) -> str:
    """A path as rules write it, without the words in brackets."""
    return "/".join(step.partition("[")[0] for step in path.split("/"))


def is_unwanted(path: str) -> bool:
    names = ("Invoice", *plain(path).split("/"))
    return any(
        RulePath(rule_path).fits(names)
        for rule in ASSERTIONS.rules()
        if rule.is_unwanted
        for rule_path in rule.paths
        if not (rule.unless and RulePath(rule.unless).fits(names))
    )


def unknown_elements(paths: list[Path]) -> set[str]:
    known = {plain(path) for path in known_paths()}
    used = {
        "/".join("cac:InvoiceLine" if name == "cac:CreditNoteLine" else name for name in kind.names[1:])
        for path in paths
        for invoice in documents_in(path)
        for kind in invoice.by_kind
    }
    return {path for path in used - known - {""} if not is_unwanted(path)}


def test_every_element_of_the_samples_has_a_term_or_is_known_to_hold_none() -> None:
    assert unknown_elements(SAMPLES) == set()


@pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="conformance documents are not here")
def test_every_element_of_the_example_documents_has_a_term_or_is_known_to_hold_none() -> None:
    paths = [path for path in sorted(DOCUMENTS.rglob("*.xml")) if b"ubl:schema:xsd" in path.read_bytes()]
    assert len(paths) > 100
    assert unknown_elements(paths) == set()


def test_every_term_of_the_standard_has_a_path() -> None:
    numbered = {f"BT-{number}" for number in range(1, 166)} - {"BT-4"} | {f"BG-{number}" for number in range(1, 33)}
    assert numbered - set(known_paths().values()) == NOT_IN_UBL


@pytest.mark.parametrize("term", sorted({*known_paths().values(), *NOT_IN_UBL} - {NO_TERM}))
def test_every_term_has_a_name_in_both_languages(term: str) -> None:
    swedish, english = term_name(term, "sv"), term_name(term, "en")
    assert len({swedish, english, term}) == 3


def test_no_element_with_a_term_is_unwanted() -> None:
    unwanted = {path for path, term in known_paths().items() if term != NO_TERM and is_unwanted(path)}
    assert unwanted == set()


def test_lines_of_invoices_and_credit_notes_hold_the_same_terms() -> None:
    invoice, credit_note = ("Invoice", "cac:InvoiceLine"), ("CreditNote", "cac:CreditNoteLine")
    assert (
        term_at(invoice, "cac:Price/cbc:PriceAmount") == term_at(credit_note, "cac:Price/cbc:PriceAmount") == "BT-146"
    )
    assert term_at(invoice, "cbc:InvoicedQuantity") == term_at(credit_note, "cbc:CreditedQuantity") == "BT-129"


def test_a_path_below_the_root_or_below_an_element_leads_to_a_term() -> None:
    assert term_at(("Invoice",), "cbc:ID") == term_at(("Invoice", "cbc:ID")) == "BT-1"
    assert term_at(("Invoice", "cac:AccountingSupplierParty", "cac:Party"), "cbc:EndpointID/@schemeID") == "BT-34-1"
    assert term_at(("Invoice", "cbc:UBLVersionID")) == term_at(("Invoice", "cbc:UUID")) == term_at(("Invoice",)) == ""


@pytest.mark.parametrize(
    ("indicator", "term"),
    [("true", "BT-99"), ("1", "BT-99"), (" false ", "BT-92"), ("0", "BT-92")],
)
def test_an_amount_is_of_an_allowance_or_a_charge_as_the_indicator_says(indicator: str, term: str) -> None:
    entry = (
        f"<cac:AllowanceCharge><cbc:ChargeIndicator>{indicator}</cbc:ChargeIndicator>"
        "<cbc:Amount>1</cbc:Amount></cac:AllowanceCharge>"
    )
    assert named(entry, "cbc:Amount") == {"term": term}
    assert named(entry, "cac:AllowanceCharge", "cbc:Amount") == {"term": term}
    assert named(entry, "cac:AllowanceCharge", "cbc:Amount/@currencyID") == {"within": term}


def test_an_entry_that_does_not_say_which_of_the_two_it_is_holds_no_term() -> None:
    entry = "<cac:AllowanceCharge><cbc:ChargeIndicator>maybe</cbc:ChargeIndicator></cac:AllowanceCharge>"
    assert named(entry, "cac:AllowanceCharge", "cbc:Amount") == {}
    line = f"<cac:InvoiceLine>{entry}</cac:InvoiceLine>"
    assert named(line, "cac:AllowanceCharge", "cbc:Amount") == {"within": "BG-25"}


@pytest.mark.parametrize(("scheme", "term"), [("VAT", "BT-31"), ("vat", "BT-31"), ("", "BT-31"), ("TAX", "BT-32")])
def test_a_number_of_the_seller_is_for_vat_or_for_another_tax(scheme: str, term: str) -> None:
    seller = (
        "<cac:AccountingSupplierParty><cac:Party><cac:PartyTaxScheme><cbc:CompanyID>X</cbc:CompanyID>"
        f"<cac:TaxScheme><cbc:ID>{scheme}</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme></cac:Party>"
        "</cac:AccountingSupplierParty>"
    )
    assert named(seller, "cbc:CompanyID") == {"term": term}
    buyer = seller.replace("Supplier", "Customer")
    assert named(buyer, "cbc:CompanyID") == ({"term": "BT-48"} if term == "BT-31" else {"within": "BG-7"})


def test_an_identifier_of_the_seller_can_be_the_one_for_direct_debits() -> None:
    seller = (
        "<cac:AccountingSupplierParty><cac:Party><cac:PartyIdentification><cbc:ID schemeID='{}'>X</cbc:ID>"
        "</cac:PartyIdentification></cac:Party></cac:AccountingSupplierParty>"
    )
    assert named(seller.format("SEPA"), "cbc:ID") == {"term": "BT-90"}
    assert named(seller.format("0088"), "cbc:ID") == {"term": "BT-29"}
    assert named(seller.format("0088"), "cbc:ID", "@schemeID") == {"term": "BT-29-1"}


@pytest.mark.parametrize(("type_code", "term"), [("130", "BT-18"), ("50", "BT-11"), ("916", "BT-122")])
def test_a_document_reference_is_what_its_type_says(type_code: str, term: str) -> None:
    reference = (
        "<cac:AdditionalDocumentReference><cbc:ID>X</cbc:ID>"
        f"<cbc:DocumentTypeCode>{type_code}</cbc:DocumentTypeCode></cac:AdditionalDocumentReference>"
    )
    assert named(reference, "cbc:ID") == {"term": term}


def test_the_vat_total_in_the_accounting_currency_is_another_term() -> None:
    def totals(tax_currency: str) -> list[dict[str, str]]:
        invoice = document(
            "<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>"
            f"<cbc:TaxCurrencyCode>{tax_currency}</cbc:TaxCurrencyCode>"
            "<cac:TaxTotal><cbc:TaxAmount currencyID='EUR'>1</cbc:TaxAmount></cac:TaxTotal>"
            "<cac:TaxTotal><cbc:TaxAmount currencyID='SEK'>11</cbc:TaxAmount></cac:TaxTotal>"
            "<cac:TaxTotal/>"
        )
        amounts = [term_words(amount) for amount in invoice.named("cbc:TaxAmount")]
        return [*amounts, term_words(invoice.named("cac:TaxTotal")[2], "cbc:TaxAmount")]

    assert totals("SEK") == [{"term": "BT-110"}, {"term": "BT-111"}, {"term": "BT-110"}]
    assert totals("EUR") == [{"term": "BT-110"}, {"term": "BT-110"}, {"term": "BT-110"}]


def unwanted_in(content: str) -> Finding:
    findings = ASSERTIONS.findings(document(content))
    return next(each for each in findings if each.code.startswith(("UBL-CR", "UBL-DT")))


def test_what_has_no_term_is_named_with_the_term_it_stands_within() -> None:
    found = unwanted_in(
        "<cac:AccountingSupplierParty><cac:Party><cbc:WebsiteURI>x</cbc:WebsiteURI></cac:Party>"
        "</cac:AccountingSupplierParty>"
    )
    assert found.field("sv") == "cbc:WebsiteURI under Säljare (BG-4)"
    assert found.field("en") == "cbc:WebsiteURI under Seller (BG-4)"
    assert found.text("sv").startswith("cbc:WebsiteURI under Säljare (BG-4) hör inte till")


def test_what_stands_within_no_term_is_named_alone() -> None:
    assert unwanted_in("<cbc:AccountingCostCode>x</cbc:AccountingCostCode>").field("sv") == "cbc:AccountingCostCode"


def test_an_attribute_is_named_with_its_element() -> None:
    assert (
        unwanted_in("<cbc:ID schemeName='x'>1</cbc:ID>").field("en") == "cbc:ID/@schemeName under Invoice number (BT-1)"
    )
    assert unwanted_in("<cbc:UUID schemeName='x'>1</cbc:UUID>").place.record in {"cbc:UUID", "@schemeName"}


def test_a_masked_finding_still_says_which_field_it_is_about() -> None:
    findings = ASSERTIONS.findings(document("<cbc:ID/>"))
    masked = next(each for each in findings if each.code == "BR-02").masked()
    assert masked.field("sv") == "Fakturanummer (BT-1)"
