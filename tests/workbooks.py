"""Workbooks for tests: made by openpyxl, and parts of them changed as no program would write them."""

import datetime
import io
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import openpyxl

from gateway.findings import Finding
from gateway.formats.layouts.layout import Layout, load_layout
from gateway.formats.layouts.records import read_records

DAY = datetime.date(2026, 3, 9)
HEADINGS = ["Konto", "Belopp", "Antal", "Dag", "Personnummer", "Text", "Öppen"]
LAYOUT = """
title: Prov
kind: xlsx
assumed: true
header_row: true
records:
  row:
    title: Rad
    fields:
      account: {type: code, column: Konto, length: 10, required: true}
      amount: {type: amount, decimals: 2, decimal_sign: ",", column: Belopp}
      count: {type: integer, column: Antal}
      day: {type: date, date_form: YYYY-MM-DD, column: Dag}
      person: {type: code, length: 12, column: Personnummer}
      text: {type: text, column: Text}
      open: {type: boolean, "yes": J, "no": N, column: Öppen}
"""


def layout_of(folder: Path, text: str = LAYOUT) -> Layout:
    """The layout of a spec that a test writes."""
    path = folder / "prov.yaml"
    path.write_text(text, encoding="utf-8")
    return load_layout(path)


def workbook(
    path: Path, rows: Iterable[Iterable[Any]], change: Callable[[Any], None] | None = None, *, headings: bool = True
) -> Path:
    """A workbook of one sheet with these rows below the headings; `change` gets it before it is saved."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    if headings:
        sheet.append(HEADINGS)
    for row in rows:
        sheet.append(list(row))
    if change:
        change(book)
    book.save(path)
    return path


def repacked(path: Path, changes: dict[str, Callable[[str], str] | None], **added: bytes) -> Path:
    """The same workbook with parts whose text is changed, or left out when the change is None, and others added."""
    content = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(content) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            change = changes.get(name, lambda text: text)
            if change is not None:
                new.writestr(name, change(old.read(name).decode()))
        for name, data in added.items():
            new.writestr(name, data)
    return path


def read(layout: Layout, path: Path) -> tuple[list[dict[str, Any]], list[Finding]]:
    """The rows that could be read, and what was found."""
    items = list(read_records(layout, path))
    return [item[1] for item in items if not isinstance(item, Finding)], [
        item for item in items if isinstance(item, Finding)
    ]


def row(**values: Any) -> dict[str, Any]:
    blank = dict.fromkeys(("account", "amount", "count", "day", "person", "text", "open"))
    return {**blank, "account": "1930", **values}


def whole_workbook() -> bytes:
    """A workbook with a value in every column."""
    with tempfile.TemporaryDirectory() as folder:
        return workbook(Path(folder) / "a.xlsx", [["1930", 1.5, 2, DAY, None, "x", True]]).read_bytes()


def _layout() -> Layout:
    with tempfile.TemporaryDirectory() as folder:
        return layout_of(Path(folder))


WHOLE_LAYOUT = _layout()
