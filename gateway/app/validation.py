"""Verdicts on documents: is it readable, does its schema take it, and which rules does it break.

An e-invoice is judged by its own standard: the schema and the official rules of its format, without the specs and
registers of the installation. Other files, and e-invoices for which a route is named, are judged as the route would.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from zoneinfo import ZoneInfo

from gateway.findings import Finding, finding
from gateway.formats import cii, svefaktura, ubl
from gateway.formats.base import HEAD_SIZE, Format, ReadingContext
from gateway.messages.invoice import Invoice
from gateway.rules import official
from gateway.schemas import SchemaStore

E_INVOICES: tuple[Format, ...] = (*ubl.FORMATS, svefaktura.FORMAT, cii.FORMAT)

_NOT_READABLE = (
    "FILE-EMPTY",
    "FILE-FORMAT-",
    "XML-MALFORMED",
    "XML-ENCODING",
    "XML-DOCTYPE",
    "XML-TOO-",
    "XML-ENVELOPE-EMPTY",
    "XML-ENVELOPE-ATTACHMENTS-ALONE",
    "INVOICE-FORMATS-MIXED",
)
_NOT_OF_THE_SCHEMA = "XML-ENVELOPE-"
_OF_THE_SCHEMA = ("XML-", "LAYOUT-", "FILE-")


@dataclass(slots=True, kw_only=True)
class DocumentVerdict:
    """What is said of one document of a file. `document` is its number in the file, from 1.

    `rule_sets` are the sets that judged it, with their versions.
    """

    file: Path
    document: int
    format: str
    rule_sets: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def verdict(self) -> str:
        """``valid``; ``invalid`` when something rejects it; ``unreadable`` when it could not be read at all."""
        if not self.format or any(found.code.startswith(_NOT_READABLE) for found in self.findings):
            return "unreadable"
        return "invalid" if any(found.rejects for found in self.findings) else "valid"

    @property
    def schema_valid(self) -> bool:
        """Whether the document was read, and its schema or layout has nothing against it."""
        return self.verdict != "unreadable" and not any(
            found.code.startswith(_OF_THE_SCHEMA) and not found.code.startswith(_NOT_OF_THE_SCHEMA)
            for found in self.findings
        )


def e_invoice_format(path: Path) -> Format | None:
    """The format of a file that is an e-invoice by its first bytes, else None. Raises OSError."""
    with path.open("rb") as file:
        head = file.read(HEAD_SIZE)
    return next((form for form in E_INVOICES if form.recognise(head)), None)


def e_invoice_verdicts(path: Path, form: Format, schemas: SchemaStore) -> list[DocumentVerdict]:
    """The verdict on each document of a file of a format. Raises MissingSchema and OSError."""
    today = datetime.datetime.now(ZoneInfo("Europe/Stockholm")).date()
    judging = official.judging(form.name, on=today)
    seen: dict[int, list[Finding]] = {}
    for item in form.read(path, ReadingContext(schemas=schemas)):
        if isinstance(item, Finding):
            seen.setdefault(item.place.document, []).append(item)
            continue
        assert isinstance(item, Invoice)  # noqa: S101 - told to the type checker: e-invoices are read as nothing else
        found = seen.setdefault(item.place.document, [])
        found += item.faults
        for rule_set in judging:
            found += rule_set.judge(item)
    if not seen:
        seen[0] = [finding("FILE-NOTHING-TO-DELIVER")]
    versions = {rule_set.name: rule_set.version for rule_set in judging}
    return list(by_document(path, form.name, versions, seen))


def by_document(
    path: Path, form: str, versions: dict[str, str], seen: dict[int, list[Finding]]
) -> Iterator[DocumentVerdict]:
    """Verdicts in order of documents; what is about the whole file (number 0) is said of each of them."""
    of_file = seen.pop(0, [])
    for number, found in sorted(seen.items()) or [(1, [])]:
        numbered = [replace(each, place=replace(each.place, document=number)) for each in (*of_file, *found)]
        yield DocumentVerdict(file=path, document=number, format=form, rule_sets=versions, findings=numbered)
