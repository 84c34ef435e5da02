"""Payments to the bank: read, checked and passed on byte for byte; the bank's answer is matched to what was sent."""

import json
from decimal import Decimal
from typing import Any

import pytest

from gateway.journal import FileState
from tests.payment_files import MadeInstruction, MadeStatus, MadeTransfer, order_xml, status_xml

pytestmark = pytest.mark.integration

OUT, BACK = "betalningar-ut", "betalningar-svar"
ORDER = order_xml(
    MadeInstruction(
        transfers=[
            MadeTransfer(reference="7100000129"),
            MadeTransfer(identity="E2", amount="2450.00", currency="EUR", text="Rechnung 4711", country="DE"),
        ]
    )
).encode()


def rows(house: Any, record: Any) -> list[dict[str, str]]:
    """The import file of an answer, a row a status."""
    [path] = house.delivered(record)
    head, *lines = path.read_text(encoding="utf-8").splitlines()
    return [dict(zip(head.split(";"), line.split(";"), strict=True)) for line in lines]


def sums(house: Any, record: Any) -> dict[tuple[str, str], Decimal]:
    """The control sums of a receipt, by what they are and currency."""
    stated = house.receipt(record)["summor"]
    return {(each["benamning"], each["valuta"]): Decimal(str(each["belopp"])) for each in stated}


def test_what_goes_to_the_bank_is_the_file_as_it_came_with_the_total_of_each_currency_on_the_receipt(
    house: Any,
) -> None:
    house.drop(OUT, ORDER, "order.xml")
    sent = house.run()["order.xml"]
    house.assert_delivered(sent)
    [passed_on] = house.delivered(sent)
    assert passed_on.read_bytes() == ORDER
    assert passed_on.parent == house.home / "outbox" / "bank"
    assert sums(house, sent) == {("Att betala", "SEK"): Decimal("100.00"), ("Att betala", "EUR"): Decimal("2450.00")}
    assert house.codes(sent) == ["PAYMENT-ORDER-FOREIGN"]


def test_the_same_order_under_the_same_identity_is_not_sent_twice_though_its_bytes_differ(house: Any) -> None:
    house.drop(OUT, ORDER, "order.xml")
    house.run()
    house.drop(OUT, ORDER + b"\n", "again.xml")
    house.assert_rejected(house.run()["again.xml"], "PAYMENT-ORDER-DUPLICATE", "PAYMENT-ORDER-FOREIGN")


def test_an_order_that_was_rejected_may_come_again_corrected(house: Any) -> None:
    wrong = order_xml(MadeInstruction(total="1.00"))
    house.drop(OUT, wrong.encode(), "wrong.xml")
    house.assert_rejected(house.run()["wrong.xml"], "PAIN-SUM")
    house.drop(OUT, order_xml(MadeInstruction()).encode(), "right.xml")
    assert house.run()["right.xml"].state is FileState.DELIVERED


def test_the_same_payment_in_a_new_order_is_sent_and_told_of(house: Any) -> None:
    house.drop(OUT, ORDER, "order.xml")
    house.run()
    house.drop(OUT, ORDER.replace(b"U1", b"U2"), "new.xml")
    new = house.run()["new.xml"]
    house.assert_delivered(new)
    assert house.codes(new) == ["PAYMENT-ORDER-ALIKE", "PAYMENT-ORDER-FOREIGN"]


def test_the_answer_is_matched_to_what_was_sent_and_what_was_not_taken_is_listed(house: Any) -> None:
    house.drop(OUT, ORDER, "order.xml")
    sent = house.run()["order.xml"]
    answer = status_xml(MadeStatus(status="ACSP"), MadeStatus(identity="E2", reasons=("AC04",)), group="PART")
    house.drop(BACK, answer.encode(), "answer.xml")
    answered = house.run()["answer.xml"]
    house.assert_delivered(answered)
    assert house.codes(answered) == ["PAYMENT-STATUS-REJECTED"]
    _, accepted, refused = rows(house, answered)
    assert (accepted["Utfall"], accepted["Belopp"], accepted["Referens"]) == ("accepted", "100.00", "7100000129")
    assert (refused["Utfall"], refused["Belopp"], refused["Valuta"]) == ("rejected", "2450.00", "EUR")
    assert (refused["Orsak"], refused["Fil"]) == ("Kontot är avslutat. (AC04)", "order.xml")
    page = house.delivered(answered, "error_list")[0].read_text(encoding="utf-8")
    assert sent.id in page
    assert sums(house, answered) == {("Godkänt", "SEK"): Decimal("100.00"), ("Avvisat", "EUR"): Decimal("2450.00")}


def test_what_a_person_is_to_look_at_stands_in_lists_with_its_worth_and_reason(house: Any) -> None:
    house.drop(OUT, ORDER, "order.xml")
    _, listed = house.delivered(house.run()["order.xml"], "work_list")
    [foreign] = json.loads(listed.read_bytes())["foreign"]
    assert (foreign["amount"], foreign["currency"], foreign["kronor"]) == ("2450.00", "EUR", "27440.00")
    assert (foreign["day"], foreign["country"], foreign["reference"]) == ("2027-06-30", "DE", "Rechnung 4711")

    answer = status_xml(MadeStatus(identity="E2", reasons=("AC04",)), group="PART")
    house.drop(BACK, answer.encode(), "answer.xml")
    _, listed = house.delivered(house.run()["answer.xml"], "work_list")
    [rejected] = json.loads(listed.read_bytes())["rejected"]
    assert (rejected["amount"], rejected["currency"], rejected["payee"]) == (
        "2450.00",
        "EUR",
        "Exempel Kontorsvaror AB",
    )
    assert (rejected["reasons"], rejected["first_name"]) == ("AC04", "order.xml")
    assert "Kontot är avslutat." in rejected["text"]


def test_an_answer_to_what_was_not_sent_is_delivered_and_told_of(house: Any) -> None:
    house.drop(BACK, status_xml(MadeStatus(), group="PART", order="X").encode(), "answer.xml")
    answered = house.run()["answer.xml"]
    house.assert_delivered(answered)
    assert house.codes(answered) == ["PAYMENT-STATUS-UNKNOWN"]
