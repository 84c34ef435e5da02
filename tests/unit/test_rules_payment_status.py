"""Rule set payment-status: each answer of the bank is matched to what was sent, and what was not taken is listed."""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal

import pytest

from gateway.catalogue import CATALOGUE
from gateway.messages import PaymentStatus
from gateway.messages.bank_records import SentPayment
from gateway.registers import Registers
from gateway.rules.base import NoBankHistory, Surroundings
from gateway.rules.payment_status import RULE_SET

pytestmark = pytest.mark.unit

SENT = SentPayment(
    message="U1",
    instruction="D1",
    end_to_end="E1",
    number=1,
    amount=Decimal("100"),
    currency="SEK",
    creditor_name="Exempel AB",
    creditor_account="9000126",
    execution_date=None,
    reference="7100000129",
    file_id="F1",
    file_name="order.xml",
)


@dataclass
class Bank(NoBankHistory):
    """Knows of the one order that was sent."""

    asked: list[tuple[str, str, str]] = field(default_factory=list)

    def sent_payment(self, message, instruction, end_to_end):
        self.asked.append((message, instruction, end_to_end))
        return SENT if (message, end_to_end) == ("U1", "E1") and instruction in ("", "D1") else None

    def sent_to(self, account, amount):
        return [SENT] if (account, amount) == ("9000126", Decimal("100.00")) else []

    def first_holder(self, kind, key, *, other_than=""):
        return ("F1", "order.xml") if (kind, key) == ("payment-order", "U1") else None


def status(**changes):
    values = {
        "level": "payment",
        "status": "RJCT",
        "outcome": "rejected",
        "original_message": "U1",
        "original_instruction": "D1",
        "original_end_to_end": "E1",
    }
    return PaymentStatus(**(values | changes))


def judged(*statuses, is_trial=False):
    bank, memory = Bank(), {}
    surroundings = Surroundings(
        registers=Registers({}),
        history=bank,
        bank=bank,
        today=datetime.date(2026, 11, 23),
        ancestors={},
        claim_key=lambda kind, key: None,
        options={},
        memory=memory,
        is_trial=is_trial,
    )
    return [problem for part in statuses for _, check in RULE_SET.checks for problem in check(part, surroundings)]


def codes(findings):
    return [problem.code.removeprefix("PAYMENT-STATUS-") for problem in findings]


def test_what_is_accepted_gives_no_finding_and_is_filled_in_from_what_was_sent():
    accepted = status(status="ACSP", outcome="accepted")
    assert judged(accepted) == []
    assert (accepted.amount, accepted.currency, accepted.sent_file) == (Decimal("100.00"), "SEK", "order.xml")
    assert (accepted.counterparty_name, accepted.counterparty_account) == ("Exempel AB", "9000126")
    assert (accepted.reference, str(accepted.amount)) == ("7100000129", "100.00")


def test_a_rejected_payment_is_listed_with_the_reason_payee_amount_and_file():
    (found,) = judged(status(reasons=["AC04"], texts=["Closed {sic}"]))
    assert (codes([found]), found.rejects) == (["REJECTED"], False)
    swedish, english = found.text("sv"), found.text("en")
    for word in ("E1", "100.00 SEK", "Exempel AB", "order.xml", "F1", "Kontot är avslutat. (AC04)", "Closed (sic)"):
        assert word in swedish
    assert "The account is closed. (AC04)" in english
    assert "rätt konto" in found.action("sv")
    assert found.title("sv") == CATALOGUE["PAYMENT-STATUS-REJECTED"].title_sv


def test_an_unknown_reason_or_none_is_said_as_it_is():
    (strange,) = judged(status(reasons=["B17"]))
    assert strange.text("sv").endswith(" B17")
    assert strange.action("sv") == CATALOGUE["PAYMENT-STATUS-REJECTED"].action_sv
    (silent,) = judged(status())
    assert silent.text("en").endswith("No reason is given.")


def test_what_waits_is_listed_as_information():
    (found,) = judged(status(status="PDNG", outcome="pending", reasons=["DS06"]))
    assert (codes([found]), found.severity.value) == (["PENDING"], "information")


@pytest.mark.parametrize("level", ["order", "instruction"])
def test_an_order_or_instruction_that_is_rejected_is_listed_as_a_whole(level):
    refused = status(level=level, original_end_to_end="", reasons=["AM10"])
    (found,) = judged(refused)
    assert (codes([found]), refused.sent_file) == (["REJECTED"], "order.xml")
    assert {"order": "hela uppdraget", "instruction": "deluppdraget D1"}[level] in found.text("sv")


def test_of_what_is_partly_accepted_only_the_payments_are_listed():
    partly = status(level="order", status="PART", outcome="pending", original_end_to_end="")
    assert codes(judged(partly, status())) == ["REJECTED"]


def test_another_amount_than_was_sent_is_told_of():
    found = judged(status(status="ACSP", outcome="accepted", amount=Decimal("99"), currency="SEK"))
    assert [(codes([problem])[0], problem.value, problem.expected) for problem in found] == [
        ("AMOUNT", "99 SEK", "100 SEK")
    ]
    assert judged(status(status="ACSP", outcome="accepted", amount=Decimal("100.00"), currency="SEK")) == []


def test_a_payment_that_was_never_sent_is_told_of():
    (found,) = judged(status(original_end_to_end="E7"))
    assert (codes([found]), found.rejects) == (["UNKNOWN"], False)


def test_an_order_that_was_never_sent_is_told_of_once():
    strange = {"original_message": "X"}
    found = judged(status(level="order", original_end_to_end="", **strange), status(**strange), status(**strange))
    assert codes(found) == ["UNKNOWN"]


def test_a_payment_may_be_told_by_the_other_identity():
    assert codes(judged(status(original_end_to_end="", original_identifier="E1"))) == ["REJECTED"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ["REJECTED"]),
        ({"original_identifier": "E1"}, ["REJECTED"]),
        ({"original_identifier": "E7"}, ["UNKNOWN"]),
        ({"amount": Decimal("99.00")}, ["UNKNOWN"]),
        ({"counterparty_account": ""}, ["UNKNOWN"]),
    ],
)
def test_an_answer_that_names_no_order_is_matched_by_account_and_amount(changes, expected):
    values = {"original_message": "", "original_instruction": "", "original_end_to_end": ""}
    values |= {"amount": Decimal("100.00"), "currency": "SEK", "counterparty_account": "9000126"}
    assert codes(judged(status(**(values | changes)))) == expected


@pytest.mark.parametrize("kind", ["collection", "disbursement"])
def test_what_is_collected_was_never_sent_as_a_payment_and_is_listed_without_a_match(kind):
    assert codes(judged(status(kind=kind, original_message="X"))) == ["REJECTED"]


def test_an_answer_about_a_whole_order_that_it_does_not_name_is_listed_as_it_is():
    assert codes(judged(status(level="order", original_message="", original_end_to_end=""))) == ["REJECTED"]


def test_a_trial_which_knows_of_nothing_sent_does_not_call_it_unknown():
    assert codes(judged(status(original_message="X"), is_trial=True)) == ["REJECTED"]


def test_every_code_of_the_rule_set_is_in_the_catalogue():
    assert set(RULE_SET.codes) <= set(CATALOGUE)
