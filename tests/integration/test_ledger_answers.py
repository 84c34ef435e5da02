"""The ledger's answer: "sent" and "posted" are different states, from the file that goes out to what comes back."""

import json
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from gateway.app.reconciliation import PostingState, state_of_file
from gateway.cli import main
from gateway.findings import MASK
from gateway.journal import FileState

pytestmark = pytest.mark.integration

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
CSV = (SAMPLES / "forsystem-csv" / "konstverk-2026-11.csv").read_bytes()
POSTED = (SAMPLES / "agresso-svar" / "bokford-2026-11.txt").read_bytes()
PARTLY = (SAMPLES / "agresso-svar" / "delvis-bokford-2026-11.txt").read_bytes()
WRONG_COUNT = (SAMPLES / "agresso-svar" / "fel-antal-2026-11.txt").read_bytes()


class Killed(BaseException):
    """The process dies here."""


def standing(house: Any, record: Any) -> PostingState | None:
    with closing(house._journal()) as journal:
        return state_of_file(journal.ledger, record.id)


def sent(house: Any) -> Any:
    """A file of two vouchers that has gone to the ledger as CSV-00000001."""
    house.drop("forsystem-csv", CSV, "konst.csv")
    record = house.run()["konst.csv"]
    assert record.batch_id == "CSV-00000001"
    return record


def answered(house: Any, content: bytes, name: str = "svar.txt") -> Any:
    house.drop("agresso-svar", content, name)
    return house.run()[name]


def gateway_cli(house: Any, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["--home", str(house.home), *arguments])
    return result.exit_code, result.output


def test_a_delivered_file_is_sent_and_becomes_posted_when_the_ledger_says_so(house: Any) -> None:
    record = sent(house)
    assert standing(house, record) is PostingState.SENT
    answer = answered(house, POSTED)
    assert answer.state is FileState.DELIVERED
    assert standing(house, record) is PostingState.POSTED
    assert standing(house, answer) is None
    assert gateway_cli(house, "reconcile")[0] == 0


def test_what_the_ledger_refuses_is_a_work_list_and_goes_on_with_the_feeders_own_number(house: Any) -> None:
    record = sent(house)
    answer = answered(house, PARTLY)
    assert standing(house, record) is PostingState.PARTLY_POSTED
    assert set(house.codes(answer)) == {"LEDGER-VOUCHER-REFUSED", "LEDGER-BATCH-UNKNOWN"}
    [lists] = [path for path in house.delivered(answer, "work_list") if path.suffix == ".json"]
    [row] = json.loads(lists.read_bytes())["refused_by_ledger"]
    assert (row["sender"], row["reference"], row["batch"], row["voucher"]) == (
        "forsystem-csv",
        "70002",
        "CSV-00000001",
        "2",
    )
    assert (row["ledger_code"], row["amount"], row["first_id"]) == ("ACC01", "600.00", record.id)
    [output] = house.delivered(answer)
    assert "POST;2;70002;rejected;CSV-00000001;;600,00;ACC01;Konto 6212" in output.read_text("utf-8")


def test_an_answer_that_does_not_tally_is_rejected_and_posts_nothing(house: Any) -> None:
    record = sent(house)
    assert answered(house, WRONG_COUNT).state is FileState.REJECTED
    assert standing(house, record) is PostingState.SENT


def test_another_amount_than_was_sent_is_told_of(house: Any) -> None:
    sent(house)
    other = POSTED.replace(b"600,00;26001202", b"500,00;26001202").replace(b"SLUT;2;1850,00", b"SLUT;2;1750,00")
    answer = answered(house, other)
    assert house.codes(answer) == ["LEDGER-AMOUNT-DIFFERS"]
    code, output = gateway_cli(house, "reconcile", "--json")
    assert code == 1
    kinds = [each["kind"] for each in json.loads(output)["differences"]]
    assert kinds == ["amount", "sum", "stated_sum"]


def test_the_same_answer_in_another_file_is_told_of_as_posted_twice(house: Any) -> None:
    sent(house)
    answered(house, POSTED)
    answered(house, POSTED.replace(b"GL07;2026", b"GL07B;2026"), "igen.txt")
    code, output = gateway_cli(house, "reconcile", "--batch", "CSV-00000001", "--json")
    assert code == 1
    assert [(each["kind"], each["voucher"]) for each in json.loads(output)["differences"]] == [
        ("twice", "1"),
        ("twice", "2"),
    ]


@pytest.mark.parametrize("step", ["plan", "make_durable", "carry_out"])
def test_a_process_that_dies_while_it_takes_an_answer_records_it_once(
    house: Any, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    record = sent(house)
    house.drop("agresso-svar", POSTED, "svar.txt")

    def killed(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(f"gateway.pipeline.delivery.Delivery.{step}", killed)
        with pytest.raises(Killed):
            house.passed()
    house.passed()
    assert standing(house, record) is PostingState.POSTED
    assert gateway_cli(house, "reconcile")[0] == 0


def test_a_file_that_is_rejected_sends_nothing_and_one_that_replaces_it_is_a_batch_of_its_own(
    house: Any, tmp_path: Path
) -> None:
    house.drop("forsystem-csv", b"neither this nor that", "fel.csv")
    rejected = house.run()["fel.csv"]
    assert standing(house, rejected) is None
    corrected = tmp_path / "corrected.csv"
    corrected.write_bytes(CSV)
    with house.open() as gateway:
        again = gateway.retry(rejected.id, corrected)
    assert standing(house, again) is PostingState.SENT


def test_of_a_partly_delivered_file_only_what_was_delivered_is_awaited(house: Any) -> None:
    house.drop("forsystem-csv", SAMPLES / "forsystem-csv" / "fel-kontering-2026-11.csv", "fel.csv")
    house.run()
    _, output = gateway_cli(house, "reconcile", "--json")
    [batch] = json.loads(output)["batches"]
    assert (batch["vouchers"], batch["sums"]) == (1, [{"currency": "SEK", "sent": "60.00", "posted": "0"}])


def test_the_payments_of_a_deposit_are_one_voucher_with_the_deposits_amount(house: Any) -> None:
    house.drop("bank", SAMPLES / "bank" / "camt053-kontoutdrag.xml", "konto.xml")
    record = house.run()["konto.xml"]
    with closing(house._journal()) as journal:
        vouchers = [each for each, _ in journal.ledger.vouchers(record.id, record.batch_id)]
    [output] = house.delivered(record)
    lines = output.read_text("iso-8859-1").splitlines()
    written: dict[str, int] = {}
    for line in lines:
        amount = int(line[399:419])
        if amount > 0:
            written[line[761:776].strip()] = written.get(line[761:776].strip(), 0) + amount
    debits = {number.lstrip("0"): amount for number, amount in written.items()}
    assert {each.voucher: int(each.amount * 100) for each in vouchers} == debits


def test_files_and_show_tell_how_far_a_batch_has_come(house: Any) -> None:
    record = sent(house)
    assert "sent" in gateway_cli(house, "show", record.id)[1]
    answered(house, POSTED)
    assert "CSV-00000001" in gateway_cli(house, "show", record.id)[1]
    _, listed = gateway_cli(house, "files", "--json", "--route", "forsystem-csv")
    assert json.loads(listed)["ledger"] == "posted"


def test_the_command_names_a_batch_that_nobody_knows(house: Any) -> None:
    code, output = gateway_cli(house, "reconcile", "--batch", "CSV-99")
    assert code == 2
    assert "no batch 'CSV-99' was sent or answered" in output


def test_what_the_ledger_says_of_a_person_with_protected_identity_is_masked(house: Any) -> None:
    record = sent(house)
    with closing(house._journal()) as journal:
        journal._connection.execute("UPDATE sent_voucher SET reference = ? WHERE voucher = '2'", [MASK])
    answer = answered(house, PARTLY)
    [output] = house.delivered(answer)
    assert "spärrat" not in output.read_text("utf-8")
    for kind in ("work_list", "error_list"):
        for path in house.delivered(answer, kind):
            if path.suffix != ".xlsx":
                assert "spärrat" not in path.read_text("utf-8"), path
    assert record.id in gateway_cli(house, "reconcile", "--json")[1]


def test_each_file_of_a_split_output_is_a_batch_that_is_posted_by_itself(house: Any) -> None:
    house.drop("lass", SAMPLES / "lass" / "lass-2026-09.txt", "lass.txt")
    record = house.run()["lass.txt"]
    with closing(house._journal()) as journal:
        batches = journal.ledger.batches()
    files = {path.stem.removeprefix("GL07_"): path for path in house.delivered(record)}
    assert len(batches) > 1
    assert [batch.batch_id for batch in batches] == sorted(files)
    for batch in batches:
        lines = files[batch.batch_id].read_text(encoding="iso-8859-1").splitlines()
        assert {line[:25].strip() for line in lines} == {batch.batch_id}
        credit = sum(-int(line[399:419]) for line in lines if line[75:77] == "AP")
        assert (batch.rows, batch.vouchers, batch.sums) == (len(lines), 1, (("SEK", Decimal(credit).scaleb(-2)),))
    rows = [
        f"VER;{batch.batch_id};1;;accepted;;;{batch.sums[0][1]:f};9{number};2026-11-24".replace(".", ",")
        for number, batch in enumerate(batches)
    ]
    for number, answer_rows in enumerate((rows[:1], rows[1:])):
        total = sum((batch.sums[0][1] for batch in (batches[:1], batches[1:])[number]), Decimal(0))
        end = f"SLUT;{len(answer_rows)};{total:f}".replace(".", ",")
        answer = answered(
            house,
            "\r\n".join(["GL07SVAR;AGRESSO;2026-11-24;;;", *answer_rows, end, ""]).encode(),
            f"svar{number}.txt",
        )
        assert answer.state is FileState.DELIVERED
        expected = PostingState.POSTED if number else PostingState.PARTLY_POSTED
        assert standing(house, record) is expected
    assert gateway_cli(house, "reconcile")[0] == 0
