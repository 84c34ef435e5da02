"""pain.001, an order of payments to the bank, in every version of which there is a schema.

Source: ISO 20022 pain.001.001.03-13. The schema is checked while the file is read, and an instruction may hold any
number of transfers. Counts and control sums are held against what is in the file, for the order and for each
instruction; a control sum adds amounts whatever their currencies are.
"""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from lxml import etree

from gateway.currencies import has_too_many_decimals, is_currency
from gateway.findings import Finding, Place, finding
from gateway.formats.base import ReadingContext
from gateway.formats.camt_values import day_of, moment_of
from gateway.formats.element_paths import Found
from gateway.formats.pain_paths import ORDER_VERSIONS, OrderVersion
from gateway.formats.pain_stream import count_of, formats_of, place_of, read_elements
from gateway.formats.pain_values import (
    address_of,
    amount_of,
    clearing_of,
    country_of,
    giro_account_of,
    identity_of,
    remittance_of,
)
from gateway.messages import PAYMENT_ORDER, CreditTransfer, Part, PaymentInstruction, PaymentOrder

_ZERO = Decimal(0)


class _Tally:
    """Transfers counted and added up, and what was stated of them."""

    def __init__(self, found: Found, place: Place, about: str) -> None:
        self.count, self.total = 0, _ZERO
        self._stated_count, self._stated_sum = found.text("NbOfTxs"), found.text("CtrlSum")
        self._place, self._about = place, about

    def add(self, amount: Decimal) -> None:
        self.count += 1
        self.total += amount

    def faults(self) -> Iterator[Finding]:
        """What was stated otherwise than it is."""
        count, total = self._stated_count, self._stated_sum
        if count and (not count.isdecimal() or int(count) != self.count):
            yield finding("PAIN-COUNT", place=self._place, value=count, expected=self.count, about=self._about)
        if total and amount_of(total) != self.total:
            yield finding("PAIN-SUM", place=self._place, value=total, expected=self.total, about=self._about)


class Initiation:
    """One order as its elements end: the header, then each transfer, and after its transfers each instruction.

    Call the method of each element as it ends, and take what has been made from `output`; empty it each time. What an
    instruction says of itself stands before its transfers, so it is made when the first of them ends.
    """

    def __init__(self, version: OrderVersion) -> None:
        self.output: list[Part | Finding] = []
        self._version = version
        self._order: _Tally | None = None
        self._opened: etree._Element | None = None
        self._instruction = PaymentInstruction(identifier="", debtor_account="", debtor_account_kind="BBAN", number=0)
        self._tally: _Tally | None = None
        self._transfers = 0

    def header(self, element: etree._Element) -> None:
        """``GrpHdr``: the order."""
        found, place = self._version.header.found(element), place_of(element)
        identifier = found.text("MsgId")
        self._order = _Tally(found, place, identifier)
        self.output.append(
            PaymentOrder(
                identifier=identifier,
                created=moment_of(found.text("CreDtTm")),
                initiating_party=found.text("InitgPty/Nm"),
                initiating_party_identifier=identity_of(found, "InitgPty"),
                stated_count=count_of(found.text("NbOfTxs")),
                stated_sum=amount_of(found.text("CtrlSum")),
                place=place,
            )
        )

    def transfer(self, element: etree._Element) -> None:
        """``CdtTrfTxInf``: one transfer."""
        parent = element.getparent()
        if parent is not None:
            self._open(parent)
        found, place = self._version.transfer.found(element), place_of(element)
        self._transfers += 1
        about = found.text("PmtId/EndToEndId") or str(self._transfers)
        path = "Amt/InstdAmt" if "Amt/InstdAmt" in found.texts else "Amt/EqvtAmt/Amt"
        stated, currency = found.text(path), found.text(f"{path}/@Ccy")
        amount = amount_of(stated)
        if amount is None:
            self._say("PAIN-VALUE", place, stated, path, about)
            return
        for tally in filter(None, (self._order, self._tally)):
            tally.add(amount)
        for unknown in (currency, found.text("Amt/EqvtAmt/CcyOfTrf") or currency):
            if not is_currency(unknown):
                self._say("PAIN-CURRENCY", place, unknown, "ISO 4217", about)
                return
        if has_too_many_decimals(amount, currency):
            self._say("PAIN-DECIMALS", place, amount, currency, about)
            return
        self._make(element, found, place, amount, currency)

    def instruction(self, element: etree._Element) -> None:
        """``PmtInf``: the instruction is complete."""
        self._open(element)
        if self._tally:
            self.output += self._tally.faults()
        self._opened = None

    def initiation(self, _: etree._Element) -> None:
        """``CstmrCdtTrfInitn``: all has come."""
        if self._order:
            self.output += self._order.faults()

    def _open(self, element: etree._Element) -> None:
        if element is self._opened:
            return
        self._opened = element
        found, place = self._version.instruction.found(element), place_of(element)
        clearing = clearing_of(found, "DbtrAgt")
        account = giro_account_of(found, "DbtrAcct", clearing)
        identifier, stated_day = found.text("PmtInfId"), found.text("ReqdExctnDt")
        day = day_of(stated_day)
        if day is None and stated_day:
            self._say("PAIN-VALUE", place, stated_day, "ReqdExctnDt", identifier)
        self._tally = _Tally(found, place, identifier)
        self._instruction = PaymentInstruction(
            identifier=identifier,
            debtor_account=account.number,
            debtor_account_kind=account.kind,
            number=self._instruction.number + 1,
            execution_date=day,
            currency=found.text("DbtrAcct/Ccy"),
            debtor_name=found.text("Dbtr/Nm"),
            debtor_agent=found.text("DbtrAgt/BIC"),
            debtor_clearing=clearing,
            method=found.text("PmtMtd") or "TRF",
            category=found.text("PmtTpInf/CtgyPurp/Cd"),
            service_level=found.text("PmtTpInf/SvcLvl/Cd"),
            stated_count=count_of(found.text("NbOfTxs")),
            stated_sum=amount_of(found.text("CtrlSum")),
            place=place,
        )
        self.output.append(self._instruction)

    def _make(self, element: etree._Element, found: Found, place: Place, amount: Decimal, currency: str) -> None:
        remittance = remittance_of(self._version, element)
        (reference, kind), *others = remittance.references or [("", "none")]
        clearing = clearing_of(found, "CdtrAgt")
        account = giro_account_of(found, "CdtrAcct", clearing)
        end_to_end = found.text("PmtId/EndToEndId")
        self.output.append(
            CreditTransfer(
                amount=amount,
                currency=currency,
                kind=self._kind(found),
                end_to_end_identifier=end_to_end,
                instruction_identifier=found.text("PmtId/InstrId"),
                creditor_name=found.text("Cdtr/Nm"),
                creditor_account=account.number,
                creditor_account_kind=account.kind,
                creditor_clearing=clearing,
                creditor_agent=found.text("CdtrAgt/BIC"),
                creditor_country=country_of(found, "Cdtr"),
                creditor_address=address_of(found, "Cdtr"),
                creditor_identifier=identity_of(found, "Cdtr"),
                equivalent_currency=found.text("Amt/EqvtAmt/CcyOfTrf"),
                exchange_rate=amount_of(found.text("XchgRateInf/XchgRate")),
                reference=reference,
                reference_kind=kind,
                other_references=[other for other, _ in others],
                message=" ".join([*found.several.get("RmtInf/Ustrd", ()), *remittance.texts]),
                number=self._transfers,
                place=place,
            )
        )
        if remittance.remitted is not None and remittance.remitted != amount:
            self._say("PAIN-REMITTANCE-SUM", place, remittance.remitted, amount, end_to_end)
        for number, credited in remittance.credit_notes:
            shown = f"{credited} {currency}" if credited is not None else ""
            self.output.append(
                finding(
                    "PAIN-CREDIT-NOTE",
                    place=place,
                    value=shown,
                    about=end_to_end,
                    number=number or "–",
                    amount="" if credited is None else credited,
                    currency=currency,
                )
            )

    def _kind(self, found: Found) -> str:
        if self._instruction.method == "CHK":
            return "cheque"
        category = found.text("PmtTpInf/CtgyPurp/Cd") or self._instruction.category
        return "salary" if category == "SALA" else "payment"

    def _say(self, code: str, place: Place, value: object, expected: object, about: str) -> None:
        self.output.append(finding(code, place=place, value=value, expected=expected, about=about))


def read(version: OrderVersion, path: Path, context: ReadingContext) -> Iterator[Part | Finding]:
    """The order, instructions each followed by its transfers, and findings. Raises MissingSchema and OSError."""
    initiation = Initiation(version)
    handlers = {
        "CstmrCdtTrfInitn/GrpHdr": initiation.header,
        "CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf": initiation.transfer,
        "CstmrCdtTrfInitn/PmtInf": initiation.instruction,
        "CstmrCdtTrfInitn": initiation.initiation,
    }
    return read_elements(version, path, context, handlers, initiation.output)


FORMATS = formats_of(ORDER_VERSIONS, "Betalningsuppdrag", PAYMENT_ORDER, read)
