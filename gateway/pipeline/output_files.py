"""The staged output files of one pass: one, or in a mapping that splits its output one for each value."""

import io
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from gateway.mapping import SplitTranslator, Translation, Translator

OUTPUT = "output"
_BUFFER = io.DEFAULT_BUFFER_SIZE * 16


@dataclass(slots=True)
class OutputFile:
    """One staged file, and how many lines it has."""

    path: Path
    file: BinaryIO
    rows: int = 0


class OutputFiles:
    """Writes what translations give into staged files in a work folder. Use it as a context manager.

    `rows` are the lines of all files together, `documents` the sizes in bytes of the documents in the output that is
    not split. When all is written, `name` is the name of that output, or `parts` are the name, staged file and lines of
    each file of one that is split; `batch_rows` are the lines by batch id.
    """

    def __init__(self, work: Path) -> None:
        self.rows = 0
        self.documents: list[int] = []
        self.parts: list[tuple[str, Path, int]] = []
        self.name = ""
        self.batch_rows: dict[str, int] = {}
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

    def write(self, translator: Translator | SplitTranslator, translation: Translation) -> None:
        """Add what a translation gave. Raises OSError."""
        self._add(translator, "", translation)
        for key, share in translation.shares.items():
            self._add(translator, key, share)

    def end(self, translator: Translator | SplitTranslator) -> None:
        """Write what the files end with, and name them. Raises OSError."""
        for key, name in translator.file_names().items():
            target = self.of(key)
            for piece in translator.end(key):
                target.file.write(piece)
            if not key or target.rows:
                self.batch_rows[translator.batch_id(key)] = target.rows
            if not key:
                self.name = name
            elif target.rows:
                self.parts.append((name, target.path, target.rows))

    def _add(self, translator: Translator | SplitTranslator, key: str, translation: Translation) -> None:
        target = self.of(key)
        if translation.lines:
            target.file.write(translator.encode(translation.lines, key))
            target.rows += len(translation.lines)
            self.rows += len(translation.lines)
        if translation.content:
            target.file.write(translation.content)
        if translation.document:
            target.file.write(translation.document)
            self.documents.append(len(translation.document))
