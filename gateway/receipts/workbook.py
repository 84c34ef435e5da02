"""The error list as an Excel workbook: a summary sheet, and a sheet with every finding to sort and filter.

What the sender wrote is untrusted: it is stored as text, never as a formula or a link, and text that a
spreadsheet might take for a formula once the sheet is saved as CSV gets an apostrophe before it.
"""

import datetime
import re
from itertools import chain, islice
from pathlib import Path
from typing import Any

from gateway.findings import Finding, Language
from gateway.receipts.causes import Cause, causes_of
from gateway.receipts.findings_log import findings_of
from gateway.receipts.list_texts import LIST_TEXTS, STATUS_SENTENCES
from gateway.receipts.outcome import Outcome
from gateway.receipts.words import SEVERITY_WORDS, STATUS_WORDS, count_text, time_text, visible

SHEET_ROWS = 1_048_576
"""How many rows a worksheet holds, its heading included."""

_CELL_LENGTH = 32_767
_FORMULA_BEGINNINGS = tuple("=+-@\t\r")
_NUMBER = re.compile(r"[-+]?\d[\d .,]*")
_COLUMNS = (
    ("severity", 15),
    ("code", 30),
    ("cause", 40),
    ("line", 9),
    ("record", 30),
    ("position", 14),
    ("about", 26),
    ("value", 28),
    ("expected", 28),
    ("text", 60),
    ("action", 60),
    ("path", 44),
)
_WRAPPED = frozenset({"cause", "value", "expected", "text", "action"})


def fellista_xlsx(outcome: Outcome, path: Path, *, contact: str = "", language: Language = "sv") -> None:
    """The error list as a workbook with every finding that a worksheet can hold, in constant memory."""
    options = {
        "constant_memory": True,
        "tmpdir": str(path.parent),
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    texts = LIST_TEXTS[language]
    causes = causes_of(outcome.findings_log)
    # Loaded when a workbook is written: a command that only looks has no use for it.
    import xlsxwriter  # noqa: PLC0415

    with xlsxwriter.Workbook(str(path), options) as workbook:
        # The file's own time, so that the same error list gives the same bytes.
        created = outcome.finished.astimezone(datetime.UTC).replace(tzinfo=None)
        workbook.set_properties({"title": f"{texts['list']} {visible(outcome.file_id)}", "created": created})
        _Sheets(workbook, language).write(outcome, causes, contact)


def cell_text(text: str) -> str:
    """Text for a cell that no spreadsheet can take for a formula; a plain number stays as it is."""
    if text.startswith(_FORMULA_BEGINNINGS) and not _NUMBER.fullmatch(text):
        text = f"'{text}"
    return visible(text)[:_CELL_LENGTH]


class _Sheets:
    """The two sheets of one workbook."""

    def __init__(self, workbook: Any, language: Language) -> None:
        self._workbook = workbook
        self._language = language
        self._texts = LIST_TEXTS[language]
        self._title = workbook.add_format({"bold": True, "font_size": 16})
        self._heading = workbook.add_format(
            {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1D4F76", "valign": "vcenter"}
        )
        self._label = workbook.add_format({"font_color": "#4A5560"})
        self._wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
        self._top = workbook.add_format({"valign": "top"})
        self._money = workbook.add_format({"num_format": "#,##0.00"})
        self._number = workbook.add_format({"num_format": "#,##0", "valign": "top"})

    def write(self, outcome: Outcome, causes: list[Cause], contact: str) -> None:
        """Both sheets; the summary first, because rows are flushed in order."""
        self._write_summary(outcome, causes, contact)
        self._write_findings(outcome, causes)

    def _write_summary(self, outcome: Outcome, causes: list[Cause], contact: str) -> None:
        texts, language = self._texts, self._language
        sheet = self._workbook.add_worksheet(texts["summary"])
        for column, width in enumerate((32, 44, 18, 12, 18, 10)):
            sheet.set_column(column, column, width)
        self._text(sheet, 0, 0, f"{texts['list']}: {outcome.name}", self._title)
        self._text(sheet, 1, 0, STATUS_SENTENCES[language][outcome.status])
        facts = [
            ("status", STATUS_WORDS[language][outcome.status]),
            ("id", outcome.file_id),
            ("route", outcome.route),
            ("sender", outcome.sender),
            ("format", outcome.format),
            ("received", time_text(outcome.received)),
            ("read", count_text(outcome.counts.read, language)),
            ("delivered", count_text(outcome.counts.delivered, language)),
            ("rejected", count_text(outcome.counts.rejected, language)),
            ("left_out", count_text(outcome.counts.left_out, language) if outcome.counts.left_out else ""),
            ("contact", contact),
        ]
        row = 3
        for name, fact in facts:
            if fact:
                self._text(sheet, row, 0, texts[name], self._label)
                self._text(sheet, row, 1, fact)
                row += 1
        count = sum(cause.count for cause in causes)
        if count >= SHEET_ROWS:
            full = texts["sheet_full"].format(
                shown=count_text(SHEET_ROWS - 1, language), count=count_text(count, language)
            )
            self._text(sheet, row, 0, full)
            row += 1
        row += 1
        for column, name in enumerate(("code", "cause", "severity", "count", "amount")):
            self._text(sheet, row, column, texts[name], self._heading)
        for cause in causes:
            row = self._write_cause(sheet, row + 1, cause)

    def _write_cause(self, sheet: Any, row: int, cause: Cause) -> int:
        self._text(sheet, row, 0, cause.code)
        self._text(sheet, row, 1, cause.title(self._language))
        self._text(sheet, row, 2, SEVERITY_WORDS[self._language][cause.severity])
        sheet.write_number(row, 3, cause.count, self._number)
        for number, (currency, amount) in enumerate(cause.amounts.items()):
            row += bool(number)
            sheet.write_number(row, 4, amount, self._money)
            self._text(sheet, row, 5, currency)
        return row

    def _write_findings(self, outcome: Outcome, causes: list[Cause]) -> None:
        sheet = self._workbook.add_worksheet(self._texts["findings"])
        sheet.freeze_panes(1, 2)
        for column, (name, width) in enumerate(_COLUMNS):
            sheet.set_column(column, column, width)
            self._text(sheet, 0, column, self._texts[name], self._heading)
        findings = (
            chain.from_iterable(findings_of(outcome.findings_log, cause.code) for cause in causes)
            if outcome.findings_log
            else iter(())
        )
        row = 0
        for row, finding in enumerate(islice(findings, SHEET_ROWS - 1), start=1):
            self._write_finding(sheet, row, finding)
        sheet.autofilter(0, 0, row, len(_COLUMNS) - 1)

    def _write_finding(self, sheet: Any, row: int, finding: Finding) -> None:
        language = self._language
        texts = {
            "severity": SEVERITY_WORDS[language][finding.severity],
            "code": finding.code,
            "cause": finding.title(language),
            "record": finding.place.record,
            "position": finding.place.position,
            "about": finding.about,
            "value": finding.value,
            "expected": finding.expected,
            "text": finding.text(language),
            "action": finding.action(language),
            "path": finding.place.path,
        }
        for column, (name, _) in enumerate(_COLUMNS):
            if name == "line":
                if finding.place.line is not None:
                    sheet.write_number(row, column, finding.place.line, self._top)
            elif texts[name]:
                self._text(
                    sheet,
                    row,
                    column,
                    texts[name],
                    self._wrapped if name in _WRAPPED else self._top,
                )

    def _text(self, sheet: Any, row: int, column: int, text: str, cell_format: Any = None) -> None:
        sheet.write_string(row, column, cell_text(text), cell_format)
