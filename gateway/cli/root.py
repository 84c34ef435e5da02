"""The command group, and what all commands share."""

import errno
import importlib
import sqlite3
import tomllib
from pathlib import Path

import click
from pydantic import ValidationError

import gateway
from gateway.schemas import MissingSchema
from gateway.settings import Settings
from gateway.specification import BrokenSpecification

COMMANDS = {
    "run": "running",
    "watch": "running",
    "retry": "running",
    "validate": "validating",
    "translate": "inspecting",
    "formats": "inspecting",
    "fields": "inspecting",
    "mapping": "mapping",
    "files": "history",
    "show": "history",
    "conformance": "conformance",
    "schemas": "operations",
    "doctor": "operations",
}
"""Each command, and the module of this package that holds it."""

TAKES_FILES = ("run", "watch", "retry")


class Commands(click.Group):
    """The commands, each loaded when asked for; what an operator can mend is told in words, never as a traceback."""

    def list_commands(self, context: click.Context) -> list[str]:
        """The names of all commands."""
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """A command by its name, or None."""
        if name not in COMMANDS:
            return None
        module = importlib.import_module(f"gateway.cli.{COMMANDS[name]}")
        command: click.Command = getattr(module, name)
        return command

    def invoke(self, context: click.Context) -> object:
        """Run a command."""
        try:
            return super().invoke(context)
        except BrokenSpecification as fault:
            for problem in fault.problems:
                click.echo(str(problem), err=True)
            click.echo("see all problems with: gateway mapping check", err=True)
            raise click.exceptions.Exit(1) from fault
        except MissingSchema as fault:
            raise click.ClickException(str(fault)) from fault
        except sqlite3.DatabaseError as fault:
            raise click.ClickException(
                f"the journal cannot be used: {fault}; stop the gateway and see: gateway doctor"
            ) from fault
        except OSError as fault:
            if fault.errno == errno.EPIPE:  # whoever read our output has left, which click deals with
                raise
            raise click.ClickException(f"{fault}; what is wrong may be told by: gateway doctor") from fault
        except tomllib.TOMLDecodeError as fault:
            raise click.UsageError(f"gateway.toml: {fault}") from fault
        except ValidationError as fault:
            problems = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in fault.errors())
            raise click.UsageError(f"settings in gateway.toml or GATEWAY_*: {problems}") from fault


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(gateway.__version__, prog_name="gateway")
@click.option(
    "--home",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    envvar="GATEWAY_HOME",
    default=Path(),
    show_default="the current folder",
    help="Folder that holds inbox, outbox, mappings, xsd and var.",
)
@click.pass_context
def main(context: click.Context, home: Path) -> None:
    """File-integration gateway: checks, translates and delivers files, and answers every one with a receipt.

    \b
    Example:
      gateway run
      gateway files --state rejected
      gateway show 20261123-1F
    """
    settings = Settings(home=home)
    if context.invoked_subcommand in TAKES_FILES:
        from gateway.cli.logging import set_up_logging  # noqa: PLC0415 - commands that only look write no log

        context.call_on_close(set_up_logging(settings))
    context.obj = settings
