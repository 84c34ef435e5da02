"""Lines about persons: what is wrong is told with its place and field, and nothing of what stands there is shown."""

from pathlib import Path

import pytest

from gateway.findings import MASK, Finding
from gateway.formats.layouts.layout import load_layout
from gateway.formats.layouts.reader import layout_format
from gateway.messages import SupplierInvoice

pytestmark = pytest.mark.unit

PROJECT = Path(__file__).resolve().parents[2]
SAMPLES = PROJECT / "samples" / "lass"
PERSON = "189001019802"


def read(layout: str, content: bytes, folder: Path) -> list[object]:
    file = folder / "file"
    file.write_bytes(content)
    form = layout_format(load_layout(PROJECT / "mappings" / "layouts" / f"{layout}.yaml"))
    return list(form.read(file, None))  # type: ignore[arg-type]


def shown(finding: Finding) -> str:
    return repr(finding.as_dict("sv")) + repr(finding.as_dict("en"))


def test_a_line_that_has_slipped_shows_no_piece_of_a_persons_number(tmp_path: Path) -> None:
    content = (SAMPLES / "fel-forskjuten-rad-2026-11.txt").read_bytes()
    assert PERSON.encode() in content
    found = [part for part in read("lass_invoice", content, tmp_path) if isinstance(part, Finding)]
    faults = [each for each in found if each.place.record == "decision"]
    assert faults
    assert all(each.value == MASK and each.about == "faktura LASS202611001" for each in faults)
    assert "Ärende" in shown(faults[0])
    assert not any(piece in "".join(map(shown, found)) for piece in (PERSON, PERSON[:6], PERSON[-4:]))


@pytest.mark.parametrize("cut", range(1, 20))
def test_whatever_slips_no_piece_is_shown(cut: int, tmp_path: Path) -> None:
    head, line, *rest = (SAMPLES / "lass-2026-09.txt").read_bytes().split(b"\r\n20", 1)
    assert not rest
    slipped = head + b"\r\n20" + line[cut:].replace(b"\r\n", b" " * cut + b"\r\n", 1)
    found = [part for part in read("lass_invoice", slipped, tmp_path) if isinstance(part, Finding)]
    assert found
    assert not any(piece in "".join(map(shown, found)) for piece in (PERSON, PERSON[:6], PERSON[-4:]))


def test_the_person_is_not_read_at_all(tmp_path: Path) -> None:
    parts = read("lass_invoice", (SAMPLES / "lass-2026-09.txt").read_bytes(), tmp_path)
    (invoice,) = [part for part in parts if isinstance(part, SupplierInvoice)]
    assert [line.object_number for line in invoice.lines][:2] == ["FK100201", "FK100202"]
    assert PERSON not in repr(invoice)
