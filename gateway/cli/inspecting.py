"""Commands that look without touching: translate, formats, fields."""

import json
import shutil
import sys
from pathlib import Path

import click

from gateway.app.inspection import chosen_tools, inspected, parts_of, trial_run
from gateway.app.installation import Installation
from gateway.cli import printing
from gateway.cli.options import json_option, known_mapping, known_route, pass_installation, route_option
from gateway.cli.validating import finding_text
from gateway.formats.listing import listed_formats
from gateway.messages import FAMILIES
from gateway.messages.describe import fields_of


@click.command()
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--mapping", default="", help="Use this mapping instead of the route's.")
@click.option("--explain", is_flag=True, help="Tell where the value of each output field comes from.")
@route_option
@click.option(
    "--output",
    type=click.Path(writable=True, path_type=Path),
    help="Write here; a folder, when the mapping splits its output into several files.",
)
@pass_installation
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
            click.echo(finding_text(problem, installation.settings.language), err=True)
        if inspection.result.rejects_file:
            click.echo(f"{path}: not translated; see the findings above", err=True)
            sys.exit(1)
        _give(inspection.outputs, output)
        sys.exit(0 if inspection.is_valid else 1)


def _give(outputs: dict[str, Path], output: Path | None) -> None:
    """Write or print the files that were made; several go into a folder, or are printed with their names between."""
    is_split = len(outputs) > 1 or (output is not None and output.is_dir())
    if output and is_split:
        output.mkdir(exist_ok=True)
    for name, made in outputs.items():
        if output:
            shutil.copyfile(made, output / name if is_split else output)
            continue
        if is_split:
            click.echo(f"==> {name} <==")
            sys.stdout.flush()
        with made.open("rb") as file:
            shutil.copyfileobj(file, sys.stdout.buffer)


@click.command()
@json_option
@pass_installation
def formats(installation: Installation, as_json: bool) -> None:
    """List the formats that can be read and written.

    \b
    Example:
      gateway formats
    """
    known = sorted(listed_formats(installation.layouts), key=lambda form: form.name)
    if as_json:
        for form in known:
            entry = {
                "name": form.name,
                "title": form.title,
                "direction": form.direction,
                "message": form.message,
                "source": form.source,
                "assumed": form.is_assumed,
                "layout": form.is_layout,
            }
            click.echo(json.dumps(entry, ensure_ascii=False))
        return
    table = printing.table("Name", "What it is", "Direction", "Message", "Source")
    for form in known:
        table.add_row(form.name, form.title, form.direction, form.message, form.source)
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


def _print_explanation(installation: Installation, path: Path, mapping: str, route: str) -> None:
    tools = chosen_tools(installation, path, route)
    if tools is None:
        raise click.ClickException(f"{path}: no route accepts this file; try: gateway validate {path}")
    chosen = installation.mapping(mapping, tools.route) if mapping else tools.mapping
    for record in chosen.explain(parts_of(installation, path, route), trial_run()):
        click.echo(str(record))
