"""Checks that many official rules are made of: there, at most so many, a code of a list, a number, a sum.

Each function makes the `Assertion` of one rule id. Paths are relative to the context node, names with prefixes.
"""

import re
from collections.abc import Callable, Collection
from decimal import ROUND_FLOOR, ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from gateway.nodes import WHITE_SPACE, Node
from gateway.rules.assertions import FILLED, Assertion, Breach, always_holds

TRUE = frozenset({"true", "1"})
FALSE = frozenset({"false", "0"})

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)", re.ASCII)
_KEPT_LENGTH = 24
_MAXIMUM_LENGTH = 200
_CENT = Decimal("0.01")
_HALF = Decimal("0.5")


def decimal_of(text: str) -> Decimal | None:
    """A text as xs:decimal; None when it is no such number, or has more than 200 characters."""
    # An amount is asked for by several rules, and most amounts are short; a long one is not kept.
    return _short_decimal(text) if len(text) <= _KEPT_LENGTH else _decimal(text)


def _decimal(text: str) -> Decimal | None:
    bare = text.strip(WHITE_SPACE)
    # No honest amount has hundreds of digits, and one of millions would take its time.
    return Decimal(bare) if len(bare) <= _MAXIMUM_LENGTH and _NUMBER.fullmatch(bare) else None


_short_decimal = lru_cache(maxsize=4096)(_decimal)


def number_at(node: Node, *names: str) -> Decimal | None:
    """The number of the first node at a path; None when there is none or it is no number."""
    found = node.along(*names)
    return decimal_of(found[0].text) if found else None


def whole(number: Decimal) -> Decimal:
    """A number rounded as XPath rounds: to the nearest whole number, halves upwards.

    >>> whole(Decimal("-2.5")), whole(Decimal("2.5"))
    (Decimal('-2'), Decimal('3'))
    """
    return (number + _HALF).to_integral_value(ROUND_FLOOR)


def to_cents(number: Decimal) -> Decimal:
    """A number rounded to two decimals, halves upwards (towards plus infinity)."""
    return number.quantize(_CENT, ROUND_HALF_UP if number >= 0 else ROUND_HALF_DOWN)


def rounded(number: Decimal) -> Decimal:
    """A number rounded to two decimals, halves away from zero."""
    return number.quantize(_CENT, ROUND_HALF_UP)


def is_charge(node: Node, _facts: Any = None) -> bool:
    """Whether an allowance or charge says that it is a charge."""
    indicator = node.children.get("cbc:ChargeIndicator")
    return indicator is not None and indicator[0].word in TRUE


def is_allowance(node: Node, _facts: Any = None) -> bool:
    """Whether an allowance or charge says that it is an allowance."""
    indicator = node.children.get("cbc:ChargeIndicator")
    return indicator is not None and indicator[0].word in FALSE


def holds(code: str, test: Callable[[Node, Any], object], *, missing: str = "", expected: object = "") -> Assertion:
    """A rule that holds when a test is true of the node."""

    def check(node: Node, facts: Any) -> Breach | None:
        if test(node, facts):
            return None
        return Breach(missing=missing, value=node.word if not missing else "", expected=expected)

    return Assertion(code, check)


def there(code: str, *paths: str) -> Assertion:
    """At least one of some elements is there, with or without content."""
    steps = [tuple(path.split("/")) for path in paths]

    def check(node: Node, _facts: Any) -> Breach | None:
        for first, *more in steps:
            if first in node.children and (not more or node.along(first, *more)):
                return None
        return Breach(missing=paths[0])

    return Assertion(code, check, spares=steps[0])


def filled(code: str, *paths: str) -> Assertion:
    """At least one of some elements is there and not empty."""
    steps = [tuple(path.split("/")) for path in paths]

    def check(node: Node, _facts: Any) -> Breach | None:
        for names in steps:
            if names[0] in node.children and node.text_at(*names):
                return None
        return Breach(missing=paths[0])

    return Assertion(code, check, spares=(*steps[0], FILLED))


def has_attribute(code: str, name: str) -> Assertion:
    """The node has an attribute."""

    def check(node: Node, _facts: Any) -> Breach | None:
        return None if node.attribute(name) is not None else Breach(missing=f"@{name}", value=node.word)

    return Assertion(code, check)


def at_most(code: str, path: str, most: int = 1) -> Assertion:
    """An element stands no more than so many times; the first one too many is shown."""
    names = tuple(path.split("/"))

    def check(node: Node, _facts: Any) -> Breach | None:
        found = node.along(*names)
        return Breach(at=found[most], value=len(found), expected=most) if len(found) > most else None

    return Assertion(code, check, needs=names[0])


def two_decimals(code: str, name: str) -> Assertion:
    """An amount has no more than two decimals."""

    def check(node: Node, _facts: Any) -> Breach | None:
        found = node.child(name)
        return None if found is None else too_many_decimals(found)

    return Assertion(code, check, needs=name)


def too_many_decimals(node: Node, _facts: Any = None) -> Breach | None:
    """The node, when it has more than two characters after its decimal point."""
    return Breach(at=node, value=node.word) if len(node.text.partition(".")[2]) > 2 else None


def listed(code: str, codes: Collection[str], list_name: str, attribute: str = "") -> Assertion:
    """The text of the node, or an attribute, is a code of a list."""

    def check(node: Node, _facts: Any) -> Breach | None:
        value = (node.element.get(attribute) or "") if attribute else node.text
        if value in codes:
            return None
        bare = value.strip(WHITE_SPACE)
        if bare in codes:
            return None
        return Breach(missing=f"@{attribute}" if attribute else "", value=bare, expected=list_name)

    return Assertion(code, check)


def compared(node: Node, name: str, stated: Decimal | None, reckoned: Decimal | None) -> Breach:
    """The breach of a sum that does not tally: both sides and their difference."""
    at = node.first(*name.split("/"))
    words: dict[str, object] = {}
    if stated is not None and reckoned is not None:
        words["difference"] = plain(stated - reckoned)
    return Breach(
        at=at,
        missing="" if at else name,
        value="–" if stated is None else plain(stated),
        expected="–" if reckoned is None else plain(reckoned),
        words=words,
    )


def plain(number: Decimal) -> str:
    """A number as people write it: with two decimals when it has no more.

    >>> plain(Decimal("1E+2")), plain(Decimal("1.2345"))
    ('100.00', '1.2345')
    """
    cents = number.quantize(_CENT, ROUND_HALF_UP)
    return f"{cents:f}" if cents == number else f"{number.normalize():f}"


def never_fires(code: str) -> Assertion:
    """A rule whose official test cannot fail; it is listed, and never found broken."""
    return Assertion(code, always_holds)
