"""What tests of finance's rules share: rule files of a few rules, registers of a few rows, and what the rules find."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from textwrap import dedent
from typing import Any

from gateway.findings import Finding, Place
from gateway.messages import CustomerInvoice, LedgerParty, SupplierInvoice, Voucher
from gateway.messages.ledger_invoices import InvoiceCoding, LedgerInvoiceLine
from gateway.messages.vouchers import CodingDimension, VoucherRow
from gateway.registers import Registers, load_registers
from gateway.rules.base import RuleSet, Surroundings
from gateway.rules.families import FAMILY_CHECKS

DAY = datetime.date(2026, 11, 2)
TODAY = datetime.date(2026, 11, 23)
PERSON, OTHER_PERSON = "189001019802", "189001029819"
"""Test numbers that Skatteverket has published."""


def rules(message: str, **rules: Mapping[str, Any] | None) -> RuleSet:
    """A rule set of some rules with their options; an underscore in a name stands for a hyphen of the code."""
    family = FAMILY_CHECKS[message]
    facts = {"name": "prov", "title": "Prov", "message": message, "version": "1", "applies_from": DAY}
    named = {name.replace("_", "-"): options for name, options in rules.items()}
    return family.rule_set(family.model.model_validate({**facts, "rules": named}), {})


def registers_in(folder: Path, **texts: str) -> Registers:
    """Registers by name, from the text of their files."""
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(dedent(text), encoding="utf-8")
    return load_registers(folder)


class Keys:
    """A history that knows what it is told, and what was claimed in the file so far."""

    def __init__(self) -> None:
        self.claimed: list[tuple[str, str]] = []

    def claim(self, kind: str, key: str) -> None:
        self.claimed.append((kind, key))

    def first_holder(self, kind: str, key: str, *, other_than: str = "") -> tuple[str, str] | None:
        return ("F1", "first.csv") if (kind, key) in self.claimed else None


class Judge:
    """Judges parts one after another, as in one file. A part that is claimed counts as delivered by the next one."""

    def __init__(self, rule_set: RuleSet, registers: Registers | None = None, **around: Any) -> None:
        self.rule_set = rule_set
        self.history, self.delivered = Keys(), Keys()
        facts: dict[str, Any] = {
            "registers": registers or Registers({}),
            "history": self.delivered,
            "today": TODAY,
            "ancestors": {},
            "claim_key": self.history.claim,
            "options": {},
        }
        self.around = Surroundings(**{**facts, **around})

    def found(self, part: object) -> list[Finding]:
        """What is found about a part."""
        problems = [
            each for kind, check in self.rule_set.checks if isinstance(part, kind) for each in check(part, self.around)
        ]
        self.delivered.claimed += self.history.claimed
        self.history.claimed.clear()
        for problem in problems:
            texts = [problem.text("sv"), problem.text("en"), problem.action("sv"), problem.action("en")]
            assert not any("{" in text for text in texts)
        return problems

    def codes(self, part: object) -> list[str]:
        """The codes of what is found about a part."""
        return [each.code for each in self.found(part)]


def dimensions(**values: str) -> list[CodingDimension]:
    """Dimensions by their numbers: ``d1="2110"``."""
    return [CodingDimension(dimension=name[1:], value=value) for name, value in values.items()]


def row(account: str, amount: str = "0.00", *, vat_code: str = "", text: str = "", **coding: str) -> VoucherRow:
    """A row on line 7 of its file."""
    return VoucherRow(
        account=account,
        amount=Decimal(amount),
        vat_code=vat_code,
        text=text,
        dimensions=dimensions(**coding),
        place=Place(line=7),
    )


def voucher(*rows: VoucherRow, **facts: Any) -> Voucher:
    """Voucher A12, on line 6."""
    known: dict[str, Any] = {"number": "12", "series": "A", "date": DAY, "text": "Prov", "place": Place(line=6)}
    return Voucher(**{**known, "rows": list(rows), **facts})


def coding(account: str, amount: str = "0", **values: str) -> InvoiceCoding:
    """A coding on line 9."""
    return InvoiceCoding(account=account, amount=Decimal(amount), dimensions=dimensions(**values), place=Place(line=9))


def line(amount: str = "100.00", account: str = "6460", **facts: Any) -> LedgerInvoiceLine:
    """A line of an invoice, on line 8."""
    return LedgerInvoiceLine(amount=Decimal(amount), account=account, place=Place(line=8), **facts)


def customer_invoice(*lines: LedgerInvoiceLine, customer: LedgerParty | None = None, **facts: Any) -> CustomerInvoice:
    """Customer invoice 1001."""
    known: dict[str, Any] = {"number": "1001", "date": DAY, "place": Place(line=5), "position": 1}
    return CustomerInvoice(**{**known, "lines": list(lines), "customer": customer or LedgerParty(), **facts})


def supplier_invoice(*lines: LedgerInvoiceLine, supplier: LedgerParty | None = None, **facts: Any) -> SupplierInvoice:
    """Supplier invoice F1."""
    known: dict[str, Any] = {"number": "F1", "date": DAY, "place": Place(line=5), "position": 1}
    return SupplierInvoice(**{**known, "lines": list(lines), "supplier": supplier or LedgerParty(), **facts})
