"""Every command as its users meet it: what it prints, its exit code, and that no fault is ever a traceback."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from gateway.cli import main

pytestmark = pytest.mark.acceptance

PROJECT = Path(__file__).resolve().parents[2]
SAMPLES = PROJECT / "samples"
INVOICE = SAMPLES / "efaktura" / "faktura-kontorsvaror.xml"
FAULTY_INVOICE = SAMPLES / "efaktura" / "fel-summa-och-mottagare.xml"
SIE = SAMPLES / "forsystem-sie" / "hyror-2026-11.si"
FAULTY_SIE = SAMPLES / "forsystem-sie" / "fel-bibliotek-2026-11.si"

Command = Callable[..., Result]


@pytest.fixture
def gateway(home: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs a command in the home folder; whatever happens, it ends by an exit code and not by an exception."""
    monkeypatch.setenv("GATEWAY_SETTLE_SECONDS", "0")
    monkeypatch.setenv("COLUMNS", "200")

    def command(*arguments: object) -> Result:
        result = CliRunner().invoke(main, ["--home", str(home), *map(str, arguments)])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        assert "Traceback" not in result.output
        return result

    return command


def drop(home: Path, source: Path, name: str = "") -> None:
    inbox = home / "inbox" / source.parent.name
    inbox.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, inbox / (name or source.name))


def lines_of_json(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, group
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


@pytest.mark.parametrize("path", [path for path, _ in commands(main)], ids=" ".join)
def test_the_help_of_every_command_has_an_example_that_names_it(gateway: Command, path: tuple[str, ...]) -> None:
    result = gateway(*path, "--help")
    assert result.exit_code == 0
    _, _, example = result.output.partition("Example:\n")
    assert "  gateway " + " ".join(path) in example


@pytest.mark.parametrize("path", [path for path, _ in commands(main)], ids=" ".join)
def test_wrong_use_of_every_command_ends_with_exit_code_2(gateway: Command, path: tuple[str, ...]) -> None:
    assert gateway(*path, "--no-such-option").exit_code == 2


def test_run_delivers_and_tells_where_with_exit_code_0(gateway: Command, home: Path) -> None:
    drop(home, SIE)
    result = gateway("run")
    assert result.exit_code == 0
    assert "hyror-2026-11.si" in result.output
    assert "levererad" in result.output
    assert "outbox/agresso/" in result.output
    assert "Inget nytt" in gateway("run").output


def test_run_with_a_rejected_file_ends_with_exit_code_1(gateway: Command, home: Path) -> None:
    drop(home, SIE)
    drop(home, FAULTY_SIE)
    result = gateway("run", "--json")
    assert result.exit_code == 1
    told = {entry["file"]: entry for entry in lines_of_json(result)}
    assert told["hyror-2026-11.si"]["state"] == "delivered"
    assert told["fel-bibliotek-2026-11.si"]["state"] == "rejected"
    assert any("fellista.html" in str(place) for place in told["fel-bibliotek-2026-11.si"]["places"])  # type: ignore[attr-defined]


def test_run_tells_of_a_folder_that_no_route_has(gateway: Command, home: Path) -> None:
    (home / "inbox" / "efaktrua").mkdir(parents=True)
    result = gateway("run")
    assert result.exit_code == 1
    assert "efaktrua" in result.output
    assert "'efaktura'" in result.output


def test_validate_tells_each_verdict_and_records_nothing(gateway: Command, home: Path, tmp_path: Path) -> None:
    rubbish = tmp_path / "rubbish.bin"
    rubbish.write_bytes(b"\x00\x01")
    assert gateway("validate", INVOICE).exit_code == 0
    result = gateway("validate", "--route", "efaktura", INVOICE, FAULTY_INVOICE, rubbish)
    assert result.exit_code == 1
    assert f"{INVOICE}: valid (peppol-bis-billing-3)" in result.output
    assert f"{FAULTY_INVOICE}: invalid" in result.output
    assert f"{rubbish}: unreadable" in result.output
    assert "INVOICE-RECEIVER-UNKNOWN" in result.output
    assert not (home / "var" / "journal.db").exists()


def test_a_file_that_nothing_is_said_about_is_valid(gateway: Command) -> None:
    result = gateway("validate", "--route", "bank-till-bgmax", SAMPLES / "bank-till-bgmax" / "camt054-hyror.xml")
    assert result.exit_code == 0
    assert result.output.strip().endswith("camt054-hyror.xml: valid (camt.054.001.08)")


def test_validate_prints_one_json_object_a_file_of_a_folder(gateway: Command) -> None:
    result = gateway("validate", "--route", "efaktura", "--json", SAMPLES / "efaktura")
    assert result.exit_code == 1
    reports = lines_of_json(result)
    assert len(reports) == len([path for path in (SAMPLES / "efaktura").iterdir() if path.is_file()])
    for report in reports:
        assert report["verdict"] == ("invalid" if "/fel-" in str(report["file"]) else "valid"), report
        assert {"file", "document", "format", "verdict", "schema_valid", "findings"} <= report.keys()


def test_validate_judges_an_e_invoice_by_its_own_standard_unless_a_route_is_named(gateway: Command) -> None:
    unknown_payee = SAMPLES / "efaktura" / "fel-okand-betalningsmottagare.xml"
    (report,) = lines_of_json(gateway("validate", "--json", unknown_payee))
    assert (report["verdict"], report["findings"]) == ("valid", [])
    assert report["rule_sets"] == {"en16931": "1.3.16", "peppol-bis-billing-3": "3.0.21"}
    (report,) = lines_of_json(gateway("validate", "--json", "--route", "efaktura", unknown_payee))
    assert report["verdict"] == "invalid"
    assert "INVOICE-PAYEE-UNKNOWN" in {found["code"] for found in report["findings"]}


def test_validate_gives_official_rules_by_their_ids_with_place_both_sides_and_what_to_do(gateway: Command) -> None:
    (report,) = lines_of_json(gateway("validate", "--json", SAMPLES / "efaktura" / "fel-summa-och-mottagare.xml"))
    (found,) = report["findings"]
    assert (found["code"], found["severity"], found["line"]) == ("BR-CO-16", "fatal", 94)
    assert found["location"] == "/Invoice/cac:LegalMonetaryTotal/cbc:PayableAmount"
    assert (found["value"], found["expected"]) == ("5500.00", "5464.38")
    assert "35.62" in found["message"]
    assert found["action"]


def test_validate_tells_a_person_of_each_finding_what_is_wrong_where_and_what_to_do(gateway: Command) -> None:
    result = gateway("validate", SAMPLES / "efaktura" / "fel-summa-och-mottagare.xml")
    heading, what, text, place, action = result.output.splitlines()
    assert heading.endswith("fel-summa-och-mottagare.xml: invalid (peppol-bis-billing-3)")
    assert what == "  fatal BR-CO-16 (20261022)"
    assert "35.62" in text
    assert place == "    rad 94, /Invoice/cac:LegalMonetaryTotal/cbc:PayableAmount"
    assert action.startswith("    → ")


def test_validate_and_translate_refuse_an_unknown_route(gateway: Command) -> None:
    for command in ("validate", "translate"):
        result = gateway(command, "--route", "okänd", SIE)
        assert result.exit_code == 2
        assert "forsystem-sie" in result.output


def test_translate_prints_or_writes_the_import_file(gateway: Command, tmp_path: Path) -> None:
    output = tmp_path / "made.dat"
    assert gateway("translate", SIE, "--output", output).exit_code == 0
    assert output.read_bytes()
    printed = gateway("translate", SIE)
    assert printed.exit_code == 0
    assert printed.stdout_bytes == output.read_bytes()


def test_translate_of_a_faulty_file_tells_why_and_writes_nothing(gateway: Command, tmp_path: Path) -> None:
    output = tmp_path / "made.dat"
    result = gateway("translate", FAULTY_SIE, "--output", output)
    assert result.exit_code == 1
    assert "VOUCHER-" in result.stderr
    assert not output.exists()


@pytest.mark.parametrize("command", ["translate", "mapping"])
def test_explain_tells_where_each_value_comes_from(gateway: Command, command: str) -> None:
    arguments = (
        ("translate", SIE, "--explain") if command == "translate" else ("mapping", "explain", "vouchers_gl07", SIE)
    )
    result = gateway(*arguments)
    assert result.exit_code == 0
    assert "voucher.number" in result.output


@pytest.mark.parametrize(
    "arguments",
    [
        ("translate", SIE, "--mapping", "okand"),
        ("mapping", "explain", "okand", SIE),
        ("mapping", "explain", "vouchers_gl07", SIE, "--route", "okand"),
        ("mapping", "test", "okand"),
        ("mapping", "accept", "okand"),
    ],
    ids=lambda arguments: " ".join(map(str, arguments[:2])),
)
def test_an_unknown_mapping_or_route_is_told_as_such(gateway: Command, arguments: tuple[object, ...]) -> None:
    result = gateway(*arguments)
    assert result.exit_code in (1, 2)
    assert "okand" in result.output


def test_files_and_show_tell_the_story_of_a_file(gateway: Command, home: Path) -> None:
    drop(home, SIE)
    drop(home, FAULTY_SIE)
    gateway("run")
    listed = lines_of_json(gateway("files", "--json"))
    assert [entry["state"] for entry in sorted(listed, key=lambda entry: str(entry["name"]))] == [
        "rejected",
        "delivered",
    ]
    [rejected] = lines_of_json(gateway("files", "--state", "rejected", "--json"))
    [delivered] = lines_of_json(gateway("files", "--name", "hyror", "--json"))
    assert str(rejected["id"]) in gateway("files").output

    shown = gateway("show", rejected["id"])
    assert shown.exit_code == 0
    assert "VOUCHER-" in shown.output
    assert "→" in shown.output
    [story] = lines_of_json(gateway("show", rejected["id"], "--json"))
    assert story["findings"]
    assert story["events"]
    assert any(delivery["kind"] == "receipt" for delivery in story["deliveries"])  # type: ignore[attr-defined]
    messages = gateway("show", delivered["id"], "--messages")
    assert messages.exit_code == 0
    assert "Voucher(" in messages.output
    assert gateway("show", "20000101-X").exit_code == 2
    assert gateway("show", str(rejected["id"])[:8]).exit_code == 2, "the beginning fits two files"


def test_retry_takes_a_corrected_file_through(gateway: Command, home: Path) -> None:
    drop(home, FAULTY_SIE)
    gateway("run")
    [rejected] = lines_of_json(gateway("files", "--json"))
    assert gateway("retry", rejected["id"]).exit_code == 1, "it is as faulty as before"
    [again] = lines_of_json(gateway("files", "--state", "rejected", "--json"))
    result = gateway("retry", again["id"], "--with", SIE)
    assert result.exit_code == 0
    assert "levererad" in result.output
    for file_id in (rejected["id"], "20000101-X"):
        refused = gateway("retry", file_id)
        assert refused.exit_code == 1
        assert "gateway files" in refused.output


def test_mapping_check_tells_file_line_and_column(gateway: Command, home: Path) -> None:
    assert gateway("mapping", "check").exit_code == 0
    spec = home / "mappings" / "translations" / "vouchers_gl07.yaml"
    spec.write_text(spec.read_text(encoding="utf-8") + "colour: red\n", encoding="utf-8")
    result = gateway("mapping", "check")
    assert result.exit_code == 1
    assert "vouchers_gl07.yaml:" in result.output
    assert "unknown key 'colour'" in result.output


def test_mapping_test_tells_a_difference_and_accept_makes_it_the_expectation(gateway: Command, home: Path) -> None:
    case = home / "mappings" / "examples" / "vouchers_gl07" / "new"
    case.mkdir(parents=True)
    shutil.copyfile(SIE, case / SIE.name)
    failed = gateway("mapping", "test", "vouchers_gl07")
    assert failed.exit_code == 1
    assert "FAIL vouchers_gl07/new" in failed.output
    assert "accepted vouchers_gl07/new" in gateway("mapping", "accept", "vouchers_gl07").output
    assert gateway("mapping", "test", "vouchers_gl07").exit_code == 0


def test_formats_and_fields_list_what_a_spec_may_name(gateway: Command) -> None:
    assert "sie4" in gateway("formats").output
    listed = {str(entry["name"]): entry for entry in lines_of_json(gateway("formats", "--json"))}
    assert {"bgmax", "sie4", "gl07_format55"} <= set(listed)
    assert listed["gl07_format55"]["direction"] == "out"
    assert listed["voucher_delimited"]["direction"] == "in, out"
    assert all(entry["source"] and entry["direction"] for entry in listed.values())
    assert "Invoice" in gateway("fields").output
    assert "invoice.number" in gateway("fields", "Invoice").output
    assert gateway("fields", "Nothing").exit_code == 2


def test_schemas_list_tells_what_is_missing(gateway: Command, home: Path) -> None:
    assert gateway("schemas", "list").exit_code == 0
    without_official(home)
    result = gateway("schemas", "list")
    assert result.exit_code == 1
    assert "missing" in result.output


def without_official(home: Path) -> None:
    (home / "xsd").unlink()
    shutil.copytree(PROJECT / "xsd", home / "xsd", ignore=shutil.ignore_patterns("official"))


def test_doctor_is_content_with_a_whole_installation(gateway: Command, home: Path) -> None:
    gateway("run")
    (home / "outbox").mkdir(exist_ok=True)
    result = gateway("doctor")
    assert result.exit_code == 0, result.output
    assert "FAIL" not in result.output


def test_doctor_names_the_command_that_helps(gateway: Command, home: Path) -> None:
    gateway("run")
    without_official(home)
    route = home / "mappings" / "routes" / "bank.yaml"
    route.write_text("titel: {\n", encoding="utf-8")
    (home / "inbox" / "banken").mkdir()
    result = gateway("doctor")
    assert result.exit_code == 1
    for told in ("gateway schemas install", "gateway mapping check", "bank.yaml:", "banken"):
        assert told in result.output


@pytest.mark.parametrize(
    "arguments",
    [
        ("validate", INVOICE),
        ("translate", INVOICE),
        ("translate", INVOICE, "--explain"),
        ("mapping", "explain", "supplier_invoice_gl07", INVOICE),
        ("mapping", "test", "supplier_invoice_gl07"),
        ("mapping", "accept", "supplier_invoice_gl07"),
    ],
    ids=lambda arguments: " ".join(str(argument).rsplit("/", 1)[-1] for argument in arguments),
)
def test_a_missing_schema_is_told_with_the_command_that_installs_it(
    gateway: Command, home: Path, arguments: tuple[object, ...]
) -> None:
    without_official(home)
    case = home / "mappings" / "examples" / "supplier_invoice_gl07" / "faktura-kontorsvaror"
    case.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(INVOICE, case / INVOICE.name)
    result = gateway(*arguments)
    assert result.exit_code == 1
    assert "gateway schemas install" in result.output


@pytest.mark.parametrize(
    "arguments",
    [
        ("validate", "--route", "forsystem-sie", SIE),
        ("translate", "--route", "forsystem-sie", SIE),
        ("translate", SIE, "--mapping", "vouchers_gl07"),
        ("mapping", "explain", "vouchers_gl07", SIE),
        ("mapping", "check"),
        ("run",),
    ],
    ids=lambda arguments: " ".join(str(argument).rsplit("/", 1)[-1] for argument in arguments),
)
def test_a_broken_spec_is_told_with_file_and_line_by_every_command(
    gateway: Command, home: Path, arguments: tuple[object, ...]
) -> None:
    for folder, name in (("routes", "forsystem-sie"), ("translations", "vouchers_gl07")):
        (home / "mappings" / folder / f"{name}.yaml").write_text("titel: {\n", encoding="utf-8")
    drop(home, SIE)
    result = gateway(*arguments)
    assert result.exit_code == 1
    assert ".yaml:" in result.output or "unreadable" in result.output


def test_unknown_settings_are_told_and_end_with_exit_code_2(gateway: Command, home: Path) -> None:
    for text in ("colour = 'red'\n", "group_size = 'many'\n", "group_size = \n"):
        (home / "gateway.toml").write_text(text, encoding="utf-8")
        result = gateway("files")
        assert result.exit_code == 2, text
        assert "gateway.toml" in result.output


def test_a_damaged_journal_is_told_and_not_a_traceback(gateway: Command, home: Path) -> None:
    (home / "var").mkdir()
    (home / "var" / "journal.db").write_bytes(b"this is no database" * 100)
    for command in (("run",), ("files",), ("doctor",)):
        result = gateway(*command)
        assert result.exit_code == 1
        assert "journal" in result.output


def test_a_missing_schema_folder_is_told_and_not_a_traceback(gateway: Command, home: Path) -> None:
    (home / "xsd").unlink()
    drop(home, SIE)
    for command in (("run",), ("validate", SIE), ("doctor",), ("schemas", "list")):
        result = gateway(*command)
        assert result.exit_code == 1, command
        assert "xsd" in result.output
    assert (home / "inbox" / "forsystem-sie" / SIE.name).exists()
