"""Official rules as they are published: groups of contexts, each with its assertions, over the nodes of a document.

The rule files of EN 16931, Peppol and SFTI are Schematron: a *group* (pattern) holds *contexts* in order, a context
says which nodes it is about and holds *assertions*. Within a group a node is judged only by the first context that
fits it; groups do not shadow each other. An assertion that does not hold gives a finding for each node it is about.

Rules are found by kind (`gateway.nodes`): which contexts a path belongs to is worked out when a path is first seen,
and kept on its kind. So a set of a thousand rules costs only what the nodes of a document ask for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from decimal import Context as DecimalContext
from decimal import localcontext
from typing import Any, Generic, NamedTuple, TypeVar

from gateway.catalogue import Severity
from gateway.findings import Finding, finding
from gateway.nodes import WHITE_SPACE, Document, Kind, Node, without_collector
from gateway.rules.terms import term_words

ROOT = "Document"
"""The step of a path that stands for the root of a document, whatever its name."""

_EXACT = DecimalContext(prec=500)
"""Amounts are reckoned without rounding, as xs:decimal is: these digits hold the product of any two of them."""


FactType = TypeVar("FactType")


class Facts:
    """What the checks of a set may ask about the whole document. Sets derive their own, reckoned when first asked."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.root = document.root


class fact(Generic[FactType]):  # noqa: N801 - used as `property` is
    """A property of `Facts` that is reckoned once, when first asked; `functools.cached_property` without its lock."""

    def __init__(self, reckon: Callable[[Any], FactType]) -> None:
        self._reckon = reckon
        self._name = reckon.__name__
        self.__doc__ = reckon.__doc__

    def __get__(self, facts: Any, _owner: type) -> FactType:
        value = facts.__dict__[self._name] = self._reckon(facts)
        return value


FactsType = TypeVar("FactsType", bound=Facts)


class Breach(NamedTuple):
    """What a check answers when its assertion does not hold.

    `at` is the node meant, None for the context node itself; `missing` the path below it of something that should
    be there. `value` is what was found and `expected` what should be there; `words` are further words of the text.
    """

    at: Node | None = None
    missing: str = ""
    value: object = ""
    expected: object = ""
    words: dict[str, object] | None = None


Check = Callable[[Node, Any], Breach | list[Breach] | None]
"""A check of a node, given the facts of its document: None or no breaches when the assertion holds."""


class Assertion(NamedTuple):
    """One official rule: its id, what it demands, and a severity where the catalogue's is not meant.

    Most rules need not be asked of most nodes. One with `needs` is asked only of nodes that have a child of that name;
    one with `spares` not of those from which that path leads, by the first child of each name, to a node (with text, if
    the path ends with `FILLED`): there it holds.
    """

    code: str
    check: Check
    severity: Severity | None = None
    needs: str = ""
    spares: tuple[str, ...] = ()


FILLED = "text()"
"""The last step of a path in `Assertion.spares` that asks for text."""


class Path:
    """A suffix of paths, such as ``cac:InvoiceLine/cac:Price``.

    The step ``Document`` is the root, whatever its name; ``*Amount`` is any name that ends so, and ``*`` any at all.
    """

    def __init__(self, text: str) -> None:
        self.steps = tuple(text.split("/"))

    def __str__(self) -> str:
        return "/".join(self.steps)

    @property
    def last(self) -> str:
        """The name of the nodes meant; empty when it can be one of many."""
        last = self.steps[-1]
        return "" if last.startswith("*") or last == ROOT else last

    def fits(self, names: Sequence[str]) -> bool:
        """Whether nodes with these names, from the root to themselves, are meant."""
        above = len(names) - len(self.steps)
        return above >= 0 and all(
            step == name or (step.startswith("*") and name.endswith(step[1:])) or (step == ROOT and above + index == 0)
            for index, (step, name) in enumerate(zip(self.steps, names[above:], strict=True))
        )


class Context:
    """The nodes that some assertions are about: those on one of `paths` (bars between) for which `when` is true."""

    def __init__(self, paths: str, *assertions: Assertion, when: Callable[[Node, Any], object] | None = None) -> None:
        self.assertions = assertions
        self.when = when
        self.paths = _paths(paths)


class Cases:
    """Nodes whose rules depend on a key, such as a VAT category: `keys` gives the keys of a node, `table` their rules.

    A group of its own: where it stands, no other context of the group is asked about the node.
    """

    def __init__(
        self,
        paths: str,
        keys: Callable[[Node, Any], Iterable[str]],
        table: Mapping[str, tuple[Assertion, ...]],
    ) -> None:
        self.keys = keys
        self.table = table
        self.when = None
        self.paths = _paths(paths)

    @property
    def assertions(self) -> tuple[Assertion, ...]:
        """The rules of all keys."""
        return tuple(assertion for assertions in self.table.values() for assertion in assertions)


class Group:
    """Contexts in order: a node is judged by the first one that fits it."""

    def __init__(self, name: str, *contexts: Context | Cases) -> None:
        self.name = name
        self.contexts = contexts


@dataclass(frozen=True, slots=True)
class Unwanted:
    """A rule about what should not be there, found by its path alone, and at most once in a document.

    `paths` may end with an attribute, ``cac:TaxCategory/cbc:ID/@schemeID``; `unless` is a path that is allowed.
    """

    code: str
    paths: str
    unless: str = ""


class Failure(NamedTuple):
    """An assertion that does not hold, the node it was about, and how."""

    assertion: Assertion
    node: Node
    breach: Breach


class Sweep(NamedTuple):
    """A rule that looks over all nodes of a path at once, for rules about what there is much of, such as amounts.

    `broken` picks the nodes that break it, and `breach` says how one does. It stands outside groups: no context shadows
    it. `paths` are as in `Context`, those of `unless` are left out.
    """

    code: str
    paths: str
    broken: Callable[[list[Node], Any], list[Node]]
    breach: Callable[[Node, Any], Breach]
    unless: str = ""


class AtMost(NamedTuple):
    """A rule on how often elements of one path may stand in a document; the first one too many is shown.

    It is found by the path alone, so that it costs nothing: nodes of a path are counted as they are.
    """

    code: str
    path: str
    most: int = 1


class _Plan(NamedTuple):
    """What is to be checked on nodes of one kind: always, by the first context that fits, by key, by their number."""

    always: tuple[tuple[Check, Assertion], ...]
    with_child: tuple[tuple[str, Check, Assertion], ...]
    spared: tuple[tuple[tuple[str, ...], bool, Check, Assertion], ...]
    choices: tuple[tuple[Context, ...], ...]
    cases: tuple[Cases, ...]
    sweeps: tuple[Sweep, ...]
    unwanted: tuple[Assertion, ...]
    at_most: tuple[tuple[int, Assertion], ...]
    is_counting: bool
    is_asking: bool
    is_branching: bool


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
        self._sweeps = _by_last_step((path, (path, rule)) for rule in sweeps for path in _paths(rule.paths))
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
            paths[sweep.code].update(dict.fromkeys(map(str, _paths(sweep.paths))))
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
        is_large = len(document.root.element) > _MANY_CHILDREN
        with localcontext(_EXACT), without_collector() if is_large else nullcontext():
            for kind, nodes in document.by_kind.items():
                plan: _Plan | None = kind.plans.get(self, _UNPLANNED)
                if plan is _UNPLANNED:
                    plan = self._plan(kind)
                if plan is not None:
                    if plan.is_counting:
                        _count(plan, nodes, facts, failed, seen)
                    if plan.is_asking:
                        _judge(plan, nodes, facts, failed)
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
            plan: _Plan | None = kind.plans[self] if self in kind.plans else self._plan(kind)
            if plan is None:
                continue
            for node in nodes:
                questions += [(assertion, node) for assertion in _asked(plan, node)]
                questions += [(assertion, node) for assertion in _chosen(plan, node, facts)]
        return facts, questions

    def findings(self, document: Document, about: str = "") -> list[Finding]:
        """What the rules have against a document, in the order of its lines."""
        found = [_finding(failure, document, about) for failure in self.failures(document)]
        return sorted(found, key=lambda each: each.place.line or 0)

    def _plan(self, kind: Kind) -> _Plan | None:
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
            Assertion(rule.code, _broken_by_being_there)
            for path, rule in (*self._unwanted[kind.name], *self._unwanted[""])
            if path.fits(names)
        )
        at_most = tuple(
            (rule.most, Assertion(rule.code, _broken_by_being_there))
            for path, rule in self._at_most.get(kind.name, ())
            if path.fits(names)
        )
        sweeps = tuple(
            rule
            for path, rule in (*self._sweeps[kind.name], *self._sweeps[""])
            if path.fits(names) and not any(left_out.fits(names) for left_out in _paths(rule.unless))
        )
        asked = [assertion for assertion in always if assertion.check is not always_holds]
        plan = _Plan(
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
            Assertion(rule.code, _broken_by_being_there)
            for path, rule in self._unwanted.get(f"@{name}", ())
            if path.fits(names) and not (rule.unless and Path(rule.unless).fits(names))
        )
        if len(known) < _MAXIMUM_ATTRIBUTES:
            known[name] = found
        return found


_MANY_CHILDREN = 100
_UNPLANNED: Any = object()
_MAXIMUM_ATTRIBUTES = 100
"""How many attributes of one kind are remembered: a document can make up any number."""

Entry = TypeVar("Entry")


def _paths(text: str) -> list[Path]:
    return [Path(path.strip()) for path in text.split("|")] if text else []


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


def _judge(plan: _Plan, nodes: list[Node], facts: Facts, failed: list[Failure]) -> None:
    """Ask what a plan asks of every node. This is the loop in which rules spend their time."""
    for node in nodes:
        for check, assertion in plan.always:
            if breach := check(node, facts):
                _add(failed, assertion, node, breach)
    for name, check, assertion in plan.with_child:
        for node in [node for node in nodes if name in node.children]:
            if breach := check(node, facts):
                _add(failed, assertion, node, breach)
    if plan.spared:
        _judge_not_spared(plan, nodes, facts, failed)
    if plan.is_branching:
        _judge_apart(plan, nodes, facts, failed)


def _judge_not_spared(plan: _Plan, nodes: list[Node], facts: Facts, failed: list[Failure]) -> None:
    for path, is_filled, check, assertion in plan.spared:
        for node in nodes:
            found = node
            for step in path:
                below = found.children.get(step)
                if below is None:
                    break
                found = below[0]
            else:
                if not is_filled or found.text.strip(WHITE_SPACE):
                    continue
            if breach := check(node, facts):
                _add(failed, assertion, node, breach)


def _judge_apart(plan: _Plan, nodes: list[Node], facts: Facts, failed: list[Failure]) -> None:
    for node in nodes:
        for assertion in _chosen(plan, node, facts):
            if breach := assertion.check(node, facts):
                _add(failed, assertion, node, breach)


def _asked(plan: _Plan, node: Node) -> Iterator[Assertion]:
    yield from (assertion for _, assertion in plan.always)
    yield from (assertion for name, _, assertion in plan.with_child if name in node.children)
    yield from (assertion for _, _, _, assertion in plan.spared)


def _count(plan: _Plan, nodes: list[Node], facts: Facts, failed: list[Failure], seen: set[str]) -> None:
    """The rules on all nodes of a kind together: that they are there, that they are too many, and sweeps."""
    for sweep in plan.sweeps:
        for node in sweep.broken(nodes, facts):
            failed.append(Failure(Assertion(sweep.code, _broken_by_being_there), node, sweep.breach(node, facts)))
    for assertion in plan.unwanted:
        if assertion.code not in seen:
            seen.add(assertion.code)
            failed.append(Failure(assertion, nodes[0], Breach()))
    for most, assertion in plan.at_most:
        if len(nodes) > most:
            failed.append(Failure(assertion, nodes[most], Breach(value=len(nodes), expected=most)))


def _chosen(plan: _Plan, node: Node, facts: Facts) -> Iterator[Assertion]:
    """What is asked of one node only: the assertions of the first context that takes it, and those of its keys."""
    for contexts in plan.choices:
        for context in contexts:
            if context.when is None or context.when(node, facts):
                yield from context.assertions
                break
    for cases in plan.cases:
        for key in cases.keys(node, facts):
            yield from cases.table.get(key, ())


def always_holds(_node: Node, _facts: Any) -> None:
    """The check of a rule whose official test cannot fail."""


def _broken_by_being_there(_node: Node, _facts: Facts) -> Breach:
    return Breach()


def _add(failed: list[Failure], assertion: Assertion, node: Node, breach: Breach | list[Breach]) -> None:
    if isinstance(breach, list):
        failed.extend(Failure(assertion, node, each) for each in breach)
    else:
        failed.append(Failure(assertion, node, breach))


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
