"""Employer declarations per payee (arbetsgivardeklaration på individnivå, AGI), as sent to Skatteverket.

Source: Skatteverket, *Teknisk beskrivning, arbetsgivardeklaration*, schema da/instans/schema/1.1, and its examples.
The root is ``Skatteverket`` with ``omrade="Arbetsgivardeklaration"``. A ``Blankett`` holds one form: a main form
(``HU``) of an employer and period, or the statement of one payee (``IU``). Every field has its code in ``faltkod``. No
registry has an open schema, so what is needed is checked here, field by field; all fields are kept by their codes.

Tax deducted [497] is compared with what the statements of the file add up to. Contributions [487] are not: they depend
on the ages of payees and on reductions that the file does not tell.

Forms stream: a file may hold any number of employers, periods and payees. What grows is two sums for each employer and
period.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from lxml import etree

from gateway.findings import Finding, Place, finding
from gateway.formats.base import Format, ReadingContext
from gateway.formats.pain_stream import place_of
from gateway.identifiers import is_identity_number, organisation_number
from gateway.messages import (
    EMPLOYER_REPORT,
    EmployerDeclaration,
    EmployerReport,
    Part,
    PayeeStatement,
)
from gateway.messages.employer_declarations import DeclaredValue
from gateway.schemas import iterparse_secure, root_name

AREA = "Arbetsgivardeklaration"
_SKATTEVERKET = "http://xmls.skatteverket.se/"
_PERIOD = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])", re.ASCII)
_AMOUNT = re.compile(r"-?\d{1,15}(?:\.\d{1,2})?", re.ASCII)
_NUMBER = re.compile(r"\d{12}", re.ASCII)
_YES = frozenset({"1", "true"})
_NAMES = {
    "201": "AgRegistreradId",
    "006": "RedovisningsPeriod",
    "570": "Specifikationsnummer",
    "487": "SummaArbAvgSlf",
    "497": "SummaSkatteavdr",
}

Key = tuple[str, int]


@dataclass(slots=True)
class _Sums:
    """Tax of one employer and period: as stated in the main form, and as the forms of the file add up to."""

    stated: Decimal | None = None
    place: Place = field(default_factory=Place)
    about: str = ""
    added: Decimal = Decimal(0)
    has_statements: bool = False


def recognise(head: bytes) -> bool:
    """Whether a file is one of Skatteverket's forms; which kind it is, the reader looks at."""
    namespace, name = root_name(head)
    return name == "Skatteverket" and namespace.startswith(_SKATTEVERKET)


def read(path: Path, _context: ReadingContext) -> Iterator[Part | Finding]:
    """The report, then declarations, each followed by its statements, with findings in between. Raises OSError."""
    reader = _Reader()
    for item in iterparse_secure(path, ("{*}Avsandare", "{*}Blankett", "{*}Skatteverket")):
        if isinstance(item, Finding):
            yield item
            continue
        yield from reader.take(item)
        if reader.has_stopped:
            return


class _Reader:
    """What is known between two forms of the file."""

    def __init__(self) -> None:
        self.has_stopped = False
        self._report: EmployerReport | None = EmployerReport()
        self._open: Key | None = None
        self._main_forms = 0
        self._statements = 0
        self._sums: dict[Key, _Sums] = {}

    def take(self, element: etree._Element) -> Iterator[Part | Finding]:
        """What one element gives when it ends."""
        name = etree.QName(element).localname
        parent = element.getparent()
        if name == "Skatteverket":
            yield from self._begin(element)
            yield from self._differences()
        elif parent is None or etree.QName(parent).localname != "Skatteverket":
            return
        elif name == "Avsandare" and self._report:
            self._sender(element)
        elif name == "Blankett":
            yield from self._begin(parent)
            if not self.has_stopped:
                yield from self._form(element)

    def _begin(self, root: etree._Element) -> Iterator[Part | Finding]:
        """The report, once, when the first form or the end shows that the head of the file is past."""
        if self._report is None:
            return
        report, self._report = self._report, None
        area = root.get("omrade", "")
        if area != AREA:
            self.has_stopped = True
            yield finding("AGI-AREA", place=place_of(root), value=area or "–", expected=AREA)
        else:
            report.place = place_of(root)
            yield report

    def _sender(self, element: etree._Element) -> None:
        if self._report is None:
            return
        self._report.program = _text(element, "Programnamn")
        self._report.sender_number = _text(element, "Organisationsnummer")
        try:
            self._report.created = datetime.fromisoformat(_text(element, "Skapad"))
        except ValueError:
            self._report.created = None

    def _form(self, element: etree._Element) -> Iterator[Part | Finding]:
        content = element.find("{*}Blankettinnehall")
        form = content[0] if content is not None and len(content) else None
        kind = "" if form is None else etree.QName(form).localname
        if form is None or kind not in ("HU", "IU"):
            yield finding("AGI-FORM-NOT-READ", place=place_of(element), value=kind or "–", expected="HU, IU")
            return
        if kind == "HU":
            self._main_forms += 1
            about = f"huvuduppgift nr {self._main_forms}"
        else:
            self._statements += 1
            about = f"individuppgift nr {self._statements}"
        values = _Values(form, about)
        key = values.key(element)
        if key is None:
            yield from values.faults
        elif kind == "HU":
            yield from self._main_form(values, key)
        else:
            yield from self._statement(values, key)

    def _main_form(self, values: "_Values", key: Key) -> Iterator[Part | Finding]:
        declaration = EmployerDeclaration(
            employer_number=key[0],
            period=key[1],
            contributions=values.amount("487"),
            deducted_tax=values.amount("497"),
            is_main_form=True,
            values=values.declared,
            number=self._main_forms,
            place=values.place,
        )
        own = [values.amount(code) for code in ("495", "496")]
        if values.faults:
            yield from values.faults
            return
        sums = self._sums.setdefault(key, _Sums())
        sums.stated, sums.place, sums.about = declaration.deducted_tax, values.place_of("497"), values.about
        sums.added += sum(filter(None, own), Decimal(0))
        self._open = key
        yield declaration

    def _statement(self, values: "_Values", key: Key) -> Iterator[Part | Finding]:
        statement = PayeeStatement(
            payee_number=values.payee(),
            birth_time=values.get("222"),
            other_identity=values.get("224"),
            employer_number=key[0],
            period=key[1],
            specification_number=values.required("570"),
            is_removal=values.get("205").lower() in _YES,
            cash=values.amount("011"),
            other_cash=values.amount("131"),
            benefits=values.amount("012"),
            car_benefit=values.amount("013"),
            deducted_tax=values.amount("001"),
            abroad_tax=values.amount("274"),
            artist_tax=values.amount("275"),
            values=values.declared,
            number=self._statements,
            place=values.place,
        )
        sums = self._sums.setdefault(key, _Sums())
        sums.has_statements = True
        sums.added += statement.tax
        if values.faults:
            yield from values.faults
            return
        if key != self._open:
            self._open = key
            yield EmployerDeclaration(employer_number=key[0], period=key[1], place=values.place)
        yield statement

    def _differences(self) -> Iterator[Finding]:
        """Main forms whose tax is not what the statements of the file add up to."""
        for sums in self._sums.values():
            if sums.has_statements and sums.stated is not None and sums.stated != sums.added:
                yield finding("AGI-TAX-SUM", place=sums.place, value=sums.stated, expected=sums.added, about=sums.about)


class _Values:
    """The fields of one form by their codes, and what is wrong with them."""

    def __init__(self, form: etree._Element, about: str) -> None:
        self.about = about
        self.place = place_of(form)
        self.faults: list[Finding] = []
        self.declared: list[DeclaredValue] = []
        self._texts: dict[str, str] = {}
        self._lines: dict[str, int | None] = {}
        for element in form.iter(etree.Element):
            if code := element.get("faltkod"):
                text = (element.text or "").strip()
                self.declared.append(DeclaredValue(code=code, name=etree.QName(element).localname, value=text))
                self._texts.setdefault(code, text)
                self._lines.setdefault(code, place_of(element).line)

    def get(self, code: str) -> str:
        """The text of a field, empty where it is not there."""
        return self._texts.get(code, "")

    def place_of(self, code: str) -> Place:
        """Where a field stands, else where its form stands."""
        return Place(line=self._lines.get(code, self.place.line), record=self.place.record, position=code)

    def required(self, code: str) -> str:
        """The text of a field that must be there."""
        text = self.get(code)
        if not text:
            self._fault("AGI-FIELD-MISSING", code, expected=f"{_NAMES[code]} [{code}]")
        return text

    def amount(self, code: str) -> Decimal | None:
        """The amount in a field, None where it is not there."""
        text = self.get(code)
        if not text:
            return None
        if not _AMOUNT.fullmatch(text):
            self._fault("AGI-AMOUNT-INVALID", code, value=text)
            return None
        return Decimal(text)

    def key(self, form: etree._Element) -> Key | None:
        """Employer and period, which must be what the case is about; None where they are not known."""
        employer, period = self.required("201"), self.required("006")
        if employer and not (_NUMBER.fullmatch(employer) and organisation_number(employer)):
            self._fault("AGI-EMPLOYER-INVALID", "201", value="" if is_identity_number(employer) else employer)
        if period and not _PERIOD.fullmatch(period):
            self._fault("AGI-PERIOD-INVALID", "006", value=period)
        case = form.find("{*}Arendeinformation")
        if case is not None:
            for code, text, name in (("201", employer, "Arendeagare"), ("006", period, "Period")):
                stated = _text(case, name)
                if text and stated and stated != text:
                    self._fault("AGI-CASE-DIFFERS", code, value=text, expected=f"{name} {stated}")
        return None if self.faults else (employer, int(period))

    def payee(self) -> str:
        """The number of the payee. One without number has another identity."""
        number = self.get("215")
        if number:
            if not is_identity_number(number) and not (number.startswith("16") and organisation_number(number)):
                # The number is not shown: it may be that of a person.
                self._fault("AGI-PAYEE-INVALID", "215")
        elif not self.get("222") and not self.get("224"):
            self._fault("AGI-PAYEE-MISSING", "215")
        return number

    def _fault(self, code: str, position: str, *, value: object = "", expected: object = "") -> None:
        place = self.place_of(position)
        self.faults.append(finding(code, place=place, value=value, expected=expected, about=self.about))


def _text(element: etree._Element, name: str) -> str:
    return (element.findtext(f"{{*}}{name}") or "").strip()


FORMAT = Format(
    name="agi",
    title="Arbetsgivardeklaration på individnivå (AGI)",
    family=EMPLOYER_REPORT,
    source="Skatteverket, da/instans/schema/1.1, exempelfiler v1.1.4",
    recognise=recognise,
    read=read,
)
