"""The command group, and what all commands share."""

import importlib
from pathlib import Path

import click

import gateway
from gateway.settings import Settings

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
    "daily-report": "reporting",
    "reconcile": "reconciling",
    "conformance": "conformance",
    "seal": "sealing",
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
        command: click.Command = getattr(module, name.replace("-", "_"))
        return command

    def invoke(self, context: click.Context) -> object:
        """Run a command."""
        try:
            return super().invoke(context)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as fault:
            from gateway.cli.faults import told  # noqa: PLC0415 - loaded when something is wrong

            if problem := told(fault):
                raise problem from fault
            raise


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
