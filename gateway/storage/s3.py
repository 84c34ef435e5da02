"""Delivery into an S3 bucket by conditional writes: an object is created whole, or not at all.

`If-None-Match: *` makes the server refuse (412) to replace an object, and 409 tell of a simultaneous write
(Amazon S3 user guide, "Conditional writes"). Some servers ignore the header, so `probe()` proves it first.
"""

import base64
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
from botocore.client import Config
from botocore.exceptions import BotoCoreError, ClientError

from gateway.storage.base import Conflict, DestinationUnavailable, safe_name, sha256_of

MAXIMUM_SIZE = 5 * 1024**3
"""What one conditional put may hold, in bytes: S3's own limit."""

_ATTEMPTS = 5
_PAUSE_SECONDS = 0.2
_HASH_KEY = "sha256"


class S3Destination:
    """A prefix in a bucket. Credentials and region come from the environment, as boto3 finds them.

    `endpoint` is the address of a server other than Amazon's.
    """

    def __init__(
        self,
        bucket: str,
        prefix: str = "",
        *,
        endpoint: str = "",
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._bucket = bucket
        self._prefix = prefix.strip("/")
        self._sleep = sleep
        self._proven = False
        try:
            self._client: Any = boto3.client(
                "s3",
                endpoint_url=endpoint or None,
                config=Config(retries={"mode": "standard", "max_attempts": 3}, connect_timeout=10, read_timeout=60),
            )
        except (BotoCoreError, ValueError) as error:
            raise DestinationUnavailable(f"{self.address}: {error}") from error

    @property
    def address(self) -> str:
        """``s3://bucket/prefix``."""
        return f"s3://{self._bucket}/{self._prefix}".rstrip("/")

    def put(self, name: str, staged: Path) -> None:
        """Create an object from a staged file; durable when this returns. See `Destination.put`."""
        key = self._key(name)
        if not self._proven:
            self.probe()
        size = staged.stat().st_size
        if size > MAXIMUM_SIZE:
            raise DestinationUnavailable(f"{self.address}: {name} is larger than one S3 write may be")
        digest = sha256_of(staged)
        with staged.open("rb") as body:
            created = self._create(key, body, digest)
        if not created and not self._holds(key, digest):
            raise Conflict(f"s3://{self._bucket}/{key}")

    def exists(self, name: str) -> bool:
        """Whether an object is in place under a name."""
        return self._metadata(self._key(name)) is not None

    def sync(self) -> None:
        """Nothing remains to be done: S3 answers a write when it is durable."""

    def probe(self) -> None:
        """Prove that the server honours conditional writes. Raises DestinationUnavailable if it does not."""
        key = self._key(f"gateway-probe-{uuid.uuid4().hex}")
        digest = sha256_of(Path("/dev/null"))
        try:
            first, second = self._create(key, b"", digest), self._create(key, b"", digest)
        finally:
            self._ask(self._client.delete_object, Key=key)
        if not first or second:
            raise DestinationUnavailable(
                f"{self.address}: the server ignores If-None-Match, so files could overwrite each other there"
            )
        self._proven = True

    def _key(self, name: str) -> str:
        return f"{self._prefix}/{safe_name(name)}".lstrip("/")

    def _create(self, key: str, body: Any, digest: str) -> bool:
        """Whether the object was created; False when one is there already."""
        for attempt in range(_ATTEMPTS):
            if attempt:
                self._sleep(_PAUSE_SECONDS * 2**attempt)
            if not isinstance(body, bytes):
                body.seek(0)
            status = self._ask(
                self._client.put_object,
                Key=key,
                Body=body,
                IfNoneMatch="*",
                Metadata={_HASH_KEY: digest},
                ChecksumSHA256=base64.b64encode(bytes.fromhex(digest)).decode(),
                allowed=(409, 412),
            )
            if isinstance(status, dict):
                return True
            if status == 412:
                return False
        raise DestinationUnavailable(f"s3://{self._bucket}/{key}: others keep writing the same object")

    def _holds(self, key: str, digest: str) -> bool:
        metadata = self._metadata(key)
        return metadata is not None and metadata.get(_HASH_KEY) == digest

    def _metadata(self, key: str) -> dict[str, str] | None:
        answer = self._ask(self._client.head_object, Key=key, allowed=(404,))
        return answer["Metadata"] if isinstance(answer, dict) else None

    def _ask(self, call: Callable[..., Any], *, allowed: tuple[int, ...] = (), **arguments: Any) -> Any:
        """The server's answer, or the HTTP status if it is one of those allowed."""
        try:
            return call(Bucket=self._bucket, **arguments)
        except ClientError as error:
            status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
            if status in allowed:
                return status
            raise DestinationUnavailable(f"{self.address}: {error}") from error
        except BotoCoreError as error:
            raise DestinationUnavailable(f"{self.address}: {error}") from error
