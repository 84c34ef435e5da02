"""The command that compares what was sent with what the ledger has posted: reconcile."""

import datetime
import json
from pathlib import Path

import click

from gateway.app.inspection import today
from gateway.app.installation import Installation
from gateway.app.reconciliation import BatchLine, Reconciliation, reconciled
from gateway.app.reconciliation_files import (
    STATES,
    WORDS,
    difference_cells,
    difference_headings,
    reconciliation_data,
    write_xlsx,
)
from gateway.app.running import open_journal
from gateway.cli import printing
from gateway.cli.options import pass_installation
from gateway.findings import Language
from gateway.receipts.words import amount_text, count_text


@click.command()
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="Only batches sent on this day or later."
)
@click.option("--batch", default="", help="Only this batch, by its whole id.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for a program to read.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Workbook (.xlsx) to write as well.")
@pass_installation
def reconcile(
    installation: Installation, since: datetime.datetime | None, batch: str, as_json: bool, output: Path | None
) -> None:
    """Compare batches that were sent to the ledger with what the ledger answers that it has posted.

    Compares by file, batch, count and sum, voucher by voucher. The exit code is 1 when something differs.

    \b
    Example:
      gateway reconcile --since 2026-11-01
      gateway reconcile --batch CSV-00000017 --output avstamning.xlsx
    """
    journal = open_journal(installation.settings)
    try:
        made = reconciled(journal.ledger, today(), since=since.date() if since else None, batch_id=batch)
    finally:
        journal.close()
    if batch and not made.batches and not made.differences:
        raise click.UsageError(f"no batch '{batch}' was sent or answered; list them with: gateway reconcile")
    language = installation.settings.language
    if output:
        write_xlsx(made, output, language)
    if as_json:
        click.echo(json.dumps(reconciliation_data(made), ensure_ascii=False))
    else:
        _print(made, language)
        if output:
            click.echo(str(output))
    if not made.is_reconciled:
        raise click.exceptions.Exit(1)


def _print(made: Reconciliation, language: Language) -> None:
    words = WORDS[language]
    click.echo(f"{words['title']} {made.day}")
    names = (
        "batch",
        "state",
        "sent_day",
        "file",
        "vouchers",
        "posted",
        "refused",
        "sent_sum",
        "posted_sum",
        "currency",
    )
    batches = printing.table(*(words[name] for name in names))
    for line in made.batches:
        batches.add_row(*_cells(line, language))
    printing.show_table(batches)
    if made.is_reconciled:
        click.echo(words["reconciled"])
        return
    # Ids and senders are in the workbook and in JSON; a screen has no room for them.
    headings = difference_headings(language)
    shown = [column for column, name in enumerate(headings) if name not in (words["sender"], words["answer"])]
    shown = [column for column in shown if headings[column] not in (words["file_id"], words["answer_id"])]
    differences = printing.table(*(headings[column] for column in shown))
    for each in made.differences:
        cells = difference_cells(each, language)
        differences.add_row(*(cells[column] for column in shown))
    printing.show_table(differences)


def _cells(line: BatchLine, language: Language) -> list[str]:
    """A batch as a row; of several currencies each stands on a line of its own within it."""
    batch = line.batch
    return [
        batch.batch_id,
        STATES[language][line.state],
        batch.sent.isoformat(),
        batch.file_name,
        *(count_text(count, language) for count in (batch.vouchers, line.posted, line.refused)),
        "\n".join(amount_text(sent, language) for _, sent, _ in line.sums),
        "\n".join(amount_text(posted, language) for _, _, posted in line.sums),
        "\n".join(currency for currency, _, _ in line.sums),
    ]
