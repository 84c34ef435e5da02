"""Whatever stands in an Autogiro file, no reader breaks, and memory stays flat."""

import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.findings import Finding
from gateway.formats import autogiro
from gateway.formats.autogiro_payments import FORMAT as PAYMENTS
from gateway.formats.autogiro_records import kind_of_file
from gateway.messages import Payment
from tests.unit.formats.autogiro_files import CONTEXT, REPOSITORY, Detail, new_specification, old_specification, written

pytestmark = pytest.mark.unit

SAMPLES = sorted(
    [*(REPOSITORY / "samples").glob("autogiro-*/*.txt"), *(REPOSITORY / "samples" / "bank").glob("*autogiro*.txt")]
)


@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=200)
def test_no_change_of_a_sample_breaks_any_reader(data: st.DataObject, tmp_path: Path) -> None:
    content = bytearray(data.draw(st.sampled_from(SAMPLES)).read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(content)))
        content[start : start + data.draw(st.integers(0, 90))] = data.draw(st.binary(max_size=90))
    path = tmp_path / "changed"
    path.write_bytes(content)
    for form in autogiro.FORMATS:
        form.recognise(bytes(content))
        for item in form.read(path, CONTEXT):
            if isinstance(item, Finding):
                assert item.text("sv")
                assert item.action("en")


@given(head=st.binary(max_size=200))
def test_recognition_takes_any_bytes(head: bytes) -> None:
    for beginning in (b"", b"01", b"01AUTOGIRO", b"0120261124AUTOGIRO9900", b"00261124HMAC\r\n", b"51"):
        kind_of_file(beginning + head)


def test_every_sample_is_of_exactly_one_format() -> None:
    assert len(SAMPLES) >= 15
    for sample in SAMPLES:
        head = sample.read_bytes()[:1024]
        assert len([form.name for form in autogiro.FORMATS if form.recognise(head)]) == 1, sample.name


@pytest.mark.parametrize("layout", [lambda details: new_specification([details]), old_specification])
def test_a_specification_of_many_payments_takes_no_more_memory_than_one_of_few(layout: object, tmp_path: Path) -> None:
    assert callable(layout)
    peaks = []
    for count in (5_000, 50_000):
        path = written(tmp_path / "file", layout([Detail(payer=str(number), amount=number) for number in range(count)]))
        tracemalloc.start()
        payments = sum(isinstance(part, Payment) for part in PAYMENTS.read(path, CONTEXT))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert payments == count
    assert peaks[1] < peaks[0] * 1.5
