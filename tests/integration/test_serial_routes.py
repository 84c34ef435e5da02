"""Serial routes: what arrived first goes first, and holds up what comes after it until it is finished."""

import os
from pathlib import Path
from typing import Any

import pytest

from gateway.journal import FileState
from gateway.pipeline.delivery import Delivery
from gateway.specification import BrokenSpecification

pytestmark = pytest.mark.integration

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
SIE = (SAMPLES / "forsystem-sie" / "hyror-2026-11.si").read_bytes()
FAULTY_SIE = (SAMPLES / "forsystem-sie" / "fel-bibliotek-2026-11.si").read_bytes()
CSV = (SAMPLES / "forsystem-csv" / "telefoni-2026-10.csv").read_bytes()


def add_lines(house: Any, route: str, *lines: str) -> None:
    path = house.home / "mappings" / "routes" / f"{route}.yaml"
    path.write_text("\n".join([path.read_text("utf-8").rstrip("\n"), *lines]) + "\n", encoding="utf-8")


@pytest.fixture
def serial(house: Any) -> Any:
    """A house whose SIE route is serial; it numbers its batches, so that the order shows."""
    add_lines(house, "forsystem-sie", "order: serial")
    return house


def sie(number: int) -> bytes:
    return SIE.replace(b"#GEN", b"#KOMMENTAR %d\r\n#GEN" % number, 1)


def arrives(house: Any, route: str, content: bytes, name: str) -> None:
    """Drop a file and let the clock of the file system go on."""
    path = house.drop(route, content, name)
    before = path.stat().st_ctime_ns
    while path.stat().st_ctime_ns == before:
        os.utime(path)


def batches(house: Any) -> dict[str, str]:
    with house.open() as gateway:
        return {record.name: record.batch_id for record in gateway.journal.files()}


def test_files_go_in_the_order_in_which_they_arrived_whatever_their_names(serial: Any) -> None:
    for number, name in enumerate(("c.si", "a.si", "b.si")):
        arrives(serial, "forsystem-sie", sie(number), name)
    serial.run()
    given = batches(serial)
    assert sorted(given, key=given.__getitem__) == ["c.si", "a.si", "b.si"]


def test_a_file_that_waits_for_an_operator_holds_up_the_later_ones_and_all_go_when_it_may(serial: Any) -> None:
    register = serial.home / "mappings" / "registers" / "accounts.csv"
    kept = register.read_bytes()
    register.unlink()
    arrives(serial, "forsystem-sie", sie(1), "1.si")
    assert serial.run()["1.si"].state is FileState.WAITING
    arrives(serial, "forsystem-sie", sie(2), "2.si")
    serial.run()
    register.write_bytes(kept)
    first, second = (record.name for record in serial.passed().records)
    assert (first, second) == ("1.si", "2.si")
    assert batches(serial) == {"1.si": "GW-00000001", "2.si": "GW-00000002"} or set(batches(serial)) == {"1.si", "2.si"}


def test_a_file_whose_destination_is_away_holds_up_the_later_ones(serial: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first cannot be put in place; the second could, and waits."""
    arrives(serial, "forsystem-sie", sie(1), "1.si")
    arrives(serial, "forsystem-sie", sie(2), "2.si")
    put = Delivery._put

    def away_for_the_first(delivery: Delivery, file_id: str) -> Any:
        placement = put(delivery, "no file") if file_id.endswith("1") else put(delivery, file_id)
        if file_id.endswith("1"):
            return type(placement)([], OSError("away"))
        return placement

    with monkeypatch.context() as patched:
        patched.setattr(Delivery, "_put", away_for_the_first)
        records = serial.run()
    assert records["1.si"].state is FileState.STAGED
    assert records["2.si"].state is FileState.WAITING
    assert f"väntar på {records['1.si'].id} (1.si), som kom före på rutten forsystem-sie" in records["2.si"].message
    assert records["2.si"].attempts == 0
    ended = serial.passed().records
    assert [(record.name, record.state) for record in ended] == [
        ("1.si", FileState.DELIVERED),
        ("2.si", FileState.DELIVERED),
    ]
    serial.assert_nothing_left_behind()


def test_a_rejected_file_holds_up_nothing(serial: Any) -> None:
    arrives(serial, "forsystem-sie", FAULTY_SIE, "1-fel.si")
    arrives(serial, "forsystem-sie", sie(2), "2.si")
    records = serial.run()
    assert records["1-fel.si"].state is FileState.REJECTED
    serial.assert_delivered(records["2.si"])


def test_a_route_that_comes_after_another_waits_for_its_files_and_goes_last_in_a_pass(house: Any) -> None:
    """The CSV route stands before the SIE route by name, and comes after it by its spec."""
    add_lines(house, "forsystem-csv", "order: serial", "after: [forsystem-sie]")
    arrives(house, "forsystem-csv", CSV, "slut.csv")
    arrives(house, "forsystem-sie", sie(1), "ankomst.si")
    assert [record.name for record in house.passed().records] == ["ankomst.si", "slut.csv"]


def test_a_file_of_the_route_before_that_waits_holds_up_the_route_after_it(house: Any) -> None:
    add_lines(house, "forsystem-csv", "order: serial", "after: [forsystem-sie]")
    (house.home / "mappings" / "routes" / "forsystem-sie.yaml").rename(house.home / "aside.yaml")
    arrives(house, "forsystem-csv", CSV, "slut.csv")
    with house.open() as gateway:
        broken = gateway._tools["forsystem-csv"]
    assert isinstance(broken, BrokenSpecification)
    assert "unknown route 'forsystem-sie'" in str(broken)
    (house.home / "aside.yaml").rename(house.home / "mappings" / "routes" / "forsystem-sie.yaml")
    add_lines(house, "forsystem-sie", "order: serial")
    layout = house.home / "mappings" / "layouts" / "gl07_format55.yaml"
    text = layout.read_text("utf-8")
    arrives(house, "forsystem-sie", sie(1), "ankomst.si")
    layout.write_text("not: a layout\n", encoding="utf-8")
    assert {record.state for record in house.passed().records} == {FileState.WAITING}
    layout.write_text(text, encoding="utf-8")
    states = {record.name: record.state for record in house.passed().records}
    assert states == {"ankomst.si": FileState.DELIVERED, "slut.csv": FileState.DELIVERED}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("after: [forsystem-csv]", "a route that comes after others needs 'order: serial'"),
        ("order: serial\nafter: [forsystem-sie]", "would wait for each other"),
        ("order: serial\nafter: [forsystem-svi]", "unknown route 'forsystem-svi' (did you mean 'forsystem-sie'?)"),
    ],
)
def test_an_order_that_could_never_be_kept_is_refused(house: Any, line: str, told: str) -> None:
    add_lines(house, "forsystem-sie", line)
    with house.open() as gateway:
        broken = gateway._tools["forsystem-sie"]
    assert isinstance(broken, BrokenSpecification)
    assert told in str(broken)


def test_without_an_order_files_of_a_route_are_one_group(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    groups: list[int] = []
    carry_out = Delivery.carry_out

    def counted(delivery: Delivery, file_ids: list[str]) -> Any:
        groups.append(len(file_ids))
        return carry_out(delivery, file_ids)

    monkeypatch.setattr(Delivery, "carry_out", counted)
    for number in range(3):
        arrives(house, "forsystem-sie", sie(number), f"{number}.si")
    house.run()
    assert 3 in groups
