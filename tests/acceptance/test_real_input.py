"""Files that nobody here made go through the gateway; each ends as the docs say it does."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.acceptance

PROJECT = Path(__file__).resolve().parents[2]
CONFORMANCE = PROJECT.parent / "shared" / "conformance"
PAGE = PROJECT / "docs" / "reference" / "real-input.md"


def real_input() -> ModuleType:
    spec = importlib.util.spec_from_file_location("real_input", PROJECT / "docs" / "real_input.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(not CONFORMANCE.is_dir(), reason="the public test files are not beside the project")
def test_every_public_file_ends_as_the_docs_table_says(home: Path) -> None:
    made = real_input().rows(CONFORMANCE, home)
    told = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ") and "/" in line]
    assert len(made) > 130
    assert made == told


def test_no_file_of_the_table_ends_without_a_reason() -> None:
    told = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ") and "/" in line]
    for line in told:
        _, _, _, state, reasons, _ = (cell.strip() for cell in line.split("|"))
        assert state in ("delivered", "partly_delivered", "rejected", "duplicate"), line
        assert state == "delivered" or reasons != "–", line
