"""Routes: a pattern stands for every format that it fits."""

from pathlib import Path

import pytest

from gateway.routes import Route, load_route_files
from gateway.specification import BrokenSpecification

pytestmark = pytest.mark.unit

FORMATS = ("bgmax", "camt.053.001.02", "camt.053.001.08", "camt.054.001.08")


def _loaded(folder: Path, accepts: str) -> Route | BrokenSpecification:
    text = f"title: Bank\nsender: bank\naccepts: {accepts}\nmapping: payments\ndestination: ledger\n"
    (folder / "bank.yaml").write_text(text, encoding="utf-8")
    return load_route_files(folder, formats=FORMATS, rule_sets=(), mappings=("payments",))["bank"]


def test_a_pattern_accepts_every_version_and_each_once(tmp_path: Path) -> None:
    route = _loaded(tmp_path, "[camt.053.001.08, camt.053.001.*, bgmax]")
    assert isinstance(route, Route)
    assert route.accepts == ["camt.053.001.08", "camt.053.001.02", "bgmax"]


@pytest.mark.parametrize("accepts", ["[camt.052.001.*]", "[bgmx, camt.053.001.*]"])
def test_a_name_or_pattern_that_fits_nothing_is_a_problem_with_a_hint(tmp_path: Path, accepts: str) -> None:
    broken = _loaded(tmp_path, accepts)
    assert isinstance(broken, BrokenSpecification)
    assert "did you mean" in str(broken)
