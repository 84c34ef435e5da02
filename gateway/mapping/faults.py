"""What can go wrong while an expression is evaluated on a file's data, and the finding that it becomes."""

from typing import Any

from gateway.catalogue import Scope
from gateway.findings import Finding, Place, finding
from gateway.formats.layouts.writer import Unwritable


class EvaluationFault(Exception):
    """A value cannot be made from this file's data; becomes the finding with code `code`."""

    def __init__(self, code: str, *, value: object = "", expected: object = "", **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.value = value
        self.expected = expected
        self.details = details


def fault_finding(
    fault: Exception, *, record: str, field: str, expression: str, place: Place, about: str, scope: Scope | None = None
) -> Finding:
    """The finding about a fault in a field of a record of the spec. A field that the fault itself names goes first."""
    code, value, expected = "MAPPING-CALCULATION", "", ""
    details: dict[str, Any] = {"field": field, "record": record, "expression": expression}
    if isinstance(fault, EvaluationFault):
        code, value, expected = fault.code, str(fault.value), str(fault.expected)
        details |= {name: str(detail) for name, detail in fault.details.items()}
    elif isinstance(fault, Unwritable):
        is_missing = fault.value in (None, "")
        code = "MAPPING-VALUE-MISSING" if is_missing else "MAPPING-VALUE-UNWRITABLE"
        value, expected = "" if is_missing else str(fault.value), fault.expected
        details["field"] = fault.field
    return finding(code, place=place, value=value, expected=expected, about=about, scope=scope, **details)


def about(part: object) -> str:
    """What an error list calls a part: its identity number, number or identifier."""
    for name in ("identity_number", "number", "identifier"):
        value = getattr(part, name, "")
        if value:
            return str(value)
    return ""
