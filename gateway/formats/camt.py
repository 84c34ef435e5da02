"""camt.052, camt.053 and camt.054: what a bank reports of an account during the day, at its end, and of single entries.

Source: ISO 20022, Bank-to-Customer Cash Management, versions 001.01 to 001.14 of each message. The schema is checked
while the file is read. Every booked entry is a deposit, a debit with a negative amount; each of its transaction
details is a payment. Memory does not grow with the file, nor with the number of payments of one entry.
"""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from gateway.findings import Finding, Place, finding
from gateway.formats.base import HEAD_SIZE, Format, ReadingContext
from gateway.formats.camt_batches import LARGEST_BATCH, Invalid, Marks, checked_batches
from gateway.formats.camt_entry import Entry
from gateway.formats.camt_names import KINDS, VERSIONS, Kind
from gateway.formats.camt_plain import plain_copy, plain_encoding
from gateway.formats.camt_shapes import Found, Shapes, Teller
from gateway.formats.camt_statement import OpenStatement, is_only_page
from gateway.formats.camt_values import day_at, moment_of
from gateway.formats.notices import Notices
from gateway.messages import PAYMENT_REPORT, Part, PaymentReport
from gateway.schemas import iterparse_secure, refused_prolog, root_name

_BOOKED = "BOOK"


class Version:
    """One version of one message."""

    def __init__(self, kind: Kind, version: str) -> None:
        self.kind = kind
        self.name = f"{kind.name}.{version}"
        self.namespace = f"urn:iso:std:iso:20022:tech:xsd:{self.name}"
        # Only the first version has its number in the name of the message, and payments right below an entry.
        is_first = version == VERSIONS[0]
        self.message = f"{kind.message}V01" if is_first else kind.message
        self.has_groups = not is_first


def read(version: Version, path: Path, context: ReadingContext) -> Iterator[Part | Finding]:
    """The report, statements, deposits each followed by its payments, and findings. Raises MissingSchema, OSError."""
    schema = context.schemas.schema(version.namespace, "Document")
    if refused := refused_prolog(path):
        yield refused
        return
    with path.open("rb") as file:
        if encoding := plain_encoding(file):
            yield from _parts(version, file, encoding, schema, lambda: _faults(version, path, context))
            return
    if faults := _faults(version, path, context):
        yield from faults
        return
    copy = plain_copy(path)
    if isinstance(copy, Finding):
        yield copy
        return
    with copy:
        yield from _parts(version, copy, "utf-8", schema, list)


def _parts(
    version: Version, file: BinaryIO, encoding: str, schema: etree.XMLSchema, faults: Callable[[], list[Finding]]
) -> Iterator[Part | Finding]:
    """What a plain file tells. Where its schema refuses it, `faults` says why."""
    message = _Message(version)
    shapes = Shapes(version.kind.statement, message.tellers)
    file.seek(0)
    marks = Marks.of(file.read(HEAD_SIZE), version.message, version.kind.statement, has_groups=version.has_groups)
    file.seek(0)
    output = message.output
    try:
        for batch in checked_batches(file, marks, schema):
            for piece in pieces(batch.decode(encoding, "replace"), marks):
                shapes.tell(piece)
                if output:
                    yield from output
                    output.clear()
    except Invalid:
        # The schema has no word against a file that is refused for its size alone.
        yield from faults() or [finding("CAMT-PART-TOO-LARGE", expected=LARGEST_BATCH)]


def _faults(version: Version, path: Path, context: ReadingContext) -> list[Finding]:
    """What the schema says against a whole file, with lines and explanations."""
    schema = context.schemas.schema(version.namespace, "Document")
    tags = tuple(f"{{{version.namespace}}}{name}" for name in ("TxDtls", "Ntry", version.kind.statement))
    return [item for item in iterparse_secure(path, tags, schema, context.schemas.explain) if isinstance(item, Finding)]


class _Message:
    """One message as its parts are told; what has been made is in `output`."""

    def __init__(self, version: Version) -> None:
        self.output: list[Part | Finding] = []
        self._version = version
        self._created: date | None = None
        self._is_one_page = True
        self._statements = 0
        self._next_numbers = (1, 1)
        self._statement: OpenStatement | None = None
        self._entry: Entry | None = None
        self._notices = Notices()
        self.tellers: dict[str, Teller] = {
            "header": self._header,
            "statement": self._begin_statement,
            "entry": self._begin_entry,
            "group": self._begin_group,
            "detail": self._detail,
            "group-end": self._end_group,
            "entry-end": self._end_entry,
            "statement-end": self._end_statement,
        }

    def _header(self, found: Found, line: int) -> None:
        place = Place(line=line, record="GrpHdr")
        created = moment_of(found.text("CreDtTm"))
        self._created = created.date() if created else None
        self._is_one_page = is_only_page(found, "MsgPgntn")
        self.output.append(
            PaymentReport(identifier=found.text("MsgId"), source=self._version.kind.name, created=created, place=place)
        )

    def _begin_statement(self, found: Found, line: int) -> None:
        self._statements += 1
        self._statement = OpenStatement(
            found,
            Place(line=line, record=self._version.kind.statement),
            kind=self._version.kind.name,
            number=self._statements,
            created=self._created,
            is_one_page=self._is_one_page,
        )
        self.output += self._statement.beginning()
        self.output.append(self._statement.statement)

    def _begin_entry(self, found: Found, line: int) -> None:
        statement = self._statement
        if statement is None:
            return
        texts = found.texts
        place = Place(line=line, record="Ntry")
        amount = Decimal(texts["Amt"])
        status = texts.get("Sts/Cd") or texts.get("Sts/Prtry", "")
        is_booked = status == _BOOKED
        if fault := statement.add(amount, texts["CdtDbtInd"], texts["Amt/@Ccy"], place, is_booked=is_booked):
            self.output.append(fault)
        if not is_booked:
            about = found.text("NtryRef", "AcctSvcrRef")
            self.output.append(finding("CAMT-NOT-BOOKED", place=place, value=status, about=about))
        elif day := self._booking_date(found, place, statement):
            self._entry = Entry(found, place, statement.account, amount, day, self._next_numbers, self.output)

    def _booking_date(self, found: Found, place: Place, statement: OpenStatement) -> date | None:
        if day := day_at(found, "BookgDt", "ValDt"):
            return day
        stated = found.text(*(f"{day}/{name}" for day in ("BookgDt", "ValDt") for name in ("Dt", "DtTm")))
        if stated or statement.day is None:
            self.output.append(finding("CAMT-VALUE", place=place, value=stated, expected="BookgDt"))
            return None
        self._notices.notice("CAMT-NO-DATE", place)
        return statement.day

    def _begin_group(self, found: Found, line: int) -> None:
        if self._entry:
            self._entry.begin_group(found, line)

    def _detail(self, found: Found, line: int) -> None:
        if self._entry:
            self._entry.add_detail(found, Place(line=line, record="TxDtls"))

    def _end_group(self, found: Found, line: int) -> None:
        if self._entry:
            self._entry.end_group()

    def _end_entry(self, found: Found, line: int) -> None:
        if self._entry:
            self._entry.end(found)
            self._next_numbers = (self._next_numbers[0] + 1, self._entry.next_number)
            self._entry = None

    def _end_statement(self, found: Found, line: int) -> None:
        if self._statement:
            self.output += self._statement.end()
            self.output += self._notices.findings()
            self._statement = None


def pieces(text: str, marks: Marks) -> Iterator[str]:
    """A batch cut before each entry, and before each payment of an entry that has several."""
    entry, detail = marks.entry, marks.detail
    for number, part in enumerate(text.split(entry)):
        whole = entry + part if number else part
        if whole.count(detail) < 2:
            yield whole
        else:
            first, *others = whole.split(detail)
            yield first
            for other in others:
                yield detail + other


def _recognises(version: Version) -> Callable[[bytes], bool]:
    return lambda head: root_name(head) == (version.namespace, "Document")


def _format(version: Version) -> Format:
    return Format(
        name=version.name,
        title=f"{version.kind.title} {version.name}",
        family=PAYMENT_REPORT,
        source=f"ISO 20022 {version.name}",
        recognise=_recognises(version),
        read=partial(read, version),
    )


FORMATS = tuple(_format(Version(kind, version)) for kind in KINDS for version in VERSIONS)
