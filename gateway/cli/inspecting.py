"""Commands that look without touching: validate, translate, formats, fields."""

import json
import shutil
import sys
from pathlib import Path

import click

from gateway.app.inspection import Inspection, chosen_tools, inspected, parts_of, trial_run
from gateway.app.installation import Installation
from gateway.cli import printing
from gateway.findings import Finding
from gateway.messages import FAMILIES
from gateway.messages.describe import fields_of

route_option = click.option("--route", default="", help="Treat the file as one of this route.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for a program to read.")


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@route_option
@json_option
@click.pass_obj
def validate(installation: Installation, paths: tuple[Path, ...], route: str, as_json: bool) -> None:
    """Check files (or all files of folders) as their route would, without recording or delivering anything.

    \b
    Example:
      gateway validate samples/efaktura/*.xml
      gateway validate --json samples
    """
    known_route(installation, route)
    failed = False
    for path in _files(paths):
        with inspected(installation, path, route=route) as inspection:
            failed = failed or inspection.verdict != "valid"
            _print_inspection(inspection, as_json, installation)
    sys.exit(1 if failed else 0)


@click.command()
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--mapping", default="", help="Use this mapping instead of the route's.")
@click.option("--explain", is_flag=True, help="Tell where the value of each output field comes from.")
@route_option
@click.option("--output", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="Write here.")
@click.pass_obj
def translate(
    installation: Installation, path: Path, mapping: str, explain: bool, route: str, output: Path | None
) -> None:
    """Translate one file and print the result, without recording or delivering anything.

    \b
    Example:
      gateway translate samples/forsystem-sie/loner-2026-10.si --output lon.gl07
      gateway translate samples/bank/bgmax-inbetalningar.txt --explain
    """
    known_route(installation, route)
    known_mapping(installation, mapping)
    if explain:
        _print_explanation(installation, path, mapping, route)
        return
    with inspected(installation, path, route=route, mapping=mapping, translate=True) as inspection:
        for problem in inspection.log:
            click.echo(_line(problem, installation), err=True)
        if inspection.result.rejects_file:
            click.echo(f"{path}: not translated; see the findings above", err=True)
            sys.exit(1)
        if output:
            shutil.copyfile(inspection.output, output)
        else:
            with inspection.output.open("rb") as made:
                shutil.copyfileobj(made, sys.stdout.buffer)
        sys.exit(0 if inspection.is_valid else 1)


@click.command()
@json_option
@click.pass_obj
def formats(installation: Installation, as_json: bool) -> None:
    """List the formats that can be read.

    \b
    Example:
      gateway formats
    """
    known = sorted(installation.formats.values(), key=lambda form: form.name)
    if as_json:
        for form in known:
            entry = {
                "name": form.name,
                "title": form.title,
                "message": form.family.name,
                "source": form.source,
            }
            click.echo(json.dumps(entry, ensure_ascii=False))
        return
    table = printing.table("Name", "What it is", "Message", "Source")
    for form in known:
        table.add_row(form.name, form.title, form.family.name, form.source)
    printing.show_table(table)


@click.command()
@click.argument("message", required=False, type=click.Choice(sorted(FAMILIES)))
def fields(message: str | None) -> None:
    """List the fields of a message that mappings may use; without MESSAGE, the messages.

    \b
    Example:
      gateway fields Invoice
    """
    if message is None:
        for family in FAMILIES.values():
            click.echo(f"{family.name}: {', '.join(family.parts)}")
        return
    for name, part in FAMILIES[message].parts.items():
        _print_fields(name, part, ())


def _print_fields(prefix: str, part: type, above: tuple[type, ...]) -> None:
    for described in fields_of(part).values():
        kind = described.kind.__name__
        shape = f"list of {kind}" if described.repeated else f"{kind}?" if described.optional else kind
        source = f" [{described.source}]" if described.source else ""
        click.echo(f"{prefix}.{described.name}  {shape}  {described.text}{source}")
        if described.is_part and described.kind not in above and described.name != "place" and not described.derived:
            _print_fields(f"{prefix}.{described.name}", described.kind, (*above, described.kind))


def _files(paths: tuple[Path, ...]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        found += sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]
    return found


def known_mapping(installation: Installation, name: str) -> None:
    """Refuse a mapping that there is no spec for, as wrong use; an empty name is none."""
    if name and name not in installation.mapping_names:
        known = ", ".join(installation.mapping_names)
        raise click.UsageError(f"no mapping '{name}'; the mappings are: {known}")


def known_route(installation: Installation, route: str) -> None:
    """Refuse a route that there is no spec for, as wrong use; an empty name is none."""
    if route and route not in installation.tools:
        known = ", ".join(installation.tools)
        raise click.UsageError(f"no route '{route}'; the routes are: {known}")


def _line(problem: Finding, installation: Installation) -> str:
    language = installation.settings.language
    where = problem.place.text(language)
    about = f"{problem.about}: " if problem.about else ""
    return f"  {problem.severity.value} {problem.code} {about}{problem.text(language)}" + (
        f" ({where})" if where else ""
    )


def _print_inspection(inspection: Inspection, as_json: bool, installation: Installation) -> None:
    form = inspection.format.name if inspection.format else ""
    language = installation.settings.language
    if as_json:
        report = {
            "file": str(inspection.path),
            "document": 1,
            "format": form,
            "verdict": inspection.verdict,
            "schema_valid": inspection.schema_valid,
            "findings": [
                {
                    "code": problem.code,
                    "severity": problem.severity.value,
                    "location": problem.place.path or problem.place.text(language),
                    "line": problem.place.line,
                    "message": problem.text(language),
                }
                for problem in inspection.log
            ],
        }
        click.echo(json.dumps(report, ensure_ascii=False))
        return
    click.echo(f"{inspection.path}: {inspection.verdict} ({form or 'no known format'})")
    for problem in inspection.log:
        click.echo(_line(problem, installation))


def _print_explanation(installation: Installation, path: Path, mapping: str, route: str) -> None:
    tools = chosen_tools(installation, path, route)
    if tools is None:
        raise click.ClickException(f"{path}: no route accepts this file; try: gateway validate {path}")
    chosen = installation.mapping(mapping, tools.route.values) if mapping else tools.mapping
    for record in chosen.explain(parts_of(installation, path, route), trial_run()):
        click.echo(str(record))
