"""Ready files in the work folder of one file, as planned deliveries."""

import hashlib
from pathlib import Path

from gateway.journal.base import FileRecord, PlannedDelivery
from gateway.storage.base import sha256_of

ORIGINAL = "original"
"""The name of the original in its work folder."""


class Staging:
    """Makes planned deliveries of what is, or is put, in a work folder."""

    def __init__(self, work: Path, record: FileRecord) -> None:
        self.work = work
        self.original = work / ORIGINAL
        self._record = record

    def made(self, kind: str, destination: str, name: str, content: bytes) -> PlannedDelivery:
        """A delivery of some content, which is put into the work folder."""
        staged = self.work / f"{kind}-{name}"
        staged.write_bytes(content)
        return PlannedDelivery(
            kind=kind,
            destination=destination,
            name=name,
            staged=staged,
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
        )

    def planned(self, kind: str, destination: str, name: str, staged: Path, rows: int = 0) -> PlannedDelivery:
        """A delivery of a file that is in the work folder."""
        sha256 = self._record.sha256 if staged == self.original else sha256_of(staged)
        return PlannedDelivery(
            kind=kind,
            destination=destination,
            name=name,
            staged=staged,
            sha256=sha256,
            size=staged.stat().st_size,
            rows=rows,
        )
