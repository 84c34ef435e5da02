"""Commands that report on what was delivered: daily-report."""

import datetime
import json
from pathlib import Path

import click

from gateway.app.daily_report import DailyReport, report_of_day
from gateway.app.daily_report_files import (
    NO_DEPARTMENT,
    line_name,
    report_data,
    verdict,
    words,
    write_json,
    write_xlsx,
)
from gateway.app.inspection import today
from gateway.app.installation import Installation
from gateway.app.running import open_journal
from gateway.cli import printing
from gateway.cli.options import pass_installation
from gateway.findings import Language
from gateway.receipts.words import amount_text, count_text


@click.command("daily-report")
@click.argument("day", required=False, type=click.DateTime(["%Y-%m-%d"]), metavar="[YYYY-MM-DD]")
@click.option("--department", default="", help="Only this department, by its code in the register.")
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write dagrapport-DAY.xlsx and dagrapport-DAY.json to.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON for a program to read.")
@pass_installation
def daily_report(
    installation: Installation, day: datetime.datetime | None, department: str, output: Path | None, as_json: bool
) -> None:
    """Show what came in and went out on a day (today if not said), against the bank's statements.

    The exit code is 1 when an account does not tally with its statement, or has none.

    \b
    Example:
      gateway daily-report 2026-11-24
      gateway daily-report 2026-11-24 --department FSK --output rapporter
    """
    known = installation.registers["departments"]
    if department and not known.knows(department):
        codes = ", ".join(row.values[known.keys[0]] for row in known.rows)
        raise click.UsageError(f"no department '{department}'; the register has {codes}")
    journal = open_journal(installation.settings)
    try:
        chosen = day.date() if day else today()
        report = report_of_day(journal.bank, installation.registers, chosen, department=department)
    finally:
        journal.close()
    language = installation.settings.language
    if output:
        output.mkdir(parents=True, exist_ok=True)
        stem = f"dagrapport-{chosen}{f'-{department}' if department else ''}"
        write_xlsx(report, output / f"{stem}.xlsx", language)
        write_json(report, output / f"{stem}.json")
    if as_json:
        click.echo(json.dumps(report_data(report), ensure_ascii=False))
    else:
        _print(report, language)
        if output:
            click.echo(f"{output / stem}.xlsx, {output / stem}.json")
    if not report.is_reconciled:
        raise click.exceptions.Exit(1)


def _print(report: DailyReport, language: Language) -> None:
    names = words(language)
    if not report.accounts and not report.departments:
        click.echo(f"{names['title']} {report.day}: –")
        return
    click.echo(f"{names['title']} {report.day}")
    headings = ("account", "opening", "in", "out", "closing", "difference", "verdict")
    accounts = printing.table(*(names[heading] for heading in headings))
    for account in report.accounts:
        amounts = (account.opening, account.incoming, account.outgoing, account.closing, account.difference)
        shown = ("–" if amount is None else amount_text(amount, language) for amount in amounts)
        accounts.add_row(account.account, *shown, verdict(account, language))
    printing.show_table(accounts)
    columns = ("department", "kind", "receiving", "count", "opening", "in", "out", "closing")
    departments = printing.table(*(names[column] for column in columns))
    for each in report.departments:
        name = each.name or NO_DEPARTMENT[language]
        for line in each.lines:
            moved = (amount_text(line.incoming, language), amount_text(line.outgoing, language))
            count = count_text(line.count, language)
            departments.add_row(name, line_name(line, language), line.receiving_account, count, "", *moved, "")
        totals = (each.opening, each.incoming, each.outgoing, each.closing)
        departments.add_row(name, names["total"], "", "", *(amount_text(total, language) for total in totals))
    printing.show_table(departments)
