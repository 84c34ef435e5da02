"""BgMax by its manual: references in all their forms, sections for plusgiro, old currencies, and damaged files."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.findings import Finding
from gateway.formats import bgmax
from gateway.formats.base import ReadingContext
from gateway.messages import Deposit, Payment, Statement
from gateway.schemas import SchemaStore

pytestmark = pytest.mark.unit

REPOSITORY = Path(__file__).resolve().parents[3]
CONFORMANCE = REPOSITORY.parent / "shared" / "conformance"
SAMPLE = REPOSITORY / "samples" / "bank" / "bgmax-inbetalningar.txt"
CONTEXT = ReadingContext(schemas=SchemaStore(REPOSITORY / "xsd"))
EXAMPLE = "bankgiroinbetalningar_exempelfil_avtal-om-ocr-kontroll_checksiffra_langd_sv.txt"
OCR_ONE, OCR_TWO, OCR_THREE = "7100000103", "7200000201", "7200000300"


def read(path: Path) -> tuple[list[Any], list[Finding]]:
    items = list(bgmax.FORMAT.read(path, CONTEXT))
    return (
        [item for item in items if not isinstance(item, Finding)],
        [item for item in items if isinstance(item, Finding)],
    )


def payment(code: str, reference: str, amount: int, kind: str, *, deduction_code: str = " ") -> str:
    return f"{code}0003783511{reference:>25}{amount:018d}{kind}1{1:012d}0{deduction_code}"


def write(path: Path, *records: str, opening: str = "050009912346          SEK", kind: str = " ") -> Path:
    main = [record for record in records if record[:2] in ("20", "21")]
    total = sum(int(record[37:55]) * (-1 if record.startswith("21") else 1) for record in main)
    currency = opening[22:25]
    counts = [sum(record.startswith(code) for record in records) for code in ("20", "21", "22", "23")]
    lines = [
        f"01{'BGMAX':<20}0120260302173035010331P",
        opening,
        *records,
        f"15{'58390000' + '08257466':0>35}2026030200056{total:018d}{currency}{len(main):08d}{kind}",
        f"70{counts[0]:08d}{counts[1]:08d}{counts[2] + counts[3]:08d}{1:08d}",
    ]
    path.write_bytes("".join(line.ljust(80) + "\r\n" for line in lines).encode("latin-1"))
    return path


def test_correct_ocr_numbers_found_in_what_the_payer_wrote_are_the_references(tmp_path: Path) -> None:
    written = f"{OCR_ONE},{OCR_TWO}"
    path = write(
        tmp_path / "a.txt",
        payment("20", written, 30000, "3"),
        payment("22", OCR_ONE, 0, "2"),
        payment("22", OCR_TWO, 0, "2"),
        "25Tack",
    )
    (paid,) = [part for part in read(path)[0] if isinstance(part, Payment)]
    assert (paid.reference, paid.reference_kind, paid.other_references) == (OCR_ONE, "ocr", [OCR_TWO])
    assert (paid.amount, paid.message) == (Decimal("300.00"), f"{written} Tack")


def test_a_correct_ocr_number_of_the_payment_goes_before_those_found_in_its_text(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.txt", payment("20", OCR_ONE, 100, "2"), payment("22", OCR_TWO, 0, "2"), f"25Även {OCR_TWO}"
    )
    (paid,) = [part for part in read(path)[0] if isinstance(part, Payment)]
    assert (paid.reference, paid.other_references, paid.message) == (OCR_ONE, [OCR_TWO], f"Även {OCR_TWO}")


def test_references_with_amounts_divide_the_payment_and_a_deduction_among_them_is_a_minus(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.txt",
        payment("20", "", 70000, "0"),
        payment("22", OCR_ONE, 100000, "2"),
        payment("22", "AVTAL 7", 20000, "4"),
        payment("23", OCR_TWO, 50000, "5"),
    )
    paid = [part for part in read(path)[0] if isinstance(part, Payment)]
    assert [(one.amount, one.reference, one.reference_kind, one.is_deduction) for one in paid] == [
        (Decimal("1000.00"), OCR_ONE, "ocr", False),
        (Decimal("200.00"), "AVTAL 7", "reference", False),
        (Decimal("-500.00"), OCR_TWO, "wrong", True),
    ]


def test_references_whose_amounts_differ_from_the_payment_leave_it_whole(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.txt",
        payment("20", "", 70000, "0"),
        payment("22", "FEL", 10000, "5"),
        payment("22", OCR_ONE, 10000, "2"),
    )
    parts, findings = read(path)
    (paid,) = [part for part in parts if isinstance(part, Payment)]
    assert [(found.code, found.value, found.expected) for found in findings] == [
        ("BGMAX-SUB-AMOUNTS", "200.00", "700.00")
    ]
    assert (paid.amount, paid.reference, paid.other_references) == (Decimal("700.00"), OCR_ONE, ["FEL"])


@pytest.mark.parametrize("code", ["0", "1", "2"])
def test_a_deduction_tells_whether_anything_remains_of_it(tmp_path: Path, code: str) -> None:
    path = write(
        tmp_path / "a.txt", payment("20", OCR_ONE, 300, "2"), payment("21", OCR_TWO, 100, "2", deduction_code=code)
    )
    parts, findings = read(path)
    assert findings == []
    assert (parts[-1].amount, parts[-1].is_deduction, parts[-1].deduction_code) == (Decimal("-1.00"), True, code)


def test_information_may_stand_after_the_payer(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", payment("20", OCR_ONE, 100, "2"), "26Kalles Plåt AB", "25Rad 1", "25Rad 2")
    parts, findings = read(path)
    assert findings == []
    assert (parts[-1].payer_name, parts[-1].message) == ("Kalles Plåt AB", "Rad 1 Rad 2")


@pytest.mark.parametrize(
    ("opening", "account", "kind"),
    [
        ("0500099123460000024471SEK", "9912346", "BGNR"),
        ("0500000000000000024471SEK", "24471", "PGNR"),
        ("05          0000024471SEK", "24471", "PGNR"),
    ],
)
def test_a_section_for_plusgiro_names_it(tmp_path: Path, opening: str, account: str, kind: str) -> None:
    path = write(tmp_path / "a.txt", payment("20", OCR_ONE, 100, "2"), opening=opening)
    parts, findings = read(path)
    deposit = next(part for part in parts if isinstance(part, Deposit))
    assert findings == []
    assert (deposit.account, deposit.account_kind, deposit.plusgiro) == (account, kind, "24471")


@pytest.mark.parametrize(
    "opening", ["050000000000          SEK", "05000991234X          SEK", "0500099123460000XX4471SEK"]
)
def test_a_section_without_an_account_rejects_the_file(tmp_path: Path, opening: str) -> None:
    _, findings = read(write(tmp_path / "a.txt", payment("20", OCR_ONE, 100, "2"), opening=opening))
    assert [(found.code, found.rejects_file) for found in findings] == [("BGMAX-BANKGIRO", True)]


def test_old_sections_in_euro_are_read_and_other_currencies_are_not(tmp_path: Path) -> None:
    euro = read(write(tmp_path / "a.txt", payment("20", OCR_ONE, 100, "2"), opening="050009912346          EUR"))
    krona = read(write(tmp_path / "b.txt", payment("20", OCR_ONE, 100, "2"), opening="050009912346          DKK"))
    assert euro[1] == []
    assert [part.currency for part in euro[0] if isinstance(part, Deposit | Statement)] == ["EUR", "EUR"]
    assert [(found.code, found.rejects_file) for found in krona[1]] == [("BGMAX-CURRENCY", True)]


@pytest.mark.parametrize("kind", ["K", "D"])
def test_the_marking_of_a_deposit_is_kept(tmp_path: Path, kind: str) -> None:
    parts, _ = read(write(tmp_path / "a.txt", payment("20", OCR_ONE, 100, "2"), kind=kind))
    assert next(part.transaction_code for part in parts if isinstance(part, Deposit)) == kind


def test_tabs_and_letters_encoded_twice_are_mended(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", payment("20", OCR_ONE, 100, "2"), "26Kalles Plåt AB")
    wanted = read(path)[0]
    text = path.read_text("latin-1").replace("P   ", "P\t", 1).replace(f"{OCR_ONE:>25}", f"\t\t   {OCR_ONE:>10}", 1)
    path.write_bytes(text.encode("utf-8").decode("latin-1").encode("utf-8"))
    parts, findings = read(path)
    assert {found.code for found in findings} >= {"BGMAX-UTF8", "BGMAX-TABS"}
    assert not any(found.rejects for found in findings)
    assert [part.payer_name for part in parts if isinstance(part, Payment)] == ["Kalles Plåt AB"]
    assert [part.amount for part in parts if isinstance(part, Payment)] == [
        part.amount for part in wanted if isinstance(part, Payment)
    ]


def test_a_letter_and_a_sign_that_look_like_utf_8_move_no_field(tmp_path: Path) -> None:
    parts, findings = read(write(tmp_path / "a.txt", payment("20", "AVTAL \xc2\xa7 7", 12345, "4")))
    assert findings == []
    assert (parts[-1].amount, parts[-1].reference) == (Decimal("123.45"), "AVTAL \xc2\xa7 7")


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        (f"bgmax/fabhed/{EXAMPLE}", {"BGMAX-TABS", "BGMAX-SHORT-LINE", "BGMAX-PAYER-BANKGIRO"}),
        (f"bgmax/treesitter-utf8/{EXAMPLE}", {"BGMAX-UTF8", "BGMAX-PAYER-BANKGIRO"}),
        ("bgmax/fribok/BgMaxTestFile1.ut", {"BGMAX-UTF8", "BGMAX-PAYER-BANKGIRO"}),
        ("bgmax/fribok/BgMaxTestFile3.ut", {"BGMAX-REFERENCE-COUNT", "BGMAX-PAYER-BANKGIRO"}),
        (
            "autogiro/bgc-byrokrat/ny_layout/autogiro_exempelfil_bg-max-forma_sv.txt",
            {"BGMAX-TABS", "BGMAX-OCR", "BGMAX-BLANK-LINE"},
        ),
    ],
)
def test_the_small_faults_of_published_files_are_named_and_nothing_else(name: str, codes: set[str]) -> None:
    path = CONFORMANCE / name
    if not path.exists():
        pytest.skip("the conformance files are not here")
    parts, findings = read(path)
    assert {found.code for found in findings} == codes
    assert not any(found.rejects for found in findings)
    paid = sum(part.amount for part in parts if isinstance(part, Payment))
    assert paid == sum(part.amount for part in parts if isinstance(part, Deposit)) > 0


@given(place=st.integers(0, SAMPLE.stat().st_size - 1), new=st.binary(max_size=3), length=st.integers(0, 100))
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_given_a_damaged_file_it_is_rejected_or_its_money_is_whole(
    tmp_path: Path, place: int, new: bytes, length: int
) -> None:
    original = SAMPLE.read_bytes()
    path = tmp_path / "damaged.txt"
    path.write_bytes(original[:place] + new + original[place + length :])
    if not path.read_bytes().startswith(b"01BGMAX"):
        return
    parts, findings = read(path)
    if any(found.rejects for found in findings):
        return
    paid = sum(part.amount for part in parts if isinstance(part, Payment))
    assert paid == sum(part.amount for part in parts if isinstance(part, Deposit))
