"""The explanation of every sample agrees with its translation, line by line."""

from pathlib import Path

import pytest

from gateway.app.inspection import parts_of, trial_run
from gateway.app.installation import Installation
from gateway.settings import Settings

pytestmark = pytest.mark.integration

PROJECT = Path(__file__).resolve().parents[2]
SAMPLES = sorted((PROJECT / "samples").rglob("*.*"))


@pytest.fixture(scope="module")
def installation():
    return Installation(Settings(home=PROJECT))


@pytest.mark.parametrize("sample", SAMPLES, ids=[path.name for path in SAMPLES])
def test_every_translated_line_is_explained_by_its_number_and_its_codes(sample, installation):
    mapping = installation.route_for(sample).mapping
    run = trial_run()
    translator = mapping.translator(run)
    steps = [translator.start(), *map(translator.translate, parts_of(installation, sample)), translator.finish()]
    files = {"": [line for step in steps for line in step.lines]}
    for step in steps:
        for key, share in step.shares.items():
            files.setdefault(key, []).extend(share.lines)
    written = [record for record in mapping.explain(parts_of(installation, sample), run) if record.line]
    headings = 1 if getattr(mapping.target, "header_row", False) else 0
    for key, lines in files.items():
        of_file = [record for record in written if record.split == key]
        assert [record.line for record in of_file] == list(range(headings + 1, len(lines) + 1))
    for record in written:
        kinds = mapping.target.records[record.record].fields
        codes = [field.value for field in record.fields if kinds[field.field].type == "code"]
        is_masked = any("•" in code for code in codes)
        assert is_masked or all(code in files[record.split][record.line - 1] for code in codes if code != "(blank)")
