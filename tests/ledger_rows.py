"""GL07 lines as the published field list of file format 55 cuts them.

The positions are typed from that list (1-based, both ends included) and owe nothing to the layout files, so that a
wrong position in a layout is found by the tests that use this. Amounts are in öre.
"""

from pathlib import Path

LINE = 2060
AMOUNTS = {"cur_amount": (380, 399), "amount": (400, 419), "base_amount": (1971, 1990), "base_curr": (1991, 2010)}
TEXTS = {
    "batch_id": (1, 25),
    "interface": (26, 50),
    "voucher_type": (51, 75),
    "trans_type": (76, 77),
    "client": (78, 102),
    "account": (103, 127),
    "dim_1": (128, 152),
    "dim_2": (153, 177),
    "dim_3": (178, 202),
    "dim_4": (203, 227),
    "tax_code": (303, 327),
    "currency": (353, 377),
    "description": (491, 745),
    "trans_date": (746, 753),
    "voucher_date": (754, 761),
    "voucher_no": (762, 776),
    "period": (777, 782),
    "ext_inv_ref": (784, 883),
    "ext_ref": (884, 1138),
    "due_date": (1139, 1146),
    "commitment": (1175, 1199),
    "kid": (1215, 1241),
    "apar_type": (1245, 1245),
    "apar_id": (1246, 1270),
    "responsible": (1346, 1370),
    "apar_name": (1371, 1625),
    "address": (1626, 1785),
    "place": (1826, 1865),
    "bank_account": (1866, 1900),
    "pay_method": (1901, 1902),
    "zip_code": (1928, 1942),
    "account2": (1946, 1970),
    "allocation_key": (2015, 2017),
    "clearing_code": (2020, 2032),
    "swift": (2033, 2043),
    "arrive_id": (2044, 2058),
}
Row = dict[str, str | int]


def sliced(line: str) -> Row:
    """The fields of a line that are not blank; fails when anything stands outside them."""
    assert len(line) == LINE
    row: Row = {}
    rest = list(line)
    for name, (start, end) in {**TEXTS, **AMOUNTS}.items():
        text = line[start - 1 : end]
        rest[start - 1 : end] = " " * len(text)
        if text.strip():
            row[name] = int(text) if name in AMOUNTS or name == "voucher_no" else text.strip()
    assert "".join(rest).strip() == "", "something stands outside the fields"
    return row


def rows_of(path: Path) -> list[Row]:
    """The rows of a ledger file; fails when it is not ISO-8859-1 lines that end with LF."""
    content = path.read_bytes()
    assert content.endswith(b"\n")
    assert b"\r" not in content
    return [sliced(line.decode("iso-8859-1")) for line in content[:-1].split(b"\n")]
