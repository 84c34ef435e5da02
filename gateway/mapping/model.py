"""The mapping spec as staff write it, and the places of characters inside its expressions."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from gateway.specification import Specification, SpecificationProblem, SpecificationSource

NAME = r"^[a-z][a-z0-9_]*$"


def _as_text(value: Any) -> Any:
    if isinstance(value, bool):
        return "True" if value else "False"
    return str(value) if isinstance(value, int | float) else value


Expression = Annotated[str, BeforeValidator(_as_text)]
Name = Annotated[str, Field(pattern=NAME)]


class RecordSpecification(Specification):
    """One kind of target line and when it is written."""

    record: str
    """Record of the target layout."""
    name: str = Field(default="", pattern=r"^([a-z][a-z0-9_]*)?$")
    """What explanations and totals call these lines; the record's name if not said."""
    for_each: str = ""
    """A part (``payment``), or a list in a part with a name for its items (``invoice.lines as line``); their running
    number, from 1, is ``line_number``."""
    at: Literal["", "start", "end"] = ""
    """Without for_each: once, before the first part or after the last. `end` with for_each: after the last of what a
    part holds, such as the payments of a deposit."""
    let: dict[Name, Expression] = {}
    """Named values for this record only; they may use the loop's name."""
    when: Expression = ""
    """Condition for writing the line."""
    fields: dict[str, Expression] = Field(min_length=1)
    """An expression for each target field that is not left blank."""
    then: list["RecordSpecification"] = []
    """Records that are written after each line of this one, and may use its names: the texts of an invoice line.
    Their `for_each`, when there is one, is a list of what this record stands for (``line.texts as text``)."""

    @property
    def title(self) -> str:
        """The name it goes by."""
        return self.name or self.record


def all_records(records: Iterable[RecordSpecification]) -> Iterator[RecordSpecification]:
    """The records and those within them, in the order in which they are written."""
    for record in records:
        yield record
        yield from all_records(record.then)


class Split(Specification):
    """One output file for each value."""

    by: Expression
    """Text that tells the files apart, such as a department; the spec reads it as run.split."""
    of: str = ""
    """The list whose items are divided, with a name for them (``invoice.lines as line``); blank = whole parts are."""
    most: int = Field(default=200, ge=1, le=1000)
    """Files that one input may give at most."""


class MappingSpecification(Specification):
    """How the parts of a message become lines of a file."""

    name: Name
    """The mapping's name, the same as the file's."""
    title: str
    """What it does, for people."""
    message: str
    """Family of messages it takes: Invoice, PaymentReport, PaymentOrder and so on; see the reference of messages."""
    target: str
    """Layout of the file it makes; a format, when the message itself is written; `avro`, for the messages as an Avro
    container; or `original`, the file as it came."""
    file_name: Expression
    """Name of the file it makes; may use run and route, and must give a plain file name whatever the file holds."""
    split: Split | None = None
    """Divides the output into one file for each value; each has its own running numbers, headers and totals."""
    let: dict[Name, Expression] = {}
    """Named values, worked out once for each part that they are about."""
    records: list[RecordSpecification] = []
    """The kinds of lines, in the order in which they are written for a part; only where the target is a layout."""


class SpecificationText:
    """The raw text of a spec, to find the line and column of a character inside an expression."""

    def __init__(self, path: Path, source: SpecificationSource) -> None:
        self._source = source
        self._path = path
        self._lines = path.read_text(encoding="utf-8").splitlines()

    def problem(self, message: str, *keys: str | int, hint: str = "") -> SpecificationProblem:
        """A problem at the value under `keys`."""
        return self._source.problem(message, *keys, hint=hint)

    def problem_in(
        self, expression: str, offset: int, message: str, *keys: str | int, hint: str = ""
    ) -> SpecificationProblem:
        """A problem at a 0-based character of the expression under `keys`."""
        line, column = self.place_of(expression, offset, *keys)
        return SpecificationProblem(path=self._path, line=line, column=column, message=message, hint=hint)

    def place_of(self, expression: str, offset: int, *keys: str | int) -> tuple[int, int]:
        """Line and column (1-based) of a character of an expression; of the whole one where YAML escapes hide it.

        The expression's characters are followed through the raw text, past quotes, folds and block indentation.
        """
        start = self._source.position(*keys)
        line, column = start[0] - 1, start[1] - 1
        if line < len(self._lines) and self._lines[line][column : column + 1] in ("|", ">"):
            line, column = line + 1, 0
        found = start
        for index, character in enumerate(expression[: offset + 1]):
            if character.isspace() and index < offset:
                continue
            while line < len(self._lines):
                raw = self._lines[line]
                if column >= len(raw):
                    line, column = line + 1, 0
                elif raw[column] == character:
                    break
                elif raw[column].isspace() or raw[column] in "'\"\\":
                    column += 1
                else:
                    return start
            else:
                return start
            found = line + 1, column + 1
            column += 1
            if raw[column - 1 : column + 1] == "''" and raw[start[1] - 1 : start[1]] == "'" and line == start[0] - 1:
                column += 1
        return found
