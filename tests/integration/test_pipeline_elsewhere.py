"""Destinations and receipts outside the machine: an S3 bucket and a mail server, both on loopback."""

import email
import socket
from collections.abc import Iterator
from email.policy import default
from typing import Any

import boto3
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from moto.server import ThreadedMotoServer

from gateway.journal import FileState

pytestmark = pytest.mark.integration

REGION = "eu-north-1"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "loopback")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def send_to_bucket(house: Any, route: str) -> None:
    path = house.home / "mappings" / "routes" / f"{route}.yaml"
    text = path.read_text(encoding="utf-8")
    assert "destination: agresso\n" in text
    path.write_text(text.replace("destination: agresso\n", "destination: s3://ledger/in\n"), encoding="utf-8")


def test_a_route_may_deliver_to_a_bucket_and_waits_while_it_is_missing(house: Any, s3: str) -> None:
    send_to_bucket(house, "forsystem-sie")
    house.drop_good("forsystem-sie", "hyror.si")
    house.drop_good("forsystem-csv")
    records = house.run(s3_endpoint=s3)
    house.assert_delivered(records["good"])
    staged = records["hyror.si"]
    assert staged.state is FileState.STAGED
    assert "s3://ledger/in" in staged.message

    ledger = boto3.resource("s3", endpoint_url=s3).create_bucket(
        Bucket="ledger", CreateBucketConfiguration={"LocationConstraint": REGION}
    )
    delivered = house.run(s3_endpoint=s3)["hyror.si"]
    assert delivered.state is FileState.DELIVERED
    [entry] = ledger.objects.all()
    receipt = house.receipt(delivered)
    assert [f"{output['mottagare']}/{output['namn']}" for output in receipt["utfiler"]] == [f"s3://ledger/{entry.key}"]
    assert entry.size == receipt["utfiler"][0]["storlek"]
    assert house.run(s3_endpoint=s3) == {}
    assert len(list(ledger.objects.all())) == 1


class Mailbox:
    """A mail server's handler that keeps what it gets."""

    def __init__(self) -> None:
        self.messages: list[Any] = []

    async def handle_DATA(self, server: SMTP, session: object, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.messages.append(email.message_from_bytes(envelope.content, policy=default))
        return "250 OK"


class LoopbackController(Controller):
    """A mail server on loopback."""

    def factory(self) -> SMTP:
        return SMTP(self.handler, hostname="localhost")


def test_a_receipt_by_mail_waits_for_the_mail_server_and_goes_once(house: Any) -> None:
    port = free_port()
    settings = {"smtp_host": "127.0.0.1", "smtp_port": port, "mail_from": "gateway@stad.example"}
    house.drop("efaktura", b"", "tom.xml")
    house.drop_good("efaktura")
    records = house.run(**settings)
    house.assert_rejected(records["tom.xml"], "FILE-EMPTY")
    house.assert_delivered(records["good"])
    queue = house.home / "var" / "mail"
    assert [path.name for path in queue.iterdir()] == [f"{records['tom.xml'].id}.eml"], "only problems are mailed"

    mailbox = Mailbox()
    controller = LoopbackController(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        assert house.run(**settings) == {}
        assert house.run(**settings) == {}
    finally:
        controller.stop()
    [message] = mailbox.messages
    assert message["To"] == "fakturagruppen@stad.example"
    assert message["From"] == "gateway@stad.example"
    assert "tom.xml" in message["Subject"]
    assert "FILE-EMPTY" in message.get_content()
    assert list(queue.iterdir()) == []


def test_without_a_mail_server_in_the_settings_no_mail_is_made(house: Any) -> None:
    house.drop("efaktura", b"", "tom.xml")
    house.run()
    assert not (house.home / "var" / "mail").exists()
