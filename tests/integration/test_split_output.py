"""One file in, one file out for each department: delivered, received for, and tried out before."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from gateway.cli import main
from gateway.journal import FileState
from tests.integration.conftest import House

pytestmark = pytest.mark.integration

MAPPING = """\
name: vouchers_by_unit
title: Verifikationer per ansvar
message: VoucherBatch
target: gl07_format55
file_name: "'GL07_' + run.split + '_' + run.file_id + '.dat'"
split: {of: voucher.rows as row, by: "default(dimension(row, '1'), 'utan')"}
records:
  - record: row
    for_each: voucher.rows as row
    fields:
      batch_id: run.batch_id
      interface: "'X'"
      voucher_type: "'BO'"
      trans_type: "'GL'"
      client: "'10'"
      account: row.account
      currency: batch.currency
      cur_amount: row.amount
      amount: row.amount
      voucher_date: voucher.date
      voucher_no: run.number
"""
ROUTE = """\
title: Verifikationer per ansvar
sender: prov
accepts: [voucher_delimited]
mapping: vouchers_by_unit
destination: agresso
"""
FILE = """\
Verifikationsnummer;Verifikationsdatum;Verifikationstext;Konto;Kostnadsställe;Projekt;Momskod;Debet;Kredit;Radtext
1;2026-11-02;Hyra;5010;1001;;;100,00;;
1;2026-11-02;Hyra;5010;1002;;;50,00;;
1;2026-11-02;Hyra;1930;;;;;150,00;
2;2026-11-02;El;5020;1001;;;7,00;;
2;2026-11-02;El;1930;;;;;7,00;
"""


def equip(house: House) -> None:
    mappings = house.home / "mappings"
    (mappings / "translations" / "vouchers_by_unit.yaml").write_text(MAPPING, encoding="utf-8")
    (mappings / "routes" / "prov-delad.yaml").write_text(ROUTE, encoding="utf-8")


def amounts(path: Path) -> list[int]:
    return [int(line[379:399]) for line in path.read_text(encoding="iso-8859-1").splitlines()]


def test_each_department_gets_its_own_file_and_the_receipt_names_them_all(house: House) -> None:
    equip(house)
    house.drop("prov-delad", FILE.encode(), "hyror.csv")
    record = house.run()["hyror.csv"]
    assert record.state is FileState.DELIVERED
    made = {path.name.split("_")[1]: amounts(path) for path in house.delivered(record)}
    assert made == {"1001": [10000, 700], "1002": [5000], "utan": [-15000, -700]}
    receipt = next(path for path in house.delivered(record, "receipt") if path.suffix == ".json")
    assert all(f"GL07_{unit}_" in receipt.read_text(encoding="utf-8") for unit in made)


def test_a_trial_shows_the_files_one_after_another_or_puts_them_into_a_folder(house: House, tmp_path: Path) -> None:
    equip(house)
    file = tmp_path / "hyror.csv"
    file.write_text(FILE, encoding="utf-8")
    command = ["--home", str(house.home), "translate", str(file), "--route", "prov-delad"]
    shown = CliRunner().invoke(main, command)
    assert shown.exit_code == 0, shown.output
    assert [line for line in shown.output.splitlines() if line.startswith("==>")] == [
        "==> GL07_1001_PROV.dat <==",
        "==> GL07_1002_PROV.dat <==",
        "==> GL07_utan_PROV.dat <==",
    ]
    folder = tmp_path / "ut"
    assert CliRunner().invoke(main, [*command, "--output", str(folder)]).exit_code == 0
    assert sorted(path.name for path in folder.iterdir()) == [
        "GL07_1001_PROV.dat",
        "GL07_1002_PROV.dat",
        "GL07_utan_PROV.dat",
    ]
