"""What feeder systems' files become in the ledger's formats, against values worked out by hand from the samples."""

from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from tests.ledger_positions import CS15, LG04, sliced
from tests.ledger_rows import Row, rows_of

pytestmark = pytest.mark.unit

EXPECTED = Path(__file__).resolve().parents[1] / "acceptance" / "expected"
EXAMPLES = Path(__file__).resolve().parents[2] / "mappings" / "examples"


def lines_of(name: str, encoding: str = "iso-8859-1") -> list[str]:
    """The lines of an expected file, which ends with a line end."""
    lines = (EXPECTED / name).read_bytes().decode(encoding).split("\n")
    assert lines.pop() == ""
    return [line.removesuffix("\r") for line in lines]


def lg04(name: str) -> list[dict[str, str]]:
    return [sliced(line, LG04) for line in lines_of(f"kundfakturor/{name}.txt")]


HEAD = {
    "accept_flag": "1",
    "batch_id": "KUN-00000001",
    "client": "10",
    "confirm_date": "20261120",
    "currency": "SEK",
    "period": "00202611",
    "order_type": "FS",
    "pay_method": "IP",
    "responsible": "EKONOMI",
    "responsible2": "EKONOMI",
    "status": "N",
    "terms_id": "30",
    "trans_type": "42",
    "voucher_type": "KO",
}
LINE = {"accept_flag": "0", "batch_id": "KUN-00000001", "client": "10", "trans_type": "42", "voucher_type": "KO"}
ARTICLE = {**LINE, "amount_set": "1", "period": "00202611", "sequence_no": "00000000", "status": "N"}


def test_an_order_is_a_head_its_articles_and_their_texts_in_the_order_of_the_file() -> None:
    head, first, text, more, second, *_ = lg04("uthyrning-2026-11")
    assert head == {
        **HEAD,
        "apar_id": "500201",
        "deliv_date": "20261115",
        "ext_ord_ref": "PO-7712",
        "long_info1": "Hyra av sal enligt avtal",
        "long_info2": "Er referens: Inköp. Vår referens: Ekonomiavdelningen",
        "order_id": "000880001",
    }
    assert first == {
        **ARTICLE,
        "order_id": "000880001",
        "line_no": "0001",
        "article": "SAL01",
        "art_descr": "Hyra Stora salen, kväll",
        "amount": "00000000000150000",
        "value_1": "00000000000000200",
        "dim_1": "5100",
        "dim_2": "810",
        "dim_3": "P1004",
        "tax_code": "25",
    }
    frame = {**LINE, "order_id": "000880001", "line_no": "0001"}
    assert text == {**frame, "sequence_no": "00000001", "short_info": "Sammanträde 15 november"}
    assert more == {**frame, "sequence_no": "00000002", "short_info": "Projektor ingår"}
    assert (second["line_no"], second["sequence_no"], second["amount"]) == ("0002", "00000000", "00000000000040000")


def test_a_customer_without_number_is_named_by_identity_and_a_credit_has_the_sign_first() -> None:
    head, article = lg04("uthyrning-2026-11")[5:7]
    assert "apar_id" not in head
    assert (head["tekst2"], head["deliv_date"]) == ("189001039800", "20261120")
    assert (article["amount"], article["account"], article["article"]) == ("-0000000000025000", "3410", "ALLM")


def test_a_customer_with_protected_identity_is_invoiced_in_a_company_of_its_own() -> None:
    rows = lg04("uthyrning-2026-11")[7:]
    assert [row["client"] for row in rows] == ["90", "90", "90"]
    assert "Skyddad" not in "".join(lines_of("kundfakturor/uthyrning-2026-11.txt"))


def test_an_order_number_that_is_too_long_stops_its_order_and_no_other() -> None:
    assert [row["order_id"] for row in lg04("fel-ordernummer-2026-11")] == ["000880005", "000880005"]


PARTY = {
    "full_record": "1",
    "client": "10",
    "currency": "SEK",
    "language": "SE",
    "pay_method": "IP",
    "terms_id": "30",
    "address_type": "1",
    "country_code": "SE",
}


def test_parties_are_suppliers_and_customers_new_changed_and_closed() -> None:
    changed, closed, person, hidden = [sliced(line, CS15) for line in lines_of("kunder-leverantorer/nya-2026-11.txt")]
    assert changed == {
        **PARTY,
        "change_status": "U",
        "apar_gr_id": "10",
        "apar_id": "100120",
        "apar_name": "Exempel Kontorsvaror AB",
        "apar_type": "P",
        "bank_account": "9000126",
        "comp_reg_no": "5569001208",
        "control": "C",
        "short_name": "Exempel Ko",
        "status": "N",
        "vat_reg_no": "SE556900120801",
        "address": "Exempelgatan 1",
        "place": "Stockholm",
        "zip_code": "11122",
        "e_mail": "faktura@leverantor.example",
    }
    assert (closed["change_status"], closed["status"]) == ("U", "C")
    assert closed["apar_name"] == "Exempel Fastighetsservice AB, avdelningen för sköt"
    assert (person["change_status"], person["apar_type"], person["control"]) == ("I", "R", "P")
    assert person["address"] == f"{'c/o Beda Exempel':40}Exempelvägen 4"
    assert hidden["client"] == "90"
    assert not {"address", "place", "zip_code", "e_mail", "telephone_1"} & hidden.keys()


def test_the_number_of_a_party_stands_to_the_right() -> None:
    line = lines_of("kunder-leverantorer/nya-2026-11.txt")[0]
    assert line[4:13] == "   100120"


def stage(rows: list[Row]) -> list[tuple[object, ...]]:
    """What the rows of one voucher say of its stage."""
    return [
        (row["trans_type"], row.get("account", ""), row["amount"], row["voucher_type"], row.get("arrive_id", ""))
        for row in rows
    ]


def test_arrival_final_posting_and_cancellation_keep_their_order_and_have_types_of_their_own() -> None:
    rows = rows_of(EXPECTED / "leverantorsfakturor" / "sociala-2026-11.dat")
    vouchers = [stage([row for row in rows if row["voucher_no"] == number]) for number in range(1, 6)]
    assert [row["voucher_no"] for row in rows] == [1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 5, 5, 5]
    assert vouchers == [
        [("AP", "", -100000, "LA", ""), ("GL", "2990", 100000, "LA", "")],
        [
            ("AP", "", -100000, "LF", "000000000700118"),
            ("GL", "6460", 80000, "LF", ""),
            ("TX", "2641", 20000, "LF", ""),
        ],
        [("AP", "", -50000, "LA", ""), ("GL", "2990", 50000, "LA", "")],
        [("AP", "", 50000, "LM", "000000000700120"), ("GL", "2990", -50000, "LM", "")],
        [
            ("AP", "", -62750, "LF", ""),
            ("GL", "5570", 30000, "LF", ""),
            ("GL", "5570", 20200, "LF", ""),
            ("TX", "2641", 12550, "LF", ""),
        ],
    ]
    payable = rows[2]
    assert (payable["ext_inv_ref"], payable["kid"], payable["commitment"], payable["responsible"]) == (
        "V-2026-118",
        "2026100103",
        "INK3278000123",
        "ATT1001",
    )
    assert (rows[4]["account2"], rows[4]["base_amount"]) == ("6460", 80000)


def test_an_unknown_supplier_stops_its_invoice_and_no_other() -> None:
    rows = rows_of(EXPECTED / "leverantorsfakturor" / "fel-okand-leverantor-2026-11.dat")
    assert {row.get("ext_inv_ref", row["ext_ref"]) for row in rows} == {"V-2026-131"}


def test_a_case_file_has_cases_in_four_records_and_totals_in_its_trailer() -> None:
    lines = lines_of("kronofogden-ut/krav-2026-11.txt")
    assert {len(line) for line in lines} == {160}
    assert [line[:2] for line in lines] == [
        *("00",),
        *("01", "02", "03", "05"),
        *("01", "02", "03", "05"),
        *("01", "02", "03", "05"),
        *("01", "02", "03"),
        *("99",),
    ]
    assert [line[34:36] for line in lines if line.startswith("01")] == ["BF", "VE", "BF", "AT"]
    assert [int(line[2:9]) for line in lines[1:-1]] == [1] * 4 + [2] * 4 + [3] * 4 + [4] * 3
    trailer = lines[-1]
    assert int(trailer[2:11]) == 4
    assert int(trailer[11:29]) == 125000 + 840050 + 98050
    assert int(trailer[29:47]) == 2340 + 30112
    assert int(trailer[47:65]) == 24000 + 60000 + 6000


def test_where_a_debtor_with_protected_identity_lives_is_not_told() -> None:
    debtor = lines_of("kronofogden-ut/krav-2026-11.txt")[10]
    assert (debtor[9:21], debtor[155]) == ("189001059808", "J")
    assert debtor[71:153].strip() == ""


FILES = {
    "bank-till-ber/avgifter-2026-11.csv": [
        "00;BET-20261123-00000001;2026-11-23",
        "10;7100000103;1250.00;2026-11-10;;9912346;000000000001;N",
        "99;1;1250.00",
    ],
    "bank-till-lois/hyror-2026-11.txt": [
        f"HB{'HYR-20261123-00000001':25}20261123{'':45}",
        f"HR{'7300000184':25}00000000012500020261111{'':8}{'000000000001':22}",
        f"HR{'7300000283':25}00000000009805020261111{'':8}{'000000000002':22}",
        f"HS000000002000000000000223050{'':51}",
    ],
    "intrastat/varor-fran-tyskland.csv": [
        "Period;Referens;Avsändarland;Transaktionstyp;KN8-nummer;Ursprungsland;"
        "Nettovikt;Annan kvantitet;Enhet;Värde;Vara",
        "202611;R-2026-501-1;DE;11;25010031;DE;25,000;;;3472;Natriumklorid, teknisk",
        "202611;R-2026-501-2;DE;11;84231010;CN;6,800;4,000;H87;8508;Laboratorievåg",
        "202611;R-2026-501-3;DE;11;70179000;PL;;2,000;H87;1232;Glaskolv",
    ],
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_for_another_system_has_only_what_concerns_it(name: str) -> None:
    assert lines_of(name, "utf-8" if name.endswith(".csv") else "iso-8859-1") == FILES[name]


def test_both_forms_of_a_supplier_invoice_are_coded_alike() -> None:
    """The flat file and the XML have the same accounts, dimensions, VAT codes and amounts, row by row."""
    flat = rows_of(EXAMPLES / "supplier_invoices_gl07" / "kontering-ur-register" / "expected.dat")
    document = etree.parse(
        str(EXAMPLES / "supplier_invoices_abwtransaction" / "kontering-ur-register" / "expected.xml")
    )

    def texts(element: etree._Element, *names: str) -> list[str]:
        found = (element.find(f".//{{*}}{name}") for name in names)
        return ["" if each is None else each.text or "" for each in found]

    coded = [
        (account, dim_1, dim_2, code, Decimal(amount))
        for element in document.iterfind(".//{*}Transaction")
        for account, dim_1, dim_2, code, amount in [texts(element, "Account", "Dim1", "Dim2", "TaxCode", "Amount")]
    ]
    assert coded == [
        (
            str(row.get("account", "")),
            str(row.get("dim_1", "")),
            str(row.get("dim_2", "")),
            str(row.get("tax_code", "")),
            Decimal(int(row["amount"])) / 100,
        )
        for row in flat
    ]
