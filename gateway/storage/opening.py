"""From the destination that a route names to the place itself."""

from pathlib import Path
from urllib.parse import urlsplit

from gateway.storage.base import Destination, safe_name
from gateway.storage.folder import FolderDestination


def open_destination(
    destination: str | Path, *, outbox: Path | None = None, endpoint: str | None = None
) -> Destination:
    """The place that a route's `destination` names.

    ``s3://bucket/prefix`` is a bucket; a Path is a folder; other text is the name of a folder under `outbox`,
    or, without an outbox, the path of a folder. Raises UnsafeName for a name that leads out of the outbox,
    and ValueError for an address without a bucket or of another kind.
    """
    if isinstance(destination, Path):
        return FolderDestination(destination)
    if "://" in destination:
        address = urlsplit(destination)
        if address.scheme != "s3" or not address.netloc:
            raise ValueError(f"{destination} is not an address of the form s3://bucket/prefix")
        # boto3 takes longer to load than most commands take to run, and few installations deliver to a bucket.
        from gateway.storage.s3 import S3Destination  # noqa: PLC0415

        return S3Destination(address.netloc, address.path, endpoint=endpoint or "")
    if outbox is None:
        return FolderDestination(Path(destination))
    return FolderDestination(outbox / safe_name(destination.rstrip("/")))
