"""The command that holds the gateway against the official artefacts."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from gateway.app.installation import Installation
from gateway.cli import printing
from gateway.cli.options import pass_installation
from gateway.conformance import run

SHOWN_DIFFERENCES = 10


@click.command()
@click.option(
    "--data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path("../shared/conformance"),
    show_default=True,
    help="Folder with the test data.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON for a program to read.")
@pass_installation
def conformance(installation: Installation, data: Path, as_json: bool) -> None:
    """Hold the e-invoice rules and schemas against official verdicts, and print the agreement per suite.

    The test data is that of CEN, OpenPeppol and SFTI, with the verdicts of the official artefacts beside it; it is
    no part of the gateway. Every difference is named.

    \b
    Example:
      gateway conformance
      gateway conformance --data /srv/conformance --json
    """
    agreements = list(run(data, installation.schemas))
    if as_json:
        for agreement in agreements:
            click.echo(json.dumps(asdict(agreement), ensure_ascii=False))
    else:
        table = printing.table("Suite", "Asked", "Agreed", "Per cent")
        for agreement in agreements:
            share = 100 * agreement.agreed / agreement.asked if agreement.asked else 100
            table.add_row(agreement.suite, str(agreement.asked), str(agreement.agreed), f"{share:.2f}")
        printing.show_table(table)
        for agreement in agreements:
            for difference in agreement.differences[:SHOWN_DIFFERENCES]:
                click.echo(f"{agreement.suite}: {difference}")
            if len(agreement.differences) > SHOWN_DIFFERENCES:
                click.echo(f"{agreement.suite}: and {len(agreement.differences) - SHOWN_DIFFERENCES} more; see --json")
    sys.exit(1 if any(agreement.differences for agreement in agreements) or not agreements else 0)
