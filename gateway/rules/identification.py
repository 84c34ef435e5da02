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
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from gateway.identifiers import without_separators
from gateway.messages import Deposit, Payment
from gateway.registers import Register, RegisterRow
from gateway.specification import BrokenSpecification, SpecificationProblem, did_you_mean

KINDS = ("return", "code", "sender", "reference", "text", "account")
COLUMNS = ("kind", "pattern", "length", "account")
"""The key columns of a register that payments are identified by."""

_SEARCHED = 1000
"""How many characters of message and references are searched for words."""

_Rows = list[RegisterRow]


class PaymentRegister:
    """A register that payments are identified by. Raises BrokenSpecification for one that cannot be used so."""

    def __init__(self, register: Register) -> None:
        if missing := [name for name in COLUMNS if name not in register.columns]:
            raise _broken(register, 1, f"the column {', '.join(missing)} is missing")
        by_kind: dict[str, _Rows] = {kind: [] for kind in KINDS}
        for row in sorted(register.rows, key=lambda row: not row.values["length"]):
            kind, pattern = row.values["kind"], row.values["pattern"]
            if kind not in by_kind:
                hint = did_you_mean(kind, KINDS)
                raise _broken(register, row.line, f"kind '{kind}' is none of {', '.join(KINDS)}", hint)
            if bool(pattern) is (kind in ("return", "account")):
                need = "is left blank" if pattern else "is missing"
                raise _broken(register, row.line, f"the pattern of kind '{kind}' {need}")
            by_kind[kind].append(row)
        self.register = register
        self._returns, self._accounts = by_kind["return"], by_kind["account"]
        self._codes = [(_wildcard(row.values["pattern"]), row) for row in by_kind["code"]]
        self._texts = [
            (_wildcard(row.values["pattern"]), row)
            for row in sorted(by_kind["text"], key=lambda row: -len(row.values["pattern"]))
        ]
        senders = [(_plain(row.values["pattern"]), row) for row in by_kind["sender"]]
        self._numbers = _grouped((sender, row) for sender, row in senders if sender.isdigit())
        self._names = _grouped((sender, row) for sender, row in senders if not sender.isdigit())
        self._references = _grouped((row.values["pattern"], row) for row in by_kind["reference"])
        self._longest_reference = max(map(len, self._references), default=0)
        self._latest: tuple[Payment | None, RegisterRow | None] = None, None

    def row_of(self, payment: Payment, deposit: Deposit) -> RegisterRow | None:
        """The row that a payment falls under on the day when it was booked, or None for an unidentified one."""
        if payment is self._latest[0]:
            return self._latest[1]
        row = self._found(payment, deposit)
        self._latest = payment, row
        return row

    def _found(self, payment: Payment, deposit: Deposit) -> RegisterRow | None:
        accounts, day = (deposit.account, deposit.bank_account), deposit.booking_date
        row = _valid(self._returns, accounts, day) if payment.is_return else None
        if row is None and self._codes and (code := payment.transaction_code or deposit.transaction_code):
            row = _valid([row for pattern, row in self._codes if pattern.fullmatch(code)], accounts, day)
        if row is None and (self._numbers or self._names):
            row = self._of_sender(payment, accounts, day)
        if row is None:
            row = self._of_references(payment, accounts, day)
        if row is None and self._texts:
            text = " ".join((payment.message, payment.reference, *payment.other_references))[:_SEARCHED]
            row = _valid([row for pattern, row in self._texts if pattern.fullmatch(text)], accounts, day)
        return _valid(self._accounts, accounts, day) if row is None else row

    def _of_sender(self, payment: Payment, accounts: tuple[str, str], day: date) -> RegisterRow | None:
        for sender in (payment.payer_account, payment.payer_organisation_number, payment.payer_name):
            if sender:
                plain = _plain(sender)
                rows = (self._numbers if plain.isdigit() else self._names).get(plain)
                if rows and (row := _valid(rows, accounts, day)):
                    return row
        return None

    def _of_references(self, payment: Payment, accounts: tuple[str, str], day: date) -> RegisterRow | None:
        for reference in (payment.reference, *payment.other_references):
            length = str(len(reference))
            for end in range(min(len(reference), self._longest_reference), 0, -1):
                if rows := self._references.get(reference[:end]):
                    right = [row for row in rows if row.values["length"] in ("", length)]
                    if row := _valid(right, accounts, day):
                        return row
        return None


@lru_cache(maxsize=8)
def payment_register(register: Register) -> PaymentRegister:
    """A register ready to identify payments. Raises BrokenSpecification for one that cannot be used so."""
    return PaymentRegister(register)


def _broken(register: Register, line: int, message: str, hint: str = "") -> BrokenSpecification:
    problem = SpecificationProblem(path=register.path, line=line, column=1, message=message, hint=hint)
    return BrokenSpecification([problem])


def _valid(rows: _Rows, accounts: tuple[str, str], day: date) -> RegisterRow | None:
    """The first row that applies on a day to an account: one that names it, else one for any."""
    for_any = None
    for row in rows:
        account = row.values["account"]
        if (account in accounts if account else for_any is None) and row.is_valid_on(day):
            if account:
                return row
            for_any = row
    return for_any


def _grouped(pairs: Iterable[tuple[str, RegisterRow]]) -> dict[str, _Rows]:
    groups: dict[str, _Rows] = {}
    for key, row in pairs:
        groups.setdefault(key, []).append(row)
    return groups


@lru_cache(maxsize=4096)
def _plain(sender: str) -> str:
    """An account or number without separators, or a name without regard to case and spacing."""
    if sender[0].isdigit() and (number := without_separators(sender)).isdigit():
        return number.lstrip("0")
    return " ".join(sender.casefold().split())


def _wildcard(pattern: str) -> re.Pattern[str]:
    parts = (re.escape(part) for part in re.split(r"\*+", pattern))
    return re.compile(".*?".join(parts), re.IGNORECASE | re.DOTALL)
