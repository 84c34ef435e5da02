"""Writes the lines of a file by its layout.

`LayoutWriter.formatter` makes one function for a record and the fields that a mapping fills. All other fields, with
their default or blank, are one ready text around the filled ones. Amounts are Decimal (or int) kronor, dates
`datetime.date`, booleans bool; None is blank.

Lines of the kinds that are no lines of text (xlsx, xml, json) are the name of the record and the texts of all its
fields with SEPARATOR between, which no text can hold; `files` makes the file of them.
"""

from collections.abc import Callable, Sequence
from operator import call, itemgetter
from typing import Any, NamedTuple

from gateway.findings import Finding, Place, finding
from gateway.formats.layouts.frames import frame_of, sign_agreements
from gateway.formats.layouts.layout import LINE_ENDS, Field, Layout, Record
from gateway.formats.layouts.texts import Unwritable, text_writer
from gateway.formats.layouts.values import Memo, expected_of

__all__ = ["Formatter", "LayoutWriter", "Unwritable"]

Formatter = Callable[[Sequence[Any]], str]
FieldWriter = Callable[[Any], str]

SEPARATOR = "\x1f"
_GAP = "\0"

# Equal values of these types are written alike. Not so numbers and booleans: 1, 1.0 and True are equal.
REPEATED = frozenset({"text", "code", "date"})


class FieldFunction(NamedTuple):
    """What makes the text of one field: a function, or a memo that is asked by index.

    Two fields of one `form` write equal values alike. A printable text that is not blank and no longer than
    `plain_length` may be padded with blanks to that length instead; 0 is for fields that are not so simple.
    """

    function: Any
    form: str
    is_memo: bool = False
    plain_length: int = 0


class LayoutWriter:
    """Makes lines of one layout. Texts that were cut are collected as warnings; take them with `take_cuts`."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self._cuts: list[Finding] = []
        self._line_end, self._encoding = LINE_ENDS[layout.line_end], layout.written_encoding
        self._is_text = layout.kind in ("fixed", "delimited")
        self._delimiter, self._quote = (layout.delimiter, layout.quote) if self._is_text else (SEPARATOR, "")

    def take_cuts(self) -> list[Finding]:
        """The LAYOUT-TEXT-CUT warnings since the last call; without `about`, which the caller knows."""
        if not self._cuts:
            return []
        cuts, self._cuts = self._cuts, []
        return cuts

    def header_line(self) -> str | None:
        """The column headings of a delimited layout that has them."""
        if not self.layout.header_row or not self._is_text:
            return None
        record = next(iter(self.layout.records.values()))
        headings = [self._quoter(name)(field.column or name) for name, field in record.fields.items()]
        return self._delimiter.join(headings)

    def formatter(self, record: str, fields: tuple[str, ...]) -> Formatter:
        """A function from values in the order of `fields` to a line without line end. It raises Unwritable.

        Raises KeyError for a record or field that the layout lacks: mappings are checked before they run.
        """
        kind = self.layout.record(record)
        template, filled = self._template(record, kind, frozenset(fields))
        by_name = {name: self._field_writer(record, name, kind.fields[name]) for name in fields}
        plain = [by_name[name] for name in filled]
        writers = [
            Memo(by_name[name]).__getitem__ if _is_remembered(kind.fields[name]) else by_name[name] for name in filled
        ]
        in_order: Callable[[Sequence[Any]], Sequence[Any]] = tuple
        if tuple(filled) != fields:
            in_order = itemgetter(*[fields.index(name) for name in filled])
        agree = list(sign_agreements(self.layout, kind, filled))

        def write(values: Sequence[Any]) -> str:
            values = in_order(values)
            try:
                for check in agree:
                    check(values)
                return template % tuple(map(call, writers, values))
            except TypeError:
                # A list or other value that cannot be remembered fits no field: its writer refuses it by name.
                for writer, value in zip(plain, values, strict=True):
                    writer(value)
                raise

        return write

    def is_separable(self, record: str) -> bool:
        """Whether each field of a line can be made without knowing the others."""
        return not any(field.negative_if for field in self.layout.record(record).fields.values())

    def partial_formatter(
        self, record: str, fixed: tuple[str, ...], changing: tuple[str, ...]
    ) -> tuple[Callable[[Sequence[Any]], list[str]], list[str]]:
        """A function from values of the fixed fields to the texts around the changing ones, which are in this order.

        There is one text more than there are changing fields; what stands between them is made by the
        `field_function` of each. The function raises Unwritable.
        """
        kind = self.layout.record(record)
        template, in_order = self._template(record, kind, frozenset((*fixed, *changing)))
        writers = {name: self._field_writer(record, name, kind.fields[name]) for name in fixed}

        def make(values: Sequence[Any]) -> list[str]:
            texts = {name: writers[name](value) for name, value in zip(fixed, values, strict=True)}
            # No field holds the character that marks a gap: it is not printable.
            return (template % tuple(texts.get(name, _GAP) for name in in_order)).split(_GAP)

        return make, [name for name in in_order if name in changing]

    def field_function(self, record: str, name: str) -> FieldFunction:
        """What makes the text of one field, for generated code."""
        field = self.layout.record(record).fields[name]
        writer = self._field_writer(record, name, field)
        form = field.model_dump_json(exclude={"title", "start", "column", "key", "means"})
        is_plain_text = (
            self.layout.kind == "fixed"
            and field.type in ("text", "code")
            and field.is_left_aligned
            and field.filler == " "
            and not (field.required or field.default or field.allowed)
        )
        if is_plain_text:
            return FieldFunction(writer, form, plain_length=field.length or 0)
        if _is_remembered(field):
            return FieldFunction(Memo(writer), form, is_memo=True)
        return FieldFunction(writer, form)

    def encode(self, line: str) -> bytes:
        """A line as bytes with its line end. Raises Unwritable for a character that the encoding lacks."""
        try:
            return (line + self._line_end).encode(self._encoding)
        except UnicodeEncodeError as error:
            position = f"position {error.start + 1}"
            raise Unwritable(position, line[error.start : error.end], self._encoding) from error

    def _template(self, record: str, kind: Record, filled: frozenset[str]) -> tuple[str, list[str]]:
        """A %-template of a line, and the names of the filled fields in the order of its gaps."""
        is_fixed = self.layout.kind == "fixed"
        pieces: list[tuple[int, str, str]] = []
        if not self._is_text:
            pieces.append((0, "", _literal(record)))
        elif place := self.layout.record_type:
            when = kind.when.ljust(place.length or 0) if is_fixed else kind.when
            pieces.append((place.start or 0, "", _literal(when)))
        for number, (name, field) in enumerate(kind.fields.items(), 1):
            position = field.start or number
            if name in filled:
                pieces.append((position, name, "%s"))
            else:
                pieces.append((position, "", _literal(self._frame(name, field)(field.default or ""))))
        pieces.sort(key=itemgetter(0))
        between = "" if is_fixed else _literal(self._delimiter)
        return between.join(text for _, _, text in pieces), [name for _, name, _ in pieces if name]

    def _field_writer(self, record: str, name: str, field: Field) -> FieldWriter:
        text_of, frame = text_writer(name, field), self._frame(name, field)
        blank = frame(field.default or "")
        is_required = field.required and field.default is None
        length, allowed, blanks = field.length, frozenset(field.allowed), frozenset(field.blank)

        def write(value: Any) -> str:
            if _is_blank(value):
                if is_required:
                    raise Unwritable(name, None, expected_of(field))
                return blank
            text = text_of(value)
            if (allowed and text.strip() not in allowed) or (blanks and text in blanks):
                raise Unwritable(name, value, expected_of(field))
            if length and len(text) > length:
                if not field.cut:
                    raise Unwritable(name, value, f"max {length}")
                self._cut(record, name, field, value)
                text = text[:length]
            return frame(text)

        return write

    def _cut(self, record: str, name: str, field: Field, value: str) -> None:
        place = Place(record=record, position=name)
        title = field.title or name
        self._cuts.append(finding("LAYOUT-TEXT-CUT", place=place, value=value, expected=field.length, field=title))

    def _frame(self, name: str, field: Field) -> Callable[[str], str]:
        if self.layout.kind != "fixed":
            return self._quoter(name)
        return frame_of(field)

    def _quoter(self, name: str) -> Callable[[str], str]:
        delimiter, quote = self._delimiter, self._quote

        def write(text: str) -> str:
            if delimiter not in text and (not quote or quote not in text):
                return text
            if not quote:
                raise Unwritable(name, text, f"≠ {delimiter}")
            return f"{quote}{text.replace(quote, quote * 2)}{quote}"

        return write


def _is_remembered(field: Field) -> bool:
    # Every cut of a text is warned of, so each has to be made anew.
    return field.type in REPEATED and not field.cut


def _is_blank(value: Any) -> bool:
    return value is None or (type(value) is str and not value.strip())


def _literal(text: str) -> str:
    return text.replace("%", "%%")
