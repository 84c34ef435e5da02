"""Explains what a mapping makes of the parts of one file, line by line, in the order of the file."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Protocol

from gateway.mapping.explanation import ExplainedRecord, Explainer
from gateway.mapping.plan import END, START
from gateway.mapping.progress import Progress
from gateway.mapping.translation import Translation


class Explained(Protocol):
    """The translator whose steps are explained."""

    progress: Progress

    def start(self) -> Translation: ...
    def translate(self, part: Any) -> Translation: ...
    def close(self, moment: str) -> Translation: ...
    def finish(self) -> Translation: ...


class FileExplainer:
    """Explains one output file: `start()`, `part()` for each part, `finish()`. Each yields the lines that it makes."""

    def __init__(self, translator: Explained, explainer: Explainer) -> None:
        self._translator = translator
        self._progress = translator.progress
        self._explainer = explainer
        self._is_over = False

    def start(self) -> Iterator[ExplainedRecord]:
        """The lines before the first part."""
        yield from self._explained(START, self._translator.start)

    def part(self, part: Any) -> Iterator[ExplainedRecord]:
        """The lines of a part, and before them those that close what it follows."""
        if self._is_over:
            return
        takes = self._progress.takes(part)
        for after in self._progress.closings(part) if takes else ():
            yield from self._explained(after, partial(self._translator.close, after))
        moment = self._progress.enter(part) if takes else ""
        yield from self._explained(moment, partial(self._translator.translate, part))
        self._is_over = not moment

    def finish(self) -> Iterator[ExplainedRecord]:
        """The lines after the last part."""
        if self._is_over:
            return
        for after in self._progress.closings():
            yield from self._explained(after, partial(self._translator.close, after))
        if not self._progress.missing(END):
            yield from self._explained(END, self._translator.finish)

    def _explained(self, moment: str, translate: Callable[[], Translation]) -> Iterator[ExplainedRecord]:
        return self._explainer.explained(moment, self._progress, translate)
