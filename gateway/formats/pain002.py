"""pain.002, what became of an order of payments, in every version of which there is a schema.

Source: ISO 20022 pain.002.001.03, 12, 14 and 15; statuses by the external code lists of payment group status and
payment transaction status. The schema is checked while the file is read, and an order may hold any number of
payments. A payment without a status of its own has that of its instruction, else that of the order.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from gateway.findings import Finding, Place, finding
from gateway.formats.base import ReadingContext
from gateway.formats.camt_values import day_of, moment_of
from gateway.formats.element_paths import Found
from gateway.formats.pain_paths import STATUS_VERSIONS, StatusVersion
from gateway.formats.pain_stream import count_of, formats_of, place_of, read_elements
from gateway.formats.pain_values import amount_of, giro_account_of
from gateway.messages import PAYMENT_STATUS_REPORT, Part, PaymentStatus, PaymentStatusReport

PARTLY = "PART"
"""Status of an order or instruction of which some payments are accepted and others not: each says its own."""

_OUTCOMES = {
    **dict.fromkeys(
        ("ACCC", "ACCP", "ACFC", "ACIS", "ACPD", "ACSC", "ACSP", "ACTC", "ACWC", "ACWP", "CPUC"), "accepted"
    ),
    **dict.fromkeys(("RJCT", "CANC", "BLCK"), "rejected"),
    **dict.fromkeys(
        ("PDNG", "RCVD", "PATC", "ACFW", "PRES", "RCVC", "RVCM", "RVNC", "RVNA", "RVNM", "RVMC"), "pending"
    ),
    PARTLY: "pending",
}
"""By status code. Accepted is what is paid if nothing more happens. Rejected is what the payee does not get, so also
what is cancelled or blocked. Pending is what waits: for the bank, for one more to sign, for the payee to
be verified.
"""

_AMOUNTS = tuple(f"OrgnlTxRef/{path}" for path in ("Amt/InstdAmt", "Amt/EqvtAmt/Amt", "IntrBkSttlmAmt"))
_REFERENCES = tuple(f"OrgnlTxRef/RmtInf/Strd/{path}" for path in ("CdtrRefInf/Ref", "RfrdDocInf/Nb"))


def outcome_of(status: str) -> str | None:
    """accepted, rejected or pending for a status code; None for one that is not known."""
    return _OUTCOMES.get(status)


class _Level:
    """An order or instruction: its status, and how many payments of each status it states and has."""

    def __init__(self, found: Found, place: Place, *, status: str, identifier: str) -> None:
        self.status, self.identifier = status, identifier
        self.listed: Counter[str] = Counter()
        self.is_detailed = False
        """Whether anything below it says a status of its own."""
        self._place = place
        self._whole = found.text("OrgnlNbOfTxs")
        groups = found.groups.get("NbOfTxsPerSts", ())
        self._stated = {one["DtldSts"]: one.get("DtldNbOfTxs", "") for one in groups if one.get("DtldSts")}

    @property
    def stated_count(self) -> int | None:
        """How many payments are stated to have the level's own status; else how many the original had."""
        return count_of(self._stated.get(self.status) or self._whole)

    def faults(self) -> Iterator[Finding]:
        """Statuses of which not all payments are listed though some are; banks may leave out whole statuses."""
        for status, stated in self._stated.items():
            listed = self.listed[status]
            if listed and count_of(stated) != listed:
                yield finding(
                    "PAIN-STATUS-COUNT",
                    place=self._place,
                    value=stated,
                    expected=listed,
                    about=self.identifier,
                    status=status,
                )
        if self.status == PARTLY and not self.is_detailed:
            yield finding("PAIN-STATUS-PART-ALONE", place=self._place, value=self.status, about=self.identifier)


class Report:
    """One report as its elements end. Call the method of each, and take what is made from `output`."""

    def __init__(self, version: StatusVersion) -> None:
        self.output: list[Part | Finding] = []
        self._version = version
        self._report = PaymentStatusReport(identifier="", source="pain.002")
        self._order: _Level | None = None
        self._opened: etree._Element | None = None
        self._instruction: _Level | None = None
        self._number = 0

    def header(self, element: etree._Element) -> None:
        """``GrpHdr``: whose report it is; it is given when it is known of which order."""
        found = self._version.header.found(element)
        self._report.identifier = found.text("MsgId")
        self._report.created = moment_of(found.text("CreDtTm"))
        self._report.place = place_of(element)

    def order(self, element: etree._Element) -> None:
        """``OrgnlGrpInfAndSts``: the report, and the status of the whole order if it has one."""
        found, place = self._version.order.found(element), place_of(element)
        self._report.original_message = found.text("OrgnlMsgId")
        self._report.original_format = found.text("OrgnlMsgNmId")
        self.output.append(self._report)
        status = found.text("GrpSts")
        self._order = _Level(found, place, status=status, identifier=self._report.original_message)
        if status or found.groups.get("StsRsnInf"):
            self._emit(found, place, level="order", status=status, stated_count=self._order.stated_count)

    def payment(self, element: etree._Element) -> None:
        """``TxInfAndSts``: the status of one payment."""
        parent = element.getparent()
        if parent is not None:
            self._open(parent)
        found, place = self._version.payment.found(element), place_of(element)
        levels = [level for level in (self._instruction, self._order) if level]
        inherited = next((level.status for level in levels if level.status not in ("", PARTLY)), "")
        status = found.text("TxSts") or inherited
        for level in levels:
            level.is_detailed = True
            level.listed[status] += 1
        is_collection = self._report.original_format.startswith("pain.008")
        party = "OrgnlTxRef/Dbtr" if is_collection else "OrgnlTxRef/Cdtr"
        amount = next((path for path in _AMOUNTS if path in found.texts), "")
        self._emit(
            found,
            place,
            level="payment",
            status=status,
            original_end_to_end=found.text("OrgnlEndToEndId"),
            original_identifier=found.text("OrgnlInstrId"),
            kind="collection" if is_collection else "payment",
            amount=amount_of(found.text(amount)),
            currency=found.text(f"{amount}/@Ccy"),
            execution_date=day_of(found.text("OrgnlTxRef/ReqdExctnDt", "OrgnlTxRef/ReqdColltnDt")),
            counterparty_name=found.text(f"{party}/Nm"),
            counterparty_account=giro_account_of(found, f"{party}Acct").number,
            reference=found.text(*_REFERENCES) or " ".join(found.several.get("OrgnlTxRef/RmtInf/Ustrd", ())),
        )

    def instruction(self, element: etree._Element) -> None:
        """``OrgnlPmtInfAndSts``: the instruction is complete."""
        self._open(element)
        if self._instruction:
            self.output += self._instruction.faults()
        self._opened = None

    def report(self, _: etree._Element) -> None:
        """``CstmrPmtStsRpt``: all has come."""
        if self._order:
            self.output += self._order.faults()

    def _open(self, element: etree._Element) -> None:
        if element is self._opened:
            return
        self._opened = element
        found, place = self._version.instruction.found(element), place_of(element)
        status = found.text("PmtInfSts")
        self._instruction = _Level(found, place, status=status, identifier=found.text("OrgnlPmtInfId"))
        if not status and not found.groups.get("StsRsnInf"):
            return
        if self._order:
            self._order.is_detailed = True
            status = status or self._order.status
        self._emit(found, place, level="instruction", status=status, stated_count=self._instruction.stated_count)

    def _emit(self, found: Found, place: Place, *, status: str, **details: Any) -> None:
        self._number += 1
        outcome = outcome_of(status)
        instruction = self._instruction.identifier if self._instruction else ""
        if outcome is None:
            about = found.text("OrgnlEndToEndId") or instruction or self._report.original_message
            self.output.append(finding("PAIN-STATUS-UNKNOWN", place=place, value=status, about=about))
        reasons = [one.get("Rsn/Cd") or one.get("Rsn/Prtry") for one in found.groups.get("StsRsnInf", ())]
        self.output.append(
            PaymentStatus(
                status=status,
                outcome=outcome or "pending",
                reasons=[reason for reason in reasons if reason],
                texts=list(found.several.get("AddtlInf", ())),
                original_message=self._report.original_message,
                original_instruction=instruction,
                number=self._number,
                place=place,
                **details,
            )
        )


def read(version: StatusVersion, path: Path, context: ReadingContext) -> Iterator[Part | Finding]:
    """The report, its statuses, and findings. Raises MissingSchema and OSError."""
    report = Report(version)
    handlers = {
        "CstmrPmtStsRpt/GrpHdr": report.header,
        "CstmrPmtStsRpt/OrgnlGrpInfAndSts": report.order,
        "CstmrPmtStsRpt/OrgnlPmtInfAndSts/TxInfAndSts": report.payment,
        "CstmrPmtStsRpt/OrgnlPmtInfAndSts": report.instruction,
        "CstmrPmtStsRpt": report.report,
    }
    return read_elements(version, path, context, handlers, report.output)


FORMATS = formats_of(STATUS_VERSIONS, "Betalningsstatus", PAYMENT_STATUS_REPORT, read)
