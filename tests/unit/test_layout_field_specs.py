"""Specs of fields: what is wrong in one is told at its place, and what one says is told to people."""

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gateway.formats.layouts.layout import field_form, load_layout
from gateway.formats.layouts.records import read_records
from gateway.formats.layouts.writer import LayoutWriter
from gateway.specification import BrokenSpecification

pytestmark = pytest.mark.unit

SPEC = """\
title: Prov
kind: delimited
assumed: true
records:
  row:
    fields:
      side: {type: code, required: true, allowed: [D, K]}
      amount: {type: amount, decimals: 2, decimal_sign: ',', negative_if: {field: side, is: [K]}}
      day: {type: date, date_form: [YYYY-MM-DD, YYMMDD]}
      code: {type: code, pattern: '[A-Z]{2}', check: luhn}
      count: {type: integer, counts: all}
"""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("check: luhn", "check: lun", "10:54: records.row.fields.code.check"),
        ("type: code, pattern", "type: integer, pattern", "10:38: only a text has a pattern"),
        ("[A-Z]{2}", "(a+)+", "10:35: records.row.fields.code.pattern: Value error, a pattern is made of"),
        ("[YYYY-MM-DD, YYMMDD]", "[YYMMDD, YYYYMM]", "9:36: YYMMDD and YYYYMM cannot be told apart"),
        ("[YYYY-MM-DD, YYMMDD]", "YYYY-MM-D", "9:36: records.row.fields.day.date_form"),
        ("[YYYY-MM-DD, YYMMDD]", "YYYYMMDD, century: 1930", "9:55: only a date with a year of two digits"),
        ("field: side", "field: sied", "8:83: unknown field 'sied' (did you mean 'side'?)"),
        ("required: true, ", "", "8:83: 'side' must be required or have a default, and have allowed values"),
        ("is: [K]", "is: [C]", "8:94: 'C' is not allowed in 'side'"),
        ("is: [K]", "is: []", "8:93: records.row.fields.amount.negative_if.is"),
        ("decimals: 2, decimal_sign: ','", "decimals: 2, thousands: ' '", "8:54: a number with implied decimals"),
        ("decimal_sign: ','", "decimal_sign: ',', thousands: ','", "8:73: the thousands separator is the decimal sign"),
        ("decimal_sign: ','", "decimal_sign: ',', sign: last_place", "8:68: only a number of a fixed layout"),
        ("counts: all", "counts: al", "11:38: unknown record 'al' (did you mean 'all'?)"),
        ("counts: all", "sums: [row.amuont]", "11:36: unknown field 'row.amuont' (did you mean 'row.amount'?)"),
        ("counts: all", "sums: row.amount", "11:36: a hash total is an integer of integers or codes"),
        ("counts: all", "counts: row, since: rows", "11:50: unknown record 'rows' (did you mean 'row'?)"),
        (
            "type: code, required: true",
            "type: code, since: row, required: true",
            "7:33: only a control total has since",
        ),
        ("allowed: [D, K]", "allowed: [D, K], blank: [D]", "7:52: 'D' is both allowed and blank"),
        ("kind: delimited", "kind: delimited\nline_end: none", "3:11: only fixed records can do without line ends"),
        ("kind: delimited", "kind: delimited\nshort_lines: true", "3:14: only lines of a fixed layout are short"),
        ("kind: delimited", "kind: delimited\nencoding: [utf-8, utf-16-le]", "3:11: utf-16-le stands alone"),
    ],
)
def test_a_broken_field_is_told_at_its_line_and_column(tmp_path: Path, old: str, new: str, expected: str) -> None:
    path = tmp_path / "prov.yaml"
    path.write_text(SPEC, encoding="utf-8")
    load_layout(path)
    assert old in SPEC
    path.write_text(SPEC.replace(old, new), encoding="utf-8")
    with pytest.raises(BrokenSpecification) as broken:
        load_layout(path)
    problems = [str(problem).removeprefix(f"{path}:") for problem in broken.value.problems]
    assert any(problem.startswith(expected) for problem in problems), problems


def test_the_form_of_a_field_is_told_to_people(tmp_path: Path) -> None:
    path = tmp_path / "prov.yaml"
    path.write_text(SPEC, encoding="utf-8")
    layout = load_layout(path)
    forms = {name: field_form(layout, field) for name, field in layout.records["row"].fields.items()}
    assert forms["amount"] == "2 decimals, decimal sign ,; negative if side is K"
    assert forms["day"] == "YYYY-MM-DD or YYMMDD"
    assert forms["code"] == "[A-Z]{2}; checked as luhn"


def test_the_example_of_the_how_to_page_passes_its_check_and_is_read_back(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "how-to" / "describe-fields.md").read_text(encoding="utf-8")
    spec = tmp_path / "prov.yaml"
    spec.write_text(page.split("```yaml\n")[1].split("```")[0], encoding="utf-8")
    layout = load_layout(spec)
    day, total = datetime.date(2026, 10, 31), Decimal("2469.00")
    written: list[tuple[str, dict[str, Any]]] = [
        ("header", {"created": day, "lines": 6}),
        ("invoice", {"number": "F000001", "customer": "212000-0142", "born": datetime.date(1944, 5, 6)}),
        ("row", {"account": "1510", "side": "D", "amount": Decimal("1234.50")}),
        ("row", {"account": "3010", "side": "K", "amount": Decimal("-1234.50")}),
        ("sum", {"rows": 2, "turnover": total}),
        ("end", {"accounts": 4520}),
    ]
    writer, path = LayoutWriter(layout), tmp_path / "file"
    lines = [writer.formatter(name, tuple(row))(tuple(row.values())) for name, row in written]
    path.write_bytes(b"".join(map(writer.encode, lines)))
    assert list(read_records(layout, path)) == written
