"""A mapping whose target is avro delivers the messages themselves, of whatever family, as one container."""

import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from gateway.archive import ContainerWriter, MessageArchive, read_messages
from gateway.findings import Finding
from gateway.formats.avro import avro_format
from gateway.formats.base import ReadingContext
from gateway.mapping import Mapping, Run, load_mapping
from gateway.messages import FAMILIES, INCOME_REPORT, VOUCHER_BATCH, Family, Voucher
from gateway.registers import Registers
from gateway.specification import BrokenSpecification
from tests.avro_data import bare, full

pytestmark = pytest.mark.unit

SPEC = """
name: passed_on
title: Vidare
message: {message}
target: avro
file_name: "run.batch_id + '.avro'"
"""
CONTEXT = ReadingContext(schemas=None)  # type: ignore[arg-type]


def loaded(folder: Path, text: str) -> Mapping:
    path = folder / "passed_on.yaml"
    path.write_text(text, encoding="utf-8")
    return load_mapping(path, {}, Registers({}), {})


def parts_of(family: Family) -> list[Any]:
    """Two of each part, in an order in which a reader could give them."""
    return [make(part) for make in (full, bare) for part in family.parts.values()]


@pytest.mark.parametrize("family", FAMILIES.values(), ids=lambda family: family.name)
def test_the_messages_of_every_family_are_delivered_as_the_container_that_the_archive_would_be(
    tmp_path: Path, run: Run, family: Family
) -> None:
    parts = parts_of(family)
    translator = loaded(tmp_path, SPEC.format(message=family.name)).translator(run)
    steps = [translator.start(), *map(translator.translate, parts), translator.finish()]
    assert [step.findings for step in steps] == [[]] * len(steps)
    made = tmp_path / translator.file_name()
    made.write_bytes(b"".join(step.content for step in steps))
    assert list(read_messages(made)) == parts
    with MessageArchive(tmp_path / "archive.avro", family) as archive:
        for part in parts:
            archive.write(part)
    assert made.read_bytes() == (tmp_path / "archive.avro").read_bytes()


def test_a_file_without_messages_gives_nothing(tmp_path: Path, run: Run) -> None:
    translator = loaded(tmp_path, SPEC.format(message="VoucherBatch")).translator(run)
    assert (translator.start().content, translator.finish().content) == (b"", b"")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (SPEC.format(message="Voucherbatch"), "did you mean 'VoucherBatch'"),
        (SPEC.format(message="VoucherBatch").replace("avro", "avrro", 1), "did you mean 'avro'"),
        (
            SPEC.format(message="VoucherBatch")
            + "records: [{record: row, for_each: voucher, fields: {a: run.today}}]\n",
            "only a mapping whose target is a layout has records",
        ),
    ],
)
def test_a_spec_that_cannot_be_is_told_of(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(BrokenSpecification) as broken:
        loaded(tmp_path, text)
    assert told in str(broken.value)


def test_a_container_is_read_as_messages_and_a_damaged_one_is_refused(tmp_path: Path) -> None:
    form = avro_format(INCOME_REPORT)
    writer = ContainerWriter(INCOME_REPORT)
    parts = parts_of(INCOME_REPORT)
    content = b"".join(map(writer.write, parts)) + writer.finish()
    assert form.recognise(content)
    assert not form.recognise(b"#FLAGGA 0")
    path = tmp_path / "messages.avro"
    path.write_bytes(content)
    assert list(form.read(path, CONTEXT)) == parts
    path.write_bytes(content[:-30])
    *_, refusal = form.read(path, CONTEXT)
    assert isinstance(refusal, Finding)
    assert (refusal.code, refusal.rejects_file) == ("FILE-CONTAINER-DAMAGED", True)


def test_memory_does_not_grow_with_the_number_of_messages() -> None:
    voucher = full(Voucher)
    peaks = []
    for count in (2000, 20_000):
        tracemalloc.start()
        writer = ContainerWriter(VOUCHER_BATCH)
        assert sum(len(writer.write(voucher)) for _ in range(count)) > count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.2
