"""Supplier invoices of feeder systems: who is paid, to which account, and in which order an invoice comes."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gateway.messages import LedgerParty, SupplierInvoice, SupplierInvoiceBatch
from gateway.registers import Registers
from tests.finance_rules import PERSON, Judge, line, registers_in, rules, supplier_invoice

pytestmark = pytest.mark.unit


@pytest.fixture
def registers(tmp_path: Path) -> Registers:
    return registers_in(
        tmp_path,
        suppliers="""\
        organisation_number;supplier_number;bankgiro;plusgiro;iban;status;valid_from;valid_to
        5569001208;100;900-0126;;;;;
        5569002313;101;;;;blocked;;
        5569003428;102;;;;inactive;;
        5569004319;103;;;;;;2026-06-30
        5569005522;104;;;;;;2026-06-30
        5569005522;105;;480012;;active;2026-07-01;
        SE556900552201;106;;;;;;
        """,
    )


def judge(registers: Registers | None = None, **named: Any) -> Judge:
    around = {"batch": SupplierInvoiceBatch(system="Paraplyet")}
    return Judge(rules("SupplierInvoiceBatch", **named), registers, ancestors=around)


def of(party_number: str = "", identity_number: str = "", **facts: Any) -> SupplierInvoice:
    """An invoice of a supplier."""
    supplier = LedgerParty(party_number=party_number, identity_number=identity_number, **facts)
    return supplier_invoice(line(), supplier=supplier)


PAYEE = {"name": "Exempel", "address": "Gatan 1", "zip_code": "11122", "city": "Exempelstad", "bankgiro": "9000126"}

CASES: list[tuple[str, SupplierInvoice, SupplierInvoice]] = [
    ("SUPPLIER-RESERVED-REFUSED", of("77"), of("100")),
    ("SUPPLIER-RESERVED-REFUSED", of("0", **PAYEE), of("770")),
    ("SUPPLIER-RESERVED-INCOMPLETE", of("77", **{**PAYEE, "name": ""}), of("77", **PAYEE)),
    ("SUPPLIER-RESERVED-INCOMPLETE", of("0", **{**PAYEE, "bankgiro": ""}), of("100")),
    ("SUPPLIER-RESERVED-INCOMPLETE", of("0", **{**PAYEE, "zip_code": ""}), of("0", **PAYEE)),
    ("SUPPLIER-UNKNOWN", of("999"), of("100")),
    ("SUPPLIER-UNKNOWN", of(identity_number=PERSON), of(identity_number="5569001208")),
    ("SUPPLIER-UNKNOWN", of(), of("77")),
    ("SUPPLIER-INACTIVE", of("102"), of("101")),
    ("SUPPLIER-INACTIVE", of("103"), of("105")),
    ("SUPPLIER-BLOCKED", of("101"), of("102")),
    ("SUPPLIER-REGISTERED-TWICE", of(identity_number="5569005522"), of(identity_number="5569001208")),
    ("SUPPLIER-REGISTERED-TWICE", of("106"), of("77")),
    ("IDENTITY-INVALID", of(identity_number="5569001209"), of(identity_number=PERSON)),
    ("PARTY-BANKGIRO", of(bankgiro="9000127"), of(bankgiro="9000126")),
    ("PARTY-PLUSGIRO", of(plusgiro="480013"), of(plusgiro="480012")),
    ("PARTY-IBAN", of(iban="SE4550000000058398257467"), of(iban="SE4550000000058398257466")),
    (
        "PARTY-BANK-ACCOUNT",
        of(clearing_number="9999", bank_account="12"),
        of(clearing_number="5001", bank_account="1234567"),
    ),
    ("PARTY-BANK-ACCOUNT", of(clearing_number="2150", bank_account="1234567"), of(bank_account="12")),
    ("PARTY-ACCOUNT-CHANGED", of("100", bankgiro="9000134"), of("100", bankgiro="9000126")),
    ("PARTY-ACCOUNT-CHANGED", of(identity_number="5569005522", iban="SE45"), of("77", bankgiro="9000134")),
]


@pytest.mark.parametrize(("code", "bad", "good"), CASES)
def test_each_rule_about_the_supplier_finds_its_fault(
    code: str, bad: SupplierInvoice, good: SupplierInvoice, registers: Registers
) -> None:
    assert judge(registers, **{code: None}).codes(good) == []
    [each] = judge(registers, **{code: None}).found(bad)
    assert (each.code, each.about, each.place.line) == (code, "faktura F1", 5)
    [error] = judge(registers, **{code: {"severity": "error"}}).found(bad)
    [warned] = judge(registers, **{code: {"severity": "warning"}}).found(bad)
    assert (error.rejects, warned.rejects) == (True, False)
    assert judge(registers, **{code: {"enabled": False}}).codes(bad) == []


def test_what_a_collective_supplier_must_state_is_chosen_and_told(registers: Registers) -> None:
    rule = judge(SUPPLIER_RESERVED_INCOMPLETE={"numbers": ["88"], "fields": ["identity", "name"]})
    assert rule.codes(of("77")) == []
    [each] = rule.found(of("88"))
    assert each.expected == "person- eller organisationsnummer, namn"


def test_a_supplier_without_registered_account_may_have_any(registers: Registers) -> None:
    assert judge(registers, PARTY_ACCOUNT_CHANGED=None).codes(of("101", bankgiro="9000134")) == []


def test_numbers_of_which_one_has_ended_are_no_duplicates(registers: Registers) -> None:
    [each] = judge(registers, SUPPLIER_REGISTERED_TWICE=None).found(of("105"))
    assert each.expected == "105, 106"


def staged(stage: str, *lines: Any, number: str = "F1") -> SupplierInvoice:
    supplier = LedgerParty(party_number="100")
    return supplier_invoice(*lines, supplier=supplier, stage=stage, number=number, stated_total=Decimal(100))


@pytest.mark.parametrize("stage", ["final", "cancellation"])
def test_a_later_stage_needs_the_arrival_that_comes_before_it(stage: str) -> None:
    rule = judge(LEDGER_INVOICE_STAGE=None)
    [each] = rule.found(staged(stage))
    assert (each.code, each.value) == ("LEDGER-INVOICE-STAGE", stage)
    assert rule.codes(staged("arrival", number="F2")) == []
    assert rule.codes(staged(stage)) == ["LEDGER-INVOICE-STAGE"], "the arrival of another invoice will not do"
    assert rule.codes(staged("arrival")) == []
    assert rule.codes(staged(stage)) == []


def test_an_invoice_without_stage_and_a_trial_are_not_asked_for_arrival() -> None:
    rule = judge(LEDGER_INVOICE_STAGE=None)
    assert rule.codes(staged("")) == []
    rule.around.is_trial = True
    assert rule.codes(staged("final")) == []


def test_stages_of_one_invoice_are_no_duplicates_of_each_other() -> None:
    rule = judge(LEDGER_INVOICE_DUPLICATE=None, LEDGER_INVOICE_TWICE_IN_FILE=None)
    assert [rule.codes(staged(stage)) for stage in ("arrival", "final", "cancellation")] == [[], [], []]
    assert rule.codes(staged("final")) == ["LEDGER-INVOICE-DUPLICATE", "LEDGER-INVOICE-TWICE-IN-FILE"]


def test_only_a_final_posting_needs_lines() -> None:
    rule = judge(LEDGER_INVOICE_WITHOUT_LINES=None, LEDGER_INVOICE_TOTAL=None)
    assert rule.codes(staged("arrival")) == []
    assert rule.codes(staged("final")) == ["LEDGER-INVOICE-WITHOUT-LINES"]
    assert rule.codes(staged("final", line("99.00"))) == ["LEDGER-INVOICE-TOTAL"]


def test_the_vat_of_the_whole_invoice_belongs_to_its_total() -> None:
    rule = judge(LEDGER_INVOICE_TOTAL=None)
    invoice = supplier_invoice(line("80"), vat_amount=Decimal(20), stated_total=Decimal(100))
    assert rule.codes(invoice) == []
    invoice.vat_amount = Decimal(19)
    assert rule.codes(invoice) == ["LEDGER-INVOICE-TOTAL"]
