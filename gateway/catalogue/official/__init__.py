"""Codes of official rules: what each demands, in our words. The ids and severities are those of the rule sets.

A rule set is a table beside this module: ``code;severity;action;title_sv;text_sv;title_en;text_en``. Texts may name
``{field}`` (the EN 16931 term where the finding stands, see `terms`), ``{value}``, ``{expected}``, ``{difference}`` and
whatever the rule tells; ``action`` is a key of `ACTIONS`. What a document should not hold at all is in
``en16931_unwanted.txt``, a rule a line with the paths it is about, and has the same texts for all.
"""

import csv
from collections.abc import Iterator
from importlib.resources import files

from gateway.catalogue.code import Code, Scope, Severity

ACTIONS: dict[str, tuple[str, str]] = {
    "return": (
        "Lämna tillbaka fakturan till leverantören och be om en rättad faktura. Rätta den inte för hand.",
        "Return the invoice to the supplier and ask for a corrected one. Do not correct it by hand.",
    ),
    "tell": (
        "Fakturan kan tas emot. Be leverantören rätta till nästa faktura.",
        "The invoice can be taken. Ask the supplier to put it right in the next one.",
    ),
    "none": (
        "Ingenting behöver göras: uppgiften läses inte.",
        "Nothing needs to be done: the information is not read.",
    ),
}

_TABLES = ("en16931.csv", "peppol.csv", "svefaktura.csv")


def unwanted_in_en16931() -> list[tuple[str, str]]:
    """Rule id and paths of every UBL element and attribute that an EN 16931 invoice should not hold."""
    table = files(__package__).joinpath("en16931_unwanted.txt").read_text(encoding="utf-8")
    rules = [line.split(maxsplit=1) for line in table.splitlines() if line and not line.startswith("#")]
    return [(code, paths) for code, paths in rules]


def _read(name: str) -> Iterator[Code]:
    table = files(__package__).joinpath(name)
    if not table.is_file():
        return
    with table.open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter=";"):
            action_sv, action_en = ACTIONS[row["action"]]
            yield Code(
                code=row["code"],
                severity=Severity(row["severity"]),
                scope=Scope.PART,
                title_sv=row["title_sv"],
                text_sv=row["text_sv"],
                action_sv=action_sv,
                title_en=row["title_en"],
                text_en=row["text_en"],
                action_en=action_en,
            )


def _unwanted(code: str) -> Code:
    action_sv, action_en = ACTIONS["none"]
    return Code(
        code=code,
        severity=Severity.WARNING,
        scope=Scope.PART,
        title_sv="Uppgift utanför standarden",
        text_sv="{field} hör inte till en e-faktura enligt EN 16931. Uppgiften läses inte.",
        action_sv=action_sv,
        title_en="Information outside the standard",
        text_en="{field} is no part of an e-invoice by EN 16931. The information is not read.",
        action_en=action_en,
    )


CODES: tuple[Code, ...] = (
    *(code for name in _TABLES for code in _read(name)),
    *(_unwanted(code) for code, _ in unwanted_in_en16931()),
)
