"""Rule set payment-order: what pays the wrong one or pays twice is stopped, what a person should see is listed."""

import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from gateway.catalogue import CATALOGUE
from gateway.messages import CreditTransfer, PaymentInstruction, PaymentOrder
from gateway.registers import load_registers
from gateway.rules.base import Surroundings
from gateway.rules.payment_orders import RULE_SET

pytestmark = pytest.mark.unit

REGISTERS = load_registers(Path(__file__).resolve().parents[2] / "mappings" / "registers")
TODAY = datetime.date(2026, 11, 23)
PAYDAY = datetime.date(2026, 11, 30)
IBAN = "SE4550000000058398257466"


class Office:
    """A desk that takes orders one after another, and remembers what is claimed of those that are not rejected."""

    def __init__(self):
        self.keys = {}

    def first_holder(self, kind, key, *, other_than=""):
        return self.keys.get((kind, key))

    def take(self, *transfers, order=None, instruction=None, name="order.xml", options=None):
        order = order or PaymentOrder(identifier=f"U{len(self.keys)}")
        instruction = instruction or payment_instruction()
        ancestors, memory, found = {}, {}, []
        for level, part in [
            ("order", order),
            ("instruction", instruction),
            *(("transfer", transfer) for transfer in transfers),
        ]:
            ancestors[level] = part
            claimed = []
            surroundings = Surroundings(
                registers=REGISTERS,
                history=self,
                today=TODAY,
                ancestors=ancestors,
                claim_key=lambda kind, key, claimed=claimed: claimed.append((kind, key)),
                options=options or {},
                memory=memory,
            )
            told = [
                problem
                for kind, check in RULE_SET.checks
                if isinstance(part, kind)
                for problem in check(part, surroundings)
            ]
            found += told
            if not any(problem.rejects for problem in told):
                for key in claimed:
                    self.keys.setdefault(key, (f"id-{name}", name))
        return found


@pytest.fixture
def office():
    return Office()


def payment_instruction(**changes):
    values = {
        "identifier": "D1",
        "debtor_account": IBAN,
        "debtor_account_kind": "IBAN",
        "number": 1,
        "execution_date": PAYDAY,
    }
    return PaymentInstruction(**(values | changes))


def transfer(**changes):
    values = {
        "amount": Decimal("100.00"),
        "currency": "SEK",
        "end_to_end_identifier": "E1",
        "creditor_name": "Exempel AB",
        "creditor_account": "9000126",
        "creditor_account_kind": "BGNR",
        "reference": "7100000129",
        "number": 1,
    }
    return CreditTransfer(**(values | changes))


def codes(findings):
    return [problem.code.removeprefix("PAYMENT-ORDER-") for problem in findings]


def test_a_right_order_gives_no_finding(office):
    assert office.take(transfer()) == []


def test_an_order_that_was_sent_before_is_stopped_and_names_the_file_but_not_each_of_its_payments(office):
    order = PaymentOrder(identifier="U1")
    assert office.take(transfer(), order=order, name="first.xml") == []
    (found,) = office.take(transfer(), order=order, name="second.xml")
    assert (codes([found]), found.rejects_file, found.details["first_name"]) == (["DUPLICATE"], True, "first.xml")


def test_an_order_without_payments_is_stopped(office):
    assert codes(office.take(order=PaymentOrder(identifier="U1", stated_count=0))) == ["EMPTY"]


@pytest.mark.parametrize(
    ("account", "day", "expected"),
    [
        (IBAN, PAYDAY, []),
        ("9912346", PAYDAY, []),
        ("54029681", PAYDAY, ["ACCOUNT-UNKNOWN"]),
    ],
)
def test_money_is_drawn_only_from_accounts_of_the_city(office, account, day, expected):
    instruction = payment_instruction(debtor_account=account, execution_date=day)
    assert codes(office.take(transfer(), instruction=instruction)) == expected


@pytest.mark.parametrize(
    ("day", "expected", "word"),
    [
        ("2026-11-22", "DATE-PAST", "2026-11-23"),
        ("2026-11-23", "", ""),
        ("2026-12-25", "NO-BANK-DAY", "2026-12-28"),
        ("2026-11-28", "NO-BANK-DAY", "2026-11-30"),
        ("2027-11-23", "", ""),
        ("2027-11-24", "DATE-FAR", "2027-11-23"),
    ],
)
def test_the_day_of_payment_is_a_bank_day_not_past_and_not_too_far_ahead(office, day, expected, word):
    instruction = payment_instruction(execution_date=datetime.date.fromisoformat(day))
    found = office.take(transfer(), instruction=instruction)
    assert [(codes([problem])[0], problem.expected) for problem in found] == ([(expected, word)] if expected else [])
    assert all(problem.rejects == (expected != "NO-BANK-DAY") for problem in found)


def test_how_far_ahead_may_be_set_and_a_transfer_may_have_its_own_day(office):
    options = {"maximum_days_ahead": 30}
    instruction = payment_instruction(execution_date=None)
    late = datetime.date(2026, 12, 28)
    found = office.take(
        transfer(execution_date=late),
        transfer(execution_date=late, reference="2", end_to_end_identifier="E2"),
        instruction=instruction,
        options=options,
    )
    assert [(problem.code, problem.about) for problem in found] == [("PAYMENT-ORDER-DATE-FAR", "E1")]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"creditor_account": "9000127"}, ["BANKGIRO"]),
        ({"creditor_account": "90001"}, ["BANKGIRO"]),
        ({"creditor_account": "480012", "creditor_account_kind": "PGNR"}, []),
        ({"creditor_account": "480013", "creditor_account_kind": "PGNR"}, ["PLUSGIRO"]),
        ({"creditor_account": "SE3550000000054910000003", "creditor_account_kind": "IBAN"}, []),
        ({"creditor_account": "SE3550000000054910000004", "creditor_account_kind": "IBAN"}, ["IBAN"]),
        ({"creditor_account": "SE355000000005491000000", "creditor_account_kind": "IBAN"}, ["IBAN"]),
        ({"creditor_agent": "ESSESES"}, ["BIC"]),
        (
            {
                "creditor_account": "SE3550000000054910000003",
                "creditor_account_kind": "IBAN",
                "creditor_agent": "NDEAFIHH",
            },
            ["BIC-COUNTRY"],
        ),
        ({"creditor_account": "000000018", "creditor_account_kind": "BBAN", "creditor_clearing": "6000"}, []),
        ({"creditor_account": "000000018", "creditor_account_kind": "BBAN", "creditor_clearing": "2600"}, ["CLEARING"]),
        (
            {"creditor_account": "12345", "creditor_account_kind": "BBAN", "creditor_clearing": "5000"},
            ["ACCOUNT-LENGTH"],
        ),
        ({"creditor_account": "", "creditor_account_kind": ""}, ["NO-ACCOUNT"]),
        ({"creditor_account": "", "creditor_account_kind": "", "kind": "cheque"}, []),
    ],
)
def test_an_account_that_cannot_be_one_stops_the_order(office, changes, expected):
    found = office.take(transfer(**changes))
    assert codes(found) == expected
    assert all(problem.rejects_file for problem in found)


def test_a_bank_on_jersey_has_british_accounts(office):
    found = office.take(
        transfer(creditor_account="GB29NWBK60161331926819", creditor_account_kind="IBAN", creditor_agent="RBOSJESX")
    )
    assert codes(found) == ["FOREIGN"]


@pytest.mark.parametrize(("amount", "expected"), [("5000000.00", []), ("5000000.01", ["LARGE"])])
def test_what_is_above_the_limit_is_listed_for_a_second_look(office, amount, expected):
    found = office.take(transfer(amount=Decimal(amount)))
    assert (codes(found), any(problem.rejects for problem in found)) == (expected, False)


def test_the_limit_is_in_kronor_and_may_be_set(office):
    euro = {"currency": "EUR", "amount": Decimal("1000.00")}
    assert codes(office.take(transfer(**euro), options={"second_look_amount": 11_200})) == ["FOREIGN"]
    assert codes(office.take(transfer(**euro, reference="2"), options={"second_look_amount": 11_199})) == [
        "LARGE",
        "FOREIGN",
    ]


@pytest.mark.parametrize(
    ("changes", "country", "kronor"),
    [
        ({"currency": "EUR"}, "–", "1120.00"),
        ({"creditor_country": "DK"}, "DK", "100.00"),
        ({"creditor_country": "SE", "equivalent_currency": "EUR"}, "SE", "100.00"),
        (
            {"creditor_account": "DE89370400440532013000", "creditor_account_kind": "IBAN", "creditor_country": "SE"},
            "DE",
            "100.00",
        ),
    ],
)
def test_what_goes_abroad_is_listed_with_its_worth(office, changes, country, kronor):
    (found,) = office.take(transfer(**changes))
    assert (codes([found]), found.details["country"], found.details["kronor"]) == (["FOREIGN"], country, kronor)
    assert not found.rejects


def test_a_currency_without_a_rate_is_said_to_have_none(office):
    (found,) = office.take(transfer(currency="CHF"))
    assert codes([found]) == ["NO-RATE"]
    assert "CHF" in found.text("sv")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"amount": Decimal(0)}, ["AMOUNT"]),
        ({"amount": Decimal(-5)}, ["AMOUNT"]),
        ({"amount": Decimal(-5), "kind": "credit"}, []),
        ({"amount": Decimal(-5), "kind": "deduction"}, []),
    ],
)
def test_only_deductions_may_be_less_than_nothing(office, changes, expected):
    assert codes(office.take(transfer(**changes))) == expected


def test_two_payments_of_a_file_with_one_identity_are_told_of(office):
    twin = {"end_to_end_identifier": "E1", "amount": Decimal("7.00")}
    assert codes(office.take(transfer(), transfer(**twin))) == ["END-TO-END"]
    unnamed = {"end_to_end_identifier": "NOTPROVIDED"}
    found = office.take(transfer(**unnamed, reference="8"), transfer(**unnamed, reference="9"))
    assert codes(found) == []


def test_the_same_payee_amount_and_reference_again_is_told_of_with_the_earlier_file(office):
    office.take(transfer(), name="first.xml")
    (found,) = office.take(transfer(end_to_end_identifier="E9"), name="second.xml")
    assert (codes([found]), found.details["first_name"], found.rejects) == (["ALIKE"], "first.xml", False)
    for other in (
        {"amount": Decimal("100.01")},
        {"currency": "EUR"},
        {"reference": "1"},
        {"creditor_account": "59100420"},
    ):
        assert "ALIKE" not in codes(office.take(transfer(**other)))


def test_what_comes_alike_every_month_is_told_of_only_on_the_same_day(office):
    salary = transfer(kind="salary", reference="", message="Lön")
    office.take(salary)
    later = payment_instruction(execution_date=datetime.date(2026, 12, 23))
    assert office.take(salary, instruction=later) == []
    assert codes(office.take(salary, instruction=later)) == ["ALIKE"]


def test_a_payee_that_was_paid_on_another_account_is_told_of_once(office):
    office.take(transfer(), name="first.xml")
    elsewhere = {"creditor_account": "59100420", "reference": "2", "creditor_name": "EXEMPEL  AB."}
    (found,) = office.take(transfer(**elsewhere))
    assert (codes([found]), found.value) == (["PAYEE-CHANGED"], "59100420")
    assert "first.xml" in found.text("sv")
    assert office.take(transfer(**elsewhere | {"reference": "3"})) == []


def test_a_payee_is_known_by_its_number_before_its_name(office):
    office.take(transfer(creditor_identifier="556900-1208"))
    renamed = {"creditor_identifier": "165569001208", "creditor_name": "Nytt namn", "reference": "2"}
    assert office.take(transfer(**renamed)) == []
    assert codes(office.take(transfer(**renamed | {"creditor_account": "59100420"}))) == ["PAYEE-CHANGED"]
    other = {"creditor_identifier": "5569002313", "creditor_account": "9912346", "reference": "3"}
    assert office.take(transfer(**other)) == []


def test_employees_of_one_name_are_not_taken_for_one(office):
    first = transfer(kind="salary", creditor_name="Anna Exempel", reference="1")
    office.take(first)
    assert office.take(transfer(kind="salary", creditor_name="Anna Exempel", creditor_account="59100420")) == []


def test_new_payees_are_listed_where_the_route_asks(office):
    options = {"list_new_payees": True}
    assert codes(office.take(transfer(), options=options)) == ["PAYEE-NEW"]
    assert office.take(transfer(reference="2"), options=options) == []


def test_nothing_of_a_payee_can_be_read_from_the_keys(office):
    office.take(transfer(creditor_identifier="5569001208"), order=PaymentOrder(identifier="U1"))
    remembered = "".join(key for kind, key in office.keys if kind != "payment-order")
    assert all(word not in remembered for word in ("5569001208", "9000126", "Exempel", "7100000129"))


def test_every_code_of_the_rule_set_is_in_the_catalogue():
    assert set(RULE_SET.codes) <= set(CATALOGUE)
