"""Autogiro files of others: each is read, or refused for a reason that is named here.

Bankgirot's examples of the new layout have a heading for people before the first record, by which nobody could know
them; without it they are read.
"""

import re
from pathlib import Path

import pytest

from gateway.formats import autogiro, bgmax
from gateway.formats.base import Format
from tests.unit.formats.autogiro_files import CONFORMANCE, CONTEXT, codes, read

pytestmark = pytest.mark.unit

needs_conformance = pytest.mark.skipif(not CONFORMANCE.is_dir(), reason="the conformance data is not here")
FORMATS = (*autogiro.FORMATS, bgmax.FORMAT)
FILES = sorted(path for path in CONFORMANCE.rglob("*.txt") if path.name != "PROVENANCE.txt")
BEGINNING = re.compile(rb"01AUTOGIRO|01\d{8}|51\d{8}|0009912346\d{12}")
KINDS = {
    "autogiro-order": "underlag|AGPLayout[ABC]|basic|blank-rows",
    "autogiro-payments": "betalningsspec|bet-spec|AGPLayoutD",
    "autogiro-rejected": "avvisade|AGPLayoutF",
    "autogiro-changes": "makulering-andring|makuleringar_andringar|andringslista|AGPLayoutG",
    "autogiro-watch": "bevakning",
    "autogiro-mandates": "medgivande|AGPLayout[EH]",
    "bgmax": "bg-max-forma",
}
"""What each file is, by its name; the first that fits."""

ONE_LINE = "AUTOGIRO-LINE-TOO-LONG"
"""Files in which all records stand on one line: what a seal is reckoned over, not what anybody sends."""
OTHER_PAYEES = {"betalningsspec-old.txt": "AUTOGIRO-BANKGIRO-DIFFERS"}
"""A specification for one bankgiro number whose payments are to others."""


def kind_of(name: str) -> str:
    order = re.search(r"underlag_till|_till-bankgirot|exempelfil_medgivandeunderlag|andringsunderlag", name)
    if order:
        return "autogiro-order"
    return next(kind for kind, pattern in KINDS.items() if re.search(pattern, name))


def without_heading(path: Path, folder: Path) -> Path:
    content = path.read_bytes()
    begins = next((line.start() for line in re.finditer(rb"(?m)^.*$", content) if BEGINNING.match(line.group())), 0)
    copy = folder / path.name
    copy.write_bytes(content[begins:])
    return copy


def the_one(head: bytes) -> Format | None:
    fitting = [form for form in FORMATS if form.recognise(head)]
    assert len(fitting) <= 1
    return fitting[0] if fitting else None


@needs_conformance
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(CONFORMANCE).as_posix())
def test_a_file_of_others_is_read_or_refused_for_a_named_reason(path: Path, tmp_path: Path) -> None:
    if path.parent.name == "ny_layout" and "bg-max" not in path.name:
        assert the_one(path.read_bytes()) is None
        path = without_heading(path, tmp_path)
    form = the_one(path.read_bytes())
    assert form is not None
    assert form.name == kind_of(path.name)
    parts, findings = read(form, path)
    rejecting = set(codes(found for found in findings if found.rejects))
    if path.name.endswith("-expected.txt"):
        assert ONE_LINE in rejecting
    else:
        assert rejecting == {OTHER_PAYEES[path.name]} if path.name in OTHER_PAYEES else not rejecting
        assert any(isinstance(part, form.family.counted) for part in parts)


@needs_conformance
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(CONFORMANCE).as_posix())
def test_a_file_that_is_cut_short_breaks_nothing(path: Path, tmp_path: Path) -> None:
    content = without_heading(path, tmp_path).read_bytes()
    form = the_one(content)
    assert form is not None
    cut = tmp_path / "cut"
    for length in range(0, len(content), 97):
        cut.write_bytes(content[:length])
        list(form.read(cut, CONTEXT))
