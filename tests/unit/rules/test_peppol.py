"""The common rules of Peppol: given an invoice like this, these rules have something against it."""

import csv
import doctest
from pathlib import Path

import pytest

from gateway.catalogue import CATALOGUE, official
from gateway.rules.peppol import BILLING, SELF_BILLING, facts, identifiers
from gateway.rules.peppol.identifiers import SCHEMES
from tests.peppol_documents import (
    BILLING_HEAD,
    SELF_BILLING_HEAD,
    allowance,
    broken,
    document,
    line,
    party,
)

pytestmark = pytest.mark.unit


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
    for row in rows.values():
        assert row["action"] in official.ACTIONS
        assert (row["severity"] == "warning") == (row["action"] == "tell"), row["code"]


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
