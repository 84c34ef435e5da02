"""The gateway's own checks, as rule files name them: each serves one rule or several, and is made of their options."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from types import MappingProxyType
from typing import Any

from pydantic import Field, create_model

from gateway.catalogue import Severity
from gateway.findings import Finding
from gateway.messages import Family
from gateway.registers import Registers
from gateway.rules.base import Check, RuleSet, Surroundings
from gateway.rules.rule_model import FamilyRules, Rule, RuleFile, rules_model


def _nothing_to_prepare(_rules: Mapping[str, Any], _registers: Registers) -> None:
    """For a check that looks up rows as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedCheck:
    """A check of one type of part. `rules` are the options of each rule that it serves, by code.

    `make` gets the rules that are enabled, by code, and gives what judges a part; findings of other codes are dropped.
    `prepare` raises BrokenSpecification for registers that cannot be used.
    """

    part: type
    rules: Mapping[str, type[Rule]]
    make: Callable[[Mapping[str, Any]], Check]
    prepare: Callable[[Mapping[str, Any], Registers], None] = _nothing_to_prepare


def named(
    part: type, code: str, check: Callable[[Any, Any, Surroundings], Iterable[Finding]], options: type[Rule] = Rule
) -> NamedCheck:
    """A check that serves one rule: a function of the rule, the part and its surroundings."""
    return NamedCheck(part=part, rules={code: options}, make=lambda rules: partial(check, rules[code]))


Checks = Callable[[Any], Iterable[NamedCheck]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyChecks:
    """What rule files may name for one family of messages.

    `model` is what a file about it may say, `checks` gives the checks for a file. `route_options` are options that a
    route may set for the rules.
    """

    family: Family
    model: type[RuleFile]
    checks: Checks
    route_options: Mapping[str, type] = field(default_factory=lambda: MappingProxyType({}))

    def rule_set(self, specification: RuleFile, own_checks: Mapping[str, Check]) -> RuleSet:
        """The rule set of a file. `own_checks` are the compiled rules that staff wrote, by code."""
        enabled = specification.rules.enabled()
        wanted = [check for check in self.checks(specification) if enabled.keys() & check.rules.keys()]
        made = [(check.part, _Judged(check, enabled)) for check in wanted]
        judged = self.family.unit or self.family.counted

        def prepare(registers: Registers) -> None:
            for check in wanted:
                check.prepare(enabled, registers)

        return RuleSet(
            name=specification.name,
            version=specification.version,
            title=specification.title,
            codes=(*enabled, *own_checks),
            checks=(*made, *((judged, check) for check in own_checks.values())),
            applies_from=specification.applies_from,
            formats=tuple(specification.formats),
            options=self.route_options,
            prepare=prepare,
        )


def family_checks(
    family: Family, checks: Iterable[NamedCheck] = (), route_options: Mapping[str, type] = MappingProxyType({})
) -> FamilyChecks:
    """A family whose checks need nothing of a rule file but the rules themselves."""
    fixed = tuple(checks)
    options = {code: rule for check in fixed for code, rule in check.rules.items()}
    rules = rules_model(f"{family.name}Rules", options)
    return FamilyChecks(
        family=family,
        model=_file_model(family, rules),
        checks=lambda _: fixed,
        route_options=route_options,
    )


def _file_model(family: Family, rules: type[FamilyRules]) -> type[RuleFile]:
    """The model of a rule file about a family."""
    fields: dict[str, Any] = {"rules": (rules, Field(default=rules(), description="The rules that are used."))}
    text = f"One version of a rule set of the city's own on {family.name}."
    return create_model(f"{family.name}RuleFile", __base__=RuleFile, __doc__=text, **fields)


class _Judged:
    """A check at work: its findings of the rules that are enabled, each as severe as its rule says."""

    def __init__(self, check: NamedCheck, enabled: Mapping[str, Rule]) -> None:
        rules = {code: enabled[code] for code in check.rules if code in enabled}
        self.codes = frozenset(rules)
        self._severities: dict[str, Severity | None] = {code: rule.severity for code, rule in rules.items()}
        self._check = check.make(rules)

    def __call__(self, part: Any, surroundings: Surroundings) -> Iterable[Finding]:
        found = tuple(self._check(part, surroundings))
        return self._as_the_rules_say(found) if found else found

    def _as_the_rules_say(self, found: Iterable[Finding]) -> Iterator[Finding]:
        for each in found:
            if each.code in self.codes:
                severity = self._severities[each.code]
                yield each if severity is None else replace(each, severity=severity)
