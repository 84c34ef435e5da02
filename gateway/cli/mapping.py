"""Commands for those who write mappings: check, test, accept, explain, new."""

import sys
from pathlib import Path

import click

from gateway.app.examples import accept_examples, example_results
from gateway.app.inspection import chosen_tools, parts_of, trial_run
from gateway.app.installation import Installation
from gateway.cli.options import known_mapping, known_route, pass_installation


@click.group()
def mapping() -> None:
    """Check, test and explain the mapping specs.

    \b
    Example:
      gateway mapping check
      gateway mapping test
    """


@mapping.command()
@pass_installation
def check(installation: Installation) -> None:
    """Check every spec: routes, layouts, registers, rules and mappings. Nothing is run.

    \b
    Example:
      gateway mapping check
    """
    problems = installation.problems()
    for problem in problems:
        click.echo(str(problem))
    if problems:
        sys.exit(1)
    click.echo(f"{len(installation.tools)} routes, {len(installation.mapping_names)} mappings: no problems")


@mapping.command()
@click.argument("name", required=False, default="")
@pass_installation
def test(installation: Installation, name: str) -> None:
    """Translate the examples in mappings/examples/ and compare with what they must give.

    \b
    Example:
      gateway mapping test
      gateway mapping test vouchers_gl07
    """
    known_mapping(installation, name)
    results = list(example_results(installation, name))
    for result in results:
        click.echo(f"{'ok  ' if result.is_ok else 'FAIL'} {result.name}")
        if not result.is_ok:
            click.echo(result.difference)
    failed = sum(not result.is_ok for result in results)
    click.echo(f"{len(results) - failed} passed, {failed} failed")
    if not results:
        raise click.ClickException("no examples found in mappings/examples/")
    sys.exit(1 if failed else 0)


@mapping.command()
@click.argument("name", required=False, default="")
@pass_installation
def accept(installation: Installation, name: str) -> None:
    """Show how the examples differ now, and make that the new expectation.

    \b
    Example:
      gateway mapping accept vouchers_gl07
    """
    known_mapping(installation, name)
    for result in accept_examples(installation, name):
        click.echo(f"accepted {result.name}")
        click.echo(result.difference)


@mapping.command()
@click.argument("name")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--route", default="", help="Treat the file as one of this route.")
@pass_installation
def explain(installation: Installation, name: str, path: Path, route: str) -> None:
    """Tell for each output field where its value comes from.

    \b
    Example:
      gateway mapping explain vouchers_gl07 samples/forsystem-sie/loner-2026-10.si
    """
    known_mapping(installation, name)
    known_route(installation, route)
    tools = chosen_tools(installation, path, route)
    taken = tools.route if tools else None
    for record in installation.mapping(name, taken).explain(parts_of(installation, path, route), trial_run()):
        click.echo(str(record))
