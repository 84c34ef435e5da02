"""The daily report: each payment once, by department and by account, against what the statement says."""

import datetime
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from gateway.app.daily_report import DailyReport, report_of_day
from gateway.app.daily_report_files import verdict, write_json, write_xlsx
from gateway.journal import FileRecord, SqliteJournal
from gateway.journal.bank_book import BankEntries
from gateway.messages.bank_records import AccountBalance, DayAmounts, DayKey, ReportedPayment, SentPayment
from gateway.registers import load_registers

pytestmark = pytest.mark.unit

REGISTERS = load_registers(Path(__file__).resolve().parents[2] / "mappings" / "registers")
IBAN = "SE4550000000058398257466"
DAY = datetime.date(2026, 11, 24)
EVE = DAY - datetime.timedelta(days=1)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[SqliteJournal]:
    made = SqliteJournal(tmp_path / "journal.db")
    for number in (1, 2, 3):
        arrived = datetime.datetime(2026, 11, 25, number, tzinfo=datetime.UTC)
        made.register(FileRecord(id=f"F{number}", route="bank", name=f"{number}.xml", arrived=arrived))
    yield made
    made.close()


def key(kind: str = "fee", *, day: datetime.date = DAY, department: str = "FSK", ledger: str = "1511") -> DayKey:
    return DayKey(day, IBAN, "9912346", "SEK", department, kind, ledger)


def amounts(incoming: str, outgoing: str = "0", *, twins: str = "0") -> DayAmounts:
    return DayAmounts(
        count=1, incoming=Decimal(incoming), outgoing=Decimal(outgoing), twin_count=1, twin_amount=Decimal(twins)
    )


def balance(opening: str, closing: str, *, day: datetime.date = DAY, source: str = "camt.053") -> AccountBalance:
    return AccountBalance(
        account=IBAN,
        currency="SEK",
        source=source,
        number=1,
        from_date=day,
        to_date=day,
        opening=Decimal(opening),
        closing=Decimal(closing),
    )


def report(journal: SqliteJournal, **options: Any) -> DailyReport:
    return report_of_day(journal.bank, REGISTERS, DAY, **options)


def test_an_account_tallies_when_its_statement_moved_by_what_was_booked(journal: SqliteJournal) -> None:
    journal.bank.enter("F1", BankEntries(totals=[(key(), amounts("100", twins="40"))]))
    entries = BankEntries(totals=[(key("rent"), amounts("50", "30"))], balances=[balance("1000", "1120")])
    journal.bank.enter("F2", entries)
    (account,) = report(journal).accounts
    assert (account.opening, account.incoming, account.outgoing, account.closing) == (1000, 150, 30, 1120)
    assert (account.difference, account.is_reconciled, account.left_out_amount) == (0, True, 40)
    assert {"1950", "1951", "1952"} <= set(account.ledger_accounts)
    assert report(journal).is_reconciled


@pytest.mark.parametrize(
    ("balances", "difference", "gap", "words"),
    [
        ([], None, None, "kontoutdrag saknas"),
        ([balance("0", "99")], -1, None, "stämmer inte"),
        ([balance("0", "100"), balance("0", "7", day=EVE)], 0, -7, "stämmer inte"),
        ([balance("7", "107"), balance("0", "7", day=EVE)], 0, 0, "stämmer"),
        ([balance("0", "55", source="camt.052")], None, None, "kontoutdrag saknas"),
    ],
)
def test_what_does_not_tally_is_said(
    journal: SqliteJournal, balances: list[AccountBalance], difference: int | None, gap: int | None, words: str
) -> None:
    journal.bank.enter("F1", BankEntries(totals=[(key(), amounts("100"))], balances=balances))
    (account,) = report(journal).accounts
    assert (account.difference, account.gap, verdict(account, "sv")) == (difference, gap, words)


def test_a_department_has_what_was_booked_since_the_year_began(journal: SqliteJournal) -> None:
    last_year = datetime.date(2025, 12, 31)
    earlier = [(key(day=EVE), amounts("10", "4")), (key(day=last_year), amounts("9"))]
    journal.bank.enter("F1", BankEntries(totals=earlier))
    journal.bank.enter("F2", BankEntries(totals=[(key(), amounts("100")), (key("rent"), amounts("1", "2"))]))
    journal.bank.enter("F3", BankEntries(totals=[(key("unidentified", department="", ledger=""), amounts("5"))]))
    nobody, children = report(journal).departments
    assert (children.name, children.opening, children.incoming, children.outgoing, children.closing) == (
        "Förskoleförvaltningen",
        6,
        101,
        2,
        105,
    )
    assert [(line.kind, line.name, line.incoming) for line in children.lines] == [
        ("fee", "Förskoleavgifter", 100),
        ("rent", "", 1),
    ]
    assert (nobody.department, nobody.closing) == ("", 5)
    assert [each.department for each in report(journal, department="FSK").departments] == ["FSK"]


def test_a_file_that_is_worked_on_again_counts_once(journal: SqliteJournal) -> None:
    for _ in range(2):
        journal.bank.enter("F1", BankEntries(totals=[(key(), amounts("100"))]))
    assert report(journal).accounts[0].incoming == 100


def test_the_report_is_written_as_json_and_as_a_workbook(journal: SqliteJournal, tmp_path: Path) -> None:
    entries = BankEntries(totals=[(key(), amounts("100.50", "3"))], balances=[balance("1000", "1097.50")])
    journal.bank.enter("F1", entries)
    write_json(report(journal), tmp_path / "r.json")
    data = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert (data["day"], data["is_reconciled"], data["accounts"][0]["in"]) == ("2026-11-24", True, "100.50")
    assert data["departments"][0]["kinds"][0]["name"] == "Förskoleavgifter"
    write_xlsx(report(journal), tmp_path / "r.xlsx")
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    assert book.sheetnames == ["Bankkonton", "Förvaltningar"]
    row = [cell.value for cell in book["Bankkonton"][4]]
    assert row[4:11] == [1000, 100.5, 3, 1097.5, 0, None, "stämmer"]
    assert [cell.value for cell in book["Förvaltningar"][5]][7:11] == [0, 100.5, 3, 97.5]


def test_the_bank_book_tells_of_other_files_only(journal: SqliteJournal) -> None:
    print_of_payment = f"{IBAN}|{DAY}|SEK|1|71"
    told = ReportedPayment(
        fingerprint=print_of_payment, source="bgmax", kind="payment", number=1, identifier="B1", place="TK20 rad 3"
    )
    journal.bank.enter("F1", BankEntries(reported=[told], reported_days=[(IBAN, DAY)]))
    (found,) = journal.bank.reported(print_of_payment)
    assert (found.file_id, found.file_name, found.place) == ("F1", "1.xml", "TK20 rad 3")
    assert journal.bank.reported(print_of_payment, other_than="F1") == []
    assert journal.bank.has_reports(IBAN, DAY)
    assert not journal.bank.has_reports(IBAN, DAY, other_than="F1")
    assert not journal.bank.has_reports(IBAN, EVE)


def test_a_sent_payment_is_found_by_its_identities_and_by_its_payee(journal: SqliteJournal) -> None:
    sent = SentPayment(
        message="M1",
        instruction="P1",
        end_to_end="E1",
        number=1,
        amount=Decimal("100.00"),
        currency="SEK",
        creditor_name="Kalles Plåt AB",
        creditor_account="3783511",
        execution_date=DAY,
        reference="4711",
    )
    journal.bank.enter("F1", BankEntries(sent=[sent]))
    for instruction in ("P1", ""):
        found = journal.bank.sent_payment("M1", instruction, "E1")
        assert found
        assert (found.file_name, found.amount, found.execution_date) == ("1.xml", 100, DAY)
    assert journal.bank.sent_payment("M1", "P2", "E1") is None
    assert [each.end_to_end for each in journal.bank.sent_to("3783511", Decimal(100))] == ["E1"]
