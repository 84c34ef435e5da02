"""The samples go through the whole gateway; what is delivered is compared byte for byte with hand-checked files.

Each sample is dropped alone into a home of its own, so that its file id, which stands in the batch id, does not depend
on which other samples there are. `tests/unit/test_translations.py` checks the expected files themselves.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from gateway.app.running import Gateway
from gateway.journal import FileState
from tests.conftest import drop

pytestmark = pytest.mark.acceptance

SAMPLES_FOLDER = Path(__file__).resolve().parents[2] / "samples"
SAMPLES = sorted(path for path in SAMPLES_FOLDER.glob("*/*") if path.is_file() and path.suffix != ".md")
EXPECTED = Path(__file__).parent / "expected"
EXPECTED_REPLIES = Path(__file__).parent / "expected_replies"
BAD = "fel-"
BEFORE = {
    "agresso-svar": ("forsystem-csv/konstverk-2026-11.csv", "forsystem-csv/telefoni-2026-10.csv"),
    "betalningar-svar": ("betalningar-ut/leverantorsbetalningar.xml", "lb-ut/leverantorsbetalningar.txt"),
    "efaktura-ut-svar": ("efaktura-ut/kundfaktura-lokalhyra.xml", "efaktura-ut/kundfaktura-markupplatelse.xml"),
}
"""What has gone through before the samples of a route: the invoices or payments that they answer."""


def expected_names(stem: str, delivered: list[str]) -> dict[str, str]:
    """The names that expected files have, and the files that were delivered.

    A file of several that one sample gives is told from the others by what its name ends with, such as a department.
    """
    if len(delivered) == 1:
        return {f"{stem}{Path(delivered[0]).suffix}": delivered[0]}
    return {f"{stem}.{name.rpartition('-')[2]}": name for name in delivered}


def sample_name(path: Path) -> str:
    return path.relative_to(SAMPLES_FOLDER).as_posix()


def assert_ends_as_its_name_says(sample: Path, state: FileState) -> None:
    is_bad = sample.name.startswith(BAD)
    expected = (FileState.REJECTED, FileState.PARTLY_DELIVERED) if is_bad else (FileState.DELIVERED,)
    assert state in expected, sample_name(sample)


@pytest.mark.parametrize("sample", SAMPLES, ids=sample_name)
def test_a_sample_ends_as_its_name_says_and_gives_the_expected_file_byte_for_byte(
    sample: Path, home: Path, open_gateway: Callable[..., Gateway]
) -> None:
    route = sample.parent.name
    with open_gateway() as gateway:
        for name in BEFORE.get(route, ()):
            earlier = SAMPLES_FOLDER / name
            drop(home, earlier.parent.name, earlier)
        gateway.run_once()
        drop(home, route, sample)
        (record,) = gateway.run_once().records
        outputs = {
            delivery.planned.name: home / delivery.planned.destination / delivery.planned.name
            for delivery in gateway.journal.deliveries(record.id)
            if delivery.planned.kind == "output"
        }
        made = {name: outputs[delivered] for name, delivered in expected_names(sample.stem, list(outputs)).items()}
        assert len(made) == len(outputs)
        replies = [
            home / delivery.planned.destination / delivery.planned.name
            for delivery in gateway.journal.deliveries(record.id)
            if delivery.planned.kind == "reply"
        ]
    assert_ends_as_its_name_says(sample, record.state)
    assert made.keys() == {path.name for path in EXPECTED.glob(f"{route}/{sample.stem}.*")}
    assert bool(made) == (record.state is not FileState.REJECTED)
    for name, path in made.items():
        expected = EXPECTED / route / name
        assert path.read_bytes() == expected.read_bytes(), f"compare: {path} {expected}"
    told = EXPECTED_REPLIES / route / f"{sample.stem}.csv"
    assert bool(replies) == told.exists()
    for path in replies:
        assert path.read_bytes() == told.read_bytes(), f"compare: {path} {told}"
    assert not list((home / "var" / "work").iterdir())
    assert not [path for path in (home / "inbox").rglob("*") if path.is_file()]


def test_all_samples_together_end_as_their_names_say(home: Path, open_gateway: Callable[..., Gateway]) -> None:
    for sample in SAMPLES:
        drop(home, sample.parent.name, sample)
    with open_gateway() as gateway:
        states = {(record.route, record.name): record.state for record in gateway.run_once().records}
    assert len(states) == len(SAMPLES)
    for sample in SAMPLES:
        assert_ends_as_its_name_says(sample, states[sample.parent.name, sample.name])


def test_every_expected_file_has_its_sample() -> None:
    samples = {(path.parent.name, path.stem) for path in SAMPLES}
    orphans = [path for path in EXPECTED.glob("*/*") if (path.parent.name, path.name.split(".")[0]) not in samples]
    assert not orphans


def test_the_same_files_again_are_duplicates_that_name_the_first(
    home: Path, open_gateway: Callable[..., Gateway]
) -> None:
    for sample in SAMPLES:
        drop(home, sample.parent.name, sample)
    with open_gateway() as gateway:
        first = {record.sha256: record for record in gateway.run_once().records}
        assert len(first) == len(SAMPLES)
        assert gateway.run_once().records == []
    for sample in SAMPLES:
        drop(home, sample.parent.name, sample)
    with open_gateway() as gateway:
        again = gateway.run_once().records
    delivered = [record for record in again if first[record.sha256].state is not FileState.REJECTED]
    assert delivered
    for record in delivered:
        assert record.state is FileState.DUPLICATE
        assert record.duplicate_of == first[record.sha256].id
        receipt = home / "outbox" / "kvittens" / record.sender / f"{record.id}.xml"
        assert record.duplicate_of in receipt.read_text(encoding="utf-8")
