"""What Bankgirot tells of ordered payments: rejected, cancelled or moved, waiting; counts and sums are held."""

import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from gateway.formats.autogiro_status import FORMATS
from gateway.messages import PaymentStatus, PaymentStatusReport
from gateway.messages import autogiro_codes as known
from tests.unit.formats.autogiro_files import (
    REPOSITORY,
    Detail,
    codes,
    new_opening,
    old_opening,
    read,
    sums,
    transaction,
    written,
)

pytestmark = pytest.mark.unit

REJECTED, CHANGES, WATCH = FORMATS
SAMPLES = REPOSITORY / "samples" / "autogiro-avvisade"
DAY = datetime.date(2026, 11, 30)


def rejection(code: str = "82", comment: str = "01", amount: str = "000000041900", day: str = "20261130") -> str:
    return f"{code}{day}0   {'1004':0>16}{amount}{'7100002042':<16}{comment}"


def rejection_sums(out_count: int, out_sum: int, in_count: int, in_sum: int) -> str:
    return f"09202611239900{out_count:06d}{out_sum:012d}{in_count:06d}{in_sum:012d}"


def change(code: str, comment: str, *, payer: str = "1004", direction: str = "82", amount: int = 500) -> str:
    payer_number = f"{payer:0>16}" if payer else " " * 16
    return f"{code}20261130{payer_number}{direction}{amount:012d}REFERENS20261201{'7100002042':<16}{comment}"


def statuses(parts: list[object]) -> list[PaymentStatus]:
    return [part for part in parts if isinstance(part, PaymentStatus)]


@pytest.mark.parametrize("opening", [new_opening("AVVISADE BET UPPDR", "20261123"), old_opening("FELLISTA REG.KONTRL")])
def test_a_rejected_payment_says_why_in_words(opening: str, tmp_path: Path) -> None:
    lines = [opening, rejection(), rejection("32", "09"), rejection_sums(1, 41_900, 1, 41_900)]
    parts, findings = read(REJECTED, written(tmp_path / "file", lines))
    report, first, second = parts
    assert isinstance(report, PaymentStatusReport)
    assert (report.source, report.original_format) == ("autogiro", "autogiro-order")
    assert (first.outcome, first.status, first.texts) == ("rejected", "01", ["medgivande saknas"])
    assert (first.counterparty_account, first.reference, first.execution_date) == ("1004", "7100002042", DAY)
    assert (first.kind, first.amount, second.kind) == ("collection", Decimal("419.00"), "disbursement")
    assert findings == []


def test_what_was_rejected_for_its_amount_or_day_may_be_unreadable(tmp_path: Path) -> None:
    lines = [
        new_opening("AVVISADE BET UPPDR"),
        rejection(comment="08", amount="0000004X9000"),
        rejection(comment="12", day="20261131"),
        rejection(comment="77"),
        rejection_sums(0, 0, 3, 83_800),
    ]
    parts, findings = read(REJECTED, written(tmp_path / "file", lines))
    assert [(each.amount is None, each.execution_date is None) for each in statuses(parts)] == [
        (True, False),
        (False, True),
        (False, False),
    ]
    assert [(found.code, found.value) for found in findings] == [
        ("AUTOGIRO-UNREADABLE", "2"),
        ("AUTOGIRO-UNKNOWN-CODE", "1"),
    ]


@pytest.mark.parametrize(
    ("code", "comment", "outcome"),
    [
        ("25", "12", "accepted"),
        ("29", "14", "accepted"),
        ("27", "18", "accepted"),
        ("25", "13", "rejected"),
        ("29", "06", "rejected"),
        ("03", "12", "rejected"),
        ("11", "12", "rejected"),
        ("22", "12", "rejected"),
    ],
)
def test_a_request_that_was_carried_out_is_accepted_and_a_payment_that_others_stopped_is_rejected(
    code: str, comment: str, outcome: str, tmp_path: Path
) -> None:
    is_done = comment in known.CARRIED_OUT
    lines = [new_opening("MAKULERING/ÄNDRING"), change(code, comment), sums(0, 0, int(is_done), 500 * is_done)]
    parts, findings = read(CHANGES, written(tmp_path / "file", lines))
    (status,) = statuses(parts)
    assert (status.outcome, status.status, status.new_date) == (outcome, comment, datetime.date(2026, 12, 1))
    assert status.texts == [known.CHANGE_TYPES[code].sv, known.CHANGES[comment].sv]
    assert findings == []


def test_a_request_about_all_payers_is_no_single_payment(tmp_path: Path) -> None:
    lines = [old_opening("MAK/ÄNDRINGSLISTA"), change("26", "14", payer="", direction="00", amount=0), sums(0, 0, 0, 0)]
    parts, findings = read(CHANGES, written(tmp_path / "file", lines))
    (status,) = statuses(parts)
    assert (status.level, status.kind, status.amount, status.counterparty_account) == (
        "instruction",
        "payment",
        None,
        "",
    )
    assert findings == []


def test_what_is_watched_is_pending(tmp_path: Path) -> None:
    watched = [Detail(bankgiro="", status=" "), Detail(code="32", amount=700, bankgiro="", status=" ")]
    lines = [old_opening("BEVAKNINGSREG"), *map(transaction, watched), sums(700, 1, 1, 125_000)]
    parts, findings = read(WATCH, written(tmp_path / "file", lines))
    assert [(each.outcome, each.status) for each in statuses(parts)] == [("pending", "")] * 2
    assert findings == []


@pytest.mark.parametrize(
    ("sample", "form", "position"),
    [
        ("avvisade-2026-11.txt", REJECTED, position)
        for position in ("15-20", "21-32", "33-38", "39-50")
    ]
    + [
        (sample, form, position)
        for sample, form in (("makuleringar-2026-11.txt", CHANGES), ("bevakning-2026-11.txt", WATCH))
        for position in ("29-40", "41-46", "47-52", "57-68")
    ],
)  # fmt: skip
def test_every_count_and_sum_of_the_closing_record_is_held(
    sample: str, form: object, position: str, tmp_path: Path
) -> None:
    lines = (SAMPLES / sample).read_bytes().decode("latin-1").splitlines()
    last = int(position.split("-")[1])
    closing = lines[-1]
    lines[-1] = closing[: last - 1] + str((int(closing[last - 1]) + 1) % 10) + closing[last:]
    _, findings = read(form, written(tmp_path / "file", lines))  # type: ignore[arg-type]
    assert [(found.place.position, found.rejects_file) for found in findings] == [(position, True)]
    assert findings[0].code.startswith("AUTOGIRO-TRAILER-")


def test_the_samples_are_right_and_each_is_of_one_format() -> None:
    for sample, form in (("avvisade", REJECTED), ("makuleringar", CHANGES), ("bevakning", WATCH)):
        path = SAMPLES / f"{sample}-2026-11.txt"
        assert codes(read(form, path)[1]) == []
        assert [other.name for other in FORMATS if other.recognise(path.read_bytes())] == [form.name]
