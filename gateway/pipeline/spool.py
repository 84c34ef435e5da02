"""Rows of plain values in a file of the work folder, so that memory does not grow with the file that is read."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any


class Spool:
    """Rows that are added, then read back in order. The file is made when the first row comes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[str] | None = None

    def add(self, row: list[Any]) -> None:
        """Add a row of JSON values."""
        if self._file is None:
            self._file = self._path.open("w", encoding="utf-8")
        self._file.write(json.dumps(row) + "\n")

    def close(self) -> None:
        """Write everything out."""
        if self._file is not None:
            self._file.close()

    def rows(self) -> Iterator[list[Any]]:
        """Every row, once the spool is closed."""
        if self._file is None:
            return
        with self._path.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)
