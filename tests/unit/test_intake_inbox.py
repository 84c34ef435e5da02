"""Inboxes: a file is taken when it is complete; an inbox that has vanished is not taken for an empty one."""

import datetime
import os
import time
from pathlib import Path

import pytest

from gateway.intake import Inbox, Listing, Scanner, Watcher, complete_files
from gateway.journal import ManualClock

pytestmark = pytest.mark.unit

MORNING = datetime.datetime(2026, 3, 2, 7, 30, tzinfo=datetime.UTC)


class BusyClock(ManualClock):
    """A clock during whose sleep a sender writes."""

    def __init__(self, path: Path) -> None:
        super().__init__(MORNING)
        self._path = path

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        with self._path.open("a") as file:
            file.write("more")


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(MORNING)


def names(listing: Listing) -> tuple[list[str], list[str]]:
    return [each.name for each in listing.ready], [each.name for each in listing.still_being_written]


def test_an_unchanged_file_is_complete_after_one_wait(tmp_path: Path, clock: ManualClock) -> None:
    (tmp_path / "a.txt").write_text("x")

    listing = complete_files([Inbox(route="r", path=tmp_path)], 2.0, clock)

    assert names(listing) == (["a.txt"], [])
    assert clock.monotonic() == 2.0


def test_a_growing_file_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "growing.txt").write_text("x")

    listing = complete_files(
        [Inbox(route="r", path=tmp_path, ready="stable")], 1.0, BusyClock(tmp_path / "growing.txt")
    )

    assert names(listing) == (["a.txt"], ["growing.txt"])


def test_an_empty_inbox_is_not_waited_for(tmp_path: Path, clock: ManualClock) -> None:
    assert complete_files([Inbox(route="r", path=tmp_path)], 2.0, clock) == Listing()
    assert clock.monotonic() == 0


def test_an_old_modification_time_does_not_make_a_file_complete(tmp_path: Path, clock: ManualClock) -> None:
    (tmp_path / "copied.txt").write_text("x")
    os.utime(tmp_path / "copied.txt", (1, 1))

    assert names(Scanner([Inbox(route="r", path=tmp_path)], 5.0, clock).scan()) == ([], ["copied.txt"])


def test_a_file_replaced_by_one_of_the_same_size_and_time_settles_anew(tmp_path: Path, clock: ManualClock) -> None:
    scanner = Scanner([Inbox(route="r", path=tmp_path)], 5.0, clock)
    for name in ("a.txt", ".next"):
        (tmp_path / name).write_text("x")
        os.utime(tmp_path / name, (1, 1))
    scanner.scan()
    clock.sleep(5)
    (tmp_path / ".next").rename(tmp_path / "a.txt")

    assert names(scanner.scan()) == ([], ["a.txt"])


@pytest.mark.parametrize("name", [".hidden", "a.tmp", "a.PART", "a.xml.filepart"])
def test_a_name_used_while_uploading_is_ignored(tmp_path: Path, clock: ManualClock, name: str) -> None:
    (tmp_path / name).write_text("x")

    assert complete_files([Inbox(route="r", path=tmp_path)], 0, clock) == Listing()


def test_with_markers_only_a_marked_file_is_complete(tmp_path: Path, clock: ManualClock) -> None:
    for name in ("a.txt", "a.txt.done", "b.txt", "orphan.txt.done"):
        (tmp_path / name).touch()

    listing = complete_files([Inbox(route="r", path=tmp_path, ready="marker")], 9.0, clock)

    assert names(listing) == (["a.txt"], ["b.txt"])
    assert listing.ready[0].marker == tmp_path / "a.txt.done"
    assert clock.monotonic() == 0


def test_a_closed_file_is_complete_at_once_unless_it_is_written_again(tmp_path: Path, clock: ManualClock) -> None:
    scanner = Scanner([Inbox(route="r", path=tmp_path)], 60, clock)
    (tmp_path / "a.txt").touch()

    scanner.heard_closed(tmp_path / "a.txt")
    assert names(scanner.scan()) == (["a.txt"], [])
    scanner.heard_changed(tmp_path / "a.txt")
    assert names(scanner.scan()) == ([], ["a.txt"])


def test_a_missing_inbox_is_paused_and_the_others_go_on(tmp_path: Path, clock: ManualClock) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "a.txt").touch()
    gone = Inbox(route="gone", path=tmp_path / "gone")

    listing = complete_files([gone, Inbox(route="here", path=tmp_path / "here")], 0, clock)

    assert names(listing) == (["a.txt"], [])
    assert [paused.inbox for paused in listing.paused] == [gone]
    assert "finns inte" in listing.paused[0].message


def test_an_inbox_on_another_file_system_than_before_is_paused(tmp_path: Path, clock: ManualClock) -> None:
    other = Path("/dev/shm")  # noqa: S108 - only its device number is used
    if not other.is_dir() or other.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second file system here")
    link = tmp_path / "inbox"
    (tmp_path / "disk").mkdir()
    link.symlink_to(tmp_path / "disk")
    scanner = Scanner([Inbox(route="r", path=link)], 0, clock)
    assert scanner.scan().paused == []

    link.unlink()
    link.symlink_to(other)

    listing = scanner.scan()
    assert listing.ready == []
    assert "annan disk" in listing.paused[0].message


def test_the_watcher_hears_of_a_written_and_of_a_moved_file_at_once(tmp_path: Path) -> None:
    inbox, beside = tmp_path / "inbox", tmp_path / "moved.txt"
    inbox.mkdir()
    beside.write_text("x")
    with Watcher([Inbox(route="r", path=inbox)], settle_seconds=60, rescan_seconds=60) as watcher:
        assert watcher.wait() == Listing()
        began = time.monotonic()
        (inbox / "written.txt").write_text("x")
        assert names(watcher.wait())[0] == ["written.txt"]
        beside.rename(inbox / "moved.txt")
        while "moved.txt" not in names(watcher.wait())[0]:
            pass
        assert time.monotonic() - began < 10


def test_the_watcher_finds_without_events_what_a_rescan_shows(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    with Watcher([Inbox(route="r", path=inbox)], settle_seconds=0.05, rescan_seconds=0.05) as watcher:
        assert watcher.wait().paused
        inbox.mkdir()
        (inbox / "a.txt").write_text("x")
        began = time.monotonic()
        while names(watcher.wait())[0] != ["a.txt"]:
            assert time.monotonic() - began < 10


def test_a_stopped_watcher_returns_at_once(tmp_path: Path) -> None:
    with Watcher([Inbox(route="r", path=tmp_path)], rescan_seconds=600) as watcher:
        watcher.wait()
        watcher.stop()
        assert watcher.wait() == Listing()
        assert watcher.is_stopped
