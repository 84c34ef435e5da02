"""Asking what a rule set asks of the nodes of one kind: the loops in which rules spend their time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from gateway.nodes import WHITE_SPACE, Node
from gateway.rules.assertions import Assertion, Breach, Cases, Check, Context, Facts, Failure, Sweep


class Plan(NamedTuple):
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


def judge(plan: Plan, nodes: list[Node], facts: Facts, failed: list[Failure]) -> None:
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


def _judge_not_spared(plan: Plan, nodes: list[Node], facts: Facts, failed: list[Failure]) -> None:
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


def _judge_apart(plan: Plan, nodes: list[Node], facts: Facts, failed: list[Failure]) -> None:
    for node in nodes:
        for assertion in _chosen(plan, node, facts):
            if breach := assertion.check(node, facts):
                _add(failed, assertion, node, breach)


def asked(plan: Plan, node: Node, facts: Facts) -> Iterator[Assertion]:
    """Every assertion that is asked of a node."""
    yield from (assertion for _, assertion in plan.always)
    yield from (assertion for name, _, assertion in plan.with_child if name in node.children)
    yield from (assertion for _, _, _, assertion in plan.spared)
    yield from _chosen(plan, node, facts)


def swept(sweep: Sweep, nodes: list[Node]) -> Assertion:
    """A sweep over nodes of one kind as one question, which any of the nodes may be asked."""
    return Assertion(
        sweep.code, lambda _node, facts: [sweep.breach(node, facts) for node in sweep.broken(nodes, facts)]
    )


def count(plan: Plan, nodes: list[Node], facts: Facts, failed: list[Failure], seen: set[str]) -> None:
    """The rules on all nodes of a kind together: that they are there, that they are too many, and sweeps."""
    for sweep in plan.sweeps:
        for node in sweep.broken(nodes, facts):
            failed.append(Failure(Assertion(sweep.code, broken_by_being_there), node, sweep.breach(node, facts)))
    for assertion in plan.unwanted:
        if assertion.code not in seen:
            seen.add(assertion.code)
            failed.append(Failure(assertion, nodes[0], Breach()))
    for most, assertion in plan.at_most:
        if len(nodes) > most:
            failed.append(Failure(assertion, nodes[most], Breach(value=len(nodes), expected=most)))


def _chosen(plan: Plan, node: Node, facts: Facts) -> Iterator[Assertion]:
    """What is asked of one node only: the assertions of the first context that takes it, and those of its keys."""
    for contexts in plan.choices:
        for context in contexts:
            if context.when is None or context.when(node, facts):
                yield from context.assertions
                break
    for cases in plan.cases:
        for key in cases.keys(node, facts):
            yield from cases.table.get(key, ())


def broken_by_being_there(_node: Node, _facts: Facts) -> Breach:
    return Breach()


def _add(failed: list[Failure], assertion: Assertion, node: Node, breach: Breach | list[Breach]) -> None:
    if isinstance(breach, list):
        failed.extend(Failure(assertion, node, each) for each in breach)
    else:
        failed.append(Failure(assertion, node, breach))
