"""A rejected file is taken through again, as it is or corrected, and what came of the first stays on record."""

from pathlib import Path
from typing import Any

import pytest

from gateway.app.running import RetryRefused
from gateway.journal import FileState

pytestmark = pytest.mark.integration

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
SIE = (SAMPLES / "forsystem-sie" / "hyror-2026-11.si").read_bytes()
FAULTY_SIE = (SAMPLES / "forsystem-sie" / "fel-bibliotek-2026-11.si").read_bytes()
FAULTY_CSV = (SAMPLES / "forsystem-csv" / "fel-kontering-2026-11.csv").read_bytes()


def test_a_corrected_file_replaces_a_rejected_one_and_the_original_is_kept(house: Any, tmp_path: Path) -> None:
    house.drop("forsystem-sie", FAULTY_SIE, "fel.si")
    first = house.run()["fel.si"]
    corrected = tmp_path / "rättad.si"
    corrected.write_bytes(SIE)
    with house.open() as gateway:
        second = gateway.retry(first.id, corrected)
    house.assert_delivered(second)
    assert (second.replaces, second.name) == (first.id, "rättad.si")
    assert corrected.read_bytes() == SIE
    assert house.record(first.id).state is FileState.RESOLVED
    assert house.delivered(first, "original")[0].read_bytes() == FAULTY_SIE
    assert (house.home / "var" / "archive" / "2026" / "11" / "23" / first.id / "original").read_bytes() == FAULTY_SIE


def test_a_rejected_file_may_be_retried_as_it_is_once_the_registers_are_mended(house: Any) -> None:
    periods = house.home / "mappings" / "registers" / "periods.csv"
    before = periods.read_text(encoding="utf-8")
    periods.write_text(before.replace("202611;open", "202611;closed"), encoding="utf-8")
    house.drop("forsystem-sie", SIE, "hyror.si")
    first = house.run()["hyror.si"]
    house.assert_rejected(first, "VOUCHER-PERIOD-CLOSED")
    periods.write_text(before, encoding="utf-8")
    with house.open() as gateway:
        second = gateway.retry(first.id[:10])
    house.assert_delivered(second)
    assert second.name == "hyror.si"


@pytest.mark.parametrize("name", [b"\xff" * 255, "å" * 127, "x\\..\\y", "a\nb", "original"])
def test_a_file_with_any_name_can_be_retried(house: Any, name: str | bytes) -> None:
    house.drop("forsystem-sie", FAULTY_SIE, name)
    [first] = house.passed().records
    with house.open() as gateway:
        again = gateway.retry(first.id)
    assert (again.state, again.replaces) == (FileState.REJECTED, first.id)
    house.receipt(again)


def test_a_delivered_file_cannot_be_retried(house: Any) -> None:
    house.drop("forsystem-sie", SIE, "hyror.si")
    record = house.run()["hyror.si"]
    with house.open() as gateway:
        with pytest.raises(RetryRefused, match="delivered"):
            gateway.retry(record.id)
        with pytest.raises(RetryRefused, match="gateway files"):
            gateway.retry("20200101-NONE")
    assert len(house.outputs()) == 1


def test_a_partly_delivered_file_is_retried_with_a_corrected_file_only(house: Any, tmp_path: Path) -> None:
    house.drop("forsystem-csv", FAULTY_CSV, "fel.csv")
    record = house.run()["fel.csv"]
    with house.open() as gateway, pytest.raises(RetryRefused, match="--with"):
        gateway.retry(record.id)
    assert house.record(record.id).state is FileState.PARTLY_DELIVERED
    assert len(house.outputs()) == 1


def test_a_corrected_file_that_is_wrong_too_leaves_one_open_problem(house: Any, tmp_path: Path) -> None:
    house.drop("forsystem-sie", FAULTY_SIE, "fel.si")
    first = house.run()["fel.si"]
    corrected = tmp_path / "rest.si"
    corrected.write_bytes(FAULTY_SIE + b"\r\n")
    with house.open() as gateway:
        second = gateway.retry(first.id, corrected)
    assert second.state is FileState.REJECTED
    assert house.record(first.id).state is FileState.RESOLVED
