"""Records of XML and JSON documents stand within others: a mapping must write the outer ones first."""

from collections.abc import Iterator, Sequence

from gateway.formats.layouts.layout import NESTED, Layout
from gateway.formats.layouts.paths import parent_of
from gateway.mapping.plan import END, START, RecordPlan, closing


def unplaced(layout: Layout, records: Sequence[RecordPlan], levels: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """(index, outer record) of every record that nothing before it writes the outer record of."""
    if layout.kind not in NESTED:
        return
    opening = {START: -1.0} | {level: float(depth) for depth, level in enumerate(levels)}
    # What closes a part comes after the part's own records, and is before nothing but itself.
    moments = {**opening, END: 0.5} | {closing(level): depth + 0.5 for depth, level in enumerate(levels)}
    for index, record in enumerate(records):
        outer = parent_of(layout, record.record)
        if outer and not any(
            place < index
            if other.moment == record.moment
            else other.moment in opening and moments[other.moment] < moments[record.moment]
            for place, other in enumerate(records)
            if other.record == outer
        ):
            yield index, outer
