"""The reply file to a feeder system: a row for each record of its file, in order, whatever became of the file."""

import csv
from pathlib import Path
from typing import Any

import pytest

from gateway.app.installation import Installation
from gateway.findings import MASK
from gateway.formats.base import ReadingContext
from gateway.journal import FileState
from gateway.messages import RecordReply, ReplyReport
from gateway.settings import Settings
from gateway.specification import BrokenSpecification

pytestmark = pytest.mark.integration

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
CSV = (SAMPLES / "forsystem-csv" / "konstverk-2026-11.csv").read_bytes()
FAULTY_CSV = (SAMPLES / "forsystem-csv" / "fel-kontering-2026-11.csv").read_bytes()
FAULTY_SIE = (SAMPLES / "forsystem-sie" / "fel-bibliotek-2026-11.si").read_bytes()
INCOME = (SAMPLES / "skatteverket-inkomst" / "inkomst-2024.txt").read_bytes()
PROTECTED = "189001059808"


class Killed(BaseException):
    """The process dies here."""


def with_reply(house: Any, route: str, mapping: str = "feeder_reply") -> None:
    path = house.home / "mappings" / "routes" / f"{route}.yaml"
    lines = [line for line in path.read_text("utf-8").splitlines(keepends=True) if not line.startswith("reply:")]
    path.write_text("".join(lines) + f"reply: {{mapping: {mapping}, destination: svar/{route}}}\n", encoding="utf-8")


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def reply_of(house: Any, record: Any) -> list[list[str]]:
    [path] = house.delivered(record, "reply")
    assert record.id in path.name
    return rows(path)


def test_each_record_has_its_row_in_the_order_of_the_file(house: Any) -> None:
    house.drop("forsystem-csv", FAULTY_CSV, "fel.csv")
    record = house.run()["fel.csv"]
    assert record.state is FileState.PARTLY_DELIVERED
    head, *records, end = reply_of(house, record)
    assert head[3:9] == ["fel.csv", record.id, record.batch_id, "partly", "1", "60,00"]
    assert [(row[1], row[2], row[3], row[4], row[5]) for row in records] == [
        ("1", "81001", "rejected", "", ""),
        ("2", "81002", "rejected", "", ""),
        ("3", "81003", "rejected", "", ""),
        ("4", "81004", "accepted", record.batch_id, "1"),
    ]
    assert records[1][7] == "VOUCHER-DIMENSION-UNKNOWN VOUCHER-VAT-CODE-UNKNOWN"
    assert "Rad 4: Värdet 9100 finns inte i koddelen 1 Ansvar" in records[1][8]
    assert "Byt till ett giltigt värde i försystemet." in records[1][9]
    assert end == ["SLUT", "4"]


def test_of_a_rejected_file_every_record_is_rejected_and_the_good_ones_say_that_it_was_the_file(house: Any) -> None:
    with_reply(house, "forsystem-sie")
    house.drop("forsystem-sie", FAULTY_SIE, "fel.si")
    record = house.run()["fel.si"]
    house.assert_rejected(record, *house.codes(record))
    head, *records, end = reply_of(house, record)
    assert head[5:8] == ["", "rejected", "0"]
    assert {row[3] for row in records} == {"rejected"}
    assert {row[4] for row in records} == {""}, "nothing went in a batch"
    assert int(end[1]) == len(records) == house.receipt(record)["antal"]["lasta"]
    with_file = [row for row in records if row[7].startswith("REPLY-REJECTED-WITH-FILE")]
    assert with_file
    assert len(with_file) < len(records)
    assert "Inget fel hittades i posten" in with_file[0][8]


@pytest.mark.parametrize(
    ("content", "reason"), [(b"", "tom"), (b"neither this nor that\n", "liknar inget format")], ids=["empty", "unknown"]
)
def test_a_file_that_was_never_read_is_answered_with_the_reason_alone(house: Any, content: bytes, reason: str) -> None:
    house.drop("forsystem-csv", content, "fel.csv")
    head, end = reply_of(house, house.run()["fel.csv"])
    assert head[6] == "rejected"
    assert reason in head[9]
    assert end == ["SLUT", "0"]


def test_a_duplicate_is_answered_with_the_file_that_it_repeats(house: Any) -> None:
    house.drop("forsystem-csv", CSV, "a.csv")
    house.drop("forsystem-csv", CSV, "b.csv")
    records = house.run()
    head, _ = reply_of(house, records["b.csv"])
    assert head[6] == "rejected"
    assert records["a.csv"].id in head[9]


def test_a_person_with_protected_identity_is_masked_in_the_reply(house: Any) -> None:
    with_reply(house, "skatteverket-inkomst")
    house.drop("skatteverket-inkomst", INCOME, "inkomst.txt")
    record = house.run()["inkomst.txt"]
    [path] = house.delivered(record, "reply")
    assert PROTECTED[2:] not in path.read_text("utf-8")
    _, *records, _ = rows(path)
    masked = [row for row in records if row[2] == MASK]
    assert masked
    assert {row[6] for row in masked} == {""}, "the amount is not told either"
    assert len(masked) < len(records)


@pytest.mark.parametrize(
    "step",
    [
        "gateway.pipeline.delivery.Delivery.plan",
        "gateway.pipeline.delivery.Delivery.carry_out",
        "gateway.pipeline.delivery.discard",
    ],
)
def test_a_process_that_dies_leaves_one_reply_with_the_same_content(
    house: Any, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    house.drop("forsystem-csv", FAULTY_CSV, "fel.csv")

    def killed(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(step, killed)
        with pytest.raises(Killed):
            house.passed()
    house.passed()
    [path] = (house.home / "outbox" / "svar").rglob("*.csv")
    assert [row[3] for row in rows(path)[1:-1]] == ["rejected"] * 3 + ["accepted"]


def test_a_retried_file_gets_a_reply_of_its_own(house: Any, tmp_path: Path) -> None:
    house.drop("forsystem-csv", FAULTY_CSV, "fel.csv")
    first = house.run()["fel.csv"]
    corrected = tmp_path / "corrected.csv"
    corrected.write_bytes(CSV)
    with house.open() as gateway:
        again = gateway.retry(first.id, corrected)
    assert [row[2:4] for row in reply_of(house, again)[1:-1]] == [["70001", "accepted"], ["70002", "accepted"]]
    assert len(list((house.home / "outbox" / "svar").rglob("*.csv"))) == 2


def test_a_reply_that_cannot_be_written_is_a_warning_and_stops_no_delivery(house: Any) -> None:
    path = house.home / "mappings" / "layouts" / "feeder_reply.yaml"
    text = path.read_text("utf-8").replace("length: 60, title: Postens eget", "length: 4, title: Postens eget")
    path.write_text(text, encoding="utf-8")
    house.drop("forsystem-csv", CSV, "konst.csv")
    record = house.run()["konst.csv"]
    assert record.state is FileState.DELIVERED
    assert house.codes(record) == ["REPLY-NOT-WRITTEN"]
    assert reply_of(house, record)[-1] == ["SLUT", "0"]


def test_a_reply_reads_back_as_the_message_that_it_was_made_of(house: Any) -> None:
    house.drop("forsystem-csv", FAULTY_CSV, "fel.csv")
    record = house.run()["fel.csv"]
    [path] = house.delivered(record, "reply")
    installation = Installation(Settings(home=house.home))
    report, *replies = installation.formats["feeder_reply"].read(path, ReadingContext(schemas=installation.schemas))
    assert isinstance(report, ReplyReport)
    assert (report.file_id, report.outcome, report.count) == (record.id, "partly", 1)
    assert [type(reply) for reply in replies] == [RecordReply] * 4
    assert [reply.reference for reply in replies] == ["81001", "81002", "81003", "81004"]


def test_a_mapping_of_another_message_is_refused_for_a_reply(house: Any) -> None:
    with_reply(house, "forsystem-sie", mapping="vouchers_gl07")
    with house.open() as gateway:
        broken = gateway._tools["forsystem-sie"]
    assert isinstance(broken, BrokenSpecification)
    assert "a reply is made of ReplyReport, and mapping 'vouchers_gl07' takes VoucherBatch" in str(broken)


def test_a_reply_mapping_that_does_not_exist_is_named_with_a_hint(house: Any) -> None:
    with_reply(house, "forsystem-sie", mapping="feeder_repli")
    with house.open() as gateway:
        broken = gateway._tools["forsystem-sie"]
    assert "unknown mapping 'feeder_repli' (did you mean 'feeder_reply'?)" in str(broken)
