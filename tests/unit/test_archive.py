"""The archive gives back equal messages, whatever they hold."""

import datetime
import time
from decimal import Decimal
from zoneinfo import ZoneInfo

import fastavro
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.archive import MessageArchive, UnreadableArchiveError, read_messages, schema_of
from gateway.archive.schema import stored_fields
from gateway.messages import FAMILIES, INCOME_REPORT, PAYMENT_REPORT, VOUCHER_BATCH, Payment, PaymentReport
from gateway.messages.payments import Deposit

pytestmark = pytest.mark.unit

STOCKHOLM = ZoneInfo("Europe/Stockholm")
ZONES = st.sampled_from([None, datetime.UTC, STOCKHOLM, datetime.timezone(datetime.timedelta(hours=2))])
SIMPLE = {
    str: st.text(max_size=20),
    int: st.integers(-(2**63), 2**63 - 1),
    bool: st.booleans(),
    Decimal: st.decimals(allow_nan=False),
    datetime.date: st.dates(),
    datetime.datetime: st.datetimes(timezones=ZONES, allow_imaginary=False),
}


def values_of(field):
    values = SIMPLE[field.kind] if field.kind in SIMPLE else parts(field.kind)
    if field.repeated:
        values = st.lists(values, max_size=2)
    return st.none() | values if field.optional else values


def parts(part):
    return st.builds(part, **{field.name: values_of(field) for field in stored_fields(part)})


def archived(path, family, messages):
    with MessageArchive(path, family) as archive:
        for message in messages:
            archive.write(message)
    return list(read_messages(path))


@pytest.mark.parametrize("family", FAMILIES.values(), ids=lambda family: family.name)
@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_message_comes_back_equal(tmp_path_factory, family, data):
    messages = data.draw(st.lists(st.one_of(*(parts(part) for part in family.parts.values())), max_size=4))
    path = tmp_path_factory.getbasetemp() / f"{family.name}.avro"
    assert archived(path, family, messages) == messages


def test_an_amount_keeps_every_digit_it_was_written_with(tmp_path):
    written = [Payment(amount=Decimal(text)) for text in ("12.50", "12.500", "-0.00", "1E+3", "0.000000001")]
    read = archived(tmp_path / "messages.avro", PAYMENT_REPORT, written)
    assert [str(payment.amount) for payment in read] == ["12.50", "12.500", "-0.00", "1E+3", "1E-9"]


@pytest.mark.parametrize("fold", [0, 1])
def test_both_readings_of_the_repeated_hour_in_autumn_are_kept(tmp_path, fold):
    created = datetime.datetime(2026, 10, 25, 2, 30, tzinfo=STOCKHOLM, fold=fold)
    [read] = archived(tmp_path / "messages.avro", PAYMENT_REPORT, [PaymentReport(identifier="1", created=created)])
    assert (read.created, read.created.utcoffset()) == (created, created.utcoffset())


def test_the_parts_keep_their_order(tmp_path):
    day = datetime.date(2026, 3, 2)
    deposit = Deposit(
        identifier="1",
        account="9912346",
        account_kind="BGNR",
        currency="SEK",
        amount=Decimal("3.00"),
        booking_date=day,
        number=1,
    )
    payments = [Payment(amount=Decimal("1.00")), Payment(amount=Decimal("2.00"))]
    messages = [PaymentReport(identifier="a"), deposit, *payments]
    assert archived(tmp_path / "messages.avro", PAYMENT_REPORT, messages) == messages


def test_any_avro_reader_can_use_an_archive(tmp_path):
    archived(tmp_path / "messages.avro", PAYMENT_REPORT, [Payment(amount=Decimal("12.50"), reference="1234")])
    with (tmp_path / "messages.avro").open("rb") as file:
        reader = fastavro.reader(file)
        assert reader.codec == "deflate"
        assert [(record["amount"], record["reference"]) for record in reader] == [("12.50", "1234")]


def test_every_field_of_a_schema_says_what_it_means():
    parts = schema_of(PAYMENT_REPORT)
    assert [record["name"] for record in parts] == [
        "PaymentReport",
        "Statement",
        "Deposit",
        "Payment",
    ]
    assert all(field.get("doc") for record in parts for field in record["fields"])


def test_an_archive_from_before_fields_were_added_gives_their_defaults(tmp_path):
    schema = schema_of(INCOME_REPORT)
    newer = {"business", "decided", "is_protected"}
    schema[1]["fields"] = [field for field in schema[1]["fields"] if field["name"] not in newer]
    place = {"line": 3, "record": "", "position": "", "path": ""}
    stored = {
        "identity_number": "199001012385",
        "income_year": 2025,
        "employment": "1.00",
        "capital": "2.00",
        "number": 1,
        "place": place,
    }
    path = tmp_path / "messages.avro"
    with path.open("wb") as file:
        fastavro.writer(
            file,
            fastavro.parse_schema(schema),
            [("gateway.messages.Income", stored)],
            metadata={"gateway.family": "IncomeReport"},
        )
    [income] = read_messages(path)
    assert (income.business, income.decided, income.is_protected) == (Decimal(0), None, False)
    assert (income.total, income.place.line) == (Decimal("3.00"), 3)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no Avro", b"Obj\x01"])
def test_what_is_no_archive_is_refused_by_name(tmp_path, content):
    (tmp_path / "messages.avro").write_bytes(content)
    with pytest.raises(UnreadableArchiveError, match=r"messages\.avro"):
        list(read_messages(tmp_path / "messages.avro"))


def test_a_damaged_archive_is_refused(tmp_path):
    path = tmp_path / "messages.avro"
    archived(path, PAYMENT_REPORT, [Payment(amount=Decimal(number)) for number in range(1000)])
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(UnreadableArchiveError):
        list(read_messages(path))


def test_the_same_messages_give_the_same_bytes(tmp_path):
    for name in ("first", "second"):
        archived(tmp_path / name, PAYMENT_REPORT, [Payment(amount=Decimal("1.00"))])
    assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes()


@pytest.mark.parametrize("family", [VOUCHER_BATCH, INCOME_REPORT])
def test_a_part_of_another_family_is_our_fault(tmp_path, family):
    with MessageArchive(tmp_path / "messages.avro", family) as archive, pytest.raises(KeyError):
        archive.write(Payment(amount=Decimal(1)))


def test_a_payment_is_archived_in_well_under_25_microseconds(tmp_path):
    payment = Payment(amount=Decimal("12.50"), reference="1234", payer_name="Åsa", other_references=["1"])
    count = 20_000
    started = time.process_time()
    with MessageArchive(tmp_path / "messages.avro", PAYMENT_REPORT) as archive:
        for _ in range(count):
            archive.write(payment)
    assert (time.process_time() - started) / count < 25e-6
