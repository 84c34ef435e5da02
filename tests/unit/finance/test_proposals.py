"""Proposed coding: which register proposes an account for a line, in which order, and when it is told."""

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gateway.catalogue import Severity
from gateway.findings import Place
from gateway.messages import Invoice, LedgerParty, SupplierInvoice
from gateway.messages.invoice import InvoiceLine, Party
from gateway.registers import Registers
from tests.finance_rules import DAY, Judge, line, registers_in, rules, supplier_invoice

pytestmark = pytest.mark.unit


@pytest.fixture
def registers(tmp_path: Path) -> Registers:
    return registers_in(
        tmp_path,
        agreement_articles="article*;supplier*;account;valid_from;valid_to\nIT-;100;6540;;\nIT-;200;5410;;\nX;;4010;;\n",
        periodic_invoices="supplier*;kind*;reference*;account;valid_from;valid_to\n"
        "100;object;HISS-1;5570;;\n100;agreement;AVT-1;6990;;2026-06-30\n100;agreement;AVT-2;7010;;\n",
        buyer_references="reference*;account\nKST1001;6460\nINK3278;6110\n",
        suppliers="organisation_number*;supplier_number;default_account\n5569001208;100;\n5569002313;200;5570\n",
    )


def e_invoice(agreement: str = "", reference: str = "", object_number: str = "", **facts: Any) -> Invoice:
    one = InvoiceLine(identifier="1", net_amount=Decimal(1), place=Place(line=8), **facts)
    return Invoice(
        number="F1",
        issue_date=DAY,
        type_code="380",
        currency="SEK",
        seller=Party(name="Exempel AB", organisation_number="556900-1208"),
        buyer=Party(name="Exempelstaden"),
        contract_reference=agreement,
        order_reference=reference,
        invoiced_object=object_number,
        lines=[one],
    )


ORDER: list[tuple[dict[str, Any], tuple[str, str] | None]] = [
    ({}, None),
    ({"reference": "KST1001"}, ("6460", "buyer_references")),
    ({"reference": "INK3278000999"}, ("6110", "buyer_references")),
    ({"reference": "KST1001", "agreement": "AVT-2"}, ("7010", "periodic_invoices")),
    ({"reference": "KST1001", "agreement": "AVT-1"}, ("6460", "buyer_references")),
    ({"agreement": "AVT-2", "object_number": "HISS-1"}, ("5570", "periodic_invoices")),
    ({"agreement": "AVT-2", "invoiced_object": "HISS-1"}, ("5570", "periodic_invoices")),
    ({"object_number": "HISS-1", "seller_item": "IT-77"}, ("6540", "agreement_articles")),
    ({"seller_item": "X1"}, ("4010", "agreement_articles")),
    ({"object_number": "HISS-1", "accounting_reference": "6460"}, None),
]


@pytest.mark.parametrize(("facts", "expected"), ORDER)
def test_the_first_register_that_names_an_account_proposes_it_for_an_e_invoice(
    facts: dict[str, Any], expected: tuple[str, str] | None, registers: Registers
) -> None:
    found = Judge(rules("Invoice", **{"CODING-PROPOSED": {}}), registers).found(e_invoice(**facts))
    assert [(each.value, each.expected) for each in found] == ([expected] if expected else [])
    assert all((each.severity, each.place.line) == (Severity.INFORMATION, 8) for each in found)


def test_a_register_that_is_blank_is_not_asked(registers: Registers) -> None:
    rule = rules("Invoice", CODING_PROPOSED={"orders": "", "articles": ""})
    judge = Judge(rule, registers)
    assert judge.codes(e_invoice(reference="KST1001", seller_item="IT-77")) == []
    assert judge.codes(e_invoice(agreement="AVT-2")) == ["CODING-PROPOSED"]


def of(*lines: Any, number: str = "", identity: str = "", **facts: Any) -> SupplierInvoice:
    supplier = LedgerParty(party_number=number, identity_number=identity)
    return supplier_invoice(*lines, supplier=supplier, **facts)


@pytest.mark.parametrize(
    ("invoice", "account"),
    [
        (of(line(account="", object_number="HISS-1"), number="100"), "5570"),
        (of(line(account="", object_number="HISS-1"), identity="5569001208"), "5570"),
        (of(line(account="", object_number="AVT-2"), identity="556900-1208"), "7010"),
        (of(line(account="", article="IT-1", object_number="AVT-2"), number="100"), "6540"),
        (of(line(account="", article="IT-1"), number="200"), "5410"),
        (of(line(account=""), order_number="INK3278000001"), "6110"),
        (of(line(account="", object_number="HISS-1"), number="200"), ""),
        (of(line(account="6460", object_number="HISS-1"), number="100"), ""),
    ],
)
def test_a_feeder_system_s_line_without_account_is_proposed_one(
    invoice: SupplierInvoice, account: str, registers: Registers
) -> None:
    found = Judge(rules("SupplierInvoiceBatch", CODING_PROPOSED=None), registers).found(invoice)
    assert [each.value for each in found] == ([account] if account else [])


def test_an_account_is_missing_only_where_nothing_proposes_one(registers: Registers) -> None:
    strict = Judge(rules("SupplierInvoiceBatch", CODING_ACCOUNT_MISSING=None), registers)
    lenient = Judge(rules("SupplierInvoiceBatch", CODING_ACCOUNT_MISSING={"unless_proposed": True}), registers)
    proposed = of(line(account="", object_number="HISS-1"), number="100")
    assert strict.codes(proposed) == ["CODING-ACCOUNT-MISSING"]
    assert lenient.codes(proposed) == []
    assert lenient.codes(of(line(account=""), number="200")) == [], "the supplier has an account of its own"
    assert lenient.codes(of(line(account=""), number="100")) == ["CODING-ACCOUNT-MISSING"]
    assert lenient.codes(of(line(account=""), line(account="6460"), number="100")) == ["CODING-ACCOUNT-MISSING"]


def test_a_proposal_is_the_one_of_the_day(registers: Registers) -> None:
    judge = Judge(rules("Invoice", CODING_PROPOSED=None), registers)
    invoice = e_invoice(agreement="AVT-1")
    assert judge.codes(invoice) == []
    invoice.issue_date = datetime.date(2026, 6, 30)
    assert judge.codes(invoice) == ["CODING-PROPOSED"]
