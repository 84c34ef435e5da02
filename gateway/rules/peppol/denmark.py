"""Danish rules: numbers of the parties, means of payment, item classes and taxes of Danish sellers.

Source: OpenPEPPOL, Peppol BIS Billing 3.0.21, pattern of Denmark. Countries are those of the postal addresses, written
just so; most rules are about sales within Denmark.
"""

import re
from collections.abc import Callable
from typing import Any

from gateway.nodes import Node
from gateway.rules.assertions import Assertion, Breach, Context, Group
from gateway.rules.peppol.country import country
from gateway.rules.peppol.facts import SUPPLIER, PeppolFacts, has_text, normalized, number_of, text_of

_DENMARK = "DK"
_CVR_SCHEME = "0184"
_MEANS = "1 10 31 42 48 49 50 58 59 93 97"
_GIRO_ACCOUNT = re.compile(r"[0-9]{7,8}")
_UNSPSC_VERSIONS = frozenset({"19.05.01", "19.0501", "26.08.01", "26.0801"})
_ACCOUNT = ("cac:PayeeFinancialAccount", "cbc:ID")
_REGISTRATION = ("cac:PayeeFinancialAccount", "cac:FinancialInstitutionBranch", "cbc:ID")
_CLASS = ("cac:Item", "cac:CommodityClassification", "cbc:ItemClassificationCode")


def _applies(facts: PeppolFacts) -> bool:
    return facts.supplier_addresses == [_DENMARK]


def _is_domestic(_node: Node, facts: PeppolFacts) -> bool:
    return facts.customer_addresses == [_DENMARK]


def _supplier_number(root: Node, _facts: PeppolFacts) -> Breach | None:
    path = (*SUPPLIER, "cac:PartyLegalEntity", "cbc:CompanyID")
    return None if root.text_at(*path) else Breach(missing="/".join(path))


def _cvr_scheme(*party: str) -> Any:
    def check(node: Node, _facts: PeppolFacts) -> Breach | None:
        number = node.first(*party, "cac:PartyLegalEntity", "cbc:CompanyID")
        if number is None:
            return None
        scheme = normalized(number.attribute("schemeID") or "")
        if scheme == _CVR_SCHEME:
            return None
        return Breach(at=number, missing="@schemeID", value=scheme, expected=_CVR_SCHEME)

    return check


def _no_negative_credit_note(root: Node, facts: PeppolFacts) -> Breach | None:
    if root.name != "CreditNote" or not _is_domestic(root, facts):
        return None
    total = root.first("cac:LegalMonetaryTotal", "cbc:PayableAmount")
    return Breach(at=total, value=total.word) if total and number_of(total.text) < 0 else None


def _identifier_scheme(identification: Node, _facts: PeppolFacts) -> Breach | None:
    identifier = identification.child("cbc:ID")
    if identifier is None or normalized(identifier.attribute("schemeID") or ""):
        return None
    return Breach(at=identifier, missing="@schemeID", value=identifier.word)


def _known_means(means: Node, _facts: PeppolFacts) -> Breach | None:
    code = text_of(means, "cbc:PaymentMeansCode")
    if f" {code} " in f" {_MEANS} ":
        return None
    found = means.child("cbc:PaymentMeansCode")
    return Breach(
        at=found, missing="" if found else "cbc:PaymentMeansCode", value=code, expected=_MEANS.replace(" ", ", ")
    )


def _of_means(codes: tuple[str, ...], breach_of: Callable[[Node], Breach | None]) -> Any:
    """A rule on payments with one of some codes, written just so."""

    def check(means: Node, _facts: PeppolFacts) -> Breach | None:
        is_meant = any(has_text(means, code, "cbc:PaymentMeansCode") for code in codes)
        return breach_of(means) if is_meant else None

    return check


def _all_there(*paths: tuple[str, ...]) -> Callable[[Node], Breach | None]:
    def breach_of(means: Node) -> Breach | None:
        missing = next((path for path in paths if not means.text_at(*path)), None)
        return Breach(missing="/".join(missing)) if missing else None

    return breach_of


def _card_and_account(cards: tuple[str, ...], is_account: Callable[[str], object]) -> Callable[[Node], Breach | None]:
    """The reference begins with the card type of the giro form, and the account has the form of the giro."""

    def breach_of(means: Node) -> Breach | None:
        reference, account = text_of(means, "cbc:PaymentID"), text_of(means, *_ACCOUNT)
        if not reference.startswith(cards):
            return Breach(missing="cbc:PaymentID", value=reference, expected=" / ".join(cards))
        return None if is_account(account) else Breach(missing="/".join(_ACCOUNT), value=account)

    return breach_of


def _reference_length(cards: tuple[str, ...], lengths: tuple[int, ...]) -> Callable[[Node], Breach | None]:
    """A reference that begins with a card type has so many characters in all."""

    def breach_of(means: Node) -> Breach | None:
        reference = text_of(means, "cbc:PaymentID")
        if not reference.startswith(cards) or len(reference) in lengths:
            return None
        expected = " / ".join(str(length - 3) for length in lengths)
        return Breach(at=means.child("cbc:PaymentID"), value=reference, expected=expected)

    return breach_of


def _item_class_version(line: Node, _facts: PeppolFacts) -> Breach | None:
    codes = line.along(*_CLASS)
    if not any(code.attribute("listID") == "TST" for code in codes):
        return None
    if any(code.attribute("listVersionID") in _UNSPSC_VERSIONS for code in codes):
        return None
    return Breach(at=codes[0], missing="@listVersionID", value=codes[0].attribute("listVersionID"))


def _tax_reason(entry: Node, _facts: PeppolFacts) -> Breach | None:
    if not has_text(entry, "ZZZ", "cbc:AllowanceChargeReasonCode"):
        return None
    reason = text_of(entry, "cbc:AllowanceChargeReason")
    is_category = len(normalized(reason)) == 4 and 0 <= number_of(reason) <= 9999
    if is_category or ("#" in reason and not reason.startswith("#") and not reason.endswith("#")):
        return None
    return Breach(missing="cbc:AllowanceChargeReason", value=reason)


DENMARK = country(
    (_DENMARK,),
    _applies,
    Group(
        "Denmark",
        Context(
            "Document",
            Assertion("DK-R-002", _supplier_number),
            Assertion("DK-R-014", _cvr_scheme(*SUPPLIER)),
            Assertion("DK-R-016", _no_negative_credit_note),
        ),
        Context(
            "Document/cac:AccountingSupplierParty/cac:Party/cac:PartyIdentification"
            " | Document/cac:AccountingCustomerParty/cac:Party/cac:PartyIdentification",
            Assertion("DK-R-013", _identifier_scheme),
            when=_is_domestic,
        ),
        Context(
            "Invoice/cac:PaymentMeans",
            Assertion("DK-R-005", _known_means),
            Assertion("DK-R-006", _of_means(("31", "42"), _all_there(_ACCOUNT, _REGISTRATION))),
            Assertion(
                "DK-R-007",
                _of_means(
                    ("49",),
                    _all_there(
                        ("cac:PaymentMandate", "cbc:ID"),
                        ("cac:PaymentMandate", "cac:PayerFinancialAccount", "cbc:ID"),
                    ),
                ),
            ),
            Assertion(
                "DK-R-008", _of_means(("50",), _card_and_account(("01#", "04#", "15#"), _GIRO_ACCOUNT.fullmatch))
            ),
            Assertion("DK-R-009", _of_means(("50",), _reference_length(("04#", "15#"), (19,)))),
            Assertion(
                "DK-R-010",
                _of_means(("93",), _card_and_account(("71#", "73#", "75#"), lambda account: len(account) == 8)),
            ),
            Assertion("DK-R-011", _of_means(("93",), _reference_length(("71#", "75#"), (18, 19)))),
            when=_is_domestic,
        ),
        Context(
            "Document/cac:AccountingCustomerParty/cac:Party",
            Assertion("DK-R-017", _cvr_scheme()),
            when=_is_domestic,
        ),
        Context(
            "Invoice/cac:InvoiceLine | CreditNote/cac:CreditNoteLine",
            Assertion("DK-R-003", _item_class_version),
            when=_is_domestic,
        ),
        Context("cac:AllowanceCharge", Assertion("DK-R-004", _tax_reason), when=_is_domestic),
    ),
)
