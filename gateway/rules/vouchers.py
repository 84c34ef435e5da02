"""Rule set ``voucher-coding``: what the ledger demands of a voucher before it is booked.

Registers used, all looked up on the voucher date:

* ``accounts`` (account; name; dim_1 … dim_n; vat_code; valid_from; valid_to). Each ``dim_`` column, and
  ``vat_code``, says ``required``, ``optional`` or ``blank``; blank means that a row must not have it.
* ``dimensions`` (dimension*; value*; name; valid_from; valid_to). A row without value names the dimension.
* ``vat_codes`` (vat_code; …; valid_from; valid_to).
* ``periods`` (period; status): period as YYYYMM, status ``open`` or ``closed``.

Route option ``ledger_currency`` (default SEK) is the currency that amounts must be in.
"""

from collections.abc import Iterator

from gateway.findings import Finding, finding
from gateway.messages.vouchers import Voucher, VoucherBatch, VoucherRow, voucher_name
from gateway.registers import RegisterRow
from gateway.rules.base import RuleSet, Surroundings

REQUIRED, OPTIONAL, BLANK = "required", "optional", "blank"

_DIMENSION_COLUMN = "dim_"


def check_currency(batch: VoucherBatch, surroundings: Surroundings) -> Iterator[Finding]:
    """Amounts are in the currency of the ledger."""
    expected = str(surroundings.options.get("ledger_currency", "SEK"))
    if batch.currency != expected:
        yield finding("VOUCHER-CURRENCY", place=batch.place, value=batch.currency, expected=expected)


def check_balance(voucher: Voucher, _surroundings: Surroundings) -> Iterator[Finding]:
    """There are rows, and they sum to zero."""
    about = _about(voucher)
    if not voucher.rows:
        yield finding("VOUCHER-WITHOUT-ROWS", place=voucher.place, about=about)
    elif voucher.balance:
        yield finding("VOUCHER-UNBALANCED", place=voucher.place, value=voucher.balance, expected="0.00", about=about)


def check_period(voucher: Voucher, surroundings: Surroundings) -> Iterator[Finding]:
    """The accounting period of the voucher date is open."""
    period = f"{voucher.date:%Y%m}"
    row = surroundings.registers["periods"].find(period, on=voucher.date)
    if row is None or row.values["status"] != "open":
        yield finding(
            "VOUCHER-PERIOD-CLOSED",
            place=voucher.place,
            value=voucher.date,
            about=_about(voucher),
            period=period,
        )


def check_coding(voucher: Voucher, surroundings: Surroundings) -> Iterator[Finding]:
    """Account, dimensions and VAT code of each row are known, and are what the account's rule asks for."""
    for row in voucher.rows:
        coding = _Coding(voucher, row, surroundings)
        account = surroundings.registers["accounts"].find(row.account, on=voucher.date)
        if account is None:
            yield coding.unknown_account()
        yield from coding.unknown_values()
        if account is not None:
            yield from coding.against_account(account)


class _Coding:
    """The coding of one row, and what can be wrong with it."""

    def __init__(self, voucher: Voucher, row: VoucherRow, surroundings: Surroundings) -> None:
        self._row = row
        self._date = voucher.date
        self._registers = surroundings.registers
        self._about = _about(voucher)
        self._values: dict[str, list[str]] = {}
        for item in row.dimensions:
            if item.value:
                self._values.setdefault(item.dimension, []).append(item.value)

    def unknown_account(self) -> Finding:
        account = self._row.account
        is_known = self._registers["accounts"].knows(account)
        code = "VOUCHER-ACCOUNT-NOT-VALID" if is_known else "VOUCHER-ACCOUNT-UNKNOWN"
        return self._finding(code, value=account)

    def unknown_values(self) -> Iterator[Finding]:
        for dimension, values in self._values.items():
            name = self._name(dimension)
            if len(values) > 1:
                yield self._finding("VOUCHER-DIMENSION-TWICE", value=", ".join(values), dimension=name)
            for value in values:
                if not self._registers["dimensions"].find(dimension, value, on=self._date):
                    yield self._finding("VOUCHER-DIMENSION-UNKNOWN", value=value, dimension=name)
        vat_code = self._row.vat_code
        if vat_code and not self._registers["vat_codes"].find(vat_code, on=self._date):
            yield self._finding("VOUCHER-VAT-CODE-UNKNOWN", value=vat_code)

    def against_account(self, account: RegisterRow) -> Iterator[Finding]:
        rules = account.values
        for column, demand in rules.items():
            if not column.startswith(_DIMENSION_COLUMN):
                continue
            dimension = column.removeprefix(_DIMENSION_COLUMN)
            values = self._values.get(dimension)
            if demand == REQUIRED and not values:
                yield self._finding("VOUCHER-DIMENSION-REQUIRED", expected=self._name(dimension))
            elif demand == BLANK and values:
                yield self._finding(
                    "VOUCHER-DIMENSION-NOT-ALLOWED", value=", ".join(values), dimension=self._name(dimension)
                )
        for dimension, values in self._values.items():
            if _DIMENSION_COLUMN + dimension not in rules:
                yield self._finding(
                    "VOUCHER-DIMENSION-NOT-ALLOWED", value=", ".join(values), dimension=self._name(dimension)
                )
        demand = rules.get("vat_code", OPTIONAL)
        if demand == REQUIRED and not self._row.vat_code:
            yield self._finding("VOUCHER-VAT-CODE-REQUIRED")
        elif demand == BLANK and self._row.vat_code:
            yield self._finding("VOUCHER-VAT-CODE-NOT-ALLOWED", value=self._row.vat_code)

    def _name(self, dimension: str) -> str:
        named = self._registers["dimensions"].find(dimension, "", on=self._date)
        return f"{dimension} {named.values['name']}" if named else dimension

    def _finding(self, code: str, *, value: str = "", expected: str = "", dimension: str = "") -> Finding:
        return finding(
            code,
            place=self._row.place,
            value=value,
            expected=expected,
            about=self._about,
            account=self._row.account,
            date=self._date,
            dimension=dimension,
        )


def _about(voucher: Voucher) -> str:
    return voucher_name(voucher.series, voucher.number, voucher.position)


RULE_SET = RuleSet(
    name="voucher-coding",
    version="1",
    title="Balans, period och kontering i verifikationer",
    codes=(
        "VOUCHER-CURRENCY",
        "VOUCHER-WITHOUT-ROWS",
        "VOUCHER-UNBALANCED",
        "VOUCHER-PERIOD-CLOSED",
        "VOUCHER-ACCOUNT-UNKNOWN",
        "VOUCHER-ACCOUNT-NOT-VALID",
        "VOUCHER-DIMENSION-UNKNOWN",
        "VOUCHER-DIMENSION-TWICE",
        "VOUCHER-DIMENSION-REQUIRED",
        "VOUCHER-DIMENSION-NOT-ALLOWED",
        "VOUCHER-VAT-CODE-UNKNOWN",
        "VOUCHER-VAT-CODE-REQUIRED",
        "VOUCHER-VAT-CODE-NOT-ALLOWED",
    ),
    options={"ledger_currency": str},
    registers=("periods", "accounts", "dimensions", "vat_codes"),
    checks=(
        (VoucherBatch, check_currency),
        (Voucher, check_balance),
        (Voucher, check_period),
        (Voucher, check_coding),
    ),
)
