"""Checking every mapping of an installation, without running any."""

from collections.abc import Mapping as Dictionary
from pathlib import Path

from gateway.formats.layout import Layout
from gateway.mapping.checking import checked
from gateway.registers import Registers
from gateway.specification import BrokenSpecification, SpecificationProblem


def check_mappings(
    folder: Path,
    layouts: Dictionary[str, Layout],
    registers: Registers,
    route_values: Dictionary[str, list[Dictionary[str, str]]],
) -> list[SpecificationProblem]:
    """Every problem of every spec in a folder, once each.

    `route_values` holds, by mapping name, the values of each route that uses it; a mapping that no route uses is
    checked without route values.
    """
    problems: dict[SpecificationProblem, None] = {}
    for path in sorted(folder.glob("*.yaml")):
        for values in route_values.get(path.stem) or [{}]:
            try:
                checked(path, layouts, registers, values)
            except BrokenSpecification as error:
                problems |= dict.fromkeys(error.problems)
    return list(problems)
