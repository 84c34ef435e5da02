"""The error list: grouped by cause, worst first, and safe to open whatever the sender wrote."""

import datetime
import json
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.findings import Place, finding
from gateway.receipts.fellista import fellista_html, fellista_json, fellista_xlsx
from gateway.receipts.findings_log import FindingsLog
from gateway.receipts.outcome import STOCKHOLM, Counts, Outcome, Status
from gateway.receipts.words import amount_text
from gateway.receipts.workbook import cell_text

pytestmark = pytest.mark.unit

NOON = datetime.datetime(2026, 3, 2, 12, 0, tzinfo=STOCKHOLM)
ATTACKS = ["=cmd|' /C calc'!A0", "+SUM(A1)", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "http://example.org/"]


def outcome_of(folder: Path, *findings, status=Status.REJECTED, name="fakturor.xml") -> Outcome:
    with FindingsLog(folder / "findings.jsonl") as log:
        log.extend(findings)
    return Outcome(
        file_id="20260302-000017",
        name=name,
        route="leverantorsfakturor",
        sender="forsystem",
        size=1234,
        sha256="0" * 64,
        received=NOON,
        finished=NOON,
        status=status,
        counts=Counts(read=3, delivered=0, rejected=3),
        findings_by_severity=log.by_severity,
        findings_by_code=log.by_code,
        first_findings=tuple(log.first),
        findings_log=log.path,
    )


def html_of(outcome: Outcome, **options) -> str:
    path = outcome.findings_log.parent / "fellista.html"
    fellista_html(outcome, path, **options)
    return path.read_text(encoding="utf-8")


def sheets_of(outcome: Outcome, **options):
    path = outcome.findings_log.parent / "fellista.xlsx"
    fellista_xlsx(outcome, path, **options)
    return openpyxl.load_workbook(path)


def test_the_worst_cause_stands_first_then_the_most_frequent(tmp_path):
    superseded = finding("FILE-SUPERSEDED", first_id="a")
    duplicate = finding("FILE-DUPLICATE", first_id="a")
    encoding = finding("FILE-ENCODING", value="0xff")
    empty = finding("FILE-EMPTY")
    outcome = outcome_of(tmp_path, superseded, duplicate, encoding, empty, empty)
    fellista_json(outcome, tmp_path / "fellista.json")
    stored = json.loads((tmp_path / "fellista.json").read_text(encoding="utf-8"))
    assert [(cause["code"], cause["count"]) for cause in stored["causes"]] == [
        ("FILE-EMPTY", 2),
        ("FILE-ENCODING", 1),
        ("FILE-DUPLICATE", 1),
        ("FILE-SUPERSEDED", 1),
    ]
    assert [len(cause["findings"]) for cause in stored["causes"]] == [2, 1, 1, 1]
    page = html_of(outcome)
    places = [page.index(f'<h2 id="{cause["code"]}"') for cause in stored["causes"]]
    assert places == sorted(places)


def test_amounts_are_summed_by_currency_and_masked_ones_are_left_out(tmp_path):
    findings = [
        finding("FILE-ENCODING", amount=Decimal("1000.25"), currency="SEK"),
        finding("FILE-ENCODING", amount=Decimal("234.25")),
        finding("FILE-ENCODING", amount=Decimal("9.00"), currency="EUR"),
        finding("FILE-ENCODING", amount=Decimal("77"), currency="SEK").masked(),
        finding("FILE-ENCODING", amount="NaN"),
    ]
    outcome = outcome_of(tmp_path, *findings)
    fellista_json(outcome, tmp_path / "fellista.json")
    stored = json.loads((tmp_path / "fellista.json").read_text(encoding="utf-8"))
    assert stored["causes"][0]["amounts"] == {"SEK": "1234.50", "EUR": "9.00"}
    assert "1\u00a0234,50 SEK" in html_of(outcome)
    assert "1,234.50 SEK" in html_of(outcome, language="en")


def test_a_page_shows_200_findings_of_a_cause_and_counts_the_rest(tmp_path):
    outcome = outcome_of(
        tmp_path, *(finding("FILE-ENCODING", place=Place(line=line), value="x") for line in range(1, 1302))
    )
    page = html_of(outcome)
    assert "rad 200<" in page
    assert "rad 201<" not in page
    assert "de första 200 av 1\u00a0301" in page
    assert "fellista.xlsx" in page
    assert sheets_of(outcome)["Fynd"].max_row == 1302


def test_a_page_says_where_what_and_what_to_do_in_both_languages(tmp_path):
    place = Place(line=14, record="TK20", position="38-55")
    wrong = finding("FILE-ENCODING", place=place, value="0x81", expected="UTF-8", about="F-1")
    outcome = outcome_of(tmp_path, wrong)
    swedish = html_of(outcome, contact="Ekonomiservice, ekonomi@kommun.example")
    for text in ("rad 14, TK20, position 38-55", "0x81", "F-1", "avvisad", "Gör så här", "ekonomi@"):
        assert text in swedish
    english = html_of(outcome, language="en")
    for text in ('lang="en"', "line 14, TK20, position 38-55", "rejected", "What to do"):
        assert text in english


def test_a_page_shows_a_path_under_the_line_and_the_code_in_the_summary(tmp_path):
    place = Place(line=94, record="cbc:PayableAmount", path="/Invoice/cac:LegalMonetaryTotal/cbc:PayableAmount")
    page = html_of(outcome_of(tmp_path, finding("BR-CO-16", place=place, value="5500.00", expected="5464.38")))
    path = "<wbr>/Invoice<wbr>/cac:LegalMonetaryTotal<wbr>/cbc:PayableAmount"
    assert f'rad 94, cbc:PayableAmount<code class="path">{path}</code>' in page
    assert "</a> <code>BR-CO-16</code>" in page
    assert ">Belopp<" not in page


class Outline(HTMLParser):
    """Counts what an accessible page must have, and everything that could reach the network or run."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag, attrs):
        # Where a line may be broken is no structure.
        if tag != "wbr":
            self.tags.append(tag)
        self.attributes.append((tag, dict(attrs)))


def test_a_page_is_self_contained_and_has_headings_scopes_and_captions(tmp_path):
    outline = Outline()
    outline.feed(html_of(outcome_of(tmp_path, finding("FILE-EMPTY"), finding("FILE-ENCODING", value="x"))))
    assert outline.attributes[0] == ("html", {"lang": "sv"})
    assert outline.tags.count("h1") == 1
    assert outline.tags.count("caption") == outline.tags.count("table") == 3
    assert all("scope" in attributes for tag, attributes in outline.attributes if tag == "th")
    assert not {"script", "img", "iframe", "link", "object"} & set(outline.tags)
    assert not any("src" in attributes for _, attributes in outline.attributes)


@given(text=st.text(max_size=60))
def test_whatever_the_sender_writes_a_page_keeps_its_structure(tmp_path_factory, text):
    folder = tmp_path_factory.mktemp("page")
    outlines = []
    # Each word begins with a letter, because an empty value has no column of its own.
    for word in (f"a{text}", "a"):
        place = Place(record=word, path=word)
        found = finding("FILE-ENCODING", value=word, about=word, expected=word, place=place)
        outline = Outline()
        outline.feed(html_of(outcome_of(folder, found, name=word)))
        outlines.append(outline.tags)
    assert outlines[0] == outlines[1]


def test_script_in_a_value_is_shown_as_text(tmp_path):
    page = html_of(outcome_of(tmp_path, finding("FILE-ENCODING", value="<script>alert(1)</script>")))
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_cell_of_a_workbook_is_a_formula_or_a_link(tmp_path, attack):
    outcome = outcome_of(tmp_path, finding("FILE-ENCODING", value=attack, about=attack), name=attack)
    for sheet in sheets_of(outcome):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n", "inlineStr")
                assert cell.hyperlink is None
                assert not str(cell.value or "").startswith(("=", "+", "@", "\t", "\r"))


def test_a_plain_negative_number_is_not_disfigured():
    assert cell_text("-1 234,50") == "-1 234,50"
    assert cell_text("-1+1") == "'-1+1"


def test_a_workbook_has_a_summary_and_a_sheet_to_filter(tmp_path):
    places = [Place(line=3), Place(line=4)]
    findings = [finding("FILE-ENCODING", place=place, value="0x81", amount="2.50") for place in places]
    workbook = sheets_of(outcome_of(tmp_path, finding("FILE-EMPTY"), *findings))
    assert workbook.sheetnames == ["Sammanfattning", "Fynd"]
    summary = [[cell.value for cell in row] for row in workbook["Sammanfattning"].iter_rows()]
    assert ["FILE-ENCODING", "Fel teckenkodning", "allvarligt fel", 2, 5, "SEK"] in summary
    sheet = workbook["Fynd"]
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == "A1:L4"
    assert [sheet.cell(row, 4).value for row in (2, 3, 4)] == [3, 4, None]
    assert sheet["B4"].value == "FILE-EMPTY"


def test_the_same_outcome_gives_the_same_bytes(tmp_path):
    outcome = outcome_of(tmp_path, finding("FILE-EMPTY"))
    for write in (fellista_html, fellista_xlsx, fellista_json):
        write(outcome, tmp_path / "first")
        write(outcome, tmp_path / "second")
        assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes()


def test_masked_findings_stay_masked_everywhere(tmp_path):
    number = "199001012385"
    masked = finding("FILE-ENCODING", value=number, about=number, person=number).masked()
    outcome = outcome_of(tmp_path, masked)
    fellista_json(outcome, tmp_path / "fellista.json")
    sheets = sheets_of(outcome)
    cells = [str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row]
    for text in (html_of(outcome), (tmp_path / "fellista.json").read_text(encoding="utf-8"), "".join(cells)):
        assert number not in text
        assert "••••••" in text


def test_amounts_read_as_each_language_writes_them():
    assert amount_text(Decimal("-1234567.5")) == "\u22121\u00a0234\u00a0567,50"
    assert amount_text(Decimal("1234.5"), "en") == "1,234.50"
    assert amount_text(Decimal("1E+3")) == "1\u00a0000,00"
