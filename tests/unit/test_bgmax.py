"""BgMax: money in is money out, what touches money rejects the file, what does not is a warning."""

import importlib.util
from collections import Counter
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.findings import Finding
from gateway.formats import bankgiro_lines, bgmax
from gateway.formats.base import ReadingContext
from gateway.messages import Deposit, Payment, PaymentReport, Statement
from gateway.schemas import SchemaStore

pytestmark = pytest.mark.unit

REPOSITORY = Path(__file__).resolve().parents[2]
SAMPLES = REPOSITORY / "samples" / "bank"
CONFORMANCE = REPOSITORY.parent / "shared" / "conformance" / "bgmax"
CONTEXT = ReadingContext(schemas=SchemaStore(REPOSITORY / "xsd"))
EXAMPLE = "bankgiroinbetalningar_exempelfil_avtal-om-ocr-kontroll_checksiffra_langd_sv.txt"
WITHOUT_REJECTION = {
    "barsoom/BgMaxfil4.txt",
    "barsoom/minimal.txt",
    f"fabhed/{EXAMPLE}",
    f"treesitter-utf8/{EXAMPLE}",
    "fribok/BgMaxTestFile1.ut",
    "fribok/BgMaxTestFile2.ut",
    "fribok/BgMaxTestFile3.ut",
    "fribok/BgMaxTestFile4.ut",
    "pybgmax/multipayment.txt",
}
REJECTED = {
    "barsoom/BgMaxfil4_broken.txt": "BGMAX-TRAILER-COUNT",
    "zimpler/isolated_deposit.txt": "BGMAX-STRUCTURE",
    "zimpler/isolated_payment.txt": "BGMAX-STRUCTURE",
}


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
    items = list(bgmax.FORMAT.read(path, CONTEXT))
    return (
        [item for item in items if not isinstance(item, Finding)],
        [item for item in items if isinstance(item, Finding)],
    )


def _changed(tmp_path: Path, old: bytes, new: bytes) -> Path:
    original = (SAMPLES / "bgmax-inbetalningar.txt").read_bytes()
    assert old in original
    path = tmp_path / "changed.txt"
    path.write_bytes(original.replace(old, new, 1))
    return path


def test_the_sample_gives_a_report_a_deposit_and_its_payments() -> None:
    parts, findings = _read(SAMPLES / "bgmax-inbetalningar.txt")
    report, statement, deposit, *payments = parts
    assert findings == []
    assert isinstance(report, PaymentReport)
    assert report.source == "bgmax"
    assert isinstance(statement, Statement)
    assert (statement.account, statement.account_kind, statement.clearing) == ("9912346", "BGNR", "5839")
    assert isinstance(deposit, Deposit)
    assert (deposit.account, deposit.amount, deposit.payment_count) == ("9912346", Decimal("2630.50"), 4)
    assert [(payment.amount, payment.reference_kind) for payment in payments] == [
        (Decimal("1250.00"), "ocr"),
        (Decimal("980.50"), "ocr"),
        (Decimal("-100.00"), "ocr"),
        (Decimal("500.00"), "wrong"),
    ]
    assert payments[0].payer_name == "Kalles Plåt AB"
    assert payments[0].payer_address == "Storgatan 2, 123 45 Storåker"
    assert payments[0].payer_organisation_number == "5560566258"
    assert payments[1].message == "Avser mars 2026 Frågor: 08-000 00 00"
    assert [payment.is_deduction for payment in payments] == [False, False, True, False]
    assert [payment.deduction_code for payment in payments] == ["", "", "0", ""]
    assert [payment.channel for payment in payments] == ["1", "1", "1", "1"]


def test_a_wrong_deposit_amount_rejects_the_file() -> None:
    _, findings = _read(SAMPLES / "fel-bgmax-summa.txt")
    assert [(found.code, found.rejects_file) for found in findings] == [("BGMAX-DEPOSIT-SUM", True)]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b"00000004 \r\n", b"00000005 \r\n", "BGMAX-DEPOSIT-COUNT"),
        (b"700000000300000001", b"700000000400000001", "BGMAX-TRAILER-COUNT"),
        (b"000000000000125000", b"0000000000001250x0", "BGMAX-NUMBER"),
        (b"000000000000125000", b"00000000000012500\xb2", "BGMAX-NUMBER"),
        (b"          SEK", b"          DKK", "BGMAX-CURRENCY"),
        (b"2026030200056", b"2026133200056", "BGMAX-NUMBER"),
        (b"050009912346", b"050000000000", "BGMAX-BANKGIRO"),
        (b"\r\n15", b"\r\n99", "BGMAX-SECTION-OPEN"),
    ],
)
def test_what_touches_money_rejects_the_file(tmp_path: Path, old: bytes, new: bytes, code: str) -> None:
    _, findings = _read(_changed(tmp_path, old, new))
    assert code in {found.code for found in findings if found.rejects_file}


def test_a_file_that_ends_early_is_truncated_wherever_it_is_cut(tmp_path: Path) -> None:
    lines = (SAMPLES / "bgmax-inbetalningar.txt").read_bytes().splitlines(keepends=True)
    path = tmp_path / "cut.txt"
    for kept in range(1, len(lines)):
        path.write_bytes(b"".join(lines[:kept]))
        _, findings = _read(path)
        assert any(found.code == "FILE-TRUNCATED" and found.rejects_file for found in findings), kept


def test_records_after_the_trailer_reject_the_file(tmp_path: Path) -> None:
    twice = tmp_path / "twice.txt"
    twice.write_bytes((SAMPLES / "bgmax-inbetalningar.txt").read_bytes() * 2)
    assert [found.code for found in _read(twice)[1]] == ["BGMAX-AFTER-TRAILER"]


def test_harmless_faults_are_warnings_and_change_no_payment(tmp_path: Path) -> None:
    original = (SAMPLES / "bgmax-inbetalningar.txt").read_bytes()
    wanted, _ = _read(SAMPLES / "bgmax-inbetalningar.txt")
    text = "\n".join(line.rstrip() for line in original.decode("latin-1").splitlines())
    path = tmp_path / "harmless.txt"
    path.write_bytes((text.replace("\n15", "\n40 not known\n15") + "\n\n").encode("utf-8"))
    parts, findings = _read(path)
    assert parts == wanted
    assert {found.code for found in findings} == {
        "BGMAX-SHORT-LINE",
        "BGMAX-UTF8",
        "BGMAX-BLANK-LINE",
        "BGMAX-UNKNOWN-RECORD",
    }
    assert not any(found.rejects for found in findings)


def test_a_line_without_end_is_refused_without_reading_it_all(tmp_path: Path) -> None:
    path = tmp_path / "endless.txt"
    path.write_bytes(b"01BGMAX" + b" " * 100_000)
    assert any(found.code == "BGMAX-LINE-TOO-LONG" for found in _read(path)[1])


def test_extra_references_with_amounts_become_payments_of_their_own() -> None:
    path = CONFORMANCE / "fribok" / "BgMaxTestFile4.ut"
    if not path.exists():
        pytest.skip("the conformance files are not here")
    payments = [part for part in _read(path)[0] if isinstance(part, Payment) and part.payer_account == "3783511"]
    assert [(payment.amount, payment.reference) for payment in payments[-4:]] == [
        (Decimal("1000.00"), "7495575"),
        (Decimal("500.00"), "695668"),
        (Decimal("400.00"), "8988777"),
        (Decimal("-500.00"), "74450"),
    ]


@pytest.mark.parametrize("name", sorted(WITHOUT_REJECTION | set(REJECTED)))
def test_published_files_are_read_as_they_should_be(name: str) -> None:
    path = CONFORMANCE / name
    if not path.exists():
        pytest.skip("the conformance files are not here")
    parts, findings = _read(path)
    rejecting = Counter(found.code for found in findings if found.rejects_file)
    assert set(rejecting) == ({REJECTED[name]} if name in REJECTED else set())
    if name in WITHOUT_REJECTION:
        deposits = sum(part.amount for part in parts if isinstance(part, Deposit))
        assert deposits == sum(part.amount for part in parts if isinstance(part, Payment)) > 0


PAYMENTS = st.lists(
    st.builds(MAKE.MadePayment, st.integers(0, 10**15), st.from_regex(r"[0-9]{2,25}", fullmatch=True), st.booleans()),
    min_size=1,
    max_size=5,
).filter(lambda made: sum(-one.amount if one.is_deduction else one.amount for one in made) >= 0)


@given(sections=st.lists(PAYMENTS, min_size=1, max_size=4))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_given_any_payments_money_in_is_money_out(tmp_path: Path, sections: list[list[Any]]) -> None:
    path = tmp_path / "made.txt"
    MAKE.write_bgmax(path, sections)
    parts, findings = _read(path)
    assert not any(found.rejects for found in findings)
    made = [one for section in sections for one in section]
    paid = [part for part in parts if isinstance(part, Payment)]
    assert [payment.amount * 100 for payment in paid] == [
        -one.amount if one.is_deduction else one.amount for one in made
    ]
    assert sum(part.amount for part in parts if isinstance(part, Deposit)) == sum(one.amount for one in paid)


@given(content=st.lists(st.binary(max_size=90), max_size=12))
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_given_any_bytes_the_reader_answers_with_findings(tmp_path: Path, content: list[bytes]) -> None:
    path = tmp_path / "bytes.txt"
    path.write_bytes(b"01BGMAX" + b"\r\n".join(content))
    _, findings = _read(path)
    assert any(found.rejects_file for found in findings)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_sections_are_found_wherever_the_blocks_of_the_file_are_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, newline: str
) -> None:
    path = tmp_path / "made.txt"
    made = MAKE.made_payments(7)
    MAKE.write_bgmax(path, [made[:1], made[1:3], made[3:]], newline=newline)
    wanted = _read(path)
    assert wanted[1] == []
    for size in range(1, 200):
        monkeypatch.setattr(bankgiro_lines, "_BLOCK_SIZE", size)
        assert _read(path) == wanted, size


def test_a_warning_about_a_payment_names_the_line_of_the_payment(tmp_path: Path) -> None:
    path = tmp_path / "made.txt"
    MAKE.write_bgmax(path, [[MAKE.MadePayment(100, "7100000104")]])
    assert [(found.code, found.place.line) for found in _read(path)[1]] == [("BGMAX-OCR", 3)]
