"""Values in camt messages, made of the texts found in one element: amounts, dates, accounts, parties, references."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

from gateway.formats.camt_paths import Found
from gateway.identifiers import is_organisation_number

_DECIMAL = re.compile(r"\+?\d{1,18}(\.\d{0,17})?|\+?\.\d{1,17}", re.ASCII)
_STOCKHOLM = ZoneInfo("Europe/Stockholm")
GIRO_KINDS = frozenset({"BGNR", "PGNR"})
_NOT_PROVIDED = "NOTPROVIDED"


class Account(NamedTuple):
    """An account and its kind: BGNR, PGNR, IBAN or BBAN."""

    number: str
    kind: str


class AccountPaths(NamedTuple):
    """Where the parts of an account stand."""

    iban: str
    number: str
    scheme: tuple[str, str]

    @classmethod
    def below(cls, path: str) -> "AccountPaths":
        """The paths of the account element (``Acct``, ``CdtrAcct``) at a path."""
        return cls(
            f"{path}/Id/IBAN",
            f"{path}/Id/Othr/Id",
            (f"{path}/Id/Othr/SchmeNm/Prtry", f"{path}/Id/Othr/SchmeNm/Cd"),
        )


_DEBTOR = "RltdPties/Dbtr"
_DEBTOR_IDENTITY = f"{_DEBTOR}/Id/OrgId/Othr/Id"
_DEBTOR_LINES = f"{_DEBTOR}/PstlAdr/AdrLine"
_DEBTOR_STREET, _DEBTOR_NUMBER, _DEBTOR_POSTCODE, _DEBTOR_TOWN, _DEBTOR_COUNTRY = (
    f"{_DEBTOR}/PstlAdr/{name}" for name in ("StrtNm", "BldgNb", "PstCd", "TwnNm", "Ctry")
)


def account_of(found: Found, paths: AccountPaths) -> Account | None:
    """The account at some paths, or None."""
    texts = found.texts
    if iban := texts.get(paths.iban):
        return Account(iban.replace(" ", ""), "IBAN")
    number = texts.get(paths.number, "")
    if not number.isalnum():
        number = number.replace("-", "").replace(" ", "")
        if not number:
            return None
    kind = found.text(*paths.scheme).upper()
    return Account(number, kind if kind in GIRO_KINDS else "BBAN")


def debtor_address_of(found: Found) -> str:
    """The postal address of the debtor on one line."""
    value = found.texts.get
    lines = found.several.get(_DEBTOR_LINES, ())
    street = f"{value(_DEBTOR_STREET, '')} {value(_DEBTOR_NUMBER, '')}".strip()
    town = f"{value(_DEBTOR_POSTCODE, '')} {value(_DEBTOR_TOWN, '')}".strip()
    return ", ".join(filter(None, (*lines, street, town, value(_DEBTOR_COUNTRY))))


def debtor_organisation_of(found: Found) -> str:
    """The first identity of the debtor that is an organisation number, or an empty text."""
    identities = found.several.get(_DEBTOR_IDENTITY)
    return next(filter(is_organisation_number, identities), "") if identities else ""


def references_of(found: Found) -> list[tuple[str, str]]:
    """References and kinds: creditor references, document numbers, else free text, else end to end id."""
    references: list[tuple[str, str]] = []
    for structured in found.groups.get("Strd", ()):
        if reference := structured.get("CdtrRefInf/Ref"):
            is_scor = structured.get("CdtrRefInf/Tp/CdOrPrtry/Cd") == "SCOR"
            is_ocr = is_scor and reference.isascii() and reference.isdigit()
            references.append((reference, "ocr" if is_ocr else "reference"))
        elif number := structured.get("RfrdDocInf/Nb"):
            references.append((number, "reference"))
    if not references and (free := message_of(found)):
        references.append((free, "reference"))
    if not references:
        end_to_end = found.texts.get("Refs/EndToEndId", "")
        if end_to_end and end_to_end != _NOT_PROVIDED:
            references.append((end_to_end, "reference"))
    return references


def message_of(found: Found) -> str:
    """The free texts to the payee, joined by a blank."""
    return " ".join(found.several.get("RmtInf/Ustrd", ()))


def day_at(found: Found, *paths: str) -> date | None:
    """The first date or date and time at the paths, as a date in Sweden; None without a right one."""
    for path in paths:
        if text := found.text(f"{path}/Dt", f"{path}/DtTm"):
            return day_of(text)
    return None


def amount_of(text: str) -> Decimal | None:
    """An amount as schemas allow it (no exponent, no sign but plus), or None."""
    return Decimal(text) if _DECIMAL.fullmatch(text) else None


def moment_of(text: str) -> datetime | None:
    """A date and time; one with a time zone is turned into Swedish time. None when it is wrong."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    try:
        return moment.astimezone(_STOCKHOLM) if moment.tzinfo else moment
    except OverflowError:
        return None


def day_of(text: str) -> date | None:
    """The day of a date or a date and time, in Sweden. A time zone on a bare date does not move it."""
    if "T" in text:
        moment = moment_of(text)
        return moment.date() if moment else None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
