"""Work lists: payments that somebody must see to, as rows with a column for each fact, beside the error list.

An error list says what is wrong; a work list is what the person who investigates, or who looks a second time, works
through. A row is made of a finding and its details, so a list shows what the finding's rule told, and nothing else.
"""

import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from gateway.findings import Finding, Language
from gateway.receipts.findings_log import findings_of
from gateway.receipts.outcome import Outcome, Status
from gateway.receipts.words import visible
from gateway.receipts.workbook import SHEET_ROWS, cell_text

_TEXT = "text"
XLSX_NAME, JSON_NAME = "listor.xlsx", "listor.json"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the detail of the finding that it shows, its heading, its width, and whether it is an amount.

    The detail ``text`` is the finding's own text.
    """

    detail: str
    sv: str
    en: str
    width: int = 20
    is_amount: bool = False


@dataclass(frozen=True, slots=True)
class WorkList:
    """One kind of list: its name in JSON, its heading, the finding code that puts a row on it, and its columns."""

    name: str
    sv: str
    en: str
    code: str
    columns: tuple[Column, ...]


_DAY = Column("day", "Bokföringsdag", "Booking day", 13)
_ACCOUNT = Column("account", "Konto", "Account", 26)
_DEPOSIT = Column("deposit", "Insättning", "Deposit", 18)
_AMOUNT = Column("amount", "Belopp", "Amount", 16, is_amount=True)
_CURRENCY = Column("currency", "Valuta", "Currency", 8)
_REFERENCE = Column("reference", "Referens", "Reference", 28)
_PAYER = Column("payer", "Betalare", "Payer", 32)
_IDENTITY = Column("identifier", "Bankens id", "Bank's identity", 24)
_PAYEE = Column("payee", "Mottagare", "Payee", 32)
_PAYEE_ACCOUNT = Column("account", "Mottagarens konto", "Payee's account", 28)
_COUNTRY = Column("country", "Land", "Country", 8)
_ORDERED = (
    Column("day", "Betalningsdag", "Day of payment", 14),
    _PAYEE,
    _PAYEE_ACCOUNT,
    _AMOUNT,
    _CURRENCY,
    _REFERENCE,
    Column("paid_from", "Från konto", "From account", 26),
)
_EARLIER = (
    Column("first_name", "Tidigare fil", "Earlier file", 34),
    Column("first_id", "Fil-id", "File id", 20),
)

WORK_LISTS: tuple[WorkList, ...] = (
    WorkList(
        "unidentified",
        "Oidentifierade",
        "Unidentified",
        "PAYMENT-UNIDENTIFIED",
        (
            _DAY,
            _ACCOUNT,
            _DEPOSIT,
            _AMOUNT,
            _CURRENCY,
            _REFERENCE,
            Column("other_references", "Fler referenser", "Further references", 28),
            _PAYER,
            Column("payer_account", "Betalarens konto", "Payer's account", 24),
            Column("payer_organisation_number", "Organisationsnummer", "Organisation number", 20),
            Column("address", "Adress", "Address", 36),
            Column("message", "Meddelande", "Message", 50),
            _IDENTITY,
        ),
    ),
    WorkList(
        "booked_before",
        "Redan bokförda",
        "Booked before",
        "PAYMENT-BOOKED-BEFORE",
        (
            _DAY,
            _ACCOUNT,
            _DEPOSIT,
            _AMOUNT,
            _CURRENCY,
            _REFERENCE,
            _PAYER,
            _IDENTITY,
            Column("first_name", "Bokförd från filen", "Booked from the file", 34),
            Column("first_id", "Fil-id", "File id", 20),
            Column("first_source", "Rapport", "Report", 12),
            Column("first_place", "Plats", "Place", 16),
        ),
    ),
    WorkList("large", "Stora betalningar", "Large payments", "PAYMENT-ORDER-LARGE", _ORDERED),
    WorkList(
        "foreign",
        "Utlandsbetalningar",
        "Foreign payments",
        "PAYMENT-ORDER-FOREIGN",
        (*_ORDERED, _COUNTRY, Column("kronor", "Värde i kronor", "Worth in kronor", 18, is_amount=True)),
    ),
    WorkList(
        "foreign_without_rate",
        "Utland utan kurs",
        "Foreign without a rate",
        "PAYMENT-ORDER-NO-RATE",
        (*_ORDERED, _COUNTRY),
    ),
    WorkList(
        "changed_payees",
        "Mottagare med nytt konto",
        "Payees with a new account",
        "PAYMENT-ORDER-PAYEE-CHANGED",
        (*_ORDERED, *_EARLIER),
    ),
    WorkList("alike", "Likadana betalningar", "Payments alike", "PAYMENT-ORDER-ALIKE", (*_ORDERED, *_EARLIER)),
    WorkList(
        "rejected",
        "Avvisade av banken",
        "Rejected by the bank",
        "PAYMENT-STATUS-REJECTED",
        (
            _PAYEE,
            _PAYEE_ACCOUNT,
            _AMOUNT,
            _CURRENCY,
            _REFERENCE,
            Column("order", "Uppdrag", "Order", 24),
            Column("reasons", "Orsakskoder", "Reason codes", 16),
            Column("text", "Vad banken säger", "What the bank says", 80),
            Column("first_name", "Skickad med filen", "Sent with the file", 34),
            Column("first_id", "Fil-id", "File id", 20),
        ),
    ),
    WorkList(
        "refused_by_ledger",
        "Avvisade av ekonomisystemet",
        "Refused by the ledger",
        "LEDGER-VOUCHER-REFUSED",
        (
            Column("sender", "Avsändare", "Sender", 20),
            Column("first_name", "Skickad med filen", "Sent with the file", 34),
            Column("reference", "Försystemets nummer", "Feeder's number", 20),
            Column("batch", "Bunt", "Batch", 26),
            Column("voucher", "Verifikation", "Voucher", 12),
            _AMOUNT,
            _CURRENCY,
            Column("row", "Rad", "Row", 8),
            Column("ledger_code", "Felkod", "Error code", 14),
            Column("reason", "Vad ekonomisystemet säger", "What the ledger says", 80),
            Column("first_id", "Fil-id", "File id", 20),
        ),
    ),
)


def work_lists_of(outcome: Outcome) -> list[WorkList]:
    """The lists that have rows. A file that is rejected has none: it comes again, and its payments with it."""
    if outcome.status not in (Status.DELIVERED, Status.PARTLY_DELIVERED):
        return []
    return [each for each in WORK_LISTS if each.code in outcome.findings_by_code]


def work_lists_json(outcome: Outcome, path: Path, *, language: Language = "sv") -> None:
    """Every row of every list, one on each line."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        head = {"listor": "1.0", "file_id": visible(outcome.file_id), "name": visible(outcome.name)}
        file.write(json.dumps(head, ensure_ascii=False)[:-1])
        for work_list in work_lists_of(outcome):
            file.write(f',\n "{work_list.name}": [')
            for number, found in enumerate(_rows(outcome, work_list)):
                row: dict[str, Any] = {column.detail: _detail(found, column, language) for column in work_list.columns}
                row |= {"line": found.place.line, "record": found.place.record, "text": visible(found.text(language))}
                file.write(("," if number else "") + "\n  " + json.dumps(row, ensure_ascii=False))
            file.write("]")
        file.write("}\n")


def work_lists_xlsx(outcome: Outcome, path: Path, *, language: Language = "sv") -> None:
    """A workbook with a sheet for each list that has rows; sums by currency stand below the rows."""
    import xlsxwriter  # noqa: PLC0415 - loaded when a workbook is written

    options = {"constant_memory": True, "tmpdir": str(path.parent), "strings_to_formulas": False}
    options |= {"strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as workbook:
        # The file's own time, so that the same list gives the same bytes.
        created = outcome.finished.astimezone(datetime.UTC).replace(tzinfo=None)
        workbook.set_properties({"title": f"Listor {visible(outcome.file_id)}", "created": created})
        heading = workbook.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": "#1D4F76"})
        money = workbook.add_format({"num_format": "#,##0.00"})
        bold = workbook.add_format({"num_format": "#,##0.00", "bold": True, "top": 1})
        for work_list in work_lists_of(outcome):
            sheet = workbook.add_worksheet(work_list.sv if language == "sv" else work_list.en)
            _fill(sheet, outcome, work_list, language, (heading, money, bold))


def _fill(sheet: Any, outcome: Outcome, work_list: WorkList, language: Language, formats: tuple[Any, Any, Any]) -> None:
    heading, money, bold = formats
    sheet.freeze_panes(1, 0)
    for number, column in enumerate(work_list.columns):
        sheet.set_column(number, number, column.width)
        sheet.write_string(0, number, column.sv if language == "sv" else column.en, heading)
    sums: dict[str, Decimal] = {}
    row = 0
    for row, found in enumerate(_rows(outcome, work_list), start=1):
        if row > SHEET_ROWS - 10:
            break
        for number, column in enumerate(work_list.columns):
            text = _detail(found, column, language)
            amount = _amount(text) if column.is_amount else None
            if amount is None:
                sheet.write_string(row, number, cell_text(text))
            else:
                sheet.write_number(row, number, amount, money)
        if (amount := _amount(found.details.get("amount", ""))) is not None:
            currency = found.details.get("currency", "")
            sums[currency] = sums.get(currency, Decimal(0)) + amount
    sheet.autofilter(0, 0, row, len(work_list.columns) - 1)
    amounts = next(number for number, column in enumerate(work_list.columns) if column.is_amount)
    for offset, (currency, total) in enumerate(sums.items(), start=2):
        sheet.write_number(row + offset, amounts, total, bold)
        sheet.write_string(row + offset, amounts + 1, currency, bold)


def _rows(outcome: Outcome, work_list: WorkList) -> Iterator[Finding]:
    return findings_of(outcome.findings_log, work_list.code) if outcome.findings_log else iter(())


def _detail(found: Finding, column: Column, language: Language) -> str:
    return visible(found.text(language) if column.detail == _TEXT else found.details.get(column.detail, ""))


def _amount(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
