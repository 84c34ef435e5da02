"""All formats that can be read, by name: the ones written in code and the ones that layout specs describe."""

import re
from collections.abc import Mapping
from pathlib import Path

from gateway.findings import Finding, finding
from gateway.formats import (
    agi,
    application_response,
    autogiro,
    bgmax,
    camt,
    cii,
    lb,
    lb_return,
    navet,
    pain001,
    pain002,
    sie4,
    spar,
    svefaktura,
    swish_csv,
    total_in,
    ubl,
)
from gateway.formats.base import Format
from gateway.formats.layouts.layout import Layout
from gateway.formats.layouts.reader import layout_format
from gateway.formats.layouts.workbook import refused_workbook
from gateway.formats.other_content import WEB_PAGE, other_content

_VERSION = re.compile(r"(?<=\.001)\.\d\d$")

CODED_FORMATS: tuple[Format, ...] = (
    *ubl.FORMATS,
    svefaktura.FORMAT,
    cii.FORMAT,
    *application_response.FORMATS,
    *camt.FORMATS,
    bgmax.FORMAT,
    total_in.FORMAT,
    swish_csv.FORMAT,
    lb.FORMAT,
    lb_return.FORMAT,
    *pain001.FORMATS,
    *pain002.FORMATS,
    *autogiro.FORMATS,
    sie4.FORMAT,
    agi.FORMAT,
    navet.FORMAT,
    spar.FORMAT,
)

WRITTEN_FORMATS: dict[str, Format] = {form.name: form for form in CODED_FORMATS if form.write or form.writer}
"""The formats that a message can be written in, by name: what a mapping may have as its target beside layouts."""


def all_formats(layouts: Mapping[str, Layout]) -> dict[str, Format]:
    """Every readable format by name."""
    described = [layout_format(layout) for layout in layouts.values() if layout.message]
    return {form.name: form for form in (*CODED_FORMATS, *described)}


def recognise(
    head: bytes, accepted: list[str], formats: Mapping[str, Format], file_id: str, path: Path | None = None
) -> Format | Finding:
    """The one accepted format that fits a file, or a finding that says why there is none.

    `head` is the first HEAD_SIZE bytes; workbooks are told apart by the file itself.
    """
    fitting = [formats[name] for name in accepted if formats[name].fits(head, path)]
    if not fitting:
        # What keeps a workbook from fitting is best told by the one layout that it can be meant for.
        fitting = [formats[name] for name in accepted if formats[name].recognise_file and formats[name].recognise(head)]
        fitting = fitting if len(fitting) == 1 else []
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        names = ", ".join(form.name for form in fitting)
        return finding("FILE-FORMAT-AMBIGUOUS", value=names, file_id=file_id)
    if path and (refused := refused_workbook(head, path)):
        return refused
    elsewhere = [form.name for form in formats.values() if form.fits(head, path)]
    if elsewhere:
        return finding("FILE-FORMAT-WRONG-ROUTE", value=elsewhere[0], expected=_in_short(accepted))
    if other := other_content(head):
        code = "FILE-IS-WEB-PAGE" if other == WEB_PAGE else "FILE-FORMAT-NOT-READ"
        return finding(code, value=other, expected=_in_short(accepted))
    shown = head[:24].decode("latin-1")
    return finding("FILE-FORMAT-UNKNOWN", value=shown, expected=_in_short(accepted))


def _in_short(names: list[str]) -> str:
    """Names of formats for a person; the versions of one message are told together."""
    return ", ".join(dict.fromkeys(_VERSION.sub(".*", name) for name in names))
