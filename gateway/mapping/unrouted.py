"""Checking mapping specs that no route uses, so that a broken one is found before a route is made for it."""

from collections.abc import Iterable
from collections.abc import Mapping as Dictionary
from pathlib import Path

from gateway.formats.layouts.layout import Layout
from gateway.mapping.checking import checked
from gateway.registers import Registers
from gateway.specification import BrokenSpecification, SpecificationProblem


def check_mappings(
    paths: Iterable[Path], layouts: Dictionary[str, Layout], registers: Registers
) -> list[SpecificationProblem]:
    """Every problem of some mapping specs, each checked as if its route had every value that it mentions."""
    problems: list[SpecificationProblem] = []
    for path in paths:
        try:
            checked(path, layouts, registers, None)
        except BrokenSpecification as error:
            problems += error.problems
    return problems
