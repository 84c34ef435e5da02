"""Rules about delivery and payment: dates, means, account, terms, and who is to be paid.

Source: SFTI Svefaktura 1.0, Schematron rules of 2016-10-25.
"""

from gateway.nodes import Node
from gateway.rules.assertions import Assertion, Breach, Context
from gateway.rules.checks import holds
from gateway.rules.svefaktura.document import is_not_negative
from gateway.rules.svefaktura.facts import SvefakturaFacts
from gateway.rules.svefaktura.parties import differs_from, unedited
from gateway.rules.svefaktura.values import day_of, is_ordered, moment

WITHOUT_ACCOUNT = "SNDOSESS"
"""The BIC of a savings banks' payment that needs no account number."""

_MEANS = "Document/cac:PaymentMeans"
_ACCOUNT = f"{_MEANS}/cac:PayeeFinancialAccount"
_INSTITUTION = ("cac:FinancialInstitutionBranch", "cac:FinancialInstitution", "cac:ID")


def _is_not_later(delivered: Node, facts: SvefakturaFacts) -> Breach | None:
    if is_ordered(day_of(delivered.text), facts.issued):
        return None
    return Breach(value=delivered.word, expected=facts.root.text_at("cbc:IssueDate"))


def _is_not_earlier(due: Node, facts: SvefakturaFacts) -> Breach | None:
    if is_ordered(facts.issued, moment(due.text)):
        return None
    return Breach(value=due.word, expected=facts.root.text_at("cbc:IssueDate"))


def _has_account(account: Node, _facts: object) -> list[Breach]:
    if account.has("cac:ID"):
        return []
    return [
        Breach(at=institution, value=institution.word)
        for institution in account.along(*_INSTITUTION)
        if institution.text != WITHOUT_ACCOUNT
    ]


def _has_institution(account: Node, _facts: object) -> list[Breach]:
    if account.has(*_INSTITUTION):
        return []
    return [Breach(at=number, value=number.word) for number in account.all("cac:ID")]


PAYMENT = (
    Context("Document/cac:Delivery/cbc:ActualDeliveryDateTime", Assertion("R-47", _is_not_later)),
    Context(f"{_MEANS}/cac:PaymentMeansTypeCode", holds("R-48", lambda node, _: node.text == "1", expected="1")),
    Context(f"{_MEANS}/cbc:DuePaymentDate", Assertion("R-49", _is_not_earlier)),
    Context(f"{_ACCOUNT}/cac:ID", unedited("R-50")),
    Context(_ACCOUNT, Assertion("R-51", _has_account), Assertion("R-101", _has_institution)),
    Context(
        f"{_MEANS}/cac:PayeePartyName/cbc:Name",
        Assertion("R-52", differs_from("cac:SellerParty", "cac:Party", "cac:PartyName", "cbc:Name")),
    ),
    Context("Document/cac:PaymentTerms/cbc:PenaltySurchargePercent", holds("R-54", is_not_negative, expected="≥ 0")),
)
