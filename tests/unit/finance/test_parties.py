"""Parties, persons, incomes and claims: identity, address, account, and what stands twice."""

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gateway.findings import Place
from gateway.messages import Claim, ClaimBatch, Income, LedgerParty, Person
from gateway.registers import Registers
from tests.finance_rules import OTHER_PERSON, PERSON, TODAY, Judge, registers_in, rules

pytestmark = pytest.mark.unit


@pytest.fixture
def registers(tmp_path: Path) -> Registers:
    return registers_in(
        tmp_path,
        suppliers="organisation_number;supplier_number;bankgiro;plusgiro;iban;status\n5569001208;100;9000126;;;\n",
        customers=f"identity_number;customer_number;valid_from;valid_to\n{PERSON};500;;\n{OTHER_PERSON};501;;2025-12-31\n",
    )


def party(**facts: Any) -> LedgerParty:
    known = {"ledger": "supplier", "party_number": "100", "identity_number": "5569001208", "name": "Exempel AB"}
    address = {"address": "Gatan 1", "zip_code": "11122", "city": "Exempelstad"}
    return LedgerParty(**{**known, **address, "position": 3, "place": Place(line=4), **facts})


PARTIES: list[tuple[str, LedgerParty]] = [
    ("IDENTITY-MISSING", party(identity_number="")),
    ("IDENTITY-INVALID", party(identity_number="5569001209")),
    ("PARTY-NAME-MISSING", party(name="")),
    ("PARTY-ADDRESS-INCOMPLETE", party(zip_code="")),
    ("PARTY-BANKGIRO", party(bankgiro="1234")),
    ("PARTY-PLUSGIRO", party(plusgiro="12")),
    ("PARTY-IBAN", party(iban="SE00")),
    ("PARTY-BANK-ACCOUNT", party(clearing_number="1", bank_account="1")),
    ("PARTY-REGISTERED", party(party_number="999", change="new")),
    ("PARTY-REGISTERED", party(party_number="")),
    ("PARTY-ACCOUNT-CHANGED", party(bankgiro="9000134")),
]


@pytest.mark.parametrize(("code", "bad"), PARTIES)
def test_each_rule_about_a_party_finds_its_fault(code: str, bad: LedgerParty, registers: Registers) -> None:
    assert Judge(rules("PartyBatch", **{code: None}), registers).codes(party()) == []
    [each] = Judge(rules("PartyBatch", **{code: None}), registers).found(bad)
    assert (each.code, each.about, each.place.line) == (code, "post 3", 4)
    [warned] = Judge(rules("PartyBatch", **{code: {"severity": "warning"}}), registers).found(bad)
    assert not warned.rejects
    assert Judge(rules("PartyBatch", **{code: {"enabled": False}}), registers).codes(bad) == []


def test_a_party_is_registered_in_its_own_ledger_while_its_row_is_valid(registers: Registers) -> None:
    judge = Judge(rules("PartyBatch", PARTY_REGISTERED=None), registers)
    assert judge.codes(party(ledger="customer", identity_number=PERSON, party_number="7")) == ["PARTY-REGISTERED"]
    assert judge.codes(party(ledger="customer", identity_number=OTHER_PERSON, party_number="7")) == []
    assert judge.codes(party(ledger="customer", party_number="7")) == []
    assert judge.codes(party(ledger="customer", identity_number=PERSON, party_number="7", change="changed")) == []


def test_the_address_of_a_person_with_protected_identity_may_be_missing() -> None:
    judge = Judge(rules("PartyBatch", PARTY_ADDRESS_INCOMPLETE=None))
    assert judge.codes(party(address="", is_protected=True)) == []


def test_a_number_stands_once_in_each_ledger_of_a_file() -> None:
    judge = Judge(rules("PartyBatch", PARTY_TWICE_IN_FILE=None))
    assert [judge.codes(party()), judge.codes(party(ledger="customer")), judge.codes(party(identity_number=""))] == [
        [],
        [],
        [],
    ]
    assert judge.codes(party(identity_number="SE556900120801")) == ["PARTY-TWICE-IN-FILE"]


def test_a_person_has_a_number_that_can_be_one_and_stands_once() -> None:
    judge = Judge(rules("PersonReport", IDENTITY_INVALID=None, PARTY_TWICE_IN_FILE=None))
    assert judge.codes(Person(identity_number=PERSON)) == []
    assert judge.codes(Person(identity_number=PERSON)) == ["PARTY-TWICE-IN-FILE"]
    assert judge.codes(Person(identity_number="189001019803")) == ["IDENTITY-INVALID"]
    assert judge.codes(Person(identity_number="200000001111", identity_kind="immunitetsnummer")) == []


@pytest.mark.parametrize("message", ["PersonReport", "IncomeReport", "PartyBatch", "ClaimBatch"])
def test_protected_records_of_every_kind_go_to_their_own_company(message: str) -> None:
    options = {"companies": ["90"], "route": "skyddade"}
    judge = Judge(rules(message, PROTECTED_OTHER_COMPANY=options, PROTECTED_COMPANY_ONLY=options))
    judge.around.route_values = {"company": "10"}
    for is_protected, expected in ((True, ["PROTECTED-OTHER-COMPANY"]), (False, [])):
        parts = {
            "PersonReport": Person(identity_number=PERSON, is_protected=is_protected),
            "IncomeReport": Income(identity_number=PERSON, income_year=2024, is_protected=is_protected),
            "PartyBatch": party(is_protected=is_protected),
            "ClaimBatch": Claim(case_number="K1", debtor=party(is_protected=is_protected)),
        }
        assert judge.codes(parts[message]) == expected


def claim(case_number: str = "K1", identity_number: str = PERSON, **facts: Any) -> Claim:
    debtor = LedgerParty(identity_number=identity_number)
    known: dict[str, Any] = {"principal": Decimal(100), "due_date": TODAY - datetime.timedelta(1), "position": 2}
    return Claim(case_number=case_number, debtor=debtor, **{**known, **facts})


CLAIMS: list[tuple[str, dict[str, Any], Claim, Claim]] = [
    ("IDENTITY-MISSING", {}, claim(identity_number=""), claim()),
    ("IDENTITY-INVALID", {}, claim(identity_number="189001019803"), claim(identity_number="")),
    ("CLAIM-PRINCIPAL", {}, claim(principal=Decimal(0)), claim(principal=Decimal(0), kind="withdrawal")),
    ("CLAIM-PRINCIPAL", {"unless_kinds": []}, claim(principal=Decimal(-1), kind="withdrawal"), claim()),
    ("CLAIM-NOT-DUE", {}, claim(due_date=TODAY), claim()),
    ("CLAIM-NOT-DUE", {"least_days": 1}, claim(), claim(due_date=TODAY - datetime.timedelta(2))),
    ("CLAIM-NOT-DUE", {}, claim(due_date=datetime.date.max), claim(due_date=None)),
]


@pytest.mark.parametrize(("code", "options", "bad", "good"), CLAIMS)
def test_each_rule_about_a_claim_finds_its_fault(code: str, options: dict[str, Any], bad: Claim, good: Claim) -> None:
    assert Judge(rules("ClaimBatch", **{code: options})).codes(good) == []
    [each] = Judge(rules("ClaimBatch", **{code: options})).found(bad)
    assert (each.code, each.about, each.rejects) == (code, "ärende K1", True)
    [warned] = Judge(rules("ClaimBatch", **{code: {**options, "severity": "warning"}})).found(bad)
    assert not warned.rejects
    assert Judge(rules("ClaimBatch", **{code: {**options, "enabled": False}})).codes(bad) == []


def test_a_case_is_sent_once_in_a_file_and_once_at_all() -> None:
    batch = ClaimBatch(creditor_number="5569003428")
    judge = Judge(rules("ClaimBatch", CLAIM_TWICE_IN_FILE=None, CLAIM_DUPLICATE=None), ancestors={"batch": batch})
    assert [judge.codes(claim()), judge.codes(claim("K2"))] == [[], []]
    assert judge.codes(claim(kind="withdrawal")) == [], "a case is withdrawn under its own number"
    assert judge.codes(claim()) == ["CLAIM-TWICE-IN-FILE", "CLAIM-DUPLICATE"]
    assert ("claim", "5569003428//K1") in judge.delivered.claimed
