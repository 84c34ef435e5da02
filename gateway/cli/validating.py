"""The command that gives verdicts on documents."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from textwrap import indent

import click

from gateway.app.validation import DocumentVerdict, e_invoice_format, e_invoice_verdicts
from gateway.cli.options import json_option, known_route, route_option
from gateway.findings import Finding, Language
from gateway.schemas import SchemaStore
from gateway.settings import Settings


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@route_option
@json_option
@click.pass_obj
def validate(settings: Settings, paths: tuple[Path, ...], route: str, as_json: bool) -> None:
    """Check files (or all files of folders) without recording or delivering anything.

    An e-invoice is judged by its schema and the official rules of its format, each document in a file by itself. With
    --route it is judged as that route would, the city's own rules included; so is every other file, by the first
    route that takes it. With --json there is one line a document.

    \b
    Example:
      gateway validate samples/efaktura/*.xml
      gateway validate --route efaktura samples/efaktura
      gateway validate --json samples
    """
    failed = False
    for verdict in _verdicts(settings, _files(paths), route):
        failed = failed or verdict.verdict != "valid"
        click.echo(_json(verdict, settings.language) if as_json else _text(verdict, settings.language))
    sys.exit(1 if failed else 0)


def _verdicts(settings: Settings, paths: Iterable[Path], route: str) -> Iterator[DocumentVerdict]:
    schemas = SchemaStore(settings.path(settings.xsd))
    as_route_does = None
    for path in paths:
        form = None if route else e_invoice_format(path)
        if form:
            yield from e_invoice_verdicts(path, form, schemas)
            continue
        as_route_does = as_route_does or _as_route_does(settings, route)
        yield from as_route_does(path)


def _as_route_does(settings: Settings, route: str) -> Callable[[Path], list[DocumentVerdict]]:
    # The specs of an installation, and what reads them, take longer to load than an invoice takes to judge.
    from gateway.app.inspection import inspected  # noqa: PLC0415
    from gateway.app.installation import Installation  # noqa: PLC0415

    installation = Installation(settings)
    known_route(installation, route)

    def verdicts(path: Path) -> list[DocumentVerdict]:
        with inspected(installation, path, route=route) as inspection:
            return inspection.verdicts()

    return verdicts


def _json(verdict: DocumentVerdict, language: Language) -> str:
    report = {
        "file": str(verdict.file),
        "document": verdict.document,
        "format": verdict.format,
        "verdict": verdict.verdict,
        "schema_valid": verdict.schema_valid,
        "rule_sets": verdict.rule_sets,
        "findings": [
            {
                "code": found.code,
                "severity": found.severity.value,
                "location": found.place.path or found.place.text(language),
                "line": found.place.line,
                "message": found.text(language),
                "action": found.action(language),
                "value": found.value,
                "expected": found.expected,
            }
            for found in verdict.findings
        ],
    }
    return json.dumps(report, ensure_ascii=False)


def _text(verdict: DocumentVerdict, language: Language) -> str:
    number = f" document {verdict.document}" if verdict.document > 1 else ""
    heading = f"{verdict.file}{number}: {verdict.verdict} ({verdict.format or 'no known format'})"
    return "\n".join([heading, *(indent(finding_text(found, language), "  ") for found in verdict.findings)])


def finding_text(found: Finding, language: Language) -> str:
    """A finding for a terminal, in short lines: what, where, what to do."""
    head = f"{found.severity.value} {found.code}" + (f" ({found.about})" if found.about else "")
    where = found.place.text(language)
    lines = (found.text(language), where, f"→ {found.action(language)}")
    return "\n".join([head, *(f"  {line}" for line in lines if line)])


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(entry for entry in path.rglob("*") if entry.is_file() and not entry.name.startswith("."))
        else:
            yield path
