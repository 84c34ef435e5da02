"""camt.054: the same money whichever version, and no entry whose payments do not add up to it."""

import importlib.util
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.findings import Finding
from gateway.formats import camt054
from gateway.formats.base import HEAD_SIZE, ReadingContext
from gateway.messages import Deposit, Payment, PaymentReport
from gateway.schemas import SchemaStore

pytestmark = pytest.mark.unit

REPOSITORY = Path(__file__).resolve().parents[2]
SAMPLES = REPOSITORY / "samples" / "bank"
CONFORMANCE = REPOSITORY.parent / "shared" / "conformance" / "camt"
CONTEXT = ReadingContext(schemas=SchemaStore(REPOSITORY / "xsd"))
FORMATS = {form.name: form for form in camt054.FORMATS}

if any("camt.054.001.0" + version in name for version in "28" for name in CONTEXT.schemas.missing()):
    pytest.skip("schemas are not installed: gateway schemas install", allow_module_level=True)


def _maker() -> ModuleType:
    path = REPOSITORY / "benchmarks" / "make_bank_files.py"
    specification = importlib.util.spec_from_file_location("make_bank_files", path)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


MAKE = _maker()


def _read(path: Path) -> tuple[list[Any], list[Finding]]:
    fitting = [form for form in camt054.FORMATS if form.recognise(path.read_bytes()[:HEAD_SIZE])]
    assert len(fitting) == 1
    items = list(fitting[0].read(path, CONTEXT))
    return (
        [item for item in items if not isinstance(item, Finding)],
        [item for item in items if isinstance(item, Finding)],
    )


def _changed(tmp_path: Path, *changes: tuple[str, str]) -> Path:
    text = (SAMPLES / "camt054-001-08.xml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "changed.xml"
    path.write_text(text, encoding="utf-8")
    return path


def test_both_versions_say_the_same(tmp_path: Path) -> None:
    read = []
    for version in FORMATS:
        path = tmp_path / f"{version}.xml"
        MAKE.write_camt054(path, MAKE.made_payments(3), version=version)
        parts, findings = _read(path)
        assert findings == []
        read.append(parts)
    assert read[0] == read[1]
    report, deposit, *payments = read[0]
    assert isinstance(report, PaymentReport)
    assert isinstance(deposit, Deposit)
    assert (deposit.account, deposit.account_kind, deposit.bank_account) == ("9912346", "BGNR", MAKE.IBAN)
    assert deposit.amount == sum(payment.amount for payment in payments) == Decimal("300.03")
    assert (payments[0].payer_name, payments[0].payer_address) == ("Kalles Plåt AB", "Storgatan 2, 12345 Storåker")
    assert (payments[0].reference_kind, payments[0].payer_account) == ("ocr", "3783511")


@pytest.mark.parametrize("name", ["camt054-001-02.xml", "camt054-001-08.xml"])
def test_good_samples_have_no_findings(name: str) -> None:
    assert _read(SAMPLES / name)[1] == []


def test_an_entry_that_is_not_the_sum_of_its_payments_rejects_the_file() -> None:
    _, findings = _read(SAMPLES / "fel-camt054-summa.xml")
    assert [(found.code, found.rejects_file) for found in findings] == [("CAMT-ENTRY-SUM", True)]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("<NbOfTxs>2</NbOfTxs>", "<NbOfTxs>3</NbOfTxs>", "CAMT-BATCH-COUNT"),
        ("<NbOfNtries>1</NbOfNtries>", "<NbOfNtries>2</NbOfNtries>", "CAMT-SUMMARY"),
        ("<Sum>1750.00</Sum>", "<Sum>1750.01</Sum>", "CAMT-SUMMARY"),
        ('<Amt Ccy="SEK">300.00</Amt>', '<Amt Ccy="EUR">300.00</Amt>', "CAMT-CURRENCY"),
        ('<Amt Ccy="SEK">300.00</Amt>', "", "CAMT-DETAIL-AMOUNT"),
        ("<BookgDt><Dt>2026-03-02</Dt></BookgDt><ValDt><Dt>2026-03-02</Dt></ValDt>", "", "CAMT-VALUE"),
        ("<MsgId>AVI-20260302-1</MsgId>", "", "XML-SCHEMA-ELEMENT-MISSING"),
        ("1750.00</Amt>", "NaN</Amt>", "XML-SCHEMA-VALUE"),
        ("</Document>", "", "XML-MALFORMED"),
    ],
)
def test_what_touches_money_rejects_the_file(tmp_path: Path, old: str, new: str, code: str) -> None:
    _, findings = _read(_changed(tmp_path, (old, new)))
    assert code in {found.code for found in findings if found.rejects_file}


def test_a_debit_is_a_negative_deposit_with_a_warning(tmp_path: Path) -> None:
    path = _changed(
        tmp_path,
        ("<CdtDbtInd>CRDT", "<CdtDbtInd>DBIT"),
        ("<CdtDbtInd>CRDT", "<CdtDbtInd>DBIT"),
        ("<CdtDbtInd>CRDT", "<CdtDbtInd>DBIT"),
        ("<TxsSummry><TtlCdtNtries>", "<TxsSummry><TtlDbtNtries>"),
        ("</TtlCdtNtries>", "</TtlDbtNtries>"),
    )
    parts, findings = _read(path)
    assert [found.code for found in findings] == ["CAMT-DEBIT-ENTRY"]
    assert [part.amount for part in parts[1:]] == [Decimal("-1750"), Decimal("-1450"), Decimal("-300")]


def test_an_entry_that_is_not_booked_is_left_out_and_told_of(tmp_path: Path) -> None:
    parts, findings = _read(_changed(tmp_path, ("<Cd>BOOK</Cd>", "<Cd>PDNG</Cd>")))
    assert [type(part) for part in parts] == [PaymentReport]
    assert [found.code for found in findings] == ["CAMT-NOT-BOOKED"]


def test_an_entry_without_details_is_one_payment(tmp_path: Path) -> None:
    text = (SAMPLES / "camt054-001-08.xml").read_text(encoding="utf-8")
    start, end = text.index("<NtryDtls>"), text.index("</NtryDtls>") + len("</NtryDtls>")
    path = tmp_path / "bare.xml"
    path.write_text(text[:start] + text[end:], encoding="utf-8")
    parts, findings = _read(path)
    assert findings == []
    assert [part.amount for part in parts if isinstance(part, Payment)] == [Decimal("1750.00")]


def test_published_files_are_read_without_traceback() -> None:
    if not CONFORMANCE.exists():
        pytest.skip("the conformance files are not here")
    outcomes = {}
    for path in sorted(CONFORMANCE.rglob("*.xml")):
        if any(form.recognise(path.read_bytes()[:HEAD_SIZE]) for form in camt054.FORMATS):
            outcomes[path.name] = sorted({found.code for found in _read(path)[1] if found.rejects_file})
    assert outcomes == {
        "camt054.v2.with-account-name.xml": ["CAMT-VALUE"],
        "camt054.v2.xml": ["CAMT-DETAIL-AMOUNT"],
        "camt054.v8-with-UETR.xml": ["CAMT-VALUE"],
        "camt054.v8-with-financial-institution.xml": ["CAMT-VALUE"],
        "camt054.v8.xml": ["CAMT-BATCH-COUNT", "CAMT-CURRENCY", "CAMT-ENTRY-SUM"],
    }


PAYMENTS = st.lists(
    st.builds(MAKE.MadePayment, st.integers(1, 10**12), st.from_regex(r"[0-9]{2,25}", fullmatch=True)),
    min_size=1,
    max_size=8,
)


@given(made=PAYMENTS, version=st.sampled_from(sorted(FORMATS)))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_given_any_payments_money_in_is_money_out(tmp_path: Path, made: list[Any], version: str) -> None:
    path = tmp_path / "made.xml"
    MAKE.write_camt054(path, made, version=version)
    parts, findings = _read(path)
    assert findings == []
    paid = [part for part in parts if isinstance(part, Payment)]
    assert [(payment.amount * 100, payment.reference) for payment in paid] == [
        (one.amount, one.reference) for one in made
    ]
    assert [part.amount for part in parts if isinstance(part, Deposit)] == [sum(one.amount for one in paid)]


def test_every_creditor_reference_of_a_payment_is_read_and_each_keeps_its_own_kind(tmp_path: Path) -> None:
    more = "<Strd><RfrdDocInf><Nb>F-17</Nb></RfrdDocInf></Strd><Strd><CdtrRefInf><Ref>RF-A</Ref></CdtrRefInf></Strd>"
    path = tmp_path / "several.xml"
    MAKE.write_camt054(path, MAKE.made_payments(1))
    path.write_text(path.read_text("utf-8").replace("</Strd>", "</Strd>" + more), encoding="utf-8")
    parts, findings = _read(path)
    assert findings == []
    assert (parts[2].reference, parts[2].reference_kind) == (MAKE.made_payments(1)[0].reference, "ocr")
    assert parts[2].other_references == ["F-17", "RF-A"]


def test_names_of_other_parties_and_nested_elements_are_not_taken_for_the_payers(tmp_path: Path) -> None:
    path = tmp_path / "parties.xml"
    MAKE.write_camt054(path, MAKE.made_payments(1))
    others = (
        "<UltmtDbtr><Pty><Nm>En annan</Nm><Id><OrgId><Othr><Id>5560566258</Id></Othr></OrgId></Id></Pty></UltmtDbtr>"
    )
    text = path.read_text("utf-8").replace("</DbtrAcct>", "</DbtrAcct>" + others).replace("<Nm>Kalles Plåt AB</Nm>", "")
    path.write_text(text, encoding="utf-8")
    parts, findings = _read(path)
    assert findings == []
    assert (parts[2].payer_name, parts[2].payer_organisation_number) == ("", "")
