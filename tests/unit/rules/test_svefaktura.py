"""Given a Svefaktura that breaks no rule, changed in one way, SFTI's rule about that is found broken."""

import re

import pytest
from lxml import etree

from gateway.catalogue import Severity
from gateway.catalogue.terms import term_name
from gateway.nodes import Document
from gateway.rules.svefaktura import ASSERTIONS
from gateway.rules.terms import known_paths, known_svefaktura_paths
from tests.svefaktura_documents import Change, added, attribute, svefaktura, text, twice, without

pytestmark = pytest.mark.unit

BUYER = "cac:BuyerParty/cac:Party"
SELLER = "cac:SellerParty/cac:Party"
ADDRESS_LINE = "<cac:AddressLine><cbc:Line>Provgatan 2</cbc:Line></cac:AddressLine>"
ACCOUNT = "cac:PaymentMeans/cac:PayeeFinancialAccount"
REFERENCE = "AdditionalDocumentReference/cac:ID"
SCHEME, AGENCY = "identificationSchemeID", "identificationSchemeAgencyName"
SUBTOTAL = "cac:TaxTotal/cac:TaxSubTotal"
EXEMPT_SUBTOTAL = "cac:TaxTotal/cac:TaxSubTotal[2]"
ENTRY, EXEMPT_ENTRY = "AllowanceCharge", "AllowanceCharge[2]"
PLAIN_LINE, LINE_WITH_ALLOWANCE, LINE_WITH_CHARGE, LINE_PER_TEN = (f"cac:InvoiceLine[{n}]" for n in (1, 2, 3, 4))
ITEM = f"{PLAIN_LINE}/cac:Item"
EXEMPT_ITEM = f"{LINE_PER_TEN}/cac:Item"
TOTALS = "cac:LegalTotal"

ONE_CURRENCY = (
    without("TaxCurrencyCode"),
    without("cac:ExchangeRate"),
    without(f"{SUBTOTAL}/cac:TaxCurrencyTaxAmount"),
)
BASE_QUANTITY = '<cbc:BaseQuantity quantityUnitCode="EA">1</cbc:BaseQuantity>'

BROKEN: dict[str, tuple[Change, ...]] = {
    "R-1": (without("LineItemCountNumeric"),),
    "R-2": (without("InitialInvoiceDocumentReference"), without("InvoicingPeriod")),
    "R-3": (text("cac:ExchangeRate/cbc:CalculationRate", "11.6"),),
    "R-4": (*ONE_CURRENCY, text(f"{SUBTOTAL}/cbc:TaxAmount", "45.70")),
    "R-5": (text("TaxCurrencyCode", "EUR"),),
    "R-6": (text(f"{ENTRY}/cac:TaxCategory/cbc:Percent", "20"),),
    "R-7": (text(f"{ITEM}/cac:TaxCategory/cbc:Percent", "20"),),
    "R-8": (text(f"{SELLER}/cac:Address/cbc:PostalZone", "750 00"),),
    "R-9": (text(f"{BUYER}/cac:Contact/cbc:Telephone", "08-555 01 00"),),
    "R-10": (text(f"{SUBTOTAL}/cbc:TaxableAmount", "181.7"),),
    "R-11": (
        added(f"{LINE_WITH_ALLOWANCE}/cac:Item/cac:BasePrice", BASE_QUANTITY),
        text(f"{LINE_WITH_ALLOWANCE}/cbc:LineExtensionAmount", "101.4"),
    ),
    "R-12": (text(f"{LINE_WITH_CHARGE}/cbc:LineExtensionAmount", "39.6"),),
    "R-13": (text(f"{LINE_WITH_ALLOWANCE}/cbc:LineExtensionAmount", "101.4"),),
    "R-14": (
        without(f"{LINE_WITH_CHARGE}/cac:Item/cac:BasePrice/cbc:BaseQuantity"),
        text(f"{LINE_WITH_CHARGE}/cbc:LineExtensionAmount", "359.4"),
    ),
    "R-15": (text(f"{LINE_PER_TEN}/cbc:LineExtensionAmount", "501"),),
    "R-16": (text(f"{SUBTOTAL}/cac:TaxCategory/cbc:Percent", "20"),),
    "R-17": (twice("cac:TaxTotal"),),
    "R-18": (text(f"{SUBTOTAL}/cac:TaxCategory/cac:ID", " S"),),
    "R-19": (text(f"{SELLER}/cac:PartyTaxScheme/cac:TaxScheme/cac:ID", "SWT "),),
    "R-20": (text(f"{PLAIN_LINE}/cbc:LineExtensionAmount", "31"),),
    "R-21": (attribute(".", "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation", "urn:x x.xsd"),),
    "R-22": (text("InvoiceTypeCode", "393"),),
    "R-23": (without("cac:ExchangeRate"),),
    "R-24": (without(SUBTOTAL),),
    "R-25": (without(f"{SUBTOTAL}/cac:TaxCurrencyTaxAmount"),),
    "R-26": (without("InvoiceCurrencyCode"),),
    "R-27": (text("LineItemCountNumeric", "5"),),
    "R-29": (text("LineItemCountNumeric", "0"),),
    "R-30": (attribute(REFERENCE, SCHEME, None),),
    "R-31": (attribute(REFERENCE, AGENCY, "GS1"),),
    "R-33": (added(f"{BUYER}/cac:Address", ADDRESS_LINE, before="cac:Country"),),
    "R-34": (added(f"{BUYER}/cac:Address", ADDRESS_LINE, before="cac:Country"),),
    "R-35": (
        without(f"{BUYER}/cac:PartyName/cbc:Name[2]"),
        text(f"{BUYER}/cac:PartyTaxScheme/cbc:RegistrationName", "Exempelstaden"),
    ),
    "R-36": (text(f"{BUYER}/cac:PartyTaxScheme/cac:CompanyID", "SE-5569003428-01"),),
    "R-37": (text(f"{BUYER}/cac:PartyTaxScheme/cac:TaxScheme/cac:ID", "ORG"),),
    "R-38": (without(f"{SELLER}/cac:PartyTaxScheme"),),
    "R-39": (without(f"{SELLER}/cac:PartyTaxScheme[1]"),),
    "R-40": (added(f"{SELLER}/cac:Address", ADDRESS_LINE, before="cac:Country"),),
    "R-41": (added(f"{SELLER}/cac:Address", ADDRESS_LINE, before="cac:Country"),),
    "R-44": (text(f"{SELLER}/cac:PartyTaxScheme/cbc:RegistrationName", "Exempel Kurser"),),
    "R-45": (text(f"{SELLER}/cac:PartyTaxScheme/cac:CompanyID", "556900-1307"),),
    "R-46": (text(f"{SELLER}/cac:PartyTaxScheme/cac:TaxScheme/cac:ID", "ORG"),),
    "R-47": (text("cac:Delivery/cbc:ActualDeliveryDateTime", "2026-11-01T00:00:00"),),
    "R-48": (text("cac:PaymentMeans/cac:PaymentMeansTypeCode", "30"),),
    "R-49": (text("cac:PaymentMeans/cbc:DuePaymentDate", "2026-10-30"),),
    "R-50": (text(f"{ACCOUNT}/cac:ID", "900-0134"),),
    "R-51": (without(f"{ACCOUNT}/cac:ID"),),
    "R-52": (text("cac:PaymentMeans/cac:PayeePartyName/cbc:Name", "Exempel Kurser"),),
    "R-54": (text("cac:PaymentTerms/cbc:PenaltySurchargePercent", "-1"),),
    "R-55": (without(f"{TOTALS}/cbc:TaxExclusiveTotalAmount"),),
    "R-56": (text(f"{ENTRY}/cac:TaxCategory/cac:TaxScheme/cac:ID", "SWT"),),
    "R-57": (text(f"{ENTRY}/cac:ReasonCode", "19"),),
    "R-58": (without(f"{ENTRY}/cac:TaxCategory/cbc:Percent"),),
    "R-59": (text(f"{SUBTOTAL}/cac:TaxCategory/cac:ID", "Z"),),
    "R-60": (without(f"{EXEMPT_SUBTOTAL}/cac:TaxCategory/cbc:ExemptionReason"),),
    "R-61": (text(f"{EXEMPT_ENTRY}/cac:TaxCategory/cbc:Percent", "25"),),
    "R-62": (text(f"{ENTRY}/cac:TaxCategory/cbc:Percent", "0"),),
    "R-63": (without("InvoiceCurrencyCode"),),
    "R-64": (without("TaxCurrencyCode"),),
    "R-65": (without("cac:ExchangeRate/cbc:CalculationRate"),),
    "R-66": (text("cac:ExchangeRate/cbc:CalculationRate", "0"),),
    "R-67": (text("cac:TaxTotal/cbc:TotalTaxAmount", "46"),),
    "R-68": (without(f"{SUBTOTAL}/cac:TaxCurrencyTaxAmount"),),
    "R-69": (text(f"{TOTALS}/cbc:LineExtensionTotalAmount", "222"),),
    "R-70": (text(f"{TOTALS}/cbc:TaxExclusiveTotalAmount", "227"),),
    "R-71": (text(f"{TOTALS}/cbc:TaxInclusiveTotalAmount", "272"),),
    "R-72": (without(f"{LINE_WITH_CHARGE}/cac:AllowanceCharge/cbc:Amount"),),
    "R-73": (text(f"{LINE_WITH_CHARGE}/cac:AllowanceCharge/cbc:ChargeIndicator", "1"),),
    "R-74": (text(f"{LINE_WITH_CHARGE}/cac:AllowanceCharge/cbc:Amount", "-0.1"),),
    "R-75": (text(f"{ITEM}/cac:TaxCategory/cac:TaxScheme/cac:ID", "SWT"),),
    "R-76": (text(f"{ITEM}/cac:TaxCategory/cac:ID", "Z"),),
    "R-77": (text(f"{EXEMPT_ITEM}/cac:TaxCategory/cbc:Percent", "25"),),
    "R-78": (attribute(f"{LINE_PER_TEN}/cac:Item/cac:BasePrice/cbc:BaseQuantity", "quantityUnitCode", "BX"),),
    "R-79": (text("RequisitionistDocumentReference/cac:ID", "  "),),
    "R-80": (without("InvoicingPeriod/cbc:StartDateTime"),),
    "R-81": (text("InvoicingPeriod/cbc:StartDateTime", "2026-11-01T00:00:00"),),
    "R-82": (text("InvoicingPeriod/cbc:EndDateTime", "2026-11-01T00:00:00"),),
    "R-84": (attribute(REFERENCE, AGENCY, "GS1"), attribute(REFERENCE, SCHEME, "AVT")),
    "R-85": (attribute(REFERENCE, AGENCY, "GS1"), attribute(REFERENCE, SCHEME, None)),
    "R-86": (attribute(REFERENCE, AGENCY, None),),
    "R-87": (attribute(REFERENCE, AGENCY, None), attribute(REFERENCE, SCHEME, "AVT")),
    "R-88": (without(f"{SELLER}/cac:PartyTaxScheme[2]"),),
    "R-89": (text(f"{ENTRY}/cac:TaxCategory/cbc:Percent", "12"),),
    "R-90": (without(EXEMPT_SUBTOTAL),),
    "R-91": (without(f"{EXEMPT_SUBTOTAL}/cac:TaxCategory/cbc:ExemptionReason"),),
    "R-92": (text(f"{TOTALS}/cac:RoundOffAmount", "0.23"),),
    "R-93": (without(f"{SELLER}/cac:Address/cbc:CityName"),),
    "R-94": (without(f"{BUYER}/cac:Address/cbc:PostalZone"),),
    "R-95": (text(f"{EXEMPT_SUBTOTAL}/cac:TaxCategory/cbc:Percent", "6"),),
    "R-96": (text(f"{SUBTOTAL}/cac:TaxCategory/cbc:Percent", "0"),),
    "R-97": (text(f"{ITEM}/cac:TaxCategory/cbc:Percent", "0"),),
    "R-98": (twice(f"{BUYER}/cac:PartyIdentification"),),
    "R-99": (added(f"{BUYER}/cac:Address", "<cac:ID>900</cac:ID>", before="cbc:Postbox"),),
    "R-100": (attribute(f"{TOTALS}/cac:RoundOffAmount", "amountCurrencyID", "SEK"),),
    "R-101": (without(f"{ACCOUNT}/cac:FinancialInstitutionBranch"),),
    "R-102": (without(f"{ITEM}/cbc:Description"),),
    "R-103": (text(f"{LINE_WITH_ALLOWANCE}/cac:AllowanceCharge/cac:AllowanceChargeBaseAmount", "101.5"),),
    "R-104": (text(f"{LINE_WITH_CHARGE}/cac:AllowanceCharge/cac:AllowanceChargeBaseAmount", "41"),),
    "R-105": (text(f"{TOTALS}/cbc:TaxInclusiveTotalAmount", "-271"),),
    "R-106": (text(f"{ITEM}/cac:TaxCategory/cbc:Percent", "12"),),
}


def codes_of(root: etree._Element) -> list[str]:
    return [failure.assertion.code for failure in ASSERTIONS.failures(Document(root))]


def test_the_invoice_with_every_element_breaks_no_rule() -> None:
    assert codes_of(svefaktura()) == []


@pytest.mark.parametrize("code", BROKEN)
def test_a_change_breaks_the_rule_about_it(code: str) -> None:
    assert code in codes_of(svefaktura(*BROKEN[code]))


def test_every_rule_that_a_parsed_invoice_can_break_is_tried_here() -> None:
    assert set(ASSERTIONS.codes()) - BROKEN.keys() == {"R-83"}


@pytest.mark.parametrize("code", BROKEN)
def test_a_finding_is_told_in_both_languages_with_its_place_and_no_word_left_open(code: str) -> None:
    findings = ASSERTIONS.findings(Document(svefaktura(*BROKEN[code])))
    found = next(each for each in findings if each.code == code)
    assert found.place.path.startswith("/Invoice")
    for language in ("sv", "en"):
        words = f"{found.title(language)} {found.text(language)} {found.action(language)}"
        assert not re.search(r"[{}]|“”|””|  ", words), words


def test_a_stylesheet_before_the_invoice_is_told() -> None:
    root = svefaktura()
    root.addprevious(etree.ProcessingInstruction("xml-stylesheet", 'href="faktura.xsl"'))
    assert codes_of(root) == ["R-83"]


def test_an_invoice_in_an_envelope_has_no_stylesheet_of_its_own() -> None:
    envelope = etree.Element("envelope")
    envelope.append(svefaktura())
    envelope[0].addprevious(etree.ProcessingInstruction("xml-stylesheet", 'href="faktura.xsl"'))
    assert codes_of(envelope[1]) == []


@pytest.mark.parametrize(("amount", "is_found"), [("30.79", False), ("29.81", False), ("30.81", True), ("29.79", True)])
def test_a_line_may_be_less_than_half_a_krona_off(amount: str, is_found: bool) -> None:
    found = codes_of(svefaktura(text(f"{PLAIN_LINE}/cbc:LineExtensionAmount", amount)))
    assert ("R-20" in found) is is_found


@pytest.mark.parametrize(
    ("total", "is_found"), [("221.2", False), ("220.2", True), ("221.21", True), ("220.21", False)]
)
def test_exactly_half_a_krona_is_judged_by_doubles_as_sfti_does(total: str, is_found: bool) -> None:
    # The four lines make 220.70000000000002 in xs:double: 221.2 is half a krona off, and 220.2 a little more.
    found = codes_of(svefaktura(text(f"{TOTALS}/cbc:LineExtensionTotalAmount", total)))
    assert ("R-69" in found) is is_found


@pytest.mark.parametrize("code", ["380.0", "3.8E2", " 380 "])
def test_the_invoice_type_is_a_number_to_sfti(code: str) -> None:
    assert "R-22" not in codes_of(svefaktura(text("InvoiceTypeCode", code)))


@pytest.mark.parametrize("code", ["XX", "", "NaN"])
def test_an_invoice_type_that_breaks_the_official_rules_is_a_finding_here(code: str) -> None:
    assert "R-22" in codes_of(svefaktura(text("InvoiceTypeCode", code)))


def test_two_tax_categories_of_an_item_break_the_official_rules_and_are_a_finding_here() -> None:
    assert "R-75" in codes_of(svefaktura(twice(f"{ITEM}/cac:TaxCategory")))


@pytest.mark.parametrize(
    ("number", "is_found"), [("A+1", False), ("å9", False), ("A.1", True), ("A_1", True), ("", False)]
)
def test_numbers_may_have_letters_digits_and_symbols(number: str, is_found: bool) -> None:
    assert ("R-50" in codes_of(svefaktura(text(f"{ACCOUNT}/cac:ID", number)))) is is_found


def test_savings_banks_need_no_account() -> None:
    institution = f"{ACCOUNT}/cac:FinancialInstitutionBranch/cac:FinancialInstitution/cac:ID"
    assert codes_of(svefaktura(without(f"{ACCOUNT}/cac:ID"), text(institution, "SNDOSESS"))) == []


def test_days_are_compared_in_their_time_zones() -> None:
    due = text("cac:PaymentMeans/cbc:DuePaymentDate", "2026-10-31+02:00")
    assert codes_of(svefaktura(due)) == ["R-49"]
    assert codes_of(svefaktura(due, text("cbc:IssueDate", "2026-10-31+02:00"))) == ["R-47", "R-82"]


def test_a_period_without_end_is_told_once() -> None:
    found = codes_of(svefaktura(without("InvoicingPeriod/cbc:EndDateTime")))
    assert sorted(found) == ["R-80", "R-81"]


@pytest.mark.parametrize(
    ("changes", "severity"),
    [(BROKEN["R-29"], Severity.FATAL), ((attribute(REFERENCE, SCHEME, "AVT"),), Severity.INFORMATION)],
)
def test_the_two_rules_of_one_id_have_their_own_severity(changes: tuple[Change, ...], severity: Severity) -> None:
    findings = ASSERTIONS.findings(Document(svefaktura(*changes)))
    assert [each.severity for each in findings if each.code == "R-29"] == [severity]


def test_exemption_is_asked_for_on_lines_and_on_allowances_under_one_id() -> None:
    found = [
        each for each in ASSERTIONS.findings(Document(svefaktura(without(EXEMPT_SUBTOTAL)))) if each.code == "R-90"
    ]
    assert {each.details["term"] for each in found} == {"BT-95", "BT-151"}


def test_a_sum_shows_both_sides_and_the_difference() -> None:
    root = svefaktura(text(f"{TOTALS}/cbc:TaxInclusiveTotalAmount", "300"))
    found = next(each for each in ASSERTIONS.findings(Document(root)) if each.code == "R-71")
    assert (found.value, found.expected, found.details["difference"]) == ("300.00", "271.00", "29.00")
    assert found.place.path == "/Invoice/cac:LegalTotal/cbc:TaxInclusiveTotalAmount"


def test_every_term_of_the_table_is_one_of_en_16931_and_its_path_one_of_svefaktura() -> None:
    # No party of the invoice may have free address lines without breaking a rule.
    lines = [added(f"{party}/cac:Address", ADDRESS_LINE, before="cac:Country") for party in (BUYER, SELLER)]
    paths = {"/".join(kind.names[1:]) for kind in Document(svefaktura(*lines)).by_kind}
    own = known_svefaktura_paths().items() - known_paths().items()
    assert all(term_name(term, "sv") != term for _, term in own)
    assert {re.sub(r"\[\w+\]|/@.*", "", path) for path, _ in own} <= paths


def test_numbers_that_are_no_numbers_are_findings_and_no_exceptions() -> None:
    root = svefaktura()
    for element in root.iter():
        if not len(element) and element.text and element.text.replace(".", "").isdigit():
            element.text = "1O,00"
    found = codes_of(root)
    assert {"R-22", "R-27", "R-29", "R-69", "R-70", "R-71", "R-67"} <= set(found)


def test_no_element_at_all_is_no_exception() -> None:
    root = svefaktura()
    for child in list(root):
        root.remove(child)
    assert codes_of(root) == ["R-1"]
