"""Atomic delivery to a folder or an S3 bucket."""

from gateway.storage.base import (
    Conflict,
    Destination,
    DestinationUnavailable,
    DurabilityFault,
    UnsafeName,
    safe_name,
    sha256_of,
    sync_file,
    sync_folder,
)
from gateway.storage.folder import FolderDestination
from gateway.storage.opening import open_destination

__all__ = [
    "Conflict",
    "Destination",
    "DestinationUnavailable",
    "DurabilityFault",
    "FolderDestination",
    "UnsafeName",
    "open_destination",
    "safe_name",
    "sha256_of",
    "sync_file",
    "sync_folder",
]
