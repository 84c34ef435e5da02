"""Whether an invoice adds up: lines, allowances and charges, VAT, and what is to be paid. A function a sum.

For formats and routes without official rules, which reckon the same: EN 16931-1 rules BR-CO-10 to BR-CO-17 and
BR-S-08 with their siblings, and the line amount check of Peppol BIS Billing 3 (R120).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from gateway.findings import Finding, Place, finding
from gateway.messages.invoice import AllowanceCharge, Invoice, InvoiceLine
from gateway.rules.city_model import SumRule

_CENT = Decimal("0.01")
_VatKey = tuple[str, Decimal]
_NO_VAT: _VatKey = ("", Decimal(0))


class Sum(NamedTuple):
    """An amount as the invoice states it, what its parts make, and where it stands."""

    stated: Decimal
    reckoned: Decimal
    place: Place
    vat: _VatKey = _NO_VAT


def check_sum(code: str, rule: SumRule, invoice: Invoice) -> Iterator[Finding]:
    """Each amount that a code is about is what its parts make, within the tolerance of the rule."""
    for stated, reckoned, place, (category, rate) in SUMS[code](invoice):
        expected = _rounded(reckoned)
        difference = _rounded(stated) - expected
        # The tolerance holds before rounding too, as in Peppol's check of lines.
        if abs(difference) <= rule.tolerance or abs(stated - reckoned) <= rule.tolerance:
            continue
        yield finding(
            code,
            place=place,
            value=_rounded(stated),
            expected=expected,
            about=invoice.number,
            difference=f"{difference:+}",
            category=category,
            rate=f"{rate:f}",
        )


def line_sums(invoice: Invoice) -> Iterator[Sum]:
    """Each line: quantity × price ÷ base quantity, less allowances, plus charges."""
    return (Sum(line.net_amount, _line_net_amount(line), line.place) for line in invoice.lines)


def sum_of_lines(invoice: Invoice) -> Iterator[Sum]:
    """The sum of the lines."""
    lines = sum((line.net_amount for line in invoice.lines), Decimal(0))
    yield Sum(invoice.line_total, lines, _total_place(invoice))


def sum_of_allowances(invoice: Invoice) -> Iterator[Sum]:
    """The sum of the allowances on the whole invoice."""
    allowances = _sum(entry for entry in invoice.allowances_and_charges if not entry.is_charge)
    yield Sum(invoice.allowance_total, allowances, _total_place(invoice))


def sum_of_charges(invoice: Invoice) -> Iterator[Sum]:
    """The sum of the charges on the whole invoice."""
    charges = _sum(entry for entry in invoice.allowances_and_charges if entry.is_charge)
    yield Sum(invoice.charge_total, charges, _total_place(invoice))


def total_without_vat(invoice: Invoice) -> Iterator[Sum]:
    """Lines, less allowances, plus charges."""
    reckoned = invoice.line_total - invoice.allowance_total + invoice.charge_total
    yield Sum(invoice.total_without_vat, reckoned, _total_place(invoice))


def total_vat(invoice: Invoice) -> Iterator[Sum]:
    """The sum of the VAT breakdown, where there is one."""
    if invoice.vat_total is not None and invoice.vat_breakdown:
        reckoned = sum((entry.vat_amount for entry in invoice.vat_breakdown), Decimal(0))
        yield Sum(invoice.vat_total, reckoned, _total_place(invoice, "cac:TaxTotal"))


def total_with_vat(invoice: Invoice) -> Iterator[Sum]:
    """The total without VAT and the VAT."""
    reckoned = invoice.total_without_vat + (invoice.vat_total or 0)
    yield Sum(invoice.total_with_vat, reckoned, _total_place(invoice))


def payable(invoice: Invoice) -> Iterator[Sum]:
    """The total with VAT, less what is paid, plus rounding."""
    reckoned = invoice.total_with_vat - invoice.paid_amount + invoice.rounding_amount
    yield Sum(invoice.payable_amount, reckoned, _total_place(invoice))


def taxable_amounts(invoice: Invoice) -> Iterator[Sum]:
    """For each VAT category and rate, what the lines, allowances and charges of that VAT make."""
    bases = _vat_bases(invoice)
    for entry in invoice.vat_breakdown:
        vat = _vat_key(entry.category, entry.rate)
        yield Sum(entry.taxable_amount, bases.pop(vat, Decimal(0)), entry.place, vat)
    for vat, base in bases.items():
        yield Sum(Decimal(0), base, _total_place(invoice, "cac:TaxTotal"), vat)


def vat_amounts(invoice: Invoice) -> Iterator[Sum]:
    """For each VAT category and rate, the taxable amount times the rate."""
    for entry in invoice.vat_breakdown:
        reckoned = entry.taxable_amount * (entry.rate or 0) / 100
        yield Sum(entry.vat_amount, reckoned, entry.place, _vat_key(entry.category, entry.rate))


SUMS: Mapping[str, Callable[[Invoice], Iterator[Sum]]] = {
    "INVOICE-SUM-LINE": line_sums,
    "INVOICE-SUM-LINES": sum_of_lines,
    "INVOICE-SUM-ALLOWANCES": sum_of_allowances,
    "INVOICE-SUM-CHARGES": sum_of_charges,
    "INVOICE-SUM-WITHOUT-VAT": total_without_vat,
    "INVOICE-SUM-VAT": total_vat,
    "INVOICE-SUM-WITH-VAT": total_with_vat,
    "INVOICE-SUM-PAYABLE": payable,
    "INVOICE-SUM-VAT-BASE": taxable_amounts,
    "INVOICE-SUM-VAT-AMOUNT": vat_amounts,
}
"""What each code of a sum is about."""


def _vat_bases(invoice: Invoice) -> dict[_VatKey, Decimal]:
    bases: dict[_VatKey, Decimal] = {}
    for line in invoice.lines:
        key = _vat_key(line.vat_category, line.vat_rate)
        bases[key] = bases.get(key, Decimal(0)) + line.net_amount
    for entry in invoice.allowances_and_charges:
        key = _vat_key(entry.vat_category, entry.vat_rate)
        bases[key] = bases.get(key, Decimal(0)) + (entry.amount if entry.is_charge else -entry.amount)
    return bases


def _line_net_amount(line: InvoiceLine) -> Decimal:
    quantity = Decimal(1) if line.quantity is None else line.quantity
    price = line.net_price or Decimal(0)
    charges = _sum(entry for entry in line.allowances_and_charges if entry.is_charge)
    allowances = _sum(entry for entry in line.allowances_and_charges if not entry.is_charge)
    return quantity * price / (line.base_quantity or Decimal(1)) + charges - allowances


def _sum(entries: Iterable[AllowanceCharge]) -> Decimal:
    return sum((entry.amount for entry in entries), Decimal(0))


def _rounded(amount: Decimal) -> Decimal:
    # Quantising needs as many digits as the amount has, which may be more than the context's 28.
    return amount.quantize(_CENT, ROUND_HALF_UP) if amount.adjusted() < 25 else amount


def _vat_key(category: str, rate: Decimal | None) -> _VatKey:
    return category, (rate or Decimal(0)).normalize()


def _total_place(invoice: Invoice, record: str = "cac:LegalMonetaryTotal") -> Place:
    return Place(line=invoice.place.line, record=record, path=f"{invoice.place.path}/{record}")
