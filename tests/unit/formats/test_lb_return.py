"""What comes back from Bankgirot: paid, rejected, stopped, waiting and returned, each with what the bank says of it."""

import csv
import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.findings import Finding
from gateway.formats import lb, lb_return, lb_return_rejected
from gateway.formats.base import ReadingContext
from gateway.formats.lb_reasons import ACCEPTED_ALL_THE_SAME, RETURNED
from gateway.formats.registry import CODED_FORMATS
from gateway.messages import PaymentStatus, PaymentStatusReport
from gateway.schemas import SchemaStore

pytestmark = pytest.mark.unit

REPOSITORY = Path(__file__).resolve().parents[3]
SAMPLES = REPOSITORY / "samples" / "betalningar-svar"
CONTEXT = ReadingContext(schemas=SchemaStore(REPOSITORY / "xsd"))

PAYMENT = "140059100420F-1                      000000010000261130     VER 1"
PAYOUT = PAYMENT.replace("0059100420", "000000001 ")
ACCOUNT = "40000000001 5839000008257466"
COUNT = "290009912346{:08}"
BEFORE, AFTER = "49    0000SE FÖREGÅENDE POST", "49    0000SE NEDANSTÅENDE POST"
WRONG_ACCOUNT, WRONG_DATE = "49MTRV0013MOTTAGARENS BANKKONTO", "49MTRV0064ORIMLIGT DATUM"


def opening(layout: str, day: str = "261127") -> str:
    return f"110009912346261127LEVERANTÖRSBETALNINGAR{day}{layout}            SEK"


def read(path: Path) -> tuple[list[PaymentStatus], list[Finding]]:
    """The statuses and findings of a file, which begins with its report."""
    items = list(lb_return.FORMAT.read(path, CONTEXT))
    statuses = [item for item in items if isinstance(item, PaymentStatus)]
    assert [status.number for status in statuses] == list(range(1, len(statuses) + 1))
    return statuses, [item for item in items if isinstance(item, Finding)]


def read_lines(tmp_path: Path, *lines: str) -> tuple[list[PaymentStatus], list[Finding]]:
    path = tmp_path / "return.txt"
    path.write_bytes("".join(line.ljust(80) + "\r\n" for line in lines).encode("latin-1"))
    assert lb_return.FORMAT.recognise(path.read_bytes())
    return read(path)


def codes(findings: list[Finding]) -> list[str]:
    return [found.code for found in findings]


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("lb-*.txt")), ids=lambda path: path.stem)
def test_a_sample_is_told_from_every_other_format_and_reads_without_rejection(path: Path) -> None:
    assert [form.name for form in CODED_FORMATS if form.recognise(path.read_bytes())] == ["lb-return"]
    report, *statuses = (item for item in lb_return.FORMAT.read(path, CONTEXT) if not isinstance(item, Finding))
    assert isinstance(report, PaymentStatusReport)
    assert (report.source, report.original_format, report.identifier[:18]) == ("lb", "lb", "9912346 2026-11-27")
    assert statuses
    assert not [found for found in read(path)[1] if found.rejects]


def test_paid_payments_say_whom_and_what_for_and_settled_credit_notes_what_remains() -> None:
    statuses, findings = read(SAMPLES / "lb-betalda.txt")
    assert findings == []
    assert {(status.level, status.outcome, status.currency) for status in statuses} == {("payment", "accepted", "SEK")}
    assert [(status.kind, status.amount, status.original_identifier) for status in statuses] == [
        ("payment", Decimal("12500.00"), "VER 4100231"),
        ("payment", Decimal("4875.50"), "VER 4100232"),
        ("credit", Decimal("-875.50"), "VER 4100198"),
        ("payment", Decimal("1320.00"), "VER 4100233"),
        ("payout", Decimal("25000.00"), "VER 4100234"),
        ("deduction", Decimal("-3000.00"), "VER 4100235"),
    ]
    first, _, credit, plusgiro, payout, _ = statuses
    assert (first.counterparty_name, first.counterparty_account) == ("Exempel Fastighetsservice AB", "59100420")
    assert (first.reference, first.execution_date) == ("2026110102", datetime.date(2026, 11, 30))
    assert (plusgiro.counterparty_name, plusgiro.counterparty_account) == ("", "405076")
    assert (payout.counterparty_name, payout.counterparty_account) == ("Föreningen Norrskenet", "8257466")
    assert credit.texts == [
        "Kreditfakturan är på 1000.00; 24.50 återstår att räkna av.",
        "Tidigare avräknat 2026-10-31: 100.00.",
    ]


def test_rejected_payments_say_why_also_when_the_fault_is_in_another_record() -> None:
    statuses, findings = read(SAMPLES / "lb-avvisade.txt")
    assert [(found.code, found.about, found.rejects) for found in findings] == [("LB-RETURN-RECORD", "TK12", False)]
    assert [(status.original_identifier, status.reasons, status.outcome) for status in statuses] == [
        ("VER 4100301", ["0013"], "rejected"),
        ("VER 4100302", ["0013"], "rejected"),
        ("VER 4100303", ["0042"], "rejected"),
        ("VER 4100304", ["0110"], "rejected"),
        ("VER 4100305", ["0999"], "rejected"),
    ]
    assert [status.texts for status in statuses[1:3]] == [
        ["MOTTAGARENS BANKKONTO ÄR FELAKTIGT"],
        ["MOTTAGARENS BANKGIRONUMMER ÄR FELAKTIGT"],
    ]
    assert (statuses[0].counterparty_name, statuses[0].counterparty_account) == ("Föreningen Norrskenet", "8257460")


def test_every_error_number_that_is_seen_is_explained_in_both_languages() -> None:
    table = REPOSITORY / "gateway" / "catalogue" / "lb_reasons.csv"
    rows = {row["code"]: row for row in csv.DictReader(table.read_text(encoding="utf-8").splitlines(), delimiter=";")}
    assert {"0013", "0042", "0064", "0110", RETURNED, *ACCEPTED_ALL_THE_SAME} <= rows.keys()
    for row in rows.values():
        assert row["sv"].endswith("."), row
        assert row["en"].endswith("."), row
        assert row["action"], row
        assert None not in row, "a sign between fields stands in a text"


def test_watched_payments_are_pending_by_day() -> None:
    statuses, findings = read(SAMPLES / "lb-bevakning.txt")
    assert findings == []
    assert [(status.level, status.outcome, status.kind, status.amount) for status in statuses] == [
        ("instruction", "pending", "payment", Decimal("25000.00")),
        ("instruction", "pending", "payment", Decimal("15000.00")),
        ("instruction", "pending", "credit", Decimal("-250.00")),
    ]
    assert [str(status.execution_date) for status in statuses] == ["2026-11-30", "2026-12-01", "2027-01-29"]
    assert statuses[0].original_instruction == "9912346 2026-11-30"


def test_returned_cash_payments_are_rejected_payouts() -> None:
    statuses, findings = read(SAMPLES / "lb-aterforda-kontantutbetalningar.txt")
    assert findings == []
    assert [(status.kind, status.outcome, status.amount, status.original_identifier) for status in statuses] == [
        ("payout", "rejected", Decimal("950.00"), "VER 4099870"),
        ("payout", "rejected", Decimal("400.00"), "VER 4099871"),
    ]
    assert (statuses[0].reasons, statuses[0].texts) == ([RETURNED], ["Återförd 2026-11-27"])
    assert (statuses[0].reference, statuses[0].status) == ("211397001", "1")


def test_each_payment_has_the_fault_that_is_its_own(tmp_path: Path) -> None:
    other = PAYMENT.replace("59100420", "09000126")
    lines = [ACCOUNT, WRONG_ACCOUNT, PAYOUT, BEFORE, PAYOUT, WRONG_DATE, other, WRONG_DATE, PAYMENT, "49"]
    statuses, findings = read_lines(tmp_path, opening("6"), *lines, COUNT.format(4))
    assert findings == []
    assert [status.reasons for status in statuses] == [["0013"], ["0064"], ["0064"], []]
    assert [status.outcome for status in statuses] == ["rejected"] * 4
    assert [status.place.line for status in statuses] == [4, 6, 8, 10]


def test_a_payment_waits_for_a_fault_that_stands_below_it(tmp_path: Path) -> None:
    lines = [PAYOUT, AFTER, PAYOUT, AFTER, "25000000001 text", "49MTRV0013KONTO", "49MTRV0110NAMN"]
    statuses, _ = read_lines(tmp_path, opening("6"), *lines, COUNT.format(2))
    assert [status.reasons for status in statuses] == [["0013", "0110"]] * 2


def test_payments_that_wait_without_end_are_given_without_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lb_return_rejected, "MAXIMUM_WAITING", 3)
    lines = [PAYOUT, AFTER] * 5
    statuses, _ = read_lines(tmp_path, opening("6"), *lines, "26000000001 namn", WRONG_ACCOUNT, COUNT.format(5))
    assert [status.reasons for status in statuses] == [[]] * 4 + [["0013"]]


def test_a_remark_on_too_many_texts_leaves_the_payment_accepted(tmp_path: Path) -> None:
    lines = [PAYMENT, "49MTRV0055ÖVERTALIGA INFORMATIONSPOSTER"]
    statuses, _ = read_lines(tmp_path, opening("6"), *lines, COUNT.format(1))
    assert [(status.outcome, status.reasons) for status in statuses] == [("accepted", ["0055"])]


def test_an_amount_or_date_that_is_the_fault_itself_is_left_out(tmp_path: Path) -> None:
    lines = [PAYMENT.replace("00010000261130", "0001A000261131"), "49MTRV0015BELOPP"]
    (status,), findings = read_lines(tmp_path, opening("6"), *lines, COUNT.format(1))
    assert (status.amount, status.execution_date, findings) == (None, None, [])


def test_payments_stopped_for_want_of_funds_are_rejected(tmp_path: Path) -> None:
    lines = [PAYMENT, "49MTRV0082STOPPAD"]
    (status,), findings = read_lines(tmp_path, opening("7", " " * 6), *lines, COUNT.format(1))
    assert (status.outcome, status.status, findings) == ("rejected", "0082", [])


def test_a_file_may_have_several_sections(tmp_path: Path) -> None:
    rejected = [opening("6"), PAYMENT, WRONG_DATE, COUNT.format(1)]
    watched = [opening("2"), "43261130000000" + "0000000010000 0000000000000-00", COUNT.format(1)]
    statuses, findings = read_lines(tmp_path, *rejected, *watched)
    assert findings == []
    assert [status.outcome for status in statuses] == ["rejected", "pending"]


DONE = PAYMENT.replace("261130     ", "C0000000000")
CASH = ["12611272611270009912346", "22113970011VER 1               260928261127000000095000"]
CASH_SUM = "3" + " " * 27 + "261127      000000095000"


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([opening("1"), DONE, COUNT.format(2) + "000000010000"], "LB-TOTAL-COUNT"),
        ([opening("1"), DONE, COUNT.format(1) + "000000010001"], "LB-TOTAL-SUM"),
        ([opening("1"), DONE, COUNT.format(1)], "LB-NUMBER"),
        ([opening("1"), DONE.replace("00010000C", "0001000OC"), COUNT.format(1) + "0" * 12], "LB-NUMBER"),
        ([opening("1"), DONE], "FILE-TRUNCATED"),
        ([opening("1"), DONE, opening("1"), COUNT.format(0) + "0" * 12], "LB-SECTION-OPEN"),
        ([opening("1"), COUNT.format(0) + "0" * 12, DONE], "LB-STRUCTURE"),
        ([opening("1", "261131"), COUNT.format(0) + "0" * 12], "LB-NUMBER"),
        ([opening("1").replace("SEK", "USD"), COUNT.format(0) + "0" * 12], "LB-CURRENCY"),
        ([opening("1").replace("0009912346", "00XXXXXXXX"), DONE], "LB-PLACEHOLDER"),
        ([opening("4"), DONE], "LB-RETURN-LAYOUT"),
        ([opening(" "), DONE, "49MTRV0064ORIMLIGT DATUM"], "LB-RETURN-LAYOUT"),
        (["LBut avvisade", opening("6"), COUNT.format(0)], "LB-OPENING"),
        ([opening("6"), PAYMENT, WRONG_DATE, COUNT.format(2)], "LB-TOTAL-COUNT"),
        ([opening("6"), PAYMENT, WRONG_DATE, "290009912346"], "LB-NUMBER"),
        ([opening("2"), "43261130000000000000001000A 0000000000000-00", COUNT.format(1)], "LB-NUMBER"),
        ([opening("2"), "432611310000000000000010000 0000000000000-00", COUNT.format(1)], "LB-NUMBER"),
        ([*CASH, CASH_SUM.replace("95000", "95001")], "LB-TOTAL-SUM"),
        ([*CASH, CASH_SUM.replace("95000", "9500O")], "LB-NUMBER"),
        (CASH, "FILE-TRUNCATED"),
        ([CASH[0], CASH[1].replace("95000", "9500O"), CASH_SUM.replace("95000", "00000")], "LB-NUMBER"),
        ([CASH[0], CASH[1].replace("260928", "260931"), CASH_SUM.replace("95000", "00000")], "LB-NUMBER"),
        ([CASH[0].replace("0009912346", "00XXXXXXXX"), CASH[1], CASH_SUM], "LB-PLACEHOLDER"),
    ],
)
def test_what_cannot_be_trusted_rejects_the_file(tmp_path: Path, lines: list[str], code: str) -> None:
    _, findings = read_lines(tmp_path, *lines)
    assert [(found.code, found.rejects_file) for found in findings] == [(code, True)]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([opening("1"), DONE, "77 unknown", "78 too", COUNT.format(1) + "000000010000"], "LB-UNKNOWN-RECORD"),
        ([opening("6"), "77 unknown", WRONG_DATE.replace("MTRV", "    "), COUNT.format(0)], "LB-UNKNOWN-RECORD"),
        ([opening("2"), "77 unknown", COUNT.format(0)], "LB-UNKNOWN-RECORD"),
        ([*CASH, "9 unknown", CASH_SUM], "LB-UNKNOWN-RECORD"),
        ([opening("6"), COUNT.format(0), " "], "LB-BLANK-LINE"),
    ],
)
def test_what_does_no_harm_is_one_warning(tmp_path: Path, lines: list[str], code: str) -> None:
    _, findings = read_lines(tmp_path, *lines)
    assert [(found.code, found.rejects) for found in findings] == [(code, False)]


def test_days_that_differ_from_the_closing_balance_are_a_warning(tmp_path: Path) -> None:
    balance = "420000000000000 0000000000000-0000000020000 0000000000000-"
    day = "432611300000000000000010000 0000000000000-00"
    statuses, findings = read_lines(tmp_path, opening("2"), balance, day, COUNT.format(2))
    assert [(found.code, found.value, found.expected) for found in findings] == [
        ("LB-RETURN-WATCH-SUM", "200.00", "100.00")
    ]
    assert len(statuses) == 1


def test_an_order_and_its_return_are_told_apart_by_what_follows_when_the_layout_digit_is_gone() -> None:
    head = opening(" ").encode("latin-1") + b"\r\n" + PAYMENT.encode()
    assert (lb.FORMAT.recognise(head), lb_return.FORMAT.recognise(head)) == (True, False)
    head += b"\r\n" + WRONG_DATE.encode()
    assert (lb.FORMAT.recognise(head), lb_return.FORMAT.recognise(head)) == (False, True)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_return_in_utf8_is_recognised_by_its_layout_digit_all_the_same(tmp_path: Path, encoding: str) -> None:
    sample = SAMPLES / "lb-betalda.txt"
    path = tmp_path / "utf8.txt"
    path.write_bytes(sample.read_bytes().decode("latin-1").encode(encoding))
    assert (lb.FORMAT.recognise(path.read_bytes()), lb_return.FORMAT.recognise(path.read_bytes())) == (False, True)
    statuses, findings = read(path)
    assert codes(findings) == ["LB-UTF8"]
    assert statuses == read(sample)[0]


SAMPLE_NAMES = sorted(path.name for path in SAMPLES.glob("lb-*.txt"))


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(SAMPLE_NAMES), at=st.integers(0, 2000), data=st.binary(max_size=200))
def test_no_bytes_whatever_raise(tmp_path: Path, name: str, at: int, data: bytes) -> None:
    path = tmp_path / "noise.txt"
    content = (SAMPLES / name).read_bytes()
    path.write_bytes(content[:at] + data + content[at:])
    items: list[Any] = list(lb_return.FORMAT.read(path, CONTEXT))
    for item in items:
        assert not isinstance(item, Finding) or (item.text("sv") and item.text("en"))
