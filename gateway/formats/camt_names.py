"""What is read from camt messages, where it stands, and what each version calls it.

Source: ISO 20022 camt.052, camt.053 and camt.054, versions 001.01 to 001.14. The three say the same under a
``Rpt``, ``Stmt`` or ``Ntfctn``. Below it a path means one thing in whatever version has it, so the versions need one
table: a value has the name that new versions give it, and `OLDER` lists other spellings of the same. The schema of
the version, which is checked before anything is taken from a file, sees to it that only its own spelling occurs.

``*`` after a name says that the element repeats and all of them count; of any other the first counts. ``@`` says that
the currency is wanted too; it is found under the name with ``/@Ccy``.
"""

from collections.abc import Iterator
from typing import NamedTuple

VERSIONS = tuple(f"001.{number:02d}" for number in range(1, 15))


class Kind(NamedTuple):
    """One of the three messages: its name, its element, and the one that holds the entries of an account."""

    name: str
    title: str
    message: str
    statement: str


KINDS = (
    Kind("camt.052", "Kontorapport", "BkToCstmrAcctRpt", "Rpt"),
    Kind("camt.053", "Kontoutdrag", "BkToCstmrStmt", "Stmt"),
    Kind("camt.054", "Kontoavisering", "BkToCstmrDbtCdtNtfctn", "Ntfctn"),
)

ACCOUNT = ("Id/IBAN", "Id/Othr/Id", "Id/Othr/SchmeNm/Prtry", "Id/Othr/SchmeNm/Cd")
BANK_TRANSACTION_CODE = ("BkTxCd/Domn/Cd", "BkTxCd/Domn/Fmly/Cd", "BkTxCd/Domn/Fmly/SubFmlyCd", "BkTxCd/Prtry/Cd")
_CHARGES = ("Chrgs/TtlChrgsAndTaxAmt@", *(f"Chrgs/Rcrd*/{name}" for name in ("Amt@", "CdtDbtInd", "ChrgInclInd")))
_AMOUNTS = ("InstdAmt", "TxAmt", "CntrValAmt")
_ADDRESS = ("AdrLine*", "StrtNm", "BldgNb", "PstCd", "TwnNm", "Ctry")
_TOTALS = ("TtlNtries", "TtlCdtNtries", "TtlDbtNtries")

NAMES: dict[str, tuple[str, ...]] = {
    "header": ("MsgId", "CreDtTm", "MsgPgntn/PgNb", "MsgPgntn/LastPgInd"),
    "statement": (
        "Id",
        "ElctrncSeqNb",
        "LglSeqNb",
        "CreDtTm",
        "FrToDt/FrDtTm",
        "FrToDt/ToDtTm",
        "CpyDplctInd",
        "Pgntn/PgNb",
        "Pgntn/LastPgInd",
        "Acct/Ccy",
        *(f"Acct/{path}" for path in ACCOUNT),
        "Acct/Svcr/FinInstnId/ClrSysMmbId/ClrSysId/Cd",
        "Acct/Svcr/FinInstnId/ClrSysMmbId/MmbId",
        *(f"Bal*/{path}" for path in ("Tp/CdOrPrtry/Cd", "Tp/SubTp/Cd", "Amt@", "CdtDbtInd", "Dt/Dt", "Dt/DtTm")),
        *(f"TxsSummry/{total}/{name}" for total in _TOTALS for name in ("NbOfNtries", "Sum")),
        "TxsSummry/TtlNtries/TtlNetNtry/Amt",
        "TxsSummry/TtlNtries/TtlNetNtry/CdtDbtInd",
    ),
    "entry": (
        "NtryRef",
        "Amt@",
        "CdtDbtInd",
        "RvslInd",
        "Sts/Cd",
        "Sts/Prtry",
        *(f"{day}/{name}" for day in ("BookgDt", "ValDt") for name in ("Dt", "DtTm")),
        "AcctSvcrRef",
        *BANK_TRANSACTION_CODE,
        *(f"AmtDtls/{amount}/{name}" for amount in _AMOUNTS for name in ("Amt@", "CcyXchg/XchgRate")),
        *_CHARGES,
        "Btch*/NbOfTxs",
        "AddtlNtryInf",
    ),
    "group": ("Btch/NbOfTxs", "Btch/TtlAmt@", "Btch/CdtDbtInd"),
    "detail": (
        *(f"Refs/{name}" for name in ("AcctSvcrRef", "InstrId", "EndToEndId", "TxId", "ClrSysRef", "AcctSvcrTxId")),
        "Amt@",
        "CdtDbtInd",
        *(f"AmtDtls/{amount}/{name}" for amount in _AMOUNTS for name in ("Amt@", "CcyXchg/XchgRate")),
        *BANK_TRANSACTION_CODE,
        *_CHARGES,
        *(f"RltdPties/{party}Acct/{path}" for party in ("Dbtr", "Cdtr") for path in ACCOUNT),
        "RltdPties/Dbtr/Nm",
        "RltdPties/Cdtr/Nm",
        "RltdPties/Dbtr/Id/OrgId/Othr/Id*",
        *(f"RltdPties/Dbtr/PstlAdr/{name}" for name in _ADDRESS),
        "RmtInf/Ustrd*",
        *(f"RmtInf/Strd*/{path}" for path in ("CdtrRefInf/Tp/CdOrPrtry/Cd", "CdtrRefInf/Ref", "RfrdDocInf/Nb*")),
        "RtrInf/Rsn/Cd",
        "RtrInf/Rsn/Prtry",
        "RtrInf/OrgnlBkTxCd/Domn/Cd",
        "RtrInf/OrgnlBkTxCd/Prtry/Cd",
        "RtrInf/AddtlInf",
    ),
}
"""The names of the values that are read, by the part of the message that they stand in."""

OLDER: dict[str, dict[str, str]] = {
    "statement": {
        "RptPgntn": "Pgntn",
        "StmtPgntn": "Pgntn",
        "NtfctnPgntn": "Pgntn",
        # 001.01
        "Acct/Id/BBAN": "Acct/Id/Othr/Id",
        "Acct/Id/UPIC": "Acct/Id/Othr/Id",
        "Acct/Id/PrtryAcct/Id": "Acct/Id/Othr/Id",
        "Bal*/Tp/Cd": "Bal/Tp/CdOrPrtry/Cd",
        # to 001.03
        "TxsSummry/TtlNtries/TtlNetNtryAmt": "TxsSummry/TtlNtries/TtlNetNtry/Amt",
        "TxsSummry/TtlNtries/CdtDbtInd": "TxsSummry/TtlNtries/TtlNetNtry/CdtDbtInd",
    },
    "entry": {
        # to 001.06
        "Sts": "Sts/Cd",
        # to 001.02
        "Chrgs*/Amt": "Chrgs/Rcrd/Amt",
        "Chrgs*/CdtDbtInd": "Chrgs/Rcrd/CdtDbtInd",
    },
    "detail": {
        # to 001.02
        "Chrgs*/Amt": "Chrgs/Rcrd/Amt",
        "Chrgs*/CdtDbtInd": "Chrgs/Rcrd/CdtDbtInd",
        # 001.01
        **{
            f"RltdPties/{party}Acct/Id/{old}": f"RltdPties/{party}Acct/Id/Othr/Id"
            for party in ("Dbtr", "Cdtr")
            for old in ("BBAN", "UPIC", "PrtryAcct/Id")
        },
        "RltdPties/Dbtr/Id/OrgId/TaxIdNb": "RltdPties/Dbtr/Id/OrgId/Othr/Id",
        "RltdPties/Dbtr/Id/OrgId/PrtryId/Id": "RltdPties/Dbtr/Id/OrgId/Othr/Id",
        "RmtInf/Strd*/CdtrRefInf/CdtrRefTp/Cd": "RmtInf/Strd/CdtrRefInf/Tp/CdOrPrtry/Cd",
        "RmtInf/Strd*/CdtrRefInf/CdtrRef": "RmtInf/Strd/CdtrRefInf/Ref",
        "RmtInf/Strd*/RfrdDocInf/RfrdDocNb": "RmtInf/Strd/RfrdDocInf/Nb",
        "RtrInf/RtrRsn/Cd": "RtrInf/Rsn/Cd",
        "RtrInf/RtrRsn/Prtry": "RtrInf/Rsn/Prtry",
        "RtrInf/AddtlRtrRsnInf": "RtrInf/AddtlInf",
        # From 001.07 a party is a person or company, or an agent: a bank.
        **{f"RltdPties/{party}/Pty": f"RltdPties/{party}" for party in ("Dbtr", "Cdtr")},
        **{f"RltdPties/{party}/Agt/FinInstnId": f"RltdPties/{party}" for party in ("Dbtr", "Cdtr")},
    },
}
"""Other spellings of a path, or of its beginning, by the part of the message; each with the name it has here."""


class Leaf(NamedTuple):
    """How a value at a path is kept: its name, in which group if any, and whether it repeats or has a currency.

    `group_depth` is how many elements of the path lead to the repeated element of the group.
    """

    name: str
    group: str
    group_depth: int
    is_several: bool
    has_currency: bool


def _leaf(path: str, group_depth: int) -> Leaf:
    group, star, name = path.rpartition("*/")
    return Leaf(
        name=name.rstrip("*@"),
        group=group.rpartition("/")[2] if star else "",
        group_depth=group_depth,
        is_several=name.endswith("*"),
        has_currency=name.endswith("@"),
    )


def _depth_of_star(path: str) -> int:
    steps = path.split("/")
    return next((depth for depth, step in enumerate(steps[:-1], start=1) if step.endswith("*")), 0)


def _leaves(part: str) -> Iterator[tuple[str, Leaf]]:
    for path in NAMES[part]:
        plain = path.replace("*", "").rstrip("@")
        yield plain, _leaf(path, _depth_of_star(path))
        for old, new in OLDER.get(part, {}).items():
            if plain == new or plain.startswith(f"{new}/"):
                spelt = old.replace("*", "") + plain.removeprefix(new)
                yield spelt, _leaf(path, _depth_of_star(f"{old}/"))


LEAVES: dict[str, dict[str, Leaf]] = {part: dict(_leaves(part)) for part in NAMES}
"""Every path that is read, in every spelling, by the part of the message."""
