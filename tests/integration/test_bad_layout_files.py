"""Bad files by layouts: each ends where it should, told with code, line and place, and the good vouchers go through."""

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from gateway.journal import FileRecord, FileState

pytestmark = pytest.mark.integration

HEADINGS = (
    "Verifikationsnummer;Verifikationsdatum;Verifikationstext;Konto;Kostnadsställe;Projekt;Momskod;Debet;Kredit;Radtext"
)
UNITS_LAYOUT = """\
title: Verifikationer med summa på varje verifikation
kind: delimited
encoding: detect
delimiter: tab
assumed: true
message: VoucherBatch
recognise: {first_line: "V\\t"}
record_type: {}
records:
  voucher:
    when: V
    fields:
      number: {type: code, required: true, means: voucher.number}
      date: {type: date, date_form: [YYYY-MM-DD, YYMMDD, DD.MM.YYYY], required: true, means: voucher.date}
      giro: {type: code, check: bankgiro, title: Bankgiro}
  row:
    when: R
    fields:
      account: {type: code, required: true, means: row.account}
      side: {type: code, required: true, allowed: [D, K]}
      amount:
        type: amount
        decimals: 2
        decimal_sign: ','
        thousands: ' '
        title: Belopp
        negative_if: {field: side, is: [K]}
        means: row.amount
  sum:
    when: S
    fields:
      count: {type: integer, title: Antal rader, counts: row, since: voucher}
      turnover: {type: amount, decimals: 2, decimal_sign: ',', title: Omslutning, sums: row.amount, absolute: true,
                 since: voucher}
"""
UNITS_ROUTE = """\
title: Verifikationer med summor
sender: summor
accepts: [voucher_units]
mapping: vouchers_gl07
destination: agresso
on_error: reject_part
batch_prefix: SUM
values: {interface: SUM, voucher_type: BO, company: "10"}
contact: redovisning@stad.example
"""


class Told(NamedTuple):
    """What an error list says of one fault."""

    code: str
    line: int | None
    position: str


def csv_file(*rows: str, headings: str = HEADINGS) -> str:
    good = ["1;2026-10-31;Kaffe;6212;2110;;;10,00;;Kaffe", "1;2026-10-31;Kaffe;2641;;;;;10,00;Kaffe"]
    return "\r\n".join([headings, *good, *rows]) + "\r\n"


def pair(number: str = "2", date: str = "2026-10-31", debit: str = "5,00", credit: str = "5,00") -> tuple[str, str]:
    return (f"{number};{date};Te;6212;2110;;;{debit};;Te", f"{number};{date};Te;2641;;;;;{credit};Te")


def fixed_line(number: str, account: str, debit: int, credit: int, text: str = "Hemtjänst") -> str:
    centre = "3100" if account == "3310" else ""
    return f"R{number:10}20261031{account:10}{centre:10}{'':10}{'':5}{debit:015}{credit:015}{text:36}"


def fixed_file(*rows: str, count: int | None = None, debit: int | None = None) -> str:
    good = [fixed_line("1", "1510", 1000, 0), fixed_line("1", "3310", 0, 1000)]
    head = f"H{'HEMTJÄNSTSYSTEM':20}20261031{'2129990004':10}".ljust(120)
    lines = [*good, *rows]
    total = 1000 if debit is None else debit
    trailer = f"T{len(lines) if count is None else count:09}{total:018}".ljust(120)
    return "\r\n".join([head, *lines, trailer]) + "\r\n"


def told(house: Any, record: FileRecord) -> list[Told]:
    """Every fault in the error list of a file, in the order of its lines."""
    data = house.delivered(record, "error_list")[-1]
    causes = json.loads(data.read_bytes())["causes"]
    faults = [
        Told(cause["code"], finding["line"], finding["position"]) for cause in causes for finding in cause["findings"]
    ]
    return sorted(faults, key=lambda fault: (fault.line or 0, fault.position))


SLIPPED = fixed_line("2", "1510", 500, 0)
SLIPPED = SLIPPED[:11] + "2" + SLIPPED[11:-1]
"""A line with a digit too many before its date."""

PARTLY: dict[str, tuple[str, bytes, list[Told]]] = {
    "too few cells": (
        "forsystem-csv",
        csv_file("2;2026-10-31;Te;6212;2110;;;5,00", pair()[1]).encode(),
        [Told("LAYOUT-COLUMN-COUNT", 4, "Kredit")],
    ),
    "a cell too many": (
        "forsystem-csv",
        csv_file("2;x;2026-10-31;Te;6212;2110;;;5,00;;Te", pair()[1]).encode(),
        [Told("LAYOUT-COLUMN-COUNT", 4, "Verifikationsdatum")],
    ),
    "a decimal point": (
        "forsystem-csv",
        csv_file(*pair(debit="5.00", credit="5,00")).encode(),
        [Told("LAYOUT-DECIMAL-SIGN", 4, "Debet")],
    ),
    "thousands separators": (
        "forsystem-csv",
        csv_file(*pair(debit="1 005,00", credit="1.005,00")).encode(),
        [Told("LAYOUT-THOUSANDS", 4, "Debet"), Told("LAYOUT-THOUSANDS", 5, "Kredit")],
    ),
    "dates in three forms": (
        "forsystem-csv",
        csv_file(*pair("2", "20261031"), *pair("3", "31.10.2026"), *pair("4", "2026-02-30")).encode(),
        [
            Told("LAYOUT-DATE-FORM", 4, "Verifikationsdatum"),
            Told("LAYOUT-DATE-FORM", 5, "Verifikationsdatum"),
            Told("LAYOUT-DATE-FORM", 6, "Verifikationsdatum"),
            Told("LAYOUT-DATE-FORM", 7, "Verifikationsdatum"),
            Told("LAYOUT-DATE", 8, "Verifikationsdatum"),
            Told("LAYOUT-DATE", 9, "Verifikationsdatum"),
        ],
    ),
    "a parenthesis and a minus sign last": (
        "forsystem-csv",
        csv_file(*pair("2", debit="(5,00)"), *pair("3", debit="5,00-")).encode(),
        [Told("LAYOUT-PARENTHESES", 4, "Debet"), Told("LAYOUT-SIGN", 6, "Debet")],
    ),
    "a shifted line": (
        "forsystem-fast",
        fixed_file(
            SLIPPED,
            fixed_line("2", "3310", 0, 500),
            debit=1000 + 500,
        ).encode("latin-1"),
        [Told("LAYOUT-SHIFTED", 4, "12-19"), Told("LAYOUT-TOTAL-UNVERIFIED", 6, "")],
    ),
}
WHOLLY: dict[str, tuple[str, bytes, list[Told]]] = {
    "another encoding": (
        "forsystem-csv",
        csv_file().encode("iso-8859-1"),
        [Told("FILE-ENCODING-OTHER", 1, "74")],
    ),
    "UTF-8 in a Latin-1 route": (
        "forsystem-fast",
        fixed_file().encode("utf-8"),
        [Told("FILE-ENCODING-OTHER", 1, "7")],
    ),
    "a count that does not tally": (
        "forsystem-fast",
        fixed_file(count=3).encode("latin-1"),
        [Told("LAYOUT-TOTAL-COUNT", 4, "")],
    ),
    "a sum that does not tally": (
        "forsystem-fast",
        fixed_file(debit=1001).encode("latin-1"),
        [Told("LAYOUT-TOTAL-SUM", 4, "")],
    ),
    "no trailer": (
        "forsystem-fast",
        fixed_file().encode("latin-1")[: 3 * 122],
        [Told("FILE-TRUNCATED", None, "")],
    ),
    "line ends of CR alone": (
        "forsystem-fast",
        fixed_file().replace("\r\n", "\r").encode("latin-1"),
        [Told("LAYOUT-LINE-END", 1, "121")],
    ),
}


def test_bad_vouchers_are_told_at_their_line_and_column_and_the_good_ones_go_through(house: Any) -> None:
    for name, (route, content, _) in PARTLY.items():
        house.drop(route, content.replace(b"\n1;", f"\n{name[:9]};".encode()), name)
    records = house.run()
    for name, (_, _, faults) in PARTLY.items():
        record = records[name]
        assert told(house, record) == faults, name
        assert record.state is FileState.PARTLY_DELIVERED, name
        assert house.receipt(record)["status"] == "delvis levererad", name
        [output] = house.delivered(record)
        assert len(output.read_bytes().splitlines()) == 2, name
    house.assert_nothing_left_behind()


def test_bad_files_are_rejected_and_told_at_their_line_and_column(house: Any) -> None:
    for name, (route, content, _) in WHOLLY.items():
        house.drop(route, content, name)
        house.drop_good(route, f"good {route}")
    records = house.run()
    for name, (_, _, faults) in WHOLLY.items():
        house.assert_rejected(records[name], *{fault.code: None for fault in faults})
        assert told(house, records[name]) == faults, name
    for name, record in records.items():
        if name.startswith("good "):
            house.assert_delivered(record)
    house.assert_nothing_left_behind()


def units_file(*vouchers: str) -> bytes:
    return "".join(vouchers).replace(";", "\t").encode("windows-1252")


def unit(number: str, *, count: int = 2, turnover: str = "2469,00", date: str = "2026-10-31", giro: str = "") -> str:
    return f"V;{number};{date};{giro}\nR;6212;D;1\N{NO-BREAK SPACE}234,50\nR;1510;K;1234,50\nS;{count};{turnover}\n"


def install(home: Path, *, more: str = "") -> None:
    mappings = home / "mappings"
    (mappings / "layouts" / "voucher_units.yaml").write_text(UNITS_LAYOUT, encoding="utf-8")
    (mappings / "routes" / "summor.yaml").write_text(UNITS_ROUTE + more, encoding="utf-8")


def test_a_voucher_whose_own_totals_do_not_tally_is_left_out_and_those_around_it_go_through(house: Any) -> None:
    install(house.home)
    content = units_file(
        unit("1"), unit("2", count=3), unit("3", turnover="2469,01", date="261031"), unit("4", date="31.10.2026")
    )
    house.drop("summor", content, "summor")
    record = house.run()["summor"]
    assert told(house, record) == [
        Told("FILE-ENCODING-DETECTED", None, ""),
        Told("LAYOUT-UNIT-COUNT", 8, ""),
        Told("LAYOUT-UNIT-SUM", 12, ""),
    ]
    [output] = house.delivered(record)
    assert len(output.read_bytes().splitlines()) == 4
    assert house.receipt(record)["status"] == "delvis levererad"


@pytest.mark.parametrize("severity", ["error", "warning"])
def test_a_wrong_check_digit_stops_its_voucher_where_the_route_does_not_say_otherwise(
    house: Any, severity: str
) -> None:
    install(house.home, more=f"severities: {{LAYOUT-CHECK-BANKGIRO: {severity}}}\n")
    house.drop("summor", units_file(unit("1"), unit("2", giro="5402-9682")), "summor")
    record = house.run()["summor"]
    assert Told("LAYOUT-CHECK-BANKGIRO", 5, "4") in told(house, record)
    [output] = house.delivered(record)
    assert len(output.read_bytes().splitlines()) == (4 if severity == "warning" else 2)
