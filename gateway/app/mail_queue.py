"""The queue of mails: one file a mail in a folder, removed once the mail server has taken it."""

import email
import email.policy
from pathlib import Path

import structlog

from gateway.receipts.mail import send_mail

log = structlog.get_logger(__name__)


def send_queued(folder: Path, host: str, port: int) -> int:
    """Send every queued mail; those that the server does not take stay for the next pass. Returns how many went."""
    sent = 0
    for path in sorted(folder.glob("*.eml")):
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.SMTP)
        try:
            send_mail(message, host=host, port=port)
        except OSError as fault:
            log.warning("mail.waits", file_id=path.stem, reason=type(fault).__name__)
            continue
        path.unlink()
        log.info("mail.sent", file_id=path.stem)
        sent += 1
    return sent
