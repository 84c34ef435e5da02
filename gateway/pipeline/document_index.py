"""The index of a document archive: one row for each document, written by a layout whose fields it knows by name."""

import datetime
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from gateway.formats.layouts.files import file_writer
from gateway.formats.layouts.layout import Layout
from gateway.formats.layouts.texts import Unwritable
from gateway.formats.layouts.writer import LayoutWriter
from gateway.specification import did_you_mean

RECORD = "document"
FIELDS: dict[str, tuple[str, ...]] = {
    "batch_id": ("code", "text"),
    "voucher": ("code", "text"),
    "document": ("code", "text"),
    "number": ("code", "text"),
    "party_number": ("code", "text"),
    "party": ("code", "text"),
    "date": ("date",),
    "amount": ("amount",),
    "currency": ("code", "text"),
    "file_name": ("code", "text"),
    "given_name": ("code", "text"),
    "media_type": ("code", "text"),
    "size": ("integer",),
    "sha256": ("code", "text"),
    "file_id": ("code", "text"),
}
"""What a row may tell, with the types of layout field that can hold it."""

ORIGINAL_DOCUMENT, PICTURE, ATTACHMENT = "original", "bild", "bilaga"
"""What a document is: the values of the field ``document``."""

SUFFIXES = {"delimited": ".csv", "fixed": ".txt", "xlsx": ".xlsx", "xml": ".xml", "json": ".json"}
"""How an index of each kind of layout is named."""


class UnwritableIndex(Exception):
    """A value does not fit the layout of the index, which somebody must widen before the documents can go."""


def index_problems(name: str, layout: Layout | None) -> Iterator[str]:
    """Why a layout cannot be an index."""
    if layout is None:
        yield f"unknown layout '{name}' of the document archive's index"
        return
    if RECORD not in layout.records:
        yield f"layout '{name}' has no record '{RECORD}', which an index is made of"
        return
    for field_name, field in layout.records[RECORD].fields.items():
        if field_name not in FIELDS:
            hint = did_you_mean(field_name, FIELDS)
            yield f"layout '{name}' has a field '{field_name}' that no index row tells{f' ({hint})' if hint else ''}"
        elif field.type not in FIELDS[field_name]:
            yield f"the field '{field_name}' of layout '{name}' is to be {' or '.join(FIELDS[field_name])}"


def write_index(path: Path, layout: Layout, rows: Iterable[dict[str, Any]]) -> int:
    """Write the rows, each by field name; gives how many they were. Raises UnwritableIndex and OSError."""
    writer = LayoutWriter(layout)
    fields = tuple(layout.records[RECORD].fields)
    line_of = writer.formatter(RECORD, fields)
    made = file_writer(layout, writer)
    heading = writer.header_line()
    count = 0
    try:
        with path.open("wb") as file:
            if heading is not None:
                file.write(made.add([heading]))
            for row in rows:
                file.write(made.add([line_of([row[name] for name in fields])]))
                count += 1
            if fault := made.fault():
                raise fault
            for piece in made.end():
                file.write(piece)
    except Unwritable as fault:
        raise UnwritableIndex(
            f"{fault.value} cannot be written in the field '{fault.field}' of the index layout '{layout.name}': "
            f"expected {fault.expected}"
        ) from fault
    return count


def index_row(stored: list[Any], batch_id: str, file_id: str) -> dict[str, Any]:
    """A row as it was spooled, with the values that are the same for all rows of a file."""
    voucher, document, number, party_number, party, date, amount, currency, file_name, given, media, size, sha256 = (
        stored
    )
    return {
        "batch_id": batch_id,
        "voucher": voucher,
        "document": document,
        "number": number,
        "party_number": party_number,
        "party": party,
        "date": datetime.date.fromisoformat(date) if date else None,
        "amount": Decimal(amount) if amount is not None else None,
        "currency": currency,
        "file_name": file_name,
        "given_name": given,
        "media_type": media,
        "size": size,
        "sha256": sha256,
        "file_id": file_id,
    }
