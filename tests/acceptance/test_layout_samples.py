"""Every layout is shown at work: a good sample and a bad one of each that is read, expected output of each written."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.formats.base import HEAD_SIZE
from gateway.formats.layouts.layout import load_layouts
from gateway.formats.layouts.reader import layout_format
from gateway.specification import read_yaml

pytestmark = pytest.mark.acceptance

PROJECT = Path(__file__).resolve().parents[2]
MAPPINGS = PROJECT / "mappings"
LAYOUTS = load_layouts(MAPPINGS / "layouts")
TARGETS = {path.stem: read_yaml(path).values["target"] for path in sorted((MAPPINGS / "translations").glob("*.yaml"))}
ROUTES = {path.stem: read_yaml(path).values for path in sorted((MAPPINGS / "routes").glob("*.yaml"))}
READ = [name for name in LAYOUTS if any(name in values["accepts"] for values in ROUTES.values())]
WRITTEN_BY_THE_GATEWAY = {"document_index"}
"""Layouts that no mapping writes: the pipeline fills them itself."""


def samples_of(name: str) -> Iterator[Path]:
    recognise = layout_format(LAYOUTS[name]).recognise
    for route, values in ROUTES.items():
        if name in values["accepts"]:
            for path in sorted((PROJECT / "samples" / route).iterdir()):
                if recognise(path.read_bytes()[:HEAD_SIZE]):
                    yield path


@pytest.mark.parametrize("name", READ)
def test_a_layout_that_is_read_has_a_good_sample_and_a_bad_one(name: str) -> None:
    samples = [path.name for path in samples_of(name)]
    assert any(not sample.startswith("fel-") for sample in samples), name
    assert any(sample.startswith("fel-") for sample in samples), name


@pytest.mark.parametrize("name", sorted(set(LAYOUTS) - set(READ) - WRITTEN_BY_THE_GATEWAY))
def test_a_layout_that_is_written_has_an_example_with_its_output(name: str) -> None:
    mappings = [mapping for mapping, target in TARGETS.items() if target == name]
    expected = [path for mapping in mappings for path in (MAPPINGS / "examples" / mapping).glob("*/expected.*")]
    replies = {values["reply"]["mapping"] for values in ROUTES.values() if "reply" in values}
    is_tried_by_samples = any((PROJECT / "tests" / "acceptance" / "expected_replies").glob("*/*"))
    assert expected or (set(mappings) & replies and is_tried_by_samples), name
