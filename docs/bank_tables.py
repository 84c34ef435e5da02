"""The tables of the LB page: records by their positions, and what the error numbers of Bankgirot mean."""

import csv
import importlib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from tables import table

_TABLES = {
    "ORDER": "To Bankgirot",
    "DONE": "From Bankgirot, layout 1: paid",
    "WATCH": "From Bankgirot, layout 2: still waiting",
    "COMMENT": "From Bankgirot, layouts 6 and 7: the records of the order, each with a comment",
    "CASH": "From Bankgirot: returned cash payments",
}


def lb_records() -> Iterator[str]:
    """Every record that is read, as the program cuts it."""
    records: Any = importlib.import_module("gateway.formats.lb_records")
    for name, title in _TABLES.items():
        yield f"### {title}"
        rows = []
        for code, fields in getattr(records, name).items():
            cells = ", ".join(f"{field.name.replace('_', ' ')} {field.position}" for field in fields)
            rows.append((f"`{code}`", cells))
        yield table(("TK", "fields and their positions"), rows)


def lb_reasons() -> Iterator[str]:
    """The error numbers that are explained, in the words that error lists use."""
    csv_file = files("gateway.catalogue").joinpath("lb_reasons.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(csv_file.splitlines(), delimiter=";")
    yield table(("number", "meaning", "in Swedish"), ((f"`{row['code']}`", row["en"], row["sv"]) for row in rows))


def autogiro_codes() -> Iterator[str]:
    """What the codes in files from Bankgirot mean, a table for each list of codes."""
    lists = importlib.import_module("gateway.messages.autogiro_codes")
    for title, name in (
        ("Payment specification: status", "PAYMENT_STATUSES"),
        ("Payment specification: reason of a refund", "REFUNDS"),
        ("Rejected payment orders: comment", "REJECTIONS"),
        ("Cancellations and changes: kind", "CHANGE_TYPES"),
        ("Cancellations and changes: comment", "CHANGES"),
        ("Mandate advice: information", "MANDATE_INFORMATION"),
        ("Mandate advice: status", "MANDATE_STATUSES"),
        ("Mandates from web banks: kind", "WEB_BANK_TYPES"),
        ("Mandate register: status", "REGISTER_STATUSES"),
    ):
        yield f"### {title}"
        rows = [(f"`{code}`", meaning.sv, meaning.en) for code, meaning in getattr(lists, name).items()]
        yield table(("code", "in Swedish", "in English"), rows)
