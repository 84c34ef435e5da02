"""Which e-invoice a file holds is seen from its first bytes, in one way only, whatever prefixes and encoding it has."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.findings import Finding
from gateway.formats.base import HEAD_SIZE
from gateway.formats.registry import CODED_FORMATS, recognise
from tests.einvoices import BASIC_INVOICE, SFTI, UBL, bare, enveloped, objects, svefaktura

pytestmark = pytest.mark.unit

FORMATS = {form.name: form for form in CODED_FORMATS}
PEPPOL = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
SVEFAKTUROR = Path(__file__).parents[3] / "shared" / "conformance" / "svefaktura"
CII = '<x:CrossIndustryInvoice xmlns:x="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100">'


def names(head: bytes | str) -> list[str]:
    """The formats that take a file with these first bytes for theirs."""
    head = head.encode() if isinstance(head, str) else head
    return [form.name for form in CODED_FORMATS if form.recognise(head)]


def stating(specification: str) -> str:
    return bare().replace(f">{PEPPOL}<", f">{specification}<")


@pytest.mark.parametrize(
    ("specification", "name"),
    [
        (PEPPOL, "peppol-bis-billing-3"),
        (f"\n  {PEPPOL}\n", "peppol-bis-billing-3"),
        (PEPPOL.replace("billing", "selfbilling"), "peppol-self-billing-3"),
        ("urn:cen.eu:en16931:2017", "en16931-ubl"),
        ("urn:cen.eu:en16931:2017#compliant#urn:xoev-de:kosit:standard:xrechnung_3.0", "en16931-ubl"),
        ("urn:cen.eu:en16931:2017#conformant#urn:example:extension", "en16931-ubl"),
        ("urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:9.0", "peppol-bis-billing-3"),
        ("urn:www.cenbii.eu:transaction:biitrns010:ver2.0", "peppol-bis-billing-3"),
        ("", "peppol-bis-billing-3"),
    ],
)
def test_a_ubl_invoice_is_known_by_its_specification(specification: str, name: str) -> None:
    assert names(stating(specification)) == [name]
    assert names(enveloped(stating(specification))) == [name]


def test_a_ubl_invoice_without_a_specification_is_for_the_rules_of_peppol() -> None:
    text = bare()
    start, end = text.index("<cbc:CustomizationID>"), text.index("<cbc:ProfileID>")
    assert names(text[:start] + text[end:]) == ["peppol-bis-billing-3"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (svefaktura(), "svefaktura-1.0"),
        (enveloped(svefaktura(), namespace=SFTI, prefix="sh"), "svefaktura-1.0"),
        (enveloped(enveloped(svefaktura(), namespace=SFTI, prefix="sh")), "svefaktura-1.0"),
        (enveloped(objects("a", b"x" * 5000), svefaktura(), namespace=SFTI), "svefaktura-1.0"),
        (objects("a", b"x"), "svefaktura-1.0"),
        (enveloped(namespace=SFTI), "svefaktura-1.0"),
        (enveloped(), "peppol-bis-billing-3"),
        (enveloped(enveloped(), bare()), "peppol-bis-billing-3"),
        (CII, "en16931-cii"),
        (enveloped(CII + "</x:CrossIndustryInvoice>"), "en16931-cii"),
    ],
)
def test_other_documents_are_known_by_their_root_alone(text: str, name: str) -> None:
    assert names(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "<Invoice/>",
        "<StandardBusinessDocument/>",
        enveloped('<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"/>'),
        bare().replace("<Invoice", "<CreditNote"),
        f'<Note xmlns="{BASIC_INVOICE}"/>',
        f"<!-- {UBL} --><html/>",
        "<",
    ],
)
def test_what_is_no_invoice_is_recognised_by_nobody(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize("encoding", ["UTF-8", "ISO-8859-1", "Windows-1252", "UTF-16"])
def test_encodings_and_byte_order_marks_hide_nothing(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>\n' + stating("urn:cen.eu:en16931:2017")
    assert names(text.encode(encoding)) == ["en16931-ubl"]
    assert names(b"\xef\xbb\xbf" + stating("urn:cen.eu:en16931:2017").encode()) == ["en16931-ubl"]


def test_odd_prefixes_hide_nothing() -> None:
    text = stating("urn:cen.eu:en16931:2017").replace("cbc:", "x-1.y:").replace("xmlns:cbc", "xmlns:x-1.y")
    assert names(text) == ["en16931-ubl"]
    in_default = '<q:Invoice xmlns:q="{}" xmlns="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">'
    body = "<CustomizationID>urn:cen.eu:en16931:2017</CustomizationID>"
    assert names(in_default.format(UBL) + body) == ["en16931-ubl"]


def test_a_specification_is_found_after_long_extensions() -> None:
    extension = (
        "<ext:UBLExtensions xmlns:ext='urn:x'><cbc:CustomizationID>not this</cbc:CustomizationID>{}</ext:UBLExtensions>"
    )
    text = stating("urn:cen.eu:en16931:2017")
    place = text.index("<cbc:CustomizationID>")
    for length in (10, 9_000, 200_000):
        long = text[:place] + extension.format("x" * length) + text[place:]
        assert names(long.encode()[:HEAD_SIZE]) == ["en16931-ubl"]


def test_entities_of_a_document_type_are_not_expanded() -> None:
    bomb = "<!ENTITY a 'aaaaaaaaaa'>" + "".join(
        f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    text = f"<!DOCTYPE Invoice [{bomb}]>" + stating("&i;")
    assert names(text) == ["peppol-bis-billing-3"]


def test_a_route_says_which_format_a_file_of_another_is() -> None:
    found = recognise(svefaktura().encode(), ["peppol-bis-billing-3"], FORMATS, "1")
    assert isinstance(found, Finding)
    assert (found.code, found.value) == ("FILE-FORMAT-WRONG-ROUTE", "svefaktura-1.0")


@given(st.binary(max_size=200), st.integers(0, 3000))
def test_damage_makes_nobody_raise_and_at_most_one_format_fit(damage: bytes, place: int) -> None:
    head = enveloped(bare()).encode()
    assert len(names(head[:place] + damage + head[place:])) <= 1
    assert len(names(head[:place])) <= 1


@pytest.mark.skipif(not SVEFAKTUROR.is_dir(), reason="conformance documents are not here")
def test_every_published_svefaktura_is_recognised_bare_and_in_its_envelopes() -> None:
    paths = sorted(SVEFAKTUROR.glob("*/*.xml"))
    assert len(paths) == 11
    assert {path.name: names(path.read_bytes()[:HEAD_SIZE]) for path in paths} == {
        path.name: ["svefaktura-1.0"] for path in paths
    }
