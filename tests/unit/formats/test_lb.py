"""LB orders: money in is money out, what touches money rejects the file, what does not is a warning."""

import re
import tracemalloc
from collections import deque
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.findings import Finding
from gateway.formats import bankgiro_lines, lb, lb_return, lb_transfers
from gateway.formats.base import Format, ReadingContext
from gateway.formats.registry import CODED_FORMATS
from gateway.messages import CreditTransfer, PaymentInstruction, PaymentOrder
from gateway.schemas import SchemaStore

pytestmark = pytest.mark.unit

REPOSITORY = Path(__file__).resolve().parents[3]
SAMPLE = REPOSITORY / "samples" / "lb-ut" / "leverantorsbetalningar.txt"
CONFORMANCE = REPOSITORY.parent / "shared" / "conformance" / "lb"
CONTEXT = ReadingContext(schemas=SchemaStore(REPOSITORY / "xsd"))

OPENING = "110009912346261126LEVERANTÖRSBETALNINGAR                   SEK"
PAYMENT = "140059100420F-1                      000000010000261130     VER 1"
ACCOUNT = "40000000001 5839000008257466"


def total(count: int, oere: int) -> str:
    return f"290009912346{count:08}{abs(oere):012}{'-' if oere < 0 else ''}"


def read(path: Path) -> tuple[list[Any], list[Finding]]:
    items = list(lb.FORMAT.read(path, CONTEXT))
    return (
        [item for item in items if not isinstance(item, Finding)],
        [item for item in items if isinstance(item, Finding)],
    )


def read_lines(tmp_path: Path, *lines: str, end: str = "\n") -> tuple[list[Any], list[Finding]]:
    """Read lines, filled up to 80 characters."""
    path = tmp_path / "order.txt"
    path.write_bytes("".join(line.ljust(80) + end for line in lines).encode("latin-1"))
    return read(path)


def codes(findings: list[Finding]) -> list[str]:
    return [found.code for found in findings]


def test_the_sample_gives_its_two_instructions_each_with_its_transfers() -> None:
    parts, findings = read(SAMPLE)
    assert findings == []
    assert [type(part).__name__ for part in parts] == [
        "PaymentOrder",
        "PaymentInstruction",
        *["CreditTransfer"] * 7,
        "PaymentInstruction",
        "CreditTransfer",
    ]
    first, second = (part for part in parts if isinstance(part, PaymentInstruction))
    assert (first.debtor_account, first.debtor_account_kind, first.currency) == ("9912346", "BGNR", "SEK")
    assert (first.stated_count, first.stated_sum, first.execution_date) == (7, Decimal("40770.00"), None)
    assert str(second.execution_date) == "2026-11-27"
    transfers = [part for part in parts if isinstance(part, CreditTransfer)]
    assert [
        (part.kind, part.creditor_account_kind, part.creditor_clearing + part.creditor_account, part.amount)
        for part in transfers
    ] == [
        ("payment", "BGNR", "59100420", Decimal("12500.00")),
        ("payment", "BGNR", "9000126", Decimal("4875.50")),
        ("credit", "BGNR", "9000126", Decimal("-875.50")),
        ("payment", "PGNR", "405076", Decimal("1320.00")),
        ("payout", "BBAN", "58398257466", Decimal("25000.00")),
        ("deduction", "BBAN", "58398257466", Decimal("-3000.00")),
        ("cheque", "", "", Decimal("950.00")),
        ("salary", "BBAN", "54919000003", Decimal("28743.00")),
    ]
    assert [part.number for part in transfers] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert sum(part.amount for part in transfers[:7]) == first.stated_sum


def test_a_payment_says_what_it_is_for_and_to_whom() -> None:
    parts, _ = read(SAMPLE)
    ocr, invoice, _, plusgiro, payout, *_ = (part for part in parts if isinstance(part, CreditTransfer))
    assert (ocr.reference, ocr.reference_kind, ocr.instruction_identifier) == ("2026110102", "ocr", "VER 4100231")
    assert (invoice.reference, invoice.reference_kind) == ("F-20418", "reference")
    assert invoice.message == "Avser faktura F-20418, papper och pärmar, till kontoret på plan 3"
    assert plusgiro.message == "Medlemsavgift 2027"
    assert (payout.creditor_name, payout.creditor_address) == ("Föreningen Norrskenet", "Skolgatan 7, 12345 Åsby")
    assert payout.other_references == ["BIDRAG NOV"]
    assert (payout.place.line, payout.place.record) == (13, "TK14")


@pytest.mark.parametrize(("name", "code"), [("fel-summa", "LB-TOTAL-SUM"), ("fel-slutpost-saknas", "FILE-TRUNCATED")])
def test_a_bad_sample_is_rejected_for_one_reason(name: str, code: str) -> None:
    _, findings = read(SAMPLE.with_name(f"{name}.txt"))
    assert [(found.code, found.rejects_file) for found in findings] == [(code, True)]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([OPENING, PAYMENT, total(2, 10000)], "LB-TOTAL-COUNT"),
        ([OPENING, PAYMENT, total(1, 10001)], "LB-TOTAL-SUM"),
        ([OPENING, PAYMENT, total(1, -10000)], "LB-TOTAL-SUM"),
        ([OPENING, PAYMENT, total(1, 10000).replace("9912346", "9000126")], "LB-TOTAL-BANKGIRO"),
        ([OPENING, PAYMENT, total(1, 10000).replace("00010000", "0001000O")], "LB-NUMBER"),
        ([OPENING, PAYMENT], "FILE-TRUNCATED"),
        ([OPENING, PAYMENT, OPENING, PAYMENT, total(1, 10000)], "LB-SECTION-OPEN"),
        ([OPENING, PAYMENT, "99261126"], "LB-SECTION-OPEN"),
        ([OPENING, PAYMENT, total(1, 10000), PAYMENT], "LB-STRUCTURE"),
        ([PAYMENT, total(1, 10000)], "LB-OPENING"),
        (["LEVERANTÖRSBETALNINGAR NOVEMBER", OPENING, PAYMENT, total(1, 10000)], "LB-OPENING"),
        ([OPENING, PAYMENT, total(1, 10000), "LB12261126"], "LB-CANCELLATION"),
        ([OPENING, "LB12261126", PAYMENT, total(1, 10000)], "LB-CANCELLATION"),
        ([OPENING.replace("SEK", "USD"), PAYMENT, total(1, 10000)], "LB-CURRENCY"),
        ([OPENING.replace("261126", "261326"), PAYMENT, total(1, 10000)], "LB-NUMBER"),
        ([OPENING.replace("NINGAR      ", "NINGAR261131"), PAYMENT, total(1, 10000)], "LB-NUMBER"),
        ([OPENING.replace("0009912346", "0000000000"), PAYMENT, total(1, 10000).replace("9912346", "0000000")],
         "LB-NUMBER"),
        ([OPENING, PAYMENT.replace("261130", "261131"), total(1, 10000)], "LB-NUMBER"),
        ([OPENING, PAYMENT.replace("0059100420", "59100420  "), total(1, 10000)], "LB-NUMBER"),
        ([OPENING, PAYMENT.replace("0059100420", "00000 0001"), total(1, 10000)], "LB-NUMBER"),
        ([OPENING.replace("0009912346", "00XXXXXXXX"), PAYMENT, total(1, 10000)], "LB-PLACEHOLDER"),
        ([OPENING.replace("261126", "ÅÅMMDD"), PAYMENT, total(1, 10000)], "LB-PLACEHOLDER"),
        ([OPENING, ACCOUNT.replace("5839", "XXXX"), PAYMENT, total(1, 10000)], "LB-PLACEHOLDER"),
        ([OPENING, ACCOUNT.replace("8257466", "825746A"), PAYMENT, total(1, 10000)], "LB-NUMBER"),
        ([OPENING, ACCOUNT.replace("000000001 ", "005910042 "), PAYMENT, total(1, 10000)], "LB-NUMBER"),
        ([OPENING, PAYMENT.replace("0059100420", "000000001 "), total(1, 10000)], "LB-PAYEE-UNKNOWN"),
        ([OPENING, "26000000001 Norrskenet", PAYMENT.replace("0059100420", "000000001 "), total(1, 10000)],
         "LB-PAYEE-UNKNOWN"),
        ([OPENING, ACCOUNT, ACCOUNT.replace("5839", "5840"), total(0, 0)], "LB-PAYEE-TWICE"),
        ([OPENING, PAYMENT.ljust(80) + "X", total(1, 10000)], "LB-LINE-TOO-LONG"),
    ],
)  # fmt: skip
def test_what_can_change_money_rejects_the_file(tmp_path: Path, lines: list[str], code: str) -> None:
    _, findings = read_lines(tmp_path, *lines)
    assert [(found.code, found.rejects_file) for found in findings] == [(code, True)]


def test_an_amount_that_cannot_be_read_is_not_counted_as_nothing(tmp_path: Path) -> None:
    parts, findings = read_lines(tmp_path, OPENING, PAYMENT.replace("00010000", "000A0000"), total(1, 10000))
    assert codes(findings) == ["LB-NUMBER", "LB-TOTAL-SUM"]
    assert not [part for part in parts if isinstance(part, CreditTransfer)]


def test_deductions_and_credit_notes_are_taken_off_and_a_negative_total_has_its_sign(tmp_path: Path) -> None:
    lines = [PAYMENT, PAYMENT.replace("14", "15", 1), PAYMENT.replace("14", "16", 1), PAYMENT.replace("14", "17", 1)]
    parts, findings = read_lines(tmp_path, OPENING, *lines, total(4, -20000))
    assert findings == []
    transfers = [part for part in parts if isinstance(part, CreditTransfer)]
    assert [part.kind for part in transfers] == ["payment", "deduction", "credit", "credit"]
    assert sum(part.amount for part in transfers) == Decimal("-200.00") == parts[1].stated_sum


def test_account_name_and_address_may_stand_after_the_payment_and_in_another_form_of_the_number(
    tmp_path: Path,
) -> None:
    payments = [PAYMENT.replace("0059100420", number) for number in ("0000990010", "000099001 ")]
    about = [
        "26000099001 Föreningen Norrskenet              och Söderskenet",
        "270000990010Skolgatan 7                        12345Åsby",
        "40000099001 5839000008257466            l",
    ]
    parts, findings = read_lines(tmp_path, OPENING, *payments, *about, total(2, 20000))
    assert findings == []
    first, second = (part for part in parts if isinstance(part, CreditTransfer))
    for transfer in (first, second):
        assert (transfer.creditor_name, transfer.kind) == ("Föreningen Norrskenet och Söderskenet", "salary")
        assert (transfer.creditor_clearing, transfer.creditor_account) == ("5839", "8257466")


@pytest.mark.parametrize(
    ("clearing", "field", "account"),
    [
        ("5491", "000000000003", "0000003"),
        ("6123", "000012345678", "012345678"),
        ("8327", "000000012345", "12345"),
        ("3300", "000101010101", "101010101"),
    ],
)
def test_an_account_keeps_the_zeros_that_are_its_own(tmp_path: Path, clearing: str, field: str, account: str) -> None:
    payout = PAYMENT.replace("0059100420", "000000001 ")
    parts, _ = read_lines(tmp_path, OPENING, f"40000000001 {clearing}{field}", payout, total(1, 10000))
    assert (parts[2].creditor_clearing, parts[2].creditor_account) == (clearing, account)


def test_a_payee_of_one_section_is_not_known_in_the_next(tmp_path: Path) -> None:
    payout = PAYMENT.replace("0059100420", "000000001 ")
    sections = [OPENING, ACCOUNT, payout, total(1, 10000), OPENING, payout, total(1, 10000)]
    _, findings = read_lines(tmp_path, *sections)
    assert [(found.code, found.place.line) for found in findings] == [("LB-PAYEE-UNKNOWN", 6)]


def test_a_plusgiro_number_is_never_taken_for_a_payout_number(tmp_path: Path) -> None:
    payment = PAYMENT.replace("14", "54", 1).replace("0059100420", "0000000018")
    parts, findings = read_lines(tmp_path, OPENING, ACCOUNT, payment, total(1, 10000))
    assert findings == []
    assert (parts[2].creditor_account, parts[2].creditor_account_kind) == ("18", "PGNR")


def test_texts_go_to_the_payment_before_them_or_to_the_next_one_to_their_payee(tmp_path: Path) -> None:
    other = PAYMENT.replace("59100420", "09000126")
    lines = [
        "250009000126first of the other",
        PAYMENT,
        "250059100420first",
        "250009000126second of the other",
        "250059100420second",
        other,
        "250009000126third of the other",
    ]
    parts, findings = read_lines(tmp_path, OPENING, *lines, total(2, 20000))
    assert findings == []
    assert [part.message for part in parts[2:]] == [
        "first second",
        "first of the other second of the other third of the other",
    ]


def test_a_file_with_one_section_states_its_totals_for_the_whole_order(tmp_path: Path) -> None:
    parts, _ = read_lines(tmp_path, OPENING, PAYMENT, total(1, 10000))
    assert isinstance(parts[0], PaymentOrder)
    assert (parts[0].identifier, str(parts[0].created)) == ("9912346 2026-11-26 1 100.00", "2026-11-26 00:00:00")
    assert (parts[0].stated_count, parts[0].stated_sum) == (1, Decimal("100.00"))
    several, _ = read_lines(tmp_path, OPENING, PAYMENT, total(1, 10000), OPENING, PAYMENT, total(1, 10000))
    assert (several[0].stated_count, several[0].stated_sum) == (None, None)
    assert [part.identifier for part in several if isinstance(part, PaymentInstruction)] == [
        "9912346 2026-11-26 1",
        "9912346 2026-11-26 2",
    ]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([OPENING, PAYMENT, "77 something", "78 else", total(1, 10000)], "LB-UNKNOWN-RECORD"),
        ([OPENING.replace("LEVERANTÖRS", "LEVERANTORS"), PAYMENT, total(1, 10000)], "LB-PRODUCT"),
        ([OPENING, PAYMENT, "250009000126to nobody", total(1, 10000)], "LB-TEXT-UNUSED"),
        ([OPENING, "260059100420Exempel AB", PAYMENT, total(1, 10000)], "LB-NAME-UNUSED"),
        ([OPENING, PAYMENT, total(1, 10000), "", ""], "LB-BLANK-LINE"),
        ([OPENING, PAYMENT, "250059100420text".ljust(80) + "too long", total(1, 10000)], "LB-TEXT-TOO-LONG"),
    ],
)
def test_what_cannot_change_money_is_one_warning(tmp_path: Path, lines: list[str], code: str) -> None:
    parts, findings = read_lines(tmp_path, *lines)
    assert [(found.code, found.rejects) for found in findings] == [(code, False)]
    assert [part.amount for part in parts if isinstance(part, CreditTransfer)] == [Decimal("100.00")]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda text: text.replace("\r\n", "\n"), []),
        (lambda text: "\r\n".join(line.rstrip() for line in text.split("\r\n")), ["LB-SHORT-LINE"]),
        (lambda text: text.encode("utf-8").decode("latin-1"), ["LB-UTF8"]),
        (lambda text: "﻿".encode().decode("latin-1") + text, ["LB-UTF8"]),
        (lambda text: text.rstrip("\r\n"), []),
        (lambda text: text + "\r\n\r\n\x1a".replace("\x1a", ""), ["LB-BLANK-LINE"]),
    ],
)
def test_another_line_end_or_encoding_gives_the_same_parts(tmp_path: Path, change: Any, expected: list[str]) -> None:
    path = tmp_path / "changed.txt"
    path.write_bytes(change(SAMPLE.read_bytes().decode("latin-1")).encode("latin-1"))
    assert lb.FORMAT.recognise(path.read_bytes())
    parts, findings = read(path)
    assert codes(findings) == expected
    assert parts == read(SAMPLE)[0]


@pytest.mark.parametrize("size", [1, 7, 81, 4000])
def test_the_size_of_a_block_makes_no_difference(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    whole = read(SAMPLE)
    monkeypatch.setattr(bankgiro_lines, "_BLOCK_SIZE", size)
    assert read(SAMPLE) == whole


def test_a_seal_around_the_file_or_in_a_section_is_passed_over(tmp_path: Path) -> None:
    sealed = ["00261126HMAC", OPENING, PAYMENT, "28000", total(1, 10000), "99261126" + "A1" * 32]
    parts, findings = read_lines(tmp_path, *sealed)
    assert (len(parts), findings) == (3, [])
    assert lb.FORMAT.recognise((tmp_path / "order.txt").read_bytes())


def test_texts_without_end_are_refused_without_being_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lb_transfers, "MAXIMUM_TEXTS", 3)
    for payee in ("0059100420", "0009000126"):
        texts = [f"25{payee}text {number}" for number in range(6)]
        _, findings = read_lines(tmp_path, OPENING, PAYMENT, *texts, total(1, 10000))
        assert [(found.code, found.place.line) for found in findings if found.rejects_file] == [
            ("LB-TOO-MANY-RECORDS", 6)
        ]


def peak_memory(path: Path, form: Format) -> int:
    """The most bytes that are held at once while a file is read."""
    tracemalloc.start()
    try:
        deque(form.read(path, CONTEXT), maxlen=0)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("form", [lb.FORMAT, lb_return.FORMAT], ids=lambda form: form.name)
def test_ten_times_as_many_payments_take_no_more_memory(tmp_path: Path, form: Format) -> None:
    opening = OPENING if form is lb.FORMAT else OPENING.replace("NINGAR       ", "NINGAR2611271")
    peaks = []
    for count in (2_000, 20_000):
        path = tmp_path / f"{count}.txt"
        records = [opening, *[PAYMENT, "250059100420text"] * count, total(count, count * 10_000)]
        path.write_bytes("".join(f"{record:80}\r\n" for record in records).encode("latin-1"))
        assert form.recognise(path.read_bytes())
        peaks.append(peak_memory(path, form))
    assert peaks[1] < peaks[0] * 1.2


@pytest.mark.parametrize(
    "head", [b"", b"11", b"01BGMAX", b"<?xml version='1.0'?>", b"\x00\xff" * 50, b"110009912346\r\n"]
)
def test_other_files_are_not_recognised(head: bytes) -> None:
    assert not lb.FORMAT.recognise(head)
    assert not lb_return.FORMAT.recognise(head)


def test_no_other_format_takes_an_order(tmp_path: Path) -> None:
    head = SAMPLE.read_bytes()
    assert [form.name for form in CODED_FORMATS if form.recognise(head)] == ["lb"]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=400))
def test_no_bytes_whatever_raise(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "noise.txt"
    path.write_bytes(SAMPLE.read_bytes()[:900] + data + SAMPLE.read_bytes()[900:])
    _, findings = read(path)
    for form in (lb.FORMAT, lb_return.FORMAT):
        form.recognise(data)
        list(form.read(path, CONTEXT))
    for found in findings:
        assert found.text("sv")
        assert found.text("en")


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    line=st.integers(0, 21), position=st.integers(0, 79), character=st.characters(min_codepoint=32, max_codepoint=126)
)
def test_one_wrong_character_never_changes_the_money_unseen(
    tmp_path: Path, line: int, position: int, character: str
) -> None:
    lines = SAMPLE.read_bytes().decode("latin-1").split("\r\n")
    lines[line] = lines[line][:position] + character + lines[line][position + 1 :]
    path = tmp_path / "changed.txt"
    path.write_bytes("\r\n".join(lines).encode("latin-1"))
    parts, findings = read(path)
    if not any(found.rejects_file for found in findings):
        assert sum(part.amount for part in parts if isinstance(part, CreditTransfer)) == Decimal("69513.00")


def conformance_files() -> list[Path]:
    return sorted(path for path in CONFORMANCE.glob("*/*.txt") if path.name != "PROVENANCE.txt")


needs_conformance = pytest.mark.skipif(not CONFORMANCE.exists(), reason="the files of others are not here")


def form_of(path: Path) -> Any:
    (form,) = (form for form in (lb.FORMAT, lb_return.FORMAT) if form.recognise(path.read_bytes()))
    return form


@needs_conformance
@pytest.mark.parametrize("path", conformance_files(), ids=lambda path: path.name)
def test_published_examples_are_refused_for_their_headings_or_placeholders(path: Path) -> None:
    findings = [item for item in form_of(path).read(path, CONTEXT) if isinstance(item, Finding)]
    expected = {"niho": "LB-OPENING", "fribok": "LB-PLACEHOLDER"}[path.parent.name]
    assert [found.code for found in findings if found.rejects_file] == [expected]


@needs_conformance
@pytest.mark.parametrize("path", conformance_files(), ids=lambda path: path.name)
def test_published_examples_with_digits_for_placeholders_are_read_whole(path: Path, tmp_path: Path) -> None:
    text = path.read_bytes().decode("latin-1").replace("ÅÅMMDD", "060330").replace("ÅÅMM00", "060330")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("LB")]
    filled = tmp_path / "filled.txt"
    whole = "\n".join(re.sub("X{3,}", lambda found: "1" * len(found.group()), line) for line in lines)
    filled.write_bytes(whole.encode("latin-1"))
    items = list(form_of(filled).read(filled, CONTEXT))
    assert len(items) > 5
    assert not [item for item in items if isinstance(item, Finding) and item.rejects]
