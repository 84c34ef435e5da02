"""A receipt reaches a real mail server unharmed."""

import datetime
import email
import smtplib
import socket
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from gateway.receipts.mail import kvittens_mail, send_mail
from gateway.receipts.outcome import STOCKHOLM, Outcome, Status

pytestmark = pytest.mark.integration


class Mailbox:
    """A mail server's handler that keeps what it gets and knows no recipient called `okand`."""

    def __init__(self) -> None:
        self.envelopes = []

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):  # noqa: N802 - aiosmtpd's name
        if address.startswith("okand@"):
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        self.envelopes.append(envelope)
        return "250 OK"


class LoopbackController(Controller):
    """A mail server on a free port of loopback."""

    def factory(self) -> SMTP:
        return SMTP(self.handler, hostname="localhost")


@pytest.fixture
def mailbox():
    handler = Mailbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        handler.port = free.getsockname()[1]
    controller = LoopbackController(handler, hostname="127.0.0.1", port=handler.port)
    controller.start()
    yield handler
    controller.stop()


def message_to(*recipients, name="löner.txt"):
    received = datetime.datetime(2026, 3, 2, 14, 5, 9, tzinfo=STOCKHOLM)
    outcome = Outcome(
        file_id="20260302-000017",
        name=name,
        route="lon",
        sender="lonesystem",
        size=1,
        sha256="0" * 64,
        received=received,
        finished=received,
        status=Status.QUARANTINED,
    )
    return kvittens_mail(outcome, to=recipients, sender="gateway@kommun.example")


def test_a_receipt_arrives_with_its_swedish_letters(mailbox):
    send_mail(message_to("ekonomi@kommun.example"), "127.0.0.1", mailbox.port)
    [envelope] = mailbox.envelopes
    assert envelope.mail_from == "gateway@kommun.example"
    assert envelope.rcpt_tos == ["ekonomi@kommun.example"]
    message = email.message_from_bytes(envelope.content, policy=default)
    assert message["Subject"] == "Kvittens: löner.txt – karantän"
    assert message["Message-ID"] == "<kvittens.20260302-000017@kommun.example>"
    assert "Status: karantän" in message.get_content()
    assert max(len(line) for line in envelope.content.splitlines()) <= 998


def test_a_hostile_file_name_gets_no_further_recipient(mailbox):
    message = message_to("ekonomi@kommun.example", name="x\r\nBcc: okand@example.org\r\n\r\nhej")
    send_mail(message, "127.0.0.1", mailbox.port)
    [envelope] = mailbox.envelopes
    assert envelope.rcpt_tos == ["ekonomi@kommun.example"]
    assert email.message_from_bytes(envelope.content, policy=default)["Bcc"] is None


@pytest.mark.parametrize("recipients", [["okand@kommun.example"], ["a@kommun.example", "okand@kommun.example"]])
def test_a_refused_recipient_is_not_passed_over_in_silence(mailbox, recipients):
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        send_mail(message_to(*recipients), "127.0.0.1", mailbox.port)


def test_a_server_that_is_not_there_is_an_error():
    with pytest.raises(OSError, match="refused"):
        send_mail(message_to("a@kommun.example"), "127.0.0.1", 1, timeout=2)
