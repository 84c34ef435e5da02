"""Delivery to S3, against a moto server on loopback."""

from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from gateway.storage import Conflict, DestinationUnavailable, S3Destination, UnsafeName, open_destination

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


def test_a_file_is_put_once_and_never_replaced(
    bucket: object, endpoint: str, staged: Path, tmp_path: Path
) -> None:
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
