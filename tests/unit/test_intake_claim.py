"""Claiming: each file is taken whole and once, and no crash loses it."""

import datetime
import hashlib
import itertools
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from gateway.intake import Claim, Claims, NotClaimed, broken_claims
from gateway.intake import claim as claim_module
from gateway.journal import CountingIdentities, ManualClock

pytestmark = pytest.mark.unit

MORNING = datetime.datetime(2026, 3, 2, 7, 30, tzinfo=datetime.UTC)
FIRST_ID = "20260302-00000001"

CRASHES = list(itertools.product(["link", "unlink", "rename", "fsync", "open"], ["before", "after"], range(1, 6)))


class Crash(BaseException):
    """The process dies here."""


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox" / "leverantor"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def claims(tmp_path: Path) -> Claims:
    return Claims(tmp_path / "var", CountingIdentities(), ManualClock(MORNING))


def restarted(tmp_path: Path) -> list[Claim | NotClaimed]:
    again = Claims(tmp_path / "var", CountingIdentities(), ManualClock(MORNING))
    return list(broken_claims(again, lambda _: False))


def test_a_claimed_file_is_in_its_work_folder_and_no_longer_in_the_inbox(inbox: Path, claims: Claims) -> None:
    (inbox / "faktura.xml").write_bytes(b"<Invoice/>")

    claim = claims.claim(inbox / "faktura.xml", "leverantor")

    assert isinstance(claim, Claim)
    assert (claim.id, claim.name, claim.size, claim.refused) == (FIRST_ID, "faktura.xml", 10, "")
    assert claim.sha256 == hashlib.sha256(b"<Invoice/>").hexdigest()
    assert claim.original.read_bytes() == b"<Invoice/>"
    assert list(inbox.iterdir()) == []


def test_two_files_with_the_same_name_become_two_claims(inbox: Path, claims: Claims) -> None:
    taken = []
    for content in (b"first", b"second"):
        (inbox / "bg.txt").write_bytes(content)
        taken.append(claims.claim(inbox / "bg.txt", "leverantor"))

    contents = [claim.original.read_bytes() for claim in taken if isinstance(claim, Claim)]
    assert contents == [b"first", b"second"]
    assert taken[0] != taken[1]


def test_a_thousand_files_are_each_claimed_once(inbox: Path, claims: Claims) -> None:
    for number in range(1000):
        (inbox / f"{number:04}.txt").write_text(str(number))

    taken = [claims.claim(path, "leverantor") for path in sorted(inbox.iterdir())]
    claims.sync(inbox)

    contents = [claim.original.read_text() for claim in taken if isinstance(claim, Claim)]
    assert contents == [str(number) for number in range(1000)]
    assert list(inbox.iterdir()) == []


def test_a_file_that_is_gone_is_not_claimed_and_leaves_no_work_folder(inbox: Path, claims: Claims) -> None:
    assert isinstance(claims.claim(inbox / "gone.txt", "leverantor"), NotClaimed)
    assert list(claims.work.iterdir()) == []


def test_a_new_file_under_the_same_name_is_never_removed_with_the_old(
    inbox: Path, claims: Claims, monkeypatch: pytest.MonkeyPatch
) -> None:
    (inbox / "a.txt").write_text("old")
    link = os.link

    def link_while_the_sender_writes(*arguments: object, **options: object) -> None:
        (inbox / "a.txt").write_text("new")
        link(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(claim_module.os, "link", link_while_the_sender_writes)
    claim = claims.claim(inbox / "a.txt", "leverantor")

    assert isinstance(claim, Claim)
    assert claim.original.read_text() == "old"
    assert (inbox / "a.txt").read_text() == "new"


@pytest.mark.parametrize("name", [b"l\xf6n.txt", b"rad\nbryt.txt", "o\u202etxt.exe".encode(), b"-rf *"])
def test_a_strange_name_is_only_data(inbox: Path, claims: Claims, name: bytes) -> None:
    path = inbox / os.fsdecode(name)
    path.write_text("x")

    claim = claims.claim(path, "leverantor")

    assert isinstance(claim, Claim)
    assert claim.name.isprintable()
    assert claim.folder.name == FIRST_ID


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (lambda path: path.symlink_to("/etc/passwd"), "länk (symlink)"),
        (os.mkfifo, "rör (FIFO)"),
        (lambda path: path.mkdir(), "mapp (directory)"),
    ],
)
def test_what_is_no_regular_file_goes_to_quarantine_unopened(
    inbox: Path, claims: Claims, make: Callable[[Path], None], kind: str
) -> None:
    make(inbox / "entry")

    claim = claims.claim(inbox / "entry", "leverantor")

    assert isinstance(claim, Claim)
    assert (claim.refused, claim.size, claim.sha256) == (kind, 0, "")
    assert claim.original.parent == claims.quarantine / FIRST_ID
    assert os.path.lexists(claim.original)
    assert list(inbox.iterdir()) == []


def test_the_marker_is_removed_with_its_file(inbox: Path, claims: Claims) -> None:
    (inbox / "a.txt").write_text("x")
    (inbox / "a.txt.done").touch()

    claims.claim(inbox / "a.txt", "leverantor", marker=inbox / "a.txt.done")

    assert list(inbox.iterdir()) == []


def test_where_links_cannot_be_had_the_file_is_copied(
    inbox: Path, claims: Claims, monkeypatch: pytest.MonkeyPatch
) -> None:
    (inbox / "a.txt").write_text("content")
    link = os.link

    def refuse_the_inbox(source: Path, target: Path, **options: bool) -> None:
        if source.parent == inbox:
            raise OSError(18, "Invalid cross-device link")
        link(source, target, **options)

    monkeypatch.setattr(claim_module.os, "link", refuse_the_inbox)
    claim = claims.claim(inbox / "a.txt", "leverantor")

    assert isinstance(claim, Claim)
    assert claim.original.read_text() == "content"
    assert sorted(path.name for path in claim.folder.iterdir()) == ["claim.json", "original"]


@pytest.mark.parametrize("crash", CRASHES)
def test_after_a_crash_at_any_step_the_file_is_found_exactly_once(
    inbox: Path, tmp_path: Path, claims: Claims, monkeypatch: pytest.MonkeyPatch, crash: tuple[str, str, int]
) -> None:
    step, when, call = crash
    (inbox / "a.txt").write_text("content")
    real, calls = getattr(os, step), 0

    def crashing(*arguments: object, **options: object) -> object:
        nonlocal calls
        calls += 1
        if calls == call and when == "before":
            raise Crash
        result = real(*arguments, **options)
        if calls == call:
            raise Crash
        return result

    with monkeypatch.context() as patch:
        patch.setattr(os, step, crashing)
        try:
            taken = [claims.claim(inbox / "a.txt", "leverantor")]
        except Crash:
            taken = []

    found = [claim.original for claim in taken or restarted(tmp_path) if isinstance(claim, Claim)]
    found += [path for path in inbox.iterdir() if not path.name.startswith(".")]
    assert [path.read_text() for path in found] == ["content"]
    assert not [path for path in inbox.iterdir() if path.name.startswith(".")]


def test_what_went_to_quarantine_before_a_crash_is_told_at_the_next_start(
    inbox: Path, tmp_path: Path, claims: Claims
) -> None:
    (inbox / "entry").symlink_to("nowhere")
    claim = claims.claim(inbox / "entry", "leverantor")

    assert restarted(tmp_path) == [claim]
    assert list(broken_claims(claims, lambda _: True)) == []


def test_a_file_that_grows_while_it_is_read_is_put_back(
    inbox: Path, claims: Claims, monkeypatch: pytest.MonkeyPatch
) -> None:
    (inbox / "a.txt").write_text("x")
    digest = hashlib.file_digest

    def digest_while_the_sender_writes(file: object, name: str) -> object:
        with next(inbox.iterdir()).open("a") as sender:
            sender.write("more")
        return digest(file, name)  # type: ignore[arg-type]

    monkeypatch.setattr(hashlib, "file_digest", digest_while_the_sender_writes)

    assert isinstance(claims.claim(inbox / "a.txt", "leverantor"), NotClaimed)
    assert [(path.name, path.read_text()) for path in inbox.iterdir()] == [("a.txt", "xmore")]
    assert list(claims.work.iterdir()) == []
