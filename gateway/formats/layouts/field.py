"""One field of a layout: its type, where it stands, how its value is written, and what is checked of it."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, field_validator
from pydantic import Field as Setting

from gateway.specification import Specification, checked_pattern

FieldType = Literal["text", "code", "integer", "amount", "date", "boolean"]
DateForm = Literal[
    "YYYYMMDD",
    "YYYY-MM-DD",
    "YYMMDD",
    "DD.MM.YYYY",
    "DD/MM/YYYY",
    "YYYY/MM/DD",
    "DDMMYYYY",
    "YYYYMM",
    "YYDDD",
]
SignPlace = Literal["first", "last", "first_place", "last_place"]
CheckName = Literal[
    "",
    "bankgiro",
    "bic",
    "clearing_number",
    "gln",
    "iban",
    "identity_number",
    "luhn",
    "ocr",
    "ocr_with_length",
    "organisation_number",
    "personnummer",
    "plusgiro",
    "samordningsnummer",
    "vat_number",
]

NUMBERS: frozenset[FieldType] = frozenset({"integer", "amount"})


def as_list(value: Any) -> Any:
    """A list of one for a value that stands alone in a spec, none for an empty text."""
    if isinstance(value, str):
        return [value] if value else []
    return value


class NegativeIf(Specification):
    """The field of the same record that says that an amount is negative. The amount itself is written without sign."""

    field: str
    """Name of the field: debit or credit, plus or minus. It must be filled, with an allowed value."""
    values: list[str] = Setting(alias="is", min_length=1)
    """What stands in it, as in the file, when the amount is negative."""


class Field(Specification):
    """One field of a record."""

    type: FieldType
    """Kind of value. `code` is a key or code value; it is never cut, nor is `text` without `cut`."""
    title: str = ""
    """What the field is, for people."""
    start: int | None = Setting(default=None, ge=1)
    """First position in the record (fixed layouts)."""
    length: int | None = Setting(default=None, ge=1)
    """Width in a fixed layout; in a delimited one the most characters the field may have."""
    column: str = ""
    """Column heading in a delimited file or a spreadsheet with a header row; blank = the name of the field."""
    path: str = ""
    """Where the field stands in its record (xml and json): names with / between, @name for an attribute, . for the
    text of the record's element itself; blank = the name of the field."""
    decimals: int = Setting(default=0, ge=0, le=6)
    """Decimals of an amount: 2 without a decimal sign means öre."""
    decimal_sign: Literal["", ",", "."] = ""
    """Decimal sign of an amount; blank = the decimals are implied."""
    thousands: Literal["", " ", ".", ","] = ""
    """Separator between groups of three digits; read with or without, written with. A blank may be a no-break space."""
    signed: bool = True
    """Whether a number may be negative."""
    sign: SignPlace = "first"
    """Where the minus sign stands: before the digits, after them, or in a first or last position of its own, which is
    blank, or a plus sign, for other numbers (fixed layouts)."""
    plus: Literal["refused", "allowed", "written"] = "refused"
    """Whether a plus sign may stand where the minus sign would: refused, read, or also written."""
    negative_if: NegativeIf | None = None
    """The field that says that the amount is negative, when the amount has no sign of its own."""
    date_form: Annotated[list[DateForm], BeforeValidator(as_list)] = Setting(default=["YYYYMMDD"], min_length=1)
    """How a date is written; of a list any is read and the first is written. YYYYMM is the first of the month, DDD the
    day of the year."""
    century: int = Setting(default=2000, ge=1800, le=2100)
    """First of the hundred years that YY stands for: 2000 means 2000-2099, 1930 means 1930-2029."""
    align: Literal["", "left", "right"] = ""
    """Side on which the value stands (fixed layouts); blank = right for numbers, left for all else."""
    fill: str = Setting(default="", max_length=1)
    """What fills the rest of a fixed field; blank = 0 for numbers, a space for all else."""
    trim: bool = True
    """Whether blanks around a value are left out when it is read. Padding of a fixed field always is."""
    required: bool = False
    """Whether the field must have a value."""
    allowed: list[str] = []
    """The only values the field may have; empty = any."""
    blank: list[str] = []
    """Texts that mean that there is no value, such as 00000000 in a date. The first is written if it is the default."""
    pattern: str = ""
    r"""Regular expression that the whole of a text or code fits, of letters, digits, \d, [A-Z], {4}, {2,10} and ?
    alone."""
    check: CheckName = ""
    """What kind of number a text or code is; its form and check digits are verified."""
    default: str | None = None
    """The value, as it stands in the file, of a field that is blank or that a mapping leaves out."""
    yes: str = "1"
    """How a boolean field says yes."""
    no: str = "0"
    """How a boolean field says no."""
    cut: bool = False
    """Whether a text that is too long is cut, with a warning; any other value that is too long is an error."""
    key: bool = False
    """Whether the field identifies something. For the reader of the layout: keys are never cut."""
    means: str = ""
    """Message field that the field is read into, such as voucher.number or row.dimension.1."""
    counts: str = ""
    """Name of the record whose lines this control total counts; all = every line of the file."""
    sums: Annotated[list[str], BeforeValidator(as_list)] = []
    """record.field, or a list of them, whose values this control total sums. Sums of integers or of codes of digits are
    hash totals."""
    absolute: bool = False
    """Whether a control total sums its amounts without their signs."""
    since: str = ""
    """Record that begins a unit, such as an invoice: the control total covers the lines since the last one of it, which
    is itself counted. Blank = the whole file."""

    @field_validator("pattern")
    @classmethod
    def _cannot_hang(cls, pattern: str) -> str:
        return checked_pattern(pattern) if pattern else pattern

    @property
    def end(self) -> int:
        """Last position of a fixed field."""
        return (self.start or 1) + (self.length or 1) - 1

    @property
    def is_left_aligned(self) -> bool:
        """Whether a fixed value stands to the left."""
        return self.align == "left" or (not self.align and self.type not in NUMBERS)

    @property
    def filler(self) -> str:
        """The character that fills the rest of a fixed field."""
        return self.fill or ("0" if self.type in NUMBERS and not self.is_left_aligned else " ")

    @property
    def is_total(self) -> bool:
        """Whether the field states a control total."""
        return bool(self.counts or self.sums)

    @property
    def total(self) -> str:
        """The control total in words, blank for any other field."""
        if not self.is_total:
            return ""
        words = f"count of {self.counts}" if self.counts else f"sum of {', '.join(self.sums)}"
        words += " without signs" if self.absolute else ""
        return f"{words} since {self.since}" if self.since else words
