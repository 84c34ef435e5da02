"""Customer invoices and web orders: the customer, the amounts, the dates and the numbers."""

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gateway.messages import CustomerInvoice, CustomerInvoiceBatch, LedgerParty
from gateway.registers import Registers
from tests.finance_rules import DAY, OTHER_PERSON, PERSON, Judge, coding, customer_invoice, line, registers_in, rules

pytestmark = pytest.mark.unit

MASK = "••••••"


@pytest.fixture
def registers(tmp_path: Path) -> Registers:
    return registers_in(
        tmp_path,
        customers=f"""\
        identity_number;customer_number;address;zip_code;city;delivery;internal;status;valid_from;valid_to
        5569001208;100;Gatan 1;11122;Exempelstad;paper;no;;;
        5569002313;101;;;;paper;no;;;
        5569003428;102;;;;peppol;no;closed;;
        5569004319;103;;;;;no;;;2026-06-30
        {PERSON};104;;;;;no;;;
        556900-5522;105;;;;;no;;;
        165569005522;106;;;;;no;active;;
        SE556900552201;107;;;;;no;closed;;
        """,
        articles="article;valid_from;valid_to\nSAL;;\nMARK;;2026-06-30\n",
        departments="department;valid_from;valid_to\nSLK;;\nOLD;;2025-12-31\n",
        periods="period;status;AR\n202611;open;closed\n202610;open;\n",
    )


def judge(registers: Registers | None = None, **named: Any) -> Judge:
    around = {"batch": CustomerInvoiceBatch(system="Uthyrning")}
    return Judge(rules("CustomerInvoiceBatch", **named), registers, ancestors=around)


def to(party_number: str = "", identity_number: str = "", **facts: Any) -> CustomerInvoice:
    """An invoice to a customer."""
    customer = LedgerParty(party_number=party_number, identity_number=identity_number, **facts)
    return customer_invoice(line(), customer=customer)


ADDRESS = {"address": "Gatan 2", "zip_code": "11122", "city": "Exempelstad"}

CUSTOMERS: list[tuple[str, CustomerInvoice, CustomerInvoice]] = [
    ("IDENTITY-INVALID", to(identity_number="189001019803"), to(identity_number=PERSON)),
    ("IDENTITY-INVALID", to(identity_number="5569001209"), to(identity_number="5569001208")),
    ("IDENTITY-INVALID", to(identity_number="189001619802"), to()),
    ("CUSTOMER-UNKNOWN", to("999"), to("100")),
    ("CUSTOMER-UNKNOWN", to(identity_number=OTHER_PERSON), to(identity_number=PERSON)),
    ("CUSTOMER-UNKNOWN", to(), to(identity_number="556900-1208")),
    ("CUSTOMER-CLOSED", to("102"), to("101")),
    ("CUSTOMER-CLOSED", to("103"), to("999")),
    ("CUSTOMER-REGISTERED-TWICE", to("105"), to("100")),
    ("CUSTOMER-REGISTERED-TWICE", to(identity_number="5569005522"), to(identity_number="5569001208")),
    ("PARTY-ADDRESS-INCOMPLETE", to("101"), to("100")),
    ("PARTY-ADDRESS-INCOMPLETE", to("101", email="a@b.example"), to("102")),
    ("PARTY-ADDRESS-INCOMPLETE", to("999", address="Gatan 2"), to("999", **ADDRESS)),
    ("PARTY-ADDRESS-INCOMPLETE", to("999"), to("999", peppol_id="0007:5569001208")),
]


@pytest.mark.parametrize(("code", "bad", "good"), CUSTOMERS)
def test_each_rule_about_the_customer_finds_its_fault(
    code: str, bad: CustomerInvoice, good: CustomerInvoice, registers: Registers
) -> None:
    assert judge(registers, **{code: None}).codes(good) == []
    [each] = judge(registers, **{code: None}).found(bad)
    assert (each.code, each.about, each.place.line) == (code, "faktura 1001", 5)
    [warned] = judge(registers, **{code: {"severity": "warning"}}).found(bad)
    assert not warned.rejects
    assert judge(registers, **{code: {"enabled": False}}).codes(bad) == []


def test_no_finding_shows_the_number_of_a_person(registers: Registers) -> None:
    [each] = judge(registers, IDENTITY_INVALID=None).found(to(identity_number="189001019803"))
    assert each.value == MASK
    [each] = judge(registers, CUSTOMER_UNKNOWN=None).found(to(identity_number=OTHER_PERSON))
    assert each.value == MASK
    [each] = judge(registers, CUSTOMER_UNKNOWN=None).found(to(identity_number="5569009961"))
    assert each.value == "5569009961"


def test_the_persons_whom_lines_are_about_have_numbers_that_can_be_one() -> None:
    invoice = customer_invoice(line(identity_number=PERSON), line(identity_number="189001019803"))
    [each] = judge(IDENTITY_INVALID=None).found(invoice)
    assert (each.place.line, each.value) == (8, MASK)


def test_a_foreign_customer_has_a_number_of_another_kind() -> None:
    assert judge(IDENTITY_INVALID=None).codes(to(identity_number="HRB 1234", country="DE")) == []


def test_a_customer_that_is_registered_twice_is_told_with_its_active_numbers(registers: Registers) -> None:
    [each] = judge(registers, CUSTOMER_REGISTERED_TWICE=None).found(to("105"))
    assert (each.expected, each.rejects) == ("105, 106", False)


def dated(day: datetime.date | None = DAY, **facts: Any) -> CustomerInvoice:
    return customer_invoice(line(), date=day, **facts)


AMOUNTS: list[tuple[str, dict[str, Any], CustomerInvoice, CustomerInvoice]] = [
    ("LEDGER-INVOICE-WITHOUT-LINES", {}, customer_invoice(), customer_invoice(line())),
    ("LEDGER-INVOICE-TOTAL", {}, dated(stated_total=Decimal("100.01")), dated(stated_total=Decimal("100.00"))),
    ("LEDGER-INVOICE-TOTAL", {"tolerance": 1}, dated(stated_total=Decimal(98)), dated(stated_total=Decimal(99))),
    (
        "LEDGER-INVOICE-TOTAL",
        {"with_line_vat": True},
        customer_invoice(line(vat_amount=Decimal(25)), stated_total=Decimal(100)),
        customer_invoice(line(vat_amount=Decimal(25)), line("10"), stated_total=Decimal(135)),
    ),
    (
        "LEDGER-INVOICE-CODINGS",
        {},
        customer_invoice(line("100", codings=[coding("6460", "60"), coding("6460", "39.99")])),
        customer_invoice(line("100", codings=[coding("6460", "60"), coding("6460", "40")]), line()),
    ),
    (
        "LEDGER-INVOICE-PRICE",
        {},
        customer_invoice(line("10.03", quantity=Decimal(3), unit_price=Decimal("3.333"))),
        customer_invoice(line("10.00", quantity=Decimal(3), unit_price=Decimal("3.333")), line(quantity=Decimal(2))),
    ),
    ("LEDGER-INVOICE-DUE-DATE", {}, dated(due_date=DAY - datetime.timedelta(1)), dated(due_date=DAY)),
    (
        "LEDGER-INVOICE-DUE-DATE",
        {"least_days": 30},
        dated(due_date=DAY + datetime.timedelta(29)),
        dated(due_date=DAY + datetime.timedelta(30)),
    ),
    (
        "LEDGER-INVOICE-DEPARTMENT",
        {},
        customer_invoice(line(department="OLD")),
        customer_invoice(line(department="SLK")),
    ),
    ("ARTICLE-UNKNOWN", {}, customer_invoice(line(article="MARK")), customer_invoice(line(article="SAL"), line())),
    ("CODING-PERIOD-CLOSED", {"ledger": "AR"}, dated(), dated(datetime.date(2026, 10, 1))),
    ("CODING-PERIOD-CLOSED", {}, dated(datetime.date(2026, 9, 1)), dated()),
    ("WEB-ORDER-CREDIT-AMOUNT", {}, customer_invoice(line("-0.01"), line("10")), customer_invoice(line("0"))),
    ("WEB-ORDER-CREDIT-AMOUNT", {}, dated(stated_total=Decimal(-1)), dated()),
    ("WEB-ORDER-ACCOUNT", {}, customer_invoice(line(account="9895")), customer_invoice(line(account="3990"))),
    (
        "WEB-ORDER-ACCOUNT",
        {"prefixes": ["19", "98"]},
        customer_invoice(line(codings=[coding("1930")])),
        customer_invoice(line(account="9790")),
    ),
]


@pytest.mark.parametrize(("code", "options", "bad", "good"), AMOUNTS)
def test_each_rule_about_amounts_dates_and_accounts_finds_its_fault(
    code: str, options: dict[str, Any], bad: CustomerInvoice, good: CustomerInvoice, registers: Registers
) -> None:
    assert judge(registers, **{code: options}).codes(good) == []
    [each] = judge(registers, **{code: options}).found(bad)
    assert (each.code, each.rejects, each.about) == (code, True, "faktura 1001")
    [warned] = judge(registers, **{code: {**options, "severity": "warning"}}).found(bad)
    assert not warned.rejects
    assert judge(registers, **{code: {**options, "enabled": False}}).codes(bad) == []


def test_an_invoice_is_a_duplicate_of_the_same_system_customer_and_number() -> None:
    rule = judge(LEDGER_INVOICE_DUPLICATE=None)
    assert rule.codes(to("100")) == []
    assert rule.codes(to("101")) == []
    [each] = rule.found(to("100"))
    assert (each.code, each.details["first_id"]) == ("LEDGER-INVOICE-DUPLICATE", "F1")
    rule.around.ancestors["batch"] = CustomerInvoiceBatch(system="Annat")
    assert rule.codes(to("100")) == []


def test_an_invoice_stands_once_in_a_file_for_each_customer() -> None:
    rule = judge(LEDGER_INVOICE_TWICE_IN_FILE=None)
    assert [rule.codes(to("100")), rule.codes(to("101"))] == [[], []]
    assert rule.codes(to("100")) == ["LEDGER-INVOICE-TWICE-IN-FILE"]


@pytest.mark.parametrize(
    ("company", "own", "is_protected", "expected"),
    [
        ("10", "", True, ["PROTECTED-OTHER-COMPANY"]),
        ("10", "90", True, []),
        ("90", "", True, []),
        ("90", "", False, ["PROTECTED-COMPANY-ONLY"]),
        ("10", "90", False, []),
    ],
)
def test_protected_identity_goes_to_its_own_company_and_nothing_else_does(
    company: str, own: str, is_protected: bool, expected: list[str]
) -> None:
    options = {"companies": ["90"], "route": "kundfakturor-skyddade"}
    rule = judge(PROTECTED_OTHER_COMPANY=options, PROTECTED_COMPANY_ONLY=options)
    rule.around.route_values = {"company": company, "protected_company": own}
    found = rule.found(to("100", is_protected=is_protected))
    assert [each.code for each in found] == expected
    for each in found:
        assert "kundfakturor-skyddade" in each.masked().action("sv"), "the way to go is no secret"
