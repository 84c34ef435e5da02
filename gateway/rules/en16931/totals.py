"""The sums of an invoice: what EN 16931 has to tally (BR-CO-10 to BR-CO-17).

Amounts are rounded to two decimals, halves upwards, where the official tests round them.
"""

from decimal import Decimal
from typing import Any

from gateway.nodes import Node
from gateway.rules.assertions import Breach
from gateway.rules.checks import compared, decimal_of, number_at, to_cents, whole
from gateway.rules.en16931.facts import InvoiceFacts


def line_total(totals: Node, facts: InvoiceFacts) -> Breach | None:
    """BR-CO-10: the sum of the lines."""
    stated = number_at(totals, "cbc:LineExtensionAmount")
    amounts = [decimal_of(amount.text) for line in facts.lines for amount in line.all("cbc:LineExtensionAmount")]
    reckoned = None if None in amounts else to_cents(sum((each for each in amounts if each), Decimal(0)))
    if stated is not None and stated == reckoned:
        return None
    return compared(totals, "cbc:LineExtensionAmount", stated, reckoned)


def sum_of_entries(name: str, is_meant: Any) -> Any:
    """BR-CO-11 and -12: the sum of the allowances, or of the charges, of the document."""

    def check(totals: Node, facts: InvoiceFacts) -> Breach | None:
        entries = [entry for entry in facts.root.all("cac:AllowanceCharge") if is_meant(entry)]
        if name not in totals.children and not entries:
            return None
        amounts = [decimal_of(amount.text) for entry in entries for amount in entry.all("cbc:Amount")]
        reckoned = None if None in amounts else to_cents(sum((each for each in amounts if each), Decimal(0)))
        stated = number_at(totals, name)
        if stated is not None and stated == reckoned:
            return None
        return compared(totals, name, stated, reckoned)

    return check


def total_without_vat(totals: Node, _facts: InvoiceFacts) -> Breach | None:
    """BR-CO-13: lines, less allowances, plus charges."""
    stated = number_at(totals, "cbc:TaxExclusiveAmount")
    lines = number_at(totals, "cbc:LineExtensionAmount")
    has_parts = "cbc:ChargeTotalAmount" in totals.children or "cbc:AllowanceTotalAmount" in totals.children
    charges = number_at(totals, "cbc:ChargeTotalAmount") or Decimal(0)
    allowances = number_at(totals, "cbc:AllowanceTotalAmount") or Decimal(0)
    reckoned = None if lines is None else lines + charges - allowances
    if reckoned is not None and has_parts:
        reckoned = to_cents(reckoned)
    if stated is not None and stated == reckoned:
        return None
    return compared(totals, "cbc:TaxExclusiveAmount", stated, reckoned)


def payable(totals: Node, _facts: InvoiceFacts) -> Breach | None:
    """BR-CO-16: the total with VAT, less what is paid, plus the rounding."""
    stated = number_at(totals, "cbc:PayableAmount")
    with_vat = number_at(totals, "cbc:TaxInclusiveAmount")
    is_rounded = "cbc:PayableRoundingAmount" in totals.children
    has_paid = "cbc:PrepaidAmount" in totals.children
    paid = number_at(totals, "cbc:PrepaidAmount") or Decimal(0)
    rounding = number_at(totals, "cbc:PayableRoundingAmount") or Decimal(0)
    if stated is None or with_vat is None:
        return compared(totals, "cbc:PayableAmount", stated, None)
    due = to_cents(with_vat - paid) if has_paid else with_vat
    if (to_cents(stated - rounding) if is_rounded else stated) == due:
        return None
    return compared(totals, "cbc:PayableAmount", stated, with_vat - paid + rounding)


def total_with_vat(root: Node, facts: InvoiceFacts) -> Breach | None:
    """BR-CO-15: the total without VAT, plus VAT in the currency of the invoice."""
    for currency in root.all("cbc:DocumentCurrencyCode"):
        vat = [
            amount
            for amount in root.along("cac:TaxTotal", "cbc:TaxAmount")
            if amount.attribute("currencyID") == currency.text
        ]
        path = "cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount"
        stated = number_at(root, *path.split("/"))
        without_vat = number_at(root, "cac:LegalMonetaryTotal", "cbc:TaxExclusiveAmount")
        total = decimal_of(vat[0].text) if len(vat) == 1 else None if vat else facts.absent_vat_total
        reckoned = None if without_vat is None or total is None else to_cents(without_vat + total)
        if stated is None or stated != reckoned:
            return compared(root, path, stated, reckoned)
    return None


def vat_total(total: Node, facts: InvoiceFacts) -> Breach | None:
    """BR-CO-14: the sum of VAT by category."""
    subtotals = total.all("cac:TaxSubtotal")
    if not subtotals:
        return None
    stated = number_at(total, "cbc:TaxAmount") if "cbc:TaxAmount" in total.children else facts.absent_vat_total
    amounts = [decimal_of(amount.text) for entry in subtotals for amount in entry.all("cbc:TaxAmount")]
    reckoned = None if None in amounts else to_cents(sum((each for each in amounts if each), Decimal(0)))
    if stated is not None and stated == reckoned:
        return None
    return compared(total, "cbc:TaxAmount", stated, reckoned)


def category_amount(subtotal: Node, facts: InvoiceFacts) -> Breach | None:
    """BR-CO-17: the VAT of a category is its base times its rate, give or take less than 1."""
    tax = number_at(subtotal, "cbc:TaxAmount")
    category = next((node for node in subtotal.all("cac:TaxCategory") if facts.category(node)[1]), None)
    rate = None if category is None else number_at(category, "cbc:Percent")
    if rate is None or whole(rate) == 0:
        if tax is not None and whole(tax) == 0:
            return None
        return compared(subtotal, "cbc:TaxAmount", tax, Decimal(0))
    base = number_at(subtotal, "cbc:TaxableAmount")
    return vat_is_near(subtotal, tax, base, rate)


def vat_is_near(subtotal: Node, tax: Decimal | None, base: Decimal | None, rate: Decimal | None) -> Breach | None:
    """The breach when VAT is not base times rate, give or take less than 1 (signs apart)."""
    reckoned = None if base is None or rate is None else to_cents((abs(base) * rate).scaleb(-2))
    if tax is not None and reckoned is not None and abs(tax) - 1 < reckoned < abs(tax) + 1:
        return None
    sign = -1 if base is not None and base < 0 else 1
    return compared(subtotal, "cbc:TaxAmount", tax, None if reckoned is None else sign * reckoned)
