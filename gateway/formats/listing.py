"""All formats as people see them: those in code and those of layouts, with direction and source."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from gateway.formats.layouts.layout import Layout
from gateway.formats.registry import CODED_FORMATS, WRITTEN_FORMATS

Direction = Literal["in", "out", "in, out"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedFormat:
    """One format. `direction` says whether files of it are read, written or both; `message` is blank for one that is
    written from any message. `is_assumed` says that nobody has documented the layout yet.
    """

    name: str
    title: str
    direction: Direction
    message: str
    source: str
    is_assumed: bool
    is_layout: bool


def listed_formats(layouts: Mapping[str, Layout]) -> Iterator[ListedFormat]:
    """Every format, coded ones first; layouts by name."""
    for form in CODED_FORMATS:
        yield ListedFormat(
            name=form.name,
            title=form.title,
            direction="in, out" if form.name in WRITTEN_FORMATS else "in",
            message=form.family.name,
            source=form.source,
            is_assumed=False,
            is_layout=False,
        )
    for name, layout in sorted(layouts.items()):
        yield ListedFormat(
            name=name,
            title=layout.title,
            direction=layout_direction(layout),
            message=layout.message,
            source=layout.source or "assumed",
            is_assumed=layout.assumed,
            is_layout=True,
        )


def layout_direction(layout: Layout) -> Direction:
    """A layout is written by mappings; one with a message is read as well."""
    return "in, out" if layout.message else "out"
