"""camt.054, the bank's notification of debits and credits, in the versions that Swedish banks use.

Source: ISO 20022 camt.054.001.02 and camt.054.001.08. The schema is checked while the file is read, and an entry
may hold any number of payments. Every booked entry is a deposit; a debit or reversal has a negative amount.
"""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from gateway.findings import Finding
from gateway.formats.base import Format, ReadingContext
from gateway.formats.camt_entry import Notification
from gateway.formats.camt_paths import VERSIONS, Version
from gateway.messages import PAYMENT_REPORT, Part
from gateway.schemas import iterparse_secure, root_name

_TAGS = ("GrpHdr", "TxDtls", "NtryDtls", "Ntry", "Ntfctn")


def _recognises(version: Version) -> Callable[[bytes], bool]:
    return lambda head: root_name(head) == (version.namespace, "Document")


def read(version: Version, path: Path, context: ReadingContext) -> Iterator[Part | Finding]:
    """The report, deposits each followed by its payments, and findings. Raises MissingSchema and OSError."""
    schema = context.schemas.schema(version.namespace, "Document")
    notification = Notification(version)
    handlers = {
        f"{{{version.namespace}}}{tag}": handler
        for tag, handler in zip(
            _TAGS,
            (
                notification.header,
                notification.transaction,
                notification.details,
                notification.entry,
                notification.notification,
            ),
            strict=True,
        )
    }
    output = notification.output
    for element in iterparse_secure(path, tuple(handlers), schema, context.schemas.explain):
        if isinstance(element, Finding):
            yield element
        else:
            handlers[element.tag](element)
            if output:
                yield from output
                output.clear()


def _format(version: Version) -> Format:
    return Format(
        name=version.name,
        title=f"Kontoavisering {version.name}",
        family=PAYMENT_REPORT,
        source=f"ISO 20022 {version.name}",
        recognise=_recognises(version),
        read=partial(read, version),
    )


FORMATS = tuple(_format(version) for version in VERSIONS)
