"""Rule set sent-invoices: sent invoices are remembered, responses are matched to them."""

import datetime

import pytest

from gateway.catalogue import CATALOGUE
from gateway.messages import Invoice, InvoiceResponse
from gateway.messages.invoice import Party
from gateway.messages.invoice_response import ResponseReason
from gateway.registers import Registers
from gateway.rules.base import Surroundings
from gateway.rules.sent_invoices import MAXIMUM_REASONS, RULE_SET

pytestmark = pytest.mark.unit

DAY = datetime.date(2026, 11, 23)
RECEIVER = "0007:5569001208"


class Office:
    """A history that keeps what is claimed, as if every part were delivered."""

    def __init__(self):
        self.keys = {}
        self.file = ("", "")

    def first_holder(self, kind, key, *, other_than=""):
        return self.keys.get((kind, key))

    def take(self, part, file_name, *, is_trial=False):
        file = (f"id-{len(self.keys)}", file_name)
        claimed = []
        surroundings = Surroundings(
            registers=Registers({}),
            history=self,
            today=DAY,
            ancestors={},
            claim_key=lambda kind, key: claimed.append((kind, key)),
            options={},
            is_trial=is_trial,
        )
        found = [
            finding
            for kind, check in RULE_SET.checks
            if isinstance(part, kind)
            for finding in check(part, surroundings)
        ]
        if not any(finding.rejects for finding in found):
            for key in claimed:
                self.keys.setdefault(key, file)
        return found


@pytest.fixture
def office():
    return Office()


def invoice(number="1001"):
    buyer = Party(name="Exempel AB", electronic_address="5569001208", electronic_address_scheme="0007")
    return Invoice(
        number=number, issue_date=DAY, type_code="380", currency="SEK", seller=Party(name="Exempelstaden"), buyer=buyer
    )


def response(status="RE", *reasons, number="1001", sender=RECEIVER, kind="message-level"):
    return InvoiceResponse(number=number, status=status, kind=kind, sender_id=sender, reasons=list(reasons))


def codes(findings):
    return [finding.code for finding in findings]


def test_a_rejection_of_a_sent_invoice_is_listed_with_each_reason_and_the_file_it_was_sent_in(office):
    assert office.take(invoice(), "faktura.xml") == []
    found = office.take(
        response("RE", ResponseReason(text="Fel referens"), ResponseReason(text="Fel moms")), "svar.xml"
    )
    assert codes(found) == ["RESPONSE-INVOICE-REJECTED"] * 2
    assert [finding.value for finding in found] == ["Fel referens", "Fel moms"]
    assert not any(finding.rejects for finding in found)
    assert "faktura.xml" in found[0].text("sv")
    assert "1001" in found[0].text("en")


def test_a_rejection_without_a_reason_is_listed_all_the_same(office):
    office.take(invoice(), "faktura.xml")
    [found] = office.take(response("RE"), "svar.xml")
    assert (found.code, found.value) == ("RESPONSE-INVOICE-REJECTED", "ingen orsak angiven")


def test_a_response_to_an_invoice_that_was_never_sent_is_rejected(office):
    office.take(invoice(), "faktura.xml")
    [found] = office.take(response(number="9"), "svar.xml")
    assert (found.code, found.rejects) == ("RESPONSE-INVOICE-UNKNOWN", True)


def test_a_response_from_another_than_the_receiver_is_matched_and_noticed(office):
    office.take(invoice(), "faktura.xml")
    found = office.take(response("AP", sender="0007:5569002313"), "svar.xml")
    assert codes(found) == ["RESPONSE-SENDER-DIFFERS"]
    assert not found[0].rejects


@pytest.mark.parametrize(
    ("status", "kind", "expected"),
    [
        ("AB", "message-level", []),
        ("AP", "message-level", ["RESPONSE-REMARK"]),
        ("PD", "invoice", ["RESPONSE-REMARK"]),
        ("UQ", "invoice", ["RESPONSE-UNDER-QUERY"] * 2),
        ("CA", "invoice", ["RESPONSE-CONDITIONALLY-ACCEPTED"] * 2),
        ("RE", "invoice", ["RESPONSE-INVOICE-REJECTED"] * 2),
    ],
)
def test_each_status_is_listed_as_what_it_asks_of_support(office, status, kind, expected):
    reasons = () if status == "AB" else (ResponseReason(code="BW", text="a"), ResponseReason(code="REF", text="b"))
    office.take(invoice(), "faktura.xml")
    assert codes(office.take(response(status, *reasons, kind=kind), "svar.xml")) == expected


def test_an_invoice_is_sent_once_unless_the_receiver_rejected_it(office):
    office.take(invoice(), "faktura.xml")
    [found] = office.take(invoice(), "igen.xml")
    assert (found.code, found.rejects) == ("SENT-INVOICE-TWICE", True)
    office.take(response("RE"), "svar.xml")
    assert office.take(invoice(), "rättad.xml") == []


def test_a_response_with_ever_so_many_reasons_gives_a_list_that_can_be_read(office):
    office.take(invoice(), "faktura.xml")
    reasons = [ResponseReason(text=str(number)) for number in range(1000)]
    assert len(office.take(response("RE", *reasons), "svar.xml")) == MAXIMUM_REASONS


def test_a_trial_which_knows_of_no_sent_invoices_does_not_call_one_unknown(office):
    found = office.take(response("RE", ResponseReason(text="Fel moms")), "svar.xml", is_trial=True)
    assert codes(found) == ["RESPONSE-INVOICE-REJECTED"]


def test_every_code_of_the_rule_set_is_in_the_catalogue():
    assert set(RULE_SET.codes) <= set(CATALOGUE)
