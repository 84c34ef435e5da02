"""Reconciliation: what was sent against what the ledger says; each kind of difference by itself."""

import datetime
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from gateway.app.reconciliation import DifferenceKind, PostingState, Reconciliation, reconciled, state_of_file
from gateway.app.reconciliation_files import reconciliation_data, write_xlsx
from gateway.findings import MASK
from gateway.journal import FileRecord, SqliteJournal
from gateway.journal.ledger_book import AnswerEntries, BatchIdTaken, SentEntries
from gateway.messages.ledger_records import AnsweredVoucher, SentVoucher, StatedTotals

pytestmark = pytest.mark.unit

SENT = datetime.date(2026, 11, 20)
DUE = datetime.date(2026, 11, 23)
AFTER = datetime.date(2026, 11, 24)
BATCH = "CSV-00000001"


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[SqliteJournal]:
    made = SqliteJournal(tmp_path / "journal.db")
    for hour, name in enumerate(("S1", "S2", "A1", "A2", "A3")):
        arrived = datetime.datetime(2026, 11, 20, hour, tzinfo=datetime.UTC)
        made.register(FileRecord(id=name, route="r", sender="s", name=f"{name}.txt", arrived=arrived))
    yield made
    made.close()


def voucher(number: int, amount: str = "100", *, reference: str = "", currency: str = "SEK") -> SentVoucher:
    return SentVoucher(
        voucher=str(number), reference=reference or f"7000{number}", amount=Decimal(amount), currency=currency
    )


def send(journal: SqliteJournal, *vouchers: SentVoucher, file_id: str = "S1", batch_id: str = BATCH) -> None:
    of_batch = [(batch_id, each) for each in vouchers]
    entries = SentEntries(sent=SENT, due=DUE, rows={batch_id: 2 * len(vouchers)}, vouchers=of_batch)
    journal.ledger.enter_sent(file_id, entries)


def answer(voucher: str, outcome: str = "accepted", amount: str | None = "100", **fields: Any) -> AnsweredVoucher:
    told = Decimal(amount) if amount is not None else None
    return AnsweredVoucher(**{"batch_id": BATCH, "voucher": voucher, "outcome": outcome, "amount": told, **fields})


def tell(journal: SqliteJournal, *answers: AnsweredVoucher, file_id: str = "A1", stated: Any = ()) -> None:
    numbered = [
        AnsweredVoucher(**{**{name: getattr(each, name) for name in each.__slots__}, "number": number})
        for number, each in enumerate(answers, start=1)
    ]
    journal.ledger.enter_answer(file_id, AnswerEntries(stated=stated, vouchers=numbered))


def compared(journal: SqliteJournal, day: datetime.date = AFTER) -> tuple[PostingState, list[tuple[Any, ...]]]:
    made = reconciled(journal.ledger, day)
    [line] = made.batches
    assert state_of_file(journal.ledger, line.batch.file_id) is line.state, "files and show say the same"
    return line.state, [(each.kind.value, each.voucher, each.sent, each.answered) for each in made.differences]


def test_a_batch_that_is_answered_voucher_by_voucher_is_posted_and_agrees(journal: SqliteJournal) -> None:
    send(journal, voucher(1, "100.00"), voucher(2, "50.50"))
    tell(journal, answer("1", amount="100"), answer("2", "warned", "50.50"))
    assert compared(journal) == (PostingState.POSTED, [])
    made = reconciled(journal.ledger, AFTER)
    assert made.is_reconciled
    assert made.batches[0].sums == (("SEK", Decimal("150.50"), Decimal("150.50")),)


def test_a_batch_without_an_answer_is_sent_until_its_day_is_over(journal: SqliteJournal) -> None:
    send(journal, voucher(1), voucher(2))
    assert compared(journal, DUE) == (PostingState.SENT, [])
    assert compared(journal, AFTER) == (PostingState.SENT, [("no_answer", "", "2", "")])


def test_a_refused_voucher_leaves_the_batch_partly_posted(journal: SqliteJournal) -> None:
    send(journal, voucher(1), voucher(2))
    tell(journal, answer("1"), answer("2", "rejected", code="ACC01", text="Kontot är spärrat"))
    state, differences = compared(journal)
    assert state is PostingState.PARTLY_POSTED
    assert differences == [("refused", "2", "100", ""), ("count", "", "2", "1"), ("sum", "", "200 SEK", "100 SEK")]
    [refused, *_] = reconciled(journal.ledger, AFTER).differences
    assert refused.reason == "ACC01 Kontot är spärrat"
    assert (refused.file_name, refused.answer_name, refused.reference) == ("S1.txt", "A1.txt", "70002")


def test_one_refused_row_refuses_the_voucher(journal: SqliteJournal) -> None:
    send(journal, voucher(1))
    tell(journal, answer("1", row=1), answer("1", "rejected", row=2), answer("1", row=3))
    assert compared(journal)[0] is PostingState.REFUSED


def test_accepted_rows_of_a_voucher_are_one_acceptance_and_add_up(journal: SqliteJournal) -> None:
    send(journal, voucher(1))
    tell(journal, answer("1", amount="60", row=1), answer("1", amount="40", row=2))
    assert compared(journal) == (PostingState.POSTED, [])


def test_an_answer_that_refuses_the_batch_as_a_whole_refuses_every_voucher(journal: SqliteJournal) -> None:
    send(journal, voucher(1), voucher(2))
    tell(journal, answer("", "rejected", None, text="Buntnumret finns redan"))
    state, differences = compared(journal)
    assert state is PostingState.REFUSED
    assert [each[:2] for each in differences] == [("refused", "1"), ("refused", "2"), ("count", ""), ("sum", "")]


def test_a_voucher_that_was_refused_and_then_posted_agrees(journal: SqliteJournal) -> None:
    """Staff correct it in the ledger; the later answer says how it stands."""
    send(journal, voucher(1), voucher(2))
    tell(journal, answer("1"), answer("2", "rejected"))
    tell(journal, answer("2"), file_id="A2")
    assert compared(journal) == (PostingState.POSTED, [])


def test_a_voucher_that_was_posted_and_then_refused_is_refused(journal: SqliteJournal) -> None:
    send(journal, voucher(1))
    tell(journal, answer("1"))
    tell(journal, answer("1", "rejected"), file_id="A2")
    assert compared(journal)[0] is PostingState.REFUSED


@pytest.mark.parametrize("files", [("A1", "A1"), ("A1", "A2")], ids=["in one answer", "in two"])
def test_a_voucher_that_is_posted_twice_is_told_of(journal: SqliteJournal, files: tuple[str, str]) -> None:
    send(journal, voucher(1))
    if files[0] == files[1]:
        tell(journal, answer("1"), answer("1"))
    else:
        tell(journal, answer("1"))
        tell(journal, answer("1"), file_id="A2")
    assert compared(journal) == (PostingState.POSTED, [("twice", "1", "", "2")])


def test_vouchers_that_an_answer_leaves_out_are_missing(journal: SqliteJournal) -> None:
    send(journal, voucher(1), voucher(2), voucher(3))
    tell(journal, answer("1"), answer("3"))
    state, differences = compared(journal)
    assert state is PostingState.PARTLY_POSTED
    assert differences == [("missing", "2", "100", ""), ("count", "", "3", "2"), ("sum", "", "300 SEK", "200 SEK")]


def test_another_amount_is_a_difference_of_the_voucher_and_of_the_sum(journal: SqliteJournal) -> None:
    send(journal, voucher(1), voucher(2))
    tell(journal, answer("1"), answer("2", amount="90"))
    state, differences = compared(journal)
    assert state is PostingState.POSTED
    assert differences == [("amount", "2", "100", "90"), ("sum", "", "200 SEK", "190 SEK")]


def test_an_answer_without_an_amount_is_taken_to_be_about_what_was_sent(journal: SqliteJournal) -> None:
    send(journal, voucher(1))
    tell(journal, answer("1", amount=None))
    assert compared(journal) == (PostingState.POSTED, [])


def test_a_voucher_that_was_not_sent_is_told_of(journal: SqliteJournal) -> None:
    send(journal, voucher(1))
    tell(journal, answer("1"), answer("9", amount="7"))
    assert compared(journal) == (PostingState.POSTED, [("unknown_voucher", "9", "", "7")])


def test_a_batch_that_was_not_sent_is_told_of_with_the_file_that_answers(journal: SqliteJournal) -> None:
    tell(journal, answer("1"), answer("2"), file_id="A3")
    made = reconciled(journal.ledger, AFTER)
    [unknown] = made.differences
    assert (unknown.kind, unknown.batch_id, unknown.answered, unknown.answer_name) == (
        DifferenceKind.UNKNOWN_BATCH,
        BATCH,
        "2",
        "A3.txt",
    )
    assert reconciled(journal.ledger, AFTER, batch_id="CSV-00000002").differences == ()


def test_totals_that_an_answer_states_are_compared_with_its_own_vouchers(journal: SqliteJournal) -> None:
    send(journal, voucher(1), voucher(2))
    stated = [StatedTotals(batch_id=BATCH, count=3, amount=Decimal(250))]
    tell(journal, answer("1"), answer("2"), stated=stated)
    state, differences = compared(journal)
    assert state is PostingState.POSTED
    assert differences == [("stated_count", "", "2", "3"), ("stated_sum", "", "200", "250")]
    tell(journal, answer("1"), answer("2"), stated=[StatedTotals(batch_id=BATCH, count=2, amount=Decimal(200))])
    assert compared(journal) == (PostingState.POSTED, [])


def test_sums_are_compared_currency_by_currency(journal: SqliteJournal) -> None:
    send(journal, voucher(1), voucher(2, "50", currency="EUR"))
    tell(journal, answer("1"), answer("2", amount="40"))
    _, differences = compared(journal)
    assert differences == [("amount", "2", "50", "40"), ("sum", "", "50 EUR", "40 EUR")]


def test_the_reason_for_a_person_with_protected_identity_is_masked(journal: SqliteJournal) -> None:
    send(journal, voucher(1, reference=MASK))
    tell(journal, answer("1", "rejected", text="Kund 19900105-9808 saknas"))
    told = json.dumps(reconciliation_data(reconciled(journal.ledger, AFTER)))
    assert "9808" not in told


def test_doing_a_step_again_replaces_what_the_file_said_before(journal: SqliteJournal) -> None:
    for _ in range(2):
        send(journal, voucher(1), voucher(2))
        tell(journal, answer("1"), answer("2"))
    assert compared(journal) == (PostingState.POSTED, [])


def test_batches_may_be_chosen_by_day_and_by_id(journal: SqliteJournal) -> None:
    send(journal, voucher(1))
    send(journal, voucher(1), file_id="S2", batch_id="CSV-00000002")

    def chosen(**conditions: Any) -> list[str]:
        return [line.batch.batch_id for line in reconciled(journal.ledger, DUE, **conditions).batches]

    assert chosen() == [BATCH, "CSV-00000002"]
    assert chosen(batch_id="CSV-00000002") == ["CSV-00000002"]
    assert chosen(since=SENT) == [BATCH, "CSV-00000002"]
    assert chosen(since=DUE) == []


def test_a_batch_number_is_the_next_of_its_series_and_stays_the_files_own(journal: SqliteJournal) -> None:
    book = journal.ledger
    assert book.number_for("csv", "S1") == 1
    book.take_number("csv", 1, BATCH, "S1")
    book.take_number("csv", 1, BATCH, "S1")
    assert (book.number_for("csv", "S1"), book.number_for("csv", "S2"), book.number_for("lon", "S2")) == (1, 2, 1)
    with pytest.raises(ValueError, match="3 is not the next"):
        book.take_number("csv", 3, "CSV-00000003", "S2")
    with pytest.raises(BatchIdTaken, match="given to S1 in the series 'csv'"):
        book.check_free(BATCH, "S2")


def _made(journal: SqliteJournal) -> Reconciliation:
    send(journal, voucher(1), voucher(2, "50", currency="EUR", reference="=1+1"))
    tell(journal, answer("1"), answer("2", "rejected", text="=HYPERLINK()"))
    return reconciled(journal.ledger, AFTER)


def test_the_workbook_has_the_batches_and_the_differences(journal: SqliteJournal, tmp_path: Path) -> None:
    write_xlsx(_made(journal), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["Buntar", "Differenser"]
    batches = list(book["Buntar"].values)
    assert [row[12:15] for row in batches[1:]] == [("EUR", 50, 0), ("SEK", 100, 100)]
    assert batches[1][:2] == (BATCH, "delvis bokförd")
    differences = list(book["Differenser"].values)
    assert [row[1] for row in differences[1:]] == [
        "avvisad av ekonomisystemet",
        "antal verifikationer skiljer",
        "summa skiljer",
    ]
    assert differences[1][3] == "'=1+1", "text of others is no formula"


def test_the_data_for_programs_has_exact_amounts(journal: SqliteJournal) -> None:
    data = reconciliation_data(_made(journal))
    assert data["is_reconciled"] is False
    [batch] = data["batches"]
    assert batch["sums"] == [
        {"currency": "EUR", "sent": "50", "posted": "0"},
        {"currency": "SEK", "sent": "100", "posted": "100"},
    ]
    assert [each["kind"] for each in data["differences"]] == ["refused", "count", "sum"]
