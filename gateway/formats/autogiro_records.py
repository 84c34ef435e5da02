"""Record layouts of Autogiro as tables, and what the first record of a file tells of it.

Source: Bankgirot, "Autogiro, Teknisk manual", 2016-12-13, and Bankgirot's own example files. A record is 80 bytes of
ISO-8859-1; amounts are whole öre. What Bankgirot sends comes in two layouts: the new one has the word AUTOGIRO in
positions 3-10 of its first record, the old one a day. One record type looks different from file to file, so each
kind of file has tables of its own.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from gateway.formats.bankgiro_lines import UTF8_MARK
from gateway.formats.bankgiro_records import RECORD_LENGTH, Field, RecordTables
from gateway.formats.bankgiro_values import number_of, timestamp_of

SEAL_OPENING = "00"
SEAL_CLOSING = "99"

_TRANSACTION = (
    Field("day", 3, 10),
    Field("period", 11, 11),
    Field("repetitions", 12, 14),
    Field("payer_number", 16, 31),
    Field("amount", 32, 43),
    Field("bankgiro", 44, 53),
    Field("reference", 54, 69),
)
_CHANGE = (
    Field("bankgiro", 3, 12),
    Field("payer_number", 13, 28),
    Field("day", 29, 36),
    Field("amount", 37, 48),
    Field("direction", 49, 50),
    Field("new_day", 51, 58),
    Field("reference", 59, 74),
)
_SUMS = (
    Field("out_sum", 29, 40),
    Field("out_count", 41, 46),
    Field("in_count", 47, 52),
    Field("in_sum", 57, 68),
)
_COUNT = (Field("count", 15, 21),)

ORDER = RecordTables(
    {
        "01": (Field("customer_number", 63, 68), Field("bankgiro", 69, 78)),
        "03": (Field("bankgiro", 3, 12), Field("payer_number", 13, 28)),
        "04": (
            Field("bankgiro", 3, 12),
            Field("payer_number", 13, 28),
            Field("account", 29, 44),
            Field("identity_number", 45, 56),
            Field("rejection", 77, 78),
        ),
        "05": (
            Field("bankgiro", 3, 12),
            Field("payer_number", 13, 28),
            Field("new_bankgiro", 29, 38),
            Field("new_payer_number", 39, 54),
        ),
        "82": _TRANSACTION,
        "32": _TRANSACTION,
        **dict.fromkeys(("23", "24", "25", "26", "27", "28", "29"), _CHANGE),
    }
)
"""What goes to Bankgirot."""

AT_ONCE = "GENAST"
"""What stands for the day of a payment that is to be made as soon as possible."""

KINDS = {
    "03": "mandate-delete",
    "05": "payer-change",
    "82": "collection",
    "32": "disbursement",
    "23": "cancel-payer",
    "24": "cancel-day",
    "25": "cancel-one",
    "26": "redate-all",
    "27": "redate-day",
    "28": "redate-payer",
    "29": "redate-one",
}
"""Kind of request by record code; TK04 is one of three, by what it holds."""

_SECTION = (
    Field("account", 3, 37),
    Field("day", 38, 45),
    Field("serial_number", 46, 50),
    Field("amount", 51, 68),
    Field("count", 72, 79),
)
PAYMENTS = RecordTables(
    {
        **dict.fromkeys(("15", "16", "17"), _SECTION),
        **dict.fromkeys(("82", "32"), (*_TRANSACTION, Field("status", 80, 80))),
        "77": (*_TRANSACTION, Field("refund_day", 70, 77), Field("refund_code", 78, 79)),
        "09": (
            Field("in_sections", 15, 20),
            Field("in_count", 21, 32),
            Field("out_sections", 33, 38),
            Field("out_count", 39, 50),
            Field("refund_sections", 51, 56),
            Field("refund_count", 57, 68),
        ),
    }
)
"""The payment specification in the new layout."""

OLD_PAYMENTS = RecordTables({"82": PAYMENTS["82"], "32": PAYMENTS["32"], "09": _SUMS})
"""The payment specification in the old layout: no sections."""

_REJECTED = (
    Field("day", 3, 10),
    Field("period", 11, 11),
    Field("repetitions", 12, 14),
    Field("payer_number", 15, 30),
    Field("amount", 31, 42),
    Field("reference", 43, 58),
    Field("comment", 59, 60),
)
REJECTED = RecordTables(
    {
        "82": _REJECTED,
        "32": _REJECTED,
        "09": (
            Field("out_count", 15, 20),
            Field("out_sum", 21, 32),
            Field("in_count", 33, 38),
            Field("in_sum", 39, 50),
        ),
    }
)
"""Payment orders that Bankgirot has rejected; the same in both layouts, and one position off those of the order."""

_CHANGED = (
    Field("day", 3, 10),
    Field("payer_number", 11, 26),
    Field("direction", 27, 28),
    Field("amount", 29, 40),
    Field("new_day", 49, 56),
    Field("reference", 57, 72),
    Field("comment", 73, 74),
)
CHANGES = RecordTables(
    {
        **dict.fromkeys(("03", "11", "21", "22", "23", "24", "25", "26", "27", "28", "29"), _CHANGED),
        "09": _SUMS,
    }
)
"""Payments that were cancelled or moved to another day; the same in both layouts."""

WATCH = RecordTables({"82": _TRANSACTION, "32": _TRANSACTION, "09": _SUMS})
"""Extract from the watch register: payments that wait for their day."""

MANDATES = RecordTables(
    {
        "73": (
            Field("bankgiro", 3, 12),
            Field("payer_number", 13, 28),
            Field("account", 29, 44),
            Field("identity_number", 45, 56),
            Field("information", 62, 63),
            Field("status", 64, 65),
            Field("day", 66, 73),
            Field("valid_from", 74, 79),
        ),
        "09": _COUNT,
        "52": (
            Field("bankgiro", 3, 12),
            Field("payer_number", 13, 28),
            Field("account", 29, 44),
            Field("identity_number", 45, 56),
            Field("type", 62, 62),
        ),
        "53": (Field("text", 3, 38),),
        "54": (Field("name", 3, 38), Field("address", 39, 74)),
        "55": (Field("first", 3, 38), Field("second", 39, 74)),
        "56": (Field("postcode", 3, 7), Field("town", 8, 38)),
        "59": _COUNT,
    }
)
"""Mandate advice (TK73), and mandates given in web banks (TK52-56)."""

REGISTER = RecordTables(
    {
        "new": (
            Field("bankgiro", 1, 10),
            Field("identity_number", 11, 22),
            Field("payer_number", 23, 38),
            Field("type", 39, 39),
            Field("created", 42, 49),
            Field("updated", 50, 57),
            Field("status", 58, 58),
            Field("account", 65, 80),
        ),
        "old": (
            Field("bankgiro", 1, 10),
            Field("identity_number", 11, 22),
            Field("payer_number", 23, 38),
            Field("type", 39, 39),
            Field("created", 41, 48),
            Field("updated", 49, 56),
            Field("status", 57, 57),
            Field("account", 64, 79),
        ),
    }
)
"""Extract from the mandate register: records without a code. In old ones all after the type stands one earlier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What the first record of a file says.

    `kind` is order, payments, old-payments, rejected, changes, watch, advice or web-bank. `stamp` is the time or the
    day as it is written; `created` is midnight where only the day is.
    """

    kind: str
    bankgiro: str
    customer_number: str = ""
    stamp: str = ""
    created: datetime | None = None

    @property
    def identifier(self) -> str:
        """What tells one file from another: the bankgiro and the time."""
        return f"{self.bankgiro}-{self.stamp}"


_NEW_CONTENTS = {
    "BET. SPEC": "payments",
    "AVVISADE": "rejected",
    "MAKULERING": "changes",
    "AG-MEDAVI": "advice",
}
_OLD_CONTENTS = {"FELLISTA": "rejected", "MAK/": "changes", "BEVAKNINGSREG": "watch", "BET": "old-payments"}
_REGISTER_RECORD = re.compile(r"\d{10}[\d ]{12}[\d ]{16}[\d ][\d ]{1,2}(?:19|20)\d{6}", re.ASCII)


def opening_of(record: str) -> Opening | None:
    """What a record of 80 characters says as the first of a file; None when it is none of Autogiro's."""
    kind = _kind_of(record)
    if not kind:
        return None
    if record[2:10] == "AUTOGIRO":
        customer_number, bankgiro, stamp = record[64:70], record[70:80], record[24:44].strip()
    elif kind in ("advice", "web-bank"):
        customer_number, bankgiro, stamp = "", record[14:24], record[2:10]
    else:
        customer_number, bankgiro, stamp = record[62:68], record[68:78], record[2:10]
    created = timestamp_of(stamp) if len(stamp) == 20 else timestamp_of(stamp[:8].ljust(20, "0"))
    return Opening(
        kind=kind,
        bankgiro=number_of(bankgiro),
        customer_number=customer_number.strip(),
        stamp=stamp,
        created=created,
    )


def _kind_of(record: str) -> str:
    code, day = record[:2], record[2:10]
    if code == "51":
        return "web-bank" if record[10:14] == "9900" and record.startswith("AG-EMEDGIV", 24) else ""
    if code != "01":
        return ""
    if day == "AUTOGIRO":
        return _content(_NEW_CONTENTS, record[44:64])
    if not day.isdecimal():
        return ""
    if record.startswith("9900", 10) and record.startswith("AG-MEDAVI", 24):
        return "advice"
    if not record.startswith("AUTOGIRO", 10):
        return ""
    if record.startswith("9900", 18):
        content = record[22:62].strip()
        return _content(_OLD_CONTENTS, content) if content else "old-payments"
    return "" if record[18:62].strip() else "order"


def _content(contents: dict[str, str], text: str) -> str:
    return next((kind for beginning, kind in contents.items() if text.startswith(beginning)), "")


def kind_of_file(head: bytes) -> str:
    """Which file of Autogiro the first bytes begin: a kind of `Opening`, `register`, or blank for none."""
    first, _, rest = head.removeprefix(UTF8_MARK)[:1024].decode("latin-1").partition("\n")
    if first.startswith(SEAL_OPENING) and first.startswith("HMAC", 8):
        first = rest.partition("\n")[0]
        kind = _kind_of(first.rstrip("\r").ljust(RECORD_LENGTH))
        return kind if kind == "order" else ""
    kind = _kind_of(first.rstrip("\r").ljust(RECORD_LENGTH))
    return kind or ("register" if _REGISTER_RECORD.match(first) else "")


def register_layout(record: str) -> str:
    """Whether a record of the mandate register is in the new or the old layout, by where its year begins."""
    return "old" if record[40:42] in ("19", "20") else "new"
