"""SIE 4: what a file gives, what is refused and why, and that no file makes the reader stumble."""

import datetime
import zlib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.catalogue import Scope
from gateway.findings import Finding
from gateway.formats import sie4
from gateway.formats.base import ReadingContext
from gateway.formats.sie4_lines import LONGEST_LINE
from gateway.messages import Part, Voucher, VoucherBatch
from gateway.messages.vouchers import CodingDimension

pytestmark = pytest.mark.unit

CONFORMANCE = Path(__file__).parents[3] / "shared" / "conformance" / "sie"
HEADER = '#FLAGGA 0\n#PROGRAM "Försystem" 1.0\n#FORMAT PC8\n#GEN 20261102\n#SIETYP 4\n#ORGNR 556056-6258\n'
VOUCHER = '#VER A 7 20261101 "Köp" 20261102\n{\n#TRANS 5410 {1 "310"} 100.50\n#TRANS 1930 {} -100.50\n}\n'


def read(folder: Path, text: str | bytes) -> list[Part | Finding]:
    path = folder / "file.si"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("cp437"))
    return list(sie4.FORMAT.read(path, ReadingContext(schemas=None)))  # type: ignore[arg-type]


def vouchers(items: list[Part | Finding]) -> list[Voucher]:
    return [item for item in items if isinstance(item, Voucher)]


def findings(items: list[Part | Finding]) -> list[Finding]:
    return [item for item in items if isinstance(item, Finding)]


def codes(items: list[Part | Finding]) -> list[str]:
    return [item.code for item in findings(items)]


def test_a_file_gives_its_batch_then_its_vouchers(tmp_path: Path) -> None:
    batch, voucher = read(tmp_path, HEADER + '#FNAMN "Åre Ö"\n#VALUTA EUR\n' + VOUCHER)
    assert isinstance(batch, VoucherBatch)
    assert (batch.system, batch.created) == ("Försystem 1.0", datetime.date(2026, 11, 2))
    assert (batch.organisation_number, batch.organisation_name) == ("5560566258", "Åre Ö")
    assert batch.currency == "EUR"
    assert isinstance(voucher, Voucher)
    assert (voucher.series, voucher.number, voucher.date) == ("A", "7", datetime.date(2026, 11, 1))
    assert (voucher.text, voucher.registered) == ("Köp", datetime.date(2026, 11, 2))
    assert [(row.account, row.amount, row.number) for row in voucher.rows] == [
        ("5410", Decimal("100.50"), 1),
        ("1930", Decimal("-100.50"), 2),
    ]
    assert voucher.rows[0].dimensions == [CodingDimension(dimension="1", value="310")]
    assert voucher.rows[0].place.line == 11


def test_all_fields_of_a_row_are_read(tmp_path: Path) -> None:
    row = '\t#trans\t"5410" { "1" "310"\t6 P17 } "-5"  20261103 "Säg \\"hej\\"" 2.125 "sign" mer'
    (voucher,) = vouchers(read(tmp_path, HEADER + "#VER A 1 20261101\r\n{\r\n" + row + "\r\n}\r\n"))
    (only,) = voucher.rows
    assert (only.account, only.amount, only.date) == ("5410", Decimal(-5), datetime.date(2026, 11, 3))
    assert (only.text, only.quantity) == ('Säg "hej"', Decimal("2.125"))
    assert [(item.dimension, item.value) for item in only.dimensions] == [("1", "310"), ("6", "P17")]


def test_removed_and_added_rows_are_not_counted_twice(tmp_path: Path) -> None:
    rows = "#BTRANS 1930 {} 5.00\n#RTRANS 1930 {} 9.00\n#TRANS 1930 {} 9.00\n#OKÄND 1\n"
    (voucher,) = vouchers(read(tmp_path, HEADER + "#VER A 1 20261101\n{\n" + rows + "}\n"))
    assert [row.amount for row in voucher.rows] == [Decimal("9.00")]


def test_added_rows_have_their_twins_in_any_order_and_are_taken_once(tmp_path: Path) -> None:
    rows = "#RTRANS 1930 {} 9.00\n#RTRANS 1930 {} -9.00\n#TRANS 1930 {} 9.00\n#TRANS 1930 {} -9.00\n"
    items = read(tmp_path, HEADER + "#VER A 1 20261101\n{\n" + rows + "}\n")
    assert [row.amount for row in vouchers(items)[0].rows] == [Decimal("9.00"), Decimal("-9.00")]
    assert codes(items) == []


def test_an_added_row_without_its_twin_is_part_of_the_voucher_with_a_warning(tmp_path: Path) -> None:
    rows = '#RTRANS 1910 {1 "310"} 9.00\n#TRANS 1910 {} 9.00\n#TRANS 1930 {} -18.00\n'
    items = read(tmp_path, HEADER + "#VER A 1 20261101\n{\n" + rows + "}\n" + VOUCHER)
    first, second = vouchers(items)
    assert [(row.amount, len(row.dimensions)) for row in first.rows] == [(9, 0), (-18, 0), (9, 1)]
    assert first.balance == 0
    assert len(second.rows) == 2
    (warning,) = findings(items)
    assert (warning.code, warning.place.line, warning.about) == ("SIE-ADDED-ROW-ALONE", 9, "verifikation A1")
    assert not warning.rejects


def test_numbers_that_do_not_ascend_are_told_of_once_a_series(tmp_path: Path) -> None:
    numbers = [
        ("A", "7"),
        ("B", "9"),
        ("A", "8"),
        ("B", "8"),
        ("B", "3"),
        ("A", ""),
        ("B", "10"),
        ("A", "8"),
        ("A", "x"),
    ]
    body = "".join(f'#VER "{series}" "{number}" 20261101\n{{\n}}\n' for series, number in numbers)
    items = read(tmp_path, HEADER + body)
    assert len(vouchers(items)) == len(numbers)
    told = [(item.code, item.value, item.expected, item.about) for item in findings(items)]
    assert told == [
        ("SIE-NUMBER-ORDER", "8", "9", "verifikation B8"),
        ("SIE-NUMBER-ORDER", "8", "8", "verifikation A8"),
    ]


def test_a_4e_file_is_read_for_its_vouchers_and_its_balances_and_names_are_left(tmp_path: Path) -> None:
    chart = (
        '#RAR 0 20260101 20261231\n#KONTO 1930 "Bank"\n#UNDERDIM 21 "Plats" 1\n'
        '#DIM 1 "Ansvar"\n#OBJEKT 1 "310" "Skola"\n'
        "#IB 0 1930 5.00\n#UB 0 1930 7.00\n#OIB 0 1930 {1 310} 5.00\n#PSALDO 0 202611 1930 {} 7.00\n#RES 0 3010 -2.00\n"
    )
    row = '#TRANS 1930 {1 "310" 21 "okänd" 1 "311"} 0.00\n'
    items = read(tmp_path, HEADER + chart + "#VER A 1 20261101\n{\n" + row + "}\n")
    (voucher,) = vouchers(items)
    dimensions = [(item.dimension, item.value) for item in voucher.rows[0].dimensions]
    assert dimensions == [("1", "310"), ("21", "okänd"), ("1", "311")]
    assert codes(items) == []


def test_unknown_labels_and_their_blocks_are_ignored(tmp_path: Path) -> None:
    items = read(tmp_path, HEADER + "#NYTT 1 {x}\n{\n#TRANS 1 {} 1\n}\n#KONTO 1930 Bank\n" + VOUCHER)
    assert len(vouchers(items)) == 1
    assert codes(items) == []


def test_a_voucher_without_rows_is_still_given(tmp_path: Path) -> None:
    items = read(tmp_path, HEADER + "#VER A 1 20261101\n#VER A 2 20261101\n{\n}\n")
    assert [voucher.number for voucher in vouchers(items)] == ["1", "2"]
    assert codes(items) == []


@pytest.mark.parametrize(
    ("encoding", "title"),
    [("latin-1", "ISO 8859-1"), ("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("iso8859-15", "ISO 8859-15")],
)
def test_other_encodings_are_read_with_a_warning(tmp_path: Path, encoding: str, title: str) -> None:
    text = HEADER + VOUCHER.replace("Köp", "Köp för 5 €" if encoding == "iso8859-15" else "Köp för 5")
    items = read(tmp_path, text.encode(encoding))
    assert vouchers(items)[0].text.startswith("Köp för 5")
    (warning,) = findings(items)
    assert (warning.code, warning.value, warning.rejects) == ("SIE-ENCODING", title, False)


def test_windows_1252_is_told_from_iso_8859_1(tmp_path: Path) -> None:
    items = read(tmp_path, (HEADER + VOUCHER.replace("Köp", "Köp – åäö")).encode("cp1252"))
    assert vouchers(items)[0].text == "Köp – åäö"
    assert findings(items)[0].value == "Windows-1252"


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (HEADER.replace("#FLAGGA 0", "#FLAGGA 1"), "SIE-ALREADY-IMPORTED"),
        (HEADER.replace("#SIETYP 4", "#SIETYP 1"), "SIE-TYPE-NOT-SUPPORTED"),
        (HEADER.replace("#SIETYP 4", "#SIETYP 3"), "SIE-TYPE-NOT-SUPPORTED"),
        (HEADER.replace("#SIETYP 4\n", ""), "SIE-TYPE-MISSING"),
        (HEADER + "#VALUTA kronor\n", "SIE-STRUCTURE"),
        (HEADER + "#TRANS 1930 {} 1\n", "SIE-STRUCTURE"),
        (HEADER + "}\n", "SIE-STRUCTURE"),
        (HEADER + "lös text\n", "SIE-STRUCTURE"),
        (HEADER + "#VER A 1 20261101\n{\n#TRANS 1930 {} 1\n", "SIE-STRUCTURE"),
        (HEADER + "#FNAMN " + "x" * LONGEST_LINE + "\n", "SIE-LINE-TOO-LONG"),
    ],
)
def test_a_file_is_refused_with_its_reason_and_nothing_more_is_read(tmp_path: Path, header: str, code: str) -> None:
    items = read(tmp_path, header + VOUCHER)
    (refusal,) = findings(items)
    assert (refusal.code, refusal.rejects_file) == (code, True)
    assert vouchers(items) == []


@pytest.mark.parametrize("cut", ["}\n", "#TRANS 1930 {} -100.50\n}\n"])
def test_a_file_that_ends_inside_a_voucher_is_cut_off(tmp_path: Path, cut: str) -> None:
    items = read(tmp_path, (HEADER + VOUCHER).removesuffix(cut))
    (refusal,) = findings(items)
    assert (refusal.code, refusal.expected, refusal.rejects_file) == ("FILE-TRUNCATED", "}", True)
    assert vouchers(items) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "where"),
    [
        ("20261101", "20261131", "SIE-DATE-INVALID", (7, "verdatum")),
        ("20261101", "2026-11-01", "SIE-DATE-INVALID", (7, "verdatum")),
        ("20261102", "i dag", "SIE-DATE-INVALID", (7, "regdatum")),
        ("-100.50", "-100,50", "SIE-AMOUNT-INVALID", (10, "belopp")),
        ("-100.50", "+100.50", "SIE-AMOUNT-INVALID", (10, "belopp")),
        ("-100.50", "100.505", "SIE-AMOUNT-INVALID", (10, "belopp")),
        ("-100.50", "NaN", "SIE-AMOUNT-INVALID", (10, "belopp")),
        ("-100.50", "1E9", "SIE-AMOUNT-INVALID", (10, "belopp")),
        ("-100.50", "", "SIE-AMOUNT-INVALID", (10, "belopp")),
        ("-100.50", "-100.50 20261301", "SIE-DATE-INVALID", (10, "transdat")),
        ("-100.50", '-100.50 "" "" två', "SIE-QUANTITY-INVALID", (10, "kvantitet")),
        ("#TRANS 1930", "#TRANS BANK", "SIE-ACCOUNT-INVALID", (10, "kontonr")),
        ('{1 "310"}', "{1}", "SIE-OBJECT-LIST-INVALID", (9, "objektlista")),
        ('{1 "310"}', "", "SIE-OBJECT-LIST-INVALID", (9, "objektlista")),
        ('{1 "310"}', '{1 "310"', "SIE-SYNTAX", (9, "")),
        ('"310"', '"310', "SIE-SYNTAX", (9, "")),
        ('"Köp"', '"Köp', "SIE-SYNTAX", (7, "")),
    ],
)
def test_a_bad_field_rejects_its_voucher_and_no_other(
    tmp_path: Path, old: str, new: str, code: str, where: tuple[int, str]
) -> None:
    bad = VOUCHER.replace(old, new, 1)
    assert bad != VOUCHER
    items = read(tmp_path, HEADER + bad + VOUCHER.replace("A 7", "A 8"))
    problem = next(item for item in findings(items) if item.code == code)
    assert (problem.place.line, problem.place.position) == where
    assert (problem.scope, problem.about) == (Scope.PART, "verifikation A7")
    assert [voucher.number for voucher in vouchers(items)] == ["8"]


def test_header_statements_that_cannot_be_used_are_skipped_with_a_warning(tmp_path: Path) -> None:
    items = read(tmp_path, HEADER.replace("20261102", "x").replace("556056-6258", "000000-0000") + VOUCHER)
    assert codes(items) == ["SIE-HEADER-IGNORED", "SIE-HEADER-IGNORED"]
    assert len(vouchers(items)) == 1


def test_control_characters_in_texts_become_blanks(tmp_path: Path) -> None:
    (voucher,) = vouchers(read(tmp_path, HEADER + VOUCHER.replace("Köp", "K\x01p")))
    assert voucher.text == "K p"


def with_control_sum(body: str, content: bytes) -> str:
    return "#FLAGGA 0\n#KSUMMA\n" + body + f"#KSUMMA {zlib.crc32(content)}\n"


def test_a_right_control_sum_is_accepted(tmp_path: Path) -> None:
    body = '#SIETYP 4\n#FNAMN "Å \\"B\\" {c}"\n#VER A 1 20261101\n{\n#TRANS 1930 {1 "2"} 0.00\n}\n'
    content = '#SIETYP4#FNAMNÅ "B" {c}#VERA120261101#TRANS1930120.00'.encode("cp437")
    items = read(tmp_path, with_control_sum(body, content))
    assert codes(items) == []
    assert len(vouchers(items)) == 1


def test_a_wrong_control_sum_refuses_the_file(tmp_path: Path) -> None:
    items = read(tmp_path, with_control_sum("#SIETYP 4\n" + VOUCHER, b"something else"))
    assert codes(items) == ["SIE-CHECKSUM-WRONG"]
    assert findings(items)[0].rejects_file


def test_a_control_sum_that_is_opened_and_never_stated_means_a_cut_off_file(tmp_path: Path) -> None:
    items = read(tmp_path, "#FLAGGA 0\n#KSUMMA\n#SIETYP 4\n" + VOUCHER)
    assert [(item.code, item.expected) for item in findings(items)] == [("FILE-TRUNCATED", "#KSUMMA")]


@pytest.mark.parametrize("head", [b"<!DOCTYPE HTML>", b"", b"#MEDIELEV_START", b"#PRODUKT KURED", b"FLAGGA 0"])
def test_other_content_is_not_recognised(head: bytes) -> None:
    assert not sie4.FORMAT.recognise(head)


@pytest.mark.parametrize("head", [b"#FLAGGA 0\r\n", b"\xef\xbb\xbf#FLAGGA\t0\n", b"\r\n#flagga 0\n", b"#FORMAT PC8"])
def test_sie_content_is_recognised(head: bytes) -> None:
    assert sie4.FORMAT.recognise(head)


FIELDS = st.text("abcXYZ 019{}#.,åäöÅÄÖéü", max_size=20)
AMOUNTS = st.decimals(-(10**9), 10**9, places=2, allow_nan=False)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.lists(st.tuples(AMOUNTS, FIELDS), max_size=8))
def test_whatever_amounts_and_texts_are_written_come_back(tmp_path: Path, rows: list[tuple[Decimal, str]]) -> None:
    lines = "".join(f'#TRANS 1930 {{}} {amount} "" "{text}"\n' for amount, text in rows)
    (voucher,) = vouchers(read(tmp_path, HEADER + "#VER A 1 20261101\n{\n" + lines + "}\n"))
    assert [(row.amount, row.text) for row in voucher.rows] == [(amount, text.strip()) for amount, text in rows]


PIECES = st.sampled_from([*(HEADER + VOUCHER).splitlines(keepends=True), "{\n", '"', "\\", "}", "#KSUMMA 1\n", "\xff"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(st.lists(st.one_of(PIECES.map(lambda piece: piece.encode("latin-1")), st.binary(max_size=9)), max_size=30))
def test_no_content_makes_the_reader_raise(tmp_path: Path, pieces: list[bytes]) -> None:
    items = read(tmp_path, b"#FLAGGA 0\n" + b"".join(pieces))
    assert all(row.amount.is_finite() for voucher in vouchers(items) for row in voucher.rows)


def conformance_files() -> list[Path]:
    return sorted(path for path in CONFORMANCE.rglob("*") if path.suffix.lower() in (".se", ".si", ".sie"))


@pytest.mark.skipif(not CONFORMANCE.is_dir(), reason="the shared conformance files are not here")
def test_every_conformance_file_is_read_or_refused_with_a_reason() -> None:
    context = ReadingContext(schemas=None)  # type: ignore[arg-type]
    read_vouchers = refused = unrecognised = 0
    for path in conformance_files():
        with path.open("rb") as file:
            if not sie4.FORMAT.recognise(file.read(8192)):
                unrecognised += 1
                continue
        items = list(sie4.FORMAT.read(path, context))
        read_vouchers += len(vouchers(items))
        refused += any(item.rejects_file for item in findings(items))
    assert (read_vouchers > 1000, refused > 30, unrecognised) == (True, True, 8)


@pytest.mark.skipif(not CONFORMANCE.is_dir(), reason="the shared conformance files are not here")
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("jsisie/Norstedts%20Bokslut%20SIE%204I.si", None),
        ("jsisie/Bokslut%20Norstedts%20SIE%204E.se", None),
        ("sie4sdk/Sie4I1ksumma.SI", "SIE-CHECKSUM-WRONG"),
        ("sie4sdk/Sie4E1ksumma.SI", "SIE-CHECKSUM-WRONG"),
    ],
)
def test_control_sums_of_real_programs_are_judged_right(name: str, code: str | None) -> None:
    items = list(sie4.FORMAT.read(CONFORMANCE / name, ReadingContext(schemas=None)))  # type: ignore[arg-type]
    assert [found for found in codes(items) if found.startswith("SIE-CHECKSUM")] == ([code] if code else [])
