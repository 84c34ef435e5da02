"""Explanations: every output field with its value, expression, sources and register rows, and faults as text."""

from decimal import Decimal

import pytest

from gateway.findings import MASK, Place
from gateway.messages import Income, IncomeReport

pytestmark = pytest.mark.unit

VOUCHERS = """
    name: vouchers
    title: Verifikationer
    message: VoucherBatch
    target: trailed
    file_name: "'GL.txt'"
    let:
      account: right(voucher.number, 4)
    records:
      - record: head
        at: start
        fields:
          date: run.today
      - record: row
        name: ledger
        for_each: voucher.rows as row
        when: number(row.text) > 0
        fields:
          account: account
          amount: row.amount * count(voucher.rows)
      - record: tail
        at: end
        fields:
          rows: written('ledger')
          sum: total('ledger', 'amount')
"""

REGISTER = """
    name: vouchers
    title: Verifikationer
    message: VoucherBatch
    target: ledger
    file_name: "'GL.txt'"
    let:
      unit: dimension(first(voucher.rows), '1') if voucher.number != '' else ''
      code: lookup('units', unit, on=voucher.date, column='code')
    records:
      - record: row
        for_each: voucher
        fields:
          number: run.number
          account: "'1930'"
          unit: code
          text: default(voucher.series, voucher.text)
"""

INCOMES = """
    name: vouchers
    title: Inkomster
    message: IncomeReport
    target: ledger
    file_name: "'I.txt'"
    records:
      - record: row
        for_each: income
        fields:
          number: income.number
          account: left(income.identity_number, 4)
          amount: 1000 / income.employment
          unit: "'X'"
"""


@pytest.fixture
def explained(mapping_of, run):
    def explain(text, *parts):
        return [str(record) for record in mapping_of(text).explain(parts, run)]

    return explain


def voucher_with_texts(voucher_of, number, *texts):
    voucher = voucher_of(number, *[("1", "1.50")] * len(texts))
    for row, text in zip(voucher.rows, texts, strict=True):
        row.text = text
    return voucher


def test_every_line_is_explained_from_start_to_end_with_its_line_number(explained, batch, voucher_of):
    assert explained(VOUCHERS, batch, voucher_with_texts(voucher_of, "V1930", "1", "0")) == [
        "record head, line 1\n  date = 2026-03-09  ← run.today  ← run.today=2026-03-09",
        "record row (ledger), line 2\n"
        "  account = 1930  ← account  ← voucher.number=V1930 (line 10)\n"
        "  amount = 3.00  ← row.amount * count(voucher.rows)"
        "  ← row.amount=1.50 (line 11)  ← voucher.rows=(2 items) (line 10)",
        "record tail, line 3\n  rows = 1  ← written('ledger')\n  sum = 3.00  ← total('ledger', 'amount')",
    ]


def test_an_explained_value_names_the_branch_taken_and_the_register_row(explained, batch, voucher_of):
    (text,) = explained(REGISTER, batch, voucher_of("A1", ("1930", "1")))
    lines = dict(line.strip().split(" = ", 1) for line in text.splitlines()[1:])
    assert lines["number"] == "1  ← run.number  ← run.number=1"
    assert lines["account"] == "1930  ← '1930'"
    assert lines["unit"].startswith("K1001  ← code  ← voucher.number=A1 (line 10)")
    assert lines["unit"].endswith("← units.csv line 2")
    assert lines["text"] == (
        "Lön mars  ← default(voucher.series, voucher.text)"
        "  ← voucher.series=(blank) (line 10)  ← voucher.text=Lön mars (line 10)"
    )


def test_a_whole_part_as_a_source_is_told_by_its_kind_and_place(explained, batch, voucher_of):
    text = REGISTER.replace("unit: code", "unit: dimension(row, '1')").replace(
        "for_each: voucher\n", "for_each: voucher.rows as row\n"
    )
    (record,) = explained(text, batch, voucher_of("A1", ("1930", "1")))
    assert "unit = 1001  ← dimension(row, '1')  ← row=VoucherRow (line 11)" in record


def test_a_fault_in_a_condition_is_text_and_the_other_rows_are_still_explained(explained, batch, voucher_of):
    records = explained(VOUCHERS, batch, voucher_with_texts(voucher_of, "V1930", "ett", "2"))
    assert records[1].startswith(
        "record row (ledger), not written\n  FAULT: when: The value ett was to be used as a number"
    )
    assert records[2].startswith("record row (ledger), not written\n  account = 1930")
    assert records[3].startswith("record tail, line 2\n  rows = 0")


def test_a_fault_in_a_named_value_is_told_by_each_field_that_uses_it(explained, batch, voucher_of):
    voucher = voucher_of("A1", ("1930", "1"))
    voucher.rows[0].dimensions[0].value = "9"
    (record,) = explained(REGISTER, batch, voucher)
    assert record.startswith("record row, not written")
    assert "unit = FAULT: Register units has no row for 9 that is valid on 2026-03-09" in record
    assert "account = 1930" in record


def test_a_value_that_the_field_cannot_hold_is_a_fault_of_that_field(explained, batch, voucher_of):
    text = REGISTER.replace("\"'1930'\"", "voucher.text")
    (record,) = explained(text, batch, voucher_of("A1", ("1930", "1")))
    assert "account = FAULT: The value Lön mars cannot be written to the field account" in record


def test_a_character_that_the_encoding_lacks_is_a_fault_of_the_line(explained, batch, voucher_of):
    voucher = voucher_of("A1", ("1930", "1"))
    voucher.series = "€"
    (record,) = explained(REGISTER, batch, voucher)
    assert record.splitlines()[1].startswith("  FAULT: The value € cannot be written")


def test_a_part_without_its_outer_part_is_explained_by_what_is_missing(explained, voucher_of):
    (record,) = explained(REGISTER, voucher_of("A1", ("1930", "1")))
    assert record.startswith("record voucher, not written\n  FAULT: The part cannot be translated, because batch")


def test_a_file_of_another_kind_is_explained_once_in_words(explained):
    reports = [IncomeReport(income_year=2025), IncomeReport(income_year=2024)]
    (record,) = explained(REGISTER, *reports)
    assert "vouchers translates messages of the kind VoucherBatch, but the file holds IncomeReport" in record


def test_nothing_about_a_protected_person_is_shown(explained):
    persons = [
        Income(
            identity_number="189001019802",
            income_year=2025,
            employment=Decimal(employment),
            is_protected=True,
            number=number,
            place=Place(line=number),
        )
        for number, employment in ((7, 250), (8, 0))
    ]
    whole, faulty = explained(INCOMES, IncomeReport(income_year=2025), *persons)
    assert f"account = {MASK}  ← left(income.identity_number, 4)  ← income.identity_number={MASK} (line 7)" in whole
    assert "FAULT" in faulty
    for record in (whole, faulty):
        assert not any(secret in record for secret in ("1890", "250", "1000.", "= 4"))


def test_an_explanation_uses_the_arithmetic_of_the_translation(mapping_of, run):
    text = INCOMES.replace("1000 / income.employment", "round_amount(income.employment + 0.01, 2)")
    income = Income(identity_number="189001019802", income_year=2025, employment=Decimal(10) ** 30, number=1)
    mapping = mapping_of(text)
    (record,) = mapping.explain([IncomeReport(income_year=2025), income], run)
    translator = mapping.translator(run)
    translator.translate(IncomeReport(income_year=2025))
    (line,) = translator.translate(income).lines
    (amount,) = [field.value for field in record.fields if field.field == "amount"]
    assert amount == line.split(";")[3] == f"1{'0' * 30}.01"
