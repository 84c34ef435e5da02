"""The page of systems names every route, and no route that is not there."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.unit

PROJECT = Path(__file__).resolve().parents[2]
PAGE = (PROJECT / "docs" / "reference" / "systems.md").read_text(encoding="utf-8")
ROUTES = {path.stem for path in (PROJECT / "mappings" / "routes").glob("*.yaml")}


def test_every_route_belongs_to_a_system_and_no_other_is_named() -> None:
    by_system = PAGE.split("## By system")[1].split("## By route")[0]
    named = {name for line in by_system.splitlines() for name in re.findall(r"`([a-z0-9-]+)`", line)}
    assert named == ROUTES


def test_every_route_stands_in_the_table_with_its_layouts_and_answers() -> None:
    rows = [line for line in PAGE.split("## By route")[1].splitlines() if line.startswith("| `")]
    assert {row.split("`")[1] for row in rows} == ROUTES
    assert all("receipt, error list" in row for row in rows)
