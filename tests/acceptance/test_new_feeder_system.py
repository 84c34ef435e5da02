"""The how-to page of a new feeder system, done as it stands there: its files are written and its commands are run."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gateway.cli import main
from tests.ledger_rows import rows_of

pytestmark = pytest.mark.acceptance

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "add-a-feeder-system.md"
FILE = "simhall-2026-11-20.csv"
REGISTER = "mappings/registers/dimensions.csv"


def blocks(language: str) -> list[str]:
    """The code blocks of the page in a language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def steps() -> list[list[str]]:
    """The commands of the page, as words."""
    return [line.split() for block in blocks("console") for line in block.splitlines()]


@pytest.fixture
def prepared(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder with the files that the page has one write."""
    monkeypatch.setenv("GATEWAY_SETTLE_SECONDS", "0")
    monkeypatch.chdir(home)
    for block in blocks("yaml"):
        path = home / block.partition("\n")[0].removeprefix("# ")
        assert not path.exists()
        path.write_text(block, encoding="utf-8")
    file, row = blocks("csv")
    (home / FILE).write_text(file, encoding="utf-8")
    with (home / REGISTER).open("a", encoding="utf-8") as register:
        register.write(row)
    return home


def command(*words: str) -> Result:
    result = CliRunner().invoke(main, list(words))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def do(words: list[str]) -> str:
    """Do one step of the page; it must go well."""
    if words[0] != "gateway":
        subprocess.run(words, check=True)
        return ""
    result = command(*words[1:])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_page_needs_fewer_than_30_lines_of_yaml() -> None:
    lines = [line for block in blocks("yaml") for line in block.splitlines()]
    assert len(blocks("yaml")) == 2
    assert len(lines) < 30


def test_a_file_of_the_new_system_is_delivered_and_answered_when_the_steps_are_followed(prepared: Path) -> None:
    printed = [do(words) for words in steps()]
    assert f"{FILE}: valid (simhall)" in "".join(printed)
    (delivered,) = (prepared / "outbox" / "agresso").iterdir()
    rows = rows_of(delivered)
    assert [(r["account"], r.get("dim_1"), r["tax_code"], r["amount"], r["description"]) for r in rows] == [
        ("1910", "5300", "0", 312000, "Dagskassa 20 november"),
        ("3041", "5300", "0", -254000, "Entréer"),
        ("3011", "5300", "U25", -46400, "Kaféet"),
        ("2611", None, "0", -11600, "Utgående moms"),
    ]
    assert {(r["interface"], r["ext_ref"], r["voucher_date"], r["voucher_no"]) for r in rows} == {
        ("SIMHALL", "K2026-311", "20261120", 1)
    }
    (receipt,) = (prepared / "outbox" / "kvittens" / "simhall").glob("*.json")
    answer = json.loads(receipt.read_text(encoding="utf-8"))
    assert (answer["filnamn"], answer["status"], answer["fynd"]) == (FILE, "levererad", [])
    assert answer["antal"] == {"lasta": 1, "levererade": 1, "avvisade": 0}
    assert answer["summor"] == [{"benamning": "Debet", "belopp": "3120.00", "valuta": "SEK"}]
    assert [file["namn"] for file in answer["utfiler"]] == [delivered.name]


def test_the_example_that_the_page_adds_holds_and_notices_a_change(prepared: Path) -> None:
    for words in steps():
        do(words)
    layout = prepared / "mappings" / "layouts" / "simhall.yaml"
    changed = layout.read_text(encoding="utf-8").replace("means: row.vat_code", "means: row.text")
    layout.write_text(changed.replace("cut: true, means: row.text", "cut: true"), encoding="utf-8")
    result = command("mapping", "test", "vouchers_gl07")
    assert result.exit_code == 1
    assert "FAIL vouchers_gl07/simhall-2026-11-20" in result.output


def test_a_mistake_in_the_layout_is_told_with_its_place_and_the_closest_name(prepared: Path) -> None:
    layout = prepared / "mappings" / "layouts" / "simhall.yaml"
    layout.write_text(layout.read_text(encoding="utf-8").replace("row.vat_code", "row.vat_cod"), encoding="utf-8")
    result = command("mapping", "check")
    assert result.exit_code == 1
    assert re.search(r"simhall\.yaml:16:\d+: unknown message field 'row\.vat_cod'.*'row\.vat_code'", result.output)
