"""One payment, once: whatever reports come in whatever order, each payment is booked once, and the rest are listed."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.findings import Finding
from gateway.messages import Deposit, Payment, PaymentReport
from gateway.messages.bank_records import ReportedPayment
from gateway.registers import load_registers
from gateway.rules.base import Surroundings
from gateway.rules.payment_twins import RULE_SET

pytestmark = pytest.mark.unit

REGISTERS = load_registers(Path(__file__).resolve().parents[2] / "mappings" / "registers")
DAY = datetime.date(2026, 3, 2)
BANKGIRO, IBAN = "9912346", "SE4550000000058398257466"


class Bank:
    """The bank book of a test: files are delivered one after another."""

    def __init__(self) -> None:
        self.told: list[ReportedPayment] = []
        self.files = 0

    def has_reports(self, account: str, day: datetime.date) -> bool:
        return any(each.fingerprint.startswith(f"{account}|{day}|") for each in self.told)

    def reported(self, fingerprint: str) -> list[ReportedPayment]:
        return [each for each in self.told if each.fingerprint == fingerprint]

    def deliver(self, source: str, *deposits: tuple[Deposit, list[Payment]]) -> list[Finding]:
        """Read a file by the rule set, remember what it told of, and give the findings."""
        self.files += 1
        told: list[ReportedPayment] = []
        surroundings: Any = Surroundings(
            registers=REGISTERS,
            history=None,  # type: ignore[arg-type]
            today=DAY,
            ancestors={"report": PaymentReport(identifier="R", source=source)},
            claim_key=lambda *_: None,
            options={},
            bank=self,  # type: ignore[arg-type]
            tell_payment=told.append,
        )
        found = []
        for deposit, payments in deposits:
            surroundings.ancestors["deposit"] = deposit
            for payment in payments:
                found += [each for _, check in RULE_SET.checks for each in check(payment, surroundings)]
        self.told += [replace(each, file_id=f"F{self.files}", file_name=f"{source}.txt") for each in told]
        return found


def deposit(amount: str = "100", *, account: str = BANKGIRO, identifier: str = "") -> Deposit:
    return Deposit(
        identifier=identifier,
        account=account,
        account_kind="BGNR",
        currency="SEK",
        amount=Decimal(amount),
        booking_date=DAY,
        number=1,
    )


def paid(amount: str = "100", reference: str = "7100000103", **rest: Any) -> Payment:
    return Payment(amount=Decimal(amount), reference=reference, **rest)


def codes(found: Iterable[Finding]) -> list[str]:
    return [each.code for each in found]


def test_the_same_payment_in_three_kinds_of_report_is_booked_by_the_first() -> None:
    bank = Bank()
    assert bank.deliver("camt.054", (deposit(), [paid("100.00", identifier="A1")])) == []
    (twin,) = bank.deliver("bgmax", (deposit(), [paid(identifier="000000000001")]))
    assert (twin.code, twin.leaves_out, twin.rejects) == ("PAYMENT-BOOKED-BEFORE", True, False)
    assert (twin.details["first_id"], twin.details["first_source"]) == ("F1", "camt.054")
    assert codes(bank.deliver("camt.053", (deposit(account=IBAN), [paid(reference="71-0000-0103")]))) == [twin.code]


def test_payments_that_are_truly_alike_are_counted() -> None:
    bank = Bank()
    bank.deliver("bgmax", (deposit("200"), [paid(), paid()]))
    found = bank.deliver(
        "camt.054", (deposit("300"), [paid(identifier="A"), paid(identifier="B"), paid(identifier="C")])
    )
    assert codes(found) == ["PAYMENT-BOOKED-BEFORE"] * 2, "the third is one that BgMax does not have"
    assert codes(bank.deliver("bgmax", (deposit(), [paid(identifier="9")]))) == ["PAYMENT-BOOKED-BEFORE"]


@pytest.mark.parametrize("change", [{"amount": "100.01"}, {"reference": "7100000202"}, {"reference": ""}])
def test_a_payment_of_another_amount_or_reference_is_another_payment(change: dict[str, str]) -> None:
    bank = Bank()
    bank.deliver("bgmax", (deposit(), [paid()]))
    assert bank.deliver("camt.054", (deposit(), [paid(**change)])) == []


def test_a_payment_that_the_same_kind_of_report_tells_again_is_known_by_the_banks_identity() -> None:
    bank = Bank()
    bank.deliver("camt.054", (deposit(), [paid(identifier="A1")]))
    assert codes(bank.deliver("camt.054", (deposit(), [paid(identifier="A1")]))) == ["PAYMENT-BOOKED-BEFORE"]
    assert bank.deliver("camt.054", (deposit(), [paid(identifier="A2")])) == []
    assert codes(bank.deliver("camt.054", (deposit(), [paid()]))) == ["PAYMENT-REPORTED-ALIKE"]


def test_a_deposit_without_details_is_the_twin_of_one_with_the_same_amount() -> None:
    bank = Bank()
    bank.deliver("camt.054", (deposit("300"), [paid(), paid("200", "7100000202")]))
    lump = Payment(amount=Decimal(300), is_lump=True)
    (twin,) = bank.deliver("camt.053", (deposit("300"), [lump]))
    assert twin.code == "PAYMENT-BOOKED-BEFORE"
    assert bank.deliver("camt.052", (deposit("301"), [replace(lump, amount=Decimal(301))])) == []


def test_details_that_come_after_their_lump_are_left_out_and_explain_it_once() -> None:
    bank = Bank()
    bank.deliver("camt.053", (deposit("300"), [Payment(amount=Decimal(300), is_lump=True)]))
    found = bank.deliver("camt.054", (deposit("300"), [paid(), paid("200", "7100000202")]), (deposit(), [paid()]))
    assert codes(found) == ["PAYMENT-LUMP-EXPLAINED", "PAYMENT-BOOKED-BEFORE", "PAYMENT-BOOKED-BEFORE"]


def test_deposits_of_one_amount_with_other_payments_are_no_twins() -> None:
    bank = Bank()
    bank.deliver("bgmax", (deposit("300"), [paid("100"), paid("200")]))
    assert bank.deliver("camt.054", (deposit("300"), [paid("150"), paid("150")])) == []


PAYMENTS = st.lists(st.tuples(st.sampled_from(["1", "2"]), st.sampled_from(["71", ""])), max_size=8)


@given(
    payments=PAYMENTS,
    reports=st.lists(
        st.tuples(st.sampled_from(["bgmax", "camt.053", "camt.054"]), st.sets(st.integers(0, 7))), max_size=6
    ),
)
def test_each_payment_is_booked_exactly_once_and_every_other_report_of_it_is_listed(
    payments: list[tuple[str, str]], reports: list[tuple[str, set[int]]]
) -> None:
    """A kind of report tells of a payment at most once, in any file: what one kind has most of is booked."""
    bank = Bank()
    booked: Counter[tuple[str, str]] = Counter()
    told: dict[str, set[int]] = {}
    for source, chosen in reports:
        new = {index for index in chosen if index < len(payments)} - told.get(source, set())
        told.setdefault(source, set()).update(new)
        parts = [paid(*payments[index], identifier=f"{source}{index}") for index in sorted(new)]
        left_out = bank.deliver(source, *[(deposit(str(each.amount)), [each]) for each in parts])
        assert set(codes(left_out)) <= {"PAYMENT-BOOKED-BEFORE"}
        booked.update((str(each.amount), each.reference) for each in parts)
        booked.subtract((each.details["amount"], each.details["reference"]) for each in left_out)
    most: Counter[tuple[str, str]] = Counter()
    for indexes in told.values():
        most |= Counter(payments[index] for index in indexes)
    assert +booked == most
