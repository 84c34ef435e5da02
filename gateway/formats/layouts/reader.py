"""Reads files by a layout into messages. A unit with a faulty line is not yielded; findings stand in its place."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from gateway.findings import Finding
from gateway.formats.base import Format, ReadingContext
from gateway.formats.layouts.assembly import parts
from gateway.formats.layouts.layout import Layout
from gateway.formats.layouts.lines import recogniser
from gateway.formats.layouts.records import lines
from gateway.formats.layouts.sheet import sheet_fits
from gateway.messages import FAMILIES, Part


def layout_format(layout: Layout) -> Format:
    """The readable format that a layout describes. The layout must have a `message`."""

    def read(path: Path, context: ReadingContext) -> Iterator[Part | Finding]:
        return parts(layout, lines(layout, path, context.tolerated if context else frozenset()))

    return Format(
        name=layout.name,
        title=layout.title,
        family=FAMILIES[layout.message],
        source=layout.source or "assumed",
        recognise=recogniser(layout),
        recognise_file=partial(sheet_fits, layout) if layout.kind == "xlsx" else None,
        read=read,
    )
