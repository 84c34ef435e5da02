"""Layouts: files of records described as data, one YAML file each in `mappings/layouts/`.

Files have fixed positions, cells with a character between them, the cells of a spreadsheet, or the elements of an XML
or JSON document. One layout serves both ways: `reader` reads files by it, `writer` writes them. The file
name is the name of the layout. Positions, columns and rows are 1-based, lengths are characters.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, field_validator, model_validator
from pydantic import Field as Setting

from gateway.formats.layouts.field import NUMBERS, DateForm, Field, FieldType, as_list
from gateway.specification import BrokenSpecification, Specification, SpecificationProblem, load

Role = Literal["header", "detail", "trailer"]
Kind = Literal["fixed", "delimited", "xlsx", "xml", "json"]
Encoding = Literal["utf-8", "iso-8859-1", "windows-1252", "cp437", "utf-16-le"]

LINE_ENDS = {"lf": "\n", "crlf": "\r\n", "none": ""}
_DETECTED: tuple[Encoding, ...] = ("utf-8", "windows-1252", "iso-8859-1", "cp437")
NESTED: frozenset[Kind] = frozenset({"xml", "json"})
"""Kinds whose records stand within each other, each at a path of its own."""


def _encodings(value: Any) -> Any:
    return list(_DETECTED) if value == "detect" else as_list(value)


def _delimiter(value: Any) -> Any:
    return "\t" if value in ("tab", "\\t") else value


__all__ = [
    "LINE_ENDS",
    "NUMBERS",
    "DateForm",
    "Field",
    "FieldType",
    "Layout",
    "LayoutRow",
    "Record",
    "describe_layout",
    "field_position",
    "load_layout",
    "load_layouts",
]


class Repeat(Specification):
    """Fields that stand several times on one line, such as up to five account rows of a voucher."""

    times: int = Setting(ge=2, le=200)
    """How many times they stand."""
    fields: dict[str, Field] = Setting(min_length=1)
    """The fields as they stand the first time. They go by their name and number: account_1, account_2 and so on; a
    column heading has {n} where the number stands. Those that are required are so where any of the group is filled."""

    def unfolded(self) -> Iterator[tuple[int, str, str, int]]:
        """(number from 1, name of the field, its name in the repeat, characters after the first time)."""
        starts = [field.start or 1 for field in self.fields.values()]
        width = max(field.end for field in self.fields.values()) - min(starts) + 1
        for number in range(1, self.times + 1):
            for name in self.fields:
                yield number, f"{name}_{number}", name, (number - 1) * width


class Record(Specification):
    """One kind of line."""

    title: str = ""
    """What the record is, for people."""
    role: Role = "detail"
    """A header is the first line, a trailer the last; each stands exactly once. Details stand between."""
    when: str = ""
    """What stands in the layout's record type field on lines of this kind."""
    adds: bool = False
    """The line says more of the parts that are open, instead of beginning new ones."""
    personal: bool = False
    """The lines are about persons: findings about them name the field, and show nothing of what it holds."""
    length: int | None = Setting(default=None, ge=1)
    """Length of the line in characters, without line end (fixed layouts)."""
    element: str = ""
    """Where the record stands (xml and json): names from the root, with / between. A record whose path begins with
    that of another stands within it. In JSON a detail record is an item of a list, and the path of the document
    itself is blank."""
    fields: dict[str, Field] = {}
    """The fields by name, in the order in which they stand in the file."""
    repeat: Repeat | None = None
    """Fields that stand several times on a line, after the others: each time is an item of its own in the message."""

    @model_validator(mode="after")
    def _has_fields(self) -> Self:
        """Unfold the fields that repeat, once for all who read or write the record."""
        if not self.fields and self.repeat is None:
            raise ValueError("a record has fields")
        for number, name, first, shift in self.repeat.unfolded() if self.repeat else ():
            field = self.repeat.fields[first]  # type: ignore[union-attr]
            start = field.start + shift if field.start else None
            column = field.column.replace("{n}", str(number))
            self.fields[name] = field.model_copy(update={"start": start, "column": column, "required": False})
        return self

    def group(self, number: int) -> list[str]:
        """The fields of the group that stands for the so-manieth time from 1; 0 for those that stand once."""
        repeated = {name: group for group, name, _, _ in self.repeat.unfolded()} if self.repeat else {}
        return [name for name in self.fields if repeated.get(name, 0) == number]

    def as_written(self) -> Iterator[tuple[tuple[str, ...], Field]]:
        """The fields of the spec, each with the keys that it stands under in the record."""
        yield from ((("fields", name), self.fields[name]) for name in self.group(0))
        yield from (
            (("repeat", "fields", name), field) for name, field in (self.repeat.fields if self.repeat else {}).items()
        )

    @property
    def required_fields(self) -> tuple[str, ...]:
        """Fields that a mapping must fill: required, and without a default."""
        return tuple(name for name, field in self.fields.items() if field.required and field.default is None)


class RecordType(Specification):
    """Where a line says what kind of record it is. In a delimited file it is the first column."""

    start: int | None = Setting(default=None, ge=1)
    """First position (fixed layouts)."""
    length: int | None = Setting(default=None, ge=1)
    """Width in characters (fixed layouts)."""


class Recognition(Specification):
    """How a file of this layout is told from others by its first line. All that is given must fit."""

    first_line: str = ""
    """Regular expression that fits the beginning of the first line."""
    columns: list[str] = []
    """Column headings that the header row must have."""


class Layout(Specification):
    """A file layout."""

    name: str = ""
    """Set from the file name."""
    title: str
    """What the layout is, for people."""
    kind: Kind
    """Fixed positions, cells with a character between them, a sheet of an XLSX workbook, an XML document, or a JSON
    document, which can be written only."""
    encoding: Annotated[list[Encoding], BeforeValidator(_encodings)] = Setting(default=["utf-8"], min_length=1)
    """Character encoding. Of a list, the one is read that the bytes of the file speak for, and the first is written;
    `detect` is the list utf-8, windows-1252, iso-8859-1, cp437. UTF-16 can be written only."""
    line_end: Literal["lf", "crlf", "none"] = "lf"
    """Line end that is written; lf and crlf are both read. `none` is for fixed records of one length without line ends
    between them."""
    short_lines: bool = False
    """Whether a fixed line shorter than its record is read as if blanks filled the rest of it: some transports take
    blanks at the end away."""
    delimiter: Annotated[str, BeforeValidator(_delimiter)] = Setting(default=";", min_length=1, max_length=1)
    """Character between the cells of a delimited file; `tab` for a tab."""
    quote: str = Setting(default='"', max_length=1)
    """Character around cells that hold a delimiter; blank = cells are never quoted."""
    header_row: bool = False
    """Whether the first line of a delimited file or a spreadsheet holds column headings."""
    sheet: str = ""
    """Name of the sheet (xlsx); blank = the first visible one, written as Blad1."""
    first_row: int = Setting(default=1, ge=1)
    """Row where the sheet's headings stand, or its first record when there are none (xlsx). Rows above do not count."""
    namespace: str = ""
    """Namespace of the elements (xml)."""
    prefixes: dict[str, str] = {}
    """Other namespaces by the prefix that names in element and path have (xml)."""
    unknown: Literal["refuse", "warn", "ignore"] = "refuse"
    """What an element or attribute that the layout does not know leads to: an error, a warning, or nothing (xml)."""
    source: str = ""
    """Where the layout is documented."""
    assumed: bool = False
    """The layout is our assumption: nobody has documented it yet."""
    message: str = ""
    """The family of messages that a file of this layout is read into, as `gateway fields` lists them; blank = the
    layout is written only."""
    constants: dict[str, str | int | bool] = {}
    """Values of message fields that the file does not hold: ``{statement.account_kind: BGNR}``."""
    recognise: Recognition = Recognition()
    """How a file of this layout is recognised."""
    record_type: RecordType | None = None
    """Where a line says what kind of record it is; needed when there are several kinds."""
    group_by: list[str] = []
    """Fields that are equal on all rows of a voucher or an invoice, whose rows stand together."""
    records: dict[str, Record] = Setting(min_length=1)
    """The kinds of lines by name."""

    @field_validator("name")
    @classmethod
    def _name_comes_from_the_file(cls, name: str) -> str:
        if name:
            raise ValueError("the name of a layout is the name of its file")
        return name

    @property
    def written_encoding(self) -> str:
        """The encoding of files that are written."""
        return self.encoding[0]

    def record(self, name: str) -> Record:
        """The record of that name. Raises KeyError."""
        return self.records[name]

    def with_role(self, role: Role) -> str:
        """Name of the first record with a role, or an empty text."""
        return next((name for name, record in self.records.items() if record.role == role), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutRow:
    """One field of a layout as a row of its reference page."""

    record: str
    field: str
    title: str
    type: str
    position: str
    form: str
    required: bool
    means: str


def describe_layout(layout: Layout) -> list[LayoutRow]:
    """Every field of a layout in file order, for its reference page."""
    return [
        LayoutRow(
            record=record_name,
            field=field_name,
            title=field.title,
            type=field.type,
            position=field_position(layout, record, field_name),
            form=field_form(layout, field),
            required=field.required,
            means=field.means or field.total,
        )
        for record_name, record in layout.records.items()
        for field_name, field in record.fields.items()
    ]


def field_position(layout: Layout, record: Record, field_name: str) -> str:
    """Where a field stands, for people: ``38-55`` in a fixed record, column heading, number or letter, or path."""
    field = record.fields[field_name]
    if layout.kind == "fixed":
        return f"{field.start}-{field.end}"
    if layout.kind in NESTED:
        return "/".join(filter(None, (record.element, field.path or field_name)))
    if layout.header_row:
        return field.column or field_name
    number = list(record.fields).index(field_name) + (2 if layout.record_type else 1)
    return column_letters(number) if layout.kind == "xlsx" else str(number)


def column_letters(number: int) -> str:
    """The letters of a column of a spreadsheet.

    >>> [column_letters(number) for number in (1, 26, 27, 703)]
    ['A', 'Z', 'AA', 'AAA']
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def field_form(layout: Layout, field: Field) -> str:
    """How the value of a field is written, for people."""
    parts = [_plain_form(field)]
    if field.thousands:
        parts.append(f"thousands separated by {'blanks' if field.thousands == ' ' else field.thousands}")
    if field.sign != "first":
        parts.append(f"sign {field.sign.replace('_', ' ')}")
    if field.negative_if:
        parts.append(f"negative if {field.negative_if.field} is {', '.join(field.negative_if.values)}")
    if layout.kind == "fixed" and field.type in NUMBERS:
        side = "left" if field.is_left_aligned else "right"
        parts.append(f"{side} aligned, {'zeros' if field.filler == '0' else 'spaces'}")
    if field.pattern:
        parts.append(field.pattern)
    if field.check:
        parts.append(f"checked as {field.check}")
    return "; ".join(filter(None, parts))


def load_layouts(folder: Path) -> dict[str, Layout]:
    """Every layout of a folder, by name. Raises BrokenSpecification naming every problem of every file."""
    layouts: dict[str, Layout] = {}
    problems: list[SpecificationProblem] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            layouts[path.stem] = load_layout(path)
        except BrokenSpecification as error:
            problems.extend(error.problems)
    if problems:
        raise BrokenSpecification(problems)
    return layouts


def load_layout(path: Path) -> Layout:
    """One layout. Raises BrokenSpecification naming every problem with file, line and column.

    A file with the same name and content as one that was loaded before gives the same layout.
    """
    try:
        key = path.name, path.read_bytes()
    except OSError:
        return _checked_layout(path)
    known = _LOADED.get(key)
    if known is None:
        known = _LOADED[key] = _checked_layout(path)
        while len(_LOADED) > MOST_LOADED:
            _LOADED.pop(next(iter(_LOADED)))
    return known


MOST_LOADED = 512
_LOADED: dict[tuple[str, bytes], Layout] = {}
"""The latest layouts by file name and content: they are loaded often, and nobody changes them."""


def _checked_layout(path: Path) -> Layout:
    from gateway.formats.layouts.checks import layout_problems  # noqa: PLC0415 - the checks need the models

    layout, source = load(path, Layout)
    problems = list(layout_problems(layout, source))
    if problems:
        raise BrokenSpecification(problems)
    return layout.model_copy(update={"name": path.stem})


def _plain_form(field: Field) -> str:
    if field.type == "date":
        return " or ".join(field.date_form)
    if field.type == "amount":
        sign = f"decimal sign {field.decimal_sign}" if field.decimal_sign else "implied"
        return f"{field.decimals} decimals, {sign}" if field.decimals else "whole kronor"
    if field.type == "boolean":
        return f"{field.yes} = yes, {field.no} = no"
    return ", ".join(field.allowed)
