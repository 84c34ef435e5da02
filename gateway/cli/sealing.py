"""The command that seals files to Bankgirot, and checks their seals."""

import datetime
import sys
from pathlib import Path

import click

from gateway.cli.validating import finding_text
from gateway.formats.hmac_seal import has_seal, load_key, verify
from gateway.formats.hmac_seal import seal as put_seal
from gateway.journal.base import STOCKHOLM
from gateway.settings import Settings


@click.command()
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--output", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="Write here.")
@click.option("--check", is_flag=True, help="Check the seal that the file has, and write nothing.")
@click.pass_obj
def seal(settings: Settings, path: Path, output: Path | None, check: bool) -> None:
    """Seal a file to Bankgirot (HMAC), or check its seal.

    The key is in the file that the setting seal_key_file names. Routes with `seal: true` seal what they deliver; this
    command is for files that go another way.

    \b
    Example:
      gateway seal samples/autogiro-ut/betalningar-2026-11.txt --output betalningar-sigill.txt
      gateway seal --check betalningar-sigill.txt
    """
    key_file = settings.seal_key_path
    if check:
        problem = verify(path, load_key(key_file) if key_file else None)
        if problem:
            click.echo(finding_text(problem, settings.language))
            sys.exit(1)
        click.echo(f"{path}: the seal is right")
        return
    if output is None:
        raise click.UsageError("say where to write the sealed file: --output OUT; or check a seal: --check")
    if output.resolve() == path.resolve():
        raise click.UsageError("the sealed file cannot take the place of the file itself; give another --output")
    if has_seal(path):
        raise click.ClickException(f"{path} has a seal already; check it with: gateway seal --check {path}")
    key = load_key(key_file)
    with output.open("wb") as target:
        put_seal(path, target, key, datetime.datetime.now(tz=STOCKHOLM).date())
    click.echo(f"{output}: sealed")
