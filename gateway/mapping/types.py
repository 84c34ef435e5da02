"""The types of the expression language: what a sub-expression gives, known before any file is read."""

import datetime
from dataclasses import dataclass, is_dataclass, replace
from decimal import Decimal

from gateway.messages.describe import FieldDescription

_BY_PYTHON_TYPE: dict[type, str] = {
    str: "text",
    bool: "boolean",
    int: "integer",
    Decimal: "number",
    datetime.datetime: "datetime",
    datetime.date: "date",
}


@dataclass(frozen=True, slots=True)
class Type:
    """One type. `part` is the dataclass of a part; `item` the type of a list's items.

    `optional` says that the value may be missing (None) at run time.
    """

    name: str
    optional: bool = False
    part: type | None = None
    item: "Type | None" = None

    def __str__(self) -> str:
        if self.part is not None:
            return self.part.__name__
        return f"list of {self.item}" if self.item is not None else self.name

    @property
    def is_number(self) -> bool:
        """Whether it can be calculated with."""
        return self.name in ("integer", "number")

    @property
    def is_day(self) -> bool:
        """Whether it is a date or a date with a time of day."""
        return self.name in ("date", "datetime")

    def may_be_missing(self, missing: bool = True) -> "Type":
        """The same type, with None allowed as well when `missing`."""
        return replace(self, optional=self.optional or missing)

    def required(self) -> "Type":
        """The same type without None."""
        return replace(self, optional=False)


TEXT = Type("text")
INTEGER = Type("integer")
NUMBER = Type("number")
DATE = Type("date")
DATETIME = Type("datetime")
BOOLEAN = Type("boolean")
NOTHING = Type("nothing", optional=True)


def part_type(part: type) -> Type:
    """The type of a message part."""
    return Type("part", part=part)


def type_of_field(field: FieldDescription) -> Type:
    """The type of a message field."""
    kind = part_type(field.kind) if is_dataclass(field.kind) else Type(_BY_PYTHON_TYPE[field.kind])
    return Type("list", item=kind) if field.repeated else kind.may_be_missing(field.optional)


def fits(given: Type, wanted: Type) -> bool:
    """Whether a value of one type may stand where another is wanted; whether it may be missing is set aside."""
    if given.name == "nothing" or given.required() == wanted.required():
        return True
    return wanted.name == "number" and given.name == "integer"


def common(one: Type, other: Type) -> Type | None:
    """The type of a value that is either of one type or of the other; None when they do not go together."""
    missing = one.optional or other.optional
    if fits(one, other) and other.name != "nothing":
        return other.may_be_missing(missing)
    if fits(other, one):
        return one.may_be_missing(missing)
    return None
