"""Values in camt messages, made of the texts found in one part: amounts, dates, accounts, parties, references."""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from gateway.formats.camt_names import BANK_TRANSACTION_CODE
from gateway.formats.camt_shapes import Found
from gateway.identifiers import is_organisation_number

ZERO = Decimal(0)
CREDIT, DEBIT = "CRDT", "DBIT"
RECEIVING_KINDS = frozenset({"BGNR", "PGNR", "SWISH"})
"""Kinds of numbers that money is paid to, beside the account that it is booked on."""

_STOCKHOLM = ZoneInfo("Europe/Stockholm")
_KINDS = {"BGNR": "BGNR", "PGNR": "PGNR", "MOBNB": "SWISH"}
_CHARGES = frozenset({"Chrgs", "Rcrd"})
_NOT_PROVIDED = "NOTPROVIDED"
_SWISH = "MOB"
_RETURN_CODES = frozenset({"RRTN", "ARET"})


class Account(NamedTuple):
    """An account and its kind: BGNR, PGNR, SWISH, IBAN or BBAN."""

    number: str
    kind: str


class AccountNames(NamedTuple):
    """The names of the parts of an account."""

    iban: str
    number: str
    scheme: str
    scheme_code: str

    @classmethod
    def below(cls, path: str) -> "AccountNames":
        """The names below the account element at a path: ``Acct``, ``RltdPties/CdtrAcct``."""
        return cls(
            f"{path}/Id/IBAN", f"{path}/Id/Othr/Id", f"{path}/Id/Othr/SchmeNm/Prtry", f"{path}/Id/Othr/SchmeNm/Cd"
        )


_DEBTOR = "RltdPties/Dbtr"
_DEBTOR_IDENTITY = f"{_DEBTOR}/Id/OrgId/Othr/Id"
_DEBTOR_ADDRESS = f"{_DEBTOR}/PstlAdr"
_DEBTOR_LINES = f"{_DEBTOR_ADDRESS}/AdrLine"
_STREET, _NUMBER, _POSTCODE, _TOWN, _COUNTRY = (
    f"{_DEBTOR_ADDRESS}/{name}" for name in ("StrtNm", "BldgNb", "PstCd", "TwnNm", "Ctry")
)


def account_of(found: Found, names: AccountNames) -> Account | None:
    """The account with these names, or None."""
    texts = found.texts
    number = texts.get(names.number)
    if number is None:
        iban = texts.get(names.iban)
        return Account(iban.replace(" ", ""), "IBAN") if iban else None
    if not number.isalnum():
        number = number.replace("-", "").replace(" ", "")
        if not number:
            return None
    scheme = texts.get(names.scheme) or texts.get(names.scheme_code, "")
    return Account(number, _KINDS.get(scheme.upper(), "BBAN"))


def debtor_address_of(found: Found) -> str:
    """The postal address of the debtor on one line."""
    if _DEBTOR_ADDRESS not in found.elements:
        return ""
    value = found.texts.get
    lines = found.several.get(_DEBTOR_LINES, ())
    street = f"{value(_STREET, '')} {value(_NUMBER, '')}".strip()
    town = f"{value(_POSTCODE, '')} {value(_TOWN, '')}".strip()
    return ", ".join(filter(None, (*lines, street, town, value(_COUNTRY))))


def debtor_organisation_of(found: Found) -> str:
    """The first identity of the debtor that is an organisation number, or an empty text."""
    identities = found.several.get(_DEBTOR_IDENTITY)
    return next(filter(is_organisation_number, identities), "") if identities else ""


def references_of(found: Found, code: str) -> list[tuple[str, str]]:
    """References and kinds: creditor references, document numbers, else free text, Swish reference, end to end id.

    `code` is the bank transaction code of the payment.
    """
    references: list[tuple[str, str]] = []
    for structured in found.groups.get("Strd", ()):
        if reference := structured.texts.get("CdtrRefInf/Ref"):
            is_scor = structured.texts.get("CdtrRefInf/Tp/CdOrPrtry/Cd") == "SCOR"
            is_ocr = is_scor and reference.isascii() and reference.isdigit()
            references.append((reference, "ocr" if is_ocr else "reference"))
        references += [(number, "reference") for number in structured.several.get("RfrdDocInf/Nb", ())]
    if references:
        return references
    texts = found.texts
    reference = message_of(found)
    if not reference and code.rpartition("/")[2] == _SWISH:
        reference = texts.get("Refs/ClrSysRef", "")
    if not reference:
        end_to_end = texts.get("Refs/EndToEndId", "")
        reference = "" if end_to_end == _NOT_PROVIDED else end_to_end
    return [(reference, "reference")] if reference else []


def message_of(found: Found) -> str:
    """The free texts to the payee, joined by a blank."""
    return " ".join(found.several.get("RmtInf/Ustrd", ()))


def code_of(found: Found) -> str:
    """The bank transaction code: domain, family, sub-family and proprietary code, as far as given, joined by ``/``."""
    if "BkTxCd" not in found.elements:
        return ""
    return "/".join([code for name in BANK_TRANSACTION_CODE if (code := found.texts.get(name))])


def is_return(found: Found, code: str) -> bool:
    """Whether a payment takes back another: it has return information, or a bank transaction code that means it."""
    return "RtrInf" in found.elements or is_return_code(code)


@lru_cache(256)
def is_return_code(code: str) -> bool:
    """Whether a bank transaction code, joined by ``/``, means that a payment came back."""
    return not _RETURN_CODES.isdisjoint(code.split("/")[2:3])


def charges_of(found: Found, currency: str) -> Decimal:
    """The charges in a currency: the stated total, else the sum of the records; what was paid back counts as minus."""
    total = "Chrgs/TtlChrgsAndTaxAmt"
    if _CHARGES.isdisjoint(found.elements):
        return ZERO
    if found.texts.get(f"{total}/@Ccy") == currency:
        return amount_of(found.texts[total]) or ZERO
    sum_of_records = ZERO
    for record in found.groups.get("Rcrd", ()):
        if record.texts.get("Amt/@Ccy") == currency:
            amount = amount_of(record.texts.get("Amt", "")) or ZERO
            sum_of_records += -amount if record.texts.get("CdtDbtInd") == CREDIT else amount
    return sum_of_records


def day_at(found: Found, *names: str) -> date | None:
    """The first date or date and time under the names, as a date in Sweden; None without a right one."""
    texts = found.texts
    for name in names:
        if text := texts.get(f"{name}/Dt") or texts.get(f"{name}/DtTm"):
            return day_of(text)
    return None


def signed(amount: Decimal, direction: str) -> Decimal:
    """An amount with the sign that its direction gives it: a debit is negative."""
    return -amount if direction == DEBIT else amount


def amount_of(text: str) -> Decimal | None:
    """An amount that a schema has passed, or None for an empty text."""
    return Decimal(text) if text else None


def count_of(text: str) -> int | None:
    """A count of ASCII digits, or None."""
    return int(text) if text.isascii() and text.isdecimal() else None


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


@lru_cache(1024)
def day_of(text: str) -> date | None:
    """The day of a date or a date and time, in Sweden. A time zone on a bare date does not move it."""
    if "T" in text:
        moment = moment_of(text)
        return moment.date() if moment else None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
