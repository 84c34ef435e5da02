"""What expressions may mention beside the message: the run, the route, and the types that layout fields take."""

import datetime
from types import SimpleNamespace

from gateway.mapping.nodes import Binding
from gateway.mapping.types import BOOLEAN, DATE, DATETIME, INTEGER, NUMBER, TEXT, Type

FIELD_TYPES: dict[str, Type] = {
    "text": TEXT,
    "code": TEXT,
    "integer": INTEGER,
    "amount": NUMBER,
    "date": DATE,
    "boolean": BOOLEAN,
}

RUN_NAMES: dict[str, Binding] = {
    "file_id": Binding(TEXT, "run.file_id"),
    "batch_id": Binding(TEXT, "run.batch_id"),
    "batch_number": Binding(INTEGER, "run.batch_number"),
    "today": Binding(DATE, "run.today"),
    "now": Binding(DATETIME, "run.now"),
    "number": Binding(INTEGER, "number"),
}

SPLIT_NAME = Binding(TEXT, "run.split")

SAMPLE_RUN = SimpleNamespace(
    file_id="20260309-00000001",
    batch_id="A-20260309-00000001",
    batch_number=1,
    split="A1",
    today=datetime.date(2026, 3, 9),
    now=datetime.datetime(2026, 3, 9, 12, tzinfo=datetime.UTC),
)
"""A run to try file names on."""


class AnyRoute(dict[str, Binding]):
    """The values of a route that is not known: whatever is asked for is a text."""

    def __contains__(self, name: object) -> bool:
        return True

    def __missing__(self, name: str) -> Binding:
        return Binding(TEXT, repr(name))
