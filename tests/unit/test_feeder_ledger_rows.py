"""The expected ledger files of feeder systems, against what was worked out by hand from the samples.

Amounts are in öre. A row is: voucher number, kind of row, account, cost centre, activity, amount.
"""

from pathlib import Path

import pytest

from tests.ledger_rows import rows_of

pytestmark = pytest.mark.unit

EXPECTED = Path(__file__).resolve().parents[1] / "acceptance" / "expected"

ROWS = {
    # Counted as stated; 100 kronor short; 50 öre over; as stated; a bag that nobody had told of.
    "dagskassor/dagskassor-2026-11-03": [
        (1, "GL", "1960", "", "", 325000),
        (1, "GL", "1910", "5200", "", -325000),
        (2, "GL", "1960", "", "", 177500),
        (2, "GL", "1910", "5100", "", -187500),
        (2, "GL", "3991", "5100", "300", 10000),
        (3, "GL", "1960", "", "", 64300),
        (3, "GL", "1910", "2110", "", -64250),
        (3, "GL", "3991", "2110", "440", -50),
        (4, "GL", "1960", "", "", 298000),
        (4, "GL", "1910", "5200", "", -298000),
        (5, "GL", "1960", "", "", 12000),
        (5, "GL", "3991", "2110", "440", -12000),
    ],
    # Net, fee and gross of each terminal and day; the fourth is a refund without fee, the net of the fifth
    # is 50 öre less than gross and fee make it.
    "kortinlosen/kortavrakning-2026-11-03": [
        (1, "GL", "1581", "", "", 422875),
        (1, "GL", "6571", "5100", "300", 2125),
        (1, "GL", "1582", "5100", "", -425000),
        (2, "GL", "1581", "", "", 188304),
        (2, "GL", "6571", "5200", "315", 946),
        (2, "GL", "1582", "5200", "", -189250),
        (3, "GL", "1581", "", "", 222880),
        (3, "GL", "6571", "5200", "315", 1120),
        (3, "GL", "1582", "5200", "", -224000),
        (4, "GL", "1581", "", "", -35000),
        (4, "GL", "1582", "5100", "", 35000),
        (5, "GL", "1581", "", "", 60147),
        (5, "GL", "6571", "1000", "920", 303),
        (5, "GL", "1583", "", "", 50),
        (5, "GL", "1582", "1000", "", -60500),
    ],
    # Principal, interest, costs, the agent's fee and what it pays; the last case paid only the rest of its interest.
    "inkasso/inkasso-2026-11-06": [
        (1, "AR", "1511", "31000", "", -125000),
        (1, "GL", "3910", "31000", "", -3140),
        (1, "GL", "3911", "31000", "", -18000),
        (1, "GL", "6572", "31000", "", 4500),
        (1, "GL", "9895", "", "", 141640),
        (2, "AR", "1512", "41000", "", -80000),
        (2, "GL", "6572", "41000", "", 2400),
        (2, "GL", "9895", "", "", 77600),
        (3, "AR", "1513", "51000", "", -340000),
        (3, "GL", "3910", "51000", "", -21275),
        (3, "GL", "3911", "51000", "", -45000),
        (3, "GL", "6572", "51000", "", 12188),
        (3, "GL", "9895", "", "", 394087),
        (4, "GL", "3910", "51000", "", -8825),
        (4, "GL", "9895", "", "", 8825),
    ],
    # Sums of several employees: debit and credit by the sign, which stands last; then a voucher that takes back pay.
    "loner/loneverifikat-2026-11": [
        (1, "GL", "5010", "2110", "440", 41265000),
        (1, "GL", "5110", "2110", "440", 1834050),
        (1, "GL", "5010", "2120", "440", 5240000),
        (1, "GL", "5610", "2110", "440", 13541522),
        (1, "GL", "5610", "2120", "440", 1646408),
        (1, "GL", "2730", "", "", -15187930),
        (1, "GL", "2710", "", "", -14501700),
        (1, "GL", "1930", "", "", -33837350),
        (2, "GL", "5010", "3100", "510", -420000),
        (2, "GL", "5610", "3100", "510", -131964),
        (2, "GL", "2730", "", "", 131964),
        (2, "GL", "2890", "", "", 420000),
    ],
    # A person, a person with protected identity, and a landlord.
    "ekonomiskt-bistand/utbetalningar-2026-11-17": [
        (1, "AP", "", "", "", -1227000),
        (1, "GL", "4520", "3300", "560", 587000),
        (1, "GL", "4520", "3300", "560", 640000),
        (2, "AP", "", "", "", -445000),
        (2, "GL", "4520", "3300", "560", 445000),
        (3, "AP", "", "", "", -820000),
        (3, "GL", "4520", "3300", "560", 820000),
    ],
    # Each department's own lines; the elder care has some of August back.
    "lass/lass-2026-09.ALD": [
        (1, "AP", "", "", "", -4937625),
        (1, "GL", "4640", "3100", "530", 2660000),
        (1, "GL", "4640", "3100", "530", 2410625),
        (1, "GL", "4640", "3100", "530", -133000),
    ],
    "lass/lass-2026-09.SOC": [
        (1, "AP", "", "", "", -3990000),
        (1, "GL", "4640", "3300", "530", 2660000),
        (1, "GL", "4640", "3300", "530", 1330000),
    ],
    # Two invoices, each divided; congestion charge and vehicle tax have accounts of their own.
    "fordonsavgifter/fordonsavgifter-2026-11.FAS": [
        (1, "AP", "", "", "", -183000),
        (1, "GL", "7030", "4100", "910", 135000),
        (1, "GL", "7030", "4100", "910", 48000),
        (2, "AP", "", "", "", -284600),
        (2, "GL", "7020", "4100", "910", 284600),
    ],
    "fordonsavgifter/fordonsavgifter-2026-11.ALD": [
        (1, "AP", "", "", "", -76500),
        (1, "GL", "7030", "3100", "510", 72000),
        (1, "GL", "7030", "3100", "510", 4500),
    ],
    "fordonsavgifter/fordonsavgifter-2026-11.KUL": [
        (1, "AP", "", "", "", -9000),
        (1, "GL", "7030", "5200", "315", 9000),
        (2, "AP", "", "", "", -193200),
        (2, "GL", "7020", "5200", "315", 193200),
    ],
    "betalkort/betalkort-2026-11-09": [
        (1, "GL", "4520", "3300", "560", 185000),
        (1, "GL", "4520", "3300", "560", 95000),
        (1, "GL", "4520", "3300", "560", 432000),
        (1, "GL", "2895", "", "", -712000),
        (2, "GL", "4520", "3300", "560", 60000),
        (2, "GL", "2895", "", "", -60000),
    ],
}


@pytest.mark.parametrize("name", ROWS)
def test_the_rows_of_a_feeder_systems_file_are_those_of_the_sample(name: str) -> None:
    rows = rows_of(EXPECTED / f"{name}.dat")
    assert [
        (
            row["voucher_no"],
            row["trans_type"],
            row.get("account", ""),
            row.get("dim_1", ""),
            row.get("dim_2", ""),
            row["amount"],
        )
        for row in rows
    ] == ROWS[name]


def test_a_cash_difference_says_of_which_unit_and_bag() -> None:
    rows = rows_of(EXPECTED / "dagskassor" / "dagskassor-2026-11-03.dat")
    short = next(row for row in rows if row["account"] == "3991")
    assert (short["description"], short["ext_ref"], short["voucher_date"]) == (
        "Kassadifferens Kulturskolan, reception, En hundralapp saknas",
        "PA4400102",
        "20261103",
    )


def test_a_payment_in_a_collection_case_is_matched_by_the_number_of_its_invoice() -> None:
    principal, *rest = rows_of(EXPECTED / "inkasso" / "inkasso-2026-11-06.dat")[:5]
    assert (principal["apar_type"], principal["apar_id"], principal["ext_inv_ref"], principal["kid"]) == (
        "R",
        "900071",
        "7100001234",
        "7100001234",
    )
    assert principal["description"] == "Förskoleavgifter, inkassoärende EI2600118"
    assert [row["ext_ref"] for row in rest] == ["EI2600118", "EI2600118", "EI2600118", "R2611061"]


def test_payroll_rows_keep_project_and_counterparty() -> None:
    rows = rows_of(EXPECTED / "loner" / "loneverifikat-2026-11.dat")
    assert [(row["account"], row["dim_3"]) for row in rows if "dim_3" in row] == [("5010", "P1001"), ("5610", "P1001")]
    assert {(row["account"], row["dim_4"]) for row in rows if "dim_4" in row} == {("2730", "810"), ("2710", "810")}


def test_each_part_of_a_collective_invoice_is_an_invoice_in_a_batch_of_its_own() -> None:
    files = sorted((EXPECTED / "fordonsavgifter").glob("fordonsavgifter-2026-11.*"))
    payables = {
        path.stem.rpartition(".")[2]: [row for row in rows_of(path) if row["trans_type"] == "AP"] for path in files
    }
    assert {(key, row["batch_id"], row["ext_inv_ref"]) for key, rows in payables.items() for row in rows} == {
        ("ALD", "FRD-00000001-ALD", "TSF-26110001-ALD"),
        ("FAS", "FRD-00000001-FAS", "TSF-26110001-FAS"),
        ("FAS", "FRD-00000001-FAS", "TSF-26110002-FAS"),
        ("KUL", "FRD-00000001-KUL", "TSF-26110001-KUL"),
        ("KUL", "FRD-00000001-KUL", "TSF-26110002-KUL"),
    }


def test_a_person_is_a_one_time_supplier_and_one_with_protected_identity_is_in_a_company_of_its_own() -> None:
    rows = rows_of(EXPECTED / "ekonomiskt-bistand" / "utbetalningar-2026-11-17.dat")
    open_person, protected, landlord = [row for row in rows if row["trans_type"] == "AP"]
    assert (open_person["apar_id"], open_person["apar_name"], open_person["clearing_code"], open_person["client"]) == (
        "77",
        "Exempel Elin",
        "8327",
        "10",
    )
    assert (protected["apar_id"], protected["client"], protected["description"]) == ("77", "90", "Skyddad identitet")
    assert {row["client"] for row in rows if row["voucher_no"] == protected["voucher_no"]} == {"90"}
    assert (landlord["apar_id"], landlord["client"], "apar_name" in landlord) == ("100231", "10", False)


def test_no_person_of_a_social_service_stands_in_the_ledger() -> None:
    for path in [*(EXPECTED / "lass").glob("*"), *(EXPECTED / "betalkort").glob("*")]:
        assert b"18900" not in path.read_bytes()
