"""Autogiro payment specifications: what was paid is money, what was not is told, and the sums of the file are held."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.findings import MASK
from gateway.formats import autogiro
from gateway.formats.autogiro_payments import FORMAT
from gateway.messages import Deposit, Payment, PaymentReport, Statement
from tests.unit.formats.autogiro_files import (
    BANKGIRO,
    CONTEXT,
    DAY,
    REPOSITORY,
    Detail,
    codes,
    new_specification,
    old_specification,
    read,
    transaction,
    written,
)

pytestmark = pytest.mark.unit

NOT_PAID = {"1": "AUTOGIRO-NOT-PAID-FUNDS", "2": "AUTOGIRO-NOT-PAID-ACCOUNT", "9": "AUTOGIRO-NOT-PAID-YET"}
SAMPLE = REPOSITORY / "samples" / "bank" / "autogiro-betalningsspecifikation.txt"

statuses = st.sampled_from("00129")
amounts = st.integers(0, 10**10)


def details(*kinds: str) -> st.SearchStrategy[Detail]:
    return st.builds(Detail, code=st.sampled_from(kinds), amount=amounts, status=statuses, payer=st.just("1001"))


sections = st.lists(
    st.one_of(
        st.lists(details("82"), min_size=1, max_size=5),
        st.lists(details("32"), min_size=1, max_size=5),
        st.lists(
            st.builds(Detail, code=st.just("77"), amount=amounts, status=st.sampled_from(["01", "03", "99"])),
            min_size=1,
            max_size=3,
        ),
    ),
    max_size=5,
)


def test_the_sample_gives_a_report_a_statement_and_a_deposit_for_each_section() -> None:
    parts, findings = read(FORMAT, SAMPLE)
    report, statement = parts[:2]
    deposits = [part for part in parts if isinstance(part, Deposit)]
    assert isinstance(report, PaymentReport)
    assert isinstance(statement, Statement)
    assert (report.source, report.identifier) == ("autogiro", "9912346-20261120190512123456")
    assert (statement.account, statement.account_kind, statement.currency) == (BANKGIRO, "BGNR", "SEK")
    assert [(deposit.identifier, deposit.amount, deposit.payment_count) for deposit in deposits] == [
        ("00041", Decimal("3662.50"), 3),
        ("00042", Decimal("-200.00"), 1),
        ("00043", Decimal("-382.00"), 1),
    ]
    assert codes(findings) == [*(NOT_PAID[status] for status in "192"), "AUTOGIRO-REFUND"]


def test_a_payment_without_a_reference_is_known_by_its_payer_number(tmp_path: Path) -> None:
    path = written(tmp_path / "file", new_specification([[Detail(reference="7100002018"), Detail(payer="2002")]]))
    parts, _ = read(FORMAT, path)
    payments = [part for part in parts if isinstance(part, Payment)]
    assert [(each.reference, each.payer_account, each.channel) for each in payments] == [
        ("7100002018", "1001", "4"),
        ("2002", "2002", "4"),
    ]


def test_a_refund_is_a_return_with_its_reason_in_words(tmp_path: Path) -> None:
    path = written(tmp_path / "file", new_specification([[Detail(code="77", amount=38_200, status="02")]]))
    parts, findings = read(FORMAT, path)
    refund = parts[-1]
    assert (refund.amount, refund.is_return, refund.return_reason) == (Decimal("-382.00"), True, "02")
    assert refund.message == "betalaren har återkallat medgivandet"
    assert "betalaren har återkallat medgivandet" in findings[0].text("sv")
    assert "the payer has revoked the mandate" in findings[0].text("en")


@pytest.mark.parametrize("status", NOT_PAID)
@pytest.mark.parametrize("code", ["82", "32"])
def test_what_was_not_carried_out_is_told_and_is_no_money(status: str, code: str, tmp_path: Path) -> None:
    paid, failed = Detail(code=code), Detail(code=code, amount=7_700, status=status, payer="3003")
    for lines in (new_specification([[paid, failed]]), old_specification([paid, failed])):
        parts, findings = read(FORMAT, written(tmp_path / "file", lines))
        assert sum(isinstance(part, Payment) for part in parts) == 1
        assert [(found.code, found.value, found.about, found.rejects) for found in findings] == [
            (NOT_PAID[status], "77.00", "3003", False)
        ]


def test_a_payer_number_that_may_be_an_identity_number_is_hidden(tmp_path: Path) -> None:
    path = written(tmp_path / "file", new_specification([[Detail(payer="189001019802", status="1")]]))
    _, (found,) = read(FORMAT, path)
    assert found.about == MASK
    assert "9001019802" not in f"{found.text('sv')}{found.text('en')}"


def test_in_the_old_layout_payments_of_a_kind_and_a_day_are_one_deposit(tmp_path: Path) -> None:
    path = written(
        tmp_path / "file",
        old_specification(
            [
                Detail(amount=100),
                Detail(code="32", amount=7, status="1"),
                Detail(amount=250),
                Detail(code="32", amount=40, status=" "),
                Detail(amount=5, day="20261121"),
            ]
        ),
    )
    parts, _ = read(FORMAT, path)
    deposits = [(part.amount, part.payment_count) for part in parts if isinstance(part, Deposit)]
    assert deposits == [(Decimal("3.50"), 2), (Decimal("-0.40"), 1), (Decimal("0.05"), 1)]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("000000000000125000   00000001", "000000000000125001   00000001", "AUTOGIRO-SECTION-SUM"),
        ("000000000000125000   00000001", "000000000000125000   00000002", "AUTOGIRO-SECTION-COUNT"),
        ("9900000001000000000001", "9900000002000000000001", "AUTOGIRO-TRAILER-COUNT"),
        ("9900000001000000000001", "9900000001000000000002", "AUTOGIRO-TRAILER-COUNT"),
        ("000000125000", "0000001250,0", "AUTOGIRO-NUMBER"),
        (f"82{DAY}", "8220261131", "AUTOGIRO-NUMBER"),
        ("0000000000001001000000125000", "00000000000010010000001250 0", "AUTOGIRO-NUMBER"),
        (f"{BANKGIRO}7100002018", "54029687100002018", "AUTOGIRO-BANKGIRO-DIFFERS"),
        (" 0\r\n09", " 5\r\n09", "AUTOGIRO-STATUS"),
        (f"000123{BANKGIRO:0>10}", "0001230000000000", "AUTOGIRO-BANKGIRO"),
        ("\r\n82", "\r\n32", "AUTOGIRO-STRUCTURE"),
        ("\r\n15", "\r\n18", "AUTOGIRO-STRUCTURE"),
    ],
)
def test_what_can_change_money_rejects_the_file(old: str, new: str, code: str, tmp_path: Path) -> None:
    path = written(tmp_path / "file", new_specification([[Detail(reference="7100002018")]]))
    content = path.read_bytes()
    assert content.count(old.encode()) >= 1, old
    path.write_bytes(content.replace(old.encode(), new.encode()))
    _, findings = read(FORMAT, path)
    assert code in codes(found for found in findings if found.rejects_file)


@pytest.mark.parametrize("field", ["000000001000", "000002", "0000000000", "000000003700"])
def test_a_wrong_sum_or_count_of_the_old_layout_rejects_the_file(field: str, tmp_path: Path) -> None:
    lines = old_specification([Detail(amount=3_500), Detail(amount=200), Detail(code="32", amount=1_000)])
    assert field in lines[-1]
    changed = lines[-1].replace(field, field[:-1] + str((int(field[-1]) + 1) % 10), 1)
    _, findings = read(FORMAT, written(tmp_path / "file", [*lines[:-1], changed]))
    assert any(found.rejects_file for found in findings)


@pytest.mark.parametrize("make", [lambda: new_specification([[Detail()]]), lambda: old_specification([Detail()])])
def test_without_its_closing_record_a_file_is_truncated(make: object, tmp_path: Path) -> None:
    assert callable(make)
    lines = make()
    _, findings = read(FORMAT, written(tmp_path / "file", lines[:-1]))
    assert codes(findings) == ["FILE-TRUNCATED"]
    _, findings = read(FORMAT, written(tmp_path / "file", [*lines, lines[-1]]))
    assert codes(findings) == ["AUTOGIRO-AFTER-TRAILER"]


def test_small_faults_are_one_warning_a_kind(tmp_path: Path) -> None:
    lines = new_specification([[Detail(reference="ÅRSKORT"), Detail()]])
    lines.insert(3, "99 nothing that anybody knows")
    path = tmp_path / "file"
    path.write_bytes(("\n".join(lines) + "\n\n").encode())
    parts, findings = read(FORMAT, path)
    assert Counter(codes(findings)) == Counter(
        ["AUTOGIRO-SHORT-LINE", "AUTOGIRO-UTF8", "AUTOGIRO-BLANK-LINE", "AUTOGIRO-UNKNOWN-RECORD"]
    )
    assert not any(found.rejects for found in findings)
    assert [part.reference for part in parts if isinstance(part, Payment)] == ["ÅRSKORT", "1001"]


@given(made=sections)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_all_money_of_a_new_specification_is_paid_or_told(made: list[list[Detail]], tmp_path: Path) -> None:
    parts, findings = read(FORMAT, written(tmp_path / "file", new_specification(made)))
    flat = [detail for each in made for detail in each]
    assert _paid(parts) == _expected(flat)
    assert sum(part.amount for part in parts if isinstance(part, Deposit)) == sum(_paid(parts).values())
    assert _told(findings) == _failed(flat)
    assert not any(found.rejects for found in findings)


@given(made=st.lists(details("82", "32"), max_size=15))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_all_money_of_an_old_specification_is_paid_or_told(made: list[Detail], tmp_path: Path) -> None:
    parts, findings = read(FORMAT, written(tmp_path / "file", old_specification(made)))
    assert _paid(parts) == _expected(made)
    assert sum(part.amount for part in parts if isinstance(part, Deposit)) == sum(_paid(parts).values())
    assert _told(findings) == _failed(made)
    assert not any(found.rejects for found in findings)


@given(made=sections, data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_changed_bytes_are_found_or_change_no_money(
    made: list[list[Detail]], data: st.DataObject, tmp_path: Path
) -> None:
    path = written(tmp_path / "file", new_specification(made))
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(content)
    for form in autogiro.FORMATS:
        list(form.read(path, CONTEXT))
    if not FORMAT.recognise(bytes(content)):
        return
    parts, findings = read(FORMAT, path)
    if not any(found.rejects_file for found in findings):
        total = sum(_expected([detail for each in made for detail in each]).values())
        assert sum(_paid(parts).values()) == total


def test_a_record_that_is_swapped_for_one_of_another_kind_is_found(tmp_path: Path) -> None:
    lines = new_specification([[Detail()], [Detail(code="32", amount=100)]])
    lines[2] = transaction(Detail(code="77", status="01"))
    _, findings = read(FORMAT, written(tmp_path / "file", lines))
    assert "AUTOGIRO-STRUCTURE" in codes(findings)


def _paid(parts: list[object]) -> Counter[str]:
    paid: Counter[str] = Counter()
    for part in parts:
        if isinstance(part, Payment):
            paid["77" if part.is_return else "82" if part.place.record == "TK82" else "32"] += part.amount  # type: ignore[assignment]
    return paid


def _expected(made: list[Detail]) -> Counter[str]:
    expected: Counter[str] = Counter()
    for detail in made:
        if detail.code == "77" or detail.status == "0":
            sign = 1 if detail.code == "82" else -1
            expected[detail.code] += sign * Decimal(detail.amount).scaleb(-2)  # type: ignore[assignment]
    return expected


def _told(findings: list[object]) -> list[tuple[str, str]]:
    not_paid = set(NOT_PAID.values())
    return [(found.code, found.value) for found in findings if found.code in not_paid]  # type: ignore[attr-defined]


def _failed(made: list[Detail]) -> list[tuple[str, str]]:
    failed = [detail for detail in made if detail.code != "77" and detail.status != "0"]
    return [(NOT_PAID[detail.status], str(Decimal(detail.amount).scaleb(-2))) for detail in failed]
