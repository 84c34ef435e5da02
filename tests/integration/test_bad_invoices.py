"""Given e-invoices that nobody should send, every document has its verdict and says why, and nothing is a traceback."""

import json
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from lxml import etree

from gateway.app.validation import DocumentVerdict
from gateway.cli import main
from gateway.schemas import SchemaStore
from tests import einvoices
from tests.einvoices import BASIC_INVOICE, SFTI, enveloped, numbered
from tests.verdicts import assert_told, judged, outcome

pytestmark = pytest.mark.integration

PROJECT = Path(__file__).resolve().parents[2]
PEPPOL = (einvoices.SAMPLES / "faktura-kontorsvaror.xml").read_bytes()
SVEFAKTURA = einvoices.svefaktura().encode()
CII = (PROJECT / "tests" / "unit" / "formats" / "cii-all-terms.xml").read_bytes()
WRONG_DATE = numbered("2").replace("<cbc:IssueDate>2026-10-01<", "<cbc:IssueDate>i dag<")
KEYS = {"file", "document", "format", "verdict", "schema_valid", "findings"}
KEYS_OF_A_FINDING = {"code", "severity", "location", "line", "message"}

Judge = Callable[[bytes], list[DocumentVerdict]]


@pytest.fixture
def judge(schemas: SchemaStore, tmp_path: Path) -> Judge:
    """Gives the verdicts on a file of some content."""
    return lambda content: judged(tmp_path / "faktura.xml", content, schemas)


def with_text(name: str, text: str, document: bytes = PEPPOL) -> bytes:
    """A document in which every element of a name has another text."""
    changed, count = re.subn(rf"(<{name}\b[^>]*>)[^<]*(</{name}>)", rf"\g<1>{text}\g<2>", document.decode())
    assert count
    return changed.encode()


# Values


@pytest.mark.parametrize("text", ["femtusen", "1e3", "NaN", "INF", "1,50", "1 000", "١٢", "", "-", "0x1F", "1.2.3"])
@pytest.mark.parametrize(("name", "document"), [("cbc:PayableAmount", PEPPOL), ("cbc:TotalTaxAmount", SVEFAKTURA)])
def test_a_number_that_is_no_number_is_against_the_schema_at_its_line(
    judge: Judge, name: str, document: bytes, text: str
) -> None:
    [verdict] = judge(with_text(name, text, document))
    assert outcome(verdict) == ("invalid", False, ["XML-SCHEMA-VALUE"])
    [found] = verdict.findings
    assert found.place.path.endswith(f"/{name}")
    assert found.place.line
    assert name.encode() in document.splitlines()[found.place.line - 1]


@pytest.mark.parametrize("digits", ["9" * 199, "9" * 100_000, "0." + "0" * 190 + "1", "-0.00", "+5464.38", ".5"])
def test_a_number_of_any_length_is_judged(judge: Judge, digits: str) -> None:
    for name in ("cbc:PayableAmount", "cbc:LineExtensionAmount", "cbc:Percent", "cbc:PriceAmount"):
        [verdict] = judge(with_text(name, digits))
        assert_told([verdict])
        assert verdict.schema_valid


def test_empty_elements_break_the_rules_that_ask_for_their_content(judge: Judge) -> None:
    for name, code in {
        "cbc:CustomizationID": "BR-01",
        "cbc:DocumentCurrencyCode": "BR-05",
        "cbc:EndpointID": "PEPPOL-EN16931-R008",
        "cbc:Name": "BR-25",
    }.items():
        [verdict] = judge(with_text(name, ""))
        assert verdict.verdict == "invalid"
        assert verdict.schema_valid
        assert code in outcome(verdict)[2], name


def test_a_document_of_nothing_but_empty_elements_says_so(judge: Judge) -> None:
    for document in (PEPPOL, SVEFAKTURA, CII):
        root = etree.fromstring(document)
        for element in root.iter(etree.Element):
            element.text = None
        [verdict] = judge(etree.tostring(root))
        assert verdict.verdict == "invalid"
        assert_told([verdict])
        root[:] = []
        [verdict] = judge(etree.tostring(root))
        assert (verdict.verdict, verdict.schema_valid) == ("invalid", False)
        assert {found.code for found in verdict.findings} == {"XML-SCHEMA-ELEMENT-MISSING"}


def test_an_unknown_currency_is_found_in_the_document_and_on_every_amount(judge: Judge) -> None:
    [verdict] = judge(PEPPOL.replace(b"SEK", b"KRO"))
    amounts = PEPPOL.count(b'currencyID="SEK"')
    found = Counter(outcome(verdict)[2])
    assert found == {"BR-CL-04": 1, "BR-CL-03": amounts, "PEPPOL-EN16931-CL007": amounts}
    [verdict] = judge(SVEFAKTURA.replace(b"SEK", b"KRO"))
    assert verdict.verdict == "invalid"


def test_two_vat_breakdowns_for_one_category_are_each_held_against_the_lines(judge: Judge) -> None:
    subtotal = re.search(rb"<cac:TaxSubtotal>.*?</cac:TaxSubtotal>", PEPPOL, re.DOTALL)
    assert subtotal
    [verdict] = judge(PEPPOL.replace(subtotal.group(), subtotal.group() * 2, 1))
    assert verdict.verdict == "invalid"
    assert verdict.schema_valid
    [total] = [found for found in verdict.findings if found.code == "BR-CO-14"]
    assert (total.value, total.expected) == ("1025.38", "1972.88")


# Sizes


def of_lines(count: int) -> bytes:
    """An invoice of so many lines, each with a unit that no list has."""
    head, _, lines = PEPPOL.decode().partition("<cac:InvoiceLine>")
    line = "<cac:InvoiceLine>" + lines.partition("<cac:InvoiceLine>")[0].replace('unitCode="XBX"', 'unitCode="?"')
    many = [line.replace("<cbc:ID>1<", f"<cbc:ID>{number}<", 1) for number in range(1, count + 1)]
    return "".join((head, *many, "</Invoice>")).encode()


@pytest.mark.timeout(120)
def test_a_finding_on_each_of_many_lines_takes_time_that_grows_with_their_number(judge: Judge) -> None:
    judge(of_lines(10))
    seconds = {}
    for count in (1_000, 16_000):
        document = of_lines(count)
        began = time.process_time()
        [verdict] = judge(document)
        seconds[count] = time.process_time() - began
        units = [found for found in verdict.findings if found.code == "BR-CL-23"]
        assert len(units) == count
        last = units[-1].place
        assert last.path == f"/Invoice/cac:InvoiceLine[{count}]/cbc:InvoicedQuantity/@unitCode"
        assert last.line
        assert b'unitCode="?"' in document.splitlines()[last.line - 1]
    assert seconds[16_000] < 100 * seconds[1_000]


def of_breakdowns(count: int) -> bytes:
    """An invoice of so many VAT breakdowns, each with a rate that no line has."""
    [subtotal, *_] = re.findall(r"<cac:TaxSubtotal>.*?</cac:TaxSubtotal>", PEPPOL.decode(), re.DOTALL)
    many = [subtotal.replace(">25<", f">{rate}<") for rate in range(100, 100 + count)]
    return PEPPOL.decode().replace(subtotal, "".join(many)).encode()


def of_categories(count: int) -> bytes:
    """An invoice of one line with so many VAT categories of as many rates."""
    [category, *_] = re.findall(
        r"<cac:ClassifiedTaxCategory>.*?</cac:ClassifiedTaxCategory>", PEPPOL.decode(), re.DOTALL
    )
    many = [category.replace(">S<", f">S{rate}<").replace(">25<", f">{rate}<") for rate in range(count)]
    return PEPPOL.decode().replace(category, "".join(many)).encode()


@pytest.mark.parametrize("of", [of_breakdowns, of_categories])
def test_thousands_of_vat_categories_take_time_that_grows_with_their_number(
    judge: Judge, of: Callable[[int], bytes]
) -> None:
    judge(of(10))
    seconds = []
    for count in (1_000, 16_000):
        began = time.process_time()
        [verdict] = judge(of(count))
        seconds.append(time.process_time() - began)
        assert verdict.verdict == "invalid"
    few, many = seconds
    # Sixteen times as much: quadratic would be 256 times as long, and a busy machine makes short times unsteady.
    assert many < 100 * few


WEIGH = """
import sys
from pathlib import Path
from gateway.app.validation import e_invoice_format, e_invoice_verdicts
from gateway.schemas import SchemaStore

path = Path(sys.argv[1])
form = e_invoice_format(path)
verdicts = e_invoice_verdicts(path, form, SchemaStore(Path("xsd")))
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(len(verdicts), verdicts[0].verdict, int(peak.split()[1]) // 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs the peak memory that Linux keeps")
def test_an_attachment_of_fifty_megabytes_is_judged_in_a_few_times_its_size(tmp_path: Path) -> None:
    attachment = b"QUJD" * (50_000_000 // 3)
    head, start, rest = einvoices.bare("faktura-med-bilaga-i-kuvert.xml").partition('rapport-42.pdf">')
    path = tmp_path / "bilaga.xml"
    path.write_bytes((head + start).encode() + attachment + b"<" + rest.partition("<")[2].encode())
    done = subprocess.run(
        [sys.executable, "-c", WEIGH, str(path)], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    count, verdict, megabytes = done.stdout.split()
    assert (count, verdict) == ("1", "valid")
    assert int(megabytes) < 500


# Encodings and namespaces


def in_encoding(name: str, mark: bytes = b"") -> bytes:
    return mark + PEPPOL.decode().replace("UTF-8", name, 1).encode(name)


@pytest.mark.parametrize(
    "document",
    [
        b"\xef\xbb\xbf" + PEPPOL,
        in_encoding("ISO-8859-1"),
        in_encoding("Windows-1252"),
        in_encoding("UTF-16"),
        b"\xfe\xff" + PEPPOL.decode().replace("UTF-8", "UTF-16", 1).encode("utf-16-be"),
        b"\xff\xfe" + PEPPOL.decode().replace(' encoding="UTF-8"', "", 1).encode("utf-16-le"),
    ],
    ids=["UTF-8 with a mark", "ISO-8859-1", "Windows-1252", "UTF-16", "UTF-16, big end first", "UTF-16, undeclared"],
)
def test_an_invoice_is_as_good_in_any_known_encoding(judge: Judge, document: bytes) -> None:
    [verdict] = judge(document)
    assert (verdict.format, *outcome(verdict)) == ("peppol-bis-billing-3", "valid", True, [])
    right, wrong = (text.encode(encoding_of(document)) for text in ("5464.38", "5500.00"))
    [verdict] = judge(document.replace(right, wrong))
    assert "BR-CO-15" in outcome(verdict)[2]


def encoding_of(document: bytes) -> str:
    return {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(document[:2], "latin-1")


def test_an_invoice_that_is_not_in_the_encoding_it_states_is_unreadable(judge: Judge) -> None:
    for document, code in (
        (PEPPOL.decode().encode("iso-8859-1"), "XML-MALFORMED"),
        (PEPPOL.replace(b"UTF-8", b"ISO-8859-15", 1), "XML-ENCODING"),
    ):
        [verdict] = judge(document)
        assert outcome(verdict) == ("unreadable", False, [code])


def with_prefixes(document: bytes) -> bytes:
    """The same document with prefixes that mislead: each of two stands for the namespace usual for the other."""
    root = etree.fromstring(document)
    usual = root.nsmap
    others = {"cac": usual["cbc"], "cbc": usual["cac"], "_._": usual[None]}
    renamed = etree.Element(root.tag, nsmap=others)
    renamed.extend(list(root))
    etree.cleanup_namespaces(renamed, top_nsmap=others)
    made = etree.tostring(renamed)
    assert b"<_._:Invoice" in made
    assert b"<cbc:InvoiceLine" in made
    return made


@pytest.mark.parametrize("document", [PEPPOL, SVEFAKTURA], ids=["Peppol", "Svefaktura"])
def test_odd_prefixes_change_nothing(judge: Judge, document: bytes) -> None:
    faulty = document.replace(b"SEK", b"KRO")
    for each in (document, faulty):
        [usual], [odd] = judge(each), judge(with_prefixes(each))
        assert outcome(odd) == outcome(usual)
        assert [found.place.path for found in odd.findings] == [found.place.path for found in usual.findings]
    assert judge(faulty)[0].verdict == "invalid"


# Structures


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.999])
@pytest.mark.parametrize("document", [PEPPOL, SVEFAKTURA, CII], ids=["Peppol", "Svefaktura", "CII"])
def test_a_truncated_file_is_unreadable(judge: Judge, document: bytes, kept: float) -> None:
    [verdict] = judge(document[: int(len(document) * kept)])
    assert outcome(verdict) == ("unreadable", False, ["XML-MALFORMED"])


def test_a_document_type_is_refused_unread(judge: Judge) -> None:
    bomb = b'<!DOCTYPE Invoice [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    for entity in (b"", b"&a;", b"&b;", b"&c;"):
        document = PEPPOL.replace(b"<Invoice", bomb + b"<Invoice", 1).replace(b">20261001<", b">" + entity + b"<", 1)
        [verdict] = judge(document)
        assert outcome(verdict) == ("unreadable", False, ["XML-DOCTYPE"])


def test_an_entity_without_a_document_type_is_malformed(judge: Judge) -> None:
    [verdict] = judge(PEPPOL.replace(b">20261001<", b">&a;<", 1))
    assert outcome(verdict) == ("unreadable", False, ["XML-MALFORMED"])


def test_an_envelope_without_a_document_is_unreadable(judge: Judge) -> None:
    [verdict] = judge(enveloped().encode())
    assert outcome(verdict) == ("unreadable", False, ["XML-ENVELOPE-EMPTY"])
    attachment_alone = einvoices.objects("a.pdf", b"a")
    [verdict] = judge(enveloped(attachment_alone, namespace=SFTI, standard=BASIC_INVOICE).encode())
    assert (verdict.verdict, verdict.schema_valid) == ("unreadable", False)
    assert "XML-ENVELOPE-ATTACHMENTS-ALONE" in outcome(verdict)[2]


def test_a_document_of_another_format_in_an_envelope_is_not_judged_and_the_others_are(judge: Judge) -> None:
    verdicts = judge(enveloped(numbered("1"), einvoices.svefaktura(), WRONG_DATE).encode())
    assert [outcome(verdict) for verdict in verdicts] == [
        ("valid", True, []),
        ("unreadable", False, ["INVOICE-FORMATS-MIXED"]),
        ("invalid", False, ["XML-SCHEMA-VALUE"]),
    ]


def test_cii_that_claims_to_be_peppol_is_refused(judge: Judge) -> None:
    claim = b"urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
    [verdict] = judge(CII.replace(b"urn:cen.eu:en16931:2017", claim, 1))
    assert verdict.format == "en16931-cii"
    assert outcome(verdict) == ("invalid", True, ["INVOICE-SPECIFICATION"])
    assert verdict.findings[0].value == claim.decode()


# The command


@pytest.fixture
def validate(home: Path) -> Callable[..., list[dict[str, Any]]]:
    """Runs the command in a home folder; each line that it prints is one verdict, whole."""

    def lines(*arguments: object) -> list[dict[str, Any]]:
        result = CliRunner().invoke(main, ["--home", str(home), "validate", "--json", *map(str, arguments)])
        assert isinstance(result.exception, SystemExit | None), result.exc_info
        reports = [json.loads(line) for line in result.stdout.splitlines()]
        assert result.exit_code == int(any(report["verdict"] != "valid" for report in reports))
        for report in reports:
            assert report.keys() >= KEYS
            assert report["findings"] or report["verdict"] == "valid"
            for found in report["findings"]:
                assert found.keys() >= KEYS_OF_A_FINDING
                assert found["code"]
                assert found["message"]
                assert found["severity"] in ("fatal", "error", "warning", "information")
        return reports

    return lines


def test_a_folder_of_bad_files_has_a_line_a_document(
    validate: Callable[..., list[dict[str, Any]]], tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, content in {
        "1 empty": b"",
        "2 nothing known": b"\x00\xff" * 50,
        "3 truncated": PEPPOL[:3000],
        "4 two documents": enveloped(numbered("1"), WRONG_DATE).encode(),
        "5 a page": b"<!DOCTYPE html><html/>",
        "6 marked": b"\xef\xbb\xbf" + PEPPOL,
        "7 no number": with_text("cbc:PayableAmount", "x"),
    }.items():
        (folder / name).write_bytes(content)
    reports = validate(folder)
    assert [
        (Path(each["file"]).name[0], each["document"], each["verdict"], each["schema_valid"]) for each in reports
    ] == [
        ("1", 1, "unreadable", False),
        ("2", 1, "unreadable", False),
        ("3", 1, "unreadable", False),
        ("4", 1, "valid", True),
        ("4", 2, "invalid", False),
        ("5", 1, "unreadable", False),
        ("6", 1, "valid", True),
        ("7", 1, "invalid", False),
    ]
    assert [found["code"] for found in reports[4]["findings"]] == ["XML-SCHEMA-VALUE"]
    assert reports[4]["findings"][0]["location"] == "/Invoice/cbc:IssueDate"


def test_what_a_route_for_peppol_does_not_take_is_unreadable_to_it(
    validate: Callable[..., list[dict[str, Any]]], home: Path
) -> None:
    route = home / "mappings" / "routes" / "efaktura.yaml"
    only = {"accepts": "[peppol-bis-billing-3]", "rules": "[en16931, peppol-bis-billing-3, invoice-city]"}
    lines = [line for line in route.read_text(encoding="utf-8").splitlines() if line.partition(":")[0] not in only]
    route.write_text("\n".join([*lines, *(f"{key}: {value}" for key, value in only.items())]), encoding="utf-8")
    for content in (SVEFAKTURA, CII, enveloped(einvoices.svefaktura(), standard=BASIC_INVOICE).encode()):
        path = home / "faktura.xml"
        path.write_bytes(content)
        [report] = validate("--route", "efaktura", path)
        assert (report["verdict"], report["schema_valid"]) == ("unreadable", False)
        assert [found["code"] for found in report["findings"]] == ["FILE-FORMAT-WRONG-ROUTE"]
    path.write_bytes(PEPPOL)
    [report] = validate("--route", "efaktura", path)
    assert report["verdict"] == "valid"
    path.write_bytes(enveloped(numbered("1"), einvoices.svefaktura()).encode())
    good, bad = validate("--route", "efaktura", path)
    assert good["verdict"] == "valid"
    assert [found["code"] for found in bad["findings"]] == ["INVOICE-FORMATS-MIXED"]
