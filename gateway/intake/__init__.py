"""Arrival of files: inboxes, claims, waiting, and repair at the start."""

from gateway.intake.claim import Claim, Claims, NotClaimed
from gateway.intake.inbox import Arrival, Inbox, Listing, Paused, Scanner, complete_files
from gateway.intake.recovery import broken_claims
from gateway.intake.watcher import Watcher

__all__ = [
    "Arrival",
    "Claim",
    "Claims",
    "Inbox",
    "Listing",
    "NotClaimed",
    "Paused",
    "Scanner",
    "Watcher",
    "broken_claims",
    "complete_files",
]
