"""The journal: what was written is there after a crash, once, and can be found."""

import dataclasses
import datetime
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.journal import (
    AmbiguousFileId,
    CountingIdentities,
    FileRecord,
    FileState,
    InstanceLock,
    ManualClock,
    PlannedDelivery,
    RandomIdentities,
    SecondInstance,
    SqliteJournal,
    UnknownFileId,
    display_name,
    stockholm_text,
)
from gateway.journal.migrations import NewerJournal

pytestmark = pytest.mark.unit

MORNING = datetime.datetime(2026, 3, 2, 7, 30, tzinfo=datetime.UTC)


def record(file_id: str = "20260302-00000001", **fields: object) -> FileRecord:
    base = FileRecord(id=file_id, route="bgmax", name="bg.txt", arrived=MORNING, sha256="ab" * 32, size=80)
    return dataclasses.replace(base, **fields)


def planned(name: str) -> PlannedDelivery:
    return PlannedDelivery(
        kind="output", destination="ber", name=name, staged=Path("work/x"), sha256="cd" * 32, size=9, rows=2
    )


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[SqliteJournal]:
    journal = SqliteJournal(tmp_path / "journal.sqlite", ManualClock(MORNING))
    yield journal
    journal.close()


def test_a_file_is_read_back_as_it_was_written(journal: SqliteJournal) -> None:
    whole = record(sender="skola", rule_sets={"bgmax": "1"}, finished=MORNING, message="åäö", parts_read=3)
    journal.register(whole)
    assert journal.get(whole.id) == whole


def test_registering_again_changes_nothing_but_no_other_file_may_take_the_id(journal: SqliteJournal) -> None:
    journal.register(record())
    journal.begin_attempt(record().id)
    journal.register(record())
    assert journal.get(record().id).attempts == 1
    with pytest.raises(ValueError, match="another file"):
        journal.register(record(sha256="00" * 32))


def test_attempts_survive_a_process_that_dies(journal: SqliteJournal, tmp_path: Path) -> None:
    journal.register(record())
    assert [journal.begin_attempt(record().id) for _ in range(2)] == [1, 2]
    after = SqliteJournal(tmp_path / "journal.sqlite")
    assert after.begin_attempt(record().id) == 3
    after.close()


def test_a_group_that_fails_leaves_nothing(journal: SqliteJournal) -> None:
    def fail_in_a_group() -> None:
        with journal.group():
            journal.register(record())
            with journal.group():
                journal.event(record().id, "file.claimed")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_in_a_group()
    with pytest.raises(UnknownFileId):
        journal.get(record().id)


def test_another_reader_sees_a_group_only_when_it_is_done(journal: SqliteJournal, tmp_path: Path) -> None:
    reader = SqliteJournal(tmp_path / "journal.sqlite")
    with journal.group():
        journal.register(record())
        assert reader.files() == []
    assert reader.files() == [record()]
    reader.close()


def test_a_plan_is_replaced_marked_and_completed(journal: SqliteJournal) -> None:
    journal.register(record())
    journal.plan(record().id, [planned("old")])
    journal.plan(record().id, [planned("a"), planned("b")])
    assert journal.get(record().id).state is FileState.STAGED
    journal.mark_delivered(record().id, [1])
    assert [each.delivered for each in journal.deliveries(record().id)] == [MORNING, None]

    journal.complete(record().id, FileState.DELIVERED, parts_delivered=2)

    deliveries = journal.deliveries(record().id)
    assert [(each.number, each.planned.name, each.delivered) for each in deliveries] == [
        (1, "a", MORNING),
        (2, "b", MORNING),
    ]
    done = journal.get(record().id)
    assert (done.state, done.finished, done.parts_delivered) == (FileState.DELIVERED, MORNING, 2)
    assert journal.unfinished() == []


def test_the_first_file_with_a_business_key_keeps_it(journal: SqliteJournal) -> None:
    first, second = record(), record("20260302-00000002", name="again.txt")
    journal.register(first)
    journal.register(second)
    key = ("invoice", "5560360793/F-1")

    assert journal.claim_keys(first.id, [key]) == []
    assert journal.claim_keys(first.id, [key]) == []
    assert journal.claim_keys(second.id, [key, ("invoice", "new")]) == [key]
    assert journal.first_holder(*key) == (first.id, "bg.txt")
    assert journal.first_holder(*key, other_than=first.id) is None
    assert journal.files(key="new") == [second]


def test_only_a_delivered_file_of_the_same_route_makes_a_duplicate(journal: SqliteJournal) -> None:
    journal.register(record())
    assert journal.delivered_with_hash("bgmax", "ab" * 32) is None
    journal.complete(record().id, FileState.DELIVERED)
    found = journal.delivered_with_hash("bgmax", "ab" * 32)
    assert found is not None
    assert found.id == record().id
    assert journal.delivered_with_hash("other", "ab" * 32) is None
    assert journal.delivered_with_hash("bgmax", "ab" * 32, other_than=record().id) is None


def test_files_are_found_by_every_condition(journal: SqliteJournal) -> None:
    for number in range(1, 4):
        arrived = MORNING + datetime.timedelta(hours=number)
        journal.register(record(f"20260302-0000000{number}", name=f"fil_{number}.TXT", arrived=arrived))
    journal.complete("20260302-00000002", FileState.REJECTED)

    def ids(**conditions: object) -> str:
        return "".join(each.id[-1] for each in journal.files(**conditions))  # type: ignore[arg-type]

    assert ids() == "321"
    assert ids(limit=1, offset=1) == "2"
    assert ids(states=[FileState.REJECTED]) == "2"
    assert ids(name="_3.txt") == "3"
    assert ids(sha256="abab", route="bgmax") == "321"
    hour = datetime.timedelta(hours=1)
    assert ids(since=MORNING + 2 * hour, until=MORNING + 3 * hour) == "2"
    assert ids(name="%") == ""
    assert "".join(each.id[-1] for each in journal.unfinished()) == "13"
    assert journal.counts() == {FileState.CLAIMED: 2, FileState.REJECTED: 1}


def test_a_file_is_found_by_the_beginning_of_its_id(journal: SqliteJournal) -> None:
    journal.register(record("20260302-1A000001"))
    journal.register(record("20260302-1B000001"))
    assert journal.get("20260302-1a").id == "20260302-1A000001"
    with pytest.raises(AmbiguousFileId, match="1B000001"):
        journal.get("20260302")
    for unknown in ("20260303", "", "%"):
        with pytest.raises(UnknownFileId):
            journal.get(unknown)


def test_the_history_keeps_its_order_and_its_data(journal: SqliteJournal) -> None:
    journal.register(record())
    journal.event(record().id, "file.claimed", size=80)
    journal.event(record().id, "file.rejected", codes={"FILE-EMPTY": 1})
    assert [(each.name, each.data) for each in journal.events(record().id)] == [
        ("file.claimed", {"size": 80}),
        ("file.rejected", {"codes": {"FILE-EMPTY": 1}}),
    ]


def test_an_unknown_file_or_field_is_our_fault(journal: SqliteJournal) -> None:
    for call in (journal.begin_attempt, journal.update, lambda each: journal.event(each, "x")):
        with pytest.raises(UnknownFileId):
            call("20260302-XXXXXXXX")
    with pytest.raises(TypeError, match="attempts2"):
        journal.update(record().id, attempts2=0)


def test_a_journal_of_a_newer_gateway_is_left_alone(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "journal.sqlite")
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    with pytest.raises(NewerJournal, match="999"):
        SqliteJournal(tmp_path / "journal.sqlite")


def test_a_second_gateway_is_refused_by_name_and_let_in_afterwards(tmp_path: Path) -> None:
    holder = "import sys; from pathlib import Path; from gateway.journal import InstanceLock\n"
    holder += "InstanceLock(Path(sys.argv[1])).acquire(); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", holder, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        with pytest.raises(SecondInstance, match=str(process.pid)):
            InstanceLock(tmp_path).acquire()
        process.kill()
    with InstanceLock(tmp_path):
        assert (tmp_path / "gateway.lock").exists()


def test_ids_carry_the_swedish_date() -> None:
    late = datetime.datetime(2026, 3, 2, 23, 30, tzinfo=datetime.UTC)
    assert CountingIdentities().file_id(late) == "20260303-00000001"
    assert len({RandomIdentities().file_id(late) for _ in range(1000)}) == 1000
    assert stockholm_text(late) == "2026-03-03 00:30:00"


@given(st.binary(max_size=300))
def test_a_shown_name_is_one_printable_line(name: bytes) -> None:
    shown = display_name(name)
    assert shown.isprintable()
    assert len(shown) <= 255
