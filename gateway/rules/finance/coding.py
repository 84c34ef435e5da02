"""Account, dimensions, VAT code and counterparty: known, and what the registers ask of the account.

The same codings stand in a file again and again, so what is wrong with one is worked out once and kept for a while.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from gateway.registers import Register, RegisterRow, Registers
from gateway.rules.base import Surroundings
from gateway.rules.finance.options import (
    AccountOption,
    CounterpartyOption,
    DimensionOption,
    RelationOption,
    VatCodeOption,
)
from gateway.rules.rule_model import Rule
from gateway.specification import BrokenSpecification, SpecificationProblem, did_you_mean

REQUIRED, OPTIONAL, BLANK, FIXED = "required", "optional", "blank", "="
INTERNAL, EXTERNAL = "yes", "no"

_DIMENSION_COLUMN = "dim_"
_REMEMBERED = 20_000


class Coding(NamedTuple):
    """How a row or line is coded, on the day that counts. `internal` is what is known of the other party of an invoice:
    ``yes``, ``no``, or blank where the account says it."""

    day: date
    account: str
    dimensions: tuple[tuple[str, str], ...]
    vat_code: str = ""
    counterparty: str = ""
    internal: str = ""

    def values(self, dimension: str) -> list[str]:
        """The values of a dimension."""
        return [value for number, value in self.dimensions if number == dimension and value]

    @property
    def numbers(self) -> list[str]:
        """The dimensions that have a value, each once."""
        return list(dict.fromkeys(number for number, value in self.dimensions if value))


class CodingFault(NamedTuple):
    """One thing wrong with a coding."""

    code: str
    value: str = ""
    expected: str = ""
    dimension: str = ""


_Faults = Iterator[CodingFault]


def _account_unknown(rule: AccountOption, coding: Coding, registers: Registers) -> _Faults:
    if coding.account and not registers[rule.register_name].knows(coding.account):
        yield CodingFault("ACCOUNT-UNKNOWN", coding.account)


def _account_not_valid(rule: AccountOption, coding: Coding, registers: Registers) -> _Faults:
    register = registers[rule.register_name]
    if register.knows(coding.account) and not register.find(coding.account, on=coding.day):
        yield CodingFault("ACCOUNT-NOT-VALID", coding.account)


def _dimension_twice(rule: DimensionOption, coding: Coding, registers: Registers) -> _Faults:
    for number in coding.numbers:
        if len(values := coding.values(number)) > 1:
            yield CodingFault("DIMENSION-TWICE", ", ".join(values), dimension=_name(registers, number, coding))


def _dimension_unknown(rule: DimensionOption, coding: Coding, registers: Registers) -> _Faults:
    register = registers[rule.register_name]
    for number, value in coding.dimensions:
        if value and not register.find(number, value, on=coding.day):
            yield CodingFault("DIMENSION-UNKNOWN", value, dimension=_name(registers, number, coding))


def _dimension_required(rule: AccountOption, coding: Coding, registers: Registers) -> _Faults:
    for number, demand in _demands(rule, coding, registers):
        if demand == REQUIRED and not coding.values(number):
            yield CodingFault("DIMENSION-REQUIRED", expected=_name(registers, number, coding))


def _dimension_not_allowed(rule: AccountOption, coding: Coding, registers: Registers) -> _Faults:
    demands = dict(_demands(rule, coding, registers))
    if not _account(rule, coding, registers):
        return
    for number in coding.numbers:
        if demands.get(number, BLANK) == BLANK:
            values = ", ".join(coding.values(number))
            yield CodingFault("DIMENSION-NOT-ALLOWED", values, dimension=_name(registers, number, coding))


def _dimension_fixed(rule: AccountOption, coding: Coding, registers: Registers) -> _Faults:
    for number, demand in _demands(rule, coding, registers):
        values = coding.values(number)
        if demand.startswith(FIXED) and (not values or not set(values) <= _fixed(demand)):
            expected = ", ".join(sorted(_fixed(demand)))
            yield CodingFault("DIMENSION-FIXED", ", ".join(values), expected, _name(registers, number, coding))


def _dimension_relation(rule: RelationOption, coding: Coding, registers: Registers) -> _Faults:
    register = registers[rule.register_name]
    one, value, other, allowed = register.keys
    codings = [("account", coding.account), *coding.dimensions]
    for number, held in codings:
        for other_number, other_value in codings:
            if not held or not other_value or number == other_number:
                continue
            rows = register.rows_with((one, value, other), number, held, other_number)
            patterns = [row.values[allowed] for row in rows if row.is_valid_on(coding.day)]
            if patterns and not any(_fits(other_value, pattern) for pattern in patterns):
                name, other_name = (_name(registers, each, coding) for each in (number, other_number))
                shown = f"{other_name}: {other_value}"
                yield CodingFault("DIMENSION-RELATION", shown, ", ".join(patterns), f"{name}: {held}")


def _vat_code_unknown(rule: VatCodeOption, coding: Coding, registers: Registers) -> _Faults:
    if coding.vat_code and not registers[rule.register_name].find(coding.vat_code, on=coding.day):
        yield CodingFault("VAT-CODE-UNKNOWN", coding.vat_code)


def _vat_code_required(rule: AccountOption, coding: Coding, registers: Registers) -> _Faults:
    if not coding.vat_code and _vat_demand(rule, coding, registers) == REQUIRED:
        yield CodingFault("VAT-CODE-REQUIRED")


def _vat_code_not_allowed(rule: AccountOption, coding: Coding, registers: Registers) -> _Faults:
    if coding.vat_code and _vat_demand(rule, coding, registers) == BLANK:
        yield CodingFault("VAT-CODE-NOT-ALLOWED", coding.vat_code)


def _vat_code_fixed(rule: AccountOption, coding: Coding, registers: Registers) -> _Faults:
    demand = _vat_demand(rule, coding, registers)
    if demand.startswith(FIXED) and coding.vat_code not in _fixed(demand):
        yield CodingFault("VAT-CODE-FIXED", coding.vat_code, ", ".join(sorted(_fixed(demand))))


def _counterparty_required(rule: CounterpartyOption, coding: Coding, registers: Registers) -> _Faults:
    given = _counterparty(rule, coding)
    if _kind(rule, coding, registers) == INTERNAL and not _is_ours(rule, given, coding, registers):
        yield CodingFault("COUNTERPARTY-REQUIRED", given)


def _counterparty_not_allowed(rule: CounterpartyOption, coding: Coding, registers: Registers) -> _Faults:
    given = _counterparty(rule, coding)
    if _kind(rule, coding, registers) == EXTERNAL and _is_ours(rule, given, coding, registers):
        yield CodingFault("COUNTERPARTY-NOT-ALLOWED", given)


_TESTS: Mapping[str, tuple[type[Rule], Callable[[Any, Coding, Registers], _Faults]]] = {
    "ACCOUNT-UNKNOWN": (AccountOption, _account_unknown),
    "ACCOUNT-NOT-VALID": (AccountOption, _account_not_valid),
    "DIMENSION-TWICE": (Rule, _dimension_twice),
    "DIMENSION-UNKNOWN": (DimensionOption, _dimension_unknown),
    "DIMENSION-RELATION": (RelationOption, _dimension_relation),
    "VAT-CODE-UNKNOWN": (VatCodeOption, _vat_code_unknown),
    "DIMENSION-REQUIRED": (AccountOption, _dimension_required),
    "DIMENSION-NOT-ALLOWED": (AccountOption, _dimension_not_allowed),
    "DIMENSION-FIXED": (AccountOption, _dimension_fixed),
    "VAT-CODE-REQUIRED": (AccountOption, _vat_code_required),
    "VAT-CODE-NOT-ALLOWED": (AccountOption, _vat_code_not_allowed),
    "VAT-CODE-FIXED": (AccountOption, _vat_code_fixed),
    "COUNTERPARTY-REQUIRED": (CounterpartyOption, _counterparty_required),
    "COUNTERPARTY-NOT-ALLOWED": (CounterpartyOption, _counterparty_not_allowed),
}
"""Each test by its code without the prefix, in the order in which a coding is asked."""


def coding_rules(prefix: str) -> dict[str, type[Rule]]:
    """The rules about coding, by their codes: VOUCHER-ACCOUNT-UNKNOWN and so on."""
    return {f"{prefix}-{suffix}": options for suffix, (options, _) in _TESTS.items()}


class CodingTests:
    """The tests of the rules that are enabled, for one rule file."""

    def __init__(self, prefix: str, rules: Mapping[str, Rule]) -> None:
        self._prefix = prefix
        self._tests = [
            (rules[code], test) for suffix, (_, test) in _TESTS.items() if (code := f"{prefix}-{suffix}") in rules
        ]
        self._name = f"coding.{id(self)}"

    def known(self, surroundings: Surroundings) -> dict[tuple[Any, ...], tuple[CodingFault, ...]]:
        """What was found about codings of the file so far, for whoever has many; a coding is found as a plain tuple."""
        known: dict[tuple[Any, ...], tuple[CodingFault, ...]] = surroundings.memory.setdefault(self._name, {})
        return known

    def faults(self, coding: Coding, surroundings: Surroundings) -> tuple[CodingFault, ...]:
        """What is wrong with a coding; the codes have their prefix."""
        known = self.known(surroundings)
        found = known.get(coding)
        if found is None:
            if len(known) >= _REMEMBERED:
                known.clear()
            registers = surroundings.registers
            faults = [fault for rule, test in self._tests for fault in test(rule, coding, registers)]
            found = tuple(fault._replace(code=f"{self._prefix}-{fault.code}") for fault in faults)
            known[coding] = found
        return found


def check_words(rules: Mapping[str, Any], registers: Registers) -> None:
    """Every register of accounts uses the words that rules know. Raises BrokenSpecification with file and line."""
    names = {rule.register_name for rule in rules.values() if isinstance(rule, AccountOption)}
    problems = [problem for name in sorted(names) for problem in _word_problems(registers[name])]
    if problems:
        raise BrokenSpecification(problems)


def _word_problems(register: Register) -> Iterator[SpecificationProblem]:
    words = (REQUIRED, OPTIONAL, BLANK)
    columns = [name for name in register.columns if name.startswith(_DIMENSION_COLUMN) or name == "vat_code"]
    for row in register.rows:
        for column in columns:
            word = row.values[column]
            if word and word not in words and not (word.startswith(FIXED) and len(word) > 1):
                message = f"{column}: '{word}' is none of required, optional, blank and =value"
                hint = did_you_mean(word, words)
                yield SpecificationProblem(path=register.path, line=row.line, column=1, message=message, hint=hint)


def _account(rule: AccountOption | CounterpartyOption, coding: Coding, registers: Registers) -> RegisterRow | None:
    return registers[rule.register_name].find(coding.account, on=coding.day)


def _demands(rule: AccountOption, coding: Coding, registers: Registers) -> Iterator[tuple[str, str]]:
    """(dimension, demand) for each dimension that the register of accounts has a column for."""
    account = _account(rule, coding, registers)
    for column, demand in account.values.items() if account else ():
        if column.startswith(_DIMENSION_COLUMN):
            yield column.removeprefix(_DIMENSION_COLUMN), demand or OPTIONAL


def _vat_demand(rule: AccountOption, coding: Coding, registers: Registers) -> str:
    account = _account(rule, coding, registers)
    return account.values.get("vat_code", "") if account else ""


def _fixed(demand: str) -> set[str]:
    return set(demand.removeprefix(FIXED).split("|"))


def _fits(value: str, pattern: str) -> bool:
    return value.startswith(pattern[:-1]) if pattern.endswith("*") else value == pattern


def _counterparty(rule: CounterpartyOption, coding: Coding) -> str:
    return coding.counterparty or next(iter(coding.values(rule.dimension)), "")


def _kind(rule: CounterpartyOption, coding: Coding, registers: Registers) -> str:
    """Whether the dealing is internal (``yes``), external (``no``), or not known to be either."""
    account = _account(rule, coding, registers)
    return coding.internal or (account.values[rule.column] if account else "")


def _is_ours(rule: CounterpartyOption, counterparty: str, coding: Coding, registers: Registers) -> bool:
    row = registers[rule.counterparties].find(counterparty, on=coding.day) if counterparty else None
    return row is not None and row.values["internal"] == INTERNAL


def _name(registers: Registers, dimension: str, coding: Coding) -> str:
    """A dimension as people know it: ``1 Ansvar``."""
    if dimension == "account":
        return "konto"
    is_known = "dimensions" in registers and len(registers["dimensions"].keys) == 2
    named = registers["dimensions"].find(dimension, "", on=coding.day) if is_known else None
    return f"{dimension} {named.values['name']}" if named else dimension
