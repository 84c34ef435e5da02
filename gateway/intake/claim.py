"""Claiming: taking a file out of an inbox so that it is the gateway's alone, and nothing is lost on the way.

The steps, each of which may be the last before a crash:

1. ``work/<id>/`` is made, with ``claim.json`` that says which inbox entry it is meant for.
2. The entry gets a hidden name inside its inbox. Whatever the sender writes under the old name from now on is
   a new file, so the gateway can never remove a file that it has not read.
3. It is linked to ``work/<id>/original`` (copied where links cannot be had) and made durable.
4. The hidden name and the marker are removed.

`gateway.intake.recovery` finishes a claim that broke off. Only regular files are opened; anything else goes
to quarantine unread. Names of files are data: no path is ever built from one, except to name the entry
itself.
"""

import datetime
import errno
import hashlib
import json
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gateway.journal.base import Clock, Identities, display_name
from gateway.storage.base import sync_descriptor, sync_folder
from gateway.storage.folder import CANNOT_LINK, copy_into_place

ORIGINAL = "original"
"""Name of the claimed file in its work folder."""
CLAIM = "claim.json"
"""Name of the note in a work folder that says where the file came from."""

_ID_ATTEMPTS = 100

_KINDS = (
    (stat.S_ISLNK, "länk (symlink)"),
    (stat.S_ISDIR, "mapp (directory)"),
    (stat.S_ISFIFO, "rör (FIFO)"),
    (stat.S_ISSOCK, "uttag (socket)"),
    (stat.S_ISBLK, "enhet (block device)"),
    (stat.S_ISCHR, "enhet (character device)"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A file that is now the gateway's alone.

    `name` is safe to show and is no path; `original` is the file in `folder`, the file's work folder. `size`
    is in bytes, `sha256` hexadecimal, `arrived` in UTC. `refused` is empty, or says what the entry was when
    it was no regular file: then `folder` is in quarantine, `size` is 0, and `original` has not been read and
    must not be.
    """

    id: str
    route: str
    name: str
    folder: Path
    original: Path
    size: int
    sha256: str
    arrived: datetime.datetime
    refused: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotClaimed:
    """An entry that stays in its inbox for now, and why; it is to be tried again."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Note:
    """What ``claim.json`` says: everything that finishing a broken claim takes."""

    route: str
    inbox: Path
    name: str
    marker: str
    marker_time: int
    arrived: datetime.datetime

    def hidden(self, file_id: str) -> Path:
        """Where the entry is between its inbox name and the work folder."""
        return self.inbox / f".gateway-{file_id}"

    def write(self, folder: Path) -> None:
        """Write the note durably."""
        path = folder / CLAIM
        data = {
            "route": self.route,
            "inbox": os.fsencode(self.inbox).hex(),
            "name": os.fsencode(self.name).hex(),
            "shown": display_name(self.name),
            "marker": os.fsencode(self.marker).hex(),
            "marker_time": self.marker_time,
            "arrived": self.arrived.isoformat(),
        }
        with path.open("w", encoding="utf-8") as file:
            json.dump(data, file, ensure_ascii=False)
            file.flush()
            sync_descriptor(file.fileno(), path)

    @classmethod
    def read(cls, folder: Path) -> "Note | None":
        """The note of a work folder; None when it was never finished, so that nothing can have been taken."""
        try:
            data = json.loads((folder / CLAIM).read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return None
        return cls(
            route=data["route"],
            inbox=Path(os.fsdecode(bytes.fromhex(data["inbox"]))),
            name=os.fsdecode(bytes.fromhex(data["name"])),
            marker=os.fsdecode(bytes.fromhex(data["marker"])),
            marker_time=data["marker_time"],
            arrived=datetime.datetime.fromisoformat(data["arrived"]),
        )


class Claims:
    """Takes files from inboxes into the work folders under `var`.

    `is_taken` says whether an id was given out before; beside the ids of the work folders themselves.
    """

    def __init__(
        self,
        var: Path,
        identities: Identities,
        clock: Clock,
        is_taken: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self.work = var.absolute() / "work"
        self.quarantine = var.absolute() / "quarantine"
        self._identities = identities
        self._clock = clock
        self._is_taken = is_taken
        for folder in (self.work, self.quarantine):
            folder.mkdir(parents=True, exist_ok=True)

    def claim(self, path: Path, route: str, *, marker: Path | None = None) -> Claim | NotClaimed:
        """Take one inbox entry; durable after `sync(inbox)`, except that an entry is never lost.

        `marker` is the file that told that the entry is complete; it is removed. Raises DurabilityFault.
        """
        now = self._clock.now()
        folder = self._new_folder(now)
        note = Note(
            route=route,
            inbox=path.parent.absolute(),
            name=path.name,
            marker=marker.name if marker else "",
            marker_time=_changed(marker) if marker else 0,
            arrived=now,
        )
        try:
            note.write(folder)
            sync_folder(folder)
            sync_folder(self.work)
            path.rename(note.hidden(folder.name))
        except OSError as error:
            _remove_folder(folder)
            return NotClaimed(path=path, reason=_reason(error))
        return self.finish(folder, note)

    def finish(self, folder: Path, note: Note) -> Claim | NotClaimed:
        """Steps 3 and 4: also what recovery does with a claim that broke off after step 2."""
        hidden, original = note.hidden(folder.name), folder / ORIGINAL
        try:
            mode = (hidden if os.path.lexists(hidden) else original).lstat().st_mode
            if not stat.S_ISREG(mode):
                return self._refuse(folder, note)
            if not os.path.lexists(original):
                _link_or_copy(hidden, original)
            size, sha256, still_growing = _durable_hash(original)
            if still_growing and self._put_back(folder, note):
                return NotClaimed(path=note.inbox / note.name, reason="still being written")
            sync_folder(folder)
            hidden.unlink(missing_ok=True)
            _remove_marker(note)
        except OSError as error:
            return NotClaimed(path=note.inbox / note.name, reason=_reason(error))
        return Claim(
            id=folder.name,
            route=note.route,
            name=display_name(note.name),
            folder=folder,
            original=original,
            size=size,
            sha256=sha256,
            arrived=note.arrived,
        )

    def sync(self, inbox: Path) -> None:
        """Make the removals from an inbox durable, once for a group of claims. Raises DurabilityFault."""
        sync_folder(inbox)

    def _new_folder(self, now: datetime.datetime) -> Path:
        for _ in range(_ID_ATTEMPTS):
            file_id = self._identities.file_id(now)
            folder = self.work / file_id
            if self._is_taken(file_id) or os.path.lexists(self.quarantine / file_id):
                continue
            try:
                folder.mkdir(mode=0o770)
            except FileExistsError:
                continue
            return folder
        raise RuntimeError("the source of file ids gives only ids that are taken")

    def _refuse(self, folder: Path, note: Note) -> Claim:
        """Move what is no regular file to quarantine, unopened; it stays hidden where it cannot be moved."""
        hidden = note.hidden(folder.name)
        if os.path.lexists(hidden):
            try:
                hidden.rename(folder / ORIGINAL)
            except OSError as error:
                if error.errno != errno.EXDEV:
                    raise
        place = self.quarantine / folder.name
        folder.rename(place)
        for changed in (place, self.quarantine, self.work):
            sync_folder(changed)
        _remove_marker(note)
        return self.refused(place, note)

    def undo(self, folder: Path) -> None:
        """Remove the work folder of a claim that had not taken anything."""
        _remove_folder(folder)

    def refused(self, place: Path, note: Note) -> Claim:
        """The claim of an entry that is in quarantine because it is no regular file."""
        inside = place / ORIGINAL
        original = inside if os.path.lexists(inside) else note.hidden(place.name)
        mode = original.lstat().st_mode if os.path.lexists(original) else 0
        return Claim(
            id=place.name,
            route=note.route,
            name=display_name(note.name),
            folder=place,
            original=original,
            size=0,
            sha256="",
            arrived=note.arrived,
            refused=next((kind for test, kind in _KINDS if test(mode)), "okänd (unknown)"),
        )

    def _put_back(self, folder: Path, note: Note) -> bool:
        """Give a file that is still being written its inbox name again, unless that is taken by now."""
        hidden, entry = note.hidden(folder.name), note.inbox / note.name
        if not os.path.lexists(hidden):
            return False
        try:
            os.link(hidden, entry, follow_symlinks=False)
        except OSError as error:
            if error.errno not in CANNOT_LINK or os.path.lexists(entry):
                return False
            hidden.rename(entry)
        hidden.unlink(missing_ok=True)
        _remove_folder(folder)
        return True


def _link_or_copy(hidden: Path, original: Path) -> None:
    try:
        os.link(hidden, original, follow_symlinks=False)
    except OSError as error:
        if error.errno not in CANNOT_LINK:
            raise
        copy_into_place(hidden, original)


def _durable_hash(original: Path) -> tuple[int, str, bool]:
    """Size, SHA-256 and whether the file changed meanwhile; its content is fsynced."""
    descriptor = os.open(original, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb", buffering=0) as file:
        before = os.fstat(descriptor)
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        sync_descriptor(descriptor, original)
        after = os.fstat(descriptor)
    unchanged = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    return after.st_size, sha256, not unchanged


def _changed(path: Path) -> int:
    try:
        return path.lstat().st_mtime_ns
    except OSError:
        return 0


def _remove_marker(note: Note) -> None:
    """Remove the marker that told of this file, but not one that the sender has written for the next."""
    marker = note.inbox / note.marker
    if note.marker and _changed(marker) == note.marker_time:
        marker.unlink(missing_ok=True)


def _remove_folder(folder: Path) -> None:
    for name in (CLAIM, ORIGINAL):
        (folder / name).unlink(missing_ok=True)
    folder.rmdir()


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
