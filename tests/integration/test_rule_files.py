"""The city's own rules on the way of a file: which version judged it, and what becomes of a changed rule."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from gateway.app.installation import Installation
from gateway.cli import main
from gateway.journal import FileState
from gateway.pipeline.tools import RouteTools
from gateway.settings import Settings
from tests.integration.test_watch import stopped, until, watch

pytestmark = pytest.mark.integration

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "efaktura"
INVOICE = (SAMPLES / "faktura-kontorsvaror.xml").read_bytes()
CREDIT_NOTE = (SAMPLES / "kreditfaktura-kontorsvaror.xml").read_bytes()

NO_KITCHEN = """\
own_rules:
  STAD-KAFFE:
    for_each: invoice.lines as line
    demand: left(line.name, 5) != 'Kaffe'
    value: line.name
    title_sv: Kaffe köps av köket
    title_en: Coffee is bought by the kitchen
    text_sv: Faktura {about} tar upp {value}.
    text_en: Invoice {about} lists {value}.
    action_sv: Skicka fakturan till köket.
    action_en: Send the invoice to the kitchen.
"""

OFFICIAL = {"en16931": "1.3.16", "peppol-bis-billing-3": "3.0.21"}


def next_version(home: Path, day: str, addition: str = "", old: str = "", new: str = "") -> Path:
    """A second version of the city's rules that applies from a day."""
    folder = home / "mappings" / "rules"
    text = (folder / "invoice-city.yaml").read_text(encoding="utf-8").replace('version: "2"', 'version: "3"')
    path = folder / "invoice-city.3.yaml"
    path.write_text(text.replace("2024-01-01", day).replace(old, new) + addition, encoding="utf-8")
    return path


def problems(home: Path) -> list[str]:
    return [str(problem).rsplit("/", 1)[-1] for problem in Installation(Settings(home=home)).problems()]


@pytest.mark.parametrize(("day", "version"), [("2026-11-24", "2"), ("2026-11-23", "3"), ("2026-11-22", "3")])
def test_the_version_that_applies_today_judges_and_is_told(house: Any, day: str, version: str) -> None:
    next_version(house.home, day, old="currencies: [SEK]", new="currencies: [NOK]")
    house.drop_good("efaktura", "faktura.xml")
    record = house.run()["faktura.xml"]
    assert house.record(record.id).rule_sets == OFFICIAL | {"invoice-city": version}
    told = {entry["namn"]: entry["version"] for entry in house.receipt(record)["regelverk"]}
    assert told == dict(record.rule_sets)
    if version == "3":
        house.assert_rejected(record, "INVOICE-CURRENCY")
    else:
        house.assert_delivered(record)


def test_what_is_not_recognised_was_judged_by_nobody(house: Any) -> None:
    house.drop("efaktura", b"rubbish", "rubbish")
    assert house.run()["rubbish"].rule_sets == {}


def test_a_set_for_another_format_does_not_judge(house: Any) -> None:
    path = house.home / "mappings" / "rules" / "invoice-city.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "formats: [camt.054.001.08]\n", encoding="utf-8")
    house.drop("efaktura", INVOICE.replace(b">SEK<", b">EUR<"), "faktura.xml")
    assert house.run()["faktura.xml"].rule_sets == OFFICIAL


def test_a_rule_that_staff_wrote_rejects_with_its_own_texts(house: Any) -> None:
    next_version(house.home, "2026-11-01", NO_KITCHEN)
    house.drop_good("efaktura", "faktura.xml")
    record = house.run(smtp_host="localhost", smtp_port=1)["faktura.xml"]
    house.assert_rejected(record, "STAD-KAFFE")
    [found] = house.receipt(record)["forstaFynden"]
    assert (found["kod"], found["rubrik"]) == ("STAD-KAFFE", "Kaffe köps av köket")
    page, _, data = house.delivered(record, "error_list")
    [cause] = json.loads(data.read_bytes())["causes"]
    assert cause["title"] == "Kaffe köps av köket"
    assert "Skicka fakturan till köket." in page.read_text(encoding="utf-8")
    [mail] = (house.home / "var" / "mail").glob("*.eml")
    assert b"(STAD-KAFFE)" in mail.read_bytes()
    assert b"Kaffe k=C3=B6ps av k=C3=B6ket" in mail.read_bytes()


def test_a_route_may_judge_a_rule_of_staff_otherwise(house: Any) -> None:
    next_version(house.home, "2026-11-01", NO_KITCHEN)
    route = house.home / "mappings" / "routes" / "efaktura.yaml"
    text = route.read_text(encoding="utf-8")
    route.write_text(text + "severities: {STAD-KAFFE: warning}\n", encoding="utf-8")
    house.drop_good("efaktura", "faktura.xml")
    house.assert_delivered(house.run()["faktura.xml"])
    route.write_text(text + "severities: {STAD-KAFE: warning}\n", encoding="utf-8")
    line = len(text.splitlines()) + 1
    expected = f"efaktura.yaml:{line}:25: unknown severities 'STAD-KAFE' (did you mean 'STAD-KAFFE'?)"
    assert problems(house.home) == [expected]


def test_a_credit_note_is_told_of_unless_its_invoice_came_first(house: Any) -> None:
    house.drop("efaktura", CREDIT_NOTE, "kredit-1.xml")
    first = house.run()["kredit-1.xml"]
    house.assert_delivered(first)
    assert house.codes(first) == ["INVOICE-CREDITED-UNKNOWN"]
    house.drop("efaktura", INVOICE, "faktura.xml")
    house.run()
    house.drop("efaktura", CREDIT_NOTE.replace(b">20261015<", b">20261016<"), "kredit-2.xml")
    second = house.run()["kredit-2.xml"]
    house.assert_delivered(second)
    assert house.delivered(second, "error_list") == []


def test_an_unknown_set_on_a_route_is_told_with_line_and_column(home: Path) -> None:
    route = home / "mappings" / "routes" / "efaktura.yaml"
    route.write_text(route.read_text(encoding="utf-8").replace(", invoice-city]", ", invoice-citty]"), encoding="utf-8")
    assert problems(home) == ["efaktura.yaml:4:56: unknown rules 'invoice-citty' (did you mean 'invoice-city'?)"]


def test_a_broken_rule_file_holds_up_the_routes_that_use_it_alone(house: Any) -> None:
    next_version(house.home, "2027-01-01", old="highest: 25", new="highets: 25")
    expected = "invoice-city.3.yaml:25:34: unknown key 'highets' (did you mean 'highest'?)"
    assert problems(house.home) == [expected]
    done = CliRunner().invoke(main, ["--home", str(house.home), "mapping", "check"])
    assert done.exit_code == 1
    assert expected in done.output
    house.drop_good("efaktura", "faktura.xml")
    house.drop_good("forsystem-sie", "hyror.si")
    records = house.run()
    assert records["faktura.xml"].state is FileState.WAITING
    house.assert_delivered(records["hyror.si"])


def test_a_rule_file_that_no_route_uses_is_checked_too(home: Path) -> None:
    (home / "mappings" / "rules" / "kommande.yaml").write_text("name: kommande\n", encoding="utf-8")
    assert {problem.split(":", 1)[0] for problem in problems(home)} == {"kommande.yaml"}


def test_broken_registers_hold_up_every_route_and_are_told_once(home: Path) -> None:
    (home / "mappings" / "registers" / "suppliers.csv").write_text("", encoding="utf-8")
    installation = Installation(Settings(home=home))
    assert not any(isinstance(tools, RouteTools) for tools in installation.tools.values())
    assert problems(home) == ["suppliers.csv:1:1: no header row"]


def test_changed_rules_take_over_while_watching_but_broken_ones_do_not(house: Any, tmp_path: Path) -> None:
    log = house.home / "var" / "log" / "gateway.jsonl"
    receipts = house.home / "outbox" / "kvittens" / "peppol"

    def reloaded(times: int) -> None:
        until(lambda: log.read_bytes().count(b"specs.reloaded") == times)

    def status() -> str:
        before = len(list(receipts.glob("*.json")))
        house.drop("efaktura", INVOICE + b"\n" * (before + 1), f"{before}.xml")
        until(lambda: len(list(receipts.glob("*.json"))) == before + 1)
        newest = max(receipts.glob("*.json"))
        return str(json.loads(until(newest.read_bytes))["status"])

    with watch(house.home, tmp_path / "stderr") as process:
        path = next_version(house.home, time.strftime("%Y-%m-%d"), old="currencies: [SEK]", new="currencies: [NOOK]")
        reloaded(1)
        assert b"specs.broken" in log.read_bytes()
        assert status() == "levererad", "the rules from before still judge"
        path.unlink()
        reloaded(2)
        next_version(house.home, "2026-01-01", old="currencies: [SEK]", new="currencies: [NOK]")
        told = until(lambda: log.read_text(encoding="utf-8").partition("examples differ")[2])
        assert "supplier_invoice_gl07/" in told, "rules that reject the examples are no better than a broken mapping"
        path.unlink()
        reloaded(4)
        next_version(house.home, "2026-01-01", old="INVOICE-DUPLICATE: {key: [supplier, number]}", new=UNIQUE)
        reloaded(5)
        assert status() == "levererad", "what was a duplicate by number is none by the new rule"
        assert stopped(process, 15) == 0


UNIQUE = "INVOICE-DUPLICATE: {key: [supplier, number, issue_date], severity: information}"
