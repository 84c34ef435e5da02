"""Delivery to S3, against a moto server on loopback."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import boto3
import pytest
from moto.server import ThreadedMotoServer

from gateway.storage import Conflict, DestinationUnavailable, UnsafeName, open_destination
from gateway.storage.s3 import S3Destination

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "loopback")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-north-1")
    bucket = boto3.resource("s3", endpoint_url=endpoint).create_bucket(
        Bucket="outbox", CreateBucketConfiguration={"LocationConstraint": "eu-north-1"}
    )
    yield bucket
    bucket.objects.all().delete()
    bucket.delete()


@pytest.fixture
def staged(tmp_path: Path) -> Path:
    path = tmp_path / "staged"
    path.write_bytes(b"GL07")
    return path


def test_a_file_is_put_once_and_never_replaced(bucket: object, endpoint: str, staged: Path, tmp_path: Path) -> None:
    destination = open_destination("s3://outbox/agresso", endpoint=endpoint)
    other = tmp_path / "other"
    other.write_bytes(b"LG04")

    destination.put("in/a.txt", staged)
    destination.put("in/a.txt", staged)
    with pytest.raises(Conflict):
        destination.put("in/a.txt", other)

    assert [each.key for each in bucket.objects.all()] == ["agresso/in/a.txt"]  # type: ignore[attr-defined]
    assert bucket.Object("agresso/in/a.txt").get()["Body"].read() == b"GL07"  # type: ignore[attr-defined]
    assert destination.exists("in/a.txt")
    assert not destination.exists("in/b.txt")
    assert destination.address == "s3://outbox/agresso"


def test_a_missing_bucket_is_unavailable(bucket: object, endpoint: str, staged: Path) -> None:
    with pytest.raises(DestinationUnavailable):
        S3Destination("no-such-bucket", endpoint=endpoint).put("a.txt", staged)


def test_a_server_that_does_not_answer_is_unavailable(bucket: object, staged: Path) -> None:
    with pytest.raises(DestinationUnavailable):
        S3Destination("outbox", endpoint="http://127.0.0.1:9").put("a.txt", staged)


def test_an_unsafe_name_is_refused_before_anything_is_sent(staged: Path, bucket: object) -> None:
    with pytest.raises(UnsafeName):
        S3Destination("outbox", endpoint="http://127.0.0.1:9").put("../a.txt", staged)


class ForgetfulServer(BaseHTTPRequestHandler):
    """Answers every request with the next status of a list, the last one for ever; ignores If-None-Match."""

    statuses: ClassVar[list[int]] = []

    def _answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        statuses = type(self).statuses
        self.send_response(statuses.pop(0) if len(statuses) > 1 else statuses[0])
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_PUT = do_DELETE = do_HEAD = _answer  # noqa: N815 - names that http.server calls

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture
def forgetful() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), ForgetfulServer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def test_a_server_that_ignores_conditional_writes_is_refused(bucket: object, forgetful: str, staged: Path) -> None:
    ForgetfulServer.statuses = [200]
    with pytest.raises(DestinationUnavailable, match="If-None-Match"):
        S3Destination("outbox", endpoint=forgetful).put("a.txt", staged)


def test_a_simultaneous_write_is_tried_again(bucket: object, forgetful: str, staged: Path) -> None:
    ForgetfulServer.statuses = [409, 200, 412, 204, 409, 409, 200]
    pauses: list[float] = []
    S3Destination("outbox", endpoint=forgetful, sleep=pauses.append).put("a.txt", staged)
    assert len(pauses) == 3
