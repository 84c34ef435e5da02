"""Whether an invoice adds up: lines, allowances and charges, VAT, and what is to be paid.

Source: EN 16931-1 rules BR-CO-10 to BR-CO-17 and BR-S-08 with their siblings, and the line amount check of
Peppol BIS Billing 3 (R120). Totals must be equal to the öre; a line may differ by 0.02, VAT bases and VAT
amounts by less than 1.00, as those rules allow for rounding.
"""

from collections.abc import Callable, Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal

from gateway.catalogue import invoices
from gateway.findings import Finding, Place, finding
from gateway.messages.invoice import AllowanceCharge, Invoice, InvoiceLine, VatBreakdown
from gateway.rules.base import RuleSet, Surroundings

_CENT = Decimal("0.01")
_LINE_TOLERANCE = Decimal("0.02")
_VAT_TOLERANCE = Decimal("0.99")
_VatKey = tuple[str, Decimal]


def check_lines(invoice: Invoice, surroundings: Surroundings) -> Iterable[Finding]:
    """INVOICE-SUM-LINE: each line is quantity × price ÷ base quantity, less allowances, plus charges."""
    for line in invoice.lines:
        yield from _compared(
            "LINE", invoice, line.net_amount, _line_net_amount(line), line.place, tolerance=_LINE_TOLERANCE
        )


def check_totals(invoice: Invoice, surroundings: Surroundings) -> Iterable[Finding]:
    """Document totals, each from the parts that the invoice itself states."""
    allowances = [entry for entry in invoice.allowances_and_charges if not entry.is_charge]
    charges = [entry for entry in invoice.allowances_and_charges if entry.is_charge]
    without_vat = invoice.line_total - invoice.allowance_total + invoice.charge_total
    with_vat = invoice.total_without_vat + (invoice.vat_total or 0)
    payable = invoice.total_with_vat - invoice.paid_amount + invoice.rounding_amount
    reckoned = (
        ("LINES", invoice.line_total, sum((line.net_amount for line in invoice.lines), Decimal(0))),
        ("ALLOWANCES", invoice.allowance_total, _sum(allowances)),
        ("CHARGES", invoice.charge_total, _sum(charges)),
        ("WITHOUT-VAT", invoice.total_without_vat, without_vat),
        ("WITH-VAT", invoice.total_with_vat, with_vat),
        ("PAYABLE", invoice.payable_amount, payable),
    )
    for name, stated, expected in reckoned:
        yield from _compared(name, invoice, stated, expected, _total_place(invoice))


def check_vat(invoice: Invoice, surroundings: Surroundings) -> Iterable[Finding]:
    """The VAT breakdown: its amounts, its bases, and its sum."""
    if invoice.vat_total is not None and invoice.vat_breakdown:
        total = sum((entry.vat_amount for entry in invoice.vat_breakdown), Decimal(0))
        yield from _compared("VAT", invoice, invoice.vat_total, total, _total_place(invoice, "cac:TaxTotal"))
    bases = _vat_bases(invoice)
    for entry in invoice.vat_breakdown:
        yield from _vat_entry_findings(invoice, entry, bases.pop(_vat_key(entry.category, entry.rate), Decimal(0)))
    for (category, rate), base in bases.items():
        place = _total_place(invoice, "cac:TaxTotal")
        vat = (category, rate)
        yield from _compared("VAT-BASE", invoice, Decimal(0), base, place, tolerance=_VAT_TOLERANCE, vat=vat)


def _vat_entry_findings(invoice: Invoice, entry: VatBreakdown, base: Decimal) -> Iterator[Finding]:
    vat = _vat_key(entry.category, entry.rate)
    amount = entry.taxable_amount * (entry.rate or 0) / 100
    pairs = (("VAT-BASE", entry.taxable_amount, base), ("VAT-AMOUNT", entry.vat_amount, amount))
    for name, stated, expected in pairs:
        yield from _compared(name, invoice, stated, expected, entry.place, tolerance=_VAT_TOLERANCE, vat=vat)


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


def _compared(
    name: str,
    invoice: Invoice,
    stated: Decimal,
    reckoned: Decimal,
    place: Place,
    *,
    tolerance: Decimal = Decimal(0),
    vat: _VatKey = ("", Decimal(0)),
) -> Iterator[Finding]:
    expected = _rounded(reckoned)
    difference = _rounded(stated) - expected
    # The line check allows its tolerance before rounding, as Peppol does.
    if abs(difference) <= tolerance or abs(stated - reckoned) <= tolerance:
        return
    yield finding(
        f"INVOICE-SUM-{name}",
        place=place,
        value=_rounded(stated),
        expected=expected,
        about=invoice.number,
        difference=f"{difference:+}",
        category=vat[0],
        rate=f"{vat[1]:f}",
    )


def _sum(entries: Iterable[AllowanceCharge]) -> Decimal:
    return sum((entry.amount for entry in entries), Decimal(0))


def _rounded(amount: Decimal) -> Decimal:
    # Quantising needs as many digits as the amount has, which may be more than the context's 28.
    return amount.quantize(_CENT, ROUND_HALF_UP) if amount.adjusted() < 25 else amount


def _vat_key(category: str, rate: Decimal | None) -> _VatKey:
    return category, (rate or Decimal(0)).normalize()


def _total_place(invoice: Invoice, record: str = "cac:LegalMonetaryTotal") -> Place:
    return Place(line=invoice.place.line, record=record, path=f"{invoice.place.path}/{record}")


_CHECKS: tuple[Callable[[Invoice, Surroundings], Iterable[Finding]], ...] = (
    check_lines,
    check_totals,
    check_vat,
)

RULE_SET = RuleSet(
    name="invoice-arithmetic",
    version="1",
    title="Fakturans summor stämmer (EN 16931)",
    codes=tuple(entry.code for entry in invoices.CODES if entry.code.startswith("INVOICE-SUM-")),
    checks=tuple((Invoice, check) for check in _CHECKS),
)
