"""The samples go through the whole gateway; what is delivered is compared byte for byte with hand-checked files."""

from collections.abc import Callable
from pathlib import Path

import pytest

from gateway.app.running import Gateway
from gateway.journal import FileState

pytestmark = pytest.mark.acceptance

PROJECT = Path(__file__).resolve().parents[2]
SAMPLES = sorted(path for path in (PROJECT / "samples").glob("*/*") if path.is_file() and path.suffix != ".md")
EXPECTED = Path(__file__).parent / "expected"
BAD = "fel-"


def put_all_samples(home: Path) -> None:
    for sample in SAMPLES:
        inbox = home / "inbox" / sample.parent.name
        inbox.mkdir(parents=True, exist_ok=True)
        (inbox / sample.name).write_bytes(sample.read_bytes())


def test_every_sample_ends_and_good_ones_are_delivered(home: Path, open_gateway: Callable[..., Gateway]) -> None:
    put_all_samples(home)
    with open_gateway() as gateway:
        summary = gateway.run_once()
        states = {f"{record.route}/{record.name}": record.state for record in summary.records}
    assert len(states) == len(SAMPLES)
    for name, state in states.items():
        bad = name.split("/")[1].startswith(BAD)
        allowed = {FileState.REJECTED, FileState.PARTLY_DELIVERED} if bad else {FileState.DELIVERED}
        assert state in allowed, f"{name} is {state}"
    assert not list((home / "var" / "work").iterdir())
    assert not [path for path in (home / "inbox").rglob("*") if path.is_file()]


def test_delivered_files_are_byte_for_byte_as_expected(home: Path, open_gateway: Callable[..., Gateway]) -> None:
    put_all_samples(home)
    with open_gateway() as gateway:
        gateway.run_once()
        made = {
            f"{record.route}/{Path(record.name).stem}{Path(delivery.planned.name).suffix}": (
                home / delivery.planned.destination / delivery.planned.name
            ).read_bytes()
            for record in gateway.journal.files(limit=1000)
            for delivery in gateway.journal.deliveries(record.id)
            if delivery.planned.kind == "output"
        }
    expected = {str(path.relative_to(EXPECTED)): path.read_bytes() for path in EXPECTED.rglob("*") if path.is_file()}
    assert made.keys() == expected.keys()
    for name, content in made.items():
        assert content == expected[name], f"{name} differs from the expected file"


def test_the_same_files_again_are_duplicates_that_name_the_first(
    home: Path, open_gateway: Callable[..., Gateway]
) -> None:
    put_all_samples(home)
    with open_gateway() as gateway:
        first = {record.sha256: record for record in gateway.run_once().records}
        assert gateway.run_once().records == []
    put_all_samples(home)
    with open_gateway() as gateway:
        again = gateway.run_once().records
    delivered = [record for record in again if first[record.sha256].state is not FileState.REJECTED]
    assert delivered
    for record in delivered:
        assert record.state is FileState.DUPLICATE
        assert record.duplicate_of == first[record.sha256].id
        receipt = home / "outbox" / "kvittens" / record.sender / f"{record.id}.xml"
        assert record.duplicate_of in receipt.read_text(encoding="utf-8")
