"""The staged output files of one pass: one, or in a mapping that splits its output one for each value."""

import io
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

OUTPUT = "output"
_BUFFER = io.DEFAULT_BUFFER_SIZE * 16


@dataclass(slots=True)
class OutputFile:
    """One staged file, and how many lines it has."""

    path: Path
    file: BinaryIO
    rows: int = 0


class OutputFiles:
    """Opens staged files in a work folder as their values come. Use it as a context manager."""

    def __init__(self, work: Path) -> None:
        self._work = work
        self._files: dict[str, OutputFile] = {}
        self._open = ExitStack()

    def __enter__(self) -> Self:
        self.of("")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._open.close()

    def of(self, key: str) -> OutputFile:
        """The file of a value; the blank one is that of an output that is not split. Raises OSError."""
        known = self._files.get(key)
        if known is None:
            path = self._work / (OUTPUT if not key else f"{OUTPUT}-part-{len(self._files)}")
            known = OutputFile(path, self._open.enter_context(path.open("wb", buffering=_BUFFER)))
            self._files[key] = known
        return known
