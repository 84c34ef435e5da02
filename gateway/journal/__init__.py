"""State and history of every file."""

from gateway.journal.base import (
    AmbiguousFileId,
    Clock,
    CountingIdentities,
    Delivery,
    Event,
    FileRecord,
    FileState,
    Identities,
    Journal,
    ManualClock,
    PlannedDelivery,
    RandomIdentities,
    SystemClock,
    UnknownFileId,
    display_name,
    stockholm_text,
)
from gateway.journal.lock import InstanceLock, SecondInstance
from gateway.journal.sqlite import SqliteJournal

__all__ = [
    "AmbiguousFileId",
    "Clock",
    "CountingIdentities",
    "Delivery",
    "Event",
    "FileRecord",
    "FileState",
    "Identities",
    "InstanceLock",
    "Journal",
    "ManualClock",
    "PlannedDelivery",
    "RandomIdentities",
    "SecondInstance",
    "SqliteJournal",
    "SystemClock",
    "UnknownFileId",
    "display_name",
    "stockholm_text",
]
