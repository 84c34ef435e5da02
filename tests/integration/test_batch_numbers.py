"""Batch numbers of a feeder system: one for each delivered file, in order, without gaps and without doubles."""

from pathlib import Path
from typing import Any

import pytest

from gateway.journal import FileState
from gateway.specification import BrokenSpecification

pytestmark = pytest.mark.integration

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
SIE = (SAMPLES / "forsystem-sie" / "hyror-2026-11.si").read_bytes()
FAULTY_SIE = (SAMPLES / "forsystem-sie" / "fel-bibliotek-2026-11.si").read_bytes()


class Killed(BaseException):
    """The process dies here."""


def _killed(*_: object, **__: object) -> None:
    raise Killed


def _sie(number: int) -> bytes:
    """A file like the others, and of its own."""
    return SIE.replace(b"#GEN", b"#KOMMENTAR %d\r\n#GEN" % number, 1) if b"#GEN" in SIE else SIE + b"\n" * number


@pytest.fixture
def numbered(house: Any) -> Any:
    """A house whose SIE and CSV routes number their batches in one series."""
    for route in ("forsystem-sie", "forsystem-csv"):
        path = house.home / "mappings" / "routes" / f"{route}.yaml"
        lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("batch_")]
        path.write_text("\n".join([*lines, "batch_prefix: LON", "batch_series: lonesystem"]) + "\n", encoding="utf-8")
    return house


def test_the_files_of_a_group_and_of_later_passes_get_numbers_without_gaps(numbered: Any) -> None:
    for number in range(3):
        numbered.drop("forsystem-sie", _sie(number), f"{number}.si")
    first = numbered.run()
    assert [first[f"{number}.si"].batch_id for number in range(3)] == ["LON-00000001", "LON-00000002", "LON-00000003"]
    numbered.drop_good("forsystem-csv", "other-route.csv")
    assert numbered.run()["other-route.csv"].batch_id == "LON-00000004"


def test_the_receipt_the_rows_and_the_file_name_tell_the_batch_id(numbered: Any) -> None:
    numbered.drop("forsystem-sie", SIE, "hyror.si")
    record = numbered.run()["hyror.si"]
    assert numbered.receipt(record)["buntId"] == "LON-00000001"
    [output] = numbered.delivered(record)
    assert output.name == "GL07_LON-00000001.dat"
    assert {line[:25].strip() for line in output.read_text("iso-8859-1").splitlines()} == {"LON-00000001"}


def test_a_file_that_delivers_nothing_takes_no_number(numbered: Any) -> None:
    numbered.drop("forsystem-sie", FAULTY_SIE, "1-rejected.si")
    numbered.drop("forsystem-sie", SIE, "2-good.si")
    numbered.drop("forsystem-sie", SIE, "3-duplicate.si")
    numbered.drop("forsystem-sie", _sie(7), "4-good.si")
    records = numbered.run()
    assert records["1-rejected.si"].state is FileState.REJECTED
    assert records["3-duplicate.si"].state is FileState.DUPLICATE
    given = {name: record.batch_id for name, record in records.items()}
    assert given == {
        "1-rejected.si": "",
        "2-good.si": "LON-00000001",
        "3-duplicate.si": "",
        "4-good.si": "LON-00000002",
    }


@pytest.mark.parametrize(
    "step",
    [
        "gateway.pipeline.preparation.Preparation._recognised",
        "gateway.pipeline.delivery.Delivery.plan",
        "gateway.pipeline.delivery.Delivery.make_durable",
        "gateway.pipeline.delivery.Delivery.carry_out",
        "gateway.journal.sqlite.SqliteJournal.complete",
        "gateway.pipeline.delivery.discard",
    ],
)
def test_a_process_that_dies_leaves_each_file_one_number_and_the_next_file_the_next(
    numbered: Any, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    numbered.drop("forsystem-sie", _sie(1), "1.si")
    numbered.drop("forsystem-sie", _sie(2), "2.si")
    with monkeypatch.context() as patched:
        patched.setattr(step, _killed)
        with pytest.raises(Killed):
            numbered.passed()
    numbered.drop("forsystem-sie", _sie(3), "3.si")
    numbered.passed()
    with numbered.open() as gateway:
        given = {record.name: record.batch_id for record in gateway.journal.files()}
    assert given == {f"{number}.si": f"LON-0000000{number}" for number in (1, 2, 3)}
    names = [path.name for path in numbered.outputs()]
    assert names == [f"GL07_LON-0000000{number}.dat" for number in (1, 2, 3)]


def test_a_number_taken_in_a_plan_that_was_not_kept_is_given_again(
    numbered: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second file of a group breaks the process after the first was planned: nothing of the group is kept."""
    numbered.drop("forsystem-sie", _sie(1), "1.si")
    numbered.drop("forsystem-sie", _sie(2), "2.si")
    from gateway.pipeline.delivery import Delivery  # noqa: PLC0415 - patched here alone

    plan, planned = Delivery.plan, []

    def dies_at_the_second(delivery: Delivery, prepared: Any) -> None:
        if planned:
            raise Killed
        planned.append(prepared.batch.identifier)
        plan(delivery, prepared)

    with monkeypatch.context() as patched:
        patched.setattr(Delivery, "plan", dies_at_the_second)
        with pytest.raises(Killed):
            numbered.passed()
    assert planned == ["LON-00000001"]
    records = {record.name: record.batch_id for record in numbered.passed().records}
    assert records == {"1.si": "LON-00000001", "2.si": "LON-00000002"}


def test_a_rejected_file_that_is_retried_gets_the_next_number(numbered: Any, tmp_path: Path) -> None:
    numbered.drop("forsystem-sie", FAULTY_SIE, "fel.si")
    numbered.drop("forsystem-sie", SIE, "good.si")
    rejected = numbered.run()["fel.si"]
    corrected = tmp_path / "corrected.si"
    corrected.write_bytes(_sie(9))
    with numbered.open() as gateway:
        assert gateway.retry(rejected.id, corrected).batch_id == "LON-00000002"


def test_a_batch_id_that_an_earlier_series_gave_makes_the_file_wait(numbered: Any) -> None:
    numbered.drop("forsystem-sie", _sie(1), "1.si")
    first = numbered.run()["1.si"]
    for route in ("forsystem-sie", "forsystem-csv"):
        path = numbered.home / "mappings" / "routes" / f"{route}.yaml"
        path.write_text(path.read_text("utf-8").replace("lonesystem", "nya-serien"), encoding="utf-8")
    numbered.drop("forsystem-sie", _sie(2), "2.si")
    waiting = numbered.run()["2.si"]
    assert waiting.state is FileState.WAITING
    assert f"LON-00000001 was given to {first.id} in the series 'lonesystem'" in waiting.message


def test_two_series_may_not_share_a_prefix(numbered: Any) -> None:
    path = numbered.home / "mappings" / "routes" / "forsystem-csv.yaml"
    path.write_text(path.read_text("utf-8").replace("lonesystem", "telefoni"), encoding="utf-8")
    with numbered.open() as gateway:
        broken = gateway._tools["forsystem-sie"]
    assert isinstance(broken, BrokenSpecification)
    assert "the prefix LON is of the series 'telefoni' on route forsystem-csv" in str(broken)


def test_a_mapping_may_write_the_number_on_a_route_that_has_a_series_and_on_no_other(numbered: Any) -> None:
    path = numbered.home / "mappings" / "translations" / "vouchers_gl07.yaml"
    text = path.read_text("utf-8").replace(
        "ext_ref: voucher.series", "number_1: run.batch_number\n      ext_ref: voucher.series"
    )
    path.write_text(text, encoding="utf-8")
    without = numbered.home / "mappings" / "routes" / "forsystem-fast.yaml"
    lines = without.read_text("utf-8").splitlines(keepends=True)
    without.write_text("".join(line for line in lines if not line.startswith("batch_series")), encoding="utf-8")
    numbered.drop("forsystem-sie", _sie(1), "1.si")
    numbered.drop("forsystem-sie", _sie(2), "2.si")
    numbered.drop_good("forsystem-fast", "fast.txt")
    records = numbered.run()
    for number in (1, 2):
        [output] = numbered.delivered(records[f"{number}.si"])
        written = {line[419:430] for line in output.read_text("iso-8859-1").splitlines()}
        assert {int(each) for each in written} == {number}
    assert records["fast.txt"].state is FileState.WAITING
    assert "run.batch_number, and the route has no batch_series" in records["fast.txt"].message
