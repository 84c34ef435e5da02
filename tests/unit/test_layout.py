"""Layout specs: the ones we ship are right, and a broken one is told what is wrong and where."""

from pathlib import Path

import pytest

from gateway.formats.layouts.layout import describe_layout, load_layout, load_layouts
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
VOUCHERS = """\
title: Prov
kind: delimited
assumed: true
message: VoucherBatch
recognise: {first_line: R}
record_type: {}
group_by: [number]
records:
  row:
    when: R
    fields:
      number: {type: code, means: voucher.number}
      date: {type: date, means: voucher.date, required: true}
      account: {type: code, means: row.account}
      amount: {type: amount, means: row.amount}
  end:
    role: trailer
    when: E
    fields:
      count: {type: integer, counts: row}
      sum: {type: amount, sums: row.amount}
"""


def problems_of(text: str, folder: Path) -> list[str]:
    """What is wrong in a layout, each with line and column."""
    path = folder / "prov.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BrokenSpecification) as broken:
        load_layout(path)
    return [line.removeprefix(f"{path}:") for line in str(broken.value).splitlines()]


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
    assert expected in problems_of(SPEC.replace(old, new), tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("number: {type: code", "number: {type: code, cut: true", "12:33: only a text that is no key may be cut"),
        ("account: {type: code", "account: {type: text, cut: true", "14:34: a text that may be cut needs a length"),
        (
            "amount: {type: amount",
            "amount: {type: amount, decimal_sign: '.'",
            "15:44: only an amount with decimals has a decimal sign",
        ),
        ("date: {type: date", "date: {type: date, decimals: 1", "13:36: only an amount has decimals"),
        ("date: {type: date", "date: {type: date, start: 3", "13:33: only a field of a fixed layout has a start"),
        (
            "account: {type: code",
            "account: {type: code, length: 1, allowed: [AB]",
            "14:50: 'AB' does not fit 1 characters",
        ),
        (
            "date: {type: date",
            "date: {type: date, default: now",
            "13:35: 'now' is no date that the field takes (YYYYMMDD)",
        ),
        (
            "count: {type: integer",
            "count: {type: boolean, yes: X, no: X",
            "20:35: yes and no are written alike",
        ),
        ("counts: row", "counts: rows", "20:38: unknown record 'rows' (did you mean 'row'?)"),
        ("type: integer, counts", "type: code, counts", "20:21: a count is an integer"),
        ("sums: row.amount", "sums: row.account", "21:33: a sum is an amount of amounts"),
        ("row.account}", "row.acount}", "14:36: unknown message field 'row.acount' (did you mean 'row.account'?)"),
        ("row.account}", "voucher.number}", "14:36: 'voucher.number' is bound twice"),
        ("row.account}", "batch.system}", "14:36: 'batch.system' does not belong in a detail record"),
        ("means: row.amount}", "means: row.text}", "15:37: 'row.text' needs type text or code, not amount"),
        (", means: voucher.date", "", "10:5: no field means 'voucher.date'"),
        (", means: row.amount", "", "10:5: no field means 'row.amount', or 'row.debit' and 'row.credit'"),
        ("recognise: {first_line: R}", "encoding: utf-16-le", "5:11: a layout that is read cannot be utf-16-le"),
        ("recognise: {first_line: R}", "", "1:1: a layout that is read needs recognise"),
        ("first_line: R", "columns: [Konto]", "5:23: unknown column 'Konto' (did you mean 'count'?)"),
        ("group_by: [number]", "", "4:10: vouchers need group_by"),
        ("group_by: [number]", "group_by: [numer]", "7:12: unknown field 'numer' (did you mean 'number'?)"),
        ("when: E", "when: R", "18:11: 'R' also stands for 'row'"),
        ("    when: E\n", "", "17:5: record 'end' needs when"),
        ("record_type: {}", "", "9:3: several records need record_type"),
        (
            "record_type: {}",
            "record_type: {}\nheader_row: true",
            "7:13: a layout with a header row has one kind of record",
        ),
        ("kind: delimited", "kind: fixed", "6:14: record_type needs start and length in a fixed layout"),
        ("kind: delimited", "kind: fixed", "10:5: record 'row' needs length in a fixed layout"),
    ],
)
def test_a_layout_that_contradicts_itself_or_its_message_is_told_so(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    assert expected in problems_of(VOUCHERS.replace(old, new), tmp_path)


def test_the_broken_layouts_above_are_right_without_their_fault(tmp_path: Path) -> None:
    for text in (SPEC, VOUCHERS):
        path = tmp_path / "prov.yaml"
        path.write_text(text, encoding="utf-8")
        assert load_layout(path).name == "prov"
