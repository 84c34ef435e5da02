"""The quick program gives what the plain one gives: the same lines, totals and warnings, and none where it faults."""

import datetime
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.app.installation import Installation
from gateway.mapping import Mapping, Run
from gateway.mapping.translator import Translator
from gateway.messages import Deposit, Payment, PaymentReport, Statement, Voucher, VoucherBatch
from gateway.messages.vouchers import CodingDimension, VoucherRow
from gateway.pipeline.tools import RouteTools
from gateway.settings import Settings

pytestmark = pytest.mark.unit

PROJECT = Path(__file__).resolve().parents[3]
NOON = datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC)
RUN = Run(file_id="20261123-00000001", batch_id="A-20261123-00000001", now=NOON)
ALL_TOOLS = Installation(Settings(home=PROJECT)).tools


def mapping_of(route: str) -> Mapping:
    tools = ALL_TOOLS[route]
    assert isinstance(tools, RouteTools)
    return tools.mapping


MAPPING, VOUCHERS = mapping_of("bank"), mapping_of("forsystem-csv")
DEPOSIT = Deposit(
    identifier="1 %s",
    account="9912346",
    account_kind="BGNR",
    currency="SEK",
    amount=Decimal(1),
    booking_date=NOON.date(),
    number=1,
)


def plain(translator: Translator) -> Translator:
    """The same translator without its quick program."""
    translator._mapping.program = replace(translator._mapping.program, quick=None)
    return translator


def made(parts: list[Any], *, quickly: bool, mapping: Mapping = MAPPING) -> list[Any]:
    program = mapping.program
    translator = mapping.translator(RUN)
    try:
        if not quickly:
            plain(translator)
        steps = [*map(translator.translate, parts), translator.finish()]
    finally:
        mapping.program = program
    return [(step.lines, step.findings) for step in steps]


def test_the_mapping_of_payments_has_a_quick_program() -> None:
    assert MAPPING.program.quick is not None
    assert VOUCHERS.program.quick is not None


TEXTS = st.one_of(
    st.sampled_from(["", "7100000103", "7300001", "%d % %%s", "\0", "Hyra utbetalningskort", "Exempelinkasso AB", "Ω"]),
    st.text(max_size=300),
)
PAYMENTS = st.builds(
    Payment,
    amount=st.one_of(
        st.decimals(min_value=-(10**12), max_value=10**12, places=2),
        st.sampled_from([Decimal(0), Decimal("1.005"), Decimal("1E+20"), Decimal("0.1")]),
    ),
    reference=TEXTS,
    other_references=st.lists(TEXTS, max_size=2),
    identifier=TEXTS,
    payer_name=TEXTS,
    message=TEXTS,
    is_return=st.booleans(),
)
DEPOSITS = st.builds(
    lambda account, currency, number: replace(DEPOSIT, account=account, currency=currency, number=number),
    account=st.sampled_from(["9912346", "54029681", "1"]),
    currency=st.sampled_from(["SEK", "SEK", "EUR"]),
    number=st.integers(1, 3),
)


@given(parts=st.lists(st.one_of(PAYMENTS, PAYMENTS, PAYMENTS, DEPOSITS), max_size=8))
def test_both_programs_give_the_same_lines_and_findings(parts: list[Any]) -> None:
    report = [PaymentReport(identifier="R"), Statement(account="1", account_kind="BGNR", number=1), DEPOSIT]
    assert made([*report, *parts], quickly=True) == made([*report, *parts], quickly=False)


ROWS = st.builds(
    VoucherRow,
    account=st.one_of(st.sampled_from(["3010", "", "1" * 26]), TEXTS),
    amount=st.decimals(min_value=-(10**12), max_value=10**12, places=2),
    dimensions=st.lists(
        st.builds(CodingDimension, dimension=st.sampled_from(["1", "2", "6", "20"]), value=TEXTS), max_size=3
    ),
    date=st.one_of(st.none(), st.dates()),
    text=TEXTS,
    vat_code=TEXTS,
)
MADE_VOUCHERS = st.builds(
    Voucher,
    number=TEXTS,
    series=st.sampled_from(["", "A"]),
    date=st.dates(),
    text=TEXTS,
    rows=st.lists(ROWS, max_size=4),
)


@given(vouchers=st.lists(MADE_VOUCHERS, max_size=5), currency=st.sampled_from(["SEK", "SEK", ""]))
def test_both_programs_write_the_rows_of_a_voucher_alike(vouchers: list[Any], currency: str) -> None:
    parts = [VoucherBatch(currency=currency), *vouchers]
    quick, slow = (made(parts, quickly=quickly, mapping=VOUCHERS) for quickly in (True, False))
    assert quick == slow


def test_a_payment_without_its_deposit_is_refused_all_the_same() -> None:
    ((_, findings), _) = made([Payment(amount=Decimal(1))], quickly=True)
    assert [found.code for found in findings] == ["MAPPING-OUTER-PART-MISSING"]
