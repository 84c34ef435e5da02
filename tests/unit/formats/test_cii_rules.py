"""Cross Industry Invoices judged by the BR rules of EN 16931: the message that was read, laid out as UBL nodes."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from gateway.findings import Place
from gateway.formats.ubl_writer import ubl_document
from gateway.messages.invoice import Invoice
from gateway.rules.assertions import Failure
from gateway.rules.en16931 import ASSERTIONS, SEMANTIC_ASSERTIONS
from tests.cii_documents import (
    ALL_TERMS,
    EXAMPLES,
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

EXEMPT = "Undantaget från moms"
REASONS_EITHER_WAY = [f"BR-CO-{number}" for number in range(21, 25)]


def failures(invoice: Invoice) -> list[Failure]:
    """What the semantic rules have against an invoice."""
    return SEMANTIC_ASSERTIONS.failures(ubl_document(invoice))


def broken(root: etree._Element) -> list[str]:
    """The ids of the rules that a document breaks, each once."""
    return sorted({failure.assertion.code for failure in failures(invoice_of(root))})


def place_of(code: str, root: etree._Element) -> Place:
    """Where in the CII document a rule is broken."""
    document = ubl_document(invoice_of(root))
    [failure] = [each for each in SEMANTIC_ASSERTIONS.failures(document) if each.assertion.code == code]
    return document.place(failure.breach.at or failure.node, failure.breach.missing)


def test_an_invoice_that_has_every_term_breaks_no_rule() -> None:
    assert broken(changed()) == []


def test_a_credit_note_breaks_no_rule_either() -> None:
    assert broken(changed(("<ram:TypeCode>380<", "<ram:TypeCode>381<"))) == []


@pytest.mark.parametrize(
    ("old", "new", "rules"),
    [
        (">2269.50<", ">2270.50<", ["BR-CO-10", "BR-CO-13"]),
        (">184.50</ram:AllowanceTotalAmount>", ">185.50</ram:AllowanceTotalAmount>", ["BR-CO-11", "BR-CO-13"]),
        (">60.00</ram:ChargeTotalAmount>", ">61.00</ram:ChargeTotalAmount>", ["BR-CO-12", "BR-CO-13"]),
        (">469.07<", ">470.07<", ["BR-CO-14", "BR-CO-15"]),
        (">2014.00<", ">2014.07<", ["BR-CO-16"]),
        (">430.13<", ">440.13<", ["BR-CO-14", "BR-CO-17", "BR-S-09"]),
        (">100.00</ram:BasisAmount>", ">101.00</ram:BasisAmount>", ["BR-E-08"]),
        (">41.50<", ">41.501<", ["BR-DEC-15"]),
        (">-0.07<", ">-0.070<", ["BR-DEC-17"]),
        (">64.90<", ">-64.90<", ["BR-27"]),
        ("<ram:Name>Exempelstaden</ram:Name>", "", ["BR-07"]),
        ("<ram:Name>Exempel Kontorsvaror AB</ram:Name>", "", ["BR-06"]),
        ("<ram:ID>F-1001</ram:ID>", "<ram:ID> </ram:ID>", ["BR-02"]),
        ('<udt:DateTimeString format="102">20261001</udt:DateTimeString>', "<udt:DateTimeString/>", ["BR-03"]),
        ("<ram:Name>Kaffe, bryggmalet</ram:Name>", "", ["BR-25"]),
        ("<ram:LineID>20</ram:LineID>", "", ["BR-21"]),
        ('<ram:BilledQuantity unitCode="EA">', "<ram:BilledQuantity>", ["BR-23"]),
        ('unitCode="EA"', 'unitCode="styck"', ["BR-CL-23"]),
        ('schemeID="0160"', "", ["BR-64"]),
        ("<ram:IssuerAssignedID>BILAGA-1</ram:IssuerAssignedID>", "", ["BR-52"]),
        ('mimeCode="text/csv"', 'mimeCode="text/html"', ["BR-CL-24"]),
        ("<ram:ProprietaryID>9000126</ram:ProprietaryID>", "", ["BR-50", "BR-61"]),
        ("<ram:TypeCode>59</ram:TypeCode>", "", ["BR-49"]),
        (">20260930</udt:DateTimeString>", ">20260831</udt:DateTimeString>", ["BR-29"]),
        (">20260915</udt:DateTimeString>", ">20260831</udt:DateTimeString>", ["BR-30"]),
        (">AAI<", ">QQQ<", ["BR-CL-08"]),
        ("<ram:TypeCode>380</ram:TypeCode>", "<ram:TypeCode>999</ram:TypeCode>", ["BR-CL-01"]),
        ("<ram:CountryID>SE</ram:CountryID>", "<ram:CountryID>SW</ram:CountryID>", ["BR-CL-14"]),
        (">SE556900120801<", ">556900120801<", ["BR-CO-09"]),
        (f"<ram:ExemptionReason>{EXEMPT}</ram:ExemptionReason>", "", []),
        ("<ram:ExemptionReasonCode>VATEX-EU-132<", "<ram:ExemptionReasonCode>VATEX<", ["BR-CL-22"]),
    ],
)
def test_a_wrong_value_breaks_the_rules_about_it(old: str, new: str, rules: list[str]) -> None:
    assert broken(changed((old, new))) == rules


@pytest.mark.parametrize(
    ("names", "rules"),
    [
        (("ram:BuyerReference",), []),
        (("ram:InvoiceReferencedDocument", "ram:IncludedNote", "ram:SpecifiedTradePaymentTerms"), []),
        (("ram:GuidelineSpecifiedDocumentContextParameter",), ["BR-01"]),
        (("ram:TaxTotalAmount",), ["BR-53", "BR-CO-14", "BR-CO-15"]),
        (("ram:ExemptionReason", "ram:ExemptionReasonCode"), ["BR-E-10"]),
        (("ram:Reason", "ram:ReasonCode"), [*(f"BR-{number}" for number in (33, 38, 42, 44)), *REASONS_EITHER_WAY]),
        (("ram:NetPriceProductTradePrice",), ["BR-26", "BR-27"]),
        (("ram:SpecifiedLineTradeDelivery",), ["BR-22", "BR-23"]),
        (("ram:BuyerTradeParty",), ["BR-07", "BR-10"]),
    ],
)
def test_what_is_missing_breaks_the_rules_that_ask_for_it(names: tuple[str, ...], rules: list[str]) -> None:
    assert broken(without(*names)) == rules


def test_the_vat_point_is_a_date_or_a_code_of_the_list() -> None:
    date = '<ram:TaxPointDate><udt:DateString format="102">20260930</udt:DateString></ram:TaxPointDate>'
    assert broken(changed((date, "<ram:DueDateTypeCode>72</ram:DueDateTypeCode>"))) == []
    assert broken(changed((date, "<ram:DueDateTypeCode>7</ram:DueDateTypeCode>"))) == ["BR-CL-06"]
    assert broken(changed((date, f"{date}<ram:DueDateTypeCode>72</ram:DueDateTypeCode>"))) == ["BR-CO-03"]


def test_a_broken_rule_leads_back_to_the_cii_document() -> None:
    no_name = place_of("BR-07", changed(("<ram:Name>Exempelstaden</ram:Name>", "")))
    assert no_name.path == f"{TRANSACTION}/ram:ApplicableHeaderTradeAgreement/ram:BuyerTradeParty"
    assert no_name.line == 147
    negative = place_of("BR-27", changed((">64.90<", ">-64.90<")))
    assert (negative.path, negative.line) == (f"{TRANSACTION}/ram:IncludedSupplyChainTradeLineItem[2]", 86)
    base = place_of("BR-E-08", changed((">100.00</ram:BasisAmount>", ">101.00</ram:BasisAmount>")))
    assert base.path == f"{TRANSACTION}/ram:ApplicableHeaderTradeSettlement/ram:ApplicableTradeTax[3]"


def test_an_invoice_without_vat_needs_no_total_vat_amount() -> None:
    invoice = invoice_of(changed())
    invoice.vat_currency = ""
    invoice.lines = invoice.lines[2:]
    invoice.vat_breakdown = invoice.vat_breakdown[2:]
    invoice.allowances_and_charges = []
    invoice.allowance_total = invoice.charge_total = invoice.paid_amount = invoice.rounding_amount = Decimal("0.00")
    invoice.line_total = invoice.total_without_vat = invoice.total_with_vat = invoice.payable_amount = Decimal(100)
    invoice.vat_total = None
    assert failures(invoice) == []
    assert {"BR-CO-14", "BR-CO-15"} <= {each.assertion.code for each in ASSERTIONS.failures(ubl_document(invoice))}


def test_the_semantic_rules_are_the_br_rules_and_no_others() -> None:
    semantic = SEMANTIC_ASSERTIONS.codes()
    every_br_rule = {code for code in ASSERTIONS.codes() if code.startswith("BR-")}
    assert set(semantic) == every_br_rule - {"BR-CL-03"}


ELEMENTS = len(list(parsed(ALL_TERMS).iter()))


@settings(max_examples=200, deadline=None)
@given(
    deleted=st.lists(st.integers(1, ELEMENTS - 1), max_size=3),
    emptied=st.lists(st.integers(1, ELEMENTS - 1), max_size=3),
    written=st.lists(
        st.tuples(st.integers(1, ELEMENTS - 1), st.sampled_from(["0", "-1.005", "S", "x\u00a0y"])), max_size=3
    ),
)
def test_no_valid_document_makes_the_rules_stumble(
    deleted: list[int], emptied: list[int], written: list[tuple[int, str]]
) -> None:
    root = parsed(ALL_TERMS)
    elements = list(root.iter())
    for number, text in [*((number, "") for number in emptied), *written]:
        if len(elements[number]) == 0:
            elements[number].text = text
    for number in deleted:
        if (parent := elements[number].getparent()) is not None:
            parent.remove(elements[number])
    if is_valid(root):
        document = ubl_document(invoice_of(root))
        for failure in SEMANTIC_ASSERTIONS.failures(document):
            assert document.place(failure.breach.at or failure.node).path.startswith("/rsm:CrossIndustryInvoice")


@needs_examples
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_of_cen_break_no_rule(path: Path) -> None:
    assert broken(parsed(path.read_bytes())) == []
