"""Reads camt files in tests."""

from pathlib import Path
from typing import Any

import pytest

from gateway.findings import Finding
from gateway.formats import camt
from gateway.formats.base import HEAD_SIZE, ReadingContext
from gateway.schemas import SchemaStore

REPOSITORY = Path(__file__).resolve().parents[1]
SCHEMAS = SchemaStore(REPOSITORY / "xsd")
CONTEXT = ReadingContext(schemas=SCHEMAS)

needs_schemas = pytest.mark.skipif(
    any("camt.05" in name for name in SCHEMAS.missing()), reason="schemas are not installed: gateway schemas install"
)


def read_file(path: Path) -> tuple[list[Any], list[Finding]]:
    """The parts and the findings of a file, which exactly one camt format recognises."""
    head = path.read_bytes()[:HEAD_SIZE]
    (form,) = (form for form in camt.FORMATS if form.recognise(head))
    items = list(form.read(path, CONTEXT))
    return (
        [item for item in items if not isinstance(item, Finding)],
        [item for item in items if isinstance(item, Finding)],
    )


def read_text(text: str | bytes, folder: Path) -> tuple[list[Any], list[Finding]]:
    """The parts and the findings of a document."""
    path = folder / "document.xml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_file(path)


def codes(findings: list[Finding]) -> list[str]:
    """The codes of findings, in order."""
    return [found.code for found in findings]
