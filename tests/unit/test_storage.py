"""Delivery to a folder: whole, once, never over another file."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.storage import (
    Conflict,
    DestinationUnavailable,
    DurabilityFault,
    FolderDestination,
    UnsafeName,
    folder,
    open_destination,
    safe_name,
)

pytestmark = pytest.mark.unit


@pytest.fixture
def staged(tmp_path: Path) -> Path:
    path = tmp_path / "staged"
    path.write_bytes(b"GL07")
    return path


def test_a_staged_file_is_put_in_place_and_stays_staged(tmp_path: Path, staged: Path) -> None:
    destination = FolderDestination(tmp_path / "outbox" / "agresso")

    destination.put("in/a.txt", staged)
    destination.sync()

    assert (tmp_path / "outbox" / "agresso" / "in" / "a.txt").read_bytes() == b"GL07"
    assert destination.exists("in/a.txt")
    assert not destination.exists("in/b.txt")
    assert staged.exists()


def test_the_same_bytes_may_be_put_again_but_no_others(tmp_path: Path, staged: Path) -> None:
    destination = FolderDestination(tmp_path / "out")
    copy, other = tmp_path / "copy", tmp_path / "other"
    copy.write_bytes(b"GL07")
    other.write_bytes(b"LG04")

    for each in (staged, staged, copy):
        destination.put("a.txt", each)

    with pytest.raises(Conflict):
        destination.put("a.txt", other)
    assert (tmp_path / "out" / "a.txt").read_bytes() == b"GL07"


def test_where_links_cannot_be_had_a_copy_is_put_and_nothing_hidden_left(
    tmp_path: Path, staged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(folder.os, "link", refuse)
    destination = FolderDestination(tmp_path / "out")

    destination.put("a.txt", staged)
    destination.put("a.txt", staged)

    assert [path.name for path in (tmp_path / "out").iterdir()] == ["a.txt"]
    assert (tmp_path / "out" / "a.txt").read_bytes() == b"GL07"


def test_a_failed_fsync_stops_the_process(tmp_path: Path, staged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: int) -> None:
        raise OSError(5, "Input/output error")

    destination = FolderDestination(tmp_path / "out")
    destination.put("a.txt", staged)
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(DurabilityFault):
        destination.sync()
    assert not issubclass(DurabilityFault, Exception)


def test_a_destination_that_is_no_folder_is_unavailable(tmp_path: Path, staged: Path) -> None:
    (tmp_path / "out").write_text("a file")

    with pytest.raises(DestinationUnavailable):
        FolderDestination(tmp_path / "out").put("a.txt", staged)


def test_a_link_in_the_place_of_the_file_is_a_conflict(tmp_path: Path, staged: Path) -> None:
    (tmp_path / "a.txt").symlink_to(staged)

    with pytest.raises(Conflict):
        FolderDestination(tmp_path).put("a.txt", staged)


@pytest.mark.parametrize(
    "name", ["", "/etc/passwd", "../a", "a/../b", "a//b", ".hidden", "a/.b", "a\nb", "a\\b", "c:a", "å" * 128]
)
def test_an_unsafe_name_is_refused(name: str) -> None:
    with pytest.raises(UnsafeName):
        safe_name(name)


@given(st.text())
def test_a_safe_name_never_leaves_its_destination(name: str) -> None:
    try:
        path = Path("/out") / safe_name(name)
    except UnsafeName:
        return
    assert Path("/out") in Path(os.path.normpath(path)).parents


def test_a_route_names_a_folder_under_the_outbox(tmp_path: Path) -> None:
    assert open_destination("agresso/in", outbox=tmp_path).address == str(tmp_path / "agresso" / "in")
    assert open_destination(str(tmp_path)).address == str(tmp_path)
    with pytest.raises(UnsafeName):
        open_destination("../agresso", outbox=tmp_path)
    with pytest.raises(ValueError, match="s3://"):
        open_destination("ftp://host/folder")
