"""Total IN: totals and counts are the file's promise, and every payment keeps what the bank tells of it."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.findings import Finding
from gateway.formats import bankgiro_lines, total_in
from gateway.formats.base import ReadingContext
from gateway.messages import Deposit, Payment, PaymentReport, Statement
from gateway.schemas import SchemaStore

pytestmark = pytest.mark.unit

REPOSITORY = Path(__file__).resolve().parents[3]
SAMPLE = REPOSITORY / "samples" / "bank" / "total-in.txt"
CONFORMANCE = REPOSITORY.parent / "shared" / "conformance" / "totalin"
CONTEXT = ReadingContext(schemas=SchemaStore(REPOSITORY / "xsd"))
START = f"00{'STORSTADEN':<12}2026030304150000000001TL1TOTALIN"
QUIET = list(HealthCheck)


def read(path: Path) -> tuple[list[Any], list[Finding]]:
    items = list(total_in.FORMAT.read(path, CONTEXT))
    return (
        [item for item in items if not isinstance(item, Finding)],
        [item for item in items if isinstance(item, Finding)],
    )


def payment(code: str, amount: int, reference: str = "7100002109") -> str:
    return f"{code}{reference:<35}{amount:015d}{1:017d}"


def section(*records: str, currency: str = "SEK", day: str = "20260302") -> list[str]:
    main = [record for record in records if record[:2] in ("20", "25")]
    total = sum(int(record[37:52]) * (-1 if record.startswith("25") else 1) for record in main)
    return [f"10{'4205506':<36}{currency}{day}", *records, f"90{len(main):08d}{total:017d}20260302001"]


def write(path: Path, *sections: list[str]) -> Path:
    records = [START, *[record for one in sections for record in one]]
    records.append(f"99{len(records) + 1:015d}")
    path.write_bytes("".join(record.ljust(80) + "\r\n" for record in records).encode("latin-1"))
    return path


def changed(tmp_path: Path, old: bytes, new: bytes) -> Path:
    original = SAMPLE.read_bytes()
    assert old in original
    path = tmp_path / "changed.txt"
    path.write_bytes(original.replace(old, new, 1))
    return path


def test_the_sample_gives_a_report_a_statement_a_deposit_and_its_payments() -> None:
    (report, statement, deposit, *payments), findings = read(SAMPLE)
    assert findings == []
    assert isinstance(report, PaymentReport)
    assert (report.source, report.created) == ("total-in", datetime(2026, 3, 3, 4, 15))  # noqa: DTZ001
    assert isinstance(statement, Statement)
    assert isinstance(deposit, Deposit)
    assert (deposit.account, deposit.account_kind, deposit.amount) == ("4205506", "PGNR", Decimal("2570.50"))
    assert (deposit.booking_date, deposit.identifier, deposit.payment_count) == (date(2026, 3, 2), "20260302001", 4)
    assert [(one.amount, one.reference, one.other_references) for one in payments] == [
        (Decimal("1250.00"), "7100002109", []),
        (Decimal("980.50"), "7100002208", ["7100002307"]),
        (Decimal("440.00"), "FAKTURA 4711", []),
        (Decimal("-100.00"), "7100002109", []),
    ]
    assert payments[0].payer_name == "Kalles Plåt AB"
    assert payments[0].payer_address == "Storgatan 2, 12345 Storåker"
    assert (payments[0].payer_account, payments[0].payer_organisation_number) == ("3783511", "5560566258")
    assert payments[0].message == "Barnomsorg mars 2026"
    assert payments[1].payer_name == "Olles Färg AB"
    assert (payments[2].instructed_amount, payments[2].instructed_currency) == (Decimal("40.00"), "EUR")
    assert payments[2].exchange_rate == Decimal("11")
    assert (payments[3].is_deduction, payments[3].deduction_code) == (True, "0")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b"00000000000257050", b"00000000000257051", "TOTALIN-DEPOSIT-SUM"),
        (b"9000000004", b"9000000005", "TOTALIN-DEPOSIT-COUNT"),
        (b"99000000000000022", b"99000000000000021", "TOTALIN-RECORD-COUNT"),
        (b"000000000125000", b"0000000001250x0", "TOTALIN-NUMBER"),
        (b"SEK20260302", b"SEK20260230", "TOTALIN-NUMBER"),
        (b"SEK20260302", b"S  20260302", "TOTALIN-NUMBER"),
        (b"104205506", b"10       ", "TOTALIN-NUMBER"),
        (b"\r\n90", b"\r\n91", "TOTALIN-SECTION-OPEN"),
        (b"\r\n10", b"\r\n20", "TOTALIN-STRUCTURE"),
        (b"\r\n99", b"\r\n98", "FILE-TRUNCATED"),
        (b"000000000010000", b"00000000001000\xb2", "TOTALIN-NUMBER"),
    ],
)
def test_what_touches_money_rejects_the_file(tmp_path: Path, old: bytes, new: bytes, code: str) -> None:
    _, findings = read(changed(tmp_path, old, new))
    assert code in {found.code for found in findings if found.rejects_file}


def test_a_file_that_ends_early_is_truncated_wherever_it_is_cut(tmp_path: Path) -> None:
    lines = SAMPLE.read_bytes().splitlines(keepends=True)
    path = tmp_path / "cut.txt"
    for kept in range(1, len(lines)):
        path.write_bytes(b"".join(lines[:kept]))
        _, findings = read(path)
        assert any(found.code == "FILE-TRUNCATED" and found.rejects_file for found in findings), kept


def test_two_files_in_one_are_rejected(tmp_path: Path) -> None:
    path = tmp_path / "twice.txt"
    path.write_bytes(SAMPLE.read_bytes() * 2)
    assert [(found.code, found.rejects_file) for found in read(path)[1]] == [("TOTALIN-STRUCTURE", True)]


def test_harmless_faults_are_warnings_and_change_no_payment(tmp_path: Path) -> None:
    text = "\n".join(line.rstrip() for line in SAMPLE.read_text("latin-1").splitlines())
    text = text.replace("\n90", "\n80 not known\n90").replace("99000000000000022", "99000000000000023")
    text = text.replace("TL1TOTALIN", "TL9TOTALIN")
    path = tmp_path / "harmless.txt"
    path.write_bytes((text + "\n\n").encode())
    parts, findings = read(path)
    assert parts == read(SAMPLE)[0]
    assert not any(found.rejects for found in findings)
    assert {found.code for found in findings} == {
        "TOTALIN-SHORT-LINE",
        "TOTALIN-UTF8",
        "TOTALIN-BLANK-LINE",
        "TOTALIN-UNKNOWN-RECORD",
        "TOTALIN-FILE-TYPE",
    }


def test_a_payment_with_endless_records_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", section(payment("20", 1), *["40x"] * 10_001))
    assert [(found.code, found.rejects_file) for found in read(path)[1]] == [("TOTALIN-TOO-MANY-RECORDS", True)]


def test_sections_are_found_wherever_the_blocks_of_the_file_are_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "a.txt", section(payment("20", 5)), section(payment("20", 7), payment("25", 2)), section())
    wanted = read(path)
    assert wanted[1] == []
    for size in range(1, 200):
        monkeypatch.setattr(bankgiro_lines, "_BLOCK_SIZE", size)
        assert read(path) == wanted, size


def test_a_published_file_with_all_records_is_read() -> None:
    path = CONFORMANCE / "total_in_full_latin_1.txt"
    if not path.exists():
        pytest.skip("the conformance files are not here")
    parts, findings = read(path)
    assert findings == []
    assert [part.amount for part in parts if isinstance(part, Deposit)] == [Decimal("19190.00"), Decimal("9544.34")]
    assert sum(isinstance(part, Payment) for part in parts) == 9


def test_a_published_file_whose_totals_are_wrong_is_rejected_for_them() -> None:
    path = CONFORMANCE / "total_in_large.txt"
    if not path.exists():
        pytest.skip("the conformance files are not here")
    rejecting = [found.code for found in read(path)[1] if found.rejects_file]
    assert set(rejecting) == {"TOTALIN-DEPOSIT-SUM", "TOTALIN-DEPOSIT-COUNT", "TOTALIN-RECORD-COUNT"}
    assert rejecting.count("TOTALIN-DEPOSIT-SUM") == 185


MADE = st.lists(st.tuples(st.sampled_from(["20", "25"]), st.integers(0, 10**15 - 1)), max_size=5).filter(
    lambda made: sum(-amount if code == "25" else amount for code, amount in made) >= 0
)


@given(made=st.lists(MADE, max_size=4))
@settings(max_examples=80, suppress_health_check=QUIET, deadline=None)
def test_given_any_payments_money_in_is_money_out(tmp_path: Path, made: list[list[tuple[str, int]]]) -> None:
    sections = [section(*[payment(code, amount) for code, amount in one]) for one in made]
    parts, findings = read(write(tmp_path / "made.txt", *sections))
    assert findings == []
    signed = [-amount if code == "25" else amount for one in made for code, amount in one]
    assert [part.amount * 100 for part in parts if isinstance(part, Payment)] == signed
    assert sum(part.amount for part in parts if isinstance(part, Deposit)) * 100 == sum(signed)


@given(place=st.integers(0, SAMPLE.stat().st_size - 1), new=st.binary(max_size=3), length=st.integers(0, 100))
@settings(max_examples=200, suppress_health_check=QUIET, deadline=None)
def test_given_a_damaged_file_it_is_rejected_or_its_money_is_whole(
    tmp_path: Path, place: int, new: bytes, length: int
) -> None:
    original = SAMPLE.read_bytes()
    path = tmp_path / "damaged.txt"
    path.write_bytes(original[:place] + new + original[place + length :])
    parts, findings = read(path)
    if any(found.rejects for found in findings):
        return
    paid = [part.amount for part in parts if isinstance(part, Payment)]
    assert sum(paid) == sum(part.amount for part in parts if isinstance(part, Deposit)) > 0
