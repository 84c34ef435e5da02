"""Whether an invoice adds up, as `mappings/rules/invoice-arithmetic.yaml` asks."""

import json
from decimal import Decimal

import pytest

from gateway.formats.base import HEAD_SIZE
from gateway.formats.ubl import FORMAT
from gateway.messages.invoice import Invoice
from gateway.rules.base import Surroundings
from gateway.rules.invoice_arithmetic import SUMS
from tests.city_rules import (
    CONTEXT,
    LACKS_SCHEMAS,
    REPOSITORY,
    Change,
    autumn,
    changed,
    codes,
    found,
    only,
    sample,
    shipped,
)

pytestmark = pytest.mark.unit

if LACKS_SCHEMAS:
    pytest.skip("run: gateway schemas install", allow_module_level=True)

EINVOICES = REPOSITORY.parent / "shared" / "conformance" / "einvoice"
ARITHMETIC = shipped("invoice-arithmetic")


@pytest.fixture
def around() -> Surroundings:
    return autumn()


@pytest.fixture
def invoice() -> Invoice:
    return sample("faktura-kontorsvaror")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda i: setattr(i.lines[0], "net_amount", Decimal("3790.02")), {"INVOICE-SUM-LINES"}),
        (
            lambda i: setattr(i.lines[0], "net_amount", Decimal("3790.03")),
            {"INVOICE-SUM-LINE", "INVOICE-SUM-LINES"},
        ),
        (changed("allowance_total", Decimal(1)), {"INVOICE-SUM-ALLOWANCES", "INVOICE-SUM-WITHOUT-VAT"}),
        (changed("charge_total", Decimal(1)), {"INVOICE-SUM-CHARGES", "INVOICE-SUM-WITHOUT-VAT"}),
        (changed("vat_total", Decimal("1025.37")), {"INVOICE-SUM-WITH-VAT", "INVOICE-SUM-VAT"}),
        (changed("total_with_vat", Decimal("5464.39")), {"INVOICE-SUM-WITH-VAT", "INVOICE-SUM-PAYABLE"}),
        (changed("rounding_amount", Decimal("-0.38")), {"INVOICE-SUM-PAYABLE"}),
        (
            lambda i: setattr(i.vat_breakdown[0], "taxable_amount", Decimal(3780)),
            {"INVOICE-SUM-VAT-BASE", "INVOICE-SUM-VAT-AMOUNT"},
        ),
        (
            lambda i: setattr(i.vat_breakdown[0], "rate", Decimal(6)),
            {"INVOICE-SUM-VAT-BASE", "INVOICE-SUM-VAT-AMOUNT"},
        ),
        (lambda i: i.vat_breakdown.pop(), {"INVOICE-SUM-VAT", "INVOICE-SUM-VAT-BASE"}),
    ],
)
def test_a_changed_amount_is_found(change: Change, expected: set[str], invoice: Invoice, around: Surroundings) -> None:
    change(invoice)
    assert set(codes(ARITHMETIC, invoice, around)) == expected


def test_a_wrong_sum_shows_both_sides_and_the_difference(invoice: Invoice, around: Surroundings) -> None:
    invoice.payable_amount = Decimal("5500.00")
    [each] = found(ARITHMETIC, invoice, around)
    assert (each.value, each.expected, each.details["difference"]) == ("5500.00", "5464.38", "+35.62")
    assert each.place.path == "/Invoice/cac:LegalMonetaryTotal"


@pytest.mark.parametrize("code", SUMS)
def test_each_sum_has_a_tolerance_of_its_own(code: str, invoice: Invoice, around: Surroundings) -> None:
    off = Decimal("2.00")
    for name in ("line_total", "allowance_total", "charge_total", "vat_total", "payable_amount"):
        setattr(invoice, name, getattr(invoice, name) + off)
    invoice.lines[0].net_amount += off / 2
    invoice.total_without_vat += 3 * off
    invoice.total_with_vat += 6 * off
    for entry in invoice.vat_breakdown:
        entry.taxable_amount += 3 * off
        entry.vat_amount += 2 * off
    if set(codes(only(code, tolerance=0), invoice, around)) != {code}:
        pytest.fail(f"nothing is wrong with {code}")
    assert codes(only(code, tolerance=1000), invoice, around) == []


def test_base_quantity_and_line_allowances_count(invoice: Invoice, around: Surroundings) -> None:
    invoice.lines[0].net_price = Decimal(1895)
    invoice.lines[0].base_quantity = Decimal(10)
    assert codes(ARITHMETIC, invoice, around) == []


def test_huge_numbers_are_compared_without_fault(invoice: Invoice, around: Surroundings) -> None:
    invoice.lines[0].quantity = Decimal("9" * 24)
    invoice.lines[0].net_price = Decimal("9" * 24)
    assert codes(ARITHMETIC, invoice, around) == ["INVOICE-SUM-LINE"]


@pytest.mark.skipif(not EINVOICES.is_dir(), reason="conformance documents are not here")
def test_documents_that_the_official_rules_pass_add_up_here_too(around: Surroundings) -> None:
    entries = json.loads((EINVOICES / "documents.json").read_text(encoding="utf-8"))
    read = wrong = 0
    for entry in entries:
        path = EINVOICES / entry["file"]
        if entry["fatal"] or not entry["xsd"] or not FORMAT.recognise(path.read_bytes()[:HEAD_SIZE]):
            continue
        for part in FORMAT.read(path, CONTEXT):
            if isinstance(part, Invoice):
                read += 1
                wrong += bool(codes(ARITHMETIC, part, around))
    assert read > 10
    assert wrong == 0
