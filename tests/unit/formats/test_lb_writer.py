"""LB as it is written: what is written is read back as it was, and what LB cannot say is refused."""

import datetime
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.findings import NOWHERE
from gateway.formats import lb, lb_writer
from gateway.formats.base import ReadingContext
from gateway.formats.layouts.writer import Unwritable
from gateway.identifiers import is_ocr, luhn_check_digit
from gateway.messages import CreditTransfer, PaymentInstruction, PaymentOrder
from gateway.schemas import SchemaStore

pytestmark = pytest.mark.unit

REPOSITORY = Path(__file__).resolve().parents[3]
SAMPLE = REPOSITORY / "samples" / "lb-ut" / "leverantorsbetalningar.txt"
CONTEXT = ReadingContext(schemas=SchemaStore(REPOSITORY / "xsd"))

LETTERS = "abcdefghijklmnopqrstuvwxyzåäöéüABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ0123456789.,:;-/&()+'\"%#"
"""Letters that no two of which are read as one letter of UTF-8."""

ORDER = PaymentOrder(identifier="an order", created=datetime.datetime(2026, 11, 26))  # noqa: DTZ001
INSTRUCTION = PaymentInstruction(
    identifier="9912346 2026-11-26 1", debtor_account="9912346", debtor_account_kind="BGNR", number=1
)
TRANSFER = CreditTransfer(
    amount=Decimal("100.00"), currency="SEK", creditor_account="59100420", creditor_account_kind="BGNR"
)
PAYOUT = replace(
    TRANSFER, kind="payout", creditor_account="8257466", creditor_account_kind="BBAN", creditor_clearing="5839"
)
CASH = replace(
    TRANSFER,
    kind="cheque",
    creditor_account="",
    creditor_account_kind="",
    creditor_name="Ängens Blommor",
    creditor_address="Torget 2, 12347 Åsby",
)


def written(*parts: Any) -> bytes:
    writer = lb.FORMAT.writer()  # type: ignore[misc]
    return b"".join([*map(writer.write, parts), writer.finish()])


def read_back(path: Path, content: bytes) -> list[Any]:
    path.write_bytes(content)
    return [replace(part, place=NOWHERE) for part in lb.FORMAT.read(path, CONTEXT)]  # type: ignore[type-var]


def lines_of(*parts: Any) -> list[str]:
    return [line.rstrip() for line in written(*parts).decode("latin-1").split("\r\n")]


def test_the_sample_is_written_as_it_was_read_and_every_line_is_a_record(tmp_path: Path) -> None:
    parts = read_back(tmp_path / "first.txt", SAMPLE.read_bytes())
    content = written(*parts)
    assert {len(line) for line in content.split(b"\r\n")[:-1]} == {80}
    assert read_back(tmp_path / "second.txt", content) == parts


def test_payments_to_a_payee_share_a_payout_number_whose_records_are_written_once() -> None:
    deduction = replace(PAYOUT, kind="deduction", amount=Decimal("-40.00"))
    other = replace(PAYOUT, creditor_account="8257474")
    assert lines_of(ORDER, INSTRUCTION, PAYOUT, other, deduction) == [
        "110009912346261126LEVERANTÖRSBETALNINGAR",
        "40000000001 5839000008257466",
        "14000000001                          000000010000GENAST",
        "40000000002 5839000008257474",
        "14000000002                          000000010000GENAST",
        "15000000001                          000000004000",
        "29000991234600000003000000016000",
        "",
    ]


def test_a_deduction_from_a_salary_meets_the_salary() -> None:
    salary = replace(PAYOUT, kind="salary")
    records = lines_of(ORDER, INSTRUCTION, salary, replace(PAYOUT, kind="deduction", amount=Decimal("-1.00")))
    assert [record[:12] for record in records if record[:2] in ("14", "15")] == ["14000000001 ", "15000000001 "]


def test_a_total_below_nothing_has_its_sign() -> None:
    credit = replace(TRANSFER, kind="credit", amount=Decimal("-250.50"))
    assert lines_of(ORDER, INSTRUCTION, credit)[-2] == "29000991234600000001000000025050-"


def test_a_day_of_the_instruction_stands_in_the_opening_and_not_in_the_payments() -> None:
    day = datetime.date(2026, 11, 30)
    own = replace(TRANSFER, execution_date=datetime.date(2026, 12, 1))
    opening, first, second, *_ = lines_of(ORDER, replace(INSTRUCTION, execution_date=day), TRANSFER, own)
    assert (opening[40:46], first[49:], second[49:]) == ("261130", "", "261201")


def test_a_clearing_number_of_five_digits_is_written_without_the_fifth() -> None:
    records = lines_of(ORDER, INSTRUCTION, replace(PAYOUT, creditor_clearing="83279"))
    assert records[1] == "40000000001 8327000008257466"


def test_what_the_bank_sends_back_is_the_instruction_identity_or_else_the_end_to_end_identity() -> None:
    both = replace(TRANSFER, instruction_identifier="I-1", end_to_end_identifier="E-1")
    end_to_end = replace(TRANSFER, end_to_end_identifier="E-1")
    nothing = replace(TRANSFER, end_to_end_identifier="NOTPROVIDED")
    payments = lines_of(ORDER, INSTRUCTION, both, end_to_end, nothing)[1:4]
    assert [payment[60:] for payment in payments] == ["I-1", "E-1", ""]


def test_what_lb_has_no_place_for_and_nobody_needs_is_left_out() -> None:
    named = replace(TRANSFER, creditor_name="Exempel Kontorsvaror AB", creditor_address="Gatan 1, Åsby")
    far = replace(PAYOUT, creditor_address="Box 1, hus 2, port 3, Åsby", creditor_identifier="5560566258")
    assert lines_of(ORDER, INSTRUCTION, named) == lines_of(ORDER, INSTRUCTION, TRANSFER)
    assert lines_of(ORDER, INSTRUCTION, far) == lines_of(ORDER, INSTRUCTION, PAYOUT)


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ([replace(ORDER, created=None), INSTRUCTION, TRANSFER], "created"),
        ([ORDER, TRANSFER], "instruction"),
        ([ORDER, replace(INSTRUCTION, debtor_account_kind="IBAN"), TRANSFER], "debtor_account"),
        ([ORDER, replace(INSTRUCTION, debtor_account="9912345"), TRANSFER], "debtor_account"),
        ([ORDER, replace(INSTRUCTION, service_level="URGP"), TRANSFER], "service_level"),
        ([ORDER, replace(INSTRUCTION, currency="USD"), TRANSFER], "currency"),
        ([ORDER, INSTRUCTION, replace(TRANSFER, currency="USD")], "currency"),
        ([ORDER, INSTRUCTION, TRANSFER, replace(TRANSFER, currency="EUR")], "currency"),
        ([ORDER, INSTRUCTION, replace(TRANSFER, creditor_account_kind="IBAN")], "creditor_account"),
        ([ORDER, INSTRUCTION, replace(TRANSFER, creditor_account="59100421")], "creditor_account"),
        ([ORDER, INSTRUCTION, replace(TRANSFER, creditor_account="12345")], "creditor_account"),
        ([ORDER, INSTRUCTION, replace(TRANSFER, kind="salary")], "creditor_account"),
        ([ORDER, INSTRUCTION, replace(TRANSFER, creditor_country="DE")], "creditor_country"),
        ([ORDER, INSTRUCTION, replace(TRANSFER, exchange_rate=Decimal("11.2"))], "exchange_rate"),
        ([ORDER, INSTRUCTION, replace(TRANSFER, equivalent_currency="EUR")], "equivalent_currency"),
        ([ORDER, INSTRUCTION, replace(TRANSFER, reference="R" * 26)], "reference"),
        ([ORDER, INSTRUCTION, replace(TRANSFER, other_references=["R"])], "other_references"),
        ([ORDER, INSTRUCTION, replace(TRANSFER, instruction_identifier="I" * 21)], "sender_information"),
        ([ORDER, INSTRUCTION, replace(TRANSFER, end_to_end_identifier="E" * 21)], "sender_information"),
        ([ORDER, INSTRUCTION, replace(TRANSFER, message="M" * 51)], "text"),
        ([ORDER, INSTRUCTION, replace(TRANSFER, message="pris 5 €")], "TK25"),
        ([ORDER, INSTRUCTION, replace(TRANSFER, reference="rad\n14")], "reference"),
        ([ORDER, INSTRUCTION, replace(TRANSFER, amount=Decimal("1.005"))], "amount"),
        ([ORDER, INSTRUCTION, replace(TRANSFER, amount=Decimal("10000000000"))], "amount"),
        ([ORDER, INSTRUCTION, replace(TRANSFER, amount=Decimal("NaN"))], "amount"),
        ([ORDER, INSTRUCTION, replace(TRANSFER, amount=Decimal("-1"))], "amount"),
        ([ORDER, INSTRUCTION, replace(TRANSFER, kind="credit")], "amount"),
        ([ORDER, INSTRUCTION, replace(TRANSFER, execution_date=datetime.date(2070, 1, 1))], "execution_date"),
        ([ORDER, INSTRUCTION, replace(PAYOUT, creditor_clearing="")], "creditor_clearing"),
        ([ORDER, INSTRUCTION, replace(PAYOUT, creditor_account="0")], "creditor_account"),
        ([ORDER, INSTRUCTION, replace(PAYOUT, creditor_account="1" * 13)], "creditor_account"),
        ([ORDER, INSTRUCTION, replace(PAYOUT, creditor_name="N" * 36)], "name"),
        ([ORDER, INSTRUCTION, replace(PAYOUT, other_references=["R", "S"])], "other_references"),
        ([ORDER, INSTRUCTION, replace(PAYOUT, other_references=["R" * 13])], "reference"),
        ([ORDER, INSTRUCTION, replace(CASH, creditor_address="Torget 2")], "creditor_address"),
        ([ORDER, INSTRUCTION, replace(CASH, creditor_name="")], "creditor_address"),
    ],
)
def test_what_lb_cannot_say_is_refused_by_the_name_of_its_field(parts: list[Any], field: str) -> None:
    with pytest.raises(Unwritable) as refused:
        written(*parts)
    assert refused.value.field == field


def test_a_total_that_does_not_fit_is_refused() -> None:
    most = replace(TRANSFER, amount=Decimal("9999999999.99"))
    with pytest.raises(Unwritable) as refused:
        written(ORDER, INSTRUCTION, most, most)
    assert refused.value.field == "stated_sum"


def test_more_payees_than_payout_numbers_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lb_writer, "LAST_PAYOUT_NUMBER", 2)
    payees = [replace(PAYOUT, creditor_account=account) for account in ("11", "22", "11", "33")]
    assert written(ORDER, INSTRUCTION, *payees[:3])
    with pytest.raises(Unwritable, match="max 2"):
        written(ORDER, INSTRUCTION, *payees)


def giro_numbers(shortest: int, longest: int) -> st.SearchStrategy[str]:
    bodies = st.integers(10 ** (shortest - 2), 10 ** (longest - 1) - 1)
    return bodies.map(lambda body: f"{body}{luhn_check_digit(str(body))}")


def texts(longest: int) -> st.SearchStrategy[str]:
    """Words with single blanks between them."""
    return st.text(LETTERS + "   ", max_size=longest).map(lambda text: " ".join(text.split()))


DAYS = st.dates(datetime.date(1970, 1, 1), datetime.date(2069, 12, 31))
ADDRESSES = st.builds(
    lambda street, postcode, town: f"{street}, {postcode} {town}",
    texts(35).filter(bool),
    st.from_regex(r"[1-9][0-9]{4}", fullmatch=True),
    texts(20).filter(bool),
)
NAMES = texts(35) | st.builds(lambda first, last: f"{first} {last}", texts(20).filter(bool), texts(15).filter(bool))


@st.composite
def transfers(draw: st.DrawFn) -> CreditTransfer:
    """Any transfer that LB can carry, to any kind of payee."""
    payee: dict[str, Any] = draw(st.sampled_from([{"BGNR": 1}, {"PGNR": 1}, {"BBAN": 1}, {"": 1}]))
    (account_kind,) = payee
    kinds = {
        "BGNR": ["payment", "deduction", "credit"],
        "PGNR": ["payment"],
        "BBAN": ["payout", "salary", "deduction", "credit"],
        "": ["cheque", "deduction", "credit"],
    }
    kind = draw(st.sampled_from(kinds[account_kind]))
    amount = Decimal(draw(st.integers(0, 10**11))).scaleb(-2)
    reference = draw(texts(25))
    values: dict[str, Any] = {}
    if account_kind in ("BGNR", "PGNR"):
        values["creditor_account"] = draw(giro_numbers(7, 8) if account_kind == "BGNR" else giro_numbers(2, 8))
    else:
        values["creditor_name"] = draw(NAMES if account_kind else NAMES.filter(bool))
        values["creditor_address"] = draw(ADDRESSES if not account_kind else ADDRESSES | st.just(""))
    if account_kind == "BBAN":
        values["creditor_account"] = str(draw(st.integers(10**8, 10**12 - 1)))
        values["creditor_clearing"] = draw(st.from_regex(r"[1-9][0-9]{3}", fullmatch=True))
        values["other_references"] = draw(st.lists(texts(12).filter(bool), max_size=1))
    return CreditTransfer(
        amount=-amount if kind in ("deduction", "credit") else amount,
        currency="",
        kind=kind,
        creditor_account_kind=account_kind,
        instruction_identifier=draw(texts(20)),
        execution_date=draw(st.none() | DAYS),
        reference=reference,
        reference_kind=("ocr" if is_ocr(reference) else "reference") if reference else "none",
        message=" ".join(draw(st.lists(st.text(LETTERS, min_size=1, max_size=35), max_size=6))),
        **values,
    )


@st.composite
def orders(draw: st.DrawFn) -> list[Any]:
    """An order with its instructions and their transfers, as the reader gives them."""
    day = draw(DAYS)
    parts: list[Any] = []
    number = 0
    sections = draw(st.lists(st.lists(transfers(), max_size=6), min_size=1, max_size=3))
    for count, section in enumerate(sections, 1):
        currency = draw(st.sampled_from(["", "SEK", "EUR"]))
        account = draw(giro_numbers(7, 8))
        total = sum((transfer.amount for transfer in section), Decimal("0.00"))
        if count == 1:
            created = datetime.datetime.combine(day, datetime.time())
            identifier = f"{account} {day} {len(section)} {total}"
            parts.append(PaymentOrder(identifier=identifier, created=created))
        parts.append(
            PaymentInstruction(
                identifier=f"{account} {day} {count}",
                debtor_account=account,
                debtor_account_kind="BGNR",
                number=count,
                execution_date=draw(st.none() | DAYS),
                currency=currency,
                stated_count=len(section),
                stated_sum=total,
            )
        )
        for transfer in section:
            number += 1
            parts.append(replace(transfer, currency=currency or "SEK", number=number))
    if len(sections) == 1:
        parts[0].stated_count, parts[0].stated_sum = parts[1].stated_count, parts[1].stated_sum
    return parts


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=orders())
def test_what_is_written_is_read_back_as_it_was(tmp_path: Path, parts: list[Any]) -> None:
    assert read_back(tmp_path / "order.txt", written(*parts)) == parts


def many_payments(count: int) -> Iterator[Any]:
    yield from (ORDER, INSTRUCTION)
    for number in range(count):
        yield replace(TRANSFER, number=number + 1, instruction_identifier=str(number))


def test_a_file_is_written_as_its_parts_come() -> None:
    writer = lb.FORMAT.writer()  # type: ignore[misc]
    sizes = [len(writer.write(part)) for part in many_payments(50)]
    assert sizes == [0, 0, 164, *[82] * 49]
    assert len(writer.finish()) == 82
