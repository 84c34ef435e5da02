"""What an operator must mend makes files wait; once it is mended the next pass delivers them. Others go on."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from gateway.journal import FileState

pytestmark = pytest.mark.integration

PROJECT = Path(__file__).resolve().parents[2]


def break_spec(path: Path) -> str:
    """Make a spec unusable; returns what it was."""
    before = path.read_text(encoding="utf-8")
    path.write_text("titel: {\n" + before, encoding="utf-8")
    return before


def test_without_the_official_schema_invoices_wait_and_the_message_names_the_command(house: Any) -> None:
    xsd = house.home / "xsd"
    xsd.unlink()
    shutil.copytree(PROJECT / "xsd", xsd, ignore=shutil.ignore_patterns("official"))
    house.drop_good("efaktura", "faktura.xml")
    house.drop_good("forsystem-csv")
    records = house.run()
    waiting = records["faktura.xml"]
    assert waiting.state is FileState.WAITING
    assert "gateway schemas install" in waiting.message
    house.assert_delivered(records["good"])
    assert not (house.home / "outbox" / "fellistor").exists()

    for _ in range(5):
        assert house.run()["faktura.xml"].state is FileState.WAITING, "waiting is no attempt that failed"
    (xsd / "official").symlink_to(PROJECT / "xsd" / "official")
    house.assert_delivered(house.run()["faktura.xml"])
    house.assert_nothing_left_behind()


def test_a_schema_that_is_installed_while_the_gateway_runs_is_found(house: Any) -> None:
    xsd = house.home / "xsd"
    xsd.unlink()
    shutil.copytree(PROJECT / "xsd", xsd, ignore=shutil.ignore_patterns("official"))
    house.drop_good("efaktura", "faktura.xml")
    with house.open() as gateway:
        assert gateway.run_once().records[0].state is FileState.WAITING
        (xsd / "official").symlink_to(PROJECT / "xsd" / "official")
        [record] = gateway.run_once().records
    house.assert_delivered(record)


@pytest.mark.parametrize(
    ("spec", "held_up"),
    [
        ("routes/forsystem-csv.yaml", {"forsystem-csv"}),
        ("translations/vouchers_gl07.yaml", {"forsystem-csv", "forsystem-fast", "forsystem-sie"}),
        ("layouts/voucher_delimited.yaml", {"forsystem-csv"}),
    ],
)
def test_a_broken_spec_makes_the_files_of_its_routes_wait_and_no_others(
    house: Any, spec: str, held_up: set[str]
) -> None:
    path = house.home / "mappings" / spec
    before = break_spec(path)
    for route in ("forsystem-csv", "forsystem-fast", "forsystem-sie", "efaktura"):
        house.drop_good(route, route)
    records = house.run()
    for name, record in records.items():
        if name in held_up:
            assert record.state is FileState.WAITING, name
            assert f"{path.name}:" in record.message
        else:
            house.assert_delivered(record)

    path.write_text(before, encoding="utf-8")
    mended = house.run()
    assert set(mended) == held_up
    for record in mended.values():
        house.assert_delivered(record)


def test_a_broken_register_makes_files_wait_until_it_is_mended(house: Any) -> None:
    path = house.home / "mappings" / "registers" / "periods.csv"
    before = path.read_text(encoding="utf-8")
    path.write_text(before + "202611;open;more;cells;than;columns\n", encoding="utf-8")
    house.drop_good("forsystem-sie")
    record = house.run()["good"]
    assert record.state is FileState.WAITING
    assert "periods.csv:" in record.message
    path.write_text(before, encoding="utf-8")
    house.assert_delivered(house.run()["good"])


def test_a_waiting_file_can_be_retried_by_hand(house: Any) -> None:
    path = house.home / "mappings" / "routes" / "forsystem-csv.yaml"
    before = break_spec(path)
    house.drop_good("forsystem-csv")
    waiting = house.run()["good"]
    path.write_text(before, encoding="utf-8")
    with house.open() as gateway:
        house.assert_delivered(gateway.retry(waiting.id))
    assert house.run() == {}


def test_a_route_that_is_taken_away_makes_its_unfinished_files_wait(house: Any) -> None:
    path = house.home / "mappings" / "routes" / "forsystem-csv.yaml"
    before = break_spec(path)
    house.drop_good("forsystem-csv")
    house.run()
    path.unlink()
    record = house.run()["good"]
    assert record.state is FileState.WAITING
    assert "mappings/routes/forsystem-csv.yaml" in record.message
    path.write_text(before, encoding="utf-8")
    house.assert_delivered(house.run()["good"])


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("destination: ../../elsewhere", "destination"),
        ("destination: s3://", "destination"),
        ("destination: ftp://host/folder", "destination"),
        ("mail: {to: nobody}", "nobody"),
        ("accepts: [voucher_delimted]", "did you mean 'voucher_delimited'?"),
        ("accepts: [camt.035.001.*]", "unknown accepts 'camt.035.001.*'"),
    ],
)
def test_a_route_that_could_never_deliver_is_refused_before_its_first_file(house: Any, line: str, told: str) -> None:
    path = house.home / "mappings" / "routes" / "forsystem-csv.yaml"
    key = line.split(":", maxsplit=1)[0]
    kept = [old for old in path.read_text(encoding="utf-8").splitlines() if not old.startswith(key + ":")]
    path.write_text("\n".join([*kept, line, ""]), encoding="utf-8")
    house.drop_good("forsystem-csv", "csv")
    house.drop_good("forsystem-sie", "sie")
    records = house.run()
    assert records["csv"].state is FileState.WAITING
    assert told in records["csv"].message
    assert "forsystem-csv.yaml:" in records["csv"].message
    house.assert_delivered(records["sie"])


def test_a_file_that_cannot_even_be_put_in_quarantine_waits_for_an_operator_and_ends_no_pass(
    house: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.drop_good("forsystem-sie", "stuck")
    house.drop_good("forsystem-csv")
    with monkeypatch.context() as patched:
        patched.setattr(
            "gateway.receipts.kvittens.kvittens_xml",
            lambda outcome: 1 / 0 if outcome.route == "forsystem-sie" else b"<Kvittens/>",
        )
        records = house.run()
    assert records["stuck"].state is FileState.WAITING
    assert records["stuck"].message == "ZeroDivisionError"
    assert records["good"].state is FileState.DELIVERED
    house.assert_delivered(house.run()["stuck"])
