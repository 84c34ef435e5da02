"""Tells LB files apart by how they begin: an order to Bankgirot, or one of the files that come back.

An opening record (TK11) names the product. In files that come back it has a layout digit (position 47), or records
that no order has follow it. The file of returned cash payments has no product; its records are of one-digit codes.
Blank lines, a seal and a few title lines may come first: the reader says what is wrong with those.
"""

import re
from collections.abc import Iterator

from gateway.formats.bankgiro_lines import UTF8_MARK

_LINES_BEFORE = 10
_OPENING = re.compile(r"11.{10}[\dÅMDX]{6}LEVERANT.RSBETALNINGAR")
_CASH_OPENING = re.compile(r"1[\dÅMDX]{12}[\dX]{10}\s*")
_CASH_PAYMENT = re.compile(r"2[\dX]{10}|3 ")
_ONLY_RETURNED = frozenset({"20", "21", "41", "42", "43", "49"})


def begins_as_order(head: bytes) -> bool:
    """Whether the first bytes are an order to Bankgirot."""
    return _kind(head) == "order"


def begins_as_return(head: bytes) -> bool:
    """Whether the first bytes are a file that Bankgirot sends back."""
    return _kind(head) == "return"


def _kind(head: bytes) -> str:
    lines = _lines(head)
    before = ""
    for number, line in enumerate(lines):
        if _OPENING.match(line):
            is_returned = line[46:47].strip() or any(later[:2] in _ONLY_RETURNED for later in lines)
            return "return" if is_returned else "order"
        if _CASH_PAYMENT.match(line) and _CASH_OPENING.fullmatch(before):
            return "return"
        if number >= _LINES_BEFORE:
            break
        before = line
    return ""


def _lines(head: bytes) -> Iterator[str]:
    for line in head.removeprefix(UTF8_MARK).split(b"\n"):
        try:
            yield line.decode("utf-8")
        except UnicodeDecodeError:
            yield line.decode("latin-1")
