"""Translation of a file's parts: all of a part's lines or none, counters, outer parts, and what findings say."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.catalogue import Scope
from gateway.findings import MASK, Place
from gateway.messages import Deposit, Income, IncomeReport, Payment, PaymentReport, Statement, VoucherBatch
from gateway.specification import BrokenSpecification

pytestmark = pytest.mark.unit

LEDGER = """
    name: vouchers
    title: Verifikationer
    message: VoucherBatch
    target: ledger
    file_name: "'GL_' + run.batch_id + '.txt'"
    records:
      - record: row
        for_each: voucher.rows as row
        when: row.amount != 0
        fields:
          number: run.number
          account: row.account
          unit: lookup('units', dimension(row, '1'), on=voucher.date, column='code')
          amount: row.amount
          text: default(row.text, voucher.text)
"""

TRAILED = """
    name: vouchers
    title: Verifikationer med slutpost
    message: VoucherBatch
    target: trailed
    file_name: "'GL.txt'"
    records:
      - record: head
        at: start
        fields:
          date: run.today
      - record: row
        name: ledger
        for_each: voucher.rows as row
        fields:
          account: row.account
          amount: row.amount
      - record: tail
        at: end
        fields:
          rows: written('ledger')
          sum: total('ledger', 'amount')
"""


@pytest.fixture
def translator_of(mapping_of, run, batch):
    """A translator that has had the start and the batch of its file."""

    def start(text):
        translator = mapping_of(text).translator(run)
        translator.start()
        translator.translate(batch)
        return translator

    return start


def test_each_row_of_a_voucher_becomes_a_line(translator_of, voucher_of):
    made = translator_of(LEDGER).translate(voucher_of("A1", ("7010", "100.00"), ("1930", "-100.00")))
    assert made.lines == ["1;7010;K1001;100.00;;Lön mars", "1;1930;K1001;-100.00;;Lön mars"]
    assert made.findings == []


def test_a_row_whose_condition_does_not_hold_is_left_out(translator_of, voucher_of):
    made = translator_of(LEDGER).translate(voucher_of("A1", ("7010", "0"), ("1930", "5")))
    assert made.lines == ["1;1930;K1001;5.00;;Lön mars"]


def test_a_voucher_with_one_faulty_row_gives_no_line_at_all_and_takes_no_number(translator_of, voucher_of):
    translator = translator_of(LEDGER)
    faulty = voucher_of("A1", ("7010", "100"), ("19300", "-100"))
    assert translator.translate(faulty).lines == []
    assert translator.translate(voucher_of("A2", ("7010", "1"))).lines == ["1;7010;K1001;1.00;;Lön mars"]


def test_every_faulty_row_of_a_voucher_is_found_at_its_own_line(translator_of, voucher_of):
    made = translator_of(LEDGER).translate(voucher_of("A1", ("19300", "1"), ("1930", "2"), ("", "3")))
    found = [(item.code, item.place.line, item.details["field"], item.value, item.about) for item in made.findings]
    assert found == [
        ("MAPPING-VALUE-UNWRITABLE", 11, "account", "19300", "A1"),
        ("MAPPING-VALUE-MISSING", 13, "account", "", "A1"),
    ]
    assert {item.scope for item in made.findings} == {Scope.PART}


def test_a_missing_register_row_is_found_with_the_key_the_register_and_the_day(translator_of, voucher_of):
    voucher = voucher_of("A1", ("7010", "1"))
    voucher.rows[0].dimensions[0].value = "9999"
    (problem,) = translator_of(LEDGER).translate(voucher).findings
    assert (problem.code, problem.value) == ("MAPPING-REGISTER-ROW-MISSING", "9999")
    assert (problem.details["register"], problem.details["day"], problem.details["field"]) == (
        "units",
        "2026-03-09",
        "unit",
    )
    assert "lookup(" in problem.details["expression"]


def test_a_part_gives_at_most_fifty_findings(translator_of, voucher_of):
    made = translator_of(LEDGER).translate(voucher_of("A1", *[("19300", "1")] * 80))
    assert len(made.findings) == 50


def test_a_character_that_the_encoding_lacks_stops_the_voucher(translator_of, voucher_of):
    voucher = voucher_of("A1", ("7010", "1"))
    voucher.rows[0].text = "100 €"
    (problem,) = translator_of(LEDGER).translate(voucher).findings
    assert (problem.code, problem.value) == ("MAPPING-VALUE-UNWRITABLE", "€")


def test_a_cut_text_is_a_warning_and_the_line_is_written(translator_of, voucher_of):
    voucher = voucher_of("A1", ("7010", "1"))
    voucher.rows[0].text = "Övertidsersättning"
    made = translator_of(LEDGER).translate(voucher)
    assert made.lines == ["1;7010;K1001;1.00;;Övertidsersä"]
    (cut,) = made.findings
    assert (cut.code, cut.rejects, cut.about, cut.place.line) == ("LAYOUT-TEXT-CUT", False, "A1", 10)


def test_a_voucher_without_its_batch_is_refused(mapping_of, run, voucher_of):
    (problem,) = mapping_of(LEDGER).translator(run).translate(voucher_of("A1", ("7010", "1"))).findings
    assert (problem.code, problem.expected) == ("MAPPING-OUTER-PART-MISSING", "batch")


def test_inner_parts_are_forgotten_when_a_new_outer_part_comes(mapping_of, run):
    translator = mapping_of(PAYMENTS).translator(run)
    translator.translate(PaymentReport(identifier="R1"))
    translator.translate(statement())
    translator.translate(deposit("D1"))
    assert translator.translate(Payment(amount=Decimal(1))).lines == ["1;1;D1;1.00;;"]
    translator.translate(PaymentReport(identifier="R2"))
    (problem,) = translator.translate(Payment(amount=Decimal(1))).findings
    assert (problem.code, problem.expected) == ("MAPPING-OUTER-PART-MISSING", "statement")


PAYMENTS = """
    name: vouchers
    title: Inbetalningar
    message: PaymentReport
    target: ledger
    file_name: "'GL.txt'"
    records:
      - record: row
        for_each: payment
        fields: {number: run.number, account: text(run.number), unit: deposit.identifier, amount: payment.amount}
"""


CLOSED = """
    name: vouchers
    title: Inbetalningar
    message: PaymentReport
    target: ledger
    file_name: "'GL.txt'"
    records:
      - record: row
        name: payment
        for_each: payment
        when: payment.amount != 0
        fields: {number: run.number, account: "'P'", unit: deposit.identifier, amount: payment.amount}
      - record: row
        name: bank
        for_each: deposit
        at: end
        when: written('payment') > 0
        fields:
          number: written('payment')
          account: "'B'"
          unit: deposit.identifier
          amount: -total('payment', 'amount')
"""


def test_a_record_after_a_part_sums_what_was_written_for_that_part_alone(mapping_of, run):
    translator = mapping_of(CLOSED).translator(run)
    parts = [PaymentReport(identifier="R"), statement(), deposit("D1"), paid("1"), paid("2"), deposit("D2"), paid("0")]
    parts += [statement(), deposit("D3"), paid("4")]
    steps = [translator.translate(part).lines for part in parts] + [translator.finish().lines]
    assert [line for lines in steps for line in lines] == [
        "1;P;D1;1.00;;",
        "2;P;D1;2.00;;",
        "2;B;D1;-3.00;;",
        "4;P;D3;4.00;;",
        "1;B;D3;-4.00;;",
    ]


def test_explanations_know_the_records_after_a_part(mapping_of, run):
    parts = [PaymentReport(identifier="R"), statement(), deposit("D1"), paid("1"), paid("2")]
    records = list(mapping_of(CLOSED).explain(parts, run))
    assert [(record.title, record.line) for record in records] == [("payment", 1), ("payment", 2), ("bank", 3)]
    assert {field.field: field.value for field in records[-1].fields}["amount"] == "-3"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("for_each: deposit", "for_each: payment"), "with 'at: end', for_each can be statement, deposit"),
        (("for_each: deposit", "for_each: report"), "with 'at: end', for_each can be statement, deposit"),
        (("at: end", "at: start"), "is one with for_each alone"),
        (
            ("unit: deposit.identifier\n          amount", "unit: payment.reference\n          amount"),
            "'payment' is not known",
        ),
    ],
)
def test_a_record_after_a_part_that_cannot_be_is_refused(mapping_of, change, message):
    with pytest.raises(BrokenSpecification) as broken:
        mapping_of(CLOSED.replace(*change))
    assert any(message in problem.message for problem in broken.value.problems)


def statement():
    return Statement(account="1", account_kind="BGNR", number=1)


def paid(amount):
    return Payment(amount=Decimal(amount))


def deposit(identifier):
    day = datetime.date(2026, 3, 9)
    return Deposit(
        identifier=identifier,
        account="1",
        account_kind="BGNR",
        currency="SEK",
        amount=Decimal(1),
        booking_date=day,
        number=1,
    )


def test_records_at_start_and_end_frame_the_lines_and_total_them(mapping_of, run, batch, voucher_of):
    translator = mapping_of(TRAILED).translator(run)
    parts = [batch, voucher_of("A1", ("7010", "100.10"), ("1930", "-50.05")), voucher_of("A2", ("7010", "0.05"))]
    steps = [translator.start(), *map(translator.translate, parts), translator.finish()]
    assert [line for step in steps for line in step.lines] == [
        "H20260309",
        "R70100000010010",
        "R1930-000005005",
        "R70100000000005",
        "T0030000005010",
    ]


def test_a_voucher_that_could_not_be_translated_is_not_in_the_totals(translator_of, voucher_of):
    translator = translator_of(TRAILED)
    translator.translate(voucher_of("A1", ("7010", "100")))
    translator.translate(voucher_of("A2", ("7010", "100"), ("70100", "1")))
    assert translator.finish().lines == ["T0010000010000"]


def test_a_voucher_that_is_withdrawn_is_not_in_the_totals_and_gives_its_number_back(translator_of, voucher_of):
    translator = translator_of(LEDGER)
    translator.translate(voucher_of("A1", ("7010", "1")))
    translator.withdraw()
    assert translator.translate(voucher_of("A2", ("7010", "1"))).lines[0].startswith("1;")
    totalling = translator_of(TRAILED)
    totalling.translate(voucher_of("A1", ("7010", "100")))
    totalling.translate(voucher_of("A2", ("7010", "100")))
    totalling.withdraw()
    assert totalling.finish().lines == ["T0010000010000"]


def test_withdrawing_twice_or_after_a_refused_voucher_takes_nothing_more_back(translator_of, voucher_of):
    translator = translator_of(TRAILED)
    translator.translate(voucher_of("A1", ("7010", "100")))
    translator.translate(voucher_of("A2", ("70100", "1")))
    translator.withdraw()
    assert translator.finish().lines == ["T0010000010000"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(vouchers=st.lists(st.tuples(st.decimals(-99999, 99999, places=2), st.booleans()), max_size=12))
def test_the_total_is_the_exact_sum_of_what_was_not_withdrawn(vouchers, translator_of, voucher_of):
    translator = translator_of(TRAILED)
    for amount, is_kept in vouchers:
        translator.translate(voucher_of("A", ("7010", amount)))
        if not is_kept:
            translator.withdraw()
    kept = [amount for amount, is_kept in vouchers if is_kept]
    (line,) = translator.finish().lines
    assert (int(line[1:4]), Decimal(line[4:]) / 100) == (len(kept), sum(kept, Decimal(0)))


def test_a_file_without_parts_has_no_end(mapping_of, run):
    assert mapping_of(TRAILED).translator(run).finish().lines == []


def test_a_fault_in_a_record_at_the_end_stops_the_whole_file(translator_of, voucher_of):
    translator = translator_of(TRAILED)
    for _ in range(2):
        translator.translate(voucher_of("A1", *[("7010", "1")] * 500))
    (problem,) = translator.finish().findings
    assert (problem.code, problem.details["field"], problem.rejects_file) == ("MAPPING-VALUE-UNWRITABLE", "rows", True)


INCOMES = """
    name: vouchers
    title: Inkomster
    message: IncomeReport
    target: ledger
    file_name: "'I.txt'"
    records:
      - record: row
        name: head
        for_each: report
        fields: {number: report.income_year, account: report.municipality}
      - record: row
        for_each: income
        fields: {number: run.number, account: income.identity_number}
"""


def test_a_fault_in_a_record_of_an_outer_part_stops_the_whole_file(mapping_of, run):
    (problem,) = mapping_of(INCOMES).translator(run).translate(IncomeReport(income_year=2025)).findings
    assert (problem.code, problem.rejects_file) == ("MAPPING-VALUE-MISSING", True)


def test_findings_about_a_protected_person_are_masked(mapping_of, run):
    translator = mapping_of(INCOMES).translator(run)
    translator.translate(IncomeReport(income_year=2025, municipality="1480"))
    income = Income(identity_number="189001019802", income_year=2025, is_protected=True, place=Place(line=2))
    (problem,) = translator.translate(income).findings
    assert (problem.value, problem.about, problem.place.line) == (MASK, MASK, 2)
    assert "1890" not in str(problem.as_dict())


def test_a_part_of_another_kind_of_message_stops_the_whole_file(mapping_of, run):
    (problem,) = mapping_of(LEDGER).translator(run).translate(IncomeReport(income_year=2025)).findings
    assert (problem.code, problem.value, problem.expected) == ("MAPPING-OTHER-MESSAGE", "IncomeReport", "VoucherBatch")
    assert problem.rejects_file


def test_the_file_name_is_made_of_the_run(mapping_of, run):
    assert mapping_of(LEDGER).translator(run).file_name() == "GL_B7.txt"


def test_lines_are_encoded_as_the_layout_says(mapping_of, run):
    assert mapping_of(LEDGER).translator(run).encode(["Lön"]) == "Lön\n".encode("iso-8859-1")


def test_the_fingerprint_changes_with_the_spec_alone(mapping_of):
    assert mapping_of(LEDGER).fingerprint == mapping_of(LEDGER).fingerprint
    assert mapping_of(LEDGER).fingerprint != mapping_of(TRAILED).fingerprint


def test_a_batch_without_records_of_its_own_gives_no_lines(mapping_of, run):
    assert mapping_of(LEDGER).translator(run).translate(VoucherBatch()).lines == []
