"""Files are read by their layouts: good ones into messages, bad ones into findings."""

import tempfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.findings import MASK, Finding
from gateway.formats.layouts.layout import Layout, load_layouts
from gateway.formats.layouts.reader import layout_format
from gateway.formats.layouts.records import read_records
from gateway.messages.income import Income, IncomeReport
from gateway.messages.vouchers import Voucher, VoucherBatch

pytestmark = pytest.mark.unit

LAYOUTS = load_layouts(Path(__file__).parents[2] / "mappings" / "layouts")
HEADINGS = (
    "Verifikationsnummer;Verifikationsdatum;Verifikationstext;Konto;Kostnadsställe;Projekt;Momskod;Debet;Kredit;Radtext"
)


def read(name: str, text: str, folder: Path, encoding: str = "") -> list[object]:
    layout: Layout = LAYOUTS[name]
    path = folder / "file"
    path.write_bytes(text.encode(encoding or layout.written_encoding))
    form = layout_format(layout)
    return list(form.read(path, None))  # type: ignore[arg-type]


def codes(parts: list[object]) -> list[str]:
    return [part.code for part in parts if isinstance(part, Finding)]


def vouchers(parts: list[object]) -> list[str]:
    return [part.number for part in parts if isinstance(part, Voucher)]


def row(number: str, debit: str, credit: str, date: str = "2026-01-15") -> str:
    return f"{number};{date};Hyra;3010;K1;;;{debit};{credit};text"


def delimited(*rows: str) -> str:
    return "\r\n".join([HEADINGS, *rows]) + "\r\n"


def test_consecutive_rows_become_one_voucher(tmp_path: Path) -> None:
    parts = read("voucher_delimited", delimited(row("1", "100,50", ""), row("1", "", "100,50")), tmp_path)
    assert [type(part) for part in parts] == [VoucherBatch, Voucher]
    voucher = parts[1]
    assert isinstance(voucher, Voucher)
    assert [r.amount for r in voucher.rows] == [Decimal("100.50"), Decimal("-100.50")]
    assert voucher.rows[0].dimensions[0].dimension == "1"
    assert voucher.rows[1].place.line == 3


def test_a_voucher_with_a_bad_row_is_not_yielded_but_the_others_are(tmp_path: Path) -> None:
    text = delimited(row("1", "1,00", ""), row("1", "", "x"), row("2", "1,00", ""), row("2", "", "1,00"))
    parts = read("voucher_delimited", text, tmp_path)
    assert codes(parts) == ["LAYOUT-AMOUNT"]
    assert vouchers(parts) == ["2"]
    fault = next(part for part in parts if isinstance(part, Finding))
    assert (fault.about, fault.place.line, fault.place.position, fault.value) == (
        "verifikation 1",
        3,
        "Kredit",
        "x",
    )


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([row("1", "1,00", ""), row("2", "1,00", ""), row("1", "", "1,00")], "LAYOUT-GROUP-RETURNS"),
        ([row("1", "1,00", ""), row("1", "", "1,00", "2026-01-16")], "LAYOUT-GROUP-DIFFERS"),
        ([row("1", "1,00", "", "2026-02-30")], "LAYOUT-DATE"),
        ([row("1", "", "")], "LAYOUT-AMOUNT-MISSING"),
        ([row("", "1,00", "")], "LAYOUT-VALUE-MISSING"),
        ([row("1", "1,00", "") + ";more"], "LAYOUT-COLUMN-COUNT"),
        (['1;"open'], "LAYOUT-QUOTES"),
    ],
)
def test_a_fault_in_a_row_is_named(tmp_path: Path, rows: list[str], expected: str) -> None:
    assert codes(read("voucher_delimited", delimited(*rows), tmp_path)) == [expected]


def test_a_row_without_an_amount_is_told_by_the_titles_of_its_amount_columns(tmp_path: Path) -> None:
    parts = read("voucher_delimited", delimited(row("1", "", "")), tmp_path)
    fault = next(part for part in parts if isinstance(part, Finding))
    assert fault.text() == "Raden saknar belopp. Det ska stå i Debet, Kredit."


def test_a_file_in_another_encoding_is_rejected_at_its_line(tmp_path: Path) -> None:
    parts = read("voucher_delimited", delimited(row("1", "1,00", "")), tmp_path, "iso-8859-1")
    assert codes(parts) == ["FILE-ENCODING-OTHER"]


def fixed(count: int = 2, debit: int = 10000) -> str:
    head = "H" + "Hyressystemet".ljust(20) + "20260115" + "2120000142"
    rows = ["R" + "1".ljust(10) + "20260115" + account.ljust(35) + amounts for account, amounts in
            (("3010", f"{10000:015}{0:015}"), ("1510", f"{0:015}{10000:015}"))]  # fmt: skip
    trailer = f"T{count:09}{debit:018}"
    return "".join(line.ljust(120) + "\r\n" for line in (head, *rows, trailer))


def test_a_fixed_file_with_agreeing_totals_is_read_without_findings(tmp_path: Path) -> None:
    parts = read("voucher_fixed", fixed(), tmp_path)
    assert [type(part) for part in parts] == [VoucherBatch, Voucher]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (fixed(count=3), ["LAYOUT-TOTAL-COUNT"]),
        (fixed(debit=1), ["LAYOUT-TOTAL-SUM"]),
        (fixed()[: 3 * 122], ["FILE-TRUNCATED"]),
        (fixed() + fixed(), ["LAYOUT-AFTER-TRAILER"]),
        (fixed()[122:], ["LAYOUT-RECORD-ORDER"]),
        (fixed()[:122] + fixed(), ["LAYOUT-RECORD-ORDER"]),
        (fixed().replace("\r\nR", "\r\nX", 1), ["LAYOUT-RECORD-UNKNOWN"]),
        ("", ["FILE-EMPTY", "FILE-TRUNCATED"]),
    ],
)
def test_a_file_that_is_not_whole_is_rejected(tmp_path: Path, text: str, expected: list[str]) -> None:
    parts = read("voucher_fixed", text, tmp_path)
    assert codes(parts)[0] == expected[0]
    assert any(part.rejects_file for part in parts if isinstance(part, Finding))


def income(flag: str, amount: str = "000000300000") -> str:
    head = "00" + "0180" + "2025" + "20260115" + "Skatteverket".ljust(20)
    detail = "10" + "189001019802" + amount + "0" * 24 + "20251210" + flag
    return "".join(line.ljust(60) + "\r\n" for line in (head, detail, f"99{1:09}{300000:015}"))


def test_an_income_file_is_read(tmp_path: Path) -> None:
    parts = read("skatteverket_income", income("0"), tmp_path)
    assert [type(part) for part in parts] == [IncomeReport, Income]
    assert isinstance(parts[1], Income)
    assert parts[1].employment == 300000


WHOLE = {
    "voucher_delimited": delimited(row("1", "100,50", ""), row("1", "", "100,50")),
    "voucher_fixed": fixed(),
    "skatteverket_income": income("0"),
}


@pytest.mark.parametrize(("flag", "is_masked"), [("0", False), ("1", True), ("?", True)])
def test_a_finding_is_masked_unless_the_person_is_known_to_be_unprotected(
    tmp_path: Path, flag: str, is_masked: bool
) -> None:
    parts = read("skatteverket_income", income(flag, "00000030000X"), tmp_path)
    fault = next(part for part in parts if isinstance(part, Finding) and part.code == "LAYOUT-AMOUNT")
    assert (fault.value == MASK) is is_masked


def test_every_readable_layout_recognises_its_own_file_only() -> None:
    for name, text in WHOLE.items():
        data = text.encode(LAYOUTS[name].written_encoding)
        assert [other for other in WHOLE if layout_format(LAYOUTS[other]).recognise(data)] == [name]


def test_what_was_expected_is_named_as_it_stands_in_the_layout(tmp_path: Path) -> None:
    def first_expected(text: str) -> str:
        return next(part.expected for part in read("voucher_fixed", text, tmp_path) if isinstance(part, Finding))

    assert first_expected(fixed()[122:]) == "header"
    assert first_expected(fixed()[:122] + fixed()) == "row, trailer"
    assert first_expected(fixed()[: 3 * 122]) == "T"


@pytest.mark.parametrize("name", ["voucher_delimited", "voucher_fixed", "skatteverket_income"])
@given(junk=st.binary(max_size=60), start=st.integers(0, 400), length=st.integers(0, 200))
def test_a_damaged_file_gives_parts_and_findings_and_never_an_exception(
    name: str, junk: bytes, start: int, length: int
) -> None:
    data = WHOLE[name].encode(LAYOUTS[name].written_encoding)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(data[:start] + junk + data[start + length :])
        for part in layout_format(LAYOUTS[name]).read(path, None):  # type: ignore[arg-type]
            assert isinstance(part, Finding | VoucherBatch | Voucher | IncomeReport | Income)


def test_records_of_any_layout_can_be_read_back(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text(fixed(), encoding="latin-1", newline="")
    records = [item[0] for item in read_records(LAYOUTS["voucher_fixed"], path) if not isinstance(item, Finding)]
    assert records == ["header", "row", "row", "trailer"]
