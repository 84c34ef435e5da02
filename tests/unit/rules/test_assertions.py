"""The rule engine: which contexts a node meets, what shadows what, and how a broken rule becomes a finding."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest
from lxml import etree

from gateway.nodes import Document, Node
from gateway.rules.assertions import Assertion, Breach, Cases, Context, Facts, Group, Unwanted, fact
from gateway.rules.checks import at_most, compared, decimal_of, filled, holds, is_allowance, is_charge, plain, to_cents
from gateway.rules.rule_set import Assertions

pytestmark = pytest.mark.unit

NAMESPACES = (
    'xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" '
    'xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" '
    'xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"'
)


def invoice(body: str) -> Document:
    return Document(etree.fromstring(f"<Invoice {NAMESPACES}>{body}</Invoice>"))


def always(code: str) -> Assertion:
    return Assertion(code, lambda _node, _facts: Breach())


def fired(rules: Assertions[Any], document: Document) -> Counter[str]:
    return Counter(failure.assertion.code for failure in rules.failures(document))


def a_set(*groups: Group, unwanted: Sequence[Unwanted] = ()) -> Assertions[Facts]:
    return Assertions(Facts, groups, unwanted)


def test_a_context_meets_every_node_whose_path_ends_so() -> None:
    rules = a_set(Group("g", Context("cac:InvoiceLine/cbc:ID | cac:Item/cbc:Name", always("R"))))
    document = invoice(
        "<cbc:ID/><cac:InvoiceLine><cbc:ID/><cac:Item><cbc:Name/></cac:Item></cac:InvoiceLine><cac:InvoiceLine/>"
    )
    assert fired(rules, document) == {"R": 2}


def test_document_stands_for_the_root_and_a_star_for_the_beginning_of_a_name() -> None:
    rules = a_set(Group("g", Context("Document/cbc:ID", always("ROOT"))), Group("h", Context("*ID", always("ANY"))))
    document = invoice("<cbc:ID/><cac:Item><cbc:ID/><cbc:UUID/></cac:Item>")
    assert fired(rules, document) == {"ROOT": 1, "ANY": 3}


def test_in_a_group_the_first_context_that_fits_judges_alone_and_groups_do_not_shadow_each_other() -> None:
    rules = a_set(
        Group(
            "g",
            Context("cac:AllowanceCharge", always("CHARGE"), when=is_charge),
            Context("cac:AllowanceCharge", always("OTHER")),
            Context("cac:AllowanceCharge", always("NEVER")),
        ),
        Group("h", Context("cac:AllowanceCharge", always("BOTH"))),
    )
    entry = "<cac:AllowanceCharge><cbc:ChargeIndicator>{}</cbc:ChargeIndicator></cac:AllowanceCharge>"
    document = invoice(entry.format("true") + entry.format(" 1 ") + entry.format("false"))
    assert fired(rules, document) == {"CHARGE": 2, "OTHER": 1, "BOTH": 3}


def test_cases_ask_only_the_rules_of_a_nodes_keys() -> None:
    def keys(node: Node, _facts: Facts) -> list[str]:
        return node.text.split()

    rules = a_set(Group("g", Cases("cbc:Note", keys, {"a": (always("A"),), "b": (always("B"),)})))
    assert fired(rules, invoice("<cbc:Note>a b</cbc:Note><cbc:Note>b c</cbc:Note>")) == {"A": 1, "B": 2}
    assert rules.codes() == ["A", "B"]


def test_what_is_unwanted_is_told_once_and_unless_it_is_allowed() -> None:
    rules = a_set(
        unwanted=(
            Unwanted("PATH", "Document/cbc:UUID | cac:Item/cbc:UUID"),
            Unwanted("ATTRIBUTE", "cbc:ID/@schemeName"),
            Unwanted("ANYWHERE", "@name", unless="cbc:PaymentMeansCode/@name"),
        )
    )
    document = invoice(
        "<cbc:UUID/><cbc:UUID/><cac:Item><cbc:UUID/></cac:Item><cbc:ID schemeName='x'/>"
        "<cbc:PaymentMeansCode name='Bankgiro'/>"
    )
    assert fired(rules, document) == {"PATH": 1, "ATTRIBUTE": 1}
    assert fired(rules, invoice("<cbc:Note name='x'/><cbc:Note name='y'/>")) == {"ANYWHERE": 1}


def test_facts_are_reckoned_once_a_document_and_only_when_asked() -> None:
    asked: list[str] = []

    class Counting(Facts):
        @fact
        def number(self) -> int:
            asked.append("x")
            return len(self.root.children)

    rules = Assertions(Counting, [Group("g", Context("cbc:ID", holds("R", lambda _node, facts: facts.number > 1)))])
    assert fired(rules, invoice("<cbc:ID/><cbc:ID/>")) == {"R": 2}
    assert asked == ["x"]
    assert fired(rules, invoice("<cbc:Note/>")) == {}
    assert asked == ["x"]


def test_a_finding_tells_the_term_the_path_the_line_and_both_sides_of_a_sum() -> None:
    def total(totals: Node, _facts: Facts) -> Breach:
        return compared(totals, "cbc:PayableAmount", decimal_of("100.5"), decimal_of("99"))

    rules = a_set(Group("g", Context("cac:LegalMonetaryTotal", Assertion("BR-CO-16", total))))
    document = invoice(
        "\n<cac:LegalMonetaryTotal><cbc:PayableAmount>100.5</cbc:PayableAmount></cac:LegalMonetaryTotal>"
    )
    (found,) = rules.findings(document, "F1")
    assert (found.code, found.about, found.place.line) == ("BR-CO-16", "F1", 2)
    assert found.place.path == "/Invoice/cac:LegalMonetaryTotal/cbc:PayableAmount"
    assert (found.value, found.expected, found.details["difference"]) == ("100.50", "99.00", "1.50")
    assert found.field("en") == "Amount due for payment (BT-115)"


def test_findings_come_in_the_order_of_lines() -> None:
    rules = a_set(Group("g", Context("Document", always("BR-02")), Context("cbc:ID", filled("BR-21", "cbc:X"))))
    lines = [found.place.line for found in rules.findings(invoice("\n<cbc:Note/>\n<cbc:ID/>"))]
    assert lines == sorted(lines, key=lambda line: line or 0)


def test_at_most_shows_the_first_that_is_too_many() -> None:
    rules = a_set(Group("g", Context("Document", at_most("UBL-SR-08", "cac:InvoicePeriod"))))
    (found,) = rules.findings(invoice("<cac:InvoicePeriod/><cac:InvoicePeriod/><cac:InvoicePeriod/>"))
    assert (found.place.path, found.value, found.expected) == ("/Invoice/cac:InvoicePeriod[2]", "3", "1")


@pytest.mark.parametrize("text", ["", " ", "1,5", "1e5", "NaN", "Infinity", "1_000", "٣", "--1", ".", "+"])
def test_what_is_no_number_of_xml_schema_is_no_number(text: str) -> None:
    assert decimal_of(text) is None


@pytest.mark.parametrize("text", ["1", " 1.50 ", "-.5", "+3.", "0012", "9" * 100])
def test_what_is_a_number_of_xml_schema_is_read_exactly(text: str) -> None:
    number = decimal_of(text)
    assert number is not None
    assert f"{number:f}".lstrip("-").strip("0") in text


def test_halves_are_rounded_upwards_as_xpath_does() -> None:
    numbers = [decimal_of(text) for text in ("1.005", "-1.005", "2.675")]
    assert [plain(to_cents(number)) for number in numbers if number is not None] == ["1.01", "-1.00", "2.68"]


def test_an_allowance_is_no_charge_and_something_else_is_neither() -> None:
    for text, expected in (
        ("true", (True, False)),
        ("0", (False, True)),
        ("yes", (False, False)),
        ("", (False, False)),
    ):
        (entry,) = invoice(
            f"<cac:AllowanceCharge><cbc:ChargeIndicator>{text}</cbc:ChargeIndicator></cac:AllowanceCharge>"
        ).named("cac:AllowanceCharge")
        assert (is_charge(entry), is_allowance(entry)) == expected
