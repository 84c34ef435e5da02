"""Autogiro orders: what is read is what was meant, and what is written reads the same."""

import datetime
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.formats.autogiro_order import FORMAT
from gateway.formats.layouts.writer import Unwritable
from gateway.messages import DirectDebitOrder, DirectDebitRequest
from tests.unit.formats.autogiro_files import (
    BANKGIRO,
    CONTEXT,
    REPOSITORY,
    Detail,
    codes,
    order_opening,
    read,
    transaction,
    written,
)

pytestmark = pytest.mark.unit

SAMPLES = REPOSITORY / "samples" / "autogiro-ut"
PAYMENT = transaction(Detail(reference="7100002018", status=" "))
DAY = datetime.date(2026, 11, 30)

numbers = st.integers(1, 10**12).map(str)
days = st.dates(datetime.date(1000, 1, 1))
money = st.integers(1, 10**12 - 1).map(lambda oere: Decimal(oere).scaleb(-2))
references = st.text("ABCXYZabcxyz 0123456789-/ÅÄÖÉåäöé", max_size=16).map(str.strip)
"""Two letters that together look like UTF-8, such as Ã¥, would be read as that."""
people = st.sampled_from(["189001019802", "189001029819", "5569003428"])
accounts = st.integers(10**15, 10**16 - 1).map(str)


def requests(kinds: list[str], **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[DirectDebitRequest]:
    return st.builds(
        DirectDebitRequest,
        kind=st.sampled_from(kinds),
        payer_number=numbers,
        bankgiro=st.just(BANKGIRO),
        **fields,
    )


any_request = st.one_of(
    requests(["mandate-new"], account=accounts, identity_number=people),
    requests(["mandate-new"], identity_number=people),
    requests(["mandate-accept", "mandate-delete"]),
    requests(["mandate-reject"], account=st.just("") | accounts, identity_number=st.just("") | people),
    requests(["payer-change"], new_payer_number=numbers, new_bankgiro=st.just(BANKGIRO)),
    requests(
        ["collection", "disbursement"],
        amount=money,
        due_date=st.none() | days,
        period=st.sampled_from("012345678"),
        repetitions=st.none() | st.integers(0, 999),
        reference=references,
    ),
    requests(
        ["cancel-payer", "cancel-day", "cancel-one", "redate-all", "redate-payer", "redate-day", "redate-one"],
        amount=st.none() | money,
        due_date=st.none() | days,
        new_date=st.none() | days,
        is_disbursement=st.booleans(),
        reference=references,
    ),
)
orders = st.builds(
    DirectDebitOrder,
    bankgiro=st.just(BANKGIRO),
    customer_number=st.integers(0, 999_999).map("{:06}".format),
    written=days,
)


@given(sections=st.lists(st.tuples(orders, st.lists(any_request, max_size=5)), min_size=1, max_size=3))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_what_is_written_reads_the_same(
    sections: list[tuple[DirectDebitOrder, list[DirectDebitRequest]]], tmp_path: Path
) -> None:
    assert FORMAT.writer is not None
    writer = FORMAT.writer()
    meant = [part for order, requests in sections for part in (order, *requests)]
    path = tmp_path / "order"
    path.write_bytes(b"".join(map(writer.write, meant)) + writer.finish())
    parts, findings = read(FORMAT, path)
    assert findings == []
    assert all(len(line) == 80 for line in path.read_bytes().decode("latin-1").removesuffix("\r\n").split("\r\n"))
    assert [
        replace(part, place=given.place, number=given.number) for part, given in zip(meant, parts, strict=True)
    ] == (parts)


def test_the_sample_of_payments_says_what_when_and_how_often() -> None:
    (order, first, _, recurring, at_once, disbursement), _ = read(FORMAT, SAMPLES / "betalningar-2026-11.txt")
    assert (order.bankgiro, order.customer_number, order.written) == (BANKGIRO, "000123", datetime.date(2026, 11, 23))
    assert (first.kind, first.payer_number, first.amount) == ("collection", "1001", Decimal("1250.00"))
    assert (first.due_date, first.period, first.repetitions) == (DAY, "0", None)
    assert (recurring.period, recurring.repetitions) == ("6", 12)
    assert at_once.due_date is None
    assert (disbursement.kind, disbursement.reference) == ("disbursement", "ÅTERBET NOV")


def test_the_sample_of_mandates_tells_new_accepted_and_rejected_apart() -> None:
    parts, _ = read(FORMAT, SAMPLES / "medgivanden-2026-11.txt")
    assert [request.kind for request in parts[1:]] == [
        "mandate-new",
        "mandate-new",
        "mandate-accept",
        "mandate-reject",
        "mandate-delete",
        "payer-change",
    ]
    assert (parts[2].identity_number, parts[6].new_payer_number) == ("5569003428", "1111")


def test_the_sample_of_changes_has_a_section_for_each_bankgiro() -> None:
    parts, _ = read(FORMAT, SAMPLES / "andringar-2026-11.txt")
    assert [(part.number, part.bankgiro) for part in parts if isinstance(part, DirectDebitOrder)] == [
        (1, BANKGIRO),
        (2, "54029681"),
    ]
    moved = next(part for part in parts if getattr(part, "kind", "") == "redate-one")
    assert (moved.is_disbursement, moved.due_date, moved.new_date) == (True, DAY, datetime.date(2026, 12, 1))


def test_a_sealed_order_says_so() -> None:
    parts, findings = read(FORMAT, SAMPLES / "forseglade-betalningar-2026-12.txt")
    assert parts[0].is_sealed
    assert len(parts) == 6
    assert findings == []


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([order_opening(), PAYMENT.replace("000000125000", "00000012,500")], "AUTOGIRO-NUMBER"),
        ([order_opening(), PAYMENT.replace("20261120", "20261131")], "AUTOGIRO-NUMBER"),
        ([order_opening(), f"82GENAST  1 x {PAYMENT[14:]}"], "AUTOGIRO-NUMBER"),
        ([order_opening(), PAYMENT.replace(f"{BANKGIRO:0>10}", "0054029681")], "AUTOGIRO-BANKGIRO-DIFFERS"),
        ([order_opening("")], "AUTOGIRO-BANKGIRO"),
        (["00261123HMAC", order_opening(), PAYMENT], "FILE-TRUNCATED"),
        (["00261123HMAC", order_opening(), PAYMENT, "99261123", PAYMENT], "AUTOGIRO-AFTER-TRAILER"),
        ([order_opening(), PAYMENT, "99261123"], "AUTOGIRO-STRUCTURE"),
        ([order_opening(), "00261123HMAC", PAYMENT], "AUTOGIRO-STRUCTURE"),
    ],
)
def test_what_cannot_be_understood_is_not_sent(lines: list[str], code: str, tmp_path: Path) -> None:
    _, findings = read(FORMAT, written(tmp_path / "file", lines))
    assert codes(found for found in findings if found.rejects_file) == [code]


def test_a_request_that_cannot_be_read_is_no_part_of_the_order(tmp_path: Path) -> None:
    lines = [order_opening(), PAYMENT.replace("000000125000", "00000012,500"), PAYMENT]
    parts, _ = read(FORMAT, written(tmp_path / "file", lines))
    assert [part.amount for part in parts[1:]] == [Decimal("1250.00")]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "loan"}, "kind"),
        ({"payer_number": "12a"}, "payer_number"),
        ({"payer_number": "1" * 17}, "payer_number"),
        ({"amount": None}, "amount"),
        ({"amount": Decimal("0.005")}, "amount"),
        ({"amount": Decimal("-1")}, "amount"),
        ({"amount": Decimal(10**10)}, "amount"),
        ({"reference": "more than sixteen"}, "reference"),
        ({"reference": "two\nlines"}, "reference"),
        ({"reference": "Łódź"}, "82"),
        ({"repetitions": 1000}, "repetitions"),
        ({"period": "10"}, "period"),
        ({"kind": "mandate-new"}, "account"),
    ],
)
def test_what_the_format_cannot_say_is_refused(changes: dict[str, Any], field: str) -> None:
    assert FORMAT.writer is not None
    request = DirectDebitRequest(kind="collection", payer_number="1001", bankgiro=BANKGIRO, amount=Decimal(1))
    with pytest.raises(Unwritable) as refusal:
        FORMAT.writer().write(replace(request, **changes))
    assert refusal.value.field == field


@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_bytes_break_the_reader(data: st.DataObject, tmp_path: Path) -> None:
    sample = data.draw(st.sampled_from(sorted(SAMPLES.glob("*.txt"))))
    content = bytearray(sample.read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "changed"
    path.write_bytes(content)
    list(FORMAT.read(path, CONTEXT))
