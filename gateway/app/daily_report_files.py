"""The daily report as JSON and as a workbook."""

import datetime
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from gateway.app.daily_report import AccountLine, DailyReport, DepartmentAccount, KindLine
from gateway.findings import Language
from gateway.receipts.workbook import cell_text

UNIDENTIFIED = {"sv": "Oidentifierade betalningar", "en": "Unidentified payments"}
NO_DEPARTMENT = {"sv": "Ingen förvaltning", "en": "No department"}

_WORDS: dict[Language, dict[str, str]] = {
    "sv": {
        "accounts": "Bankkonton",
        "departments": "Förvaltningar",
        "title": "Dagrapport",
        "account": "Konto",
        "name": "Benämning",
        "currency": "Valuta",
        "ledger": "Konto i redovisningen",
        "opening": "Ingående",
        "in": "In",
        "out": "Ut",
        "closing": "Utgående",
        "statement_opening": "Ingående enligt utdrag",
        "statement_closing": "Utgående enligt utdrag",
        "difference": "Differens",
        "gap": "Differens mot föregående utdrag",
        "count": "Antal",
        "left_out_count": "Redan bokförda, antal",
        "left_out": "Redan bokförda, belopp",
        "department": "Förvaltning",
        "receiving": "Mottagarkonto",
        "kind": "Slag",
        "verdict": "Avstämning",
        "reconciled": "stämmer",
        "missing": "kontoutdrag saknas",
        "differs": "stämmer inte",
        "total": "Summa",
        "note": (
            "Ingående och utgående för en förvaltning är vad som har bokförts sedan årets början. "
            "Varje betalning räknas en gång; redan bokförda ingår inte i någon summa."
        ),
    },
    "en": {
        "accounts": "Bank accounts",
        "departments": "Departments",
        "title": "Daily report",
        "account": "Account",
        "name": "Name",
        "currency": "Currency",
        "ledger": "Account in the ledger",
        "opening": "Opening",
        "in": "In",
        "out": "Out",
        "closing": "Closing",
        "statement_opening": "Opening by statement",
        "statement_closing": "Closing by statement",
        "difference": "Difference",
        "gap": "Difference from the statement before",
        "count": "Count",
        "left_out_count": "Booked before, count",
        "left_out": "Booked before, amount",
        "department": "Department",
        "receiving": "Receiving account",
        "kind": "Kind",
        "verdict": "Reconciliation",
        "reconciled": "tallies",
        "missing": "no statement",
        "differs": "does not tally",
        "total": "Total",
        "note": (
            "Opening and closing of a department are what was booked since the year began. "
            "Each payment counts once; what was booked before is in no sum."
        ),
    },
}


def words(language: Language) -> dict[str, str]:
    """The report's words in a language."""
    return _WORDS[language]


def verdict(account: AccountLine, language: Language) -> str:
    """How an account's reconciliation went, in a word or two."""
    if account.difference is None:
        return _WORDS[language]["missing"]
    return _WORDS[language]["reconciled" if account.is_reconciled else "differs"]


def line_name(line: KindLine, language: Language) -> str:
    """What a line is called: the register's name of it, or that nobody knows."""
    return line.name or (UNIDENTIFIED[language] if line.kind == "unidentified" else line.kind)


def report_data(report: DailyReport) -> dict[str, Any]:
    """The report as plain data; amounts are exact decimal text, what is not known is null."""
    return {
        "dagrapport": "1.0",
        "day": report.day.isoformat(),
        "is_reconciled": report.is_reconciled,
        "accounts": [
            {
                "account": each.account,
                "name": each.name,
                "currency": each.currency,
                "ledger_accounts": list(each.ledger_accounts),
                "opening": _text(each.opening),
                "in": _text(each.incoming),
                "out": _text(each.outgoing),
                "closing": _text(each.closing),
                "difference": _text(each.difference),
                "previous_closing": _text(each.previous),
                "gap": _text(each.gap),
                "is_reconciled": each.is_reconciled,
                "left_out": {"count": each.left_out_count, "amount": _text(each.left_out_amount)},
                "statements": [{"file_id": one.file_id, "name": one.file_name} for one in each.statements],
            }
            for each in report.accounts
        ],
        "departments": [
            {
                "department": each.department,
                "name": each.name,
                "account": each.account,
                "currency": each.currency,
                "opening": _text(each.opening),
                "in": _text(each.incoming),
                "out": _text(each.outgoing),
                "closing": _text(each.closing),
                "kinds": [
                    {
                        "receiving_account": line.receiving_account,
                        "kind": line.kind,
                        "name": line.name,
                        "ledger_account": line.ledger_account,
                        "count": line.count,
                        "in": _text(line.incoming),
                        "out": _text(line.outgoing),
                        "left_out": {"count": line.left_out_count, "amount": _text(line.left_out_amount)},
                    }
                    for line in each.lines
                ],
            }
            for each in report.departments
        ],
    }


def write_json(report: DailyReport, path: Path) -> None:
    """The report as a JSON file."""
    path.write_text(json.dumps(report_data(report), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def write_xlsx(report: DailyReport, path: Path, language: Language = "sv") -> None:
    """The report as a workbook: a sheet of bank accounts, and one of departments."""
    import xlsxwriter  # noqa: PLC0415 - loaded when a workbook is written

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as workbook:
        noon = datetime.datetime.combine(report.day, datetime.time(12))
        workbook.set_properties({"title": f"{_WORDS[language]['title']} {report.day}", "created": noon})
        book = _Book(workbook, language)
        book.accounts(report)
        book.departments(report)


class _Book:
    def __init__(self, workbook: Any, language: Language) -> None:
        self._workbook = workbook
        self._language = language
        self._words = _WORDS[language]
        self._title = workbook.add_format({"bold": True, "font_size": 16})
        self._heading = workbook.add_format(
            {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1D4F76", "text_wrap": True, "valign": "vcenter"}
        )
        self._money = workbook.add_format({"num_format": "#,##0.00"})
        self._bold_money = workbook.add_format({"num_format": "#,##0.00", "bold": True, "top": 1})
        self._bold = workbook.add_format({"bold": True, "top": 1})
        self._wrong = workbook.add_format({"num_format": "#,##0.00", "bold": True, "font_color": "#A11A1A"})
        self._note = workbook.add_format({"font_color": "#4A5560"})

    def accounts(self, report: DailyReport) -> None:
        headings = "account name currency ledger statement_opening in out statement_closing difference gap verdict"
        sheet = self._sheet(report, "accounts", f"{headings} left_out_count left_out".split())
        for row, account in enumerate(report.accounts, start=3):
            ledger = ", ".join(account.ledger_accounts)
            for column, text in enumerate((account.account, account.name, account.currency, ledger)):
                sheet.write_string(row, column, cell_text(text))
            amounts = (account.opening, account.incoming, account.outgoing, account.closing)
            for column, amount in enumerate(amounts, start=4):
                self._amount(sheet, row, column, amount, self._money)
            self._amount(sheet, row, 8, account.difference, self._wrong if account.difference else self._money)
            self._amount(sheet, row, 9, account.gap, self._wrong if account.gap else self._money)
            sheet.write_string(
                row, 10, verdict(account, self._language), None if account.is_reconciled else self._wrong
            )
            sheet.write_number(row, 11, account.left_out_count)
            self._amount(sheet, row, 12, account.left_out_amount, self._money)

    def departments(self, report: DailyReport) -> None:
        headings = "department name account receiving kind ledger count opening in out closing currency"
        sheet = self._sheet(report, "departments", headings.split())
        row = 3
        for each in report.departments:
            for line in each.lines:
                self._line(sheet, row, each, line)
                row += 1
            self._sum(sheet, row, each)
            row += 2
        sheet.write_string(row, 0, self._words["note"], self._note)

    def _line(self, sheet: Any, row: int, each: DepartmentAccount, line: KindLine) -> None:
        texts = (each.department, each.name or NO_DEPARTMENT[self._language], each.account, line.receiving_account)
        for column, text in enumerate((*texts, line_name(line, self._language), line.ledger_account)):
            sheet.write_string(row, column, cell_text(text))
        sheet.write_number(row, 6, line.count)
        self._amount(sheet, row, 8, line.incoming, self._money)
        self._amount(sheet, row, 9, line.outgoing, self._money)
        sheet.write_string(row, 11, each.currency)

    def _sum(self, sheet: Any, row: int, each: DepartmentAccount) -> None:
        name = each.name or NO_DEPARTMENT[self._language]
        texts = (each.department, name, each.account, "", self._words["total"], "")
        for column, text in enumerate(texts):
            sheet.write_string(row, column, cell_text(text), self._bold)
        sheet.write_number(row, 6, sum(line.count for line in each.lines), self._bold)
        for column, amount in enumerate((each.opening, each.incoming, each.outgoing, each.closing), start=7):
            self._amount(sheet, row, column, amount, self._bold_money)
        sheet.write_string(row, 11, each.currency, self._bold)

    def _sheet(self, report: DailyReport, name: str, headings: list[str]) -> Any:
        sheet = self._workbook.add_worksheet(self._words[name])
        sheet.write_string(0, 0, f"{self._words['title']} {report.day}: {self._words[name].lower()}", self._title)
        sheet.set_row(2, 32)
        for column, heading in enumerate(headings):
            sheet.write_string(2, column, self._words[heading], self._heading)
            sheet.set_column(column, column, _WIDTHS.get(heading, 16))
        sheet.freeze_panes(3, 0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        return sheet

    def _amount(self, sheet: Any, row: int, column: int, amount: Decimal | None, cell_format: Any) -> None:
        if amount is not None:
            sheet.write_number(row, column, amount, cell_format)


_WIDTHS = {"account": 28, "name": 34, "kind": 30, "currency": 8, "count": 9, "department": 12, "verdict": 20}


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}" if amount == amount.quantize(Decimal("0.01")) else f"{amount:f}"
