"""Checking a mapping spec against the message, the layout, the registers and the route, as a whole."""

from collections.abc import Iterator
from collections.abc import Mapping as Dictionary
from dataclasses import replace
from pathlib import Path

from gateway.formats.avro import avro_format
from gateway.formats.layouts.layout import Layout
from gateway.formats.registry import WRITTEN_FORMATS
from gateway.mapping.model import MappingSpecification, SpecificationText
from gateway.mapping.nesting import unplaced
from gateway.mapping.plan import AVRO, ORIGINAL, Plan
from gateway.mapping.planning import SpecificationChecker, with_keys
from gateway.messages import FAMILIES
from gateway.registers import Registers
from gateway.specification import BrokenSpecification, SpecificationProblem, did_you_mean, load


def checked(
    path: Path, layouts: Dictionary[str, Layout], registers: Registers, route_values: Dictionary[str, str] | None
) -> Plan:
    """The checked plan of a mapping spec. Raises BrokenSpecification naming every problem.

    When `route_values` is None the route is not known, and the spec may mention any value of it.
    """
    specification, source = load(path, MappingSpecification)
    text = SpecificationText(path, source)
    problems = []
    if specification.name != path.stem:
        problems.append(text.problem(f"the file is called {path.stem}, not {specification.name}", "name"))
    if specification.message not in FAMILIES:
        hint = did_you_mean(specification.message, FAMILIES)
        problems.append(text.problem(f"unknown message '{specification.message}'", "message", hint=hint))
    form = WRITTEN_FORMATS.get(specification.target)
    if specification.target == AVRO and specification.message in FAMILIES:
        form = avro_format(FAMILIES[specification.message])
    passes_on = specification.target == ORIGINAL
    layout = layouts.get(specification.target) or (_without_lines(specification) if form or passes_on else None)
    if layout is None:
        hint = did_you_mean(specification.target, [*layouts, *WRITTEN_FORMATS, AVRO, ORIGINAL])
        problems.append(text.problem(f"unknown layout '{specification.target}'", "target", hint=hint))
    elif form and specification.message != form.family.name:
        message = f"'{form.name}' is written from {form.family.name}, not from {specification.message}"
        problems.append(text.problem(message, "target"))
    elif passes_on and specification.message in FAMILIES and FAMILIES[specification.message].unit:
        message = f"a file of {specification.message} may be rejected in part, so it cannot be passed on as it came"
        problems.append(text.problem(message, "target"))
    problems += _shape_problems(specification, text, is_made_of_lines=not (form or passes_on))
    if problems or layout is None:
        raise BrokenSpecification(problems)
    checker = SpecificationChecker(specification, text, layout, registers, route_values)
    plan = checker.plan()
    if plan:
        keys = [keys for keys, _ in with_keys(specification.records, "records")]
        for index, outer in unplaced(layout, plan.records, plan.levels):
            message = f"record '{plan.records[index].record}' stands within '{outer}', which is not written before it"
            checker.problems.append(text.problem(message, *keys[index], "record"))
    if checker.problems or plan is None:
        raise BrokenSpecification(sorted(checker.problems, key=lambda problem: (problem.line, problem.column)))
    return replace(plan, form=form, passes_on=passes_on)


def _without_lines(specification: MappingSpecification) -> Layout:
    """The layout of a file that is not made of a mapping's lines."""
    return Layout.model_construct(name=specification.target, title=specification.title, kind="delimited", records={})


def _shape_problems(
    specification: MappingSpecification, text: SpecificationText, *, is_made_of_lines: bool
) -> Iterator[SpecificationProblem]:
    """What a spec says of lines where its target has none, and the other way round."""
    if not is_made_of_lines and specification.split:
        yield text.problem("only a mapping whose target is a layout splits its output", "split")
    if not is_made_of_lines and specification.records:
        yield text.problem("only a mapping whose target is a layout has records", "records")
    if is_made_of_lines and not specification.records:
        yield text.problem("a mapping whose target is a layout has at least one record", "records")
