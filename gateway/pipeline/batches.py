"""The batch that a file is delivered as: its id, and its number where the route numbers its batches."""

from dataclasses import dataclass

from gateway.journal.base import FileRecord
from gateway.journal.ledger_book import LedgerBook
from gateway.routes import Route

LONGEST = 25
"""The most characters of a batch id in the ledger, which is a key and is never cut."""


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch: its id, and its number in a series; without a series the number is 0."""

    identifier: str = ""
    series: str = ""
    number: int = 0


NO_BATCH = Batch()
"""Of a file that delivers nothing."""


def batch_of(record: FileRecord, route: Route, ledger: LedgerBook) -> Batch:
    """The batch that a file becomes if it is delivered. A number is taken with the plan, not here.

    Raises BatchIdTaken when another series has given the same id.
    """
    if not route.batch_series:
        return Batch(_checked(f"{route.batch_prefix}-{record.id}"))
    number = ledger.number_for(route.batch_series, record.id)
    identifier = _checked(f"{route.batch_prefix}-{number:08d}")
    ledger.check_free(identifier, record.id)
    return Batch(identifier, route.batch_series, number)


def _checked(identifier: str) -> str:
    if len(identifier) > LONGEST:
        raise ValueError(f"the batch id {identifier} has more than {LONGEST} characters")
    return identifier
