"""A whole rule set, ready to be asked about documents.

Rules are found by kind (`gateway.nodes`): which contexts a path belongs to is worked out when a path is first seen,
and kept on its kind. So a set of a thousand rules costs only what the nodes of a document ask for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from decimal import Context as DecimalContext
from decimal import localcontext
from typing import Any, Generic, NamedTuple

from gateway.findings import Finding, finding
from gateway.nodes import Document, Kind, Node, without_collector
from gateway.rules.assertions import (
    FILLED,
    Assertion,
    AtMost,
    Breach,
    Cases,
    Context,
    FactsType,
    Failure,
    Group,
    Path,
    Sweep,
    Unwanted,
    always_holds,
    paths_in,
)
from gateway.rules.judging import Plan, asked, broken_by_being_there, count, judge, swept
from gateway.rules.terms import term_words

_EXACT = DecimalContext(prec=500)
"""Amounts are reckoned without rounding, as xs:decimal is: these digits hold the product of any two of them."""

_UNPLANNED: Any = object()
_MAXIMUM_ATTRIBUTES = 100
"""How many attributes of one kind are remembered: a document can make up any number."""


class Rule(NamedTuple):
    """One rule id of a set, as it is listed: the paths it is about, and whether it can be found broken at all.

    `is_unwanted` rules are about what should not be there, but for the path `unless`; of the others a check decides.
    """

    code: str
    paths: tuple[str, ...]
    is_unwanted: bool = False
    unless: str = ""
    can_fail: bool = True


class Assertions(Generic[FactsType]):
    """All assertions of a rule set in one version, ready to be asked about documents. Make it once and keep it."""

    def __init__(
        self,
        facts: Callable[[Document], FactsType],
        groups: Sequence[Group],
        unwanted: Sequence[Unwanted] = (),
        at_most: Sequence[AtMost] = (),
        sweeps: Sequence[Sweep] = (),
    ) -> None:
        self._facts = facts
        self._groups = tuple(groups)
        self._counted = tuple(at_most)
        self._swept = tuple(sweeps)
        self._attributes = object()
        self._listed = tuple(unwanted)
        self._contexts = _by_last_step(
            (path, (group_number, number, path, context))
            for group_number, group in enumerate(groups)
            for number, context in enumerate(group.contexts)
            for path in context.paths
        )
        self._sweeps = _by_last_step((path, (path, rule)) for rule in sweeps for path in paths_in(rule.paths))
        self._at_most = _by_last_step((Path(rule.path), (Path(rule.path), rule)) for rule in at_most)
        self._unwanted = _by_last_step(
            (Path(path.strip()), (Path(path.strip()), rule)) for rule in unwanted for path in rule.paths.split("|")
        )

    def codes(self) -> list[str]:
        """Every rule id of the set, in order, without repeats."""
        return [rule.code for rule in self.rules()]

    def rules(self) -> list[Rule]:
        """Every rule of the set, in order; one that stands in several contexts is one, with the paths of all."""
        paths: defaultdict[str, dict[str, None]] = defaultdict(dict)
        failing: set[str] = set()
        for group in self._groups:
            for context in group.contexts:
                for assertion in context.assertions:
                    paths[assertion.code].update(dict.fromkeys(map(str, context.paths)))
                    if assertion.check is not always_holds:
                        failing.add(assertion.code)
        for rule in self._counted:
            paths[rule.code][rule.path] = None
            failing.add(rule.code)
        for sweep in self._swept:
            paths[sweep.code].update(dict.fromkeys(map(str, paths_in(sweep.paths))))
            failing.add(sweep.code)
        checked = [Rule(code, tuple(of_code), can_fail=code in failing) for code, of_code in paths.items()]
        return checked + [
            Rule(rule.code, tuple(path.strip() for path in rule.paths.split("|")), is_unwanted=True, unless=rule.unless)
            for rule in self._listed
        ]

    def failures(self, document: Document) -> list[Failure]:
        """Every assertion that does not hold."""
        return self.failures_by(self._facts(document))

    def failures_by(self, facts: FactsType) -> list[Failure]:
        """The same for a document whose facts are there already."""
        document = facts.document
        failed: list[Failure] = []
        seen: set[str] = set()
        with localcontext(_EXACT), without_collector(document.root.element):
            for kind, nodes in document.by_kind.items():
                plan: Plan | None = kind.plans.get(self, _UNPLANNED)
                if plan is _UNPLANNED:
                    plan = self._plan(kind)
                if plan is not None:
                    if plan.is_counting:
                        count(plan, nodes, facts, failed, seen)
                    if plan.is_asking:
                        judge(plan, nodes, facts, failed)
        if self._unwanted:
            self._judge_attributes(document, failed, seen)
        return failed

    def _judge_attributes(self, document: Document, failed: list[Failure], seen: set[str]) -> None:
        for (kind, name), node in document.attributed.items():
            known = kind.plans.get(self._attributes)
            if known is None:
                known = kind.plans[self._attributes] = {}
            for assertion in known[name] if name in known else self._attribute_plan(known, kind, name):
                if assertion.code not in seen:
                    seen.add(assertion.code)
                    failed.append(Failure(assertion, node, Breach(missing=f"@{name}", value=node.attribute(name))))

    def asked(self, document: Document) -> tuple[FactsType, list[tuple[Assertion, Node]]]:
        """The facts of a document, and every question that is put about it: for those who measure what rules cost."""
        facts = self._facts(document)
        questions: list[tuple[Assertion, Node]] = []
        for kind, nodes in document.by_kind.items():
            plan: Plan | None = kind.plans[self] if self in kind.plans else self._plan(kind)
            if plan is None:
                continue
            questions += [(swept(sweep, nodes), nodes[0]) for sweep in plan.sweeps]
            for node in nodes:
                questions += [(assertion, node) for assertion in asked(plan, node, facts)]
        return facts, questions

    def findings(self, document: Document, about: str = "") -> list[Finding]:
        """What the rules have against a document, in the order of its lines."""
        found = [_finding(failure, document, about) for failure in self.failures(document)]
        return sorted(found, key=lambda each: each.place.line or 0)

    def _plan(self, kind: Kind) -> Plan | None:
        names = kind.names
        fitting: defaultdict[int, dict[int, Context | Cases]] = defaultdict(dict)
        for group_number, number, path, context in (*self._contexts[kind.name], *self._contexts[""]):
            if path.fits(names):
                fitting[group_number][number] = context
        always: list[Assertion] = []
        choices: list[tuple[Context, ...]] = []
        cases: list[Cases] = []
        for _, contexts in sorted(fitting.items()):
            first = contexts[min(contexts)]
            if isinstance(first, Cases):
                cases.append(first)
            elif first.when is None:
                always.extend(first.assertions)
            else:
                choices.append(_reachable([contexts[number] for number in sorted(contexts)]))
        unwanted = tuple(
            Assertion(rule.code, broken_by_being_there)
            for path, rule in (*self._unwanted[kind.name], *self._unwanted[""])
            if path.fits(names)
        )
        at_most = tuple(
            (rule.most, Assertion(rule.code, broken_by_being_there))
            for path, rule in self._at_most.get(kind.name, ())
            if path.fits(names)
        )
        sweeps = tuple(
            rule
            for path, rule in (*self._sweeps[kind.name], *self._sweeps[""])
            if path.fits(names) and not any(left_out.fits(names) for left_out in paths_in(rule.unless))
        )
        asked = [assertion for assertion in always if assertion.check is not always_holds]
        plan = Plan(
            always=tuple((each.check, each) for each in asked if not (each.needs or each.spares)),
            with_child=tuple((each.needs, each.check, each) for each in asked if each.needs),
            spared=tuple(
                (tuple(step for step in each.spares if step != FILLED), FILLED in each.spares, each.check, each)
                for each in asked
                if each.spares
            ),
            choices=tuple(choices),
            cases=tuple(cases),
            sweeps=sweeps,
            unwanted=unwanted,
            at_most=at_most,
            is_counting=bool(unwanted or at_most or sweeps),
            is_asking=bool(asked or choices or cases),
            is_branching=bool(choices or cases),
        )
        kind.plans[self] = plan if any(plan) else None
        return plan if any(plan) else None

    def _attribute_plan(self, known: dict[str, tuple[Assertion, ...]], kind: Kind, name: str) -> tuple[Assertion, ...]:
        names = (*kind.names, f"@{name}")
        found = tuple(
            Assertion(rule.code, broken_by_being_there)
            for path, rule in self._unwanted.get(f"@{name}", ())
            if path.fits(names) and not (rule.unless and Path(rule.unless).fits(names))
        )
        if len(known) < _MAXIMUM_ATTRIBUTES:
            known[name] = found
        return found


def _by_last_step(entries: Any) -> defaultdict[str, list[Any]]:
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for path, entry in entries:
        found[path.last].append(entry)
    return found


def _reachable(contexts: Iterable[Context | Cases]) -> tuple[Context, ...]:
    """Contexts up to the first that takes every node; what comes after it is never asked."""
    reachable: list[Context] = []
    for context in contexts:
        if isinstance(context, Cases):
            raise TypeError("cases stand alone in their group")
        reachable.append(context)
        if context.when is None:
            break
    return tuple(reachable)


def _finding(failure: Failure, document: Document, about: str) -> Finding:
    breach = failure.breach
    node = breach.at or failure.node
    words: dict[str, Any] = {**term_words(node, breach.missing), **(breach.words or {})}
    return finding(
        failure.assertion.code,
        place=document.place(node, breach.missing),
        value=breach.value,
        expected=breach.expected,
        about=about,
        severity=failure.assertion.severity,
        **words,
    )
