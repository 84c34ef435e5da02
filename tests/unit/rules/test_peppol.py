"""Peppol rules on documents made up here: given an invoice like this, these rules have something against it."""

import csv
import doctest
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from gateway.catalogue import CATALOGUE, official
from gateway.nodes import Document
from gateway.rules.peppol import BILLING, SELF_BILLING, facts, identifiers
from gateway.rules.peppol.identifiers import SCHEMES

pytestmark = pytest.mark.unit

NAMESPACES = (
    'xmlns="urn:oasis:names:specification:ubl:schema:xsd:{root}-2"'
    ' xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"'
    ' xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"'
)
BILLING_HEAD = (
    "<cbc:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
    "</cbc:CustomizationID><cbc:ProfileID>urn:fdc:peppol.eu:2017:poacc:billing:01:1.0</cbc:ProfileID>"
)
SELF_BILLING_HEAD = BILLING_HEAD.replace("billing", "selfbilling")
TOTALS = (
    '<cac:TaxTotal><cbc:TaxAmount currencyID="SEK">0</cbc:TaxAmount><cac:TaxSubtotal>'
    '<cbc:TaxAmount currencyID="SEK">0</cbc:TaxAmount></cac:TaxSubtotal></cac:TaxTotal>'
)
SWEDISH_VAT = "SE556036079301"


def party(
    role: str = "AccountingSupplierParty",
    *,
    country: str = "FI",
    vat: str = "",
    tax: str = "",
    legal: str = "",
    scheme: str = "",
    more: str = "",
) -> str:
    """A seller or buyer with an address in a country, and the numbers it is given."""
    registrations = "".join(
        f"<cac:PartyTaxScheme><cbc:CompanyID>{number}</cbc:CompanyID>"
        f"<cac:TaxScheme><cbc:ID>{kind}</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>"
        for kind, number in (("VAT", vat), ("TAX", tax))
        if number
    )
    attribute = f' schemeID="{scheme}"' if scheme else ""
    entity = (
        f"<cac:PartyLegalEntity><cbc:CompanyID{attribute}>{legal}</cbc:CompanyID></cac:PartyLegalEntity>"
        if legal
        else ""
    )
    return (
        f'<cac:{role}><cac:Party><cbc:EndpointID schemeID="9930">DE1</cbc:EndpointID>'
        f"<cac:PostalAddress><cac:Country><cbc:IdentificationCode>{country}</cbc:IdentificationCode></cac:Country>"
        f"</cac:PostalAddress>{registrations}{entity}{more}</cac:Party></cac:{role}>"
    )


def document(body: str = "", *, root: str = "Invoice", head: str = BILLING_HEAD, seller: str = party()) -> Document:
    """An invoice that the common rules have nothing against, with more in it."""
    type_code = "<cbc:{0}TypeCode>{1}</cbc:{0}TypeCode>".format(root, "381" if root == "CreditNote" else "380")
    if head is SELF_BILLING_HEAD:
        type_code = type_code.replace("380", "389").replace("381", "261")
    text = (
        f"<{root} {NAMESPACES.format(root=root)}>{head}{type_code}<cbc:DocumentCurrencyCode>SEK"
        f"</cbc:DocumentCurrencyCode><cbc:BuyerReference>X</cbc:BuyerReference>{seller}{TOTALS}{body}</{root}>"
    )
    return Document(etree.fromstring(text.encode()))


def broken(body: str = "", **how: str) -> dict[str, int]:
    """The rules of Peppol BIS Billing that such an invoice breaks, and how often."""
    return dict(Counter(failure.assertion.code for failure in BILLING.failures(document(body, **how))))


def line(content: str, amount: str = "100", quantity: str = "1", price: str = "100") -> str:
    """An invoice line of an amount, with more in it."""
    return (
        f'<cac:InvoiceLine><cbc:InvoicedQuantity unitCode="C62">{quantity}</cbc:InvoicedQuantity>'
        f'<cbc:LineExtensionAmount currencyID="SEK">{amount}</cbc:LineExtensionAmount>{content}'
        f'<cac:Price><cbc:PriceAmount currencyID="SEK">{price}</cbc:PriceAmount></cac:Price></cac:InvoiceLine>'
    )


def allowance(*, amount: str = "10", base: str = "", percentage: str = "", indicator: str = "false") -> str:
    """An allowance, or a charge when the indicator is true."""
    return (
        f"<cac:AllowanceCharge><cbc:ChargeIndicator>{indicator}</cbc:ChargeIndicator>"
        + (f"<cbc:MultiplierFactorNumeric>{percentage}</cbc:MultiplierFactorNumeric>" if percentage else "")
        + f'<cbc:Amount currencyID="SEK">{amount}</cbc:Amount>'
        + (f'<cbc:BaseAmount currencyID="SEK">{base}</cbc:BaseAmount>' if base else "")
        + "</cac:AllowanceCharge>"
    )


def payment(code: str, content: str = "") -> str:
    """A way to pay with a code of UNCL4461."""
    return f"<cac:PaymentMeans><cbc:PaymentMeansCode>{code}</cbc:PaymentMeansCode>{content}</cac:PaymentMeans>"


def giro(number: str, branch: str) -> str:
    """A credit transfer to a Swedish bankgiro or plusgiro."""
    return payment(
        "30",
        f"<cac:PayeeFinancialAccount><cbc:ID>{number}</cbc:ID><cac:FinancialInstitutionBranch>"
        f"<cbc:ID>{branch}</cbc:ID></cac:FinancialInstitutionBranch></cac:PayeeFinancialAccount>",
    )


def test_the_examples_of_the_modules_are_true() -> None:
    assert [doctest.testmod(module).failed for module in (facts, identifiers)] == [0, 0]


def test_an_invoice_as_it_should_be_breaks_no_rule() -> None:
    assert broken() == {}
    assert broken(root="CreditNote") == {}


def test_every_rule_is_in_the_catalogue_with_texts_of_its_own() -> None:
    table = Path(official.__file__).with_name("peppol.csv")
    with table.open(encoding="utf-8") as file:
        rows = {row["code"]: row for row in csv.DictReader(file, delimiter=";")}
    assert set(BILLING.codes()) == set(rows) <= set(CATALOGUE)
    assert set(SELF_BILLING.codes()) < set(BILLING.codes())
    assert len(rows) == 165
    for column in ("title_sv", "title_en", "text_sv", "text_en"):
        assert len({row[column] for row in rows.values()}) == 165
    assert {row["severity"]: row["action"] for row in rows.values()} == {"fatal": "return", "warning": "tell"}


def test_a_finding_says_where_and_what_in_both_languages() -> None:
    found = BILLING.findings(document(line("", amount="101")), about="F1")
    assert [finding.code for finding in found] == ["PEPPOL-EN16931-R120"]
    assert found[0].rejects
    assert found[0].about == "F1"
    assert found[0].place.path == "/Invoice/cac:InvoiceLine/cbc:LineExtensionAmount"
    for language, word in (("sv", "Skillnaden är 1.00"), ("en", "The difference is 1.00")):
        assert word in found[0].text(language)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("scheme", "right", "wrong"),
    [
        ("0007", ("5560360793", " 2120000142 "), ("556036-0793", "5560360794", "556036079", "16556036079")),
        ("0088", ("7300010000001", "9482348239847239874", "0"), ("7300010000002", "730001000000X", "")),
        ("0192", ("974760673",), ("974760674", "97476067", "000000000")),
        ("0184", ("12345678", "DK12345678"), ("1234567", "12345678 ", "SE12345678", "DK1234567A")),
        ("0096", ("1234567890",), ("123456789", "123456789A")),
        ("0198", ("DK12345678",), ("12345678", "DK1234567")),
        ("0208", ("0202239951",), ("0202239952", "202239951")),
        ("0201", ("UFF4ZZ", "abc123"), ("UFF4Z", "UFF4ZZZ", "UFF-ZZ")),
        ("0210", ("12345678901", "RSSMRA85T10A562S"), ("1234567890", "RSSMRA85T10A562", "1SSMRA85T10A562S")),
        ("9907", ("12345678901",), ("1234567890",)),
        ("0211", ("IT00743110157", "00743110158", "it00743110157"), ("IT00743110158", "IT0074311015", "ITX0743110157")),
        ("0151", ("51824753556",), ("51824753557", "5182475355")),
        ("0106", ("12345678",), ("1234567", "1234567A")),
        ("0190", ("12345678901234567890",), ("1234567890",)),
        ("9944", ("NL123456789B12",), ("NL123456789X12", "123456789B12")),
        ("0217", ("123456789012",), ("12345678901",)),
    ],
)
def test_identifiers_have_the_form_of_their_scheme(scheme: str, right: tuple[str, ...], wrong: tuple[str, ...]) -> None:
    code = next(known.code for known in SCHEMES if known.identifier == scheme)

    def judged(text: str) -> dict[str, int]:
        address = f'<cac:X><cbc:EndpointID schemeID="{scheme}">{text}</cbc:EndpointID></cac:X>'
        return {rule: times for rule, times in broken(address).items() if rule == code}

    assert [judged(text) for text in right] == [{}] * len(right)
    assert [judged(text) for text in wrong] == [{code: 1}] * len(wrong)


def test_party_numbers_are_judged_by_scheme_and_those_of_no_scheme_are_not() -> None:
    numbers = (
        '<cac:PartyIdentification><cbc:ID schemeID="0007">1</cbc:ID></cac:PartyIdentification>'
        '<cac:PartyIdentification><cbc:ID schemeID="9907">1</cbc:ID></cac:PartyIdentification>'
        "<cac:PartyIdentification><cbc:ID>1</cbc:ID></cac:PartyIdentification>"
        '<cac:PartyLegalEntity><cbc:CompanyID schemeID="0002">1</cbc:CompanyID></cac:PartyLegalEntity>'
    )
    assert broken(seller=party(more=numbers)) == {"PEPPOL-COMMON-R049": 1}


def test_a_dutch_vat_number_has_its_form_whoever_has_it() -> None:
    assert broken(seller=party(vat="NL123456789B12")) == {}
    assert broken(seller=party(vat="NL12")) == {"PEPPOL-COMMON-R056-2": 1}
    assert broken(seller=party(tax="NL12")) == {}


@pytest.mark.parametrize(
    ("amount", "is_right"), [("100.02", True), ("99.98", True), ("100.03", False), ("99.97", False)]
)
def test_a_line_amount_may_differ_by_two_cents_both_ways(amount: str, is_right: bool) -> None:
    assert broken(line("", amount=amount)) == ({} if is_right else {"PEPPOL-EN16931-R120": 1})


def test_a_line_amount_counts_base_quantity_charges_and_allowances() -> None:
    entries = allowance(amount="10.004") + allowance(amount="5.005", indicator="true")
    priced = line(entries, amount="45.01", quantity="10", price="50").replace(
        "</cac:Price>", '<cbc:BaseQuantity unitCode="C62">10</cbc:BaseQuantity></cac:Price>'
    )
    assert broken(priced) == {}
    assert broken(priced.replace('<cbc:BaseQuantity unitCode="C62">10', '<cbc:BaseQuantity unitCode="KGM">0')) == {
        "PEPPOL-EN16931-R120": 1,
        "PEPPOL-EN16931-R121": 1,
        "PEPPOL-EN16931-R130": 1,
    }


def test_what_is_missing_on_a_line_counts_as_one_and_nothing() -> None:
    assert broken("<cac:InvoiceLine><cbc:ID>1</cbc:ID></cac:InvoiceLine>") == {}


def test_a_number_that_cannot_be_read_is_found_and_stops_nothing() -> None:
    assert broken(line("", amount="x")) == {"PEPPOL-EN16931-R120": 1}
    assert broken(line("", quantity="1e3")) == {"PEPPOL-EN16931-R120": 1}


def test_a_percentage_without_its_base_is_not_asked_for_more() -> None:
    assert broken(allowance(percentage="10", indicator="maybe")) == {"PEPPOL-EN16931-R041": 1}
    assert broken(allowance(base="100", indicator="maybe")) == {"PEPPOL-EN16931-R042": 1}
    assert broken(allowance(indicator="maybe")) == {"PEPPOL-EN16931-R043": 1}


@pytest.mark.parametrize(("amount", "is_right"), [("10.02", True), ("9.98", True), ("10.03", False), ("9.97", False)])
def test_an_allowance_is_its_percentage_give_or_take_two_cents(amount: str, is_right: bool) -> None:
    entry = allowance(amount=amount, base="100", percentage="10")
    assert broken(entry) == ({} if is_right else {"PEPPOL-EN16931-R040": 1})


def test_an_allowance_in_a_price_is_judged_as_one_of_a_price_alone() -> None:
    in_price = line("", price="90", amount="90").replace("</cac:Price>", allowance(base="100") + "</cac:Price>")
    assert broken(in_price) == {}
    assert broken(in_price.replace(">false<", ">true<").replace(">100<", ">101<")) == {
        "PEPPOL-EN16931-R044": 1,
        "PEPPOL-EN16931-R046": 1,
    }


def test_each_empty_element_is_found_and_white_space_is_empty() -> None:
    assert broken("<cbc:Note> \n</cbc:Note><cac:Delivery/>") == {"PEPPOL-EN16931-R008": 2}
    assert broken("<cbc:Note>!</cbc:Note>") == {}


def test_amounts_are_in_the_currency_of_the_invoice_but_for_the_total_in_accounting_currency() -> None:
    other_currency = '<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">0</cbc:TaxAmount></cac:TaxTotal>'
    assert broken("<cbc:TaxCurrencyCode>EUR</cbc:TaxCurrencyCode>" + other_currency) == {}
    assert broken(other_currency) == {"PEPPOL-EN16931-R054": 1}
    assert broken(allowance().replace("SEK", "EUR")) == {"PEPPOL-EN16931-R051": 1}
    assert broken(allowance().replace(' currencyID="SEK"', "")) == {
        "PEPPOL-EN16931-R051": 1,
        "PEPPOL-EN16931-CL007": 1,
    }


def test_the_period_of_a_line_lies_within_that_of_the_invoice() -> None:
    period = "<cac:InvoicePeriod><cbc:StartDate>{}</cbc:StartDate><cbc:EndDate>{}</cbc:EndDate></cac:InvoicePeriod>"
    month = period.format("2026-10-01", "2026-10-31")
    assert broken(month + line(period.format("2026-10-01", "2026-10-31"))) == {}
    assert broken(month + line(period.format("2026-09-30", "2026-11-01"))) == {
        "PEPPOL-EN16931-R110": 1,
        "PEPPOL-EN16931-R111": 1,
    }


@pytest.mark.parametrize("date", ["2026-02-30", "2026-11-23Z", "20261123", "2026-W48-1", "23/11/2026"])
def test_a_date_is_a_real_one_in_ten_characters(date: str) -> None:
    assert broken(f"<cbc:DueDate>{date}</cbc:DueDate>") == {"PEPPOL-EN16931-F001": 1}
    assert broken("<cbc:DueDate>2026-11-23</cbc:DueDate>") == {}


def test_an_exemption_code_has_its_category() -> None:
    category = (
        "<cac:TaxCategory><cbc:ID>{}</cbc:ID><cbc:TaxExemptionReasonCode>vatex-eu-ic</cbc:TaxExemptionReasonCode>"
        "</cac:TaxCategory>"
    )
    assert broken(category.format("K")) == {}
    assert broken(category.format("S")) == {"PEPPOL-EN16931-P0106": 1}


def test_processes_and_specifications_are_known_ones() -> None:
    with_response = BILLING_HEAD.replace(
        "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0", "urn:peppol:bis:billing_with_response"
    )
    assert broken(head=with_response) == {}
    assert broken(head=BILLING_HEAD.replace("billing:01:1.0", "billing:03:1.0")) == {"PEPPOL-EN16931-R007": 1}
    assert broken(head=BILLING_HEAD.replace("billing:3.0<", "billing:3.0::x<")) == {"PEPPOL-EN16931-R004": 1}


class TestSwedishSellers:
    """The rules for sellers with an address in Sweden."""

    def test_one_with_right_numbers_breaks_no_rule(self) -> None:
        seller = party(country="SE", vat=SWEDISH_VAT, tax="Godkänd för F-skatt", legal="5560360793")
        assert broken(giro("54029681", "SE:BANKGIRO") + giro("12", "SE:PLUSGIRO"), seller=seller) == {}

    @pytest.mark.parametrize(
        ("vat", "rules"),
        [
            ("SE55603607930", {"SE-R-001": 1}),
            ("SE5560360793XX", {"SE-R-002": 1}),
            ("SE556036-079301", {"SE-R-001": 1, "SE-R-002": 1}),
            ("FI12345678", {}),
        ],
    )
    def test_vat_numbers(self, vat: str, rules: dict[str, int]) -> None:
        assert broken(seller=party(country="SE", vat=vat)) == rules

    @pytest.mark.parametrize(
        ("legal", "rules"),
        [
            ("556036-0793", {"SE-R-003": 1, "SE-R-004": 1, "SE-R-013": 1}),
            ("5560360794", {"SE-R-013": 1}),
            ("55603607931", {"SE-R-004": 1}),
            ("165560360793", {"SE-R-004": 1, "SE-R-013": 1}),
        ],
    )
    def test_organisation_numbers(self, legal: str, rules: dict[str, int]) -> None:
        assert broken(seller=party(country="SE", legal=legal)) == rules

    def test_f_skatt_is_stated_when_there_is_a_legal_number(self) -> None:
        assert broken(seller=party(country="SE", tax="Moms", legal="5560360793")) == {"SE-R-005": 1}
        assert broken(seller=party(country="SE", tax="Moms")) == {}

    @pytest.mark.parametrize(("rate", "is_right"), [("25.00", True), ("12", True), ("6.0", True), ("20", False)])
    def test_vat_rates(self, rate: str, is_right: bool) -> None:
        category = f"<cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>{rate}</cbc:Percent></cac:TaxCategory>"
        swedish = party(country="SE", vat=SWEDISH_VAT)
        assert broken(category, seller=swedish) == ({} if is_right else {"SE-R-006": 1})
        assert broken(category) == {}

    @pytest.mark.parametrize(
        ("number", "branch", "rules"),
        [
            ("5402-9681", "SE:BANKGIRO", {"SE-R-008": 1, "SE-R-009": 1}),
            ("123456", "SE:BANKGIRO", {"SE-R-009": 1}),
            ("PG12", "SE:PLUSGIRO", {"SE-R-007": 1}),
            ("123456789", "SE:PLUSGIRO", {"SE-R-010": 1}),
            ("anything", "SWEDSESS", {}),
        ],
    )
    def test_giro_numbers(self, number: str, branch: str, rules: dict[str, int]) -> None:
        assert broken(giro(number, branch), seller=party(country="SE")) == rules

    def test_codes_of_payment(self) -> None:
        swedish, buyer = party(country="SE"), party("AccountingCustomerParty", country="SE")
        assert broken(payment("50"), seller=swedish) == {"SE-R-011": 1}
        assert broken(payment("31"), seller=swedish) == {}
        assert broken(buyer + payment("31"), seller=swedish) == {"SE-R-012": 1}


def test_norwegian_sellers_state_their_vat_number_and_register() -> None:
    register = "Foretaksregisteret"
    assert broken(seller=party(country="NO", vat="NO974760673MVA", tax=register)) == {}
    assert broken(seller=party(country="NO", vat="NO974760674MVA", tax=register)) == {"NO-R-001": 1}
    assert broken(seller=party(country="SE", vat="NO974760673MVA")) == {"NO-R-002": 1}


def test_danish_sellers_have_a_cvr_number_and_danish_ways_to_pay() -> None:
    seller = party(country="DK", legal="12345678", scheme="0184")
    buyer = party("AccountingCustomerParty", country="DK", legal="12345678", scheme="0088")
    assert broken(seller=seller) == {}
    assert broken(seller=party(country="DK")) == {"DK-R-002": 1}
    assert broken(seller=party(country="DK", legal="12345678")) == {"DK-R-014": 1}
    assert broken(buyer.replace("0088", "0002") + payment("56"), seller=seller) == {"DK-R-005": 1, "DK-R-017": 1}
    assert broken(payment("56"), seller=seller) == {}


def test_danish_giro_and_fik_references_have_their_length() -> None:
    seller = party(country="DK", legal="12345678", scheme="0184")
    buyer = party("AccountingCustomerParty", country="DK")

    def paid(code: str, reference: str, account: str) -> dict[str, int]:
        content = (
            f"<cbc:PaymentID>{reference}</cbc:PaymentID>"
            f"<cac:PayeeFinancialAccount><cbc:ID>{account}</cbc:ID></cac:PayeeFinancialAccount>"
        )
        return broken(buyer + payment(code, content), seller=seller)

    assert paid("50", "04#1234567890123456", "1234567") == {}
    assert paid("50", "04#1", "1234567") == {"DK-R-009": 1}
    assert paid("50", "02#1", "123") == {"DK-R-008": 1}
    assert paid("93", "71#123456789012345", "12345678") == {}
    assert paid("93", "75#1", "1234567") == {"DK-R-010": 1, "DK-R-011": 1}


def test_a_danish_credit_note_is_not_negative_within_denmark() -> None:
    total = (
        '<cac:LegalMonetaryTotal><cbc:PayableAmount currencyID="SEK">-1</cbc:PayableAmount></cac:LegalMonetaryTotal>'
    )
    seller, buyer = party(country="DK", legal="1", scheme="0184"), party("AccountingCustomerParty", country="DK")
    malformed = {"PEPPOL-COMMON-R042": 1}
    assert broken(total, root="CreditNote", seller=seller) == malformed
    assert broken(buyer + total, root="CreditNote", seller=seller) == {**malformed, "DK-R-016": 1}


def test_italian_sellers_have_an_address_and_a_tax_registration_of_some_length() -> None:
    assert broken(seller=party(country="SE", vat="IT00743110157", tax="short")) == {
        "IT-R-001": 1,
        "IT-R-002": 1,
        "IT-R-003": 1,
        "IT-R-004": 1,
    }


def test_a_greek_invoice_number_has_six_parts() -> None:
    def judged(number: str) -> set[str]:
        body = f"<cbc:ID>{number}</cbc:ID><cbc:IssueDate>2026-11-23</cbc:IssueDate>"
        found = broken(body, seller=party(country="GR", vat="EL094259216"))
        return {rule.removeprefix("GR-R-001-") for rule in found if rule.startswith("GR-R-001")}

    assert judged("094259216|23/11/2026|17|1.1|A|B") == set()
    assert judged("094259216|23/11/2026|17|1.1|A|B|C") == {"1"}
    assert judged("094259217|24/11/2026|x|9.9||") == {"2", "3", "4", "5", "6", "7"}
    assert judged("1") == {"1", "2", "3", "4", "5", "6", "7"}


def test_icelandic_sellers_state_numbers_address_and_final_due_date() -> None:
    seller = party(country="IS", legal="1234567890", scheme="0196").replace(
        "<cac:Country>", "<cbc:StreetName>X</cbc:StreetName><cbc:PostalZone>1</cbc:PostalZone><cac:Country>"
    )
    final = (
        "<cbc:DueDate>2026-11-23</cbc:DueDate><cac:AdditionalDocumentReference><cbc:ID>2026-11-22</cbc:ID>"
        "<cbc:DocumentDescription>EINDAGI</cbc:DocumentDescription></cac:AdditionalDocumentReference>"
    )
    assert broken(seller=seller) == {}
    assert broken(final.replace("11-22", "11-23"), seller=seller) == {}
    assert broken(final, seller=seller) == {"IS-R-010": 1}
    assert broken(final.replace("<cbc:DueDate>2026-11-23</cbc:DueDate>", ""), seller=seller) == {
        "IS-R-009": 1,
        "IS-R-010": 1,
    }
    assert broken(payment("9"), seller=seller) == {"IS-R-006": 1}
    assert broken(payment("42"), seller=seller) == {"IS-R-007": 1}
    assert broken(party("AccountingCustomerParty", country="IS"), seller=party(country="IS")) == {
        "IS-R-002": 1,
        "IS-R-003": 1,
        "IS-R-004": 1,
        "IS-R-005": 1,
    }


def test_dutch_sellers_have_an_address_and_a_number_of_a_dutch_register() -> None:
    seller = party(country=" nl ", legal="1234567890", scheme="0002")
    assert broken(seller=seller) == {"NL-R-002": 1, "NL-R-003": 1}
    total = '<cac:LegalMonetaryTotal><cbc:PayableAmount currencyID="SEK">1</cbc:PayableAmount></cac:LegalMonetaryTotal>'
    assert broken(total, seller=seller) == {"NL-R-002": 1, "NL-R-003": 1, "NL-R-007": 1}


class TestGermanParties:
    """The rules when seller and buyer both have an address in Germany."""

    BUYER = party("AccountingCustomerParty", country="DE")

    def judged(self, body: str) -> set[str]:
        found = broken(self.BUYER + body, seller=party(country="DE"))
        always = {"DE-R-002", "DE-R-003", "DE-R-004", "DE-R-008", "DE-R-009", "DE-R-014"}
        assert always <= set(found)
        return set(found) - always

    def test_a_seller_alone_in_germany_is_not_asked(self) -> None:
        assert broken(seller=party(country="DE")) == {}

    def test_ways_to_pay_have_what_they_need_and_nothing_else(self) -> None:
        iban = "<cac:{0}><cbc:ID>DE89 3704 0044 0532 0130 00</cbc:ID></cac:{0}>"
        account = iban.format("PayeeFinancialAccount")
        mandate = f"<cac:PaymentMandate><cbc:ID>1</cbc:ID>{iban.format('PayerFinancialAccount')}</cac:PaymentMandate>"
        assert self.judged("") == {"DE-R-001"}
        assert self.judged(payment("58", account)) == set()
        assert self.judged(payment("58", account.replace("DE89", "DE88"))) == {"DE-R-019"}
        assert self.judged(payment("58", mandate)) == {"DE-R-019", "DE-R-023-1", "DE-R-023-2", "DE-R-030"}
        assert self.judged(payment("48", account)) == {"DE-R-024-1", "DE-R-024-2"}
        assert self.judged(payment("59", mandate)) == {"DE-R-030"}
        assert self.judged(payment("59")) == {"DE-R-020", "DE-R-025-1", "PEPPOL-EN16931-R061"}

    @pytest.mark.parametrize(
        ("note", "is_right"),
        [
            ("#SKONTO#TAGE=14#PROZENT=2.25#\n", True),
            ("Zahlbar sofort\n#SKONTO#TAGE=7#PROZENT=2.00#BASISBETRAG=-357.93#\n", True),
            ("Zahlbar sofort", True),
            ("#SKONTO#TAGE=14#PROZENT=2.25#", False),
            ("#SKONTO#TAGE=14#PROZENT=2.2#\n", False),
            ("#Skonto#TAGE=14#PROZENT=2.25#\n", False),
        ],
    )
    def test_cash_discounts_are_written_in_one_way(self, note: str, is_right: bool) -> None:
        terms = f"<cac:PaymentTerms><cbc:Note>{note}</cbc:Note></cac:PaymentTerms>"
        assert self.judged(payment("1") + terms) == (set() if is_right else {"DE-R-018"})

    def test_several_notes_are_allowed(self) -> None:
        notes = "<cbc:Note>1</cbc:Note><cbc:Note>2</cbc:Note>"
        assert self.judged(payment("1") + notes) == set()
        assert broken(notes) == {"PEPPOL-EN16931-R002": 1}


class TestSelfBilling:
    """Peppol BIS Self-Billing 3."""

    def broken(self, **how: str) -> set[str]:
        return {failure.assertion.code for failure in SELF_BILLING.failures(document(**how))}

    def test_a_self_billed_invoice_is_one_of_its_own_specification(self) -> None:
        assert self.broken(head=SELF_BILLING_HEAD) == set()
        assert self.broken(head=SELF_BILLING_HEAD, root="CreditNote") == set()
        assert self.broken() == {"PEPPOL-EN16931-R004", "PEPPOL-EN16931-R007"}
        assert set(broken(head=SELF_BILLING_HEAD)) == {"PEPPOL-EN16931-R004", "PEPPOL-EN16931-R007"}

    def test_it_has_types_of_its_own(self) -> None:
        head = "<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>" + SELF_BILLING_HEAD
        assert self.broken(head=head) == {"PEPPOL-EN16931-P0100"}

    def test_national_rules_are_not_asked(self) -> None:
        seller = party(country="SE", vat="SE1", legal="1")
        assert self.broken(head=SELF_BILLING_HEAD, seller=seller) == set()
        assert "SE-R-001" in broken(seller=seller)
