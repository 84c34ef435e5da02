"""Layout specs: the ones we ship are right, and a broken one is told what is wrong and where."""

from pathlib import Path

import pytest

from gateway.formats.layout import describe_layout, load_layout, load_layouts
from gateway.specification import BrokenSpecification

pytestmark = pytest.mark.unit

LAYOUTS = Path(__file__).parents[2] / "mappings" / "layouts"
# GL07 format 55: the length of each field in order, as the published sheets agree on them.
GL07_LENGTHS = [
    *[25] * 3, 2, *[25] * 12, 2, 20, 20, 11, 20, 20, 20, 255, 8, 8, 15, 6, 1, 100, 255, 8, 8, 20, 25, 15, 27, 2, 1, 1,
    25, 1, 15, 9, 25, 25, 25, 255, 160, 40, 40, 35, 2, 25, 15, 3, 25, 20, 20, 4, 3, 2, 13, 11, 15, 2,
]  # fmt: skip
SPEC = """\
title: Prov
kind: fixed
assumed: true
records:
  row:
    length: 10
    fields:
      number: {type: code, start: 1, length: 4}
      amount: {type: amount, start: 5, length: 6}
"""


def test_gl07_format_55_has_66_fields_on_2060_characters() -> None:
    record = load_layouts(LAYOUTS)["gl07_format55"].record("row")
    assert [field.length for field in record.fields.values()] == GL07_LENGTHS
    assert (len(record.fields), record.length) == (66, 2060)
    starts = {
        name: record.fields[name].start for name in ("account", "amount", "voucher_no", "apar_id", "bank_acc_type")
    }
    assert starts == {"account": 103, "amount": 400, "voucher_no": 762, "apar_id": 1246, "bank_acc_type": 2059}


def test_a_layout_is_described_field_by_field() -> None:
    rows = describe_layout(load_layouts(LAYOUTS)["voucher_fixed"])
    debit = next(row for row in rows if row.means == "row.debit")
    assert (debit.record, debit.field, debit.position) == ("row", "debit", "55-69")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("start: 5, length: 6", "start: 4, length: 7", "9:37: 'amount' (4-10) overlaps 'number', which ends at 4"),
        ("start: 5, length: 6", "start: 6, length: 5", "9:37: positions 5-5 before 'amount' belong to no field"),
        ("length: 10", "length: 12", "6:13: the fields end at 10, the record at 12"),
        ("length: 10", "lenght: 10", "6:5: unknown key 'lenght' (did you mean 'length'?)"),
        ("length: 6}", "length: 6, sums: row.amuont}", "9:57: unknown field 'row.amuont' (did you mean 'row.amount'?)"),
        ("assumed: true", "assumed: false", "1:1: give the source of the layout, or assumed: true"),
    ],
)
def test_a_broken_layout_is_told_what_is_wrong_and_where(tmp_path: Path, old: str, new: str, expected: str) -> None:
    path = tmp_path / "prov.yaml"
    path.write_text(SPEC.replace(old, new), encoding="utf-8")
    with pytest.raises(BrokenSpecification) as broken:
        load_layout(path)
    assert f"{path}:{expected}" in str(broken.value).splitlines()
