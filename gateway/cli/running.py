"""Commands that take files through: run, watch, retry."""

import json
import sys
from pathlib import Path

import click
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from gateway.app.installation import Installation
from gateway.app.requests import leave_request
from gateway.app.running import Gateway, PassSummary, RetryRefused, open_journal, requests_folder, retriable
from gateway.cli import printing
from gateway.cli.options import pass_installation
from gateway.journal import SecondInstance
from gateway.journal.base import FileRecord, FileState

STATE_WORDS = {
    FileState.DELIVERED: "[green]levererad[/]",
    FileState.PARTLY_DELIVERED: "[yellow]delvis levererad[/]",
    FileState.REJECTED: "[red]avvisad[/]",
    FileState.DUPLICATE: "[cyan]dubblett[/]",
    FileState.QUARANTINED: "[red]karantän[/]",
    FileState.WAITING: "[yellow]väntar[/]",
    FileState.STAGED: "[yellow]väntar på leverans[/]",
    FileState.CLAIMED: "[yellow]ej klar[/]",
    FileState.RESOLVED: "ersatt",
}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON for a program to read.")
@pass_installation
def run(installation: Installation, as_json: bool) -> None:
    """Make one pass over the inboxes: take every complete file to its end, then print a summary.

    \b
    Example:
      gateway run
    """
    gateway = _opened(installation)
    with (
        gateway,
        Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            TimeElapsedColumn(),
            transient=True,
            disable=as_json,
        ) as progress,
    ):
        task = progress.add_task("reading the inboxes", total=None)
        summary = gateway.run_once(
            told=lambda record: progress.update(task, description=f"{record.route}: {record.name}")
        )
        _print_summary(gateway, summary, as_json)
    is_well = all(record.state in (FileState.DELIVERED, FileState.DUPLICATE) for record in summary.records)
    sys.exit(0 if is_well and not summary.inbox_problems else 1)


@click.command()
@pass_installation
def watch(installation: Installation) -> None:
    """Keep watching the inboxes until stopped (Ctrl-C or SIGTERM).

    \b
    Example:
      gateway watch
    """
    with _opened(installation) as gateway:
        click.echo("watching; stop with Ctrl-C", err=True)
        gateway.watch()


@click.command()
@click.argument("file_id")
@click.option(
    "--with",
    "corrected",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Send this corrected file instead; the original is kept.",
)
@pass_installation
def retry(installation: Installation, file_id: str, corrected: Path | None) -> None:
    """Take a rejected, quarantined or waiting file through again, or a corrected file in its place.

    \b
    Example:
      gateway retry 20261123-1F
      gateway retry 20261123-1F --with corrected.xml
    """
    try:
        with Gateway(installation) as gateway:
            record = gateway.retry(file_id, corrected)
            _print_summary(gateway, PassSummary([record], []), as_json=False)
    except RetryRefused as fault:
        raise click.ClickException(str(fault)) from fault
    except SecondInstance:
        _ask_the_running_gateway(installation, file_id, corrected)
        return
    sys.exit(0 if record.state is FileState.DELIVERED else 1)


def _ask_the_running_gateway(installation: Installation, file_id: str, corrected: Path | None) -> None:
    settings = installation.settings
    try:
        first = retriable(open_journal(settings), file_id, corrected)
    except RetryRefused as fault:
        raise click.ClickException(str(fault)) from fault
    leave_request(requests_folder(settings), first.id, corrected)
    click.echo(f"Den gateway som körs tar filen inom några sekunder. Följ den med: gateway show {first.id}")


def _opened(installation: Installation) -> Gateway:
    try:
        return Gateway(installation)
    except SecondInstance as fault:
        raise click.ClickException(str(fault)) from fault


def _print_summary(gateway: Gateway, summary: PassSummary, as_json: bool) -> None:
    if as_json:
        for record in summary.records:
            entry = {"file": record.name, "id": record.id, "route": record.route, "format": record.format}
            click.echo(json.dumps({**entry, "state": record.state.value, "places": gateway.places(record)}))
        return
    if summary.records:
        table = printing.table("Fil", "Igenkänd som", "Utfall", "Fil-id", "Var")
        for record in summary.records:
            table.add_row(
                f"{record.route}/{record.name}",
                record.format or "–",
                STATE_WORDS[record.state],
                record.id,
                _where(gateway, record),
            )
        printing.show_table(table)
    else:
        click.echo("Inget nytt i inkorgarna.")
    for name in summary.still_being_written:
        click.echo(f"{name}: skrivs fortfarande, tas vid nästa pass")
    for problem in summary.inbox_problems:
        click.echo(problem, err=True)


def _where(gateway: Gateway, record: FileRecord) -> str:
    lines = gateway.places(record)
    if record.duplicate_of:
        lines = [f"dubblett av {record.duplicate_of}", *lines]
    if record.message:
        lines = [record.message, *lines]
    return "\n".join(lines)
