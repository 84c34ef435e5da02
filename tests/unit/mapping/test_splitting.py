"""An output that is split: one file for each value, with numbers, headers and totals of its own."""

from decimal import Decimal
from textwrap import dedent

import pytest

from gateway.mapping import SplitTranslator
from gateway.messages import IncomeReport, VoucherBatch
from gateway.messages.vouchers import CodingDimension
from gateway.specification import BrokenSpecification

pytestmark = pytest.mark.unit

SPEC = """
    name: vouchers
    title: Verifikationer per förvaltning
    message: VoucherBatch
    target: trailed
    file_name: "'GL_' + run.split + '.txt'"
    split:
      of: voucher.rows as row
      by: unit(row)
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
""".replace("unit(row)", "dimension(row, '1')")


@pytest.fixture
def divided(voucher_of):
    """A voucher whose rows belong to the units that are named, one after another."""

    def make(number, *rows):
        voucher = voucher_of(number, *((account, amount) for account, amount, _ in rows))
        for row, (_, _, unit) in zip(voucher.rows, rows, strict=True):
            row.dimensions = [CodingDimension(dimension="1", value=unit)] if unit else []
        return voucher

    return make


def test_each_value_gets_its_own_lines_numbers_and_totals(mapping_of, run, batch, divided):
    translator = mapping_of(SPEC).translator(run)
    assert isinstance(translator, SplitTranslator)
    steps = [
        translator.start(),
        translator.translate(batch),
        translator.translate(divided("1", ("3010", "100", "UTB"), ("3011", "50", "ÄLD"), ("3012", "-5", "UTB"))),
        translator.translate(divided("2", ("3013", "7", "ÄLD"))),
        translator.finish(),
    ]
    files: dict[str, list[str]] = {}
    for step in steps:
        assert step.findings == []
        assert step.lines == []
        for key, share in step.shares.items():
            files.setdefault(key, []).extend(share.lines)
    assert translator.file_names() == {"UTB": "GL_UTB.txt", "ÄLD": "GL_ÄLD.txt"}
    assert files == {
        "UTB": ["H20260309", "R30100000010000", "R3012-000000500", "T0020000009500"],
        "ÄLD": ["H20260309", "R30110000005000", "R30130000000700", "T0020000005700"],
    }


def test_a_part_that_is_rejected_is_in_no_file(mapping_of, run, batch, divided):
    translator = mapping_of(SPEC).translator(run)
    translator.translate(batch)
    translator.translate(divided("1", ("3010", "100", "UTB")))
    made = translator.translate(divided("2", ("3010", "1", "UTB"), ("30109", "2", "ÄLD")))
    assert (made.shares, [problem.code for problem in made.findings]) == ({}, ["MAPPING-VALUE-UNWRITABLE"])
    translator.translate(divided("3", ("3010", "5", "UTB")))
    translator.withdraw()
    tails = {key: share.lines for key, share in translator.finish().shares.items()}
    assert tails["UTB"] == ["T0010000010000"]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([("3010", "1", "")], "MAPPING-SPLIT-BLANK"),
        ([("3010", "1", "A/B"), ("3010", "1", "A:B")], "MAPPING-SPLIT-NAMES"),
        ([("3010", "1", f"U{number}") for number in range(4)], "MAPPING-SPLIT-TOO-MANY"),
    ],
)
def test_a_value_that_gives_no_file_of_its_own_is_a_finding(mapping_of, run, batch, divided, rows, code):
    spec = SPEC.replace("by: dimension", "most: 3\n      by: dimension")
    translator = mapping_of(spec).translator(run)
    translator.translate(batch)
    made = translator.translate(divided("1", *rows))
    assert [problem.code for problem in made.findings] == [code]
    assert made.shares == {}


def test_whole_parts_can_be_split_by_a_value_of_theirs(mapping_of, run, batch, voucher_of):
    text = SPEC.replace("of: voucher.rows as row\n", "").replace("dimension(row, '1')", "left(voucher.number, 1)")
    translator = mapping_of(text).translator(run)
    translator.translate(batch)
    made = [translator.translate(voucher_of(number, ("3010", "1"))) for number in ("A1", "B1", "A2")]
    assert [list(step.shares) for step in made] == [["A"], ["B"], ["A"]]


def test_every_line_of_every_file_is_explained(mapping_of, run, batch, divided):
    parts = [batch, divided("1", ("3010", "100", "UTB"), ("3011", "50", "ÄLD"))]
    explained = [(record.title, record.line) for record in mapping_of(SPEC).explain(parts, run)]
    assert explained == [("head", 1), ("ledger", 2), ("head", 1), ("ledger", 2), ("tail", 3), ("tail", 3)]


def test_amounts_are_neither_lost_nor_doubled_by_the_split(mapping_of, run, batch, divided):
    rows = [("3010", str(number), f"U{number % 7}") for number in range(1, 60)]
    translator = mapping_of(SPEC).translator(run)
    translator.translate(batch)
    made = translator.translate(divided("1", *rows))
    lines = [line for share in made.shares.values() for line in share.lines if line.startswith("R")]
    assert len(lines) == len(rows)
    assert sum(Decimal(line[5:]) for line in lines) == 100 * sum(Decimal(amount) for _, amount, _ in rows)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("of: voucher.rows as row", "of: voucher.rows", "name the items"),
        ("of: voucher.rows as row", "of: voucher.row as row", "Voucher has no field 'row'"),
        ("by: dimension(row, '1')", "by: row.amount", "'by' is to be text, not number"),
        ("by: dimension(row, '1')", "by: run.split", "'run' has no field 'split'"),
        ("run.split + '", "run.file_id + '", "the files of a split mapping need names of their own: use run.split"),
    ],
)
def test_a_split_that_cannot_be_is_told_with_its_place(mapping_of, old, new, expected):
    with pytest.raises(BrokenSpecification) as broken:
        mapping_of(dedent(SPEC).replace(old, new))
    assert expected in str(broken.value)


def test_a_part_of_another_message_is_refused(mapping_of, run):
    made = mapping_of(SPEC).translator(run).translate(IncomeReport(income_year=2025))
    assert [problem.code for problem in made.findings] == ["MAPPING-OTHER-MESSAGE"]


def test_a_file_without_values_makes_no_file(mapping_of, run):
    translator = mapping_of(SPEC).translator(run)
    translator.start()
    translator.translate(VoucherBatch())
    assert translator.finish().shares == {}
    assert translator.file_names() == {}
