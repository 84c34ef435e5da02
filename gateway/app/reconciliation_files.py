"""The reconciliation with the ledger in words, as JSON, and as a workbook."""

import datetime
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from gateway.app.reconciliation import BatchLine, Difference, DifferenceKind, PostingState, Reconciliation
from gateway.findings import Language
from gateway.receipts.workbook import SHEET_ROWS, cell_text

STATES: dict[Language, dict[PostingState, str]] = {
    "sv": {
        PostingState.SENT: "skickad",
        PostingState.POSTED: "bokförd",
        PostingState.PARTLY_POSTED: "delvis bokförd",
        PostingState.REFUSED: "avvisad av ekonomisystemet",
    },
    "en": {
        PostingState.SENT: "sent",
        PostingState.POSTED: "posted",
        PostingState.PARTLY_POSTED: "partly posted",
        PostingState.REFUSED: "refused by the ledger",
    },
}
KINDS: dict[Language, dict[DifferenceKind, str]] = {
    "sv": {
        DifferenceKind.UNKNOWN_BATCH: "bunten är inte skickad härifrån",
        DifferenceKind.UNKNOWN_VOUCHER: "verifikationen är inte skickad i bunten",
        DifferenceKind.REFUSED: "avvisad av ekonomisystemet",
        DifferenceKind.MISSING: "saknas i svaret",
        DifferenceKind.TWICE: "bokförd mer än en gång",
        DifferenceKind.AMOUNT: "annat belopp",
        DifferenceKind.COUNT: "antal verifikationer skiljer",
        DifferenceKind.SUM: "summa skiljer",
        DifferenceKind.STATED_COUNT: "svarets eget antal stämmer inte med dess rader",
        DifferenceKind.STATED_SUM: "svarets egen summa stämmer inte med dess rader",
        DifferenceKind.NO_ANSWER: "inget svar i tid",
    },
    "en": {
        DifferenceKind.UNKNOWN_BATCH: "batch not sent from here",
        DifferenceKind.UNKNOWN_VOUCHER: "voucher not sent in the batch",
        DifferenceKind.REFUSED: "refused by the ledger",
        DifferenceKind.MISSING: "missing from the answer",
        DifferenceKind.TWICE: "posted more than once",
        DifferenceKind.AMOUNT: "another amount",
        DifferenceKind.COUNT: "count of vouchers differs",
        DifferenceKind.SUM: "sum differs",
        DifferenceKind.STATED_COUNT: "the answer's own count differs from its rows",
        DifferenceKind.STATED_SUM: "the answer's own sum differs from its rows",
        DifferenceKind.NO_ANSWER: "no answer in time",
    },
}
WORDS: dict[Language, dict[str, str]] = {
    "sv": {
        "title": "Avstämning mot ekonomisystemet",
        "batches": "Buntar",
        "differences": "Differenser",
        "batch": "Bunt",
        "state": "Läge",
        "sent_day": "Skickad",
        "due": "Svar senast",
        "sender": "Avsändare",
        "file": "Fil",
        "file_id": "Fil-id",
        "vouchers": "Verifikationer",
        "posted": "Bokförda",
        "refused": "Avvisade",
        "missing": "Utan svar",
        "rows": "Rader",
        "currency": "Valuta",
        "sent_sum": "Skickat belopp",
        "posted_sum": "Bokfört belopp",
        "kind": "Differens",
        "voucher": "Verifikation",
        "reference": "Försystemets nummer",
        "sent": "Skickat",
        "answered": "Svar",
        "reason": "Skäl",
        "answer": "Svarsfil",
        "answer_id": "Svarets fil-id",
        "reconciled": "Allt stämmer.",
    },
    "en": {
        "title": "Reconciliation with the ledger",
        "batches": "Batches",
        "differences": "Differences",
        "batch": "Batch",
        "state": "State",
        "sent_day": "Sent",
        "due": "Answer due",
        "sender": "Sender",
        "file": "File",
        "file_id": "File id",
        "vouchers": "Vouchers",
        "posted": "Posted",
        "refused": "Refused",
        "missing": "Unanswered",
        "rows": "Rows",
        "currency": "Currency",
        "sent_sum": "Amount sent",
        "posted_sum": "Amount posted",
        "kind": "Difference",
        "voucher": "Voucher",
        "reference": "Feeder's number",
        "sent": "Sent",
        "answered": "Answer",
        "reason": "Reason",
        "answer": "Answer file",
        "answer_id": "Answer's file id",
        "reconciled": "Everything agrees.",
    },
}

_BATCH = (
    *("batch", "state", "sent_day", "due", "sender", "file", "file_id", "vouchers", "posted", "refused", "missing"),
    *("rows", "currency", "sent_sum", "posted_sum"),
)
_DIFFERENCE = (
    *("batch", "kind", "voucher", "reference", "sent", "answered", "reason", "sender", "file", "file_id"),
    *("answer", "answer_id"),
)
_WIDTHS = {"batch": 26, "state": 26, "kind": 40, "file": 34, "file_id": 20, "answer": 34, "answer_id": 20, "reason": 60}


def reconciliation_data(made: Reconciliation) -> dict[str, Any]:
    """The reconciliation as plain data; amounts are exact decimal text."""
    return {
        "reconciliation": "1.0",
        "day": made.day.isoformat(),
        "is_reconciled": made.is_reconciled,
        "batches": [
            {
                "batch_id": line.batch.batch_id,
                "state": line.state.value,
                "sent": line.batch.sent.isoformat(),
                "due": line.batch.due.isoformat(),
                "route": line.batch.route,
                "sender": line.batch.sender,
                "file_id": line.batch.file_id,
                "file_name": line.batch.file_name,
                "vouchers": line.batch.vouchers,
                "posted": line.posted,
                "refused": line.refused,
                "missing": line.missing,
                "rows": line.batch.rows,
                "sums": [
                    {"currency": currency, "sent": f"{sent:f}", "posted": f"{posted:f}"}
                    for currency, sent, posted in line.sums
                ],
                "answers": list(line.answers),
            }
            for line in made.batches
        ],
        "differences": [
            {name: str(getattr(each, name)) for name in each.__dataclass_fields__} for each in made.differences
        ],
    }


def difference_cells(each: Difference, language: Language) -> list[str]:
    """A difference as the cells of a table, in the order of `difference_headings`."""
    return [
        each.batch_id,
        KINDS[language][each.kind],
        each.voucher,
        each.reference,
        each.sent,
        each.answered,
        each.reason,
        each.sender,
        each.file_name,
        each.file_id,
        each.answer_name,
        each.answer_id,
    ]


def difference_headings(language: Language) -> list[str]:
    """The headings of a table of differences."""
    return [WORDS[language][name] for name in _DIFFERENCE]


def write_xlsx(made: Reconciliation, path: Path, language: Language = "sv") -> None:
    """A workbook with a sheet of batches and a sheet of differences, in constant memory."""
    import xlsxwriter  # noqa: PLC0415 - loaded when a workbook is written

    options = {"constant_memory": True, "tmpdir": str(path.parent), "strings_to_formulas": False}
    options |= {"strings_to_urls": False, "strings_to_numbers": False}
    words = WORDS[language]
    with xlsxwriter.Workbook(str(path), options) as workbook:
        noon = datetime.datetime.combine(made.day, datetime.time(12))
        workbook.set_properties({"title": f"{words['title']} {made.day}", "created": noon})
        heading = workbook.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": "#1D4F76"})
        money = workbook.add_format({"num_format": "#,##0.00"})
        rows = (row for line in made.batches for row in _batch_rows(line, language))
        _fill(workbook.add_worksheet(words["batches"]), _BATCH, rows, words, (heading, money))
        found = (difference_cells(each, language) for each in made.differences)
        _fill(workbook.add_worksheet(words["differences"]), _DIFFERENCE, found, words, (heading, money))


def _batch_rows(line: BatchLine, language: Language) -> Iterable[list[Any]]:
    """A row for each currency of a batch; the counts stand on the first."""
    batch = line.batch
    head = [batch.batch_id, STATES[language][line.state], batch.sent.isoformat(), batch.due.isoformat(), batch.sender]
    head += [batch.file_name, batch.file_id]
    counts: list[Any] = [batch.vouchers, line.posted, line.refused, line.missing, batch.rows]
    for currency, sent, posted in line.sums or (("", 0, 0),):
        yield [*head, *counts, currency, sent, posted]
        counts = [""] * len(counts)


def _fill(
    sheet: Any,
    columns: tuple[str, ...],
    rows: Iterable[list[Any]],
    words: dict[str, str],
    formats: tuple[Any, Any],
) -> None:
    heading, money = formats
    sheet.freeze_panes(1, 0)
    for number, name in enumerate(columns):
        sheet.set_column(number, number, _WIDTHS.get(name, 16))
        sheet.write_string(0, number, words[name], heading)
    row = 0
    for row, cells in enumerate(rows, start=1):
        if row >= SHEET_ROWS:
            break
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                sheet.write_string(row, column, cell_text(cell))
            else:
                sheet.write_number(row, column, cell, money if columns[column].endswith("_sum") else None)
    sheet.autofilter(0, 0, row, len(columns) - 1)
