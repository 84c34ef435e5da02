"""Bank files through the whole gateway: each payment booked once, the rest listed, and a day that adds up."""

import json
import shutil
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.app.installation import Installation
from gateway.app.running import Gateway
from gateway.cli import main
from gateway.identifiers import ocr_with_check
from gateway.journal import FileRecord, FileState
from gateway.settings import Settings
from tests.bank_files import MadePayment, write_bgmax, write_camt053, write_camt054, write_swish, write_total_in
from tests.integration.conftest import PROJECT, SAMPLES, House
from tests.ledger_rows import rows_of

pytestmark = pytest.mark.integration

BANK_ACCOUNTS = {"1950", "1951", "1952", "1953", "1954"}
WRITERS = {
    "bgmax": lambda path, made: write_bgmax(path, [made]),
    "camt.053": write_camt053,
    "camt.054": write_camt054,
    "swish": write_swish,
    "total-in": write_total_in,
}


def ocr(number: int, series: str = "71") -> str:
    return ocr_with_check(f"{series}{number:06d}", length_digit=True)


def booked(house: House, records: Iterable[FileRecord]) -> tuple[int, int]:
    """In öre: what the import files of some files debit to bank accounts, and what they credit to all others."""
    rows = [row for record in records for path in house.delivered(record) for row in rows_of(path)]
    bank = sum(int(row["amount"]) for row in rows if row["account"] in BANK_ACCOUNTS)
    return bank, -sum(int(row["amount"]) for row in rows if row["account"] not in BANK_ACCOUNTS)


def left_out(house: House, record: FileRecord) -> list[dict[str, str]]:
    lists = [path for path in house.delivered(record, "work_list") if path.suffix == ".json"]
    rows: list[dict[str, str]] = json.loads(lists[0].read_bytes()).get("booked_before", []) if lists else []
    return rows


def test_a_payment_that_two_reports_tell_of_is_booked_once_and_listed_with_its_twin(house: House) -> None:
    old, new = house.home / "old", house.home / "new"
    write_bgmax(old, [[MadePayment(10_000, ocr(1)), MadePayment(20_000, ocr(2))]])
    write_camt054(new, [MadePayment(20_000, ocr(2)), MadePayment(30_000, ocr(3))])
    house.drop("bank", old, "bgmax.txt")
    first = house.run()["bgmax.txt"]
    house.drop("bank", new, "camt054.xml")
    second = house.run()["camt054.xml"]
    assert booked(house, [first]) == (30_000, 30_000)
    assert booked(house, [second]) == (30_000, 30_000), "the bank account is debited for the new payment alone"
    [twin] = left_out(house, second)
    assert (twin["amount"], twin["reference"], twin["first_name"], twin["first_id"]) == (
        "200.00",
        ocr(2),
        "bgmax.txt",
        first.id,
    )
    receipt = house.receipt(second)
    assert receipt["antal"] == {"lasta": 2, "levererade": 1, "avvisade": 0, "redanBokforda": 1}
    assert {each["benamning"]: each["belopp"] for each in receipt["summor"]} == {
        "Inbetalt": "300.00",
        "Redan bokfört": "200.00",
    }


def test_a_file_of_nothing_but_twins_makes_no_import_file_and_says_so(house: House) -> None:
    payments = [MadePayment(10_000, ocr(1)), MadePayment(20_000, ocr(2))]
    write_bgmax(house.home / "a", [payments])
    write_camt054(house.home / "b", payments)
    for name in ("a", "b"):
        house.drop("bank", house.home / name, name)
        record = house.run()[name]
    assert record.state is FileState.DELIVERED
    assert house.delivered(record) == []
    assert house.codes(record) == ["PAYMENT-BOOKED-BEFORE", "FILE-NOTHING-NEW"]
    assert (record.parts_read, record.parts_delivered, record.parts_rejected) == (2, 0, 0)


def test_unidentified_payments_are_booked_on_9894_and_listed_for_whoever_investigates(house: House) -> None:
    write_camt054(house.home / "c.xml", [MadePayment(12_345, "9900001208"), MadePayment(20_000, ocr(2))])
    house.drop("bank", house.home / "c.xml", "c.xml")
    record = house.run()["c.xml"]
    [output] = house.delivered(record)
    assert [row["amount"] for row in rows_of(output) if row["account"] == "9894"] == [-12_345]
    [workbook] = [path for path in house.delivered(record, "work_list") if path.suffix == ".xlsx"]
    sheet = openpyxl.load_workbook(workbook)["Oidentifierade"]
    heading, row, *_ = sheet.iter_rows(values_only=True)
    found = dict(zip(heading, row, strict=True))
    assert (found["Belopp"], found["Referens"], found["Betalare"]) == (123.45, "9900001208", "Kalles Plåt AB")


def house_in(home: Path) -> House:
    shutil.copytree(PROJECT / "mappings", home / "mappings")
    (home / "xsd").symlink_to(PROJECT / "xsd")
    return House(home, lambda: Gateway(Installation(Settings(home=home, settle_seconds=0))))


PAYMENTS = st.lists(
    st.tuples(st.sampled_from([10_000, 20_000]), st.sampled_from([ocr(1), ocr(2), ocr(3, "72"), "9900001208"])),
    min_size=1,
    max_size=6,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    payments=PAYMENTS,
    chosen=st.lists(st.tuples(st.sampled_from(sorted(WRITERS)), st.sets(st.integers(0, 5))), min_size=2, max_size=4),
)
def test_money_in_is_money_out_and_money_listed(
    tmp_path_factory: pytest.TempPathFactory, payments: list[tuple[int, str]], chosen: list[tuple[str, set[int]]]
) -> None:
    """Overlapping reports of the same payments, of all kinds: all the money that comes in is booked or listed."""
    house = house_in(tmp_path_factory.mktemp("home"))
    for number, (kind, indexes) in enumerate(chosen):
        made = [MadePayment(*payments[index]) for index in sorted(indexes) if index < len(payments)]
        if not made:
            continue
        path, name = house.home / "made", f"{number}"
        WRITERS[kind](path, made)
        house.drop("bank", path, name)
        record = house.run()[name]
        bank, others = booked(house, [record])
        listed = sum(int(Decimal(row["amount"]) * 100) for row in left_out(house, record))
        if record.state is FileState.DUPLICATE:
            continue
        assert record.state is FileState.DELIVERED, house.codes(record)
        assert bank == others
        assert bank + listed == sum(payment.amount for payment in made)


def test_the_daily_report_adds_up_what_every_file_booked(house: House, tmp_path: Path) -> None:
    write_bgmax(house.home / "a", [[MadePayment(10_000, ocr(1)), MadePayment(20_000, ocr(2))]])
    write_camt054(house.home / "b", [MadePayment(20_000, ocr(2)), MadePayment(30_000, "9900001208")])
    for name in ("a", "b"):
        house.drop("bank", house.home / name, name)
        house.run()
    arguments = ["--home", str(house.home), "daily-report", "2026-03-02", "--output", str(tmp_path), "--json"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 1, "no statement has come"
    report = json.loads(result.output)
    [account] = report["accounts"]
    assert (account["in"], account["left_out"]) == ("600.00", {"count": 1, "amount": "200.00"})
    assert {each["department"]: each["in"] for each in report["departments"]} == {"": "300.00", "FSK": "300.00"}
    assert {path.name for path in tmp_path.iterdir()} >= {"dagrapport-2026-03-02.xlsx", "dagrapport-2026-03-02.json"}


def test_the_error_list_counts_what_was_booked_before_and_leads_to_the_work_lists(house: House) -> None:
    write_bgmax(house.home / "a", [[MadePayment(10_000, ocr(1))]])
    write_camt054(house.home / "b", [MadePayment(10_000, ocr(1)), MadePayment(30_000, "9900001208")])
    for name in ("a", "b"):
        house.drop("bank", house.home / name, name)
        record = house.run()[name]
    [page] = [path for path in house.delivered(record, "error_list") if path.suffix == ".html"]
    text = page.read_text(encoding="utf-8")
    assert "<dt>Redan bokförda</dt><dd>1</dd>" in text
    assert '<a href="listor.xlsx">listor.xlsx</a>: Oidentifierade, Redan bokförda' in text
    assert (page.parent / "listor.xlsx").exists()


def test_a_register_that_payments_cannot_be_identified_by_holds_up_its_route_and_says_where(house: House) -> None:
    register = house.home / "mappings" / "registers" / "payment_references.csv"
    register.write_text(register.read_text(encoding="utf-8").replace("\nreference;71;", "\nrefrence;71;"), "utf-8")
    write_bgmax(house.home / "a", [[MadePayment(10_000, ocr(1))]])
    house.drop("bank", house.home / "a", "a")
    record = house.run()["a"]
    assert record.state is FileState.WAITING
    assert "payment_references.csv:11:1: kind 'refrence' is none of" in record.message
    assert "did you mean 'reference'?" in record.message


@pytest.mark.parametrize(
    ("register", "route", "sample"),
    [
        ("payment_references", "bank", "bgmax-inbetalningar.txt"),
        ("receiving_accounts", "bank", "bgmax-inbetalningar.txt"),
        ("exchange_rates", "betalningar-ut", "loner.xml"),
    ],
)
def test_a_register_that_is_missing_holds_up_the_routes_that_need_it_and_no_other(
    house: House, register: str, route: str, sample: str
) -> None:
    (house.home / "mappings" / "registers" / f"{register}.csv").unlink()
    house.drop(route, SAMPLES / route / sample, "payments")
    house.drop_good("forsystem-csv", "vouchers")
    records = house.run()
    assert records["vouchers"].state is FileState.DELIVERED
    assert records["payments"].state is FileState.WAITING
    assert f"{register}.csv:1:1: the register is missing" in records["payments"].message
