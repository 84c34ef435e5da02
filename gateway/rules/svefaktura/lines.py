"""Rules about invoice lines: the line amount, its allowance or charge, what is invoiced.

Source: SFTI Svefaktura 1.0, Schematron rules of 2016-10-25.
"""

import math
from collections.abc import Callable
from decimal import Decimal

from gateway.nodes import Node
from gateway.rules.assertions import Assertion, Breach, Check, Context, Group
from gateway.rules.checks import FALSE, TRUE, decimal_of, holds, there
from gateway.rules.svefaktura.document import is_not_negative
from gateway.rules.svefaktura.values import HALF_A_KRONA, double, double_at, sum_breach

_LINE = "Document/cac:InvoiceLine"
_ENTRY = "cac:AllowanceCharge"
_AMOUNT = (_ENTRY, "cbc:Amount")
_BASE = (_ENTRY, "cac:AllowanceChargeBaseAmount")
_PRICE = ("cac:Item", "cac:BasePrice", "cbc:PriceAmount")
_PER = ("cac:Item", "cac:BasePrice", "cbc:BaseQuantity")
_UNIT = "quantityUnitCode"
_CENT = Decimal("0.01")


def _gross(line: Node) -> float:
    """Price times quantity, by the base quantity where there is one."""
    gross = double_at(line, *_PRICE) * double_at(line, "cbc:InvoicedQuantity")
    return _divided(gross, double_at(line, *_PER)) if line.has(*_PER) else gross


def _divided(dividend: float, divisor: float) -> float:
    if divisor:
        return dividend / divisor
    return dividend * math.inf if dividend else math.nan


def _amount(sign: int) -> Check:
    def check(line: Node, _facts: object) -> Breach | None:
        stated = double_at(line, "cbc:LineExtensionAmount")
        reckoned = _gross(line)
        if sign:
            reckoned += sign * double_at(line, *_AMOUNT)
        if abs(reckoned - stated) < HALF_A_KRONA:
            return None
        return sum_breach(line.child("cbc:LineExtensionAmount") or line, stated, reckoned)

    return check


def _priced(*, per: bool, indicators: frozenset[str] = frozenset()) -> Callable[[Node, object], bool]:
    """Lines with a price, by whether it is for a base quantity, and by their allowance or charge (none when empty)."""

    def when(line: Node, _facts: object) -> bool:
        if not line.has("cac:Item", "cac:BasePrice") or line.has(*_PER) != per:
            return False
        if not indicators:
            return not line.has(*_AMOUNT)
        return line.has(*_AMOUNT) and any(
            indicator.text in indicators for indicator in line.along(_ENTRY, "cbc:ChargeIndicator")
        )

    return when


def _is_gross(line: Node, _facts: object) -> Breach | None:
    base = line.first(*_BASE)
    stated = None if base is None else decimal_of(base.text)
    gross = _gross(line)
    if stated is not None and math.isfinite(gross) and abs(stated - Decimal(gross)) < _CENT:
        return None
    return sum_breach(base or line, math.nan if stated is None else float(stated), gross)


def _has_base(*, per: bool) -> Callable[[Node, object], bool]:
    def when(line: Node, _facts: object) -> bool:
        return (
            line.has("cbc:InvoicedQuantity")
            and line.has("cac:Item", "cac:BasePrice")
            and line.has(*_PER) == per
            and line.has(*_BASE)
        )

    return when


def _has_same_units(line: Node, _facts: object) -> list[Breach]:
    units = [unit for quantity in line.all("cbc:InvoicedQuantity") if (unit := quantity.attribute(_UNIT)) is not None]
    if not units:
        return []
    return [
        Breach(at=base, missing=f"@{_UNIT}", value=base.attribute(_UNIT), expected=", ".join(units))
        for base in line.along(*_PER)
        if base.attribute(_UNIT) not in units
    ]


def _is_nothing(amount: Node, _facts: object) -> bool:
    return double(amount.text) == 0


def _is_described(line: Node, _facts: object) -> list[Breach]:
    if line.has("cbc:Note") or line.has("cac:Item", "cbc:Description"):
        return []
    return [
        Breach(at=amount, value=amount.word)
        for amount in line.all("cbc:LineExtensionAmount")
        if not _is_nothing(amount, _facts)
    ]


LINE_AMOUNTS = Group(
    "line amounts",
    Context(_LINE, Assertion("R-20", _amount(0)), when=_priced(per=False)),
    Context(_LINE, Assertion("R-15", _amount(0)), when=_priced(per=True)),
    Context(_LINE, Assertion("R-13", _amount(-1)), when=_priced(per=False, indicators=FALSE)),
    Context(_LINE, Assertion("R-11", _amount(-1)), when=_priced(per=True, indicators=FALSE)),
    Context(_LINE, Assertion("R-14", _amount(1)), when=_priced(per=False, indicators=TRUE)),
    Context(_LINE, Assertion("R-12", _amount(1)), when=_priced(per=True, indicators=TRUE)),
)

LINES = (
    Context(_LINE, Assertion("R-78", _has_same_units), Assertion("R-102", _is_described)),
    Context(_LINE, Assertion("R-103", _is_gross), when=_has_base(per=False)),
    Context(_LINE, Assertion("R-104", _is_gross), when=_has_base(per=True)),
    Context(f"{_LINE}/{_ENTRY}", there("R-72", "cbc:Amount")),
    Context(
        f"{_LINE}/{_ENTRY}/cbc:ChargeIndicator",
        holds("R-73", lambda node, _: node.text in ("true", "false"), expected="true, false"),
    ),
    Context(f"{_LINE}/{_ENTRY}/cbc:Amount", holds("R-74", is_not_negative, expected="≥ 0")),
)
