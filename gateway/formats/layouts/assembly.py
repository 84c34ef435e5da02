"""Puts the lines of a laid-out file together to message parts, whatever the family.

A line begins a new part of each kind that its fields are bound to, and closes those within. Two things change that:

* `group_by`: consecutive lines with equal fields tell of one unit (voucher, invoice), and each adds an item to it;
* `adds`: the line says more of parts that are open.

A part around the unit that no line tells of is begun by itself, with the layout's constants. A unit with a faulty line
is not yielded; findings stand in its place. A unit whose `group_by` fields come back rejects the file, because its
first lines have already gone by as a unit of their own.

Memory: one unit and, with `group_by`, a 64-bit hash for each unit of the file, to notice one that comes back: about
70 megabytes for a million.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from gateway.findings import NOWHERE, Finding, Place, finding
from gateway.formats.layouts.binding import levels, streamed, unit_of
from gateway.formats.layouts.layout import Layout
from gateway.formats.layouts.lines import CompiledRecord, Row
from gateway.formats.layouts.parts import constants_of, part_maker
from gateway.formats.layouts.record_bindings import PROTECTED, Readable, RecordBindings
from gateway.formats.layouts.records import Line, as_file_faults, line_faults
from gateway.formats.layouts.values import BadValue
from gateway.messages import FAMILIES, Part, is_protected, unit_name


def parts(layout: Layout, items: Iterator[Line | Finding]) -> Iterator[Part | Finding]:
    """The parts of a file, outermost first, with findings about the lines that could not be taken."""
    assembly = Assembly(layout)
    for item in items:
        if isinstance(item, Finding):
            yield item
        elif not assembly.adds_a_row(*item):
            yield from assembly.take(*item)
    yield from assembly.finish()


class Assembly:
    """The parts that are open between two lines of one file."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._family = FAMILIES[layout.message]
        self._levels = levels(layout.message)
        self._streamed = streamed(layout.message)
        self._unit = unit_of(self._family)
        self._order = {name: depth for depth, name in enumerate(self._levels)}
        self._owners = {item: tuple(where.split(".")) for item, where in self._family.items.items()}
        self._bindings: dict[str, RecordBindings] = {}
        self._open: dict[str, Any] = {}
        self._running = dict.fromkeys(self._levels, 0)
        self._waiting: list[str] = []
        self._is_broken = False
        self._is_faulty = False
        self._about = ""
        self._key: Any = None
        self._first_values: Any = None
        self._seen: set[int] = set()
        begun = {
            field.means.partition(".")[0]
            for record in layout.records.values()
            for field in record.fields.values()
            if field.means and not record.adds
        }
        self._implicit = set(self._streamed) - begun
        self._has_flag = any(
            field.means.endswith(f".{PROTECTED}")
            for record in layout.records.values()
            for field in record.fields.values()
        )

    def adds_a_row(self, number: int, record: CompiledRecord, _row: Row, values: list[Any] | None) -> bool:
        """Take a line that only adds a row to the open unit, as most lines of a large file do; whether it was one."""
        bindings = self._bindings.get(record.name)
        if values is None or bindings is None or not bindings.row:
            return False
        unit = self._open.get(self._unit)
        if unit is None or bindings.key(values) != self._key or bindings.unit_values(values) != self._first_values:
            return False
        amounts = bindings.amounts[bindings.row]
        if amounts and all(values[index] is None for index in amounts):
            return False
        siblings = getattr(unit, self._owners[bindings.row][1])
        place = Place(line=number, record=record.name)
        made = bindings.make[bindings.row](values, place, len(siblings) + 1, self._open)
        self._open[bindings.row] = made
        siblings.append(made)
        return True

    def take(self, number: int, record: CompiledRecord, row: Row, values: list[Any] | None) -> Iterator[Part | Finding]:
        """What one line gives: the unit before it when it begins a new one, and what is wrong."""
        bindings = self._bindings.get(record.name)
        if bindings is None:
            bindings = self._bindings[record.name] = RecordBindings(self._layout, record)
        if values is None:
            yield from self._faulty(bindings, row, number)
            return
        place = Place(line=number, record=record.name)
        if bindings.adds:
            yield from self._add(bindings, values, place)
        elif bindings.parts:
            yield from self._begin(bindings, values, place)
        for group in bindings.repeated:
            yield from self._begin_group(group, values, place)

    def finish(self) -> Iterator[Part | Finding]:
        """The parts that the file ends with."""
        yield from self._settled()
        if not self._open and self._streamed[0] in self._implicit and not self._is_broken:
            yield self._opened(self._streamed[0])

    def _begin(self, bindings: RecordBindings, values: list[Any], place: Place) -> Iterator[Part | Finding]:
        names = bindings.parts
        if bindings.is_grouped:
            key = bindings.key(values)
            if key == self._key:
                if bindings.unit_values(values) != self._first_values:
                    yield from self._differences(bindings, values, place)
                names = names[1:]
            else:
                yield from self._new_group(key, place)
                self._first_values = bindings.unit_values(values)
        for name in names:
            if name in self._owners:
                yield from self._begin_item(bindings, name, values, place)
            else:
                yield from self._begin_streamed(bindings, name, values, place)

    def _begin_group(self, group: RecordBindings, values: list[Any], place: Place) -> Iterator[Finding]:
        """Begin the items of fields that stand several times on a line; a time that is blank is none."""
        if all(values[index] is None for index in group.indexes):
            return
        record = group.record
        for index in group.required:
            if values[index] is None:
                self._is_faulty = True
                missing = finding(
                    "LAYOUT-VALUE-MISSING", place=place, about=self._about, field=record.title(record.names[index])
                )
                yield replace(missing, withholds=True)
        for name in group.parts:
            yield from self._begin_item(group, name, values, place)

    def _begin_streamed(
        self, bindings: RecordBindings, name: str, values: list[Any], place: Place
    ) -> Iterator[Part | Finding]:
        returned = bindings.is_grouped and self._is_faulty and name == self._unit
        if not bindings.is_grouped or name != self._unit:
            yield from self._settled()
            self._is_faulty = False
        yield from self._opened_around(name, bindings, place)
        self._close_within(name)
        self._running[name] += 1
        if self._is_broken:
            return
        made = bindings.make[name](values, place, self._running[name], self._open)
        self._open[name] = made
        self._waiting.append(name)
        if name == self._unit:
            self._about = unit_name(made)
            self._is_faulty = returned
            yield from self._without_amount(bindings, name, values, place)

    def _begin_item(self, bindings: RecordBindings, name: str, values: list[Any], place: Place) -> Iterator[Finding]:
        owner_name, field = self._owners[name]
        owner = self._open.get(owner_name)
        if owner is None:
            yield from self._without_owner(bindings, owner_name, place)
            return
        yield from self._without_amount(bindings, name, values, place)
        siblings = getattr(owner, field)
        made = bindings.make[name](values, place, len(siblings) + 1, self._open)
        siblings.append(made)
        self._open[name] = made
        for deeper in list(self._levels)[self._order[name] + 1 :]:
            self._open.pop(deeper, None)

    def _without_amount(
        self, bindings: RecordBindings, name: str, values: list[Any], place: Place
    ) -> Iterator[Finding]:
        indexes = bindings.amounts[name]
        if indexes and all(values[index] is None for index in indexes):
            self._is_faulty = True
            titles = ", ".join(bindings.record.title(bindings.record.names[index]) for index in indexes)
            missing = finding("LAYOUT-AMOUNT-MISSING", place=place, about=self._about, field=titles)
            yield replace(missing, withholds=True)

    def _without_owner(self, bindings: RecordBindings, owner: str, place: Place) -> Iterator[Finding]:
        if not self._is_faulty and not self._is_broken:
            self._is_broken = True
            yield finding("LAYOUT-PART-MISSING", place=place, value=bindings.record.name, expected=owner)

    def _add(self, bindings: RecordBindings, values: list[Any], place: Place) -> Iterator[Finding]:
        for name in bindings.parts:
            opened = self._open.get(name)
            if opened is None:
                yield from self._without_owner(bindings, name, place)
                return
            for index in bindings.add[name](opened, values):
                self._is_faulty = True
                yield self._difference(bindings, place, values[index], "", index)
            if name == self._unit:
                self._about = unit_name(opened)

    def _new_group(self, key: Any, place: Place) -> Iterator[Part | Finding]:
        yield from self._settled()
        self._key, self._is_faulty = key, False
        self._open.pop(self._unit, None)
        if hash(key) in self._seen:
            self._is_faulty = True
            shown = " ".join(map(str, key)) if isinstance(key, tuple) else str(key)
            yield replace(finding("LAYOUT-GROUP-RETURNS", place=place, value=shown, about=shown), withholds=True)
        self._seen.add(hash(key))

    def _differences(self, bindings: RecordBindings, values: list[Any], place: Place) -> Iterator[Finding]:
        unit = self._open.get(self._unit)
        if unit is None:
            return
        for found, index in bindings.bound[self._unit]:
            value = values[index]
            if value is None or found.is_list or found.dimension or found.side:
                continue
            first = unit
            for step in found.steps:
                first = getattr(first, step)
            if value != first:
                self._is_faulty = True
                yield self._difference(bindings, place, value, first, index)

    def _difference(
        self, bindings: RecordBindings, place: Place, value: object, expected: object, index: int
    ) -> Finding:
        title = bindings.record.title(bindings.record.names[index])
        found = finding(
            "LAYOUT-GROUP-DIFFERS", place=place, value=value, expected=expected, about=self._about, field=title
        )
        found = replace(found, withholds=True)
        return found.masked() if is_protected(self._open.get(self._unit)) else found

    def _faulty(self, bindings: RecordBindings, row: Row, number: int) -> Iterator[Part | Finding]:
        record = bindings.record
        outside = self._streamed[: self._streamed.index(self._unit)]
        begins_unit = self._unit in bindings.parts and not bindings.adds
        if number in record.noted and self._unit in self._open:
            # The line can be read; what it says of the unit as a whole is wrong.
            self._is_faulty = True
            for fault in line_faults(record, row, number):
                yield self._shielded(replace(fault, about=self._about, withholds=True), bindings, row)
            return
        tells_nothing = not bindings.parts and not bindings.repeated
        if tells_nothing or any(name in outside for name in bindings.parts):
            self._is_broken = self._is_broken or bool(bindings.parts)
            yield from as_file_faults(record, row, number)
            return
        if begins_unit and bindings.is_grouped:
            try:
                key = self._key_of(record, row)
            except BadValue:
                # Which unit lacks this line cannot be known, so none may be booked.
                for fault in as_file_faults(record, row, number):
                    yield self._shielded(fault, bindings, row)
                return
            if key != self._key:
                yield from self._new_group(key, Place(line=number, record=record.name))
                self._faulty_unit(bindings, row)
        elif begins_unit:
            yield from self._settled()
            self._faulty_unit(bindings, row)
        elif self._unit not in self._open and not self._is_faulty:
            yield from as_file_faults(record, row, number)
            return
        self._is_faulty = True
        for fault in line_faults(record, row, number):
            yield self._shielded(replace(fault, about=self._about, withholds=True), bindings, row)

    def _faulty_unit(self, bindings: RecordBindings, row: Row) -> None:
        self._close_within(self._unit)
        self._open.pop(self._unit, None)
        self._running[self._unit] += 1
        readable = Readable(bindings, self._unit, row, self._running[self._unit])
        self._about = unit_name(readable, self._levels[self._unit])

    def _key_of(self, record: CompiledRecord, row: Row) -> Any:
        key = tuple([record.value(row, name) for name in self._layout.group_by])
        return key if len(key) > 1 else key[0]

    def _shielded(self, fault: Finding, bindings: RecordBindings, row: Row) -> Finding:
        """A finding that may be about a person with protected identity shows no value."""
        if not self._has_flag:
            return fault
        unit = self._open.get(self._unit)
        if not bindings.flags:
            return fault.masked() if unit is None or is_protected(unit) else fault
        try:
            # The flag of a line that has slipped may be another field's character: it cannot be trusted.
            is_open = len(row) == bindings.record.width and not any(
                bindings.record.value(row, flag) is not False for flag in bindings.flags
            )
        except BadValue:
            is_open = False
        return fault if is_open else fault.masked()

    def _opened_around(self, name: str, bindings: RecordBindings, place: Place) -> Iterator[Part | Finding]:
        """Begin the parts around a part that no line tells of; others must be open."""
        for outer in self._streamed[: self._streamed.index(name)]:
            if outer in self._open or self._is_broken:
                continue
            if outer in self._implicit:
                yield self._opened(outer)
            else:
                yield from self._without_owner(bindings, outer, place)

    def _opened(self, name: str) -> Part:
        self._running[name] += 1
        constants = constants_of(self._layout.message, self._layout.constants)
        make = part_maker(self._layout.message, name, [], constants)
        part: Part = make([], NOWHERE, self._running[name], self._open)
        self._open[name] = part
        return part

    def _close_within(self, name: str) -> None:
        for deeper in list(self._levels)[self._order[name] + 1 :]:
            self._open.pop(deeper, None)

    def _settled(self) -> Iterator[Part]:
        """The parts that nothing more can be said of, outermost first."""
        for name in self._waiting:
            is_left_out = self._is_broken or (name == self._unit and self._is_faulty)
            if not is_left_out:
                yield self._open[name]
        self._waiting.clear()
