"""Lines of several kinds become messages of any family, by what the layout says that their fields mean."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from gateway.findings import MASK, Finding
from gateway.formats.layouts.layout import load_layout
from gateway.formats.layouts.reader import layout_format
from gateway.formats.layouts.records import read_records
from gateway.formats.layouts.writer import LayoutWriter
from gateway.messages import Deposit, Payment, PaymentReport, Statement
from gateway.messages.ledger_invoices import CustomerInvoice, CustomerInvoiceBatch
from gateway.specification import BrokenSpecification

pytestmark = pytest.mark.unit

INVOICES = """\
title: Fakturor i flera posttyper
kind: delimited
assumed: true
message: CustomerInvoiceBatch
recognise: {first_line: "B;"}
record_type: {}
constants: {batch.currency: SEK, invoice.order_type: KF}
records:
  head:
    role: header
    when: B
    fields:
      system: {type: text, means: batch.system}
      created: {type: date, required: true, means: batch.created}
  customer:
    when: S
    fields:
      identity: {type: code, means: invoice.customer.identity_number}
      name: {type: text, means: invoice.customer.name}
      protected: {type: boolean, yes: J, no: N, means: invoice.customer.is_protected}
  invoice:
    when: H
    adds: true
    fields:
      number: {type: code, means: invoice.number}
      due: {type: date, means: invoice.due_date}
  line:
    when: R
    fields:
      text: {type: text, means: line.text}
      amount: {type: amount, decimals: 2, required: true, means: line.amount}
  more:
    when: U
    adds: true
    fields:
      text: {type: text, required: true, means: line.texts}
  coding:
    when: K
    fields:
      cost_centre: {type: code, means: coding.dimension.1}
      project: {type: code, means: coding.dimension.6}
      account: {type: code, means: coding.account}
      amount: {type: amount, decimals: 2, required: true, means: coding.amount}
  end:
    role: trailer
    when: T
    fields:
      sum: {type: amount, decimals: 2, sums: line.amount}
"""
FILE = [
    "B;Hyressystemet;20260301",
    "S;5569001208;Exempel AB;N",
    "H;1001;20260331",
    "R;Hyra;10000",
    "U;avser mars;",
    "U;lokal 7",
    "K;1001;;3010;6000",
    "K;;P7;3011;4000",
    "R;Värme;500",
    "S;5569002313;Exempel Två AB;N",
    "H;1002;",
    "R;Hyra;200",
    "T;10700",
]


def read(spec: str, lines: list[str], folder: Path) -> list[object]:
    path = folder / "prov.yaml"
    path.write_text(spec, encoding="utf-8")
    file = folder / "file"
    file.write_text("\n".join(lines), encoding="utf-8")
    return list(layout_format(load_layout(path)).read(file, None))  # type: ignore[arg-type]


def codes(parts: list[object]) -> list[tuple[str, int | None]]:
    return [(part.code, part.place.line) for part in parts if isinstance(part, Finding)]


def numbers(parts: list[object]) -> list[str]:
    return [part.number for part in parts if isinstance(part, CustomerInvoice)]


def without(index: int, *instead: str) -> list[str]:
    return [*FILE[:index], *instead, *FILE[index + 1 :]]


def test_each_line_begins_a_part_adds_to_one_or_stands_in_one(tmp_path: Path) -> None:
    lines = [line.rstrip(";") if line.startswith("U") else line for line in FILE]
    batch, first, second = read(INVOICES, lines, tmp_path)
    assert isinstance(batch, CustomerInvoiceBatch)
    assert isinstance(first, CustomerInvoice)
    assert isinstance(second, CustomerInvoice)
    assert (batch.system, batch.currency) == ("Hyressystemet", "SEK")
    assert (first.number, first.customer.name, first.order_type, first.position) == ("1001", "Exempel AB", "KF", 1)
    rent, heat = first.lines
    assert (rent.text, rent.texts, rent.amount, rent.number) == (
        "Hyra",
        ["avser mars", "lokal 7"],
        Decimal("100.00"),
        1,
    )
    assert [(c.account, c.dimensions[0].dimension, c.amount, c.number) for c in rent.codings] == [
        ("3010", "1", Decimal("60.00"), 1),
        ("3011", "6", Decimal("40.00"), 2),
    ]
    assert (heat.codings, heat.number, heat.place.line) == ([], 2, 9)
    assert (second.number, second.due_date, second.total) == ("1002", None, Decimal("2.00"))


def test_a_faulty_line_rejects_its_invoice_and_no_other(tmp_path: Path) -> None:
    parts = read(INVOICES, without(8, "R;Värme;fem"), tmp_path)
    assert numbers(parts) == ["1002"]
    found = next(part for part in parts if isinstance(part, Finding))
    assert (found.code, found.place.line, found.about) == ("LAYOUT-COLUMN-COUNT", 5, "faktura 1001")
    assert ("LAYOUT-AMOUNT", 9) in codes(parts)


def test_a_line_that_begins_an_invoice_and_cannot_be_read_takes_the_invoice_with_it(tmp_path: Path) -> None:
    lines = [line.rstrip(";") if line.startswith("U") else line for line in without(9, "S;5569002313;Två AB")]
    parts = read(INVOICES, lines, tmp_path)
    assert numbers(parts) == ["1001"]
    assert codes(parts) == [("LAYOUT-COLUMN-COUNT", 10)]


def test_a_line_about_a_protected_customer_shows_no_value(tmp_path: Path) -> None:
    lines = ["B;X;20260301", "S;191212121212;Hemlig;J", "H;1;2026-13-01", "R;Hyra;1x", "T;0"]
    parts = read(INVOICES, lines, tmp_path)
    found = [part for part in parts if isinstance(part, Finding) and part.about]
    assert [part.value for part in found] == [MASK, MASK]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["B;X;20260301", "R;Hyra;100", "T;100"], [("LAYOUT-PART-MISSING", 2)]),
        (["B;X;20260301", "S;1;A;N", "K;1;;3010;1", "T;0"], [("LAYOUT-PART-MISSING", 3)]),
        (["B;X;20260301", "H;1;", "T;0"], [("LAYOUT-PART-MISSING", 2)]),
        (["B;X;20260301", "S;1;A;N", "H;1;20260101", "H;2;20260101", "T;0"], [("LAYOUT-GROUP-DIFFERS", 4)]),
        (["B;X;", "S;1;A;N", "H;1;20260101", "R;a;1", "T;1"], [("LAYOUT-VALUE-MISSING", 1)]),
    ],
)
def test_lines_out_of_order_are_told_of(tmp_path: Path, lines: list[str], expected: list[tuple[str, int]]) -> None:
    parts = read(INVOICES, lines, tmp_path)
    assert codes(parts) == expected
    assert numbers(parts) == []


PAYMENTS = """\
title: Inbetalningar i en rad var
kind: delimited
assumed: true
message: PaymentReport
header_row: true
recognise: {columns: [Dag, Belopp]}
constants:
  report.identifier: inkasso
  report.source: inkasso
  statement.account: "9912346"
  statement.account_kind: BGNR
  statement.currency: SEK
records:
  row:
    fields:
      day: {type: date, column: Dag, date_form: YYYY-MM-DD, required: true, means: deposit.booking_date}
      sum: {type: amount, column: Summa, decimals: 2, decimal_sign: ",", required: true, means: deposit.amount}
      amount: {type: amount, column: Belopp, decimals: 2, decimal_sign: ",", required: true, means: payment.amount}
      reference: {type: code, column: Referens, means: payment.reference}
group_by: [reference]
"""


def test_parts_that_no_line_tells_of_come_from_the_constants(tmp_path: Path) -> None:
    spec = PAYMENTS.replace("group_by: [reference]\n", "")
    report, statement, deposit, payment = read(
        spec, ["Dag;Summa;Belopp;Referens", "2026-03-02;10,00;10,00;12351"], tmp_path
    )
    assert isinstance(report, PaymentReport)
    assert isinstance(statement, Statement)
    assert isinstance(deposit, Deposit)
    assert isinstance(payment, Payment)
    assert (report.source, statement.account, deposit.account_kind, deposit.currency) == (
        "inkasso",
        "9912346",
        "BGNR",
        "SEK",
    )
    assert (payment.amount, payment.reference) == (Decimal("10.00"), "12351")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("invoice.order_type: KF", "invoice.order_typ: KF", "unknown message field 'invoice.order_typ'"),
        ("means: coding.account}", "means: codings.account}", "unknown message field 'codings.account'"),
        ("means: invoice.customer.name}", "means: invoice.customer.naem}", "did you mean 'invoice.customer.name'?"),
        ("message: CustomerInvoiceBatch", "message: CustomerInvoices", "unknown message 'CustomerInvoices'"),
        ("means: batch.system}", "means: line.text}", "'line.text' does not belong in a header record"),
        ("batch.currency: SEK", "invoice.due_date: mars", "'mars' is no date"),
    ],
)
def test_what_a_field_cannot_mean_is_told_with_its_place(tmp_path: Path, old: str, new: str, expected: str) -> None:
    path = tmp_path / "prov.yaml"
    path.write_text(INVOICES.replace(old, new), encoding="utf-8")
    with pytest.raises(BrokenSpecification) as broken:
        load_layout(path)
    assert expected in str(broken.value)


def test_a_record_cannot_add_to_what_no_record_begins(tmp_path: Path) -> None:
    path = tmp_path / "prov.yaml"
    path.write_text(INVOICES.replace("    when: R\n", "    when: R\n    adds: true\n"), encoding="utf-8")
    with pytest.raises(BrokenSpecification) as broken:
        load_layout(path)
    assert "no record begins the line that this one adds to" in str(broken.value)


REPEATED = """\
title: Verifikationer med upp till tre konton på raden
kind: fixed
assumed: true
message: VoucherBatch
recognise: {first_line: "V"}
record_type: {start: 1, length: 1}
records:
  row:
    when: V
    length: 49
    fields:
      number: {type: code, start: 2, length: 4, required: true, means: voucher.number}
      date: {type: date, start: 6, length: 8, required: true, means: voucher.date}
    repeat:
      times: 3
      fields:
        account: {type: code, start: 14, length: 4, required: true, means: row.account}
        amount: {type: amount, start: 18, length: 8, decimals: 2, means: row.amount}
"""


def test_fields_that_stand_several_times_on_a_line_are_items_of_their_own(tmp_path: Path) -> None:
    lines = [
        "V000120261105" + "3010-0010000" + "151000005000" + "193000005000",
        "V000220261105" + "3010-0000100" + " " * 12 + "151000000100",
    ]
    _, first, second = read(REPEATED, lines, tmp_path)
    assert [(row.account, row.amount, row.number) for row in first.rows] == [  # type: ignore[attr-defined]
        ("3010", Decimal("-100.00"), 1),
        ("1510", Decimal("50.00"), 2),
        ("1930", Decimal("50.00"), 3),
    ]
    assert [row.account for row in second.rows] == ["3010", "1510"]  # type: ignore[attr-defined]


def test_a_group_that_lacks_a_value_rejects_its_unit(tmp_path: Path) -> None:
    lines = [
        "V000120261105" + "3010-0010000" + "    00010000" + " " * 12,
        "V000220261105" + "3010-0000100" + "1510        " + " " * 12,
    ]
    parts = read(REPEATED, lines, tmp_path)
    assert codes(parts) == [("LAYOUT-VALUE-MISSING", 1), ("LAYOUT-AMOUNT-MISSING", 2)]
    assert [part for part in parts if not isinstance(part, Finding)][1:] == []


def test_what_is_wrong_in_a_repeat_is_told_at_its_place(tmp_path: Path) -> None:
    path = tmp_path / "prov.yaml"
    for old, new, expected in (
        ("means: row.account}", "means: voucher.text}", "17:76: only fields of row can repeat on a line"),
        ("times: 3", "times: 4", "the fields end at 61, the record at 49"),
        ("means: row.account}", "means: row.acount}", "17:76: unknown message field 'row.acount'"),
    ):
        path.write_text(REPEATED.replace(old, new), encoding="utf-8")
        with pytest.raises(BrokenSpecification) as broken:
            load_layout(path)
        assert expected in str(broken.value)


def test_a_line_with_repeated_fields_is_written_by_the_same_layout(tmp_path: Path) -> None:
    path = tmp_path / "prov.yaml"
    path.write_text(REPEATED, encoding="utf-8")
    layout = load_layout(path)
    values = {"number": "0001", "date": date(2026, 11, 5), "account_1": "3010", "amount_1": Decimal("-100.00")}
    values |= {"account_3": "1930", "amount_3": Decimal("100.00")}
    writer = LayoutWriter(layout)
    file = tmp_path / "file"
    file.write_bytes(writer.encode(writer.formatter("row", tuple(values))(tuple(values.values()))))
    blank = dict.fromkeys(("account_2", "amount_2"))
    assert list(read_records(layout, file)) == [("row", values | blank)]
