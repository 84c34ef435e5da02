"""The rule sets of an installation: those written in code, and the city's own in `mappings/rules/*.yaml`.

A file is read first, which needs nothing else, and made into a rule set then, for which its registers and formats
must be there. A broken file holds up the routes that name its set, whatever other versions there are.
"""

from collections.abc import Callable, Collection, Iterator
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from gateway.catalogue import Scope
from gateway.catalogue.code import Code
from gateway.findings import NOWHERE, Finding, Place, finding
from gateway.mapping.faults import fault_finding
from gateway.mapping.formulas import Day, Formula, Formulas, Items
from gateway.mapping.functions import plain_text
from gateway.mapping.model import SpecificationText
from gateway.mapping.nodes import ExpressionProblem
from gateway.mapping.runtime import FAULTS
from gateway.messages import FAMILIES, Family, Invoice
from gateway.registers import Register, Registers
from gateway.rules.base import Check, RuleSet, Surroundings
from gateway.rules.city_model import CityRules
from gateway.rules.families import FAMILY_CHECKS
from gateway.rules.invoice_city import place_in
from gateway.rules.naming import about
from gateway.rules.registry import RuleSets, clashing
from gateway.rules.rule_model import NamesColumns, NamesRegister, OwnRule
from gateway.rules.rule_model import RuleFile as Specification
from gateway.specification import BrokenSpecification, SpecificationProblem, did_you_mean, load, read_yaml

_Compiled = TypeVar("_Compiled")


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFile:
    """A rule file as it was read, with the places in its text."""

    specification: Specification
    text: SpecificationText

    @property
    def own_codes(self) -> Collection[str]:
        """The codes of the rules that staff wrote in it."""
        return self.specification.own_rules.keys()

    @property
    def codes(self) -> Collection[str]:
        """The codes of every finding that it may give."""
        return tuple(self.specification.codes())

    @property
    def route_options(self) -> Dictionary[str, type]:
        """The options that a route may set for it, with their types."""
        return FAMILY_CHECKS[self.specification.message].route_options


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedRules:
    """Every rule set that can be used, and what is wrong with the others, by name."""

    rule_sets: RuleSets
    broken: Dictionary[str, BrokenSpecification]


def read_rule_files(folder: Path) -> dict[Path, RuleFile | BrokenSpecification]:
    """The rule files of a folder, each as it was read or as what is wrong with it."""
    files: dict[Path, RuleFile | BrokenSpecification] = {}
    for path in sorted(folder.glob("*.yaml")):
        try:
            files[path] = _read(path)
        except BrokenSpecification as fault:
            files[path] = fault
    return files


def set_name(path: Path) -> str:
    """The name of the set that a file belongs to: the file's own up to its first point."""
    return path.name.split(".", maxsplit=1)[0]


def load_rules(
    files: Dictionary[Path, RuleFile | BrokenSpecification],
    *,
    coded: RuleSets,
    registers: Registers,
    formats: Collection[str],
) -> LoadedRules:
    """The rule sets in code and those of the files that were read."""
    made: dict[str, list[RuleSet]] = {}
    problems: dict[str, list[SpecificationProblem]] = {}
    for path, file in files.items():
        name = set_name(path)
        try:
            if isinstance(file, BrokenSpecification):
                raise file
            rule_set = _rule_set(file, registers, formats)
            if name in coded:
                raise BrokenSpecification([file.text.problem(f"{name} is a rule set of the gateway", "name")])
            if clash := clashing(rule_set, made.get(name, ())):
                key = "version" if "is there already" in clash else "applies_from"
                raise BrokenSpecification([file.text.problem(clash, key)])
        except BrokenSpecification as fault:
            problems.setdefault(name, []).extend(fault.problems)
        else:
            made.setdefault(name, []).append(rule_set)
    sound = (rule_set for name, versions in made.items() if name not in problems for rule_set in versions)
    broken = {name: BrokenSpecification(found) for name, found in problems.items()}
    return LoadedRules(rule_sets=RuleSets((*coded.all, *sound)), broken=MappingProxyType(broken))


def _read(path: Path) -> RuleFile:
    source = read_yaml(path)
    message = source.values.get("message", "Invoice") if isinstance(source.values, dict) else "Invoice"
    if not isinstance(message, str) or message not in FAMILY_CHECKS:
        hint = did_you_mean(str(message), FAMILY_CHECKS)
        raise BrokenSpecification([source.problem(f"unknown message '{message}'", "message", hint=hint)])
    specification, source = load(path, FAMILY_CHECKS[message].model)
    text = SpecificationText(path, source)
    named = (specification.name, f"{specification.name}.{specification.version}")
    if specification.name != set_name(path):
        raise BrokenSpecification([text.problem(f"the file is called {path.stem}, not {specification.name}", "name")])
    if path.stem not in named:
        message = f"the file is called {path.stem}, not {named[1]}"
        raise BrokenSpecification([text.problem(message, "version", hint=f"{named[0]}.yaml will do as well")])
    return RuleFile(specification=specification, text=text)


def _rule_set(file: RuleFile, registers: Registers, formats: Collection[str]) -> RuleSet:
    specification = file.specification
    problems = [*_format_problems(file, formats), *_register_problems(file, registers), *_rule_problems(file)]
    own_checks: dict[str, Check] = {}
    for code, rule in specification.own_rules.items():
        if rule.enabled:
            try:
                own_checks[code] = _own_check(code, rule, file, registers)
            except BrokenSpecification as fault:
                problems += fault.problems
    if problems:
        raise BrokenSpecification(sorted(problems, key=lambda problem: (problem.line, problem.column)))
    rule_set = FAMILY_CHECKS[specification.message].rule_set(specification, own_checks)
    rule_set.prepare(registers)
    return rule_set


def _format_problems(file: RuleFile, formats: Collection[str]) -> Iterator[SpecificationProblem]:
    for index, name in enumerate(file.specification.formats):
        if name not in formats:
            hint = did_you_mean(name, formats)
            yield file.text.problem(f"unknown format '{name}'", "formats", index, hint=hint)


def _rule_problems(file: RuleFile) -> Iterator[SpecificationProblem]:
    if not isinstance(file.specification, CityRules):
        return
    enabled, references = file.specification.rules.enabled(), file.specification.references
    for code in ("INVOICE-REFERENCE-MISSING", "INVOICE-REFERENCE-UNKNOWN"):
        if code in enabled and not references.kinds:
            yield file.text.problem(f"{code} needs references.kinds", "rules", code)
    if "INVOICE-CREDITED-UNKNOWN" in enabled and "INVOICE-DUPLICATE" not in enabled:
        message = "INVOICE-CREDITED-UNKNOWN needs INVOICE-DUPLICATE, which remembers what was delivered"
        yield file.text.problem(message, "rules", "INVOICE-CREDITED-UNKNOWN")


def _register_problems(file: RuleFile, registers: Registers) -> Iterator[SpecificationProblem]:
    for code, rule in file.specification.rules.enabled().items():
        yield from _options_of(rule, ("rules", code), file, registers)
    if isinstance(file.specification, CityRules):
        for index, kind in enumerate(file.specification.references.kinds):
            yield from _options_of(kind, ("references", "kinds", index), file, registers)


def _options_of(
    options: Any, keys: tuple[str | int, ...], file: RuleFile, registers: Registers
) -> Iterator[SpecificationProblem]:
    """What is wrong with the registers and columns that some options name."""
    fields = type(options).model_fields
    for name, field in fields.items():
        given, key = getattr(options, name), field.alias or name
        for mark in field.metadata:
            if isinstance(mark, NamesRegister) and given:
                yield from _register_faults(given, mark, (*keys, key), file, registers)
            elif isinstance(mark, NamesColumns) and (register := getattr(options, mark.register)) in registers:
                columns = (
                    {(key,): given} if isinstance(given, str) else {(key, i): each for i, each in enumerate(given)}
                )
                for where, column in columns.items():
                    if column:
                        yield from _column_faults(column, registers[register], (*keys, *where), file)


def _register_faults(
    name: str, wanted: NamesRegister, keys: tuple[str | int, ...], file: RuleFile, registers: Registers
) -> Iterator[SpecificationProblem]:
    if name not in registers:
        yield file.text.problem(f"unknown register '{name}'", *keys, hint=did_you_mean(name, registers.names))
        return
    register = registers[name]
    if wanted.keys and len(register.keys) != wanted.keys:
        many = "one column" if wanted.keys == 1 else f"{wanted.keys} columns"
        message = f"register '{name}' is keyed by {', '.join(register.keys)}, not by {many}"
        yield file.text.problem(message, *keys)
    for column in wanted.columns:
        yield from _column_faults(column, register, keys, file)


def _column_faults(
    column: str, register: Register, keys: tuple[str | int, ...], file: RuleFile
) -> Iterator[SpecificationProblem]:
    if column not in register.columns:
        hint = did_you_mean(column, register.columns)
        yield file.text.problem(f"register '{register.name}' has no column '{column}'", *keys, hint=hint)


def _own_check(code: str, rule: OwnRule, file: RuleFile, registers: Registers) -> Check:
    family, text = FAMILIES[file.specification.message], file.text
    formulas = Formulas(family, _unit_name(family), registers)
    problems: list[SpecificationProblem] = []

    def compiled(key: str, compile_one: Callable[[str], _Compiled]) -> _Compiled | None:
        written = getattr(rule, key)
        try:
            return compile_one(written) if written else None
        except ExpressionProblem as fault:
            keys = ("own_rules", code, key)
            problems.append(text.problem_in(written, fault.offset, fault.message, *keys, hint=fault.hint))
            return None

    loops = compiled("for_each", formulas.loops)
    when, demand = compiled("when", formulas.condition), compiled("demand", formulas.condition)
    value = compiled("value", formulas.value)
    if demand is None and not problems:
        problems.append(text.problem("a rule must demand something", "own_rules", code, "demand"))
    if problems or demand is None:
        raise BrokenSpecification(problems)
    return _OwnCheck(code=code, rule=rule, loops=loops, when=when, demand=demand, value=value)


def _unit_name(family: Family) -> str:
    """What the part that is judged as a whole goes by in expressions."""
    judged = family.unit or family.counted
    return next(name for name, part in family.parts.items() if part is judged)


class _OwnCheck:
    """A rule that staff wrote, ready to judge parts."""

    def __init__(
        self,
        *,
        code: str,
        rule: OwnRule,
        loops: Callable[[Day, Any], Iterator[Items]] | None,
        when: Formula | None,
        demand: Formula,
        value: Formula | None,
    ) -> None:
        self.codes = frozenset({code})
        self._rule = rule
        self._loops, self._when, self._demand, self._value = loops, when, demand, value
        self._entry = Code(
            code=code,
            severity=rule.severity,
            scope=Scope.PART,
            title_sv=rule.title_sv,
            title_en=rule.title_en,
            text_sv=rule.text_sv,
            text_en=rule.text_en,
            action_sv=rule.action_sv,
            action_en=rule.action_en,
        )

    def __call__(self, part: Any, surroundings: Surroundings) -> Iterator[Finding]:
        steps = iter([()]) if self._loops is None else self._loops(surroundings, part)
        while True:
            try:
                items = next(steps, None)
            except FAULTS as fault:
                yield self._fault(fault, "for_each", part, ())
                return
            if items is None:
                return
            yield from self._judged(part, items, surroundings)

    def _judged(self, part: Any, items: Items, surroundings: Surroundings) -> Iterator[Finding]:
        step = "when"
        try:
            if self._when is not None and not self._when(surroundings, part, items):
                return
            step = "demand"
            if self._demand(surroundings, part, items):
                return
            step = "value"
            value = self._value(surroundings, part, items) if self._value else ""
        except FAULTS as fault:
            yield self._fault(fault, step, part, items)
        else:
            yield self._finding(value, part, items)

    def _finding(self, value: Any, part: Any, items: Items) -> Finding:
        return finding(
            self._entry,
            place=self._place(part, items),
            value="" if value is None else plain_text(value),
            expected=self._rule.expected,
            about=about(part),
        )

    def _fault(self, fault: Exception, step: str, part: Any, items: Items) -> Finding:
        """A rule that cannot be worked out on a part is as bad as one that the part breaks."""
        problem = fault_finding(
            fault,
            record=self._entry.code,
            field=f"{self._entry.code} {step}",
            expression=" ".join(getattr(self._rule, step).split()),
            place=self._place(part, items),
            about=about(part),
            scope=Scope.PART,
        )
        return replace(problem, severity=self._rule.severity)

    def _place(self, part: Any, items: Items) -> Place:
        """The place of the innermost item that has one, else that of the part."""
        element = self._rule.element
        places = (place for item in reversed(items) if (place := getattr(item, "place", NOWHERE)) != NOWHERE)
        if place := next(places, None):
            return place
        if isinstance(part, Invoice):
            return place_in(part, element)
        own: Place = part.place
        return replace(own, position=element) if element else own
