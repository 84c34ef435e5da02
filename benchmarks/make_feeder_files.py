"""Makes a fixed-width file of vouchers of any size. All content is invented.

Usage: ``python benchmarks/make_feeder_files.py ROWS FILE``.
"""

import sys
from pathlib import Path

ROWS_OF_A_VOUCHER = 10
DAY = "20261105"


def write_vouchers(path: Path, count: int, rows_of_a_voucher: int = ROWS_OF_A_VOUCHER) -> None:
    """A file of layout `voucher_fixed` with that many rows, in balanced vouchers."""
    debit_sum = 0
    with path.open("w", encoding="iso-8859-1", newline="\r\n") as file:
        file.write(f"H{'Fastighetssystemet':<20}20261106{'2120000142':<10}".ljust(120) + "\n")
        for start in range(0, count, rows_of_a_voucher):
            rows = min(rows_of_a_voucher, count - start)
            debits = [10_000 + (start * 37 + number * 101) % 900_000 for number in range(rows - 1)]
            for number in range(rows):
                debit, credit = (debits[number], 0) if number < rows - 1 else (0, sum(debits))
                account, unit = ("5570", f"{1001 + number % 2}") if debit or rows == 1 else ("1930", "")
                file.write(
                    f"R{start // rows_of_a_voucher + 1:<10}{DAY}{account:<10}{unit:<10}{'':10}{'':5}"
                    f"{debit:015d}{credit:015d}{f'Driftkostnad rad {number}':<36}\n"
                )
            debit_sum += sum(debits)
        file.write(f"T{count:09d}{debit_sum:018d}".ljust(120) + "\n")


if __name__ == "__main__":
    write_vouchers(Path(sys.argv[2]), int(sys.argv[1]))
