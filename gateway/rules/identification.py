"""What a payment is: the register row that decides its department, account and voucher type.

The register says which payments each of its rows is about by `kind` and `pattern`. The kinds are tried in this order,
and of the rows of one kind that fit, the one for the receiving account goes before one for any account:

- ``return``: an own payment that came back, or a refund; the pattern is blank;
- ``code``: the bank's transaction code, with ``*`` for any characters: ``PMNT/ICDT/*``;
- ``sender``: who paid, by account, organisation number or name;
- ``reference``: the beginning of the reference, which may also have to be of a certain length; longest beginning first,
  then one that says the length;
- ``text``: words of the message or of the references, with ``*`` for any characters: ``*utbetalningskort*``;
- ``account``: whatever else is paid to the receiving account; the pattern is blank.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache

from gateway.identifiers import without_separators
from gateway.messages import Deposit, Payment
from gateway.registers import Register, RegisterRow

KINDS = ("return", "code", "sender", "reference", "text", "account")
COLUMNS = ("kind", "pattern", "length", "account")
"""The key columns of a register that payments are identified by."""

_SEARCHED = 1000
"""How many characters of message and references are searched for words."""

_Rows = list[RegisterRow]


class PaymentRegister:
    """A register that payments are identified by. Raises ValueError, naming the line, for a row that cannot be used."""

    def __init__(self, register: Register) -> None:
        if missing := [name for name in COLUMNS if name not in register.columns]:
            raise ValueError(f"register '{register.name}' lacks the column {', '.join(missing)}")
        by_kind: dict[str, _Rows] = {kind: [] for kind in KINDS}
        for row in sorted(register.rows, key=lambda row: not row.values["length"]):
            kind, pattern = row.values["kind"], row.values["pattern"]
            if kind not in by_kind:
                raise ValueError(f"{register.path.name} line {row.line}: kind '{kind}' is none of {', '.join(KINDS)}")
            if bool(pattern) is (kind in ("return", "account")):
                need = "is left blank" if pattern else "is missing"
                raise ValueError(f"{register.path.name} line {row.line}: the pattern of kind '{kind}' {need}")
            by_kind[kind].append(row)
        self.register = register
        self._returns, self._accounts = by_kind["return"], by_kind["account"]
        self._codes = [(_wildcard(row.values["pattern"]), row) for row in by_kind["code"]]
        self._texts = [
            (_wildcard(row.values["pattern"]), row)
            for row in sorted(by_kind["text"], key=lambda row: -len(row.values["pattern"]))
        ]
        self._senders = _grouped((_plain(row.values["pattern"]), row) for row in by_kind["sender"])
        self._references = _grouped((row.values["pattern"], row) for row in by_kind["reference"])
        self._longest_reference = max(map(len, self._references), default=0)
        self._latest: tuple[Payment | None, RegisterRow | None] = None, None

    def row_of(self, payment: Payment, deposit: Deposit) -> RegisterRow | None:
        """The row that a payment falls under on the day when it was booked, or None for an unidentified one."""
        if payment is self._latest[0]:
            return self._latest[1]
        row = next(self._fitting(payment, deposit), None)
        self._latest = payment, row
        return row

    def _fitting(self, payment: Payment, deposit: Deposit) -> Iterator[RegisterRow]:
        accounts, day = (deposit.account, deposit.bank_account), deposit.booking_date
        if payment.is_return:
            yield from _valid(self._returns, accounts, day)
        if self._codes and (code := payment.transaction_code or deposit.transaction_code):
            yield from _valid([row for pattern, row in self._codes if pattern.fullmatch(code)], accounts, day)
        if self._senders:
            yield from self._of_sender(payment, accounts, day)
        for reference in (payment.reference, *payment.other_references):
            yield from self._of_reference(reference, accounts, day)
        if self._texts:
            text = " ".join((payment.message, payment.reference, *payment.other_references))[:_SEARCHED]
            yield from _valid([row for pattern, row in self._texts if pattern.fullmatch(text)], accounts, day)
        yield from _valid(self._accounts, accounts, day)

    def _of_sender(self, payment: Payment, accounts: tuple[str, str], day: date) -> Iterator[RegisterRow]:
        for sender in (payment.payer_account, payment.payer_organisation_number, payment.payer_name):
            if sender and (rows := self._senders.get(_plain(sender))):
                yield from _valid(rows, accounts, day)

    def _of_reference(self, reference: str, accounts: tuple[str, str], day: date) -> Iterator[RegisterRow]:
        length = str(len(reference))
        for end in range(min(len(reference), self._longest_reference), 0, -1):
            if rows := self._references.get(reference[:end]):
                right = [row for row in rows if row.values["length"] in ("", length)]
                yield from _valid(right, accounts, day)


@lru_cache(maxsize=8)
def payment_register(register: Register) -> PaymentRegister:
    """A register ready to identify payments. Raises ValueError for one that cannot be used so."""
    return PaymentRegister(register)


def _valid(rows: _Rows, accounts: tuple[str, str], day: date) -> Iterator[RegisterRow]:
    """The rows that apply on a day to an account: those that name it first, then those for any."""
    valid = [row for row in rows if row.is_valid_on(day)]
    yield from (row for row in valid if row.values["account"] and row.values["account"] in accounts)
    yield from (row for row in valid if not row.values["account"])


def _grouped(pairs: Iterable[tuple[str, RegisterRow]]) -> dict[str, _Rows]:
    groups: dict[str, _Rows] = {}
    for key, row in pairs:
        groups.setdefault(key, []).append(row)
    return groups


def _plain(sender: str) -> str:
    """An account or number without separators, or a name without regard to case and spacing."""
    plain = without_separators(sender)
    return plain.lstrip("0") if plain.isdigit() else " ".join(sender.casefold().split())


def _wildcard(pattern: str) -> re.Pattern[str]:
    parts = (re.escape(part) for part in re.split(r"\*+", pattern))
    return re.compile(".*?".join(parts), re.IGNORECASE | re.DOTALL)
