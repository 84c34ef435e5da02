"""Records within records: lines that are written after each line of another, and know what it knows."""

import datetime
from decimal import Decimal
from textwrap import dedent

import pytest

from gateway.findings import Place
from gateway.mapping import load_mapping
from gateway.messages.ledger_invoices import CustomerInvoice, CustomerInvoiceBatch, InvoiceCoding, LedgerInvoiceLine
from gateway.specification import BrokenSpecification

pytestmark = pytest.mark.unit

SPEC = """
name: invoices
title: Kundfakturor
message: CustomerInvoiceBatch
target: ledger
file_name: "'F.txt'"
records:
  - record: row
    name: line
    for_each: invoice.lines as line
    let:
      shown: left(line.text, 6)
    when: line.amount != 0
    fields:
      number: line_number
      account: line.account
      amount: line.amount
      text: shown
    then:
      - record: row
        name: text
        for_each: line.texts as text_line
        fields:
          number: line_number * 100 + text_line_number
          account: line.account
          text: text_line
      - record: row
        name: share
        for_each: line.codings as coding
        when: coding.amount != 0
        fields:
          number: coding.number
          account: coding.account
          amount: coding.amount
          text: shown + ' ' + text(coding_number)
        then:
          - record: row
            name: key
            when: coding.accrual_key != ''
            fields:
              number: coding_number
              account: coding.account
              text: "'nyckel ' + coding.accrual_key"
  - record: row
    name: end
    at: end
    fields:
      number: written('text')
      account: "'9999'"
      amount: total('share', 'amount')
"""


def invoice(*lines: LedgerInvoiceLine) -> CustomerInvoice:
    return CustomerInvoice(number="1", date=datetime.date(2026, 3, 9), lines=list(lines), place=Place(line=2))


def line(text: str, amount: str, *texts: str, codings: list[InvoiceCoding] | None = None) -> LedgerInvoiceLine:
    return LedgerInvoiceLine(
        text=text, amount=Decimal(amount), texts=list(texts), codings=codings or [], account="3010"
    )


def coding(account: str, amount: str, key: str = "", line_number: int = 5) -> InvoiceCoding:
    return InvoiceCoding(account=account, amount=Decimal(amount), accrual_key=key, place=Place(line=line_number))


@pytest.fixture
def load(tmp_path, layouts, registers):
    def load_spec(text: str = SPEC):
        path = tmp_path / "invoices.yaml"
        path.write_text(dedent(text).lstrip(), encoding="utf-8")
        return load_mapping(path, layouts, registers, {})

    return load_spec


def test_inner_lines_follow_the_line_that_they_belong_to(load, run):
    translator = load().translator(run)
    translator.start()
    translator.translate(CustomerInvoiceBatch())
    made = translator.translate(
        invoice(
            line(
                "Hyra mars", "100", "lokal 7", "två nycklar", codings=[coding("3011", "60", "12"), coding("3012", "40")]
            ),
            line("Värme", "50"),
            line("Ingenting", "0", "skrivs inte"),
        )
    )
    assert made.findings == []
    assert made.lines == [
        "1;3010;;100.00;;Hyra m",
        "101;3010;;;;lokal 7",
        "102;3010;;;;två nycklar",
        "0;3011;;60.00;;Hyra m 1",
        "1;3011;;;;nyckel 12",
        "0;3012;;40.00;;Hyra m 2",
        "2;3010;;50.00;;Värme",
    ]
    assert translator.finish().lines == ["2;9999;;100.00;;"]


def test_a_fault_in_an_inner_line_stops_the_whole_part_and_tells_where(load, run):
    translator = load().translator(run)
    translator.translate(CustomerInvoiceBatch())
    made = translator.translate(invoice(line("Hyra", "100", codings=[coding("30111", "60", line_number=8)])))
    assert made.lines == []
    (problem,) = made.findings
    assert (problem.code, problem.place.line, problem.value) == ("MAPPING-VALUE-UNWRITABLE", 8, "30111")
    assert translator.finish().lines == ["0;9999;;0.00;;"]


def test_inner_lines_are_explained_like_all_others(load, run):
    mapping = load()
    parts = [CustomerInvoiceBatch(), invoice(line("Hyra", "100", "lokal 7", codings=[coding("3011", "60", "12")]))]
    explained = [(record.title, record.line) for record in mapping.explain(parts, run)]
    assert explained == [("line", 1), ("text", 2), ("share", 3), ("key", 4), ("end", 5)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("for_each: line.texts as text_line", "for_each: line.texts", "21:19: name the items: 'path as name'"),
        ("for_each: line.texts as text_line", "for_each: payment", "21:19: for_each cannot be 'payment' here"),
        (
            "for_each: line.texts as text_line",
            "for_each: line.textz as t",
            "21:24: LedgerInvoiceLine has no field 'textz'",
        ),
        ("for_each: line.texts as text_line", "at: end", "21:13: a record within another has no 'at'"),
        ("name: share", "name: text", "another record is named 'text' already"),
        ("text: text_line", "text: coding.text", "unknown name 'coding'"),
        ("for_each: line.codings as coding", "for_each: line.codings as line", "the name 'line' is already used"),
    ],
)
def test_what_is_wrong_within_a_record_is_told_with_its_place(load, old, new, expected):
    with pytest.raises(BrokenSpecification) as broken:
        load(SPEC.replace(old, new))
    assert expected in str(broken.value)
