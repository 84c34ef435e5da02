"""The words of the EN 16931 rules: every rule has them, in both languages, with the severity that is official."""

import csv
import re
import string
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from gateway.catalogue import CATALOGUE, Code
from gateway.catalogue.official import ACTIONS, unwanted_in_en16931
from gateway.findings import Finding, Place, finding
from gateway.nodes import Document
from gateway.rules.en16931 import ASSERTIONS

pytestmark = pytest.mark.unit

REPOSITORY = Path(__file__).parents[3]
FACTS = REPOSITORY.parent / "shared" / "facts" / "einvoice-rules.csv"
SAMPLES = REPOSITORY / "samples" / "efaktura"
CODES = ASSERTIONS.codes()
UNWANTED = {code for code, _ in unwanted_in_en16931()}
EXPLAINED = [code for code in CODES if code not in UNWANTED]
WORDS = {"field", "value", "expected", "difference"}
LONGEST_TITLE = 60

CBC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"


def texts(code: Code) -> tuple[str, ...]:
    return code.text_sv, code.text_en, code.action_sv, code.action_en


def words_of(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def test_every_rule_is_in_the_catalogue() -> None:
    assert len(CODES) == 979
    assert [code for code in CODES if code not in CATALOGUE] == []


@pytest.mark.skipif(not FACTS.is_file(), reason="the facts about official rules are not here")
def test_severities_are_the_official_ones() -> None:
    with FACTS.open(encoding="utf-8") as file:
        official = {row["id"]: row["severity"] for row in csv.DictReader(file) if row["rule_set"] == "en16931-1.3.16"}
    assert {code: CATALOGUE[code].severity.value for code in CODES} == official


@pytest.mark.parametrize("code", EXPLAINED)
def test_a_text_names_only_words_that_a_rule_tells(code: str) -> None:
    entry = CATALOGUE[code]
    for template in texts(entry):
        assert words_of(template) <= WORDS
    assert words_of(entry.text_sv) == words_of(entry.text_en)
    assert words_of(entry.title_sv) == words_of(entry.title_en) == set()


@pytest.mark.parametrize("code", EXPLAINED)
def test_a_filled_text_has_no_braces_left(code: str) -> None:
    found = finding(code, place=Place(record="cbc:ID"), value="1.00", expected="2.00", term="BT-1", difference="-1.00")
    for language in ("sv", "en"):
        for text in (found.title(language), found.text(language), found.action(language)):
            assert text
            assert not re.search(r"[{}–]", text), text


@pytest.mark.parametrize("code", EXPLAINED)
def test_titles_are_short_and_texts_differ_between_the_languages(code: str) -> None:
    entry = CATALOGUE[code]
    assert max(len(entry.title_sv), len(entry.title_en)) <= LONGEST_TITLE
    assert entry.title_sv != entry.title_en
    assert entry.text_sv != entry.text_en
    assert entry.action_sv != entry.action_en


def test_no_two_rules_have_the_same_title() -> None:
    for titles in ([CATALOGUE[code].title_sv for code in EXPLAINED], [CATALOGUE[code].title_en for code in EXPLAINED]):
        assert [title for title, count in Counter(titles).items() if count > 1] == []


def test_no_two_actions_say_the_same() -> None:
    said = [text for pair in ACTIONS.values() for text in pair]
    assert len(said) == len(set(said))
    assert all(text.endswith(".") for text in said)


def test_a_rule_that_may_be_broken_does_not_ask_for_the_invoice_to_be_returned() -> None:
    warnings = [CATALOGUE[code] for code in EXPLAINED if CATALOGUE[code].severity.value == "warning"]
    assert len(warnings) == 4
    assert not [code.code for code in warnings if "Return" in code.action_en or "Lämna tillbaka" in code.action_sv]


def broken(name: str, value: str, code: str) -> Finding:
    """The finding of a rule about the good sample, once the first element of a name says something else."""
    root = etree.parse(str(SAMPLES / "faktura-kontorsvaror.xml")).getroot()
    element = next(root.iter(f"{CBC}{name}"))
    element.text = value
    return next(each for each in ASSERTIONS.findings(Document(root)) if each.code == code)


def test_a_wrong_sum_shows_both_sides_and_the_difference() -> None:
    found = broken("TaxExclusiveAmount", "1.00", "BR-CO-13")
    stated, reckoned = found.value, found.expected
    assert found.title("sv") == "Summan utan moms stämmer inte"
    assert found.text("sv") == (
        f"Fakturans summa utan moms (BT-109) är {stated} på fakturan, men radernas summa minus avdrag plus tillägg "
        f"blir {reckoned}. Skillnad: {found.details['difference']}."
    )
    assert stated == "1.00"
    assert float(reckoned) - float(stated) == pytest.approx(-float(found.details["difference"]))


def test_an_unknown_code_is_shown_with_the_list_it_should_be_of() -> None:
    found = broken("DocumentCurrencyCode", "KRONOR", "BR-CL-04")
    assert found.text("en").startswith("Invoice currency code (BT-5) has the code “KRONOR”, which is not in ISO 4217.")


def test_something_missing_is_named_and_asked_for() -> None:
    found = broken("ID", "", "BR-02")
    assert found.text("sv").startswith("Fakturanummer (BT-1) saknas eller har inget innehåll.")
    assert "be om en ny" in found.action("sv")
