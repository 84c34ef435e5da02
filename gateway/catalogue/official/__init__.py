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
        "Lämna tillbaka fakturan till utställaren och be om en rättad faktura. Rätta den inte för hand.",
        "Return the invoice to the issuer and ask for a corrected one. Do not correct it by hand.",
    ),
    "tell": (
        "Fakturan kan tas emot. Be utställaren rätta till nästa faktura.",
        "The invoice can be taken. Ask the issuer to put it right in the next one.",
    ),
    "add": (
        "Lämna tillbaka fakturan till utställaren och be om en ny där uppgiften finns med. Fyll inte i den själv.",
        "Return the invoice to the issuer and ask for a new one with the information. Do not fill it in yourself.",
    ),
    "party": (
        "Lämna tillbaka fakturan. Be utställaren rätta parternas namn, adress och nummer i sitt fakturasystem och "
        "skicka en ny.",
        "Return the invoice. Ask the issuer to put the names, addresses and numbers of the parties right in their "
        "invoicing system and to send a new one.",
    ),
    "payment": (
        "Betala inte än. Be utställaren om en ny faktura med rätt betalningsuppgifter, och jämför dem med "
        "leverantörsregistret.",
        "Do not pay yet. Ask the issuer for a new invoice with the right payment details, and compare them with the "
        "supplier register.",
    ),
    "sum": (
        "Lämna tillbaka fakturan och uppge båda beloppen och skillnaden. Ändra inga belopp för hand.",
        "Return the invoice and tell both amounts and the difference. Do not change amounts by hand.",
    ),
    "vat": (
        "Lämna tillbaka fakturan och be utställaren rätta momsen: kategori, sats eller momsspecifikation. Ändra den "
        "inte för hand, för avdraget kräver en riktig faktura.",
        "Return the invoice and ask the issuer to correct the VAT: category, rate or breakdown. Do not change it by "
        "hand, for deducting it takes a correct invoice.",
    ),
    "code": (
        "Lämna tillbaka fakturan. Be utställaren välja en kod ur kodlistan i sitt fakturasystem och skicka en ny.",
        "Return the invoice. Ask the issuer to choose a code of the list in their invoicing system and to send a new "
        "one.",
    ),
    "round": (
        "Lämna tillbaka fakturan. Be utställaren avrunda beloppet till två decimaler i sitt fakturasystem, räkna om "
        "summorna och skicka en ny.",
        "Return the invoice. Ask the issuer to round the amount to two decimals in their invoicing system, to reckon "
        "the sums anew and to send a new one.",
    ),
    "once": (
        "Lämna tillbaka fakturan. Be utställaren ta bort det som står för mycket och skicka en ny.",
        "Return the invoice. Ask the issuer to take away what is there too often and to send a new one.",
    ),
    "dates": (
        "Lämna tillbaka fakturan. Be utställaren rätta datumen och skicka en ny.",
        "Return the invoice. Ask the issuer to put the dates right and to send a new one.",
    ),
    "negative": (
        "Lämna tillbaka fakturan. Be utställaren ange ett pris som är noll eller större. Returer anges med negativ "
        "kvantitet eller med en kreditfaktura.",
        "Return the invoice. Ask the issuer to state a price that is zero or more. Returns are stated with a "
        "negative quantity or with a credit note.",
    ),
    "attachment": (
        "Lämna tillbaka fakturan. Be utställaren skicka en ny med bilagan på rätt plats och i tillåten form.",
        "Return the invoice. Ask the issuer to send a new one with the attachment in its place and in a form "
        "that is allowed.",
    ),
    "program": (
        "Felet ligger i utställarens fakturaprogram. Lämna tillbaka fakturan och be utställaren visa felkoden för "
        "den som levererar programmet.",
        "The fault is in the issuer's invoicing program. Return the invoice and ask the issuer to show the rule id "
        "to whoever provides the program.",
    ),
    "card": (
        "Fakturan kan tas emot. Sprid inte kortnumret, och be utställaren korta det på nästa faktura.",
        "The invoice can be taken. Do not spread the card number, and ask the issuer to shorten it in the next "
        "invoice.",
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
