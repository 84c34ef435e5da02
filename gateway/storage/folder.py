"""Delivery into a folder: linked into place, so that no reader ever sees a part of a file."""

import errno
import os
import shutil
from pathlib import Path

from gateway.storage.base import (
    Conflict,
    DestinationUnavailable,
    safe_name,
    sha256_of,
    sync_descriptor,
    sync_folder,
)

CANNOT_LINK = frozenset({errno.EXDEV, errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})
"""Why a link may be refused where a copy would do: other file system, one without links, foreign owner."""


class FolderDestination:
    """A folder on a local or mounted file system. It is made when the first file is put there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute()
        self._changed: set[Path] = set()

    @property
    def address(self) -> str:
        """The folder's path."""
        return str(self._folder)

    def put(self, name: str, staged: Path) -> None:
        """Link a staged file into place, or copy it where links cannot be had; see `Destination.put`.

        OSError comes from the staged file only; what the folder refuses is DestinationUnavailable.
        """
        target = self._folder / safe_name(name)
        if not target.parent.is_dir():
            self._make_folder(target.parent)
        try:
            self._place(staged, target)
        except FileExistsError as error:
            if not _same_content(staged, target):
                raise Conflict(str(target)) from error
        except OSError as error:
            raise DestinationUnavailable(f"{target}: {error.strerror}") from error
        self._changed.add(target.parent)

    def exists(self, name: str) -> bool:
        """Whether something is in place under a name."""
        target = self._folder / safe_name(name)
        try:
            target.lstat()
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError as error:
            raise DestinationUnavailable(f"{target}: {error.strerror}") from error
        return True

    def sync(self) -> None:
        """fsync every folder that got an entry since the last time."""
        for folder in sorted(self._changed):
            sync_folder(folder)
        self._changed.clear()

    def _make_folder(self, folder: Path) -> None:
        missing = [each for each in (folder, *folder.parents) if not each.is_dir()]
        for each in reversed(missing):
            try:
                each.mkdir(exist_ok=True)
            except OSError as error:
                raise DestinationUnavailable(f"{each}: {error.strerror}") from error
            self._changed.add(each.parent)

    def _place(self, staged: Path, target: Path) -> None:
        try:
            os.link(staged, target, follow_symlinks=False)
        except OSError as error:
            if error.errno not in CANNOT_LINK:
                raise
            copy_into_place(staged, target)


def copy_into_place(source: Path, target: Path) -> None:
    """Copy a file durably under a hidden name beside the target, then give it the target's name.

    Raises FileExistsError when the target exists. The folder itself is not fsynced. A hidden copy that a
    crash left behind is overwritten.
    """
    hidden = target.with_name(f".{sha256_of(source)[:32]}.gateway")
    hidden.unlink(missing_ok=True)
    descriptor = os.open(hidden, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW, 0o660)
    try:
        with source.open("rb") as reader, os.fdopen(descriptor, "wb") as writer:
            shutil.copyfileobj(reader, writer, 1 << 20)
            writer.flush()
            sync_descriptor(writer.fileno(), hidden)
        _rename_without_replacing(hidden, target)
    finally:
        hidden.unlink(missing_ok=True)


def _rename_without_replacing(hidden: Path, target: Path) -> None:
    try:
        os.link(hidden, target, follow_symlinks=False)
    except OSError as error:
        if error.errno not in CANNOT_LINK:
            raise
        # Only on file systems without links (FAT, some SMB): the gateway is their only writer of this name.
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from error
        hidden.rename(target)


def _same_content(staged: Path, target: Path) -> bool:
    if target.is_symlink() or not target.is_file():
        return False
    if target.samefile(staged):
        return True
    return target.stat().st_size == staged.stat().st_size and sha256_of(target) == sha256_of(staged)
