"""Mappings to layouts whose records stand within each other."""

from textwrap import dedent

import pytest

from gateway.formats.layouts.layout import load_layout
from gateway.mapping import load_mapping
from gateway.specification import BrokenSpecification

pytestmark = pytest.mark.unit

LAYOUT = """
title: Verifikationer i XML
assumed: true
kind: xml
records:
  batch:
    role: header
    element: Batch
    fields:
      id: {type: code, path: BatchId}
  voucher:
    element: Batch/Voucher
    fields:
      number: {type: code, path: No}
  row:
    element: Batch/Voucher/Row
    fields:
      account: {type: code, path: Analysis/Account}
      amount: {type: amount, decimals: 2, decimal_sign: ".", path: Amount}
"""
MAPPING = """
    name: vouchers
    title: Verifikationer
    message: VoucherBatch
    target: nested
    file_name: "'batch.xml'"
    records:
      - record: batch
        at: start
        fields:
          id: run.batch_id
      - record: voucher
        for_each: voucher
        fields:
          number: voucher.number
      - record: row
        for_each: voucher.rows as row
        fields:
          account: row.account
          amount: row.amount
"""


@pytest.fixture
def nested_mapping(tmp_path, registers):
    layout, path = tmp_path / "nested.yaml", tmp_path / "vouchers.yaml"
    layout.write_text(LAYOUT, encoding="utf-8")

    def load(text):
        path.write_text(dedent(text).lstrip(), encoding="utf-8")
        return load_mapping(path, {"nested": load_layout(layout)}, registers, {})

    return load


def test_rows_stand_within_their_voucher_and_vouchers_within_the_batch(nested_mapping, run, batch, voucher_of):
    translator = nested_mapping(MAPPING).translator(run)
    parts = [batch, voucher_of("1", ("7010", "10.5"), ("2990", "-10.5")), voucher_of("2", ("7010", "1"))]
    steps = [translator.start(), *map(translator.translate, parts), translator.finish()]
    content = b"".join(translator.encode(step.lines) for step in steps if step.lines)
    assert translator.fault() is None
    assert (content + b"".join(translator.end())).decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        "<Batch><BatchId>B7</BatchId>\n"
        "<Voucher><No>1</No>\n"
        "<Row><Analysis><Account>7010</Account></Analysis><Amount>10.50</Amount></Row>\n"
        "<Row><Analysis><Account>2990</Account></Analysis><Amount>-10.50</Amount></Row></Voucher>\n"
        "<Voucher><No>2</No>\n"
        "<Row><Analysis><Account>7010</Account></Analysis><Amount>1.00</Amount></Row></Voucher></Batch>\n"
    )


def test_a_file_that_its_kind_cannot_hold_is_a_finding_about_the_whole_file(nested_mapping, run, batch):
    translator = nested_mapping(MAPPING).translator(run)
    lines = translator.start().lines
    translator.encode([*lines, *lines])
    fault = translator.fault()
    assert fault is not None
    assert (fault.code, fault.value, fault.expected, fault.rejects_file) == (
        "MAPPING-VALUE-UNWRITABLE",
        "2",
        "max 1",
        True,
    )


VOUCHER = """\
      - record: voucher
        for_each: voucher
        fields:
          number: voucher.number
"""


@pytest.mark.parametrize(
    "voucher",
    ["", VOUCHER.replace("for_each: voucher", "at: end").replace("voucher.number", "batch.system")],
)
def test_a_record_that_nothing_stands_around_is_refused(nested_mapping, voucher):
    with pytest.raises(BrokenSpecification) as broken:
        nested_mapping(MAPPING.replace(VOUCHER, voucher))
    [problem] = broken.value.problems
    assert problem.message == "record 'row' stands within 'voucher', which is not written before it"
    assert problem.column == 13


def test_the_outer_record_of_the_same_part_is_written_first(nested_mapping):
    with pytest.raises(BrokenSpecification, match="stands within 'voucher'"):
        nested_mapping(MAPPING.replace(VOUCHER, "") + VOUCHER)


def test_a_record_may_be_written_within_another(nested_mapping, run, batch, voucher_of):
    row = MAPPING[MAPPING.index("      - record: row") :].replace("      ", "          ")
    mapping = nested_mapping(MAPPING[: MAPPING.index("      - record: row")] + "        then:\n" + row)
    translator = mapping.translator(run)
    translator.encode(translator.start().lines)
    translator.translate(batch)
    made = translator.encode(translator.translate(voucher_of("1", ("7010", "1"))).lines)
    assert made.decode().count("\n<Row>") == 1
