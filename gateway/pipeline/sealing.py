"""The seal of what is delivered for Bankgirot: put on when the file has none, else checked."""

from datetime import date
from pathlib import Path

from gateway.findings import Finding
from gateway.formats.hmac_seal import has_seal, seal, verify


def sealed(staged: Path, key: bytes, day: date) -> Finding | None:
    """Seal a staged file in its place; a finding when it has come with a seal that is not right.

    Raises OSError.
    """
    if has_seal(staged):
        return verify(staged, key)
    made = staged.with_suffix(".sealed")
    with made.open("wb") as target:
        seal(staged, target, key, day)
    made.replace(staged)
    return None
