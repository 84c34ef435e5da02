"""Requests to the gateway that is at work: what `gateway retry` leaves when `gateway watch` holds the installation."""

import json
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

REQUEST = "request.json"


@dataclass(frozen=True, slots=True)
class RetryRequest:
    """A wish to take a file through again; `corrected` is the file to send in its place, if any."""

    folder: Path
    file_id: str
    corrected: Path | None

    def done(self) -> None:
        """Forget the request."""
        shutil.rmtree(self.folder)


def leave_request(folder: Path, file_id: str, corrected: Path | None) -> None:
    """Leave a request in a folder, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    name = secrets.token_hex(8)
    hidden = folder / f".{name}"
    hidden.mkdir()
    if corrected:
        shutil.copyfile(corrected, hidden / corrected.name)
    request = {"file_id": file_id, "corrected": corrected.name if corrected else ""}
    (hidden / REQUEST).write_text(json.dumps(request), encoding="utf-8")
    hidden.rename(folder / name)


def waiting_requests(folder: Path) -> Iterator[RetryRequest]:
    """The requests that wait in a folder, oldest first."""
    waiting = [path for path in folder.glob("*") if not path.name.startswith(".")]
    for path in sorted(waiting, key=lambda each: each.stat().st_mtime_ns):
        request = json.loads((path / REQUEST).read_text(encoding="utf-8"))
        corrected = path / request["corrected"] if request["corrected"] else None
        yield RetryRequest(path, request["file_id"], corrected)
