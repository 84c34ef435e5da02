"""camt in all versions: one table of names, held against the official schemas, and the same money from each."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from gateway.formats import camt
from gateway.formats.camt_names import KINDS, LEAVES, NAMES, VERSIONS
from gateway.messages import Deposit, Payment, PaymentReport, Statement
from tests import camt_documents as make
from tests.camt_files import SCHEMAS, needs_schemas, read_text

pytestmark = [pytest.mark.unit, needs_schemas]

XS = "{http://www.w3.org/2001/XMLSchema}"
NAMES_OF_ALL = [form.name for form in camt.FORMATS]
NOT_IN_ALL = {
    # Without references of entries and without groups, 001.01 counts the payments in the entry.
    "001.01": {"NtryRef", "Sts/Prtry", "Btch/NbOfTxs", "Btch/TtlAmt", "Btch/CdtDbtInd"},
}
"""What a version has no name for, beside what came in later versions."""


@cache
def _paths(name: str) -> frozenset[str]:
    """Every path below ``Document`` in the schema of a message."""
    root = etree.parse(str(SCHEMAS.folder / "official" / "camt" / f"{name}.xsd")).getroot()
    types = {kind.get("name"): kind for kind in root if kind.tag == XS + "complexType"}

    def below(kind: str | None, path: str, seen: frozenset[str | None]) -> Iterator[str]:
        if kind not in types or kind in seen:
            return
        for element in types[kind].iter(XS + "element"):
            inner = f"{path}/{element.get('name')}" if path else str(element.get("name"))
            yield inner
            yield from below(element.get("type"), inner, seen | {kind})

    (document,) = (element for element in root if element.tag == XS + "element")
    return frozenset(below(document.get("type"), "", frozenset()))


def _version(name: str) -> camt.Version:
    kind = next(kind for kind in KINDS if name.startswith(kind.name))
    return camt.Version(kind, name.removeprefix(f"{kind.name}."))


def _containers(version: camt.Version) -> dict[str, str]:
    statement = f"{version.message}/{version.kind.statement}"
    group = f"{statement}/Ntry/NtryDtls"
    return {
        "header": f"{version.message}/GrpHdr",
        "statement": statement,
        "entry": f"{statement}/Ntry",
        "group": group,
        "detail": f"{group}/TxDtls" if version.has_groups else f"{statement}/Ntry/TxDtls",
    }


def test_there_is_a_format_for_every_schema_that_is_on_hand() -> None:
    on_hand = {path.stem for path in (SCHEMAS.folder / "official" / "camt").glob("camt.*.xsd")}
    assert set(NAMES_OF_ALL) == on_hand
    assert len(NAMES_OF_ALL) == 42


@pytest.mark.parametrize("part", sorted(NAMES))
def test_every_path_of_the_table_is_in_some_schema(part: str) -> None:
    known = {
        path.removeprefix(f"{_containers(version)[part]}/")
        for version in map(_version, NAMES_OF_ALL)
        for path in _paths(version.name)
        if path.startswith(f"{_containers(version)[part]}/")
    }
    assert {path for path in LEAVES[part] if not path.startswith(_MADE_UP)} <= known


_MADE_UP = ("Pgntn/", "RltdPties/Dbtr/Agt/FinInstnId/Id/")
"""Paths that no version has: each message has a name of its own for pages, and a bank has no identity as a company."""


@pytest.mark.parametrize("part", ["header", "statement", "entry", "detail"])
@pytest.mark.parametrize("name", NAMES_OF_ALL)
def test_a_version_has_a_spelling_for_all_that_it_can_tell(name: str, part: str) -> None:
    """What the newest version of a message tells, and an older one too under whatever name, is read from both."""
    version, newest = _version(name), _version(f"{name[:8]}.{VERSIONS[-1]}")

    def told(of: camt.Version) -> set[tuple[str, str]]:
        below = f"{_containers(of)[part]}/"
        return {(leaf.group, leaf.name) for path, leaf in LEAVES[part].items() if below + path in _paths(of.name)}

    missing = {"/".join(filter(None, lacking)) for lacking in told(newest) - told(version)}
    assert missing <= _LATER.get(part, frozenset()) | NOT_IN_ALL.get(version.name[-6:], set())


_LATER: dict[str, frozenset[str]] = {
    "statement": frozenset({"Pgntn/PgNb", "Pgntn/LastPgInd", "Bal/Tp/SubTp/Cd", "Acct/Id/Othr/SchmeNm/Cd"})
    | {"Acct/Id/Othr/SchmeNm/Prtry", "Acct/Svcr/FinInstnId/ClrSysMmbId/ClrSysId/Cd"}
    | {"Acct/Svcr/FinInstnId/ClrSysMmbId/MmbId"},
    "entry": frozenset({"Sts/Prtry", "Rcrd/CdtDbtInd", "Rcrd/ChrgInclInd"}),
    "detail": frozenset({"Amt", "CdtDbtInd", "Rcrd/CdtDbtInd", "Rcrd/ChrgInclInd", "Refs/AcctSvcrTxId"})
    | {f"RltdPties/{party}Acct/Id/Othr/SchmeNm/{name}" for party in ("Dbtr", "Cdtr") for name in ("Cd", "Prtry")},
}


@pytest.mark.parametrize("name", NAMES_OF_ALL)
def test_every_version_says_the_same(name: str, tmp_path: Path) -> None:
    entries = (
        make.Entry(
            amount=Decimal("300.00"),
            details=(
                make.Detail(amount=Decimal("100.00"), reference="7100001101"),
                make.Detail(amount=Decimal("200.00"), text="Hyra & el"),
            ),
            count=2,
            text="Insättning",
        ),
        make.Entry(amount=Decimal("-5.00"), charges=Decimal("1.00")),
    )
    balances = {} if name.startswith("camt.054") else {"opening": Decimal(1), "closing": Decimal(296)}
    text = make.document(name, [make.Stated(entries=entries, **balances)])
    parts, findings = read_text(text, tmp_path)
    assert [found.code for found in findings if found.rejects] == []
    report, statement, first, ocr, free, second, lump = parts
    assert isinstance(report, PaymentReport)
    assert report.source == name[:8]
    assert isinstance(statement, Statement)
    assert (statement.account, statement.account_kind, statement.currency) == (make.IBAN, "IBAN", "SEK")
    has_both = name.startswith("camt.053")
    assert (statement.opening, statement.closing) == ((Decimal(1), Decimal(296)) if has_both else (None, None))
    assert isinstance(first, Deposit)
    assert isinstance(second, Deposit)
    assert (first.amount, first.text, first.payment_count) == (Decimal(300), "Insättning", 2)
    assert (second.amount, second.charges) == (Decimal(-5), Decimal(1))
    assert [(one.amount, one.reference, one.reference_kind) for one in (ocr, free)] == [
        (Decimal(100), "7100001101", "ocr"),
        (Decimal(200), "Hyra & el", "reference"),
    ]
    assert (ocr.payer_name, ocr.transaction_code) == ("Kalles Plåt AB", "PMNT/RCDT/DMCT")
    assert isinstance(lump, Payment)
    assert (lump.amount, lump.is_lump) == (Decimal(-5), True)
