"""BgMax as it is written: what was written is read again, and what BgMax cannot say is refused."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.findings import NOWHERE, Finding
from gateway.formats import bgmax
from gateway.formats.base import ReadingContext
from gateway.formats.bgmax_writer import BgmaxWriter
from gateway.formats.latin_text import latin_text
from gateway.formats.layouts.writer import Unwritable
from gateway.identifiers import is_ocr, luhn_check_digit, ocr_with_check
from gateway.messages import Deposit, Payment, PaymentReport, Statement
from gateway.schemas import SchemaStore

pytestmark = pytest.mark.unit

REPOSITORY = Path(__file__).resolve().parents[3]
SAMPLE = REPOSITORY / "samples" / "bank" / "bgmax-inbetalningar.txt"
CONFORMANCE = REPOSITORY.parent / "shared" / "conformance" / "bgmax"
CONTEXT = ReadingContext(schemas=SchemaStore(REPOSITORY / "xsd"))
REPORT = PaymentReport(identifier="20260302173035010331", source="bgmax")
OCR_ONE, OCR_TWO = "7100000103", "7200000201"


def written(parts: Iterable[Any]) -> bytes:
    writer = BgmaxWriter()
    return b"".join([*map(writer.write, parts), writer.finish()])


def read(path: Path) -> tuple[list[Any], list[Finding]]:
    items = list(bgmax.FORMAT.read(path, CONTEXT))
    return (
        [item for item in items if not isinstance(item, Finding)],
        [item for item in items if isinstance(item, Finding)],
    )


def read_back(folder: Path, parts: Iterable[Any]) -> tuple[list[Any], list[Finding]]:
    path = folder / "written.txt"
    path.write_bytes(written(parts))
    return read(path)


def without_places(parts: Iterable[Any]) -> list[Any]:
    parts = list(parts)
    for part in parts:
        part.place = NOWHERE
    return parts


def deposit(total: str, **changes: Any) -> Deposit:
    values: dict[str, Any] = {
        "identifier": "00056",
        "account": "9912346",
        "account_kind": "BGNR",
        "currency": "SEK",
        "amount": Decimal(total),
        "booking_date": datetime.date(2026, 3, 2),
        "number": 1,
    }
    return Deposit(**(values | changes))


def one_payment(tmp_path: Path, **values: Any) -> Payment:
    payment = Payment(**({"amount": Decimal("1.00")} | values))
    parts, findings = read_back(tmp_path, [REPORT, deposit(str(payment.amount)), payment])
    assert findings == []
    back = parts[-1]
    assert isinstance(back, Payment)
    return back


def test_the_sample_says_the_same_when_written_again(tmp_path: Path) -> None:
    first = read(SAMPLE)[0]
    again, findings = read_back(tmp_path, first)
    assert findings == []
    assert without_places(again) == without_places(first)


def test_records_are_eighty_characters_of_latin_text(tmp_path: Path) -> None:
    content = written([REPORT, deposit("1.00"), Payment(amount=Decimal(1), payer_name="Łukasz Åkesson")])
    assert content.endswith(b"\r\n")
    assert {len(line) for line in content.split(b"\r\n")[:-1]} == {80}
    assert b"26Lukasz \xc5kesson " in content


def test_a_report_from_elsewhere_gets_its_time_in_sweden(tmp_path: Path) -> None:
    created = datetime.datetime(2026, 7, 1, 22, 30, 5, tzinfo=ZoneInfo("UTC"))
    parts, _ = read_back(tmp_path, [PaymentReport(identifier="AVI-1", created=created, is_test=True)])
    assert parts[0].created == datetime.datetime(2026, 7, 2, 0, 30, 5)  # noqa: DTZ001
    assert parts[0].is_test


def test_several_references_become_extra_references(tmp_path: Path) -> None:
    back = one_payment(tmp_path, reference=OCR_ONE, reference_kind="ocr", other_references=[OCR_TWO])
    assert (back.reference, back.reference_kind, back.other_references) == (OCR_ONE, "ocr", [OCR_TWO])


def test_references_that_are_too_long_go_to_the_message(tmp_path: Path) -> None:
    long = "RF18539007547034-FAKTURA-2026-03"
    back = one_payment(tmp_path, reference=long, reference_kind="reference", message="Tack")
    assert (back.reference, back.message) == ("", f"{long} Tack")
    again = one_payment(tmp_path, reference=long, other_references=["AVTAL 7"], message=f"Betalar {long}")
    assert (again.reference, again.message) == ("AVTAL 7", f"Betalar {long}")


def test_a_reference_with_a_wrong_check_digit_is_not_called_a_correct_ocr_number(tmp_path: Path) -> None:
    back = one_payment(tmp_path, reference="7100000104", reference_kind="ocr")
    assert (back.reference, back.reference_kind) == ("7100000104", "wrong")


def test_the_bank_s_identity_becomes_twelve_digits_that_are_always_the_same(tmp_path: Path) -> None:
    identity = "2026-03-02-00.11.22-4455"
    digits = [one_payment(tmp_path, identifier=identity).identifier for _ in range(2)]
    other = one_payment(tmp_path, identifier=identity + "6").identifier
    assert digits[0] == digits[1] != other
    assert len(digits[0]) == 12 == len(other)
    assert digits[0].isdecimal()
    assert one_payment(tmp_path, identifier="21").identifier == "000000000021"


def test_payments_without_identity_get_different_digits() -> None:
    content = written([REPORT, deposit("2.00"), *[Payment(amount=Decimal(1))] * 2])
    numbers = [line[57:69] for line in content.splitlines() if line.startswith(b"20")]
    assert numbers[0] != numbers[1]


def test_a_deposit_that_the_bank_numbers_in_its_own_way_gets_the_day_of_the_year(tmp_path: Path) -> None:
    parts, _ = read_back(tmp_path, [REPORT, deposit("1.00", identifier="BANK-56"), Payment(amount=Decimal(1))])
    assert parts[2].identifier == "06101"


@pytest.mark.parametrize(
    ("address", "back"),
    [
        ("Storgatan 2, 123 45 Storåker", "Storgatan 2, 123 45 Storåker"),
        ("12345 Storåker", "12345 Storåker"),
        ("c/o Berg, Storgatan 2, 12345 Storåker, SE", "c/o Berg, Storgatan 2, 12345 Storåker"),
        ("Karl Johans gate 1, 0154 Oslo (NO)", "Karl Johans gate 1 0154 Oslo (NO)"),
        ("Storgatan 2, Storåker", "Storgatan 2 Storåker"),
    ],
)
def test_addresses(tmp_path: Path, address: str, back: str) -> None:
    assert one_payment(tmp_path, payer_address=address).payer_address == back


@pytest.mark.parametrize(
    ("text", "latin"),
    [
        ("Åsa Öhman", "Åsa Öhman"),
        ("Šarić, Łódź – “ÿ” 5 €", 'Saric, Lódz - "ÿ" 5 EUR'),
        ("e\u0301t\u00e9", "été"),
        ("a\tb\u00a0c\r\nd\u200be", "a b c de"),
        ("日本", "??"),
        ("ﬁn ½", "fin ½"),
    ],
)
def test_text_outside_latin_is_written_as_near_as_can_be(text: str, latin: str) -> None:
    assert latin_text(text) == latin


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"account": "SE4550000000058398257466", "account_kind": "IBAN"}, "deposit.account"),
        ({"account": "1230000017", "account_kind": "SWISH"}, "deposit.account"),
        ({"account": "24471", "account_kind": "PGNR"}, "deposit.account"),
        ({"account": "99123460000"}, "deposit.account"),
        ({"currency": "NOK"}, "deposit.currency"),
        ({"amount": Decimal("-1.00")}, "deposit.amount"),
    ],
)
def test_deposits_that_bgmax_has_no_place_for_are_refused(changes: dict[str, Any], field: str) -> None:
    writer = BgmaxWriter()
    with pytest.raises(Unwritable) as refused:
        writer.write(deposit("1.00", **changes))
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("payments", "field"),
    [([], "deposit.payment_count"), (["0.99"], "deposit.amount"), (["1.005", "-0.005"], "payment.amount")],
)
def test_a_deposit_whose_payments_do_not_make_its_amount_is_refused(payments: list[str], field: str) -> None:
    with pytest.raises(Unwritable) as refused:
        written([REPORT, deposit("1.00"), *[Payment(amount=Decimal(amount)) for amount in payments]])
    assert refused.value.field == field


@pytest.mark.parametrize("name", ["fribok/BgMaxTestFile2.ut", "fribok/BgMaxTestFile4.ut", "barsoom/BgMaxfil4.txt"])
def test_published_files_say_the_same_when_written_again(tmp_path: Path, name: str) -> None:
    path = CONFORMANCE / name
    if not path.exists():
        pytest.skip("the conformance files are not here")
    first = read(path)[0]
    again, findings = read_back(tmp_path, first)
    assert not any(found.rejects for found in findings)
    money = [
        [(part.amount, part.reference, part.payer_name) for part in parts if isinstance(part, Payment)]
        for parts in (first, again)
    ]
    assert money[0] == money[1]


# A capital followed by one of the signs between "~" and "À" would be a letter in UTF-8, and is read as one.
SIGNS = "".join(map(chr, range(0x80, 0xC0)))
LETTERS = st.characters(codec="latin-1", categories=["L", "N", "P"], exclude_characters=SIGNS)
WORDS = st.text(LETTERS, min_size=1, max_size=15).filter(lambda word: latin_text(word) == word)
DIGITS = st.text("0123456789", min_size=1, max_size=23)
OCR_NUMBERS = st.builds(ocr_with_check, DIGITS).filter(is_ocr)


def phrases(most_words: int, length: int) -> st.SearchStrategy[str]:
    return st.lists(WORDS, max_size=most_words).map(" ".join).filter(lambda text: len(text) <= length)


REFERENCES = st.one_of(
    st.just(("", "none", [])),
    st.tuples(OCR_NUMBERS, st.just("ocr"), st.lists(OCR_NUMBERS, max_size=3)),
    st.tuples(phrases(3, 25).filter(bool), st.sampled_from(["reference", "wrong"]), st.just([])),
)
BANKGIRO = st.integers(100_000, 9_999_999).map(lambda number: f"{number}{luhn_check_digit(str(number))}")
TOWNS = st.sampled_from(["", "12345 Storåker", "Storgatan 2, 123 45 Storåker", "Box 1, 90210 Å (NO)"])


@st.composite
def payments(draw: st.DrawFn) -> Payment:
    reference, kind, others = draw(REFERENCES)
    oere = draw(st.integers(-(10**9), 10**12))
    return Payment(
        amount=Decimal(oere).scaleb(-2),
        reference=reference,
        reference_kind=kind,
        other_references=others,
        identifier=f"{draw(st.integers(0, 10**12 - 1)):012d}",
        is_deduction=oere < 0,
        deduction_code=draw(st.sampled_from("012")) if oere < 0 else "",
        payer_account=draw(st.one_of(st.just(""), BANKGIRO)),
        payer_name=draw(phrases(4, 35)),
        payer_address=draw(TOWNS),
        payer_organisation_number=draw(st.sampled_from(["", "5560566258", "0000000018"])),
        message=draw(phrases(12, 500)),
        channel=draw(st.sampled_from("1234")),
    )


@st.composite
def messages(draw: st.DrawFn) -> list[Any]:
    parts: list[Any] = [
        PaymentReport(
            identifier="20260302173035010331",
            source="bgmax",
            created=datetime.datetime(2026, 3, 2, 17, 30, 35, 10331),  # noqa: DTZ001
            is_test=draw(st.booleans()),
        )
    ]
    paid = 0
    for number in range(1, draw(st.integers(0, 3)) + 1):
        made = draw(st.lists(payments(), min_size=1, max_size=4).filter(lambda made: sum(p.amount for p in made) >= 0))
        currency = draw(st.sampled_from(["SEK", "EUR"]))
        parts.append(
            Statement(account="9912346", account_kind="BGNR", number=number, currency=currency, clearing="5839")
        )
        parts.append(
            deposit(
                str(sum(one.amount for one in made)),
                identifier=f"{draw(st.integers(0, 99999)):05d}",
                number=number,
                currency=currency,
                bank_account="5839000008257466",
                plusgiro=draw(st.sampled_from(["", "24471"])),
                transaction_code=draw(st.sampled_from(["", "K", "D"])),
                payment_count=len(made),
            )
        )
        for one in made:
            paid += 1
            one.number = paid
        parts += made
    return parts


@given(parts=messages())
@settings(max_examples=100, suppress_health_check=list(HealthCheck), deadline=None)
def test_given_what_bgmax_can_carry_it_is_read_as_it_was_written(tmp_path: Path, parts: list[Any]) -> None:
    back, findings = read_back(tmp_path, parts)
    assert findings == []
    assert without_places(back) == parts


ANY_TEXT = st.text(max_size=80)


@given(
    amounts=st.lists(st.decimals(-(10**15), 10**15, places=2), min_size=1, max_size=4),
    texts=st.tuples(ANY_TEXT, ANY_TEXT, ANY_TEXT, ANY_TEXT, ANY_TEXT, ANY_TEXT, ANY_TEXT),
)
@settings(max_examples=150, suppress_health_check=list(HealthCheck), deadline=None)
def test_given_any_texts_the_file_is_whole_or_the_deposit_refused(
    tmp_path: Path, amounts: list[Decimal], texts: tuple[str, ...]
) -> None:
    reference, other, message, name, address, account, organisation_number = texts
    paid = [
        Payment(
            amount=amount,
            reference=reference,
            reference_kind="reference",
            other_references=[other],
            message=message,
            payer_name=name,
            payer_address=address,
            payer_account=account,
            payer_organisation_number=organisation_number,
        )
        for amount in amounts
    ]
    try:
        back, findings = read_back(tmp_path, [REPORT, deposit(str(sum(amounts))), *paid])
    except Unwritable:
        assert sum(amounts) < 0
        return
    assert not any(found.rejects for found in findings)
    assert [part.amount for part in back if isinstance(part, Payment)] == amounts
