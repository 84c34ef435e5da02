"""The shipped translations on messages that the samples do not hold. Amounts of rows are in öre."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.app.examples import EXAMPLE_RUN, example_results
from gateway.app.installation import Installation
from gateway.findings import Finding
from gateway.mapping import Mapping
from gateway.messages import Deposit, Invoice, Payment, PaymentReport, Statement, Voucher, VoucherBatch
from gateway.messages.invoice import AllowanceCharge, InvoiceLine, Party, PaymentInstruction, VatBreakdown
from gateway.messages.vouchers import CodingDimension, VoucherRow
from gateway.routes import Route
from gateway.settings import Settings
from tests.ledger_rows import Row, sliced

pytestmark = pytest.mark.unit

PROJECT = Path(__file__).resolve().parents[2]
DAY = datetime.date(2026, 11, 5)
CENT = Decimal("0.01")
RATES = (Decimal(25), Decimal(12), Decimal("6.00"))


def shipped(route_name: str, home: Path) -> Mapping:
    """The mapping of a route, with the route's values."""
    installation = Installation(Settings(home=home))
    route = installation.routes[route_name]
    assert isinstance(route, Route)
    return installation.mapping(route.mapping, route)


@cache
def project_mapping(route_name: str) -> Mapping:
    return shipped(route_name, PROJECT)


def translated(mapping: Mapping, parts: Iterable[Any]) -> tuple[list[Row], list[Finding]]:
    translator = mapping.translator(EXAMPLE_RUN)
    steps = [*map(translator.translate, parts), translator.finish()]
    return [sliced(line) for step in steps for line in step.lines], [found for step in steps for found in step.findings]


def invoice_of(*lines: InvoiceLine, charges: Iterable[AllowanceCharge] = (), **rest: Any) -> Invoice:
    """An invoice of these lines, whose totals follow from them."""
    bases: dict[tuple[str, Decimal | None], Decimal] = {}
    for line in lines:
        key = line.vat_category, line.vat_rate
        bases[key] = bases.get(key, Decimal(0)) + line.net_amount
    for charge in charges:
        key = charge.vat_category, charge.vat_rate
        bases[key] = bases.get(key, Decimal(0)) + (charge.amount if charge.is_charge else -charge.amount)
    breakdown = [
        VatBreakdown(
            category=category,
            rate=rate,
            taxable_amount=base,
            vat_amount=(base * (rate or 0) / 100).quantize(CENT, ROUND_HALF_UP),
        )
        for (category, rate), base in bases.items()
    ]
    total = sum((entry.taxable_amount + entry.vat_amount for entry in breakdown), Decimal(0))
    rounding, paid = rest.pop("rounding", Decimal(0)), rest.pop("paid", Decimal(0))
    defaults = {
        "number": "1",
        "issue_date": DAY,
        "type_code": "380",
        "currency": "SEK",
        "seller": Party(name="Exempel Kontorsvaror AB", organisation_number="5569001208"),
        "buyer": Party(name="Exempelstaden"),
        "buyer_reference": "KST1001",
    }
    return Invoice(
        **{**defaults, **rest},
        lines=list(lines),
        allowances_and_charges=list(charges),
        vat_breakdown=breakdown,
        total_with_vat=total,
        paid_amount=paid,
        rounding_amount=rounding,
        payable_amount=total - paid + rounding,
    )


def line_of(amount: str | Decimal, category: str = "S", rate: Decimal | None = RATES[0], **rest: Any) -> InvoiceLine:
    return InvoiceLine(
        identifier="1", net_amount=Decimal(amount), vat_category=category, vat_rate=rate, name="Vara", **rest
    )


def amounts(low: str, high: str) -> st.SearchStrategy[Decimal]:
    return st.decimals(Decimal(low), Decimal(high), places=2)


LINES = st.lists(st.builds(line_of, amounts("-9999", "9999"), st.just("S"), st.sampled_from(RATES)), min_size=1)
CHARGES = st.lists(
    st.builds(
        AllowanceCharge,
        is_charge=st.booleans(),
        amount=amounts("0", "999"),
        vat_category=st.just("S"),
        vat_rate=st.sampled_from(RATES),
    ),
    max_size=3,
)


@given(lines=LINES, charges=CHARGES, paid=amounts("0", "500"), rounding=amounts("-0.50", "0.50"))
def test_any_invoice_balances_and_its_credit_note_is_the_exact_opposite(
    lines: list[InvoiceLine], charges: list[AllowanceCharge], paid: Decimal, rounding: Decimal
) -> None:
    invoice = invoice_of(*lines, charges=charges, paid=paid, rounding=rounding)
    rows, findings = translated(project_mapping("efaktura"), [invoice])
    assert not findings
    assert sum(int(row["amount"]) for row in rows) == 0
    assert rows[0]["amount"] == -int(invoice.payable_amount * 100)
    credit, _ = translated(project_mapping("efaktura"), [replace(invoice, type_code="381")])
    assert [(row["trans_type"], -int(row["amount"])) for row in credit] == [
        (row["trans_type"], int(row["amount"])) for row in rows
    ]


def test_a_line_is_booked_on_the_account_the_supplier_gives_only_when_it_is_an_account_of_ours() -> None:
    lines = [line_of("10", accounting_reference=account) for account in ("4010", "9999", "Handläggare 7", "")]
    rows, _ = translated(project_mapping("efaktura"), [invoice_of(*lines)])
    assert [row["account"] for row in rows if row["trans_type"] == "GL"] == ["4010", "6460", "6460", "6460"]


@pytest.mark.parametrize("account", ["", "9999", "6410"], ids=["none", "unknown", "closed at the end of 2025"])
def test_an_invoice_is_stopped_when_its_coding_has_no_account_that_is_valid(home: Path, account: str) -> None:
    changed(home, "suppliers", f"5590001185;100999;Exempel Nykomling AB;;;;{account};;;2024-01-01;")
    changed(home, "buyer_references", f"KST1009;cost_centre;Utan konto;1001;910;{account};ATT1001;2024-01-01;")
    seller = Party(name="Exempel Nykomling AB", organisation_number="5590001185")
    invoice = invoice_of(line_of("10"), seller=seller, buyer_reference="KST1009")
    rows, findings = translated(shipped("efaktura", home), [invoice])
    assert not rows
    assert {(found.code, found.value) for found in findings} == {("MAPPING-REGISTER-ROW-MISSING", account or "–")}


@pytest.mark.parametrize(("category", "rate"), [("AE", Decimal(0)), ("S", Decimal("12.5")), ("", None)])
def test_a_vat_category_and_rate_without_a_vat_code_stops_the_invoice(category: str, rate: Decimal | None) -> None:
    rows, findings = translated(project_mapping("efaktura"), [invoice_of(line_of("10", category, rate))])
    assert not rows
    assert {found.code for found in findings} == {"MAPPING-REGISTER-ROW-MISSING"}


def test_an_invoice_outside_the_scope_of_vat_has_no_rate_and_no_vat_row() -> None:
    rows, findings = translated(project_mapping("efaktura"), [invoice_of(line_of("10", "O", None))])
    assert not findings
    assert [(row["trans_type"], row["tax_code"]) for row in rows] == [("AP", "0"), ("GL", "0")]


def test_an_invoice_of_a_closed_period_is_booked_in_the_current_one() -> None:
    rows, _ = translated(
        project_mapping("efaktura"), [invoice_of(line_of("10"), issue_date=datetime.date(2026, 8, 31))]
    )
    assert {(row["voucher_date"], row["period"]) for row in rows} == {("20260831", "202611")}


def test_invoices_of_one_file_are_vouchers_of_their_own() -> None:
    rows, _ = translated(project_mapping("efaktura"), [invoice_of(line_of("10")), invoice_of(line_of("20"))])
    assert {row["voucher_no"] for row in rows} == {1, 2}


def changed(home: Path, register: str, line: str) -> None:
    with (home / "mappings" / "registers" / f"{register}.csv").open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")


def test_iban_and_bic_are_written_for_an_iban_that_the_supplier_register_knows(home: Path) -> None:
    changed(home, "suppliers", "5590001185;100999;Exempel Nykomling AB;;;SE4550000000058398257466;6460;UT;;2024-01-01;")
    payment = PaymentInstruction(account="SE45 5000 0000 0583 9825 7466", service_provider="ESSESESS")
    seller = Party(name="Exempel Nykomling AB", organisation_number="559000-1185")
    (payable, *_), _ = translated(
        shipped("efaktura", home), [invoice_of(line_of("10"), seller=seller, payment_instructions=[payment])]
    )
    assert payable["bank_account"] == "SE4550000000058398257466"
    assert payable["swift"] == "ESSESESS"
    assert payable["pay_method"] == "UT"


def test_a_plusgiro_is_known_however_the_register_writes_it(home: Path) -> None:
    changed(home, "suppliers", "5590001185;100999;Exempel Nykomling AB;;815 60-87;;6460;;;2024-01-01;")
    payment = PaymentInstruction(account="8156087", service_provider="SE:PLUSGIRO")
    seller = Party(name="Exempel Nykomling AB", organisation_number="5590001185")
    (payable, *_), _ = translated(
        shipped("efaktura", home), [invoice_of(line_of("10"), seller=seller, payment_instructions=[payment])]
    )
    assert payable["bank_account"] == "8156087"
    assert payable["pay_method"] == "IP"


def test_a_foreign_supplier_is_found_by_the_number_it_gives(home: Path) -> None:
    changed(home, "suppliers", "DE123456789;100777;Beispiel GmbH;;;;6460;;;2024-01-01;")
    seller = Party(name="Beispiel GmbH", vat_number="DE123456789")
    (payable, *_), _ = translated(shipped("efaktura", home), [invoice_of(line_of("10"), seller=seller)])
    assert payable["apar_id"] == "100777"


def test_a_purchase_order_that_is_not_registered_itself_is_coded_as_its_series(home: Path) -> None:
    changed(home, "buyer_references", "INK3278;purchase_order;Serien 278;1002;920;6990;ATT278;2024-01-01;")
    mapping = shipped("efaktura", home)
    (payable, cost, _), _ = translated(mapping, [invoice_of(line_of("10"), order_reference="INK3278999999")])
    assert (payable["commitment"], payable["responsible"]) == ("INK3278999999", "ATT278")
    assert (cost["account"], cost["dim_1"], cost["dim_2"]) == ("6990", "1002", "920")


REPORT = PaymentReport(identifier="R")
STATEMENT = Statement(account="9912346", account_kind="BGNR", number=1)
BOOKED = datetime.date(2026, 11, 4)


def deposit_of(amount: str, currency: str = "SEK") -> Deposit:
    return Deposit(
        identifier="7",
        account="9912346",
        account_kind="BGNR",
        currency=currency,
        amount=Decimal(amount),
        booking_date=BOOKED,
        number=1,
    )


def test_an_unidentified_payment_tells_staff_all_there_is_to_search_by() -> None:
    payment = Payment(
        amount=Decimal("5.00"),
        reference="FAKTURA 4711",
        other_references=["4712"],
        payer_account="3783511",
        message="Avser mars",
        identifier="B9",
    )
    (found, bank), _ = translated(project_mapping("bank"), [REPORT, STATEMENT, deposit_of("5.00"), payment])
    assert found["description"] == "Oidentifierad, referens FAKTURA 4711 (även 4712), 3783511, Avser mars"
    assert (bank["amount"], found["amount"], found["account"], found["period"]) == (500, -500, "9894", "202611")


def test_a_returned_deposit_is_credited_to_the_bank_account() -> None:
    payment = Payment(amount=Decimal("-5.00"), reference="7100000103", identifier="B9", is_deduction=True)
    rows, _ = translated(project_mapping("bank"), [REPORT, STATEMENT, deposit_of("-5.00"), payment])
    assert [(row["trans_type"], row["amount"]) for row in rows] == [("AR", 500), ("GL", -500)]


def test_a_payment_of_nothing_gives_no_row() -> None:
    payment = Payment(amount=Decimal(0), reference="7100000103", identifier="B9")
    rows, _ = translated(project_mapping("bank"), [REPORT, STATEMENT, deposit_of("5.00"), payment])
    assert not rows


def test_a_deposit_in_another_currency_than_the_ledgers_is_stopped() -> None:
    rows, findings = translated(
        project_mapping("bank"), [REPORT, STATEMENT, deposit_of("5.00", "EUR"), Payment(amount=Decimal("5.00"))]
    )
    assert not rows
    assert {(found.code, found.value) for found in findings} == {("MAPPING-REGISTER-ROW-MISSING", "EUR")}


def test_a_row_without_a_customer_is_booked_on_its_account_in_the_general_ledger(home: Path) -> None:
    changed(home, "payment_references", "reference;74;10;9912346;;31000;3310;;;fee;Avgifter, kontant;;")
    payment = Payment(amount=Decimal("5.00"), reference="7400000100", identifier="B9")
    (found, _), _ = translated(shipped("bank", home), [REPORT, STATEMENT, deposit_of("5.00"), payment])
    assert (found["trans_type"], found["account"], found["dim_1"]) == ("GL", "3310", "31000")


def test_a_payment_with_a_voucher_type_of_its_own_is_a_voucher_of_its_own() -> None:
    collection = Payment(amount=Decimal("5.00"), payer_name="Exempelinkasso AB", identifier="B9")
    other = Payment(amount=Decimal("2.00"), reference="7100000103", identifier="B10")
    parts = [REPORT, STATEMENT, deposit_of("7.00"), collection, other]
    rows, _ = translated(project_mapping("bank"), parts)
    assert [(row["voucher_type"], row["account"], row["amount"]) for row in rows] == [
        ("IK", "9895", -500),
        ("IK", "1951", 500),
        ("IB", "1511", -200),
        ("IB", "1951", 200),
    ]


def test_a_voucher_row_keeps_each_dimension_and_takes_text_and_date_from_the_voucher() -> None:
    coding = [CodingDimension(dimension=number, value=f"V{number}") for number in "1267"]
    rows = [
        VoucherRow(account="6110", amount=Decimal("0.01"), dimensions=coding, vat_code="I25"),
        VoucherRow(account="1910", amount=Decimal("-0.01"), text="Kassa", date=DAY),
    ]
    voucher = Voucher(number="12", series="A", date=BOOKED, text="Papper", rows=rows)
    (first, second), _ = translated(project_mapping("forsystem-sie"), [VoucherBatch(), voucher])
    assert [first[f"dim_{number}"] for number in (1, 2, 3, 4)] == ["V1", "V2", "V6", "V7"]
    assert (first["description"], first["trans_date"], first["ext_ref"]) == ("Papper", "20261104", "A12")
    assert (second["description"], second["trans_date"], second["voucher_date"]) == ("Kassa", "20261105", "20261104")
    assert (first["amount"], second["amount"]) == (1, -1)


def test_every_example_of_the_shipped_mappings_gives_what_it_must(home: Path) -> None:
    results = list(example_results(Installation(Settings(home=home))))
    assert len(results) >= 16
    assert {result.name: result.difference for result in results if not result.is_ok} == {}


def column(register: str, *columns: str) -> set[str]:
    rows = Installation(Settings(home=PROJECT)).registers[register].rows
    return {row.values[name] for row in rows for name in columns} - {""}


@pytest.mark.parametrize(
    ("known", "used"),
    [
        pytest.param(lambda: column("accounts", "account"), used, id=f"accounts in {used[0]}")
        for used in (
            ("buyer_references", "account"),
            ("suppliers", "default_account"),
            ("payment_references", "ledger_account"),
            ("receiving_accounts", "ledger_account"),
            ("vat_codes", "account"),
        )
    ]
    + [
        pytest.param(lambda: column("vat_codes", "vat_code"), ("invoice_vat", "vat_code"), id="VAT codes"),
        pytest.param(lambda: column("dimensions", "value"), ("buyer_references", "dim_1", "dim_2"), id="coding"),
        pytest.param(lambda: column("dimensions", "value"), ("payment_references", "dim_1"), id="series coding"),
    ],
)
def test_what_one_register_names_stands_in_the_other(known: Callable[[], set[str]], used: tuple[str, ...]) -> None:
    assert column(*used) <= known()


def test_accounts_of_the_routes_stand_in_the_register_of_accounts() -> None:
    routes = Installation(Settings(home=PROJECT)).routes.values()
    used = {
        value
        for route in routes
        if isinstance(route, Route)
        for name, value in route.values.items()
        if name.endswith("account")
    }
    assert {"2641", "3740", "1790", "9894", "2990"} <= used <= column("accounts", "account")
