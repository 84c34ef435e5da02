"""The public billing dialects are read and written by one layout each: what is written is read back as it was."""

import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.findings import NOWHERE, Finding
from gateway.formats.layouts.layout import load_layouts
from gateway.formats.layouts.reader import layout_format
from gateway.mapping import Mapping, Run, load_mapping
from gateway.messages.ledger_invoices import CustomerInvoice, CustomerInvoiceBatch, InvoiceCoding, LedgerInvoiceLine
from gateway.messages.ledger_parties import LedgerParty
from gateway.messages.vouchers import CodingDimension
from gateway.registers import load_registers
from tests.ledger_rows import rows_of

pytestmark = pytest.mark.unit

PROJECT = Path(__file__).resolve().parents[2]
MAPPINGS = PROJECT / "mappings"
EXPECTED = PROJECT / "tests" / "acceptance" / "expected"
LAYOUTS = load_layouts(MAPPINGS / "layouts")
REGISTERS = load_registers(MAPPINGS / "registers")
RUN = Run(
    file_id="20261123-00000001",
    batch_id="KR-20261123-00000001",
    now=datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC),
)
LETTERS = st.sampled_from("abcXYZ0129.,;:/&%+-'\"()åäöÅÄÖéÉüÜ")
"""No two of these are what a character is in UTF-8: a file that looks like UTF-8 is refused."""


def words(longest: int, shortest: int = 0) -> st.SearchStrategy[str]:
    """Texts that a fixed field can hold: neither blanks at the ends nor control characters."""
    return st.text(LETTERS, min_size=shortest, max_size=longest)


def money(digits: int) -> st.SearchStrategy[Decimal]:
    return st.integers(-(10**digits) + 1, 10**digits - 1).map(lambda number: Decimal(number) / 100)


DAYS = st.dates(datetime.date(2000, 1, 1), datetime.date(2099, 12, 31))
DIMENSIONS = {"1": 8, "2": 6, "3": 4, "6": 5, "5": 7}


@st.composite
def codings(draw: st.DrawFn, amounts: st.SearchStrategy[Decimal]) -> InvoiceCoding:
    found = [(number, draw(words(width))) for number, width in DIMENSIONS.items()]
    return InvoiceCoding(
        account=draw(words(6, 1)),
        dimensions=[CodingDimension(dimension=number, value=value) for number, value in found if value],
        amount=draw(amounts),
        counterparty=draw(words(3)),
        accrual_key=draw(words(13)),
    )


@st.composite
def lines(draw: st.DrawFn, text: int, more: int, amount: int, price: int, vat: bool) -> LedgerInvoiceLine:
    return LedgerInvoiceLine(
        amount=draw(money(amount)),
        text=draw(words(text)),
        texts=draw(st.lists(words(more, 1), max_size=2)),
        quantity=draw(st.none() | money(5)),
        unit_price=draw(st.none() | money(price)),
        vat_code=draw(st.sampled_from(["", "00", "06", "12", "25"])) if vat else "",
        codings=draw(st.lists(codings(money(9)), max_size=2)),
    )


EXTERNAL = st.builds(
    CustomerInvoice,
    customer=st.builds(
        LedgerParty,
        identity_number=st.from_regex("[1-9][0-9]{9}", fullmatch=True),
        name=words(35, 1),
        care_of=words(35),
        address=words(35),
        zip_code=st.sampled_from(["", "12345"]),
        city=words(29),
        counterparty=words(3),
    ),
    due_date=st.none() | DAYS,
    their_reference=words(30),
    our_reference=words(30),
    lines=st.lists(lines(30, 51, 12, 7, True), min_size=1, max_size=3),
)
INTERNAL = st.builds(
    CustomerInvoice,
    customer=st.builds(LedgerParty, party_number=words(10, 1)),
    date=st.none() | DAYS,
    due_date=st.none() | DAYS,
    their_reference=words(63),
    our_reference=words(30),
    lines=st.lists(lines(52, 100, 12, 10, False), min_size=1, max_size=3),
)
BATCH = st.builds(CustomerInvoiceBatch, system=words(20, 1), created=DAYS, reference=words(126, 1))


@cache
def mapping_of(layout: str) -> Mapping:
    path = MAPPINGS / "translations" / f"customer_invoices_{layout}.yaml"
    return load_mapping(path, LAYOUTS, REGISTERS, {"system": "X", "type": "Y"})


def written(layout: str, parts: list[Any]) -> bytes:
    translator = mapping_of(layout).translator(RUN)
    made = list(translator.start().lines)
    for part in parts:
        translation = translator.translate(part)
        assert translation.findings == []
        made += translation.lines
    made += translator.finish().lines
    return "".join(f"{line}\n" for line in made).encode("iso-8859-1")


def read(layout: str, content: bytes, path: Path) -> list[Any]:
    path.write_bytes(content)
    parts = list(layout_format(LAYOUTS[layout]).read(path, SimpleNamespace(tolerated=frozenset())))  # type: ignore[arg-type]
    assert not [part for part in parts if isinstance(part, Finding)]
    return [placeless(part) for part in parts]


def placeless(part: Any) -> Any:
    """A part as it was before it had a place in a file and its items had their numbers."""
    part.place = NOWHERE
    if isinstance(part, CustomerInvoice):
        part.position = 0
        part.customer.place = NOWHERE
        for line in part.lines:
            line.place, line.number = NOWHERE, 0
            for coding in line.codings:
                coding.place, coding.number = NOWHERE, 0
    return part


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=20)
@given(batch=BATCH, invoices=st.lists(EXTERNAL, max_size=3))
def test_an_external_billing_file_is_read_as_it_was_written(
    batch: CustomerInvoiceBatch, invoices: list[CustomerInvoice], tmp_path: Path
) -> None:
    parts = [batch, *invoices]
    content = written("billing_external", parts)
    assert read("billing_external", content, tmp_path / "file") == parts


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=20)
@given(invoices=st.lists(INTERNAL, max_size=3))
def test_an_internal_billing_file_is_read_as_it_was_written(invoices: list[CustomerInvoice], tmp_path: Path) -> None:
    parts = [CustomerInvoiceBatch(), *invoices]
    content = written("billing_internal", parts)
    assert read("billing_internal", content, tmp_path / "file") == parts


def short(name: str) -> list[tuple[Any, ...]]:
    rows = rows_of(EXPECTED / f"{name}.dat")
    keys = ("voucher_no", "trans_type", "client", "account", "apar_id", "tax_code", "amount")
    return [tuple(row.get(key, "") for key in keys) for row in rows]


def test_an_invoice_is_a_receivable_with_vat_its_codings_and_a_tax_row_for_each_line() -> None:
    assert short("kundfakturor-fast/markhyror-2026-11") == [
        (1, "AR", "10", "", "200101", "0", 612500),
        (1, "GL", "10", "3410", "", "U25", -300000),
        (1, "GL", "10", "3410", "", "U25", -200000),
        (1, "GL", "10", "3410", "", "U25", 10000),
        (1, "TX", "10", "2611", "", "U25", -125000),
        (1, "TX", "10", "2611", "", "U25", 2500),
        (2, "AR", "10", "", "200102", "0", 210000),
        (2, "GL", "10", "3310", "", "0", -210000),
    ]


def test_rent_of_a_protected_tenant_is_booked_in_a_company_of_its_own() -> None:
    rows = short("hyresfakturor/hyror-2026-12")
    assert [row[1:3] + row[4:] for row in rows if row[0] == 3] == [
        ("AR", "90", "500202", "0", 845000),
        ("GL", "90", "", "0", -845000),
    ]
    assert {row[2] for row in rows if row[0] != 3} == {"10"}
    assert [row[-1] for row in rows if row[1] == "AR"] == [910000, 6400050, 845000, -65000]


def test_internal_dealings_keep_the_counterparty_of_each_coding() -> None:
    rows = rows_of(EXPECTED / "kundfakturor-intern" / "vikariepool-2026-11.dat")
    assert [(row["dim_1"], row.get("dim_3", ""), row["dim_4"], row["amount"]) for row in rows if "account" in row] == [
        ("9000", "", "100", -300000),
        ("1001", "P1001", "100", -100000),
        ("9000", "", "100", 45000),
        ("9000", "", "100", -180000),
    ]


def test_the_authoritys_receipt_tells_what_to_do_with_each_case() -> None:
    content = (EXPECTED / "kronofogden-kvittenser" / "kvittens-2026-11.csv").read_text(encoding="utf-8")
    answers = [line.split(";") for line in content.splitlines()[1:]]
    assert [(answer[3], answer[4], answer[5], bool(answer[8])) for answer in answers] == [
        ("KR-2026-0101", "accepted", "U-101-26", False),
        ("KR-2026-0102", "rejected", "", True),
        ("KR-2026-0090", "warned", "", True),
    ]
