"""Content that no format reads but that can be told by its first bytes, so that a person learns what was sent.

>>> other_content(b"<!DOCTYPE html><title>404 Not Found")
'HTML'
"""

import re

from gateway.schemas import root_name

WEB_PAGE = "HTML"

_FIRST_BYTES: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (re.compile(rb"\s*(?:<!doctype\s+html|<html)[\s>]", re.IGNORECASE), WEB_PAGE),
    (re.compile(rb"%PDF-"), "PDF"),
    # The employer and VAT declarations that Skatteverket took before 2018 have a document type, which is never read.
    (re.compile(rb"[^\n]*\n?\s*<!DOCTYPE eSKDUpload"), "eSKDUpload (skattedeklaration till och med 2018)"),
)
_ROOTS = {
    ("http://www.sie.se/sie5", "SieEntry"): "SIE 5",
    ("http://www.sie.se/sie5", "Sie"): "SIE 5",
}


def other_content(head: bytes) -> str | None:
    """What a file is that begins so; None where that is not known."""
    text = head.removeprefix(b"\xef\xbb\xbf")
    named = next((name for pattern, name in _FIRST_BYTES if pattern.match(text)), None)
    return named or _ROOTS.get(root_name(head))
