"""How a destination wants the file of a layout: character encoding, line ends, padding of amounts.

The same ledger layout is loaded by different installations in different encodings and paddings, so these are settings
of the route and not of the layout. `as_wanted` gives the layout with the settings of a destination in it.
"""

from collections.abc import Iterator
from typing import Any, Literal

from gateway.formats.layouts.layout import Field, Layout, Record
from gateway.specification import Specification, SpecificationProblem, SpecificationSource

KINDS = ("fixed", "delimited")
"""Kinds of layouts whose files are lines, which are what a destination can want otherwise."""


class Output(Specification):
    """How the destination wants the file, where that is not as the layout of the mapping says."""

    encoding: Literal["", "utf-8", "iso-8859-1", "windows-1252", "cp437", "utf-16-le"] = ""
    """Character encoding; blank = as the layout says."""
    line_end: Literal["", "lf", "crlf"] = ""
    """Line end; blank = as the layout says."""
    amounts: Literal["", "zeros", "spaces"] = ""
    """Amounts of a fixed-width file: to the right with zeros after the sign, or to the left with spaces after them;
    blank = as the layout says."""

    @property
    def given(self) -> list[str]:
        """The settings that are given."""
        return [name for name, value in self if value]


def as_wanted(layout: Layout, output: Output) -> Layout:
    """The layout with the settings of a destination in the place of its own."""
    changes: dict[str, Any] = {}
    if output.encoding:
        changes["encoding"] = [output.encoding]
    if output.line_end:
        changes["line_end"] = output.line_end
    if output.amounts:
        padding = {"zeros": {"align": "right", "fill": "0"}, "spaces": {"align": "left", "fill": " "}}[output.amounts]
        changes["records"] = {name: _padded(record, padding) for name, record in layout.records.items()}
    return layout.model_copy(update=changes) if changes else layout


def output_problems(
    output: Output, target: str, layout: Layout | None, source: SpecificationSource
) -> Iterator[SpecificationProblem]:
    """What a mapping's target cannot take, each at its key under ``output`` of the route.

    `layout` is that of the target; None when the target is a format, or the file as it came.
    """
    for name in output.given:
        if layout is None or layout.kind not in KINDS:
            message = f"'{target}' is not a file of lines, so '{name}' cannot be chosen for it"
            yield source.problem(message, "output", name)
        elif name == "amounts" and layout.kind != "fixed":
            yield source.problem(f"'{target}' has no fixed positions, so its amounts are not padded", "output", name)
        elif name == "encoding" and (lacking := _lacking(layout, output.encoding)):
            message = f"{output.encoding} has no '{lacking}', which '{target}' writes in every file"
            yield source.problem(message, "output", name)


def _lacking(layout: Layout, encoding: str) -> str:
    """The first character of the layout's own texts (headings, defaults, record types) that an encoding lacks."""
    texts = [layout.delimiter if layout.kind == "delimited" else ""]
    for record in layout.records.values():
        texts.append(record.when)
        for name, field in record.fields.items():
            texts += [(field.column or name) if layout.header_row else "", field.default or "", field.filler]
    for text in texts:
        try:
            text.encode(encoding)
        except UnicodeEncodeError as error:
            return text[error.start]
    return ""


def _padded(record: Record, padding: dict[str, str]) -> Record:
    fields: dict[str, Field] = {
        name: field.model_copy(update=padding) if field.type == "amount" else field
        for name, field in record.fields.items()
    }
    return record.model_copy(update={"fields": fields})
