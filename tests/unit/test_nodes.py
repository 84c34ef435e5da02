"""A document read into nodes: by name, by path, by kind, whatever prefixes it was written with."""

import time

import pytest
from lxml import etree

from gateway.nodes import FOREIGN, Document, path_of, short_name

pytestmark = pytest.mark.unit

INVOICE = """<i:Invoice xmlns:i="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
  xmlns:x="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
  xmlns="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
  <ID>F1</ID>
  <x:InvoiceLine><ID> 1 </ID><LineExtensionAmount currencyID="SEK">10.00</LineExtensionAmount></x:InvoiceLine>
  <x:InvoiceLine>
    <ID>2</ID>
    <mine xmlns="urn:x"><deep><x:Item/></deep></mine>
  </x:InvoiceLine>
</i:Invoice>"""


@pytest.fixture
def document() -> Document:
    return Document(etree.fromstring(INVOICE))


def test_names_carry_the_usual_prefixes_whatever_the_document_uses(document: Document) -> None:
    assert document.root.name == "Invoice"
    assert document.root.text_at("cbc:ID") == "F1"
    assert [line.text_at("cbc:ID") for line in document.root.all("cac:InvoiceLine")] == ["1", "2"]


def test_a_path_finds_every_node_along_it_in_order(document: Document) -> None:
    found = document.root.along("cac:InvoiceLine", "cbc:ID")
    assert [node.text for node in found] == [" 1 ", "2"]
    assert document.root.first("cac:InvoiceLine", "cbc:ID") is found[0]
    assert document.root.along("cac:InvoiceLine", "cac:Price") == []


def test_nodes_of_one_path_share_a_kind_and_two_documents_share_kinds(document: Document) -> None:
    again = Document(etree.fromstring(INVOICE))
    assert document.root.kind is again.root.kind
    first, second = document.root.along("cac:InvoiceLine", "cbc:ID")
    assert first.kind is second.kind
    assert first.kind.path == "/Invoice/cac:InvoiceLine/cbc:ID"


def test_a_name_is_found_wherever_it_stands(document: Document) -> None:
    assert [node.text for node in document.named("cbc:ID")] == ["F1", " 1 ", "2"]
    assert list(document.named("cac:Price")) == []


def test_attributes_are_noted_where_they_stand(document: Document) -> None:
    (((kind, name), node),) = document.attributed.items()
    assert kind is node.kind
    assert (node.name, name, node.attribute("currencyID")) == ("cbc:LineExtensionAmount", "currencyID", "SEK")
    assert node.attribute("schemeID") is None


def test_foreign_elements_below_one_another_are_one_kind(document: Document) -> None:
    (foreign,) = document.root.along("cac:InvoiceLine", FOREIGN)
    (deeper,) = foreign.all(FOREIGN)
    assert foreign.kind is deeper.kind
    assert deeper.has("cac:Item")


def test_a_thousand_foreign_names_do_not_make_a_thousand_kinds() -> None:
    many = "".join(f"<f{number} xmlns='urn:f'/>" for number in range(1000))
    document = Document(etree.fromstring(INVOICE.replace("<ID>F1</ID>", many)))
    assert len(document.by_kind) < 10
    assert len(document.named(FOREIGN)) == 1002


def test_a_place_has_a_line_and_a_path_with_positions_only_where_they_tell(document: Document) -> None:
    second = document.root.along("cac:InvoiceLine", "cbc:ID")[1]
    place = document.place(second)
    assert (place.line, place.record, place.path) == (7, "cbc:ID", "/Invoice/cac:InvoiceLine[2]/cbc:ID")
    missing = document.place(document.root, "cac:TaxTotal/cbc:TaxAmount")
    assert (missing.record, missing.path) == ("cbc:TaxAmount", "/Invoice/cac:TaxTotal/cbc:TaxAmount")


def test_every_place_has_the_path_of_its_element(document: Document) -> None:
    for node in document.root.below():
        assert document.place(node).path == path_of(node.element)


def test_the_places_of_many_siblings_take_time_that_grows_with_their_number() -> None:
    lines = "<x:InvoiceLine/>" * 50_000
    document = Document(etree.fromstring(INVOICE.replace("<ID>F1</ID>", lines)))
    began = time.process_time()
    paths = {document.place(line).path for line in document.root.all("cac:InvoiceLine")}
    assert len(paths) > 50_000
    # Were siblings counted for each place, it would be half a minute.
    assert time.process_time() - began < 5


def test_a_path_can_begin_at_an_element_inside_an_envelope() -> None:
    envelope = etree.fromstring(f"<e>{INVOICE}</e>")
    line = envelope[0][1]
    assert path_of(line, envelope[0]) == "/Invoice/cac:InvoiceLine[1]"
    assert path_of(line) == "/e/Invoice/cac:InvoiceLine[1]"


def test_a_name_of_an_unknown_namespace_loses_it() -> None:
    assert short_name("{urn:x}Thing") == "Thing"
    assert short_name("Thing") == "Thing"
