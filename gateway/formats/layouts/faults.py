"""What is wrong with a line of a laid-out file: its length, its columns, its values.

A line that has slipped is told by one finding at the first place that does not fit, not by one for every field.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from gateway.findings import MASK, Finding, Place, finding
from gateway.formats.layouts.identifiers import shown_number
from gateway.formats.layouts.layout import Field, column_letters
from gateway.formats.layouts.lines import CompiledRecord, Row
from gateway.formats.layouts.sheet import cell_text
from gateway.formats.layouts.values import BadValue

NOTHING = "–"
_SHIFTS = (1, -1, 2, -2, 3, -3)
_FEWEST_OF_A_SHIFT = 3
Fault = tuple[int, BadValue]
"""Index of a field, and why its text is no value."""


def line_faults(record: CompiledRecord, row: Row, number: int) -> Iterator[Finding]:
    """Why a line could not be read, or could not be taken."""
    if noted := record.noted.pop(number, None):
        yield from _without_persons(record, noted)
    elif len(row) != record.width:
        yield from _without_persons(record, [_width_fault(record, row, number)])
    else:
        yield from value_faults(record, row, number)


def value_faults(record: CompiledRecord, row: Row, number: int) -> Iterator[Finding]:
    """What is wrong with the values of a line of the right length."""
    faults = list(_bad_values(record, row))
    if faults and (shifted := _shifted(record, row, number, faults)):
        yield from _without_persons(record, [shifted])
        return
    yield from _without_persons(record, (_value_fault(record, row, number, index, bad) for index, bad in faults))


def _without_persons(record: CompiledRecord, faults: Iterable[Finding]) -> Iterator[Finding]:
    """Faults as people may see them: of a line that has slipped, any field may hold a piece of a person's number."""
    for fault in faults:
        yield fault.masked() if record.record.personal else fault


def _bad_values(record: CompiledRecord, row: Row) -> Iterator[Fault]:
    for index, (place, convert) in enumerate(zip(record.places, record.converters, strict=True)):
        try:
            convert(row[place])
        except BadValue as bad:
            yield index, bad


def _value_fault(record: CompiledRecord, row: Row, number: int, index: int, bad: BadValue) -> Finding:
    name = record.names[index]
    return finding(
        bad.code,
        place=_place(record, number, index),
        value=_shown(record.record.fields[name], cell_text(row[record.places[index]])),
        expected=bad.expected,
        field=record.title(name),
        **_found(bad),
    )


def _found(bad: BadValue) -> dict[str, Any]:
    return {"found": bad.found} if bad.found else {}


def _shown(field: Field, text: str) -> str:
    return shown_number(field.check, text) if text else text


def _place(record: CompiledRecord, number: int, index: int) -> Place:
    return Place(line=number, record=record.name, position=record.position(record.names[index], number))


def _width_fault(record: CompiledRecord, row: Row, number: int) -> Finding:
    if record.layout.kind == "xlsx":
        beyond = next(index for index in range(record.width, len(row)) if cell_text(row[index]))
        place = Place(line=number, record=record.name, position=f"{column_letters(beyond + 1)}{number}")
        return finding("SHEET-CELL-BEYOND", place=place, value=cell_text(row[beyond]))
    code = "LAYOUT-LINE-LENGTH" if record.layout.kind == "fixed" else "LAYOUT-COLUMN-COUNT"
    index = _first_unfitting(record, row)
    place = Place(line=number, record=record.name) if index is None else _place(record, number, index)
    title = NOTHING if index is None else record.title(record.names[index])
    return finding(code, place=place, value=len(row), expected=record.width, field=title)


def _first_unfitting(record: CompiledRecord, row: Row) -> int | None:
    """The first field, in the order of the line, that lies outside it or whose text is no value."""
    for index in sorted(range(len(record.names)), key=lambda index: record.starts[index]):
        place = record.places[index]
        if len(row) < record.ends[index]:
            return index
        try:
            record.converters[index](row[place])
        except BadValue:
            return index
    return None


def _shifted(record: CompiledRecord, row: Row, number: int, faults: list[Fault]) -> Finding | None:
    """The finding about a line that has slipped, None when its faults are faults of single values."""
    first, bad = min(faults, key=lambda fault: record.starts[fault[0]])
    shift = _shift(record, row, first, faults)
    if not shift and not _all_after_are_faulty(record, first, faults):
        return None
    name = record.names[first]
    return finding(
        "LAYOUT-SHIFTED",
        place=_place(record, number, first),
        # Characters of the fields around it may stand in this one, so it is shown as little as they are.
        value=MASK if record.is_personal else cell_text(row[record.places[first]]),
        expected=bad.expected,
        field=record.title(name),
        count=len(faults),
        shift=f"{shift:+d}" if shift else "",
    )


def _all_after_are_faulty(record: CompiledRecord, first: int, faults: list[Fault]) -> bool:
    """Whether no field from a place on, that would not take any text, has a value."""
    faulty = {index for index, _ in faults}
    strict = {
        index
        for index, field in enumerate(record.record.fields.values())
        if record.starts[index] >= record.starts[first]
        and (field.type not in ("text", "code") or field.allowed or field.check or field.pattern)
    }
    return len(faulty) >= _FEWEST_OF_A_SHIFT and strict <= faulty


def has_slipped(record: CompiledRecord, row: Row) -> bool:
    """Whether the values of a faulty line may be pieces of others."""
    if len(row) != record.width:
        return True
    faults = list(_bad_values(record, row))
    first = min((index for index, _ in faults), key=lambda index: record.starts[index], default=None)
    return first is not None and (
        bool(_shift(record, row, first, faults)) or _all_after_are_faulty(record, first, faults)
    )


def _shift(record: CompiledRecord, row: Row, first: int, faults: list[Fault]) -> int:
    """By how many positions the rest of a fixed line has slipped, to the right above zero; 0 when not by a few.

    One fault alone tells of it only in a date: what stands a position off is hardly ever another.
    """
    is_told = len(faults) > 1 or record.record.fields[record.names[first]].type == "date"
    if record.layout.kind != "fixed" or not is_told:
        return 0
    start = record.starts[first]
    before = max((begin for begin in record.starts if begin < start), default=start)
    for shift in _SHIFTS:
        for cut in (start, before):
            if shift > 0:
                mended = row[:cut] + row[cut + shift :] + " " * shift
            else:
                mended = (row[:cut] + " " * -shift + row[cut:])[: len(row)]
            # What has slipped out of the line at its end cannot be mended.
            known = len(row) - max(shift, 0)
            if all(record.ends[index] > known for index, _ in _bad_values(record, mended)):
                return shift
    return 0
