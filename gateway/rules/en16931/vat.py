"""The BR rules of EN 16931 on each VAT category: standard rated, zero rated, exempt, reverse charge and the others.

Ten categories have the same ten questions, with answers that differ; the table of the answers is in `vat_categories`.
Source: EN 16931-1:2017 clause 6.4.3, in the binding to UBL of the CEN validation artefacts 1.3.16.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from gateway.nodes import Node
from gateway.rules.assertions import Assertion, Breach, Cases, Group
from gateway.rules.checks import is_allowance, is_charge
from gateway.rules.en16931.facts import InvoiceFacts, category_of, is_vat
from gateway.rules.en16931.vat_breakdown import amount, base, reason
from gateway.rules.en16931.vat_categories import CATEGORIES, SELLER_NUMBER, Category

_Categories = frozenset[tuple[str, bool]]


def _one_breakdown(code: str) -> Any:
    """-01 where there is one breakdown in all: exactly one when the category is used anywhere, and counted there."""

    def check(root: Node, facts: InvoiceFacts) -> Breach | None:
        if (code, True) not in facts.line_categories and (code, True) not in facts.all_categories:
            return None
        found = [node for category, vat, node in facts.breakdown if vat and category == code]
        if len(found) == 1:
            return None
        at = found[1] if found else None
        return Breach(at=at, missing="" if at else "cac:TaxTotal/cac:TaxSubtotal", value=len(found), expected=1)

    return check


def _breakdown_when_used(code: str) -> Any:
    """-01 where there is one breakdown a rate: at least one when the category is used, and none when it is not.

    For standard rate the scheme of the category is not asked for.
    """

    def check(root: Node, facts: InvoiceFacts) -> Breach | None:
        schemes = (True, False) if code == "S" else (True,)
        used = facts.line_categories | facts.any_allowance_or_charge_categories
        is_used = any((code, scheme) in used for scheme in schemes)
        found = [node for category, vat, node in facts.breakdown if category == code and (vat or code != "M")]
        if is_used == bool(found):
            return None
        if is_used:
            return Breach(missing="cac:TaxTotal/cac:TaxSubtotal", value=0, expected="≥ 1")
        # Breakdowns of another scheme do not count against an invoice that has no such line.
        extra = [node for node in found if code == "S" or is_vat(node)]
        return Breach(at=extra[0], value=len(extra), expected=0) if extra else None

    return check


def _identified(category: Category, used: Callable[[InvoiceFacts], _Categories], where: str) -> Any:
    """-02, -03, -04: who the seller, and for some the buyer, is."""

    def check(root: Node, facts: InvoiceFacts) -> Breach | None:
        missing = category.identity(facts) if category.identity else ""
        any_scheme = category.code == "S" and where == "line"
        if not missing and not any_scheme:
            return None
        found = used(facts)
        is_used = (category.code, True) in found
        if any_scheme and not is_used and (category.code, False) in found:
            return Breach(missing=missing or SELLER_NUMBER)
        if not is_used or (
            category.code == "L" and where == "charge" and not _is_written_exactly(category.code, facts)
        ):
            return None
        return Breach(missing=missing) if missing else None

    return check


def _is_written_exactly(code: str, facts: InvoiceFacts) -> bool:
    """Whether a charge has a category code without white space around it: BR-AF-04 asks of no other."""
    return any(
        category.has("cbc:ID") and category.all("cbc:ID")[0].text == code and is_vat(category)
        for entry in filter(is_charge, facts.document.named("cac:AllowanceCharge"))
        for category in entry.all("cac:TaxCategory")
    )


def _no_vat_numbers(used: Callable[[InvoiceFacts], _Categories]) -> Any:
    """BR-O-02, -03, -04: an invoice outside the scope of VAT names no VAT number at all."""

    def check(root: Node, facts: InvoiceFacts) -> Breach | None:
        if ("O", True) not in used(facts):
            return None
        numbers = [node for vat, node in (*facts.seller_tax_numbers, *facts.buyer_tax_numbers) if vat]
        if numbers:
            return Breach(at=numbers[0], value=numbers[0].word)
        if facts.has_representative_vat_number:
            return Breach(at=facts.document.named("cac:TaxRepresentativeParty")[0])
        return None

    return check


def _identity_rules(category: Category) -> list[Assertion]:
    document_only = category.code == "O"
    users: tuple[tuple[str, str, Callable[[InvoiceFacts], _Categories]], ...] = (
        ("02", "line", lambda facts: facts.line_categories),
        (
            "03",
            "allowance",
            lambda facts: facts.document_allowance_categories if document_only else facts.allowance_categories,
        ),
        (
            "04",
            "charge",
            lambda facts: facts.document_charge_categories if document_only else facts.charge_categories,
        ),
    )
    return [
        Assertion(
            f"{category.prefix}-{number}",
            _no_vat_numbers(used) if document_only else _identified(category, used, where),
        )
        for number, where, used in users
    ]


def _rate(code: str, is_right: Callable[[Node | None], bool], expected: str) -> Any:
    """-05, -06, -07: the rate of an item, an allowance or a charge; the check is given their tax categories."""

    def breaches(categories: Iterable[Node], facts: InvoiceFacts) -> list[Breach]:
        return [
            Breach(
                at=category.child("cbc:Percent") or category,
                missing="" if "cbc:Percent" in category.children else "cbc:Percent",
                value=category.text_at("cbc:Percent"),
                expected=expected,
            )
            for category in categories
            if facts.category(category) == (code, True) and not is_right(category.child("cbc:Percent"))
        ]

    return breaches


def _delivered(root: Node, facts: InvoiceFacts) -> Breach | None:
    """BR-IC-11: goods within the union have a date of delivery, or a period."""
    if not _has_breakdown("K", facts):
        return None
    dates = root.along("cac:Delivery", "cbc:ActualDeliveryDate")
    if any(len(date.text) > 1 for date in dates) or any(period.children for period in root.all("cac:InvoicePeriod")):
        return None
    return Breach(missing="cac:Delivery/cbc:ActualDeliveryDate")


def _delivered_to_country(root: Node, facts: InvoiceFacts) -> Breach | None:
    """BR-IC-12: and the country they were delivered to."""
    if not _has_breakdown("K", facts):
        return None
    path = ("cac:Delivery", "cac:DeliveryLocation", "cac:Address", "cac:Country", "cbc:IdentificationCode")
    if any(len(code.text) > 1 for code in root.along(*path)):
        return None
    return Breach(missing="/".join(path))


def _nothing_but_outside_scope(others: Callable[[InvoiceFacts], Iterable[tuple[str, bool]]]) -> Any:
    """BR-O-11 to -14: what is outside the scope of VAT does not share an invoice with what is not."""

    def check(root: Node, facts: InvoiceFacts) -> Breach | None:
        if not _has_breakdown("O", facts):
            return None
        other = next((code for code, vat in others(facts) if vat and code != "O"), None)
        return None if other is None else Breach(missing="cac:TaxTotal/cac:TaxSubtotal", value=other, expected="O")

    return check


def _split_payment_in_italy(root: Node, facts: InvoiceFacts) -> Breach | None:
    """BR-B-01: split payment is for Italian domestic invoices."""
    if not _has_split_payment(facts, everywhere=True):
        return None
    other = next((code for code in facts.document.named("cbc:IdentificationCode") if code.text != "IT"), None)
    return None if other is None else Breach(at=other, value=other.word, expected="IT")


def _split_payment_alone(root: Node, facts: InvoiceFacts) -> Breach | None:
    """BR-B-02: split payment does not share an invoice with standard rated items."""
    if not _has_split_payment(facts, everywhere=False) or "S" not in _codes_of_document(facts):
        return None
    return Breach(missing="cac:TaxTotal/cac:TaxSubtotal", value="B, S")


def _has_split_payment(facts: InvoiceFacts, *, everywhere: bool) -> bool:
    if everywhere:
        categories = (*facts.document.named("cac:TaxCategory"), *facts.document.named("cac:ClassifiedTaxCategory"))
        return any(code.text == "B" for category in categories for code in category.all("cbc:ID"))
    return "B" in _codes_of_document(facts)


def _codes_of_document(facts: InvoiceFacts) -> set[str]:
    """Category codes, exactly as written, of the breakdowns, of document level entries and of items."""
    categories = [
        *facts.root.along("cac:TaxTotal", "cac:TaxSubtotal", "cac:TaxCategory"),
        *facts.root.along("cac:AllowanceCharge", "cac:TaxCategory"),
        *facts.document.named("cac:ClassifiedTaxCategory"),
    ]
    return {code.text for category in categories for code in category.all("cbc:ID")}


def _has_breakdown(code: str, facts: InvoiceFacts) -> bool:
    return any(vat and category == code for category, vat, _ in facts.breakdown)


def _categories_below(node: Node, _facts: InvoiceFacts) -> Iterable[str]:
    return [category_of(category) for category in node.all("cac:TaxCategory")]


def _on_document(category: Category) -> tuple[Assertion, ...]:
    first = _breakdown_when_used if category.by_rate else _one_breakdown
    return (
        Assertion(f"{category.prefix}-01", first(category.code)),
        *_identity_rules(category),
        *_OF_ITS_OWN[category.code],
    )


_OF_ITS_OWN: defaultdict[str, tuple[Assertion, ...]] = defaultdict(
    tuple,
    {
        "K": (Assertion("BR-IC-11", _delivered), Assertion("BR-IC-12", _delivered_to_country)),
        "O": (
            Assertion(
                "BR-O-11",
                _nothing_but_outside_scope(lambda facts: ((code, vat) for code, vat, _ in facts.breakdown)),
            ),
            Assertion("BR-O-12", _nothing_but_outside_scope(lambda facts: facts.line_categories)),
            Assertion("BR-O-13", _nothing_but_outside_scope(lambda facts: facts.allowance_categories)),
            Assertion("BR-O-14", _nothing_but_outside_scope(lambda facts: facts.charge_categories)),
        ),
    },
)
"""Rules on the document that only one category has."""


def _on_breakdown(category: Category) -> tuple[Assertion, ...]:
    return (
        Assertion(f"{category.prefix}-08", base(category)),
        Assertion(f"{category.prefix}-09", amount(category)),
        Assertion(f"{category.prefix}-10", reason(category)),
    )


def _on_rates(number: str, categories_of: Callable[[Node], Iterable[Node]]) -> dict[str, tuple[Assertion, ...]]:
    def check_of(category: Category) -> Any:
        breaches = _rate(category.code, category.rate_is_right, category.rate)
        return lambda node, facts: breaches(categories_of(node), facts)

    return {category.code: (Assertion(f"{category.prefix}-{number}", check_of(category)),) for category in CATEGORIES}


_OF_ENTRIES = {
    name: _on_rates(number, lambda entry: entry.all("cac:TaxCategory"))
    for name, number in (("allowance", "06"), ("charge", "07"))
}


def _entry_keys(entry: Node, facts: InvoiceFacts) -> Iterable[str]:
    kind = "charge" if is_charge(entry) else "allowance" if is_allowance(entry) else ""
    return [f"{kind} {code}" for code in dict.fromkeys(_categories_below(entry, facts))]


# The official contexts are the tax categories themselves; asked of their parents, each is found once all the same,
# for no other context of the pattern is about them.
VAT_CATEGORIES = (
    Group(
        "VAT of the document",
        Cases(
            "Document",
            lambda _root, facts: facts.codes_in_use,
            {
                **{category.code: _on_document(category) for category in CATEGORIES},
                "B": (Assertion("BR-B-01", _split_payment_in_italy), Assertion("BR-B-02", _split_payment_alone)),
            },
        ),
    ),
    Group(
        "VAT breakdowns",
        Cases(
            "Document/cac:TaxTotal/cac:TaxSubtotal",
            lambda subtotal, facts: dict.fromkeys(_categories_below(subtotal, facts)),
            {category.code: _on_breakdown(category) for category in CATEGORIES},
        ),
    ),
    Group(
        "VAT of items",
        Cases(
            "cac:InvoiceLine/cac:Item/cac:ClassifiedTaxCategory"
            " | cac:CreditNoteLine/cac:Item/cac:ClassifiedTaxCategory",
            lambda category, facts: facts.category(category)[:1],
            _on_rates("05", lambda category: (category,)),
        ),
    ),
    Group(
        "VAT of allowances and charges",
        Cases(
            "cac:AllowanceCharge",
            _entry_keys,
            {f"{kind} {code}": rules for kind, table in _OF_ENTRIES.items() for code, rules in table.items()},
        ),
    ),
)
