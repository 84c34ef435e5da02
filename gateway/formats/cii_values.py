"""Values out of CII nodes that the schema has already found valid, and faults about those that cannot be used.

The schema leaves the form of a date open. EN 16931-3-3 knows one: format 102 of UNTDID 2379, eight digits.
"""

import datetime
import re

from gateway.findings import finding
from gateway.formats.ubl_values import Values, child
from gateway.messages.invoice import Period
from gateway.nodes import Node

TRUE = frozenset({"true", "1"})
FALSE = frozenset({"false", "0"})

_DATE_FORMAT = "102"
_DATE = re.compile(r"\d{8}", re.ASCII)
_DATE_VALUES = ("udt:DateTimeString", "udt:DateString", "qdt:DateTimeString", "udt:DateTime", "udt:Date")
_DATE_SHOWN = f"ÅÅÅÅMMDD, format {_DATE_FORMAT}"


class CiiValues(Values):
    """Takes numbers and dates out of nodes, and keeps findings about those that cannot be used."""

    def date(self, node: Node | None, name: str) -> datetime.date | None:
        """The date in the first child of a name, which holds a DateTimeString or the like; or None."""
        holder = child(node, name)
        value = next((found for form in _DATE_VALUES if (found := child(holder, form))), None)
        if value is None or not value.word:
            return None
        if value.attribute("format") == _DATE_FORMAT and _DATE.fullmatch(value.word):
            try:
                return datetime.date.fromisoformat(value.word)
            except ValueError:
                pass
        self.fault("INVOICE-DATE", value, value=value.word, expected=_DATE_SHOWN)
        return None

    def period(self, node: Node | None) -> Period | None:
        """The ram:BillingSpecifiedPeriod below a node; None when there is none."""
        found = child(node, "ram:BillingSpecifiedPeriod")
        if found is None:
            return None
        return Period(start=self.date(found, "ram:StartDateTime"), end=self.date(found, "ram:EndDateTime"))

    def is_charge(self, node: Node) -> bool:
        """Whether an allowance or charge is a charge; a fault when it does not say."""
        # The schema does not demand the indicator, but without it nobody can tell which way the amount goes.
        indicator = node.first("ram:ChargeIndicator", "udt:Indicator")
        if indicator is None:
            name = "ram:ChargeIndicator/udt:Indicator"
            place = self._document.place(node, name)
            self.faults.append(finding("XML-SCHEMA-ELEMENT-MISSING", place=place, value=node.name, expected=name))
            return False
        if indicator.word not in TRUE | FALSE:
            self.fault("XML-SCHEMA-VALUE", indicator, value=indicator.word, expected="true, false")
        return indicator.word in TRUE


def text(node: Node | None, *names: str) -> str:
    """The text of the first node at a path that has one, trimmed; empty when none has."""
    if node is None:
        return ""
    return next((found.word for found in node.along(*names) if found.word), "")


def texts(node: Node | None, *names: str) -> str:
    """The texts of all nodes at a path, a line each."""
    return "" if node is None else "\n".join(found.word for found in node.along(*names) if found.word)
