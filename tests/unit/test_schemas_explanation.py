"""What a rejected XML document is told: every fault at once, placed, with what was expected, in plain words."""

import math
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from gateway.findings import Finding
from gateway.schemas import SchemaStore, explain
from gateway.schemas import validation as second_validator
from gateway.schemas.validation import Explainer

pytestmark = pytest.mark.unit

REPOSITORY = Path(__file__).resolve().parents[2]
SAMPLES = REPOSITORY / "samples" / "efaktura"
UBL_SCHEMA = REPOSITORY / "xsd" / "official" / "ubl-2.1" / "maindoc" / "UBL-Invoice-2.1.xsd"
needs_schemas = pytest.mark.skipif(
    not UBL_SCHEMA.is_file(), reason="official schemas are not installed; run: gateway schemas install"
)

ORDER_SCHEMA = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:simpleType name="Code"><xs:restriction base="xs:string">
    <xs:minLength value="2"/><xs:maxLength value="4"/><xs:pattern value="[A-Z]+"/>
  </xs:restriction></xs:simpleType>
  <xs:simpleType name="Amount"><xs:restriction base="xs:decimal">
    <xs:minInclusive value="0"/><xs:fractionDigits value="2"/><xs:totalDigits value="7"/>
  </xs:restriction></xs:simpleType>
  <xs:simpleType name="Colour"><xs:restriction base="xs:string">
    <xs:enumeration value="red"/><xs:enumeration value="blue"/>
  </xs:restriction></xs:simpleType>
  <xs:element name="order"><xs:complexType><xs:sequence>
    <xs:element name="number" type="xs:integer"/>
    <xs:element name="date" type="xs:date"/>
    <xs:element name="note" type="xs:string" minOccurs="0"/>
    <xs:choice><xs:element name="buyer" type="Code"/><xs:element name="payer" type="Code"/></xs:choice>
    <xs:element name="row" maxOccurs="unbounded"><xs:complexType><xs:sequence>
      <xs:element name="amount" type="Amount"/>
      <xs:element name="colour" type="Colour" minOccurs="0" maxOccurs="2"/>
    </xs:sequence><xs:attribute name="unit" type="Code" use="required"/></xs:complexType></xs:element>
  </xs:sequence><xs:attribute name="currency" type="Code"/></xs:complexType></xs:element>
</xs:schema>"""

ORDER = """<order currency="SEK">
<number>1</number>
<date>2026-10-01</date>
<buyer>KST</buyer>
<row unit="ST">
<amount>1.50</amount>
<colour>red</colour>
</row>
</order>"""


@pytest.fixture
def store(tmp_path: Path) -> SchemaStore:
    (tmp_path / "order.xsd").write_text(ORDER_SCHEMA)
    (tmp_path / "catalog.xml").write_text(
        '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog"><uri name="::order" uri="order.xsd"/></catalog>'
    )
    return SchemaStore(tmp_path)


def replaced(text: str, *changes: tuple[str, str]) -> etree._Element:
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return etree.fromstring(text.encode())


def facts(findings: list[Finding]) -> list[tuple[str, str, int | None, str, str]]:
    return [
        (
            found.code.removeprefix("XML-SCHEMA-"),
            found.place.path,
            found.place.line,
            found.value,
            found.expected,
        )
        for found in findings
    ]


def by_libxml2(root: etree._Element) -> list[Finding]:
    schema = etree.XMLSchema(etree.fromstring(ORDER_SCHEMA))
    assert not schema.validate(root)
    return explain(root, schema.error_log)


def test_a_valid_document_has_no_findings_and_never_wakes_the_second_validator(
    store: SchemaStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(second_validator, "XMLSchema10", None)
    assert store.explain(etree.fromstring(ORDER)) == []


@pytest.mark.parametrize(
    ("old", "new", "fact"),
    [
        ("<date>2026-10-01</date>\n", "", ("ELEMENT-MISSING", "/order", 3, "order", "date")),
        ("<buyer>KST</buyer>\n", "", ("ELEMENT-MISSING", "/order", 4, "order", "buyer, payer")),
        ("<amount>1.50</amount>\n", "", ("ELEMENT-MISSING", "/order/row", 6, "row", "amount")),
        ("<date>", "<note/><date>", ("ELEMENT-UNEXPECTED", "/order/note", 3, "note", "date")),
        ("date>", "datum>", ("ELEMENT-UNEXPECTED", "/order/datum", 3, "datum", "date")),
        ("<row ", "<ort/><row ", ("ELEMENT-UNEXPECTED", "/order/ort", 5, "ort", "row")),
        ("</order>", "<x/></order>", ("ELEMENT-UNEXPECTED", "/order/x", 9, "x", "–")),
        (
            "<colour>red</colour>",
            "<colour>red</colour>" * 3,
            ("ELEMENT-UNEXPECTED", "/order/row/colour[3]", 7, "colour", "högst 2 colour"),
        ),
        ("2026-10-01", "1/10 2026", ("VALUE", "/order/date", 3, "1/10 2026", "datum ÅÅÅÅ-MM-DD")),
        ("1.50", "1,50", ("VALUE", "/order/row/amount", 6, "1,50", "tal med punkt som decimaltecken")),
        ("1.50", "-1.00", ("VALUE", "/order/row/amount", 6, "-1.00", "minst 0")),
        ("1.50", "1.505", ("VALUE", "/order/row/amount", 6, "1.505", "högst 2 decimaler")),
        ("1.50", "123456.78", ("VALUE", "/order/row/amount", 6, "123456.78", "högst 7 siffror")),
        (">1<", ">ett<", ("VALUE", "/order/number", 2, "ett", "heltal")),
        (">red<", ">green<", ("VALUE", "/order/row/colour", 7, "green", "red, blue")),
        ("KST", "KSTAB", ("VALUE", "/order/buyer", 4, "KSTAB", "högst 4 tecken")),
        ("KST", "kst", ("VALUE", "/order/buyer", 4, "kst", "mönstret [A-Z]+")),
        ("KST", "k", ("VALUE", "/order/buyer", 4, "k", "mönstret [A-Z]+; minst 2 tecken")),
        ('"SEK"', '"kr"', ("VALUE", "/order/@currency", 1, "kr", "mönstret [A-Z]+")),
        (' unit="ST"', "", ("ATTRIBUTE", "/order/row", 5, "unit", "det måste finnas på row")),
        (
            "<number>",
            '<number id="1">',
            ("ATTRIBUTE", "/order/number", 2, "id", "det får inte finnas på number"),
        ),
        ("<row ", "text<row ", ("STRUCTURE", "/order", 1, "text får inte stå mellan elementen i order", "")),
        (">red<", "><b/><", ("STRUCTURE", "/order/row/colour", 7, "colour får inte innehålla andra element", "")),
    ],
)
def test_a_fault_is_named_placed_and_told_what_was_expected(
    store: SchemaStore, old: str, new: str, fact: tuple[str, str, int, str, str]
) -> None:
    findings = facts(store.explain(replaced(ORDER, (old, new))))
    assert fact in findings
    assert {each[1] for each in findings} == {fact[1]}


def test_all_faults_of_a_document_are_told_at_once_in_the_order_of_its_lines(store: SchemaStore) -> None:
    root = replaced(
        ORDER,
        ("<number>1</number>", "<nummer>1</nummer>"),
        ("2026-10-01", "20261001"),
        ("1.50", "1,50"),
        (' unit="ST"', ""),
        (">red<", ">green<"),
    )
    assert [each[:3] for each in facts(store.explain(root))] == [
        ("ELEMENT-UNEXPECTED", "/order/nummer", 2),
        ("VALUE", "/order/date", 3),
        ("ATTRIBUTE", "/order/row", 5),
        ("VALUE", "/order/row/amount", 6),
        ("VALUE", "/order/row/colour", 7),
    ]


def test_every_element_that_an_element_lacks_is_told(store: SchemaStore) -> None:
    root = replaced(ORDER, ("<number>1</number>", ""), ("<date>2026-10-01</date>", ""))
    assert [each[3:] for each in facts(store.explain(root))] == [("order", "number"), ("order", "date")]


def test_elements_in_the_wrong_order_are_not_said_to_be_missing(store: SchemaStore) -> None:
    root = replaced(ORDER, ("<number>1</number>", ""), ("</date>", "</date><number>1</number>"))
    assert [each[0] for each in facts(store.explain(root))] == ["ELEMENT-UNEXPECTED"]


def test_the_findings_are_in_the_catalogue_in_both_languages(store: SchemaStore) -> None:
    (found,) = store.explain(replaced(ORDER, ("1.50", "1,50")))
    assert found.text("sv") == "Värdet ”1,50” är inte tillåtet. Väntat: tal med punkt som decimaltecken."
    assert found.rejects_file


def rows(count: int, amount: str) -> tuple[str, str]:
    return "</order>", f'<row unit="ST"><amount>{amount}</amount></row>' * count + "</order>"


@pytest.mark.parametrize(("count", "shown"), [(50, 50), (51, 51), (300, 51)])
def test_at_most_fifty_findings_are_shown_and_then_how_many_there_are(
    store: SchemaStore, count: int, shown: int
) -> None:
    findings = store.explain(replaced(ORDER, rows(count, "x")))
    assert len(findings) == shown
    if shown > 50:
        assert (findings[-1].code, findings[-1].value, findings[-1].rejects) == (
            "XML-SCHEMA-MORE",
            str(count),
            False,
        )


def test_a_fault_at_the_top_is_not_lost_among_many_below_it(store: SchemaStore) -> None:
    findings = store.explain(replaced(ORDER, ("<date>2026-10-01</date>\n", ""), rows(300, "x")))
    assert facts(findings)[0] == ("ELEMENT-MISSING", "/order", 3, "order", "date")


def test_a_document_in_an_envelope_is_explained_from_its_own_root(store: SchemaStore) -> None:
    envelope = replaced(f"<envelope>\n{ORDER}\n</envelope>", ("2026-10-01", "x"), ("1.50", "y"))
    assert [each[:3] for each in facts(store.explain(envelope[0]))] == [
        ("VALUE", "/order/date", 4),
        ("VALUE", "/order/row/amount", 7),
    ]


def test_the_second_validator_compiles_a_schema_once(store: SchemaStore, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    compile_schema = second_validator.XMLSchema10

    def counting(path: str, **options: str) -> object:
        compiled.append(path)
        return compile_schema(path, **options)

    monkeypatch.setattr(second_validator, "XMLSchema10", counting)
    for _ in range(3):
        assert store.explain(replaced(ORDER, ("1.50", "x")))
    assert len(compiled) == 1


def test_where_a_document_says_its_schema_is_found_is_ignored(store: SchemaStore, tmp_path: Path) -> None:
    (tmp_path / "lenient.xsd").write_text(ORDER_SCHEMA.replace('type="Amount"', 'type="xs:string"'))
    hint = f'xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:noNamespaceSchemaLocation="{tmp_path}/lenient.xsd"'
    root = replaced(ORDER, ("<order ", f"<order {hint} "), ("1.50", "x"))
    assert [each[:2] for each in facts(store.explain(root))] == [("VALUE", "/order/row/amount")]


@pytest.mark.parametrize("limits", [{"maximum_size": 100}, {"maximum_seconds": -1.0}])
def test_a_document_too_large_or_too_slow_is_explained_by_libxml2(tmp_path: Path, limits: dict[str, float]) -> None:
    path = tmp_path / "order.xsd"
    path.write_text(ORDER_SCHEMA)
    root = replaced(ORDER, ("number>", "nummer>"), ("1.50", "x"))
    schema = etree.XMLSchema(etree.fromstring(ORDER_SCHEMA))
    assert not schema.validate(root)
    findings = Explainer(path, **limits).explain(root, schema.error_log)  # type: ignore[arg-type]
    assert findings == by_libxml2(root)
    assert len(findings) < len(Explainer(path).explain(root, schema.error_log))


def test_a_schema_that_only_libxml2_understands_is_explained_by_libxml2(store: SchemaStore, tmp_path: Path) -> None:
    root = replaced(ORDER, ("1.50", "x"))
    store.schema("", "order")
    (tmp_path / "order.xsd").write_text("<broken/>")
    assert store.explain(root) == by_libxml2(root)


def test_a_document_that_xmlschema_cannot_finish_is_explained_by_libxml2(store: SchemaStore) -> None:
    kind = 'xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:type="no-such-type"'
    root = replaced(ORDER, ("<date>", f"<date {kind}>"))
    assert store.explain(root) == by_libxml2(root) != []


@pytest.mark.parametrize(
    "change",
    [
        ("<row ", "<row " + " ".join(f'a{number}=""' for number in range(5_000)) + " "),
        ("</order>", "<x/>" * 30_000 + "</order>"),
        ("<order ", "<order " + " ".join(f'xmlns:p{number}="urn:p"' for number in range(5_000)) + " "),
    ],
    ids=["attributes", "children", "prefixes"],
)
def test_a_document_made_to_be_slow_is_explained_at_once(store: SchemaStore, change: tuple[str, str]) -> None:
    root = replaced(ORDER, change, ("2026-10-01", "x"))
    begun = time.monotonic()
    assert store.explain(root)
    assert time.monotonic() - begun < 5


def test_a_very_long_text_is_left_to_libxml2_and_the_rest_is_still_explained(store: SchemaStore) -> None:
    root = replaced(ORDER, ("KST", "x" * 100_000), ("2026-10-01", "y"), ("1.50", "z"))
    assert {each[1] for each in facts(store.explain(root))} == {
        "/order/date",
        "/order/buyer",
        "/order/row/amount",
    }


@given(
    st.lists(st.sampled_from(["number", "date", "note", "buyer", "payer", "row", "amount", "colour", "x"]), max_size=8),
    st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=20),
)
@settings(max_examples=60, deadline=None)
def test_whatever_libxml2_rejects_gets_an_explanation(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], text: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "order.xsd"
    path.write_text(ORDER_SCHEMA)
    root = etree.fromstring(ORDER)
    for name in names:
        etree.SubElement(root, name).text = text
    schema = etree.XMLSchema(etree.fromstring(ORDER_SCHEMA))
    if not schema.validate(root):
        findings = Explainer(path).explain(root, schema.error_log)
        assert any(found.rejects_file for found in findings)
        assert all(found.text(language) for found in findings for language in ("sv", "en"))


@pytest.fixture(scope="module")
def ubl_store() -> SchemaStore:
    return SchemaStore(REPOSITORY / "xsd")


@needs_schemas
def test_the_sample_invoice_with_three_faults_is_told_all_three(ubl_store: SchemaStore) -> None:
    root = etree.parse(SAMPLES / "fel-schema.xml").getroot()
    number = "tal med punkt som decimaltecken"
    assert facts(ubl_store.explain(root)) == [
        ("ELEMENT-MISSING", "/Invoice", 8, "Invoice", "cbc:IssueDate"),
        ("VALUE", "/Invoice/cac:TaxTotal/cac:TaxSubtotal[1]/cbc:TaxableAmount", 71, "3790,00", number),
        ("VALUE", "/Invoice/cac:InvoiceLine[1]/cbc:LineExtensionAmount", 98, "3790,00", number),
    ]


@needs_schemas
def test_several_faults_of_an_invoice_in_an_envelope_are_told(ubl_store: SchemaStore) -> None:
    text = (SAMPLES / "faktura-med-bilaga-i-kuvert.xml").read_text("utf-8").partition("?>")[2]
    envelope = replaced(text, ("cbc:IssueDate>", "cbc:Issued>"), ("</cbc:PayableAmount>", " kr</cbc:PayableAmount>"))
    assert [each[:2] for each in facts(ubl_store.explain(envelope[-1]))] == [
        ("ELEMENT-UNEXPECTED", "/Invoice/cbc:Issued"),
        ("VALUE", "/Invoice/cac:LegalMonetaryTotal/cbc:PayableAmount"),
    ]


def _with_lines(text: str, size: int) -> str:
    head, line, _ = text.partition("  <cac:InvoiceLine>")
    body = line + text.partition(line)[2].partition("</cac:InvoiceLine>")[0] + "</cac:InvoiceLine>\n"
    return head + body * (size // len(body.encode())) + "</Invoice>"


@needs_schemas
@pytest.mark.parametrize("spoil", [lambda text: text, lambda text: text.replace("3790,00", "x")])
def test_an_invalid_invoice_of_nearly_five_megabytes_is_explained(spoil: Callable[[str], str]) -> None:
    text = (SAMPLES / "fel-schema.xml").read_text("utf-8").partition("?>")[2]
    root = etree.fromstring(_with_lines(spoil(text), 4_900_000).encode())
    store = SchemaStore(REPOSITORY / "xsd")
    name = etree.QName(root)
    schema = store.schema(name.namespace or "", name.localname)
    assert not schema.validate(root)
    explainer = Explainer(UBL_SCHEMA, maximum_seconds=math.inf)
    findings = explainer.explain(root, schema.error_log)
    assert (len(findings), findings[0].expected) == (51, "cbc:IssueDate")
