"""A voucher of fifty thousand rows is one voucher: taken whole, and balanced in the ledger's file."""

from pathlib import Path

import pytest

from gateway.journal import FileState
from tests.integration.conftest import House

pytestmark = pytest.mark.integration

ROWS = 50_000


def write_voucher(path: Path) -> None:
    """A file of layout `voucher_fixed` with one voucher: many debits and a credit for them all."""
    with path.open("w", encoding="iso-8859-1", newline="\r\n") as file:
        file.write(f"H{'Fastighetssystemet':<20}20261106{'2129990004':<10}".ljust(120) + "\n")
        for number in range(ROWS):
            debit, credit = (100, 0) if number < ROWS - 1 else (0, 100 * (ROWS - 1))
            account, unit = ("5570", "1001") if debit else ("1930", "")
            row = f"R{'1':<10}20261105{account:<10}{unit:<10}{'':15}{debit:015d}{credit:015d}"
            file.write(row.ljust(120) + "\n")
        file.write(f"T{ROWS:09d}{100 * (ROWS - 1):018d}".ljust(120) + "\n")


def test_a_voucher_of_fifty_thousand_rows_is_delivered_whole(house: House) -> None:
    write_voucher(house.home / "stor.txt")
    house.drop("forsystem-fast", house.home / "stor.txt", "stor.txt")
    record = house.run()["stor.txt"]
    assert record.state is FileState.DELIVERED
    [path] = house.delivered(record)
    rows = voucher_sum = 0
    with path.open(encoding="iso-8859-1") as lines:
        for line in lines:
            rows += 1
            voucher_sum += int(line[379:399])
            assert line[761:776] == "000000000000001"
    assert (rows, voucher_sum) == (ROWS, 0)
