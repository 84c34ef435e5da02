"""Rule sets by name, with every version of a name side by side, and the one that applies on a day.

A set that is written in code stands in `RULE_SETS`; a new release of an official set is one more entry there, with
the day from which it applies. The city's own sets come from `mappings/rules/` and are added when they are loaded.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from gateway.registers import Registers
from gateway.rules import (
    direct_debit,
    income,
    ledger_answers,
    official,
    payment_orders,
    payment_status,
    payment_twins,
    payments,
    sent_invoices,
)
from gateway.rules.base import RuleSet
from gateway.specification import BrokenSpecification, SpecificationProblem


class RuleSets(Mapping[str, tuple[RuleSet, ...]]):
    """Every version of every rule set: the versions of a name, oldest first.

    Raises ValueError for two sets of one name that have the same version or begin on the same day.
    """

    def __init__(self, rule_sets: Iterable[RuleSet]) -> None:
        self._versions: dict[str, tuple[RuleSet, ...]] = {}
        for added in rule_sets:
            known = self._versions.get(added.name, ())
            if clash := clashing(added, known):
                raise ValueError(f"rule set {added.name} {added.version}: {clash}")
            self._versions[added.name] = tuple(sorted((*known, added), key=lambda version: version.applies_from))

    def __getitem__(self, name: str) -> tuple[RuleSet, ...]:
        return self._versions[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._versions)

    def __len__(self) -> int:
        return len(self._versions)

    @property
    def all(self) -> Iterator[RuleSet]:
        """Every version of every set, by name, oldest first."""
        return (version for versions in self._versions.values() for version in versions)

    def rule_set(self, name: str, *, on: datetime.date) -> RuleSet | None:
        """The version of a set that applies on a day: the newest that has begun; None before the first.

        Raises KeyError for an unknown name.
        """
        return next((version for version in reversed(self._versions[name]) if version.applies_from <= on), None)

    def applying(self, names: Iterable[str], *, on: datetime.date, form: str) -> tuple[RuleSet, ...]:
        """What judges a document of a format on a day, in the order of the names.

        Raises KeyError for an unknown name.
        """
        chosen = (self.rule_set(name, on=on) for name in names)
        return tuple(rule_set for rule_set in chosen if rule_set is not None and rule_set.judges(form))


def unprepared(rule_sets: RuleSets, names: Iterable[str], registers: Registers) -> list[BrokenSpecification]:
    """What is wrong with the registers, for rule sets by their names that cannot be used with them."""
    faults = []
    for name in names:
        for version in rule_sets.get(name, ()):
            missing = [_missing(register) for register in version.registers if register not in registers]
            if missing:
                faults.append(BrokenSpecification(missing))
                continue
            try:
                version.prepare(registers)
            except BrokenSpecification as fault:
                faults.append(fault)
    return faults


def _missing(register: str) -> SpecificationProblem:
    return SpecificationProblem(path=Path(f"{register}.csv"), line=1, column=1, message="the register is missing")


def clashing(added: RuleSet, known: Iterable[RuleSet]) -> str:
    """Why a set cannot stand beside other versions of its name; empty when it can."""
    for version in known:
        if version.version == added.version:
            return f"version {added.version} is there already"
        if version.applies_from == added.applies_from:
            return f"version {version.version} applies from {added.applies_from} already"
    return ""


RULE_SETS = RuleSets(
    (
        *map(official.rule_set, official.RELEASES),
        payments.RULE_SET,
        payment_twins.RULE_SET,
        payment_orders.RULE_SET,
        payment_status.RULE_SET,
        income.RULE_SET,
        sent_invoices.RULE_SET,
        direct_debit.RULE_SET,
        ledger_answers.RULE_SET,
    )
)
