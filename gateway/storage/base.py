"""What a destination is: a place where a finished file is put whole, once, or not at all."""

import hashlib
import os
import unicodedata
from pathlib import Path, PurePosixPath
from typing import Protocol

_NAME_BYTES = 255


class UnsafeName(ValueError):
    """A name that must not be used for a delivered file: it could lead out of the destination or hide."""


class Conflict(Exception):
    """The name is taken at the destination by a file with other content. Nothing was changed there."""

    def __init__(self, address: str) -> None:
        super().__init__(f"{address} exists already with other content")
        self.address = address


class DestinationUnavailable(Exception):
    """The destination cannot be reached or refuses us for now; the delivery is to be tried again later."""


class DurabilityFault(BaseException):
    """An fsync failed, so what is on the disk is unknown. The process must stop and start again.

    It is no Exception, so that code that handles the faults of a single file cannot swallow it.
    """


class Destination(Protocol):
    """A place for delivered files."""

    @property
    def address(self) -> str:
        """The folder or ``s3://`` address, for people and for the journal."""
        ...

    def put(self, name: str, staged: Path) -> None:
        """Put a staged file in place under a relative name: whole or not at all, and never over another file.

        The staged file is durable already: whoever planned the delivery made it so. Doing so again with the same
        bytes is allowed. It is durable after the next `sync()`. Raises
        UnsafeName, Conflict, DestinationUnavailable; and DurabilityFault, upon which the process must stop.
        """
        ...

    def exists(self, name: str) -> bool:
        """Whether a file is in place under a name. Raises UnsafeName, DestinationUnavailable."""
        ...

    def sync(self) -> None:
        """Make every `put` since the last `sync()` durable. Raises DurabilityFault."""
        ...


def safe_name(name: str) -> PurePosixPath:
    """A relative name that stays inside its destination.

    Raises UnsafeName for an absolute name, an empty, ``.``, ``..`` or hidden part, a backslash, a colon, a
    character that cannot be printed, and a part longer than a file system takes (255 bytes of UTF-8).

    >>> safe_name("kvittens/a.xml")
    PurePosixPath('kvittens/a.xml')
    """
    parts = name.split("/")
    if not name.isprintable() or any(character in name for character in "\\:") or not all(parts):
        raise UnsafeName(f"unsafe file name {name!a}")
    if any(part.startswith(".") or len(part.encode()) > _NAME_BYTES for part in parts):
        raise UnsafeName(f"unsafe file name {name!a}")
    return PurePosixPath(unicodedata.normalize("NFC", name))


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's content in hexadecimal, in constant memory."""
    with path.open("rb", buffering=0) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync_file(path: Path) -> None:
    """Make a file's content durable. Raises DurabilityFault; OSError when it cannot be opened."""
    _sync(path, os.O_RDONLY)


def sync_folder(path: Path) -> None:
    """Make a folder's entries durable. Raises DurabilityFault; OSError when it cannot be opened."""
    _sync(path, os.O_RDONLY | os.O_DIRECTORY)


def sync_descriptor(descriptor: int, path: Path) -> None:
    """fsync an open file. Raises DurabilityFault."""
    try:
        os.fsync(descriptor)
    except OSError as error:
        raise DurabilityFault(f"fsync of {path} failed: {error.strerror}") from error


def _sync(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags | os.O_CLOEXEC)
    try:
        sync_descriptor(descriptor, path)
    finally:
        os.close(descriptor)
