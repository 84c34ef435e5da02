"""What was seen in a file before, however long the file is: on disk when it does not fit a small cache."""

import sqlite3
import weakref
from hashlib import blake2b

from gateway.rules.base import Surroundings

_CACHE = "PRAGMA cache_size = -8000"
"""At most 8 MB of memory; SQLite keeps the rest in a temporary file of its own."""


class SeenKeys:
    """Keys of the documents of one file. Memory does not grow with them."""

    def __init__(self) -> None:
        self._connection = sqlite3.connect("", isolation_level=None)
        weakref.finalize(self, self._connection.close)
        for statement in (_CACHE, "PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "BEGIN"):
            self._connection.execute(statement)
        self._connection.execute("CREATE TABLE seen (key BLOB PRIMARY KEY) WITHOUT ROWID")

    def add(self, key: str) -> bool:
        """Remember a key. Whether it was new."""
        digest = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        return self._connection.execute("INSERT OR IGNORE INTO seen VALUES (?)", (digest,)).rowcount == 1


def is_new(surroundings: Surroundings, kind: str, key: str) -> bool:
    """Whether a key of a kind stands in the file for the first time."""
    name = f"seen.{kind}"
    seen: SeenKeys | None = surroundings.memory.get(name)
    if seen is None:
        seen = surroundings.memory[name] = SeenKeys()
    return seen.add(key)
