"""What was seen in a file before, however long the file is: in memory at first, on disk when that is full."""

import sqlite3
import weakref
from hashlib import blake2b

from gateway.rules.base import Surroundings

KEPT = 50_000
"""Keys kept in memory, some 5 MB of them."""

_CACHE = "PRAGMA cache_size = -8000"
"""At most 8 MB of memory; SQLite keeps the rest in a temporary file of its own."""


class SeenKeys:
    """Keys of the documents of one file. Memory does not grow with them."""

    def __init__(self, *, kept: int = KEPT) -> None:
        self._kept = kept
        self._first: set[bytes] = set()
        self._rest: sqlite3.Connection | None = None

    def add(self, key: str) -> bool:
        """Remember a key. Whether it was new."""
        digest = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        if digest in self._first:
            return False
        if len(self._first) < self._kept:
            self._first.add(digest)
            return True
        if self._rest is None:
            self._rest = _temporary_table()
            weakref.finalize(self, self._rest.close)
        return self._rest.execute("INSERT OR IGNORE INTO seen VALUES (?)", (digest,)).rowcount == 1


def _temporary_table() -> sqlite3.Connection:
    connection = sqlite3.connect("", isolation_level=None)
    for statement in (_CACHE, "PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "BEGIN"):
        connection.execute(statement)
    connection.execute("CREATE TABLE seen (key BLOB PRIMARY KEY) WITHOUT ROWID")
    return connection


def is_new(surroundings: Surroundings, kind: str, key: str) -> bool:
    """Whether a key of a kind stands in the file for the first time."""
    name = f"seen.{kind}"
    seen: SeenKeys | None = surroundings.memory.get(name)
    if seen is None:
        seen = surroundings.memory[name] = SeenKeys()
    return seen.add(key)
