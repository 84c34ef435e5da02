"""The rules that Peppol adds to EN 16931 for every country: document, parties, allowances, amounts, lines, identifiers.

Source: OpenPEPPOL, Peppol BIS Billing 3.0.21. The official rules are one pattern after R008 and R080, so an element is
judged by the first context that fits it. What is asked here of a parent instead of its children (R044, R046, R051 of
totals, R056-2, R130) is asked where no other context of the pattern is about those children.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from gateway.nodes import WHITE_SPACE, Node
from gateway.rules.assertions import Assertion, Breach, Context, Group
from gateway.rules.checks import at_most, compared, decimal_of, number_at, there, to_cents
from gateway.rules.peppol.facts import (
    PeppolFacts,
    Specification,
    has_text,
    normalized,
    scheme_of,
    start_of_day,
    text_of,
)
from gateway.rules.peppol.identifiers import SCHEMES, Scheme, is_dutch_vat_number

_NOTHING, _ONE = Decimal(0), Decimal(1)
_TOLERANCE = Decimal("0.02")
_PROJECT = "50"
_INVOICED_OBJECT = "130"
_DIRECT_DEBIT = ("49", "59")
_INDICATORS = ("true", "false")
_SCHEME_CODES = frozenset(scheme.identifier for scheme in SCHEMES)
_ENTRIES = (
    "Invoice/cac:AllowanceCharge | Invoice/cac:InvoiceLine/cac:AllowanceCharge"
    " | CreditNote/cac:AllowanceCharge | CreditNote/cac:CreditNoteLine/cac:AllowanceCharge"
)
_LINES = "cac:InvoiceLine | cac:CreditNoteLine"
_AMOUNTS = (
    "cbc:Amount | cbc:BaseAmount | cbc:PriceAmount | cac:TaxSubtotal/cbc:TaxAmount | cbc:TaxableAmount"
    " | cbc:LineExtensionAmount | cbc:TaxExclusiveAmount | cbc:TaxInclusiveAmount | cbc:AllowanceTotalAmount"
    " | cbc:ChargeTotalAmount | cbc:PrepaidAmount | cbc:PayableRoundingAmount | cbc:PayableAmount"
)


def _no_empty_elements(_root: Node, facts: PeppolFacts) -> list[Breach]:
    """R008: asked once for the whole document, for it is about every element there is.

    Nearly all texts begin with more than a blank, and one comparison tells that.
    """
    return [
        Breach(at=node)
        for nodes in facts.document.by_kind.values()
        for node in nodes
        if node.text < "!" and not node.children and not node.text.strip(WHITE_SPACE)
    ]


def _one_project(root: Node, _facts: PeppolFacts) -> Breach | None:
    projects = [
        reference
        for reference in root.all("cac:AdditionalDocumentReference")
        if has_text(reference, _PROJECT, "cbc:DocumentTypeCode")
    ]
    return Breach(at=projects[1], value=len(projects), expected=1) if len(projects) > 1 else None


def profile_of(root: Node, specification: Specification) -> str:
    """The number of the profile that BT-23 names; empty for a process that the specification does not know."""
    return specification.processes.get(normalized(text_of(root, "cbc:ProfileID")), "")


def _known_process(specification: Specification) -> Assertion:
    def check(root: Node, _facts: PeppolFacts) -> Breach | None:
        if profile_of(root, specification):
            return None
        given = root.child("cbc:ProfileID")
        expected = next(iter(specification.processes))
        if given is None:
            return Breach(missing="cbc:ProfileID", expected=expected)
        return Breach(at=given, value=given.word, expected=expected)

    return Assertion("PEPPOL-EN16931-R007", check)


def _one_note(root: Node, facts: PeppolFacts) -> Breach | None:
    notes = root.all("cbc:Note")
    if len(notes) <= 1 or facts.is_between_germans:
        return None
    return Breach(at=notes[1], value=len(notes), expected=1)


def _known_specification(specification: Specification) -> Assertion:
    def check(root: Node, _facts: PeppolFacts) -> Breach | None:
        given = root.child("cbc:CustomizationID")
        if given is None:
            return Breach(missing="cbc:CustomizationID", expected=specification.identifier)
        text = normalized(given.text)
        if text.startswith(specification.identifier) and "::" not in text:
            return None
        return Breach(at=given, value=text, expected=specification.identifier)

    return Assertion("PEPPOL-EN16931-R004", check)


def _one_breakdown(root: Node, _facts: PeppolFacts) -> Breach | None:
    return _as_many_totals(root, 1, with_subtotals=True)


def _one_total_in_tax_currency(root: Node, _facts: PeppolFacts) -> Breach | None:
    return _as_many_totals(root, 1 if root.has("cbc:TaxCurrencyCode") else 0, with_subtotals=False)


def _as_many_totals(root: Node, expected: int, *, with_subtotals: bool) -> Breach | None:
    totals = [total for total in root.all("cac:TaxTotal") if total.has("cac:TaxSubtotal") is with_subtotals]
    if len(totals) == expected:
        return None
    at = totals[expected] if len(totals) > expected else None
    return Breach(at=at, missing="" if at else "cac:TaxTotal", value=len(totals), expected=expected)


def _totals_of_one_sign(root: Node, _facts: PeppolFacts) -> Breach | None:
    tax_currency = root.child("cbc:TaxCurrencyCode")
    if tax_currency is None:
        return None
    amounts = root.along("cac:TaxTotal", "cbc:TaxAmount")
    in_tax_currency = _amounts_in(normalized(tax_currency.text), amounts)
    in_currency = _amounts_in(normalized(text_of(root, "cbc:DocumentCurrencyCode")), amounts)
    if any(amount <= 0 for amount in in_tax_currency) and any(amount <= 0 for amount in in_currency):
        return None
    if any(amount >= 0 for amount in in_tax_currency) and any(amount >= 0 for amount in in_currency):
        return None
    return Breach(missing="cac:TaxTotal/cbc:TaxAmount", value=_listed(in_tax_currency), expected=_listed(in_currency))


def _amounts_in(currency: str, amounts: list[Node]) -> list[Decimal]:
    numbers = [decimal_of(amount.text) for amount in amounts if amount.attribute("currencyID") == currency]
    return [number for number in numbers if number is not None]


def _listed(numbers: list[Decimal]) -> str:
    return ", ".join(map(str, numbers)) or "–"


def _tax_currency_differs(root: Node, _facts: PeppolFacts) -> list[Breach]:
    currency = normalized(text_of(root, "cbc:DocumentCurrencyCode"))
    return [
        Breach(at=code, value=currency) for code in root.all("cbc:TaxCurrencyCode") if normalized(code.text) == currency
    ]


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


def _mandate(means: Node, _facts: PeppolFacts) -> Breach | None:
    if means.text_at("cbc:PaymentMeansCode") not in _DIRECT_DEBIT or means.has("cac:PaymentMandate", "cbc:ID"):
        return None
    return Breach(missing="cac:PaymentMandate/cbc:ID", value=means.text_at("cbc:PaymentMeansCode"))


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


def _of_no_scheme(identifier: Node, _facts: PeppolFacts) -> bool:
    return identifier.element.get("schemeID") not in _SCHEME_CODES


def _identifiers() -> Iterable[Context]:
    everywhere = "cbc:EndpointID | cac:PartyIdentification/cbc:ID | cbc:CompanyID"
    # Most identifiers name a scheme without a form: they are dealt with before the schemes are tried one by one.
    yield Context(everywhere, when=_of_no_scheme)
    for scheme in SCHEMES:
        paths = "cbc:EndpointID" if scheme.is_address_only else everywhere
        yield Context(paths, _form(scheme), when=_of_scheme(scheme.identifier))


def _of_scheme(code: str) -> Any:
    return lambda identifier, _facts: identifier.element.get("schemeID") == code


def _form(scheme: Scheme) -> Assertion:
    def check(identifier: Node, _facts: PeppolFacts) -> Breach | None:
        text = identifier.text if scheme.is_exact else identifier.word
        return None if scheme.fits(text) else Breach(value=text, words={"scheme": scheme.identifier})

    return Assertion(scheme.code, check)


def _dutch_vat_number(registration: Node, _facts: PeppolFacts) -> list[Breach]:
    if scheme_of(registration) != "VAT":
        return []
    return [
        Breach(at=number, value=number.word)
        for number in registration.all("cbc:CompanyID")
        if number.word.startswith("NL")
        and not is_dutch_vat_number(number.word)
        and number.attribute("schemeID") not in _SCHEME_CODES
    ]


def common(specification: Specification) -> tuple[Group, ...]:
    """The groups of common rules, as a Peppol BIS with this specification has them."""
    return (
        Group("empty elements", Context("Document", Assertion("PEPPOL-EN16931-R008", _no_empty_elements))),
        Group("projects", Context("CreditNote", Assertion("PEPPOL-EN16931-R080", _one_project))),
        Group(
            "common",
            Context(
                "Document",
                there("PEPPOL-EN16931-R001", "cbc:ProfileID"),
                _known_process(specification),
                Assertion("PEPPOL-EN16931-R002", _one_note),
                there("PEPPOL-EN16931-R003", "cbc:BuyerReference", "cac:OrderReference/cbc:ID"),
                _known_specification(specification),
                Assertion("PEPPOL-EN16931-R053", _one_breakdown),
                Assertion("PEPPOL-EN16931-R054", _one_total_in_tax_currency),
                Assertion("PEPPOL-EN16931-R055", _totals_of_one_sign),
                Assertion("PEPPOL-EN16931-R005", _tax_currency_differs),
            ),
            Context("cac:AccountingCustomerParty/cac:Party", there("PEPPOL-EN16931-R010", "cbc:EndpointID")),
            Context("cac:AccountingSupplierParty/cac:Party", there("PEPPOL-EN16931-R020", "cbc:EndpointID")),
            Context(_ENTRIES, _missing("PEPPOL-EN16931-R041", "cbc:BaseAmount"), when=_has_percentage_alone),
            Context(_ENTRIES, _missing("PEPPOL-EN16931-R042", "cbc:MultiplierFactorNumeric"), when=_has_base_alone),
            Context(
                _ENTRIES,
                Assertion("PEPPOL-EN16931-R040", _percentage_of_base),
                Assertion("PEPPOL-EN16931-R043", _true_or_false),
            ),
            Context("cac:PaymentMeans", Assertion("PEPPOL-EN16931-R061", _mandate)),
            Context(_AMOUNTS, Assertion("PEPPOL-EN16931-R051", _in_currency)),
            Context("cac:TaxTotal", Assertion("PEPPOL-EN16931-R051", _total_in_currency)),
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
                _LINES,
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
            *_identifiers(),
            Context("cac:PartyTaxScheme", Assertion("PEPPOL-COMMON-R056-2", _dutch_vat_number)),
        ),
        Group(
            "units of prices",
            Context(
                "cac:InvoiceLine | cac:CreditNoteLine | cac:SubInvoiceLine | cac:SubCreditNoteLine",
                Assertion("PEPPOL-EN16931-R130", _unit_of_quantity),
            ),
        ),
    )
