"""The rule sets of an installation: those written in code, and the city's own in `mappings/rules/*.yaml`.

A file is read first, which needs nothing else, and made into a rule set then, for which its registers and formats
must be there. A broken file holds up the routes that name its set, whatever other versions there are.
"""

from collections.abc import Callable, Collection, Iterator
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from gateway.catalogue import Scope
from gateway.catalogue.code import Code
from gateway.findings import NOWHERE, Finding, finding
from gateway.mapping.faults import fault_finding
from gateway.mapping.formulas import Formula, Formulas
from gateway.mapping.functions import plain_text
from gateway.mapping.model import SpecificationText
from gateway.mapping.nodes import ExpressionProblem
from gateway.mapping.runtime import FAULTS
from gateway.messages import INVOICE
from gateway.messages.invoice import Invoice
from gateway.registers import Registers
from gateway.rules.base import RuleSet, Surroundings
from gateway.rules.city import InvoiceCheck, city_rule_set
from gateway.rules.city_model import CityRules, OwnRule
from gateway.rules.invoice_city import place_in
from gateway.rules.registry import RuleSets, clashing
from gateway.specification import BrokenSpecification, SpecificationProblem, did_you_mean, load


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFile:
    """A rule file as it was read, with the places in its text."""

    specification: CityRules
    text: SpecificationText

    @property
    def codes(self) -> Collection[str]:
        """The codes of the rules that staff wrote in it."""
        return self.specification.own_rules.keys()


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
    specification, source = load(path, CityRules)
    text = SpecificationText(path, source)
    named = (specification.name, f"{specification.name}.{specification.version}")
    if specification.name != set_name(path):
        raise BrokenSpecification([text.problem(f"the file is called {path.stem}, not {specification.name}", "name")])
    if path.stem not in named:
        message = f"the file is called {path.stem}, not {named[1]}"
        raise BrokenSpecification([text.problem(message, "version", hint=f"{named[0]}.yaml will do as well")])
    return RuleFile(specification=specification, text=text)


def _rule_set(file: RuleFile, registers: Registers, formats: Collection[str]) -> RuleSet:
    specification, text = file.specification, file.text
    problems = [*_format_problems(file, formats), *_register_problems(file, registers), *_rule_problems(file)]
    own_checks: dict[str, InvoiceCheck] = {}
    for code, rule in specification.own_rules.items():
        if rule.enabled:
            try:
                own_checks[code] = _own_check(code, rule, text, registers)
            except BrokenSpecification as fault:
                problems += fault.problems
    if problems:
        raise BrokenSpecification(sorted(problems, key=lambda problem: (problem.line, problem.column)))
    return city_rule_set(specification, own_checks)


def _format_problems(file: RuleFile, formats: Collection[str]) -> Iterator[SpecificationProblem]:
    for index, name in enumerate(file.specification.formats):
        if name not in formats:
            hint = did_you_mean(name, formats)
            yield file.text.problem(f"unknown format '{name}'", "formats", index, hint=hint)


def _rule_problems(file: RuleFile) -> Iterator[SpecificationProblem]:
    enabled, references = file.specification.rules.enabled(), file.specification.references
    for code in ("INVOICE-REFERENCE-MISSING", "INVOICE-REFERENCE-UNKNOWN"):
        if code in enabled and not references.kinds:
            yield file.text.problem(f"{code} needs references.kinds", "rules", code)
    if "INVOICE-CREDITED-UNKNOWN" in enabled and "INVOICE-DUPLICATE" not in enabled:
        message = "INVOICE-CREDITED-UNKNOWN needs INVOICE-DUPLICATE, which remembers what was delivered"
        yield file.text.problem(message, "rules", "INVOICE-CREDITED-UNKNOWN")


def _register_problems(file: RuleFile, registers: Registers) -> Iterator[SpecificationProblem]:
    wanted: list[tuple[tuple[str | int, ...], str, list[str]]] = [
        (("rules", code), str(rule.register_name), list(getattr(rule, "columns", [])))
        for code, rule in file.specification.rules.enabled().items()
        if hasattr(rule, "register_name")
    ]
    wanted += [
        (("references", "kinds", index), kind.register_name, [])
        for index, kind in enumerate(file.specification.references.kinds)
    ]
    for keys, name, columns in wanted:
        if name not in registers:
            hint = did_you_mean(name, registers.names)
            yield file.text.problem(f"unknown register '{name}'", *keys, "register", hint=hint)
            continue
        register = registers[name]
        if len(register.keys) != 1:
            message = f"register '{name}' is keyed by {', '.join(register.keys)}, not by one column"
            yield file.text.problem(message, *keys, "register")
        for index, column in enumerate(columns):
            if column not in register.columns:
                hint = did_you_mean(column, register.columns)
                message = f"register '{name}' has no column '{column}'"
                yield file.text.problem(message, *keys, "columns", index, hint=hint)


def _own_check(code: str, rule: OwnRule, text: SpecificationText, registers: Registers) -> InvoiceCheck:
    formulas = Formulas(INVOICE, "invoice", registers)
    problems: list[SpecificationProblem] = []

    def compiled(key: str, compile_one: Callable[[str], Formula]) -> Formula | None:
        written = getattr(rule, key)
        try:
            return compile_one(written) if written else None
        except ExpressionProblem as fault:
            keys = ("own_rules", code, key)
            problems.append(text.problem_in(written, fault.offset, fault.message, *keys, hint=fault.hint))
            return None

    loop = compiled("for_each", formulas.loop)
    when, demand = compiled("when", formulas.condition), compiled("demand", formulas.condition)
    value = compiled("value", formulas.value)
    if demand is None and not problems:
        problems.append(text.problem("a rule must demand something", "own_rules", code, "demand"))
    if problems or demand is None:
        raise BrokenSpecification(problems)
    return _OwnCheck(code=code, rule=rule, loop=loop, when=when, demand=demand, value=value)


class _OwnCheck:
    """A rule that staff wrote, ready to judge invoices."""

    def __init__(
        self,
        *,
        code: str,
        rule: OwnRule,
        loop: Formula | None,
        when: Formula | None,
        demand: Formula,
        value: Formula | None,
    ) -> None:
        self._rule = rule
        self._loop, self._when, self._demand, self._value = loop, when, demand, value
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

    def __call__(self, invoice: Invoice, surroundings: Surroundings) -> Iterator[Finding]:
        try:
            items = [None] if self._loop is None else self._loop(surroundings, invoice, None) or ()
        except FAULTS as fault:
            yield self._fault(fault, "for_each", invoice, None)
            return
        for item in items:
            step = "when"
            try:
                if self._when is not None and not self._when(surroundings, invoice, item):
                    continue
                step = "demand"
                if self._demand(surroundings, invoice, item):
                    continue
                step = "value"
                value = self._value(surroundings, invoice, item) if self._value else ""
            except FAULTS as fault:
                yield self._fault(fault, step, invoice, item)
            else:
                yield self._finding(value, invoice, item)

    def _finding(self, value: Any, invoice: Invoice, item: Any) -> Finding:
        return finding(
            self._entry,
            place=self._place(invoice, item),
            value="" if value is None else plain_text(value),
            expected=self._rule.expected,
            about=invoice.number,
        )

    def _fault(self, fault: Exception, step: str, invoice: Invoice, item: Any) -> Finding:
        """A rule that cannot be worked out on an invoice is as bad as one that the invoice breaks."""
        problem = fault_finding(
            fault,
            record=self._entry.code,
            field=f"{self._entry.code} {step}",
            expression=" ".join(getattr(self._rule, step).split()),
            place=self._place(invoice, item),
            about=invoice.number,
            scope=Scope.PART,
        )
        return replace(problem, severity=self._rule.severity)

    def _place(self, invoice: Invoice, item: Any) -> Any:
        place = getattr(item, "place", NOWHERE)
        return place if place != NOWHERE else place_in(invoice, self._rule.element)
