"""The common Peppol rules on amounts: allowances and charges, currencies, lines and prices.

Source: OpenPEPPOL, Peppol BIS Billing 3.0.21. The contexts stand in the common pattern (`common`) in this order. What
is asked of a parent instead of its children (R044, R046, R051 of totals, R130) is asked where no other context of the
pattern is about those children.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from gateway.nodes import Node
from gateway.rules.assertions import Assertion, Breach, Context, Group, Sweep
from gateway.rules.checks import at_most, compared, decimal_of, number_at, to_cents
from gateway.rules.peppol.facts import PeppolFacts, has_text, start_of_day

_NOTHING, _ONE = Decimal(0), Decimal(1)
_TOLERANCE = Decimal("0.02")
_INVOICED_OBJECT = "130"
_INDICATORS = ("true", "false")
_ENTRIES = (
    "Invoice/cac:AllowanceCharge | Invoice/cac:InvoiceLine/cac:AllowanceCharge"
    " | CreditNote/cac:AllowanceCharge | CreditNote/cac:CreditNoteLine/cac:AllowanceCharge"
)
_AMOUNTS = (
    "cbc:Amount | cbc:BaseAmount | cbc:PriceAmount | cac:TaxSubtotal/cbc:TaxAmount | cbc:TaxableAmount"
    " | cbc:LineExtensionAmount | cbc:TaxExclusiveAmount | cbc:TaxInclusiveAmount | cbc:AllowanceTotalAmount"
    " | cbc:ChargeTotalAmount | cbc:PrepaidAmount | cbc:PayableRoundingAmount | cbc:PayableAmount"
)


def _has_percentage_alone(entry: Node, _facts: PeppolFacts) -> bool:
    return "cbc:MultiplierFactorNumeric" in entry.children and "cbc:BaseAmount" not in entry.children


def _has_base_alone(entry: Node, _facts: PeppolFacts) -> bool:
    return "cbc:BaseAmount" in entry.children and "cbc:MultiplierFactorNumeric" not in entry.children


def _missing(code: str, name: str) -> Assertion:
    return Assertion(code, lambda _node, _facts: Breach(missing=name))


def _percentage_of_base(entry: Node, _facts: PeppolFacts) -> Breach | None:
    if "cbc:MultiplierFactorNumeric" not in entry.children or "cbc:BaseAmount" not in entry.children:
        return None
    amount = _number(entry, "cbc:Amount", _NOTHING)
    base = number_at(entry, "cbc:BaseAmount")
    percentage = number_at(entry, "cbc:MultiplierFactorNumeric")
    reckoned = None if base is None or percentage is None else base * percentage / 100
    return None if _is_near(amount, reckoned) else compared(entry, "cbc:Amount", amount, reckoned)


def _true_or_false(entry: Node, _facts: PeppolFacts) -> Breach | None:
    value = entry.text_at("cbc:ChargeIndicator")
    return None if value in _INDICATORS else _at_or_missing(entry, "cbc:ChargeIndicator", value, "true / false")


def _in_currency(amount: Node, facts: PeppolFacts) -> Breach | None:
    currency = amount.element.get("currencyID")
    if currency in facts.currencies:
        return None
    return Breach(at=amount, value=currency, expected=", ".join(facts.currencies))


def _total_in_currency(total: Node, facts: PeppolFacts) -> list[Breach]:
    if "cac:TaxSubtotal" not in total.children:
        return []
    found = (_in_currency(amount, facts) for amount in total.all("cbc:TaxAmount"))
    return [breach for breach in found if breach is not None]


def _within_period(name: str, is_within: Callable[[Any, Any], bool]) -> Any:
    """R110, R111: a date of the period of a line is within the period of the invoice, which has that date too.

    A date that cannot be read is F001's to judge.
    """

    def check(date: Node, facts: PeppolFacts) -> Breach | None:
        limit = facts.root.first("cac:InvoicePeriod", name)
        if limit is None:
            return None
        start, limit_start = start_of_day(date.text), start_of_day(limit.text)
        if start is None or limit_start is None or is_within(start, limit_start):
            return None
        return Breach(value=date.word, expected=limit.word)

    return check


def _line_amount(line: Node, facts: PeppolFacts) -> Breach | None:
    """R120: net amount = quantity × (net price ÷ base quantity) + charges − allowances, give or take 0.02."""
    amount = _number(line, "cbc:LineExtensionAmount", _NOTHING)
    quantity = _number(line, _quantity_name(facts), _ONE)
    cost = line.child("cac:Price")
    price = _number(cost, "cbc:PriceAmount", _NOTHING) if cost else _NOTHING
    base_quantity = _number(cost, "cbc:BaseQuantity", _ONE) if cost else _ONE
    rest = _charges_less_allowances(line)
    if quantity is None or price is None or base_quantity is None or rest is None:
        reckoned = None
    else:
        reckoned = quantity * (price / (base_quantity or _ONE)) + rest
    return None if _is_near(amount, reckoned) else compared(line, "cbc:LineExtensionAmount", amount, reckoned)


def _charges_less_allowances(line: Node) -> Decimal | None:
    if "cac:AllowanceCharge" not in line.children:
        return _NOTHING
    sums = {"true": _NOTHING, "false": _NOTHING}
    for entry in line.all("cac:AllowanceCharge"):
        indicator = entry.text_at("cbc:ChargeIndicator")
        for amount in entry.all("cbc:Amount") if indicator in sums else ():
            number = decimal_of(amount.text)
            if number is None:
                return None
            sums[indicator] += number
    return to_cents(sums["true"]) - to_cents(sums["false"])


def _quantity_name(facts: PeppolFacts) -> str:
    return "cbc:InvoicedQuantity" if facts.root.name == "Invoice" else "cbc:CreditedQuantity"


def _number(node: Node, name: str, default: Decimal) -> Decimal | None:
    """The number of a child, the default when there is none, None for what is no number."""
    found = node.child(name)
    return default if found is None else decimal_of(found.text)


def _is_near(stated: Decimal | None, reckoned: Decimal | None) -> bool:
    return stated is not None and reckoned is not None and abs(stated - reckoned) <= _TOLERANCE


def _positive_base_quantity(line: Node, _facts: PeppolFacts) -> Breach | None:
    found = line.first("cac:Price", "cbc:BaseQuantity")
    if found is None:
        return None
    quantity = decimal_of(found.text)
    return None if quantity is not None and quantity > 0 else Breach(at=found, value=found.word, expected="> 0")


def _only_invoiced_object(line: Node, _facts: PeppolFacts) -> Breach | None:
    references = line.all("cac:DocumentReference")
    if not references or has_text(line, _INVOICED_OBJECT, "cac:DocumentReference", "cbc:DocumentTypeCode"):
        return None
    value = references[0].text_at("cbc:DocumentTypeCode")
    return _at_or_missing(references[0], "cbc:DocumentTypeCode", value, _INVOICED_OBJECT)


def _no_charge_in_price(price: Node, _facts: PeppolFacts) -> list[Breach]:
    found = []
    for entry in price.all("cac:AllowanceCharge"):
        indicator = entry.child("cbc:ChargeIndicator")
        if indicator is None:
            found.append(Breach(at=entry, missing="cbc:ChargeIndicator", expected="false"))
        elif indicator.word != "false":
            found.append(Breach(at=indicator, value=indicator.word, expected="false"))
    return found


def _gross_less_discount(price: Node, _facts: PeppolFacts) -> list[Breach]:
    found = []
    for entry in price.all("cac:AllowanceCharge"):
        if "cbc:BaseAmount" not in entry.children:
            continue
        net = number_at(price, "cbc:PriceAmount")
        gross, discount = number_at(entry, "cbc:BaseAmount"), number_at(entry, "cbc:Amount")
        reckoned = None if gross is None or discount is None else gross - discount
        if net is None or net != reckoned:
            found.append(compared(price, "cbc:PriceAmount", net, reckoned))
    return found


def _unit_of_quantity(line: Node, facts: PeppolFacts) -> list[Breach]:
    if "cbc:InvoicedQuantity" not in line.children and "cbc:CreditedQuantity" not in line.children:
        return []
    units = [quantity.attribute("unitCode") for quantity in line.all(_quantity_name(facts))]
    return [
        Breach(at=quantity, missing="@unitCode", value=unit, expected=units[0] if units else "–")
        for quantity in line.along("cac:Price", "cbc:BaseQuantity")
        if (unit := quantity.attribute("unitCode")) is not None and unit not in units
    ]


def _at_or_missing(node: Node, name: str, value: str, expected: str) -> Breach:
    """A breach at a child, or at its place when it is not there."""
    found = node.child(name)
    return Breach(at=found or node, missing="" if found else name, value=value, expected=expected)


ALLOWANCES_AND_CHARGES = (
    Context(_ENTRIES, _missing("PEPPOL-EN16931-R041", "cbc:BaseAmount"), when=_has_percentage_alone),
    Context(_ENTRIES, _missing("PEPPOL-EN16931-R042", "cbc:MultiplierFactorNumeric"), when=_has_base_alone),
    Context(
        _ENTRIES,
        Assertion("PEPPOL-EN16931-R040", _percentage_of_base),
        Assertion("PEPPOL-EN16931-R043", _true_or_false),
    ),
)
SWEEPS = (
    Sweep(
        "PEPPOL-EN16931-R051",
        _AMOUNTS,
        lambda amounts, facts: [each for each in amounts if each.element.get("currencyID") not in facts.currencies],
        lambda amount, facts: _in_currency(amount, facts) or Breach(),
    ),
)
CURRENCIES = (Context("cac:TaxTotal", Assertion("PEPPOL-EN16931-R051", _total_in_currency)),)
LINES = (
    Context(
        "Invoice/cac:InvoiceLine/cac:InvoicePeriod/cbc:StartDate"
        " | CreditNote/cac:CreditNoteLine/cac:InvoicePeriod/cbc:StartDate",
        Assertion("PEPPOL-EN16931-R110", _within_period("cbc:StartDate", lambda date, limit: date >= limit)),
    ),
    Context(
        "Invoice/cac:InvoiceLine/cac:InvoicePeriod/cbc:EndDate"
        " | CreditNote/cac:CreditNoteLine/cac:InvoicePeriod/cbc:EndDate",
        Assertion("PEPPOL-EN16931-R111", _within_period("cbc:EndDate", lambda date, limit: date <= limit)),
    ),
    Context(
        "cac:InvoiceLine | cac:CreditNoteLine",
        Assertion("PEPPOL-EN16931-R120", _line_amount),
        Assertion("PEPPOL-EN16931-R121", _positive_base_quantity),
        at_most("PEPPOL-EN16931-R100", "cac:DocumentReference"),
        Assertion("PEPPOL-EN16931-R101", _only_invoiced_object),
    ),
    Context(
        "cac:Price",
        Assertion("PEPPOL-EN16931-R044", _no_charge_in_price),
        Assertion("PEPPOL-EN16931-R046", _gross_less_discount),
    ),
)
UNITS = Group(
    "units of prices",
    Context(
        "cac:InvoiceLine | cac:CreditNoteLine | cac:SubInvoiceLine | cac:SubCreditNoteLine",
        Assertion("PEPPOL-EN16931-R130", _unit_of_quantity),
    ),
)
