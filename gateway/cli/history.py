"""Commands about files that came: files, show."""

import json
from typing import Any

import click

from gateway.app.installation import Installation
from gateway.app.reconciliation import state_of_file
from gateway.app.running import open_journal
from gateway.archive import read_messages
from gateway.cli import printing
from gateway.cli.options import pass_installation
from gateway.cli.validating import finding_text
from gateway.findings import MASK
from gateway.journal.base import (
    AmbiguousFileId,
    FileRecord,
    FileState,
    Journal,
    UnknownFileId,
    stockholm_text,
)
from gateway.messages import is_protected
from gateway.receipts.findings_log import read_findings

STATES = [state.value for state in FileState]


@click.command()
@click.option("--state", "states", multiple=True, type=click.Choice(STATES), help="Only files in this state.")
@click.option("--route", default="", help="Only files of this route.")
@click.option("--name", default="", help="Only files whose name contains this.")
@click.option("--key", default="", help="Only the file that holds this business key (invoice: orgnr/number).")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1), help="At most this many.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for a program to read.")
@pass_installation
def files(
    installation: Installation,
    states: tuple[str, ...],
    route: str,
    name: str,
    key: str,
    limit: int,
    as_json: bool,
) -> None:
    """List the files that came, latest first.

    \b
    Example:
      gateway files
      gateway files --state rejected --route efaktura
    """
    journal = open_journal(installation.settings)
    chosen = [FileState(state) for state in states]
    found = journal.files(states=chosen, route=route, name=name, key=key, limit=limit)
    if as_json:
        for record in found:
            click.echo(json.dumps({**as_data(record), "ledger": _posting(journal, record)}, ensure_ascii=False))
        return
    table = printing.table("File id", "Arrived", "Route", "State", "Ledger", "Name")
    for record in found:
        arrived, posting = stockholm_text(record.arrived), _posting(journal, record)
        table.add_row(record.id, arrived, record.route, record.state.value, posting, record.name)
    printing.show_table(table)


@click.command()
@click.argument("file_id")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for a program to read.")
@click.option("--messages", is_flag=True, help="Print the archived canonical messages, one a line.")
@pass_installation
def show(installation: Installation, file_id: str, as_json: bool, messages: bool) -> None:
    """Tell the whole story of one file; the beginning of its id is enough.

    \b
    Example:
      gateway show 20261123-1F
    """
    journal = open_journal(installation.settings)
    try:
        record = journal.get(file_id)
    except (UnknownFileId, AmbiguousFileId) as fault:
        raise click.UsageError(f"{fault}; list the files with: gateway files") from fault
    archived = {
        delivery.planned.name.rsplit("/", 1)[-1]: installation.settings.path(installation.settings.var)
        / "archive"
        / delivery.planned.name
        for delivery in journal.deliveries(record.id)
        if delivery.planned.kind == "archive"
    }
    if messages:
        if "messages.avro" not in archived:
            raise click.ClickException(f"{record.id} has no archived messages: it was never read")
        for part in read_messages(archived["messages.avro"]):
            click.echo(f"{type(part).__name__}({MASK})" if is_protected(part) else repr(part))
        return
    log = archived.get("findings.jsonl")
    found = list(read_findings(log)) if log and log.exists() else []
    if as_json:
        story = {
            **as_data(record),
            "ledger": _posting(journal, record),
            "deliveries": [
                {
                    "kind": each.planned.kind,
                    "destination": each.planned.destination,
                    "name": each.planned.name,
                }
                for each in journal.deliveries(record.id)
            ],
            "events": [
                {"time": stockholm_text(event.time), "name": event.name, "data": dict(event.data)}
                for event in journal.events(record.id)
            ],
            "findings": [each.as_dict(installation.settings.language) for each in found],
        }
        click.echo(json.dumps(story, ensure_ascii=False))
        return
    for label, value in {**as_data(record), "ledger": _posting(journal, record)}.items():
        if value not in ("", 0, {}, None):
            click.echo(f"{label:20} {_shown(value)}")
    for delivery in journal.deliveries(record.id):
        click.echo(f"{delivery.planned.kind:20} {delivery.planned.destination}/{delivery.planned.name}")
    for event in journal.events(record.id):
        click.echo(f"{stockholm_text(event.time)}  {event.name}")
    for each in found:
        click.echo(finding_text(each, installation.settings.language))


def _posting(journal: Journal, record: FileRecord) -> str:
    """How the file's batch stands with the ledger: sent, posted, partly_posted, refused; blank where it has none."""
    state = state_of_file(journal.ledger, record.id)
    return state.value if state else ""


def _shown(value: Any) -> str:
    return ", ".join(f"{name} {version}" for name, version in value.items()) if isinstance(value, dict) else str(value)


def as_data(record: FileRecord) -> dict[str, Any]:
    """A journal record as plain data, times in Europe/Stockholm."""
    data = {name: getattr(record, name) for name in record.__dataclass_fields__}
    data["state"] = record.state.value
    data["arrived"] = stockholm_text(record.arrived)
    data["finished"] = stockholm_text(record.finished) if record.finished else ""
    data["rule_sets"] = dict(record.rule_sets)
    return data
