"""Mandates as Bankgirot tells of them: advice, web banks, and the register."""

import datetime
from pathlib import Path

import pytest

from gateway.formats.autogiro_mandates import FORMAT
from gateway.messages import Mandate, MandateReport
from gateway.messages import autogiro_codes as known
from tests.unit.formats.autogiro_files import BANKGIRO, REPOSITORY, codes, new_opening, read, written

pytestmark = pytest.mark.unit

SAMPLES = REPOSITORY / "samples" / "autogiro-medgivanden"
DAY = datetime.date(2026, 11, 24)
ACCOUNT = "6000000000123456"
OLD_ADVICE = f"01202611249900{BANKGIRO:0>10}AG-MEDAVI"
WEB_BANK = f"51202611249900{BANKGIRO:0>10}AG-EMEDGIV"


def advice(status: str = "32", identity: str = "189001019802", valid_from: str = "") -> str:
    return f"73{BANKGIRO:0>10}{'1006':0>16}{ACCOUNT}{identity:<12}00000{'04'}{status}20261124{valid_from}"


def register_record(status: str, *, is_old: bool = False) -> str:
    active = "6" if is_old else "26"
    record = f"{BANKGIRO:0>10}189001019802{'1006':0>16}1{active}2026010520261124{status}"
    return record.ljust(63 if is_old else 64) + ACCOUNT


def mandates(parts: list[object]) -> list[Mandate]:
    return [part for part in parts if isinstance(part, Mandate)]


@pytest.mark.parametrize(
    ("status", "outcome"),
    [("32", "active"), ("33", "deleted"), ("02", "deleted"), ("11", "stopped"), ("23", "rejected"), ("10", "rejected")],
)
@pytest.mark.parametrize("opening", [new_opening("AG-MEDAVI", "20261124"), OLD_ADVICE])
def test_the_status_of_an_advice_says_what_became_of_the_mandate(
    opening: str, status: str, outcome: str, tmp_path: Path
) -> None:
    parts, findings = read(FORMAT, written(tmp_path / "file", [opening, advice(status), "092026112499000000001"]))
    report, mandate = parts
    assert isinstance(report, MandateReport)
    assert (report.kind, report.bankgiro) == ("advice", BANKGIRO)
    assert report.created is not None
    assert report.created.date() == DAY
    assert (mandate.outcome, mandate.status_words) == (outcome, known.MANDATE_STATUSES[status].sv)
    assert (mandate.payer_number, mandate.account, mandate.identity_number) == ("1006", ACCOUNT, "189001019802")
    assert (mandate.changed, mandate.valid_from, mandate.information_words) == (
        DAY,
        None,
        "mottagaren har lagt upp medgivandet",
    )
    assert findings == []


def test_an_old_advice_says_from_when_the_mandate_applies(tmp_path: Path) -> None:
    lines = [OLD_ADVICE, advice(valid_from="261201"), advice(valid_from="000000"), "092026112499000000002"]
    parts, findings = read(FORMAT, written(tmp_path / "file", lines))
    assert [each.valid_from for each in mandates(parts)] == [datetime.date(2026, 12, 1), None]
    assert findings == []


@pytest.mark.parametrize(
    ("field", "number"),
    [("005569003428", "5569003428"), ("995569003428", "5569003428"), ("000000000000", ""), ("", "")],
)
def test_an_organisation_number_loses_the_digits_that_fill_its_field(field: str, number: str, tmp_path: Path) -> None:
    lines = [OLD_ADVICE, advice(identity=field), "092026112499000000001"]
    parts, _ = read(FORMAT, written(tmp_path / "file", lines))
    assert mandates(parts)[0].identity_number == number


def test_a_mandate_from_a_web_bank_has_name_address_and_the_payers_own_text() -> None:
    parts, findings = read(FORMAT, SAMPLES / "internetbank-2026-11.txt")
    first, second = mandates(parts)
    assert (first.outcome, first.name, first.text) == ("asked", "EXEMPELPERSON ETT", "BETALAR GÄRNA PER MÅNAD")
    assert first.address == ["C/O EXEMPEL AB", "EXEMPELGATAN 1", "12021 STOCKHOLM"]
    assert (second.outcome, second.status_words, second.text) == ("reminded", "första påminnelsen", "")
    assert second.address == ["BOX 900", "12021 STOCKHOLM"]
    assert findings == []


@pytest.mark.parametrize("is_old", [False, True])
def test_the_register_is_read_in_both_layouts(is_old: bool, tmp_path: Path) -> None:
    lines = [register_record("1", is_old=is_old), register_record("2", is_old=is_old)]
    parts, findings = read(FORMAT, written(tmp_path / "file", lines))
    assert parts[0].kind == "register"
    assert [(each.outcome, each.changed, each.account) for each in mandates(parts)] == [
        ("active", DAY, ACCOUNT),
        ("pending", DAY, ACCOUNT),
    ]
    assert mandates(parts)[1].status_words == "väntar på svar från betalarens bank"
    assert findings == []


def test_a_register_ends_where_something_else_begins(tmp_path: Path) -> None:
    lines = [register_record("1"), WEB_BANK, register_record("1")]
    parts, findings = read(FORMAT, written(tmp_path / "file", lines))
    assert len(mandates(parts)) == 1
    assert codes(findings) == ["AUTOGIRO-STRUCTURE"]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([OLD_ADVICE, advice(), "092026112499000000002"], "AUTOGIRO-TRAILER-COUNT"),
        ([OLD_ADVICE, advice()], "FILE-TRUNCATED"),
        ([OLD_ADVICE, f"52{BANKGIRO:0>10}", "092026112499000000001"], "AUTOGIRO-STRUCTURE"),
        ([WEB_BANK, "54NAMN", "592026112499000000001"], "AUTOGIRO-STRUCTURE"),
        ([WEB_BANK, f"52{BANKGIRO:0>10}{'1':0>16}", "53TEXT", "592026112499000000001"], "AUTOGIRO-TRAILER-COUNT"),
        ([WEB_BANK, f"52{BANKGIRO:0>10}{'1':0>16}", "53TEXT"], "FILE-TRUNCATED"),
    ],
)
def test_a_file_that_is_not_whole_is_rejected(lines: list[str], code: str, tmp_path: Path) -> None:
    _, findings = read(FORMAT, written(tmp_path / "file", lines))
    assert code in codes(found for found in findings if found.rejects_file)


def test_a_code_that_nobody_knows_is_kept_with_a_warning(tmp_path: Path) -> None:
    parts, findings = read(FORMAT, written(tmp_path / "file", [OLD_ADVICE, advice("77"), "092026112499000000001"]))
    assert (mandates(parts)[0].outcome, mandates(parts)[0].status_words) == ("rejected", "77")
    assert [(found.code, found.rejects) for found in findings] == [("AUTOGIRO-UNKNOWN-CODE", False)]
