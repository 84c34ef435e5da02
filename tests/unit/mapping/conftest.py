"""A small office for mappings: two layouts, two registers, and a way to load a spec written in a test."""

import datetime
from decimal import Decimal
from textwrap import dedent

import pytest

from gateway.findings import Place
from gateway.formats.layouts.layout import load_layouts
from gateway.mapping import Run, load_mapping
from gateway.messages import Voucher, VoucherBatch
from gateway.messages.vouchers import CodingDimension, VoucherRow
from gateway.registers import load_registers

LEDGER = """
title: Huvudbok
assumed: true
kind: delimited
encoding: iso-8859-1
delimiter: ";"
records:
  row:
    fields:
      number: {type: integer, required: true}
      account: {type: code, length: 4, required: true}
      unit: {type: code, length: 8}
      amount: {type: amount, decimals: 2, decimal_sign: "."}
      date: {type: date}
      text: {type: text, length: 12, cut: true}
"""

TRAILED = """
title: Huvudbok med slutpost
assumed: true
kind: fixed
encoding: iso-8859-1
record_type: {start: 1, length: 1}
records:
  head:
    role: header
    when: H
    length: 9
    fields:
      date: {type: date, start: 2, length: 8}
  row:
    when: R
    length: 15
    fields:
      account: {type: code, start: 2, length: 4, required: true}
      amount: {type: amount, start: 6, length: 10, decimals: 2}
  tail:
    role: trailer
    when: T
    length: 14
    fields:
      rows: {type: integer, start: 2, length: 3}
      sum: {type: amount, start: 5, length: 10, decimals: 2}
"""

UNITS = "unit;code;name;valid_from;valid_to\n1001;K1001;Förskola;2020-01-01;\n1002;K1002;Äldreboende;2020-01-01;\n"
SERIES = "prefix*;account*;name\n71;;Förskoleavgifter\n"

RUN = Run(file_id="F7", batch_id="B7", now=datetime.datetime(2026, 3, 9, 8, 30, tzinfo=datetime.UTC))


@pytest.fixture
def run():
    return RUN


@pytest.fixture
def layouts(tmp_path):
    folder = tmp_path / "layouts"
    folder.mkdir()
    (folder / "ledger.yaml").write_text(LEDGER, encoding="utf-8")
    (folder / "trailed.yaml").write_text(TRAILED, encoding="utf-8")
    return load_layouts(folder)


@pytest.fixture
def registers(tmp_path):
    folder = tmp_path / "registers"
    folder.mkdir()
    (folder / "units.csv").write_text(UNITS, encoding="utf-8")
    (folder / "series.csv").write_text(SERIES, encoding="utf-8")
    return load_registers(folder)


@pytest.fixture
def mapping_of(tmp_path, layouts, registers):
    """The mapping of a spec that a test writes."""

    def load(text):
        path = tmp_path / "vouchers.yaml"
        path.write_text(dedent(text).lstrip(), encoding="utf-8")
        return load_mapping(path, layouts, registers, {"company": "10"})

    return load


@pytest.fixture
def batch():
    return VoucherBatch(system="Lön", place=Place(line=1))


@pytest.fixture
def voucher_of():
    """A voucher with rows of (account, amount), each row on a line of its own after the voucher's."""

    def make(number, *rows, line=10):
        return Voucher(
            number=number,
            date=datetime.date(2026, 3, 9),
            text="Lön mars",
            place=Place(line=line),
            rows=[
                VoucherRow(
                    account=account,
                    amount=Decimal(amount),
                    dimensions=[CodingDimension(dimension="1", value="1001")],
                    place=Place(line=line + at),
                )
                for at, (account, amount) in enumerate(rows, start=1)
            ],
        )

    return make
