"""Swish reports: every transaction is a payment with the right sign, and the end row counts them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.findings import Finding
from gateway.formats import swish_csv
from gateway.formats.base import ReadingContext
from gateway.messages import Deposit, Payment, PaymentReport, Statement
from gateway.schemas import SchemaStore

pytestmark = pytest.mark.unit

REPOSITORY = Path(__file__).resolve().parents[3]
SAMPLE = REPOSITORY / "samples" / "bank" / "swish-rapport.csv"
CONTEXT = ReadingContext(schemas=SchemaStore(REPOSITORY / "xsd"))
QUIET = settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)

MONEY_OUT = {"SWR", "SWU"}


def read(path: Path) -> tuple[list[Any], list[Finding]]:
    items = list(swish_csv.FORMAT.read(path, CONTEXT))
    return (
        [item for item in items if not isinstance(item, Finding)],
        [item for item in items if isinstance(item, Finding)],
    )


def row(**changes: str) -> list[str]:
    cells = {
        "record": "02",
        "organisation": "2120001355",
        "account": "8257466",
        "bic": "HANDSESS",
        "swish": "1231231231",
        "date": "2026-03-02",
        "type": "SWH",
        "amount": "350.00",
        "currency": "SEK",
        "mobile": "+46700000101",
        "name": "Anna Exempel",
        "reference": "A1B2C3D4E5F60718293A4B5C6D7E8F01",
        "message": "Avgift",
        "order": "",
        "time": "2026-03-02T08:15:02",
        "booked": "2026-03-02",
        "instruction": "",
        "end_to_end": "",
    }
    return list((cells | changes).values())


def write(path: Path, rows: list[list[str]], *, delimiter: str = ",", count: int | None = None) -> Path:
    lines = [["01", "2026-03-03", "2026-03-02", ""], *rows, ["03", str(len(rows) if count is None else count)]]
    path.write_bytes("".join(delimiter.join(cells) + "\r\n" for cells in lines).encode())
    return path


def test_the_sample_gives_a_report_a_statement_a_deposit_and_its_payments() -> None:
    (report, statement, deposit, *payments), findings = read(SAMPLE)
    assert findings == []
    assert isinstance(report, PaymentReport)
    assert (report.source, report.created) == ("swish", datetime(2026, 3, 3))  # noqa: DTZ001
    assert isinstance(statement, Statement)
    assert (statement.account, statement.account_kind) == ("1231231231", "SWISH")
    assert isinstance(deposit, Deposit)
    assert (deposit.amount, deposit.payment_count, deposit.booking_date) == (Decimal("2210.50"), 3, date(2026, 3, 2))
    assert deposit.bank_account == "8257466"
    assert [(payment.amount, payment.is_return, payment.reference) for payment in payments] == [
        (Decimal("350.00"), False, ""),
        (Decimal("1980.50"), False, "MUSEI-2026-0302-17"),
        (Decimal("-120.00"), True, ""),
    ]
    assert [payment.payer_account for payment in payments] == ["+46700000101", "+46700000102", ""]
    assert payments[1].message == "Museibiljetter, 3 vuxna"
    assert payments[1].paid_at == datetime(2026, 3, 2, 12, 40, 51)  # noqa: DTZ001
    assert (payments[2].payee_account, payments[2].payee_name) == ("+46700000103", "Cecilia Exempel")


@pytest.mark.parametrize(
    ("kind", "stated", "amount", "is_return"),
    [
        ("SWH", "10.00", "10.00", False),
        ("SWR", "10.00", "-10.00", True),
        ("SWR", "-10.00", "-10.00", True),
        ("SWT", "10.00", "10.00", True),
        ("SWU", "10.00", "-10.00", False),
        ("SWZ", "10.00", "10.00", True),
    ],
)
def test_the_type_says_which_way_the_money_went(
    tmp_path: Path, kind: str, stated: str, amount: str, is_return: bool
) -> None:
    parts, findings = read(write(tmp_path / "a.csv", [row(type=kind, amount=stated)]))
    assert findings == []
    assert (parts[-1].amount, parts[-1].is_return) == (Decimal(amount), is_return)


def test_what_is_booked_together_is_one_deposit_and_a_new_swish_number_a_new_statement(tmp_path: Path) -> None:
    rows = [
        row(amount="1.00"),
        row(amount="2.00"),
        row(amount="4.00", booked="2026-03-03"),
        row(amount="8.00", booked="2026-03-03", swish="1231231249"),
    ]
    parts, findings = read(write(tmp_path / "a.csv", rows))
    assert findings == []
    assert [part.amount for part in parts if isinstance(part, Deposit)] == [Decimal(3), Decimal(4), Decimal(8)]
    assert [part.account for part in parts if isinstance(part, Statement)] == ["1231231231", "1231231249"]


def test_an_older_report_without_booking_date_is_booked_on_the_day_of_the_transaction(tmp_path: Path) -> None:
    parts, findings = read(write(tmp_path / "a.csv", [row()[:15]]))
    assert findings == []
    assert parts[2].booking_date == date(2026, 3, 2)


@pytest.mark.parametrize("columns", [15, 18])
@pytest.mark.parametrize("message", ["a,b", "a,b,c,d", ",", "2026-03-02T00:00:00,x"])
def test_a_message_that_holds_the_delimiter_is_put_together_again(tmp_path: Path, columns: int, message: str) -> None:
    parts, findings = read(write(tmp_path / "a.csv", [row(message=message, order="O-1")[:columns]]))
    assert [found.code for found in findings] == ["SWISH-MESSAGE-SPLIT"]
    assert (parts[-1].message, parts[-1].reference) == (message, "O-1")


def test_a_name_that_holds_the_delimiter_rejects_the_file(tmp_path: Path) -> None:
    _, findings = read(write(tmp_path / "a.csv", [row(name="Exempel, Anna")]))
    assert findings[0].code == "SWISH-COLUMNS"
    assert findings[0].rejects_file


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"swish": "12300000"}, 5),
        ({"type": "SWX"}, 7),
        ({"amount": "1 000.00"}, 8),
        ({"amount": "1.005"}, 8),
        ({"amount": "-1.00"}, 8),
        ({"amount": "\u0661.00"}, 8),
        ({"currency": "EUR"}, 9),
        ({"booked": "2026-02-30"}, 16),
        ({"booked": "", "date": "20260302"}, 6),
    ],
)
def test_a_value_that_touches_money_and_cannot_be_read_rejects_the_file(
    tmp_path: Path, changes: dict[str, str], column: int
) -> None:
    _, findings = read(write(tmp_path / "a.csv", [row(), row(**changes), row()]))
    (found,) = findings
    assert (found.code, found.rejects_file, found.place.line, found.place.position) == (
        "SWISH-VALUE",
        True,
        3,
        str(column),
    )


@pytest.mark.parametrize("count", [0, 2])
def test_a_wrong_count_rejects_the_file(tmp_path: Path, count: int) -> None:
    _, findings = read(write(tmp_path / "a.csv", [row()], count=count))
    assert [(found.code, found.rejects_file) for found in findings] == [("SWISH-COUNT", True)]


def test_a_report_without_its_end_row_is_truncated(tmp_path: Path) -> None:
    lines = SAMPLE.read_bytes().splitlines(keepends=True)
    path = tmp_path / "cut.csv"
    for kept in range(1, len(lines)):
        path.write_bytes(b"".join(lines[:kept]))
        assert "FILE-TRUNCATED" in {found.code for found in read(path)[1] if found.rejects_file}, kept


def test_two_reports_in_one_file_are_rejected(tmp_path: Path) -> None:
    path = tmp_path / "twice.csv"
    path.write_bytes(SAMPLE.read_bytes() * 2)
    assert "SWISH-STRUCTURE" in {found.code for found in read(path)[1] if found.rejects_file}


def test_harmless_faults_are_warnings_and_change_no_payment(tmp_path: Path) -> None:
    path = tmp_path / "harmless.csv"
    text = SAMPLE.read_text("utf-8").replace("\n03", "\n04;x\n03") + "\n\n"
    path.write_bytes(text.encode("latin-1"))
    parts, findings = read(path)
    assert parts == read(SAMPLE)[0]
    assert {found.code for found in findings} == {"SWISH-ENCODING", "SWISH-UNKNOWN-RECORD"}
    assert not any(found.rejects for found in findings)


def test_commas_and_points_say_the_same_amounts(tmp_path: Path) -> None:
    rows = [row(amount="1980.50"), row(type="SWR", amount="0.05")]
    with_points = read(write(tmp_path / "points.csv", rows))
    as_written = [[cell.replace(".", ",") if cell in ("1980.50", "0.05") else cell for cell in cells] for cells in rows]
    assert read(write(tmp_path / "commas.csv", as_written, delimiter=";")) == with_points


def test_a_message_that_is_nothing_but_a_number_is_a_reference(tmp_path: Path) -> None:
    rows = [row(message="71 000 001 03"), row(message="71 och 72"), row(message="7100000103", order="O-1")]
    payments = [part for part in read(write(tmp_path / "a.csv", rows))[0] if isinstance(part, Payment)]
    assert [(payment.reference, payment.other_references) for payment in payments] == [
        ("7100000103", []),
        ("", []),
        ("O-1", ["7100000103"]),
    ]


def test_a_time_with_a_zone_keeps_it(tmp_path: Path) -> None:
    parts, _ = read(write(tmp_path / "a.csv", [row(time="2026-03-02T08:15:02Z")]))
    assert parts[-1].paid_at == datetime(2026, 3, 2, 8, 15, 2, tzinfo=UTC)


TRANSACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["SWH", "SWR", "SWT", "SWU", "SWZ"]),
        st.integers(0, 10**12),
        st.sampled_from(["1231231231", "1231231249"]),
        st.sampled_from(["2026-03-02", "2026-03-03"]),
        st.text(st.characters(codec="utf-8", exclude_characters='"\r\n\x00'), max_size=20),
    ),
    max_size=12,
)


@given(made=TRANSACTIONS, delimiter=st.sampled_from(",;"), columns=st.sampled_from([15, 18]))
@QUIET
def test_given_any_transactions_money_in_is_money_out(
    tmp_path: Path, made: list[tuple[str, int, str, str, str]], delimiter: str, columns: int
) -> None:
    rows = [
        row(type=kind, amount=f"{oere // 100}.{oere % 100:02}", swish=swish, date=day, booked=day, message=message)
        for kind, oere, swish, day, message in made
    ]
    parts, findings = read(write(tmp_path / "a.csv", [cells[:columns] for cells in rows], delimiter=delimiter))
    assert not any(found.rejects for found in findings)
    signed = [-oere if kind in MONEY_OUT else oere for kind, oere, *_ in made]
    payments = [part for part in parts if isinstance(part, Payment)]
    assert [payment.amount * 100 for payment in payments] == signed
    assert [payment.message for payment in payments] == [message.strip() for *_, message in made]
    deposits = [part for part in parts if isinstance(part, Deposit)]
    assert sum(deposit.amount for deposit in deposits) * 100 == sum(signed)
    assert sum(deposit.payment_count or 0 for deposit in deposits) == len(made)


@given(place=st.integers(0, SAMPLE.stat().st_size - 1), new=st.binary(max_size=3), length=st.integers(0, 40))
@QUIET
def test_given_a_damaged_report_the_reader_answers_with_findings(
    tmp_path: Path, place: int, new: bytes, length: int
) -> None:
    original = SAMPLE.read_bytes()
    path = tmp_path / "damaged.csv"
    path.write_bytes(original[:place] + new + original[place + length :])
    parts, findings = read(path)
    if not any(found.rejects for found in findings):
        assert len([part for part in parts if isinstance(part, Payment)]) == 3
