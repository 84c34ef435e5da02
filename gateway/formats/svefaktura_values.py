"""What is Svefaktura's own in reading values: dates with a time, and identifiers that name who keeps their scheme."""

import datetime
import re

from gateway.formats.ubl_values import Values, attribute, child, text
from gateway.messages.invoice import Identifier
from gateway.nodes import Node

GS1 = "9"
"""The agency of GLN and GTIN (identificationSchemeAgencyID, UN/EDIFACT 3055)."""
GLN = "0088"
GTIN = "0160"
"""The schemes of GLN and GTIN in EN 16931 (ISO 6523)."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DAY_FORM = "ÅÅÅÅ-MM-DDTtt:mm:ss"


class SvefakturaValues(Values):
    """Takes numbers and dates out of nodes, and keeps findings about those that cannot be used."""

    def day(self, node: Node | None, name: str) -> datetime.date | None:
        """The day of the first child of a name, which is a date with a time; None when there is none."""
        found = child(node, name)
        if found is None or not found.word:
            return None
        day = found.word.partition("T")[0]
        try:
            return datetime.date.fromisoformat(day if _DAY.fullmatch(day) else "")
        except ValueError:
            self.fault("INVOICE-DATE", found, value=found.word, expected=_DAY_FORM)
            return None


def identifier(node: Node | None, gs1_scheme: str = GLN) -> Identifier | None:
    """A node and the scheme of its identifier: `gs1_scheme` when GS1 keeps it; None when there is nothing in it."""
    value = node.word if node is not None else ""
    if not value:
        return None
    is_gs1 = attribute(node, "identificationSchemeAgencyID") == GS1
    return Identifier(value=value, scheme=gs1_scheme if is_gs1 else "")


def text_along(node: Node | None, *names: str) -> str:
    """The text at a path of first children; empty when there is none."""
    for name in names[:-1]:
        node = child(node, name)
    return text(node, names[-1])
