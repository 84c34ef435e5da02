"""The Avro schema of every family of messages, published in docs/schemas: what containers of messages are written by.

`docs/generate.py` writes them, and with ``--check`` tells which are out of date.
"""

import importlib
import json
from collections.abc import Iterator
from pathlib import Path

SCHEMAS = Path(__file__).resolve().parent / "schemas"
_SUFFIX = ".avsc"


def schemas() -> Iterator[tuple[Path, str]]:
    """The file and the text of each schema."""
    families = importlib.import_module("gateway.messages").FAMILIES
    schema_of = importlib.import_module("gateway.archive").schema_of
    for name, family in families.items():
        yield SCHEMAS / f"{name}{_SUFFIX}", json.dumps(schema_of(family), indent=1, ensure_ascii=False) + "\n"


def stale(*, is_check: bool) -> list[Path]:
    """The schemas that differ from the messages, or are of none; unless `is_check` they are brought up to date."""
    wanted = dict(schemas())
    found = [path for path, text in wanted.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    orphans = [path for path in SCHEMAS.glob(f"*{_SUFFIX}") if path not in wanted]
    if not is_check:
        SCHEMAS.mkdir(exist_ok=True)
        for path in found:
            path.write_text(wanted[path], encoding="utf-8")
        for path in orphans:
            path.unlink()
    return found + orphans
