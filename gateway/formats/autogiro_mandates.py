"""What Bankgirot tells of mandates: advice of changes, mandates given in web banks, and the whole register.

Source: Bankgirot, "Autogiro, Teknisk manual", 2016-12-13. An advice is TK01, TK73 and TK09. Mandates from web banks
are TK51, for each mandate TK52 to TK56, and TK59, whose count is of all records between. The register has records
without a code, and neither a first nor a last record to tell whether it is whole.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from gateway.findings import Finding, Place, finding
from gateway.formats.autogiro_records import MANDATES, REGISTER, Opening, kind_of_file, register_layout
from gateway.formats.autogiro_report import FAMILY, Report
from gateway.formats.autogiro_values import account_of, identity_of, is_empty
from gateway.formats.bankgiro_lines import Records, open_records
from gateway.formats.bankgiro_values import day_of, number_of
from gateway.formats.base import Format, ReadingContext
from gateway.messages import MANDATE_REPORT, Mandate, MandateReport, Part
from gateway.messages import autogiro_codes as codes

_OUTCOMES = {
    "32": "active",
    "12": "active",
    "11": "stopped",
    **dict.fromkeys(("01", "02", "06", "07", "33", "98"), "deleted"),
}
"""What has become of a mandate by its status code; every other known code says that a request was rejected."""

_WEB_BANK_OUTCOMES = {"0": "asked", "1": "reminded", "2": "reminded"}
_REGISTER_OUTCOMES = {"1": "active", "2": "pending"}

_SPLIT_ADVICE = MANDATES.splitter("73")
_SPLIT_ASKED = MANDATES.splitter("52")
_SPLIT_TEXT = MANDATES.splitter("53")
_SPLIT_NAME = MANDATES.splitter("54")
_SPLIT_ADDRESS = MANDATES.splitter("55")
_SPLIT_TOWN = MANDATES.splitter("56")
_SPLIT_REGISTER = {layout: REGISTER.splitter(layout) for layout in REGISTER}


def read(path: Path, context: ReadingContext) -> Iterator[Part | Finding]:
    """The report, its mandates, and findings. Raises OSError."""
    with open_records(path) as file:
        kind = kind_of_file(file.read(1024))
        file.seek(0)
        records = Records(file, FAMILY)
        if kind == "register":
            yield from _register(records)
        else:
            yield from (_WebBank if kind == "web-bank" else _Advice)(records).run()


class _MandateReport(Report):
    tables = MANDATES

    def __init__(self, records: Records) -> None:
        super().__init__(records)
        self._number = 0
        self._records_between = 0

    def begin(self, opening: Opening) -> Iterator[Part | Finding]:
        yield MandateReport(
            kind=opening.kind,
            identifier=opening.identifier,
            bankgiro=opening.bankgiro,
            customer_number=opening.customer_number,
            created=opening.created,
            place=Place(line=self.records.line, record="TK" + min(self.openings)),
        )

    def close(self, code: str, record: str) -> Iterator[Part | Finding]:
        yield from self.checked(code, record, {"count": self._records_between})

    def next_number(self) -> int:
        """The running number of the next mandate."""
        self._number += 1
        return self._number


class _Advice(_MandateReport):
    def detail(self, code: str, record: str) -> Iterator[Part | Finding]:
        if code != "73":
            yield self.structure_fault(code)
            return
        self._records_between += 1
        bankgiro, payer, account, identity, information, status, day, valid_from = _SPLIT_ADVICE(record)
        if status not in codes.MANDATE_STATUSES:
            self.records.notice("AUTOGIRO-UNKNOWN-CODE")
        yield Mandate(
            payer_number=number_of(payer),
            bankgiro=number_of(bankgiro),
            outcome=_OUTCOMES.get(status, "rejected"),
            account=account_of(account),
            identity_number=identity_of(identity),
            information=information.strip(),
            status=status.strip(),
            changed=_day(self.records, day),
            valid_from=_day(self.records, valid_from if is_empty(valid_from) else f"20{valid_from}"),
            number=self.next_number(),
            place=self.place(code),
        )


class _WebBank(_MandateReport):
    openings = frozenset({"51"})
    closings = frozenset({"59"})

    def __init__(self, records: Records) -> None:
        super().__init__(records)
        self._asked: Mandate | None = None

    def detail(self, code: str, record: str) -> Iterator[Part | Finding]:
        self._records_between += 1
        if code == "52":
            yield from self._finished()
            self._asked = self._ask(record)
        elif self._asked is None or code not in ("53", "54", "55", "56"):
            yield self.structure_fault(code)
        else:
            _tell(self._asked, code, record)

    def close(self, code: str, record: str) -> Iterator[Part | Finding]:
        yield from self._finished()
        yield from super().close(code, record)

    def _finished(self) -> Iterator[Mandate]:
        if self._asked is not None:
            yield self._asked
        self._asked = None

    def _ask(self, record: str) -> Mandate:
        bankgiro, payer, account, identity, kind = _SPLIT_ASKED(record)
        if kind not in _WEB_BANK_OUTCOMES:
            self.records.notice("AUTOGIRO-UNKNOWN-CODE")
        return Mandate(
            payer_number=number_of(payer),
            bankgiro=number_of(bankgiro),
            outcome=_WEB_BANK_OUTCOMES.get(kind, "asked"),
            account=account_of(account),
            identity_number=identity_of(identity),
            status=kind.strip(),
            changed=self.opening.created.date() if self.opening and self.opening.created else None,
            number=self.next_number(),
            place=self.place("52"),
        )


def _tell(mandate: Mandate, code: str, record: str) -> None:
    """Put what a further record says of the payer into the mandate; the last record of a kind counts."""
    if code == "53":
        mandate.text = _SPLIT_TEXT(record)[0].strip()
    elif code == "54":
        name, address = _SPLIT_NAME(record)
        mandate.name = name.strip()
        mandate.address = _lines(address)
    elif code == "55":
        mandate.address = [*mandate.address[:1], *_lines(*_SPLIT_ADDRESS(record))]
    else:
        postcode, town = _SPLIT_TOWN(record)
        filled = "" if is_empty(postcode) else postcode
        mandate.address = [*mandate.address[:3], *_lines(f"{filled.strip()} {town.strip()}")]


def _lines(*texts: str) -> list[str]:
    return [text.strip() for text in texts if text.strip()]


def _register(records: Records) -> Iterator[Part | Finding]:
    bankgiro, number = "", 0
    for record in records:
        if not isinstance(record, str):
            yield record
            continue
        fields = _SPLIT_REGISTER[register_layout(record)](record)
        payee, identity, payer, _, created, updated, status, account = fields
        if not number_of(payee).isdecimal() or not number_of(payer).isdecimal():
            place = Place(line=records.line)
            yield finding("AUTOGIRO-STRUCTURE", place=place, value=record[:2].strip(), after="–")
            break
        if not number:
            bankgiro = number_of(payee)
            place = Place(line=records.line)
            yield MandateReport(kind="register", identifier=bankgiro, bankgiro=bankgiro, place=place)
        number += 1
        if status not in _REGISTER_OUTCOMES:
            records.notice("AUTOGIRO-UNKNOWN-CODE")
        changed = updated if not is_empty(updated) else created
        yield Mandate(
            payer_number=number_of(payer),
            bankgiro=number_of(payee),
            outcome=_REGISTER_OUTCOMES.get(status, "pending"),
            account=account_of(account),
            identity_number=identity_of(identity),
            status=status.strip(),
            changed=_day(records, changed),
            number=number,
            place=Place(line=records.line),
        )
    yield from records.notices()


def _day(records: Records, field: str) -> date | None:
    day = day_of(field)
    if day is None and not is_empty(field):
        records.notice("AUTOGIRO-UNREADABLE")
    return day


FORMAT = Format(
    name="autogiro-mandates",
    title="Autogiro, medgivanden från Bankgirot (avisering, internetbank, register)",
    family=MANDATE_REPORT,
    source="Bankgirot: Autogiro, Teknisk manual, 2016-12-13, ny och gammal layout",
    recognise=lambda head: kind_of_file(head) in ("advice", "web-bank", "register"),
    read=read,
)
