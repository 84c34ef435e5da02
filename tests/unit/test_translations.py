"""The expected ledger files, checked against values worked out by hand from the samples. Amounts are in öre."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.ledger_rows import Row, rows_of

pytestmark = pytest.mark.unit

PROJECT = Path(__file__).resolve().parents[2]
EXPECTED = PROJECT / "tests" / "acceptance" / "expected"
EXAMPLES = PROJECT / "mappings" / "examples"
LEDGER_FILES = sorted([*EXPECTED.glob("*/*.dat"), *EXAMPLES.glob("*/*/expected.dat")])


def frame(batch_id: str, interface: str, voucher_type: str, day: str, voucher_no: int = 1, period: str = "") -> Row:
    """What all rows of a voucher have in common."""
    return {
        "batch_id": batch_id,
        "interface": interface,
        "voucher_type": voucher_type,
        "client": "10",
        "tax_code": "0",
        "currency": "SEK",
        "trans_date": day,
        "voucher_date": day,
        "voucher_no": voucher_no,
        "period": period or day[:6],
    }


def row(common: Row, trans_type: str, amount: int, description: str, **rest: str | int) -> Row:
    return {
        **common,
        "trans_type": trans_type,
        "cur_amount": amount,
        "amount": amount,
        "description": description,
        **rest,
    }


def name_of(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


@pytest.mark.parametrize("path", LEDGER_FILES, ids=name_of)
def test_every_voucher_of_every_expected_ledger_file_balances(path: Path) -> None:
    rows = rows_of(path)
    sums: dict[Any, int] = {}
    for line in rows:
        assert line["amount"] == line["cur_amount"] != 0
        sums[line["voucher_no"]] = sums.get(line["voucher_no"], 0) + int(line["amount"])
    assert sums == dict.fromkeys(range(1, len(sums) + 1), 0)


@pytest.mark.parametrize("path", LEDGER_FILES, ids=name_of)
def test_every_row_has_what_the_ledger_requires_of_its_kind(path: Path) -> None:
    for line in rows_of(path):
        assert line["period"] in ("202610", "202611")
        match line["trans_type"]:
            case "AP":
                required = {"ext_inv_ref", "due_date", "apar_id", "responsible", "pay_method"}
                assert line["apar_type"] == "P"
            case "AR":
                required = {"ext_inv_ref", "due_date", "apar_id"}
                assert line["apar_type"] == "R"
            case "TX":
                required = {"account", "account2", "base_amount", "base_curr"}
            case kind:
                assert kind == "GL"
                required = {"account"}
                assert not {"apar_type", "apar_id", "ext_inv_ref", "due_date"} & line.keys()
        assert required <= line.keys()


def test_an_invoice_with_two_vat_rates_becomes_one_payable_two_costs_and_two_vat_rows() -> None:
    common = frame("EFAKT-20261123-00000001", "EFAKT", "LF", "20261001")
    cost: Row = {"account": "6460", "dim_1": "1001", "dim_2": "910", "ext_ref": "20261001"}
    tax: Row = {"account": "2641", "account2": "6460", "ext_ref": "20261001"}
    assert rows_of(EXPECTED / "efaktura" / "faktura-kontorsvaror.dat") == [
        row(
            common,
            "AP",
            -546438,
            "Exempel Kontorsvaror AB",
            ext_inv_ref="20261001",
            ext_ref="20261123-00000001",
            due_date="20261031",
            kid="2026100103",
            apar_type="P",
            apar_id="100120",
            responsible="ATT1001",
            bank_account="9000126",
            pay_method="IP",
        ),
        row(common, "GL", 379000, "Kopieringspapper A4", **{**cost, "tax_code": "I25"}),
        row(common, "GL", 64900, "Kaffe, bryggmalet", **{**cost, "tax_code": "I12"}),
        row(common, "TX", 94750, "Ingående moms 25 %", **tax, tax_code="I25", base_amount=379000, base_curr=379000),
        row(common, "TX", 7788, "Ingående moms 12 %", **tax, tax_code="I12", base_amount=64900, base_curr=64900),
    ]


CODING = ("account", "dim_1", "dim_2", "tax_code")


@pytest.mark.parametrize(
    ("example", "certifier", "costs", "coded_by_vat"),
    [
        # The agreement proposes the coding, and the article of its second line another account.
        (
            "supplier_invoice_gl07/ramavtal-med-artiklar",
            "ATT2110",
            [("6110", "2110", "440", "I25"), ("7120", "2110", "440", "I12")],
            "6110",
        ),
        # The object of the invoice proposes the coding, and that of its second line goes before it.
        (
            "supplier_invoice_gl07/periodisk-faktura-med-objekt",
            "ATT4100",
            [("5570", "4100", "910", "I25"), ("5570", "4200", "810", "I12")],
            "5570",
        ),
        # The order proposes the coding of the first invoice, the supplier the account of the second.
        (
            "supplier_invoices_gl07/kontering-ur-register",
            "ATT1001",
            [("6460", "1001", "910", "I25"), ("5570", "4100", "910", "0")],
            "6460",
        ),
    ],
)
def test_coding_is_proposed_from_registers(
    example: str, certifier: str, costs: list[tuple[str, ...]], coded_by_vat: str
) -> None:
    rows = rows_of(EXAMPLES / example / "expected.dat")
    assert [tuple(line[name] for name in CODING) for line in rows if line["trans_type"] == "GL"] == costs
    assert rows[0]["responsible"] == certifier
    assert {line["account2"] for line in rows if line["trans_type"] == "TX"} == {coded_by_vat}


def test_a_purchase_order_number_is_the_commitment_of_the_payable() -> None:
    payable, cost, tax = rows_of(EXPECTED / "efaktura" / "faktura-inkopsorder-gln.dat")
    assert payable["commitment"] == "INK3278000123"
    assert payable["responsible"] == "ATT1001"
    assert (payable["amount"], cost["amount"], tax["amount"]) == (-94750, 75800, 18950)
    assert (payable["voucher_date"], payable["due_date"]) == ("20261020", "20261119")


def test_a_reference_that_is_no_ocr_number_is_not_put_where_the_bank_would_read_it() -> None:
    payable, *rest = rows_of(EXPECTED / "efaktura" / "faktura-med-bilaga-i-kuvert.dat")
    assert "kid" not in payable
    assert (payable["ext_inv_ref"], payable["apar_id"], payable["bank_account"]) == ("F-4711", "100231", "59100420")
    assert [line["amount"] for line in rest] == [403000, 145000, 137000]
    assert [line.get("account") for line in rest] == ["5570", "5570", "2641"]
    assert payable["amount"] == -685000


def test_a_credit_note_has_the_opposite_signs_and_names_the_invoice_it_credits() -> None:
    payable, cost, tax = rows_of(EXPECTED / "efaktura" / "kreditfaktura-kontorsvaror.dat")
    assert (payable["amount"], cost["amount"], tax["amount"], tax["base_amount"]) == (14538, -12980, -1558, -12980)
    assert payable["description"] == "Exempel Kontorsvaror AB, avser faktura 20261001"
    assert (payable["ext_inv_ref"], payable["due_date"], payable["kid"]) == ("20261015", "20261114", "3133774")
    assert (cost["tax_code"], tax["tax_code"]) == ("I12", "I12")


def test_prepayment_allowance_charge_rounding_and_the_suppliers_account_each_have_their_row() -> None:
    payable, *rest = rows_of(EXAMPLES / "supplier_invoice_gl07" / "faktura-forskott-rabatt-avrundning" / "expected.dat")
    assert payable["amount"] == -130300
    assert "bank_account" not in payable, "54029681 is not an account that the register has for the supplier"
    assert [(line["description"], line["account"], line["tax_code"], line["amount"]) for line in rest] == [
        ("Skrivbordslampor", "4010", "I25", 100000),
        ("Handböcker", "6460", "I06", 20000),
        ("Kurs", "6460", "0", 30000),
        ("Frakt", "6460", "I25", 5000),
        ("Rabatt", "6460", "I06", -2000),
        ("Ingående moms 25 %", "2641", "I25", 26250),
        ("Ingående moms 6 %", "2641", "I06", 1080),
        ("Betalt i förskott", "1790", "0", -50000),
        ("Öresavrundning", "3740", "0", -30),
    ]


def test_a_deposit_is_debited_and_its_payments_credited_to_the_series_customer() -> None:
    common = frame("BANK-20261123-00000001", "BANK", "IB", "20260302", period="202611")
    children: Row = {"account": "1511", "dim_1": "31000", "apar_id": "900071"}
    elderly: Row = {"account": "1512", "dim_1": "41000", "apar_id": "900072"}
    receivable: Row = {"apar_type": "R", "due_date": "20260302"}
    assert rows_of(EXPECTED / "bank" / "bgmax-inbetalningar.dat") == [
        row(
            common,
            "AR",
            -125000,
            "Förskoleavgifter",
            **children,
            **receivable,
            ext_inv_ref="7100000103",
            kid="7100000103",
            ext_ref="000000000001",
        ),
        row(
            common,
            "AR",
            -98050,
            "Äldreomsorgsavgifter",
            **elderly,
            **receivable,
            ext_inv_ref="7200000201",
            kid="7200000201",
            ext_ref="000000000002",
        ),
        row(
            common,
            "AR",
            10000,
            "Äldreomsorgsavgifter",
            **elderly,
            **receivable,
            ext_inv_ref="7200000300",
            kid="7200000300",
            ext_ref="000000000003",
        ),
        row(
            common,
            "GL",
            -50000,
            "Oidentifierad, referens FAKTURA 4711, Berits Garn",
            account="9894",
            ext_ref="000000000004",
        ),
        row(common, "GL", 263050, "Insättning 00056", account="1951", ext_ref="00056"),
    ]


@pytest.mark.parametrize(
    ("name", "amounts"),
    [("camt054-001-02", [-125000, -98050, 223050]), ("camt054-001-08", [-145000, -30000, 175000])],
)
def test_camt_deposits_have_the_banks_reference(name: str, amounts: list[int]) -> None:
    rows = rows_of(EXPECTED / "bank" / f"{name}.dat")
    assert [line["amount"] for line in rows] == amounts
    assert [line["ext_ref"] for line in rows] == ["B1", "B2", "BANK-56"]
    assert [line["account"] for line in rows] == ["1511", "1512" if name.endswith("02") else "9894", "1951"]


def test_a_feeder_systems_vouchers_keep_their_coding() -> None:
    first = frame("SIE-00000001", "SIE", "BO", "20261101")
    second, third = {**first, "voucher_no": 2}, {**first, "voucher_no": 3}
    assert rows_of(EXPECTED / "forsystem-sie" / "hyror-2026-11.dat") == [
        row(first, "GL", 84520000, "Avisering bostäder", account="1510", dim_4="880", ext_ref="H8801"),
        row(
            first,
            "GL",
            -84520000,
            'Hyra "Kvarteret Räven"',
            account="3410",
            dim_1="4200",
            dim_2="810",
            dim_4="880",
            ext_ref="H8801",
        ),
        row(second, "GL", 6250000, "Avisering lokaler", account="1510", dim_4="870", ext_ref="H8802"),
        row(
            second,
            "GL",
            -5000000,
            "Lokalhyra, frivillig skattskyldighet",
            account="3410",
            dim_1="4100",
            dim_2="910",
            dim_4="870",
            ext_ref="H8802",
        ),
        row(second, "GL", -1250000, "Utgående moms", account="2611", dim_4="870", ext_ref="H8802"),
        row(third, "GL", -37, "Öresavrundning", account="1510", dim_4="880", ext_ref="H8803"),
        row(third, "GL", 37, "Öresavrundning", account="3740", dim_1="4200", dim_2="810", ext_ref="H8803"),
    ]


LEDGER_ROWS = {
    "forsystem-csv/telefoni-2026-10": [
        (1, "6212", "2110", "", "I25", 81240),
        (1, "6212", "2120", "", "I25", 63320),
        (1, "6212", "1000", "", "I25", 190400),
        (1, "2641", "", "", "0", 83740),
        (1, "2990", "", "", "0", -418700),
    ],
    "forsystem-csv/konstverk-2026-11": [
        (1, "1910", "5100", "", "0", 125000),
        (1, "3011", "5100", "", "U25", -100000),
        (1, "2611", "", "", "0", -25000),
        (2, "6110", "5200", "P1004", "I25", 48000),
        (2, "2641", "", "", "0", 12000),
        (2, "1910", "5200", "", "0", -60000),
    ],
    "forsystem-csv/fel-kontering-2026-11": [
        (1, "6110", "2110", "", "I25", 6000),
        (1, "1910", "2110", "", "0", -6000),
    ],
    "forsystem-fast/fastighet-2026-11": [
        (1, "6540", "4100", "P1002", "I25", 500000),
        (1, "2641", "", "", "0", 125000),
        (1, "2440", "", "", "0", -625000),
    ],
    "forsystem-fast/hemtjanst-2026-10": [
        (1, "1510", "", "", "0", 1845000),
        (1, "3310", "3100", "", "0", -1845000),
        (2, "7010", "3100", "", "I06", 212000),
        (2, "2641", "", "", "0", 12720),
        (2, "2990", "", "", "0", -224720),
    ],
    "forsystem-sie/loner-2026-10": [
        (1, "5010", "2110", "", "0", 41265000),
        (1, "5110", "2110", "", "0", 1834050),
        (1, "5010", "2120", "", "0", 38721000),
        (1, "5010", "2200", "P1001", "0", 5240000),
        (1, "5610", "2110", "", "0", 13541522),
        (1, "5610", "2120", "", "0", 12166138),
        (1, "5610", "2200", "P1001", "0", 1646408),
        (1, "2730", "", "", "0", -27354068),
        (1, "2710", "", "", "0", -26118000),
        (1, "1930", "", "", "0", -60942050),
    ],
}


@pytest.mark.parametrize("name", LEDGER_ROWS)
def test_voucher_rows_have_account_coding_vat_code_and_signed_amount_of_the_sample(name: str) -> None:
    rows = rows_of(EXPECTED / f"{name}.dat")
    assert [
        (
            line["voucher_no"],
            line["account"],
            line.get("dim_1", ""),
            line.get("dim_3", ""),
            line["tax_code"],
            line["amount"],
        )
        for line in rows
    ] == LEDGER_ROWS[name]
    assert {line["trans_type"] for line in rows} == {"GL"}


INCOME_FILES = {
    "inkomst-2024": [
        "00;INK-20261123-00000001;2026-11-23;2024",
        "10;189001019802;2024;413250;34437;412000;0;1250;2025-12-10;N",
        "10;189001029819;2024;356400;29700;356400;0;0;2025-12-10;N",
        "10;189001039800;2024;189000;15750;0;189000;0;2025-12-10;N",
        "10;189001049817;2024;347900;28991;287600;42000;18300;2026-03-18;N",
        "10;189001059808;2024;498000;41500;498000;0;0;2025-12-10;J",
        "99;5;1804550",
    ],
    "inkomst-2025": [
        "00;INK-20261123-00000001;2026-11-23;2025",
        "10;189001069815;2025;325000;27083;325000;0;0;2026-06-10;N",
        "10;189001079806;2025;286200;23850;271200;15000;0;2026-08-15;N",
        "10;189001089813;2025;64000;5333;0;0;64000;2026-06-10;N",
        "99;3;675200",
    ],
    "fel-personnummer-2024": [
        "00;INK-20261123-00000001;2026-11-23;2024",
        "10;189001019802;2024;413250;34437;412000;0;1250;2025-12-10;N",
        "99;1;413250",
    ],
}


@pytest.mark.parametrize("name", INCOME_FILES)
def test_an_income_file_has_its_header_persons_and_a_trailer_that_counts_only_what_was_delivered(name: str) -> None:
    content = (EXPECTED / "skatteverket-inkomst" / f"{name}.csv").read_text(encoding="utf-8")
    assert content.splitlines() == INCOME_FILES[name]


BATCH_ID = re.compile(rb"[A-Z]-(?:20261123-)?0000000[0-9]")


@pytest.mark.parametrize("expected", sorted(EXPECTED.glob("*/*.*")), ids=name_of)
def test_a_good_sample_is_also_an_example_of_its_mapping(expected: Path) -> None:
    stem = expected.name.split(".")[0]
    if stem.startswith("fel-"):
        assert not list(EXAMPLES.glob(f"*/{stem}"))
        return
    (sample,) = (PROJECT / "samples" / expected.parent.name).glob(f"{stem}.*")
    if expected.read_bytes() == sample.read_bytes():
        return  # A file that is passed on as it came has nothing to show of a mapping.
    (example,) = EXAMPLES.glob(f"*/{stem}/{sample.name}")
    assert example.read_bytes() == sample.read_bytes()
    (output,) = example.parent.glob("expected.*")
    made = output.read_bytes()
    has_own_batch = bool(re.search(rb"EX-(20261123-)?00000001", made))
    # A batch id is made of the file id, or of a number where the route has a series; an answer names those of others.
    named, of_others = (set(BATCH_ID.findall(path.read_bytes())) for path in (expected, sample))
    assert has_own_batch == bool(named - of_others), "the example is made with a batch id of its own"
